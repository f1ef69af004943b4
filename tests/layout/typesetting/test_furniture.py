"""Header, footer, marking and logo on every page."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pytest
from samples.brief_sample import HERE, full_document, para

from briefing.document.marking import COLOURS
from briefing.document.model import Block, Document, Note, PageFurniture, Picture, Properties, Text, TitleBlock
from briefing.layout.theme import HeaderFooterText, Logo, Sides, Theme, load_theme
from briefing.layout.theme.header_footer_text import fill_in, numbered
from briefing.layout.typesetting import lay_out
from briefing.layout.typesetting.pages import Page, Placed
from briefing.problems.problem import Location

LOOKS = ("plain", "ministry", "infocus")
FURNITURE = PageFurniture(
    "Title", "Edition 2", "", "Institute", "Page {page} of {pages}", date="July 2025", marking="TLP:RED"
)


def words(placed: tuple[Placed, ...]) -> str:
    return "|".join("".join(s.text for s in line.segments) for each in placed for line in each.box.lines)


def filler(count: int) -> tuple[Block, ...]:
    """A front and paragraphs enough for some pages."""
    text = "Words to fill the page with. " * 20
    return (TitleBlock("front", HERE, "Title"), *(para(f"p-{n}", text) for n in range(count)))


def marked(marking: str, look: str = "plain", count: int = 60) -> list[Page]:
    blocks = filler(count)
    document = Document("x", Properties("Title"), blocks, replace(FURNITURE, marking=marking))
    return list(lay_out(document, load_theme(look)).pages)


def test_a_character_that_no_font_has_is_told_at_the_front_and_at_the_block_that_a_note_closes() -> None:
    cited = replace(para("cited", ""), inlines=(Text("A fact."), Note(inlines=(Text("日"),), number=1, key="note-1")))
    blocks = (
        TitleBlock("front", Location("dossier.yaml", 1, 1), "Title"),
        replace(cited, location=Location("prose.md", 5)),
    )
    document = Document("x", Properties("Title"), blocks, replace(FURNITURE, footer_left="月"))
    told = {(str(problem.location), "月" in problem.message) for problem in lay_out(document, load_theme()).problems}
    assert told == {("dossier.yaml:1:1", True), ("prose.md:5", False)}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("marking", [*COLOURS, "OFFICIAL", "EMBARGOED until 1 March 2026"])
def test_a_marking_is_in_header_and_footer_of_every_page(marking: str, look: str) -> None:
    theme = load_theme(look)
    pages = marked(marking, look)
    assert len(pages) > 2
    for page in pages:
        for placed in (page.header, page.footer):
            boxes = [each for each in placed if marking in words((each,))]
            assert len(boxes) == 1
            (line,) = boxes[0].box.lines
            assert line.segments[0].text_style.size >= 12
            assert "Bold" in line.segments[0].text_style.face.name
            end = line.x + sum(segment.width for segment in line.segments)
            assert theme.page.text_width - 6 <= end <= theme.page.text_width + 0.01
            edge = boxes[0].y
            assert edge >= 13.9
            assert edge + boxes[0].box.height <= theme.page.height - 11


@pytest.mark.parametrize(("label", "colour"), COLOURS.items())
def test_a_tlp_label_has_its_colour_on_black_and_is_one_piece(label: str, colour: str) -> None:
    box = next(each for each in marked(label)[0].header if label in words((each,))).box
    assert [segment.text_style.colour for segment in box.lines[0].segments] == [colour]
    assert words((Placed(0, 0, box),)) == label
    (rectangle,) = box.rectangles
    assert rectangle.colour == "000000"
    line = box.lines[0]
    assert rectangle.x < line.x
    assert rectangle.x + rectangle.width > line.x + sum(segment.width for segment in line.segments)


def test_free_words_stand_on_paper_in_the_colour_of_the_theme() -> None:
    box = next(each for each in marked("OFFICIAL")[0].header if "OFFICIAL" in words((each,))).box
    assert box.rectangles == ()
    assert box.lines[0].segments[0].text_style.colour == load_theme().style("marking").colour


@pytest.mark.parametrize("look", LOOKS)
def test_header_and_footer_never_touch_the_text_or_each_other(look: str) -> None:
    made = full_document()
    furniture = replace(made.furniture, marking="TLP:AMBER+STRICT", header_left="A long title " * 20)
    for page in lay_out(replace(made, furniture=furniture), load_theme(look)).pages:
        head = sorted((p.y, p.y + p.box.height) for p in page.header)
        assert all(after[0] >= before[1] - 0.01 for before, after in pairwise(head))
        top = max(end for _, end in head)
        foot = min(p.y for p in page.footer)
        for placed in (*page.body, *page.notes):
            assert placed.y >= top
            assert placed.y + placed.box.height <= foot + 0.01


def themed(**changes: object) -> Theme:
    return replace(load_theme(), **changes)  # type: ignore[arg-type]


def test_the_theme_says_what_stands_where_and_the_first_page_has_its_own() -> None:
    header = HeaderFooterText(Sides("{publisher}", "{date}", "{page}"), Sides("", "{title}", ""))
    footer = HeaderFooterText(Sides("{marking}", "", "{numbering}"), Sides("First", "", ""))
    blocks = filler(30)
    document = Document("x", Properties("Title"), blocks, replace(FURNITURE, marking=""))
    pages = lay_out(document, themed(header=header, footer=footer)).pages
    count = len(pages)
    assert words(pages[0].header) == "Title"
    assert words(pages[0].footer) == "First"
    assert words(pages[1].header) == "Institute|July 2025|2"
    assert words(pages[1].footer) == f"Page 2 of {count}"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{title}", "Title"),
        ("{edition} | {date}", "Edition 2 | July 2025"),
        ("{publisher} | {date}", "July 2025"),
        ("Published by {publisher}", ""),
        ("Draft", "Draft"),
        ("{page}/{pages}", "3/7"),
        ("{numbering} | {publisher}", "Page 3 of 7"),
        ("{marking}: {title}", "TLP:RED: Title"),
    ],
)
def test_fields_are_filled_in_and_empty_pieces_left_out(text: str, printed: str) -> None:
    assert numbered(fill_in(text, replace(FURNITURE, footer_left="")), 3, 7) == printed


def test_what_looks_like_a_field_in_a_title_is_left_alone() -> None:
    assert numbered(fill_in("{title}", replace(FURNITURE, header_left="Uses of {page}")), 3, 7) == "Uses of {page}"


@pytest.mark.parametrize(("pages", "shown"), [("first", [True, False]), ("every", [True, True])])
def test_a_logo_stands_in_the_header_and_moves_the_text_down(pages: str, shown: list[bool]) -> None:
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (300, 200), (20, 70, 60)).save(data, "PNG")
    logo = Logo(Picture(data.getvalue(), 300, 200, "png"), 150.0, "right", pages)  # type: ignore[arg-type]
    blocks = filler(30)
    made = lay_out(Document("x", Properties("Title"), blocks, FURNITURE), themed(logo=logo)).pages
    for page, wanted in zip(made[:2], shown, strict=True):
        placed = [each for each in page.header if each.box.picture is not None]
        assert bool(placed) is wanted
        for each in placed:
            assert each.box.picture is not None
            assert each.box.picture.x + each.box.picture.width == pytest.approx(load_theme().page.text_width)
            assert page.body[0].y > each.y + each.box.height
