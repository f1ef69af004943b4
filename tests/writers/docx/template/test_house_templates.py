"""Briefs in templates of other houses: what is theirs stays, what is ours goes in, and every reader takes the file."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml
from gates import audit, docx_lint, libreoffice, openxml_sdk, pdftotext
from lxml import etree
from writers.docx.docx_sample import sample
from writers.docx.template import house_samples as samples
from writers.docx.template.house_briefs import (
    DOSSIER,
    ROOT,
    Opened,
    W,
    build_in,
    codes,
    marked_dossier,
    opened,
    val,
    words,
)

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief
from briefing.document.comments import comment_of
from briefing.document.model import Paragraph, walk
from briefing.layout.theme import load_theme
from briefing.layout.typesetting import Ruler
from briefing.problems.problem import Location, Problem
from briefing.readers import read_brief
from briefing.writers.docx import template as house
from briefing.writers.docx import write
from briefing.writers.docx.template import compile as freezing
from briefing.writers.docx.template.xml_trees import value_of

TEMPLATES: dict[str, Callable[[], bytes]] = {
    "german": samples.german, "french": samples.french, "landscape": samples.landscape, "noted": samples.noted,
    "renamed": samples.renamed, "columned": samples.columned, "plain": samples.plain,
}  # fmt: skip


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Opened]:
    made = {}
    for name, make in TEMPLATES.items():
        folder = tmp_path_factory.mktemp(name)
        ending = "dotx" if name == "german" else "docx"
        made[name] = opened(build_in(folder, make(), styles=samples.MAP if name == "renamed" else "", ending=ending))
    return made


@pytest.fixture(params=TEMPLATES)
def brief(request: pytest.FixtureRequest, briefs: dict[str, Opened]) -> Opened:
    return briefs[request.param]


@pytest.fixture
def path(brief: Opened, tmp_path: Path) -> Path:
    made = tmp_path / "brief.docx"
    made.write_bytes(brief.data)
    return made


# ------------------------------------------------------------------ every template


def test_our_own_look_finds_no_fault(brief: Opened) -> None:
    assert docx_lint.lint(brief.data) == []


@pytest.mark.reader("openxml_sdk")
def test_the_open_xml_sdk_finds_no_error(path: Path) -> None:
    assert openxml_sdk.openxml_sdk(path) == []


@pytest.mark.reader("audit")
def test_openxml_audit_finds_no_error(path: Path) -> None:
    assert audit.audit(path) == []


def test_python_docx_opens_it_as_a_document(brief: Opened) -> None:
    document = docx.Document(io.BytesIO(brief.data))
    assert document.core_properties.title == "What Russia and North Korea give each other"
    assert len(document.tables) == 5


def test_the_brief_stands_once_in_its_bookmark_and_no_token_is_left(brief: Opened) -> None:
    body = brief.tree("word/document.xml")
    marks = [e for e in body.iter(W + "bookmarkStart") if e.get(W + "name") == "_brief_body"]
    assert len(marks) == 1
    start = marks[0]
    following = list(start.itersiblings())
    end = next(i for i, e in enumerate(following) if e.get(W + "id") == start.get(W + "id"))
    inside = "\n".join(words(e) for e in following[:end])
    assert "Bottom line" in inside and "Table 5. Sources cited in this brief" in inside
    assert "Impressum" not in inside and "Imprint" not in inside
    for name, content in brief.members.items():
        assert b"{{" not in content or not name.startswith("word/"), name
        assert b"<?brief" not in content, name


def test_word_is_never_asked_to_update_fields(brief: Opened) -> None:
    assert b"updateFields" not in brief.members["word/settings.xml"]


def test_every_page_says_that_the_brief_restates_one_source(brief: Opened) -> None:
    headers = [name for name in brief.members if re.fullmatch(r"word/(brief_)?header\d*\.xml", name)]
    assert headers
    assert all("Restates one source" in brief.text(name) for name in headers)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_same_inputs_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    template = TEMPLATES[name]()
    first = build_in(tmp_path, template).files["docx"].data
    freezing._kept.clear()
    assert build_in(tmp_path, template).files["docx"].data == first


def test_tables_and_drawings_are_as_wide_as_the_text(briefs: dict[str, Opened]) -> None:
    for name, brief in briefs.items():
        tree = brief.tree("word/document.xml")
        sections = list(tree.iter(W + "sectPr"))
        section = sections[1] if name == "landscape" else sections[-1]
        size, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
        assert size is not None and margins is not None
        room = int(size.get(W + "w", 0)) - int(margins.get(W + "left", 0)) - int(margins.get(W + "right", 0))
        if name == "columned":
            room = (room - 400) // 2
        tables = [int(w.get(W + "w", 0)) for w in tree.iter(W + "tblW")]
        drawings = [int(e.get("cx", 0)) for e in tree.iter("{http://schemas.openxmlformats.org/drawingml/2006/"
                    "wordprocessingDrawing}extent")]  # fmt: skip
        assert all(abs(width - room) <= 1 for width in tables), name
        assert all(abs(width / 635 - room) <= 1 for width in drawings[-3:]), name


# ------------------------------------------------------------------ what each is for


def test_a_cover_shows_the_tokens_and_the_brief_does_not_repeat_them(briefs: dict[str, Opened]) -> None:
    brief = briefs["german"]
    text = brief.text()
    assert text.count("What Russia and North Korea give each other") == 1
    assert "Stand: Edition 1 vom July 2025" in text
    assert text.count("July 2025 |") == 0
    assert "Information cut-off 7 July 2025" in text
    assert brief.style_of("What Russia and North Korea") == "Title"
    assert "Ministerium für Beispiele" in brief.text("word/header1.xml")
    pictures = [name for name in brief.members if name.startswith("word/media/")]
    assert pictures == ["word/media/image1.png"]


def test_page_numbers_in_a_footer_are_fields(briefs: dict[str, Opened]) -> None:
    footer = briefs["german"].tree("word/footer1.xml")
    assert [(i.text or "").strip() for i in footer.iter(W + "instrText")] == ["PAGE", "NUMPAGES"]
    assert words(footer) == "What Russia and North Korea give each otherSeite 1 von 9"


def test_styles_are_found_by_name_whatever_their_ids(briefs: dict[str, Opened]) -> None:
    german = briefs["german"]
    assert {"berschrift1": "heading 1", "Aufzhlungszeichen": "List Bullet"}.items() <= german.styles().items()
    assert "Heading1" not in german.styles()
    assert german.style_of("Summary") == "heading 1"
    french = briefs["french"]
    assert french.style_of("Context") == "Titre 1"
    assert french.style_of("Summary") == "Heading 1 Unnumbered"
    assert french.style_of("Table 1") == "Légende"
    assert french.style_of("Alliance") == "Liste à puces"


def test_a_heading_that_counts_by_itself_is_counted_once(briefs: dict[str, Opened]) -> None:
    french, german = briefs["french"], briefs["german"]

    def own_number(brief: Opened) -> bool:
        paragraph = next(p for p in brief.tree("word/document.xml").iter(W + "p") if words(p) == "Context")
        return paragraph.find(f"{W}pPr/{W}numPr") is not None

    assert not own_number(french)
    assert own_number(german)


def test_headings_in_a_list_that_prints_nothing_are_numbered_by_us(tmp_path: Path) -> None:
    """LibreOffice writes such a list for headings without numbers, and the text of the brief refers to sections by number."""
    own = '"{}"/><w:pStyle w:val="Heading'
    template = samples.replaced(samples.french(), "word/numbering.xml", own.format("decimal"), own.format("none"))
    brief = opened(build_in(tmp_path, template))
    heading = next(p for p in brief.tree("word/document.xml").iter(W + "p") if words(p) == "Context")
    assert heading.find(f"{W}pPr/{W}numPr") is not None
    read = [" ".join(piece.words) for piece in read_brief(brief.data, "").pieces if piece.kind == "heading"]
    assert "1 Context" in read
    assert "3.1 Treaty" in read


def test_the_contents_print_numbers_as_the_houses_headings_do(tmp_path: Path) -> None:
    template = samples.replaced(
        samples.french(), "word/numbering.xml", 'w:lvlText w:val="%1"', 'w:lvlText w:val="§ %1."'
    )
    definition = template  # its first level alone: Roman
    definition = samples.replaced(definition, "word/numbering.xml", '<w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/>',
                                  '<w:numFmt w:val="upperRoman"/><w:pStyle w:val="Heading1"/>')  # fmt: skip
    brief = opened(build_in(tmp_path, definition))
    entries = [words(p) for p in brief.tree("word/document.xml").iter(W + "p") if "_Toc" in etree.tostring(p).decode()]
    assert any(entry.startswith("§ II.History") for entry in entries)
    assert docx_lint.lint(brief.data) == []


@pytest.mark.parametrize(("form", "text"), [("decimal", ""), ("bullet", "•")])
def test_headings_that_print_no_number_have_none_in_contents_and_references(
    form: str, text: str, tmp_path: Path
) -> None:
    brief = opened(build_in(tmp_path, samples.numberless(form, text)))
    entries = [
        words(p) for p in brief.tree("word/document.xml").iter(W + "p") if "PAGEREF" in etree.tostring(p).decode()
    ]
    assert any(entry.startswith("History") for entry in entries)
    theme = load_theme()
    template = freezing.compile_template(samples.numberless(form, text), "house.docx", None, theme)
    told = Opened(b"", samples.members_of(write(sample(), theme, pages={}, template=template).data)).text()
    assert "Trade & finance on Trade & finance" in told and "Section 2.1" not in told


def test_references_name_a_number_as_its_heading_prints_it() -> None:
    theme = load_theme()
    source = samples.numberless("upperRoman", "%1.")
    template = freezing.compile_template(source, "house.docx", None, theme)
    told = Opened(b"", samples.members_of(write(sample(), theme, pages={}, template=template).data)).text()
    assert "Section II on Trade & finance" in told


def test_headings_before_the_brief_do_not_move_its_numbers(tmp_path: Path) -> None:
    def add(members: dict[str, bytes]) -> None:
        text = members["word/document.xml"].decode()
        own = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Foreword</w:t></w:r></w:p>'
        members["word/document.xml"] = text.replace("<w:body>", f"<w:body>{own}").encode()

    brief = opened(build_in(tmp_path, samples.changed(samples.french(), add)))
    tree = brief.tree("word/document.xml")
    context = next(p for p in tree.iter(W + "p") if words(p) == "Context")
    instance = context.find(f"{W}pPr/{W}numPr/{W}numId")
    assert instance is not None and instance.get(W + "val") != "88"
    assert docx_lint.lint(brief.data) == []


def test_headings_after_the_brief_go_on_from_those_before_it(tmp_path: Path) -> None:
    """The brief counts by a definition of its own; the template's headings keep theirs, and the user is told."""

    def add(members: dict[str, bytes]) -> None:
        text = members["word/document.xml"].decode()
        own = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
        text = text.replace("<w:body>", f"<w:body>{own.format('Foreword')}")
        before, last, after = text.rpartition("<w:sectPr")
        members["word/document.xml"] = f"{before}{own.format('Annex')}{last}{after}".encode()

    source = samples.changed(samples.french(), add)
    brief = opened(build_in(tmp_path, source))
    numbering = brief.tree("word/numbering.xml")
    definition = {num.get(W + "numId"): str(value_of(num, "abstractNumId")) for num in numbering.findall(W + "num")}
    context = next(p for p in brief.tree("word/document.xml").iter(W + "p") if words(p) == "Context")
    instance = context.find(f"{W}pPr/{W}numPr/{W}numId")
    assert instance is not None and definition[instance.get(W + "val")] != definition["88"]
    template = freezing.compile_template(source, "house.docx", None, load_theme())
    assert [p.code for p in template.problems if p.severity == "warning"] == ["word-headings-numbered"]


