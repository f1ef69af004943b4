"""Filters that templates may use on facts and text. Each takes the object itself, never a token."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefing.compose.template_context import literal
from briefing.compose.undefined import Absent
from briefing.document.model import Inline, Text
from briefing.facts.views import FactView, Printed, change_case, end_sentence


def as_printed(value: object) -> Printed:
    """Anything printable as `Printed`; raises PrintError for what cannot be printed."""
    if isinstance(value, Printed):
        return value
    if isinstance(value, FactView):
        return value.printed()
    if isinstance(value, Absent):
        str(value)
    return Printed((Text(str(value)),))


def capitalise(value: object) -> Printed:
    """The same with a capital first letter."""
    return change_case(as_printed(value), "capitalise")


def uncapitalise(value: object) -> Printed:
    """The same with a small first letter, for a statement in the middle of a sentence. A name has to be left alone by the author."""
    return change_case(as_printed(value), "uncapitalise")


def upper(value: object) -> Printed:
    """The same in capital letters."""
    return change_case(as_printed(value), "upper")


def lower(value: object) -> Printed:
    """The same in small letters."""
    return change_case(as_printed(value), "lower")


def sentence(value: object) -> Printed:
    """The same with a capital first letter and a full stop."""
    return end_sentence(as_printed(value))


def join(values: Iterable[object], between: str = "", last: str | None = None) -> Printed:
    """The parts with text between them; `last` stands before the last one ("a, b and c")."""
    parts = [as_printed(value).inlines for value in values]
    joined: list[Inline] = []
    for position, part in enumerate(parts):
        if position:
            final = last is not None and position == len(parts) - 1
            joined.append(Text(str(last if final else between)))
        joined += part
    return Printed(tuple(joined))


FILTERS: dict[str, Callable[..., object]] = {
    "capitalise": capitalise, "capitalize": capitalise, "uncapitalise": uncapitalise, "upper": upper, "lower": lower,
    "sentence": sentence, "join": join, "literal": literal,
}  # fmt: skip
