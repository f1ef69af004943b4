"""Changes words in a Word file as Word does: in runs, tracked or not. Paragraphs are found by a part of their text.

`Word` holds the parts of a file; what is done to whole paragraphs, rows and comments stands in `surgery_blocks` and `surgery_comments`.
"""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NS}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DATE = "2025-09-01T10:00:00Z"
ANNA = "Anna Reader"
BORIS = "Boris Critic"
_PART_OF_TEXT = ("word/document.xml", "word/footnotes.xml")


@dataclass(slots=True)
class Word:
    """A Word file being changed; `author` signs tracked changes, and nobody does where it is empty."""

    parts: dict[str, bytes]
    author: str = ""
    roots: dict[str, etree._Element] = field(default_factory=dict)
    count: int = 9000

    @classmethod
    def read(cls, data: bytes) -> Word:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()})

    def root(self, name: str = "word/document.xml") -> etree._Element:
        if name not in self.roots:
            self.roots[name] = etree.fromstring(self.parts[name])
        return self.roots[name]

    def data(self) -> bytes:
        for name, root in self.roots.items():
            self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return packed.getvalue()

    def change(self, tag: str, author: str = "") -> etree._Element:
        """An empty tracked change with a number of its own."""
        self.count += 1
        made = etree.Element(W + tag, nsmap={"w": NS})
        made.set(W + "id", str(self.count))
        made.set(W + "author", author or self.author)
        made.set(W + "date", DATE)
        return made

    def paragraphs(self) -> Iterator[etree._Element]:
        for name in _PART_OF_TEXT:
            if name in self.parts:
                yield from self.root(name).iter(W + "p")

    def paragraph(self, part: str) -> etree._Element:
        """The one paragraph of body and notes that holds a text; contents are not looked into."""
        found = [p for p in self.paragraphs() if part in text_of(p) and not _style(p).upper().startswith("TOC")]
        assert found, f"no paragraph holds {part!r}"
        return found[0]


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(style.get(W + "val")) if style is not None else ""


def runs_of(paragraph: etree._Element) -> list[etree._Element]:
    """The runs that hold standing text."""
    return [run for run in paragraph.iter(W + "r") if run.find(W + "t") is not None]


def words_in(run: etree._Element) -> str:
    return "".join(t.text or "" for t in run.findall(W + "t"))


def text_of(paragraph: etree._Element) -> str:
    """Its letters; a no-break space after a number is a space to whoever types."""
    return "".join(words_in(run) for run in runs_of(paragraph)).replace("\u00a0", " ")


def set_words(run: etree._Element, text: str, tag: str = "t") -> None:
    for old in [*run.findall(W + "t"), *run.findall(W + "delText")]:
        run.remove(old)
    made = etree.SubElement(run, W + tag)
    made.text = text
    made.set(SPACE, "preserve")


def new_run(text: str, like: etree._Element | None = None) -> etree._Element:
    run = etree.Element(W + "r")
    properties = like.find(W + "rPr") if like is not None else None
    if properties is not None:
        run.append(copy.deepcopy(properties))
    set_words(run, text)
    return run


