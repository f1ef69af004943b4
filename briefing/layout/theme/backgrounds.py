"""Pairs of text and background colours in a theme whose contrast is checked.

Each pair comes with the paths of the theme keys that set it. The required ratio comes from
`contrast`.
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
class Background:
    """Text in `colour` on `background`: its description, the required ratio, and the keys that set the two colours.

    `under` is the key of the background and may be empty.
    """

    what: str
    colour: str
    background: str
    required: float
    key: Path
    under: Path = ()


def text_backgrounds(theme: Theme) -> Iterator[Background]:
    """Yield every pair of text and background."""
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
        yield Background("links on the paper", link, PAPER, least_contrast(small, bold=False), ("colours", "link"))
    for kind, look in theme.callouts.items():
        under = ("callouts", kind, "fill")
        for role in ON_CALLOUT:
            yield _styled(theme, role, f"the fill of {kind} callouts", look.fill, under)
        if link:
            yield Background(
                f"links on the fill of {kind} callouts",
                link,
                look.fill,
                least_contrast(small, bold=False),
                ("colours", "link"),
                under,
            )
    yield from _charts(theme)


def _styled(theme: Theme, role: str, on: str, background: str, under: Path = ()) -> Background:
    style = theme.style(role)
    required = least_contrast(style.size, style.bold)
    return Background(f"{role} on {on}", style.colour, background, required, ("styles", role, "colour"), under)


def _charts(theme: Theme) -> Iterator[Background]:
    """Yield the pairs of charts.

    Most labels are in the colours of text, names of series in those of the palette, sides of a flow
    diagram on a fill.
    """
    look = theme.chart
    required = least_contrast(look.size, bold=False)
    for key in ("text", "quiet"):
        yield Background(f"charts.{key} on the paper", getattr(look, key), PAPER, required, ("charts", key))
    for index, colour in enumerate(look.palette):
        yield Background(
            f"colour {index + 1} of the palette on the paper",
            colour,
            PAPER,
            required,
            ("charts", "palette", str(index)),
        )
    under = ("charts", "fill")
    yield Background("charts.text on the fill of charts", look.text, look.fill, required, ("charts", "text"), under)
    first = ("charts", "palette", "0")
    yield Background(
        "the first colour of the palette on the fill of charts", look.palette[0], look.fill, required, first, under
    )
