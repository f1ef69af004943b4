"""Changes paragraphs, list items, rows and tables in a Word file as Word does, tracked or not; adds comments."""

from __future__ import annotations

import copy

from lxml import etree
from review.edits.surgery import (
    DATE,
    NS,
    W,
    Word,
    covered,
    new_run,
    parent_of,
    runs_of,
    set_words,
    strike,
    text_of,
    words_in,
)

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def _mark_end(word: Word, paragraph: etree._Element, tag: str) -> None:
    """Says what was done to a paragraph's end."""
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    marks = properties.find(W + "rPr")
    if marks is None:
        marks = etree.SubElement(properties, W + "rPr")
    marks.insert(0, word.change(tag))


def _bare(paragraph: etree._Element) -> etree._Element:
    """A paragraph with the same properties and nothing in it."""
    made = etree.Element(W + "p")
    properties = paragraph.find(W + "pPr")
    if properties is not None:
        made.append(copy.deepcopy(properties))
    return made


def _put(word: Word, paragraph: etree._Element, text: str, like: etree._Element | None = None) -> None:
    run = new_run(text, like)
    if word.author:
        change = word.change("ins")
        change.append(run)
        run = change
    paragraph.append(run)


def add_paragraph(word: Word, after: str, text: str) -> None:
    """A new paragraph of the same style, or a new item of a list, behind the one that holds `after`."""
    before = word.paragraph(after)
    made = _bare(before)
    if word.author:
        _mark_end(word, made, "ins")
    _put(word, made, text)
    before.addnext(made)


def delete_paragraph(word: Word, part: str) -> None:
    paragraph = word.paragraph(part)
    if not word.author:
        parent_of(paragraph).remove(paragraph)
        return
    for run in runs_of(paragraph):
        strike(word, run)
    for reference in list(paragraph.iter(W + "footnoteReference")):
        run = parent_of(reference)
        change = word.change("del")
        run.addprevious(change)
        change.append(run)
    _mark_end(word, paragraph, "del")


def split_paragraph(word: Word, before: str) -> None:
    """A new end of a paragraph right before some words."""
    paragraph = word.paragraph(before)
    start = text_of(paragraph).index(before)
    runs = covered(paragraph, start, len(text_of(paragraph)))
    first = runs[0]
    while parent_of(first) is not paragraph:
        first = parent_of(first)
    made = _bare(paragraph)
    for element in [first, *first.itersiblings()]:
        made.append(element)
    paragraph.addnext(made)
    if word.author:
        _mark_end(word, paragraph, "ins")


def merge_paragraphs(word: Word, part: str) -> None:
    """Takes away the end of a paragraph, so that the next runs on in it."""
    paragraph = word.paragraph(part)
    if word.author:
        _mark_end(word, paragraph, "del")
        return
    following = next(paragraph.itersiblings(W + "p"))
    paragraph.append(new_run(" "))
    for element in [e for e in following if e.tag != W + "pPr"]:
        paragraph.append(element)
    parent_of(following).remove(following)


def move_paragraph(word: Word, part: str, behind: str) -> None:
    """Cuts a paragraph and pastes it behind another."""
    paragraph, place = word.paragraph(part), word.paragraph(behind)
    if not word.author:
        place.addnext(paragraph)
        return
    pasted = _bare(paragraph)
    _mark_end(word, pasted, "moveTo")
    arrived = word.change("moveTo")
    arrived.append(new_run(text_of(paragraph)))
    pasted.append(_range(word, "moveToRangeStart", "move1"))
    pasted.append(arrived)
    pasted.append(_range(word, "moveToRangeEnd"))
    place.addnext(pasted)
    for run in runs_of(paragraph):
        change = word.change("moveFrom")
        run.addprevious(change)
        change.append(run)
    _mark_end(word, paragraph, "moveFrom")


def _range(word: Word, tag: str, name: str = "") -> etree._Element:
    made = word.change(tag)
    if name:
        made.set(W + "name", name)
    return made


# ------------------------------------------------------------------ tables


def row_of(word: Word, part: str) -> etree._Element:
    element = word.paragraph(part)
    while element.tag != W + "tr":
        element = parent_of(element)
    return element


def add_row(word: Word, after: str, texts: list[str]) -> None:
    """A row like another, behind it, with other words."""
    row = row_of(word, after)
    made = copy.deepcopy(row)
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(made.iter(W + tag)):
            parent_of(mark).remove(mark)
    for cell, text in zip(made.iter(W + "tc"), texts, strict=True):
        paragraph = next(cell.iter(W + "p"))
        like = next(iter(runs_of(paragraph)), None)
        for element in [e for e in paragraph if e.tag != W + "pPr"]:
            paragraph.remove(element)
        _put(word, paragraph, text, like)
    if word.author:
        _row_change(word, made, "ins")
    row.addnext(made)


