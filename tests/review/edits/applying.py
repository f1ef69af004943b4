"""Applies the edits of a copy in a dossier of its own, and tells what was written where nobody had asked for it.

What is held against what: the facts before and after, fact by fact; the brief before and after, passage by passage, and each passage
that is new against the reviewer's own words, with figures as they were, since a proposal does not print.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from review.edits.dossiers import built
from review.edits.making import Case
from review.edits.reviewing import Shelf, edits_in, run
from review.edits.score import Truth

from briefing.document.passages import Passage, passages_in_record
from briefing.problems.problem import NO_LOCATION
from briefing.readers.reviewed import Copy, read_copy
from briefing.review.edits.word_diff import keys_of, same
from briefing.review.replies import FOLDER


@dataclass(frozen=True, slots=True)
class Applied:
    """How many edits were written, of a copy whose every edit is found, and everything that is wrong with that."""

    count: int
    wrong: tuple[str, ...]


def apply(shelf: Shelf, case: Case, folder: Path) -> Applied:
    """Applies a case's edits in a copy of its dossier, in `folder`."""
    shutil.copytree(shelf.folder(case.base), folder)
    data = shelf.copy(case)
    (folder / "copy.docx").write_bytes(data)
    before, files = _facts(folder, case.base), _typed(folder)
    done = run(folder, "copy.docx", "--apply", "--json")
    assert done.exit_code == 0, done.output
    left = json.loads(done.stdout)["edits"]
    if _typed(folder) == files:
        return Applied(0, ())
    wrong = [*_wrong_facts(before, _facts(folder, case.base), case.truth), *_wrong_brief(shelf, case, folder, data)]
    again, before_that = (Counter(map(_told, edits)) for edits in (edits_in(folder, "copy.docx"), left))
    if again != before_that:
        wrong.append(f"reviewed again: {again - before_that} more, {before_that - again} fewer")
    return Applied(len(case.truth) - len(left), tuple(wrong))


def _typed(folder: Path) -> dict[Path, bytes]:
    """Every file of facts and templates; comments that wait for an answer are none."""
    return {p: p.read_bytes() for p in folder.glob("*/**/*") if p.is_file() and FOLDER not in p.parts}


def _wrong_brief(shelf: Shelf, case: Case, folder: Path, data: bytes) -> Iterator[str]:
    try:
        after = built(folder, case.base, case.markers)
    except AssertionError as error:
        yield f"the brief does not build: {error}"
        return
    yield from _wrong_passages(shelf.brief(case.base, case.markers), after, read_copy(data, NO_LOCATION), case.truth)


def _told(edit: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(edit.get(key, "")) for key in ("kind", "block", "fact", "old", "new", "text"))


# ------------------------------------------------------------------ facts


def _facts(folder: Path, name: str) -> dict[str, Any]:
    """Every fact as typed, by its id, and every other text by the name of its file."""
    found: dict[str, Any] = {}
    for path in sorted((folder / "facts" / name).rglob("*")):
        if FOLDER in path.parts:
            continue
        if path.suffix == ".yaml":
            held = yaml.safe_load(path.read_text("utf-8")) or {}
            found |= held.get("facts", {})
            found |= {f"{path.name}/{key}": value for key, value in held.items() if key != "facts"}
        elif path.is_file():
            found[path.name] = path.read_bytes()
    return found


def _wrong_facts(before: Mapping[str, Any], after: Mapping[str, Any], truth: Sequence[Truth]) -> Iterator[str]:
    proposed = {true.fact: true for true in truth if true.kind == "figure"}
    reworded = {true.fact or true.block for true in truth if true.kind in ("prose", "cell")}
    if list(before) != list(after):
        yield "facts came or went"
        return
    for name, fact in before.items():
        now = after[name]
        if fact == now:
            continue
        block = f"table/{name.rpartition('/')[2]}" if name.startswith("tables.yaml") else name.rpartition("/")[2]
        if block in reworded or name.rpartition("/")[2] in reworded:
            continue
        if name.startswith("dossier.yaml") and "front" in reworded:
            continue
        rest = {key: value for key, value in now.items() if key != "proposals"}
        if name not in proposed or rest != fact:
            yield f"{name} is changed: {now}"
            continue
        yield from _wrong_proposals(name, now["proposals"], [t for t in truth if t.fact == name])


def _wrong_proposals(name: str, proposals: Any, truth: Sequence[Truth]) -> Iterator[str]:
    entries = proposals if isinstance(proposals, list) else list(proposals.values())
    for entry in entries:
        claim = str(entry.get("claim", ""))
        point = str(entry.get("point", ""))
        if not any((claim, point) == (true.claim, true.point) for true in truth):
            yield f"{name}: proposed for another claim or point: {entry}"
    if len(entries) > len(truth):
        yield f"{name}: more proposals than edits: {entries}"


# ------------------------------------------------------------------ the brief


def _passages(data: bytes) -> tuple[Passage, ...]:
    record = read_copy(data, NO_LOCATION).record
    assert record is not None
    return passages_in_record(record)


def _wrong_passages(before: bytes, after: bytes, copy: Copy, truth: Sequence[Truth]) -> Iterator[str]:
    """Passages that read otherwise now, and not as in the copy."""
    old = Counter(keys_of(p.text) for p in _passages(before))
    reworded = {keys_of(p.text): keys_of(text) for p in _passages(before) if (text := _reworded(p, truth)) != p.text}
    new = Counter(keys_of(p.text) for p in _passages(after))
    wanted = {*reworded.values(), *(keys_of(text) for text in _reverted(copy, truth))}
    for keys in (new - old).elements():
        if keys not in wanted:
            yield f"the brief now says: {' '.join(keys)}"
    standing = Counter(keys_of(w.accepted) for w in (*copy.body, *copy.notes))
    for keys in (old - new).elements():
        if standing[keys] >= old[keys] and new[reworded.get(keys, ())] == 0:
            yield f"the brief no longer says: {' '.join(keys)}"


def _reworded(passage: Passage, truth: Sequence[Truth]) -> str:
    """A passage that prints a fact whose own words a reviewer changed, wherever it is printed."""
    text = passage.text
    for true in truth:
        if true.fact and true.kind in ("prose", "cell") and any(span.fact == true.fact for span in passage.spans):
            text = text.replace(true.old, true.new) if true.old else text
    return text


def _reverted(copy: Copy, truth: Sequence[Truth]) -> Iterator[str]:
    """The paragraphs of the copy, also with each figure as it was."""
    for written in (*copy.body, *copy.notes):
        text = written.accepted.replace("\u00a0", " ")  # as between a number and its unit
        yield text
        for true in truth:
            if true.kind == "figure" and not same(true.new, true.old) and true.new in text:
                text = text.replace(true.new, true.old)
                yield text
