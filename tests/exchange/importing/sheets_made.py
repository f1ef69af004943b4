"""Spreadsheets made for tests, as people make them, and what an import makes of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from briefing.exchange.importing.destination import Target
from briefing.exchange.importing.import_plan import Plan, plan_import
from briefing.exchange.importing.open_file import read_file
from briefing.exchange.importing.sheet_selection import SheetChoice
from briefing.facts.ledger import Ledger
from briefing.facts.load import load_ledger

Rows = Sequence[Sequence[Any]]


def xlsx(path: Path, sheets: Mapping[str, Rows], then: Callable[[Workbook], None] | None = None) -> Path:
    """An XLSX file with these sheets; `then` does to it what rows cannot say."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if then is not None:
        then(book)
    book.save(path)
    return path


def delimited(path: Path, rows: Rows, *, separator: str = ",", encoding: str = "utf-8") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def plan(path: Path, wanted: SheetChoice | None = None, target: Target | None = None) -> Plan:
    return plan_import(read_file(path, path.name), wanted or SheetChoice(), target or Target("x"))


def load(made: Plan, folder: Path) -> Ledger:
    """The ledger of what was made; it holds no errors."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in made.files.items():
        (folder / name).write_text(text, "utf-8")
    ledger, problems = load_ledger(folder, "facts/x")
    assert [str(p) for p in problems if p.severity == "error"] == []
    assert ledger is not None
    return ledger


def values(ledger: Ledger) -> dict[str, str]:
    """Each fact with what it says: its value as typed with its unit, or the points of its series."""
    told: dict[str, str] = {}
    for fact in ledger.facts.values():
        points = {p.label: p.claims[0].value.written if p.claims[0].value else ".." for p in fact.points}
        value = fact.claims[0].value if fact.claims else None
        told[fact.id] = str(points) if points else f"{value.written} {fact.unit}".strip() if value else ""
    return told


def left_out(made: Plan) -> dict[str, str]:
    """What was not imported, by place."""
    return {
        p.location.file: p.message.removeprefix("not imported: ") for p in made.problems if p.code == "not-imported"
    }


def guesses(made: Plan) -> list[str]:
    """The guesses as they stand in the files: each is a comment on its line."""
    told = []
    for guess in made.guesses:
        line = made.files[guess.file].splitlines()[guess.line - 1]
        if guess.file.endswith(".yaml"):
            assert line.endswith(f"# check: {guess.message}"), (guess, line)
        told.append(guess.message)
    return told
