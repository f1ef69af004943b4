"""The sandboxed, strict Jinja environment that templates run in.

Templates are untrusted. They see frozen views and plain strings only; every loop turn, every string operator and all output
are counted against a budget, so that no template can run for ever or fill the memory, and the outcome does not depend on a clock.
Gives `Sandbox`, whose rendered text carries place markers (template number and line) before each piece of output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from briefing.rendered import END, PLACE_END, PLACE_START, START
from briefing.views import FactView, Printed, PrintError

LOOP_BUDGET = 200_000
TEXT_BUDGET = 4_000_000
NUMBER_BUDGET = 10**15
SAFE_FILTERS = ("default", "first", "last", "length", "list", "sort", "unique", "reverse", "map", "select", "reject",
                "selectattr", "rejectattr", "count")  # fmt: skip
SAFE_TESTS = ("defined", "undefined", "none", "string", "number", "sequence", "mapping", "iterable", "odd", "even",
              "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge", "sameas", "true", "false")  # fmt: skip


class BudgetError(SecurityError):
    """The template asked for more loop turns or text than a brief can need."""


class Budget:
    """What one brief's templates may still use."""

    def __init__(self) -> None:
        self.turns = LOOP_BUDGET
        self.characters = TEXT_BUDGET

    def loop(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self.turns -= 1
            if self.turns < 0:
                raise BudgetError(f"the template loops more than {LOOP_BUDGET:,} times")
            yield item

    def spend(self, length: int) -> None:
        self.characters -= length
        if self.characters < 0:
            raise BudgetError(f"the template makes more than {TEXT_BUDGET:,} characters")


class _Guard(NodeTransformer):
    """Puts loops and `~` under the budget and marks where each piece of output was typed."""

    def __init__(self, number: int) -> None:
        self.number = number

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802  # Jinja calls it by the name of the node
        self.generic_visit(node)
        # A list keeps `loop.last` and `loop.length` working on a counted iterator.
        node.iter = _call("_bounded", node.iter, node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:  # noqa: N802  # Jinja calls it by the name of the node
        self.generic_visit(node)
        return _call("_joined", nodes.List(node.nodes, lineno=node.lineno), node)

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802  # Jinja calls it by the name of the node
        self.generic_visit(node)
        marked: list[nodes.Expr] = []
        line = node.lineno
        for part in node.nodes:
            line = part.lineno if not isinstance(part, nodes.TemplateData) or part.lineno else line
            marked += [nodes.TemplateData(f"{PLACE_START}{self.number}:{line}{PLACE_END}", lineno=line), part]
        node.nodes = marked
        return node


def _call(name: str, argument: nodes.Node, at: nodes.Node) -> nodes.Call:
    return nodes.Call(nodes.Name(name, "load", lineno=at.lineno), [argument], [], None, None, lineno=at.lineno)


class Sandbox(ImmutableSandboxedEnvironment):
    """See the module. `ask` says who answers attributes and who turns what is printed into tokens."""

    intercepted_binops = frozenset(["*", "**", "+", "%", "//", "/", "-"])
    intercepted_unops = frozenset[str]()

    def __init__(self, filters: Mapping[str, Callable[..., object]]) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.loopcontrols"],
            cache_size=0,
        )
        self.budget = Budget()
        self.look_up: Callable[[Any, object], object] = lambda _obj, _attribute: NotImplemented
        self.complain: Callable[[PrintError], None] = lambda _error: None
        self.names: list[str] = []
        self.filters = {name: self.filters[name] for name in SAFE_FILTERS} | dict(filters)
        self.tests = {name: self.tests[name] for name in SAFE_TESTS if name in self.tests}
        self.globals = {
            "_bounded": self._bounded,
            "_joined": self._joined,
            "range": self._range,
            "namespace": Namespace,
        }

    def ask(
        self,
        look_up: Callable[[Any, object], object],
        finish: Callable[[object], str],
        complain: Callable[[PrintError], None],
    ) -> None:
        """Who answers attributes and items, who turns what is printed into tokens, who hears of facts used as text."""
        self.look_up = look_up
        self.finalize = finish
        self.complain = complain

    def number_of(self, name: str) -> int:
        """The number that place markers use for a template."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        guarded = _Guard(self.number_of(name or "")).visit(tree)
        assert isinstance(guarded, nodes.Template)
        return guarded

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
        return refuse_tokens(text)

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
            and not isinstance(obj, FactView | Printed)
            and super().is_safe_attribute(obj, attr, value)
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, FactView | Printed) or isinstance(right, FactView | Printed):
            return self._text(left) + self._text(right)
        if operator == "%" and isinstance(left, str):
            raise SecurityError("text cannot be formatted with %")
        if operator in ("*", "**"):
            _check_product(operator, left, right)
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, str | list | tuple):
            self.budget.spend(len(result))
        return refuse_tokens(result) if isinstance(result, str) else result


def _check_product(operator: str, left: object, right: object) -> None:
    """Refuses a product before it is made: a repeated text, or a number of absurd size."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        small = abs(left) < NUMBER_BUDGET and abs(right) < NUMBER_BUDGET
        if not small or (operator == "**" and abs(right) > 50):
            raise BudgetError("the template computes a number of absurd size")
        return
    size = max((len(s) for s in (left, right) if isinstance(s, str | list | tuple)), default=0)
    times = max((s for s in (left, right) if isinstance(s, int)), default=0)
    if size * times > TEXT_BUDGET:
        raise BudgetError(f"the template makes more than {TEXT_BUDGET:,} characters")


def refuse_tokens(text: str) -> str:
    """Text that holds a printed fact may not be worked on: it would lose its identity. Place markers go silently."""
    if START in text or END in text:
        raise SecurityError("a printed fact cannot be changed as text")
    return text
