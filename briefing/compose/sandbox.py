"""The sandboxed, strict Jinja environment that templates run in.

Templates are untrusted. They see frozen views and plain strings only; every loop turn, every string operator and all output
are counted against a budget, so that no template can run for ever or fill the memory, and the outcome does not depend on a clock.
Gives `Sandbox`, whose rendered text carries place markers (template number and line) before each piece of output.
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
from briefing.compose.compiled_cache import CODE, Compiled
from briefing.compose.html_comments import LINE_START, UnclosedCommentError, drop_comments
from briefing.compose.limits import LOOP_BUDGET, BudgetError, RenderBudget, check_product, counted
from briefing.compose.output import Output, Prose, Token
from briefing.facts.views import FactView, PrintedText, PrintError
from briefing.files.characters import SURROGATE, find_forbidden

TAG_LINES = re.compile(rf"{LINE_START}[ \t]*((?:\{{%(?:(?!%\}}).)*%\}}[ \t]*)+)\n", re.MULTILINE)
TABLE_NAMES = re.compile(rf"{LINE_START}([ \t]*Table:.*?)(\{{#[A-Za-z0-9_-]+\}})(?=[ \t]*$)", re.MULTILINE)
_LONG_NUMBER = re.compile(r"[0-9_]{4000}")
SAFE_FILTERS = ("default", "first", "last", "length", "list", "sort", "unique", "reverse", "map", "select", "reject",
                "selectattr", "rejectattr", "count")  # fmt: skip
SAFE_TESTS = ("defined", "undefined", "none", "string", "number", "sequence", "mapping", "iterable", "odd", "even",
              "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge", "sameas", "true", "false")  # fmt: skip


class _ObjectCode(CodeGenerator):
    """Compiles templates so that they print objects instead of strings, as Jinja's own native environment does."""

    def start_write(self, frame: Frame, node: nodes.Node | None = None) -> None:
        """Begin to print what {% call %}, {% filter %} and the like give: Jinja takes that for text, and it may be anything."""
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


TOKEN_SIZE = 8
"""Characters that a token costs beside its words."""


