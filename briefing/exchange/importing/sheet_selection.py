"""Select the sheets of a file to import and those that list sources, and name their topics."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.exchange.importing.headings import plain_words
from briefing.exchange.importing.printable_text import make_printable
from briefing.exchange.importing.row_sources import SHEET_NAMES
from briefing.exchange.importing.sheet_model import Sheet, Workbook
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.problems.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Options of an import.

    `sheets` are names; empty means every sheet that is not hidden. `source` is an id, an address or words.
    """

    sheets: tuple[str, ...] = ()
    topic: str = ""
    source: str = ""
    title: str = ""


def pick_sheets(book: Workbook, wanted: SheetChoice, problems: list[Problem]) -> tuple[list[Sheet], list[Sheet]]:
    """Return the sheets of facts and those of sources; report hidden and empty ones."""
    names = [sheet.name for sheet in book.sheets]
    unknown = [name for name in wanted.sheets if name not in names]
    if unknown:
        listed = ", ".join(n for n in names if n)
        hint = did_you_mean(unknown[0], names) or (
            f"choose one of: {listed}" if listed else "leave out --sheet: this file has no named sheets"
        )
        raise BriefingError(Problem("no-such-sheet", f'unknown sheet "{unknown[0]}"', Location(book.file), hint))
    facts: list[Sheet] = []
    references: list[Sheet] = []
    for sheet in book.sheets:
        location = Location(sheet.location)
        if plain_words(sheet.name) in SHEET_NAMES and sheet.name not in wanted.sheets:
            references.append(sheet)
        elif wanted.sheets and sheet.name not in wanted.sheets:
            continue
        elif not sheet.rows:
            problems.append(Problem("empty-sheet", "this sheet is empty", location, severity="note"))
        elif sheet.hidden and sheet.name not in wanted.sheets:
            hint = f'import it with --sheet "{sheet.name}"'
            problems.append(Problem("hidden-sheet", "this sheet is hidden and was not read", location, hint, "note"))
        else:
            facts.append(sheet)
            if sheet.concealed:
                message = f"hidden cells of this sheet were imported too: {sheet.concealed}"
                hint = "check that a brief may print them; if not, delete them from the sheet and import it again"
                problems.append(Problem("hidden-cells", message, location, hint, "warning"))
    if wanted.topic and len(facts) > 1:
        hint = f'choose a sheet as well: --sheet "{facts[0].name}" --topic {wanted.topic}'
        message = f"--topic names one topic, but this file has {len(facts)} sheets"
        raise BriefingError(Problem("several-sheets", message, Location(book.file), hint))
    return facts, references


def title_of(sheet: Sheet, book: Workbook, wanted: SheetChoice, *, several: bool) -> tuple[str, str]:
    """Return the title of a sheet's topic, and how it was guessed."""
    stem = title_from_file(book)
    name = make_printable(sheet.name, "a sheet name")[0]
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
        return capitalise(wanted.topic.replace("_", " ").replace("-", " ")), ""
    if generic and not several:
        return stem, "title guessed from the name of the file"
    return capitalise(name) or stem, "title guessed from the name of the sheet"


def capitalise(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def title_from_file(book: Workbook) -> str:
    """Return the name of the file as a title."""
    stem = " ".join(book.file.rpartition(".")[0].replace("_", " ").replace("-", " ").split())
    return capitalise(make_printable(stem, "a file name")[0])
