"""Split a paragraph into words and indivisible parts: fields, links, content controls, note marks, drawings.

A `Line` has tokens that can be compared, and between them marks that only hold a place (bookmarks,
comments). A paragraph whose fields do not begin and end in it has no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from briefing.files.ooxml import Element, W
from briefing.writers.docx.template.xml_trees import SPACE
from briefing.writers.docx.wordml import WORD_DRAWING

Kind = Literal["text", "field", "link", "control", "note", "drawing", "other"]

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
MARKS = frozenset(
    W + tag
    for tag in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr", "permStart", "permEnd",
    )
)  # fmt: skip
_WHOLE: dict[str, Kind] = {W + "hyperlink": "link", W + "sdt": "control", W + "fldSimple": "field"}
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object", COMPATIBILITY + "AlternateContent"})
_NOTES = frozenset({W + "footnoteReference", W + "endnoteReference"})
_SILENT = frozenset(W + tag for tag in ("rPr", "lastRenderedPageBreak", "commentReference", "annotationRef"))
_LETTERS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011", W + "softHyphen": "\xad",
}  # fmt: skip
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[$€£¥]?\w+(?:[-\u2011’'.]\w+|[,:/–]\d+)*%?|\s+|.", re.DOTALL
)  # fmt: skip
_INSTRUCTION = re.compile(r"\s*(\w+)")
_VOLATILE_FIELDS = frozenset({"PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "PRINTDATE", "SAVEDATE"})
"""Fields whose result depends on place or time: they are equal whatever it is."""


@dataclass(slots=True)
class Piece:
    """A part of a run: its text, or a child element."""

    run: Element
    child: Element
    text: str | None = None


Part = Piece | Element


@dataclass(slots=True)
class Token:
    """Smallest unit of comparison."""

    key: str
    text: str
    parts: list[Part]
    kind: Kind = "text"


@dataclass(slots=True)
class Line:
    """A paragraph in order: tokens, and marks as elements."""

    items: list[Token | Element] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        return [item for item in self.items if isinstance(item, Token)]


def read_line(paragraph: Element) -> Line | None:
    """Return the line of a paragraph; None if a field begins or ends outside it."""
    reading = _Reading()
    for child in paragraph:
        if child.tag == W + "r":
            for inner in child:
                if not reading.run_child(child, inner):
                    return None
        elif child.tag != W + "pPr":
            reading.whole(child)
    reading.flush()
    return None if reading.depth else reading.line


@dataclass(slots=True)
class _Reading:
    """A paragraph being read. `text` is still to be split into words, `opened` is a field that has not ended."""

    line: Line = field(default_factory=Line)
    text: list[Part] = field(default_factory=list)
    opened: list[Part] = field(default_factory=list)
    depth: int = 0

    def run_child(self, run: Element, child: Element) -> bool:
        """Read a child of a run; return False if a field ends that has not begun."""
        kind = child.get(W + "fldCharType") if child.tag == W + "fldChar" else ""
        step = {"begin": 1, "end": -1}.get(kind or "", 0)
        if step < 0 and not self.depth:
            return False
        if self.depth or step > 0:
            if not self.depth:
                self.flush()
            self.depth += step
            if child.tag != W + "rPr":
                self.opened.append(Piece(run, child))
            if not self.depth:
                words, instruction = displayed(self.opened), instruction_of(self.opened)
                self._add(Token(_key("field", words, instruction), words, self.opened, "field"))
                self.opened = []
        elif child.tag == W + "t":
            self.text.append(Piece(run, child, text_of(child)))
        elif child.tag == W + "commentReference":
            self._add(Token("\0comment", "", [Piece(run, child)], "other"))
        elif child.tag not in _SILENT:
            self._add(_child_token(run, child))
        return True

    def whole(self, child: Element) -> None:
        """Read an element beside runs."""
        if self.depth:
            self.opened.append(child)
        elif child.tag in MARKS:
            self.text.append(child)
        else:
            kind = _WHOLE.get(str(child.tag), "other")
            words = displayed([child])
            instruction = child.get(W + "instr", "") if kind == "field" else ""
            self._add(Token(_key(kind, words, instruction), words, [child], kind))

    def _add(self, token: Token) -> None:
        self.flush()
        self.line.items.append(token)

    def flush(self) -> None:
        """Split the pending text into words. A mark within a word stays in it."""
        parts, self.text = self.text, []
        whole = "".join(part.text or "" for part in parts if isinstance(part, Piece))
        ends = iter([found.end() for found in _TOKEN.finditer(whole)])
        at, end = 0, next(ends, 0)
        token = Token("", "", [])
        for part in parts:
            if not isinstance(part, Piece):
                (token.parts or self.line.items).append(part)
                continue
            text, taken = part.text or "", 0
            while taken < len(text):
                piece = text[taken : taken + end - at]
                token.parts.append(Piece(part.run, part.child, piece))
                token.text += piece
                taken, at = taken + len(piece), at + len(piece)
                if at == end:
                    token.key = token.text
                    self.line.items.append(token)
                    token, end = Token("", "", []), next(ends, 0)


def _child_token(run: Element, child: Element) -> Token:
    tag = str(child.tag)
    if tag in _LETTERS:
        return Token(_LETTERS[tag], _LETTERS[tag], [Piece(run, child)])
    if tag in _NOTES:
        return Token("\0note", "", [Piece(run, child)], "note")
    if tag in _DRAWN:
        return Token("\0drawing", "", [Piece(run, child)], "drawing")
    return Token(f"\0{tag}", "", [Piece(run, child)], "other")


def _key(kind: Kind, words: str, instruction: str) -> str:
    found = _INSTRUCTION.match(instruction)
    volatile = found is not None and found[1].upper() in _VOLATILE_FIELDS
    return f"\0{kind} {found[1].upper() if found is not None and volatile else words}"


def text_of(element: Element) -> str:
    """Return the text of a `w:t` as Word reads it."""
    text = element.text or ""
    return text if element.get(SPACE) == "preserve" else text.strip(" \t\r\n")


def instruction_of(parts: Iterable[Part]) -> str:
    """Return a field's instruction, up to its result or another field."""
    description = ""
    for part in parts:
        child = part.child if isinstance(part, Piece) else part
        if child.tag == W + "fldChar" and child.get(W + "fldCharType") != "begin":
            break
        description += (child.text or "") if child.tag == W + "instrText" else ""
    return description


