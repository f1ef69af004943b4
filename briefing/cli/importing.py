"""`briefing import`: make facts from a spreadsheet, with every guess marked. Nothing is overwritten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.build.discovery import DOSSIER_FILE, DossierRef, printable
from briefing.cli.arguments import Json, complete_dossier
from briefing.cli.report import TAKE_BACK, as_values, plural, print_problems
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.build.import_facts import ImportReport

SCHEMA = "briefing/import/1"
MOST_GUESSES = 30
MOST_PROBLEMS = 50
NO_FILE = ("no-such-file", "not-a-file", "unknown-format", "no-such-sheet", "several-sheets")
"""Codes of problems with the command itself, which exit with 2."""


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A spreadsheet: .xlsx, .csv or .json.", show_default=False)
    ],
    dossier: Annotated[
        str | None,
        typer.Argument(
            metavar="DOSSIER",
            help="Dossier to add the facts to, created if needed. [default: a new one, named after the file]",
            autocompletion=complete_dossier,
            show_default=False,
        ),
    ] = None,
    *,
    sheets: Annotated[
        list[str] | None,
        typer.Option("--sheet", metavar="NAME", help="Import only this sheet. Can be repeated.", show_default=False),
    ] = None,
    topic: Annotated[
        str,
        typer.Option(
            "--topic", metavar="NAME", help="Name of the topic. [default: from the sheet]", show_default=False
        ),
    ] = "",
    source: Annotated[
        str,
        typer.Option(
            "--source",
            metavar="TEXT|ID",
            help="Source of facts that have none in the file: words, a URL, or the id of a source.",
            show_default=False,
        ),
    ] = "",
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="Title of a new brief.", show_default=False)
    ] = "",
    as_json: Json = False,
) -> None:
    """Make facts from a spreadsheet with one row per fact or per date, or with dates or figures across the top.

    Guesses (ids, units, dates, sources) are listed, and marked "# check:" in the files. Facts without a source are unverified.
    Nothing is overwritten: an existing dossier gets new files, and new sources at the end of its sources.yaml.
    """
    from briefing.build.import_facts import find_destination, import_facts, read_choice

    try:
        choice = read_choice(sheets=sheets or (), topic=topic, source=source, title=title)
        destination = find_destination(file, dossier)
    except BriefingError as error:
        raise _refusal(error.problems, as_json=as_json, code=2) from None
    try:
        report = import_facts(destination, file, choice)
    except BriefingError as error:
        wrong_command = any(p.code in NO_FILE and Path(p.location.file).name == file.name for p in error.problems)
        raise _refusal(error.problems, as_json=as_json, code=2 if wrong_command else 1) from None
    if as_json:
        values = {"schema": SCHEMA, **report.to_json(), "problems": as_values(report.problems)}
        typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
    else:
        _print_report(report, destination.dossier)
        if not report.new:  # a new dossier is not recorded: delete its folder
            typer.echo(TAKE_BACK)


def _refusal(problems: Sequence[Problem], *, as_json: bool, code: int) -> typer.Exit:
    """Print the problems, and return the exit of the command."""
    if as_json:
        values = {"schema": SCHEMA, "files": [], "problems": as_values(problems)}
        typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
    else:
        print_problems(problems)
    return typer.Exit(code)


def _print_report(report: ImportReport, dossier: DossierRef) -> None:
    print_problems(report.problems[:MOST_PROBLEMS])
    if len(report.problems) > MOST_PROBLEMS:
        typer.echo(f"and {len(report.problems) - MOST_PROBLEMS:,} more; --json prints them", err=True)
    for sheet in report.sheets:
        series = f", {plural(sheet.series, 'of them a series', 'of them series')}" if sheet.series else ""
        typer.echo(printable(f"{sheet.sheet}: read as {sheet.read_as}: {plural(sheet.facts, 'fact')}{series}"))
        if sheet.tags:
            typer.echo(printable(f"  imported as tags: {', '.join(sheet.tags)}"))
        if sheet.unread:
            typer.echo(printable(f"  not read: {', '.join(sheet.unread)}"))
        for line in sheet.details:
            typer.echo(printable(f"  {line}"))
    for path in report.files:
        typer.echo(printable(str(path)))
    if report.guesses:
        typer.echo(f'{plural(len(report.guesses), "guess", "guesses")} to check, marked "# check:" in the files:')
    places: dict[tuple[str, str], list[int]] = {}
    for guess in report.guesses:
        places.setdefault((guess.file, guess.message), []).append(guess.line)
    for (file, what), lines in list(places.items())[:MOST_GUESSES]:
        more = f" (and {plural(len(lines) - 1, 'more line')})" if len(lines) > 1 else ""
        typer.echo(printable(f"  {file}:{lines[0]}: {what}{more}"))
    if len(places) > MOST_GUESSES:
        typer.echo(f"  and {len(places) - MOST_GUESSES:,} more; search the files for # check:")
    if report.unlisted:
        added = ", ".join(f"- {topic}" for topic in report.unlisted)
        typer.echo(
            printable(f"To print the section, add to sections: in {dossier.display_path}/{DOSSIER_FILE}: {added}")
        )
    typer.echo(f"Check it with: briefing check {printable(report.dossier)}")
    typer.echo(f"Build it with: briefing build {printable(report.dossier)}")
