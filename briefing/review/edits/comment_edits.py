"""Turn the comments of a copy into edits of the kind "comment", with the fact or passage they are attached to.

A comment on one printed fact is about that fact; a comment on several is about the passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.document.fact_markers import control_number
from briefing.document.passages import Passage, Span
from briefing.readers.docx_comments import Comment
from briefing.readers.reviewed import CopyParagraph
from briefing.review.edits.authorship import attribute
from briefing.review.edits.edits import Cell, Edit
from briefing.review.edits.paragraph_pairing import Pair
from briefing.review.edits.word_diff import diff_words


@dataclass(slots=True)
class _Place:
    """The text that a comment is attached to."""

    words: str = ""
    passage: Passage | None = None
    written: CopyParagraph | None = None
    start: int = 0
    end: int = 0
    markers: tuple[str, ...] = ()


def edits_of_comments(
    comments: Sequence[Comment], pairs: Sequence[Pair], others: Sequence[CopyParagraph]
) -> Iterator[Edit]:
    """Yield every comment in the order of the file; an answer belongs to the text of its thread.

    `others` are paragraphs of the copy without a matching passage.
    """
    places = _places(pairs, others)
    by_id = {comment.id: comment for comment in comments}
    for comment in comments:
        root, seen = comment, {comment.id}
        while root.parent in by_id and root.parent not in seen:
            seen.add(root.parent)
            root = by_id[root.parent]
        yield _edit(comment, places.get(comment.id) or places.get(root.id) or _Place())


def _edit(comment: Comment, place: _Place) -> Edit:
    passage = place.passage
    span = _fact(place) if passage is not None else None
    spot = place.written.spot if place.written is not None else None
    return Edit(
        kind="comment",
        author=comment.author,
        date=comment.date,
        section=passage.section if passage is not None else "",
        block=passage.block if passage is not None else "",
        cell=Cell(spot.table, spot.row, spot.column) if spot is not None else None,
        fact=span.fact if span else "",
        claim=span.claim if span else "",
        point=span.point if span else "",
        aspect=span.aspect if span else "",
        text=comment.text,
        number=comment.id,
        parent=comment.parent,
        resolved=comment.resolved,
        on=" ".join(place.words.split()),
        passage=passage,
        start=place.start,
        end=place.end,
    )


def _places(pairs: Sequence[Pair], others: Sequence[CopyParagraph]) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    for written, passage in [*((p.written, p.passage) for p in pairs), *((w, None) for w in others)]:
        for item in attribute(written):
            for comment in item.run.comments:
                place = places.setdefault(comment, _Place())
                if place.written is None:
                    place.written, place.passage = written, passage
                    place.start, place.end = item.start, item.end
                place.words += item.run.text
                if place.written is written:
                    place.end = max(place.end, item.end)
                place.markers += (item.run.marker,) if item.run.marker else ()
    return places


def _fact(place: _Place) -> Span | None:
    """Return the only figure in the text of a comment; None if there is none or more than one."""
    passage, written = place.passage, place.written
    if passage is None or written is None:
        return None
    names = {name: span for span in passage.spans for name in (span.marker, f"#{control_number(span.marker)}")}
    marked = [names[name] for name in dict.fromkeys(place.markers) if name in names]
    found = marked or _by_letters(passage, written.accepted, place)
    facts = dict.fromkeys((s.fact, s.claim, s.point) for s in found)
    if len(facts) == 1:
        return next((s for s in found if s.aspect in ("value", "number")), found[0])
    values = [s for s in found if s.aspect in ("value", "number")]
    return values[0] if len(values) == 1 else None


def _by_letters(passage: Passage, standing: str, place: _Place) -> list[Span]:
    """Return the facts within the range of a comment, if the words at its ends are unchanged."""
    diff = diff_words(standing, passage.text)
    words = standing[place.start : place.end]
    first = place.start + len(words) - len(words.lstrip())
    last = place.end - (len(words) - len(words.rstrip()))
    start, end = diff.start(first), diff.end(last)
    if start is None or end is None:
        return []
    return [s for s in passage.spans if s.start < end and s.end > start]
