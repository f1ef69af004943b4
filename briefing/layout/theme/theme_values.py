"""Allowed values of each key of a theme file, with their limits.

A check takes a value as TOML gives it and returns it in the form that the theme stores, or raises
`InvalidThemeValue`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from briefing.layout.fonts import FAMILIES
from briefing.layout.theme.header_footer_text import FIELDS, fields_in
from briefing.layout.theme.theme_model import CALLOUTS, FACES, ROLES
from briefing.problems.suggest import did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Check:
    """Check of a value: a description of what is allowed, and the function that converts or rejects it."""

    takes: str
    read: Callable[[object], object]

    def __call__(self, value: object) -> object:
        return self.read(value)


Keys: TypeAlias = Mapping[str, "Check | Keys"]

PAPERS = {"A4": (595.276, 841.89), "A5": (419.528, 595.276), "Letter": (612.0, 792.0), "Legal": (612.0, 1008.0)}
"""Width and height in points (ISO 216; ANSI Y14.1)."""
LONGEST_WORDS = 200
SMALLEST_TEXT, SMALLEST_NOTE, SMALLEST_MARKING = 9.0, 7.0, 12.0
"""Smallest type sizes in points: running text, everything else, a marking (TLP 2.0 requires 12)."""
RUNNING_ROLES = ("body", "list", "quote", "callout")
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NAMED = re.compile(r"[a-z][a-z0-9_-]*")


class ColourName(str):
    """Name of one of the theme's own colours."""

    __slots__ = ()


class InvalidThemeValue(Exception):  # noqa: N818  # it is caught where the key is known
    """An invalid value, with a hint what to type instead."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def quoted_value(value: object) -> str:
    """Return a value as it would be typed."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def number(low: float, high: float) -> Check:
    """Return a check for points from low to high."""

    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float):
            quoted = isinstance(value, str) and _NUMBER.fullmatch(value)
            message = f"must be a number of points from {low:g} to {high:g} (got {quoted_value(value)})"
            raise InvalidThemeValue("bad-value", message, "type the number without quotation marks" if quoted else "")
        if not low <= value <= high:
            raise InvalidThemeValue("out-of-bounds", f"must be from {low:g} to {high:g} points (got {value:g})")
        return float(value)

    return Check(f"points, from {low:g} to {high:g}", read)


def whole(low: int, high: int) -> Check:
    """Return a check for an integer."""

    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InvalidThemeValue("bad-value", f"must be an integer from {low} to {high} (got {quoted_value(value)})")
        return value

    return Check(f"an integer from {low} to {high}", read)


def _flag(value: object) -> object:
    """Check a boolean."""
    if isinstance(value, bool):
        return value
    raise InvalidThemeValue(
        "bad-value", f"must be true or false (got {quoted_value(value)})", "type true or false, without quotation marks"
    )


def choice(*words: str) -> Check:
    """Return a check for one of several words."""

    def read(value: object) -> object:
        if value in words:
            return value
        near = did_you_mean(str(value), words)
        raise InvalidThemeValue("bad-value", f"must be one of: {', '.join(words)} (got {quoted_value(value)})", near)

    return Check(f"one of {', '.join(words)}", read)


def _colour(value: object) -> object:
    """Check a colour.

    Six hexadecimal digits, or the name of a theme colour in lower case, which is looked up later.
    """
    if isinstance(value, str):
        found = _HEX.fullmatch(value)
        if found:
            return found[1].upper()
        if _NAMED.fullmatch(value):
            return ColourName(value)
    message = f"must be a colour: six hexadecimal digits, or a name from [colours] (got {quoted_value(value)})"
    raise InvalidThemeValue("bad-colour", message, 'for example "12355B"')


def literal_colour(value: object) -> object:
    """Check six hexadecimal digits."""
    found = _HEX.fullmatch(value) if isinstance(value, str) else None
    if found:
        return found[1].upper()
    raise InvalidThemeValue(
        "bad-colour", f"must be a colour: six hexadecimal digits (got {quoted_value(value)})", 'for example "12355B"'
    )


def _paint(value: object) -> object:
    """Check a colour, or "" for none."""
    return value if value == "" else _colour(value)


def _palette(value: object) -> object:
    """Check the colours for the series of a chart."""
    if not isinstance(value, list) or not 4 <= len(value) <= 12:
        raise InvalidThemeValue("bad-value", "a palette must be a list of 4 to 12 colours")
    return tuple(_colour(each) for each in value)


