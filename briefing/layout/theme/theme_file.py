"""A theme file → a `Theme`, and every problem in it.

Takes the file's TOML and that of the look it is `like`; gives tokens. Every key is checked, then what only shows in keys
together: room for the text, leading, contrast, the logo. A problem stands at the key in the user's file that causes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefing.files.toml import Path as KeyPath
from briefing.files.toml import TomlFile
from briefing.layout.theme.backgrounds import Ground, grounds
from briefing.layout.theme.contrast import contrast, readable
from briefing.layout.theme.logo import read_logo
from briefing.layout.theme.theme_model import (
    CALLOUTS,
    ROLES,
    CalloutLook,
    ChartLook,
    FrontLook,
    Page,
    Running,
    Sides,
    Style,
    TableLook,
    Theme,
)
from briefing.layout.theme.theme_values import COLOURS, KEYS, PAPERS, Check, ColourName, Keys, Unfit, literal_colour
from briefing.problems.problem import Origin, Problem
from briefing.problems.suggest import did_you_mean

NARROWEST, LOWEST = 150.0, 200.0
"""The least width of a column and height of the text on a page, in points."""


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables as one: what `over` says counts, tables within tables likewise."""
    made = dict(base)
    for key, value in over.items():
        below = made.get(key)
        made[key] = merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    # A size and measures say the same thing twice: what is said last counts.
    if "size" in over and "width" not in over:
        made.pop("width", None)
        made.pop("height", None)
    elif "width" in over and "size" not in over:
        made.pop("size", None)
    return made


def read_theme(name: str, file: TomlFile, base: Mapping[str, Any], folder: Path | None) -> tuple[Theme, list[Problem]]:
    """The theme of a file that builds on `base`; `folder` is where its logo lies (None: it can have none)."""
    reader = _Reader(file, merge(base, {k: v for k, v in file.data.items() if k != "like"}), folder)
    return reader.read(name), reader.problems


