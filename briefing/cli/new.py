"""`briefing new`: a commented dossier with templates and a README that builds at once, to change into one's own.

On a terminal it asks, and Enter takes what stands in brackets. With any option, and elsewhere, it asks nothing.
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
    from briefing.build.scaffold import Particulars

NAME = re.compile(r"[^\W_][\w-]{0,79}\Z")
WRONG_COMMAND = frozenset({"bad-name", "bad-date", "bad-tlp", "unknown-start"})


def _complete_start(incomplete: str) -> Iterator[str]:
    from briefing.build.scaffold import STARTS

    yield from (name for name in STARTS if name.startswith(incomplete))


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Letters, digits, hyphens and underscores.", show_default=False)
    ],
    *,
    title: Annotated[
        str | None, typer.Option("--title", help="The brief's title. [default: NAME in words]", show_default=False)
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="START",
            help="What to start from: policy-brief, two-page, country-note, or general (no templates). "
            "[default: policy-brief]",
            autocompletion=_complete_start,
            show_default=False,
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", help="Its date, such as 2025-07-14. [default: today]", show_default=False)
    ] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Who issues it.", show_default=False)] = None,
    marking: Annotated[
        str | None,
        typer.Option("--marking", help="What stands on every page, such as TLP:AMBER.", show_default=False),
    ] = None,
) -> None:
    """Make a commented dossier in ./facts/NAME, with templates and a README, that builds at once. Overwrites nothing.

    On a terminal it asks for what the options say, and Enter takes the default; with any option it asks nothing.
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
    typer.echo(f"Then briefing watch {name} builds each time you save; {made[0]} says what each file is.")


def _check_name(name: str) -> None:
    if NAME.match(name):
        return
    better = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:80]
    message = f'"{printable(name)}" cannot name a dossier: use letters, digits, hyphens and underscores, 80 at most'
    hint = f"briefing new {better}" if NAME.match(better) else "for example: briefing new wind-power"
    raise BriefingError(Problem("bad-name", message, hint=hint))


# ------------------------------------------------------------------ what is known of it


def _particulars(name: str, given: dict[str, str | None]) -> Particulars:
    """From the options, else asked for, else the usual. Raises BriefingError with every option that is wrong."""
    from briefing.build.scaffold import POLICY_BRIEF, Particulars

    words = re.sub(r"[-_]+", " ", name).strip()
    usual = {
        "title": words[:1].upper() + words[1:],
        "publisher": "",
        "date": dt.datetime.now().astimezone().date().isoformat(),  # noqa: TID251  # only the default of a new file
        "start": POLICY_BRIEF,
        "marking": "",
    }
    if all(value is None for value in given.values()) and sys.stdin.isatty() and sys.stdout.isatty():
        return Particulars(name, **_ask(usual))
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
    return Particulars(name, **read)


def _ask(usual: dict[str, str]) -> dict[str, str]:
    """One question a line; what cannot be is told, and asked for again."""
    from briefing.build.scaffold import STARTS

    questions = {
        "title": "Title of the brief",
        "publisher": "Who issues it (Enter: nobody yet)",
        "date": "Its date",
        "start": "Start from",
        "marking": "Marking, such as TLP:AMBER (Enter: none)",
    }
    answers: dict[str, str] = {}
    for key, question in questions.items():
        if key == "start":
            for start, told in STARTS.items():
                typer.echo(f"  {start:<14}{told}")
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
    message = "the title is empty, or holds characters that cannot be printed"
    raise BriefingError(Problem("bad-title", message, hint='for example: --title "Wind power at sea"'))


def _check_publisher(typed: str) -> str:
    if typed.isprintable():
        return typed.strip()
    raise BriefingError(Problem("bad-publisher", "the publisher holds characters that cannot be printed"))


def _check_date(typed: str) -> str:
    from briefing.facts.dates import DateError, parse_date

    try:
        read = parse_date(typed)
    except DateError as error:
        raise BriefingError(Problem("bad-date", str(error), hint=f"--date {error.corrected or '2025-07-14'}")) from None
    if read.end is not None:
        message = f'"{typed}" is a span, and a brief has one date'
        raise BriefingError(Problem("bad-date", message, hint=f"--date {typed.partition('/')[2]}"))
    return typed.strip()


def _check_start(typed: str) -> str:
    from briefing.build.scaffold import STARTS
    from briefing.problems.suggest import did_you_mean

    if typed in STARTS:
        return typed
    known = f"there are: {', '.join(STARTS)}"
    hint = f"{did_you_mean(typed, STARTS)} {known}".strip()
    raise BriefingError(Problem("unknown-start", f'there is no starting point "{printable(typed)}"', hint=hint))


def _check_marking(typed: str) -> str:
    from briefing.facts.value_types import TLP_LABELS, Misfit, read_marking

    label = f"TLP:{typed.strip().upper()}"
    try:
        if typed.isprintable():
            return label if label in TLP_LABELS else read_marking(typed.strip())
    except Misfit as error:
        hint = f"--marking {error.corrected}" if error.corrected else "for example: --marking TLP:AMBER"
        raise BriefingError(Problem(error.code, error.message, hint=hint)) from None
    raise BriefingError(Problem("bad-tlp", "the marking holds characters that cannot be printed"))


CHECKS: dict[str, Callable[[str], str]] = {
    "title": _check_title,
    "publisher": _check_publisher,
    "date": _check_date,
    "start": _check_start,
    "marking": _check_marking,
}
"""What holds an answer or an option to its form: gives it as it will be typed, or raises with what to type."""
