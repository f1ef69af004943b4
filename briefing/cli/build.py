"""`briefing build`: build briefs and write their files."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.build.build_files import BuildJob, build_files
from briefing.build.discovery import DossierRef, find_template_folders, printable
from briefing.build.options import FORMATS, BuildOptions
from briefing.cli.arguments import (
    Comments,
    Dossiers,
    Draft,
    Example,
    Force,
    Formats,
    OutputOrFile,
    PdfProfile,
    Release,
    Templates,
    ThemeName,
    VariantName,
    WordMap,
    WordMarkers,
    WordTemplate,
    choose_output,
    known_formats,
    read_release,
    read_theme,
    select_dossiers,
)
from briefing.cli.help import MORE
from briefing.cli.report import count, plural, print_problems, suggest, suggest_fix
from briefing.files.atomic_write import check_folder
from briefing.problems.problem import BriefingError, Problem, has_errors

if TYPE_CHECKING:
    from briefing.document.comment_threads import CommentThread


def build(
    dossiers: Dossiers = None,
    *,
    formats: Formats = None,
    output: OutputOrFile = Path("out"),
    variant: VariantName = "",
    release: Release = None,
    draft: Draft = False,
    open_file: Annotated[bool, typer.Option("--open", help="Open the first file when it is built.")] = False,
    theme: ThemeName = None,
    word_template: WordTemplate = None,
    word_map: WordMap = None,
    profile: PdfProfile = None,
    word_markers: WordMarkers = None,
    example: Example = False,
    templates: Templates = None,
    comments: Comments = False,
    carry_comments: Annotated[
        Path | None,
        typer.Option(
            "--carry-comments",
            metavar="REVIEWED.docx",
            help="Carry open comments from a reviewed copy into the new Word file, with your replies.",
            show_default=False,
            rich_help_panel=MORE,
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Build the brief of each DOSSIER as PDF and as Word.

    Files are DIR/DOSSIER.pdf and DIR/DOSSIER.docx. Their names end in the marking, the variant or DRAFT, if there is one:
    DIR/DOSSIER_TLP-AMBER.pdf. DIR/DOSSIER.build.json records the build, for programs.

    Either all files of a brief are written or none: if there are errors, the old files stay. A brief is not rebuilt if nothing
    has changed.
    """
    try:
        selected = select_dossiers(dossiers, example=example)
        folders = find_template_folders(templates or [])
        folder, file, chosen = choose_output(output, formats or (), known_formats(output), FORMATS, len(selected))
        check_folder(folder)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    read_theme(theme, print_problems)
    label = read_release(release, print_problems)
    if comments and label:
        message = "--comments and --release cannot be used together: comments may quote what a release leaves out"
        print_problems([Problem("comments-in-release", message, hint="use only one of the two")])
        raise typer.Exit(2)
    if carry_comments is not None and (label or "docx" not in chosen):
        message = "--carry-comments needs a Word file built without --release"
        hint = "leave out --release" if label else "leave out --format pdf"
        print_problems([Problem("reply-without-word", message, hint=hint)])
        raise typer.Exit(2)
    options = BuildOptions(
        formats=chosen,
        theme=theme or "",
        variant=variant,
        release=label,
        draft=draft,
        pdf_profile=profile.value if profile else "",
        word_template=word_template,
        word_map=word_map,
        word_markers=word_markers.value if word_markers else "",
        comments=comments,
        carried_comments=_read_threads(carry_comments, selected) if carry_comments is not None else (),
    )
    _build_all(selected, BuildJob(folders, folder, options, force=force, file=file), open_file=open_file)


def _build_all(selected: Sequence[DossierRef], job: BuildJob, *, open_file: bool) -> None:
    """Build and report each brief. Exit with 1 if one was not built."""
    problems: list[Problem] = []
    built: list[Path] = []
    failed = 0
    with _progress(selected) as step:
        for dossier in selected:
            brief = build_one(dossier, job)
            problems += brief.problems
            built += brief.paths
            failed += not brief.paths
            step(brief)
    if open_file and built:
        open_path(built[0])
    if failed:
        typer.echo(f"{failed} of {plural(len(selected), 'brief')} not built: {count(problems)}", err=True)
        suggest_fix(problems)
        raise typer.Exit(1)
    suggest(f"briefing watch {printable(selected[0].name)} builds again each time you save")


