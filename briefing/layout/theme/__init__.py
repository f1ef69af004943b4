"""Themes: page, type scale, colours and styles, read from a TOML file into a frozen `Theme`.

Lengths are points, colours "RRGGBB" or names from [colours]. Every key is optional: keys that a
file leaves out have the values of the theme named by `like`.

    like = "ministry"                     a shipped theme; default "plain"
    [page]      size (A4 A5 Letter Legal) or width, height; landscape; top right bottom left; columns (1 2), gutter;
                header, footer: distance of their baseline from the paper's edge
    [fonts]     body, sans, korean: font families shipped with briefing
    [colours]   text quiet accent warning link rule, and names of your own
    [styles]    one key per role: face size leading bold italic colour before after align indent hanging hyphenate
                keep_next small_caps.  Roles: title subtitle byline banner heading1–4 body list quote callout_title callout
                caption table_head table_cell table_band source note contents_title contents1 contents2 header footer marking
    [front]     bar bar_width fill pad rule rule_width: the title block of page 1
    [table]     head_fill band_fill total_fill rule rule_width edge edge_width pad_x pad_y
    [callouts.key], .note, .warning       bar bar_width fill pad
    [charts]    palette text quiet grid fill size leading height row
    [header], [footer]                    left centre right rule rule_width; [header.first], [footer.first]: the first page.
                Fields: {title} {edition} {date} {publisher} {marking} {page} {pages} {numbering}
    [logo]      file (PNG in the folder of the theme file) width where (left centre right) pages (first every)
"""

from __future__ import annotations

from collections import deque
from functools import cache
from importlib import resources
from pathlib import Path

from briefing.files.toml import TomlFile, read_toml
from briefing.layout.theme.theme_file import merge, read_theme
from briefing.layout.theme.theme_model import (
    PAPER,
    CalloutStyle,
    ChartStyle,
    FrontStyle,
    HeaderFooterText,
    Logo,
    Page,
    Sides,
    Style,
    TableStyle,
    Theme,
)
from briefing.problems.problem import BriefingError, Location, Problem, sort_problems
from briefing.problems.suggest import did_you_mean

__all__ = [
    "PAPER",
    "CalloutStyle",
    "ChartStyle",
    "FrontStyle",
    "HeaderFooterText",
    "Logo",
    "Page",
    "Sides",
    "Style",
    "TableStyle",
    "Theme",
    "find_theme",
    "load_theme",
    "shipped_themes",
]  # fmt: skip

FIRST = "plain"
"""The theme that all others are based on in the end."""
ENDING = ".toml"
MOST_BYTES = 200_000
_RECENT: deque[Theme] = deque(maxlen=8)
"""Themes recently loaded from files."""


def shipped_themes() -> tuple[str, ...]:
    """Return the names of the themes that are shipped with the package."""
    folder = resources.files("briefing.layout.theme").joinpath("shipped")
    return tuple(sorted(each.name.removesuffix(ENDING) for each in folder.iterdir() if each.name.endswith(ENDING)))


@cache
def load_theme(name: str = FIRST) -> Theme:
    """Load a shipped theme by name. Raises BriefingError if the name is unknown."""
    if name not in shipped_themes():
        raise BriefingError(_unknown_theme(name))
    return _checked(name, _shipped(name), None)


def find_theme(name_or_path: str, folder: Path = Path()) -> Theme:
    """Load a shipped theme by name, or a theme file by path relative to `folder`.

    Raises BriefingError with every problem of the file, or with one if there is neither.
    """
    if name_or_path in shipped_themes():
        return load_theme(name_or_path)
    path = folder / name_or_path
    display_path = path.as_posix()
    try:
        if not path.is_file():
            raise BriefingError(_unknown_theme(name_or_path))
        if path.stat().st_size > MOST_BYTES:
            raise BriefingError(
                Problem("too-large", f"this theme file is larger than {MOST_BYTES // 1000} kB", Location(display_path))
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BriefingError(Problem("unreadable-file", f"cannot be read: {reason}", Location(display_path))) from None
    theme = _checked(path.stem, read_toml(data, display_path), path.parent)
    # An equal theme that was loaded before must be the same object: caches of laid-out blocks go by identity.
    known = next((each for each in _RECENT if each == theme), None)
    if known is None:
        _RECENT.append(theme)
    return known or theme


def _checked(name: str, file: TomlFile, folder: Path | None) -> Theme:
    theme, problems = read_theme(name, file, _base(file, name), folder)
    if problems:
        raise BriefingError(*sort_problems(problems))
    return theme


def _base(file: TomlFile, name: str) -> dict[str, object]:
    """Return the keys of the theme that a file builds on, including those inherited by that one."""
    like = file.data.get("like", FIRST)
    if not isinstance(like, str) or like not in shipped_themes():
        hint = did_you_mean(str(like), shipped_themes()) or f"choose one of: {', '.join(shipped_themes())}"
        message = f'`like` must be the name of a shipped theme (got "{like}")'
        raise BriefingError(Problem("unknown-theme", message, file.location(("like",)), hint))
    if name == FIRST and "like" not in file.data and file.display_path == _shipped_path(FIRST):
        return {}
    parent = _shipped(like)
    return {key: value for key, value in merge(_base(parent, like), parent.data).items() if key != "like"}


@cache
def _shipped(name: str) -> TomlFile:
    data = resources.files("briefing.layout.theme").joinpath("shipped", name + ENDING).read_bytes()
    return read_toml(data, _shipped_path(name))


def _shipped_path(name: str) -> str:
    return f"briefing/layout/theme/shipped/{name}{ENDING}"


def _unknown_theme(name: str) -> Problem:
    known = f"choose one of: {', '.join(shipped_themes())}; or give the path of a theme file"
    suggestion = did_you_mean(name, shipped_themes())
    printed = "".join(c if c.isprintable() else "?" for c in name)
    return Problem("unknown-theme", f'unknown theme "{printed}"', hint=f"{suggestion} {known}".strip())
