"""A brief's record, read back: which figures it says are shown, where, and on whose word.

Takes the record out of a finished file, which may be anyone's; gives its parts with nothing taken for granted: what has another
shape than ours is left out. Opens no dossier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SCHEMA = "briefing/record/1"


def variant_of(record: Mapping[str, Any] | None) -> str:
    """Return the name of the variant that a record is of, "" for the whole brief. Older records call it `cut`."""
    return str((record or {}).get("variant") or (record or {}).get("cut") or "")


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One place where something of a fact (or judgement) is printed."""

    fact: str
    block: str
    text: str
    aspect: str
    claim: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class DrawnFact:
    """A number that a chart draws; `high` where it draws a range."""

    shown: ShownFact
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RecordClaim:
    """The words of a block. `under` is the heading above it, `noted` the line of each note, from 0, where that is not the last."""

    key: str
    kind: str
    text: str
    label: str = ""
    alt: str = ""
    notes: tuple[str, ...] = ()
    under: str = ""
    marks: tuple[DrawnFact, ...] = ()
    noted: tuple[int, ...] = ()

    def lines(self) -> Iterator[str]:
        """All its words in the order in which a reader meets them: each note behind the line that bears its mark."""
        title, *rest = self.text.split("\n")
        yield f"{self.label}." if self.kind in ("table", "figure") else self.label
        for number, line in enumerate((title, *rest)):
            yield line
            if self.noted:
                yield from (note for at, note in zip(self.noted, self.notes, strict=False) if at == number)
            if number == 0:
                yield self.alt
        yield from self.notes if not self.noted else ()


def is_record(record: Mapping[str, Any] | None) -> bool:
    """Whether this is a record that we can read."""
    return record is not None and record.get("schema") == SCHEMA


def blocks_of(record: Mapping[str, Any]) -> tuple[RecordClaim, ...]:
    """Every block in document order."""
    said = []
    under = ""
    for entry in _list(record.get("blocks")):
        texts = {key: _text(entry.get(key)) for key in ("key", "kind", "text", "label", "alt")}
        notes = tuple(_text(note) for note in _list(entry.get("notes"), dict_only=False))
        marks = tuple(_drawn(mark, texts["key"]) for mark in _list(entry.get("marks")))
        noted = tuple(line for line in _list(entry.get("noted"), dict_only=False) if isinstance(line, int))
        said.append(
            RecordClaim(**texts, notes=notes, under=under, marks=marks, noted=noted if len(noted) == len(notes) else ())
        )
        if texts["kind"] == "heading":
            under = texts["text"]
    return tuple(said)


def shown_of(record: Mapping[str, Any]) -> Iterator[ShownFact]:
    """Every place where a fact or a judgement is printed, fact by fact; those of an edition before, with the aspect "former", last."""
    for kind in ("facts", "judgements", "former"):
        for name, entry in _dict(record.get(kind)).items():
            for place in _list(_dict(entry).get("shown")):
                texts = {key: _text(place.get(key)) for key in ("block", "text", "aspect", "claim", "point")}
                yield ShownFact(fact=str(name), **texts)


def claims_of(record: Mapping[str, Any], fact: str) -> dict[str, dict[str, Any]]:
    """The claims of a fact that the file shows, by point and claim."""
    entry = _dict(_dict(record.get("facts")).get(fact))
    return {str(key): _dict(claim) for key, claim in _dict(entry.get("claims")).items()}


def judgement_of(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What the file says of a judgement; empty where it has none of that name."""
    return _dict(_dict(record.get("judgements")).get(name))


def former_of(record: Mapping[str, Any], name: str) -> str:
    """Which edition before had the old words that are shown of a fact; "" where none are."""
    return _text(_dict(_dict(record.get("former")).get(name)).get("edition"))


def source_of(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What the file says of a source; empty where it has none of that name."""
    return _dict(_dict(record.get("sources")).get(name))


def _drawn(mark: Mapping[str, Any], block: str) -> DrawnFact:
    texts = {key: _text(mark.get(key)) for key in ("fact", "claim", "point", "text")}
    ends = (mark.get("low"), mark.get("high"))
    return DrawnFact(
        ShownFact(**texts, block=block, aspect="value"), tuple(float(n) for n in ends if isinstance(n, int | float))
    )


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object, *, dict_only: bool = True) -> list[Any]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict) or not dict_only]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
