"""Every key of a theme file: what it means, and the values that it takes, with their limits.

A check takes a value as TOML gives it and returns it in the form that the theme stores, or raises `InvalidTomlValue`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefing.files.toml_keys import Check, InvalidTomlValue, Key, Keys, choice, flag, quoted_value, text, whole
from briefing.layout.fonts import FAMILIES
from briefing.layout.theme.header_footer_text import FIELDS, fields_in
from briefing.layout.theme.theme_model import CALLOUTS, FACES, ROLES
from briefing.problems.suggest import did_you_mean, nearest

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


def number(low: float, high: float) -> Check:
    """Return a check for points from low to high."""

    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float):
            quoted = isinstance(value, str) and _NUMBER.fullmatch(value)
            message = f"must be a number of points from {low:g} to {high:g} (got {quoted_value(value)})"
            raise InvalidTomlValue(message, "type the number without quotation marks" if quoted else "")
        if not low <= value <= high:
            raise InvalidTomlValue(f"must be from {low:g} to {high:g} points (got {value:g})", code="out-of-bounds")
        return float(value)

    return Check(f"points, from {low:g} to {high:g}", read)


def _colour(value: object) -> object:
    """Check a colour: six hexadecimal digits, or the name of a theme colour in lower case, which is looked up later."""
    if isinstance(value, str):
        found = _HEX.fullmatch(value)
        if found:
            return found[1].upper()
        if _NAMED.fullmatch(value):
            return ColourName(value)
    message = f"must be a colour: six hexadecimal digits, or a name from [colours] (got {quoted_value(value)})"
    raise InvalidTomlValue(message, 'for example "12355B"', "bad-colour")


def literal_colour(value: object) -> object:
    """Check six hexadecimal digits."""
    found = _HEX.fullmatch(value) if isinstance(value, str) else None
    if found:
        return found[1].upper()
    message = f"must be a colour: six hexadecimal digits (got {quoted_value(value)})"
    raise InvalidTomlValue(message, 'for example "12355B"', "bad-colour")


def _paint(value: object) -> object:
    """Check a colour, or "" for none."""
    return value if value == "" else _colour(value)


def _palette(value: object) -> object:
    """Check the colours for the series of a chart."""
    if not isinstance(value, list) or not 4 <= len(value) <= 12:
        raise InvalidTomlValue("must be a list of 4 to 12 colours")
    return tuple(_colour(each) for each in value)


def _family(value: object) -> object:
    """Check a font family that the package ships."""
    if isinstance(value, str) and value in FAMILIES:
        return value
    hint = did_you_mean(str(value), FAMILIES) or f"choose one of: {', '.join(FAMILIES)}"
    raise InvalidTomlValue(f"{quoted_value(value)} is not a font family shipped with briefing", hint, "unknown-font")


def _words(value: object) -> object:
    """Check text with fields for a header or footer."""
    if not isinstance(value, str) or len(value) > LONGEST_WORDS or "\n" in value:
        raise InvalidTomlValue(f"must be one line of at most {LONGEST_WORDS} characters")
    for name in fields_in(value):
        if name not in FIELDS:
            near = nearest(name, FIELDS)
            known = ", ".join(f"{{{field}}}" for field in FIELDS)
            hint = f'did you mean "{{{near}}}"?' if near else f"choose one of: {known}"
            raise InvalidTomlValue(f"unknown field {{{name}}}", hint, "unknown-field")
    return value


colour = Check("a colour", _colour)
paint = Check('a colour, or "" for none', _paint)
palette = Check("a list of 4 to 12 colours", _palette)
family = Check(f"one of {', '.join(FAMILIES)}", _family)
words = Check(f"text of at most {LONGEST_WORDS} characters, with fields", _words)


def _style(role: str) -> Keys:
    least = SMALLEST_TEXT if role in RUNNING_ROLES else SMALLEST_MARKING if role == "marking" else SMALLEST_NOTE
    return {
        "face": Key("The font: a key of [fonts].", choice(*FACES[:2])),
        "size": Key("The size of the type.", number(least, 60)),
        "leading": Key("The distance from one baseline to the next.", number(least, 90)),
        "bold": Key("Set in bold.", flag),
        "italic": Key("Set in italics.", flag),
        "colour": Key("The colour of the type.", colour),
        "before": Key("Space above the paragraph.", number(0, 120)),
        "after": Key("Space below the paragraph.", number(0, 120)),
        "align": Key("The alignment of lines.", choice("left", "right", "centre", "justify")),
        "indent": Key("The indent of all lines from the left.", number(0, 100)),
        "hanging": Key("The space to the left of the indent for a list’s bullet or number.", number(0, 100)),
        "hyphenate": Key("Hyphenate words at the end of a line.", flag),
        "keep_next": Key("Keep the paragraph on the same page as what follows.", flag),
        "small_caps": Key("Set lower-case letters as small capitals.", flag),
    }


_RUNNING: Keys = {
    "left": Key("The text at the left, with fields in braces.", words),
    "centre": Key("The text in the middle.", words),
    "right": Key("The text at the right.", words),
    "rule": Key("The colour of the line between it and the body text.", paint),
    "rule_width": Key("The width of that line.", number(0.1, 4)),
    "first": {
        "left": Key("The text at the left on page 1.", words),
        "centre": Key("The text in the middle on page 1.", words),
        "right": Key("The text at the right on page 1.", words),
    },
}
_CALLOUT: Keys = {
    "bar": Key("The colour of the bar at the left.", colour),
    "bar_width": Key("The width of that bar.", number(0, 12)),
    "fill": Key("The colour behind the text.", colour),
    "pad": Key("Space between the edge and the text.", number(0, 30)),
}

KEYS: Keys = {
    "page": {
        "size": Key("The paper size.", choice(*PAPERS)),
        "landscape": Key("Turn the paper to landscape.", flag),
        "width": Key("The width of the paper, in place of `size`.", number(280, 1700)),
        "height": Key("The height of the paper, in place of `size`.", number(280, 1700)),
        "top": Key("The margin above the text.", number(18, 300)),
        "right": Key("The margin at the right.", number(18, 300)),
        "bottom": Key("The margin below the text.", number(18, 300)),
        "left": Key("The margin at the left.", number(18, 300)),
        "header": Key("The distance from the paper’s upper edge to the header’s baseline.", number(14, 200)),
        "footer": Key("The distance from the paper’s lower edge to the footer’s baseline.", number(14, 200)),
        "columns": Key("The number of text columns.", whole(1, 2)),
        "gutter": Key("The space between columns.", number(8, 80)),
    },
    "fonts": {
        "body": Key("The font family of running text.", family),
        "sans": Key("The font family of titles, tables and charts.", family),
        "korean": Key("The font family of Korean text.", family),
    },
    "styles": {role: _style(role) for role in ROLES},
    "front": {
        "bar": Key("The colour of the bar above the title.", paint),
        "bar_width": Key("The height of that bar.", number(0.25, 12)),
        "fill": Key("The colour behind the title block of page 1.", paint),
        "pad": Key("Space between that fill’s edge and the words.", number(0, 40)),
        "rule": Key("The colour of the line below the title block of page 1.", paint),
        "rule_width": Key("The width of that line.", number(0.1, 6)),
    },
    "table": {
        "head_fill": Key("The colour behind the titles of the columns.", colour),
        "band_fill": Key("The colour behind the title of a group of rows.", colour),
        "total_fill": Key("The colour behind a row of totals.", colour),
        "rule": Key("The colour of the lines between rows.", colour),
        "rule_width": Key("The width of those lines.", number(0.1, 4)),
        "edge": Key("The colour of the lines above and below the table.", colour),
        "edge_width": Key("The width of those lines.", number(0.1, 4)),
        "pad_x": Key("Space left and right of a cell’s words.", number(0, 20)),
        "pad_y": Key("Space above and below a cell’s words.", number(0, 20)),
    },
    "callouts": dict.fromkeys(CALLOUTS, _CALLOUT),
    "charts": {
        "palette": Key(
            "The colours of series, in order; choose colours that colour-blind readers can distinguish.", palette
        ),
        "text": Key("The colour of labels.", colour),
        "quiet": Key("The colour of quieter labels.", colour),
        "grid": Key("The colour of the grid.", colour),
        "fill": Key("The colour of areas behind the drawing.", colour),
        "size": Key("The size of labels.", number(SMALLEST_NOTE, 20)),
        "leading": Key("The distance from one line of a label to the next.", number(SMALLEST_NOTE, 30)),
        "height": Key("The height of a column or line chart.", number(60, 600)),
        "row": Key("The height of a row of a bar, range or timeline chart.", number(8, 60)),
    },
    "header": _RUNNING,
    "footer": _RUNNING,
    "logo": {
        "file": Key("A PNG in the folder of the theme file.", text("the path of a file")),
        "width": Key("Its width on the page.", number(10, 400)),
        "where": Key("The side of the header that shows it.", choice("left", "centre", "right")),
        "pages": Key("The pages that show it.", choice("first", "every")),
    },
}
"""Every key of a theme file except `like` and [colours], whose names are free."""

COLOURS: Mapping[str, str] = {
    "text": "Running text.",
    "quiet": "Quieter text: notes, source lines, header and footer.",
    "accent": "The main colour: headings, bars, edges of tables.",
    "warning": "Warnings.",
    "link": "Links.",
    "rule": "Thin lines.",
}
"""Colours that every theme has, and what each is for."""
