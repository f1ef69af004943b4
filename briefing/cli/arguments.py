"""Arguments and options that several commands share, and the completion of names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from briefing.build.discovery import DossierRef, find_dossiers, find_example, is_folder, is_there, printable
from briefing.build.options import FORMATS
from briefing.cli.help import IN_DOSSIER, MORE
from briefing.problems.problem import BriefingError, Location, Problem

if TYPE_CHECKING:
    from briefing.layout.theme import Theme


class Profile(StrEnum):
    """Standards that a PDF can conform to."""

    UA1 = "ua1+a3a"
    UA2 = "ua2+a4f"


class MarkerChoice(StrEnum):
    """Ways to mark a printed fact in the Word file."""

    ANY = "any"
    WORD = "word"


# ------------------------------------------------------------------ completion


def complete_dossier(incomplete: str) -> Iterator[str]:
    """Names of dossiers for the shell; none if the folder cannot be read."""
    from briefing.build.discovery import list_dossiers

    try:
        yield from (dossier.name for dossier in list_dossiers() if dossier.name.startswith(incomplete))
    except BriefingError:
        return


def complete_theme(incomplete: str) -> Iterator[str]:
    """Names of shipped themes for the shell."""
    from briefing.layout.theme import shipped_themes

    yield from (name for name in shipped_themes() if name.startswith(incomplete))


def complete_template(incomplete: str) -> Iterator[str]:
    """Names of templates for the shell; none if the folders cannot be read."""
    from briefing.build.discovery import find_template_folders

    try:
        folders = [folder for folder in find_template_folders([]) if folder.is_dir()]
        names = sorted({path.name for folder in folders for path in folder.iterdir() if path.is_dir()})
    except (BriefingError, OSError):
        return
    yield from (name for name in names if name.startswith(incomplete) and not name.startswith("."))


def complete_variant(incomplete: str) -> Iterator[str]:
    """Names of the variants of all dossiers for the shell; none if the dossiers cannot be read."""
    from briefing.build.discovery import list_dossiers
    from briefing.facts.load import load_ledger

    try:
        ledgers = (load_ledger(dossier.folder, dossier.display_path)[0] for dossier in list_dossiers())
        names = dict.fromkeys(name for ledger in ledgers if ledger is not None for name in ledger.dossier.variants)
    except BriefingError:
        return
    yield from (name for name in names if name.startswith(incomplete))


# ------------------------------------------------------------------ arguments and options

Dossiers: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="DOSSIER",
        help="A name in ./facts, a shipped one, or a path. [default: all in ./facts]",
        autocompletion=complete_dossier,
        show_default=False,
    ),
]


def read_format(name: str) -> str:
    """Return the name of a format, or raise BadParameter if neither this package nor a plugin writes it."""
    if name in FORMATS:
        return name
    from briefing.writers.registry import format_names

    if name not in format_names():
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(map(repr, format_names()))}.")
    return name


def complete_format() -> list[str]:
    """Return all formats, for completion in the shell."""
    from briefing.writers.registry import format_names

    return list(format_names())


Formats: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="pdf|docx",
        parser=read_format,
        autocompletion=complete_format,
        help="Build only this format. [default: both]",
        show_default=False,
    ),
]
Output: TypeAlias = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the files, created if needed.")
]
OutputOrFile: TypeAlias = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR|FILE",
        help="Folder for the files, or the name of the one file to write.",
    ),
]
VariantName: TypeAlias = Annotated[
    str,
    typer.Option(
        "--variant",
        metavar="NAME",
        help="Use the variant NAME from `variants:` in dossier.yaml.",
        autocompletion=complete_variant,
        show_default=False,
    ),
]
Release: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--release",
        metavar="LABEL",
        help="Leave out everything more restricted than LABEL, and mark the brief with LABEL: CLEAR, GREEN, AMBER "
        "or AMBER+STRICT.",
        show_default=False,
    ),
]
Draft: TypeAlias = Annotated[
    bool, typer.Option("--draft", help="Build despite errors found by checks, and mark every page DRAFT.")
]
Example: TypeAlias = Annotated[
    bool, typer.Option("--example", help="Use the shipped example, russia-north-korea.", rich_help_panel=MORE)
]
Force: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Rebuild even if nothing has changed.", rich_help_panel=MORE)
]
Comments: TypeAlias = Annotated[
    bool, typer.Option("--comments", help="Add problems to the Word file as comments.", rich_help_panel=MORE)
]
Templates: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--templates",
        "-t",
        metavar="DIR",
        help="Search this folder first for section templates. Can be repeated.",
        show_default=False,
        rich_help_panel=MORE,
    ),
]
ThemeName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--theme",
        metavar="NAME|FILE",
        help="plain, ministry, infocus, or a theme file. [default: the template's, else plain]",
        autocompletion=complete_theme,
        show_default=False,
        rich_help_panel=IN_DOSSIER,
    ),
]
WordTemplate: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--word-template",
        metavar="FILE",
        help="Write the brief into this Word template (.docx or .dotx).",
        show_default=False,
        rich_help_panel=IN_DOSSIER,
    ),
]
WordMap: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--word-map",
        metavar="FILE",
        help="A TOML file that names the styles of the Word template.",
        show_default=False,
        rich_help_panel=IN_DOSSIER,
    ),
]
PdfProfile: TypeAlias = Annotated[
    Profile | None,
    typer.Option(
        "--pdf-profile",
        metavar="ua1+a3a|ua2+a4f",
        help="PDF/UA-1 and PDF/A-3a, or PDF/UA-2 and PDF/A-4f. [default: ua1+a3a]",
        show_default=False,
        rich_help_panel=IN_DOSSIER,
    ),
]
WordMarkers: TypeAlias = Annotated[
    MarkerChoice | None,
    typer.Option(
        "--word-markers",
        metavar="any|word",
        help="How facts are marked in Word: any (hidden bookmarks) or word (content controls). [default: any]",
        show_default=False,
        rich_help_panel=IN_DOSSIER,
    ),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


# ------------------------------------------------------------------ what was asked for

FILE_ENDINGS = frozenset({
    ".csv", ".doc", ".docm", ".docx", ".dotx", ".epub", ".htm", ".html", ".json", ".md", ".odf", ".ods", ".odt", ".pdf", ".pptx",
    ".ps", ".rtf", ".tex", ".txt", ".xls", ".xlsm", ".xlsx", ".xml", ".yaml", ".yml",
})  # fmt: skip
"""Endings of files, which nobody means as the name of a folder."""


def select_dossiers(dossiers: Sequence[str] | None, *, example: bool) -> list[DossierRef]:
    """Return the dossiers named, or the shipped example. Raises BriefingError."""
    if not example:
        return find_dossiers(dossiers or [])
    if dossiers:
        message = "--example and a dossier cannot be used together"
        raise BriefingError(Problem("contradiction", message, hint="use only one of the two"))
    return [find_example()]


def known_formats(output: Path) -> Sequence[str]:
    """Return the names of the formats of a build. Those of plugins, which are slow to find, only if `output` may name one."""
    if output.suffix.lower().removeprefix(".") in ("", *FORMATS):
        return FORMATS
    from briefing.writers.registry import format_names

    return format_names()


def check_output_folder(output: Path) -> None:
    """Raise BriefingError if files cannot be written into a folder, or if it is named like a file."""
    from briefing.files.atomic_write import check_folder

    if output.suffix.lower() in FILE_ENDINGS and not is_there(output):
        message = f"--output {printable(str(output))} must be a folder, and is named like a file"
        raise BriefingError(Problem("not-a-folder", message, hint=f"--output {printable(str(output.with_suffix('')))}"))
    check_folder(output)


def _as_folder(output: Path) -> str:
    return f"--output {printable(str(output.with_suffix('')))}"


def choose_output(
    output: Path, formats: Sequence[str], known: Sequence[str], default: Sequence[str], dossiers: int
) -> tuple[Path, str, tuple[str, ...]]:
    """Return the output folder, the name of the one file to write ("" for the usual names), and the formats.

    `known` are the formats that the command writes, `default` those that it writes if none is chosen, `dossiers` is their number,
    0 for a batch. Raises BriefingError if `output` names a file and several were asked for, or one of another format; and if it is
    the usual folder, and that is a link, which a project that came from elsewhere may have brought.
    """
    if output == Path("out") and output.is_symlink():
        message = f"{output} is a link to {printable(str(output.readlink()))}, and is followed only if you ask for it"
        hint = f"delete the link, or type where to write: --output {printable(os.path.realpath(output))}"
        raise BriefingError(Problem("output-link", message, Location(str(output)), hint))
    chosen = tuple(dict.fromkeys(str(each) for each in formats))
    ending = output.suffix.lower().removeprefix(".")
    if ending not in known and output.suffix.lower() in FILE_ENDINGS and not is_there(output):
        from briefing.problems.suggest import did_you_mean

        message = f'--output {printable(str(output))}: there is no format "{ending}"'
        near = did_you_mean(ending, known) or f"choose one of: {', '.join(known)}"
        hint = f"{near}; or choose a folder: --output {printable(str(output.with_suffix('')))}"
        raise BriefingError(Problem("unknown-format", message, hint=hint))
    if ending not in known or is_folder(output):
        return output, "", chosen or tuple(default)
    if dossiers == 1 and chosen in ((), (ending,)):
        return output.parent, output.name, (ending,)
    if dossiers == 1:
        asked, hint = f"--format {' and '.join(chosen)}", "leave out --format"
    else:
        asked, hint = (f"{dossiers} dossiers", "name one dossier") if dossiers else ("a batch", "use briefing build")
    message = f"--output {printable(str(output))} names one {ending} file and cannot be used with {asked}"
    raise BriefingError(
        Problem(
            "one-file", message, hint=f"{hint}, or choose a folder: --output {printable(str(output.with_suffix('')))}"
        )
    )


def read_theme(name: str | None, show: Callable[[Sequence[Problem]], None]) -> Theme | None:
    """Return the theme asked for, or None. If it cannot be used, report why and exit: 1 for a faulty file, 2 for an unknown name."""
    if name is None:
        return None
    from briefing.layout.theme import find_theme

    try:
        return find_theme(name)
    except BriefingError as error:
        show(error.problems)
        raise typer.Exit(1 if error.problems[0].location.file else 2) from None


def read_release(label: str | None, show: Callable[[Sequence[Problem]], None]) -> str:
    """Return the label of a release, "" for none. Exit with 2 if it is not a label."""
    from briefing.facts.value_types import InvalidValue, read_label

    if not label:
        return ""
    try:
        return read_label(label)
    except InvalidValue as error:
        hint = f"--release {error.suggestion.removeprefix('TLP:')}" if error.corrected else ""
        show([Problem(error.code, error.message, hint=hint)])
        raise typer.Exit(2) from None
