"""`briefing batch`: one template, many dossiers, on all processors of this computer or on a cluster."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from briefing.build.batch.batch_options import Typed, find_template
from briefing.build.discovery import FACTS, find_template_folders, is_file, show_path
from briefing.build.time_limit import BRIEF_SECONDS
from briefing.cli.arguments import (
    Json,
    Look,
    MarkerChoice,
    Release,
    Templates,
    WordMap,
    WordMarkers,
    WordTemplate,
    complete_template,
    read_look,
    read_release,
)
from briefing.cli.build import Format, Profile
from briefing.cli.report import print_problems
from briefing.files.atomic_write import check_folder
from briefing.problems.problem import BriefingError, Problem

Rows = Annotated[
    Path,
    typer.Option("--rows", "-r", metavar="FILE.csv|DIR", help="A table with a row a brief, or a folder of dossiers."),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, max=256, help="Briefs built at once. [default: the processors]", show_default=False
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Build on a Dask cluster, such as tcp://10.0.0.1:8786.",
        show_default=False,
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="changed|failed|NAME",
        help="Only what has changed since it was built, what failed last time, or the brief of that name. May be repeated.",
        show_default=False,
    ),
]


def batch(
    template: Annotated[
        str,
        typer.Argument(
            metavar="TEMPLATE",
            help="The template of all briefs: a name, or the path of its folder.",
            autocompletion=complete_template,
            show_default=False,
        ),
    ],
    *,
    rows: Rows = FACTS,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path("out"),
    jobs: Jobs = None,
    only: Only = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with a batch that was stopped: what it has done is not looked at again."),
    ] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Build even what has not changed since it was built.")] = False,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="How long one brief may take.")
    ] = BRIEF_SECONDS,
    scheduler: Scheduler = "",
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", "-f", help="Only this format. May be repeated. [default: both]", show_default=False),
    ] = None,
    templates: Templates = None,
    look: Look = None,
    word_template: WordTemplate = None,
    word_map: WordMap = None,
    word_markers: WordMarkers = MarkerChoice.ANY,
    profile: Annotated[
        Profile, typer.Option("--pdf-profile", metavar="PROFILE", help="ua1+a3a or ua2+a4f, as for build.")
    ] = Profile.UA1,
    release: Release = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Build in spite of errors that checks find, with DRAFT on every page.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the briefs of many dossiers with one TEMPLATE, several at a time.

    A brief that fails never stops the others. What has not changed since it was built is not built again. What came of each is told at the
    end, and stands in DIR/TEMPLATE.batch.json.
    """
    from briefing.build.batch.items import find_items
    from briefing.build.batch.patterns import find_pattern
    from briefing.build.batch.row_dossiers import read_rows
    from briefing.cli.run_batch import Batch, run_batch

    try:
        folders = find_template_folders(templates or [])
        name, beside = find_template(template, folders)
        check_folder(output)
        check_only(only or [], anew=anew, resume=resume)
        searched = (beside, *folders) if beside is not None else folders
        items = read_rows(rows, find_pattern(searched, name)) if is_file(rows) else find_items(rows)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    read_look(look, print_problems)
    label = read_release(release, print_problems)
    if label:
        # What is wrong with a row quotes it, and a release may withhold it.
        items = [replace(item, problems=tuple(map(_unquoted, item.problems))) for item in items]
    typed = Typed(
        template=name,
        templates=tuple(str(folder) for folder in searched),
        output=str(output),
        formats=tuple(dict.fromkeys(format_.value for format_ in formats or list(Format))),
        profile=profile.value,
        theme=look or "",
        word_template=str(word_template or ""),
        word_map=str(word_map or ""),
        word_markers=word_markers.value,
        release=label,
        draft=draft,
        anew=anew,
        seconds=time_limit,
    )
    wanted = Batch(
        typed, show_path(rows), items, tuple(only or ()), jobs or usable_processors(), scheduler, resume=resume
    )
    raise typer.Exit(run_batch(wanted, as_json=as_json))


def _unquoted(problem: Problem) -> Problem:
    """A problem with a row without the words that it quotes."""
    hint = "build without --release to see it"
    return replace(problem, message="something is wrong with this row", hint=hint)


def usable_processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_only(only: Sequence[str], *, anew: bool, resume: bool) -> None:
    """Raises BriefingError where what is asked for contradicts itself."""
    if anew and "changed" in only:
        message = "--anew builds what has not changed as well, and --only changed leaves it alone"
        raise BriefingError(Problem("contradiction", message, hint="leave out one of the two"))
    if anew and resume:
        message = "--resume leaves alone what the stopped batch has done, and --anew builds everything"
        raise BriefingError(Problem("contradiction", message, hint="leave out one of the two"))
