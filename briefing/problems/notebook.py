"""Results and their problems as HTML, for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from html import escape
from typing import TypeVar

from briefing.problems.problem import Problem
from briefing.problems.summary import count

_Item = TypeVar("_Item")


class NotebookList(list[_Item]):
    """A list that a notebook shows as a table: problems with their locations and hints, anything else with its texts and numbers."""

    def _repr_html_(self) -> str:
        problems = [item for item in self if isinstance(item, Problem)]
        if problems and len(problems) == len(self):
            return as_html(count(problems), (), problems)
        rows = [_cells(item) for item in self]
        columns = list(dict.fromkeys(name for row in rows for name in row))
        head = "".join(f"<th>{escape(name)}</th>" for name in columns)
        cells = ("".join(f"<td>{escape(row.get(name, ''))}</td>" for name in columns) for row in rows)
        return f"<table><tr>{head}</tr>{''.join(f'<tr>{each}</tr>' for each in cells)}</table>" if rows else "[]"


def _cells(item: object) -> dict[str, str]:
    """Return the fields of an item that are texts, numbers or several texts, by name."""
    values = {each.name: getattr(item, each.name) for each in fields(item)} if is_dataclass(item) else {"": str(item)}
    texts = {name: ", ".join(value) for name, value in values.items() if _is_texts(value)}
    return {name: str(texts.get(name, value)) for name, value in values.items() if texts.get(name) or _is_plain(value)}


def _is_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, str) for each in value)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


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
