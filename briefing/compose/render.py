"""Run section templates and report every mistake in them with its location.

Return Markdown with tokens, and where each of its lines was typed. Misspelt names are found before anything runs, so that one
run reports all of them.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from inspect import currentframe
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.loaders import FunctionLoader

from briefing.compose.bounded_templates import LONGEST, UnboundedTemplateError
from briefing.compose.compiled_cache import INSPECTIONS, Inspection
from briefing.compose.error_messages import (
    explain_error,
    explain_undefined,
    stray_loop_tag,
    syntax_problem,
)
from briefing.compose.filters import FILTERS
from briefing.compose.inspect import (
    Inspected,
    KnownNames,
    densest_line,
    inspect,
    inspect_text,
    is_clean,
)
from briefing.compose.limits import GREEDY_HINT, BudgetError, RenderBudget
from briefing.compose.loader import TemplateFile, TemplateLoader
from briefing.compose.output import place_lines
from briefing.compose.sandbox import Sandbox, TooNestedError
from briefing.compose.tokens import Rendered
from briefing.compose.undefined import WITHHELD
from briefing.facts.views import PrintError
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean

LONGEST_LINE = 10_000
"""Characters of a line in which the column of a word is looked for."""


@dataclass(slots=True)
class Renderer:
    """Render the templates of one brief in one sandbox. Collect problems."""

    loader: TemplateLoader
    sandbox: Sandbox
    known: Iterable[str] = ()
    problems: list[Problem] = field(default_factory=list)
    absent: object = None
    withheld: frozenset[str] = frozenset()
    """Names that a release leaves out: templates may test for them, and no hint mentions them."""
    unread: frozenset[str] = frozenset()
    """Names whose problem has been reported."""
    incomplete: bool = False
    """True if facts were lost, so that any name may be one of them."""
    placed: Mapping[str, str] = field(default_factory=dict)
    """Declared tables and figures by name, each with the function that places it."""
    bounded_only: bool = False
    """Run only templates that cannot loop or grow; raise UnboundedTemplateError for any other."""
    _checked: dict[str, Inspected] = field(default_factory=dict)
    _greedy: int = 0
    """Number of templates so far that exceeded a limit."""

    def __post_init__(self) -> None:
        self.sandbox.loader = FunctionLoader(self._source)

    def render(self, file: TemplateFile, names: Mapping[str, Any]) -> Rendered | None:
        """Return the rendered template; None, with problems, if it cannot run.

        A misspelt name is reported and then treated as missing, so that one run shows all other mistakes too.
        """
        missing: tuple[str, ...] = ()
        try:
            missing = self._inspect(file, names)
            absent = dict.fromkeys(missing, self.absent)
            output = self.sandbox.run(file.name, dict(names) | absent)
        except PrintError as error:
            if error.code:  # else it is a misspelt name, which has been reported
                self._report(file, error.code, error.message, error.hint)
        except TemplateSyntaxError as error:
            # Jinja refuses a misspelt filter too: that has been reported. Anything else is in an included template.
            checked = self._checked.get(file.name, Inspected((), ()))
            if {p.code for p in checked.problems}.isdisjoint({"unknown-filter", "unknown-test"}):
                name = error.name if error.name and self.loader.find(error.name) else file.name
                self.problems.append(syntax_problem(error, self._display_path(name)))
        except TemplateNotFound as error:
            # Where the name of an included template is a misspelt fact, that has been reported.
            if str(error.name) != "None" or not missing:
                known = set(self.loader.names()) - self.withheld
                hint = did_you_mean(str(error.name).removesuffix(".md"), known)
                self._report(file, "unknown-template", f'unknown template "{error.name}"', hint)
        except BudgetError as error:
            self._report(file, "template-too-greedy", str(error), GREEDY_HINT)
            self._greedy += 1
            # So that the other sections are still checked; half as much each time, so that many of them do not add up.
            self.sandbox.budget = RenderBudget(share=2**self._greedy)
        except UndefinedError as error:
            # For example a name that the template tests with `has`, and uses although it does not exist.
            self._report(file, *explain_undefined(error.message or "", self.withheld))
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            self._report(file, "template-error", *explain_error(error, tuple(self.sandbox.filters)))
        except (SyntaxError, RecursionError, MemoryError) as error:
            self._report_exhausted(file, error)
        else:
            return place_lines(output, [self._display_path(n) for n in self.sandbox.names])
        return None

    def placements(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield (kind, name) of each table and figure that the named templates, and those they include, place by name."""
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop().removesuffix(".md")
            file = self.loader.find(name) if name not in seen else None
            seen.add(name)
            if file is None:
                continue
            try:
                placed = self._inspection_of(file, self._known(())).placed
            except (TemplateSyntaxError, RecursionError):
                continue  # reported when the template runs
            waiting += [called for kind, called in placed if kind in ("section", "include")]
            yield from (pair for pair in placed if pair[0] in ("table", "figure"))

    def _inspect(self, file: TemplateFile, names: Mapping[str, Any]) -> tuple[str, ...]:
        """Report misspelt names of a template, once, and return those that do not exist."""
        if file.name not in self._checked:
            known = self._known(names)
            if is_clean(self._inspection_of(file, known), known):
                inspected = Inspected((), ())
            else:
                inspected = inspect(self.sandbox.parse(file.text, file.name), file.text, file.display_path, known)
            self._checked[file.name] = inspected
            self.problems += inspected.problems
        return self._checked[file.name].missing

    def _known(self, names: Iterable[str]) -> KnownNames:
        """Return all names that a template may use: `names` and those of the sandbox."""
        offered = (*names, *self.sandbox.globals)
        return KnownNames(
            tuple(self.known),
            offered,
            self.withheld,
            tuple(self.sandbox.filters),
            tuple(self.sandbox.tests),
            self.unread,
            self.incomplete,
            self.placed,
        )

    def _inspection_of(self, file: TemplateFile, known: KnownNames) -> Inspection:
        """Return the cached inspection of a template's text. Raises TemplateSyntaxError, or UnboundedTemplateError if asked to."""
        if self.bounded_only and len(file.text) > LONGEST:
            raise UnboundedTemplateError(file.name)
        inspection = INSPECTIONS.get(file.text)
        if inspection is None:
            inspection = inspect_text(self.sandbox.parse(file.text, file.name), known)
            INSPECTIONS.keep(file.text, inspection, len(file.text))
        if self.bounded_only and not inspection.bounded:
            raise UnboundedTemplateError(file.name)
        return inspection

    def here(self, word: str = "") -> Location:
        """Return the location of the running tag, read from Python's stack frames; the column is that of `word` in its line."""
        frame = currentframe()
        while frame is not None and not frame.f_code.co_filename.startswith("template:"):
            frame = frame.f_back
        if frame is None:
            return Location("")
        codes, typed = _lines_of(str(frame.f_globals.get("debug_info", "")))
        at = bisect_right(codes, frame.f_lineno)
        template_name = frame.f_code.co_filename.removeprefix("template:")
        place = Location(self._display_path(template_name), typed[at - 1] if at else 1)
        line = self.loader.line_at(place)
        column = find_word(line, word) + 1 if word and len(line) <= LONGEST_LINE else 0
        return replace(place, column=column) if column else place

    def _report(self, file: TemplateFile, code: str, message: str, hint: str = "") -> None:
        """Report a problem where the exception being handled was raised.

        An exception of the compiler has no place in the template: it is reported in the line with the most tags.
        """
        place, trace = None, sys.exc_info()[2]
        while trace is not None:
            filename = trace.tb_frame.f_code.co_filename
            if filename.startswith("template:"):
                # Jinja rewrites its tracebacks: the line number is already that of the template.
                place = Location(self._display_path(filename.removeprefix("template:")), trace.tb_lineno)
            trace = trace.tb_next
        if place is None:
            place = Location(file.display_path, densest_line(self.sandbox, file.text))
        self.problems.append(Problem(code, message, place, hint))

    def _report_exhausted(self, file: TemplateFile, error: SyntaxError | RecursionError | MemoryError) -> None:
        """Report a template that Python cannot compile (a stray {% break %}, some twenty nested loops) or has no room to run."""
        stray = stray_loop_tag(error, file.text, file.display_path) if isinstance(error, SyntaxError) else None
        if stray is not None:
            self.problems.append(stray)
        elif isinstance(error, MemoryError):
            self._report(file, "out-of-memory", "not enough memory for what this line makes", GREEDY_HINT)
        else:
            endless = isinstance(error, RecursionError) and not isinstance(error, TooNestedError)
            message = "the template is nested too deeply" + (", or calls itself without end" if endless else "")
            self._report(file, "template-too-greedy", message)

    def _display_path(self, name: str) -> str:
        file = self.loader.find(name)
        return file.display_path if file is not None else name

    def _source(self, name: str) -> tuple[str, str, None] | None:
        if name.removesuffix(".md") in self.withheld:
            # Including the template of a section is printing the section.
            raise PrintError(WITHHELD.code, WITHHELD.message, WITHHELD.hint)
        file = self.loader.find(name)
        return None if file is None else (file.text, f"template:{name}", None)


