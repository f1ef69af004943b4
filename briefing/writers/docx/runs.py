"""Inlines as runs: text, facts, links, references, note marks and breaks.

Takes inlines and the `Rendering`; gives the content of a paragraph. A note's text is collected for `notes`.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from briefing.document.model import FactRef, Inline, Link, Note, Reference, Text
from briefing.writers.docx import style_names as names
from briefing.writers.docx.rendering import Rendering
from briefing.writers.docx.wordml import LINE_BREAK, field, internal_link, run, run_properties

# What RFC 3986 allows nowhere in an address; Word calls a file with such a relation damaged.
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


def write_inlines(inlines: tuple[Inline, ...], rendering: Rendering) -> str:
    """The runs of a paragraph."""
    pieces = []
    for inline in inlines:
        if isinstance(inline, Text):
            pieces.append(run(inline.text, run_properties("", inline.strong, inline.emphasis, inline.language)))
        elif isinstance(inline, FactRef):
            pieces.append(write_fact(inline, rendering))
        elif isinstance(inline, Note):
            pieces.append(write_note_mark(inline, rendering))
        elif isinstance(inline, Link):
            pieces.append(write_link(inline, rendering))
        elif isinstance(inline, Reference):
            pieces.append(write_reference(inline, rendering))
        else:
            pieces.append(LINE_BREAK)
    return "".join(pieces)


def write_fact(fact: FactRef, rendering: Rendering) -> str:
    """A printed fact: one run in a character style without a look, with what marks its identity around it."""
    properties = run_properties(rendering.style(names.FACT), fact.strong, fact.emphasis, fact.language)
    return rendering.mark(fact, run(fact.text, properties), properties)


def write_link(link: Link, rendering: Rendering) -> str:
    """A link out of the file. A run has one character style: in a link the link's, so that it is seen as one."""
    style = rendering.style(names.HYPERLINK)
    address = _NOT_IN_ADDRESSES.sub(lambda found: quote(found.group()), link.url)
    identifier = rendering.relations.add("hyperlink", address, external=True)
    pieces = []
    for part in link.inlines:
        properties = run_properties(style, part.strong, part.emphasis, part.language)
        words = run(part.text, properties)
        pieces.append(rendering.mark(part, words, properties) if isinstance(part, FactRef) else words)
    content = "".join(pieces)
    return f'<w:hyperlink r:id="{identifier}" w:history="1">{content}</w:hyperlink>'


def write_reference(reference: Reference, rendering: Rendering) -> str:
    """A reference within the brief: a REF field where Word would fetch the very same words, else a link."""
    target = rendering.targets.get(reference.target)
    text = reference.text
    if target is None:
        message = f'"{text or reference.target}" refers to "{reference.target}", to which Word cannot link'
        rendering.report("reference-target", message, reference.origin)
        return run(text)
    if text and text == target.text:
        return field(f"REF {target.bookmark} \\h", text)
    if target.number and text.endswith(target.number):
        before = text.removesuffix(target.number)
        if not target.printed:  # a house whose headings print no numbers: named by its words
            words = target.text or before.strip()
            return (
                field(f"REF {target.bookmark} \\h", words)
                if target.text
                else internal_link(target.bookmark, run(words))
            )
        if not before or before[-1].isspace():
            return run(before) + field(f"REF {target.bookmark} \\n \\h", target.printed)
    return internal_link(target.bookmark, run(text))


def write_note_mark(note: Note, rendering: Rendering) -> str:
    """The mark of a footnote. Word counts notes as they come, as resolve does; the id is only an id.

    Word has no notes in notes: such a one is set in brackets where it stands, and reported.
    """
    if rendering.in_notes:
        rendering.report("note-in-note", "a note stands inside a note; Word shows it in brackets", note.origin)
        return run(" [") + write_inlines(note.inlines, rendering) + run("]")
    rendering.notes.append(note)
    properties = run_properties(rendering.style(names.NOTE_MARK))
    return f'<w:r>{properties}<w:footnoteReference w:id="{rendering.first_note + len(rendering.notes) - 1}"/></w:r>'