def test_a_map_without_a_template_is_an_error(tmp_path: Path) -> None:
    built = build_brief(
        DOSSIER,
        DOSSIER.name,
        template_folders=[ROOT / "templates"],
        options=BuildOptions(formats=("docx",), word_map=tmp_path / "house.toml"),
    )
    assert codes(built) == ["map-without-template", "restates-unchecked"]


def test_the_pages_of_the_contents_are_those_of_the_house(briefs: dict[str, Opened]) -> None:
    """Pages count from 1 in the landscape section, after a cover in the German one."""

    def page_of_summary(brief: Opened) -> str:
        entries = [words(p) for p in brief.tree("word/document.xml").iter(W + "p") if words(p).startswith("Summary")]
        return entries[1].removeprefix("Summary")

    assert page_of_summary(briefs["german"]) == "2"
    assert page_of_summary(briefs["landscape"]) == "1"


@pytest.mark.parametrize(("kind", "leading"), [("lines", 20.7), ("linesAndChars", 20.7), ("default", 15.18)])
def test_lines_snap_to_the_grid_of_the_page(kind: str, leading: float) -> None:
    """11 pt at 1.15 lines: one line of the grid, 18 pt, times 1.15, and without a grid the font's own."""
    theme = freezing.compile_template(samples.gridded(kind), "house.docx", None, load_theme()).theme
    assert theme.style("body").leading == pytest.approx(leading)
    assert theme.style("heading1").leading == pytest.approx(14 * 1.2 * 1.15 if kind == "default" else 20.7)


