"""Work out what Word prints before a paragraph: heading numbers, list numbers and bullets (ISO/IEC 29500-1, 17.9).

Return the label of each paragraph. Counters advance with each call, so every paragraph must be
passed once and in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from briefing.files.ooxml import Part, W

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST_ROMAN = 4000
_NOT_SHOWN = frozenset({"bullet", "none"})
_MOST_BASES = 20
"""Styles that a style is based on, one on the other. Word allows about ten."""
_WORDS = 2
"""Letters and digits from which the mark of a list is text and no bullet, which may be the "o" or "§" of a symbol font."""


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name in lower case (or the role it plays), base style, list, list level, outline level.

    An outline level of -1 means none.
    """

    name: str
    based: str
    numbering: str
    level: int
    outline: int


@dataclass(frozen=True, slots=True)
class Label:
    """The label before a paragraph. `text` is empty for bullets; `level` counts from 1."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class _Mark:
    form: str
    text: str
    start: int
    legal: bool


@dataclass(slots=True)
class _Definition:
    marks: dict[int, _Mark] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


def value(element: etree._Element | None, *path: str, attribute: str = "val") -> str:
    """Return an attribute of a descendant; empty if either is missing."""
    found = element.find("/".join(W + step for step in path)) if element is not None else None
    return str(found.get(W + attribute) or "") if found is not None else ""


def number(text: str, otherwise: int) -> int:
    """Return a whole number from a file, or `otherwise` if it is not one."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else otherwise


class Styles:
    """Paragraph styles by id. `roles` maps the styles of somebody's template to our names."""

    def __init__(self, part: Part | None, roles: Mapping[str, str] | None = None) -> None:
        elements = part.root.findall(W + "style") if part is not None else []
        self._styles: dict[str, Style] = {}
        for element in elements:
            if element.get(W + "type") != "character":
                name = value(element, "name").lower()
                self._styles[str(element.get(W + "styleId"))] = Style(
                    name=(roles or {}).get(name, name),
                    based=value(element, "basedOn"),
                    numbering=value(element, "pPr", "numPr", "numId"),
                    level=number(value(element, "pPr", "numPr", "ilvl"), 0),
                    outline=number(value(element, "pPr", "outlineLvl"), -1),
                )
        usual = (
            e for e in elements if e.get(W + "type") == "paragraph" and e.get(W + "default") in {"1", "true", "on"}
        )
        self._usual = next((str(e.get(W + "styleId")) for e in usual), "")

    def chain(self, paragraph: etree._Element) -> Iterator[tuple[str, Style]]:
        """Yield a paragraph's style and the styles that it is based on, each once."""
        seen: set[str] = set()
        identifier = value(paragraph, "pPr", "pStyle") or self._usual
        while identifier in self._styles and identifier not in seen and len(seen) < _MOST_BASES:
            seen.add(identifier)
            yield identifier, self._styles[identifier]
            identifier = self._styles[identifier].based


class Lists:
    """The lists of a file and their counters."""

    def __init__(self, part: Part | None, styles: Styles) -> None:
        self._styles = styles
        elements = part.root.findall(W + "abstractNum") if part is not None else []
        self._definitions: dict[str, _Definition] = {}
        for element in elements:
            found = self._definitions[str(element.get(W + "abstractNumId"))] = _Definition()
            for level in element.findall(W + "lvl"):
                at = number(str(level.get(W + "ilvl")), 0)
                start, legal = number(value(level, "start"), 1), level.find(W + "isLgl") is not None
                found.marks[at] = _Mark(value(level, "numFmt") or "decimal", value(level, "lvlText"), start, legal)
                if style := value(level, "pStyle"):
                    found.styles[style] = at
        linked = {value(e, "styleLink"): self._definitions[str(e.get(W + "abstractNumId"))] for e in elements}
        for element in elements:
            if (link := value(element, "numStyleLink")) and link in linked:
                self._definitions[str(element.get(W + "abstractNumId"))] = linked[link]
        instances = part.root.findall(W + "num") if part is not None else []
        self._instances = {str(e.get(W + "numId")): e for e in instances}
        self._started: set[str] = set()

    def label(self, paragraph: etree._Element) -> Label | None:
        """Return the label of the next paragraph; None if it has none."""
        identifier, level = self._list_of(paragraph)
        instance = self._instances.get(identifier)
        found = self._definitions.get(value(instance, "abstractNumId"))
        if identifier in {"", "0"} or instance is None or found is None or level not in found.marks:
            return None
        if identifier not in self._started:
            self._started.add(identifier)
            for override in instance.findall(W + "lvlOverride"):
                if start := value(override, "startOverride"):
                    found.counts[number(str(override.get(W + "ilvl")), 0)] = number(start, 1) - 1
        mark = found.marks[level]
        found.counts[level] = found.counts.get(level, mark.start - 1) + 1
        for deeper in [at for at in found.counts if at > level]:
            del found.counts[deeper]
        if mark.form == "none" and not mark.text.strip():
            return None
        if mark.form in _NOT_SHOWN and sum(character.isalnum() for character in mark.text) < _WORDS:
            return Label("", level + 1)
        return Label(_fill_label(mark, found), level + 1)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the list and level of a paragraph: its own, or its style's."""
        own, level = value(paragraph, "pPr", "numPr", "numId"), value(paragraph, "pPr", "numPr", "ilvl")
        if own:
            return own, number(level, 0)
        for identifier, style in self._styles.chain(paragraph):
            if style.numbering:
                instance = self._instances.get(style.numbering)
                found = self._definitions.get(value(instance, "abstractNumId"))
                at = found.styles.get(identifier, style.level) if found is not None else style.level
                return style.numbering, number(level, at)
        return "", 0


def _fill_label(mark: _Mark, definition: _Definition) -> str:
    """Return a label with its counters filled in."""

    def shown(found: re.Match[str]) -> str:
        at = int(found.group(1)) - 1
        of = definition.marks.get(at, mark)
        return write_number(definition.counts.get(at, of.start), "decimal" if mark.legal else of.form)

    return re.sub(r"%(\d)", shown, mark.text).strip()


def write_number(count: int, form: str) -> str:
    """Return a count in one of Word's number formats; decimal if the format is unknown."""
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 20)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"} and 0 < count < _MOST_ROMAN:
        roman, left = "", count
        for size, letters in _ROMAN:
            roman += letters * (left // size)
            left %= size
        return roman.upper() if form == "upperRoman" else roman
    return f"{count:02}" if form == "decimalZero" else str(count)
