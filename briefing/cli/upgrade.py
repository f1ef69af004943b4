"""`briefing upgrade`: rewrite dossiers of an older form to today's, with what would change shown first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import printable
from briefing.cli.arguments import Json, complete_dossier
from briefing.cli.report import TAKE_BACK, as_values, exit_code, plural, print_problems
from briefing.cli.unified_diff import unified_diff
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.review.upgrade import UpgradePlan

SCHEMA = "briefing/upgrade/1"
CONTRADICTION = Problem("usage", "--check and --yes cannot be used together", hint="use only one of the two")


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
    from briefing.review.upgrade import plan_upgrades, write_upgrade

    if yes and check:
        _print((CONTRADICTION,), None, (), as_json=as_json)
        raise typer.Exit(2)
    try:
        plan = plan_upgrades(dossiers or [])
    except BriefingError as error:
        _print(error.problems, None, (), as_json=as_json)
        raise typer.Exit(2) from None
    problems = list(plan.problems)
    if not as_json:
        print_problems(problems)
        for file in plan.files:
            for summary in file.summaries:
                typer.echo(printable(f"{file.display_path}: {summary}"))
            for line in unified_diff(file.display_path, file.old.encode(), file.new.encode()):
                typer.echo(line)
    written: list[str] = []
    question = f"Rewrite {plural(len(plan.files), 'file')}?"
    if plan.files and not check and (yes or (not as_json and typer.confirm(question))):
        try:
            written = write_upgrade(plan)
        except BriefingError as error:
            problems += error.problems
            if not as_json:
                print_problems(error.problems)
    if as_json:
        _print(problems, plan, written, as_json=True)
    else:
        _print_end(plan, written, check=check)
    raise typer.Exit(1 if check and plan.files else exit_code(problems))


# ------------------------------------------------------------------ printing


def _print_end(plan: UpgradePlan, written: Sequence[str], *, check: bool) -> None:
    for path in written:
        typer.echo(f"upgraded: {printable(path)}")
    if not plan.files:
        typer.echo("nothing to upgrade")
    elif check:
        typer.echo(f"{plural(len(plan.files), 'file')} would change")
    elif written:
        typer.echo(TAKE_BACK)
    else:
        typer.echo("No file was changed.")


def _print(problems: Sequence[Problem], plan: UpgradePlan | None, written: Sequence[str], *, as_json: bool) -> None:
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
            for dossier, files in (plan.dossiers if plan is not None else ())
            for file in files
        ],
        "written": list(written),
        "problems": as_values(problems),
    }
    typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
