"""`briefing export`: write the facts of dossiers as XLSX, CSV or JSON."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import find_dossiers, printable
from briefing.cli.arguments import Dossiers, OutputOrFile, Release, choose_output, read_release
from briefing.cli.report import plural, print_problems
from briefing.files.atomic_write import check_folder, write_files
from briefing.problems.problem import BriefingError


class Format(StrEnum):
    """File formats of an export."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


def export(
    dossiers: Dossiers = None,
    *,
    formats: Annotated[
        list[Format] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="xlsx|csv|json",
            help="Can be repeated. [default: the ending of --output, else xlsx]",
            show_default=False,
        ),
    ] = None,
    output: OutputOrFile = Path("out"),
    release: Release = None,
) -> None:
    """Write the facts of each DOSSIER for spreadsheets and programs: one row per claim, and per date of a series.

    Files are DIR/DOSSIER.facts.xlsx (.csv, .json), with the marking in their names if there is one. --release withholds what
    briefing build --release withholds. Cells never become formulas.
    """
    label = read_release(release, print_problems)
    known = [each.value for each in Format]
    try:
        selected = find_dossiers(dossiers or [])
        folder, file, chosen = choose_output(output, formats or (), known, (Format.XLSX.value,), len(selected))
        check_folder(folder)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    from briefing.build.export_facts import encode, export_dossier

    failed = False
    for dossier in selected:
        done, prevented = run_isolated(dossier, lambda each=dossier: export_dossier(each, label))  # type: ignore[misc]
        if done is None:
            print_problems(prevented)
            failed = True
            continue
        exported, withheld = done
        if withheld:
            typer.echo(f"{printable(dossier.name)}: withheld from {label}: {', '.join(withheld)}", err=True)
        names = {format_: file or f"{exported.stem}.{format_}" for format_ in chosen}
        try:
            paths = write_files(folder, {name: encode(exported, format_) for format_, name in names.items()})
        except BriefingError as error:
            print_problems(error.problems)
            failed = True
            continue
        for path in paths:
            typer.echo(f"{printable(str(path))}  {plural(len(exported.facts), 'row')}")
    if failed:
        raise typer.Exit(1)
