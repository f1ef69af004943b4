"""What the templates of one brief may use: loop turns and characters, counted, never timed.

A greedy template stops at the same place on every machine. Whatever walks over a list or makes text spends from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from jinja2.exceptions import SecurityError

from briefing.compose.undefined import MissingValue
from briefing.facts.views import FactView, PrintedText

LOOP_BUDGET = 200_000
TEXT_BUDGET = 4_000_000
NUMBER_BUDGET = 10**15
GREEDY_HINT = "print facts as they are; use a table for repetition, and derive: for sums"


class BudgetError(SecurityError):
    """The template asked for more loop turns or text than a brief can need."""


class RenderBudget:
    """What is left."""

    def __init__(self) -> None:
        self.turns = LOOP_BUDGET
        self.characters = TEXT_BUDGET

    def loop(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, each of which costs a turn."""
        for item in items:
            self.turns -= 1
            if self.turns < 0:
                raise BudgetError(f"the template loops more than {LOOP_BUDGET:,} times")
            yield item

    def spend(self, length: int) -> None:
        """Pays for a text, or a list, of that length."""
        self.characters -= length
        if self.characters < 0:
            raise BudgetError(f"the template produces more than {TEXT_BUDGET:,} characters")

    def take(self, value: Any) -> Any:
        """The value, paid for: a text by its characters, what can be walked over by its items."""
        if isinstance(value, str):
            self.spend(len(value))
        elif isinstance(value, Iterable) and not isinstance(value, FactView | PrintedText | MissingValue | dict):
            return list(self.loop(value))
        return value


def counted(function: Callable[..., Any], budget: Callable[[], RenderBudget]) -> Callable[..., Any]:
    """A filter whose input is paid for before it works on it."""
    place = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def pay(*arguments: Any, **options: Any) -> Any:
        paid = list(arguments)
        paid[place:] = [budget().take(value) for value in paid[place:]]
        return function(*paid, **options)

    return pay


def check_product(operator: str, left: object, right: object) -> None:
    """Refuses a product before it is made: a repeated text, or a number of absurd size."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        small = abs(left) < NUMBER_BUDGET and abs(right) < NUMBER_BUDGET
        if not small or (operator == "**" and abs(right) > 50):
            raise BudgetError("the template computes a number that is too large")
        return
    size = max((len(s) for s in (left, right) if isinstance(s, str | list | tuple)), default=0)
    times = max((s for s in (left, right) if isinstance(s, int)), default=0)
    if size * times > TEXT_BUDGET:
        raise BudgetError(f"the template produces more than {TEXT_BUDGET:,} characters")
