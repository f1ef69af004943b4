"""Write footnotes (word/footnotes.xml; ISO/IEC 29500-1, 17.11).

Word opens no file whose footnotes lack the two separators, -1 and 0.
"""

from __future__ import annotations

from briefing.writers.docx import style_names as names
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.runs import write_inlines
from briefing.writers.docx.wordml import HEADER, NAMESPACES, run, run_properties

PART = "word/footnotes.xml"

_SPACING = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'


def _separator(identifier: int, kind: str) -> str:
    return f'<w:footnote w:type="{kind}" w:id="{identifier}"><w:p>{_SPACING}<w:r><w:{kind}/></w:r></w:p></w:footnote>'


_SEPARATORS = _separator(-1, "separator") + _separator(0, "continuationSeparator")


def empty_part() -> str:
    """Return the root of a part with the separators alone."""
    return f"<w:footnotes>{_SEPARATORS}</w:footnotes>"


def notes_part(rendering: Rendering) -> tuple[str, Relations]:
    """Return word/footnotes.xml and the relationships of its links."""
    text, relations = note_texts(rendering, Relations())
    return f"{HEADER}<w:footnotes {NAMESPACES}>{_SEPARATORS}{text}</w:footnotes>", relations


def note_texts(rendering: Rendering, relations: Relations) -> tuple[str, Relations]:
    """Return the notes as text; the relationships of their links are added to those given."""
    inner = rendering.for_notes(relations)
    mark = f"<w:r>{run_properties(rendering.style(names.NOTE_MARK))}<w:footnoteRef/></w:r>{run(' ')}"
    pieces = []
    for identifier, note in enumerate(rendering.notes, start=rendering.first_note):
        content = rendering.paragraph(mark + write_inlines(note.inlines, inner), names.NOTE)
        pieces.append(f'<w:footnote w:id="{identifier}">{content}</w:footnote>')
    return "".join(pieces), relations
