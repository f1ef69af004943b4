"""The place of a row in its table: the group of rows that it belongs to, and whether it is a total or a part of another row.

"Africa" alone in a row, above rows of countries, names a group. "Total" and "of which: oil" are figures too, but no countries.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.exchange.importing.cell_values import is_figure
from briefing.exchange.importing.headings import Column
from briefing.exchange.importing.sheet_model import Cell
from briefing.exchange.importing.sheet_tables import is_line

_SUBTOTAL = re.compile(r"(?:sub-?\s?total|zwischensumme|sous-total|subtotal)\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:(?:grand |overall |regional |world |gesamt)?(?:totals?|totale)|insgesamt|gesamt(?:summe)?|summe|zusammen|ensemble|sum"
    r"|all countries)"
    r"(?:$|[\s,:(–-])|.*[\s,(–-](?:totals?|insgesamt|zusammen)\)?$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:of which|thereof|davon|darunter|dont|de los cuales|including|incl\.)(?:$|[\s,:])", re.IGNORECASE
)

Kind = Literal["", "total", "subtotal", "part"]


@dataclass(frozen=True, slots=True)
class RowContext:
    """The place of a row. `group` is named by a row of its own above it, `wider` by the row above that one.

    `name` takes the place of a name that says nothing alone, such as "of which: oil"; `why` says how it was made. `label` is
    the word for a total, wherever it is in the row.
    """

    kind: Kind = ""
    group: str = ""
    wider: str = ""
    name: str = ""
    why: str = ""
    label: str = ""
    heads_group: bool = False
    head: Cell | None = None


def read_contexts(rows: Sequence[Sequence[Cell]], gaps: Sequence[bool], columns: Sequence[Column]) -> list[RowContext]:
    """Return the context of each row. `gaps` say which rows have empty ones above them."""
    if any(column.role in ("id", "says", "quote") for column in columns):
        return [RowContext() for _ in rows]
    heads = _group_heads(rows, gaps)
    labels = Counter(_total_or_first(row) for row in rows)
    found: list[RowContext] = []
    group = wider = parent = ""
    nested = False
    for index, row in enumerate(rows):
        label = _total_or_first(row)
        if index in heads:
            name = label.rstrip(": ")
            if index - 1 in heads:
                wider, nested = group, True
            elif nested and wider.casefold() not in name.casefold():
                wider = ""  # a table does not say where the wider group ends
            group = name
            found.append(RowContext(heads_group=True, head=next(cell for cell in row if cell)))
            parent = ""
            continue
        context = _context(row, label, parent)
        after_total = bool(found) and found[-1].kind in ("total", "subtotal")
        if context.kind in ("total", "subtotal") and (labels[label] == 1 or after_total) and context.kind == "total":
            found.append(context)
        elif context.kind in ("total", "subtotal"):
            named = f"{label}, {group}" if group and labels[label] > 1 else context.name
            found.append(replace(context, group=group, wider=wider, name=named))
        else:
            found.append(replace(context, group=group, wider=wider))
        parent = parent if context.kind == "part" else label
    return found


def names_total(text: str) -> bool:
    """Return True for a text such as "Total" or "of which: oil", which is not the name of a country or thing."""
    return bool(_PART.match(text) or _SUBTOTAL.search(text) or _TOTAL.match(text))


def _total_or_first(row: Sequence[Cell]) -> str:
    """Return the text at the left of a row that names a total, or else the first text."""
    figure = next((column for column, cell in enumerate(row) if cell and is_figure(cell)), len(row))
    texts = [cell.text for cell in row[:figure] if cell and cell.kind == "text"]
    return next((text for text in texts if names_total(text)), (texts or [""])[0])


def _context(row: Sequence[Cell], label: str, parent: str) -> RowContext:
    """Return whether a row is a total or a part of another row, by its name or by its formulas."""
    if _PART.match(label):
        name = f"{parent}, {label}" if parent else label
        return RowContext("part", name=name, why="named after the row above it" if parent else "")
    if _SUBTOTAL.search(label):
        return RowContext("subtotal", label=label)
    if _TOTAL.match(label):
        return RowContext("total", label=label)
    if any(cell.sums for cell in row):
        why = "the formulas of this row add up rows above it"
        return RowContext("total", name=label or "Total", why=why)
    return RowContext()


def _group_heads(rows: Sequence[Sequence[Cell]], gaps: Sequence[bool]) -> frozenset[int]:
    """Return the rows that name a group of rows: one cell at the left, set apart from the rows of figures.

    A country without figures looks the same, so a row counts only if it is bold, merged, in capitals or ends in a colon,
    if an empty row is above it, or if the table begins with such a row and has more of them.
    """
    left = min((column for row in rows for column, cell in enumerate(row) if cell), default=0)
    alone = [
        index
        for index, row in enumerate(rows)
        if is_line(row) and left < len(row) and row[left] and index + 1 < len(rows) and not _PART.match(row[left].text)
    ]
    usual = sum(row[left].strong for row in rows if left < len(row) and row[left]) * 2 > len(rows)
    begins = bool(alone) and alone[0] == 0 and len(alone) > 1
    heads: set[int] = set()
    for index in reversed(alone):
        cell = rows[index][left]
        apart = (cell.strong and not usual) or cell.span > 1 or cell.text.endswith(":") or cell.text.isupper()
        if apart or gaps[index] or begins or index + 1 in heads:
            heads.add(index)
    return frozenset(heads)
