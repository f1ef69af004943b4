"""The sandboxed, strict Jinja environment in which templates run.

Templates are untrusted. They see only frozen views and plain strings. Every turn of a loop, every run of a macro or an included
template, every operator on texts or lists and all output count against limits, so that no template can run for ever or fill the
memory, and the outcome does not depend on a clock. Nothing of a template runs while it is compiled. The rendered text has a place
marker (template number and line) before each piece of output.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, cast

from jinja2 import (
    Environment,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
    pass_environment,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import ignore_case, make_attrgetter
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from briefing.compose.ast_guard import AstGuard, NumberTooLargeError
from briefing.compose.compiled_cache import COMPILED, Compiled
from briefing.compose.error_messages import CALCULATE_HINT, COMPARE_HINT
from briefing.compose.html_comments import LINE_START, UnclosedCommentError, drop_comments
from briefing.compose.limits import (
    LOOP_BUDGET,
    NUMBER_BUDGET,
    BudgetError,
    RenderBudget,
    check_lookup,
    check_numbers,
    counted,
)
from briefing.compose.output import Output, Prose, Token, as_text
from briefing.compose.undefined import MissingValue
from briefing.facts.views import FactView, NotAString, PrintedText, PrintError
from briefing.files.characters import SURROGATE, find_forbidden

TAG_LINES = re.compile(rf"{LINE_START}[ \t]*((?:\{{%(?:(?!%\}}).)*%\}}[ \t]*)+)\n", re.MULTILINE)
TABLE_NAMES = re.compile(rf"{LINE_START}([ \t]*Table:.*?)(\{{#[A-Za-z0-9_-]+\}})(?=[ \t]*$)", re.MULTILINE)
_LONG_NUMBER = re.compile(r"[0-9_]{4000}")
SAFE_FILTERS = ("first", "last", "length", "list", "sort", "unique", "reverse", "map", "select", "reject",
                "selectattr", "rejectattr", "count")  # fmt: skip
SAFE_TESTS = ("defined", "undefined", "none", "string", "number", "sequence", "mapping", "iterable", "odd", "even",
              "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge", "sameas", "true", "false")  # fmt: skip
_ORDERING = frozenset({"lt", "le", "gt", "ge"})
_OF_NUMBERS = frozenset({"odd", "even", "divisibleby"})
_LOOKING_UP = frozenset({"map", "selectattr", "rejectattr", "sort", "unique"})
NOT_A_NAME = "a template is named by text in quotation marks"
_DEEP = 50
"""Open brackets that Python's parser may not have room for."""
_FEW = 8
"""Arguments of a call that cost nothing."""


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
            optimized=False,  # else Jinja would compute constants while it compiles
        )
        self.budget = RenderBudget()
        self.look_up: Callable[[Any, object], object] = lambda _obj, _attribute: NotImplemented
        self.report: Callable[[PrintError], None] = lambda _error: None
        self.names: list[str] = []
        self.on_names: Callable[[Iterable[str]], None] = lambda _names: None
        self.used_names: frozenset[str] = frozenset()  # names used in the template that was parsed last
        offered = {name: self.filters[name] for name in SAFE_FILTERS} | dict(filters)
        offered["unique"] = _unique
        self.filters = {name: self._filter(name, function) for name, function in offered.items()}
        self.tests = {name: self._test(name, cast("Callable[..., Any]", self.tests[name])) for name in SAFE_TESTS}
        self.globals = {"range": self._range, "namespace": self._namespace}

    def connect(
        self,
        look_up: Callable[[Any, object], object],
        finish: Callable[[object], Prose | Token | Output],
        report: Callable[[PrintError], None],
    ) -> None:
        """Set the functions that look up attributes and items, turn values into tokens, and report facts used as text."""
        self.look_up = look_up

        @pass_context  # else Jinja would print constants while it compiles
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
                size += value.size if isinstance(value, Token) else len(value)
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
        """Return the code of a template, cached by its whole text. Raises RecursionError for one that is nested too deeply."""
        if more or how or not isinstance(source, str):
            return super().compile(source, name, filename, *more, **how)
        key = (source, name, filename, self.number_of(name or ""))
        kept = COMPILED.get(key)
        if kept is None:
            try:
                kept = Compiled(super().compile(source, name, filename), self.used_names)
            except MemoryError:
                if _depth(source) < _DEEP:
                    raise
                raise TooNestedError from None  # as Python calls it when its parser has too many open brackets
            COMPILED.keep(key, kept, len(source))
        self.on_names(kept.names)
        return kept.code

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002  # as Jinja has it
        """Return the template of that name. Raises SecurityError for what is not a name."""
        if isinstance(name, Output):
            name = as_text(self.budget.take(name))
        if not isinstance(name, str | Undefined):
            raise SecurityError(NOT_A_NAME)
        return super().get_template(cast("str", name), parent, globals)

    def select_template(self, names: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002  # as above
        """Return the first template of a list of names that exists."""
        if not isinstance(names, Undefined):
            names = self.budget.take(names)
            if not all(isinstance(name, str) for name in names):
                raise SecurityError(NOT_A_NAME)
        return super().select_template(names, parent, globals)

    def call(self, context: Context, function: Any, /, *given: Any, **named: Any) -> Any:
        """Call a macro or a function of templates, with arguments that count."""
        if isinstance(function, LoopContext):
            given = tuple(self.bounded(items) for items in given)
        elif len(given) > _FEW or len(named) > _FEW:
            self.budget.step(len(given) + len(named))
        return super().call(context, function, *given, **named)

    # ------------------------------------------------------------------ called by the code that `AstGuard` makes

    def step(self, turns: int) -> None:
        """Count turns."""
        self.budget.step(turns)

    def bounded(self, items: Iterable[Any], turns: int = 1) -> list[Any]:
        """Return the items of a loop as a list."""
        return list(self.budget.loop(items, turns))

    def joined(self, parts: list[object]) -> str:
        """Return the parts of `~` as one text."""
        for part in parts:
            if isinstance(part, str | Output):
                self.budget.take(part)
        text = "".join(self._text(part) for part in parts)
        self.budget.spend(len(text))
        return text

    def sliced(self, value: Any, start: Any, stop: Any, step: Any) -> Any:
        """Return a slice."""
        if isinstance(value, str | list | tuple):
            self.budget.spend(len(value))
        return value[start:stop:step]

    def compared(self, value: Any) -> Any:
        """Return one side of a comparison. A fact has no single value to compare: it may be a range, a bound or several claims."""
        if isinstance(value, Output):
            value = str(self.budget.take(value))
        # Numbers from range() are compared without their items.
        value = self._counted_list(value)
        if _has_fact(value):
            return self._incomparable()
        return value

    def contains(self, item: Any, group: Any) -> bool:
        """Return True if the item is in the group, or in the text: the operator `in`."""
        item, group = (str(self.budget.take(side)) if isinstance(side, Output) else side for side in (item, group))
        item = self._counted_list(item)
        if not isinstance(group, Mapping):  # which finds a name at once
            group = self.budget.take(group)
        if _has_fact(item) and not isinstance(group, str | NotAString):
            self._incomparable()
            return False
        return bool(item in group)

    def _incomparable(self) -> _Incomparable:
        message = "a fact cannot be compared: its value may be a range or text"
        self.report(PrintError("fact-as-text", message, COMPARE_HINT))
        return _INCOMPARABLE

    def key(self, value: Any) -> Any:
        """Return a key of a group. Raises TypeError for a list, and BudgetError for a number so large that it could hide others."""
        return _as_key(value)

    def whole(self, text: str) -> str:
        """Report half a character typed in a text, and replace it."""
        if found := find_forbidden("".join(SURROGATE.findall(text))):
            self.report(PrintError(*found))
        return SURROGATE.sub("\ufffd", text)

    # ------------------------------------------------------------------ what templates can use

    def _filter(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        paid = counted(function, lambda: self.budget)
        if name not in _LOOKING_UP:
            return paid

        @wraps(paid)
        def look_up_few(*given: Any, **named: Any) -> object:
            for value in (*given, *named.values()):
                check_lookup(value)
            return paid(*given, **named)

        return look_up_few

    def _test(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def test(*values: Any) -> Any:
            if name in ("eq", "ne"):
                values = tuple(self.compared(value) for value in values)
            elif name in _ORDERING:
                values = tuple(self._counted_list(value) for value in values)
            elif name == "in" and len(values) == 2:
                return self.contains(*values)
            elif name in _OF_NUMBERS and isinstance(values[0], str):
                raise TypeError("not all arguments converted")  # Python would format the text with %
            elif isinstance(values[0], Output):
                self.budget.take(values[0])
            return function(*values)

        return test

    def _namespace(self, **values: Any) -> Namespace:
        return Namespace(**values)

    def _range(self, *limits: int) -> range:
        numbers = range(*limits)
        if len(numbers) > LOOP_BUDGET:
            raise BudgetError(f"range() in the template has more than {LOOP_BUDGET:,} numbers")
        return numbers

    def _counted_list(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return self.budget.take(dict(value))
        return self.budget.take(value) if isinstance(value, str | list | tuple) else value

    def _text(self, part: object) -> str:
        try:
            return as_text(part)
        except PrintError as error:
            self.report(error)
            return ""

    def getattr(self, obj: Any, attribute: str) -> Any:
        found = self.look_up(obj, attribute)
        return super().getattr(obj, attribute) if found is NotImplemented else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, Output):
            argument = str(self.budget.take(argument))
        elif isinstance(argument, str):
            self.budget.spend(len(argument))
        elif argument != () and not isinstance(argument, int | float | NotAString | MissingValue | Undefined | None):
            raise SecurityError("only text or a number can be used in brackets as a name")
        found = self.look_up(obj, argument)
        return super().getitem(obj, argument) if found is NotImplemented else found

    def wrap_str_format(self, value: Any) -> None:
        """Refuse `format` like any other method: a width in it makes text of any length."""

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
        left, right = (str(self.budget.take(side)) if isinstance(side, Output) else side for side in (left, right))
        if operator == "%" and isinstance(left, str):
            raise SecurityError("text cannot be formatted with %")
        check_numbers(operator, left, right)
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, str | list | tuple):
            self.budget.spend(len(result))
        return result


def _has_fact(value: Any) -> bool:
    """Return True for a fact, and for a list with one in it at any depth."""
    if isinstance(value, Mapping):
        value = list(value.values())
    return isinstance(value, NotAString) or (isinstance(value, list | tuple) and any(map(_has_fact, value)))


def _depth(text: str) -> int:
    """Return how many brackets are open inside each other at most."""
    depth = deepest = 0
    for bracket in re.findall(r"[(\[{}\])]", text):
        depth += 1 if bracket in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


class TooNestedError(RecursionError):
    """Raised if Python cannot compile a template because it is nested too deeply."""


@pass_environment
def _unique(
    environment: Environment, values: Iterable[Any], case_sensitive: bool = False, attribute: str | int | None = None
) -> list[Any]:
    """Return the items without those that came before, as Jinja's filter of this name does, for texts and numbers."""
    look_up = make_attrgetter(environment, attribute, postprocess=None if case_sensitive else ignore_case)
    found: dict[Any, Any] = {}
    for value in values:
        found.setdefault(_as_key(look_up(value)), value)
    return list(found.values())


def _as_key(value: Any) -> Any:
    """Return a value that can be looked up at once; other values could be made so that all of them are found in one place."""
    if isinstance(value, int) and abs(value) >= NUMBER_BUDGET:
        raise BudgetError("the template uses a number as a name that is too large")
    if isinstance(value, tuple):
        raise TypeError("unhashable type: 'tuple'")
    return value


def _drop_line(match: re.Match[str]) -> str:
    """Remove the line end after a line of tags alone; a comment keeps it for the numbers of the lines below."""
    return f"{match[1].rstrip()}{{#\n#}}"
