"""Tracked changes: the Word file of a new edition, with what was changed against an old one as Word's own revisions.

Takes two finished Word files, anybody's; gives the new one with marks in its body, tables and notes. Accepted, they leave the new
edition; rejected, the words of the old one. What is not tracked stands as the new edition has it: looks but for a paragraph's style,
headers and footers, contents and lists of captions, forms, page numbers, drawings, comments, settings, the record. Where the last
block is a table that only one edition has, an empty paragraph is left below it. Of a drawing that is gone, "[Figure: alt text]"
stands struck in its place; a deleted field, and a link whose target is gone, are struck as the words they showed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from briefing.problems.problem import BriefingError, Origin, Problem
from briefing.writers.docx.track_changes.body import track
from briefing.writers.docx.track_changes.changed_notes import Notes, notes_in
from briefing.writers.docx.track_changes.deletions import Links, NoteKeeper, Restorer
from briefing.writers.docx.track_changes.redline_context import Desk
from briefing.writers.docx.track_changes.redline_package import (
    NOTE_KINDS,
    Story,
    WordFile,
    open_file,
    refuse_strict,
    write_file,
)
from briefing.writers.docx.track_changes.revision_marks import Pen
from briefing.writers.docx.track_changes.style_mapping import read_sheet, translate

_MOST_OF_A_NAME = 255
_NO_NAME = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def redline(old: bytes, new: bytes, *, author: str, date: str) -> bytes:
    """The new file with its changes against the old one tracked; the very same bytes where there are none.

    `date` is a day, as ISO 8601. Raises BriefingError where a file cannot be read, or has tracked changes already.
    """
    names = ("the old Word file", "the new Word file")
    try:
        before, after = open_file(old, names[0]), open_file(new, names[1])
        refuse_strict(after, names[1])
        day = f"{date}T00:00:00Z" if _DAY.fullmatch(date) else ""
        pen = Pen(_NO_NAME.sub(" ", author)[:_MOST_OF_A_NAME], day, after.first_number())
        _Redlining(before, after, pen).run()
        return write_file(after) if pen.used else new
    except RecursionError:
        raise BriefingError(Problem("damaged-file", "the Word files are nested too deep", Origin(names[1]))) from None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, AssertionError, etree.LxmlError) as error:
        # The files are untrusted: what no rule of ours foresaw is still told as a fault of theirs.
        message = f"the Word files cannot be compared: their parts do not fit together ({type(error).__name__})"
        hint = "open both in Word and save them anew"
        raise BriefingError(Problem("damaged-file", message, Origin(names[1]), hint)) from error


class _Redlining:
    """One pair of files."""

    def __init__(self, old: WordFile, new: WordFile, pen: Pen) -> None:
        self._old, self._new, self._pen = old, new, pen
        self._sheet, self._new_sheet = read_sheet(old.styles), read_sheet(new.styles)
        self._translation = translate(self._sheet, self._new_sheet, old.numbering, new.numbering)
        self._bookmarks = new.bookmarks()

    def run(self) -> None:
        """Go through the body, then through the notes that are in both."""
        notes = {kind: self._notes(kind) for kind in NOTE_KINDS}

        def keep(kind: str, identifier: str) -> tuple[str, str]:
            return notes[kind].keep(identifier)

        restorer = self._restorer(self._old.main, self._new.main, keep)
        desk = Desk(self._pen, restorer, self._sheet.paragraph, self._new_sheet.paragraph, notes)
        track(self._old.body, self._new.body, desk)
        for kind, found in notes.items():
            found.put_in_order(self._new.body)
            old, new = self._old.notes.get(kind), self._new.notes.get(kind)
            if old is None or new is None:
                continue
            inner = self._restorer(old, new, _no_note)
            within = Desk(self._pen, inner, self._sheet.paragraph, self._new_sheet.paragraph)
            for note, new_note in found.pairs:
                track(note, new_note, within)

    def _notes(self, kind: str) -> Notes:
        old, new = self._old.notes.get(kind), self._new.notes.get(kind)
        plain = self._restorer(old, new, _no_note)
        plain.struck = False
        return Notes(
            kind, notes_in(old.root if old is not None else None), new.root if new is not None else None, plain
        )

    def _restorer(self, old: Story | None, new: Story | None, keep: NoteKeeper) -> Restorer:
        relate: Callable[[str], str] = new.relate if new is not None else (lambda _: "")
        links = Links(old.links() if old is not None else {}, relate, self._bookmarks)
        return Restorer(self._translation, self._sheet.paragraph, links, keep, self._pen)


def _no_note(_kind: str, _identifier: str) -> tuple[str, str]:
    """Word has no notes in notes."""
    return "", ""
