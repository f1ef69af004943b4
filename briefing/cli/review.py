"""`briefing review`: list reviewers' edits and comments in Word copies; with --apply, write the edits into the dossier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import printable
from briefing.cli.arguments import Json, Templates, complete_dossier
from briefing.cli.report import plural, print_problems, suggest
from briefing.problems.problem import Problem, has_errors

if TYPE_CHECKING:
    from briefing.review.edits.edits import Edit
    from briefing.review.edits.review_result import Reviewed
    from briefing.review.open_copies import ReviewTarget

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
    html: Page = None,
) -> None:
    """List reviewers' edits and comments in copies of a brief, grouped by section.

    Copies are compared with the file that they were made from, and with the current dossier. A changed figure is never
    overwritten: it becomes a proposal beside the fact. Exit codes: 0 all read, 1 a copy could not be read or an edit not written,
    2 no copy could be read.
    """
    from briefing.review.open_copies import open_copies

    problems: list[Problem] = []
    copies, target = open_copies(files, dossier, record, templates or (), problems)
    if not copies:
        _fail(problems, as_json=as_json)
    edits = _edits(copies, target)
    page = html is not None and _write_page(html, edits, copies, problems)
    written: list[str] = []
    if apply:
        from briefing.review.apply import apply_edits

        edits, written = apply_edits(edits, copies, target, problems, with_comments=True)
    if as_json:
        _print_json(edits, copies, problems, written)
    else:
        print_problems(problems)
        _print_text(edits, copies, written, applied=apply)
    if page:
        typer.echo(f"written: {printable(str(html))}", err=as_json)
    raise typer.Exit(1 if has_errors(problems) else 0)


def _fail(problems: Sequence[Problem], *, as_json: bool) -> None:
    if as_json:
        _print_json([], [], problems, [])
    else:
        print_problems(problems)
    raise typer.Exit(2)


def _edits(copies: Sequence[Reviewed], target: ReviewTarget | None) -> list[Edit]:
    from briefing.review.edits.review_result import review as find

    return find(copies, target.classifier if target is not None else None)


def _write_page(target: Path, edits: Sequence[Edit], copies: Sequence[Reviewed], problems: list[Problem]) -> bool:
    """Write the web page. Return False, with the problem added, if that is not possible."""
    from briefing.files.atomic_write import check_folder, write_files
    from briefing.problems.problem import BriefingError
    from briefing.review.edits.report_html import make_page

    try:
        check_folder(target.parent)
        write_files(target.parent, {target.name: make_page(edits, [copy.name for copy in copies]).encode()})
    except BriefingError as error:
        problems += error.problems
        return False
    return True


def _print_json(
    edits: Sequence[Edit], copies: Sequence[Reviewed], problems: Sequence[Problem], written: Sequence[str]
) -> None:
    from briefing.cli.report import as_values
    from briefing.review.edits.edits import as_json

    told: dict[str, Any] = {
        "schema": SCHEMA,
        "copies": [{"file": copy.name} for copy in copies],
        "problems": as_values(problems),
        "edits": [as_json(edit) for edit in edits],
    }
    if written:
        told["written"] = list(written)
    typer.echo(json.dumps(told, indent=2, ensure_ascii=False))


def _print_text(edits: Sequence[Edit], copies: Sequence[Reviewed], written: Sequence[str], *, applied: bool) -> None:
    from briefing.review.edits.report_text import format_edit

    for line in format_edit(edits, several=len(copies) > 1):
        typer.echo(printable(line))
    for path in written:
        typer.echo(f"written: {printable(path)}")
    count = sum(1 for edit in edits if edit.kind not in ("comment", "conflict"))
    said = sum(1 for edit in edits if edit.kind == "comment")
    told = f"{plural(count, 'edit')} and {plural(said, 'comment')}" if said else plural(count, "edit")
    left = " left" if applied else ""
    typer.echo(f"{told}{left} in {plural(len(copies), 'copy', 'copies')}")
    if written:
        suggest("run briefing build, and review the same copy again: the remaining edits need your decision")
    elif count and not applied:
        suggest("run the same command with --apply to write unambiguous edits into the dossier")