class Sandbox(ImmutableSandboxedEnvironment):
    """See the module. `ask` says who answers attributes and who turns what is printed into tokens."""

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
        self.complain: Callable[[PrintError], None] = lambda _error: None
        self.names: list[str] = []
        self.read: Callable[[Iterable[str]], None] = lambda _names: None
        self.held: frozenset[str] = frozenset()  # the names in the template that was parsed last
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

    def ask(
        self,
        look_up: Callable[[Any, object], object],
        finish: Callable[[object], Prose | Token | Output],
        complain: Callable[[PrintError], None],
    ) -> None:
        """Who answers attributes and items, who turns what is printed into tokens, who hears of facts used as text."""
        self.look_up = look_up

        @pass_context  # so that nothing is printed while a template is compiled, where it has no place
        def finalize(_context: Context, value: object) -> Prose | Token | Output:
            return finish(value)

        self.finalize = finalize
        self.complain = complain

    def run(self, name: str, names: Mapping[str, Any]) -> Output:
        """What a template prints. Raises what Jinja raises."""
        printed: Any = self.get_template(name).render(names)
        assert isinstance(printed, Output)
        return printed

    def concat(self, values: Iterable[object]) -> Output:  # type: ignore[override]  # Jinja joins strings here
        """What a template, a macro or a block printed, in order."""
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
        """Pays for printed text out of the budget there is now."""
        self.budget.spend(length)

    def number_of(self, name: str) -> int:
        """The number that place markers use for a template."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            bare = drop_comments(source)
        except UnclosedCommentError as error:
            raise TemplateSyntaxError(str(error), error.line, name, filename) from None
        try:
            tree = super()._parse(TABLE_NAMES.sub(_keep_name, TAG_LINES.sub(_drop_line, bare)), name, filename)
        except ValueError:  # Python reads no number of more than some thousand digits
            raise NumberTooLargeError(_line_of_number(source)) from None
        self.held = frozenset(found.name for found in tree.find_all(nodes.Name) if found.ctx == "load")
        guarded = AstGuard(self.number_of(name or "")).visit(tree)
        assert isinstance(guarded, nodes.Template)
        return guarded

    def compile(self, source: Any, name: Any = None, filename: Any = None, *more: Any, **how: Any) -> Any:
        """The code of a template, remembered by its whole text. What compiling costs is nobody's: it is paid from a budget of its own,
        so that a brief has as much left whether or not its templates were compiled before.
        """
        if more or how or not isinstance(source, str):
            return super().compile(source, name, filename, *more, **how)
        key = (source, name, filename, self.number_of(name or ""))
        kept = CODE.get(key)
        if kept is None:
            budget, self.budget = self.budget, RenderBudget()
            try:
                kept = Compiled(super().compile(source, name, filename), self.held)
            finally:
                self.budget = budget
            CODE.keep(key, kept, len(source))
        self.read(kept.names)
        return kept.code

    def _bounded(self, items: Iterable[Any]) -> list[Any]:
        return list(self.budget.loop(items))

    def _range(self, *limits: int) -> range:
        numbers = range(*limits)
        if len(numbers) > LOOP_BUDGET:
            raise BudgetError(f"the template counts further than {LOOP_BUDGET:,}")
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
        """A side of a comparison. A fact has no one value to compare: it may be a range, a bound or several claims."""
        if isinstance(value, FactView | PrintedText):
            return self._text(value)
        if isinstance(value, Output):
            value = str(value)
        return self.budget.take(value) if isinstance(value, str | list | tuple) else value

    def _member(self, value: Any) -> Any:
        """A side of `in`."""
        if isinstance(value, Output):
            value = str(value)
        return self.budget.take(value) if isinstance(value, str | list | tuple | range) else value

    def _whole(self, text: str) -> str:
        """A text that was typed with half a character in it, which is told, and goes."""
        if found := find_forbidden("".join(SURROGATE.findall(text))):
            self.complain(PrintError(*found))
        return SURROGATE.sub("\ufffd", text)

    def _text(self, part: object) -> str:
        try:
            return str(part)
        except PrintError as error:
            self.complain(error)
            return ""

    def getattr(self, obj: Any, attribute: str) -> Any:
        found = self.look_up(obj, attribute)
        return super().getattr(obj, attribute) if found is NotImplemented else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        found = self.look_up(obj, argument)
        return super().getitem(obj, argument) if found is NotImplemented else found

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        # Methods of strings and lists (format, join, replace, ljust …) could build text past the budget: none is offered.
        return (
            not callable(value)
            and not isinstance(obj, FactView | PrintedText | Token | Output)
            and super().is_safe_attribute(obj, attr, value)
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, FactView | PrintedText) or isinstance(right, FactView | PrintedText):
            return self._text(left) + self._text(right)
        left, right = (str(side) if isinstance(side, Output) else side for side in (left, right))
        if operator == "%" and isinstance(left, str):
            raise SecurityError("text cannot be formatted with %")
        if operator in ("*", "**"):
            check_product(operator, left, right)
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, str | list | tuple):
            self.budget.spend(len(result))
        return result


def _line_of_number(text: str) -> int:
    """The line of the first number in a tag that has thousands of digits."""
    found = _LONG_NUMBER.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _drop_line(match: re.Match[str]) -> str:
    """A line of tags alone leaves no line behind; a comment swallows its end, so that the lines below keep their numbers."""
    return f"{match[1].rstrip()}{{#\n#}}"


def _keep_name(match: re.Match[str]) -> str:
    """The name of a hand-written table, `{#name}`, which Jinja would read as the beginning of a comment."""
    return f"{match[1]}{{% raw %}}{match[2]}{{% endraw %}}"