def test_a_style_that_goes_by_no_grid_and_exact_lines_do_not_snap() -> None:
    off = samples.replaced(
        samples.gridded(), "word/styles.xml", "<w:pPrDefault><w:pPr>", '<w:pPrDefault><w:pPr><w:snapToGrid w:val="0"/>'
    )
    lines = ('w:line="276" w:lineRule="auto"', 'w:line="280" w:lineRule="exact"')
    exact = samples.replaced(samples.gridded(), "word/styles.xml", *lines)
    for source, leading in ((off, 15.18), (exact, 14.0)):
        theme = freezing.compile_template(source, "house.docx", None, load_theme()).theme
        assert theme.style("body").leading == pytest.approx(leading)


@pytest.mark.reader("libreoffice", "pdftotext")
def test_the_contents_of_a_gridded_page_are_within_one_page_of_libreoffice(tmp_path: Path) -> None:
    brief = opened(build_in(tmp_path, samples.gridded()))
    assert docx_lint.lint(brief.data) == []
    (tmp_path / "brief.docx").write_bytes(brief.data)
    pages = pdftotext.pdftotext(libreoffice.to_pdf(tmp_path / "brief.docx", tmp_path)).split("\f")
    entries = [
        words(p) for p in brief.tree("word/document.xml").iter(W + "p") if "PAGEREF" in etree.tostring(p).decode()
    ]
    for entry in entries:
        found = re.fullmatch(r"[\d.]*(\D+?)(\d+)", entry)
        assert found is not None
        start = " ".join(found[1].split()[:2])
        stands = [
            number for number, page in enumerate(pages, 1) if re.search(rf"^(\d+\s+)?{start}", page, re.MULTILINE)
        ]
        assert abs(stands[-1] - int(found[2])) <= 1, (entry, stands)


