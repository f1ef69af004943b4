"""Holds the edits that `briefing review` found against the true ones; gives precision and recall.

A true edit names what matters of it; what it leaves empty is not compared, save the words. White space, quotes and dashes do not count.
Of words, those that both sides have in common at either end are left out before they are compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_WORD = re.compile(r"\w+(?:[.,'-]\w+)*|[^\w\s]")
_WORDS = ("prose", "cell", "note")
_COMPARED = ("fact", "claim", "point", "aspect", "block", "author", "text", "on")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a reviewer did. `author` is whose tracked change or comment it was; nobody's where it was not tracked."""

    kind: str
    old: str = ""
    new: str = ""
    fact: str = ""
    claim: str = ""
    point: str = ""
    aspect: str = ""
    block: str = ""
    author: str = ""
    text: str = ""
    on: str = ""
    resolved: bool = False
    answer: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """How many edits were found, how many there were, how many of the found are true."""

    found: int = 0
    true: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.true + other.true, self.right + other.right)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0


def score(found: Sequence[Mapping[str, Any]], truth: Sequence[Truth]) -> Score:
    """Each true edit is found once at most; a conflict is told beside the edits, and is none."""
    edits = [edit for edit in found if edit["kind"] != "conflict"]
    left, right = list(edits), 0
    for true in truth:
        match = next((edit for edit in left if is_it(edit, true)), None)
        if match is not None:
            left.remove(match)
            right += 1
    return Score(len(edits), len(truth), right)


def is_it(edit: Mapping[str, Any], true: Truth) -> bool:
    """Whether an edit that was found is that true one."""
    if edit["kind"] != true.kind:
        return False
    if any(getattr(true, name) and _plain(edit.get(name, "")) != _plain(getattr(true, name)) for name in _COMPARED):
        return False
    if true.kind == "comment":
        return (
            edit.get("fact", "") == true.fact
            and edit["resolved"] == true.resolved
            and bool(edit.get("parent")) == true.answer
        )
    if edit["tracked"] != bool(true.author) or edit.get("author", "") != true.author:
        return False
    old, new = edit.get("old", ""), edit.get("new", "")
    if true.kind in _WORDS:
        return _bare(old, new) == _bare(true.old, true.new)
    return (_plain(old), _plain(new)) == (_plain(true.old), _plain(true.new))


def _plain(text: str) -> str:
    return " ".join(text.translate(_SAME).split())


def _bare(old: str, new: str) -> tuple[list[str], list[str]]:
    """The words without those that both begin and end with."""
    here, there = _WORD.findall(_plain(old)), _WORD.findall(_plain(new))
    while here and there and here[0] == there[0]:
        del here[0], there[0]
    while here and there and here[-1] == there[-1]:
        del here[-1], there[-1]
    return here, there


def told(found: Sequence[Mapping[str, Any]], truth: Sequence[Truth]) -> str:
    """Both lists, for a test that fails."""
    keys = ("kind", "fact", "claim", "point", "aspect", "block", "author", "tracked", "old", "new", "text", "on")
    lines = ["found:", *(f"  { {key: edit[key] for key in keys if edit.get(key)} }" for edit in found), "true:"]
    for true in truth:
        said = {field.name: getattr(true, field.name) for field in fields(true) if getattr(true, field.name)}
        lines.append(f"  {said}")
    return "\n".join(lines)
