"""Name what a Word file may show and the pieces leave out: hidden, reversed and replaced text, objects, foreign pictures and fonts.

Our writer makes none of it, so whatever is found was put there by somebody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from briefing.files.ooxml import Element, Package, Part, R, W
from briefing.problems.problem import BriefingError
from briefing.readers.docx_charts import C
from briefing.readers.docx_look import Looks
from briefing.readers.docx_outside_text import VML, OutsideText, fingerprint, lines_of, spaced, uncovered, words_drawn
from briefing.readers.docx_runs import BODY, COMPATIBILITY, is_on
from briefing.readers.reading import UnreadPart

MOST = 100
"""Number of parts that are named. A file with more is nothing that anybody has to read to the end."""
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_MICROSOFT = "http://schemas.microsoft.com/office/"
_KNOWN_CHOICES = frozenset(
    f"{_MICROSOFT}word/{each}"
    for each in (
        "2010/wordprocessingShape",
        "2010/wordprocessingGroup",
        "2010/wordprocessingCanvas",
        "2010/wordprocessingDrawing",
        "2010/wordml",
        "2012/wordml",
    )
)
_KNOWN_GRAPHICS = frozenset(
    {
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://schemas.openxmlformats.org/drawingml/2006/picture",
        *_KNOWN_CHOICES,
    }
)
_FOREIGN = {
    W + "ruby": "text above other text",
    W + "bdo": "text with its direction reversed",
    W + "dir": "text with its direction reversed",
    W + "dataBinding": "text that Word replaces with data from another part of the file",
    _W15 + "dataBinding": "text that Word replaces with data from another part of the file",
    W + "object": "an object of another program",
    W + "control": "a form control",
    W + "subDoc": "another document",
    W + "contentPart": "a drawing in ink",
    _W14 + "contentPart": "a drawing in ink",
    W + "framePr": "text in a frame of its own",
    W + "sym": "a character of a symbol font",
    VML + "textpath": "drawn text (WordArt)",
    _DRAWING + "anchor": "a drawing that floats over the page",
    _MATHS: "a formula",
    W + "tblpPr": "a table that floats over the page",
}
_NEUTRAL = r"(?: \\\* MERGEFORMAT)?"
_FIELDS = re.compile(
    r"(?:TOC\b[^{}]*|(?:PAGEREF|REF|NOTEREF) [\w.]+(?: \\[hpnrw])*|SEQ \w+(?: \\\* ARABIC)?|HYPERLINK [^{}]*"
    rf"|(?:PAGE|NUMPAGES)(?: \\\* (?:ARABIC|Arabic))?|TITLE|DOCPROPERTY \"?Category\"?){_NEUTRAL}",
)
_LONGEST = 80
_LOWEST_ROW = 100


@dataclass(slots=True)
class Scanner:
    """Scan the parts of one file. `place` names the place of an element; `visited` are the texts that were read as words."""

    package: Package
    looks: Looks
    built: OutsideText | None
    found: dict[UnreadPart, None] = field(default_factory=dict)
    fonts: set[str] = field(default_factory=set)

    def add(self, place: str, description: str) -> None:
        """Name one part, once."""
        self.found.setdefault(UnreadPart(place, description))

    def named(self) -> tuple[UnreadPart, ...]:
        """Return what was found, up to a limit."""
        listed = list(self.found)
        if len(listed) > MOST:
            listed[MOST:] = [UnreadPart("the file", f"{len(listed) - MOST} more parts that were not read")]
        return tuple(listed)

    # ------------------------------------------------------------ one part

    def scan(
        self,
        part: Part,
        at: Callable[[Element], str] | str,
        *,
        bounded: bool = False,
        visited: set[Element] | None = None,
    ) -> None:
        """Scan a part. `at` is the place of all or of each of its elements; `bounded`: only between the marks of the brief's text.

        `visited` are the texts that were read as words; without it all were.
        """

        def place(element: Element) -> str:
            return at if isinstance(at, str) else at(element)

        fields: list[str] = []
        inside, mark = not bounded, ""
        for element in part.root.iter():
            tag = element.tag
            if tag == W + "bookmarkStart" and bounded and element.get(W + "name") == BODY:
                inside, mark = True, str(element.get(W + "id"))
            elif tag == W + "bookmarkEnd" and bounded and element.get(W + "id") == mark:
                inside = False
            elif inside:
                for description in self._of(element, fields):
                    self.add(place(element), description)
                if tag == W + "t" and visited is not None and element not in visited and _is_unread(element):
                    self.add(place(element), f"text that is not in the text of the page: {quoted(element.text)}")
            if self.built is not None:
                for description in self._pictures(part, element):
                    self.add(place(element), description)

    def _of(self, element: Element, fields: list[str]) -> Iterator[str]:
        tag = element.tag
        if tag == W + "r":
            yield from self._run(element)
        elif tag == W + "p":
            if (words := _own_words(element)) and not _is_deleted(element):
                yield from (f"{fault}: {quoted(words)}" for fault in self.looks.paragraph_faults(element))
        elif tag in _FOREIGN:
            if not _in_fallback(element):
                yield _described(element)
        elif tag == COMPATIBILITY + "AlternateContent":
            yield from self._alternatives(element)
        elif tag in {W + "fldChar", W + "instrText", W + "fldSimple"}:
            yield from _of_field(element, fields)
        elif tag == _GRAPHIC and element.get("uri") not in _KNOWN_GRAPHICS:
            yield "an object of another program"
        elif tag == W + "trPr" and _is_flat(element):
            row = element.getparent()
            if row is not None and _own_words(row):
                yield f"a row without height: {quoted(_own_words(row))}"

    def _run(self, run: Element) -> Iterator[str]:
        words = spaced("".join(text.text or "" for text in run.iterchildren(W + "t")))
        if not words or _is_deleted(run):
            return
        self.fonts.add(self.looks.font(run))
        faults = ["hidden text"] if self.looks.is_hidden(run) else self.looks.faults(run)
        yield from (f"{fault}: {quoted(words)}" for fault in faults)

    def _alternatives(self, element: Element) -> Iterator[str]:
        """Yield alternatives that do not all say the same: which of them Word shows is its own decision."""
        choices = element.findall(COMPATIBILITY + "Choice")
        fallback = element.find(COMPATIBILITY + "Fallback")
        other = " ".join(words for each in fallback for words in lines_of(each)) if fallback is not None else ""
        for choice in choices:
            names = str(choice.get("Requires") or "").split()
            if not names or any(choice.nsmap.get(name) not in _KNOWN_CHOICES for name in names):
                yield f"alternatives of which Word shows another: {quoted(other)}"
                return
        shown = [words_drawn(choice) for choice in choices]
        described = {spaced(str(p.get("descr") or "")) for choice in choices for p in choice.iter(_DRAWING + "docPr")}
        if len(choices) > 1 or (other and other not in {*shown, *described}):
            yield f"alternatives that say something else: {quoted(other)}"

    # ------------------------------------------------------------ pictures and fonts

    def _pictures(self, part: Part, element: Element) -> Iterator[str]:
        """Yield pictures that the build did not make. What a picture shows cannot be read."""
        assert self.built is not None
        for key in ("embed", "link", "id", "pict"):
            identifier = element.get(f"{R}{key}")
            relation = next((r for r in part.relations if r.identifier == identifier), None) if identifier else None
            if relation is None or relation.word != "image":
                continue
            if relation.external:
                yield "a picture from outside the file"
            elif fingerprint(self.package.content(relation.part)) not in self.built.made:
                yield "a picture that the build did not make"

    def scan_fonts(self, part: Part | None) -> None:
        """Name embedded fonts that the text uses and the build did not make: they may draw other characters."""
        if part is None or self.built is None or not self.built.made:
            return
        for font in part.root.iter(W + "font"):
            name = str(font.get(W + "name"))
            for embedded in font:
                target = part.target(str(embedded.get(f"{R}id"))) if embedded.get(f"{R}id") else ""
                if target and name in self.fonts:
                    content = uncovered(self.package.content(target), str(embedded.get(W + "fontKey") or ""))
                    if fingerprint(content) not in self.built.made:
                        self.add("the fonts", f"the font {name}, which is not the one that the build embedded")

    def scan_package(self) -> None:
        """Name programs in the file."""
        for name in self.package.names:
            if name.lower().endswith(("vbaproject.bin", "vbadata.xml")):
                self.add("the file", "macros, which can change what it shows")
                return

    def scan_charts(self, main: Part) -> None:
        """Name what charts take from elsewhere."""
        for place in main.root.iter(C + "chart"):
            try:
                relations = self.package.relations(main.target(str(place.get(f"{R}id"))))
            except BriefingError:
                continue
            for relation in relations:
                if relation.word == "image" or (relation.external and relation.word != "package"):
                    self.add("a chart", "a picture or data from elsewhere")


def quoted(text: str | None) -> str:
    """Return words in quotation marks, the first of them if they are many."""
    words = spaced(text or "")
    return f'"{words}"' if len(words) <= _LONGEST else f'"{words[:_LONGEST]}…"'


def _described(element: Element) -> str:
    description = _FOREIGN[str(element.tag)]
    words = str(element.get("string") or "")
    if element.tag in {W + "ruby", W + "bdo", W + "dir"}:
        words = " ".join(text.text or "" for text in element.iter(W + "t"))
    elif element.tag == W + "framePr":
        paragraph = next(element.iterancestors(W + "p"), None)
        words = _own_words(paragraph) if paragraph is not None else ""
    return f"{description}: {quoted(words)}" if spaced(words) else description


def _of_field(element: Element, fields: list[str]) -> Iterator[str]:
    """Yield fields that Word may fill with other words. `fields` are the instructions of those that are open."""
    kind = element.get(W + "fldCharType")
    if element.tag == W + "fldSimple":
        yield from _judged(str(element.get(W + "instr") or ""))
    elif element.tag == W + "instrText":
        if fields:
            fields[-1] += element.text or ""
    elif kind == "begin":
        fields.append("")
    elif kind == "separate" and fields:
        yield from _judged(fields[-1])
        fields[-1] = ""
    elif kind == "end" and fields and (unjudged := fields.pop()).strip():
        yield from _judged(unjudged)
    dirty = element.get(W + "dirty")
    if dirty is not None and dirty not in {"0", "false", "off"}:
        yield "a field that Word fills again when it opens the file"


def _judged(instruction: str) -> Iterator[str]:
    words = " ".join(instruction.split())
    if words and not _FIELDS.fullmatch(words):
        yield f"a field that Word can fill with other words: {quoted(words)}"


def _is_unread(text: Element) -> bool:
    """Return whether a text that no reader has visited may be shown."""
    if not (text.text or "").strip() or _is_deleted(text) or _in_fallback(text):
        return False
    # Hidden runs are named as such; text boxes are read with their drawing.
    above = {ancestor.tag for ancestor in text.iterancestors(W + "txbxContent", W + "rt", W + "bdo", W + "dir")}
    run = text.getparent()
    return not above and run is not None and run.tag == W + "r" and run.find(f"{W}rPr/{W}vanish") is None


def _is_deleted(element: Element) -> bool:
    """Return whether a tracked change has deleted an element."""
    for above in element.iterancestors():
        if above.tag in {W + "del", W + "moveFrom"}:
            return True
        if above.tag == W + "tr" and above.find(f"{W}trPr/{W}del") is not None:
            return True
        if above.tag == W + "tc" and above.find(f"{W}tcPr/{W}cellDel") is not None:
            return True
    return False


def _in_fallback(element: Element) -> bool:
    return next(element.iterancestors(COMPATIBILITY + "Fallback"), None) is not None


def _own_words(element: Element) -> str:
    return spaced(" ".join(text.text or "" for text in element.iter(W + "t")))


def _is_flat(properties: Element) -> bool:
    """Return whether a table row is hidden, or too low for text."""
    height = properties.find(W + "trHeight")
    low = height is not None and height.get(W + "hRule") == "exact" and str(height.get(W + "val") or "0").isdecimal()
    return is_on(properties.find(W + "hidden")) or (
        low and height is not None and int(str(height.get(W + "val") or "0")[:9]) < _LOWEST_ROW
    )
