"""Captions of tables and figures above, source and notes below.

The label is a SEQ field in a bookmark, as Word's own "Insert Caption" makes it, so that lists of
tables and cross-references work.
"""

from __future__ import annotations

from briefing.document.model import Captioned, Table
from briefing.writers.docx import style_names as names
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.runs import write_inlines
from briefing.writers.docx.wordml import field, run

SEQUENCES = {"tables": "Table", "figures": "Figure"}
"""Names of the SEQ fields, by which Word builds lists of tables and of figures."""
_BETWEEN = ". "
_KEEP_NEXT = "<w:keepNext/>"


def write_caption(block: Captioned, rendering: Rendering) -> str:
    """Return the caption, such as "Table 1. Title"; "" if there is neither label nor title."""
    title = write_inlines(block.title, rendering)
    if not block.label:
        title = rendering.comments.around(block.key, title)
        return rendering.paragraph(title, names.CAPTION) if title else ""
    sequence = SEQUENCES["tables" if isinstance(block, Table) else "figures"]
    word, space, number = block.label.rpartition(" ")
    counted = field(f"SEQ {sequence} \\* ARABIC", number) if number.isdecimal() else run(number)
    label = rendering.bookmark(block.key, run(word + space) + counted)
    content = rendering.comments.around(block.key, label + (run(_BETWEEN) + title if title else ""))
    return rendering.paragraph(content, names.CAPTION)


def write_lines_below(block: Captioned, rendering: Rendering) -> str:
    """Return the source line and the notes, kept together."""
    lines = [line for line in (block.source, *block.notes) if line]
    last = len(lines) - 1
    return "".join(
        rendering.paragraph(write_inlines(line, rendering), names.SOURCE, "" if index == last else _KEEP_NEXT)
        for index, line in enumerate(lines)
    )


def has_lines_below(block: Captioned) -> bool:
    """Return whether there are lines below that must stay with the block."""
    return bool(block.source) or any(block.notes)
