"""`briefing export`: the facts of a dossier as XLSX, CSV or JSON."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from briefing.build.discovery import find_dossiers, is_folder, printable
from briefing.build.isolation import run_isolated
from briefing.cli.arguments import Dossiers, Release, read_release
from briefing.cli.report import plural, print_problems
from briefing.files.atomic_write import check_folder, write_files
from briefing.problems.problem import BriefingError, Problem


class Format(StrEnum):
    """A kind of file."""

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
            help="xlsx, csv or json. May be repeated. [default: as --output ends, else xlsx]",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR|FILE", help="Where the files go, or the one file to write.")
    ] = Path("out"),
    release: Release = None,
) -> None:
    """Write the facts of each DOSSIER for spreadsheets and programs: a row a claim, or a date of a series.

    Files are DIR/DOSSIER.facts.xlsx (.csv, .json), with the marking in their names where there is one. `--release` withholds what
    `briefing build --release` does. Cells never become formulas.
    """  # fmt: skip
    label = read_release(release, print_problems)
    try:
        wanted = find_dossiers(dossiers or [])
        folder, file, chosen = _places(output, formats, len(wanted))
        check_folder(folder)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    from briefing.build.export_facts import encode, export_dossier

    failed = False
    for dossier in wanted:
        done, prevented = run_isolated(dossier, lambda each=dossier: export_dossier(each, label))  # type: ignore[misc]
        if done is None:
            print_problems(prevented)
            failed = True
            continue
        made, withheld = done
        if withheld:
            typer.echo(f"{printable(dossier.name)}: withheld from {label}: {', '.join(withheld)}", err=True)
        names = {format_: file or f"{made.stem}.{format_.value}" for format_ in chosen}
        try:
            paths = write_files(folder, {name: encode(made, format_.value) for format_, name in names.items()})
        except BriefingError as error:
            print_problems(error.problems)
            failed = True
            continue
        for path in paths:
            typer.echo(f"{printable(str(path))}  {plural(len(made.facts), 'row')}")
    if failed:
        raise typer.Exit(1)


def _places(output: Path, formats: list[Format] | None, dossiers: int) -> tuple[Path, str, tuple[Format, ...]]:
    """The folder, the name of the one file that is wanted ("" for the usual ones), and the formats."""
    ending = output.suffix.lower().removeprefix(".")
    chosen = tuple(dict.fromkeys(formats or ()))
    if ending not in [each.value for each in Format] or is_folder(output):
        return output, "", chosen or (Format.XLSX,)
    if dossiers != 1 or len(chosen) > 1 or (chosen and chosen[0].value != ending):
        message = f"{printable(str(output))} is one file, and several were asked for, or one of another kind"
        hint = "name one dossier and no --format, or a folder"
        raise BriefingError(Problem("one-file", message, hint=hint))
    return output.parent, output.name, (Format(ending),)
