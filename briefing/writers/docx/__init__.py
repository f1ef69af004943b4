"""The Word writer: a resolved document and a theme in, the bytes of a .docx out.

It numbers nothing and chooses nothing. The body is strings; what is the same in every brief comes ready-deflated from
`package`, which python-docx makes once a process. The same document gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from briefing.document.cache import Memory
from briefing.document.comments import Remark
from briefing.document.model import Document
from briefing.layout.charts.scene import Measure
from briefing.layout.theme import Theme
from briefing.writers import Written
from briefing.writers.docx import parts
from briefing.writers.docx.archive import Member, make_member, pack
from briefing.writers.docx.comments import PART as COMMENTS
from briefing.writers.docx.comments import THREADS, THREADS_RELATION, Comments, comments_part, threads_part
from briefing.writers.docx.fact_bookmarks import Marks
from briefing.writers.docx.header_footer import furniture_parts
from briefing.writers.docx.notes import PART as NOTES
from briefing.writers.docx.notes import notes_part
from briefing.writers.docx.numbering import Numbering
from briefing.writers.docx.options import USUAL, WordChoices
from briefing.writers.docx.package import MAIN, NUMBERING, base_for
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.properties import APPLICATION, APPLICATION_PART, CORE, core_part
from briefing.writers.docx.record import record_parts
from briefing.writers.docx.rendering import Rendering, estimate_width, find_targets
from briefing.writers.docx.sections import write_body
from briefing.writers.docx.template.render_into import Wanted, write_into
from briefing.writers.docx.template.word_template import HouseTemplate
from briefing.writers.docx.wordml import HEADER, NAMESPACES

_QUICK = 3  # for parts that are deflated at each render: half the time of zlib's default for a tenth more bytes
_HANGUL_LEADS = (b"\xe1", b"\xe3", b"\xea", b"\xeb", b"\xec", b"\xed")
"""What Hangul starts with in UTF-8: a part without any of these bytes, as most are, has none."""
_KEPT = 500_000
"""Deflated bytes of parts in each generation of those remembered."""
MEMBERS: Memory[Member] = Memory(_KEPT)
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")


def write(
    document: Document,
    theme: Theme,
    *,
    pages: Mapping[str, int],
    widths: Mapping[str, Sequence[float]] | None = None,
    embed_fonts: bool = True,
    measure: Measure | None = None,
    choices: WordChoices = USUAL,
    record: bytes = b"",
    fact_names: Mapping[str, str] | None = None,
    remarks: Sequence[Remark] = (),
    template: HouseTemplate | None = None,
    total: int = 0,
) -> Written:
    """A .docx of a resolved document.

    `pages` gives the page number of each heading's key, for the contents; an entry whose heading is missing there has
    no number until the reader updates the field. `widths` gives, by a table's key, the widths of its columns as a
    layout pass found them; without it the columns' weights decide. `embed_fonts` puts the theme's fonts into the file.
    `measure` gives the width of words in charts; without it an estimate does. `record` is what travels with the brief;
    `fact_names` gives names of facts by id, for content controls; `remarks` become comments. With a `template` the brief goes
    into a house's own file, which then has `total` pages.
    """
    marks = Marks(choices.markers, fact_names or {})
    comments = Comments.of(remarks)
    if template is not None:
        house = Wanted(pages, total, widths or {}, measure or estimate_width, marks, comments, record)
        return write_into(template, document, house)
    base = base_for(theme, document.properties.language, embed_fonts=embed_fonts)
    relations = Relations()
    for kind, target in base.relations:
        relations.add(kind, target)
    targets = find_targets(document)
    rendering = Rendering(
        document,
        theme,
        base,
        pages,
        widths or {},
        targets,
        Numbering(base.numbering),
        relations,
        measure or estimate_width,
        marks,
        comments,
    )
    contents = {name: text.encode() for name, text in _texts(rendering, record).items()}
    fonts = base.fonts[_has_hangul(contents)]
    changing = [_member(name, content) for name, content in contents.items()]
    members = [*base.static, *fonts, *changing, *rendering.media.members, *rendering.charts.members]
    return Written(_assemble(members, base.content_types), problems=tuple(rendering.problems))


def _texts(rendering: Rendering, record: bytes) -> dict[str, str]:
    """Every part that differs from brief to brief, by name."""
    relations = rendering.relations
    body = write_body(rendering, relations)
    notes, note_relations = notes_part(rendering)
    relations.add("footnotes", NOTES.removeprefix("word/"))
    recorded = record_parts(record, relations) if record else {}
    root = Relations()
    root.add("officeDocument", MAIN)
    root.add(parts.CORE_RELATION, CORE)
    root.add("extended-properties", APPLICATION)
    texts = {
        "_rels/.rels": root.xml(),
        MAIN: f"{HEADER}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        NOTES: notes,
        NUMBERING: rendering.numbering.xml(),
        CORE: core_part(rendering.document.properties),
        APPLICATION: APPLICATION_PART,
        **furniture_parts(rendering),
    }
    if rendering.comments.placed:
        relations.add("comments", COMMENTS.removeprefix("word/"))
        texts[COMMENTS] = comments_part(rendering.comments, rendering.document.properties.date)
    if rendering.comments.threaded:
        relations.add(THREADS_RELATION, THREADS.removeprefix("word/"))
        texts[THREADS] = threads_part(rendering.comments)
    if len(note_relations):
        texts[parts.relations_name(NOTES)] = note_relations.xml()
    texts[parts.relations_name(MAIN)] = relations.xml()
    return texts | rendering.charts.texts | recorded


def _member(name: str, content: bytes) -> Member:
    """A part deflated, perhaps for an earlier brief that has the very same one: headers and numbering mostly are."""
    key = (name, hashlib.sha256(content).digest())
    known = MEMBERS.get(key)
    if known is None:
        known = make_member(name, content, _QUICK)
        MEMBERS.keep(key, known, len(known.data))
    return known


def _has_hangul(contents: Mapping[str, bytes]) -> bool:
    """Whether the Korean family is needed."""
    parts = [contents[name] for name in contents if name.startswith("word/") and name != NUMBERING]
    return any(_HANGUL.search(part.decode()) for part in parts if any(lead in part for lead in _HANGUL_LEADS))


def _assemble(members: list[Member], types: Mapping[str, str]) -> bytes:
    """The container: content types first, as readers expect, then every member by name."""
    ordered = sorted(members, key=lambda member: member.name)
    listing = parts.content_types((member.name for member in ordered), types)
    return pack([make_member(parts.CONTENT_TYPES_NAME, listing.encode()), *ordered])
