"""Find the edits of one reviewed copy against the brief that it was built from.

Return edits in the order of the brief, without ids: changes in each passage, inserted, deleted and moved passages, then
comments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.document.comments import CHECKER
from briefing.document.passages import NOTE, Passage
from briefing.document.sequence_alignment import LEAST_ALIKE, align, likeness
from briefing.readers.docx_comments import read_comments
from briefing.readers.reviewed import Copy, CopyParagraph
from briefing.readers.reviewed_text import Revision
from briefing.review.edits.authorship import attribute, find_author
from briefing.review.edits.comment_edits import edits_of_comments
from briefing.review.edits.edits import Cell, Edit
from briefing.review.edits.paragraph_pairing import Pair, Pairing, pair
from briefing.review.edits.refuse_moved_facts import without_moved
from briefing.review.edits.source_locations import NOTES
from briefing.review.edits.text_changes import edits_of
from briefing.review.edits.word_diff import has_keys, keys_of, same

BY_HAND = "change the rows of a table by hand, in the facts or the template"


def find_edits(base: Sequence[Passage], copy: Copy) -> list[Edit]:
    """Return every edit of a copy. Comments by the program's own checks are skipped."""
    covered: set[str] = set()
    if copy.bounded:
        # A Word template's own cover replaces parts of the title block on page 1.
        covered = {part for p in base if p.kind == "front" for part in _parts_of(p.text)}
        there = {keys_of(written.accepted) for written in copy.body}
        base = [p for p in base if p.kind != "front" or keys_of(p.text) in there]
    order = {(p.block, p.kind, p.place): at for at, p in enumerate(base)}
    body = pair([p for p in base if p.kind not in (NOTE, "contents")], copy.body)
    notes = pair_notes([p for p in base if p.kind == NOTE], copy.notes)
    edits = [edit for one in body.pairs for edit in edits_of(one)]
    noted = [edit for one in notes.pairs for edit in edits_of(one)]
    edits += [_moved(passages, written) for passages, written in body.moved]
    edits += [_deleted(passages, copy) for passages in body.deleted]
    edits += [_inserted(before, w) for before, w in body.inserted if not _parts_of(w[0].accepted) <= covered]
    gone = {edit.block for edit in edits if edit.kind == "deleted"}
    for (passage,) in notes.deleted:
        if passage.block not in gone:
            marks = (n.mark for n in copy.notes if n.mark.state == "deleted" and same(n.deleted, passage.text))
            edit = _whole(passage, next(marks, Revision()))
            noted.append(replace(edit, kind="note", old=passage.text, reason=NOTES))
    noted += [replace(_inserted(before, written), kind="note") for before, written in notes.inserted]
    edits += [edit for edit in noted if edit.tracked or not copy.lost_notes]
    edits = without_moved(sorted(edits, key=lambda edit: _place(edit, order)), base)
    others = [w for _, written in (*body.inserted, *notes.inserted) for w in written]
    pairs = [*body.pairs, *notes.pairs, *(Pair(p[0], w[0]) for p, w in body.moved)]
    comments = [c for c in read_comments(copy.package, copy.location) if c.author != CHECKER]
    remarks = [
        e for e in edits_of_comments(comments, pairs, others) if e.passage is not None or e.on or not copy.bounded
    ]
    return [*edits, *remarks]


def _parts_of(text: str) -> frozenset[str]:
    """Return the items of a line of the title block."""
    return frozenset(" ".join(part.split()) for part in text.split(" | "))


def _place(edit: Edit, order: dict[tuple[str, str, int], int]) -> tuple[int, int]:
    passage = edit.passage
    at = order.get((passage.block, passage.kind, passage.place), -1) if passage is not None else -1
    # A passage inserted after another comes after the changes in that one.
    return at, edit.start if edit.kind != "inserted" else 1_000_000


# ------------------------------------------------------------------ notes


