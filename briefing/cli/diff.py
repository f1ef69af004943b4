"""`briefing diff`: show what changed between two editions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import printable
from briefing.cli.arguments import Json, complete_dossier
from briefing.cli.report import print_json, print_problems, suggest
from briefing.problems.problem import BriefingError

if TYPE_CHECKING:
    from briefing.review.open_edition import ComparedEdition, EditionDiff

SCHEMA = "briefing/diff/1"
Old = Annotated[
    str,
    typer.Argument(
        metavar="OLD",
        help="A dossier, a frozen edition (facts/x/editions/1.json), a git revision of a dossier (facts/x@v1), or a finished file.",
        autocompletion=complete_dossier,
        show_default=False,
    ),
]
New = Annotated[
    str,
    typer.Argument(
        metavar="NEW",
        help="The newer one, of any of these kinds.",
        autocompletion=complete_dossier,
        show_default=False,
    ),
]
Redline = Annotated[
    Path | None,
    typer.Option(
        "--redline",
        metavar="FILE.docx",
        help="Also write the new edition as a Word file, with the changes as tracked changes.",
        show_default=False,
    ),
]


def diff(old: Old, new: New, *, as_json: Json = False, redline: Redline = None) -> None:
    """Show what changed from OLD to NEW: facts, judgements and sources, each change with its label if it has one.

    Of a finished file only what its pages show is compared. Exit codes: 0 compared, 2 one could not be read, or the Word file
    not written.
    """
    from briefing.cli.diff_text import format_changes
    from briefing.review.open_edition import compare_editions

    try:
        with compare_editions(old, new) as found:
            if as_json:
                typer.echo(json.dumps(_as_json(found), indent=2, ensure_ascii=False))
            else:
                for line in format_changes(_name(found.old, found.new), _name(found.new, found.old), found.changes):
                    typer.echo(printable(line))
                if found.changes and redline is None:
                    suggest("--redline changes.docx writes them as tracked changes")
            print_problems(found.warnings)
            if redline is not None:
                _write_redline(found, redline)
    except BriefingError as error:
        (print_json if as_json else print_problems)(error.problems)
        raise typer.Exit(2) from None


def _name(side: ComparedEdition, other: ComparedEdition) -> str:
    return side.name if side.name != other.name else printable(side.typed)


def _as_json(found: EditionDiff) -> dict[str, Any]:
    changes = [
        {
            "of": change.of,
            "change": change.change,
            "id": change.id,
            "record": change.record,
            "label": change.label,
            "aspects": list(change.aspects),
            "was": change.was,
            "now": change.now,
            "says": change.says,
        }
        for change in found.changes
    ]
    return {"schema": SCHEMA, "old": _side(found.old), "new": _side(found.new), "changes": changes}


def _side(side: ComparedEdition) -> dict[str, Any]:
    snapshot = side.snapshot
    return {
        "given": side.typed,
        "kind": side.kind,
        "dossier": snapshot.dossier,
        "title": snapshot.title,
        "edition": snapshot.edition,
        "date": snapshot.date,
        "information_cut_off": snapshot.information_cut_off,
        "partial": snapshot.partial,
        "facts": len(snapshot.facts),
        "sources": len(snapshot.sources),
    }


def _write_redline(found: EditionDiff, file: Path) -> None:
    from briefing.review.redline import write_redline

    try:
        write_redline(found.old, found.new, file)
    except BriefingError as error:  # the changes are printed already
        print_problems(error.problems)
        raise typer.Exit(2) from None
    typer.echo(printable(str(file)), err=True)
