"""A theme that comes as near to a template as ours can: its page and sizes, the nearest of our fonts; colours stay the theme's.

Takes the theme asked for, the template's measured styles and its page; gives the theme by which the brief is written, and the one
by which its pages are counted, whose sizes make our fonts run as wide as theirs.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from briefing.layout.theme import FrontStyle, Page, Style, Theme
from briefing.writers.docx import style_names as names
from briefing.writers.docx.template.style_values import Measure
from briefing.writers.docx.template.xml_trees import A, Element, W

_ROLES: Mapping[str, str] = {
    "title": names.TITLE, "subtitle": names.SUBTITLE, "body": names.BODY, "list": names.BULLETS[0], "quote": names.QUOTE,
    "caption": names.CAPTION, "note": names.NOTE, "contents_title": names.CONTENTS_TITLE, "contents1": names.CONTENTS[0],
    "contents2": names.CONTENTS[1], "header": names.PAGE_HEADER, "footer": names.PAGE_FOOTER,
    **{f"heading{level}": name for level, name in enumerate(names.HEADINGS, start=1)},
    "table_cell": names.TABLE_TEXT, "table_head": names.TABLE_HEAD, "table_band": names.TABLE_BAND,
    "source": names.SOURCE, "byline": names.BYLINE,
}  # fmt: skip
_LINE = 1.2
"""A single line as a share of the type size, in most fonts."""
_SMALLEST = 6.0
_UNKNOWN = 1.05
_SERIF = ("serif", "roman", "times", "garamond", "georgia", "cambria", "book", "palatino", "minion", "caslon", "bodoni")
_HEADED = ("heading", "title", "subtitle", "contents_title")
_WIDEST: Mapping[str, float] = {"Noto Sans": 1.1, "Source Serif 4": 1.25}
"""How wide the widest usual font runs beside ours. It stands in where the template's is not there, and no word of a table may break."""
_NEARLY = 0.02
"""The share of a grid's line by which one may stand over it: what a font's line takes is known that well."""
_UNGRIDDED = ("note", "table_cell", "table_head", "table_band", "header", "footer")
"""Word keeps the lines of cells and of notes off the grid (w:adjustLineHeightInTable is for old files)."""
_BODY_ROLES = ("body", "list", "quote", "callout", "note")


def derive_theme(
    theme: Theme,
    page: Page,
    found: Mapping[str, Measure],
    body: Measure,
    *,
    scheme: Mapping[str, str],
    pitch: float = 0.0,
) -> Theme:
    """The theme by which the brief is written. `found` are measures of the template's own styles, by the writer's names, `pitch` is
    that of the page's grid of lines.
    """
    scale = body.size / theme.style("body").size
    styles = {}
    for role, style in theme.styles.items():
        own = found.get(_ROLES.get(role, ""))
        if own is not None:
            styles[role] = _measured(style, own, 0.0 if role in _UNGRIDDED else pitch)
        else:
            styles[role] = _scaled(style, scale)
            if pitch and role in _BODY_ROLES and role != "note":  # as far apart as the running text beside them
                leading = styles[role].size * _leading(body, pitch) / body.size
                styles[role] = replace(styles[role], leading=leading)
    sizes = {key: getattr(theme.chart, key) * min(1.25, max(0.8, scale)) for key in ("size", "leading", "row")}
    return replace(
        theme, page=page, styles=styles, scheme=scheme, front=FrontStyle(rule=""), logo=None,
        chart=replace(theme.chart, **sizes),
    )  # fmt: skip


def for_layout(theme: Theme, families: Mapping[str, str], serif: frozenset[str]) -> Theme:
    """The same theme as a layout pass wants it: `families` are the template's, "body" for running text, "sans" for headings and
    "plain" for what is based on its default style.
    """
    near = {face: _nearest(family, serif) for face, family in families.items()}
    styles = {}
    for role, style in theme.styles.items():
        face = "body" if role in _BODY_ROLES else "sans" if role.startswith(_HEADED) else "plain"
        styles[role] = replace(style, face=face, size=style.size * near[face][1])
    plain, wide = near["plain"]
    table = replace(theme.table, breadth=max(1.05, _WIDEST.get(plain, 1.1) / wide))
    return replace(
        theme, page=replace(theme.page, spanned=False), fonts={**theme.fonts, **{face: family for face, (family, _) in near.items()}},
        styles=styles, table=table,
    )  # fmt: skip


def _leading(own: Measure, pitch: float) -> float:
    """The distance of a style's lines: as the style says, or as many lines of the page's grid as one needs."""
    natural = own.size * _LINE
    if pitch and own.snapped and not own.exact:
        return max(own.line, math.ceil(natural / pitch - _NEARLY) * pitch * own.lines)
    return max(own.line, own.size) if own.line else natural * own.lines


def _measured(style: Style, own: Measure, pitch: float) -> Style:
    return replace(
        style, size=own.size, leading=_leading(own, pitch), bold=own.bold, italic=own.italic,
        before=min(own.before, 200.0), after=min(own.after, 200.0), align=own.align,  # type: ignore[arg-type]
    )  # fmt: skip


def _scaled(style: Style, scale: float) -> Style:
    size = max(_SMALLEST, round(style.size * scale * 2) / 2)
    factor = size / style.size
    lengths = {key: getattr(style, key) * factor for key in ("leading", "before", "after", "indent", "hanging")}
    return replace(style, size=size, **lengths)


@cache
def _families() -> Mapping[str, Any]:
    text = resources.files("briefing").joinpath("writers", "docx", "template", "fonts.toml").read_text("utf-8")
    families: Mapping[str, Any] = tomllib.loads(text)["families"]
    return families


def _nearest(family: str, serif: frozenset[str]) -> tuple[str, float]:
    """The family of ours that is most like one of theirs, and how wide theirs runs beside it."""
    folded = family.casefold().strip()
    known = _families().get(folded)
    if known:
        return str(known["like"]), float(known["width"])
    upright = folded in serif or (any(word in folded for word in _SERIF) and "sans" not in folded)
    return ("Source Serif 4", 0.95) if upright else ("Noto Sans", 0.94)


def breadth(family: str, serif: frozenset[str]) -> float:
    """What the width of words in charts is multiplied by, so that they have room in a font that runs wider than ours."""
    if family.casefold().strip() in _families():
        return max(1.0, _nearest(family, serif)[1])
    return _UNKNOWN


def serif_families(table: Element | None) -> frozenset[str]:
    """The families that the template's font table calls "roman"."""
    if table is None:
        return frozenset()
    return frozenset(
        str(font.get(W + "name", "")).casefold()
        for font in table.findall(W + "font")
        if any(kind.get(W + "val") == "roman" for kind in font.findall(W + "family"))
    )


def scheme_of(theme: Element | None) -> dict[str, str]:
    """The template's own colours by their place in Word's scheme."""
    found = theme.find(f"{A}themeElements/{A}clrScheme") if theme is not None else None
    scheme = {}
    for place in found if found is not None else ():
        for colour in place:
            value = colour.get("lastClr") or colour.get("val") or ""
            if len(value) == 6 and isinstance(place.tag, str):
                scheme[place.tag.removeprefix(A)] = value.upper()
    return scheme if len(scheme) == 12 else {}
