"""Descriptions of every key of a theme file, for the documentation.

The allowed values are described in `theme_values`; `tests/docs` checks that the two lists have the
same keys.
"""

from __future__ import annotations

from collections.abc import Mapping

STYLE: Mapping[str, str] = {
    "face": "The font: a key of [fonts].",
    "size": "The size of the type.",
    "leading": "The distance from one baseline to the next.",
    "bold": "Set in bold.",
    "italic": "Set in italics.",
    "colour": "The colour of the type.",
    "before": "Space above the paragraph.",
    "after": "Space below the paragraph.",
    "align": "The alignment of lines.",
    "indent": "The indent of all lines from the left.",
    "hanging": "The space to the left of the indent for a list’s bullet or number.",
    "hyphenate": "Hyphenate words at the end of a line.",
    "keep_next": "Keep it on one page with what follows.",
    "small_caps": "Set lower-case letters as small capitals.",
}
"""Descriptions of the keys of every role in [styles]."""
_CALLOUT: Mapping[str, str] = {
    "bar": "The colour of the bar at the left.",
    "bar_width": "The width of that bar.",
    "fill": "The colour behind the text.",
    "pad": "Space between the edge and the text.",
}
_RUNNING: Mapping[str, str] = {
    "left": "The text at the left, with fields in braces.",
    "centre": "The text in the middle.",
    "right": "The text at the right.",
    "rule": "The colour of the line between it and the body text.",
    "rule_width": "The width of that line.",
}
_FIRST: Mapping[str, str] = {
    "left": "The text at the left on page 1.",
    "centre": "The text in the middle on page 1.",
    "right": "The text at the right on page 1.",
}
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "page": {
        "size": "The paper size.",
        "landscape": "Turn the paper to landscape.",
        "width": "The width of the paper, in place of `size`.",
        "height": "The height of the paper, in place of `size`.",
        "top": "The margin above the text.",
        "right": "The margin at the right.",
        "bottom": "The margin below the text.",
        "left": "The margin at the left.",
        "header": "The distance from the paper’s upper edge to the header’s baseline.",
        "footer": "The distance from the paper’s lower edge to the footer’s baseline.",
        "columns": "The number of text columns.",
        "gutter": "The space between columns.",
    },
    "fonts": {
        "body": "The font family of running text.",
        "sans": "The font family of titles, tables and charts.",
        "korean": "The font family of Korean text.",
    },
    "front": {
        "bar": "The colour of the bar above the title.",
        "bar_width": "The height of that bar.",
        "fill": "The colour behind the title block of page 1.",
        "pad": "Space between that fill’s edge and the words.",
        "rule": "The colour of the line below the title block of page 1.",
        "rule_width": "The width of that line.",
    },
    "table": {
        "head_fill": "The colour behind the titles of the columns.",
        "band_fill": "The colour behind the title of a group of rows.",
        "total_fill": "The colour behind a row of totals.",
        "rule": "The colour of the lines between rows.",
        "rule_width": "The width of those lines.",
        "edge": "The colour of the lines above and below the table.",
        "edge_width": "The width of those lines.",
        "pad_x": "Space left and right of a cell’s words.",
        "pad_y": "Space above and below a cell’s words.",
    },
    "callouts.key": _CALLOUT,
    "callouts.note": _CALLOUT,
    "callouts.warning": _CALLOUT,
    "charts": {
        "palette": "The colours of series, in order; choose colours that colour-blind readers can distinguish.",
        "text": "The colour of labels.",
        "quiet": "The colour of quieter labels.",
        "grid": "The colour of the grid.",
        "fill": "The colour of areas behind the drawing.",
        "size": "The size of labels.",
        "leading": "The distance from one line of a label to the next.",
        "height": "The height of a column or line chart.",
        "row": "The height of a row of a bar, range or timeline chart.",
    },
    "header": _RUNNING,
    "header.first": _FIRST,
    "footer": _RUNNING,
    "footer.first": _FIRST,
    "logo": {
        "file": "A PNG in the folder of the theme file.",
        "width": "Its width on the page.",
        "where": "The side of the header.",
        "pages": "The pages that show it.",
    },
}
COLOURS: Mapping[str, str] = {
    "text": "Running text.",
    "quiet": "Quieter text: notes, source lines, header and footer.",
    "accent": "The main colour: headings, bars, edges of tables.",
    "warning": "Warnings.",
    "link": "Links.",
    "rule": "Thin lines.",
}
ROLES: Mapping[str, str] = {
    "title": "the title on page 1",
    "subtitle": "the line below the title",
    "byline": "series, edition, dates, publisher, notice",
    "banner": "the line that names what a brief restates",
    "heading1": "a heading of the first level",
    "heading2": "a heading of the second level",
    "heading3": "a heading of the third level",
    "heading4": "a heading of the fourth level",
    "body": "running text",
    "list": "an item of a list",
    "quote": "a block quotation",
    "callout_title": "the title of a callout",
    "callout": "the text of a callout",
    "caption": "the title of a table or figure",
    "table_head": "the title of a column",
    "table_cell": "a cell",
    "table_band": "the title of a group of rows",
    "source": "the line of sources below a table or figure",
    "note": "a note at the foot of the page",
    "contents_title": "the title of the contents",
    "contents1": "a heading of the first level, in the contents",
    "contents2": "a heading of the second level, in the contents",
    "header": "the header",
    "footer": "the footer",
    "marking": "the marking in header and footer",
}
