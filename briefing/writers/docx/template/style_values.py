"""Effective values of a template's styles: own properties on top of those of base styles and defaults.

Values are in points. Conditional table formats and direct formatting are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.files.ooxml import Element, W
from briefing.writers.docx.template.xml_trees import A, switched_on, value_of, whole

_DEEPEST = 30
_SINGLE_LINE = 240
_CELL_MARGIN = 108
"""Word's default margin at either side of a cell's text (ISO/IEC 29500-1, 17.4.42)."""


@dataclass(frozen=True, slots=True)
class StyleValues:
    """A style in points.

    `line` is the distance of lines, 0 if the font decides; `lines` is then its multiple. `exact`
    lines, and those that are not `snapped`, ignore the page's grid. `numbered` is (list instance,
    level) or None.
    """

    size: float = 10.0
    bold: bool = False
    italic: bool = False
    family: str = ""
    before: float = 0.0
    after: float = 0.0
    line: float = 0.0
    lines: float = 1.0
    align: str = "left"
    left: float = 0.0
    hanging: float = 0.0
    numbered: tuple[int, int] | None = None
    outline: int | None = None
    page_before: bool = False
    kept: bool = False
    tabbed: bool = False
    indented: bool = False
    exact: bool = False
    snapped: bool = True


class StyleSheetReader:
    """Evaluate the styles of one template."""

    def __init__(self, styles: Element, theme: Element | None) -> None:
        self._styles = {str(e.get(W + "styleId")): e for e in styles.findall(W + "style")}
        self._defaults = styles.find(f"{W}docDefaults")
        self.faces: dict[str, str] = {}
        for slot in ("major", "minor"):
            path = f"{A}themeElements/{A}fontScheme/{A}{slot}Font/{A}latin"
            face = theme.find(path) if theme is not None else None
            if face is not None and face.get("typeface"):
                self.faces[slot] = str(face.get("typeface"))

    def measure(self, identifier: str) -> StyleValues:
        """Return a paragraph style; an unknown one has the defaults."""
        runs = list(self._properties(identifier, "rPr"))
        paragraphs = list(self._properties(identifier, "pPr"))
        spacing = {key: text for e in _found(paragraphs, "spacing") for key, text in _own(e).items()}
        edges = {key: text for e in _found(paragraphs, "ind") for key, text in _own(e).items()}
        in_points = spacing.get("lineRule") in {"exact", "atLeast"}
        line = whole(spacing.get("line"), _SINGLE_LINE)
        family = ""
        for fonts in _found(runs, "rFonts"):
            slot = fonts.get(W + "asciiTheme") or fonts.get(W + "hAnsiTheme") or ""
            family = self.faces.get(slot[:5], "") or fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or family
        outline = whole(_last(paragraphs, "outlineLvl"), -1)
        return StyleValues(
            size=min(96.0, max(5.0, whole(_last(runs, "sz"), 20) / 2)),
            bold=bool(_switch(runs, "b")),
            italic=bool(_switch(runs, "i")),
            family=family,
            before=whole(spacing.get("before")) / 20,
            after=whole(spacing.get("after")) / 20,
            line=line / 20 if in_points else 0.0,
            lines=1.0 if in_points else line / _SINGLE_LINE,
            align={"both": "justify", "center": "centre", "right": "right", "end": "right"}.get(
                _last(paragraphs, "jc") or "", "left"
            ),
            left=whole(edges.get("left") or edges.get("start")) / 20,
            hanging=whole(edges.get("hanging")) / 20,
            numbered=_numbered(paragraphs),
            outline=outline if 0 <= outline <= 8 else None,
            kept=bool(_switch(paragraphs, "keepNext")),
            page_before=bool(_switch(paragraphs, "pageBreakBefore")),
            tabbed=any(t.get(W + "val") in {"right", "end"} for e in _found(paragraphs, "tabs") for t in e),
            indented=any(whole(text) for text in edges.values()),
            exact=spacing.get("lineRule") == "exact",
            snapped=_switch(paragraphs, "snapToGrid") is not False,
        )

    def cell_margins(self, identifier: str) -> tuple[float, float]:
        """Return a table style's margins beside a cell's text, and above and below it."""
        tables = list(self._properties(identifier, "tblPr"))
        found = {"top": 0, "bottom": 0, "left": _CELL_MARGIN, "right": _CELL_MARGIN}
        for margins in _found(tables, "tblCellMar"):
            for side in margins:
                key = {"start": "left", "end": "right"}.get(
                    str(side.tag).removeprefix(W), str(side.tag).removeprefix(W)
                )
                found[key] = max(0, whole(side.get(W + "w")))
        return (found["left"] + found["right"]) / 40, (found["top"] + found["bottom"]) / 40

    def _properties(self, identifier: str, tag: str) -> Iterator[Element]:
        """Yield the property elements of a style, the most distant base first."""
        if self._defaults is not None:
            found = self._defaults.find(f"{W}{tag}Default/{W}{tag}")
            if found is not None:
                yield found
        chain: list[Element] = []
        at: str | None = identifier
        while at in self._styles and len(chain) < _DEEPEST and self._styles[at] not in chain:
            chain.append(self._styles[at])
            at = value_of(self._styles[at], "basedOn")
        for style in reversed(chain):
            found = style.find(W + tag)
            if found is not None:
                yield found


def _found(properties: list[Element], tag: str) -> Iterator[Element]:
    return (child for element in properties for child in element.findall(W + tag))


def _own(element: Element) -> dict[str, str]:
    return {str(key).removeprefix(W): str(text) for key, text in element.attrib.items()}


def _last(properties: list[Element], tag: str) -> str | None:
    return next((v for e in reversed(properties) if (v := value_of(e, tag)) is not None), None)


def _switch(properties: list[Element], tag: str) -> bool | None:
    return next((v for e in reversed(properties) if (v := switched_on(e, tag)) is not None), None)


def _numbered(properties: list[Element]) -> tuple[int, int] | None:
    """Return the list instance and level of a style; instance 0 removes numbering."""
    instance = level = 0
    for element in _found(properties, "numPr"):
        instance = whole(value_of(element, "numId"), instance)
        level = whole(value_of(element, "ilvl"), level)
    return (instance, min(max(level, 0), 8)) if instance > 0 else None
