"""A resolved document, made by hand, with facts wherever a fact can stand; and a look into a Word file for their marks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from writers.docx.docx_sample import cell, picture

from briefing.document.model import (
    Callout,
    Column,
    Document,
    FactReference,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Note,
    PageFurniture,
    Paragraph,
    Properties,
    Quote,
    Row,
    Table,
    Text,
    TitleBlock,
)
from briefing.problems.problem import NO_LOCATION

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE = "Arms & <allies>"


def fact(text: str, name: str = "troops", **identity: object) -> FactReference:
    return FactReference(name, text, **identity)  # type: ignore[arg-type]


def paragraph(key: str, *inlines: Inline) -> Paragraph:
    return Paragraph(key, NO_LOCATION, inlines)


def note(number: int, *inlines: Inline) -> Note:
    return Note(inlines=inlines, number=number, key=f"note-{number}")


def marked_document(marking: str = "") -> Document:
    """The same fact in a heading, text, a link, notes, lists, a callout, a quotation, a table and a caption; and others."""
    table = Table(
        "table/t", NO_LOCATION, (Text("Losses by "), fact("10 May", "losses", aspect="date")), (Column(), Column("right")),
        (Row((cell("Who", header=True), cell(fact("soldiers", "losses", aspect="unit"), header=True))),),
        (Row((cell(fact("UK MoD", "losses", claim="mod", aspect="claimant"), header=True),
              cell(fact("6,000", "losses", claim="mod", aspect="number"), note(2, Text("Said in "), fact("2025"), Text("."))))),
         Row((cell("NIS", header=True), cell(fact("4,700", "losses", claim="nis", aspect="number"))))),
        source=(Text("Source: "), fact("of 2024", "trade", point="2024"), Text(".")), label="Table 1",
    )  # fmt: skip
    figure = Figure("figure/f", NO_LOCATION, (Text("Bars for "), fact("2024", "trade", point="2024", aspect="date")), "Bars.",
                    picture(), (Text("Credit: "), fact("Kim", "who"), Text(".")), label="Figure 1")  # fmt: skip
    bullets = List("l", NO_LOCATION, ((paragraph("l/1", fact("more than 11,000"), Text(" came.")),),
                                     (paragraph("l/2", Text("One")), paragraph("l/3", fact("11,000", aspect="number")))))  # fmt: skip
    link = Link("https://example.org/", (Text("see "), fact("the "), fact("data", strong=True)))
    blocks = (
        TitleBlock("front", NO_LOCATION, TITLE, "", ("Edition 1",)),
        Heading("h", NO_LOCATION, 1, (Text("How "), fact("11,000 soldiers"), Text(" came")), "1"),
        paragraph("p/1", fact("More than 11,000 soldiers "), Text("came"), note(1, fact("par. 3"), Text(", "), link), Text("."),
                  fact("조선", "country", language="ko"), link, fact("bold", strong=True, emphasis=True)),
        bullets,
        Callout("c", NO_LOCATION, "key", "Bottom line", (paragraph("c/1", Text("It was "), fact("11,000", aspect="number")),)),
        Quote("q", NO_LOCATION, (paragraph("q/1", fact("“& so on”")),)),
        table, figure,
        paragraph("p/2", Text("The end.")),
    )  # fmt: skip
    properties = Properties(TITLE, "Policy Desk", language="en-GB", date="2025-06-24", marking=marking)
    furniture = PageFurniture(TITLE, "Edition 1", "", "Policy Desk", marking=marking)
    return Document("sample", properties, blocks, furniture)


def with_empty_fact(document: Document) -> Document:
    """The document with a fact that prints nothing, before all others."""
    return replace(document, blocks=(paragraph("p/0", Text("Nothing: "), fact("")), *document.blocks))


def tree_of(data: bytes, part: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(part))


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bookmarked(data: bytes) -> dict[str, str]:
    """The words that stand in each bookmark of a fact, by its name; a no-break space after a number is a space."""
    found: dict[str, str] = {}
    for tree in _texts(data):
        open_names: dict[str | None, str] = {}
        for element in tree.iter(WORD + "bookmarkStart", WORD + "bookmarkEnd", WORD + "t"):
            name, identifier = str(element.get(WORD + "name")), element.get(WORD + "id")
            if element.tag == WORD + "bookmarkStart" and name.startswith("_fact_"):
                assert name not in found
                open_names[identifier], found[name] = name, ""
            elif element.tag == WORD + "bookmarkEnd":
                open_names.pop(identifier, None)
            for inside in open_names.values() if element.tag == WORD + "t" else ():
                found[inside] += (element.text or "").replace("\u00a0", " ")
    return found


def controlled(data: bytes) -> dict[int, tuple[str, str, str]]:
    """Tag, title and words of each content control of a fact, by its number."""
    found: dict[int, tuple[str, str, str]] = {}
    for tree in _texts(data):
        for control in tree.iter(WORD + "sdt"):
            said = {etree.QName(e).localname: str(e.get(WORD + "val")) for e in control.findall(f"{WORD}sdtPr/*")}
            if said.get("tag", "").startswith("fact:"):
                words = "".join(t.text or "" for t in control.iter(WORD + "t")).replace("\u00a0", " ")
                found[int(said["id"])] = (said["tag"], said["alias"], words)
    return found


def _texts(data: bytes) -> Iterator[etree._Element]:
    yield from (tree_of(data, f"word/{name}.xml") for name in ("document", "footnotes"))
