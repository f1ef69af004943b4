"""Styles that a brief needs and the template lacks: made from our style sheet, but based on the template's own styles.

Takes the styles that play a part already; gives an id for each name and adds what is missing to the style sheet. Fonts are always
the template's, and so is the colour of running text; what marks a table or a box keeps the theme's colours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from briefing.layout.theme import Theme
from briefing.writers.docx import style_names as names
from briefing.writers.docx.numbering import Plan
from briefing.writers.docx.style_sheet import WordStyle, style_identifier, style_xml
from briefing.writers.docx.styles import StyleSheet
from briefing.writers.docx.template.style_map import Shelf
from briefing.writers.docx.template.style_values import Measure
from briefing.writers.docx.template.xml_trees import Element, W, make

_DEFAULTS = {
    "paragraph": "Normal",
    "character": "Default Paragraph Font",
    "table": "Normal Table",
    "numbering": "No List",
}
_FONTS = re.compile(r"<w:rFonts [^>]*/>")
_COLOUR = re.compile(r"<w:color [^>]*/>")
_INSTANCE = re.compile(r'<w:numId w:val="([1-9]\d*)"/>')
_NO_INDENT = '<w:ind w:left="0" w:right="0" w:firstLine="0"/>'
# What is read as running text has the colour of the template's own.
_RUNNING = (names.BODY, names.QUOTE, names.NOTE, names.TABLE_TEXT, *names.BULLETS, *names.NUMBERS, *names.CONTINUES,
            *names.CONTENTS, *(names.callout(kind) for kind in names.CALLOUT_KINDS))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """`styles` are the ids of all styles by the writer's names, `injected` those of them that are ours."""

    styles: Mapping[str, str]
    injected: Mapping[str, str]


def inject_styles(
    sheet: Element,
    shelf: Shelf,
    *,
    found: Mapping[str, str],
    theme: Theme,
    plan: Plan,
    normal: Measure,
    counting: frozenset[str],
    gridded: bool = False,
) -> Sheet:
    """Adds what is missing. `counting` are the names of those whose styles in the template count; on a `gridded` page ours say that
    they go by no grid, since their lines have been set apart already.
    """
    chosen = dict(found)
    for level, name in enumerate(names.UNNUMBERED):
        if names.HEADINGS[level] in found and names.HEADINGS[level] not in counting:
            chosen.setdefault(name, found[names.HEADINGS[level]])
    maker = _Maker(sheet, shelf, chosen=chosen, theme=theme, plan=plan, normal=normal, counting=counting,
                   gridded=gridded)  # fmt: skip
    injected = maker.inject()
    return Sheet({**chosen, **injected, **maker.uncounted()}, injected)


class _Maker:
    def __init__(
        self, sheet: Element, shelf: Shelf, *, chosen: Mapping[str, str], theme: Theme, plan: Plan, normal: Measure,
        counting: frozenset[str], gridded: bool,
    ) -> None:  # fmt: skip
        self._sheet, self._shelf, self._chosen = sheet, shelf, chosen
        self._theme, self._plan, self._normal, self._counting = theme, plan, normal, counting
        self._gridded = gridded
        self._ids: dict[str, str] = {name.casefold(): identifier for name, identifier in chosen.items()}
        self._taken = {identifier.casefold() for identifier in shelf.known}
        for kind, name in _DEFAULTS.items():
            known = _default(sheet, kind)
            if known:
                self._ids[name.casefold()] = known

    def inject(self) -> dict[str, str]:
        """Ids of the styles that were added, by the writer's names."""
        spelt = {name.casefold(): name for name in names.all_names()}
        styles = list(StyleSheet(self._theme).styles())
        missing = [style for style in styles if style.name.casefold() not in self._ids]
        for style in missing:
            self._ids[style.name.casefold()] = self._free(style_identifier(style.name))
        injected = {}
        for style in missing:
            text = style_xml(self._adapted(style), lambda name: self._ids[name.casefold()])
            self._sheet.append(make(text))
            if style.name.casefold() in spelt:
                injected[spelt[style.name.casefold()]] = self._ids[style.name.casefold()]
        return injected

    def uncounted(self) -> dict[str, str]:
        """The title of the contents, where the template's own would count as a heading."""
        if names.CONTENTS_TITLE not in self._counting:
            return {}
        name = f"{names.CONTENTS_TITLE} Unnumbered"
        numbering = {"numPr": '<w:numPr><w:numId w:val="0"/></w:numPr>', "ind": _NO_INDENT}
        self._ids[name.casefold()] = self._free(style_identifier(name))
        style = WordStyle(name, based=names.CONTENTS_TITLE, paragraph=numbering)
        self._sheet.append(make(style_xml(style, lambda n: self._ids[n.casefold()])))
        return {names.CONTENTS_TITLE: self._ids[name.casefold()]}

    def _free(self, identifier: str) -> str:
        while identifier.casefold() in self._taken:
            identifier += "Brief"
        self._taken.add(identifier.casefold())
        return identifier

    def _adapted(self, style: WordStyle) -> WordStyle:
        """A style of ours as it stands among the template's."""
        if style.name in _DEFAULTS.values():
            return style
        run = _FONTS.sub("", style.run)
        if style.name in _RUNNING or (style.name == names.TABLE_HEAD and not self._theme.table.head_fill):
            run = _COLOUR.sub("", run)
        paragraph = {key: self._offset(text) for key, text in style.paragraph.items()}
        if style.kind == "paragraph" and self._normal.indented and style.based == "Normal":
            paragraph.setdefault("ind", _NO_INDENT)
        if self._gridded and "spacing" in paragraph:
            paragraph["snapToGrid"] = '<w:snapToGrid w:val="0"/>'
        style = replace(style, run=run, paragraph=paragraph)
        heading = next((n for n in names.HEADINGS if n.casefold() == style.name), "")
        return self._heading(style, names.HEADINGS.index(heading)) if heading else style

    def _heading(self, style: WordStyle, level: int) -> WordStyle:
        """A heading that the template lacks looks like the nearest one above it that is there; the paragraph asks for its number."""
        kept = {key: text for key, text in style.paragraph.items() if key in {"keepNext", "keepLines", "outlineLvl"}}
        above = next((n for n in reversed(names.HEADINGS[:level]) if n in self._chosen), "")
        if above:
            numbering = {"numPr": '<w:numPr><w:numId w:val="0"/></w:numPr>'} if above in self._counting else {}
            return replace(style, based=above.lower(), run="", paragraph={**kept, **numbering})
        return replace(style, paragraph={**style.paragraph, **kept, "numPr": "", "ind": _NO_INDENT})

    def _offset(self, text: str) -> str:
        return _INSTANCE.sub(lambda found: f'<w:numId w:val="{int(found[1]) + self._plan.instances}"/>', text)


def _default(sheet: Element, kind: str) -> str:
    for style in sheet.findall(W + "style"):
        if style.get(W + "type") == kind and style.get(W + "default") in {"1", "true", "on"}:
            return str(style.get(W + "styleId"))
    return ""