def pair_notes(base: Sequence[Passage], notes: Sequence[CopyParagraph]) -> Pairing:
    """Pair notes in the order of their marks: equal ones first, then those between them by position."""
    standing = [note for note in notes if note.mark.state != "deleted" and note.accepted.strip()]
    anchors = align([keys_of(p.text) for p in base], [keys_of(n.accepted) for n in standing])
    found = Pairing()
    a = c = 0
    for at, to in [*anchors, (len(base), len(standing))]:
        _between(base[a:at], standing[c:to], found)
        if at < len(base):
            found.pairs.append(Pair(base[at], standing[to]))
        a, c = at + 1, to + 1
    # Notes that moved with their paragraphs are neither deleted nor new.
    for gone in list(found.deleted):
        come = next((new for new in found.inserted if same(gone[0].text, new[1][0].accepted)), None)
        if come is not None:
            found.deleted.remove(gone)
            found.inserted.remove(come)
            found.pairs.append(Pair(gone[0], come[1][0]))
    return found


def _between(base: Sequence[Passage], notes: Sequence[CopyParagraph], found: Pairing) -> None:
    if len(base) == len(notes):
        found.pairs += [Pair(p, n) for p, n in zip(base, notes, strict=True)]
        return
    left = list(notes)
    for passage in base:
        likest = max(left, key=lambda note: likeness(keys_of(passage.text), keys_of(note.accepted)), default=None)
        if likest is not None and likeness(keys_of(passage.text), keys_of(likest.accepted)) >= LEAST_ALIKE:
            found.pairs.append(Pair(passage, likest))
            left.remove(likest)
        else:
            found.deleted.append((passage,))
    found.inserted += [(base[-1] if base else None, (note,)) for note in left]


def _note_gone(passage: Passage, copy: Copy) -> Edit:
    revision = next(
        (n.mark for n in copy.notes if n.mark.state == "deleted" and same(n.deleted, passage.text)), Revision()
    )
    edit = _whole(passage, revision)
    return replace(edit, kind="note", old=passage.text, reason=NOTES)


# ------------------------------------------------------------------ whole passages


def _whole(passage: Passage, revision: Revision) -> Edit:
    return Edit(
        kind="deleted",
        author=revision.author,
        date=revision.date,
        tracked=revision.state != "kept",
        section=passage.section,
        block=passage.block,
        passage=passage,
        end=len(passage.text),
    )


def _deleted(passages: tuple[Passage, ...], copy: Copy) -> Edit:
    text = " | ".join(" ".join(p.text.split()) for p in passages)
    edit = replace(_whole(passages[0], _struck_by(passages[0].text, copy)), old=text)
    by_hand = len(passages) > 1 or passages[0].row
    return replace(edit, reason=BY_HAND) if by_hand else replace(edit, way="delete")


def _struck_by(text: str, copy: Copy) -> Revision:
    """Return who deleted a passage; an empty revision if the deletion was not tracked."""
    keys = keys_of(text)
    for written in copy.body:
        struck = [run for run in written.runs if run.revision.state == "deleted" and run.text.strip()]
        if struck and has_keys(keys_of(written.deleted), keys):
            return next((run.revision for run in struck if run.text.strip() in text), struck[0].revision)
    # A paragraph that was joined with another is not struck, and is there no longer.
    joined = (w.divided for w in copy.body if w.divided.state == "deleted" and has_keys(keys_of(w.accepted), keys))
    return next(joined, Revision())


def _inserted(before: Passage | None, written: tuple[CopyParagraph, ...]) -> Edit:
    text = " | ".join(" ".join(w.accepted.split()) for w in written if w.accepted.strip())
    first = written[0]
    revision = find_author(attribute(first), 0, len(first.accepted))
    revision = revision if revision.state != "kept" else first.divided
    spot = first.spot
    heading = re.fullmatch(r"heading (\d)", first.style)
    listed = "list" in first.style or "bullet" in first.style
    return Edit(
        kind="inserted",
        author=revision.author,
        date=revision.date,
        tracked=revision.state != "kept",
        section=before.section if before is not None else "",
        block=before.block if before is not None else "",
        new=text,
        cell=Cell(spot.table, spot.row, spot.column) if spot is not None else None,
        way="insert" if spot is None else "",
        shape=heading[0] if heading is not None else "item" if listed else "paragraph",
        reason="" if spot is None else BY_HAND,
        passage=before,
    )


def _moved(passages: tuple[Passage, ...], written: tuple[CopyParagraph, ...]) -> Edit:
    text = " | ".join(" ".join(p.text.split()) for p in passages)
    revision = find_author(attribute(written[0]), 0, len(written[0].accepted))
    return replace(
        _whole(passages[0], revision),
        kind="moved",
        old=text,
        new=text,
        reason="move the passage in the template by hand",
    )
