"""What each key of a theme file means, in one sentence: for the reference of the documentation.

Holds words only, by table and key; the values that a key takes are told by `values`. `tests/docs` holds the two lists to one another.
"""

from __future__ import annotations

from collections.abc import Mapping

STYLE: Mapping[str, str] = {
    "face": "Which of [fonts] it is set in.",
    "size": "The size of the type.",
    "leading": "From one line to the next.",
    "bold": "Whether it is bold.",
    "italic": "Whether it is italic.",
    "colour": "The colour of the type.",
    "before": "Space above the paragraph.",
    "after": "Space below the paragraph.",
    "align": "How lines are aligned.",
    "indent": "How far all lines stand in from the left.",
    "hanging": "How far the first line stands out to the left of the others: the room for a list’s mark.",
    "hyphenate": "Whether words are divided at the end of a line.",
    "keep_next": "Whether it stays on one page with what follows.",
    "small_caps": "Whether small letters are set as small capitals.",
}
"""The keys of every role in [styles]."""
_CALLOUT: Mapping[str, str] = {
    "bar": "The colour of the bar at the left.",
    "bar_width": "The width of that bar.",
    "fill": "The colour behind the text.",
    "pad": "Space between the edge and the text.",
}
_RUNNING: Mapping[str, str] = {
    "left": "What stands at the left, with fields in braces.",
    "centre": "What stands in the middle.",
    "right": "What stands at the right.",
    "rule": "The colour of the line that sets it off from the text.",
    "rule_width": "The width of that line.",
}
_FIRST: Mapping[str, str] = {
    "left": "The same on page 1: at the left.",
    "centre": "The same on page 1: in the middle.",
    "right": "The same on page 1: at the right.",
}
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "page": {
        "size": "The paper.",
        "landscape": "Whether the paper lies across.",
        "width": "The width of the paper, in place of `size`.",
        "height": "The height of the paper, in place of `size`.",
        "top": "The margin above the text.",
        "right": "The margin at the right.",
        "bottom": "The margin below the text.",
        "left": "The margin at the left.",
        "header": "From the paper’s upper edge to the header’s line.",
        "footer": "From the paper’s lower edge to the footer’s line.",
        "columns": "How many columns the text runs in.",
        "gutter": "The space between columns.",
    },
    "fonts": {
        "body": "The family of running text.",
        "sans": "The family of titles, tables and charts.",
        "korean": "The family of Korean letters.",
    },
    "front": {
        "bar": "The colour of the bar above the title.",
        "bar_width": "The height of that bar.",
        "fill": "The colour behind the head of page 1.",
        "pad": "Space between that fill’s edge and the words.",
        "rule": "The colour of the line below the head of page 1.",
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
        "palette": "The colours of what is drawn, in order; readers who are colour-blind must tell them apart.",
        "text": "The colour of labels.",
        "quiet": "The colour of quieter labels.",
        "grid": "The colour of the grid.",
        "fill": "The colour of bands behind what is drawn.",
        "size": "The size of labels.",
        "leading": "From one line of a label to the next.",
        "height": "The height of a column or line chart.",
        "row": "The height of a row of a bar, range or timeline chart.",
    },
    "header": _RUNNING,
    "header.first": _FIRST,
    "footer": _RUNNING,
    "footer.first": _FIRST,
    "logo": {
        "file": "A PNG beside the theme file.",
        "width": "Its width on the page.",
        "where": "On which side of the header it stands.",
        "pages": "On which pages it stands.",
    },
}
COLOURS: Mapping[str, str] = {
    "text": "Running text.",
    "quiet": "Quieter text: notes, source lines, header and footer.",
    "accent": "The house’s colour: headings, bars, edges of tables.",
    "warning": "Warnings.",
    "link": "Links.",
    "rule": "Thin lines.",
}
ROLES: Mapping[str, str] = {
    "title": "the title on page 1",
    "subtitle": "the line below the title",
    "byline": "series, edition, dates, publisher, notice",
    "banner": "the line that says what a brief restates",
    "heading1": "a heading of the first level",
    "heading2": "a heading of the second level",
    "heading3": "a heading of the third level",
    "heading4": "a heading of the fourth level",
    "body": "running text",
    "list": "an item of a list",
    "quote": "a quotation set off",
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
