"""Make the `Snapshot` of a ledger, in the words in which it would print.

Facts that no page shows are included: what counts as a change must not depend on what was printed.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.document.model import plain
from briefing.editions.snapshot import (
    EditionClaim,
    EditionFact,
    EditionJudgement,
    EditionSource,
    LoggedChange,
    Snapshot,
    join_key,
)
from briefing.facts.ledger import Claim, Fact, Judgement, Ledger, Point, Scale
from briefing.facts.quantity import PartialDate
from briefing.facts.tlp import Labels
from briefing.facts.value_types import TLP_LABELS
from briefing.facts.views import FactView, PrintError
from briefing.language import Language


def freeze(ledger: Ledger, language: Language) -> Snapshot:
    """Return the snapshot of a ledger."""
    dossier = ledger.dossier
    # Labels as typed: the marking of the whole edition is stored separately.
    labels = Labels(ledger, assumed="")
    cited = {citation.source for fact in ledger.facts.values() for citation in fact.cited}
    sources = [s for s in ledger.sources.values() if not s.imported or s.id in cited]
    labelled = ledger.compared.labelled if ledger.compared is not None else ()
    return Snapshot(
        dossier=dossier.name,
        title=dossier.title,
        edition=dossier.edition,
        date=_iso(dossier.date),
        information_cut_off=_iso(dossier.information_cut_off),
        supersedes=dossier.supersedes,
        restates=dossier.restates,
        marking=dossier.marking,
        facts={fact.id: _fact(fact, language, labels) for fact in ledger.facts.values()},
        judgements={j.id: _judgement(j, ledger.scale, labels) for j in ledger.judgements.values()},
        sources={s.id: EditionSource(s.id, s.title, s.publisher, _iso(s.date) or s.undated, s.url) for s in sources},
        changes=tuple(LoggedChange(c.id, c.label, c.record, c.was, c.now, c.says) for c in labelled),
        labels={unit: entry.label for unit, entry in ledger.entries.items() if entry.label},
    )


def _fact(fact: Fact, language: Language, labels: Labels) -> EditionFact:
    claims: dict[str, EditionClaim] = {}
    for claim in fact.claims:
        claims[join_key("", claim.id)] = _claim(fact, claim, None, language, labels)
    for point in fact.points:
        for claim in point.claims:
            claims[join_key(point.label, claim.id)] = _claim(fact, claim, point, language, labels)
    return EditionFact(
        id=fact.id,
        claims=claims,
        record=fact.record,
        topic=fact.topic,
        name=fact.name,
        says="" if fact.points else _statement(FactView(fact, language)),
        points={p.label: words for p in fact.points if (words := _statement(FactView(fact, language, None, p)))},
        status=fact.status,
        tlp=_label(labels.of_fact(fact), typed=labels.is_labelled(fact)),
        unit=fact.unit,
    )


def _statement(view: FactView) -> str:
    """Return the statement as it would print, or the words of a quotation; "" if there is neither."""
    aspect = "quote" if view.fact.quotation is not None and not view.fact.says else "says"
    try:
        return plain(FactView(view.fact, view.language, None, view.point, aspect).printed().inlines)
    except PrintError:
        return ""


def _claim(fact: Fact, claim: Claim, point: Point | None, language: Language, labels: Labels) -> EditionClaim:
    return EditionClaim(
        value=claim.value.written if claim.value is not None else "",
        words=claim.value.words(language) if claim.value is not None else "",
        date=_iso(claim.date or (point.when if point is not None else fact.date)),
        as_of=_iso(claim.as_of or (fact.as_of if point is None else None)),
        by=claim.by or fact.by,
        counts=claim.counts or fact.counts,
        status=claim.status,
        tlp=_label(labels.of_claim(fact, claim), typed=bool(claim.tlp)),
        record=claim.record,
        sources=tuple((c.source, c.locator) for c in claim.sources or fact.sources),
    )


def _judgement(judgement: Judgement, scale: Scale | None, labels: Labels) -> EditionJudgement:
    likely = judgement.likelihood
    return EditionJudgement(
        id=judgement.id,
        text=judgement.text,
        likelihood=likely.word,
        scale=scale.name if scale is not None else "",
        rank=scale.words.index(likely) + 1 if scale is not None else 0,
        low=likely.low,
        high=likely.high,
        horizon=judgement.horizon.iso,
        confidence=judgement.confidence,
        because=judgement.because,
        tlp=_label(labels.of_judgement(judgement), typed=bool(judgement.tlp)),
    )


def _label(rank: int, *, typed: bool) -> str:
    """Return the label of a rank; "" if it is unrestricted and no label was typed."""
    return TLP_LABELS[rank] if rank or typed else ""


def _iso(date: PartialDate | None) -> str:
    return date.iso if date is not None else ""


def words_of_value(claims: Mapping[str, EditionClaim]) -> str:
    """Return the values of a unit's claims, each with its claimant if there are several."""
    valued = [claim for claim in claims.values() if claim.words]
    if len(valued) == 1:
        return valued[0].words
    return "; ".join(f"{claim.words} ({claim.by})" if claim.by else claim.words for claim in valued)
