"""Revision marks: `w:ins` and `w:del` around runs, on paragraph marks and in rows (ISO/IEC 29500-1, 17.13.5).

Elements of the new file are marked in place. The `RevisionWriter` has author and date, and numbers
the marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Literal

from lxml import etree

from briefing.files.ooxml import Element, W
from briefing.writers.docx.track_changes.changed_blocks import inside
from briefing.writers.docx.track_changes.changed_words import MARKS

Change = Literal["ins", "del"]

_INLINE = frozenset(W + tag for tag in ("hyperlink", "fldSimple", "smartTag", "customXml", "dir", "bdo"))
_FIELD = (W + "fldChar", W + "instrText")
_LATE_IN_PARAGRAPH = frozenset(W + tag for tag in ("sectPr", "pPrChange"))


class RevisionWriter:
    """Create marks with one author and one date, numbered."""

    def __init__(self, author: str, date: str, first: int) -> None:
        self._said = {W + "author": author} | ({W + "date": date} if date else {})
        self._next = first
        self.used = 0

    def mark(self, tag: str) -> Element:
        """Return a new mark."""
        made = etree.Element(W + tag, {W + "id": str(self._next), **self._said})
        self._next += 1
        self.used += 1
        return made


def properties_of(paragraph: Element) -> Element:
    """Return the `w:pPr` of a paragraph; create it if missing."""
    found = paragraph.find(W + "pPr")
    if found is None:
        found = etree.Element(W + "pPr")
        paragraph.insert(0, found)
    return found


def mark_end(paragraph: Element, change: Change, writer: RevisionWriter) -> None:
    """Mark the paragraph mark, and with it the paragraph itself and its properties."""
    properties = properties_of(paragraph)
    runs = properties.find(W + "rPr")
    if runs is None:
        runs = etree.Element(W + "rPr")
        # The schema wants run properties before section and former properties.
        late = next((at for at, child in enumerate(properties) if child.tag in _LATE_IN_PARAGRAPH), len(properties))
        properties.insert(late, runs)
    runs.insert(1 if change == "del" and runs.find(W + "ins") is not None else 0, writer.mark(change))


def unmark_end(paragraph: Element) -> None:
    """Remove revision marks from the paragraph mark."""
    runs = properties_of(paragraph).find(W + "rPr")
    if runs is not None:
        for mark in [child for child in runs if child.tag in {W + "ins", W + "del"}]:
            runs.remove(mark)
        if len(runs) == 0:
            properties_of(paragraph).remove(runs)


def note_properties(paragraph: Element, before: Element, writer: RevisionWriter) -> None:
    """Record the former properties of a paragraph. `before` is a `w:pPr` without run properties or section."""
    change = writer.mark("pPrChange")
    change.append(before)
    properties_of(paragraph).append(change)


def mark_row(row: Element, change: Change, writer: RevisionWriter) -> None:
    """Mark a row as inserted or deleted."""
    properties = row.find(W + "trPr")
    if properties is None:
        properties = etree.Element(W + "trPr")
        first = row.find(W + "tblPrEx")
        row.insert(0 if first is None else row.index(first) + 1, properties)
    properties.append(writer.mark(change))


def insert_runs(container: Element, writer: RevisionWriter, *, with_fields: bool = True) -> None:
    """Mark all runs of a paragraph, a link or the like as inserted, in place."""
    around: Element | None = None
    for child in list(container):
        if (child.tag == W + "r" and (with_fields or (child.find(_FIELD[0]) is None and child.find(_FIELD[1]) is None))) or (
            child.tag == W + "sdt" and with_fields
        ):  # fmt: skip
            if around is None:
                around = writer.mark("ins")
                child.addprevious(around)
            around.append(child)
            child.tail = None
            continue
        around = None
        if child.tag in _INLINE:
            insert_runs(child, writer, with_fields=with_fields)


def insert_paragraph(paragraph: Element, writer: RevisionWriter, *, with_fields: bool = True) -> None:
    """Mark a paragraph as inserted."""
    insert_runs(paragraph, writer, with_fields=with_fields)
    mark_end(paragraph, "ins", writer)


def insert_rows(rows: Iterable[Element], writer: RevisionWriter) -> None:
    """Mark rows as inserted, with their content."""
    for row in rows:
        mark_row(row, "ins", writer)
        for cell in inside(row, "tc"):
            for element in inside(cell, "p", "tbl"):
                if element.tag == W + "tbl":
                    insert_rows(inside(element, "tr"), writer)
                else:
                    insert_paragraph(element, writer, with_fields=_closes(element))


def _closes(paragraph: Element) -> bool:
    """Return whether the fields of a paragraph end in it."""
    depth = 0
    for found in paragraph.iter(W + "fldChar"):
        depth += {"begin": 1, "end": -1}.get(str(found.get(W + "fldCharType")), 0)
        if depth < 0:
            return False
    return depth == 0


def is_mark(element: Element) -> bool:
    """Return whether an element only holds a place."""
    return element.tag in MARKS


def empty_copy(run: Element) -> Element:
    """Return an empty run with the formatting of another."""
    made = etree.Element(W + "r", {str(k): str(v) for k, v in run.attrib.items()})
    properties = run.find(W + "rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    return made
