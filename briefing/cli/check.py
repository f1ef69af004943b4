"""`briefing check`: report every problem and write nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, TypeAlias

import typer

from briefing.build.discovery import find_dossiers, find_template_folders, printable
from briefing.build.isolation import shielded
from briefing.build.options import Wishes
from briefing.cli.arguments import (
    CutName,
    Dossiers,
    Json,
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
from briefing.cli.report import count, exit_code, plural, print_json, print_problems, suggest, suggest_mending
from briefing.problems.problem import BriefingError, Problem
from briefing.writers.docx.options import WordChoices


def _complete_code(incomplete: str) -> Iterator[str]:
    from briefing.checks import CODES
    from briefing.checks.explain import other_pages

    yield from (code for code in sorted((*CODES, *other_pages())) if code.startswith(incomplete))


Explain: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="CODE",
        help="Print what a check is about, with an example, and nothing else.",
        autocompletion=_complete_code,
        show_default=False,
    ),
]


def check(
    dossiers: Dossiers = None,
    *,
    templates: Templates = None,
    look: Look = None,
    word_template: WordTemplate = None,
    word_map: WordMap = None,
    word_markers: WordMarkers = MarkerChoice.ANY,  # noqa: ARG001  # taken so that the options of a build can stand here too
    release: Release = None,
    cut: CutName = "",
    as_json: Json = False,
    explain: Explain = None,
) -> None:
    """Report every problem in each DOSSIER and its templates, and write nothing."""
    if explain is not None:
        _explain(explain)
        return
    from briefing.build.pipeline import check_brief

    show = print_json if as_json else print_problems
    try:
        wanted = find_dossiers(dossiers or [])
        folders = find_template_folders(templates or [])
    except BriefingError as error:
        show(error.problems)
        raise typer.Exit(2) from None
    theme = read_look(look, show)
    label = read_release(release, show)
    problems: list[Problem] = []
    for dossier in wanted:
        wishes = Wishes(theme, WordChoices(word_template, word_map), label, cut=cut)
        work = partial(check_brief, dossier.folder, dossier.shown, template_folders=folders, wishes=wishes)
        found, prevented = shielded(dossier, work)
        problems += found or prevented
    show(problems)
    if not as_json:
        typer.echo(f"{plural(len(wanted), 'dossier')} checked: {count(problems)}")
        if any(problem.severity != "note" for problem in problems):
            suggest_mending(problems)
        else:
            suggest(f"briefing build {printable(wanted[0].name)}")
    raise typer.Exit(exit_code(problems))


def _explain(code: str) -> None:
    from briefing.checks import CODES
    from briefing.checks.explain import page_of

    try:
        typer.echo(page_of(code, CODES), nl=False)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
