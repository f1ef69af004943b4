"""`briefing new`: a commented dossier that builds at once, to change into one's own."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from briefing.cli.report import print_problems
from briefing.errors import BriefingError, Problem
from briefing.shelf import FACTS, printable

NAME = re.compile(r"[^\W_][\w-]{0,79}\Z")


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Letters, digits, hyphens and underscores.", show_default=False)
    ],
    title: Annotated[
        str | None, typer.Option("--title", help="The brief's title; asked for on a terminal.", show_default=False)
    ] = None,
) -> None:
    """Make a commented dossier in ./facts/NAME that builds at once. Overwrites nothing."""
    from briefing.cli.scaffold import make_dossier

    try:
        _check_name(name)
        folder = FACTS / name
        made = make_dossier(folder, _ask_title(name) if title is None else title)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2 if any(p.code == "bad-name" for p in error.problems) else 1) from None
    for path in made:
        typer.echo(str(path))
    typer.echo(f"Build it with: briefing build {name}")


def _check_name(name: str) -> None:
    if NAME.match(name):
        return
    better = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:80]
    message = f'"{printable(name)}" cannot name a dossier: use letters, digits, hyphens and underscores, 80 at most'
    hint = f"briefing new {better}" if NAME.match(better) else "for example: briefing new wind-power"
    raise BriefingError(Problem("bad-name", message, hint=hint))


def _ask_title(name: str) -> str:
    """Typed on a terminal; elsewhere, and when nothing is typed, the name made readable."""
    words = re.sub(r"[-_]+", " ", name).strip()
    readable = words[:1].upper() + words[1:]
    if sys.stdin.isatty() and sys.stdout.isatty():
        return str(typer.prompt("Title of the brief", default=readable))
    return readable
