"""What Word files hold beyond what briefing writes: changes, fields, boxes, controls, somebody's template."""

from __future__ import annotations

import io
import json
import zipfile

from samples.brief_sample import full_document

from briefing.layout.theme import load_theme
from briefing.readers import read_brief
from briefing.readers.docx_lists import write_number
from briefing.readers.reading import Reading, split_words, write_address
from briefing.writers import docx

SPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.{name}"'
    for prefix, name in {
        "w": "openxmlformats.org/wordprocessingml/2006/main",
        "r": "openxmlformats.org/officeDocument/2006/relationships",
        "mc": "openxmlformats.org/markup-compatibility/2006",
        "wp": "openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
MARKED = '<w:p><w:pPr><w:rPr><w:del w:id="9"/></w:rPr></w:pPr>{}</w:p>'


def reading(body: str, **parts: str) -> Reading:
    """The sample's file with another body and further parts."""
    made = io.BytesIO()
    base = docx.write(full_document(), load_theme(), pages={}).data
    with zipfile.ZipFile(io.BytesIO(base)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            if name != "word/document.xml":
                after.writestr(name, before.read(name))
        after.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            after.writestr(name.replace("__", "/") + ".xml", content)
    return read_brief(made.getvalue(), "")


def said(body: str) -> list[str]:
    return [" ".join(piece.words) for piece in reading(body).pieces]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def field(instruction: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{marks[1]}{run(result)}{marks[2]}"


def test_tracked_changes_count_as_accepted() -> None:
    inserted, struck = (
        f'<w:ins w:id="1">{run("new ")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del>',
    )
    assert said(paragraph(run("A "), inserted, struck, run("word"))) == ["A new word"]
    moved = f'<w:moveFrom w:id="3">{run("here")}</w:moveFrom><w:moveTo w:id="4">{run("there")}</w:moveTo>'
    assert said(paragraph(moved)) == ["there"]
    assert said(MARKED.format(run("One, ")) + paragraph(run("joined."))) == ["One, joined."]
    row = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc></w:tr>"
    table = row.format("", run("kept")) + row.format('<w:trPr><w:del w:id="5"/></w:trPr>', run("gone"))
    assert said(f"<w:tbl>{table}</w:tbl>") == ["kept"]


def test_of_fields_the_result_is_read() -> None:
    assert said(paragraph(run("See "), field(" REF x \\h ", "Table 2"), run("."))) == ["See Table 2."]
    assert said(paragraph(f'<w:fldSimple w:instr=" DATE ">{run("today")}</w:fldSimple>')) == ["today"]
    nested = field(" IF ", "outer " + "</w:t></w:r>" + field(" SEQ Table ", "3") + "<w:r><w:t> end")
    assert said(paragraph(nested)) == ["outer 3 end"]


def test_links_of_every_kind() -> None:
    outside = field(' HYPERLINK "https://example.org" ', "a site")
    (piece, target) = reading(
        paragraph(outside, run(" and "), field(" REF _Ref1 \\h ", "below"))
        + paragraph('<w:bookmarkStart w:id="1" w:name="_Ref1"/>', run("Target"), '<w:bookmarkEnd w:id="1"/>')
    ).pieces
    assert target.words == ("Target",)
    assert [(link.words, link.address, link.target) for link in piece.links] == [
        ("a site", "https://example.org/", -1),
        ("below", "", 1),
    ]


def test_a_text_box_is_read_once_and_hidden_text_never() -> None:
    box = f"<w:txbxContent>{paragraph(run('Boxed'))}</w:txbxContent>"
    drawing = f'<w:drawing><wp:inline><wp:docPr id="1" name="b"/><wps:txbx>{box}</wps:txbx></wp:inline></w:drawing>'
    fallback = f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    choice = f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>{fallback}</mc:AlternateContent>'
    assert said(paragraph(run("Before"), f"<w:r>{choice}</w:r>")) == ["Before", "Boxed"]
    assert said(paragraph(run("a"), "<w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r>", run("c"))) == ["ac"]


def test_content_controls_are_looked_into() -> None:
    inner = f"<w:sdt><w:sdtContent>{run('inline')}</w:sdtContent></w:sdt>"
    outer = f"<w:sdt><w:sdtContent>{paragraph(run('block '), inner)}</w:sdtContent></w:sdt>"
    assert said(outer) == ["block inline"]


def test_only_the_body_in_its_bookmark_is_read_where_there_is_one() -> None:
    start, end = '<w:bookmarkStart w:id="7" w:name="_brief_body"/>', '<w:bookmarkEnd w:id="7"/>'
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = (
        paragraph(run("Cover"), note)
        + start
        + paragraph(run("Brief"), note.replace('"1"', '"2"'))
        + end
        + paragraph(run("Imprint"))
    )
    pieces = reading(body).pieces
    assert [piece.kind for piece in pieces] == ["paragraph", "note"]
    assert " ".join(pieces[0].words) == "Brief ²"
    assert pieces[0].paragraph == 2
    whole = reading(body.replace("_brief_body", "other")).pieces
    assert [piece.kind for piece in whole] == ["paragraph", "note", "paragraph", "note", "paragraph"]


def test_the_record_is_read_from_its_part_and_from_no_other() -> None:
    record = {"schema": "briefing/record/1", "title": "A & B"}
    text = json.dumps(record).replace("&", "&amp;")
    part = f'<r:record xmlns:r="urn:briefing:record:1">{text}</r:record>'
    body = paragraph(run("x"))
    assert reading(body, customXml__item1=part).record == record
    assert reading(body, customXml__item1='<a xmlns="urn:other">{}</a>').record is None
    assert reading(body, customXml__item1=part.replace("{", "", 1)).record is None
    assert reading(body).record is None


def test_what_counts_as_the_same_word() -> None:
    assert split_words("a\u00a0b\tc\n d") == ("a", "b", "c", "d")
    assert split_words("co\u00adoperation non\u2011stop by\u2010pass nai\u0308\u200dve e\ufb03cient e\u0301") == (
        "cooperation",
        "non-stop",
        "by-pass",
        "naïve",
        "efficient",
        "é",
    )
    assert split_words("co-operation Co-operation") == ("co-operation", "Co-operation")
    assert split_words("“quoted” – dash") == ("“quoted”", "–", "dash")


def test_what_counts_as_the_same_address() -> None:
    assert write_address("https://example.org") == write_address("https://example.org/")
    assert write_address("https://example.org/é b") == "https://example.org/%C3%A9%20b"
    assert write_address("https://example.org/a") != write_address("https://example.org/a/")


def test_numbers_of_lists() -> None:
    assert [write_number(n, "lowerLetter") for n in (1, 26, 27, 28)] == ["a", "z", "aa", "bb"]
    assert [write_number(n, "upperRoman") for n in (4, 9, 14, 1999)] == ["IV", "IX", "XIV", "MCMXCIX"]
    assert [write_number(7, form) for form in ("decimal", "decimalZero", "chicago")] == ["7", "07", "7"]
