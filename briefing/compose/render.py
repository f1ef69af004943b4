"""Runs section templates: text with tokens out, every fault as a located problem.

Takes a template file and the names it may use. Gives the rendered Markdown and, for each of its lines, where that line
was typed. Misspelt names are found before anything runs, so that one run reports all of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, Undefined, meta, nodes
from jinja2.loaders import FunctionLoader

from briefing.compose.sandbox import Budget, BudgetError, Sandbox
from briefing.compose.shelf import TemplateFile, TemplateShelf
from briefing.errors import Origin, Problem
from briefing.nearest import did_you_mean
from briefing.rendered import Rendered, place_lines
from briefing.views import PrintError

UNCLOSED = re.compile(r"The innermost block that needs to be closed is '(\w+)'")
UNKNOWN_TAG = re.compile(r"unknown tag '(\w+)'")
TAGS = ("if", "elif", "else", "endif", "for", "endfor", "set", "endset", "include", "macro", "endmacro", "block", "endblock",
        "extends", "with", "endwith", "raw", "endraw", "break", "continue")  # fmt: skip
LITERAL_NAMES = frozenset({"loop", "super", "self", "caller", "varargs", "kwargs"})


@dataclass(slots=True)
class Renderer:
    """Renders the templates of one brief in one sandbox, collecting problems."""

    shelf: TemplateShelf
    sandbox: Sandbox
    known: Iterable[str] = ()
    problems: list[Problem] = field(default_factory=list)
    _checked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sandbox.loader = FunctionLoader(self._source)

    def render(self, file: TemplateFile, names: Mapping[str, Any]) -> Rendered | None:
        """The text of one template, or None when it cannot run; problems say why."""
        if not self.check(file, names):
            return None
        try:
            text = self.sandbox.get_template(file.name).render(dict(names))
            self.sandbox.budget.spend(len(text))
        except PrintError as error:
            self._report(error.code, error.message, error.hint)
        except TemplateSyntaxError as error:
            self.problems.append(_syntax_problem(error, self._shown(error.name or file.name)))
        except TemplateNotFound as error:
            hint = did_you_mean(str(error.name).removesuffix(".md"), self.shelf.names())
            self._report("unknown-template", f'there is no template "{error.name}"', hint)
        except BudgetError as error:
            hint = "print what the facts hold; leave sums and repetition to a table"
            self._report("template-too-greedy", str(error), hint)
            self.sandbox.budget = Budget()  # the other sections are still looked at
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            self._report("template-error", _plain_reason(error))
        except (RecursionError, MemoryError):
            self._report("template-too-greedy", "the template calls itself without end", "")
        else:
            return place_lines(text, [self._shown(n) for n in self.sandbox.names])
        return None

    def check(self, file: TemplateFile, names: Mapping[str, Any]) -> bool:
        """Whether every name the template uses is known; each that is not becomes a problem with its column."""
        if file.name in self._checked:
            return True
        self._checked.add(file.name)
        try:
            tree = self.sandbox.parse(file.text)
        except TemplateSyntaxError as error:
            self.problems.append(_syntax_problem(error, file.shown))
            return False
        undeclared = meta.find_undeclared_variables(tree) - set(names) - set(self.sandbox.globals) - LITERAL_NAMES
        wrong = undeclared - _tested_names(tree)
        for name in sorted(wrong):
            for line, column in _places(tree, file.text, name):
                hint = did_you_mean(name, self.known) or did_you_mean(name, list(names))
                self.problems.append(
                    Problem("unknown-fact", f'no fact "{name}"', Origin(file.shown, line, column), hint)
                )
        return not wrong

    def here(self, word: str = "") -> Origin:
        """Where in a template the running code stands, read from Python's own frames; the column is that of `word` in its line."""
        place = self._running()
        file = self.shelf.find(self._name_of(place.file)) if word and place.line else None
        line = file.text.split("\n")[place.line - 1 : place.line] if file is not None else []
        match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line[0]) if line else None
        return Origin(place.file, place.line, match.start() + 1 if match else 0)

    def _name_of(self, shown: str) -> str:
        return next((n for n in self.sandbox.names if self._shown(n) == shown), "")

    def _running(self) -> Origin:
        frame = sys._getframe(1)  # noqa: SLF001  # inspect.currentframe reads the same, typed as perhaps absent
        while frame is not None:
            place = self._frame_place(frame.f_code.co_filename, frame.f_globals, frame.f_lineno)
            if place is not None:
                return place
            if frame.f_back is None:
                break
            frame = frame.f_back
        return Origin("")

    def _frame_place(self, filename: str, names: Mapping[str, Any], line: int) -> Origin | None:
        if not filename.startswith("template:"):
            return None
        template_name = filename.removeprefix("template:")
        debug = dict(pair.split("=") for pair in str(names.get("debug_info", "")).split("&") if "=" in pair)
        lines = sorted((int(code), int(typed)) for typed, code in debug.items())
        typed = [t for code, t in lines if code <= line]
        return Origin(self._shown(template_name), typed[-1] if typed else 1)

    def _report(self, code: str, message: str, hint: str = "") -> None:
        """A problem at the place where the exception being handled was raised."""
        self.problems.append(Problem(code, message, self._raised_at(sys.exc_info()[2]), hint))

    def _raised_at(self, trace: TracebackType | None) -> Origin:
        place = Origin("")
        while trace is not None:
            filename = trace.tb_frame.f_code.co_filename
            if filename.startswith("template:"):
                # Jinja rewrites its tracebacks, so that the line is already the template's.
                place = Origin(self._shown(filename.removeprefix("template:")), trace.tb_lineno)
            trace = trace.tb_next
        return place

    def _shown(self, name: str) -> str:
        file = self.shelf.find(name)
        return file.shown if file is not None else name

    def _source(self, name: str) -> tuple[str, str, None] | None:
        file = self.shelf.find(name)
        return None if file is None else (file.text, f"template:{name}", None)


