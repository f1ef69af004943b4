"""The text of paragraphs in a reviewed Word file, stretch by stretch (ISO/IEC 29500-1, 17.3, 17.11, 17.13, 17.16).

Takes paragraphs in order, gives stretches: text that was written or struck out by one person, with the fact that it is marked as and
the comments that hang on it. Of a field its result is read; it is `counted` where Word writes it by itself. Draws nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from briefing.document.fact_markers import PREFIX
from briefing.files.ooxml import W
from briefing.readers.docx_text import BODY, COMPATIBILITY, first_choice, is_on

_HOLDERS = frozenset(
    W + tag for tag in ("smartTag", "customXml", "sdtContent", "dir", "bdo", "ruby", "rubyBase", "hyperlink")
)
_CHANGED = {"ins": "inserted", "moveTo": "inserted", "del": "deleted", "moveFrom": "deleted"}
_LETTERS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_CONTENTS = re.compile(r"\s*TOC\b")
_CONTENTS_STYLE = re.compile(
    r"toc \d|contents \d|table of figures|toc heading|contents heading|table index.*|figure index.*"
)
_COUNTING = re.compile(r"\s*(SEQ|REF|PAGEREF|NOTEREF|PAGE|NUMPAGES|LISTNUM|STYLEREF)\b")


@dataclass(frozen=True, slots=True)
class Ink:
    """Who wrote or struck out something, and when; `kept` where nobody did. `moved` where it was carried elsewhere as a whole."""

    state: str = "kept"
    author: str = ""
    date: str = ""
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of one hand. `marker` is the name of the fact's bookmark, or "#" and the number of its content control."""

    text: str
    ink: Ink = field(default_factory=Ink)
    marker: str = ""
    comments: tuple[str, ...] = ()
    counted: bool = False


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    result: bool = False


@dataclass(slots=True)
class Writing:
    """Reads paragraphs in order; keeps what runs over their ends. `bounded`: only what lies in the bookmark of the body counts.

    `cited` are the notes by their ids, in the order of their marks, each with the hand that wrote or struck out the mark.
    """

    bounded: bool
    cited: list[tuple[str, Ink]] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _comments: dict[str, None] = field(default_factory=dict)
    _marks: dict[str, str] = field(default_factory=dict)
    _controls: list[str] = field(default_factory=list)
    _inside: bool = False
    _body: str = ""
    _read: list[Stretch] = field(default_factory=list)

    @property
    def counted(self) -> bool:
        """Whether what was read last belongs to the brief."""
        return self._inside or not self.bounded

    @property
    def in_contents(self) -> bool:
        """Whether a field of contents is open."""
        return any(_CONTENTS.match(opened.instruction) for opened in self._fields)

    def opens_contents(self, paragraph: etree._Element) -> bool:
        """Whether a field of contents begins here: its first entry stands in the same paragraph."""
        return any(_CONTENTS.match(str(element.text)) for element in paragraph.iter(W + "instrText"))

    def is_contents(self, style: str) -> bool:
        """Whether a style is one of contents."""
        return _CONTENTS_STYLE.fullmatch(style) is not None

    def read(self, paragraph: etree._Element, ink: Ink) -> list[Stretch]:
        """The stretches of a paragraph, those of one hand and one mark as one."""
        self._read = []
        self._children(paragraph, ink)
        joined: list[Stretch] = []
        for stretch in self._read:
            last = joined[-1] if joined else None
            if last is not None and _alike(last, stretch):
                joined[-1] = Stretch(last.text + stretch.text, last.ink, last.marker, last.comments, last.counted)
            else:
                joined.append(stretch)
        return joined

    def mark(self, element: etree._Element) -> None:
        """The beginning or end of a bookmark or of what a comment hangs on."""
        identifier, name = str(element.get(W + "id")), str(element.get(W + "name"))
        if element.tag == W + "commentRangeStart":
            self._comments[identifier] = None
        elif element.tag == W + "commentRangeEnd":
            self._comments.pop(identifier, None)
        elif element.tag == W + "bookmarkEnd":
            self._marks.pop(identifier, None)
            if self._inside and identifier == self._body:
                self._inside = False
        elif name == BODY:
            self._inside, self._body = True, identifier
        elif name.startswith(PREFIX):
            self._marks[identifier] = name

    # ------------------------------------------------------------ what holds runs

    def _children(self, element: etree._Element, ink: Ink) -> None:
        for child in element:
            self._child(child, ink)

    def _child(self, child: etree._Element, ink: Ink) -> None:
        name = str(child.tag).removeprefix(W)
        if child.tag == W + "r":
            if not is_on(child.find(f"{W}rPr/{W}vanish")):
                self._run(child, ink)
        elif name in _CHANGED and child.tag == W + name:
            own = Ink(
                _CHANGED[name], str(child.get(W + "author") or ""), str(child.get(W + "date") or ""), "move" in name
            )
            # What one struck out of another's insertion was never there for anybody else.
            self._children(child, own if ink.state != "deleted" else ink)
        elif child.tag == W + "sdt":
            self._control(child, ink)
        elif child.tag in _HOLDERS:
            self._children(child, ink)
        elif child.tag == W + "fldSimple":
            self._fields.append(_Field(str(child.get(W + "instr") or ""), result=True))
            self._children(child, ink)
            self._fields.pop()
        elif name in {"bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"}:
            self.mark(child)
        elif child.tag == COMPATIBILITY + "AlternateContent":
            for taken in first_choice(child):
                self._child(taken, ink)

    def _control(self, control: etree._Element, ink: Ink) -> None:
        number, tag = (control.find(f"{W}sdtPr/{W}{key}") for key in ("id", "tag"))
        ours = tag is not None and str(tag.get(W + "val")).startswith("fact:") and number is not None
        if ours and number is not None:
            self._controls.append(f"#{number.get(W + 'val')}")
        for content in control.findall(W + "sdtContent"):
            self._children(content, ink)
        if ours:
            self._controls.pop()

    # ------------------------------------------------------------ runs

    def _run(self, run: etree._Element, ink: Ink) -> None:
        for child in run:
            name = str(child.tag).removeprefix(W)
            if name in _LETTERS:
                self._add(_LETTERS[name], ink)
            elif name in {"t", "delText"}:
                self._add(child.text or "", Ink("deleted") if name == "delText" and ink.state != "deleted" else ink)
            elif name == "fldChar":
                self._turn(str(child.get(W + "fldCharType")))
            elif name == "instrText":
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].instruction += child.text or ""
            elif name == "footnoteReference" and self.counted:
                self.cited.append((str(child.get(W + "id")), ink))
            elif name == "commentReference":
                self._point(str(child.get(W + "id")))
            elif child.tag == COMPATIBILITY + "AlternateContent":
                continue

    def _point(self, comment: str) -> None:
        """A comment's own mark: where it hangs on nothing, that is its place."""
        if not any(comment in stretch.comments for stretch in self._read):
            self._read.append(Stretch("", comments=(comment,)))

    def _add(self, text: str, ink: Ink) -> None:
        if not text or not self.counted or not all(opened.result for opened in self._fields):
            return
        marker = self._controls[-1] if self._controls else next(reversed(self._marks.values()), "")
        counted = any(_COUNTING.match(opened.instruction) for opened in self._fields)
        self._read.append(Stretch(text, ink, marker, tuple(self._comments), counted))

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def _alike(one: Stretch, other: Stretch) -> bool:
    return (one.ink, one.marker, one.comments, one.counted) == (other.ink, other.marker, other.comments, other.counted)
