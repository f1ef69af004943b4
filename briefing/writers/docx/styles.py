"""Style sheet of a brief (word/styles.xml): every named style, derived from the theme's roles.

Every size, colour and distance comes from the theme.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing.layout.theme import CalloutStyle, HeaderFooterText, Theme
from briefing.writers.docx import style_names as names
from briefing.writers.docx.numbering import BULLETS, HEADINGS, boxed_edge, heading_hang, list_text_edge
from briefing.writers.docx.style_sheet import (
    GROWING,
    ROOM_AFTER_BLOCK,
    WordStyle,
    indent,
    paragraph_look,
    run_look,
    spacing,
    style_xml,
)
from briefing.writers.docx.theme_part import Palette, east_asian_family
from briefing.writers.docx.wordml import HEADER, NAMESPACES, eighths, half_points, twips, word_language

_BELOW_BANNER = 9.0
"""Space between a banner and the text that it has moved down, in points."""
_NO_WIDTH = '<w:tblInd w:w="0" w:type="dxa"/>'


def style_sheet(theme: Theme, language: str) -> str:
    """Return word/styles.xml for a theme and the document's language."""
    sheet = StyleSheet(theme)
    body = theme.style("body")
    size = half_points(body.size)
    east = ' w:eastAsia="ko-KR"' if east_asian_family(theme) else ""
    spoken = f'<w:lang w:val="{word_language(language)}"{east} w:bidi="ar-SA"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{sheet.palette.face(body.face)}{sheet.palette.colour(body.colour)}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{spoken}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    styles = "".join(style_xml(style) for style in sheet.styles())
    return f"{HEADER}<w:styles {NAMESPACES}>{defaults}{styles}</w:styles>"