def line_of_code(file: TemplateFile, code_line: int) -> int:
    """Return the line of a template from which a line of its compiled code was made. Nothing of the template runs."""
    try:
        made = Sandbox(FILTERS).compile(file.text, file.name, f"template:{file.name}", raw=True)
    except (TemplateSyntaxError, RecursionError):
        return 1
    found = re.search(r"^debug_info = '(.*)'$", str(made), re.MULTILINE)
    codes, typed = _lines_of(found[1] if found else "")
    at = bisect_right(codes, code_line)
    return typed[at - 1] if at else 1


def find_word(line: str, word: str) -> int:
    """Return where a whole word begins in a line, or -1. Much faster than a regular expression for each word."""
    at = line.find(word)
    while at >= 0:
        end = at + len(word)
        if not _in_word(line[at - 1 : at]) and not _in_word(line[end : end + 1]):
            return at
        at = line.find(word, at + 1)
    return -1


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=64)
def _lines_of(debug_info: str) -> tuple[list[int], list[int]]:
    """Return lines of compiled code and the template lines that begin there. Cached: called for everything printed."""
    debug = dict(pair.split("=") for pair in debug_info.split("&") if "=" in pair)
    pairs = sorted((int(code), int(typed)) for typed, code in debug.items())
    return [code for code, _ in pairs], [typed for _, typed in pairs]
