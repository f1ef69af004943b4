"""A reviewed Word file as a `Copy`: its paragraphs with who wrote and struck out what, and what comments hang on (ISO/IEC 29500-1, 17.13).

Takes the file's bytes. Unlike `docx`, which reads what a file says, this keeps what was done to it. Left aside are headers, footers,
contents, hidden text, whatever is drawn, and numbers that lists count; formatting is no change. A file that is damaged is read as
far as it goes, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from briefing.files.ooxml import Package, Part, W
from briefing.problems.problem import NO_LOCATION, BriefingError, Location, Problem
from briefing.readers.docx_lists import Styles, number, value
from briefing.readers.docx_text import BODY, COMPATIBILITY, first_choice, is_on
from briefing.readers.reading import Spot
from briefing.readers.reviewed_text import Revision, TextRun, Writing

MOST_NESTED = 60
_KEPT = Revision()
_GROUPS = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "del", "moveFrom", "moveTo"))
_CHANGED = {"ins": "inserted", "moveTo": "inserted", "del": "deleted", "moveFrom": "deleted"}
_MARKS = frozenset(W + tag for tag in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"))


@dataclass(slots=True)
class Written:
    """A paragraph of a copy. `note` is the id of the footnote that it is of; `mark` says what was done to its end.

    `style` is the name of its style in small letters; `row` is what was done to its table's row as a whole.
    """

    stretches: list[TextRun] = field(default_factory=list)
    style: str = ""
    spot: Spot | None = None
    note: str = ""
    mark: Revision = field(default_factory=Revision)
    row: Revision = field(default_factory=Revision)

    @property
    def standing(self) -> str:
        """The words once every change is accepted."""
        return "".join(s.text for s in self.stretches if s.ink.state != "deleted")

    @property
    def before(self) -> str:
        """The words before every tracked change."""
        return "".join(s.text for s in self.stretches if s.ink.state != "inserted")

    @property
    def struck(self) -> str:
        """The words that were struck out; what was kept or put between leaves a space."""
        pieces = [s.text if s.ink.state == "deleted" else " " for s in self.stretches if s.text]
        return "".join(pieces).strip()


@dataclass(frozen=True, slots=True)
class Copy:
    """A reviewed file. `last_author` is who saved it last; `mended` names the parts that could only be read in part;
    `bounded`: the brief lies in somebody's template, and only what lies in it was read.
    """

    body: tuple[Written, ...]
    notes: tuple[Written, ...]
    record: dict[str, Any] | None
    package: Package
    location: Location = NO_LOCATION
    last_author: str = ""
    mended: tuple[str, ...] = ()
    bounded: bool = False

    @property
    def lost_notes(self) -> bool:
        """Whether a program lost words of notes: a person takes a note out with its mark, and leaves no empty one.

        LibreOffice 7.4 does so on saving, where a comment stands before notes: their words are of their neighbours, or gone.
        """
        return any(n.mark.state == "kept" and not n.standing.strip() and not n.struck.strip() for n in self.notes)


def read_copy(data: bytes, location: Location) -> Copy:
    """The copy. Raises BriefingError with the reason where nothing of it can be read."""
    package = Package(data, location, recover=True)
    main = package.main()
    try:
        body = _Body(package, main, location)
        paragraphs = body.paragraphs()
        notes = body.notes()
    except RecursionError:
        raise _too_deep(location) from None
    return Copy(
        body=tuple(_joined(paragraphs)),
        notes=tuple(notes),
        record=_record(package),
        package=package,
        location=location,
        last_author=_last_author(package),
        mended=tuple(package.recovered),
        bounded=body.bounded,
    )


def _too_deep(location: Location) -> BriefingError:
    return BriefingError(Problem("damaged-file", f"the Word file is nested more than {MOST_NESTED} deep", location))


def _record(package: Package) -> dict[str, Any] | None:
    try:
        record = json.loads(package.record_text() or "null")
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _last_author(package: Package) -> str:
    """Who saved the file last; nobody known where that is who made it, as in a file that was built and not saved since."""
    part = package.part("docProps/core.xml", relations=False)
    told = {str(e.tag).rpartition("}")[2]: (e.text or "").strip() for e in (part.root if part is not None else ())}
    last = told.get("lastModifiedBy", "")
    return "" if last == told.get("creator", "") else last


def _joined(paragraphs: list[Written]) -> Iterator[Written]:
    """Paragraphs as they stand: one whose end was struck out runs on into the next of the same cell or of the body."""
    carried: Written | None = None
    for paragraph in paragraphs:
        if carried is not None and carried.spot == paragraph.spot:
            paragraph.stretches[:0] = [*carried.stretches, TextRun(" ")]
        elif carried is not None:
            yield carried
        carried = None
        if paragraph.mark.state == "deleted":
            carried = paragraph
        else:
            yield paragraph
    if carried is not None:
        yield carried


class _Body:
    """One body being read."""

    def __init__(self, package: Package, main: Part, location: Location) -> None:
        self._location, self._main = location, main
        self._notes = package.part(main.related("footnotes"))
        self._styles = Styles(package.part(main.related("styles")), package.style_roles())
        bounded = any(mark.get(W + "name") == BODY for mark in main.root.iter(W + "bookmarkStart"))
        self.bounded = bounded
        self._writing = Writing(bounded)
        self._found: list[Written] = []
        self._tables = 0

    def paragraphs(self) -> list[Written]:
        body = self._main.root.find(W + "body")
        if body is not None:
            self._blocks(body, Revision(), 0)
        return self._found

    def notes(self) -> list[Written]:
        """The notes in the order in which they are cited; notes that nothing cites are none of the brief's."""
        elements = {str(n.get(W + "id")): n for n in (self._notes.root if self._notes is not None else ())}
        found = []
        for identifier, ink in self._writing.cited:
            note = elements.get(identifier)
            if note is None:
                continue
            inner, written = Writing(False), Written(note=identifier, mark=ink)
            for paragraph in note.iter(W + "p"):
                if written.stretches:
                    written.stretches.append(TextRun(" "))
                written.stretches += inner.read(paragraph, Revision())
            if ink.state == "deleted":
                written.stretches = [_inked(stretch, ink) for stretch in written.stretches]
            found.append(written)
        return found

    # ------------------------------------------------------------ blocks

    def _blocks(
        self, holder: etree._Element, ink: Revision, depth: int, spot: Spot | None = None, row: Revision = _KEPT
    ) -> None:
        if depth > MOST_NESTED:
            raise _too_deep(self._location)
        for element in holder:
            name = str(element.tag).removeprefix(W)
            if element.tag == W + "p":
                self._paragraph(element, ink, spot, row)
            elif element.tag == W + "tbl":
                self._table(element, ink, depth)
            elif element.tag in _GROUPS:
                if element.find(f"{W}sdtPr/{W}docPartObj") is None:
                    self._blocks(element, _inside(element, name, ink), depth + 1, spot, row)
            elif element.tag == COMPATIBILITY + "AlternateContent":
                for taken in first_choice(element):
                    self._blocks(taken, ink, depth + 1, spot, row)
            elif element.tag in _MARKS:
                self._writing.mark(element)

    def _paragraph(self, paragraph: etree._Element, ink: Revision, spot: Spot | None, row: Revision) -> None:
        names = [style.name for _, style in self._styles.chain(paragraph)]
        written = Written(style=names[0] if names else "", spot=spot, mark=_end(paragraph), row=row)
        in_contents = self._writing.in_contents or self._writing.opens_contents(paragraph)
        stretches = self._writing.read(paragraph, ink if ink.state != "kept" else row)
        if not (in_contents or self._writing.is_contents(written.style)) and (stretches or self._writing.counted):
            written.stretches = stretches
            self._found.append(written)

    def _table(self, table: etree._Element, ink: Revision, depth: int) -> None:
        self._tables += 1
        number_ = self._tables
        for at, row in enumerate(_members(table, "tr"), 1):
            changed = _change(row, "trPr")
            column = 1 + number(value(row, "trPr", "gridBefore"), 0)
            for cell in _members(row, "tc"):
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                covered = merge is not None and merge.get(W + "val") != "restart"
                own = _change(cell, "tcPr", ("cellIns", "cellDel"))
                if not covered:
                    self._blocks(
                        cell, ink, depth + 1, Spot(number_, at, column), own if own.state != "kept" else changed
                    )
                column += max(1, number(value(cell, "tcPr", "gridSpan"), 1))