def _family(value: object) -> object:
    """Check a font family that the package ships."""
    if isinstance(value, str) and value in FAMILIES:
        return value
    hint = did_you_mean(str(value), FAMILIES) or f"choose one of: {', '.join(FAMILIES)}"
    raise InvalidThemeValue("unknown-font", f"{quoted_value(value)} is not a font family shipped with briefing", hint)


def _words(value: object) -> object:
    """Check text with fields for a header or footer."""
    if not isinstance(value, str) or len(value) > LONGEST_WORDS or "\n" in value:
        raise InvalidThemeValue(
            "bad-value", f"header and footer text must be one line of at most {LONGEST_WORDS} characters"
        )
    for name in fields_in(value):
        if name not in FIELDS:
            near = nearest(name, FIELDS)
            known = ", ".join(f"{{{field}}}" for field in FIELDS)
            hint = f'did you mean "{{{near}}}"?' if near else f"choose one of: {known}"
            raise InvalidThemeValue("unknown-field", f"unknown field {{{name}}}", hint)
    return value


def _file_name(value: object) -> object:
    """Check the path of a file."""
    if isinstance(value, str) and value.strip():
        return value
    raise InvalidThemeValue("bad-value", f"must be the path of a file (got {quoted_value(value)})")


flag = Check("true or false", _flag)
colour = Check("a colour", _colour)
paint = Check('a colour, or "" for none', _paint)
palette = Check("a list of 4 to 12 colours", _palette)
family = Check(f"one of {', '.join(FAMILIES)}", _family)
words = Check(f"text of at most {LONGEST_WORDS} characters, with fields", _words)
file_name = Check("the path of a file", _file_name)


def _style(role: str) -> Keys:
    least = SMALLEST_TEXT if role in RUNNING_ROLES else SMALLEST_MARKING if role == "marking" else SMALLEST_NOTE
    return {
        "face": choice(*FACES[:2]),
        "size": number(least, 60),
        "leading": number(least, 90),
        "bold": flag,
        "italic": flag,
        "colour": colour,
        "before": number(0, 120),
        "after": number(0, 120),
        "align": choice("left", "right", "centre", "justify"),
        "indent": number(0, 100),
        "hanging": number(0, 100),
        "hyphenate": flag,
        "keep_next": flag,
        "small_caps": flag,
    }


_SIDES: Keys = {"left": words, "centre": words, "right": words}
_RUNNING: Keys = {**_SIDES, "rule": paint, "rule_width": number(0.1, 4), "first": _SIDES}
_CALLOUT: Keys = {"bar": colour, "bar_width": number(0, 12), "fill": colour, "pad": number(0, 30)}

KEYS: Keys = {
    "page": {
        "size": choice(*PAPERS),
        "landscape": flag,
        "width": number(280, 1700),
        "height": number(280, 1700),
        **dict.fromkeys(("top", "right", "bottom", "left"), number(18, 300)),
        **dict.fromkeys(("header", "footer"), number(14, 200)),
        "columns": whole(1, 2),
        "gutter": number(8, 80),
    },
    "fonts": dict.fromkeys(FACES, family),
    "styles": {role: _style(role) for role in ROLES},
    "front": {
        **dict.fromkeys(("bar", "fill", "rule"), paint),
        "bar_width": number(0.25, 12),
        "rule_width": number(0.1, 6),
        "pad": number(0, 40),
    },
    "table": {
        **dict.fromkeys(("head_fill", "band_fill", "total_fill", "rule", "edge"), colour),
        **dict.fromkeys(("rule_width", "edge_width"), number(0.1, 4)),
        **dict.fromkeys(("pad_x", "pad_y"), number(0, 20)),
    },
    "callouts": dict.fromkeys(CALLOUTS, _CALLOUT),
    "charts": {
        "palette": palette,
        **dict.fromkeys(("text", "quiet", "grid", "fill"), colour),
        "size": number(SMALLEST_NOTE, 20),
        "leading": number(SMALLEST_NOTE, 30),
        "height": number(60, 600),
        "row": number(8, 60),
    },
    "header": _RUNNING,
    "footer": _RUNNING,
    "logo": {
        "file": file_name,
        "width": number(10, 400),
        "where": choice("left", "centre", "right"),
        "pages": choice("first", "every"),
    },
}
"""Every key of a theme file except `like` and [colours], whose names are free."""

COLOURS: Sequence[str] = ("text", "quiet", "accent", "warning", "link", "rule")
"""Colours that every theme has: text, quieter text, main colour, warnings, links, rules."""
