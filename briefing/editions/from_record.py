"""The record of a finished file → a `Snapshot` of what its pages show.

Takes a record, which may be anyone's; what has another shape than ours is left out. Such a snapshot is partial: of a fact that is
not in it nothing is known, nor of its statement, which a page may hold in pieces.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefing.editions.snapshot import KeptClaim, KeptFact, KeptJudgement, KeptSource, Snapshot, split_key
from briefing.facts.changes import LABELS

LONGEST = 10_000
"""Letters of a text that are taken."""


def snapshot_of_record(record: Mapping[str, Any]) -> Snapshot:
    """What a finished file knows of its edition."""
    told = record.get("changes")
    labels = {str(unit): label for unit, label in told.items() if label in LABELS} if isinstance(told, dict) else {}
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
            name: KeptSource(name, *(_text(entry, key) for key in ("title", "publisher", "date", "url")))
            for name, entry in _groups(record, "sources").items()
        },
        labels=labels,
        all_labels=bool(labels) and not record.get("more_changes"),
        partial=True,
    )


def _fact(name: str, entry: Mapping[str, Any]) -> KeptFact:
    words: dict[tuple[str, str], str] = {}
    for place in _list(entry, "shown"):
        if _text(place, "aspect") == "value":
            words.setdefault((_text(place, "point"), _text(place, "claim")), _text(place, "text"))
    claims = {}
    for key, claim in _groups(entry, "claims").items():
        point, own = split_key(key)
        printed = words.get((point, "" if own == split_key("")[1] else own), "")
        claims[key or split_key("")[1]] = _claim(claim, point, printed)
    return KeptFact(name, claims, name=_named(entry))


def _named(entry: Mapping[str, Any]) -> str:
    """What it can be called: the name that a page shows, else the statement where a block prints it in one piece."""
    pieces: dict[str, list[str]] = {}
    for place in _list(entry, "shown"):
        if _text(place, "aspect") == "name":
            return _text(place, "text")
        if _text(place, "aspect") == "statement" and not _text(place, "point"):
            pieces.setdefault(_text(place, "block"), []).append(_text(place, "text"))
    valued = any(_text(claim, "value") for claim in _groups(entry, "claims").values())
    return next((told[0] for told in pieces.values() if len(told) == 1 and not valued), "")


def _claim(claim: Mapping[str, Any], point: str, printed: str) -> KeptClaim:
    texts = {key: _text(claim, key) for key in ("value", "date", "as_of", "by", "counts")}
    if point and not texts["date"]:
        texts["date"] = point
    sources = tuple((_text(s, "source"), _text(s, "locator")) for s in _list(claim, "sources"))
    status = _text(claim, "status") or "stated"
    return KeptClaim(**texts, words=printed or texts["value"], status=status, sources=sources)


def _judgement(name: str, entry: Mapping[str, Any]) -> KeptJudgement:
    ends = entry.get("range")
    low, high = (str(end)[:20] for end in ends) if isinstance(ends, list) and len(ends) == 2 else ("", "")
    texts = {key: _text(entry, key) for key in ("likelihood", "scale", "horizon", "confidence")}
    told = [_text(place, "text") for place in _list(entry, "shown") if _text(place, "aspect") == "statement"]
    return KeptJudgement(
        name,
        text=told[0] if told else None,
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
