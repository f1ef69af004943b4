"""Write blocks as paragraphs: title block, headings, text, quotations and callouts.

Other kinds have their own modules.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from briefing.document.model import Block, Callout, Contents, Figure, Heading, List, Paragraph, Quote, Table, TitleBlock
from briefing.layout.introductions import introductions
from briefing.writers.docx import style_names as names
from briefing.writers.docx.contents import write_contents
from briefing.writers.docx.figures import write_figure
from briefing.writers.docx.front import write_front
from briefing.writers.docx.lists import PLAIN, Frame, boxed_frame, listed_frame, quoted_frame, write_list
from briefing.writers.docx.numbering import heading_hang
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.runs import write_inlines
from briefing.writers.docx.style_sheet import indent
from briefing.writers.docx.tables import write_table
from briefing.writers.docx.wordml import TAB, run

_SPACER = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'


def write_blocks(blocks: tuple[Block, ...], rendering: Rendering) -> str:
    """Return consecutive blocks."""
    pieces = []
    introducing = introductions(blocks)
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Callout) and isinstance(before, Callout) and block.kind == before.kind:
            pieces.append(rendering.paragraph("", names.SOURCE, _SPACER))  # Otherwise Word joins the two boxes.
        frame = replace(PLAIN, closing="<w:keepNext/>") if block.key in introducing else PLAIN
        pieces.append(write_block(block, rendering, frame))
        before = block
    return "".join(pieces)


def write_block(block: Block, rendering: Rendering, frame: Frame = PLAIN) -> str:
    """Return one block. `frame` is its context: running text, a quotation or a callout."""
    match block:
        case Paragraph():
            content = rendering.comments.around(block.key, write_inlines(block.inlines, rendering))
            return rendering.paragraph(content, frame.text, frame.closing)
        case Heading():
            return write_heading(block, rendering)
        case List():
            around = listed_frame(rendering.theme) if frame is PLAIN else frame
            return write_list(block, rendering, around, write_block)
        case Table():
            return write_table(block, rendering)
        case Figure():
            return write_figure(block, rendering)
        case Quote():
            return write_framed(block.blocks, rendering, quoted_frame(rendering.theme))
        case Callout():
            return write_callout(block, rendering)
        case Contents():
            return write_contents(block, rendering)
        case TitleBlock():
            return write_front(block, rendering)
        case _:
            assert_never(block)


def write_heading(heading: Heading, rendering: Rendering) -> str:
    """Return a heading. Word numbers it; where Word would count differently from `numbering`, the number is typed."""
    level = heading.level - 1
    outline = rendering.base.outlines[level]
    content = rendering.bookmark(heading.key, write_inlines(heading.inlines, rendering))
    content = rendering.comments.around(heading.key, content)
    if not heading.number:
        return rendering.paragraph(content, names.UNNUMBERED[level], outline)
    if rendering.numbering.counts_to(level, heading.number):
        return rendering.paragraph(content, names.HEADINGS[level], rendering.base.headings[level] + outline)
    target = rendering.targets.get(heading.key)
    if target is not None and not target.printed:
        return rendering.paragraph(content, names.UNNUMBERED[level], outline)
    hang = heading_hang(rendering.theme, level)
    typed = run(heading.number) + TAB + content
    return rendering.paragraph(typed, names.UNNUMBERED[level], indent(hang, hang) + outline)


def write_framed(blocks: tuple[Block, ...], rendering: Rendering, frame: Frame) -> str:
    """Return blocks inside a quotation or a callout; the last of them closes it."""
    last = len(blocks) - 1
    return "".join(write_block(block, rendering, frame.ending(index == last)) for index, block in enumerate(blocks))


def write_callout(callout: Callout, rendering: Rendering) -> str:
    """Return a callout: paragraphs whose style has borders, which Word and other editors draw as one box."""
    frame = boxed_frame(rendering.theme, callout.kind)
    title = ""
    if callout.title:
        closing = "" if callout.blocks else frame.closing
        words = rendering.comments.around(callout.key, run(callout.title))
        title = rendering.paragraph(words, names.callout_title(callout.kind), closing)
    return title + write_framed(callout.blocks, rendering, frame)