def test_no_word_breaks_in_a_cell_that_has_the_houses_margins(tmp_path: Path) -> None:
    """Measured in the house's own font, DejaVu Sans, beside 12 pt at either side."""
    template = samples.own_table()
    brief = opened(build_in(tmp_path, template, styles='[styles]\ntable = "Haustabelle"\n'))
    theme = freezing.compile_template(template, "house.docx", None, load_theme()).layout
    ruler = Ruler(theme)
    size = theme.style("table_cell").size  # of our font, run as wide as theirs
    for cell in brief.tree("word/document.xml").iter(W + "tc"):
        width = cell.find(f"{W}tcPr/{W}tcW")
        assert width is not None
        room = int(width.get(W + "w", 0)) / 20 - 24
        for word in words(cell).split():
            assert ruler(word, size, True) <= room, (word, room)


def test_headings_stay_with_what_follows_where_their_style_does_not_say_so(tmp_path: Path) -> None:
    brief = opened(build_in(tmp_path, samples.own_table()))
    found = [
        p
        for p in brief.tree("word/document.xml").iter(W + "p")
        if words(p) in {"Context", "Summary", "Diplomacy", "Annex: dated events"}
    ]
    assert len(found) == 4
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in found)
    assert docx_lint.lint(brief.data) == []


