"""`briefing export`: the facts of a dossier as XLSX, CSV or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.build.discovery import Shelved, find_dossiers, is_folder, printable
from briefing.build.isolation import shielded
from briefing.build.options import Wishes
from briefing.cli.arguments import Dossiers, Release, read_release
from briefing.cli.report import plural, print_problems
from briefing.files.atomic_write import check_folder, write_files
from briefing.problems.problem import BriefingError, Problem, has_errors

if TYPE_CHECKING:
    from briefing.exchange.export import Cell, Export
    from briefing.writers.xlsx import Sheet

WIDTHS = {
    "id": 24, "name": 32, "says": 48, "quote": 40, "value": 26, "number": 14, "lower": 14, "upper": 14, "unit": 18, "by": 24, "tags": 28,
    "source": 32, "source titles": 44, "source urls": 40, "note": 40, "typed": 36, "title": 48, "publisher": 28, "author": 24, "url": 44,
    "archived": 44, "descriptor": 40, "undated": 24, "formula": 28,
}  # fmt: skip
USUAL_WIDTH = 13


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
    failed = False
    for dossier in wanted:
        done, prevented = shielded(dossier, lambda each=dossier: _make(each, label))  # type: ignore[misc]
        if done is None:
            print_problems(prevented)
            failed = True
            continue
        made, withheld = done
        if withheld:
            typer.echo(f"{printable(dossier.name)}: withheld from {label}: {', '.join(withheld)}", err=True)
        names = {format_: file or f"{made.stem}.{format_.value}" for format_ in chosen}
        try:
            paths = write_files(folder, {name: _data(made, format_) for format_, name in names.items()})
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


def _make(dossier: Shelved, label: str) -> tuple[Export, tuple[str, ...]]:
    """The rows of a dossier, and how much a release withholds."""
    from briefing.build.load import open_ledger
    from briefing.exchange.export import export as export_facts
    from briefing.language import load_language

    opened = open_ledger(dossier.folder, dossier.shown, Wishes(label=label))
    if opened.ledger is None or has_errors(opened.problems):
        raise BriefingError(*(p for p in opened.problems if p.severity == "error"))
    made = export_facts(opened.ledger, load_language(opened.ledger.dossier.language), released=bool(label))
    return made, opened.withheld


def _data(made: Export, wanted: Format) -> bytes:
    from briefing.exchange.export import FACT_COLUMNS, SOURCE_COLUMNS, csv_of, json_of
    from briefing.writers import xlsx

    if wanted is Format.CSV:
        return csv_of(made)
    if wanted is Format.JSON:
        return json_of(made)
    facts = _sheet("Facts", made.facts, FACT_COLUMNS, ("id", "name", "value"))
    sources = _sheet("Sources", made.sources, SOURCE_COLUMNS, ("id", "title"))
    return xlsx.write_book((facts, sources), date=made.date, title=made.title, category=made.marking)


def _sheet(name: str, rows: Sequence[Mapping[str, Cell]], columns: Sequence[str], always: Sequence[str]) -> Sheet:
    """A sheet of the columns in which something stands, and of those that are always there."""
    from briefing.writers.xlsx import Sheet

    kept = [column for column in columns if column in always or any(row[column] != "" for row in rows)]
    widths = [WIDTHS.get(column, USUAL_WIDTH) for column in kept]
    return Sheet(name, kept, [[row[column] for column in kept] for row in rows], widths)
