"""Derive a theme from a template: its page and sizes, the most similar of our fonts, the theme's own colours.

There are two: the theme with which the brief is written, and the one with which its pages are
counted, whose sizes make our fonts as wide as the template's.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from briefing.files.ooxml import Element, W
from briefing.layout.theme import FrontStyle, Page, Theme
from briefing.writers.docx import style_names as names
from briefing.writers.docx.template.style_values import StyleValues
from briefing.writers.docx.template.xml_trees import A

_ROLES: Mapping[str, str] = {
    "title": names.TITLE, "subtitle": names.SUBTITLE, "body": names.BODY, "list": names.BULLETS[0], "quote": names.QUOTE,
    "caption": names.CAPTION, "note": names.NOTE, "contents_title": names.CONTENTS_TITLE, "contents1": names.CONTENTS[0],
    "contents2": names.CONTENTS[1], "header": names.PAGE_HEADER, "footer": names.PAGE_FOOTER,
    **{f"heading{level}": name for level, name in enumerate(names.HEADINGS, start=1)},
    "table_cell": names.TABLE_TEXT, "table_head": names.TABLE_HEAD, "table_band": names.TABLE_BAND,
    "source": names.SOURCE, "byline": names.BYLINE,
}  # fmt: skip
_LINE = 1.2
"""Height of a single line as a share of the type size, in most fonts."""
_SMALLEST = 6.0
_UNKNOWN = 1.05
_SERIF = ("serif", "roman", "times", "garamond", "georgia", "cambria", "book", "palatino", "minion", "caslon", "bodoni")
_HEADED = ("heading", "title", "subtitle", "contents_title")
_WIDEST: Mapping[str, float] = {"Noto Sans": 1.1, "Source Serif 4": 1.25}
"""Width of the widest common font relative to ours.

It is used if the template's font is unknown, because no word of a table may break.
"""
_NEARLY = 0.02
"""Tolerance in grid lines, because the height of a font's line is known only approximately."""
_UNGRIDDED = ("note", "table_cell", "table_head", "table_band", "header", "footer")
"""Roles whose lines Word keeps off the grid (w:adjustLineHeightInTable is for old files)."""
_BODY_ROLES = ("body", "list", "quote", "callout", "note")


def derive_theme(
    theme: Theme,
    page: Page,
    found: Mapping[str, StyleValues],
    body: StyleValues,
    *,
    scheme: Mapping[str, str],
    pitch: float = 0.0,
) -> Theme:
    """Return the theme with which the brief is written.

    `found` are values of the template's own styles, by the writer's names; `pitch` is that of the
    page's grid of lines.
    """
    scale = body.size / theme.style("body").size
    styles = {}
    for role, style in theme.styles.items():
        own = found.get(_ROLES.get(role, ""))
        if own is not None:
            styles[role] = replace(
                style, size=own.size, leading=_leading(own, 0.0 if role in _UNGRIDDED else pitch),
                bold=own.bold, italic=own.italic, before=min(own.before, 200.0), after=min(own.after, 200.0),
                align=own.align,  # type: ignore[arg-type]
            )  # fmt: skip
        else:
            size = max(_SMALLEST, round(style.size * scale * 2) / 2)
            factor = size / style.size
            lengths = {key: getattr(style, key) * factor for key in ("leading", "before", "after", "indent", "hanging")}
            styles[role] = replace(style, size=size, **lengths)
            if pitch and role in _BODY_ROLES and role != "note":  # Same line distance as the running text beside them.
                leading = styles[role].size * _leading(body, pitch) / body.size
                styles[role] = replace(styles[role], leading=leading)
    sizes = {key: getattr(theme.chart, key) * min(1.25, max(0.8, scale)) for key in ("size", "leading", "row")}
    return replace(
        theme, page=page, styles=styles, scheme=scheme, front=FrontStyle(rule=""), logo=None,
        chart=replace(theme.chart, **sizes),
    )  # fmt: skip


def for_layout(theme: Theme, families: Mapping[str, str], serif: frozenset[str]) -> Theme:
    """Return the same theme for the layout pass.

    `families` are the template's: "body" for running text, "sans" for headings, "plain" for styles
    based on its default style.
    """
    near = {face: _nearest(family, serif) for face, family in families.items()}
    styles = {}
    for role, style in theme.styles.items():
        face = "body" if role in _BODY_ROLES else "sans" if role.startswith(_HEADED) else "plain"
        styles[role] = replace(style, face=face, size=style.size * near[face][1])
    plain, wide = near["plain"]
    table = replace(theme.table, width_factor=max(1.05, _WIDEST.get(plain, 1.1) / wide))
    return replace(
        theme, page=replace(theme.page, spanned=False), fonts={**theme.fonts, **{face: family for face, (family, _) in near.items()}},
        styles=styles, table=table,
    )  # fmt: skip


def _leading(own: StyleValues, pitch: float) -> float:
    """Return the line distance of a style: its own, or as many lines of the page's grid as one line needs."""
    natural = own.size * _LINE
    if pitch and own.snapped and not own.exact:
        return max(own.line, math.ceil(natural / pitch - _NEARLY) * pitch * own.lines)
    return max(own.line, own.size) if own.line else natural * own.lines


@cache
def _families() -> Mapping[str, Any]:
    text = resources.files("briefing").joinpath("writers", "docx", "template", "fonts.toml").read_text("utf-8")
    families: Mapping[str, Any] = tomllib.loads(text)["families"]
    return families


def _nearest(family: str, serif: frozenset[str]) -> tuple[str, float]:
    """Return the most similar of our families, and how wide the other one is relative to it."""
    folded = family.casefold().strip()
    known = _families().get(folded)
    if known:
        return str(known["like"]), float(known["width"])
    upright = folded in serif or (any(word in folded for word in _SERIF) and "sans" not in folded)
    return ("Source Serif 4", 0.95) if upright else ("Noto Sans", 0.94)


def width_factor(family: str, serif: frozenset[str]) -> float:
    """Return the factor for the width of words in charts, so that they have room in a wider font than ours."""
    if family.casefold().strip() in _families():
        return max(1.0, _nearest(family, serif)[1])
    return _UNKNOWN


def serif_families(table: Element | None) -> frozenset[str]:
    """Return the families that the template's font table calls "roman"."""
    if table is None:
        return frozenset()
    return frozenset(
        str(font.get(W + "name", "")).casefold()
        for font in table.findall(W + "font")
        if any(kind.get(W + "val") == "roman" for kind in font.findall(W + "family"))
    )


def scheme_of(theme: Element | None) -> dict[str, str]:
    """Return the template's own colours by their slot in Word's colour scheme."""
    found = theme.find(f"{A}themeElements/{A}clrScheme") if theme is not None else None
    scheme = {}
    for place in found if found is not None else ():
        for colour in place:
            value = colour.get("lastClr") or colour.get("val") or ""
            if len(value) == 6 and isinstance(place.tag, str):
                scheme[place.tag.removeprefix(A)] = value.upper()
    return scheme if len(scheme) == 12 else {}
