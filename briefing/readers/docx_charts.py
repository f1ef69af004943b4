"""Read the numbers of a Word file's charts: those drawn, and those in the workbooks behind "Edit data".

Return one `ChartReading` per chart, in document order. A chart or workbook that cannot be read has
no numbers; the caller, which knows what to expect, reports what is missing.
"""

from __future__ import annotations

from briefing.files.ooxml import WORKBOOK, Package, Part
from briefing.problems.problem import NO_LOCATION, BriefingError
from briefing.readers.reading import ChartReading

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MOST_CHARTS = 1_000


def read_charts(package: Package, main: Part) -> tuple[ChartReading, ...]:
    """Return every chart in the body."""
    found: list[ChartReading] = []
    for place in list(main.root.iter(f"{_C}chart"))[:_MOST_CHARTS]:
        try:
            part = package.part(main.target(str(place.get(_R))))
        except BriefingError:
            part = None
        if part is None:
            found.append(ChartReading())
            continue
        caches = (cache for values in part.root.iter(f"{_C}val") for cache in values.iter(f"{_C}numCache"))
        drawn = [_number(value.text) for cache in caches for value in cache.iter(f"{_C}v")]
        book = workbook_numbers(package, part.related("package"))
        found.append(ChartReading(tuple(n for n in drawn if n is not None), book))
    return tuple(found)


def workbook_numbers(package: Package, name: str) -> tuple[float, ...]:
    """Return the numbers in the first sheet of an embedded workbook."""
    try:
        sheet = Package(package.content(name), NO_LOCATION, WORKBOOK).part("xl/worksheets/sheet1.xml")
    except BriefingError:
        sheet = None
    if sheet is None:
        return ()
    cells = [cell for cell in sheet.root.iter(f"{_S}c") if cell.get("t", "n") == "n"]
    found = [_number(value.text) for cell in cells for value in cell.findall(f"{_S}v")]
    return tuple(n for n in found if n is not None)


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None