def parent_of(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def split(paragraph: etree._Element, at: int) -> None:
    """Makes a run end at a letter."""
    seen = 0
    for run in runs_of(paragraph):
        text = words_in(run)
        if seen < at < seen + len(text):
            rest = copy.deepcopy(run)
            set_words(run, text[: at - seen])
            set_words(rest, text[at - seen :])
            run.addnext(rest)
            return
        seen += len(text)


def covered(paragraph: etree._Element, start: int, end: int) -> list[etree._Element]:
    """The runs of some letters, cut to fit."""
    split(paragraph, start)
    split(paragraph, end)
    found, seen = [], 0
    for run in runs_of(paragraph):
        length = len(words_in(run))
        if start <= seen and seen + length <= end and length:
            found.append(run)
        seen += length
    return found


# ------------------------------------------------------------------ words


def strike(word: Word, run: etree._Element) -> None:
    """Strikes out a run, tracked. What the same author has put in goes at once."""
    parent = parent_of(run)
    if parent.tag == W + "ins" and parent.get(W + "author") == word.author:
        parent.remove(run)
        return
    change = word.change("del")
    run.addprevious(change)
    change.append(run)
    set_words(run, words_in(run), "delText")


def replace(word: Word, old: str, new: str, *, within: str = "", nth: int = 0) -> None:
    """Puts words for words in the paragraph that holds `within`; with an author as a tracked change. `nth`: which of them."""
    paragraph = word.paragraph(within or old)
    text = text_of(paragraph)
    start = [found.start() for found in re.finditer(re.escape(old), text)][nth]
    replace_at(word, paragraph, start, start + len(old), new)


def replace_at(word: Word, paragraph: etree._Element, start: int, end: int, new: str) -> None:
    """The same by letters; nothing between them: an insertion."""
    if start == end:
        insert_at(word, paragraph, start, new)
        return
    gone = covered(paragraph, start, end)
    added = new_run(new, gone[0])
    if not word.author:
        gone[-1].addnext(added)
        for run in gone:
            parent_of(run).remove(run)
        if not new:
            parent_of(added).remove(added)
        return
    last = etree.Element("mark")
    gone[-1].addnext(last)
    for run in gone:
        strike(word, run)
    if new:
        change = word.change("ins")
        change.append(added)
        _out_of_changes(last).addprevious(change)
    parent_of(last).remove(last)


def _out_of_changes(mark: etree._Element) -> etree._Element:
    """The mark, put behind the insertion that it stands in: one tracked insertion holds no other."""
    while parent_of(mark).tag in (W + "ins", W + "del"):
        parent_of(mark).addnext(mark)
    return mark


def insert_at(word: Word, paragraph: etree._Element, at: int, new: str) -> None:
    """Puts words before a letter: behind the run that ends there, or before the first."""
    split(paragraph, at)
    before, seen = None, 0
    for run in runs_of(paragraph):
        seen += len(words_in(run))
        if seen > at:
            break
        before = run
    first = runs_of(paragraph)[0]
    added: etree._Element = new_run(new, before if before is not None else first)
    if word.author:
        change = word.change("ins")
        change.append(added)
        added = change
    place = before if before is not None else first
    while parent_of(place).tag in (W + "ins", W + "del"):
        place = parent_of(place)
    if before is not None:
        place.addnext(added)
    else:
        place.addprevious(added)


def insert(word: Word, before: str, new: str, *, within: str = "") -> None:
    """Puts words right before others."""
    paragraph = word.paragraph(within or before)
    insert_at(word, paragraph, text_of(paragraph).index(before), new)


def delete(word: Word, old: str, *, within: str = "") -> None:
    replace(word, old, "", within=within)


# ------------------------------------------------------------------ marks


def drop_marks(word: Word, only: Callable[[str], bool] = lambda name: name.startswith("_fact_")) -> None:
    """Takes bookmarks away, as programs do that do not keep them."""
    root = word.root()
    gone = {b.get(W + "id") for b in root.iter(W + "bookmarkStart") if only(str(b.get(W + "name")))}
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(root.iter(W + tag)):
            if mark.get(W + "id") in gone:
                parent_of(mark).remove(mark)


def drop_marks_in(word: Word, within: str) -> None:
    """Takes the bookmarks of one paragraph away, as when its text was typed anew."""
    names = {str(b.get(W + "name")) for b in word.paragraph(within).iter(W + "bookmarkStart")}
    drop_marks(word, lambda name: name in names and name.startswith("_fact_"))


def drop_record(word: Word) -> None:
    """Takes the record away, as programs do that keep no custom XML."""
    for name in [name for name in word.parts if name.startswith("customXml/")]:
        del word.parts[name]
    relations = word.root("word/_rels/document.xml.rels")
    for relation in list(relations):
        if "customXml" in str(relation.get("Target")):
            relations.remove(relation)
    types = word.root("[Content_Types].xml")
    for override in list(types):
        if str(override.get("PartName", "")).startswith("/customXml"):
            types.remove(override)


def rewrite_record(word: Word, change: Callable[[Any], Any]) -> None:
    """Puts another record into the file, as a forger would."""
    for name in word.parts:
        root = (
            word.root(name) if name.startswith("customXml/") and name.endswith(".xml") and "Props" not in name else None
        )
        if root is not None and "urn:briefing:record" in str(root.tag):
            holder = max(root.iter(), key=lambda element: len(element.text or ""))
            holder.text = json.dumps(change(json.loads(holder.text or "")))
            return
    raise AssertionError("the file has no record")


# ------------------------------------------------------------------ what is no edit


def scatter(word: Word) -> None:
    """Cuts runs into many, with the marks of spelling and of sessions that Word leaves."""
    for paragraph in word.paragraphs():
        for run in runs_of(paragraph):
            run.set(W + "rsidR", "00AB12CD")
            if len(words_in(run)) > 6:
                error = etree.Element(W + "proofErr")
                error.set(W + "type", "spellStart")
                run.addprevious(error)
        for at in range(len(text_of(paragraph)) - 5, 0, -5):
            split(paragraph, at)


def rewrite(word: Word, change: Callable[[str], str]) -> None:
    """Changes letters in every run, untracked."""
    for paragraph in word.paragraphs():
        for run in runs_of(paragraph):
            set_words(run, change(words_in(run)))


def embolden(word: Word, part: str) -> None:
    """Formats some words, tracked: the change is in the run's properties."""
    paragraph = word.paragraph(part)
    start = text_of(paragraph).index(part)
    for run in covered(paragraph, start, start + len(part)):
        properties = run.find(W + "rPr")
        if properties is None:
            properties = etree.Element(W + "rPr")
            run.insert(0, properties)
        etree.SubElement(properties, W + "b")
        change = word.change("rPrChange", ANNA)
        etree.SubElement(change, W + "rPr")
        properties.append(change)


def settle(word: Word, *, accept: bool) -> None:
    """Accepts or rejects every tracked change of words, as Word would."""
    stays, goes = ("ins", "del") if accept else ("del", "ins")
    for paragraph in word.paragraphs():
        for gone in list(paragraph.iter(W + goes)):
            if parent_of(gone).tag != W + "rPr":
                parent_of(gone).remove(gone)
        for kept in list(paragraph.iter(W + stays)):
            if parent_of(kept).tag == W + "rPr":
                continue
            for run in list(kept):
                set_words(run, "".join(t.text or "" for t in run if t.tag in (W + "t", W + "delText")))
                kept.addprevious(run)
            parent_of(kept).remove(kept)
