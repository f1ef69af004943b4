"""Read a Word file's charts: the words and numbers drawn, and the numbers in the workbook behind "Edit data" (21.2).

The words are those that Word draws: text over the chart, titles, names of series and categories, and the labels of points, formatted
by their number formats. A chart or workbook that cannot be read has none; the caller, which knows what to expect, reports that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.files.ooxml import WORKBOOK, Element, Package, Part
from briefing.problems.problem import NO_LOCATION, BriefingError
from briefing.readers.docx_outside_text import A, spaced
from briefing.readers.reading import ChartReading

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MOST_POINTS = 100_000
_OFF = frozenset({"0", "false"})
_FORMAT = re.compile(
    r'(?P<before>(?:"[^"]*"|\\.|\[\$[^\]-]*(?:-[0-9A-Fa-f]+)?\]|[$€£])*)'
    r"(?P<whole>#,##0|0)(?P<decimals>\.0+)?"
    r'(?P<after>(?:"[^"]*"|\\.|[%])*)'
)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|(.)')


def read_chart(package: Package, main: Part, place: Element) -> ChartReading:
    """Return the chart to which an element `c:chart` of a drawing leads."""
    try:
        part = package.part(main.target(str(place.get(_R))))
        if part is None:
            return ChartReading(native=True)
        over = package.part(part.related("chartUserShapes"), relations=False)
    except BriefingError:
        return ChartReading(native=True)
    caches = (cache for values in part.root.iter(f"{C}val") for cache in values.iter(f"{C}numCache"))
    drawn = [_number(value.text) for cache in caches for value in cache.iter(f"{C}v")]
    book = workbook_numbers(package, part.related("package"))
    words = chart_words(part.root, over.root if over is not None else None)
    names = " ".join(_cached(names) for names in part.root.iter(f"{C}cat"))
    return ChartReading(tuple(n for n in drawn if n is not None), book, words, native=True, names=names)


def chart_words(chart: Element, over: Element | None) -> str:
    """Return the words that Word draws for a chart part and the text over it, in a fixed order."""
    words = [_rich(over)] if over is not None else []
    words += [_rich(rich) for title in chart.iter(f"{C}title") for rich in title.iter(f"{C}rich")]
    series = list(chart.iter(f"{C}ser"))
    left_out = {_attribute(e, "idx") for e in chart.iter(f"{C}legendEntry") if _is_on(e.find(f"{C}delete"))}
    if chart.find(f".//{C}legend") is not None:
        words += [_cached(each.find(f"{C}tx")) for at, each in enumerate(series) if str(at) not in left_out]
    categories = dict.fromkeys(_cached(each.find(f"{C}cat")) for each in series)
    words += categories
    for each in series:
        words += _labels(each)
    for axis in chart.iter(f"{C}valAx"):
        if not _is_on(axis.find(f"{C}delete")) and _attribute(axis, "tickLblPos") != "none":
            words.append(_axis_format(axis))
    for axis in (*chart.iter(f"{C}catAx"), *chart.iter(f"{C}dateAx")):
        words += [code] if (code := _format(axis)) not in {"", "General"} and not _cached(axis) else []
    return spaced(" ".join(words))


def _axis_format(axis: Element) -> str:
    """Return what the format of an axis adds to its numbers; "" for nothing but digits."""
    code = _format(axis)
    return "" if code in {"", "General"} or (shown := format_number(0, code)).strip("0.,") == "" else shown


def _labels(series: Element) -> Iterator[str]:
    """Yield the label of each point that has one."""
    labels = series.find(f"{C}dLbls")
    if labels is None:
        return
    own = {_attribute(label, "idx"): label for label in labels.findall(f"{C}dLbl")}
    values = series.find(f"{C}val")
    cache = next(values.iter(f"{C}numCache", f"{C}numLit"), None) if values is not None else None
    points = list(cache.findall(f"{C}pt"))[:_MOST_POINTS] if cache is not None else []
    source = str(cache.findtext(f"{C}formatCode") or "General") if cache is not None else "General"
    for point in points:
        label = own.get(str(point.get("idx")))
        if label is not None and _is_on(label.find(f"{C}delete")):
            continue
        typed = label.find(f"{C}tx") if label is not None else None
        if typed is not None:
            yield _rich(typed)
            continue
        holders = [holder for holder in (label, labels) if holder is not None]
        if _shows(holders, "showVal"):
            code = next((found for holder in holders if (found := _format(holder))), source)
            number = _number(point.findtext(f"{C}v"))
            yield format_number(number, code) if number is not None else str(point.findtext(f"{C}v"))
        for more in ("showCatName", "showSerName", "showPercent", "showBubbleSize"):
            if _shows(holders, more):
                yield f"({more.removeprefix('show')})"


def _shows(holders: list[Element], name: str) -> bool:
    found = next((mark for holder in holders if (mark := holder.find(C + name)) is not None), None)
    return _is_on(found)


def format_number(number: float, code: str) -> str:
    """Return a number in one of Word's number formats. A format that no writer of ours makes is shown as it is typed."""
    if code in {"", "General"}:
        return f"{number:.15g}"
    match = _FORMAT.fullmatch(code.partition(";")[0])
    if match is None or ";" in code:
        return f"{number:.15g} in the format {code}"
    after = _literal(match["after"])
    scaled = number * 100 if "%" in re.sub(r'"[^"]*"|\\.', "", match["after"]) else number
    decimals = len(match["decimals"] or ".") - 1
    shown = f"{scaled:{',' if match['whole'] == '#,##0' else ''}.{decimals}f}"
    return _literal(match["before"]) + shown + after


def _literal(code: str) -> str:
    return "".join(next((part for part in found.groups() if part is not None), "") for found in _LITERAL.finditer(code))


def _format(holder: Element) -> str:
    """Return the number format of an element itself; "" if it takes that of its data."""
    found = holder.find(f"{C}numFmt")
    if found is None or str(found.get("sourceLinked")) in {"1", "true"}:
        return ""
    return str(found.get("formatCode") or "")


def _rich(element: Element) -> str:
    """Return the text of an element, each paragraph and line a word apart."""
    found = element.iter(f"{A}p", f"{A}t", f"{A}br")
    return "".join(each.text or "" if each.tag == f"{A}t" else " " for each in found)


def _cached(element: Element | None) -> str:
    """Return the copy of the cells that an element shows."""
    if element is None:
        return ""
    return " ".join(str(value.text or "") for value in list(element.iter(f"{C}v"))[:_MOST_POINTS])


def _attribute(element: Element, name: str) -> str:
    found = element.find(C + name)
    return str(found.get("val") or "") if found is not None else ""


def _is_on(mark: Element | None) -> bool:
    return mark is not None and str(mark.get("val") or "1") not in _OFF


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
