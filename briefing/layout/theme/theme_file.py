"""Read a theme file into a `Theme` and report every problem in it.

Each key is checked first, then what depends on several keys: room for text, leading, contrast, the
logo. A problem is reported at the key in the user's file that causes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefing.files.toml import TomlFile
from briefing.files.toml_keys import InvalidTomlValue, TomlReader, name_key
from briefing.layout.theme.backgrounds import Background, text_backgrounds
from briefing.layout.theme.contrast import contrast, readable_colour
from briefing.layout.theme.logo import read_logo
from briefing.layout.theme.theme_model import (
    CALLOUTS,
    ROLES,
    CalloutStyle,
    ChartStyle,
    FrontStyle,
    HeaderFooterText,
    Page,
    Sides,
    Style,
    TableStyle,
    Theme,
)
from briefing.layout.theme.theme_values import (
    COLOURS,
    KEYS,
    PAPERS,
    ColourName,
    literal_colour,
)
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean

NARROWEST, LOWEST = 150.0, 200.0
"""Smallest width of a column and height of the text area, in points."""


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return two tables merged recursively; values of `over` win."""
    made = dict(base)
    for key, value in over.items():
        below = made.get(key)
        made[key] = merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    # `size` and `width`/`height` are alternatives: the one given by the later table wins.
    if "size" in over and "width" not in over:
        made.pop("width", None)
        made.pop("height", None)
    elif "width" in over and "size" not in over:
        made.pop("size", None)
    return made


def read_theme(name: str, file: TomlFile, base: Mapping[str, Any], folder: Path | None) -> tuple[Theme, list[Problem]]:
    """Return the theme of a file that builds on `base`, and its problems.

    `folder` is where its logo is looked for (None: it cannot have one).
    """
    reader = _ThemeReader(file, folder=folder)
    return reader.theme(name, merge(base, {k: v for k, v in file.data.items() if k != "like"})), reader.problems


@dataclass(slots=True)
class _ThemeReader(TomlReader):
    folder: Path | None = None
    colours: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def theme(self, name: str, data: Mapping[str, Any]) -> Theme:
        self._read_colours(data.get("colours", {}))
        known = self.read(KEYS, "a theme", data, also=("like", "colours"))
        for colour in self.colours:
            if colour not in COLOURS and colour not in self.used:
                hint = did_you_mean(colour, COLOURS) or "use it as the colour of something, or remove it"
                self.report(("colours", colour), "unused-colour", f'the colour "{colour}" is not used', hint)
        theme = self._build(name, known)
        self._check_room(theme)
        for role, style in theme.styles.items():
            if style.leading < style.size:
                message = f"`styles.{role}.leading` must be at least the size, {style.size:g} (got {style.leading:g})"
                self.report(("styles", role, "leading"), "tight-leading", message, f"leading = {style.size * 1.3:.1f}")
        for background in text_backgrounds(theme):
            self._check_contrast(background)
        return theme

    # ------------------------------------------------------------ single keys

    def _read_colours(self, given: object) -> None:
        if not isinstance(given, dict):
            self.report(("colours",), "bad-value", "[colours] must be a table of names and colours")
            return
        for name, value in given.items():
            try:
                self.colours[name] = str(literal_colour(value))
            except InvalidTomlValue as error:
                self.report(("colours", name), error.code, name_key(("colours", name), error.message), error.hint)

    def convert(self, value: object) -> object:
        """Return the value with names of colours replaced by the colours."""
        if isinstance(value, tuple):
            return tuple(self.convert(each) for each in value)
        if not isinstance(value, ColourName):
            return value
        self.used.add(str(value))
        if value in self.colours:
            return self.colours[value]
        if ("colours", value) in self.bad:
            return self.colours.get("text", "000000")  # The invalid colour is reported where it is defined.
        hint = did_you_mean(value, self.colours) or f"choose one of: {', '.join(self.colours)}"
        raise InvalidTomlValue(f'unknown colour "{value}"', hint, "unknown-colour")

    # ------------------------------------------------------------ tokens

    def _build(self, name: str, known: dict[str, Any]) -> Theme:
        styles, callouts, paper = known.get("styles", {}), known.get("callouts", {}), known.get("page", {})
        keys = {key: value for key, value in paper.items() if key not in {"size", "landscape"}}
        if "size" in paper:
            keys["width"], keys["height"] = PAPERS[paper["size"]]
        page = Page(**keys)
        if paper.get("landscape") and page.width < page.height:
            page = replace(page, width=page.height, height=page.width)
        return Theme(
            name=name,
            page=page,
            fonts=known.get("fonts", {}),
            colours=dict(self.colours),
            styles={role: Style(**styles.get(role, {})) for role in ROLES},
            table=TableStyle(**known.get("table", {})),
            callouts={kind: CalloutStyle(**callouts.get(kind, {})) for kind in CALLOUTS},
            chart=ChartStyle(**known.get("charts", {})),
            front=FrontStyle(**known.get("front", {})),
            header=_header_footer(known.get("header", {}), first=False),
            footer=_header_footer(known.get("footer", {}), first=True),
            logo=read_logo(known.get("logo"), self.folder, lambda key, *details: self.report(("logo", key), *details)),
        )

    # ------------------------------------------------------------ keys together

    def _check_room(self, theme: Theme) -> None:
        page = theme.page
        if page.column_width < NARROWEST:
            message = (
                f"columns must be at least {NARROWEST:.0f} points wide (the margins leave {page.column_width:.0f})"
            )
            self.report(("page", "columns" if page.columns > 1 else "left"), "no-room", message)
        height = page.height - page.top - page.bottom
        if height < LOWEST:
            message = (
                f"the text area of a page must be at least {LOWEST:.0f} points high (the margins leave {height:.0f})"
            )
            self.report(("page", "top"), "no-room", message)

    def _check_contrast(self, background: Background) -> None:
        ratio = contrast(background.colour, background.background)
        if ratio >= background.required or {background.key, background.under} & self.bad:
            return
        message = f"{background.what} has a contrast of {ratio:.2f}:1; at least {background.required:g}:1 is required (WCAG 2.1, 1.4.3)"
        # The key in the user's own file that causes it: that of the text, of the background, or a named colour.
        pair = {background.colour, background.background}
        named = [("colours", name) for name, value in self.colours.items() if value in pair]
        possible = (background.key, background.under, *named)
        path = next((each for each in possible if each in self.file.places), background.key)
        near = readable_colour(background.colour, background.background, background.required)
        if path == background.under:
            near = readable_colour(background.background, background.colour, background.required)
        name = path[-1] if path[-1:] and not path[-1].isdecimal() and path[0] != "page" else "colour"
        hint = f'for example {name} = "{near}"'
        self.problems.append(Problem("low-contrast", message, self.file.location(path), hint))


def _header_footer(known: dict[str, Any], *, first: bool) -> HeaderFooterText:
    """Return a header or footer. If the file says nothing about the first page, that one is the same or empty."""
    sides = {key: known[key] for key in ("left", "centre", "right") if key in known}
    on_first = known.get("first", sides if first else {})
    rule_keys = {key: known[key] for key in ("rule", "rule_width") if key in known}
    return HeaderFooterText(Sides(**sides), Sides(**on_first), **rule_keys)
