"""`briefing upgrade`: rewrite dossiers of an older form to today's, with what would change shown first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import DossierRef, find_dossiers, printable
from briefing.cli.arguments import Json, complete_dossier
from briefing.cli.report import as_values, exit_code, plural, print_problems, suggest
from briefing.cli.unified_diff import unified_diff
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.review.upgrade import UpgradedFile

SCHEMA = "briefing/upgrade/1"


def upgrade(
    dossiers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DOSSIER",
            help="A name under ./facts, or a path. [default: all in ./facts]",
            autocompletion=complete_dossier,
            show_default=False,
        ),
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing, and exit with 1 if something would change.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Rewrite each DOSSIER of an older form to today's form. Shows what would change as a unified diff, then asks.

    Comments, order and quoting stay as they are. Frozen editions are never touched. What was written can be taken back with
    briefing undo. With --json nothing is asked, and nothing is written without --yes.

    Exit codes: 0 upgraded or nothing to do, 1 problems, or --check found something to change, 2 the command itself is wrong.
    """
    try:
        chosen = _own_dossiers(dossiers or [], contradicts=yes and check)
    except BriefingError as error:
        _print(error.problems, [], [], as_json=as_json)
        raise typer.Exit(2) from None
    planned, problems = _plan(chosen)
    if not as_json:
        print_problems(problems)
        _print_plan(planned)
    written: list[str] = []
    if any(files for _, files in planned) and not check and (yes or (not as_json and _is_confirmed(planned))):
        written, found = _write(planned)
        problems += found
        if not as_json:
            print_problems(found)
    if as_json:
        _print(problems, planned, written, as_json=True)
    else:
        _print_end(planned, written, check=check)
    would_change = check and any(files for _, files in planned)
    raise typer.Exit(1 if would_change else exit_code(problems))


def _own_dossiers(names: Sequence[str], *, contradicts: bool) -> list[DossierRef]:
    """Return the dossiers named, or all in ./facts; raise BriefingError, also for one that ships with briefing."""
    if contradicts:
        raise BriefingError(
            Problem("usage", "--check and --yes cannot be used together", hint="use only one of the two")
        )
    found = find_dossiers(names)
    shipped = [dossier for dossier in found if dossier.shipped]
    if shipped and names:
        hint = "copy it into ./facts first, under a name of your own"
        message = '"{}" ships with briefing and is not changed'
        raise BriefingError(*(Problem("shipped-dossier", message.format(d.name), hint=hint) for d in shipped))
    if shipped:
        raise BriefingError(
            Problem("no-dossier", "there is no dossier in ./facts", hint="name one: briefing upgrade PATH")
        )
    return found


def _plan(dossiers: Sequence[DossierRef]) -> tuple[list[tuple[DossierRef, list[UpgradedFile]]], list[Problem]]:
    from briefing.review.upgrade import plan_upgrade

    planned: list[tuple[DossierRef, list[UpgradedFile]]] = []
    problems: list[Problem] = []
    for dossier in dossiers:
        done, found = run_isolated(dossier, partial(plan_upgrade, dossier))
        files, more = done if done is not None else ([], [])
        problems += [*found, *more]
        planned.append((dossier, files))
    return planned, problems


def _is_confirmed(planned: Sequence[tuple[DossierRef, Sequence[UpgradedFile]]]) -> bool:
    return typer.confirm(f"Rewrite {plural(sum(len(files) for _, files in planned), 'file')}?")


def _write(planned: Sequence[tuple[DossierRef, Sequence[UpgradedFile]]]) -> tuple[list[str], Sequence[Problem]]:
    from briefing.review.upgrade import write_upgrade

    try:
        return write_upgrade(planned), ()
    except BriefingError as error:
        return [], error.problems


# ------------------------------------------------------------------ printing


def _print_plan(planned: Sequence[tuple[DossierRef, Sequence[UpgradedFile]]]) -> None:
    for _, files in planned:
        for file in files:
            for summary in file.summaries:
                typer.echo(printable(f"{file.display_path}: {summary}"))
            for line in unified_diff(file.display_path, file.old.encode(), file.new.encode()):
                typer.echo(line)


def _print_end(
    planned: Sequence[tuple[DossierRef, Sequence[UpgradedFile]]], written: Sequence[str], *, check: bool
) -> None:
    files = sum(len(files) for _, files in planned)
    for path in written:
        typer.echo(f"upgraded: {printable(path)}")
    if not files:
        typer.echo("nothing to upgrade")
    elif check:
        typer.echo(f"{plural(files, 'file')} would change")
    elif written:
        suggest("briefing undo takes this back")
    else:
        typer.echo("nothing written")


def _print(
    problems: Sequence[Problem],
    planned: Sequence[tuple[DossierRef, Sequence[UpgradedFile]]],
    written: Sequence[str],
    *,
    as_json: bool,
) -> None:
    if not as_json:
        print_problems(problems)
        return
    values: dict[str, Any] = {
        "schema": SCHEMA,
        "files": [
            {
                "dossier": dossier.name,
                "file": file.display_path,
                "upgrades": list(file.summaries),
                "diff": "\n".join(unified_diff(file.display_path, file.old.encode(), file.new.encode())) + "\n",
            }
            for dossier, files in planned
            for file in files
        ],
        "written": list(written),
        "problems": as_values(problems),
    }
    typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
