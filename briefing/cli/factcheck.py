"""`briefing factcheck`: sheets for the second reader, in Word and as a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.build.discovery import find_dossiers, find_template_folders, printable
from briefing.build.isolation import run_isolated
from briefing.cli.arguments import Dossiers, Templates
from briefing.cli.report import print_problems, suggest
from briefing.files.atomic_write import check_folder, write_files
from briefing.problems.problem import BriefingError, has_errors


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
    from briefing.build.factcheck_files import make_factcheck

    failed = False
    for dossier in wanted:
        made, prevented = run_isolated(dossier, lambda each=dossier: make_factcheck(each, folders))  # type: ignore[misc]
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
