"""Read a Word file as a `Reading`: body and notes in document order (ISO/IEC 29500-1, 17).

Pieces are the text of the pages: of charts, pictures and groups of shapes the alt text, of a single
text box without alt text its words. Tracked changes count as accepted; hidden text, which no page
shows, is skipped. If the hidden bookmark `_brief_body` marks the brief inside somebody's template,
only its content is read, with the notes cited there, and what `docx_cover` finds above it.
Paragraphs are counted through the whole body.

The rest of what the pages show is read too: the words of drawings, as `charts`; headers, footers and
a template, which are compared with the list that the writer made (`docx_outside_text`). What cannot be read
is named (`docx_unread`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from briefing.document.sequence_alignment import align
from briefing.files.ooxml import Package, Part, W
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.readers.docx_blocks import WRAPPERS, check_depth, children_named, covered, too_deep
from briefing.readers.docx_charts import C, read_chart
from briefing.readers.docx_cover import add_cover, add_levels
from briefing.readers.docx_lists import Label, Lists, Styles, number, value, write_number
from briefing.readers.docx_look import Looks
from briefing.readers.docx_outside_text import differing, lines_of, words_drawn
from briefing.readers.docx_record import EmbeddedRecord
from briefing.readers.docx_runs import COMPATIBILITY, first_choice, is_bounded, is_hidden, is_on, opens_contents
from briefing.readers.docx_text import Text, deleted_mark
from briefing.readers.docx_unread import Scanner, quoted
from briefing.readers.reading import ChartReading, Draft, DraftLink, Kind, Reading, Spot, UnreadPart, finish

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_GROUPED = (
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}wgp",
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas}wpc",
)
_VML = "{urn:schemas-microsoft-com:vml}"
_BODY_TEXT = 9
"""Level 10 of Word's outline (value 9) means body text."""
_ENTRY = re.compile(r"toc \d|contents \d|table of figures")
_PAGE_NUMBER = re.compile(r"\t[0-9ivxlc]+ *$")


def read_docx(data: bytes, location: Location) -> Reading:
    """Return the text and structure of a Word file. Raises BriefingError with the reason if it cannot be read."""
    package = Package(data, location)
    main, record = package.main(), EmbeddedRecord(package)
    try:
        body = _Body(package, main, location, record)
        drafts = body.drafts()
        unread = body.unread()
    except RecursionError:  # by elements within a paragraph
        raise too_deep(location) from None
    covered_drafts = add_cover(drafts, main.root, record.content) if body.bounded else add_levels(drafts)
    reading = finish("docx", covered_drafts, record.content)
    return replace(reading, charts=body.charts(), unread=unread, record_fault=record.fault)


