"""Our lint must see each fault in marks, comments, custom XML and fields, and none in sound files that have them."""

from __future__ import annotations

from functools import cache

import pytest
from gates.docx_lint import lint
from writers.docx.docx_damage import Damage, Members, change, double, drop, put_together, taken_apart
from writers.docx.marked_sample import marked_document

from briefing.document.comments import comment_of
from briefing.document.fact_markers import mark_facts
from briefing.layout.theme import load_theme
from briefing.problems.problem import Location, Problem
from briefing.writers.docx import write
from briefing.writers.docx.options import MarkerKind, WordOptions

DOCUMENT, NOTES, COMMENTS, HEADER = "word/document.xml", "word/footnotes.xml", "word/comments.xml", "word/header2.xml"
ITEM, PROPERTIES, TYPES = "customXml/item1.xml", "customXml/itemProps1.xml", "[Content_Types].xml"
SECOND_ITEM = ((ITEM, "customXml/item2.xml"), (PROPERTIES, "customXml/itemProps2.xml"))


@cache
def sound(kind: MarkerKind) -> bytes:
    document = marked_document("TLP:AMBER")
    marker = next(marked.marker for marked in mark_facts(document) if marked.fact.fact == "country")
    remarks = [
        comment_of(Problem("some-code", message, Location("facts/x.yaml", 3), severity="warning"), target)
        for message, target in (("of a fact", marker), ("of a paragraph", "p/2"), ("of nothing", "front"))
    ]
    choices = WordOptions(markers=kind)
    return write(document, load_theme(), pages={}, options=choices, record=b'{"a": 1}', comments=remarks).data


def add(name: str, content: bytes = b"<x/>") -> Damage:
    return lambda members: [*members, (name, content)]


def rename(old: str, new: str) -> Damage:
    return lambda members: [(new if name == old else name, content) for name, content in members]


def several(*damages: Damage) -> Damage:
    def damage(members: Members) -> Members:
        for one in damages:
            members = one(members)
        return members

    return damage


def second_item(members: Members) -> Members:
    """A second piece of custom XML, in order but for its id, which is that of the first."""
    held = dict(members)
    copies = [(new, held[old]) for old, new in SECOND_ITEM]
    relations = held["customXml/_rels/item1.xml.rels"].replace(b"itemProps1", b"itemProps2")
    made = [*members, *copies, ("customXml/_rels/item2.xml.rels", relations)]
    return several(
        change(TYPES, '(<Override PartName="/customXml/itemProps)1([.]xml"[^>]*>)', r"\g<1>1\g<2>\g<1>2\g<2>"),
        change(
            "word/_rels/document.xml.rels", "</Relationships>",
            '<Relationship Id="rId99" Target="../customXml/item2.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"/></Relationships>',
        ),
    )(made)  # fmt: skip


