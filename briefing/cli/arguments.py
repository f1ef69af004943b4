"""Arguments and options that several commands share, and the completion of names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.layout.theme import Theme


def complete_dossier(incomplete: str) -> Iterator[str]:
    """Names of dossiers for the shell; none, and no noise, when the shelf cannot be read."""
    from briefing.build.discovery import list_dossiers

    try:
        yield from (dossier.name for dossier in list_dossiers() if dossier.name.startswith(incomplete))
    except BriefingError:
        return


def complete_theme(incomplete: str) -> Iterator[str]:
    """Names of shipped looks for the shell."""
    from briefing.layout.theme import shipped_themes

    yield from (name for name in shipped_themes() if name.startswith(incomplete))


def complete_template(incomplete: str) -> Iterator[str]:
    """Names of templates for the shell; none, and no noise, where the folders cannot be read."""
    from briefing.build.discovery import find_template_folders

    try:
        folders = [folder for folder in find_template_folders([]) if folder.is_dir()]
        names = sorted({path.name for folder in folders for path in folder.iterdir() if path.is_dir()})
    except (BriefingError, OSError):
        return
    yield from (name for name in names if name.startswith(incomplete) and not name.startswith("."))


def read_look(wanted: str | None, show: Callable[[Sequence[Problem]], None]) -> Theme | None:
    """The look asked for, None where none is. Where it cannot be had every reason is shown, and the command ends: with 1 for
    what is wrong in a theme file, with 2 where there is no such look.
    """
    if wanted is None:
        return None
    from briefing.layout.theme import find_theme

    try:
        return find_theme(wanted)
    except BriefingError as error:
        show(error.problems)
        raise typer.Exit(1 if error.problems[0].origin.file else 2) from None


def read_release(typed: str | None, show: Callable[[Sequence[Problem]], None]) -> str:
    """The label of a release, "" where none is asked for. What is no label ends the command with 2."""
    from briefing.facts.value_types import Misfit, read_label

    if not typed:
        return ""
    try:
        return read_label(typed)
    except Misfit as error:
        hint = f"--release {error.corrected.removeprefix('TLP:')}" if error.corrected else ""
        show([Problem(error.code, error.message, hint=hint)])
        raise typer.Exit(2) from None


Release: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--release",
        metavar="LABEL",
        help="Leave out what is more restricted than LABEL (CLEAR, GREEN, AMBER, AMBER+STRICT), and mark the brief so.",
        show_default=False,
    ),
]


def complete_cut(incomplete: str) -> Iterator[str]:
    """Names of the cuts of all dossiers for the shell; none, and no noise, where they cannot be read."""
    from briefing.build.discovery import list_dossiers
    from briefing.facts.load import load_ledger

    try:
        ledgers = (load_ledger(dossier.folder, dossier.shown)[0] for dossier in list_dossiers())
        names = dict.fromkeys(name for ledger in ledgers if ledger is not None for name in ledger.dossier.cuts)
    except BriefingError:
        return
    yield from (name for name in names if name.startswith(incomplete))


CutName: TypeAlias = Annotated[
    str,
    typer.Option(
        "--cut",
        metavar="NAME",
        help="A shorter brief of the same facts, as cuts: in dossier.yaml names it.",
        autocompletion=complete_cut,
        show_default=False,
    ),
]
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
WordTemplate: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--word-template",
        metavar="FILE",
        help="Your house's Word template (.docx or .dotx), into which the brief goes.",
        show_default=False,
    ),
]
WordMap: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--word-map", metavar="FILE", help="A TOML file that names the styles of the Word template.", show_default=False
    ),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
