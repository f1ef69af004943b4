"""Write a brief into a compiled template: fill its slots and add our parts to the template's own.

No tree is built: the template is text with slots, the body a join of strings, as in a brief without
a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from briefing.document.model import Document
from briefing.files.ooxml import CONTENT_TYPES_NAME, relations_name
from briefing.files.ooxml_writer import make_member, pack
from briefing.layout.charts.scene import Measure
from briefing.readers.docx_outside_text import OutsideText
from briefing.writers import OutputFile
from briefing.writers.docx import parts
from briefing.writers.docx import style_names as names
from briefing.writers.docx.blocks import write_blocks
from briefing.writers.docx.comments import PART as COMMENTS
from briefing.writers.docx.comments import (
    THREADS,
    THREADS_RELATION,
    Comments,
    comment_texts,
    comments_part,
    threads_part,
)
from briefing.writers.docx.fact_bookmarks import FactBookmarks
from briefing.writers.docx.header_footer import write_marking
from briefing.writers.docx.notes import note_texts
from briefing.writers.docx.numbering import Numbering
from briefing.writers.docx.outside_text import lines_in_parts
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.properties import APPLICATION, APPLICATION_PART, CORE, core_part
from briefing.writers.docx.record import PROPERTIES, record_parts
from briefing.writers.docx.render_state import Charts, Media, Rendering, find_targets
from briefing.writers.docx.template.open_template import MAIN
from briefing.writers.docx.template.page_geometry import turn_first
from briefing.writers.docx.template.placeholder import MARK
from briefing.writers.docx.template.template_headers import KINDS, reference_slot
from briefing.writers.docx.template.word_template import WordTemplate, token_values
from briefing.writers.docx.wordml import HEADER, NAMESPACES, bookmark, escape, language_properties, run

_QUICK = 3
_BARE = re.compile(r"<w:r>(?=<w:t[ >])")
_DRESSED = re.compile(r"(<w:r><w:rPr>(?:(?!</w:rPr>|<w:lang ).)*+)(?=</w:rPr>)")


@dataclass(frozen=True, slots=True)
class RenderInput:
    """Input of a render besides the document.

    `pages` are the page numbers of headings, `total` is the number of pages, `widths` are those of
    table columns, `marks` mark facts.
    """

    pages: Mapping[str, int]
    total: int
    widths: Mapping[str, Sequence[float]]
    measure: Measure
    marks: FactBookmarks
    comments: Comments
    record: bytes


def render_into_template(template: WordTemplate, document: Document, render_input: RenderInput) -> OutputFile:
    """Return the brief in its template."""
    fitted = template.fit(document)
    comments = replace(render_input.comments, first=template.free.comment)  # After the template's own.
    free = template.free
    rendering = Rendering(
        fitted, template.theme, template.base, render_input.pages, render_input.widths,
        find_targets(fitted, free.bookmarks, lambda number: template.printed(number).rstrip(".")),
        Numbering("", template.plan), Relations(free.relation),
        render_input.measure, render_input.marks, comments, wide=False,
        media=Media(f"media/{free.prefix}image"), charts=Charts(free.prefix),
        bookmarks=count(free.bookmark + 1), drawings=count(free.drawing), first_note=free.note, control=free.control,
    )  # fmt: skip
    texts = _texts(template, document, rendering, render_input)
    members = [
        *template.static,
        *(make_member(name, text.encode(), _QUICK) for name, text in texts.items()),
        *rendering.media.members,
        *rendering.charts.members,
    ]
    members.sort(key=lambda member: member.name)
    types = dict(template.types)
    for member in members:
        if member.name not in types and (kind := _type_of(member.name)):
            types[member.name] = kind
    listing = parts.full_content_types((member.name for member in members), types)
    data = pack([make_member(CONTENT_TYPES_NAME, listing.encode()), *members])
    return OutputFile(data, problems=(*template.problems, *rendering.problems))


def _texts(
    template: WordTemplate, document: Document, rendering: Rendering, render_input: RenderInput
) -> dict[str, str]:
    """Return every part that differs from brief to brief, by name."""
    body = write_blocks(rendering.document.blocks, rendering) or rendering.paragraph("", names.BODY)
    if template.starts_page:
        body = turn_first(body)
    notes, note_relations = note_texts(rendering, Relations(template.free.note_relation))
    language_marker = _LanguageMarker(document.properties.language, template.language)
    furniture = {
        "marking": write_marking(rendering),
        "banner": rendering.paragraph(run(document.furniture.banner), names.BANNER)
        if document.furniture.banner
        else "",
    }
    values = {f"token {name}": escape(text) for name, text in token_values(document).items()}
    values |= {"token page": "1", "token pages": str(render_input.total or max(render_input.pages.values(), default=1))}
    values |= {
        "body": bookmark(template.free.bookmark, MARK, language_marker.runs(body)),
        "notes": language_marker.runs(notes),
        "comments": comment_texts(rendering.comments, document.properties.date, threads=not template.comments),
        "lists": rendering.numbering.instances,
        **{name: language_marker.runs(text) for name, text in furniture.items()},
    }
    texts = _own_furniture(template, rendering, values)
    texts |= {name: part.fill(values) for name, part in template.parts.items()}
    if rendering.comments.placed and not template.comments:
        rendering.relations.add("comments", COMMENTS.removeprefix("word/"))
        texts[COMMENTS] = comments_part(rendering.comments, document.properties.date)
        if rendering.comments.threaded:
            rendering.relations.add(THREADS_RELATION, THREADS.removeprefix("word/"))
            texts[THREADS] = threads_part(rendering.comments)
    if render_input.record:
        taken = {m.name for m in template.static} | {*template.parts}
        outside = _outside_text(template, rendering, values, texts)
        texts |= record_parts(render_input.record, rendering.relations, outside, taken, template.roles)
    texts |= {CORE: core_part(document.properties), APPLICATION: APPLICATION_PART, **rendering.charts.texts}
    return texts | _relations(template, rendering.relations, note_relations)


def _outside_text(
    template: WordTemplate, rendering: Rendering, values: Mapping[str, str], texts: Mapping[str, str]
) -> OutsideText:
    """Return what the file shows outside the brief's text: the template around it, too."""
    empty = {**values, "body": bookmark(template.free.bookmark, MARK, ""), "notes": ""}
    around = [part.fill(empty) for name, part in template.parts.items() if name in {MAIN, template.notes}]
    furniture = [text for name, text in texts.items() if re.match(r"<w:(?:hdr|ftr)\b", text.removeprefix(HEADER))]
    lines = (*template.lines, *lines_in_parts(around, bounded=True), *lines_in_parts(furniture))
    made = template.made | {digest.hex() for digest in rendering.media.names}
    return OutsideText(lines, tuple(rendering.drawn), made, template=True)