class _Body:
    """Reader of one document body."""

    def __init__(self, package: Package, main: Part, location: Location, record: EmbeddedRecord) -> None:
        self._location = location
        self._package = package
        self._built, self._recorded = record.outside, record.content is not None
        # A file of ours without a template has no such marks: then somebody has put them there.
        self.bounded = is_bounded(main.root) and (self._built is None or self._built.template)
        self._looks = Looks(package.part(main.related("styles")), package.part(main.related("theme"), relations=False))
        self._places: dict[etree._Element, int] = {}
        self._charts: list[ChartReading] = []
        self._cited: set[tuple[str, str]] = set()
        self._main = main
        self._note_parts = {kind: package.part(main.related(kind + "s")) for kind in ("footnote", "endnote")}
        self._notes = {
            (kind, note.get(W + "id")): note
            for kind, part in self._note_parts.items()
            for note in (part.root if part is not None else ())
        }
        self._styles = Styles(package.part(main.related("styles")), record.style_roles)
        self._lists = Lists(package.part(main.related("numbering")), self._styles)
        self._text = Text(self.bounded, note=self._note, targets=main.targets, hidden=self._looks.is_hidden)
        self._counts = {"footnote": 0, "endnote": 0}
        self._drafts: list[Draft] = []
        self._carried: Draft | None = None
        self._paragraphs = self._tables = 0

    def drafts(self) -> list[Draft]:
        """Return every piece, with links resolved and Word's heading levels; a title has level 0."""
        body = self._main.root.find(W + "body")
        if body is not None:
            self._blocks(body, 0)
        self._text.resolve_links()
        return self._drafts

    def charts(self) -> tuple[ChartReading, ...]:
        """Return every drawing of the text, each with the words that the build drew in it."""
        return tuple(pair_drawings(self._charts, self._built.drawn)) if self._built is not None else tuple(self._charts)

    def unread(self) -> tuple[UnreadPart, ...]:
        """Return what the pieces and charts leave out. Call it after `drafts`."""
        scanner = Scanner(self._package, self._looks, self._built)
        scanner.scan(self._main, self._place, bounded=self.bounded, visited=self._text.visited)
        for kind, part in self._note_parts.items():
            if part is not None:
                scanner.scan(part, f"a {kind}", visited=self._text.visited | self._unseen_notes(kind, part))
        furniture = self._furniture()
        for element, part in furniture:
            if self._built is None or not self._built.template:
                scanner.scan(part, f"a {element}")
        scanner.scan_fonts(self._package.part(self._main.related("fontTable")))
        scanner.scan_charts(self._main)
        scanner.scan_package()
        for description in self._outside_text(furniture):
            scanner.add("headers, footers and text around the brief", description)
        return scanner.named()

    def _place(self, element: etree._Element) -> str:
        """Return the place of an element as printed."""
        for above in (element, *element.iterancestors(W + "p", W + "tc", W + "tr")):
            if above in self._places:
                return f"paragraph {self._places[above]}"
            first = next(above.iter(W + "p"), None) if above.tag in {W + "tc", W + "tr"} else None
            if first is not None and first in self._places:
                return f"paragraph {self._places[first]}"
        return "the text"

    def _furniture(self) -> list[tuple[str, Part]]:
        """Return the headers and footers of the file."""
        found = []
        for relation in self._main.relations:
            part = self._package.part(relation.part) if relation.word in {"header", "footer"} else None
            if part is not None:
                found.append((relation.word, part))
        return found

    def _unseen_notes(self, kind: str, part: Part) -> set[etree._Element]:
        """Return the texts of notes that no page shows, because nothing in the text cites them."""
        uncited = [note for note in part.root if (kind, str(note.get(W + "id"))) not in self._cited]
        return {text for note in uncited for text in note.iter(W + "t")}

    def _outside_text(self, furniture: list[tuple[str, Part]]) -> Iterator[str]:
        """Yield how headers, footers, separators of notes and a template differ from those that the build wrote."""
        # The writer does not look into the styles of a template.
        hidden = is_hidden if self.bounded else self._looks.is_hidden
        shown = [line for _, part in furniture for line in lines_of(part.root, hidden=hidden)]
        for kind, part in self._note_parts.items():
            for note in part.root if part is not None else ():
                uncited = (kind, str(note.get(W + "id"))) not in self._cited
                if note.get(W + "type") or (self.bounded and uncited):
                    shown += lines_of(note, hidden=hidden)
        around = lines_of(self._main.root, bounded=True, hidden=hidden) if self.bounded else []
        if self._built is not None:
            yield from differing(self._built.lines, [*shown, *around])
        elif around and self._recorded:
            yield f"text around the brief, which its record does not list: {quoted(' '.join(around))}"

    # ------------------------------------------------------------ blocks

    def _blocks(self, holder: etree._Element, depth: int) -> None:
        check_depth(depth, self._location)
        for element in holder:
            if element.tag == W + "p":
                self._paragraph(element, depth)
            elif element.tag == W + "tbl":
                self._carried = None
                self._table(element, depth)
            elif element.tag in WRAPPERS:
                self._blocks(element, depth + 1)
            elif element.tag == COMPATIBILITY + "AlternateContent":
                for taken in first_choice(element):
                    self._blocks(taken, depth + 1)
            elif element.tag in {W + "bookmarkStart", W + "bookmarkEnd"}:
                self._text.mark(element)
            elif element.tag == W + "altChunk":
                message = "the Word file contains another document that Word has not merged yet"
                hint = "open it in Word and save it; Word then merges the two"
                raise BriefingError(Problem("damaged-file", message, self._location, hint))

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        """Read a paragraph and the drawings in it. If its paragraph mark is deleted, the next one continues it."""
        self._paragraphs += 1
        self._places[paragraph] = self._paragraphs
        goes_on = deleted_mark(paragraph)
        label = None if goes_on else self._lists.label(paragraph)
        kind, level = self._kind(paragraph, label)
        draft = self._carried or Draft(kind)
        if self._carried is None:
            self._drafts.append(draft)
        draft.kind, draft.paragraph = kind, self._paragraphs
        self._text.read(paragraph, draft)
        self._carried = draft if goes_on else None
        if label is not None and (draft.parts or self._text.counts):
            draft.label = label.text
        draft.level = level
        if kind == "contents":
            # Without the page number at its end, and one link if it has any.
            words = _PAGE_NUMBER.sub("", "".join(p if isinstance(p, str) else p.words for p in draft.parts))
            link = next((part for part in draft.parts if isinstance(part, DraftLink)), None)
            if link is not None:
                link.words = words
            draft.parts = [link or words]
        self._drawings(depth)

    def _kind(self, paragraph: etree._Element, label: Label | None) -> tuple[Kind, int]:
        """Return the kind and level of a paragraph. A title is a heading of level 0."""
        styles = [style for _, style in self._styles.chain(paragraph)]
        names = [style.name for style in styles]
        own = names[0] if names else ""
        if _ENTRY.fullmatch(own) or (own != "toc heading" and (self._text.in_contents or opens_contents(paragraph))):
            return "contents", 0
        if own == "title":
            return "heading", 0
        # The paragraph's own outline level counts first, then the first of its styles that has one.
        level = number(value(paragraph, "pPr", "outlineLvl"), -1)
        for style in styles:
            if level >= 0:
                break
            found = re.fullmatch(r"heading (\d)", style.name)
            level = int(found[1]) - 1 if found else style.outline
        if 0 <= level < _BODY_TEXT:
            return "heading", level + 1
        if label is not None:
            return "list item", label.level
        if "caption" in names:
            return "caption", 0
        return ("callout title" if re.search(r"callout.* title$", own) else "paragraph"), 0

    # ------------------------------------------------------------ tables

    def _table(self, table: etree._Element, depth: int) -> None:
        self._tables += 1
        table_number = self._tables
        heads = True
        for at, row in enumerate(children_named(table, "tr"), 1):
            if row.find(f"{W}trPr/{W}del") is None:
                heads = heads and is_on(row.find(f"{W}trPr/{W}tblHeader"))
                column = 1 + number(value(row, "trPr", "gridBefore"), 0)
                for cell in children_named(row, "tc"):
                    self._cell(cell, Spot(table_number, at, column), "column head" if heads else "table cell", depth)
                    column += max(1, number(value(cell, "tcPr", "gridSpan"), 1))

    def _cell(self, cell: etree._Element, spot: Spot, kind: Kind, depth: int) -> None:
        """Read a cell as one piece, followed by its drawings and nested tables.

        Of a cell covered by a vertical merge only the paragraphs are counted.
        """
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            return
        draft = Draft(kind, spot=spot, paragraph=self._paragraphs + 1)
        if not covered(cell):
            self._drafts.append(draft)
        self._cell_blocks(cell, draft, depth + 1)
        self._drawings(depth)

    def _cell_blocks(self, holder: etree._Element, draft: Draft, depth: int) -> None:
        check_depth(depth, self._location)
        for element in holder:
            if element.tag == W + "p":
                self._paragraphs += 1
                self._places[element] = self._paragraphs
                label = self._lists.label(element)
                draft.parts.append(f" {label.text} " if label is not None and self._text.counts else " ")
                self._text.read(element, draft)
            elif element.tag in WRAPPERS:
                self._cell_blocks(element, draft, depth + 1)
            elif element.tag == W + "tbl":
                self._table(element, depth + 1)
            elif element.tag in {W + "bookmarkStart", W + "bookmarkEnd"}:
                self._text.mark(element, draft)

    # ------------------------------------------------------------ drawings and notes

    def _drawings(self, depth: int) -> None:
        """Add what was drawn in the paragraphs just read: alt text, or the words of a single text box without any."""
        drawn, self._text.drawn = self._text.drawn, []
        for drawing in drawn:
            alt = _alt_text(drawing)
            boxes = [] if alt or next(drawing.iter(*_GROUPED), None) is not None else _text_boxes(drawing)
            for box in boxes:
                self._blocks(box, depth + 1)
            if alt or not (boxes or _is_decorative(drawing)):
                self._drafts.append(Draft("alt text", [alt], paragraph=self._paragraphs))
                self._charts.append(self._drawing(drawing))

    def _drawing(self, drawing: etree._Element) -> ChartReading:
        """Return what a drawing shows besides its alt text."""
        words = words_drawn(drawing, self._looks.is_hidden)
        chart = next(drawing.iter(C + "chart"), None)
        read = read_chart(self._package, self._main, chart) if chart is not None else ChartReading()
        return replace(read, words=f"{words} {read.words}".strip(), paragraph=self._paragraphs)

    def _note(self, kind: str, identifier: str) -> Draft | None:
        """Return the draft of a note, numbered as Word numbers it: in the order of the marks."""
        part, found = self._note_parts[kind], self._notes.get((kind, identifier))
        if part is None or found is None:
            return None
        self._counts[kind] += 1
        if self._text.counts:
            self._cited.add((kind, identifier))
        label = write_number(self._counts[kind], "decimal" if kind == "footnote" else "lowerRoman")
        draft = Draft("note", label=label, paragraph=self._paragraphs)
        inner = Text(
            bounded=False,
            note=lambda *_: None,
            targets=part.targets,
            anchored=self._text.anchored,
            bookmarks=self._text.bookmarks,
            visited=self._text.visited,
            hidden=self._looks.is_hidden,
        )
        for paragraph in found.iter(W + "p"):
            draft.parts.append(" ")
            inner.read(paragraph, draft)
        if self._text.counts:
            self._drafts.append(draft)
        return draft


