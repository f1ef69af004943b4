"""`briefing freeze`: keep an edition as it went out, beside its dossier."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from briefing.build.discovery import Shelved, find_dossiers, printable
from briefing.build.isolation import shielded
from briefing.cli.arguments import Dossiers
from briefing.cli.report import print_problems, suggest
from briefing.files.atomic_write import write_files
from briefing.problems.problem import BriefingError, Origin, Problem, has_errors


def freeze(
    dossiers: Dossiers = None,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a frozen edition that says something else.")
    ] = False,
) -> None:
    """Keep each DOSSIER's edition as it stands, in DOSSIER/editions/EDITION.json: what later editions are held against.

    A frozen edition is not overwritten unless its bytes are the same, or with --force. Exit codes: 0 frozen, 1 problems, 2 the
    command itself is wrong.
    """
    try:
        wanted = find_dossiers(dossiers or [])
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    failed = False
    for dossier in wanted:
        line, problems = _freeze_one(dossier, force=force)
        print_problems(problems)
        failed = failed or not line
        if line:
            typer.echo(line)
    if not failed:
        suggest("when facts change, type the next number in dossier.yaml: edition: 2 and supersedes: 1")
    raise typer.Exit(1 if failed else 0)


def _freeze_one(dossier: Shelved, *, force: bool) -> tuple[str, tuple[Problem, ...]]:
    """What was done, "" where nothing was; and the errors that stood in the way."""
    made, problems = shielded(dossier, partial(_freeze, dossier))
    if made is None:
        return "", problems
    edition, data, found = made
    if not data:
        return "", found
    folder, name = dossier.folder / "editions", f"{edition}.json"
    shown = f"{dossier.shown}/editions/{name}"
    try:
        old = (folder / name).read_bytes() if (folder / name).is_file() else None
        if old == data:
            return f"{printable(shown)}  unchanged", ()
        if old is not None and not force:
            hint = "give the dossier its next number, edition: and supersedes:; or overwrite it with --force"
            message = f"edition {edition} is frozen already, and says something else"
            return "", (Problem("already-frozen", message, Origin(shown), hint),)
        write_files(folder, {name: data})
    except BriefingError as error:
        return "", error.problems
    except OSError as error:
        message = f"the frozen edition cannot be read: {error.strerror}"
        return "", (Problem("unreadable-file", message, Origin(shown)),)
    return printable(shown), ()


def _freeze(dossier: Shelved) -> tuple[str, bytes, tuple[Problem, ...]]:
    """The edition's number and its bytes; none, and the errors, where it cannot be frozen."""
    from briefing.build.load import read_ledger
    from briefing.editions.freeze import freeze as snap
    from briefing.editions.store import write_edition
    from briefing.language import load_language

    ledger, problems = read_ledger(dossier.folder, dossier.shown)
    if ledger is None or has_errors(problems):
        return "", b"", tuple(problem for problem in problems if problem.severity == "error")
    edition = ledger.dossier.edition
    if not edition:
        place = Origin(f"{dossier.shown}/dossier.yaml")
        message = "this dossier has no edition, and only an edition can be frozen"
        return "", b"", (Problem("no-edition-number", message, place, "add a line: edition: 1"),)
    return edition, write_edition(snap(ledger, load_language(ledger.dossier.language))), ()
