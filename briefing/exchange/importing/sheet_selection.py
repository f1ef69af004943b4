"""Which sheets of a file are imported, which hold sources, and what the topic of each is called.

Takes a read file and what is wanted of it. Must not read what stands in a sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.exchange.importing.headings import plain_words
from briefing.exchange.importing.row_sources import SHEET_NAMES
from briefing.exchange.importing.sheets import Sheet, Workbook
from briefing.problems.problem import BriefingError, Origin, Problem
from briefing.problems.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of an import. `sheets` are names, none for all that are not hidden; `source` an id, an address or words."""

    sheets: tuple[str, ...] = ()
    topic: str = ""
    source: str = ""
    title: str = ""


def pick_sheets(book: Workbook, wanted: Wanted, problems: list[Problem]) -> tuple[list[Sheet], list[Sheet]]:
    """The sheets of facts and those of sources. Hidden and empty ones are told."""
    names = [sheet.name for sheet in book.sheets]
    unknown = [name for name in wanted.sheets if name not in names]
    if unknown:
        told = ", ".join(n for n in names if n)
        hint = did_you_mean(unknown[0], names) or (
            f"sheets there are: {told}" if told else "this file has no sheets to choose from"
        )
        raise BriefingError(Problem("no-such-sheet", f'there is no sheet "{unknown[0]}"', Origin(book.file), hint))
    facts: list[Sheet] = []
    references: list[Sheet] = []
    for sheet in book.sheets:
        place = Origin(sheet.place)
        if plain_words(sheet.name) in SHEET_NAMES and sheet.name not in wanted.sheets:
            references.append(sheet)
        elif wanted.sheets and sheet.name not in wanted.sheets:
            continue
        elif not sheet.rows:
            problems.append(Problem("empty-sheet", "nothing stands in this sheet", place, severity="note"))
        elif sheet.hidden and sheet.name not in wanted.sheets:
            hint = f'--sheet "{sheet.name}" imports it'
            problems.append(Problem("hidden-sheet", "this sheet is hidden and was not read", place, hint, "note"))
        else:
            facts.append(sheet)
            if sheet.concealed:
                message = f"{sheet.concealed} of this sheet are hidden, and were read all the same"
                hint = "look whether they may stand in a brief; delete them from the sheet if not"
                problems.append(Problem("hidden-cells", message, place, hint, "warning"))
    if wanted.topic and len(facts) > 1:
        hint = f'--sheet "{facts[0].name}" --topic {wanted.topic}'
        raise BriefingError(
            Problem("several-sheets", "--topic names one topic, and there are several sheets", Origin(book.file), hint)
        )
    return facts, references


def title_of(sheet: Sheet, book: Workbook, wanted: Wanted, *, several: bool) -> tuple[str, str]:
    """What the topic of a sheet is called, and how that was guessed."""
    stem = readable(book)
    generic = plain_words(sheet.name).rstrip("0123456789 ") in (
        "",
        "sheet",
        "tabelle",
        "feuil",
        "hoja",
        "data",
        "facts",
    )
    if wanted.topic:
        return raised(wanted.topic.replace("_", " ").replace("-", " ")), ""
    if generic and not several:
        return stem, "title guessed from the name of the file"
    return raised(sheet.name) or stem, "title guessed from the name of the sheet"


def raised(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def readable(book: Workbook) -> str:
    """The name of the file as a title."""
    return raised(" ".join(book.file.rpartition(".")[0].replace("_", " ").replace("-", " ").split()))