def shown_pieces(parts: Iterable[Part]) -> Iterator[Piece]:
    """Yield what is printed of parts, run by run.

    Results of fields, content of controls and links, nothing of drawings.
    """
    asking: list[bool] = []
    for piece in _all_pieces(parts):
        kind = piece.child.get(W + "fldCharType") if piece.child.tag == W + "fldChar" else ""
        if kind == "begin":
            asking.append(True)
        elif kind == "separate" and asking:
            asking[-1] = False
        elif kind == "end" and asking:
            asking.pop()
        elif not any(asking) and piece.child.tag not in {W + "fldChar", W + "instrText", W + "rPr"}:
            yield piece


def _all_pieces(parts: Iterable[Part]) -> Iterator[Piece]:
    for part in parts:
        if isinstance(part, Piece):
            yield part
        elif part.tag == W + "r":
            yield from (Piece(part, child, text_of(child) if child.tag == W + "t" else None) for child in part)
        elif part.tag == _MATHS + "t":
            yield Piece(part, part, part.text or "")
        elif part.tag == COMPATIBILITY + "AlternateContent":
            yield from _all_pieces(list(part)[:1])
        elif part.tag not in {W + "pPr", W + "sdtPr", W + "rPr"}:
            yield from _all_pieces(part)


def displayed(parts: Iterable[Part]) -> str:
    """Return the text of parts as one string."""
    pieces = []
    for piece in shown_pieces(parts):
        description = text_of(piece.child) if piece.text is None and piece.child.tag == W + "t" else piece.text
        pieces.append(_LETTERS.get(str(piece.child.tag), "") if description is None else description)
    return "".join(pieces)


def alt_text(drawing: Element) -> str:
    """Return a drawing's alt text."""
    for element in drawing.iter(f"{{{WORD_DRAWING}}}docPr"):
        return str(element.get("descr") or element.get("title") or element.get("name") or "").strip()
    for element in drawing.iter(_VML + "shape", _VML + "rect", _VML + "group"):
        if description := str(element.get("alt") or "").strip():
            return description
    return ""
