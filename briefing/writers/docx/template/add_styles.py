"""Add styles that a brief needs and the template lacks: those of our style sheet, based on the template's own.

Fonts are always the template's, and so is the colour of running text; what marks a table or a box
keeps the theme's colours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from briefing.files.ooxml import Element, W
from briefing.layout.theme import Theme
from briefing.writers.docx import style_names as names
from briefing.writers.docx.numbering import Plan
from briefing.writers.docx.style_sheet import WordStyle, style_identifier, style_xml
from briefing.writers.docx.styles import StyleSheet
from briefing.writers.docx.template.style_map import StyleIndex
from briefing.writers.docx.template.style_values import StyleValues
from briefing.writers.docx.template.xml_trees import make

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
# Roles read as running text, which get the template's own text colour.
_RUNNING = (names.BODY, names.QUOTE, names.NOTE, names.TABLE_TEXT, *names.BULLETS, *names.NUMBERS, *names.CONTINUES,
            *names.CONTENTS, *(names.callout(kind) for kind in names.CALLOUT_KINDS))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """`styles` are the ids of all styles by the writer's names, `added_styles` those of them that are ours."""

    styles: Mapping[str, str]
    added_styles: Mapping[str, str]


def add_missing_styles(
    sheet: Element,
    style_index: StyleIndex,
    *,
    found: Mapping[str, str],
    theme: Theme,
    plan: Plan,
    normal: StyleValues,
    counting: frozenset[str],
    gridded: bool = False,
) -> Sheet:
    """Add the missing styles.

    `counting` are the names of those whose styles in the template are numbered. On a `gridded` page
    our styles ignore the grid, because their lines have been spaced already.
    """
    chosen = dict(found)
    for level, name in enumerate(names.UNNUMBERED):
        if names.HEADINGS[level] in found and names.HEADINGS[level] not in counting:
            chosen.setdefault(name, found[names.HEADINGS[level]])
    maker = _Maker(sheet, style_index, chosen=chosen, theme=theme, plan=plan, normal=normal, counting=counting,
                   gridded=gridded)  # fmt: skip
    added_styles = maker.add_missing()
    return Sheet({**chosen, **added_styles, **maker.uncounted()}, added_styles)


class _Maker:
    def __init__(
        self, sheet: Element, style_index: StyleIndex, *, chosen: Mapping[str, str], theme: Theme, plan: Plan, normal: StyleValues,
        counting: frozenset[str], gridded: bool,
    ) -> None:  # fmt: skip
        self._sheet, self._chosen = sheet, chosen
        self._theme, self._plan, self._normal, self._counting = theme, plan, normal, counting
        self._gridded = gridded
        self._ids: dict[str, str] = {name.casefold(): identifier for name, identifier in chosen.items()}
        self._taken = {identifier.casefold() for identifier in style_index.known}
        for kind, name in _DEFAULTS.items():
            defaults = (
                str(style.get(W + "styleId"))
                for style in sheet.findall(W + "style")
                if style.get(W + "type") == kind and style.get(W + "default") in {"1", "true", "on"}
            )
            known = next(defaults, "")
            if known:
                self._ids[name.casefold()] = known

    def add_missing(self) -> dict[str, str]:
        """Add the missing styles and return their ids by the writer's names."""
        spelt = {name.casefold(): name for name in names.all_names()}
        styles = list(StyleSheet(self._theme).styles())
        missing = [style for style in styles if style.name.casefold() not in self._ids]
        for style in missing:
            self._ids[style.name.casefold()] = self._free(style_identifier(style.name))
        added_styles = {}
        for style in missing:
            text = style_xml(self._adapted(style), lambda name: self._ids[name.casefold()])
            self._sheet.append(make(text))
            if style.name.casefold() in spelt:
                added_styles[spelt[style.name.casefold()]] = self._ids[style.name.casefold()]
        return added_styles

    def uncounted(self) -> dict[str, str]:
        """Return a style for the title of the contents if the template's own would be numbered like a heading."""
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
        """Return one of our styles, adapted to the template's."""
        if style.name in _DEFAULTS.values():
            return style
        run = _FONTS.sub("", style.run)
        if style.name in _RUNNING or (style.name == names.TABLE_HEAD and not self._theme.table.head_fill):
            run = _COLOUR.sub("", run)
        first = self._plan.instances
        paragraph = {
            key: _INSTANCE.sub(lambda found: f'<w:numId w:val="{int(found[1]) + first}"/>', text)
            for key, text in style.paragraph.items()
        }
        if style.kind == "paragraph" and self._normal.indented and style.based == "Normal":
            paragraph.setdefault("ind", _NO_INDENT)
        if self._gridded and "spacing" in paragraph:
            paragraph["snapToGrid"] = '<w:snapToGrid w:val="0"/>'
        style = replace(style, run=run, paragraph=paragraph)
        heading = next((n for n in names.HEADINGS if n.casefold() == style.name), "")
        return self._heading(style, names.HEADINGS.index(heading)) if heading else style

    def _heading(self, style: WordStyle, level: int) -> WordStyle:
        """Return a heading that the template lacks, similar to the nearest one above that it has.

        The paragraph adds its number.
        """
        kept = {key: text for key, text in style.paragraph.items() if key in {"keepNext", "keepLines", "outlineLvl"}}
        above = next((n for n in reversed(names.HEADINGS[:level]) if n in self._chosen), "")
        if above:
            numbering = {"numPr": '<w:numPr><w:numId w:val="0"/></w:numPr>'} if above in self._counting else {}
            return replace(style, based=above.lower(), run="", paragraph={**kept, **numbering})
        return replace(style, paragraph={**style.paragraph, **kept, "numPr": "", "ind": _NO_INDENT})
