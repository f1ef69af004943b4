"""`briefing factcheck`: make sheets for a second reader, in Word and as a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import typer

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import find_dossiers, find_template_folders, printable
from briefing.cli.arguments import Dossiers, Output, Templates, check_output_folder
from briefing.cli.report import print_problems, suggest
from briefing.files.atomic_write import write_files
from briefing.problems.problem import BriefingError, has_errors


def factcheck(
    dossiers: Dossiers = None,
    output: Output = Path("out"),
    templates: Templates = None,
) -> None:
    """Make sheets for a second reader, who checks each fact of each DOSSIER's brief against its source.

    Each row has a sentence, the figure in it, its source, the passage relied on, and room for who checked it and when. Files are
    DIR/DOSSIER.factcheck.docx and DIR/DOSSIER.factcheck.xlsx.
    """
    try:
        selected = find_dossiers(dossiers or [])
        folders = find_template_folders(templates or [])
        check_output_folder(output)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    from briefing.build.factcheck_files import make_factcheck

    failed = False
    for dossier in selected:
        result, prevented = run_isolated(dossier, lambda each=dossier: make_factcheck(each, folders))  # type: ignore[misc]
        files, problems = result if result is not None else ({}, list(prevented))
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
    suggest("give the sheet to a second reader; `passage:` on a claim fills the column of passages")
