"""Find edits that contradict each other: two values for one figure, or two wordings of the same words.

Such edits get the state "conflict", and an edit of the kind "conflict" is added at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.review.edits.edits import Edit
from briefing.review.edits.word_diff import keys_of, same

_WORDS = ("prose", "cell", "note", "deleted")


def with_conflicts(edits: Sequence[Edit]) -> list[Edit]:
    """Return all edits, those in conflict marked, and the conflicts."""
    open_ = [edit for edit in edits if edit.state == "open"]
    groups = [
        *_of_figures([edit for edit in open_ if edit.kind == "figure"]),
        *_of_words([edit for edit in open_ if edit.kind in _WORDS]),
    ]
    inside = {edit.id for group in groups for edit in group}
    marked = [replace(edit, state="conflict") if edit.id in inside else edit for edit in edits]
    return [*marked, *(_conflict(group, str(number)) for number, group in enumerate(groups, start=len(edits) + 1))]


def _conflict(group: Sequence[Edit], name: str) -> Edit:
    one = group[0]
    return Edit(
        kind="conflict", id=name, section=one.section, block=one.block, old=one.old, fact=one.fact, claim=one.claim,
        point=one.point, aspect=one.aspect, file=one.file, line=one.line, column=one.column, state="conflict",
        edits=tuple(edit.id for edit in group), reason="decide between them, and change the dossier by hand",
    )  # fmt: skip


def _of_figures(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Yield groups of edits that propose different values for one figure."""
    by_figure: dict[tuple[str, ...], list[Edit]] = {}
    for edit in edits:
        aspect = "value" if edit.aspect in ("number", "unit") else edit.aspect
        by_figure.setdefault((edit.fact, edit.claim, edit.point, aspect), []).append(edit)
    for group in by_figure.values():
        if any(not _agree(edit, group[0]) for edit in group[1:]):
            yield group


def _agree(one: Edit, other: Edit) -> bool:
    """Return True if two proposals agree; a value and the bare number of a table column may do so."""
    if same(one.new, other.new):
        return True
    if one.aspect == other.aspect:
        return False
    short, long = sorted((keys_of(one.new), keys_of(other.new)), key=len)
    # The words of one occur in the other in the same order: "about 360" in "about €360 million".
    rest = iter(long)
    return bool(short) and all(any(word == other for other in rest) for word in short)


def _of_words(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Yield groups of edits in different copies that overlap and differ."""
    by_passage: dict[tuple[str, str, int], list[Edit]] = {}
    for edit in edits:
        if edit.passage is not None:
            by_passage.setdefault((edit.block, edit.passage.kind, edit.passage.place), []).append(edit)
    for group in by_passage.values():
        rest = sorted(group, key=lambda edit: (edit.start, edit.end))
        while rest:
            near = [rest.pop(0)]
            reach = near[0].end
            while rest and (rest[0].start < reach or (rest[0].start, rest[0].end) == (near[0].start, near[0].end)):
                near.append(rest.pop(0))
                reach = max(reach, near[-1].end)
            first = near[0]
            differ = any(
                edit.kind != first.kind or not same(edit.old, first.old) or not same(edit.new, first.new)
                for edit in near[1:]
            )
            if differ and len({edit.copy for edit in near}) > 1:
                yield near
