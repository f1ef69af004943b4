"""`briefing build`: make the briefs and write their files."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.build.build_files import Commission, make_files
from briefing.build.discovery import Shelved, find_dossiers, find_template_folders, printable
from briefing.build.options import Wishes
from briefing.cli.arguments import (
    CutName,
    Dossiers,
    Look,
    MarkerChoice,
    Release,
    Templates,
    WordMap,
    WordMarkers,
    WordTemplate,
    read_look,
    read_release,
)
from briefing.cli.report import count, plural, print_problems, suggest, suggest_mending
from briefing.files.atomic_write import check_folder
from briefing.problems.problem import BriefingError, Problem, has_errors
from briefing.writers.docx.options import WordChoices

if TYPE_CHECKING:
    from briefing.document.comment_threads import Thread


class Format(StrEnum):
    """What a brief can be written as."""

    PDF = "pdf"
    DOCX = "docx"


class Profile(StrEnum):
    """The standards that a PDF keeps."""

    UA1 = "ua1+a3a"
    UA2 = "ua2+a4f"


def build(
    dossiers: Dossiers = None,
    *,
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", "-f", help="Only this format. May be repeated. [default: both]", show_default=False),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path("out"),
    templates: Templates = None,
    look: Look = None,
    word_template: WordTemplate = None,
    word_map: WordMap = None,
    profile: Annotated[
        Profile,
        typer.Option(
            "--pdf-profile",
            metavar="PROFILE",
            help="ua1+a3a (PDF/UA-1 and PDF/A-3a) or ua2+a4f (PDF/UA-2 and PDF/A-4f).",
        ),
    ] = Profile.UA1,
    word_markers: WordMarkers = MarkerChoice.ANY,
    comments: Annotated[
        bool, typer.Option("--comments", help="Put what a check finds into the Word file, as comments.")
    ] = False,
    release: Release = None,
    cut: CutName = "",
    reply: Annotated[
        Path | None,
        typer.Option(
            "--reply",
            metavar="REVIEWED.docx",
            help="Carry the open comments of a reviewed copy on in the Word file, with your answers in their threads.",
            show_default=False,
        ),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Build in spite of errors that checks find, with DRAFT on every page.")
    ] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Build even what has not changed since it was built.")] = False,
) -> None:
    """Build each DOSSIER's brief as PDF and as Word.

    Files are DIR/DOSSIER.pdf and DIR/DOSSIER.docx; a marked brief has its marking in their names: DIR/DOSSIER_TLP-AMBER.pdf,
    a cut DIR/DOSSIER_CUT.pdf, a draft DIR/DOSSIER_DRAFT.pdf. Beside them stands a record for programs, DIR/DOSSIER.build.json.
    They are written whole or not at all: when something is wrong, old files stay as they were. Files that a build would make
    just the same are left as they are.
    """
    try:
        wanted = find_dossiers(dossiers or [])
        folders = find_template_folders(templates or [])
        check_folder(output)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    chosen = tuple(dict.fromkeys(format_.value for format_ in formats or list(Format)))
    theme, label = read_look(look, print_problems), read_release(release, print_problems)
    word = WordChoices(word_template, word_map, word_markers.value, comments)
    if comments and label:
        message = "--comments writes what checks found into the file, which may quote what --release leaves out"
        print_problems([Problem("comments-in-release", message, hint="leave out one of the two")])
        raise typer.Exit(2)
    if reply is not None and (label or "docx" not in chosen):
        what = "a release" if label else "a PDF alone"
        message = f"--reply carries comments on in a Word file, and not in {what}"
        print_problems([Problem("reply-without-word", message, hint="leave out --release, or --format pdf")])
        raise typer.Exit(2)
    threads = _read_threads(reply, wanted) if reply is not None else ()
    commission = Commission(
        chosen, folders, output, profile.value, Wishes(theme, word, label, draft, cut, threads), anew
    )
    problems: list[Problem] = []
    failed = 0
    with _progress(wanted) as step:
        for dossier in wanted:
            lines, found = build_one(dossier, commission)
            problems += found
            failed += not lines
            step(dossier, lines, found)
    if failed:
        typer.echo(f"{failed} of {plural(len(wanted), 'brief')} not built: {count(problems)}", err=True)
        suggest_mending(problems)
        raise typer.Exit(1)
    suggest(f"briefing watch {printable(wanted[0].name)} builds again each time you save")


def _read_threads(reply: Path, wanted: Sequence[Shelved]) -> tuple[Thread, ...]:
    """The threads of a reviewed copy. What cannot be read ends the command with 2."""
    from briefing.review.open_replies import read_replies

    problems: list[Problem] = []
    if len(wanted) != 1:
        problems.append(Problem("several-briefs", "--reply answers the copy of one brief", hint="name one dossier"))
    replies = read_replies(reply, wanted[0], problems) if not problems else None
    print_problems(problems)
    if replies is None or has_errors(problems):
        raise typer.Exit(2)
    told = f"{plural(len(replies.threads), 'open comment')} carried on"
    left = f", {plural(replies.resolved, 'resolved one')} left out" if replies.resolved else ""
    typer.echo(told + left, err=True)
    return replies.threads


def build_one(dossier: Shelved, commission: Commission) -> tuple[list[str], tuple[Problem, ...]]:
    """Lines that tell what was written, and the problems. A dossier with errors writes nothing."""
    made = make_files(dossier, commission)
    if made.withheld:
        label = commission.wishes.label
        typer.echo(f"{printable(dossier.name)}: withheld from {label}: {', '.join(made.withheld)}", err=True)
    more = ", unchanged" if made.state == "unchanged" else ""
    # The record goes without saying: whoever reads it knows its name.
    return [_told(commission.output / name, pages, more) for name, pages in made.files], made.problems


def _told(path: Path, pages: int, more: str = "") -> str:
    length = f"  {plural(pages, 'page')}" if pages else ""
    return f"{printable(str(path))}{length}{more}"


Step = Callable[[Shelved, list[str], tuple[Problem, ...]], None]


@contextlib.contextmanager
def _progress(wanted: Sequence[Shelved]) -> Iterator[Step]:
    """A bar on a terminal, with what was written below it at the end; in a pipe each line as soon as it is true."""
    if not sys.stderr.isatty():
        yield tell
        return
    kept: list[tuple[Shelved, list[str], tuple[Problem, ...]]] = []
    try:
        with typer.progressbar(length=len(wanted), label="Building", file=sys.stderr) as bar:

            def step(dossier: Shelved, lines: list[str], problems: tuple[Problem, ...]) -> None:
                kept.append((dossier, lines, problems))
                bar.update(1)

            bar.render_progress()
            yield step
    finally:
        for dossier, lines, problems in kept:
            tell(dossier, lines, problems)


MOST_NOTES = 3
"""Notes of a brief that was built are printed one by one up to so many; more are counted, and `briefing check` shows them."""


def tell(dossier: Shelved, lines: list[str], problems: tuple[Problem, ...]) -> None:
    """The problems of one brief, and what was written of it."""
    tell_problems(dossier, problems, built=bool(lines))
    for line in lines:
        typer.echo(line)


def tell_problems(dossier: Shelved, problems: Sequence[Problem], *, built: bool) -> None:
    """One line a problem; many notes of a brief that was built are only counted."""
    notes = [problem for problem in problems if problem.severity == "note"]
    if not built or len(notes) <= MOST_NOTES:
        print_problems(problems)
    else:
        print_problems(problem for problem in problems if problem.severity != "note")
        name = printable(dossier.name)
        typer.echo(f"{name}: {plural(len(notes), 'note')}, which briefing check {name} shows", err=True)
