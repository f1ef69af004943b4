"""What must hold of the pages of every document."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from samples.brief_sample import HERE, Notes, full_document, heading, para, trade_table
from samples.random_documents import random_document

from briefing.document.model import (
    Callout,
    Cell,
    Column,
    Contents,
    Document,
    Paragraph,
    Properties,
    Row,
    Table,
    Text,
    TocEntry,
)
from briefing.layout.theme import Page as Paper
from briefing.layout.theme import Theme, load_theme
from briefing.layout.typesetting import lay_out, page_numbers
from briefing.layout.typesetting.pages import Owner, Page, Pages, Placed, mark_of

SMALL = Paper(380, 420, 60, 40, 60, 40)
SEEDS = range(100, 112)


def theme(seed: int) -> Theme:
    return load_theme() if seed % 2 else replace(load_theme(), page=SMALL)


@cache
def laid(seed: int) -> Pages:
    return lay_out(random_document(seed, 10), theme(seed))


def bottom(page: Page, paper: Paper) -> float:
    return paper.height - paper.bottom


def document(*blocks: object) -> Document:
    return Document("test", Properties("Test"), blocks)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_slab_stands_once_and_in_order(seed: int) -> None:
    pages = laid(seed)
    boxes = [placed.box for page in pages.pages for placed in page.body if not placed.repeated]
    assert len({id(box) for box in boxes}) == len(boxes)
    notes = [placed.box for page in pages.pages for placed in page.notes]
    assert len({id(box) for box in notes}) == len(notes)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_overlaps_and_no_page_is_overfull(seed: int) -> None:
    for page in laid(seed).pages:
        paper = theme(seed).page
        end = max([0.0, *(placed.y + placed.box.height for placed in page.header)])
        for placed in (*page.body, *page.notes):
            assert placed.y >= end - 0.01
            end = placed.y + placed.box.height
        assert end <= bottom(page, paper) + 0.01


@pytest.mark.parametrize("seed", SEEDS)
def test_a_note_starts_on_the_page_that_cites_it_and_goes_on_without_a_gap(seed: int) -> None:
    pages = laid(seed)
    order = [(placed.box.lines[-1].owner, page.number) for page in pages.pages for placed in page.notes]
    for (one, first), (two, second) in pairwise(order):
        assert second - first <= 1 or one != two
    keys = [note.key for page in pages.pages for placed in page.body for note in placed.box.notes]
    late = [key for key in keys if pages.places[key].page != pages.places[mark_of(key)].page]
    # On small paper a table row may cite more than its page can hold.
    assert not late or theme(seed).page is SMALL


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed % 2])
def test_no_line_of_prose_stands_alone_at_a_page_break(seed: int) -> None:
    for first, second in pairwise(laid(seed).pages):
        for above, below in zip(first.body[-1:], second.body[:1], strict=False):
            owner = owner_of(above)
            if owner != owner_of(below) or owner is None or owner[1] != "text":
                continue
            assert sum(owner_of(placed) == owner for placed in first.body) >= 2
            assert sum(owner_of(placed) == owner for placed in second.body) >= 2


def owner_of(placed: Placed) -> Owner | None:
    return placed.box.lines[-1].owner if placed.box.lines else None


@pytest.mark.parametrize("lines_above", range(36, 47))
def test_a_heading_keeps_two_lines_of_what_follows(lines_above: int) -> None:
    text = "Words enough to fill three lines of the page, more or less, whatever happens above them. " * 3
    filler = [Paragraph(f"p-{at}", HERE, (Text("One line."),)) for at in range(lines_above // 2)]
    pages = lay_out(document(*filler, heading(1, "Heading", "h"), para("last", text)), load_theme())
    page = pages.page_of["h"]
    lines = [placed for placed in pages.pages[page - 1].body if owner_of(placed) == ("last", "text")]
    assert len(lines) >= 2


def long_table(rows: int, text: str = "Words in a cell") -> Table:
    head = (Row((Cell(((Text("Year"),),), header=True), Cell(((Text("What"),),), header=True))),)
    body = tuple(Row((Cell(((Text(str(at)),),)), Cell(((Text(text),),)))) for at in range(rows))
    return Table(
        "t", HERE, (Text("Title"),), (Column(), Column(weight=3)), head, body, (Text("Source: x"),), (), "Table 1"
    )


def test_a_table_head_stands_again_on_every_page_and_never_alone() -> None:
    pages = lay_out(document(long_table(150)), load_theme())
    assert len(pages.pages) >= 4
    for page in pages.pages:
        rows = [placed for placed in page.body if placed.box.frame is not None]
        heads = [placed for placed in page.body if placed.repeated]
        assert len(heads) == (0 if page.number == 1 else 1)
        assert len(rows) >= 2
    assert {owner_of(placed) for placed in pages.pages[-1].body} >= {("t", "source")}


def test_a_row_taller_than_a_page_is_split_between_its_lines() -> None:
    pages = lay_out(document(long_table(2, "Much text in one cell. " * 700)), load_theme())
    assert len(pages.pages) > 3
    texts = [
        "".join(segment.text if segment.whole is None else segment.whole for segment in line.segments)
        for page in pages.pages
        for placed in page.body
        if not placed.repeated
        for line in placed.box.lines
        if line.owner == ("t", "cell", 1, 1, 0)
    ]
    assert " ".join("".join(texts).split()) == ("Much text in one cell. " * 700).strip()


def test_a_callout_over_a_page_break_has_its_box_on_both_pages() -> None:
    inside = tuple(
        para(f"c-{at}", "Words in a box, and more of them than fit on one line of the page. " * 3) for at in range(30)
    )
    pages = lay_out(document(Callout("c", HERE, "key", "Title", inside)), load_theme())
    assert len(pages.pages) > 1
    for page in pages.pages:
        fill, bar = page.rectangles
        lines = [placed for placed in page.body if placed.box.frame is not None]
        assert fill.y < lines[0].y
        assert fill.y + fill.height > lines[-1].y + lines[-1].box.height
        assert bar.width < 5 < fill.width


def test_contents_give_the_page_on_which_each_heading_stands() -> None:
    headings = [heading(1, f"Heading {at}", f"h-{at}", str(at)) for at in range(30)]
    blocks: list[object] = [
        Contents("c", HERE, "Contents", tuple(TocEntry(1, h.number, f"Heading {h.number}", h.key) for h in headings))
    ]
    for each in headings:
        blocks += [each, para(f"p-{each.key}", "Words to fill the page with. " * 60)]
    pages = lay_out(document(*blocks), load_theme())
    shown = {}
    for page in pages.pages:
        for placed in page.body:
            for line in placed.box.lines:
                if line.owner and line.owner[1] == "entry":
                    shown[line.owner[2]] = "".join(segment.text for segment in line.segments)
    assert [int(shown[at]) for at in range(30)] == [pages.page_of[each.key] for each in headings]
    assert page_numbers(document(*blocks), load_theme()) == pages.page_of


def test_a_banner_stands_on_every_page_however_long_it_is() -> None:
    made = full_document()
    furniture = replace(made.furniture, banner="Restates one newsletter, unchecked, with known errors. " * 8)
    pages = lay_out(replace(made, furniture=furniture), load_theme())
    for page in pages.pages:
        words = "".join(s.text for placed in page.header for line in placed.box.lines for s in line.segments)
        assert words.count("unchecked") == 8
        assert page.body[0].y > max(placed.y + placed.box.height for placed in page.header)


def test_every_key_of_the_document_has_a_page() -> None:
    pages = lay_out(full_document(), load_theme())
    keys = {
        "front",
        "summary/key",
        "summary/p-1",
        "history",
        "history/b-2",
        "economy/trade",
        "economy/map",
        "sources/row-3",
    }
    assert keys <= set(pages.page_of)


def test_the_same_document_is_laid_out_the_same() -> None:
    table = trade_table(Notes())
    assert repr(lay_out(document(table), load_theme()).places) == repr(lay_out(document(table), load_theme()).places)
