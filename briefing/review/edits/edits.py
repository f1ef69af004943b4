"""Data model of a review: an `Edit` for each change or comment of a reviewer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, TypeAlias

from briefing.document.passages import Passage, Span
from briefing.problems.problem import Location

Kind: TypeAlias = Literal["figure", "prose", "cell", "note", "inserted", "deleted", "moved", "comment", "conflict"]
State: TypeAlias = Literal["open", "done", "conflict", "outdated"]
Way: TypeAlias = Literal["", "figure", "statement", "template", "insert", "delete"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Position of a cell in the copy: table, row and column, each counted from 1."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True, repr=False)
class Edit:
    """One change or comment.

    `old` and `new` are the words that changed (for a figure, whole printed values); `before` and `after` are a few words around
    them as they were built; `passage` is the passage that contained them, from offset `start` to `end`. `way` says how the edit
    can be applied, or `reason` why it cannot. It would be applied at `file`, `line` and `column`: between the lines `first` and
    `last` of a template, or at the keys of `path`. `shape` is the kind of an inserted passage. `others` are the other briefs that
    a change of the file changes too; `own_file` is the file of this brief alone that is written instead, if there are some.
    """

    kind: Kind
    copy: str = ""
    id: str = ""
    author: str = ""
    date: str = ""
    tracked: bool = False
    section: str = ""
    block: str = ""
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""
    cell: Cell | None = None
    fact: str = ""
    claim: str = ""
    point: str = ""
    aspect: str = ""
    value: str = ""
    unit: str = ""
    sources: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0
    way: Way = ""
    reason: str = ""
    state: State = "open"
    text: str = ""
    number: str = ""
    parent: str = ""
    resolved: bool = False
    on: str = ""
    edits: tuple[str, ...] = ()
    passage: Passage | None = field(default=None, repr=False, compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    first: int = 0
    last: int = 0
    path: tuple[str, ...] = ()
    shape: str = ""
    others: tuple[str, ...] = ()
    own_file: str = ""

    def __repr__(self) -> str:
        words = self.text if self.kind == "comment" else f"{self.old} → {self.new}"
        by = f" by {self.author}" if self.author else ""
        return f"<Edit {self.id}: {self.kind}{by}, {self.state}: {words[:80]!r}>"


def with_location(edit: Edit, location: Location) -> Edit:
    """Return the edit with the location at which it would be applied."""
    return replace(edit, file=location.file, line=location.line, column=location.column)


def with_fact(edit: Edit, span: Span) -> Edit:
    """Return the edit with the fact that it is about."""
    return replace(edit, fact=span.fact, claim=span.claim, point=span.point, aspect=span.aspect)


def refused(edit: Edit, reason: str, state: State = "open") -> Edit:
    """Return the edit as one that must be made by hand, with the reason. An earlier reason is kept."""
    return replace(edit, way="", reason=edit.reason or reason, state=state)


def as_json(edit: Edit) -> dict[str, Any]:
    """Return an edit as plain values, without empty ones."""
    cell = asdict(edit.cell) if edit.cell is not None else None
    values: dict[str, Any] = {
        "id": edit.id, "kind": edit.kind, "copy": edit.copy, "author": edit.author, "date": edit.date,
        "section": edit.section, "block": edit.block, "old": edit.old, "new": edit.new, "before": edit.before,
        "after": edit.after, "cell": cell, "fact": edit.fact, "claim": edit.claim, "point": edit.point,
        "aspect": edit.aspect, "value": edit.value, "unit": edit.unit, "sources": list(edit.sources), "file": edit.file,
        "line": edit.line, "column": edit.column, "apply": edit.way, "reason": edit.reason, "text": edit.text,
        "comment": edit.number, "parent": edit.parent, "on": edit.on, "edits": list(edit.edits),
        "others": list(edit.others), "own_file": edit.own_file,
    }  # fmt: skip
    full = {key: value for key, value in values.items() if value not in ("", 0, None, [])}
    flags: dict[str, Any] = {"state": edit.state}
    if edit.kind == "comment":
        flags["resolved"] = edit.resolved
    elif edit.kind != "conflict":
        flags["tracked"] = edit.tracked
    return full | flags
