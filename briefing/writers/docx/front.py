"""Write the title block of page 1: title, subtitle and byline, with the bar, fill and rule of the theme.

Bar and fill are borders and shading of paragraphs with the same edges, which Word and other editors
draw as one block.
"""

from __future__ import annotations

from briefing.document.model import TitleBlock
from briefing.layout.theme import FrontStyle
from briefing.writers.docx import style_names as names
from briefing.writers.docx.named_fields import title_field
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.style_sheet import paragraph_properties
from briefing.writers.docx.wordml import eighths, run, twips

_ROOM_AFTER = 12.0
_BELOW_BAR, _ABOVE_RULE = 9, 7


def write_front(front: TitleBlock, rendering: Rendering) -> str:
    """Return the title block."""
    lines = [(front.title, names.TITLE), (front.subtitle, names.SUBTITLE)]
    lines += [(line, names.BYLINE) for line in front.byline]
    lines = [(words, style) for words, style in lines if words]
    last = len(lines) - 1
    look = rendering.theme.front
    title = rendering.comments.around(front.key, title_field(front.title, rendering))
    return "".join(
        rendering.paragraph(
            title if style == names.TITLE else run(words), style, _look(look, first=index == 0, last=index == last)
        )
        for index, (words, style) in enumerate(lines)
    )


def _look(look: FrontStyle, *, first: bool, last: bool) -> str:
    """Return the direct formatting of a paragraph of the title block."""
    if look.fill:
        # Every paragraph has the same box, because neighbours with the same box are drawn as one.
        pad = round(look.pad)
        hair = f'w:val="single" w:sz="2" w:space="{min(pad, 31)}" w:color="{look.fill}"'
        top = _border("top", look.bar, look.bar_width, pad) if look.bar else f"<w:top {hair}/>"
        properties = {
            "pBdr": f"<w:pBdr>{top}<w:left {hair}/><w:bottom {hair}/><w:right {hair}/></w:pBdr>",
            "shd": f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill}"/>',
            "ind": f'<w:ind w:left="{round(look.pad * 20)}" w:right="{round(look.pad * 20)}"/>',
        }
    else:
        top = _border("top", look.bar, look.bar_width, _BELOW_BAR) if first and look.bar else ""
        bottom = _border("bottom", look.rule, look.rule_width, _ABOVE_RULE) if last and look.rule else ""
        properties = {"pBdr": f"<w:pBdr>{top}{bottom}</w:pBdr>"} if top or bottom else {}
    if last:
        properties["spacing"] = f'<w:spacing w:after="{twips(_ROOM_AFTER)}"/>'
    return paragraph_properties(properties)


def _border(side: str, colour: str, width: float, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths(width)}" w:space="{min(space, 31)}" w:color="{colour}"/>'