def _own_furniture(template: WordTemplate, rendering: Rendering, values: dict[str, str]) -> dict[str, str]:
    """Return a header with marking and banner, and a footer with the marking, for sections without any; else {}."""
    contents = {"header": values["marking"] + values["banner"], "footer": values["marking"]}
    texts: dict[str, str] = {}
    for element, content in contents.items():
        kinds = [kind for kind in KINDS if reference_slot(element, kind) in template.parts[MAIN].slots]
        if not kinds or not content:
            continue
        name = f"{template.free.prefix}{element}.xml"
        relation = rendering.relations.add(element, name)
        for kind in kinds:
            reference = f'<w:{element}Reference w:type="{kind}" r:id="{relation}"/>'
            values[reference_slot(element, kind)] = reference
        root = {"header": "hdr", "footer": "ftr"}[element]
        texts[f"word/{name}"] = f"{HEADER}<w:{root} {NAMESPACES}>{content}</w:{root}>"
    return texts


class _LanguageMarker:
    """Mark the brief's text with its language if the template's is another.

    Otherwise Word would flag it as misspelt.
    """

    def __init__(self, language: str, template: str) -> None:
        look = language_properties(language)
        self._look = "" if f'w:val="{template}"' in look else look

    def runs(self, text: str) -> str:
        if not self._look:
            return text
        text = _DRESSED.sub(lambda found: found[1] + self._look, text)
        return _BARE.sub(f"<w:r><w:rPr>{self._look}</w:rPr>", text)


def _relations(template: WordTemplate, main: Relations, notes: Relations) -> dict[str, str]:
    """Return the relationships of every part: the template's own, then ours."""
    root = Relations()
    root.add("officeDocument", MAIN)
    root.add(parts.CORE_RELATION, CORE)
    root.add("extended-properties", APPLICATION)
    for relation in template.relations[""]:
        root.add(relation.kind, relation.target)
    ours = {"": root, MAIN: main, template.notes: notes}
    texts = {}
    for part, found in template.relations.items():
        kept = () if not part else found
        own = ours.get(part)
        if kept or (own is not None and len(own)):
            lines = "".join(parts.relation_line(r.identifier, r.kind, r.target, external=r.external) for r in kept)
            name = relations_name(part)
            texts[name] = parts.relations_text(lines + (own.lines() if own is not None else ""))
    return texts


def _type_of(name: str) -> str:
    """Return the content type of a part of ours whose extension does not tell it."""
    for element in ("header", "footer"):
        if name.endswith(f"{element}.xml"):
            return parts.CONTENT_TYPES[f"word/{element}1.xml"]
    if name.startswith("customXml/itemProps"):
        return parts.CONTENT_TYPES[PROPERTIES]
    return parts.CONTENT_TYPES.get(name, "")
