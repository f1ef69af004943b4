"""`briefing batch`: build the briefs of many dossiers with one template, on all processors of a computer or on a cluster."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from briefing.build.batch.batch_options import BatchOptions
from briefing.build.discovery import FACTS, find_template_folders, show_path
from briefing.build.options import FORMATS, BuildOptions
from briefing.build.time_limit import BRIEF_SECONDS
from briefing.cli.arguments import (
    Draft,
    Force,
    Formats,
    Json,
    Output,
    PdfProfile,
    Release,
    Templates,
    ThemeName,
    WordMap,
    WordMarkers,
    WordTemplate,
    choose_output,
    complete_template,
    known_formats,
    read_release,
    read_theme,
)
from briefing.cli.help import MORE
from briefing.cli.report import print_problems
from briefing.files.atomic_write import check_folder
from briefing.problems.problem import BriefingError, Problem

Rows = Annotated[
    Path,
    typer.Option(
        "--rows", "-r", metavar="DIR|FILE.csv", help="A folder of dossiers, or a table with one row per brief."
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        max=256,
        help="Build N briefs at once. [default: one per processor]",
        show_default=False,
        rich_help_panel=MORE,
    ),
]
TimeLimit = Annotated[
    float,
    typer.Option(
        "--time-limit",
        min=0.1,
        metavar="SECONDS",
        help="Stop a brief that takes longer than this.",
        rich_help_panel=MORE,
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Build on a Dask cluster, such as tcp://10.0.0.1:8786.",
        show_default=False,
        rich_help_panel=MORE,
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="changed|failed|NAME",
        help="Build only changed briefs, those that failed last time, or one by name. Can be repeated.",
        show_default=False,
    ),
]


def batch(
    template: Annotated[
        str,
        typer.Argument(
            metavar="TEMPLATE",
            help="Template for all briefs: its name, or the path to its folder.",
            autocompletion=complete_template,
            show_default=False,
        ),
    ],
    *,
    rows: Rows = FACTS,
    formats: Formats = None,
    output: Output = Path("out"),
    release: Release = None,
    draft: Draft = False,
    only: Only = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue a batch that was stopped.")] = False,
    as_json: Json = False,
    theme: ThemeName = None,
    word_template: WordTemplate = None,
    word_map: WordMap = None,
    profile: PdfProfile = None,
    word_markers: WordMarkers = None,
    templates: Templates = None,
    force: Force = False,
    jobs: Jobs = None,
    time_limit: TimeLimit = BRIEF_SECONDS,
    scheduler: Scheduler = "",
) -> None:
    """Build the briefs of many dossiers with one TEMPLATE, several at a time.

    A brief that fails does not stop the others. A brief is not rebuilt if nothing has changed. DIR/TEMPLATE.batch.json reports
    the result of each.
    """
    from briefing.build.batch.batch_run import Batch, find_briefs
    from briefing.cli.run_batch import run_batch

    try:
        folders = find_template_folders(templates or [])
        _, _, chosen = choose_output(output, formats or (), known_formats(output), FORMATS, dossiers=0)
        check_folder(output)
        check_only(only or [], force=force, resume=resume)
        name, folders, items = find_briefs(template, rows, folders, release=bool(release))
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    read_theme(theme, print_problems)
    label = read_release(release, print_problems)
    options = BatchOptions(
        template=name,
        templates=tuple(str(folder) for folder in folders),
        output=str(output),
        options=BuildOptions(
            formats=chosen,
            theme=theme or "",
            release=label,
            draft=draft,
            pdf_profile=profile.value if profile else "",
            word_template=word_template,
            word_map=word_map,
            word_markers=word_markers.value if word_markers else "",
        ),
        force=force,
        seconds=time_limit,
    )
    job = Batch(
        options, show_path(rows), items, tuple(only or ()), jobs or usable_processors(), scheduler, resume=resume
    )
    raise typer.Exit(run_batch(job, as_json=as_json))


def usable_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_only(only: Sequence[str], *, force: bool, resume: bool) -> None:
    """Raise BriefingError if the options contradict each other."""
    if force and "changed" in only:
        message = "--force and --only changed cannot be used together"
        raise BriefingError(Problem("contradiction", message, hint="use only one of the two"))
    if force and resume:
        message = "--force and --resume cannot be used together"
        raise BriefingError(Problem("contradiction", message, hint="use only one of the two"))
