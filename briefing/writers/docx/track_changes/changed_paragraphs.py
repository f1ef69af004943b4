"""Track changes in a paragraph: what both editions have stays, the rest is marked as deleted or inserted.

Whole words change, and words so close together that the text between would be hard to read change
together. Only text is tracked, not formatting, except the paragraph's own style.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from briefing.document.sequence_alignment import align_similar
from briefing.files.ooxml import Element, W
from briefing.writers.docx.template.xml_trees import SPACE
from briefing.writers.docx.track_changes.changed_blocks import Paragraph
from briefing.writers.docx.track_changes.changed_words import Line, Piece, Token
from briefing.writers.docx.track_changes.redline_context import RedlineContext
from briefing.writers.docx.track_changes.revision_marks import (
    empty_copy,
    insert_runs,
    is_mark,
    note_properties,
    properties_of,
)

_SHORT_GAP = 5
"""Letters between two much longer changes that are replaced with them."""
_LEAST_KEPT = 0.25
"""If less than this share of the words is kept, all of them change."""
_ATOMS = {"note": 6.0, "drawing": 20.0}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Tokens of both sides from and to an index: the same, or one replacing the other."""

    same: bool
    old: tuple[int, int]
    new: tuple[int, int]


def track_paragraph(old: Paragraph, new: Paragraph, context: RedlineContext) -> None:
    """Mark in the new paragraph how it differs from the old one."""
    if old.style != new.style:
        note_properties(new.element, context.restorer.properties(old.element), context.writer)
    if old.line is None or new.line is None:
        if old.key.partition("\n")[2] != new.key.partition("\n")[2]:
            insert_runs(new.element, context.writer, with_fields=new.line is not None)
            for made in reversed(context.restorer.content(old)):
                properties_of(new.element).addnext(made)
        return
    before, after = _with_notes(old.line.tokens, new.line.tokens, context)
    keys, new_keys = [token.key for token in before], [token.key for token in after]
    if keys == new_keys:
        pairs = [(at, at) for at in range(len(keys))]
    else:
        pairs = align_similar(keys, new_keys, lambda at, place: _gain(before[at], after[place]))
        # Rewritten text is easier to read in one piece: if hardly any words are left, none are kept.
        letters = sum(_letters(before[at : at + 1]) for at, _ in pairs)
        if 2 * letters < _LEAST_KEPT * (_letters(before) + _letters(after)):
            pairs = [(at, place) for at, place in pairs if before[at].kind in _ATOMS]
    for at, place in pairs:
        if after[place].kind == "note":
            context.pair_notes(before[at], after[place])
    if len(pairs) < max(len(before), len(after)):
        stretches = _merge_close_changes(list(_stretches(pairs, len(before), len(after))), before, after)
        _ParagraphRewriter(new.element, context).write(new.line, stretches, before)


def _with_notes(old: list[Token], new: list[Token], context: RedlineContext) -> tuple[list[Token], list[Token]]:
    """Return the tokens, with keys by which the mark of a note matches that of the same or changed note."""
    places = [at for at, token in enumerate(old) if token.kind == "note"]
    new_places = [at for at, token in enumerate(new) if token.kind == "note"]
    if not places and not new_places:
        return old, new
    old, new = list(old), list(new)
    texts, new_texts = context.note_words([old[at] for at in places], [new[at] for at in new_places])
    known = dict(align_similar(texts, new_texts, lambda at, place: context.notes_alike(texts[at], new_texts[place])))
    for index, at in enumerate(places):
        old[at] = replace(old[at], key=f"\0note {index}")
    paired = {place: index for index, place in known.items()}
    for index, at in enumerate(new_places):
        new[at] = replace(new[at], key=f"\0note {paired[index]}" if index in paired else f"\0note new {index}")
    return old, new


def _gain(old: Token, new: Token) -> float:
    if old.key != new.key:
        return 0.0
    if old.kind == "text":
        return 1.0 + len(old.text) if old.text[:1].isalnum() else 0.2 if old.text.isspace() else 0.6
    return _ATOMS.get(old.kind, 3.0 + len(old.text))


def _letters(tokens: Sequence[Token]) -> int:
    return sum(sum(map(str.isalnum, token.text)) for token in tokens)