def delete_row(word: Word, part: str) -> None:
    row = row_of(word, part)
    if not word.author:
        parent_of(row).remove(row)
        return
    for paragraph in row.iter(W + "p"):
        for run in runs_of(paragraph):
            strike(word, run)
    _row_change(word, row, "del")


def _row_change(word: Word, row: etree._Element, tag: str) -> None:
    properties = row.find(W + "trPr")
    if properties is None:
        properties = etree.Element(W + "trPr")
        row.insert(0, properties)
    properties.append(word.change(tag))


def paste_table(word: Word, after: str, rows: list[list[str]]) -> None:
    """A plain table behind a paragraph, and the empty paragraph that Word puts behind it."""
    place = word.paragraph(after)
    table = etree.Element(W + "tbl")
    etree.SubElement(table, W + "tblPr")
    grid = etree.SubElement(table, W + "tblGrid")
    for _ in rows[0]:
        etree.SubElement(grid, W + "gridCol").set(W + "w", "3000")
    for texts in rows:
        row = etree.SubElement(table, W + "tr")
        if word.author:
            _row_change(word, row, "ins")
        for text in texts:
            cell = etree.SubElement(row, W + "tc")
            etree.SubElement(cell, W + "tcPr")
            _put(word, etree.SubElement(cell, W + "p"), text)
    place.addnext(table)
    table.addnext(etree.Element(W + "p"))


# ------------------------------------------------------------------ comments


def comment(word: Word, on: str, text: str, *, author: str, parent: str = "", resolved: bool = False) -> str:
    """A comment on some words, or an answer to another on the same; gives its number."""
    root, extended = _comments(word)
    number = str(len(root))
    made = etree.SubElement(root, W + "comment")
    for key, value in (("id", number), ("author", author), ("date", DATE), ("initials", author[:1])):
        made.set(W + key, value)
    paragraph = etree.SubElement(made, W + "p")
    paragraph.set(f"{{{_W14}}}paraId", f"{int(number) + 1:08X}")
    paragraph.append(new_run(text))
    entry = etree.SubElement(extended, f"{{{_W15}}}commentEx")
    entry.set(f"{{{_W15}}}paraId", f"{int(number) + 1:08X}")
    if parent:
        entry.set(f"{{{_W15}}}paraIdParent", f"{int(parent) + 1:08X}")
    entry.set(f"{{{_W15}}}done", "1" if resolved else "0")
    _hang(word, on, number)
    return number


def _hang(word: Word, on: str, number: str) -> None:
    paragraph = word.paragraph(on)
    start = text_of(paragraph).index(on)
    runs = covered(paragraph, start, start + len(on))
    opening, closing = (etree.Element(W + tag) for tag in ("commentRangeStart", "commentRangeEnd"))
    opening.set(W + "id", number)
    closing.set(W + "id", number)
    runs[0].addprevious(opening)
    point = etree.Element(W + "r")
    etree.SubElement(point, W + "commentReference").set(W + "id", number)
    runs[-1].addnext(closing)
    closing.addnext(point)


def _comments(word: Word) -> tuple[etree._Element, etree._Element]:
    names = ("word/comments.xml", "word/commentsExtended.xml")
    if names[0] not in word.parts:
        word.roots[names[0]] = etree.Element(W + "comments", nsmap={"w": NS, "w14": _W14})
        word.roots[names[1]] = etree.Element(f"{{{_W15}}}commentsEx", nsmap={"w15": _W15})
        for name, kind, relation in zip(names, ("comments", "commentsExtended"), (_RELATION, _EXTENDED), strict=True):
            word.parts[name] = b""
            _declare(word, name, f"{_TYPE}.{kind}+xml", relation)
    return word.root(names[0]), word.root(names[1])


def _declare(word: Word, name: str, kind: str, relation: str) -> None:
    types = word.root("[Content_Types].xml")
    space = types.tag[: types.tag.index("}") + 1]
    override = etree.SubElement(types, f"{space}Override")
    override.set("PartName", f"/{name}")
    override.set("ContentType", kind)
    relations = word.root("word/_rels/document.xml.rels")
    space = relations.tag[: relations.tag.index("}") + 1]
    made = etree.SubElement(relations, f"{space}Relationship")
    made.set("Id", f"rIdReview{len(relations)}")
    made.set("Type", relation)
    made.set("Target", name.removeprefix("word/"))


def retype(word: Word, part: str, text: str) -> None:
    """Types a paragraph's text anew, untracked: one run, no marks."""
    paragraph = word.paragraph(part)
    runs = runs_of(paragraph)
    set_words(runs[0], text)
    for run in runs[1:]:
        if words_in(run):
            parent_of(run).remove(run)
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(paragraph.iter(W + tag)):
            parent_of(mark).remove(mark)