START = '<w:bookmarkStart w:id="([0-9]+)" w:name="_fact_[^>]*>'
ANY: dict[str, tuple[Damage, str]] = {
    "part without a relation": (add("word/media/image7.png"), "no relation leads to word/media/image7.png"),
    "names that differ in capitals": (add("Word/document.xml"), "but for capitals, word/document.xml"),
    "member twice": (double(COMMENTS), "two members"),
    "comments without a type": (change(TYPES, '<Override PartName="/word/comments.xml"[^>]*>', ""), "comments.xml has no content type"),
    "comments without a part": (drop(COMMENTS), "leads to word/comments.xml"),
    "custom XML without properties": (
        several(drop(PROPERTIES), drop("customXml/_rels/item1.xml.rels"),
                change(TYPES, '<Override PartName="/customXml/itemProps1.xml"[^>]*>', "")), "item1.xml has no properties"),
    "custom XML with a dangling relation": (drop(PROPERTIES), "customXml/itemProps1.xml, which is not there"),
    "custom XML without a type": (change(TYPES, '<Override PartName="/customXml[^>]*>', ""), "itemProps1.xml has no content type"),
    "custom XML without an id": (change(PROPERTIES, 'itemID="[^"]*"', 'itemID="7"'), "7 is no id"),
    "two pieces with one id": (second_item, "pieces of custom XML have the id"),
    "custom XML that nothing needs": (
        change("word/_rels/document.xml.rels", "<Relationship [^>]*customXml/item1.xml[^>]*>", ""), "leads to customXml/item1.xml"),
    "bookmark that ends first": (
        change(DOCUMENT, f'({START})(((?!bookmark).)*)(<w:bookmarkEnd w:id="[0-9]+"/>)', r"\5\3\1"), "has not begun"),
    "bookmark that ends in the notes": (
        several(change(DOCUMENT, '<w:bookmarkEnd w:id="5"/>', ""), change(NOTES, "</w:p>", '<w:bookmarkEnd w:id="5"/></w:p>')),
        "bookmark 5 does not end"),
    "bookmark without words": (change(DOCUMENT, f"({START})<w:r>((?!</w:r>).)*</w:r>", r"\1"), "holds no words"),
    "names of bookmarks that differ in capitals": (
        change(DOCUMENT, f'({START}.*?)w:name="_fact_([0-9a-f]+)_2"', r'\1w:name="_FACT_\3_1"'), "bookmarks are called, but for capitals"),
    "doubled name": (change(DOCUMENT, 'w:name="_fact_([0-9a-f]+)_2"', r'w:name="_fact_\1_1"'), "two bookmarks are called"),
    "marks of both kinds": (
        change(DOCUMENT, f"({START})(<w:r>.*?</w:r>)",
               r'\1<w:sdt><w:sdtPr><w:tag w:val="fact:x:value"/><w:id w:val="9"/></w:sdtPr><w:sdtContent>\3</w:sdtContent></w:sdt>'),
        "by bookmarks and by content controls"),
    "anchor without a comment": (change(COMMENTS, '<w:comment w:id="1".*?</w:comment>', ""), "commentReference 1 has no comment"),
    "comment without an anchor": (change(DOCUMENT, '<w:r><w:commentReference w:id="1"/></w:r>', ""), "comment 1 has no commentReference"),
    "comment without a beginning": (change(DOCUMENT, '<w:commentRangeStart w:id="1"/>', ""), "comment 1 has no commentRangeStart"),
    "comment without an end": (change(DOCUMENT, '<w:commentRangeEnd w:id="1"/>', ""), "comment 1 has no commentRangeEnd"),
    "comment that ends first": (
        change(DOCUMENT, '<w:commentRangeStart w:id="1"/>(.*?)<w:commentRangeEnd w:id="1"/>',
               r'<w:commentRangeEnd w:id="1"/>\1<w:commentRangeStart w:id="1"/>'), "range of comment 1"),
    "two comments with one id": (change(COMMENTS, 'w:comment w:id="1"', 'w:comment w:id="0"'), "comments have the id 0"),
    "one comment in two places": (
        change(DOCUMENT, '(<w:r><w:commentReference w:id="1"/></w:r>)', r"\1\1"), "commentReference have the id 1"),
    "comment of nobody": (change(COMMENTS, ' w:author="[^"]*"', ""), "no author"),
    "comment without words": (change(COMMENTS, '(<w:comment w:id="0"[^>]*>).*?</w:comment>', r"\1</w:comment>"), "no paragraph"),
    "part without a comment": (change(COMMENTS, "<w:comment .*</w:comment>", ""), "no comment"),
    "comment in a header": (change(HEADER, "</w:p>", '<w:r><w:commentReference w:id="0"/></w:r></w:p>'), "where Word has none"),
    "old title": (change("docProps/core.xml", "<dc:title>", "<dc:title>New "), "field TITLE shows"),
    "old marking": (change(HEADER, ">TLP:AMBER<", ">TLP:RED<"), "DOCPROPERTY Category shows 'TLP:RED'"),
}  # fmt: skip
WORD: dict[str, tuple[Damage, str]] = {
    "doubled control": (change(DOCUMENT, "(<w:sdt>.*?</w:sdt>)", r"\1\1"), "content controls have the id"),
    "long tag": (change(DOCUMENT, '<w:tag w:val="', f'<w:tag w:val="{"x" * 64}'), "tag of a content control is longer"),
    "long title": (change(DOCUMENT, '<w:alias w:val="', f'<w:alias w:val="{"x" * 64}'), "alias of a content control is longer"),
    "empty control": (change(DOCUMENT, "<w:sdtContent>.*?</w:sdtContent>", "<w:sdtContent/>"), "holds nothing"),
    "number that Word cannot keep": (
        change(DOCUMENT, '(<w:sdtPr>.*?)<w:id w:val="[0-9]+"/>', r'\1<w:id w:val="2147483648"/>'), "no number"),
    "control with more than runs": (
        change(DOCUMENT, "<w:sdtContent>(<w:r>.*?</w:r>)", r'<w:sdtContent><w:hyperlink w:anchor="x">\1</w:hyperlink>'), "more than runs"),
    "marks of both kinds": (
        change(DOCUMENT, "(<w:sdt>.*?</w:sdt>)", r'<w:bookmarkStart w:id="900" w:name="_fact_0_1"/>\1<w:bookmarkEnd w:id="900"/>'),
        "by bookmarks and by content controls"),
}  # fmt: skip
DAMAGES: dict[MarkerKind, dict[str, tuple[Damage, str]]] = {"any": ANY, "word": WORD}


@pytest.mark.parametrize("kind", DAMAGES)
def test_the_sound_files_have_no_fault(kind: MarkerKind) -> None:
    assert lint(sound(kind)) == []
    assert lint(put_together(taken_apart(sound(kind)))) == []


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, damages in DAMAGES.items() for name in damages])
def test_lint_sees(kind: MarkerKind, name: str) -> None:
    damage, expected = DAMAGES[kind][name]
    faults = lint(put_together(damage(taken_apart(sound(kind)))))
    assert any(expected in fault for fault in faults), faults
