"""List every change between two snapshots.

Facts come first (each point of a series by itself), then judgements, then sources, in the order of the newer snapshot, with what
was removed at the end. What a partial snapshot does not have is unknown, not removed. `differences(a, a)` is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from briefing.editions.change_labels import (
    compare_confidence,
    compare_likelihood,
    label_of,
    label_of_judgement,
    value_key,
)
from briefing.editions.make_snapshot import words_of_value
from briefing.editions.snapshot import EditionClaim, Snapshot, Unit
from briefing.facts.change_model import Change

OF_CLAIM = {"date": ("date", "as_of"), "status": ("status",), "claimant": ("by",), "counts": ("counts",)}
OF_JUDGEMENT = ("likelihood", "confidence", "horizon", "text", "because")


def differences(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Return every change. Labels typed in the newer snapshot win if it supersedes the older one."""
    if not new.supersedes or new.supersedes != old.edition or are_unrelated(old, new):
        new = replace(new, labels={}, all_labels=False)
    return (*_facts(old, new), *_judgements(old, new), *_sources(old, new))


def are_unrelated(old: Snapshot, new: Snapshot) -> bool:
    """Return True if the two have no fact in common, so that they are not editions of one brief."""
    return bool(old.facts and new.facts) and not old.facts.keys() & new.facts.keys()


def _label(name: str, found: str, new: Snapshot) -> str:
    """Return the label that the newer edition gives the change; else `found`, unless the edition lists all labels."""
    return new.labels.get(name) or ("" if new.all_labels else found)


# ------------------------------------------------------------------ facts


