"""Lists and heading numbers (word/numbering.xml; ISO/IEC 29500-1, 17.9).

Some definitions never change; each render adds instances that restart ordered lists. Also predicts
the number that Word will print before a heading, so that it never differs from the one set by
resolve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.layout.theme import Theme
from briefing.writers.docx import style_names as names
from briefing.writers.docx.wordml import HEADER, NAMESPACES, escape, twips

# Ids of the definitions. The instance (`w:num`) with the same id uses each unchanged.
HEADINGS = 1
BULLETS = 2
NUMBERS = 3
BOXED_BULLETS = 4
BOXED_NUMBERS = 5
QUOTED_BULLETS = 6
QUOTED_NUMBERS = 7
_FIRST_RESTART = 20

LEVELS = 9
_MARKS = ("•", "–")
_END = "</w:numbering>"
# About as wide as a list indent: an em space and two no-break spaces.
_STEP_OF_SPACES = "\u2003\u00a0\u00a0"


def heading_hang(theme: Theme, level: int) -> float:
    """Return the width of a heading's number in points; `level` counts from 0.

    Two levels share an edge, so that titles align.
    """
    room = 1.9 * theme.style("heading1").size
    return round(room if level < 2 else room * 1.4, 1)


def list_step(theme: Theme, *, ordered: bool) -> float:
    """Return the indent of a list level from the one above. Numbers need room for two digits and a full stop."""
    style = theme.style("list")
    return max(style.indent, 1.75 * style.size) if ordered else style.indent


def list_text_edge(theme: Theme, level: int, *, ordered: bool) -> float:
    """Return where an item's text begins, in points from the edge of the surrounding text."""
    return list_step(theme, ordered=ordered) + level * list_step(theme, ordered=False)


def list_hang(theme: Theme, *, ordered: bool) -> float:
    """Return the width reserved for an item's mark."""
    style = theme.style("list")
    return style.hanging + list_step(theme, ordered=ordered) - style.indent


def boxed_edge(theme: Theme) -> float:
    """Return the edge of the text in a callout; all kinds share the widest."""
    return max((look.pad + look.bar_width for look in theme.callouts.values()), default=0.0)


def _level(level: int, form: str, text: str, edges: tuple[float, float], style: str = "") -> str:
    """Return one level: its mark, where its text begins, and how far the mark hangs before it, in points."""
    left, hanging = edges
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}<w:suff w:val="tab"/>'
        f'<w:lvlText w:val="{escape(text)}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{twips(left)}" w:hanging="{twips(hanging)}"/></w:pPr></w:lvl>'
    )


def _mark(level: int) -> str:
    return _MARKS[level % len(_MARKS)]


@dataclass(frozen=True, slots=True)
class Plan:
    """Ids of our definitions among others: `definitions` and `instances` are the highest ids of those.

    `numbers` gives for a level of an ordered list in running text the definition to use instead of
    ours, and its level.
    """

    definitions: int = 0
    instances: int = 0
    numbers: Mapping[int, tuple[int, int]] = field(default_factory=dict)


ALONE = Plan()


def _heading_levels(theme: Theme, links: Mapping[str, str]) -> str:
    levels = []
    for level in range(LEVELS):
        text = ".".join(f"%{above + 1}" for above in range(level + 1))
        style = links.get(names.HEADINGS[level], "") if level < len(names.HEADINGS) else ""
        hang = heading_hang(theme, level)
        levels.append(_level(level, "decimal", text, (hang, hang), style))
    return "".join(levels)


def _list_levels(theme: Theme, edge: float, *, ordered: bool, linked: tuple[str, ...] = ()) -> str:
    """Return the levels of a list. `linked` are ids of the styles of the first levels."""
    levels = []
    for level in range(LEVELS):
        text = f"%{level + 1}." if ordered else _mark(level)
        style = linked[level] if level < len(linked) else ""
        left = edge + list_text_edge(theme, level, ordered=ordered)
        form = "decimal" if ordered else "bullet"
        levels.append(_level(level, form, text, (left, list_hang(theme, ordered=ordered)), style))
    return "".join(levels)


