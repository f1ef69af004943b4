"""`briefing check`: report every problem and write nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, TypeAlias

import typer

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import find_template_folders, printable
from briefing.build.options import BuildOptions
from briefing.cli.arguments import (
    Dossiers,
    Example,
    Json,
    PdfProfile,
    Release,
    Templates,
    ThemeName,
    VariantName,
    WordMap,
    WordMarkers,
    WordTemplate,
    read_release,
    read_theme,
    select_dossiers,
)
from briefing.cli.report import count, exit_code, plural, print_json, print_problems, suggest, suggest_fix
from briefing.problems.problem import BriefingError, Problem


def _complete_code(incomplete: str) -> Iterator[str]:
    from briefing.checks import CODES
    from briefing.checks.explain import other_pages

    yield from (code for code in sorted((*CODES, *other_pages())) if code.startswith(incomplete))


Explain: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="CODE",
        help="Explain the check CODE with an example, and do nothing else.",
        autocompletion=_complete_code,
        show_default=False,
    ),
]


def check(
    dossiers: Dossiers = None,
    *,
    variant: VariantName = "",
    release: Release = None,
    explain: Explain = None,
    as_json: Json = False,
    theme: ThemeName = None,
    word_template: WordTemplate = None,
    word_map: WordMap = None,
    profile: PdfProfile = None,  # noqa: ARG001  # accepted so that the options of a build can be given here too
    word_markers: WordMarkers = None,  # noqa: ARG001  # as above
    example: Example = False,
    templates: Templates = None,
) -> None:
    """Report every problem of each DOSSIER and its templates, and write nothing.

    Exit codes: 0 no errors, 1 errors, 2 wrong command.
    """
    if explain is not None:
        _explain(explain)
        return
    from briefing.build.pipeline import check_brief

    show = print_json if as_json else print_problems
    try:
        selected = select_dossiers(dossiers, example=example)
        folders = find_template_folders(templates or [])
    except BriefingError as error:
        show(error.problems)
        raise typer.Exit(2) from None
    read_theme(theme, show)
    label = read_release(release, show)
    options = BuildOptions(
        theme=theme or "", variant=variant, release=label, word_template=word_template, word_map=word_map
    )
    problems: list[Problem] = []
    for dossier in selected:
        work = partial(check_brief, dossier.folder, dossier.display_path, template_folders=folders, options=options)
        found, prevented = run_isolated(dossier, work)
        problems += found or prevented
    show(problems)
    if not as_json:
        typer.echo(f"{plural(len(selected), 'dossier')} checked: {count(problems)}")
        if any(problem.severity != "note" for problem in problems):
            suggest_fix(problems)
        else:
            suggest(f"briefing build {printable(selected[0].name)}")
    raise typer.Exit(exit_code(problems))


def _explain(code: str) -> None:
    from briefing.checks import CODES
    from briefing.checks.explain import page_of

    try:
        typer.echo(page_of(code, CODES), nl=False)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