@dataclass(slots=True)
class _Reader:
    file: TomlFile
    data: dict[str, Any]
    folder: Path | None
    problems: list[Problem] = field(default_factory=list)
    colours: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    bad: set[KeyPath] = field(default_factory=set)

    def read(self, name: str) -> Theme:
        self._read_colours()
        keys = {key: value for key, value in self.data.items() if key != "colours"}
        known = self._table((), keys, KEYS)
        self._check_unused_colours()
        theme = self._build(name, known)
        self._check_room(theme)
        self._check_leading(theme)
        for ground in grounds(theme):
            self._check_contrast(ground)
        return theme

    # ------------------------------------------------------------ single keys

    def _report(self, path: KeyPath, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(code, message, self._origin(path), hint))
        self.bad.add(path)

    def _origin(self, path: KeyPath) -> Origin:
        return self.file.origin(path)

    def _read_colours(self) -> None:
        given = self.data.get("colours", {})
        if not isinstance(given, dict):
            self._report(("colours",), "bad-value", "[colours] is a table of names and colours")
            return
        for name, value in given.items():
            try:
                self.colours[name] = str(literal_colour(value))
            except Unfit as unfit:
                self._report(("colours", name), unfit.code, f"colours.{name}: {unfit.message}", unfit.hint)

    def _table(self, path: KeyPath, given: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
        """The values of a table that are good; a problem for each other."""
        made: dict[str, Any] = {}
        for key, value in given.items():
            here = (*path, key)
            check = keys.get(key)
            if check is None:
                hint = did_you_mean(key, [*keys, *(() if path else ("like", "colours"))])
                inside = f"[{'.'.join(path)}]" if path else "a theme"
                self._report(here, "unknown-key", f'{inside} has no key "{key}"', hint or f"it has {', '.join(keys)}")
            elif isinstance(check, Mapping):
                if isinstance(value, dict):
                    made[key] = self._table(here, value, check)
                else:
                    self._report(here, "bad-value", f"{'.'.join(here)} is a table: [{'.'.join(here)}]")
            else:
                self._value(here, value, check, made)
        return made

    def _value(self, path: KeyPath, value: object, check: Check, made: dict[str, Any]) -> None:
        try:
            made[path[-1]] = self._look_up(check(value))
        except Unfit as unfit:
            self._report(path, unfit.code, f"{'.'.join(path)}: {unfit.message}", unfit.hint)

    def _look_up(self, value: object) -> object:
        """The value, with names of colours replaced by the colours."""
        if isinstance(value, tuple):
            return tuple(self._look_up(each) for each in value)
        if not isinstance(value, ColourName):
            return value
        self.used.add(str(value))
        if value in self.colours:
            return self.colours[value]
        if ("colours", value) in self.bad:
            return self.colours.get("text", "000000")  # that it is no colour is said there
        hint = did_you_mean(value, self.colours)
        raise Unfit("unknown-colour", f'[colours] has no "{value}"', hint or f"it has {', '.join(self.colours)}")

    # ------------------------------------------------------------ tokens

    def _build(self, name: str, known: dict[str, Any]) -> Theme:
        styles, callouts = known.get("styles", {}), known.get("callouts", {})
        return Theme(
            name=name,
            page=self._page(known.get("page", {})),
            fonts=known.get("fonts", {}),
            colours=dict(self.colours),
            styles={role: Style(**styles.get(role, {})) for role in ROLES},
            table=TableLook(**known.get("table", {})),
            callouts={kind: CalloutLook(**callouts.get(kind, {})) for kind in CALLOUTS},
            chart=ChartLook(**known.get("charts", {})),
            front=FrontLook(**known.get("front", {})),
            header=_running(known.get("header", {}), first=False),
            footer=_running(known.get("footer", {}), first=True),
            logo=read_logo(known.get("logo"), self.folder, lambda key, *said: self._report(("logo", key), *said)),
        )

    def _page(self, known: dict[str, Any]) -> Page:
        """The page, with the paper's size by its name."""
        keys = {key: value for key, value in known.items() if key not in {"size", "landscape"}}
        if "size" in known:
            keys["width"], keys["height"] = PAPERS[known["size"]]
        page = Page(**keys)
        if known.get("landscape") and page.width < page.height:
            return replace(page, width=page.height, height=page.width)
        return page

    # ------------------------------------------------------------ keys together

    def _check_unused_colours(self) -> None:
        for name in self.colours:
            if name not in COLOURS and name not in self.used:
                hint = did_you_mean(name, COLOURS) or "name it as the colour of something, or take it out"
                self._report(("colours", name), "unused-colour", f'nothing is painted in "{name}"', hint)

    def _check_room(self, theme: Theme) -> None:
        page = theme.page
        if page.column_width < NARROWEST:
            message = f"margins leave columns {page.column_width:.0f} points wide; {NARROWEST:.0f} are the least"
            self._report(("page", "columns" if page.columns > 1 else "left"), "no-room", message)
        height = page.height - page.top - page.bottom
        if height < LOWEST:
            message = f"margins leave {height:.0f} points for text on a page; {LOWEST:.0f} are the least"
            self._report(("page", "top"), "no-room", message)

    def _check_leading(self, theme: Theme) -> None:
        for role, style in theme.styles.items():
            if style.leading < style.size:
                message = f"styles.{role}: lines {style.leading:g} points apart would touch in type of {style.size:g}"
                self._report(("styles", role, "leading"), "tight-leading", message, f"leading = {style.size * 1.3:.1f}")

    def _check_contrast(self, ground: Ground) -> None:
        ratio = contrast(ground.colour, ground.ground)
        if ratio >= ground.least or {ground.key, ground.under} & self.bad:
            return
        message = f"{ground.what} has a contrast of {ratio:.2f}:1; {ground.least:g}:1 is the least (WCAG 2.1, 1.4.3)"
        path = self._blame(ground)
        near = readable(ground.colour, ground.ground, ground.least)
        if path == ground.under:
            near = readable(ground.ground, ground.colour, ground.least)
        name = path[-1] if path[-1:] and not path[-1].isdecimal() and path[0] != "page" else "colour"
        hint = f'for example {name} = "{near}"'
        self.problems.append(Problem("low-contrast", message, self._origin(path), hint))

    def _blame(self, ground: Ground) -> KeyPath:
        """The key in the user's own file that makes a pair: of the text, of its ground, or of a colour that they name."""
        named = [("colours", name) for name, value in self.colours.items() if value in {ground.colour, ground.ground}]
        for path in (ground.key, ground.under, *named):
            if path in self.file.places:
                return path
        return ground.key


def _running(known: dict[str, Any], *, first: bool) -> Running:
    """A header or footer. What the first page has where the file says nothing of it: the same, or nothing."""
    sides = {key: known[key] for key in ("left", "centre", "right") if key in known}
    on_first = known.get("first", sides if first else {})
    looks = {key: known[key] for key in ("rule", "rule_width") if key in known}
    return Running(Sides(**sides), Sides(**on_first), **looks)
