"""Our lint of Word files must see each fault that is put into a sound file, and none in the sound one."""

from __future__ import annotations

from functools import cache

import pytest
from gates.docx_lint import lint
from writers.docx.docx_damage import Damage, change, double, drop, put_together, taken_apart
from writers.docx.docx_sample import sample, sample_pages

from briefing.layout.theme import load_theme
from briefing.writers.docx import write


@cache
def sound() -> bytes:
    return write(sample(6), load_theme(), pages=sample_pages()).data


NOT_PAST = "((?!</{0}>).)*</{0}>"
DOCUMENT, STYLES, NOTES = "word/document.xml", "word/styles.xml", "word/footnotes.xml"
DAMAGES: dict[str, tuple[Damage, str]] = {
    "doubled member": (double(STYLES), "two members"),
    "broken XML": (change(DOCUMENT, "</w:body>", ""), "no XML"),
    "missing part": (drop("word/settings.xml"), "not there"),
    "missing content type": (change("[Content_Types].xml", '<Override PartName="/word/styles.xml"[^>]*>', ""), "content type"),
    "late content types": (lambda members: [*members[1:], members[0]], "first member"),
    "dangling relation": (change("word/_rels/document.xml.rels", "media/image1.png", "media/image9.png"), "not there"),
    "unknown relation": (change(DOCUMENT, 'r:embed="rId', 'r:embed="rId9'), "does not have"),
    "undefined style": (change(DOCUMENT, '"BodyText"', '"NoSuchStyle"'), "not defined"),
    "style defined twice": (change(STYLES, 'w:styleId="Title"', 'w:styleId="Subtitle"'), "two styles"),
    "undefined list": (change(DOCUMENT, '<w:numId w:val="[0-9]+"/>', '<w:numId w:val="777"/>'), "list 777"),
    "bookmark not ended": (change(DOCUMENT, '<w:bookmarkEnd w:id="[0-9]+"/>', ""), "does not end"),
    "doubled bookmark": (change(DOCUMENT, 'w:bookmarkStart w:id="2"', 'w:bookmarkStart w:id="1"'), "bookmarks have the id"),
    "missing bookmark": (change(DOCUMENT, "PAGEREF _Toc", "PAGEREF _Tic"), "referred to"),
    "missing anchor": (change(DOCUMENT, 'w:anchor="_Ref', 'w:anchor="_Raf'), "referred to"),
    "long bookmark": (change(DOCUMENT, 'w:name="_Toc', f'w:name="_{"o" * 40}'), "too long"),
    "missing note": (change(NOTES, '<w:footnote w:id="2">.*?</w:footnote>', ""), "note 2 is not there"),
    "uncited note": (change(DOCUMENT, '<w:footnoteReference w:id="2"/>', ""), "cited nowhere"),
    "missing separator": (change(NOTES, 'w:id="-1"', 'w:id="99"'), "separators"),
    "short row": (change(DOCUMENT, "<w:tc>((?!</w:tc>).)*</w:tc></w:tr>", "</w:tr>"), "columns"),
    "wrong width": (change(DOCUMENT, '<w:tcW w:w="[0-9]+"', '<w:tcW w:w="7"'), "as wide as"),
    "cell without paragraph": (change(DOCUMENT, f"(<w:tc><w:tcPr>{NOT_PAST.format('w:tcPr')})<w:p>{NOT_PAST.format('w:p')}", r"\1"),
                               "end with a paragraph"),
    "field without end": (change(DOCUMENT, '<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""), "does not end"),
    "field out of order": (change(DOCUMENT, 'w:fldCharType="begin"', 'w:fldCharType="separate"'), "does not begin"),
    "dirty field": (change(DOCUMENT, 'w:fldCharType="begin"', 'w:fldCharType="begin" w:dirty="true"'), "dirty"),
    "question about fields": (change("word/settings.xml", "<w:defaultTabStop", "<w:updateFields/><w:defaultTabStop"), "asked"),
    "lost spaces": (change(DOCUMENT, '<w:t xml:space="preserve">A', "<w:t> A"), "would be lost"),
    "empty header": (change("word/header1.xml", "<w:p>.*</w:p>", ""), "is empty"),
    "wrong font key": (change("word/fontTable.xml", '........}"', '00000000}"'), "no font"),
    "doubled property": (change("docProps/core.xml", "<dc:title>", "<dc:title>x</dc:title><dc:title>"), "twice"),
    "untyped date": (change("docProps/core.xml", ' xsi:type="dcterms:W3CDTF"', ""), "no type"),
    "doubled drawing": (change(DOCUMENT, "(<w:drawing>.*?</w:drawing>)", r"\1\1"), "drawings have the id"),
}  # fmt: skip


def test_the_sample_has_no_fault() -> None:
    assert lint(sound()) == []
    assert lint(put_together(taken_apart(sound()))) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_lint_sees(name: str) -> None:
    damage, expected = DAMAGES[name]
    faults = lint(put_together(damage(taken_apart(sound()))))
    assert any(expected in fault for fault in faults), faults