def pair_drawings(drawings: Sequence[ChartReading], built: Sequence[str]) -> list[ChartReading]:
    """Return the drawings with the words that the build drew in each: those with the same words, the others in order."""
    partners = dict(align([drawing.words for drawing in drawings], list(built)))
    left = [place for place in range(len(built)) if place not in set(partners.values())]
    for at in range(len(drawings)):
        if at not in partners and left:
            partners[at] = left.pop(0)
    return [
        replace(drawing, built=built[partners[at]] if at in partners else "", figure=partners.get(at, -1))
        for at, drawing in enumerate(drawings)
    ]


def _alt_text(drawing: etree._Element) -> str:
    for element in drawing.iter(_DRAWING + "docPr"):
        return str(element.get("descr") or element.get("title") or "").strip()
    for element in drawing.iter(_VML + "shape", _VML + "rect", _VML + "group"):
        if alt := str(element.get("alt") or "").strip():
            return alt
    return ""


def _text_boxes(drawing: etree._Element) -> list[etree._Element]:
    """Return the text boxes of a drawing, those in AlternateContent once."""
    return [
        box
        for box in drawing.iter(W + "txbxContent")
        if next(box.iterancestors(W + "txbxContent", COMPATIBILITY + "Fallback"), None) is None
        or next(box.iterancestors(W + "drawing", W + "pict"), None) is drawing
    ]


def _is_decorative(drawing: etree._Element) -> bool:
    """Return whether a drawing is decorative.

    That is a drawing marked as decorative in Word, or an old VML shape without a picture, such as a line or a watermark.
    """
    if drawing.tag != W + "drawing":
        return next(drawing.iter(_VML + "imagedata"), None) is None
    return next(drawing.iter(_DECORATIVE), None) is not None and next(drawing.iter(*_GROUPED), None) is None
