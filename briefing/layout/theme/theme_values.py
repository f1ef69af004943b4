"""Which value each key of a theme file takes: kinds of value with their bounds, and the table of all keys.

Takes what TOML gave, gives the value in the form that tokens hold, or raises `Unfit`. Knows no file and no other key.
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
    """What a key takes: in words, and as a function that gives the value in the form that tokens hold or raises `Unfit`."""

    takes: str
    read: Callable[[object], object]

    def __call__(self, value: object) -> object:
        return self.read(value)


Keys: TypeAlias = Mapping[str, "Check | Keys"]

PAPERS = {"A4": (595.276, 841.89), "A5": (419.528, 595.276), "Letter": (612.0, 792.0), "Legal": (612.0, 1008.0)}
"""Width and height in points (ISO 216; ANSI Y14.1)."""
LONGEST_WORDS = 200
SMALLEST_TEXT, SMALLEST_NOTE, SMALLEST_MARKING = 9.0, 7.0, 12.0
"""Type is never smaller, in points: running text, everything else, a marking (TLP 2.0 asks for 12)."""
RUNNING_ROLES = ("body", "list", "quote", "callout")
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
_NAMED = re.compile(r"[a-z][a-z0-9_-]*")


class ColourName(str):
    """The name of one of the theme's own colours."""

    __slots__ = ()


class Unfit(Exception):  # noqa: N818  # it is caught where the key is known
    """A value that a key does not take, and what to type instead."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def shown(value: object) -> str:
    """A value as it would be typed."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def number(low: float, high: float) -> Check:
    """Points, from low to high."""

    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Unfit("bad-value", f"{shown(value)} is not a number", f"a number of points from {low:g} to {high:g}")
        if not low <= value <= high:
            raise Unfit("out-of-bounds", f"{value:g} is out of bounds: {low:g} to {high:g}")
        return float(value)

    return Check(f"points, {low:g} to {high:g}", read)


def whole(low: int, high: int) -> Check:
    """A whole number."""

    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Unfit("bad-value", f"{shown(value)} is not a whole number from {low} to {high}")
        return value

    return Check(f"a whole number, {low} to {high}", read)


def _flag(value: object) -> object:
    """Yes or no."""
    if isinstance(value, bool):
        return value
    raise Unfit("bad-value", f"{shown(value)} is neither true nor false", "type true or false, without quotation marks")


def choice(*words: str) -> Check:
    """One of some words."""

    def read(value: object) -> object:
        if value in words:
            return value
        near = did_you_mean(str(value), words)
        raise Unfit("bad-value", f"{shown(value)} is none of: {', '.join(words)}", near)

    return Check(f"one of {', '.join(words)}", read)


def _colour(value: object) -> object:
    """Six hexadecimal digits, or the name of one of the theme's own colours (small letters), which is looked up later."""
    if isinstance(value, str):
        found = _HEX.fullmatch(value)
        if found:
            return found[1].upper()
        if _NAMED.fullmatch(value):
            return ColourName(value)
    message = f"{shown(value)} is not a colour: six hexadecimal digits, or a name from [colours]"
    raise Unfit("bad-colour", message, 'for example "12355B"')


def literal_colour(value: object) -> object:
    """Six hexadecimal digits."""
    found = _HEX.fullmatch(value) if isinstance(value, str) else None
    if found:
        return found[1].upper()
    raise Unfit("bad-colour", f"{shown(value)} is not a colour: six hexadecimal digits", 'for example "12355B"')


def _paint(value: object) -> object:
    """A colour, or "" for none."""
    return value if value == "" else _colour(value)


def _palette(value: object) -> object:
    """Colours for the series of a chart."""
    if not isinstance(value, list) or not 4 <= len(value) <= 12:
        raise Unfit("bad-value", "a palette is a list of 4 to 12 colours")
    return tuple(_colour(each) for each in value)


def _family(value: object) -> object:
    """A font family that the package ships."""
    if isinstance(value, str) and value in FAMILIES:
        return value
    hint = did_you_mean(str(value), FAMILIES) or f"there are {', '.join(FAMILIES)}"
    raise Unfit("unknown-font", f"{shown(value)} is not a font family that travels with briefing", hint)


def _words(value: object) -> object:
    """Text with fields for a header or footer."""
    if not isinstance(value, str) or len(value) > LONGEST_WORDS or "\n" in value:
        raise Unfit("bad-value", f"header and footer text is one line of up to {LONGEST_WORDS} characters")
    for name in fields_in(value):
        if name not in FIELDS:
            near = nearest(name, FIELDS)
            hint = f'did you mean "{{{near}}}"?' if near else ""
            known = " ".join(f"{{{field}}}" for field in FIELDS)
            raise Unfit("unknown-field", f"there is no field {{{name}}}: {known}", hint)
    return value


def _file_name(value: object) -> object:
    """The path of a file."""
    if isinstance(value, str) and value.strip():
        return value
    raise Unfit("bad-value", f"{shown(value)} is not the name of a file")


flag = Check("true or false", _flag)
colour = Check("a colour", _colour)
paint = Check('a colour, or "" for none', _paint)
palette = Check("a list of 4 to 12 colours", _palette)
family = Check(f"one of {', '.join(FAMILIES)}", _family)
words = Check(f"text of up to {LONGEST_WORDS} characters, with fields", _words)
file_name = Check("the name of a file", _file_name)


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
"""Every key of a theme file but `like` and [colours], whose names are the theme's own."""

COLOURS: Sequence[str] = ("text", "quiet", "accent", "warning", "link", "rule")
"""Colours that every theme has: text, quieter text, the house's colour, warnings, links, rules."""
