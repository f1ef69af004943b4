"""Compare a dossier with the edition it supersedes, and check the entries of changes.yaml.

The frozen edition is read from the dossier's folder. Changes named in changes.yaml come first, in its order; then the others by
label, in the order of the brief.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing.document.model import Citation
from briefing.editions.difference import differences, units_by_id
from briefing.editions.make_snapshot import freeze, words_of_value
from briefing.editions.placeholders import PlaceholderFiller
from briefing.editions.snapshot import EditionJudgement, Snapshot, Unit, read_day
from briefing.editions.store import find_edition
from briefing.facts.change_model import LABELS, Comparison, Former, fact_of
from briefing.facts.ledger import CHANGES, Ledger
from briefing.facts.tlp import rank
from briefing.facts.value_types import TLP_LABELS
from briefing.language import Language
from briefing.problems.problem import BriefingError, Problem
from briefing.problems.suggest import did_you_mean


def compare_with_superseded(ledger: Ledger, language: Language, display_path: str) -> tuple[Ledger, list[Problem]]:
    """Return the ledger with its `Comparison`, and problems; the ledger unchanged if there is no edition to compare with."""
    edition = ledger.dossier.supersedes
    if not edition:
        return ledger, []
    try:
        old = find_edition(ledger.folder, display_path, edition)
    except BriefingError as error:
        return replace(ledger, unread=ledger.unread | {CHANGES}), list(error.problems)
    if old is None:
        return ledger, []
    changes = differences(old, freeze(ledger, language))
    former = {name: _former_fact(unit, ledger, language) for name, unit in units_by_id(old).items()}
    former |= {name: _former_judgement(judged, language) for name, judged in old.judgements.items()}
    # Words without a label of their own are as restricted as their edition.
    marking = old.marking if old.marking in TLP_LABELS else ""
    former = {name: words if words.tlp else replace(words, tlp=marking) for name, words in former.items()}
    compared = replace(ledger, compared=Comparison(edition, former, changes))
    problems = [*_check_dates(old, ledger), *_check(compared, language)]
    by_id = {change.id: change for change in changes if change.of != "source"}
    first = [by_id[unit] for unit in ledger.entries if unit in by_id and by_id[unit].label]
    rest = [change for change in by_id.values() if change.label and change not in first]
    rest.sort(key=lambda change: LABELS.index(change.label))
    ordered = (*first, *rest, *(change for change in changes if not change.label))
    return replace(ledger, compared=Comparison(edition, former, ordered)), problems


def _check_dates(old: Snapshot, ledger: Ledger) -> Iterator[Problem]:
    """Report an edition that is dated before the one that it supersedes, or has an earlier cut-off."""
    dossier = ledger.dossier
    for key, typed, own in (
        ("date", old.date, dossier.date),
        ("information_cut_off", old.information_cut_off, dossier.information_cut_off),
    ):
        former = read_day(typed)
        if former is not None and own is not None and (former.year, former.month or 1, former.day or 1) > own.last_day:
            message = f'"{key}" ({own.iso}) must not be before that of edition {old.edition} ({former.iso})'
            hint = f"correct the date, or the edition that dossier.yaml names after supersedes: {old.edition}"
            yield Problem("dates-out-of-order", message, dossier.location, hint)


# ------------------------------------------------------------------ words of the superseded edition


def _former_fact(unit: Unit, ledger: Ledger, language: Language) -> Former:
    """Return the superseded edition's words for a fact, with those of its sources that still exist."""
    claims = tuple(unit.claims.values())
    cited = dict.fromkeys(source for claim in claims for source in claim.sources)
    first = claims[0] if len(claims) == 1 else None
    aspects: dict[str, str] = {"says": unit.says or "", "value": words_of_value(unit.claims)}
    aspects |= {"name": unit.fact.name, "record": unit.record}
    if first is not None:
        happened, described = read_day(first.date), read_day(first.as_of)
        day, state = happened or described, described or happened
        aspects |= {"date": day.words(language) if day else "", "when": day.when(language) if day else ""}
        aspects |= {"as_of": state.words(language) if state else "", "by": first.by, "status": first.status}
    return Former(
        says=aspects["says"],
        value=aspects["value"],
        name=unit.fact.name,
        record=unit.record,
        aspects={key: words for key, words in aspects.items() if words},
        citations=tuple(Citation(source, locator) for source, locator in cited if source in ledger.sources),
        tlp=max((unit.fact.tlp, *(claim.tlp for claim in claims)), key=rank),
    )


def _former_judgement(judged: EditionJudgement, language: Language) -> Former:
    """Return the superseded edition's judgement in one line."""
    likely = (
        f"{judged.likelihood} ({judged.low}{language.range_mark}{judged.high}%)" if judged.low else judged.likelihood
    )
    text = judged.text or ""
    confidence = language.words.get(f"confidence_{judged.confidence}", judged.confidence)
    words = language.phrase("judged", text=text[:1].upper() + text[1:], likelihood=likely, confidence=confidence)
    aspects = {"says": words, "value": judged.likelihood}
    return Former(says=words, value=judged.likelihood, aspects=aspects, tlp=judged.tlp)


# ------------------------------------------------------------------ problems in changes.yaml


def _check(ledger: Ledger, language: Language) -> Iterator[Problem]:
    """Yield problems: entries for unknown or unchanged facts, without a label, or with words that cannot be placed."""
    assert ledger.compared is not None
    changed = {change.id: change for change in ledger.compared.changes if change.of != "source"}
    known: dict[str, None] = {}
    for fact in ledger.facts.values():
        known |= dict.fromkeys([f"{fact.id}[{point.label}]" for point in fact.points] or [fact.id])
    known |= dict.fromkeys((*ledger.judgements, *ledger.compared.former))
    filler = PlaceholderFiller(ledger, language)
    for unit, entry in ledger.entries.items():
        if unit not in known:
            fact_id, point = fact_of(unit)
            series = [name for name in known if name.startswith(f"{fact_id}[")]
            hint = f"name one of its points: {', '.join(series[-5:])}" if series else did_you_mean(unit, known)
            what = f'unknown point "{unit}"' if series else f'unknown fact "{fact_id}"'
            message = f"{what}: it is neither in this edition nor in edition {ledger.compared.edition}"
            if series and not point:
                message = f'"{unit}" is a series: an entry must name one of its dates'
            yield Problem("unknown-fact", message, entry.location, hint)
            continue
        if unit not in changed:
            message = f'"{unit}" has not changed since edition {ledger.compared.edition}'
            yield Problem("no-change", message, entry.location, "delete the entry")
        elif not changed[unit].label:
            what = ", ".join(changed[unit].aspects) or changed[unit].change
            message = f'the change to "{unit}" ({what}) has no label, so the box and the table of changes leave it out'
            hint = f"add a line such as label: {LABELS[0]}; choose one of: {', '.join(LABELS)}"
            yield Problem("no-label", message, entry.location, hint, "warning")
        yield from filler.check(entry)