def open_path(path: Path) -> None:
    """Open a file with the program that the system has for it."""
    try:
        code = typer.launch(str(path.resolve()))
    except OSError:
        code = 1
    if code:
        message = f"{printable(str(path))} cannot be opened: the system has no program for it"
        print_problems([Problem("cannot-open", message, severity="warning")])


def _read_threads(reviewed: Path, selected: Sequence[DossierRef]) -> tuple[CommentThread, ...]:
    """Return the comment threads of a reviewed copy. Exit with 2 if it cannot be read."""
    from briefing.review.open_replies import read_replies

    problems: list[Problem] = []
    if len(selected) != 1:
        message = "--carry-comments needs one dossier: that of the reviewed copy"
        problems.append(Problem("several-briefs", message, hint="name one dossier"))
    replies = read_replies(reviewed, selected[0], problems) if not problems else None
    print_problems(problems)
    if replies is None or has_errors(problems):
        raise typer.Exit(2)
    left_out = f", {plural(replies.resolved, 'resolved comment')} left out" if replies.resolved else ""
    typer.echo(f"{plural(len(replies.threads), 'open comment')} carried over{left_out}", err=True)
    return replies.threads


@dataclass(frozen=True, slots=True)
class BuiltBrief:
    """Result of one build: its files, a line for each, and all problems. There are no files if it failed."""

    dossier: DossierRef
    paths: tuple[Path, ...] = ()
    lines: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def build_one(dossier: DossierRef, job: BuildJob) -> BuiltBrief:
    """Build one brief and write its files. A dossier with errors writes nothing."""
    brief = build_files(dossier, job)
    if brief.withheld:
        label = job.options.release
        typer.echo(f"{printable(dossier.name)}: withheld from {label}: {', '.join(brief.withheld)}", err=True)
    unchanged = ", unchanged" if brief.state == "unchanged" else ""
    # The build record is not listed: programs that read it know its name.
    paths = tuple(job.output / name for name, _ in brief.files)
    lengths = [f"  {plural(pages, 'page')}" if pages else "" for _, pages in brief.files]
    lines = tuple(f"{printable(str(path))}{length}{unchanged}" for path, length in zip(paths, lengths, strict=True))
    return BuiltBrief(dossier, paths, lines, brief.problems)


Step = Callable[[BuiltBrief], None]


@contextlib.contextmanager
def _progress(selected: Sequence[DossierRef]) -> Iterator[Step]:
    """Show a progress bar on a terminal and the results below it at the end; in a pipe, print each result as it comes."""
    if not sys.stderr.isatty():
        yield print_outcome
        return
    finished: list[BuiltBrief] = []
    try:
        with typer.progressbar(length=len(selected), label="Building", file=sys.stderr) as bar:

            def step(built: BuiltBrief) -> None:
                finished.append(built)
                bar.update(1)

            bar.render_progress()
            yield step
    finally:
        for built in finished:
            print_outcome(built)


MOST_NOTES = 3
"""Up to this many notes of a brief that was built are printed; more are counted, and `briefing check` prints them."""


def print_outcome(built: BuiltBrief) -> None:
    """Print the problems of one brief, and the files written."""
    print_dossier_problems(built)
    for line in built.lines:
        typer.echo(line)


def print_dossier_problems(built: BuiltBrief) -> None:
    """Print one line per problem; if a brief that was built has many notes, print only their number."""
    notes = [problem for problem in built.problems if problem.severity == "note"]
    if not built.lines or len(notes) <= MOST_NOTES:
        print_problems(built.problems)
    else:
        print_problems(problem for problem in built.problems if problem.severity != "note")
        name = printable(built.dossier.name)
        typer.echo(f"{name}: {plural(len(notes), 'note')}; briefing check {name} prints them", err=True)
