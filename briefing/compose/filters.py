"""Filters for facts and text in templates. Each takes the object itself, never a token."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from jinja2.filters import do_default

from briefing.compose.output import as_text
from briefing.compose.statement_case import AS_IT_IS, SMALL, mark
from briefing.compose.template_context import literal
from briefing.compose.undefined import WITHHELD, MissingValue
from briefing.document.model import FactReference, Inline, Text
from briefing.facts.views import FactView, PrintedText, TagText, change_case, end_sentence


def as_printed(value: object) -> PrintedText:
    """Return a value as `PrintedText`. Raises PrintError if it cannot be printed."""
    if isinstance(value, PrintedText):
        return value
    if isinstance(value, FactView | TagText):
        return value.printed()
    if isinstance(value, MissingValue):
        str(value)  # raises PrintError
    return PrintedText((Text(as_text(value)),))


def capitalise(value: object) -> PrintedText:
    """Return the value with a capital first letter."""
    return mark(change_case(as_printed(value), "capitalise").inlines, AS_IT_IS)


def uncapitalise(value: object) -> PrintedText:
    """Return the value with a small first letter, for the middle of a sentence, unless its first word is a name."""
    return mark(as_printed(value).inlines, SMALL)


def upper(value: object) -> PrintedText:
    """Return the value in capital letters."""
    return mark(change_case(as_printed(value), "upper").inlines, AS_IT_IS)


def lower(value: object) -> PrintedText:
    """Return the value in small letters."""
    return mark(change_case(as_printed(value), "lower").inlines, AS_IT_IS)


def sentence(value: object) -> PrintedText:
    """Return the value with a capital first letter and a full stop."""
    return mark(end_sentence(as_printed(value)).inlines, AS_IT_IS)


def join(values: Iterable[object], between: str = "", last: str | None = None) -> PrintedText:
    """Return the parts with text between them; `last` goes before the last part ("a, b and c")."""
    parts = [as_printed(value).inlines for value in values]
    joined: list[Inline] = []
    for position, part in enumerate(parts):
        if position:
            final = last is not None and position == len(parts) - 1
            joined.append(Text(as_text(last if final else between)))
        joined += part
    return PrintedText(tuple(joined))


def default(value: object, instead: object = "", boolean: object = False) -> object:  # as in Jinja
    """Return another value for something that is missing. What a release withholds is not missing: that stays an error."""
    if isinstance(value, MissingValue) and value is not WITHHELD:
        return instead
    return do_default(value, instead, bool(boolean))


def worded(value: object, words: str) -> PrintedText:
    """Return the value, marked: these words of the template, in the same clause, give its status."""
    inlines = as_printed(value).inlines
    return PrintedText(tuple(replace(i, worded=as_text(words)) if isinstance(i, FactReference) else i for i in inlines))


FILTERS: dict[str, Callable[..., object]] = {
    "capitalise": capitalise, "capitalize": capitalise, "uncapitalise": uncapitalise, "upper": upper, "lower": lower,
    "sentence": sentence, "join": join, "literal": literal, "default": default, "worded": worded,
}  # fmt: skip
