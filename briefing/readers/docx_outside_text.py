"""Content of a Word file outside the text of the brief: headers and footers, a template around it, words in drawings, fonts, pictures.

The record has none of that, because it belongs to one format and look. The writer therefore lists it in the part of the record,
with the functions of this module, and the reader compares the file with the list. Page numbers count as alike.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from briefing.files.ooxml import Element, W
from briefing.readers.docx_runs import BODY, COMPATIBILITY, is_hidden
from briefing.readers.reading import split_words

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VML = "{urn:schemas-microsoft-com:vml}"
VERSION = "2"
"""Version of the part of the record from which on it has these lists."""
_SPACES = frozenset(W + tag for tag in ("tab", "ptab", "br", "cr"))
_COUNTED = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
_ANY_NUMBER = "#"
_GONE = frozenset(W + tag for tag in ("del", "moveFrom", "instrText", "delText"))
_SYMBOL_PAGE = 0xF000
_OBFUSCATED = 32


@dataclass(frozen=True, slots=True)
class OutsideText:
    """The lists: lines of headers, footers and a template; words of each drawing in the text; hashes of fonts and pictures.

    `template`: the brief is in somebody's template, between two marks.
    """

    lines: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    made: frozenset[str] = field(default_factory=frozenset)
    template: bool = False


def fingerprint(content: bytes) -> str:
    """Return the hash by which a font or picture is listed."""
    return hashlib.sha256(content).hexdigest()


def uncovered(content: bytes, key: str) -> bytes:
    """Return an embedded font without the obfuscation of its first bytes (ISO/IEC 29500-4, 9.1)."""
    try:
        mask = UUID(key).bytes[::-1] * 2
    except ValueError:
        return content
    head = bytes(byte ^ mix for byte, mix in zip(content[:_OBFUSCATED], mask, strict=False))
    return head + content[_OBFUSCATED:]


def spaced(text: str) -> str:
    """Return the words of a text with single spaces."""
    return " ".join(split_words(text))


def lines_of(root: Element, *, bounded: bool = False, hidden: Callable[[Element], bool] = is_hidden) -> list[str]:
    """Return each paragraph's words, without empty ones. `bounded`: only those outside the marks of the brief's text."""
    reader = _Lines(bounded, hidden)
    reader.read(root)
    return [words for line in reader.lines if (words := spaced("".join(line)))]


def words_drawn(drawing: Element, hidden: Callable[[Element], bool] = is_hidden) -> str:
    """Return the words in a drawing: those of its text boxes, in order."""
    return " ".join(lines_of(drawing, hidden=hidden))


def symbol(element: Element) -> str:
    """Return the character of `w:sym`. Those of symbol fonts are also numbered from F000 on."""
    code = str(element.get(W + "char") or "")
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    number -= _SYMBOL_PAGE if _SYMBOL_PAGE + 32 <= number < _SYMBOL_PAGE + 256 else 0
    return chr(number) if 0 < number < 0xD800 or 0xE000 <= number < 0x10000 else "\ufffd"


class _Lines:
    """Read lines in document order. Text in text boxes is separate from that around them; a Fallback is skipped."""

    def __init__(self, bounded: bool, hidden: Callable[[Element], bool]) -> None:
        self.lines: list[list[str]] = [[]]
        self._open = [self.lines[0]]
        self._bounded, self._inside, self._mark = bounded, False, ""
        self._hidden = hidden
        self._fields: list[tuple[list[str], bool]] = []

    def read(self, element: Element) -> None:
        tag = element.tag
        if tag in _GONE or tag == COMPATIBILITY + "Fallback" or (tag == W + "r" and self._hidden(element)):
            if tag == W + "instrText" and self._fields:
                self._fields[-1][0].append(element.text or "")
            return
        if tag == W + "bookmarkStart" and element.get(W + "name") == BODY:
            self._inside, self._mark = self._bounded, str(element.get(W + "id"))
        elif tag == W + "bookmarkEnd" and element.get(W + "id") == self._mark:
            self._inside = False
        elif tag in {W + "p", A + "p"}:
            self._paragraph(element)
            return
        elif tag == W + "fldChar":
            self._field(str(element.get(W + "fldCharType")))
        elif tag == W + "fldSimple":
            self._fields.append(([str(element.get(W + "instr") or "")], True))
            self._add(_ANY_NUMBER if self._counted() else "")
        else:
            self._add(_text(element))
        for child in element:
            self.read(child)
        if tag == W + "fldSimple":
            self._fields.pop()

    def _paragraph(self, element: Element) -> None:
        line: list[str] = []
        self.lines.append(line)
        self._open.append(line)
        for child in element:
            self.read(child)
        self._open.pop()

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(([], False))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], True)
            if not self._inside and self._counted():
                self._open[-1].append(_ANY_NUMBER)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _counted(self) -> bool:
        """Return whether what comes now is the number of a page."""
        return any("".join(words).split()[:1] in [[name] for name in _COUNTED] for words, _ in self._fields)

    def _add(self, text: str) -> None:
        if (
            text
            and not self._inside
            and (text == _ANY_NUMBER or not self._counted())
            and all(shown for _, shown in self._fields)
        ):
            self._open[-1].append(text)


def _text(element: Element) -> str:
    """Return the text that an element itself shows."""
    if element.tag in {W + "t", A + "t"}:
        return element.text or ""
    if element.tag in _SPACES or element.tag == A + "br":
        return " "
    if element.tag == W + "noBreakHyphen":
        return "-"
    if element.tag == W + "sym":
        return symbol(element)
    if element.tag == VML + "textpath":
        return f" {element.get('string') or ''} "
    return ""


def differing(built: Iterable[str], shown: Iterable[str]) -> Iterator[str]:
    """Yield in words each line that is new, and each that is gone."""
    before, now = Counter(built), Counter(shown)
    yield from (f'text that the build did not write: "{line}"' for line in now - before)
    yield from (f'text of the build is gone: "{line}"' for line in before - now)
