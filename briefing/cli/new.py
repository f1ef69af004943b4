"""`briefing new`: create a commented dossier with templates and a README, ready to build.

On a terminal it asks for title, publisher and so on. With any option, and elsewhere, it asks nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.build.discovery import FACTS, TEMPLATES, printable
from briefing.cli.report import print_problems
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.build.scaffold import NewDossier

NAME = re.compile(r"[^\W_][\w-]{0,79}\Z")
WRONG_COMMAND = frozenset({"bad-name", "bad-date", "bad-tlp", "unknown-start"})


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

    given = {"title": title, "start": start, "date": date, "publisher": publisher, "marking": marking}
    try:
        _check_name(name)
        made = make_dossier(FACTS, TEMPLATES, _particulars(name, given))
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2 if any(p.code in WRONG_COMMAND for p in error.problems) else 1) from None
    for path in made:
        typer.echo(str(path))
    typer.echo(f"Build it with: briefing build {name}")
    typer.echo(f"Then briefing watch {name} builds each time you save. {made[0]} describes each file.")


def _check_name(name: str) -> None:
    if NAME.match(name):
        return
    better = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:80]
    message = f'"{printable(name)}" cannot name a dossier: use letters, digits, hyphens and underscores, 80 at most'
    hint = f"briefing new {better}" if NAME.match(better) else "for example: briefing new wind-power"
    raise BriefingError(Problem("bad-name", message, hint=hint))


# ------------------------------------------------------------------ options and questions


def _particulars(name: str, given: dict[str, str | None]) -> NewDossier:
    """Return the settings from the options, else from the questions, else the defaults. Raises BriefingError with every problem."""
    from briefing.build.scaffold import POLICY_BRIEF, NewDossier, check_new

    words = re.sub(r"[-_]+", " ", name).strip()
    usual = {
        "title": words[:1].upper() + words[1:],
        "publisher": "",
        "date": dt.datetime.now().astimezone().date().isoformat(),  # noqa: TID251  # only the default of a new file
        "start": POLICY_BRIEF,
        "marking": "",
    }
    if all(value is None for value in given.values()) and sys.stdin.isatty() and sys.stdout.isatty():
        # A name that is taken is reported before the questions.
        check_new(FACTS, TEMPLATES, NewDossier(name, **usual))
        return NewDossier(name, **_ask(usual))
    problems: list[Problem] = []
    read: dict[str, str] = {}
    for key, value in usual.items():
        typed = given[key]
        try:
            read[key] = value if typed is None else CHECKS[key](typed)
        except BriefingError as error:
            problems += error.problems
    if problems:
        raise BriefingError(*problems)
    return NewDossier(name, **read)


def _ask(usual: dict[str, str]) -> dict[str, str]:
    """Ask one question per line; an answer that cannot be used is reported, and the question asked again."""
    from briefing.build.scaffold import STARTS

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
            typed = typer.prompt(question, default=usual[key], show_default=bool(usual[key]))
            try:
                answers[key] = CHECKS[key](str(typed))
            except BriefingError as error:
                print_problems(error.problems)
    return answers


def _check_title(typed: str) -> str:
    if typed.strip() and typed.isprintable():
        return typed.strip()
    message = "the title is empty, or contains characters that cannot be printed"
    raise BriefingError(Problem("bad-title", message, hint='for example: --title "Wind power at sea"'))


def _check_publisher(typed: str) -> str:
    if typed.isprintable():
        return typed.strip()
    raise BriefingError(Problem("bad-publisher", "the publisher contains characters that cannot be printed"))


def _check_date(typed: str) -> str:
    from briefing.facts.dates import DateError, parse_date

    try:
        read = parse_date(typed)
    except DateError as error:
        raise BriefingError(
            Problem("bad-date", str(error), hint=f"--date {error.suggestion or '2025-07-14'}")
        ) from None
    if read.end is not None:
        message = f'the date of a brief must be one date, not a span (got "{typed}")'
        raise BriefingError(Problem("bad-date", message, hint=f"--date {typed.partition('/')[2]}"))
    return typed.strip()


def _check_start(typed: str) -> str:
    from briefing.build.scaffold import STARTS
    from briefing.problems.suggest import did_you_mean

    if typed in STARTS:
        return typed
    hint = f"{did_you_mean(typed, STARTS)} choose one of: {', '.join(STARTS)}".strip()
    raise BriefingError(Problem("unknown-start", f'unknown starting point "{printable(typed)}"', hint=hint))


def _check_marking(typed: str) -> str:
    from briefing.facts.value_types import TLP_LABELS, InvalidValue, read_marking

    label = f"TLP:{typed.strip().upper()}"
    try:
        if typed.isprintable():
            return label if label in TLP_LABELS else read_marking(typed.strip())
    except InvalidValue as error:
        hint = f"--marking {error.suggestion}" if error.corrected else "for example: --marking TLP:AMBER"
        raise BriefingError(Problem(error.code, error.message, hint=hint)) from None
    raise BriefingError(Problem("bad-tlp", "the marking contains characters that cannot be printed"))


CHECKS: dict[str, Callable[[str], str]] = {
    "title": _check_title,
    "publisher": _check_publisher,
    "date": _check_date,
    "start": _check_start,
    "marking": _check_marking,
}
"""Validators of answers and options: each returns the text to write, or raises BriefingError."""
