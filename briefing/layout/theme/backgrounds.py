"""Which text stands on which ground in a look: every pair whose contrast a theme must keep.

Takes a theme, gives pairs with the paths of the keys that make them. Knows no file; how much contrast is enough is for `contrast`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.layout.theme.contrast import least_contrast
from briefing.layout.theme.theme_model import PAPER, Theme

Path = tuple[str, ...]

ON_FRONT = ("title", "subtitle", "byline")
ON_CALLOUT = ("callout_title", "callout")
ON_PAPER = (
    "banner", "heading1", "heading2", "heading3", "heading4", "body", "list", "quote", "caption", "table_cell", "source",
    "note", "contents_title", "contents1", "contents2", "header", "footer", "marking",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """Text in `colour` on `ground`, what it is called, the ratio it needs, and the keys that say so (`under` may be none)."""

    what: str
    colour: str
    ground: str
    least: float
    key: Path
    under: Path = ()


def grounds(theme: Theme) -> Iterator[Ground]:
    """Every pair of text and ground."""
    for role in ON_PAPER:
        yield _styled(theme, role, "the paper", PAPER)
    fill = theme.front.fill
    for role in ON_FRONT:
        yield _styled(theme, role, "the title's fill" if fill else "the paper", fill or PAPER, ("front", "fill"))
    table = theme.table
    yield _styled(theme, "table_head", "the fill of table heads", table.head_fill, ("table", "head_fill"))
    yield _styled(theme, "table_band", "the fill of table bands", table.band_fill, ("table", "band_fill"))
    yield _styled(theme, "table_band", "the fill of total rows", table.total_fill, ("table", "total_fill"))
    link = theme.colours.get("link", "")
    small = theme.style("note").size
    if link:
        yield Ground("links on the paper", link, PAPER, least_contrast(small, bold=False), ("colours", "link"))
    for kind, look in theme.callouts.items():
        under = ("callouts", kind, "fill")
        for role in ON_CALLOUT:
            yield _styled(theme, role, f"the fill of {kind} callouts", look.fill, under)
        if link:
            yield Ground(
                f"links on the fill of {kind} callouts",
                link,
                look.fill,
                least_contrast(small, bold=False),
                ("colours", "link"),
                under,
            )
    yield from _charts(theme)


def _styled(theme: Theme, role: str, on: str, ground: str, under: Path = ()) -> Ground:
    style = theme.style(role)
    least = least_contrast(style.size, style.bold)
    return Ground(f"{role} on {on}", style.colour, ground, least, ("styles", role, "colour"), under)


def _charts(theme: Theme) -> Iterator[Ground]:
    """Labels of charts: most are in the colours of text, names of series in those of the palette, sides of an exchange on a fill."""
    look = theme.chart
    least = least_contrast(look.size, bold=False)
    for key in ("text", "quiet"):
        yield Ground(f"charts.{key} on the paper", getattr(look, key), PAPER, least, ("charts", key))
    for index, colour in enumerate(look.palette):
        yield Ground(
            f"colour {index + 1} of the palette on the paper", colour, PAPER, least, ("charts", "palette", str(index))
        )
    under = ("charts", "fill")
    yield Ground("charts.text on the fill of charts", look.text, look.fill, least, ("charts", "text"), under)
    first = ("charts", "palette", "0")
    yield Ground(
        "the first colour of the palette on the fill of charts", look.palette[0], look.fill, least, first, under
    )
