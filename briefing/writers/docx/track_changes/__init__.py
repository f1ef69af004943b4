"""Write the Word file of a new edition with its changes against an old one as tracked changes.

The two files may come from anyone; the new one gets marks in its body, tables and notes. Accepting
them gives the new edition; rejecting them gives the text of the old one. Not tracked, and as in the
new edition, are formatting (except a paragraph's style), headers and footers, contents and lists of
captions, forms, page numbers, drawings, comments, settings and the record. If the last block is a
table that only one edition has, an empty paragraph is left below it. In place of a deleted drawing,
"[Figure: alt text]" is marked as deleted; a deleted field, and a link without a target, are deleted
as the text they showed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from briefing.problems.problem import BriefingError, Location, Problem
from briefing.writers.docx.track_changes.body import track
from briefing.writers.docx.track_changes.changed_notes import Notes, notes_in
from briefing.writers.docx.track_changes.corresponding_styles import read_sheet, translate
from briefing.writers.docx.track_changes.deletions import Links, NoteKeeper, Restorer
from briefing.writers.docx.track_changes.redline_context import RedlineContext
from briefing.writers.docx.track_changes.redline_package import (
    NOTE_KINDS,
    Story,
    WordFile,
    open_file,
    refuse_strict,
    write_file,
)
from briefing.writers.docx.track_changes.revision_marks import RevisionWriter

_MOST_OF_A_NAME = 255
_NO_NAME = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def redline(old: bytes, new: bytes, *, author: str, date: str) -> bytes:
    """Return the new file with its changes against the old one tracked; the same bytes if there are none.

    `date` is a day in ISO 8601. Raises BriefingError if a file cannot be read or already has
    tracked changes.
    """
    names = ("the old Word file", "the new Word file")
    try:
        before, after = open_file(old, names[0]), open_file(new, names[1])
        refuse_strict(after, names[1])
        day = f"{date}T00:00:00Z" if _DAY.fullmatch(date) else ""
        writer = RevisionWriter(_NO_NAME.sub(" ", author)[:_MOST_OF_A_NAME], day, after.first_number())
        _FilePair(before, after, writer).run()
        return write_file(after) if writer.used else new
    except RecursionError:
        raise BriefingError(
            Problem("damaged-file", "the Word files are nested too deeply", Location(names[1]))
        ) from None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, AssertionError, etree.LxmlError) as error:
        # The files are untrusted: an unforeseen exception is reported as a fault of theirs.
        message = f"the Word files cannot be compared: their parts are inconsistent ({type(error).__name__})"
        hint = "open both in Word and save them again"
        raise BriefingError(Problem("damaged-file", message, Location(names[1]), hint)) from error


class _FilePair:
    """One pair of files."""

    def __init__(self, old: WordFile, new: WordFile, writer: RevisionWriter) -> None:
        self._old, self._new, self._writer = old, new, writer
        self._sheet, self._new_sheet = read_sheet(old.styles), read_sheet(new.styles)
        self._translation = translate(self._sheet, self._new_sheet, old.numbering, new.numbering)
        self._bookmarks = new.bookmarks()

    def run(self) -> None:
        """Track changes in the body, then in the notes that both have."""
        notes: dict[str, Notes] = {}
        for kind in NOTE_KINDS:
            old, new = self._old.notes.get(kind), self._new.notes.get(kind)
            plain = self._restorer(old, new, _no_note)
            plain.deleted = False
            old_notes = notes_in(old.root if old is not None else None)
            notes[kind] = Notes(kind, old_notes, new.root if new is not None else None, plain)

        def keep(kind: str, identifier: str) -> tuple[str, str]:
            return notes[kind].keep(identifier)

        restorer = self._restorer(self._old.main, self._new.main, keep)
        context = RedlineContext(self._writer, restorer, self._sheet.paragraph, self._new_sheet.paragraph, notes)
        track(self._old.body, self._new.body, context)
        for kind, found in notes.items():
            found.put_in_order(self._new.body)
            old, new = self._old.notes.get(kind), self._new.notes.get(kind)
            if old is None or new is None:
                continue
            inner = self._restorer(old, new, _no_note)
            within = RedlineContext(self._writer, inner, self._sheet.paragraph, self._new_sheet.paragraph)
            for note, new_note in found.pairs:
                track(note, new_note, within)

    def _restorer(self, old: Story | None, new: Story | None, keep: NoteKeeper) -> Restorer:
        relate: Callable[[str], str] = new.relate if new is not None else (lambda _: "")
        links = Links(old.links() if old is not None else {}, relate, self._bookmarks)
        return Restorer(self._translation, self._sheet.paragraph, links, keep, self._writer)


def _no_note(_kind: str, _identifier: str) -> tuple[str, str]:
    """Return no note: Word has no notes inside notes."""
    return "", ""
