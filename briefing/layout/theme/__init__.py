"""Design tokens: page, type scale, colours and looks of one house style, read from a TOML file.

Takes the name of a shipped look or a file, gives a frozen `Theme` that both writers read. Lengths are points, colours
"RRGGBB" or names from [colours]. Every key is optional: what a file does not say is as in the look it is `like`.

    like = "ministry"                     one of the shipped looks; "plain" without it
    [page]      size (A4 A5 Letter Legal) or width, height; landscape; top right bottom left; columns (1 2), gutter;
                header, footer: distance of their baseline from the paper's edge
    [fonts]     body, sans, korean: families that travel with briefing
    [colours]   text quiet accent warning link rule, and names of your own
    [styles]    a role each: face size leading bold italic colour before after align indent hanging hyphenate keep_next
                small_caps.  Roles: title subtitle byline banner heading1–4 body list quote callout_title callout caption
                table_head table_cell table_band source note contents_title contents1 contents2 header footer marking
    [front]     bar bar_width fill pad rule rule_width: the head of page 1
    [table]     head_fill band_fill total_fill rule rule_width edge edge_width pad_x pad_y
    [callouts.key], .note, .warning       bar bar_width fill pad
    [charts]    palette text quiet grid fill size leading height row
    [header], [footer]                    left centre right rule rule_width; [header.first], [footer.first]: the first page.
                Fields: {title} {edition} {date} {publisher} {marking} {page} {pages} {numbering}
    [logo]      file (PNG beside the theme file) width where (left centre right) pages (first every)
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
    CalloutLook,
    ChartLook,
    FrontLook,
    HeaderFooterText,
    Logo,
    Page,
    Sides,
    Style,
    TableLook,
    Theme,
)
from briefing.problems.problem import BriefingError, Location, Problem, sort_problems
from briefing.problems.suggest import did_you_mean

__all__ = [
    "PAPER",
    "CalloutLook",
    "ChartLook",
    "FrontLook",
    "HeaderFooterText",
    "Logo",
    "Page",
    "Sides",
    "Style",
    "TableLook",
    "Theme",
    "find_theme",
    "load_theme",
    "shipped_themes",
]  # fmt: skip

FIRST = "plain"
"""The look on which every other one builds in the end."""
ENDING = ".toml"
MOST_BYTES = 200_000
_READ: deque[Theme] = deque(maxlen=8)
"""The themes of files that were read lately."""


def shipped_themes() -> tuple[str, ...]:
    """The names of the looks that travel with the package."""
    folder = resources.files("briefing.layout.theme").joinpath("shipped")
    return tuple(sorted(each.name.removesuffix(ENDING) for each in folder.iterdir() if each.name.endswith(ENDING)))


@cache
def load_theme(name: str = FIRST) -> Theme:
    """A shipped look by name. Raises BriefingError where there is none of that name."""
    if name not in shipped_themes():
        raise BriefingError(_unknown(name))
    return _checked(name, _shipped(name), None)


def find_theme(wanted: str, folder: Path = Path()) -> Theme:
    """A shipped look by name, or one from a file; `folder` is where a file is looked for.

    Raises BriefingError with every problem of the file, or one where there is neither.
    """
    if wanted in shipped_themes():
        return load_theme(wanted)
    path = folder / wanted
    shown = path.as_posix()
    try:
        if not path.is_file():
            raise BriefingError(_unknown(wanted))
        if path.stat().st_size > MOST_BYTES:
            raise BriefingError(
                Problem("too-large", f"a theme file has at most {MOST_BYTES // 1000} kB", Location(shown))
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BriefingError(Problem("unreadable-file", f"cannot be read: {reason}", Location(shown))) from None
    return _same(_checked(path.stem, read_toml(data, shown), path.parent))


def _same(theme: Theme) -> Theme:
    """A theme of a file, as the very object that it was when it was read before: what was set in it is remembered by that."""
    known = next((each for each in _READ if each == theme), None)
    if known is None:
        _READ.append(theme)
    return known or theme


def _checked(name: str, file: TomlFile, folder: Path | None) -> Theme:
    theme, problems = read_theme(name, file, _base(file, name), folder)
    if problems:
        raise BriefingError(*sort_problems(problems))
    return theme


def _base(file: TomlFile, name: str) -> dict[str, object]:
    """The keys of the look that a file builds on, with those of the looks below that one."""
    like = file.data.get("like", FIRST)
    if not isinstance(like, str) or like not in shipped_themes():
        hint = did_you_mean(str(like), shipped_themes()) or f"there are {', '.join(shipped_themes())}"
        message = f'like: "{like}" is not a shipped look'
        raise BriefingError(Problem("unknown-theme", message, file.location(("like",)), hint))
    if name == FIRST and "like" not in file.data and file.display_path == _shown(FIRST):
        return {}
    below = _shipped(like)
    return {key: value for key, value in merge(_base(below, like), below.data).items() if key != "like"}


@cache
def _shipped(name: str) -> TomlFile:
    data = resources.files("briefing.layout.theme").joinpath("shipped", name + ENDING).read_bytes()
    return read_toml(data, _shown(name))


def _shown(name: str) -> str:
    return f"briefing/layout/theme/shipped/{name}{ENDING}"


def _unknown(name: str) -> Problem:
    known = f"the shipped looks are {', '.join(shipped_themes())}; a path names a file of your own"
    near = did_you_mean(name, shipped_themes())
    printed = "".join(c if c.isprintable() else "?" for c in name)
    return Problem("unknown-theme", f'there is no look "{printed}"', hint=f"{near} {known}".strip())