def _boxed_levels(theme: Theme, *, ordered: bool) -> str:
    """Return the levels of a list in a callout.

    Word draws a paragraph's box from the edge of its hanging mark, and joins boxes only if their
    edges agree: so every level hangs from the same edge, and a deeper mark is moved right by
    spaces. LibreOffice shows only one character of a bullet, so such a mark is a "number" without a
    number.
    """
    edge = boxed_edge(theme)
    levels = []
    for level in range(LEVELS):
        push = _STEP_OF_SPACES * level
        text = f"{push}%{level + 1}." if ordered else push + _mark(level)
        form = "decimal" if ordered else "none" if level else "bullet"
        hang = list_text_edge(theme, level, ordered=ordered)
        levels.append(_level(level, form, text, (edge + hang, hang)))
    return "".join(levels)


def numbering_base(theme: Theme) -> str:
    """Return word/numbering.xml with the definitions and one plain instance of each."""
    own = (*names.HEADINGS, *names.BULLETS, *names.NUMBERS)
    abstract, instances = numbering_parts(theme, ALONE, {name: name.replace(" ", "") for name in own})
    return f"{HEADER}<w:numbering {NAMESPACES}>{abstract}{instances}{_END}"


def numbering_parts(theme: Theme, plan: Plan, links: Mapping[str, str]) -> tuple[str, str]:
    """Return definitions and plain instances. `links` gives the id of each style linked to one of their levels."""
    quoted = theme.style("quote").indent
    definitions = (
        (HEADINGS, _heading_levels(theme, links)),
        (BULLETS, _list_levels(theme, 0, ordered=False, linked=tuple(links.get(name, "") for name in names.BULLETS))),
        (NUMBERS, _list_levels(theme, 0, ordered=True, linked=tuple(links.get(name, "") for name in names.NUMBERS))),
        (BOXED_BULLETS, _boxed_levels(theme, ordered=False)),
        (BOXED_NUMBERS, _boxed_levels(theme, ordered=True)),
        (QUOTED_BULLETS, _list_levels(theme, quoted, ordered=False)),
        (QUOTED_NUMBERS, _list_levels(theme, quoted, ordered=True)),
    )
    abstract = instances = ""
    for identifier, levels in definitions:
        number = plan.definitions + identifier
        abstract += (
            f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{0x1B2E5A00 + number:08X}"/>'
            f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{0x4C3D2E00 + number:08X}"/>{levels}</w:abstractNum>'
        )
        instances += _instance(plan.instances + identifier, number)
    return abstract, instances


def _instance(identifier: int, definition: int, override: str = "") -> str:
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'


class Numbering:
    """The list instances of one render, and Word's own count of headings."""

    def __init__(self, base: str, plan: Plan = ALONE) -> None:
        self._base = base
        self._plan = plan
        self._instances: list[str] = []
        self._counts = [0] * LEVELS

    def plain(self, definition: int, level: int) -> str:
        """Return `w:numPr` of a list that continues as it is defined."""
        return numbered(level, self._plan.instances + definition)

    def restart(self, definition: int, level: int, start: int) -> str:
        """Return `w:numPr` of a new instance of an ordered list.

        Its items at `level` (from 0) count from `start`.
        """
        identifier = self._plan.instances + _FIRST_RESTART + len(self._instances)
        own = (self._plan.definitions + definition, level)
        definition, level = self._plan.numbers.get(level, own) if definition == NUMBERS else own
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        self._instances.append(_instance(identifier, definition, override))
        return numbered(level, identifier)

    def counts_to(self, level: int, number: str) -> bool:
        """Return whether Word will print `number` before a heading of `level` (from 0); if so, count it.

        Word prints a level above that has not been counted yet as 1, so such a number is never
        Word's.
        """
        counts = [*self._counts[:level], self._counts[level] + 1]
        if 0 in counts or ".".join(map(str, counts)) != number:
            return False
        self._counts = counts + [0] * (LEVELS - len(counts))
        return True

    @property
    def instances(self) -> str:
        """Return the lists of this render."""
        return "".join(self._instances)

    def xml(self) -> str:
        """Return word/numbering.xml."""
        return self._base.removesuffix(_END) + self.instances + _END


def numbered(level: int, instance: int) -> str:
    """Return `w:numPr`: a level (from 0) of a list instance."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>'
