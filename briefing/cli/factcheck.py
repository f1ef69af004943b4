"""`briefing factcheck`: sheets for the second reader, in Word and as a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.build.discovery import DossierRef, find_dossiers, find_template_folders, printable
from briefing.build.isolation import run_isolated
from briefing.cli.arguments import Dossiers, Templates
from briefing.cli.report import plural, print_problems, suggest
from briefing.files.atomic_write import check_folder, write_files
from briefing.problems.problem import BriefingError, Problem, has_errors


def factcheck(
    dossiers: Dossiers = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path("out"),
    templates: Templates = None,
) -> None:
    """Make the sheets of the second reader: each sentence that prints a fact, the figure, its source and the passage relied on,
    and room for who checked it and when. DIR/DOSSIER.factcheck.docx and .xlsx.
    """
    try:
        wanted = find_dossiers(dossiers or [])
        folders = find_template_folders(templates or [])
        check_folder(output)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    failed = False
    for dossier in wanted:
        made, prevented = run_isolated(dossier, lambda each=dossier: _make(each, tuple(folders)))  # type: ignore[misc]
        files, problems = made if made is not None else ({}, list(prevented))
        try:
            paths = write_files(output, files) if files else []
        except BriefingError as error:
            paths, problems = [], [*problems, *error.problems]
        print_problems(p for p in problems if p.severity == "error")
        failed = failed or has_errors(problems)
        for path in paths:
            typer.echo(printable(str(path)))
    if failed:
        raise typer.Exit(1)
    suggest("give a sheet to whoever checks the brief; passage: on a claim fills its column of passages")


def _make(dossier: DossierRef, folders: tuple[Path, ...]) -> tuple[dict[str, bytes], list[Problem]]:
    """The files by name; none, and the problems, where the brief cannot be made."""
    from briefing.build.pipeline import compose_document
    from briefing.checks.factcheck_sheet import COLUMNS, make_lines, make_sheet
    from briefing.facts.load import load_ledger
    from briefing.language import load_language
    from briefing.layout.theme import load_theme
    from briefing.writers import docx, xlsx

    document, problems = compose_document(dossier.folder, dossier.shown, folders)
    ledger, _ = load_ledger(dossier.folder, dossier.shown)
    if document is None or ledger is None or has_errors(problems):
        return {}, problems
    language = load_language(ledger.dossier.language)
    lines = make_lines(document, ledger, language)
    sheet = make_sheet(lines, document, language)
    rows = [[str(n), line.sentence, line.figure, line.source, line.passage, "", ""] for n, line in enumerate(lines, 1)]
    head = [language.word(name) for name in COLUMNS]
    written = docx.write(sheet, load_theme().as_landscape(), pages={})
    book = xlsx.write(
        head, rows, (6, 60, 24, 32, 48, 18, 14), name=plural(len(lines), "line"), date=document.properties.date
    )
    stem = f"{document.name}.factcheck"
    return {f"{stem}.docx": written.data, f"{stem}.xlsx": book}, problems
