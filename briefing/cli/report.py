"""How problems are shown: sorted lines on stderr for people, or one JSON object on stdout for programs.

What a message quotes of somebody's file reaches no terminal as it is: see `describe`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

import typer

from briefing.build.batch.batch_report import values_of
from briefing.problems.problem import Problem, has_errors, sort_problems

SCHEMA = "briefing/problems/1"
_LONGEST = 900
# Control characters, marks that turn the direction of text, line breaks of any kind, and what is no character.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def print_problems(problems: Iterable[Problem]) -> None:
    """One line a problem, with its hint below, on stderr."""
    for problem in sort_problems(problems):
        typer.echo(describe(problem), err=True)


def describe(problem: Problem) -> str:
    """A problem as a terminal may have it: what it would obey stands as a code, and nobody has to scroll through one message."""
    file, message, hint = (sanitise(text) for text in (problem.location.file, problem.message, problem.hint))
    return str(replace(problem, message=message, hint=hint, location=replace(problem.location, file=file)))


def sanitise(text: str) -> str:
    """Somebody's words for a terminal."""
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = f"{text[:half]} … {text[-half:]}"
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def print_json(problems: Iterable[Problem]) -> None:
    """All of them as one object on stdout. Line and column are 0 where unknown, as in `Location`."""
    typer.echo(json.dumps({"schema": SCHEMA, "problems": as_values(problems)}, indent=2, ensure_ascii=False))


def as_values(problems: Iterable[Problem]) -> list[dict[str, str | int]]:
    """Problems as plain values, sorted."""
    return [values_of(problem) for problem in sort_problems(problems)]


def suggest(step: str) -> None:
    """What to do next, for somebody at a terminal; scripts and pipes are not told."""
    if is_seen():
        typer.echo(f"next: {step}", err=True)


def suggest_fix(problems: Iterable[Problem]) -> None:
    """Where the first problem that has a page is explained."""
    if not is_seen():
        return
    from briefing.checks import CODES
    from briefing.checks.explain import other_pages

    explained = {*CODES, *other_pages()}
    code = next((p.code for p in sort_problems(problems) if p.code in explained and p.severity != "note"), "")
    suggest(f"briefing check --explain {code}" if code else "mend what is named above, and the same again")


def is_seen() -> bool:
    """Whether a person reads what is told."""
    return sys.stderr.isatty()


def exit_code(problems: Iterable[Problem]) -> int:
    """0 clean or warnings only, 1 problems."""
    return 1 if has_errors(problems) else 0


def count(problems: Sequence[Problem]) -> str:
    """How many of each severity, in words: 2 errors, 1 warning; or no problems."""
    found = {severity: sum(p.severity == severity for p in problems) for severity in ("error", "warning", "note")}
    parts = [plural(number, severity) for severity, number in found.items() if number]
    return ", ".join(parts) or "no problems"


def plural(number: int, noun: str, many: str = "") -> str:
    """A number with its noun: 1 page, 2 pages. `many` is the noun of several where that is not made with an s."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {many or f'{noun}s'}"
