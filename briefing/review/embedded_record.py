"""Read the record embedded in a finished file: the figures it shows, where, and their claims and sources.

The record may have been made or changed by anyone, so every value is checked; parts with an unexpected shape are skipped.
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
    """One place where a fact or judgement is printed."""

    fact: str
    block: str
    text: str
    aspect: str
    claim: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class DrawnFact:
    """A value drawn in a chart; two `numbers` for a range."""

    shown: ShownFact
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RecordedBlock:
    """A block of the brief as the record has it.

    `under` is the heading above it; `noted` is the line of each note's mark, counted from 0, if they are known.
    """

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
        """Yield all its lines in reading order, each note after the line with its mark."""
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
    """Return True for a record that this version can read."""
    return record is not None and record.get("schema") == SCHEMA


def blocks_of(record: Mapping[str, Any]) -> tuple[RecordedBlock, ...]:
    """Return every block in document order."""
    blocks = []
    under = ""
    for entry in _list(record.get("blocks")):
        texts = {key: _text(entry.get(key)) for key in ("key", "kind", "text", "label", "alt")}
        notes = tuple(_text(note) for note in _list(entry.get("notes"), dict_only=False))
        marks = tuple(_drawn(mark, texts["key"]) for mark in _list(entry.get("marks")))
        noted = tuple(line for line in _list(entry.get("noted"), dict_only=False) if isinstance(line, int))
        blocks.append(
            RecordedBlock(
                **texts, notes=notes, under=under, marks=marks, noted=noted if len(noted) == len(notes) else ()
            )
        )
        if texts["kind"] == "heading":
            under = texts["text"]
    return tuple(blocks)


def shown_of(record: Mapping[str, Any]) -> Iterator[ShownFact]:
    """Yield every place where a fact or judgement is printed; those of a previous edition last, with the aspect "former"."""
    for kind in ("facts", "judgements", "former"):
        for name, entry in _dict(record.get(kind)).items():
            for place in _list(_dict(entry).get("shown")):
                texts = {key: _text(place.get(key)) for key in ("block", "text", "aspect", "claim", "point")}
                yield ShownFact(fact=str(name), **texts)


def claims_of(record: Mapping[str, Any], fact: str) -> dict[str, dict[str, Any]]:
    """Return the claims of a fact that the file shows, by point and claim."""
    entry = _dict(_dict(record.get("facts")).get(fact))
    return {str(key): _dict(claim) for key, claim in _dict(entry.get("claims")).items()}


def judgement_of(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a judgement as the record has it; empty if there is none of that name."""
    return _dict(_dict(record.get("judgements")).get(name))


def former_of(record: Mapping[str, Any], name: str) -> str:
    """Return the previous edition whose words of a fact are shown; "" if none are."""
    return _text(_dict(_dict(record.get("former")).get(name)).get("edition"))


def source_of(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a source as the record has it; empty if there is none of that name."""
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