def _members(holder: etree._Element, tag: str) -> list[etree._Element]:
    """Rows of a table or cells of a row, also those in content controls and other wrappers."""
    found = []
    for child in holder:
        if child.tag == W + tag:
            found.append(child)
        elif child.tag in _GROUPS:
            found += _members(child, tag)
    return found


def _inside(element: etree._Element, name: str, ink: Revision) -> Revision:
    state = _CHANGED.get(name)
    return _ink_of(element, state) if state else ink


def _ink_of(element: etree._Element, state: str) -> Revision:
    moved = str(element.tag).removeprefix(W).startswith("move")
    return Revision(state, str(element.get(W + "author") or ""), str(element.get(W + "date") or ""), moved)


def _end(paragraph: etree._Element) -> Revision:
    """What was done to a paragraph's end."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    for tag, state in _CHANGED.items():
        found = marks.find(W + tag) if marks is not None else None
        if found is not None:
            return _ink_of(found, state)
    return Revision()


def _change(element: etree._Element, properties: str, tags: tuple[str, str] = ("ins", "del")) -> Revision:
    """What was done to a row or cell as a whole."""
    for tag, state in zip(tags, ("inserted", "deleted"), strict=True):
        found = element.find(f"{W}{properties}/{W}{tag}")
        if found is not None and is_on(found):
            return _ink_of(found, state)
    return Revision()


def _inked(stretch: TextRun, ink: Revision) -> TextRun:
    return replace(stretch, ink=ink)