def test_words_above_the_brief_move_its_pages(tmp_path: Path) -> None:
    def pages(*above: str) -> list[int]:
        brief = opened(build_in(tmp_path, in_body(*above, "{{ brief }}")))
        entries = [
            words(p) for p in brief.tree("word/document.xml").iter(W + "p") if "PAGEREF" in etree.tostring(p).decode()
        ]
        return [int(re.findall(r"\d+$", entry)[0]) for entry in entries]

    short, long = pages(), pages(*["A line of the letterhead"] * 30)
    assert short[0] == 1
    assert sum(long) > sum(short)
    assert long[-1] <= short[-1] + 2


def test_own_notes_bookmarks_comments_and_controls_go_on(briefs: dict[str, Opened]) -> None:
    brief = briefs["noted"]
    notes = brief.tree("word/footnotes.xml")
    found = {str(n.get(W + "id")): words(n) for n in notes.iter(W + "footnote")}
    assert list(found)[:5] == ["-1", "0", "1", "2", "3"]  # 1 is Word's notice of continuation
    assert found["2"].strip() == "The house’s own note."
    assert "GEOPOLITIKS newsletter" in found["3"]
    assert "cited nowhere" not in found.values()
    tree = brief.tree("word/document.xml")
    cited = [str(r.get(W + "id")) for r in tree.iter(W + "footnoteReference")]
    assert cited[0] == "2" and len(cited) == len(set(cited))
    assert len(list(tree.iter(W + "commentReference"))) == 1
    assert "Please check" in brief.text("word/comments.xml")
    control = next(s for s in tree.iter(W + "sdt") if val(s.find(W + "sdtPr"), "id") == "7")  # type: ignore[arg-type]
    assert words(control) == "What Russia and North Korea give each other"
    assert brief.text().index("After") > brief.text().index("Sources cited")


@pytest.mark.parametrize(("make", "own"), [(samples.emptied_comments, []), (samples.noted, ["0"]), (samples.plain, [])])
def test_comments_stand_behind_the_templates_own(make: Callable[[], bytes], own: list[str], tmp_path: Path) -> None:
    document = sample()
    theme = load_theme()
    template = freezing.compile_template(make(), "house.docx", None, theme)
    found = Problem("some-code", "look at this", Location("x.yaml", 3), severity="warning")
    key = next(block.key for block in walk(document.blocks) if isinstance(block, Paragraph))
    made = write(document, theme, pages={}, template=template, comments=[comment_of(found, key)])
    assert "comments-left-out" not in [p.code for p in made.problems]
    brief = Opened(made.data, samples.members_of(made.data))
    ids = [str(c.get(W + "id")) for c in brief.tree("word/comments.xml").iter(W + "comment")]
    assert ids[:-1] == own and len(set(ids)) == len(ids)
    assert [str(r.get(W + "id")) for r in brief.tree("word/document.xml").iter(W + "commentReference")][-1] == ids[-1]
    assert "look at this" in brief.text("word/comments.xml")
    assert brief.members["word/_rels/document.xml.rels"].count(b'/comments"') == 1
    assert docx_lint.lint(made.data) == []
    path = tmp_path / "brief.docx"
    path.write_bytes(made.data)
    assert openxml_sdk.missing() or openxml_sdk.openxml_sdk(path) == []


def test_names_of_parts_are_alike_in_any_letters(tmp_path: Path) -> None:
    brief = opened(build_in(tmp_path, samples.shouting(), ending="dotx"))
    assert {"word/styles.xml", "word/theme/theme1.xml", "word/document.xml"} <= set(brief.members)
    assert "Impressum: Ministerium für Beispiele" in brief.text()
    assert docx_lint.lint(brief.data) == []


def test_a_map_names_the_styles_of_a_house(briefs: dict[str, Opened]) -> None:
    brief = briefs["renamed"]
    assert brief.style_of("Context") == "Kapitel"
    assert brief.style_of("Diplomacy") == "Abschnitt"
    assert brief.style_of("As of July 2025") == "Lauftext"
    tree = brief.tree("word/document.xml")
    ids = {identifier for identifier, name in brief.styles().items() if name == "Haustabelle"}
    assert {t.get(W + "val") for t in tree.iter(W + "tblStyle")} == ids
    context = next(p for p in tree.iter(W + "p") if words(p) == "Context")
    assert val(context.find(W + "pPr"), "outlineLvl") == "0"  # type: ignore[arg-type]  # Kapitel has no level of its own