def _facts(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    before = {unit.id: unit for unit in old.units()}
    after = {unit.id: unit for unit in new.units()}
    for name, unit in after.items():
        if name not in before:
            kind = "newly shown" if old.partial else "added"
            yield _whole(unit, kind, _label(name, "", new), now=True)
            continue
        was, now = _comparable(before[name], unit, partial=old.partial or new.partial)
        if aspects := tuple(_aspects(was, now)):
            record = now.record or was.record
            label = _label(name, label_of(was, now, unchecked=bool(old.restates)), new)
            words = (_words(was, aspects[0]), _words(now, aspects[0]))
            yield Change("fact", "changed", name, record, label, aspects, *words, _statement_or_value(now))
    for name, unit in before.items():
        if name not in after:
            kind = "no longer shown" if new.partial else "retired"
            yield _whole(unit, kind, _label(name, "", new), now=False)


def _comparable(old: Unit, new: Unit, *, partial: bool) -> tuple[Unit, Unit]:
    """Return both units with only what is known of both: a finished file may show only some claims, and has no units."""
    unit = old.fact.unit or new.fact.unit
    old, new = (replace(u, fact=replace(u.fact, unit=u.fact.unit or unit)) for u in (old, new))
    shared = [name for name in old.claims if name in new.claims]
    if not partial or not shared:
        return old, new
    return (
        replace(old, claims={name: old.claims[name] for name in shared}),
        replace(new, claims={name: new.claims[name] for name in shared}),
    )


def _whole(unit: Unit, change: str, label: str, *, now: bool) -> Change:
    statement = _statement_or_value(unit)
    words = words_of_value(unit.claims) or statement
    was_now = ("", words) if now else (words, "")
    return Change("fact", change, unit.id, unit.record, label, (), *was_now, statement)


def _aspects(old: Unit, new: Unit) -> Iterator[str]:
    """Yield the aspects that differ, the most important first."""
    if _values(old, new) != _values(new, old):
        yield "value"
    worded = old.says is not None and new.says is not None
    if worded and _without_values(old) != _without_values(new):
        yield "statement"
    named = old.claims.keys() == new.claims.keys()
    for aspect, keys in OF_CLAIM.items():
        was, now = (_set(unit.claims, keys, named=named) for unit in (old, new))
        if was != now:
            yield aspect
    was_cited, now_cited = (
        {(name if named else "", s) for name, c in u.claims.items() for s in c.sources} for u in (old, new)
    )
    if was_cited != now_cited:
        yield "sources"
    if worded:
        if old.fact.name != new.fact.name:
            yield "name"
        if _restriction(old, named=named) != _restriction(new, named=named):
            yield "tlp"


def _values(unit: Unit, other: Unit) -> set[tuple[object, ...]]:
    """Return the values, by claim if both have the same claims. Spelling does not matter: 5.0 and 5 are the same number."""
    named = unit.claims.keys() == other.claims.keys()
    return {
        (name if named else "", *value_key(claim, unit.fact.unit)) for name, claim in unit.claims.items() if claim.value
    }


def _set(claims: Mapping[str, EditionClaim], keys: tuple[str, ...], *, named: bool) -> set[tuple[str, ...]]:
    return {(name if named else "", *(getattr(claim, key) for key in keys)) for name, claim in claims.items()}


def _restriction(unit: Unit, *, named: bool) -> tuple[object, ...]:
    """Return the TLP labels; by claim only if `named`, so that a renamed claim does not count as a new label."""
    return unit.fact.tlp, _set(unit.claims, ("tlp",), named=named)


def _without_values(unit: Unit) -> str:
    """Return the statement without its printed values: a new number in the same sentence is not a new wording."""
    text = unit.says or ""
    for claim in unit.claims.values():
        for words in (claim.words, claim.by, claim.date, claim.as_of):
            text = text.replace(words, "\0") if words else text
    return text if "\0" not in text or len(unit.claims) == 1 else text.partition("\0")[0]


def _statement_or_value(unit: Unit) -> str:
    """Return the statement, else name and value."""
    if unit.says:
        return unit.says
    value = words_of_value(unit.claims)
    named = unit.fact.name or ("" if value else unit.id)
    return f"{named}: {value}" if named and value else named or value


def _words(unit: Unit, aspect: str) -> str:
    """Return the words of one aspect of a unit."""
    claims = tuple(unit.claims.values())
    if aspect == "value":
        return words_of_value(unit.claims) or unit.says or ""
    if aspect == "sources":
        cited = (source for claim in claims for source in claim.sources)
        return "; ".join(dict.fromkeys(f"{name}, {locator}" if locator else name for name, locator in cited))
    if aspect == "statement":
        return unit.says or ""
    if aspect == "name":
        return unit.fact.name
    if aspect == "tlp":
        return unit.fact.tlp or "; ".join(dict.fromkeys(claim.tlp for claim in claims if claim.tlp))
    values = (getattr(claim, key) for claim in claims for key in OF_CLAIM[aspect])
    return "; ".join(dict.fromkeys(word for word in values if word))


# ------------------------------------------------------------------ judgements


def _judgements(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    for name, judged in new.judgements.items():
        label = _label(name, "", new)
        if name not in old.judgements:
            kind = "newly shown" if old.partial else "added"
            yield Change("judgement", kind, name, label=label, now=judged.likelihood, says=judged.text or "")
            continue
        former = old.judgements[name]
        pairs = {key: (getattr(former, key), getattr(judged, key)) for key in OF_JUDGEMENT}
        # A finished file does not have everything, and may print a text with a capital.
        differing = [
            key
            for key, (was, now) in pairs.items()
            if None not in (was, now) and _first_small(was) != _first_small(now)
        ]
        if differing:
            moved = compare_likelihood(former, judged) or compare_confidence(former, judged)
            kind = "raised" if moved > 0 else "lowered" if moved < 0 else "changed"
            aspects = tuple("statement" if key == "text" else key for key in differing)
            label = label or label_of_judgement(former, judged)
            yield Change("judgement", kind, name, "", label, aspects, *pairs[differing[0]], judged.text or "")
    for name, judged in old.judgements.items():
        if name not in new.judgements:
            kind = "no longer shown" if new.partial else "retired"
            label = _label(name, "", new)
            yield Change("judgement", kind, name, label=label, was=judged.likelihood, says=judged.text or "")


def _first_small(text: str) -> str:
    """Return the text with a small first letter: a finished file may print it capitalised."""
    return text[:1].lower() + text[1:]


# ------------------------------------------------------------------ sources


def _sources(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    for name, source in new.sources.items():
        if name not in old.sources:
            kind = "newly shown" if old.partial else "gained"
            yield Change("source", kind, name, now=source.words, says=source.title)
    for name, source in old.sources.items():
        if name not in new.sources:
            kind = "no longer shown" if new.partial else "lost"
            yield Change("source", kind, name, was=source.words, says=source.title)


def units_by_id(snapshot: Snapshot) -> dict[str, Unit]:
    """Return every unit of the facts by its id."""
    return {unit.id: unit for unit in snapshot.units()}
