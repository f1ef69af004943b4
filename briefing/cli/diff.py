"""`briefing diff`: show what changed between two editions."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import printable
from briefing.build.time_limit import BRIEF_SECONDS, OutOfTime, time_limit
from briefing.cli.arguments import Json, complete_dossier
from briefing.cli.report import print_json, print_problems, suggest
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.review.open_edition import ComparedEdition, find_side

if TYPE_CHECKING:
    from briefing.facts.changes import Change

SCHEMA = "briefing/diff/1"
Old = Annotated[
    str,
    typer.Argument(
        metavar="OLD",
        help="A dossier, a frozen edition (editions/1.json), a git revision of a dossier (facts/x@v1), or a finished file.",
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
    from briefing.editions.difference import differences

    problems: list[Problem] = []
    show = print_json if as_json else print_problems
    with ExitStack() as rest:
        try:
            with time_limit():
                sides = [side for typed in (old, new) if (side := find_side(typed, rest, problems)) is not None]
        except OutOfTime:
            problems.append(
                Problem("out-of-time", f"timed out after {BRIEF_SECONDS} seconds", Location(printable(new)))
            )
            sides = []
        if len(sides) < len((old, new)):
            show(problems)
            raise typer.Exit(2)
        before, after = sides
        changes = differences(before.snapshot, after.snapshot)
        if as_json:
            typer.echo(json.dumps(_as_json(before, after, changes), indent=2, ensure_ascii=False))
        else:
            for line in lines_of(before, after, changes):
                typer.echo(printable(line))
            if changes and redline is None:
                suggest("--redline changes.docx writes them as tracked changes")
        _warn(before, after)
        if redline is not None:
            _write_redline(before, after, redline)


def lines_of(old: ComparedEdition, new: ComparedEdition, changes: tuple[Change, ...]) -> list[str]:
    """Return the changes as lines of text."""
    from briefing.cli.diff_text import format_changes

    return format_changes(_name(old, new), _name(new, old), changes)


def _name(side: ComparedEdition, other: ComparedEdition) -> str:
    return side.name if side.name != other.name else printable(side.typed)


def _warn(old: ComparedEdition, new: ComparedEdition) -> None:
    """Warn of two briefs without a common fact, and of editions in the wrong order."""
    from briefing.editions.difference import are_unrelated

    was, now = old.snapshot, new.snapshot
    if are_unrelated(was, now):
        message = f"{printable(old.typed)} and {printable(new.typed)} have no fact in common"
        hint = "compare two editions of one brief"
        print_problems([Problem("no-common-fact", message, hint=hint, severity="warning")])
        return
    if was.edition.isdecimal() and now.edition.isdecimal() and int(was.edition) > int(now.edition):
        message = f"edition {was.edition} is given as the old one, and edition {now.edition} as the new one"
        print_problems([Problem("wrong-order", message, hint="give the older edition first", severity="warning")])


def _as_json(old: ComparedEdition, new: ComparedEdition, changes: tuple[Change, ...]) -> dict[str, Any]:
    return {"schema": SCHEMA, "old": _side(old), "new": _side(new), "changes": [_change(c) for c in changes]}


def _side(side: ComparedEdition) -> dict[str, Any]:
    kept = side.snapshot
    values: dict[str, Any] = {"given": side.typed, "kind": side.kind, "dossier": kept.dossier, "title": kept.title}
    values |= {"edition": kept.edition, "date": kept.date, "information_cut_off": kept.information_cut_off}
    return values | {"partial": kept.partial, "facts": len(kept.facts), "sources": len(kept.sources)}


def _change(change: Change) -> dict[str, Any]:
    return {
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


# ------------------------------------------------------------------ tracked changes


def _write_redline(old: ComparedEdition, new: ComparedEdition, target: Path) -> None:
    from briefing.review.redline import write_redline

    try:
        with time_limit():
            write_redline(old, new, target)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    except OutOfTime:
        print_problems(
            [Problem("out-of-time", f"timed out after {BRIEF_SECONDS} seconds", Location(printable(str(target))))]
        )
        raise typer.Exit(2) from None
    typer.echo(printable(str(target)), err=True)
