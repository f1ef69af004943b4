"""Validate what the user gives for a new dossier: name, title, date, publisher, starting point and marking."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from briefing.build.discovery import is_reserved, printable
from briefing.build.scaffold import POLICY_BRIEF, STARTS, NewDossier
from briefing.problems.problem import BriefingError, Problem

NAME = re.compile(r"[^\W_][\w-]{0,79}\Z")


def defaults_for(name: str) -> dict[str, str]:
    """Return the value of each option that is not given. The date has no default here: only `cli/` reads the clock."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return {"title": words[:1].upper() + words[1:], "publisher": "", "start": POLICY_BRIEF, "marking": ""}


def read_values(name: str, texts: Mapping[str, str]) -> NewDossier:
    """Return the new dossier for what was given; "" stands for the default. Raises BriefingError with every problem."""
    problems: list[Problem] = []
    values = defaults_for(name)
    try:
        check_name(name)
    except BriefingError as error:
        problems += error.problems
    for key, text in texts.items():
        try:
            values[key] = CHECKS[key](text)
        except BriefingError as error:
            problems += error.problems
    if problems:
        raise BriefingError(*problems)
    return NewDossier(name, **values)


def check_name(name: str) -> None:
    """Raise BriefingError for a name that no dossier can have, with a better one."""
    if is_reserved(name):
        message = f'"{name}" is the name of a device on Windows, where no file can have it'
        raise BriefingError(Problem("bad-name", message, hint=f"for example: briefing new {name.lower()}-brief"))
    if NAME.match(name):
        return
    better = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:80]
    message = f'"{printable(name)}" cannot name a dossier: use letters, digits, hyphens and underscores, 80 at most'
    hint = f"briefing new {better}" if NAME.match(better) else "for example: briefing new wind-power"
    raise BriefingError(Problem("bad-name", message, hint=hint))


# ------------------------------------------------------------------ one value


def _check_title(text: str) -> str:
    if text.strip() and text.isprintable():
        return text.strip()
    message = "the title is empty, or contains characters that cannot be printed"
    raise BriefingError(Problem("bad-title", message, hint='for example: --title "Wind power at sea"'))


def _check_publisher(text: str) -> str:
    if text.isprintable():
        return text.strip()
    raise BriefingError(Problem("bad-publisher", "the publisher contains characters that cannot be printed"))


def _check_date(text: str) -> str:
    from briefing.facts.dates import DateError, parse_date

    try:
        date = parse_date(text)
    except DateError as error:
        raise BriefingError(
            Problem("bad-date", str(error), hint=f"--date {error.suggestion or '2025-07-14'}")
        ) from None
    if date.end is not None:
        message = f'the date of a brief must be one date, not a span (got "{text}")'
        raise BriefingError(Problem("bad-date", message, hint=f"--date {text.partition('/')[2]}"))
    return text.strip()


def _check_start(text: str) -> str:
    from briefing.problems.suggest import did_you_mean

    if text in STARTS:
        return text
    hint = f"{did_you_mean(text, STARTS)} choose one of: {', '.join(STARTS)}".strip()
    raise BriefingError(Problem("unknown-start", f'there is no starting point "{printable(text)}"', hint=hint))


def _check_marking(text: str) -> str:
    from briefing.facts.value_types import TLP_LABELS, InvalidValue, read_marking

    label = f"TLP:{text.strip().upper()}"
    try:
        if text.isprintable():
            return label if label in TLP_LABELS else read_marking(text.strip())
    except InvalidValue as error:
        hint = f"--marking {error.suggestion}" if error.corrected else "for example: --marking TLP:AMBER"
        raise BriefingError(Problem(error.code, error.message, hint=hint)) from None
    raise BriefingError(Problem("bad-tlp", "the marking contains characters that cannot be printed"))


CHECKS: Mapping[str, Callable[[str], str]] = {
    "title": _check_title,
    "publisher": _check_publisher,
    "date": _check_date,
    "start": _check_start,
    "marking": _check_marking,
}
"""The validator of each value: it returns the text to write, or raises BriefingError."""
