"""Limits for the templates of one brief: loop turns, characters and problems are counted, never timed.

A greedy template therefore stops at the same place on every machine. Whatever an operation reads or makes is counted by its whole
size before it runs: a list with everything in it, a text by its characters. So no operation takes longer than what it has paid for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from jinja2.exceptions import SecurityError

from briefing.compose.output import Output, Token, printed_size
from briefing.compose.undefined import MissingValue
from briefing.facts.views import FactView, PrintedText

LOOP_BUDGET = 200_000
TEXT_BUDGET = 4_000_000
NUMBER_BUDGET = 10**15
NESTING_LIMIT = 10
"""Depth of lists in lists that can be compared, sorted or joined."""
LOOKUP_LIMIT = 10
"""Dots and commas in the attribute that a filter looks up in each item."""
NODES_PER_TURN = 10
"""Size of a loop's body, in nodes of its syntax tree, that costs one turn more."""
SHARE_OF_TEXTS = 64
"""Texts in a list are compared that many characters at a time."""
GREEDY_HINT = "print facts as they are; use a table for repetition, and derive: for sums"


class BudgetError(SecurityError):
    """Raised if a template exceeds its limit of loop turns or text."""


class RenderBudget:
    """The loop turns and characters that are left."""

    def __init__(self, share: int = 1) -> None:
        self.turns = LOOP_BUDGET // share
        self.characters = TEXT_BUDGET // share

    def step(self, turns: int) -> None:
        """Count turns. Raises BudgetError."""
        self.turns -= turns
        if self.turns < 0:
            raise BudgetError(f"the template loops more than {LOOP_BUDGET:,} times, long loops counted several times")

    def loop(self, items: Iterable[Any], turns: int = 1) -> Iterator[Any]:
        """Yield the items; each costs that many turns. Raises BudgetError."""
        for item in items:
            self.step(turns)
            yield item

    def spend(self, length: int) -> None:
        """Count a text or list of that length. Raises BudgetError."""
        self.characters -= length
        if self.characters < 0:
            raise BudgetError(f"the template produces more than {TEXT_BUDGET:,} characters")

    def take(self, value: Any) -> Any:
        """Count a value and return it: a text by its characters, a list with everything in it. Raises BudgetError.

        A list that is in several places is counted in each of them, because it would be read in each.
        """
        if isinstance(value, str):
            self.spend(len(value))
        elif isinstance(value, PrintedText | Token | Output):
            self.spend(printed_size(value))
        elif isinstance(value, dict):
            self._take_items(list(self.loop(value)))
            self._take_items(list(value.values()))
        elif isinstance(value, Iterable) and not isinstance(value, FactView | MissingValue):
            items = list(self.loop(value))
            self._take_items(items)
            return items
        return value

    def _take_items(self, items: list[Any]) -> None:
        """Count what is in a list, level by level."""
        for _ in range(NESTING_LIMIT):
            inner: list[Any] = []
            for item in items:
                if isinstance(item, str):
                    self.spend(len(item) // SHARE_OF_TEXTS)
                elif isinstance(item, PrintedText | Token | Output):
                    self.spend(printed_size(item))
                elif isinstance(item, list | tuple | range):
                    inner += self.loop(item)
                elif isinstance(item, Mapping):
                    inner += self.loop(item)
                    inner += item.values()
            if not inner:
                return
            items = inner
        raise BudgetError(f"lists are nested more than {NESTING_LIMIT} levels deep")


def counted(function: Callable[..., Any], budget: Callable[[], RenderBudget]) -> Callable[..., Any]:
    """Return the filter with its input counted before it runs, and text that it makes when it has run."""
    place = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def pay(*arguments: Any, **options: Any) -> Any:
        purse = budget()
        paid = list(arguments)
        paid[place:] = [purse.take(value) for value in paid[place:]]
        paid_options = {name: purse.take(value) for name, value in options.items()}
        result = function(*paid, **paid_options)
        if isinstance(result, PrintedText):
            purse.spend(printed_size(result))
        return result

    return pay


def check_lookup(attribute: object) -> None:
    """Raise BudgetError for an attribute of too many parts, which a filter would look up in each item."""
    if isinstance(attribute, str) and attribute.count(".") + attribute.count(",") > LOOKUP_LIMIT:
        raise BudgetError("a filter looks up an attribute with too many parts")


def check_numbers(operator: str, left: object, right: object) -> None:
    """Raise BudgetError for numbers, or a product, that would be too large, before it is computed."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        largest = max(abs(left), abs(right))
        if (isinstance(largest, int) or operator in ("*", "**")) and largest >= NUMBER_BUDGET:
            raise BudgetError("the template computes a number that is too large")
        if operator == "**" and abs(right) > 50:
            raise BudgetError("the template computes a number that is too large")
        return
    if operator != "*":
        return
    size = max((len(s) for s in (left, right) if isinstance(s, str | list | tuple)), default=0)
    times = max((s for s in (left, right) if isinstance(s, int)), default=0)
    if size * times > TEXT_BUDGET:
        raise BudgetError(f"the template produces more than {TEXT_BUDGET:,} characters")
