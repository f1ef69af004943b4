"""Runs section templates: text with tokens out, every fault as a located problem.

Takes a template file and the names it may use. Gives the rendered Markdown and, for each of its lines, where that line
was typed. Misspelt names are found before anything runs, so that one run reports all of them.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.loaders import FunctionLoader

from briefing.compose.compiled_cache import LOOKED, Inspection
from briefing.compose.error_words import explain_error
from briefing.compose.inspect import (
    Inspected,
    KnownNames,
    densest_line,
    inspect,
    inspect_text,
    is_plain,
    syntax_problem,
)
from briefing.compose.limits import GREEDY_HINT, BudgetError, RenderBudget
from briefing.compose.loader import TemplateFile, TemplateLoader
from briefing.compose.output import place_lines
from briefing.compose.sandbox import Sandbox
from briefing.compose.tokens import Rendered
from briefing.compose.undefined import guard
from briefing.facts.views import PrintError
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean

_UNDEFINED = re.compile(r"'(\w+)' is undefined|'mappingproxy object' has no attribute '(.+)'")


@dataclass(slots=True)
class Renderer:
    """Renders the templates of one brief in one sandbox, collecting problems."""

    shelf: TemplateLoader
    sandbox: Sandbox
    known: Iterable[str] = ()
    problems: list[Problem] = field(default_factory=list)
    absent: object = None
    withheld: frozenset[str] = frozenset()
    """Names that a release leaves out: templates may ask for them, and no hint names them."""
    _checked: dict[str, Inspected] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sandbox.loader = FunctionLoader(self._source)

    def render(self, file: TemplateFile, names: Mapping[str, Any]) -> Rendered | None:
        """The text of one template, or None when it cannot run; problems say why.

        A misspelt name is reported and then found absent, so that one run shows what else is wrong.
        """
        try:
            missing = self._inspect(file, names)
            absent = dict.fromkeys(missing, self.absent)
            output = self.sandbox.run(file.name, dict(names) | absent)
        except PrintError as error:
            if error.code:  # else it is a name that nothing answers, which has been told
                self._report(file, error.code, error.message, error.hint)
        except TemplateSyntaxError as error:
            # A misspelt filter has been told with its column; what is new is in a template that this one includes.
            if not self._misspelt(file):
                self.problems.append(syntax_problem(error, self._shown(error.name or file.name)))
        except TemplateNotFound as error:
            hint = did_you_mean(str(error.name).removesuffix(".md"), self.shelf.names())
            self._report(file, "unknown-template", f'there is no template "{error.name}"', hint)
        except BudgetError as error:
            self._report(file, "template-too-greedy", str(error), GREEDY_HINT)
            self.sandbox.budget = RenderBudget()  # the other sections are still looked at
        except UndefinedError as error:
            self._report(file, *_tell_undefined(error))
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            self._report(file, "template-error", *explain_error(error))
        except RecursionError:
            self._report(file, "template-too-greedy", "the template is nested too deeply, or calls itself without end")
        except (SyntaxError, MemoryError):
            # Python refuses to compile more than some twenty loops within each other.
            self._report(file, "template-too-greedy", "the template is nested too deeply")
        else:
            return place_lines(output, [self._shown(n) for n in self.sandbox.names])
        return None

    def placements(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The tables and figures, by kind and name, that templates of those names place by name, with what they include."""
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop().removesuffix(".md")
            file = self.shelf.find(name) if name not in seen else None
            seen.add(name)
            if file is None:
                continue
            try:
                placed = self._look(file, self._known(())).placed
            except (TemplateSyntaxError, RecursionError):
                continue  # told where the template runs
            waiting += [called for kind, called in placed if kind in ("section", "include")]
            yield from (pair for pair in placed if pair[0] in ("table", "figure"))

    def _inspect(self, file: TemplateFile, names: Mapping[str, Any]) -> tuple[str, ...]:
        """Reports what is misspelt in a template, once; gives the names that nothing answers."""
        if file.name not in self._checked:
            known = self._known(names)
            if is_plain(self._look(file, known), known):
                inspected = Inspected((), ())
            else:
                inspected = inspect(self.sandbox.parse(file.text, file.name), file.text, file.shown, known)
            self._checked[file.name] = inspected
            self.problems += inspected.problems
        return self._checked[file.name].missing

    def _known(self, names: Iterable[str]) -> KnownNames:
        """What a template may name, besides `names` what the sandbox offers."""
        offered = (*names, *self.sandbox.globals)
        return KnownNames(
            tuple(self.known), offered, self.withheld, tuple(self.sandbox.filters), tuple(self.sandbox.tests)
        )

    def _look(self, file: TemplateFile, known: KnownNames) -> Inspection:
        """What a template's text says by itself, remembered. Raises TemplateSyntaxError."""
        looked = LOOKED.get(file.text)
        if looked is None:
            looked = inspect_text(self.sandbox.parse(file.text, file.name), known)
            LOOKED.keep(file.text, looked, len(file.text))
        return looked

    def _misspelt(self, file: TemplateFile) -> bool:
        """Whether a filter or test of the template was reported before it ran."""
        inspected = self._checked.get(file.name)
        return inspected is not None and any(p.code in {"unknown-filter", "unknown-test"} for p in inspected.problems)

    def here(self, word: str = "") -> Location:
        """Where in a template the running code stands, read from Python's own frames; the column is that of `word` in its line."""
        place = self._running()
        file = self.shelf.find(self._name_of(place.file)) if word and place.line else None
        line = file.text.split("\n")[place.line - 1 : place.line] if file is not None else []
        match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line[0]) if line else None
        return Location(place.file, place.line, match.start() + 1 if match else 0)

    def _name_of(self, shown: str) -> str:
        return next((n for n in self.sandbox.names if self._shown(n) == shown), "")

    def _running(self) -> Location:
        frame = sys._getframe(1)  # noqa: SLF001  # inspect.currentframe reads the same, typed as perhaps absent
        while frame is not None:
            place = self._frame_place(frame.f_code.co_filename, frame.f_globals, frame.f_lineno)
            if place is not None:
                return place
            if frame.f_back is None:
                break
            frame = frame.f_back
        return Location("")

    def _frame_place(self, filename: str, names: Mapping[str, Any], line: int) -> Location | None:
        if not filename.startswith("template:"):
            return None
        template_name = filename.removeprefix("template:")
        codes, typed = _lines_of(str(names.get("debug_info", "")))
        at = bisect_right(codes, line)
        return Location(self._shown(template_name), typed[at - 1] if at else 1)

    def _report(self, file: TemplateFile, code: str, message: str, hint: str = "") -> None:
        """A problem at the place where the exception being handled was raised, or else in the densest line of the template.

        What cannot even be compiled was raised nowhere in it.
        """
        place = self._raised_at(sys.exc_info()[2])
        place = place if place.file else Location(file.shown, densest_line(self.sandbox, file.text))
        self.problems.append(Problem(code, message, place, hint))

    def _raised_at(self, trace: TracebackType | None) -> Location:
        place = Location("")
        while trace is not None:
            filename = trace.tb_frame.f_code.co_filename
            if filename.startswith("template:"):
                # Jinja rewrites its tracebacks, so that the line is already the template's.
                place = Location(self._shown(filename.removeprefix("template:")), trace.tb_lineno)
            trace = trace.tb_next
        return place

    def _shown(self, name: str) -> str:
        file = self.shelf.find(name)
        return file.shown if file is not None else name

    def _source(self, name: str) -> tuple[str, str, None] | None:
        file = self.shelf.find(name)
        return None if file is None else (file.text, f"template:{name}", None)


def _tell_undefined(error: UndefinedError) -> tuple[str, str, str]:
    """Code, message and hint for a name that the template itself asks about, and uses where the answer is no; or for a part of a text."""
    if named := _UNDEFINED.fullmatch(str(error.message)):
        name = named[1] or named[2]
        return "unknown-fact", f'no fact "{name}" in this dossier', guard(name)
    return "template-error", *explain_error(error)


@lru_cache(maxsize=64)
def _lines_of(debug_info: str) -> tuple[list[int], list[int]]:
    """The lines of compiled code at which a line of its template begins, and those lines. Asked for all that is printed."""
    debug = dict(pair.split("=") for pair in debug_info.split("&") if "=" in pair)
    pairs = sorted((int(code), int(typed)) for typed, code in debug.items())
    return [code for code, _ in pairs], [typed for _, typed in pairs]
