"""Write inlines as runs: text, facts, links, references, note marks and breaks.

A note's text is collected for `notes`.
"""

from __future__ import annotations

import re
from typing import assert_never
from urllib.parse import quote

from briefing.document.model import Break, CrossReference, FactReference, Inline, Link, Note, Text
from briefing.document.tied_spaces import with_no_break_spaces
from briefing.writers.docx import style_names as names
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.wordml import LINE_BREAK, field, internal_link, run, run_properties

# Forbidden in addresses by RFC 3986; Word calls a file with such a relationship damaged.
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


def write_inlines(inlines: tuple[Inline, ...], rendering: Rendering) -> str:
    """Return the runs of a paragraph."""
    pieces = []
    for inline in inlines:
        match inline:
            case Text():
                pieces.append(run(inline.text, run_properties("", inline.strong, inline.emphasis, inline.language)))
            case FactReference():
                pieces.append(write_fact(inline, rendering))
            case Note():
                pieces.append(write_note_mark(inline, rendering))
            case Link():
                pieces.append(write_link(inline, rendering))
            case CrossReference():
                pieces.append(write_reference(inline, rendering))
            case Break():
                pieces.append(LINE_BREAK)
            case _:
                assert_never(inline)
    return "".join(pieces)


def write_fact(fact: FactReference, rendering: Rendering) -> str:
    """Return a printed fact: one run in a character style without formatting, with its marker around it."""
    properties = run_properties(rendering.style(names.FACT), fact.strong, fact.emphasis, fact.language)
    return rendering.mark(fact, run(with_no_break_spaces(fact), properties), properties)


def write_link(link: Link, rendering: Rendering) -> str:
    """Return a link to an address.

    A run has one character style: in a link it is the link's, so that the link is visible.
    """
    style = rendering.style(names.HYPERLINK)
    address = _NOT_IN_ADDRESSES.sub(lambda found: quote(found.group()), link.url)
    identifier = rendering.relations.add("hyperlink", address, external=True)
    pieces = []
    for part in link.inlines:
        properties = run_properties(style, part.strong, part.emphasis, part.language)
        words = run(with_no_break_spaces(part) if isinstance(part, FactReference) else part.text, properties)
        pieces.append(rendering.mark(part, words, properties) if isinstance(part, FactReference) else words)
    content = "".join(pieces)
    return f'<w:hyperlink r:id="{identifier}" w:history="1">{content}</w:hyperlink>'


def write_reference(reference: CrossReference, rendering: Rendering) -> str:
    """Return a reference within the brief: a REF field if Word would fetch exactly the same words, else a link."""
    target = rendering.targets.get(reference.target)
    text = reference.text
    if target is None:
        message = f'"{text or reference.target}" refers to "{reference.target}", which Word cannot link to'
        rendering.report("reference-target", message, reference.location)
        return run(text)
    if text and text == target.text:
        return field(f"REF {target.bookmark} \\h", text)
    if target.number and text.endswith(target.number):
        before = text.removesuffix(target.number)
        if (
            not target.printed
        ):  # A template whose headings print no numbers: the reference names the heading by its words.
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
    """Return the mark of a footnote. Word counts notes in order, as resolve does; the id is only an id.

    Word has no notes inside notes: such a note is set in brackets in place, and reported.
    """
    if rendering.in_notes:
        rendering.report("note-in-note", "a note is inside another note; Word shows it in brackets", note.location)
        return run(" [") + write_inlines(note.inlines, rendering) + run("]")
    rendering.notes.append(note)
    properties = run_properties(rendering.style(names.NOTE_MARK))
    return f'<w:r>{properties}<w:footnoteReference w:id="{rendering.first_note + len(rendering.notes) - 1}"/></w:r>'
