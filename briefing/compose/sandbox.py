"""The sandboxed, strict Jinja environment in which templates run.

Templates are untrusted. They see only frozen views and plain strings. Every loop turn, every string operator and all output
count against limits, so that no template can run for ever or fill the memory, and the outcome does not depend on a clock. The
rendered text has a place marker (template number and line) before each piece of output.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from briefing.compose.ast_guard import AstGuard, NumberTooLargeError
from briefing.compose.compiled_cache import COMPILED, Compiled
from briefing.compose.error_messages import CALCULATE_HINT, COMPARE_HINT
from briefing.compose.html_comments import LINE_START, UnclosedCommentError, drop_comments
from briefing.compose.limits import LOOP_BUDGET, BudgetError, RenderBudget, check_product, counted
from briefing.compose.output import Output, Prose, Token
from briefing.facts.views import FactView, NotAString, PrintedText, PrintError
from briefing.files.characters import SURROGATE, find_forbidden

TAG_LINES = re.compile(rf"{LINE_START}[ \t]*((?:\{{%(?:(?!%\}}).)*%\}}[ \t]*)+)\n", re.MULTILINE)
TABLE_NAMES = re.compile(rf"{LINE_START}([ \t]*Table:.*?)(\{{#[A-Za-z0-9_-]+\}})(?=[ \t]*$)", re.MULTILINE)
_LONG_NUMBER = re.compile(r"[0-9_]{4000}")
SAFE_FILTERS = ("first", "last", "length", "list", "sort", "unique", "reverse", "map", "select", "reject",
                "selectattr", "rejectattr", "count")  # fmt: skip
SAFE_TESTS = ("defined", "undefined", "none", "string", "number", "sequence", "mapping", "iterable", "odd", "even",
              "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge", "sameas", "true", "false")  # fmt: skip


class _ObjectCode(CodeGenerator):
    """Compile templates that print objects instead of strings, like Jinja's own native environment."""

    def start_write(self, frame: Frame, node: nodes.Node | None = None) -> None:
        """Finalize what {% call %}, {% filter %} and the like print: Jinja assumes text, but it may be any object."""
        super().start_write(frame, node)
        self.write("environment.finalize(context, ")

    def end_write(self, frame: Frame) -> None:
        self.write(")")
        super().end_write(frame)

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return f"environment.prose({''.join(group)!r})"

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:  # noqa: ARG002
        if finalize.src is not None:
            self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:  # noqa: ARG002
        if finalize.src is not None:
            self.write(")")


