"""`briefing check`: report every problem and write nothing."""

from __future__ import annotations

from functools import partial

import typer

from briefing.cli.arguments import (
    Dossiers,
    Json,
    Look,
    MarkerChoice,
    Templates,
    WordMap,
    WordMarkers,
    WordTemplate,
    read_look,
)
from briefing.cli.report import count, exit_code, plural, print_json, print_problems
from briefing.cli.shield import shielded
from briefing.errors import BriefingError, Problem
from briefing.shelf import find_dossiers, find_template_folders
from briefing.word_choices import WordChoices


def check(
    dossiers: Dossiers = None,
    *,
    templates: Templates = None,
    look: Look = None,
    word_template: WordTemplate = None,
    word_map: WordMap = None,
    word_markers: WordMarkers = MarkerChoice.ANY,  # noqa: ARG001  # taken so that the options of a build can stand here too
    as_json: Json = False,
) -> None:
    """Report every problem in each DOSSIER and its templates, and write nothing."""
    from briefing.build import check_brief

    show = print_json if as_json else print_problems
    try:
        wanted = find_dossiers(dossiers or [])
        folders = find_template_folders(templates or [])
    except BriefingError as error:
        show(error.problems)
        raise typer.Exit(2) from None
    theme = read_look(look, show)
    problems: list[Problem] = []
    for dossier in wanted:
        work = partial(
            check_brief, dossier.folder, dossier.shown, template_folders=folders, theme=theme,
            word=WordChoices(word_template, word_map),
        )  # fmt: skip
        found, prevented = shielded(dossier, work)
        problems += found or prevented
    show(problems)
    if not as_json:
        typer.echo(f"{plural(len(wanted), 'dossier')} checked: {count(problems)}")
    raise typer.Exit(exit_code(problems))
