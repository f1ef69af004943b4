"""Arguments and options that several commands share, and the completion of names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from briefing.errors import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.theme import Theme


def complete_dossier(incomplete: str) -> Iterator[str]:
    """Names of dossiers for the shell; none, and no noise, when the shelf cannot be read."""
    from briefing.shelf import list_dossiers

    try:
        yield from (dossier.name for dossier in list_dossiers() if dossier.name.startswith(incomplete))
    except BriefingError:
        return


def complete_theme(incomplete: str) -> Iterator[str]:
    """Names of shipped looks for the shell."""
    from briefing.theme import shipped_themes

    yield from (name for name in shipped_themes() if name.startswith(incomplete))


def read_look(wanted: str | None, show: Callable[[Sequence[Problem]], None]) -> Theme | None:
    """The look asked for, None where none is. Where it cannot be had every reason is shown, and the command ends: with 1 for
    what is wrong in a theme file, with 2 where there is no such look.
    """
    if wanted is None:
        return None
    from briefing.theme import find_theme

    try:
        return find_theme(wanted)
    except BriefingError as error:
        show(error.problems)
        raise typer.Exit(1 if error.problems[0].origin.file else 2) from None


Dossiers: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="DOSSIER",
        help="A name under ./facts, else a shipped one, or a path. None: all in ./facts, else the shipped ones.",
        autocompletion=complete_dossier,
        show_default=False,
    ),
]
Templates: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--templates",
        "-t",
        metavar="DIR",
        help="A folder searched first for section templates. May be repeated.",
        show_default=False,
    ),
]
Look: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--theme",
        metavar="FILE|NAME",
        help="The look: plain, ministry, infocus, or a theme file. [default: the template's, else plain]",
        autocompletion=complete_theme,
        show_default=False,
    ),
]


class MarkerChoice(StrEnum):
    """What marks a printed fact in the Word file."""

    ANY = "any"
    WORD = "word"


WordMarkers: TypeAlias = Annotated[
    MarkerChoice,
    typer.Option(
        "--word-markers",
        help="How printed facts are marked in the Word file: any (hidden bookmarks, which every word processor keeps) or "
        "word (content controls, which Word shows).",
    ),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
