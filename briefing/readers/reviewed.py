"""Read a reviewed Word file as a `Copy`: paragraphs with tracked changes and comments.

See ISO/IEC 29500-1, 17.13. Unlike `docx`, which reads the final text, this keeps who inserted and
deleted what. Headers, footers, contents, hidden text, drawings and list numbers are skipped;
formatting does not count as a change. A damaged file is read as far as possible, and the result
says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from briefing.files.ooxml import Package, Part, W
from briefing.problems.problem import NO_LOCATION, Location
from briefing.readers.docx_blocks import WRAPPERS, check_depth, children_named, covered, too_deep
from briefing.readers.docx_lists import Styles, number, value
from briefing.readers.docx_record import EmbeddedRecord
from briefing.readers.docx_runs import COMPATIBILITY, first_choice, is_bounded, is_on, opens_contents
from briefing.readers.reading import Spot
from briefing.readers.reviewed_text import Revision, TextRun, Writing

_KEPT = Revision()
_GROUPS = WRAPPERS | {W + "del", W + "moveFrom"}
_CHANGED = {"ins": "inserted", "moveTo": "inserted", "del": "deleted", "moveFrom": "deleted"}
_MARKS = frozenset(W + tag for tag in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"))


@dataclass(slots=True)
class CopyParagraph:
    """A paragraph of a copy. `note` is the id of its footnote; `mark` is the revision of its paragraph mark.

    `divided` is the revision of a paragraph mark with which it was split off another, or joined with it;
    `style` is the name of its style in lower case; `row` is the revision of its whole table row.
    """

    runs: list[TextRun] = field(default_factory=list)
    style: str = ""
    spot: Spot | None = None
    note: str = ""
    mark: Revision = field(default_factory=Revision)
    row: Revision = field(default_factory=Revision)
    divided: Revision = field(default_factory=Revision)

    @property
    def accepted(self) -> str:
        """Text with every change accepted."""
        return "".join(s.text for s in self.runs if s.revision.state != "deleted")

    @property
    def before(self) -> str:
        """Text before every tracked change."""
        return "".join(s.text for s in self.runs if s.revision.state != "inserted")

    @property
    def deleted(self) -> str:
        """Deleted text; kept or inserted text in between leaves a space."""
        pieces = [s.text if s.revision.state == "deleted" else " " for s in self.runs if s.text]
        return "".join(pieces).strip()


@dataclass(frozen=True, slots=True)
class Copy:
    """A reviewed file.

    `record_fault` says what is wrong with its record, if there is one that cannot be read;
    `last_author` saved it last; `recovered` names the parts that could only be read in part;
    `bounded`: the brief is inside somebody's template, and only its own text was read.
    """

    body: tuple[CopyParagraph, ...]
    notes: tuple[CopyParagraph, ...]
    record: dict[str, Any] | None
    package: Package
    location: Location = NO_LOCATION
    last_author: str = ""
    recovered: tuple[str, ...] = ()
    bounded: bool = False
    record_fault: str = ""

    @property
    def lost_notes(self) -> bool:
        """Return whether a program lost the text of notes.

        A person deletes a note with its mark and leaves no empty one. LibreOffice 7.4 does so on
        saving if a comment precedes notes: their text becomes that of their neighbours, or is gone.
        """
        return any(n.mark.state == "kept" and not n.accepted.strip() and not n.deleted.strip() for n in self.notes)


def read_copy(data: bytes, location: Location) -> Copy:
    """Return the reviewed copy. Raises BriefingError with the reason if nothing of it can be read."""
    package = Package(data, location, recover=True)
    main, record = package.main(), EmbeddedRecord(package)
    body = _Body(package, main, location, record.style_roles)
    try:
        paragraphs, notes = body.paragraphs(), body.notes()
    except RecursionError:  # by elements within a paragraph
        raise too_deep(location) from None
    return Copy(
        body=tuple(_joined(paragraphs)),
        notes=tuple(notes),
        record=record.content,
        package=package,
        location=location,
        last_author=_last_author(package),
        recovered=tuple(package.recovered),
        bounded=body.bounded,
        record_fault=record.fault,
    )


def _last_author(package: Package) -> str:
    """Return who saved the file last.

    "" if that is its creator, as in a file that was built and not saved since.
    """
    part = package.part("docProps/core.xml", relations=False)
    properties = {
        str(e.tag).rpartition("}")[2]: (e.text or "").strip() for e in (part.root if part is not None else ())
    }
    last = properties.get("lastModifiedBy", "")
    return "" if last == properties.get("creator", "") else last


def _joined(paragraphs: list[CopyParagraph]) -> Iterator[CopyParagraph]:
    """Join each paragraph whose paragraph mark is deleted with the next one of the same cell or of the body.

    Both parts of a split paragraph, and a joined one, get the author and date of that.
    """
    carried: CopyParagraph | None = None
    split = _KEPT
    for paragraph in paragraphs:
        if split.state != "kept" and _is_typed_before(paragraph):
            paragraph.divided = split
        split = paragraph.mark if paragraph.mark.state == "inserted" and _is_typed_before(paragraph) else _KEPT
        if split.state != "kept":
            paragraph.divided = split
        if carried is not None and carried.spot == paragraph.spot:
            paragraph.runs[:0] = [*carried.runs, TextRun(" ")]
            paragraph.divided = carried.mark
        elif carried is not None:
            yield carried
        carried = None
        if paragraph.mark.state == "deleted":
            carried = paragraph
        else:
            yield paragraph
    if carried is not None:
        yield carried


def _is_typed_before(paragraph: CopyParagraph) -> bool:
    """Return True if some of the words were there before the changes, so that its mark was put into a paragraph or taken from one."""
    return any(run.revision.state != "inserted" and run.text.strip() for run in paragraph.runs)


class _Body:
    """Reader of one document body."""

    def __init__(self, package: Package, main: Part, location: Location, style_roles: Mapping[str, str]) -> None:
        self._location, self._main = location, main
        self._notes = package.part(main.related("footnotes"))
        self._styles = Styles(package.part(main.related("styles")), style_roles)
        self.bounded = is_bounded(main.root)
        self._writing = Writing(self.bounded)
        self._found: list[CopyParagraph] = []
        self._tables = 0

    def paragraphs(self) -> list[CopyParagraph]:
        body = self._main.root.find(W + "body")
        if body is not None:
            self._blocks(body, Revision(), 0)
        return self._found

    def notes(self) -> list[CopyParagraph]:
        """Return the notes in the order in which they are cited; uncited notes do not belong to the brief."""
        elements = {str(n.get(W + "id")): n for n in (self._notes.root if self._notes is not None else ())}
        found = []
        for identifier, revision in self._writing.cited:
            note = elements.get(identifier)
            if note is None:
                continue
            inner, copied = Writing(False), CopyParagraph(note=identifier, mark=revision)
            for paragraph in note.iter(W + "p"):
                if copied.runs:
                    copied.runs.append(TextRun(" "))
                copied.runs += inner.read(paragraph, Revision())
            if revision.state == "deleted":
                copied.runs = [replace(run, revision=revision) for run in copied.runs]
            found.append(copied)
        return found

    # ------------------------------------------------------------ blocks

    def _blocks(
        self, holder: etree._Element, revision: Revision, depth: int, spot: Spot | None = None, row: Revision = _KEPT
    ) -> None:
        check_depth(depth, self._location)
        for element in holder:
            name = str(element.tag).removeprefix(W)
            if element.tag == W + "p":
                self._paragraph(element, revision, spot, row)
            elif element.tag == W + "tbl":
                self._table(element, revision, depth)
            elif element.tag in _GROUPS:
                if element.find(f"{W}sdtPr/{W}docPartObj") is None:
                    state = _CHANGED.get(name)
                    own = _revision_of(element, state) if state else revision
                    self._blocks(element, own, depth + 1, spot, row)
            elif element.tag == COMPATIBILITY + "AlternateContent":
                for taken in first_choice(element):
                    self._blocks(taken, revision, depth + 1, spot, row)
            elif element.tag in _MARKS:
                self._writing.mark(element)

    def _paragraph(self, paragraph: etree._Element, revision: Revision, spot: Spot | None, row: Revision) -> None:
        names = [style.name for _, style in self._styles.chain(paragraph)]
        copied = CopyParagraph(style=names[0] if names else "", spot=spot, mark=_mark_revision(paragraph), row=row)
        in_contents = self._writing.in_contents or opens_contents(paragraph)
        runs = self._writing.read(paragraph, revision if revision.state != "kept" else row)
        if not (in_contents or self._writing.is_contents(copied.style)) and (runs or self._writing.counts):
            copied.runs = runs
            self._found.append(copied)

    def _table(self, table: etree._Element, revision: Revision, depth: int) -> None:
        self._tables += 1
        table_number = self._tables
        for at, row in enumerate(children_named(table, "tr", _GROUPS), 1):
            changed = _row_or_cell_revision(row, "trPr")
            column = 1 + number(value(row, "trPr", "gridBefore"), 0)
            for cell in children_named(row, "tc", _GROUPS):
                own = _row_or_cell_revision(cell, "tcPr", ("cellIns", "cellDel"))
                if not covered(cell):
                    self._blocks(
                        cell,
                        revision,
                        depth + 1,
                        Spot(table_number, at, column),
                        own if own.state != "kept" else changed,
                    )
                column += max(1, number(value(cell, "tcPr", "gridSpan"), 1))


def _revision_of(element: etree._Element, state: str) -> Revision:
    moved = str(element.tag).removeprefix(W).startswith("move")
    return Revision(state, str(element.get(W + "author") or ""), str(element.get(W + "date") or ""), moved)


def _mark_revision(paragraph: etree._Element) -> Revision:
    """Return the revision of a paragraph mark."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    for tag, state in _CHANGED.items():
        found = marks.find(W + tag) if marks is not None else None
        if found is not None:
            return _revision_of(found, state)
    return Revision()


def _row_or_cell_revision(element: etree._Element, properties: str, tags: tuple[str, str] = ("ins", "del")) -> Revision:
    """Return the revision of a whole row or cell."""
    for tag, state in zip(tags, ("inserted", "deleted"), strict=True):
        found = element.find(f"{W}{properties}/{W}{tag}")
        if found is not None and is_on(found):
            return _revision_of(found, state)
    return Revision()
