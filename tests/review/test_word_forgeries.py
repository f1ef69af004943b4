"""A Word file that was changed by hand is named by `verify`, however it was changed; a file as built or saved again is not."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from word_surgery import MAIN, STYLES, Surgery, field_of, paragraph, run, style

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief
from briefing.problems.problem import BriefingError
from briefing.readers import read_brief
from briefing.review.compare import compare
from briefing.review.verify import Verification, verify, verify_file

ROOT = Path(__file__).parents[2]
DOSSIER = ROOT / "facts" / "russia-north-korea-edition-1"
CHART, OVER, NUMBERING = "word/charts/chart1.xml", "word/drawings/drawing1.xml", "word/numbering.xml"
FALSE = "North Korea sent 99,999 soldiers"
FACT = '<w:r><w:rPr><w:rStyle w:val="BriefFact"/></w:rPr><w:t xml:space="preserve">more than 11,000\u00a0soldiers</w:t></w:r>'
LABEL = ">Relations between Moscow and Pyongyang grew firmer after 2008<"
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
_WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
_TITLE = f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{FALSE}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
_BEGIN, _INSTRUCTION = '<w:fldChar w:fldCharType="begin"/>', '</w:r><w:r><w:instrText xml:space="preserve"> TITLE'
_DIRTY = _BEGIN.replace("/>", ' w:dirty="true"/>')
_BOUND = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{0}"/></w:sdtPr><w:sdtContent>'
_FORMULA = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>9</m:t></m:r></m:oMath>'
)
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_BANNER = "Restates one source, GEOPOLITIKS newsletter: unchecked, with known errors"
_PIXEL = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    folders = [ROOT / "templates"]
    done = build_brief(DOSSIER, DOSSIER.name, template_folders=folders, options=BuildOptions(formats=("docx", "pdf")))
    return {key: written.data for key, written in done.files.items()}


def check(surgery: Surgery) -> Verification:
    return verify(read_brief(surgery.bytes(), "forged.docx"))


def words(found: Verification) -> str:
    """Everything that a verification names, as one text."""
    altered = [f"altered {each.shown.text} now {each.now}" for each in found.altered]
    reworded = [f"reworded {each.before} now {each.now}" for each in found.reworded]
    return "\n".join((*altered, *reworded, *(f"unread {part.place}: {part.description}" for part in found.unread)))


def fact(look: str) -> Callable[[Surgery], Surgery]:
    """The run of a printed figure, with another look."""
    return lambda file: file.replace(FACT, FACT.replace("</w:rPr>", f"{look}</w:rPr>"))


def inserted(xml: str) -> Callable[[Surgery], Surgery]:
    return lambda file: file.insert(xml)


def picture(file: Surgery) -> Surgery:
    graphic = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    file.relate(MAIN, "image", "media/forged.png", _PIXEL)
    return file.insert(
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="900" name="x"/><a:graphic>'
        f'<a:graphicData uri="{graphic}"><pic:pic xmlns:pic="{graphic}"><pic:blipFill><a:blip r:embed="rId900"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def text_box(text: str, *, alt: str = "", anchored: bool = False, group: bool = False) -> str:
    """A paragraph with a drawn text box."""
    kind = "anchor" if anchored else "inline"
    word = "http://schemas.microsoft.com/office/word/2010"
    uri = f"{word}/wordprocessing{'Group' if group else 'Shape'}"
    shape = f"<wps:wsp {_WPS}><wps:spPr/><wps:txbx><w:txbxContent>{paragraph(text)}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    inner = f'<wpg:wgp xmlns:wpg="{word}/wordprocessingGroup">{shape}</wpg:wgp>' if group else shape
    return (
        f'<w:p><w:r><w:drawing><wp:{kind}><wp:extent cx="9" cy="9"/><wp:docPr id="900" name="x" descr="{alt}"/><a:graphic>'
        f'<a:graphicData uri="{uri}">{inner}</a:graphicData></a:graphic></wp:{kind}></w:drawing></w:r></w:p>'
    )


def alternatives(choice: str, fallback: str, requires: str = "wps", names: str = _WPS) -> str:
    return (
        f'<w:p><w:r><mc:AlternateContent {_MC}><mc:Choice Requires="{requires}" {names}>{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def restyled(identifier: str, properties: str) -> Callable[[Surgery], Surgery]:
    """A style of the file with other run properties at its end."""

    def change(file: Surgery) -> Surgery:
        found = re.search(rf'<w:style [^>]*w:styleId="{identifier}".*?</w:style>', file.text(STYLES), re.DOTALL)
        assert found is not None
        changed = re.sub(r"<w:rPr>.*?</w:rPr>|<w:rPr/>", "", found[0]).replace(
            "</w:style>", f"<w:rPr>{properties}</w:rPr></w:style>"
        )
        return file.replace(found[0], changed, STYLES)

    return change


def styled(name: str) -> Callable[[Surgery], Surgery]:
    def change(file: Surgery) -> Surgery:
        return file.replace("</w:styles>", style(name, "") + "</w:styles>", STYLES).insert(
            paragraph(FALSE, style="Forged")
        )

    return change


def body_marked(file: Surgery) -> Surgery:
    """The bookmark of a brief in a Word template, around the real text, with a forged paragraph behind it."""
    file.replace("<w:body>", '<w:body><w:bookmarkStart w:id="9001" w:name="_brief_body"/>')
    return file.replace(
        "<w:sectPr><w:headerReference", f'<w:bookmarkEnd w:id="9001"/>{paragraph(FALSE)}<w:sectPr><w:headerReference'
    )


def embedded_font(file: Surgery) -> Surgery:
    name = "word/fonts/SourceSerif4-Regular.odttf"
    file.parts[name] = file.parts[name][:-4] + b"0000"
    return file


def workbook(file: Surgery) -> Surgery:
    name = "word/embeddings/workbook1.xlsx"
    inner = Surgery(file.parts[name])
    number = re.search(r"<v>(\d+\.\d+)</v>", inner.text("xl/worksheets/sheet1.xml"))
    assert number is not None
    file.parts[name] = inner.replace(number[0], "<v>99.9</v>", "xl/worksheets/sheet1.xml").bytes()
    return file


def bullets(file: Surgery) -> Surgery:
    """The mark of a bulleted list, whatever it is, becomes a sentence."""
    found = re.search(r'<w:numFmt w:val="bullet"/>.*?<w:lvlText w:val="([^"]*)"/>', file.text(NUMBERING), re.DOTALL)
    assert found is not None
    return file.replace(
        found[0], found[0].replace(f'<w:lvlText w:val="{found[1]}"/>', f'<w:lvlText w:val="{FALSE}"/>'), NUMBERING, 99
    )


def numbered_item(file: Surgery) -> Surgery:
    """A figure as the first word of a list item, where its number would be."""
    found = re.search(r'<w:p><w:pPr><w:pStyle w:val="ListBullet"/>.*?</w:pPr>', file.text())
    assert found is not None
    return file.replace(found[0], found[0] + run("99,999 "))


FORGERIES: dict[str, tuple[Callable[[Surgery], Surgery], str]] = {
    # Text that verify does not read as the text of the page.
    "an entry of contents": (inserted(paragraph(FALSE, style="Toc1")), FALSE),
    "a style named toc 1": (styled("toc 1"), FALSE),
    "a style named callout": (styled("callout z title"), FALSE),
    "a style named caption list": (styled("table of figures"), FALSE),
    "a style of ours for callouts": (inserted(paragraph(FALSE, style="BriefCalloutKeyTitle")), FALSE),
    "a bookmark of templates": (body_marked, FALSE),
    "a header": (lambda file: file.replace("</w:hdr>", paragraph(FALSE) + "</w:hdr>", "word/header1.xml"), FALSE),
    "a word in a header": (
        lambda file: file.replace("Restates one source", "Checked with five sources", "word/header1.xml"),
        "Checked",
    ),
    "a header emptied": (lambda file: file.replace(_BANNER, "", "word/header1.xml", 9), "Restates"),
    "a footer": (lambda file: file.replace("</w:ftr>", paragraph(FALSE) + "</w:ftr>", "word/footer2.xml"), FALSE),
    "a page number": (lambda file: file.replace(" PAGE ", ' PAGE \\# "99,999" ', "word/footer1.xml"), "99,999"),
    "a separator of notes": (
        lambda file: file.replace("<w:separator/></w:r>", "<w:separator/></w:r>" + run(FALSE), "word/footnotes.xml"),
        FALSE,
    ),
    "the mark of a list": (bullets, FALSE),
    "a figure before an item": (numbered_item, "99,999"),
    "zeros behind a number": (lambda file: file.replace(FACT, FACT + run(" ⁰⁰⁰")), "⁰⁰⁰"),
    "zeros glued to a number": (
        lambda file: file.replace("11,000\u00a0soldiers</w:t>", "11,000⁰⁰⁰\u00a0soldiers</w:t>"),
        "11,000⁰⁰⁰",
    ),
    "a raised number behind a number": (
        lambda file: file.replace(FACT, FACT + run(" 000", '<w:vertAlign w:val="superscript"/>')),
        "000",
    ),
    "a not that is gone": (
        lambda file: file.replace("North Korea had not deployed", "North Korea had deployed"),
        "now North Korea had deployed",
    ),
    "a cannot that is gone": (
        lambda file: file.replace("stand for cannot be compared", "stand for can be compared"),
        "reworded cannot now can",
    ),
    "a no that is gone": (
        lambda file: file.replace("Where no figure stands", "Where figure stands"),
        "reworded no now",
    ),
    "a not that is new": (
        lambda file: file.replace("North Korea had not deployed", "North Korea had not not deployed"),
        "now not",
    ),
    "another word": (lambda file: file.replace("abroad since the Korean War", "abroad since the Cold War"), "Cold"),
    # Drawings and charts.
    "a label in a drawing": (lambda file: file.replace(LABEL, LABEL.replace("2008", "1908")), "1908"),
    "words in a drawing": (lambda file: file.replace(LABEL, LABEL.replace("firmer", "weaker")), "weaker"),
    "a label gone": (lambda file: file.replace(LABEL, "><"), "grew firmer"),
    "a text box with an alt text": (inserted(text_box(FALSE, alt="A logo")), FALSE),
    "a text box": (inserted(text_box(FALSE)), FALSE),
    "a text box over the page": (inserted(text_box(FALSE, anchored=True)), FALSE),
    "a text box in a group": (inserted(text_box(FALSE, group=True)), FALSE),
    "a number format": (
        lambda file: file.replace('formatCode="#,##0.0"', 'formatCode="&quot;99,999&quot;"', CHART, 99),
        "99,999",
    ),
    "a number format with text": (
        lambda file: file.replace('formatCode="#,##0.0"', 'formatCode="#,##0.0&quot; billion&quot;"', CHART, 99),
        "billion",
    ),
    "a number in a chart": (lambda file: file.replace("<c:v>52.9</c:v>", "<c:v>62.9</c:v>", CHART), "62.9"),
    "a year in a chart": (lambda file: file.replace("<c:v>2022</c:v>", "<c:v>2012</c:v>", CHART), "2012"),
    "a name in a chart": (
        lambda file: file.replace('<c:autoTitleDeleted val="1"/>', f"{_TITLE}<c:autoTitleDeleted val='0'/>", CHART),
        FALSE,
    ),
    "text over a chart": (lambda file: file.replace("<a:t>no figure</a:t>", f"<a:t>{FALSE}</a:t>", OVER), FALSE),
    "the workbook of a chart": (workbook, "99.9"),
    # Constructs that show something else than they hold.
    "an unknown choice": (
        inserted(alternatives(run("Nothing")[5:-6], f"<w:t>{FALSE}</w:t>", "zz", 'xmlns:zz="urn:zz"')),
        FALSE,
    ),
    "a choice whose prefix lies": (
        inserted(alternatives(run("Nothing")[5:-6], f"<w:t>{FALSE}</w:t>", "wps", 'xmlns:wps="urn:zz"')),
        FALSE,
    ),
    "a fallback with other words": (inserted(alternatives("<w:t>Nothing</w:t>", f"<w:t>{FALSE}</w:t>")), FALSE),
    "reversed text": (lambda file: file.replace(FACT, f'<w:bdo w:val="rtl">{FACT}</w:bdo>'), "reversed"),
    "text in a direction": (lambda file: file.replace(FACT, f'<w:dir w:val="rtl">{FACT}</w:dir>'), "reversed"),
    "text from right to left": (fact("<w:rtl/>"), "right to left"),
    "a bound control": (
        lambda file: file.replace(FACT, f"{_BOUND}{FACT}</w:sdtContent></w:sdt>"),
        "data from another part",
    ),
    "a field to be filled": (inserted(field_of(f'QUOTE "{FALSE}"', "Nothing", ' w:dirty="1"')), "QUOTE"),
    "a calculated field": (
        lambda file: file.replace(FACT, f'<w:fldSimple w:instr="= 90000 + 9999">{FACT}</w:fldSimple>'),
        "90000",
    ),
    "a dirty field": (lambda file: file.replace(_BEGIN + _INSTRUCTION, _DIRTY + _INSTRUCTION), "fills again"),
    "ruby": (
        lambda file: file.replace(
            FACT, f"<w:r><w:ruby><w:rt>{run('99,999')}</w:rt><w:rubyBase>{FACT}</w:rubyBase></w:ruby></w:r>"
        ),
        "99,999",
    ),
    "characters of a symbol font": (
        lambda file: file.replace(
            FACT, FACT + "".join(f'<w:r><w:sym w:font="Arial" w:char="F0{ord(c):02X}"/></w:r>' for c in "999")
        ),
        "999",
    ),
    "WordArt": (
        inserted(
            f'<w:p><w:r><w:pict><v:shape {_VML} alt=""><v:textpath string="{FALSE}"/></v:shape></w:pict></w:r></w:p>'
        ),
        FALSE,
    ),
    "an object": (inserted("<w:p><w:r><w:object/></w:r></w:p>"), "object"),
    "a formula": (inserted(f"<w:p>{_FORMULA}</w:p>"), "formula"),
    "text in a frame": (inserted(paragraph("Nothing", properties='<w:framePr w:w="100" w:x="1" w:y="1"/>')), "frame"),
    "a picture": (picture, "a picture that the build did not make"),
    "a picture from outside": (
        lambda file: (
            picture(file)
            .relate(MAIN, "image", "https://example.org/a.png", None, "rId901")
            .replace('r:embed="rId900"', 'r:link="rId901"')
        ),
        "outside the file",
    ),
    "another font": (embedded_font, "font"),
    # Text that nobody can see, or can see otherwise.
    "hidden text": (fact("<w:vanish/>"), "hidden"),
    "a style that hides": (restyled("BriefFact", "<w:vanish/>"), "hidden"),
    "a paragraph style that hides": (restyled("BodyText", "<w:vanish/>"), "hidden"),
    "text hidden on screens": (fact("<w:webHidden/>"), "hidden on screens"),
    "struck text": (fact("<w:strike/>"), "struck"),
    "text struck twice": (fact("<w:dstrike/>"), "struck"),
    "white text": (fact('<w:color w:val="FFFFFF"/>'), "colour of its background"),
    "text in a shade of its colour": (
        fact('<w:color w:val="12355B"/><w:shd w:val="clear" w:fill="12355B"/>'),
        "colour of its background",
    ),
    "a style with white text": (restyled("BriefFact", '<w:color w:val="FEFEFE"/>'), "colour of its background"),
    "blackened text": (fact('<w:highlight w:val="black"/><w:color w:val="1B1F24"/>'), "colour of its background"),
    "tiny text": (fact('<w:sz w:val="2"/>'), "too small"),
    "narrow text": (fact('<w:w w:val="1"/>'), "too narrow"),
    "text in symbols": (fact('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "symbols"),
    "text without height": (
        inserted(paragraph("Nothing", properties='<w:spacing w:line="20" w:lineRule="exact"/>')),
        "height",
    ),
    "text off the page": (inserted(paragraph("Nothing", properties='<w:ind w:left="30000"/>')), "off the page"),
    "a fill of its own": (fact(f"<w14:textFill {_W14}><w14:noFill/></w14:textFill>"), "fill"),
    "a row without height": (
        lambda file: file.replace("<w:cantSplit/>", '<w:cantSplit/><w:trHeight w:val="1" w:hRule="exact"/>', count=99),
        "without height",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_named(built: dict[str, bytes], name: str) -> None:
    forge, expected = FORGERIES[name]
    found = check(forge(Surgery(built["docx"])))
    assert not found.passed
    assert expected in words(found)


def test_a_file_as_built_is_not_named(built: dict[str, bytes]) -> None:
    found = check(Surgery(built["docx"]))
    assert (found.passed, words(found), found.undescribed) == (True, "", ())


@pytest.mark.parametrize(
    "name",
    [
        "a number format",
        "a number in a chart",
        "text over a chart",
        "a label in a drawing",
        "the workbook of a chart",
        "hidden text",
    ],
)
def test_compare_reads_drawings_too(built: dict[str, bytes], name: str) -> None:
    whole = read_brief(built["docx"], "whole.docx")
    forged = read_brief(FORGERIES[name][0](Surgery(built["docx"])).bytes(), "forged.docx")
    assert compare(whole, forged) != ()


@pytest.mark.parametrize("name", ["a number format", "a number in a chart", "a label in a drawing"])
def test_compare_reads_drawings_of_a_pdf_and_a_word_file(built: dict[str, bytes], name: str) -> None:
    whole = read_brief(built["pdf"], "whole.pdf")
    forged = read_brief(FORGERIES[name][0](Surgery(built["docx"])).bytes(), "forged.docx")
    found = compare(whole, forged)
    assert [each.aspect for each in found] == ["drawing"]
    assert compare(whole, read_brief(built["docx"], "whole.docx")) == ()


# ------------------------------------------------------------------ no false alarms


def lost_descriptions(file: Surgery) -> Surgery:
    """What LibreOffice 7.4 does to charts and groups when it saves a file."""
    text = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "<mc:Fallback/>", file.text())
    file.parts[MAIN] = re.sub(r' descr="[^"]*"', "", text).encode()
    return file


def test_lost_descriptions_alter_no_figure(built: dict[str, bytes]) -> None:
    found = check(lost_descriptions(Surgery(built["docx"])))
    assert (found.passed, words(found)) == (True, "")
    assert [block.label for block in found.undescribed] == ["Figure 1", "Figure 2", "Figure 3"]
    forged = lost_descriptions(FORGERIES["a number in a chart"][0](Surgery(built["docx"])))
    assert [each.shown.fact for each in check(forged).altered] == ["trade"]


def test_a_tracked_edit_is_the_only_thing_named(built: dict[str, bytes]) -> None:
    who = 'w:id="9001" w:author="A" w:date="2026-02-10T00:00:00Z"'
    struck = FACT.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    new = FACT.replace("11,000", "12,000")
    file = Surgery(built["docx"]).replace(FACT, f"<w:del {who}>{struck}</w:del><w:ins {who}>{new}</w:ins>")
    found = check(file)
    assert [each.now for each in found.altered] == ["more than 12,000 soldiers"]
    assert (found.reworded, found.unread) == ((), ())


def test_now_is_the_figure_without_what_follows(built: dict[str, bytes]) -> None:
    file = Surgery(built["docx"])
    old = re.search(
        r'<w:t xml:space="preserve">(\d{4})</w:t></w:r><w:bookmarkEnd w:id="\d+"/><w:r><w:t xml:space="preserve">[,.]',
        file.text(),
    )
    assert old is not None
    found = check(file.replace(old[0], old[0].replace(old[1], "1901")))
    assert {each.now for each in found.altered} == {"1901"}


def test_a_record_without_facts_does_not_say_that_none_is_altered(built: dict[str, bytes]) -> None:
    from briefing.cli.verify import _summary

    file = Surgery(built["docx"])
    record = "customXml/item1.xml"
    file.parts[record] = re.sub(r' "facts": \{.*?\n \}', ' "facts": {}', file.text(record), flags=re.DOTALL).encode()
    found = check(file)
    assert (found.figures, _summary(found)) == (0, "the record has no figures to compare")


# ------------------------------------------------------------------ files of older versions


def without_lists(file: Surgery) -> Surgery:
    """The file as older versions wrote it: its record has no lists of what is beside the text."""
    name = "customXml/item1.xml"
    file.parts[name] = re.sub(r"<(line|drawn|made) [^>]*/>| version=\"2\"", "", file.text(name)).encode()
    return file


def test_a_file_of_an_older_version_is_not_named(built: dict[str, bytes]) -> None:
    assert check(without_lists(Surgery(built["docx"]))).passed


def test_a_drawing_of_an_older_version_is_held_against_its_description(built: dict[str, bytes]) -> None:
    file = without_lists(Surgery(built["docx"])).replace(LABEL, LABEL.replace("2008", "1908"))
    assert "1908" in words(check(file))


# ------------------------------------------------------------------ pictures of the container


def test_two_files_of_one_build_are_read_alike(built: dict[str, bytes]) -> None:
    """A file packed by another program, with its members in another order, says the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(built["docx"])) as archive, zipfile.ZipFile(out, "w") as other:
        for name in sorted(archive.namelist(), reverse=True):
            other.writestr(name, archive.read(name))
    assert verify(read_brief(out.getvalue(), "x.docx")).passed


