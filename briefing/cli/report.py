"""Printing of problems: sorted lines on stderr for people, or one JSON object on stdout for programs.

Messages quote files, so control characters are escaped before a terminal gets them: see `describe`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import replace

import typer

from briefing.build.batch.batch_report import values_of
from briefing.problems.problem import Problem, has_errors, sort_problems
from briefing.problems.summary import count, plural

__all__ = ["TAKE_BACK", "as_values", "count", "describe", "exit_code", "is_seen", "plural", "print_json", "print_problems", "sanitise",
           "suggest", "suggest_fix"]  # fmt: skip

SCHEMA = "briefing/problems/1"
TAKE_BACK = "To take this back: briefing undo"
"""The last line of a command that changed files of a dossier or a template."""
_LONGEST = 900
# Control characters, marks that change the direction of text, all line breaks, and surrogates.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def print_problems(problems: Iterable[Problem]) -> None:
    """Print one line per problem on stderr, with its hint below."""
    for problem in sort_problems(problems):
        typer.echo(describe(problem), err=True)


def describe(problem: Problem) -> str:
    """Return a problem as text that is safe for a terminal, with very long messages shortened."""
    file, message, hint = (sanitise(text) for text in (problem.location.file, problem.message, problem.hint))
    return str(replace(problem, message=message, hint=hint, location=replace(problem.location, file=file)))


def sanitise(text: str) -> str:
    """Return text that is safe for a terminal: control characters escaped, very long text shortened."""
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = f"{text[:half]} … {text[-half:]}"
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def print_json(problems: Iterable[Problem]) -> None:
    """Print all problems as one JSON object on stdout. Line and column are 0 if unknown, as in `Location`."""
    typer.echo(json.dumps({"schema": SCHEMA, "problems": as_values(problems)}, indent=2, ensure_ascii=False))


def as_values(problems: Iterable[Problem]) -> list[dict[str, str | int]]:
    """Return problems as JSON values, sorted."""
    return [values_of(problem) for problem in sort_problems(problems)]


def suggest(step: str) -> None:
    """Print what to do next, if stderr is a terminal."""
    if is_seen():
        typer.echo(f"next: {step}", err=True)


def suggest_fix(problems: Iterable[Problem]) -> None:
    """Suggest the explanation of the first problem that has one."""
    if not is_seen():
        return
    from briefing.checks import CODES
    from briefing.checks.explain import other_pages

    explained = {*CODES, *other_pages()}
    code = next((p.code for p in sort_problems(problems) if p.code in explained and p.severity != "note"), "")
    suggest(f"briefing check --explain {code}" if code else "fix what is reported above, and run the command again")


def is_seen() -> bool:
    """Return True if stderr is a terminal."""
    return sys.stderr.isatty()


def exit_code(problems: Iterable[Problem]) -> int:
    """Return 0 if there are no errors, else 1."""
    return 1 if has_errors(problems) else 0
