"""`briefing freeze`: keep an edition as it was published, in its dossier."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import find_dossiers, printable
from briefing.cli.arguments import Dossiers
from briefing.cli.report import print_problems, suggest
from briefing.problems.problem import BriefingError


def freeze(
    dossiers: Dossiers = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a frozen edition of the same number.")] = False,
) -> None:
    """Keep the current edition of each DOSSIER as a file in its folder: facts/DOSSIER/editions/1.json for edition 1.

    Later editions are compared with it.

    A frozen edition with other content is only overwritten with --force. Exit codes: 0 frozen, 1 errors, 2 wrong command.
    """
    try:
        selected = find_dossiers(dossiers or [])
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    from briefing.build.freeze_edition import freeze_edition

    failed = False
    for dossier in selected:
        done, problems = run_isolated(dossier, partial(freeze_edition, dossier, force=force))
        print_problems(problems)
        failed = failed or done is None
        if done is not None:
            path, unchanged = done
            display_path = printable(f"{dossier.display_path}/editions/{path.name}")
            typer.echo(f"{display_path}  unchanged" if unchanged else display_path)
    if not failed:
        suggest("before you change facts, start the next edition in dossier.yaml: edition: 2 and supersedes: 1")
    raise typer.Exit(1 if failed else 0)
