"""Make a `Snapshot` of what the pages of a finished file show, from the record in the file.

The record may come from anyone, so values of an unexpected shape are left out. The snapshot is partial: nothing is known of facts
that are not in it, nor of statements that a page prints in pieces.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefing.editions.snapshot import EditionClaim, EditionFact, EditionJudgement, EditionSource, Snapshot, split_key
from briefing.facts.change_model import LABELS

LONGEST = 10_000
"""Longest text that is read; the rest is cut off."""


def snapshot_of_record(record: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot of the edition that a finished file records."""
    changes = record.get("changes")
    entries = changes.items() if isinstance(changes, dict) else ()
    labels = {str(unit): label for unit, label in entries if label in LABELS}
    return Snapshot(
        dossier=_text(record, "dossier"),
        title=_text(record, "title"),
        edition=_text(record, "edition"),
        supersedes=_text(record, "supersedes"),
        date=_text(record, "date"),
        information_cut_off=_text(record, "information_cut_off"),
        restates=_text(record, "restates"),
        facts={name: _fact(name, entry) for name, entry in _groups(record, "facts").items()},
        judgements={name: _judgement(name, entry) for name, entry in _groups(record, "judgements").items()},
        sources={
            name: EditionSource(name, *(_text(entry, key) for key in ("title", "publisher", "date", "url")))
            for name, entry in _groups(record, "sources").items()
        },
        labels=labels,
        all_labels=bool(labels) and not record.get("more_changes"),
        partial=True,
    )


def _fact(name: str, entry: Mapping[str, Any]) -> EditionFact:
    words: dict[tuple[str, str], str] = {}
    for place in _list(entry, "shown"):
        if _text(place, "aspect") == "value":
            words.setdefault((_text(place, "point"), _text(place, "claim")), _text(place, "text"))
    claims = {}
    for key, claim in _groups(entry, "claims").items():
        point, own = split_key(key)
        printed = words.get((point, "" if own == split_key("")[1] else own), "")
        texts = {aspect: _text(claim, aspect) for aspect in ("value", "date", "as_of", "by", "counts")}
        texts["date"] = texts["date"] or point
        claims[key or split_key("")[1]] = EditionClaim(
            **texts,
            words=printed or texts["value"],
            status=_text(claim, "status") or "stated",
            sources=tuple((_text(s, "source"), _text(s, "locator")) for s in _list(claim, "sources")),
        )
    return EditionFact(name, claims, name=_named(entry))


def _named(entry: Mapping[str, Any]) -> str:
    """Return a name for the fact: the name that a page shows, else a statement that a block prints in one piece."""
    pieces: dict[str, list[str]] = {}
    for place in _list(entry, "shown"):
        if _text(place, "aspect") == "name":
            return _text(place, "text")
        if _text(place, "aspect") == "statement" and not _text(place, "point"):
            pieces.setdefault(_text(place, "block"), []).append(_text(place, "text"))
    valued = any(_text(claim, "value") for claim in _groups(entry, "claims").values())
    return next((texts[0] for texts in pieces.values() if len(texts) == 1 and not valued), "")


def _judgement(name: str, entry: Mapping[str, Any]) -> EditionJudgement:
    ends = entry.get("range")
    low, high = (str(end)[:20] for end in ends) if isinstance(ends, list) and len(ends) == 2 else ("", "")
    texts = {key: _text(entry, key) for key in ("likelihood", "scale", "horizon", "confidence")}
    statements = [_text(place, "text") for place in _list(entry, "shown") if _text(place, "aspect") == "statement"]
    return EditionJudgement(
        name,
        text=statements[0] if statements else None,
        likelihood=texts["likelihood"],
        scale=texts["scale"],
        low=low,
        high=high,
        horizon=texts["horizon"],
        confidence=texts["confidence"],
    )


def _groups(values: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    found = values.get(name)
    return {str(k): v for k, v in found.items() if isinstance(v, dict)} if isinstance(found, dict) else {}


def _list(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = values.get(name)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _text(values: Mapping[str, Any], name: str) -> str:
    found = values.get(name)
    return found[:LONGEST] if isinstance(found, str) else ""
