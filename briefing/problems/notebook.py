"""Results and their problems as HTML, for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TypeVar

from briefing.problems.problem import Problem
from briefing.problems.summary import count

_Item = TypeVar("_Item")


class NotebookList(list[_Item]):
    """A list that a notebook shows as a table: problems with their locations and hints, anything else with one row for each item."""

    def _repr_html_(self) -> str:
        problems = [item for item in self if isinstance(item, Problem)]
        if len(problems) == len(self) and problems:
            return as_html(count(problems), (), problems)
        rows = "".join(f"<tr><td>{number}</td><td>{escape(str(item))}</td></tr>" for number, item in enumerate(self))
        return f"<table>{rows}</table>" if rows else "<i>nothing</i>"


def as_html(title: str, lines: Sequence[str], problems: Sequence[Problem] = ()) -> str:
    """Return a title, lines of text and a table of problems as HTML, for the result of a function in a notebook."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    rows = "".join(_row(problem) for problem in problems)
    listed = f"<ul>{items}</ul>" if items else ""
    table = f"<table><tr><th>Problem</th><th>Location</th><th>Message</th></tr>{rows}</table>" if rows else ""
    return f"<div><b>{escape(title)}</b>{listed}{table}</div>"


def _row(problem: Problem) -> str:
    hint = f"<br><i>{escape(problem.hint)}</i>" if problem.hint else ""
    kind = f"{problem.severity}: {problem.code}"
    cells = (escape(kind), escape(str(problem.location)), escape(problem.message) + hint)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
