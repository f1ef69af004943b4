"""`briefing facts` and `briefing trace`: what a dossier holds, and everything about one fact or judgement of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import DossierRef, find_dossiers, find_template_folders, printable
from briefing.build.isolation import run_isolated
from briefing.cli.arguments import Json, Templates, complete_dossier
from briefing.cli.completion import complete_fact
from briefing.cli.report import plural, print_problems, suggest
from briefing.problems.problem import BriefingError, has_errors

if TYPE_CHECKING:
    from briefing.checks.fact_listing import ClaimStatus, FactListing, JudgementListing

SCHEMA = "briefing/facts/1"
Query = Annotated[
    str | None,
    typer.Argument(
        metavar="QUERY", help="Words that must all be in it.", autocompletion=complete_fact, show_default=False
    ),
]
Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The id of a fact or a judgement.", autocompletion=complete_fact, show_default=False
    ),
]
Of = Annotated[
    str | None,
    typer.Option("--dossier", "-d", metavar="DOSSIER", help="Which dossier. [default: all]", autocompletion=complete_dossier,
                 show_default=False),
]  # fmt: skip


def facts(query: Query = None, dossier: Of = None, templates: Templates = None, as_json: Json = False) -> None:
    """List facts with status, age at the information cut-off, sources and where they are shown.

    QUERY is looked for in ids, names, values, claimants, sources, status and tags: `briefing facts disputed`.
    """
    from briefing.checks.fact_listing import search

    found = [(d, h) for d, holdings, _ in _read(dossier, templates) for h in search(holdings, query or "")]
    if as_json:
        told = {"schema": SCHEMA, "facts": [_told(d, h) for d, h in found]}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for _, holding in found:
        typer.echo(printable(_line(holding)))
    typer.echo(plural(len(found), "fact"), err=True)
    if found:
        suggest(f"briefing trace {found[0][1].fact.id} tells everything about one")


def trace(fact: Id, dossier: Of = None, templates: Templates = None, as_json: Json = False) -> None:
    """Tell everything about one fact or judgement: where it is typed, its claims and sources, what rests on it, where it is shown."""
    from briefing.checks.fact_listing import nearest_id

    read = list(_read(dossier, templates))
    name = fact.partition("[")[0].partition(".")[0]
    found = [(d, h) for d, holdings, _ in read for h in holdings if h.fact.id == name]
    judged = [(d, j) for d, _, judgements in read for j in judgements if j.judgement.id == name]
    if not found and not judged:
        near = next((n for _, holdings, judgements in read if (n := nearest_id(holdings, judgements, name))), "")
        typer.echo(f'error[unknown-fact]: no fact "{printable(name)}"', err=True)
        if near:
            typer.echo(f'  hint: did you mean "{near}"?', err=True)
        raise typer.Exit(1)
    if as_json:
        told: dict[str, Any] = {"schema": SCHEMA, "facts": [_told(d, h) for d, h in found]}
        if judged:
            told["judgements"] = [_told_judged(d, j) for d, j in judged]
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for lines in (*(_lines(holding) for _, holding in found), *(_lines_judged(each) for _, each in judged)):
        typer.echo("\n".join(printable(line) for line in lines))


def _read(
    dossier: str | None, templates: Templates
) -> Iterator[tuple[str, tuple[FactListing, ...], tuple[JudgementListing, ...]]]:
    """Name, holdings and judgements of each dossier asked for; problems of those that cannot be read on stderr."""
    try:
        wanted = find_dossiers([dossier] if dossier else [])
        folders = find_template_folders(templates or [])
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    failed = False
    for each in wanted:
        taken, problems = run_isolated(each, lambda each=each: _take(each, folders))  # type: ignore[misc]
        if taken is None:
            print_problems(problems)
            failed = True
        else:
            yield each.name, *taken
    if failed:
        raise typer.Exit(1)


def _take(dossier: DossierRef, folders: Any) -> tuple[tuple[FactListing, ...], tuple[JudgementListing, ...]]:
    """The holdings and judgements of a dossier. Where its brief cannot be made they are shown nowhere."""
    from briefing.build.pipeline import compose_document
    from briefing.checks.fact_listing import list_facts, list_judgements
    from briefing.facts.load import load_ledger
    from briefing.language import load_language

    ledger, problems = load_ledger(dossier.folder, dossier.shown)
    if ledger is None:
        raise BriefingError(*problems)
    document, found = compose_document(dossier.folder, dossier.shown, folders)
    made, language = None if has_errors(found) else document, load_language(ledger.dossier.language)
    return list_facts(ledger, made, language), list_judgements(ledger, made, language)


# ------------------------------------------------------------------ in words


def _line(holding: FactListing) -> str:
    """One fact in one line: id, what it is, its latest value, status, age, where it is shown."""
    last = holding.claims[-1] if holding.claims else None
    several = f"{plural(len(holding.claims), 'claim')}, last " if len(holding.claims) > 1 else ""
    parts = [holding.label]
    if last is not None and last.value:
        parts.append(f"{several}{last.value}")
    parts += ["/".join(holding.statuses), holding.tlp]
    if last is not None and last.when:
        parts.append(f"{last.when}{_aged(last)}")
    parts += [f"{plural(len(holding.waiting), 'proposal')} waiting"] if holding.waiting else []
    parts.append(f"shown {plural(len(holding.shown), 'place')}" if holding.shown else "not shown")
    return f"{holding.fact.id}: {' | '.join(p for p in parts if p)}"


def _aged(claim: ClaimStatus) -> str:
    return f" ({plural(claim.age, 'day')} old)" if claim.age else ""


def _lines(holding: FactListing) -> Iterator[str]:
    fact = holding.fact
    yield f"{fact.id}: {holding.label}"
    yield f"  typed: {fact.location}"
    if holding.tlp:
        yield f"  may go as far as: {holding.tlp}"
    if fact.derivation is not None:
        yield f"  calculated: {fact.derivation.formula}"
    for claim in holding.claims:
        told = [claim.value, claim.when + _aged(claim) if claim.when else "", claim.by, claim.status]
        yield f"  {claim.name}: {', '.join(t for t in told if t)} ({claim.location})"
        for source in claim.sources:
            yield f"    {source}"
    for each in holding.waiting:
        on = f" on {each.proposed}" if each.proposed else ""
        was = f', instead of "{each.instead_of}"' if each.instead_of else ""
        yield f"  {each.name}: {each.words}, proposed by {each.proposer}{on}{was} ({each.location})"
        yield f"    {each.prints}"
    if holding.used_by:
        yield f"  used by: {', '.join(holding.used_by)}"
    yield from (f"  shown: {place}" for place in holding.shown) if holding.shown else ("  shown nowhere",)


def _lines_judged(judged: JudgementListing) -> Iterator[str]:
    each = judged.judgement
    yield f"{each.id}: {each.name or each.text}"
    yield f"  typed: {each.location}"
    if each.name:
        yield f"  judged: {each.text}"
    likely = each.likelihood
    yield f"  likelihood: {likely.word} ({likely.low}–{likely.high}%), by {judged.horizon}"
    yield f"  confidence: {each.confidence}{f', {each.because}' if each.because else ''}"
    if each.by:
        yield f"  by: {each.by}"
    for ground in judged.basis:
        yield f"  rests on: {ground.name}: {ground.label} ({'/'.join(ground.statuses)})"
    yield from (f"  assumes: {line}" for line in each.assumptions)
    yield from (f"  would change: {line}" for line in each.would_change)
    yield from (f"  shown: {place}" for place in judged.shown) if judged.shown else ("  shown nowhere",)


def _told_judged(dossier: str, judged: JudgementListing) -> dict[str, Any]:
    each = judged.judgement
    return {
        "dossier": dossier,
        "id": each.id,
        "name": each.name,
        "text": each.text,
        "typed": str(each.location),
        "likelihood": {"word": each.likelihood.word, "low": each.likelihood.low, "high": each.likelihood.high},
        "horizon": judged.horizon,
        "confidence": each.confidence,
        "because": each.because,
        "by": each.by,
        "basis": [{"name": g.name, "label": g.label, "statuses": list(g.statuses)} for g in judged.basis],
        "assumptions": list(each.assumptions),
        "would_change": list(each.would_change),
        "shown": list(judged.shown),
    }


def _told(dossier: str, holding: FactListing) -> dict[str, Any]:
    fact = holding.fact
    claims = [
        {"name": c.name, "value": c.value, "status": c.status, "when": c.when, "by": c.by, "age_in_days": c.age,
         "sources": list(c.sources), "typed": c.location}
        for c in holding.claims
    ]  # fmt: skip
    told: dict[str, Any] = {
        "dossier": dossier,
        "id": fact.id,
        "name": holding.label,
        "topic": fact.topic,
        "typed": str(fact.location),
    }
    if holding.tlp:
        told["tlp"] = holding.tlp
    if holding.waiting:
        told["proposals"] = [
            {"id": w.id, "name": w.name, "proposes": w.words, "proposer": w.proposer, "proposed": w.proposed,
             "instead_of": w.instead_of, "typed": w.location}
            for w in holding.waiting
        ]  # fmt: skip
    if fact.derivation is not None:
        told["calculated"] = fact.derivation.formula
    return told | {"claims": claims, "used_by": list(holding.used_by), "shown": list(holding.shown)}