def test_without_an_anchor_the_brief_stands_at_the_end_and_says_so(tmp_path: Path) -> None:
    built = build_in(tmp_path, samples.plain())
    assert codes(built) == ["no-brief-anchor", "word-styles-added", "restates-unchecked"]
    assert {problem.severity for problem in built.problems} == {"note"}
    added = next(p for p in built.problems if p.code == "word-styles-added")
    assert "footnote text" in added.message and added.location.file.endswith("house.docx")


def test_added_styles_are_based_on_the_houses_and_have_no_font_of_ours(briefs: dict[str, Opened]) -> None:
    for brief in briefs.values():
        for style in brief.tree("word/styles.xml").iter(W + "style"):
            name = val(style, "name")
            if name.startswith("Brief ") or name == "footnote text":
                assert style.find(f"{W}rPr/{W}rFonts") is None, name
                assert style.find(W + "basedOn") is not None, name


def test_words_of_another_language_than_the_templates_say_so(tmp_path: Path) -> None:
    template = samples.replaced(samples.plain(), "word/styles.xml", 'w:val="en-US"', 'w:val="de-DE"')
    brief = opened(build_in(tmp_path, template))
    body = brief.members["word/document.xml"].decode()
    assert body.count('<w:lang w:val="en-GB"/>') > 300
    template = samples.replaced(samples.plain(), "word/styles.xml", 'w:val="en-US"', 'w:val="en-GB"')
    assert '<w:lang w:val="en-GB"/>' not in opened(build_in(tmp_path, template)).members["word/document.xml"].decode()


# ------------------------------------------------------------------ markings


def test_a_marking_without_a_token_goes_into_every_header_and_footer(tmp_path: Path) -> None:
    dossier = marked_dossier(tmp_path)
    brief = opened(build_in(tmp_path, samples.german(marking=False), dossier=dossier, ending="dotx"))
    furniture = [name for name in brief.members if re.fullmatch(r"word/(header|footer)\d\.xml", name)]
    assert len(furniture) == 4
    assert all(brief.text(name).count("TLP:AMBER") == 1 for name in furniture)
    assert docx_lint.lint(brief.data) == []


def test_a_marking_with_a_token_stands_there_alone(tmp_path: Path) -> None:
    dossier = marked_dossier(tmp_path)
    brief = opened(build_in(tmp_path, samples.german(), dossier=dossier, ending="dotx"))
    assert [brief.text(f"word/header{n}.xml").count("TLP:AMBER") for n in (1, 2)] == [1, 1]


def test_a_marking_with_a_token_in_a_footer_stands_there_alone(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "{{ marking }}"
    brief = opened(build_in(tmp_path, samples.saved(document), dossier=marked_dossier(tmp_path)))
    assert brief.text("word/footer1.xml").count("TLP:AMBER") == 1
    assert "word/brief_footer.xml" not in brief.members


def test_sections_without_a_header_or_footer_are_given_one(tmp_path: Path) -> None:
    brief = opened(build_in(tmp_path, samples.plain(), dossier=marked_dossier(tmp_path)))
    section = brief.tree("word/document.xml").findall(f"{W}body/{W}sectPr")[-1]
    for element in ("header", "footer"):
        assert "TLP:AMBER" in brief.text(f"word/brief_{element}.xml")
        assert [r.get(W + "type") for r in section.iter(f"{W}{element}Reference")] == ["default"]
    assert docx_lint.lint(brief.data) == []


def test_without_a_marking_no_footer_is_added(briefs: dict[str, Opened]) -> None:
    assert "word/brief_footer.xml" not in briefs["plain"].members


def test_even_pages_are_marked_too(tmp_path: Path) -> None:
    document = docx.Document()
    document.settings.odd_and_even_pages_header_footer = True
    document.sections[0].even_page_header.paragraphs[0].text = "even"
    document.sections[0].even_page_footer.paragraphs[0].text = "even"
    document.sections[0].header.paragraphs[0].text = "{{ marking }}"
    brief = opened(build_in(tmp_path, samples.saved(document), dossier=marked_dossier(tmp_path)))
    found = [brief.text(name) for name in brief.members if re.fullmatch(r"word/(brief_)?(header|footer)\d?\.xml", name)]
    assert len(found) == 4 and all("TLP:AMBER" in text for text in found)


# ------------------------------------------------------------------ tokens and anchors


def in_body(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return samples.saved(document)


def test_an_unknown_token_is_told_with_its_place_and_the_nearest(tmp_path: Path) -> None:
    built = build_in(tmp_path, in_body("About {{ titel }} and {{ zzz }}", "{{ brief }}"))
    assert not built.files
    problems = [p for p in built.problems if p.code == "unknown-token"]
    assert [p.hint for p in problems if "titel" in p.message.split(",")[0]] == ['did you mean "title"?']
    assert all(
        "word/document.xml, paragraph 1" in p.message and p.location.file.endswith("house.docx") for p in problems
    )
    assert len(problems) == 2


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        (("Here: {{ brief }}",), "is in a paragraph with other text"),
        (("{{ brief }}", "{{ body }}"), "is the second one in the file"),
    ],
)
def test_an_anchor_that_cannot_be_one_is_an_error(paragraphs: tuple[str, ...], told: str, tmp_path: Path) -> None:
    built = build_in(tmp_path, in_body(*paragraphs))
    assert not built.files
    assert [p.code for p in built.problems if told in p.message] == ["brief-anchor"]


