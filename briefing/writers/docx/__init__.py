"""Word writer: turn a resolved document and a theme into the bytes of a .docx.

It numbers nothing and decides nothing. The body is built as strings; what is the same in every
brief comes compressed from `package`, which python-docx makes once per process. The same document
gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from briefing.document.cache import BoundedCache
from briefing.document.comments import Comment
from briefing.document.model import Document
from briefing.files.ooxml import CONTENT_TYPES_NAME, relations_name
from briefing.files.ooxml_writer import Member, make_member, pack
from briefing.layout.charts.scene import Measure
from briefing.layout.theme import Theme
from briefing.readers.docx_outside_text import OutsideText
from briefing.writers import OutputFile
from briefing.writers.docx import parts
from briefing.writers.docx.base_package import MAIN, NUMBERING, base_package
from briefing.writers.docx.comments import PART as COMMENTS
from briefing.writers.docx.comments import THREADS, THREADS_RELATION, Comments, comments_part, threads_part
from briefing.writers.docx.fact_bookmarks import FactBookmarks
from briefing.writers.docx.header_footer import furniture_parts
from briefing.writers.docx.notes import PART as NOTES
from briefing.writers.docx.notes import notes_part
from briefing.writers.docx.numbering import Numbering
from briefing.writers.docx.options import DEFAULT, WordOptions
from briefing.writers.docx.outside_text import lines_in_parts
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.properties import APPLICATION, APPLICATION_PART, CORE, core_part
from briefing.writers.docx.record import record_parts
from briefing.writers.docx.render_state import Rendering, estimate_width, find_targets
from briefing.writers.docx.sections import write_body
from briefing.writers.docx.template.render_into import RenderInput, render_into_template
from briefing.writers.docx.template.word_template import WordTemplate
from briefing.writers.docx.wordml import HEADER, NAMESPACES

_QUICK = 3  # For parts compressed at each render: half the time of zlib's default level for a tenth more bytes.
_HANGUL_LEADS = (b"\xe1", b"\xe3", b"\xea", b"\xeb", b"\xec", b"\xed")
"""First bytes of Hangul in UTF-8. A part without any of them, as most are, has none."""
_CACHE_BYTES = 500_000
"""Compressed bytes of parts in each generation of the cache."""
MEMBERS: BoundedCache[Member] = BoundedCache(_CACHE_BYTES)
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")


def write(
    document: Document,
    theme: Theme,
    *,
    pages: Mapping[str, int],
    widths: Mapping[str, Sequence[float]] | None = None,
    embed_fonts: bool = True,
    measure: Measure | None = None,
    options: WordOptions = DEFAULT,
    record: bytes = b"",
    fact_names: Mapping[str, str] | None = None,
    comments: Sequence[Comment] = (),
    template: WordTemplate | None = None,
    total: int = 0,
) -> OutputFile:
    """Return a .docx of a resolved document.

    `pages` gives the page number of each heading's key, for the contents; an entry whose heading is
    missing there has no number until the reader updates the field. `widths` gives the column widths
    of each table as found by a layout pass; without it the columns' weights decide. `embed_fonts`
    puts the theme's fonts into the file. `measure` measures words in charts; without it widths are
    estimated. `record` is embedded in the file; `fact_names` gives names of facts by id, for
    content controls; `comments` are shown in the margin. With a `template` the brief is written
    into somebody's own file, which then has `total` pages.
    """
    marks = FactBookmarks(options.markers, fact_names or {})
    placed_comments = Comments.of(comments)
    if template is not None:
        render_input = RenderInput(
            pages, total, widths or {}, measure or estimate_width, marks, placed_comments, record
        )
        return render_into_template(template, document, render_input)
    base = base_package(theme, document.properties.language, embed_fonts=embed_fonts)
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
        placed_comments,
    )
    contents = {name: text.encode() for name, text in _texts(rendering, record).items()}
    fonts = base.fonts[_has_hangul(contents)]
    changing = [_member(name, content) for name, content in contents.items()]
    members = [*base.static, *fonts, *changing, *rendering.media.members, *rendering.charts.members]
    return OutputFile(_assemble(members, base.content_types), problems=tuple(rendering.problems))


def _texts(rendering: Rendering, record: bytes) -> dict[str, str]:
    """Return every part that differs from brief to brief, by name."""
    relations = rendering.relations
    body = write_body(rendering, relations)
    notes, note_relations = notes_part(rendering)
    relations.add("footnotes", NOTES.removeprefix("word/"))
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
    recorded = record_parts(record, relations, _outside_text(rendering, texts)) if record else {}
    if len(note_relations):
        texts[relations_name(NOTES)] = note_relations.xml()
    texts[relations_name(MAIN)] = relations.xml()
    return texts | rendering.charts.texts | recorded


def _outside_text(rendering: Rendering, texts: Mapping[str, str]) -> OutsideText:
    """Return what the file shows outside the text."""
    furniture = [text for name, text in texts.items() if name.startswith(("word/header", "word/footer"))]
    made = {digest.hex() for digest in rendering.media.names}
    made.update(*rendering.base.font_hashes)
    return OutsideText(tuple(lines_in_parts(furniture)), tuple(rendering.drawn), frozenset(made))


def _member(name: str, content: bytes) -> Member:
    """Return a compressed part, from the cache if an earlier brief had the same one."""
    key = (name, hashlib.sha256(content).digest())
    known = MEMBERS.get(key)
    if known is None:
        known = make_member(name, content, _QUICK)
        MEMBERS.keep(key, known, len(known.data))
    return known


def _has_hangul(contents: Mapping[str, bytes]) -> bool:
    """Return whether the Korean font family is needed."""
    parts = [contents[name] for name in contents if name.startswith("word/") and name != NUMBERING]
    return any(_HANGUL.search(part.decode()) for part in parts if any(lead in part for lead in _HANGUL_LEADS))


def _assemble(members: list[Member], types: Mapping[str, str]) -> bytes:
    """Return the container: content types first, as readers expect, then every member by name."""
    ordered = sorted(members, key=lambda member: member.name)
    listing = parts.content_types((member.name for member in ordered), types)
    return pack([make_member(CONTENT_TYPES_NAME, listing.encode()), *ordered])