def _syntax_problem(error: TemplateSyntaxError, shown: str) -> Problem:
    message = error.message or "this is not a template"
    origin = Origin(shown, error.lineno)
    unclosed = UNCLOSED.search(message)
    if unclosed:
        tag = unclosed[1]
        message = f"a {{% {tag} %}} is never closed"
        return Problem("template-syntax", message, origin, f"write {{% end{tag} %}} where it ends")
    unknown = UNKNOWN_TAG.search(message)
    if unknown:
        hint = did_you_mean(unknown[1], TAGS)
        return Problem("template-syntax", f"there is no tag {{% {unknown[1]} %}}", origin, hint)
    return Problem("template-syntax", message[0].lower() + message[1:].rstrip("."), origin)


def _plain_reason(error: Exception) -> str:
    if isinstance(error, TemplateError):
        return error.message or "the template cannot be run"
    return f"the template cannot be run: {error}"


def _tested_names(tree: nodes.Template) -> set[str]:
    """Names that the template itself asks about with `is defined`."""
    tests = tree.find_all(nodes.Test)
    return {t.node.name for t in tests if t.name in ("defined", "undefined") and isinstance(t.node, nodes.Name)}


def _places(tree: nodes.Template, text: str, name: str) -> list[tuple[int, int]]:
    """Line and column of each use of a name; Jinja knows lines only, so the column is looked up in the text."""
    lines = text.split("\n")
    word = re.compile(rf"(?<![\w.\"']){re.escape(name)}(?!\w)")
    places: dict[tuple[int, int], None] = {}
    for node in tree.find_all(nodes.Name):
        if node.name != name or node.ctx != "load":
            continue
        line = node.lineno
        columns = [match.start() + 1 for match in word.finditer(lines[line - 1])] if line <= len(lines) else []
        places.update(dict.fromkeys((line, column) for column in columns or [0]))
    return list(places)


def is_undefined(value: object) -> bool:
    """Whether Jinja found nothing under a name."""
    return isinstance(value, Undefined)