# ------------------------------------------------------------------ files made to take the machine


RECORD = "customXml/item1.xml"
_WORDS = " ".join(f"w{number}" for number in range(40_000))
_LONG = {"key": "b", "kind": "paragraph", "text": _WORDS}


def recorded(blocks: Sequence[Mapping[str, object]], shown: list[str]) -> Callable[[Surgery], Surgery]:
    """The file with another record: its blocks, and figures in the first of them."""

    def change(file: Surgery) -> Surgery:
        facts = {"f": {"claims": {}, "shown": [{"block": "b", "text": text, "aspect": "value"} for text in shown]}}
        record = {"schema": "briefing/record/1", "blocks": list(blocks), "facts": facts}
        file.parts[RECORD] = f'<record xmlns="urn:briefing:record:1" version="2">{json.dumps(record)}</record>'.encode()
        return file

    return change


def many_styles(file: Surgery) -> Surgery:
    """Styles that are based on one another, and paragraphs that have the last of them."""
    styles = (style(f"s{n}", f'<w:basedOn w:val="S{n + 1}"/>', identifier=f"S{n}") for n in range(5_000))
    file.replace("</w:styles>", "".join(styles) + "</w:styles>", STYLES)
    return file.insert(paragraph("x", style="S0") * 2_000)


BOMBS: dict[str, Callable[[Surgery], Surgery]] = {
    "many figures in one block": recorded([_LONG], [f"w{n} w{n + 1}" for n in range(3_000)]),
    "equal figures in one block": recorded([_LONG | {"text": "a " * 40_000}], ["a a"] * 3_000),
    "long figures": recorded([_LONG], [_WORDS] * 24),
    "many figures": recorded([_LONG], ["w1"] * 60_000),
    "many words": recorded([{**_LONG, "key": f"b{n}"} for n in range(6)], ["w1"]),
    "rows": recorded([_LONG | {"text": "x", "rows": [0, 1_000_000_000], "notes": ["x"], "noted": [10**9]}], []),
    "many paragraphs": lambda file: file.insert("<w:p/>" * 1_600_000),
    "many styles": many_styles,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_take_the_machine_is_bounded(built: dict[str, bytes], tmp_path: Path, name: str) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(BOMBS[name](Surgery(built["docx"])).bytes(stored=True))
    start = time.process_time()
    assert outcome(path) in {"not passed", "file-too-large", "bad-record"}
    assert time.process_time() - start < 20


def outcome(path: Path) -> str:
    """What verify makes of a file: a verdict, or the code of the problem."""
    try:
        return "passed" if verify_file(path).passed else "not passed"
    except BriefingError as error:
        return error.problems[0].code