def _stretches(pairs: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[_Stretch]:
    """Yield the two sides split into what is the same and what is not."""
    at = place = 0
    index = 0
    while index < len(pairs):
        then, new_then = pairs[index]
        if (then, new_then) != (at, place):
            yield _Stretch(False, (at, then), (place, new_then))
        start = index
        while index + 1 < len(pairs) and pairs[index + 1] == (pairs[index][0] + 1, pairs[index][1] + 1):
            index += 1
        at, place = pairs[index][0] + 1, pairs[index][1] + 1
        yield _Stretch(True, (pairs[start][0], at), (pairs[start][1], place))
        index += 1
    if (at, place) != (old, new):
        yield _Stretch(False, (at, old), (place, new))


def _merge_close_changes(stretches: list[_Stretch], old: Sequence[Token], new: Sequence[Token]) -> list[_Stretch]:
    """Return the same, with changes joined over very short unchanged text."""
    found: list[_Stretch] = []
    for at, stretch in enumerate(stretches):
        tokens = old[slice(*stretch.old)]
        between = stretch.same and found and at + 1 < len(stretches) and all(t.kind == "text" for t in tokens)
        negligible = bool(between) and _is_negligible(_letters(tokens), (found[-1], stretches[at + 1]), old, new)
        if found and not found[-1].same and (negligible or not stretch.same):
            last = found.pop()
            found.append(_Stretch(False, (last.old[0], stretch.old[1]), (last.new[0], stretch.new[1])))
        else:
            found.append(stretch)
    return found


def _is_negligible(letters: int, around: tuple[_Stretch, _Stretch], old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Return whether so few letters should not separate two changes."""
    if not letters:
        return True
    sides = [_letters(old[slice(*change.old)]) + _letters(new[slice(*change.new)]) for change in around]
    return letters <= _SHORT_GAP and min(sides) > letters and sum(sides) >= 4 * letters


class _ParagraphRewriter:
    """Rewrite one paragraph: its own runs, split where words changed."""

    def __init__(self, paragraph: Element, context: RedlineContext) -> None:
        self._paragraph, self._context = paragraph, context
        self._made: list[Element] = []
        self._insertion: Element | None = None
        self._source: tuple[Element, bool] | None = None

    def write(self, line: Line, stretches: Sequence[_Stretch], old: Sequence[Token]) -> None:
        """Write the paragraph. Deleted text precedes inserted text, and is outside a bookmark that begins there."""
        inserted = {place for stretch in stretches if not stretch.same for place in range(*stretch.new)}
        deleted = {stretch.new[0]: old[slice(*stretch.old)] for stretch in stretches if not stretch.same}
        place = 0
        waiting: list[Element] = []
        for item in line.items:
            if not isinstance(item, Token):
                waiting.append(item)
                continue
            self._between(waiting, deleted.pop(place, ()))
            waiting = []
            for part in item.parts:
                self._part(part, inserted=place in inserted)
            place += 1
        self._between(waiting, deleted.pop(place, ()))
        properties = self._paragraph.find(W + "pPr")
        for child in [child for child in self._paragraph if child is not properties]:
            self._paragraph.remove(child)
        self._paragraph.extend(self._made)

    def _between(self, marks: Sequence[Element], deleted: Sequence[Token]) -> None:
        """Write bookmark and comment marks, and what was deleted there."""
        starts = (at for at, mark in enumerate(marks) if mark.tag == W + "bookmarkStart")
        first = next(starts, len(marks)) if deleted else len(marks)
        self._append(marks[:first])
        if deleted:
            self._append(self._context.restorer.tokens(deleted))
        self._append(marks[first:])

    def _append(self, elements: Sequence[Element]) -> None:
        if elements:
            self._insertion = self._source = None
            self._made += elements
            for element in elements:
                element.tail = None

    def _part(self, part: Piece | Element, *, inserted: bool) -> None:
        if isinstance(part, Piece):
            self._piece(part, inserted=inserted)
        elif inserted and (is_mark(part) or part.tag == W + "sdt"):
            self._source = None
            part.tail = None
            self._into_insertion().append(part)
        else:
            self._append([part])
            if inserted:
                insert_runs(part, self._context.writer)

    def _into_insertion(self) -> Element:
        if self._insertion is None:
            self._insertion = self._context.writer.mark("ins")
            self._made.append(self._insertion)
        return self._insertion

    def _piece(self, piece: Piece, *, inserted: bool) -> None:
        if not inserted:
            self._insertion = None
        if self._source != (piece.run, inserted):
            self._source = (piece.run, inserted)
            run = empty_copy(piece.run)
            if inserted:
                self._into_insertion().append(run)
            else:
                self._made.append(run)
        container = self._insertion[-1] if self._insertion is not None else self._made[-1]
        if piece.text is None:
            piece.child.tail = None
            container.append(piece.child)
            return
        if len(container) == 0 or container[-1].tag != W + "t":
            etree.SubElement(container, W + "t", {SPACE: "preserve"}).text = ""
        container[-1].text = (container[-1].text or "") + piece.text
