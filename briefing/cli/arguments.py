"""Arguments and options that several commands share, and the completion of dossiers' names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from briefing.errors import BriefingError


def complete_dossier(incomplete: str) -> Iterator[str]:
    """Names of dossiers for the shell; none, and no noise, when the shelf cannot be read."""
    from briefing.shelf import list_dossiers

    try:
        yield from (dossier.name for dossier in list_dossiers() if dossier.name.startswith(incomplete))
    except BriefingError:
        return


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
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
