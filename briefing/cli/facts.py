"""`briefing facts`: list and search facts, show everything about one, list the dossiers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import (
    DOSSIER_FILE,
    find_dossiers,
    find_template_folders,
    is_file,
    list_dossiers,
    printable,
)
from briefing.cli import list_dossiers as dossier_list
from briefing.cli.arguments import Json, Templates, complete_dossier
from briefing.cli.completion import complete_dossier_or_fact, complete_fact
from briefing.cli.help import warn_renamed
from briefing.cli.report import plural, print_problems, suggest
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.checks.fact_listing import ClaimStatus, FactListing, JudgementListing

SCHEMA = "briefing/facts/1"
DossierOrQuery = Annotated[
    str | None,
    typer.Argument(
        metavar="DOSSIER",
        help="A name or a path. Anything else is a QUERY in all dossiers. [default: all in ./facts]",
        autocompletion=complete_dossier_or_fact,
        show_default=False,
    ),
]
Query = Annotated[
    str | None,
    typer.Argument(
        metavar="QUERY",
        help="Words that must all be in a fact, or the exact id of a fact or judgement.",
        autocompletion=complete_fact,
        show_default=False,
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
    typer.Option(
        "--dossier",
        "-d",
        metavar="DOSSIER",
        help="The dossier to search, if QUERY is also the name of one.",
        autocompletion=complete_dossier,
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class _Found:
    """Facts and judgements, each with the name of its dossier."""

    facts: Sequence[tuple[str, FactListing]]
    judgements: Sequence[tuple[str, JudgementListing]] = ()


def facts(
    first: DossierOrQuery = None,
    query: Query = None,
    *,
    dossier: Of = None,
    details: Annotated[bool, typer.Option("--details", help="Show everything about each fact found.")] = False,
    dossiers: Annotated[bool, typer.Option("--dossiers", help="List the dossiers instead of facts.")] = False,
    templates: Templates = None,
    as_json: Json = False,
) -> None:
    """List facts with status, age at the information cut-off, sources and where they are printed.

    QUERY is searched for in ids, names, values, claimants, sources, status and tags: `briefing facts disputed`. The exact id of a
    fact or judgement shows everything about it: where it is typed, its claims and sources, what rests on it, where it is printed.
    """
    from briefing.checks.fact_listing import search

    if dossiers:
        dossier_list.print_dossiers(as_json=as_json)
        return
    name, words = _dossier_and_query(first, query, dossier)
    listed = list(_read(name, templates))
    found = _with_id(listed, words)
    exact = bool(found.facts or found.judgements)
    if not exact:
        found = _Found([(d, each) for d, each_facts, _ in listed for each in search(each_facts, words)])
    if as_json:
        _print_json(found)
        return
    if exact or details:
        _print_details(found)
    else:
        for _, fact in found.facts:
            typer.echo(printable(_summary_line(fact)))
    if exact:
        return
    nothing = f': nothing matches "{printable(words)}"' if words and not found.facts else ""
    typer.echo(f"{plural(len(found.facts), 'fact')}{nothing}", err=True)
    meant = "" if found.facts or name is not None else _nearest_dossier(words)
    near = "" if found.facts else _nearest(listed, words)
    if meant:
        typer.echo(f'  hint: did you mean the dossier "{meant}"? briefing facts {meant}', err=True)
    elif near:
        typer.echo(f'  hint: did you mean "{near}"?', err=True)
    if found.facts and not details:
        suggest(f"briefing facts {found.facts[0][1].fact.id} shows everything about one")


def trace(fact: Id, dossier: Of = None, templates: Templates = None, as_json: Json = False) -> None:
    """Show everything about one fact or judgement. The old name of briefing facts ID."""
    warn_renamed("command", "briefing trace", "briefing facts")
    listed = list(_read(dossier, templates))
    found = _with_id(listed, fact)
    if not found.facts and not found.judgements:
        near = _nearest(listed, fact)
        hint = f'did you mean "{near}"?' if near else ""
        print_problems([Problem("unknown-fact", f'unknown fact "{printable(fact)}"', hint=hint)])
        raise typer.Exit(1)
    if as_json:
        _print_json(found)
    else:
        _print_details(found)


def list_dossiers_command(as_json: Json = False) -> None:
    """List the dossiers in ./facts and the shipped ones. The old name of briefing facts --dossiers."""
    warn_renamed("command", "briefing list", "briefing facts --dossiers")
    dossier_list.print_dossiers(as_json=as_json)


# ------------------------------------------------------------------ which facts

Listed = Sequence[tuple[str, "tuple[FactListing, ...]", "tuple[JudgementListing, ...]"]]


def _dossier_and_query(first: str | None, query: str | None, named: str | None) -> tuple[str | None, str]:
    """Return the dossier, None for all, and the query. Exit with 2 if two words are given and the first names no dossier."""
    if named is not None:
        if query is not None:
            hint = f'briefing facts {printable(named)} "{printable(f"{first} {query}")}"'
            print_problems([Problem("usage", "with --dossier, the only argument is a QUERY", hint=hint)])
            raise typer.Exit(2)
        return named, first or ""
    if first is None or _is_dossier(first):
        return first, query or ""
    if query is None:
        return None, first
    hint = f'for a query of several words: briefing facts "{printable(f"{first} {query}")}"'
    print_problems([Problem("unknown-dossier", f'unknown dossier "{printable(first)}"', hint=hint)])
    raise typer.Exit(2)


def _is_dossier(word: str) -> bool:
    """Return True if a word is the name of a dossier, or the path of one or of its file."""
    if is_file(Path(word) / DOSSIER_FILE) or (Path(word).name == DOSSIER_FILE and is_file(Path(word))):
        return True
    try:
        return any(dossier.name == word for dossier in list_dossiers())
    except BriefingError:
        return False


def _read(
    dossier: str | None, templates: Templates
) -> Iterator[tuple[str, tuple[FactListing, ...], tuple[JudgementListing, ...]]]:
    """Yield name, facts and judgements of each dossier asked for. Print the problems of those that cannot be read, and exit with 1."""
    try:
        selected = find_dossiers([dossier] if dossier else [])
        folders = find_template_folders(templates or [])
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    from briefing.build.list_facts import list_dossier

    failed = False
    for each in selected:
        listed, problems = run_isolated(each, lambda each=each: list_dossier(each, folders))  # type: ignore[misc]
        if listed is None:
            print_problems(problems)
            failed = True
        else:
            yield each.name, *listed
    if failed:
        raise typer.Exit(1)


def _with_id(listed: Listed, query: str) -> _Found:
    """Return the facts and judgements with exactly that id; a claim or a date of a series stands for its fact."""
    name = query.partition("[")[0].partition(".")[0]
    return _Found(
        [(d, each) for d, each_facts, _ in listed for each in each_facts if each.fact.id == name],
        [(d, each) for d, _, judgements in listed for each in judgements if each.judgement.id == name],
    )


def _nearest(listed: Listed, query: str) -> str:
    from briefing.checks.fact_listing import nearest_id

    name = query.partition("[")[0].partition(".")[0]
    return next((near for _, each, judgements in listed if (near := nearest_id(each, judgements, name))), "")


def _nearest_dossier(word: str) -> str:
    from briefing.problems.suggest import nearest

    return printable(nearest(word, [dossier.name for dossier in list_dossiers()], least=75))


def _print_json(found: _Found) -> None:
    values: dict[str, Any] = {"schema": SCHEMA, "facts": [_as_json(d, each) for d, each in found.facts]}
    if found.judgements:
        values["judgements"] = [_judgement_as_json(d, each) for d, each in found.judgements]
    typer.echo(json.dumps(values, indent=2, ensure_ascii=False))


def _print_details(found: _Found) -> None:
    for lines in (
        *(_detail_lines(each) for _, each in found.facts),
        *(_judgement_lines(each) for _, each in found.judgements),
    ):
        typer.echo("\n".join(printable(line) for line in lines))


# ------------------------------------------------------------------ as text and as JSON


def _summary_line(listing: FactListing) -> str:
    """Return one fact in one line: id, name, latest value, status, age, where it is printed."""
    last = listing.claims[-1] if listing.claims else None
    several = f"{plural(len(listing.claims), 'claim')}, last " if len(listing.claims) > 1 else ""
    parts = [listing.label]
    if last is not None and last.value:
        parts.append(f"{several}{last.value}")
    parts += ["/".join(listing.statuses), listing.tlp]
    if last is not None and last.when:
        parts.append(f"{last.when}{_aged(last)}")
    parts += [f"{plural(len(listing.waiting), 'proposal')} waiting"] if listing.waiting else []
    parts.append(f"printed in {plural(len(listing.shown), 'place')}" if listing.shown else "not printed")
    return f"{listing.fact.id}: {' | '.join(p for p in parts if p)}"


def _aged(claim: ClaimStatus) -> str:
    return f" ({plural(claim.age, 'day')} old)" if claim.age else ""


def _detail_lines(listing: FactListing) -> Iterator[str]:
    fact = listing.fact
    yield f"{fact.id}: {listing.label}"
    yield f"  typed: {fact.location}"
    if listing.tlp:
        yield f"  label: {listing.tlp}"
    if fact.derivation is not None:
        yield f"  calculated: {fact.derivation.formula}"
    for claim in listing.claims:
        parts = [claim.value, claim.when + _aged(claim) if claim.when else "", claim.by, claim.status]
        yield f"  {claim.name}: {', '.join(part for part in parts if part)} ({claim.location})"
        for source in claim.sources:
            yield f"    {source}"
    for each in listing.waiting:
        on = f" on {each.proposed}" if each.proposed else ""
        was = f', instead of "{each.instead_of}"' if each.instead_of else ""
        yield f"  {each.name}: {each.words}, proposed by {each.proposer}{on}{was} ({each.location})"
        yield f"    {each.prints}"
    if listing.used_by:
        yield f"  used by: {', '.join(listing.used_by)}"
    yield from (f"  printed: {place}" for place in listing.shown) if listing.shown else ("  not printed",)


def _judgement_lines(judged: JudgementListing) -> Iterator[str]:
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
    for basis in judged.basis:
        yield f"  rests on: {basis.name}: {basis.label} ({'/'.join(basis.statuses)})"
    yield from (f"  assumes: {line}" for line in each.assumptions)
    yield from (f"  would change: {line}" for line in each.would_change)
    yield from (f"  printed: {place}" for place in judged.shown) if judged.shown else ("  not printed",)


def _judgement_as_json(dossier: str, judged: JudgementListing) -> dict[str, Any]:
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


def _as_json(dossier: str, listing: FactListing) -> dict[str, Any]:
    fact = listing.fact
    claims = [
        {"name": c.name, "value": c.value, "status": c.status, "when": c.when, "by": c.by, "age_in_days": c.age,
         "sources": list(c.sources), "typed": c.location}
        for c in listing.claims
    ]  # fmt: skip
    values: dict[str, Any] = {
        "dossier": dossier,
        "id": fact.id,
        "name": listing.label,
        "topic": fact.topic,
        "typed": str(fact.location),
    }
    if listing.tlp:
        values["tlp"] = listing.tlp
    if listing.waiting:
        values["proposals"] = [
            {"id": w.id, "name": w.name, "proposes": w.words, "proposer": w.proposer, "proposed": w.proposed,
             "instead_of": w.instead_of, "typed": w.location}
            for w in listing.waiting
        ]  # fmt: skip
    if fact.derivation is not None:
        values["calculated"] = fact.derivation.formula
    return values | {"claims": claims, "used_by": list(listing.used_by), "shown": list(listing.shown)}
