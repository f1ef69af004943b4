"""`briefing new`: create a commented dossier with templates and a README, ready to build.

On a terminal it asks for title, publisher and so on. With any option, and elsewhere, it asks nothing.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.build.discovery import FACTS, TEMPLATES, check_new_dossier
from briefing.cli.report import print_problems
from briefing.problems.problem import BriefingError

if TYPE_CHECKING:
    from briefing.build.scaffold import NewDossier

WRONG_COMMAND = frozenset({"inside-facts", "bad-name", "bad-date", "bad-tlp", "unknown-start"})


def _complete_start(incomplete: str) -> Iterator[str]:
    from briefing.build.scaffold import STARTS

    yield from (name for name in STARTS if name.startswith(incomplete))


def new(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="Name of the dossier: letters, digits, hyphens and underscores.", show_default=False
        ),
    ],
    *,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="Title of the brief. [default: from NAME]", show_default=False),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="START",
            help="policy-brief, two-page, country-note, or general (no templates). [default: policy-brief]",
            autocompletion=_complete_start,
            show_default=False,
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DATE", help="Date of the brief, such as 2025-07-14. [default: today]", show_default=False
        ),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", metavar="NAME", help="Publisher of the brief.", show_default=False)
    ] = None,
    marking: Annotated[
        str | None,
        typer.Option(
            "--marking", metavar="LABEL", help="Marking of every page, such as TLP:AMBER.", show_default=False
        ),
    ] = None,
) -> None:
    """Create a commented dossier in ./facts/NAME, with templates and a README, ready to build. Nothing is overwritten.

    On a terminal it asks for title, publisher, date, start and marking; Enter takes the default. With any option it asks nothing.
    """
    from briefing.build.scaffold import make_dossier

    options = {"title": title, "start": start, "date": date, "publisher": publisher, "marking": marking}
    try:
        check_new_dossier()
        paths = make_dossier(FACTS, TEMPLATES, _values(name, options))
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2 if any(p.code in WRONG_COMMAND for p in error.problems) else 1) from None
    for path in paths:
        typer.echo(str(path))
    typer.echo(f"Build it with: briefing build {name}")
    typer.echo(f"Then briefing watch {name} builds each time you save. {paths[0]} describes each file.")


# ------------------------------------------------------------------ options and questions


def _values(name: str, options: dict[str, str | None]) -> NewDossier:
    """Return the values from the options, else from the questions, else the defaults. Raises BriefingError with every problem."""
    from briefing.build.scaffold import NewDossier, check_new
    from briefing.build.scaffold.new_values import check_name, defaults_for, read_values

    today = dt.datetime.now().astimezone().date().isoformat()  # noqa: TID251  # only the default of a new file
    check_name(name)
    if all(value is None for value in options.values()) and sys.stdin.isatty() and sys.stdout.isatty():
        defaults = defaults_for(name) | {"date": today}
        # A name that is taken is reported before the questions.
        check_new(FACTS, TEMPLATES, NewDossier(name, **defaults))
        return NewDossier(name, **_ask(defaults))
    return read_values(name, {"date": today} | {key: text for key, text in options.items() if text is not None})


def _ask(defaults: dict[str, str]) -> dict[str, str]:
    """Ask one question per line; an answer that cannot be used is reported, and the question asked again."""
    from briefing.build.scaffold import STARTS
    from briefing.build.scaffold.new_values import CHECKS

    questions = {
        "title": "Title of the brief",
        "publisher": "Publisher (Enter: none)",
        "date": "Date",
        "start": "Start from",
        "marking": "Marking, such as TLP:AMBER (Enter: none)",
    }
    answers: dict[str, str] = {}
    for key, question in questions.items():
        if key == "start":
            for start, description in STARTS.items():
                typer.echo(f"  {start:<14}{description}")
        while key not in answers:
            answer = typer.prompt(question, default=defaults[key], show_default=bool(defaults[key]))
            try:
                answers[key] = CHECKS[key](str(answer))
            except BriefingError as error:
                print_problems(error.problems)
    return answers