class StyleSheet:
    """The styles of one theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.palette = Palette(theme)
        self.hyphenating = any(style.hyphenate for style in theme.styles.values())

    def styles(self) -> Iterator[WordStyle]:
        """Yield every style, in a fixed order."""
        yield from self._defaults()
        yield self._style(names.TITLE, "title", next=names.SUBTITLE, priority=10, gallery=True)
        yield self._style(names.SUBTITLE, "subtitle", next=names.BODY, priority=11, gallery=True)
        yield self._style(names.BYLINE, "byline", priority=12, gallery=True)
        yield from self._headings()
        yield from self._text()
        yield from self._lists()
        for kind in names.CALLOUT_KINDS:
            yield from self._callout(kind, self.theme.callouts.get(kind, CalloutStyle()))
        yield from self._tables()
        yield from self._contents()
        yield from self._furniture()
        yield from self._characters()

    def _style(self, name: str, role: str, **changes: object) -> WordStyle:
        """Return a paragraph style formatted like a role of the theme; `changes` are other fields of WordStyle."""
        look = self.theme.style(role)
        style = WordStyle(
            name,
            paragraph=paragraph_look(look, role, self.hyphenating),
            run=run_look(look, self.palette),
        )
        return replace(style, **changes)  # type: ignore[arg-type]  # the names are checked by the dataclass

    def _variant(self, style: WordStyle, **properties: str) -> WordStyle:
        """Return the same style with other paragraph properties."""
        return replace(style, paragraph={**style.paragraph, **properties})

    def _defaults(self) -> Iterator[WordStyle]:
        yield WordStyle("Normal", based="", default=True, priority=0, gallery=True)
        yield WordStyle("Default Paragraph Font", kind="character", based="", default=True, priority=1)
        margins = "".join(
            f'<w:{side} w:w="{width}" w:type="dxa"/>'
            for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
        )
        cells = f"<w:tblPr>{_NO_WIDTH}<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        yield WordStyle("Normal Table", kind="table", based="", default=True, extra=cells)
        yield WordStyle("No List", kind="numbering", based="", default=True)

    def _headings(self) -> Iterator[WordStyle]:
        for level, name in enumerate(names.HEADINGS):
            style = self._style(name.lower(), f"heading{level + 1}", next=names.BODY, priority=9, gallery=True)
            numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{HEADINGS}"/></w:numPr>'
            hang = heading_hang(self.theme, level)
            yield self._variant(
                style,
                keepNext="<w:keepNext/>",
                keepLines="<w:keepLines/>",
                numPr=numbering,
                ind=indent(hang, hang),
                outlineLvl=f'<w:outlineLvl w:val="{level}"/>',
            )
            # Instance 0 removes numbering (ISO/IEC 29500-1, 17.9.18); in a style, because checkers know it only there.
            yield WordStyle(
                names.UNNUMBERED[level],
                based=name.lower(),
                next=names.BODY,
                priority=9,
                gallery=True,
                paragraph={"numPr": '<w:numPr><w:numId w:val="0"/></w:numPr>', "ind": indent(0)},
            )

    def _text(self) -> Iterator[WordStyle]:
        yield self._style(names.BODY, "body", priority=1, gallery=True)
        quote = self.theme.style("quote")
        yield self._variant(
            self._style(names.QUOTE, "quote", priority=29, gallery=True),
            ind=indent(quote.indent, 0, quote.indent),
        )
        caption = self._style(names.CAPTION.lower(), "caption", next=names.BODY, priority=35, gallery=True)
        yield self._variant(caption, keepNext="<w:keepNext/>", keepLines="<w:keepLines/>")
        figure = {"keepNext": "<w:keepNext/>", "jc": '<w:jc w:val="center"/>'}
        yield WordStyle(names.FIGURE, next=names.SOURCE, paragraph=figure, gallery=True)
        # Source and notes below a table: tight lines, and a paragraph's space after the last.
        look = self.theme.style("source")
        room = max(look.after, self.theme.style("body").after + ROOM_AFTER_BLOCK)
        yield self._variant(
            self._style(names.SOURCE, "source", gallery=True),
            spacing=spacing(replace(look, after=room), "source"),
            contextualSpacing="<w:contextualSpacing/>",
        )
        yield self._style(names.NOTE, "note")

    def _lists(self) -> Iterator[WordStyle]:
        for level, (bullet, number, continued) in enumerate(
            zip(names.BULLETS, names.NUMBERS, names.CONTINUES, strict=True)
        ):
            numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{BULLETS}"/></w:numPr>'
            yield self._list_style(bullet, numPr=numbering)
            yield self._list_style(number)
            yield self._list_style(continued, ind=indent(list_text_edge(self.theme, level, ordered=False)))

    def _list_style(self, name: str, **properties: str) -> WordStyle:
        """Return a list style; positions of text and mark are left to numbering unless given here."""
        style = self._style(name, "list", priority=36, gallery=True)
        kept = {key: value for key, value in style.paragraph.items() if key != "ind"}
        return replace(style, paragraph={**kept, **properties})

    def _callout(self, kind: str, look: CalloutStyle) -> Iterator[WordStyle]:
        """Yield the styles of a callout: Word draws neighbours with the same borders and edges as one box."""
        edge = eighths(look.bar_width)
        gap = round(look.pad * 0.6)
        pad = round(look.pad)
        hair = f'w:val="single" w:sz="2" w:color="{look.fill}"'
        box = {
            "keepLines": "<w:keepLines/>",
            "pBdr": (
                f'<w:pBdr><w:top {hair} w:space="{gap}"/>'
                f'<w:left w:val="single" w:sz="{edge}" w:space="{pad}" w:color="{look.bar}"/>'
                f'<w:bottom {hair} w:space="{gap}"/><w:right {hair} w:space="{pad}"/></w:pBdr>'
            ),
            "shd": f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill}"/>',
            "ind": indent(boxed_edge(self.theme), 0, look.pad),
        }
        text = self._style(names.callout(kind), "callout", gallery=True)
        title = self._style(names.callout_title(kind), "callout_title", next=names.callout(kind), gallery=True)
        yield self._variant(text, **box)
        yield self._variant(title, keepNext="<w:keepNext/>", **box)

    def _tables(self) -> Iterator[WordStyle]:
        text = self._style(names.TABLE_TEXT, "table_cell", gallery=True)
        yield text
        right = '<w:jc w:val="right"/>'
        yield WordStyle(names.TABLE_NUMBER, based=names.TABLE_TEXT, paragraph={"jc": right}, gallery=True)
        yield WordStyle(names.TABLE_ROW_HEAD, based=names.TABLE_TEXT, gallery=True)  # As in the PDF, set like any cell.
        yield self._style(names.TABLE_TOTAL, "table_band", gallery=True)
        yield self._variant(self._style(names.TABLE_HEAD, "table_head", gallery=True), keepNext="<w:keepNext/>")
        yield self._variant(self._style(names.TABLE_BAND, "table_band", gallery=True), keepNext="<w:keepNext/>")
        yield WordStyle(names.TABLE, kind="table", based="Normal Table", gallery=True, extra=self._table_look())

    def _table_look(self) -> str:
        """Return rules, cell margins, and the look of a head or total row that an editor adds."""
        look = self.theme.table
        head = self.theme.style("table_head")

        def rule(side: str, width: float, colour: str) -> str:
            return f'<w:{side} w:val="single" w:sz="{eighths(width)}" w:space="0" w:color="{colour}"/>'

        edges = (
            rule("top", look.edge_width, look.edge)
            + rule("bottom", look.edge_width, look.edge)
            + rule("insideH", look.rule_width, look.rule)
        )
        margins = "".join(
            f'<w:{side} w:w="{twips(pad)}" w:type="dxa"/>'
            for side, pad in (("top", look.pad_y), ("left", look.pad_x), ("bottom", look.pad_y), ("right", look.pad_x))
        )
        return (
            f"<w:tblPr>{_NO_WIDTH}<w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
            f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/>{self.palette.colour(head.colour)}</w:rPr>'
            f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{look.head_fill}"/></w:tcPr></w:tblStylePr>'
            f'<w:tblStylePr w:type="lastRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
            f"{rule('top', look.edge_width, look.edge)}</w:tcBorders>"
            f'<w:shd w:val="clear" w:color="auto" w:fill="{look.total_fill}"/></w:tcPr></w:tblStylePr>'
        )

    def _contents(self) -> Iterator[WordStyle]:
        title = self._style(names.CONTENTS_TITLE, "contents_title", next=names.BODY, priority=39, gallery=True)
        yield title
        second = self.theme.style("contents2")
        width = self.theme.page.column_width
        for level, name in enumerate(names.CONTENTS):
            role = f"contents{min(level, 1) + 1}"
            edge = second.indent * level
            number = second.indent if level == 0 else second.indent * 1.4
            # No indent at the right: LibreOffice would hide the page number, which is in it.
            tabs = (
                f'<w:tabs><w:tab w:val="left" w:pos="{twips(edge + number)}"/>'
                f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(width)}"/></w:tabs>'
            )
            hanging = indent(edge + number, number)
            yield self._variant(self._style(name, role, next=names.BODY, priority=39), tabs=tabs, ind=hanging)
        # Lists of captions span the columns: see `briefing.layout.full_width_blocks`.
        tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{twips(self.theme.page.text_width)}"/></w:tabs>'
        yield self._variant(self._style(names.CAPTIONS_LIST, "contents1", next=names.BODY), tabs=tabs)

    def _furniture(self) -> Iterator[WordStyle]:
        """Yield the styles of header and footer, separated from the text by a rule.

        The banner is below the header's.
        """
        header, footer = self.theme.header, self.theme.footer
        below, above = self._running(header, "bottom", 2), self._running(footer, "top", 5)
        yield self._variant(self._style(names.PAGE_HEADER.lower(), "header"), **below)
        yield self._variant(self._style(names.PAGE_FOOTER.lower(), "footer"), **above)
        banner = replace(self.theme.style("banner"), before=3.0, after=_BELOW_BANNER)
        yield self._variant(self._style(names.BANNER, "banner", gallery=True), spacing=spacing(banner, "banner"))
        marking = replace(self.theme.style("marking"), align="right", before=3.0, after=4.0)
        look = paragraph_look(marking, "marking", self.hyphenating)
        look["spacing"] = spacing(marking, GROWING)
        yield WordStyle(names.MARKING, gallery=True, paragraph=look, run=run_look(marking, self.palette))

    def _running(self, running: HeaderFooterText, side: str, space: int) -> dict[str, str]:
        """Return the tabs of a header or footer, and the rule that separates it."""
        width = self.theme.page.text_width
        middle = f'<w:tab w:val="center" w:pos="{twips(width / 2)}"/>' if running.centred else ""
        look = {"tabs": f'<w:tabs>{middle}<w:tab w:val="right" w:pos="{twips(width)}"/></w:tabs>'}
        if running.rule:
            rule = f'w:val="single" w:sz="{eighths(running.rule_width)}" w:space="{space}" w:color="{running.rule}"'
            look["pBdr"] = f"<w:pBdr><w:{side} {rule}/></w:pBdr>"
        return look

    def _characters(self) -> Iterator[WordStyle]:
        font = "Default Paragraph Font"
        yield WordStyle(names.NOTE_MARK, kind="character", based=font, run='<w:vertAlign w:val="superscript"/>')
        link = self.palette.colour(self.theme.colours.get("link", self.theme.style("body").colour))
        yield WordStyle(names.HYPERLINK, kind="character", based=font, run=f'{link}<w:u w:val="single"/>')
        yield WordStyle(names.FACT, kind="character", based=font, priority=50, gallery=True)
