"""Design tokens: page, type scale, colours and looks, read from a TOML file.

Takes a theme's name or file, gives a frozen `Theme` that both writers read. Lengths are points, colours "RRGGBB".
Holds no behaviour: how a token is drawn belongs to a writer.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import Any, Literal

Weight = Literal["regular", "bold"]
Face = Literal["body", "sans"]


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in points. `header` and `footer`: distance of their baseline from the paper's edge."""

    width: float = 595.276
    height: float = 841.89
    top: float = 79.0
    right: float = 79.0
    bottom: float = 76.0
    left: float = 79.0
    header: float = 42.0
    footer: float = 40.0

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Style:
    """How one role of text is set. `face` is a key of `Theme.fonts`."""

    face: str = "body"
    size: float = 10.5
    leading: float = 14.6
    bold: bool = False
    italic: bool = False
    colour: str = "1B1F24"
    before: float = 0.0
    after: float = 0.0
    align: Literal["left", "right", "centre", "justify"] = "left"
    indent: float = 0.0
    hanging: float = 0.0
    hyphenate: bool = False
    keep_next: bool = False
    small_caps: bool = False


@dataclass(frozen=True, slots=True)
class TableLook:
    """Rules and fills of tables. Rule widths in points; no vertical rules."""

    head_fill: str = "12355B"
    band_fill: str = "E7EDF3"
    total_fill: str = "F4F6F9"
    rule: str = "C9D1DA"
    rule_width: float = 0.5
    edge: str = "12355B"
    edge_width: float = 1.0
    pad_x: float = 4.5
    pad_y: float = 3.0


@dataclass(frozen=True, slots=True)
class CalloutLook:
    """A callout: a bar at the left and a fill."""

    bar: str = "12355B"
    bar_width: float = 3.0
    fill: str = "EEF2F6"
    pad: float = 9.0


@dataclass(frozen=True, slots=True)
class ChartLook:
    """Charts: labels in the sans face, a palette that colour-blind readers and grey printers tell apart, sizes in points."""

    palette: tuple[str, ...] = ("12355B", "C2571A", "2E7D6B", "8A6D1B", "6B5B95", "55606B")
    text: str = "1B1F24"
    quiet: str = "55606B"
    grid: str = "D5DBE2"
    fill: str = "F3F6F9"
    size: float = 8.0
    leading: float = 10.8
    height: float = 130.0
    row: float = 13.0


ROLES = (
    "title", "subtitle", "byline", "banner", "heading1", "heading2", "heading3", "heading4", "body", "list", "quote",
    "callout_title", "callout", "caption", "table_head", "table_cell", "table_band", "source", "note",
    "contents_title", "contents1", "contents2", "header", "footer", "marking",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """One house look. `fonts` maps a face key to a family name that the package ships; `callouts` maps kind to look."""

    name: str
    page: Page
    fonts: Mapping[str, str]
    colours: Mapping[str, str]
    styles: Mapping[str, Style]
    table: TableLook
    callouts: Mapping[str, CalloutLook]
    chart: ChartLook = ChartLook()

    def style(self, role: str) -> Style:
        return self.styles[role]


def _make(kind: type[Any], data: Mapping[str, Any], base: Any = None) -> Any:
    known = {f.name for f in fields(kind)}
    unknown = sorted(set(data) - known)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r} for {kind.__name__}")
    return replace(base, **data) if base is not None else kind(**data)


def parse_theme(name: str, text: str) -> Theme:
    """Theme from TOML text. A style may name another as `like`, from which it takes what it does not say.

    Raises ValueError on an unknown key or role, tomllib.TOMLDecodeError on bad TOML.
    """
    data = tomllib.loads(text)
    styles: dict[str, Style] = {}
    for role in ROLES:
        given = dict(data.get("styles", {}).get(role, {}))
        base = styles[given.pop("like")] if "like" in given else Style()
        styles[role] = _make(Style, given, base)
    return Theme(
        name=name,
        page=_make(Page, data.get("page", {})),
        fonts=data["fonts"],
        colours=data.get("colours", {}),
        styles=styles,
        table=_make(TableLook, data.get("table", {})),
        chart=_make(ChartLook, {k: tuple(v) if isinstance(v, list) else v for k, v in data.get("charts", {}).items()}),
        callouts={k: _make(CalloutLook, v) for k, v in data.get("callouts", {}).items()},
    )


@cache
def load_theme(name: str = "plain") -> Theme:
    """A shipped theme by name."""
    text = resources.files("briefing").joinpath("themes", f"{name}.toml").read_text("utf-8")
    return parse_theme(name, text)
