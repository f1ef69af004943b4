"""Limits for the templates of one brief: loop turns and characters are counted, never timed.

A greedy template therefore stops at the same place on every machine. All loops and all text that is made count.
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
    """Raised if a template exceeds its limit of loop turns or text."""


class RenderBudget:
    """The loop turns and characters that are left."""

    def __init__(self) -> None:
        self.turns = LOOP_BUDGET
        self.characters = TEXT_BUDGET

    def loop(self, items: Iterable[Any]) -> Iterator[Any]:
        """Yield the items; each costs one turn. Raises BudgetError."""
        for item in items:
            self.turns -= 1
            if self.turns < 0:
                raise BudgetError(f"the template loops more than {LOOP_BUDGET:,} times")
            yield item

    def spend(self, length: int) -> None:
        """Count a text or list of that length. Raises BudgetError."""
        self.characters -= length
        if self.characters < 0:
            raise BudgetError(f"the template produces more than {TEXT_BUDGET:,} characters")

    def take(self, value: Any) -> Any:
        """Count a value and return it: a text by its characters, a list by its items. Raises BudgetError."""
        if isinstance(value, str):
            self.spend(len(value))
        elif isinstance(value, Iterable) and not isinstance(value, FactView | PrintedText | MissingValue | dict):
            return list(self.loop(value))
        return value


def counted(function: Callable[..., Any], budget: Callable[[], RenderBudget]) -> Callable[..., Any]:
    """Return the filter with its input counted before it runs."""
    place = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def pay(*arguments: Any, **options: Any) -> Any:
        paid = list(arguments)
        paid[place:] = [budget().take(value) for value in paid[place:]]
        return function(*paid, **options)

    return pay


def check_product(operator: str, left: object, right: object) -> None:
    """Raise BudgetError for a product that would be too large, before it is computed."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        small = abs(left) < NUMBER_BUDGET and abs(right) < NUMBER_BUDGET
        if not small or (operator == "**" and abs(right) > 50):
            raise BudgetError("the template computes a number that is too large")
        return
    size = max((len(s) for s in (left, right) if isinstance(s, str | list | tuple)), default=0)
    times = max((s for s in (left, right) if isinstance(s, int)), default=0)
    if size * times > TEXT_BUDGET:
        raise BudgetError(f"the template produces more than {TEXT_BUDGET:,} characters")
