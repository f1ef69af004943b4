"""Turn a passage and its changed paragraph into edits: figures by their facts, the rest by the words that changed.

The names of facts come from the passage, authors and dates from the copy. The edits have no ids yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.document.passages import NOTE, Passage, Span
from briefing.readers.reviewed import CopyParagraph
from briefing.review.edits.authorship import AttributedText, attribute, find_author, groups, is_counted
from briefing.review.edits.edits import Cell, Edit, Kind, refused, with_fact
from briefing.review.edits.figure_edits import FIGURES, Figure, locate, spans_in
from briefing.review.edits.paragraph_diff import diff_paragraph
from briefing.review.edits.paragraph_pairing import Pair
from briefing.review.edits.word_diff import Hunk, WordDiff, around, same

LOST = "it deletes a printed figure: change the template by hand"
UNCLEAR = "it is not certain which words are now the figure"
OVER = "it changes words of a fact and of the template together"
_SENTENCE_END = re.compile(r"[.!?;:]\s")


def edits_of(pair: Pair) -> Iterator[Edit]:
    """Yield every change of one passage, in order."""
    passage, written = pair.passage, pair.written
    new = written.accepted
    if same(passage.text, new):
        return
    attributed = attribute(written)
    diff = diff_paragraph(passage.text, new, attributed)
    # A generated number of a table, a note or a cross-reference changes by itself.
    hunks = [
        h
        for h in diff.hunks
        if not is_counted(attributed, h.new_start, h.new_end)
        or not any(c.isdigit() for c in passage.text[h.start : h.end])
    ]
    figures = list(_figures(passage, hunks, diff, new, attributed))
    for figure in figures:
        if not same(passage.text[figure.span.start : figure.span.end], new[figure.start : figure.end]):
            span = figure.span
            hunk = Hunk(span.start, span.end, figure.start, figure.end)
            edit = with_fact(_edit("figure", hunk, passage, attributed, written), span)
            yield replace(edit, new=new[figure.start : figure.end].strip(), way="figure")
    rest = hunks
    for figure in figures:
        rest = [part for hunk in rest for part in _cut_out(hunk, figure)]
    for hunk in _joined(rest, passage, attributed):
        yield _words(hunk, passage, new, attributed, written)


# ------------------------------------------------------------------ figures


def _figures(
    passage: Passage, hunks: Sequence[Hunk], diff: WordDiff, new: str, attributed: list[AttributedText]
) -> Iterator[Figure]:
    """Yield the changed figures whose new words are certain."""
    found: dict[Span, tuple[Hunk, Figure | None]] = {}
    for hunk in hunks:
        for span in spans_in(passage, hunk, new):
            if span not in found and span.aspect in FIGURES:
                figure = locate(span, passage, diff, new, attributed)
                if figure is None or figure.end <= figure.start:
                    figure = None
                elif hunk.start == hunk.end == span.start and figure.start > hunk.new_start:
                    # Words inserted directly before a figure belong to it: "nearly".
                    figure = replace(figure, start=hunk.new_start)
                found[span] = hunk, figure
    for span, (hunk, figure) in found.items():
        if figure is not None and not any(
            _doubted(figure, hunk, other, beside, attributed, passage.text)
            for its, (beside, other) in found.items()
            if its is not span
        ):
            yield figure


def _doubted(  # noqa: PLR0917  # two figures, two changes, and their context
    figure: Figure, hunk: Hunk, other: Figure | None, beside: Hunk, attributed: list[AttributedText], text: str
) -> bool:
    """Return True if another figure makes one uncertain: they share words, or the other was lost in the same change.

    Without tracked changes, a figure lost in the same sentence counts as lost in the same change.
    """
    if other is not None:
        return other.start < figure.end and figure.start < other.end
    mine, its = (groups(attributed, h.new_start, h.new_end) for h in (hunk, beside))
    if beside is hunk or mine & its:
        return True
    between = text[min(hunk.end, beside.end) : max(hunk.start, beside.start)]
    return not mine and not its and _SENTENCE_END.search(between) is None


def _cut_out(part: Hunk, figure: Figure) -> list[Hunk]:
    """Return the parts of a change outside a figure."""
    span = figure.span
    beside = part.start == part.end and part.new_start >= figure.start and part.new_end <= figure.end
    if not beside and (part.start >= span.end or part.end <= span.start):
        return [part]
    pieces = []
    if part.start < span.start or part.new_start < figure.start:
        pieces.append(Hunk(part.start, min(part.end, span.start), part.new_start, min(part.new_end, figure.start)))
    if part.end > span.end or part.new_end > figure.end:
        pieces.append(Hunk(max(part.start, span.end), part.end, max(part.new_start, figure.end), part.new_end))
    return [p for p in pieces if p.end > p.start or p.new_end > p.new_start]


# ------------------------------------------------------------------ words


def _joined(hunks: Sequence[Hunk], passage: Passage, attributed: list[AttributedText]) -> Iterator[Hunk]:
    """Join changes that were made together, unless an unchanged figure is between them."""
    last: Hunk | None = None
    for hunk in hunks:
        together = last is not None and groups(attributed, last.new_start, last.new_end) & groups(
            attributed, hunk.new_start, hunk.new_end
        )
        if (
            last is not None
            and together
            and not any(span.start < hunk.start and span.end > last.end for span in passage.spans)
        ):
            last = Hunk(last.start, hunk.end, last.new_start, hunk.new_end)
            continue
        if last is not None:
            yield last
        last = hunk
    if last is not None:
        yield last


def _words(hunk: Hunk, passage: Passage, new: str, attributed: list[AttributedText], written: CopyParagraph) -> Edit:
    kind: Kind = "note" if passage.kind == NOTE else "cell" if written.spot is not None else "prose"
    edit = _edit(kind, hunk, passage, attributed, written)
    edit = replace(edit, new=_tidy(new[hunk.new_start : hunk.new_end]), old=_tidy(edit.old))
    touched = [s for s in passage.spans if s.start < hunk.end and s.end > hunk.start]
    touched = touched or [s for s in passage.spans if s.start < hunk.start < s.end]
    figures = [s for s in touched if s.aspect in FIGURES]
    if figures:
        gone = not any(c.isdigit() for c in edit.new)
        return with_fact(refused(edit, LOST if gone else UNCLEAR), figures[0])
    if touched:
        if len({(s.fact, s.claim, s.point) for s in touched}) > 1:
            return refused(edit, OVER)
        edit = with_fact(edit, touched[0])
        inside = touched[0].start <= hunk.start and hunk.end <= touched[-1].end
        return replace(edit, way="statement") if inside else refused(edit, OVER)
    return replace(edit, way="template")


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _edit(kind: Kind, hunk: Hunk, passage: Passage, attributed: list[AttributedText], written: CopyParagraph) -> Edit:
    before, after = around(passage.text, hunk.start, hunk.end)
    revision = find_author(attributed, hunk.new_start, hunk.new_end)
    if revision.state == "kept" and _is_at_an_end(hunk, passage.text, written.accepted):
        revision = written.divided
    spot = written.spot
    return Edit(
        kind=kind,
        author=revision.author,
        date=revision.date,
        tracked=revision.state != "kept",
        section=passage.section,
        block=passage.block,
        old=passage.text[hunk.start : hunk.end],
        before=before,
        after=after,
        cell=Cell(spot.table, spot.row, spot.column) if spot is not None else None,
        passage=passage,
        start=hunk.start,
        end=hunk.end,
    )


def _is_at_an_end(hunk: Hunk, old: str, new: str) -> bool:
    """Return True if words came or went at an end of a paragraph, as they do where it is split or joined with another."""
    came = hunk.start == hunk.end and not (new[: hunk.new_start].strip() and new[hunk.new_end :].strip())
    went = hunk.new_start == hunk.new_end and not (old[: hunk.start].strip() and old[hunk.end :].strip())
    return came or went