class _Incomparable:
    """Stands for a fact in a comparison, so that the template can run on: every comparison with it is false."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, _other: object) -> bool:
        return False

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__


_INCOMPARABLE = _Incomparable()
TOKEN_SIZE = 8
"""Characters that a token costs in addition to its words."""


class Sandbox(ImmutableSandboxedEnvironment):
    """The Jinja environment in which templates run, as the module describes.

    `connect` sets the functions that look up attributes and turn values into tokens.
    """

    code_generator_class = _ObjectCode
    prose = Prose
    intercepted_binops = frozenset(["*", "**", "+", "%", "//", "/", "-"])
    intercepted_unops = frozenset[str]()

    def __init__(self, filters: Mapping[str, Callable[..., object]]) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=False,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.loopcontrols"],
            cache_size=0,
        )
        self.budget = RenderBudget()
        self.look_up: Callable[[Any, object], object] = lambda _obj, _attribute: NotImplemented
        self.report: Callable[[PrintError], None] = lambda _error: None
        self.names: list[str] = []
        self.on_names: Callable[[Iterable[str]], None] = lambda _names: None
        self.used_names: frozenset[str] = frozenset()  # names used in the template that was parsed last
        offered = {name: self.filters[name] for name in SAFE_FILTERS} | dict(filters)
        self.filters = {name: counted(function, lambda: self.budget) for name, function in offered.items()}
        self.tests = {name: self.tests[name] for name in SAFE_TESTS if name in self.tests}
        self.globals = {
            "_bounded": self._bounded,
            "_joined": self._joined,
            "_sliced": self._sliced,
            "_member": self._member,
            "_compared": self._compared,
            "_whole": self._whole,
            "range": self._range,
            "namespace": Namespace,
        }

    def connect(
        self,
        look_up: Callable[[Any, object], object],
        finish: Callable[[object], Prose | Token | Output],
        report: Callable[[PrintError], None],
    ) -> None:
        """Set the functions that look up attributes and items, turn values into tokens, and report facts used as text."""
        self.look_up = look_up

        @pass_context  # else Jinja would print constants while it compiles, when there is no line to report
        def finalize(_context: Context, value: object) -> Prose | Token | Output:
            return finish(value)

        self.finalize = finalize
        self.report = report

    def run(self, name: str, names: Mapping[str, Any]) -> Output:
        """Return the output of a template. Exceptions of Jinja pass through."""
        printed: Any = self.get_template(name).render(names)
        assert isinstance(printed, Output)
        return printed

    def concat(self, values: Iterable[object]) -> Output:  # type: ignore[override]  # Jinja joins strings here
        """Return the output of a template, a macro or a block, in order."""
        pieces: list[Prose | Token] = []
        size = 0
        for value in values:
            assert isinstance(value, Prose | Token | Output)
            if isinstance(value, Output):
                pieces += value.pieces
                size += value.size
            elif value:
                pieces.append(value)
                size += TOKEN_SIZE if isinstance(value, Token) else len(value)
        self.budget.spend(size)
        return Output(tuple(pieces), size)

    def spend(self, length: int) -> None:
        """Count printed text against the current limits."""
        self.budget.spend(length)

    def number_of(self, name: str) -> int:
        """Return the number of a template in place markers."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            bare = drop_comments(source)
        except UnclosedCommentError as error:
            raise TemplateSyntaxError(str(error), error.line, name, filename) from None
        # Jinja would read the name of a hand-written table, `{#name}`, as the beginning of a comment.
        protected = TABLE_NAMES.sub(r"\1{% raw %}\2{% endraw %}", TAG_LINES.sub(_drop_line, bare))
        try:
            tree = super()._parse(protected, name, filename)
        except ValueError:  # Python reads no number of more than some thousand digits
            found = _LONG_NUMBER.search(source)
            raise NumberTooLargeError(source.count("\n", 0, found.start()) + 1 if found else 1) from None
        self.used_names = frozenset(found.name for found in tree.find_all(nodes.Name) if found.ctx == "load")
        guarded = AstGuard(self.number_of(name or "")).visit(tree)
        assert isinstance(guarded, nodes.Template)
        return guarded

    def compile(self, source: Any, name: Any = None, filename: Any = None, *more: Any, **how: Any) -> Any:
        """Return the code of a template, cached by its whole text.

        Jinja folds constants while it compiles, which counts against the limits. A separate budget is used for that, so that a
        brief has the same limits whether or not its templates were compiled before.
        """
        if more or how or not isinstance(source, str):
            return super().compile(source, name, filename, *more, **how)
        key = (source, name, filename, self.number_of(name or ""))
        kept = COMPILED.get(key)
        if kept is None:
            budget, self.budget = self.budget, RenderBudget()
            try:
                kept = Compiled(super().compile(source, name, filename), self.used_names)
            finally:
                self.budget = budget
            COMPILED.keep(key, kept, len(source))
        self.on_names(kept.names)
        return kept.code

    def _bounded(self, items: Iterable[Any]) -> list[Any]:
        return list(self.budget.loop(items))

    def _range(self, *limits: int) -> range:
        numbers = range(*limits)
        if len(numbers) > LOOP_BUDGET:
            raise BudgetError(f"range() in the template has more than {LOOP_BUDGET:,} numbers")
        return numbers

    def _joined(self, parts: list[object]) -> str:
        text = "".join(self._text(part) for part in parts)
        self.budget.spend(len(text))
        return text

    def _sliced(self, value: Any, start: Any, stop: Any, step: Any) -> Any:
        if isinstance(value, str | list | tuple):
            self.budget.spend(len(value))
        return value[start:stop:step]

    def _compared(self, value: Any) -> Any:
        """Return one side of a comparison. A fact has no single value to compare: it may be a range, a bound or several claims."""
        if isinstance(value, NotAString):
            self.report(
                PrintError("fact-as-text", "a fact cannot be compared: its value may be a range or text", COMPARE_HINT)
            )
            return _INCOMPARABLE
        if isinstance(value, Output):
            value = str(value)
        return self.budget.take(value) if isinstance(value, str | list | tuple) else value

    def _member(self, value: Any) -> Any:
        """Return one side of `in`."""
        if isinstance(value, Output):
            value = str(value)
        return self.budget.take(value) if isinstance(value, str | list | tuple | range) else value

    def _whole(self, text: str) -> str:
        """Report half a character typed in a text, and replace it."""
        if found := find_forbidden("".join(SURROGATE.findall(text))):
            self.report(PrintError(*found))
        return SURROGATE.sub("\ufffd", text)

    def _text(self, part: object) -> str:
        try:
            return str(part)
        except PrintError as error:
            self.report(error)
            return ""

    def getattr(self, obj: Any, attribute: str) -> Any:
        found = self.look_up(obj, attribute)
        return super().getattr(obj, attribute) if found is NotImplemented else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        found = self.look_up(obj, argument)
        return super().getitem(obj, argument) if found is NotImplemented else found

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        # Methods of strings and lists (format, join, replace, ljust …) could make text without counting: none is allowed.
        return (
            not callable(value)
            and not isinstance(obj, FactView | PrintedText | Token | Output)
            and super().is_safe_attribute(obj, attr, value)
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, NotAString) or isinstance(right, NotAString):
            if operator == "+" and (isinstance(left, str) or isinstance(right, str)):
                return self._text(left) + self._text(right)
            self.report(PrintError("fact-as-text", "a template cannot calculate with facts", CALCULATE_HINT))
            return ""
        left, right = (str(side) if isinstance(side, Output) else side for side in (left, right))
        if operator == "%" and isinstance(left, str):
            raise SecurityError("text cannot be formatted with %")
        if operator in ("*", "**"):
            check_product(operator, left, right)
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, str | list | tuple):
            self.budget.spend(len(result))
        return result


def _drop_line(match: re.Match[str]) -> str:
    """Remove the line end after a line of tags alone; a comment keeps it for the numbers of the lines below."""
    return f"{match[1].rstrip()}{{#\n#}}"
