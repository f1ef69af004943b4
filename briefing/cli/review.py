"""`briefing review`: list reviewers' edits and comments in Word copies; with --apply, write the edits into the dossier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import printable
from briefing.cli.arguments import Json, Templates, complete_dossier
from briefing.cli.report import TAKE_BACK, as_values, plural, print_problems, suggest
from briefing.problems.problem import BriefingError, Problem, has_errors

if TYPE_CHECKING:
    from briefing.api import Review
    from briefing.review.edits.edits import Edit

SCHEMA = "briefing/review/1"
Files = Annotated[
    list[Path], typer.Argument(metavar="REVIEWED.docx…", help="Reviewed copies (.docx).", show_default=False)
]
DossierName = Annotated[
    str,
    typer.Option(
        "--dossier",
        "-d",
        metavar="NAME",
        help="The dossier, if the copies do not name it.",
        autocompletion=complete_dossier,
        show_default=False,
    ),
]
RecordFile = Annotated[
    Path | None,
    typer.Option(
        "--record",
        metavar="FILE",
        help="The file as it was built, for copies that have lost their record.",
        show_default=False,
    ),
]
Apply = Annotated[bool, typer.Option("--apply", help="Apply unambiguous edits to the fact and template files.")]
AllBriefs = Annotated[
    bool,
    typer.Option(
        "--all-briefs", help="Reword a template also where other briefs use it. [default: for this brief only]"
    ),
]
Page = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Also write the list as a web page (HTML).", show_default=False),
]


def review(  # noqa: PLR0917  # one each for what can be asked
    files: Files,
    dossier: DossierName = "",
    record: RecordFile = None,
    templates: Templates = None,
    as_json: Json = False,
    apply: Apply = False,
    all_briefs: AllBriefs = False,
    html: Page = None,
) -> None:
    """List reviewers' edits and comments in copies of a brief, grouped by section.

    Copies are compared with the file that they were made from, and with the current dossier. A changed figure is never
    overwritten: it becomes a proposal beside the fact. A template that other briefs use too is changed only with --all-briefs:
    otherwise this brief gets a section of its own. Exit codes: 0 all read, 1 a copy could not be read or an edit not written,
    2 no copy could be read.
    """
    from briefing import api

    try:
        found = api.review(files, dossier=dossier, record=record, templates=templates or (), all_briefs=all_briefs)
    except BriefingError as error:
        if as_json:
            _print_json((), (), error.problems, ())
        else:
            print_problems(error.problems)
        raise typer.Exit(2) from None
    problems = list(found.problems)
    page = html is not None and _write_page(html, found, problems)
    if apply:
        found = found.apply()
        problems = [*problems, *found.problems]
    if as_json:
        _print_json(found.edits, found.copies, problems, found.written)
    else:
        print_problems(problems)
        _print_text(found, applied=apply)
    if page:
        typer.echo(f"written: {printable(str(html))}", err=as_json)
    raise typer.Exit(1 if has_errors(problems) else 0)


def _write_page(file: Path, found: Review, problems: list[Problem]) -> bool:
    """Write the web page. Return False, with the problem added, if that is not possible."""
    from briefing.files.atomic_write import check_folder, write_files

    try:
        check_folder(file.parent)
        write_files(file.parent, {file.name: found.to_html().encode()})
    except BriefingError as error:
        problems += error.problems
        return False
    return True


def _print_json(
    edits: Sequence[Edit], copies: Sequence[str], problems: Sequence[Problem], written: Sequence[str]
) -> None:
    from briefing.review.edits.edits import as_json

    values: dict[str, Any] = {
        "schema": SCHEMA,
        "copies": [{"file": name} for name in copies],
        "problems": as_values(problems),
        "edits": [as_json(edit) for edit in edits],
    }
    if written:
        values["written"] = list(written)
    typer.echo(json.dumps(values, indent=2, ensure_ascii=False))


def _print_text(found: Review, *, applied: bool) -> None:
    from briefing.review.edits.report_text import format_edit, shared_files

    for line in format_edit(found.edits, several=len(found.copies) > 1):
        typer.echo(printable(line))
    for line in shared_files(found.edits):
        typer.echo(printable(line))
    for path in found.written:
        typer.echo(f"written: {printable(path)}")
    edits = sum(1 for edit in found.edits if edit.kind not in ("comment", "conflict"))
    comments = sum(1 for edit in found.edits if edit.kind == "comment")
    counts = f"{plural(edits, 'edit')} and {plural(comments, 'comment')}" if comments else plural(edits, "edit")
    left = " left" if applied else ""
    typer.echo(f"{counts}{left} in {plural(len(found.copies), 'copy', 'copies')}")
    if found.written:
        suggest("run briefing build, and review the same copy again: the remaining edits need your decision")
        typer.echo(TAKE_BACK)
    elif edits and not applied:
        suggest("run the same command with --apply to write unambiguous edits into the dossier")
