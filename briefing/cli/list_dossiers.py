"""`briefing facts --dossiers`: the dossiers that can be named here."""

from __future__ import annotations

import json

import typer

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import DossierRef, list_dossiers, printable
from briefing.cli.report import count, print_problems, sanitise, suggest
from briefing.problems.problem import BriefingError, Problem, has_errors

SCHEMA = "briefing/dossiers/1"


def print_dossiers(*, as_json: bool) -> None:
    """Print the dossiers in ./facts and the shipped ones, each with its title."""
    try:
        dossiers = list_dossiers()
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    rows = [(dossier, *_read(dossier)) for dossier in dossiers]
    if as_json:
        listed = [
            {
                "name": printable(d.name),
                "title": title,
                "folder": d.display_path,
                "shipped": d.shipped,
                "problems": len(problems),
            }
            for d, title, problems in rows
        ]
        typer.echo(json.dumps({"schema": SCHEMA, "dossiers": listed}, indent=2, ensure_ascii=False))
        return
    if not rows:
        typer.echo("No dossiers here. Run `briefing new NAME`.", err=True)
    width = max((len(printable(dossier.name)) for dossier, _, _ in rows), default=0)
    for dossier, title, problems in rows:
        parts = [sanitise(title)] if title else []
        if dossier.shipped:
            parts.append("(shipped)")
        if has_errors(problems):
            parts.append(f"({count(problems)}: briefing check {printable(dossier.name)})")
        typer.echo(f"{printable(dossier.name):<{width}}  {'  '.join(parts)}")
    if rows:
        first = next((dossier for dossier, _, _ in rows if not dossier.shipped), None)
        suggest(f"briefing build {printable(first.name)}" if first else "briefing new NAME makes one of your own")


def _read(dossier: DossierRef) -> tuple[str, list[Problem]]:
    """Return the title, "" if it cannot be read, and the problems found in the facts."""
    from briefing.facts.load import load_ledger

    read, prevented = run_isolated(dossier, lambda: load_ledger(dossier.folder, dossier.display_path))
    if read is None:
        return "", list(prevented)
    ledger, problems = read
    return (ledger.dossier.title if ledger else ""), problems