def test_an_anchor_in_a_header_or_a_table_is_an_error(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ brief }}"
    document.add_table(1, 1).cell(0, 0).text = "{{ brief }}"
    built = build_in(tmp_path, samples.saved(document))
    assert codes(built, "error") == ["brief-anchor", "brief-anchor"]
    assert "no-brief-anchor" not in codes(built)


def test_a_title_behind_the_brief_is_no_cover(tmp_path: Path) -> None:
    text = opened(build_in(tmp_path, in_body("{{ edition }}", "{{ brief }}", "Cite as: {{ title }}"))).text()
    assert text.count("What Russia and North Korea give each other") == 2
    assert "July 2025 | Information cut-off" in text and "Edition 1 | July" not in text


def test_a_page_break_at_the_anchor_stays(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Cover")
    document.add_paragraph("{{ brief }}").paragraph_format.page_break_before = True
    brief = opened(build_in(tmp_path, samples.saved(document)))
    tree = brief.tree("word/document.xml")
    start = next(e for e in tree.iter(W + "bookmarkStart") if e.get(W + "name") == "_brief_body")
    first = start.getnext()
    assert first is not None and first.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert docx_lint.lint(brief.data) == []


def test_tokens_in_text_boxes_and_split_over_runs(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("Of {{", " publi", "sher }}", "{{edi", "tion}}", "!"):
        paragraph.add_run(piece)
    box = parse_xml(
        f'<w:r xmlns:w="{samples.WORD}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape id="b" style="width:90pt;height:40pt">'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>{{ DATE }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph("Box")._p.append(box)
    document.add_paragraph("{{ brief }}")
    text = opened(build_in(tmp_path, samples.saved(document))).text()
    assert "Of Edition 1!" in text
    assert text.count("July 2025") >= 2
    assert "{{" not in text


# ------------------------------------------------------------------ the map


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ('heading = "Kapitel"', "unknown-role", 'did you mean "heading1"?'),
        ('heading1 = "Kapitl"', "unknown-style", 'did you mean "Kapitel"?'),
        ('table = "Kapitel"', "wrong-style", ""),
        ("heading1 = 3", "bad-value", 'heading1 = "Normal"'),
    ],
)
def test_what_is_wrong_in_a_map_is_told_at_its_line(line: str, code: str, hint: str, tmp_path: Path) -> None:
    built = build_in(tmp_path, samples.renamed(), styles=f"[styles]\n{line}\n")
    problem = next(p for p in built.problems if p.severity == "error")
    assert (problem.code, problem.location.line, problem.location.column) == (code, 2, 1)
    assert problem.location.file.endswith("house.toml")
    assert problem.hint == hint


def test_a_map_has_roles_for_lists_of_captions_and_for_headings_without_numbers(tmp_path: Path) -> None:
    styles = '[styles]\ncaptions_list = "Lauftext"\nheading1_unnumbered = "Kopf"\n'
    template = tmp_path / "house.docx"
    template.write_bytes(samples.renamed())
    (tmp_path / "house.toml").write_text(styles)
    base = house.load_word_template(template, tmp_path / "house.toml", load_theme()).base
    brief = opened(build_in(tmp_path, samples.renamed(), styles=styles))
    assert brief.style_of("Summary") == "Kopf"
    assert brief.styles()[base.styles["table of figures"]] == "Lauftext"


def test_tracked_changes_and_protection_of_a_template_are_told(tmp_path: Path) -> None:
    found = build_in(tmp_path, samples.unfinished())
    assert {"word-template-protected", "word-template-tracked"} <= set(codes(found, "note"))
    assert docx_lint.lint(opened(found).data) == []
    assert not [c for c in codes(build_in(tmp_path, samples.plain())) if c.startswith("word-template")]


def test_the_record_of_a_build_names_the_word_template_and_the_map(tmp_path: Path) -> None:
    template = samples.renamed()  # saved once: a zip file carries the time it was made
    built = build_in(tmp_path, template, styles=samples.MAP)
    assert json.loads(built.record)["word"] == {
        "markers": "any",
        "template": {"name": "house.docx", "sha256": hashlib.sha256(template).hexdigest()},
        "map": {"name": "house.toml", "sha256": hashlib.sha256(samples.MAP.encode()).hexdigest()},
    }


def test_a_map_may_name_styles_as_the_screen_shows_them(tmp_path: Path) -> None:
    brief = opened(build_in(tmp_path, samples.german(), styles='[styles]\nheading1 = "Überschrift 2"\n', ending="dotx"))
    assert brief.style_of("Summary") == "heading 2"


# ------------------------------------------------------------------ other things


@pytest.mark.reader("libreoffice", "pdftotext")
def test_a_template_that_libreoffice_saved(tmp_path: Path) -> None:
    """It names two styles alike, has no default and no theme; and it shows the brief again."""
    source = tmp_path / "house.dotx"
    source.write_bytes(samples.german())
    template = tmp_path / "saved" / "house.docx"
    template.parent.mkdir()
    libreoffice.convert(source, template.parent, "odt")
    libreoffice.convert(template.with_suffix(".odt"), template.parent, "docx")
    brief = opened(build_in(tmp_path, template.read_bytes()))
    assert docx_lint.lint(brief.data) == []
    made = tmp_path / "brief.docx"
    made.write_bytes(brief.data)
    assert audit.audit(made) == []
    assert openxml_sdk.missing() or openxml_sdk.openxml_sdk(made) == []
    shown = " ".join(pdftotext.pdftotext(libreoffice.to_pdf(made, tmp_path)).split())
    assert re.search(r"3\.1 Treaty", shown)
    for expected in ("Ministerium für Beispiele", "Table 5. Sources cited in this brief", "Impressum", "Seite 2 von"):
        assert expected in shown


def test_a_template_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "house.docx"
    path.write_bytes(samples.plain())
    theme = load_theme()
    first = house.load_word_template(path, None, theme)
    monkeypatch.setattr(freezing, "open_template", lambda *_: pytest.fail("it is read again"))
    assert house.load_word_template(path, None, theme) is first


def test_a_finished_brief_can_be_a_template_itself(tmp_path: Path) -> None:
    """Its bookmark, lists, notes and charts are there already: the second brief has ids and names of its own."""
    first = opened(build_in(tmp_path, samples.german(anchor="{{ brief }}"), ending="dotx"))
    second = opened(build_in(tmp_path, first.data))
    assert docx_lint.lint(second.data) == []
    assert second.text().count("Table 5. Sources cited in this brief") == 2


def test_without_a_template_nothing_changes(tmp_path: Path) -> None:
    plain = build_brief(
        DOSSIER, DOSSIER.name, template_folders=[ROOT / "templates"], options=BuildOptions(formats=("docx",))
    )
    build_in(tmp_path, samples.german(), ending="dotx")
    again = build_brief(
        DOSSIER, DOSSIER.name, template_folders=[ROOT / "templates"], options=BuildOptions(formats=("docx",))
    )
    assert plain.files["docx"].data == again.files["docx"].data
    with zipfile.ZipFile(io.BytesIO(plain.files["docx"].data)) as archive:
        assert b"_brief_body" not in archive.read("word/document.xml")
