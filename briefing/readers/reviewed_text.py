"""Read the text of paragraphs in a reviewed Word file, run by run.

See ISO/IEC 29500-1, 17.3, 17.11, 17.13 and 17.16. A run is text inserted or deleted by one person,
with the fact that it is marked as and the comments attached to it. Of a field the result is read;
it is `counted` if Word generates it by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from briefing.document.fact_markers import PREFIX
from briefing.files.ooxml import W
from briefing.readers.docx_runs import COMPATIBILITY, Field, RunReader, first_choice, is_hidden

_HOLDERS = frozenset(
    W + tag for tag in ("smartTag", "customXml", "sdtContent", "dir", "bdo", "ruby", "rubyBase", "hyperlink")
)
_CHANGED = {"ins": "inserted", "moveTo": "inserted", "del": "deleted", "moveFrom": "deleted"}
_LETTERS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_CONTENTS_STYLE = re.compile(
    r"toc \d|contents \d|table of figures|toc heading|contents heading|table index.*|figure index.*"
)
_COUNTING = re.compile(r"\s*(SEQ|REF|PAGEREF|NOTEREF|PAGE|NUMPAGES|LISTNUM|STYLEREF)\b")


@dataclass(frozen=True, slots=True)
class Revision:
    """Author and date of an insertion or deletion; `kept` if nothing was changed.

    `moved`: the text was moved as a whole.
    """

    state: str = "kept"
    author: str = ""
    date: str = ""
    moved: bool = False


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text with one revision. `marker` is the fact's bookmark, or "#" and the number of its content control."""

    text: str
    revision: Revision = field(default_factory=Revision)
    marker: str = ""
    comments: tuple[str, ...] = ()
    counted: bool = False


@dataclass(slots=True)
class Writing(RunReader):
    """Read paragraphs in order; also keep open what has comments or marks a fact.

    `cited` are the ids of the notes in the order of their marks, each with the revision of its mark.
    """

    cited: list[tuple[str, Revision]] = field(default_factory=list)
    _comments: dict[str, None] = field(default_factory=dict)
    _marks: dict[str, str] = field(default_factory=dict)
    _controls: list[str] = field(default_factory=list)
    _read: list[TextRun] = field(default_factory=list)

    def is_contents(self, style: str) -> bool:
        """Return whether a style is one of a table of contents."""
        return _CONTENTS_STYLE.fullmatch(style) is not None

    def read(self, paragraph: etree._Element, revision: Revision) -> list[TextRun]:
        """Return the runs of a paragraph; neighbours with the same revision and marker are joined."""
        self._read = []
        self._children(paragraph, revision)
        joined: list[TextRun] = []
        for run in self._read:
            last = joined[-1] if joined else None
            if last is not None and last == replace(run, text=last.text):
                joined[-1] = replace(last, text=last.text + run.text)
            else:
                joined.append(run)
        return joined

    def mark(self, element: etree._Element) -> None:
        """Handle the start or end of a bookmark or comment range."""
        identifier, name = str(element.get(W + "id")), str(element.get(W + "name"))
        if element.tag == W + "commentRangeStart":
            self._comments[identifier] = None
        elif element.tag == W + "commentRangeEnd":
            self._comments.pop(identifier, None)
        elif element.tag == W + "bookmarkEnd":
            self._marks.pop(identifier, None)
            self.body_mark(element)
        elif not self.body_mark(element) and name.startswith(PREFIX):
            self._marks[identifier] = name

    # ------------------------------------------------------------ containers of runs

    def _children(self, element: etree._Element, revision: Revision) -> None:
        for child in element:
            self._child(child, revision)

    def _child(self, child: etree._Element, revision: Revision) -> None:
        name = str(child.tag).removeprefix(W)
        if child.tag == W + "r":
            if not is_hidden(child):
                self._run(child, revision)
        elif name in _CHANGED and child.tag == W + name:
            own = Revision(
                _CHANGED[name], str(child.get(W + "author") or ""), str(child.get(W + "date") or ""), "move" in name
            )
            # An insertion that somebody else deleted again never existed for the other readers.
            self._children(child, own if revision.state != "deleted" else revision)
        elif child.tag == W + "sdt":
            self._control(child, revision)
        elif child.tag in _HOLDERS:
            self._children(child, revision)
        elif child.tag == W + "fldSimple":
            self.fields.append(Field(str(child.get(W + "instr") or ""), result=True))
            self._children(child, revision)
            self.fields.pop()
        elif name in {"bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"}:
            self.mark(child)
        elif child.tag == COMPATIBILITY + "AlternateContent":
            for taken in first_choice(child):
                self._child(taken, revision)

    def _control(self, control: etree._Element, revision: Revision) -> None:
        number, tag = (control.find(f"{W}sdtPr/{W}{key}") for key in ("id", "tag"))
        ours = tag is not None and str(tag.get(W + "val")).startswith("fact:") and number is not None
        if ours and number is not None:
            self._controls.append(f"#{number.get(W + 'val')}")
        for content in control.findall(W + "sdtContent"):
            self._children(content, revision)
        if ours:
            self._controls.pop()

    # ------------------------------------------------------------ runs

    def _run(self, element: etree._Element, revision: Revision) -> None:
        for child in element:
            name = str(child.tag).removeprefix(W)
            if name in _LETTERS:
                self._add(_LETTERS[name], revision)
            elif name in {"t", "delText"}:
                self._add(
                    child.text or "",
                    Revision("deleted") if name == "delText" and revision.state != "deleted" else revision,
                )
            elif name == "fldChar":
                self.field_character(str(child.get(W + "fldCharType")))
            elif name == "instrText":
                self.field_instruction(child.text or "")
            elif name == "footnoteReference" and self.counts:
                self.cited.append((str(child.get(W + "id")), revision))
            elif name == "commentReference":
                # A comment's own mark is its place if it has no range.
                comment = str(child.get(W + "id"))
                if not any(comment in run.comments for run in self._read):
                    self._read.append(TextRun("", comments=(comment,)))

    def _add(self, text: str, revision: Revision) -> None:
        if not text or not self.shown:
            return
        marker = self._controls[-1] if self._controls else next(reversed(self._marks.values()), "")
        counted = any(_COUNTING.match(opened.instruction) for opened in self.fields)
        self._read.append(TextRun(text, revision, marker, tuple(self._comments), counted))
