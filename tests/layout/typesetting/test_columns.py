"""What must hold of the pages of every document set in two columns."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from samples.brief_sample import HERE, full_document, heading, para
from samples.random_documents import random_document

from briefing.document.model import Callout, Cell, Column, Document, Note, Properties, Row, Table, Text, TitleBlock
from briefing.layout.full_width_blocks import runs
from briefing.layout.theme import Page as Paper
from briefing.layout.theme import Theme, load_theme
from briefing.layout.typesetting import lay_out
from briefing.layout.typesetting.pages import LayoutBox, Pages, Placed, mark_of
from briefing.layout.typesetting.paginate import Paginator
from briefing.layout.typesetting.regions import Area

SEEDS = range(200, 210)
SMALL = Paper(480, 460, 60, 40, 60, 40, columns=2, gutter=16)


def theme(seed: int) -> Theme:
    look = load_theme("infocus")
    return look if seed % 2 else replace(look, page=SMALL)


@cache
def laid(seed: int) -> tuple[Document, Pages]:
    document = random_document(seed, 12)
    return document, lay_out(document, theme(seed))


def document(*blocks: object) -> Document:
    return Document("test", Properties("Test"), blocks)  # type: ignore[arg-type]


def infocus(*blocks: object) -> Pages:
    return lay_out(document(*blocks), load_theme("infocus"))


def column_of(placed: Placed, paper: Paper) -> int:
    return int(placed.x > paper.left + 1)


def width_of(box: LayoutBox) -> float:
    """How far to the right a slab's boxes and lines reach."""
    ends = [rectangle.x + rectangle.width for rectangle in box.rectangles]
    ends += [line.x + sum(s.width for s in line.segments) for line in box.lines]
    return max(ends, default=0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_slab_stands_once_and_in_the_order_of_the_document(seed: int) -> None:
    made, pages = laid(seed)
    body = [placed for page in pages.pages for placed in page.body if not placed.repeated]
    assert len({id(placed.box) for placed in body}) == len(body)
    place = {block.key: number for number, block in enumerate(made.blocks)}
    order = [place[str(key)] for placed in body for key in placed.box.anchors if key in place]
    assert order == sorted(order)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_overlaps_and_no_column_is_overfull(seed: int) -> None:
    made, pages = laid(seed)
    look = theme(seed)
    wide = {block.key for run in runs(made.blocks, look) if run.wide for block in run.blocks}
    for page in pages.pages:
        bottom = look.page.height - look.page.bottom
        spots: list[tuple[float, float, float, float]] = []
        across = False
        for placed in (*page.body, *page.notes):
            across = any(key in wide for key in placed.box.anchors) if placed.box.anchors else across
            spots.append((placed.x, placed.y, placed.box.height, placed.x))
            assert placed.y + placed.box.height <= bottom + 0.01
        for column in (0, 1):
            own = sorted((y, y + height) for x, y, height, _ in spots if int(x > look.page.left + 1) == column)
            for (_, end), (start, _) in pairwise(own):
                assert start >= end - 0.01


@pytest.mark.parametrize("seed", SEEDS)
def test_what_stands_across_the_page_crosses_nothing(seed: int) -> None:
    made, pages = laid(seed)
    look = theme(seed)
    wide = {block.key for run in runs(made.blocks, look) if run.wide for block in run.blocks}
    for page in pages.pages:
        right = [placed for placed in (*page.body, *page.notes) if column_of(placed, look.page)]
        for placed in page.body:
            owners = {str(line.owner[0]) for line in placed.box.lines if line.owner}
            if owners & wide:
                assert all(
                    other.y + other.box.height <= placed.y + 0.01 or other.y >= placed.y + placed.box.height - 0.01
                    for other in right
                )


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed % 2])
def test_a_note_starts_on_the_page_that_cites_it(seed: int) -> None:
    _, pages = laid(seed)
    keys = [note.key for page in pages.pages for placed in page.body for note in placed.box.notes]
    late = [key for key in keys if pages.places[key].page > pages.places[mark_of(key)].page + 1]
    assert late == []


def test_notes_stand_at_the_foot_of_the_column_that_cites_them() -> None:
    text = "Words that fill a line or two of a narrow column. " * 3
    notes = [Note(inlines=(Text(f"Note {n}."),), number=n, key=f"n-{n}") for n in range(1, 41)]
    blocks = [para(f"p-{note.number}", text, note) for note in notes]
    pages = infocus(*blocks)
    assert len({pages.places[f"n-{n}"].x for n in range(1, 41)}) == 2
    for n in range(1, 41):
        cited, note = pages.places[mark_of(f"n-{n}")], pages.places[f"n-{n}"]
        assert (cited.page, cited.x) == (note.page, note.x)
        assert note.y > cited.y


@pytest.mark.parametrize("count", [1, 2, 3, 10, 41, 55, 90, 130])
def test_the_columns_of_the_last_page_are_even(count: int) -> None:
    look = load_theme("infocus")
    pages = infocus(*(para(f"p-{n}", "One line.") for n in range(count)))
    last = pages.pages[-1]
    ends = [max([0.0, *(p.y for p in last.body if column_of(p, look.page) == column)]) for column in (0, 1)]
    if count > 1:
        assert abs(ends[0] - ends[1]) <= 2 * (look.style("body").leading + look.style("body").after)
    assert ends[0] >= ends[1]


def wide_table(rows: int) -> Table:
    head = (Row(tuple(Cell(((Text(f"Head {n}"),),), header=True) for n in range(5))),)
    body = tuple(Row(tuple(Cell(((Text(f"{at} {n}"),),)) for n in range(5))) for at in range(rows))
    return Table("t", HERE, (Text("Wide"),), (Column(),) * 5, head, body, (Text("Source: x"),), (), "Table 1")


def test_a_wide_table_stands_across_the_page_with_its_heading_and_text_goes_on_below() -> None:
    look = load_theme("infocus")
    above = [para(f"a-{n}", "Words above. " * 12) for n in range(8)]
    below = [para(f"b-{n}", "Words below. " * 12) for n in range(8)]
    page = infocus(*above, heading(1, "Heading", "h"), wide_table(4), *below).pages[0]

    def owned(prefix: str) -> list[Placed]:
        return [
            p for p in page.body if any(line.owner and str(line.owner[0]).startswith(prefix) for line in p.box.lines)
        ]

    table, head = owned("t"), owned("h")
    assert {column_of(p, look.page) for p in table + head} == {0}
    assert max(width_of(p.box) for p in table) > look.page.column_width * 1.5
    for prefix, sign in (("a-", -1), ("b-", 1)):
        assert {column_of(p, look.page) for p in owned(prefix)} == {0, 1}
        assert all((p.y - head[0].y) * sign > 0 for p in owned(prefix))
    starts = [min(p.y for p in owned("b-") if column_of(p, look.page) == column) for column in (0, 1)]
    assert starts[0] == starts[1]


def test_a_wide_table_goes_on_over_pages_with_its_head_again() -> None:
    pages = infocus(para("p", "Words. " * 30), wide_table(150), para("q", "Words. " * 30))
    assert len(pages.pages) >= 3
    for page in pages.pages[1:]:
        assert sum(placed.repeated for placed in page.body) == 1


def test_the_front_and_the_callout_that_opens_a_brief_stand_across_the_page() -> None:
    look = load_theme("infocus")
    front = TitleBlock("front", HERE, "Title")
    first, second = (Callout(key, HERE, "key", "Key", (para(f"{key}-p", "Words. " * 20),)) for key in ("c", "d"))
    blocks = (front, heading(1, "Summary", "s"), first, para("p", "Words"), second)
    assert [(run.wide, len(run.blocks)) for run in runs(blocks, look)] == [(True, 3), (False, 2)]
    assert [(run.wide, len(run.blocks)) for run in runs(blocks, load_theme())] == [(False, 5)]


def test_a_callout_broken_between_columns_has_its_box_in_both() -> None:
    look = load_theme("infocus")
    inside = tuple(para(f"c-{n}", "Words in a box, and more than fit on a line. " * 3) for n in range(30))
    pages = infocus(para("p", "Words."), Callout("c", HERE, "note", "Title", inside))
    fills = [rectangle for page in pages.pages for rectangle in page.rectangles if rectangle.width > 100]
    assert len(fills) >= 2
    assert all(rectangle.width == pytest.approx(look.page.column_width) for rectangle in fills)
    assert len({round(rectangle.x) for rectangle in fills}) == 2


def test_a_row_taller_than_a_column_is_split_between_its_lines() -> None:
    tall = Row((Cell(((Text("Much text in one cell. " * 900),),)),))
    table = Table("t", HERE, (Text("Tall"),), (Column(),), (), (tall,), (Text("Source: x"),), (), "Table 1")
    pages = infocus(table)
    words = "".join(
        segment.text if segment.whole is None else segment.whole
        for page in pages.pages
        for placed in page.body
        for line in placed.box.lines
        if line.owner == ("t", "cell", 0, 0, 0)
        for segment in line.segments
    )
    assert " ".join(words.split()).count("Much text in one cell.") >= 899


def test_contents_point_to_the_pages_of_their_headings() -> None:
    pages = lay_out(full_document(), load_theme("infocus"))
    assert set(pages.page_of.values()) <= set(range(1, len(pages.pages) + 1))


def test_one_column_and_the_same_layout_for_the_same_input() -> None:
    for seed in (201, 202):
        again = lay_out(random_document(seed, 12), theme(seed))
        assert repr(again.places) == repr(laid(seed)[1].places)


# ------------------------------------------------------------------ the filler alone


def fill(*runs_of_heights: tuple[bool, list[float]]) -> Paginator:
    filler = Paginator(lambda _: Area(0.0, 0.0, 200.0, 100.0, 2, 20.0), {})
    for wide, heights in runs_of_heights:
        filler.fill([LayoutBox(height) for height in heights], wide=wide)
    filler.finish()
    return filler


def test_columns_above_what_crosses_the_page_are_even_and_it_stands_right_below() -> None:
    page = fill((False, [10.0] * 6), (True, [10.0])).pages[0]
    assert [(placed.x, placed.y) for placed in page.body] == [
        (0.0, 0.0), (0.0, 10.0), (0.0, 20.0), (110.0, 0.0), (110.0, 10.0), (110.0, 20.0), (0.0, 36.0)
    ]  # fmt: skip


def test_what_does_not_fit_below_starts_a_page() -> None:
    filler = fill((False, [10.0] * 16), (True, [40.0]), (False, [10.0] * 2))
    assert [len(page.body) for page in filler.pages] == [16, 3]
    assert [(placed.x, placed.y) for placed in filler.pages[1].body] == [(0.0, 0.0), (0.0, 46.0), (110.0, 46.0)]


def keep(heights: list[float]) -> list[LayoutBox]:
    return [LayoutBox(height, keep=True) for height in heights[:-1]] + [LayoutBox(heights[-1])]


def test_a_group_no_column_can_hold_is_cut_and_nothing_is_lost() -> None:
    filler = Paginator(lambda _: Area(0.0, 0.0, 200.0, 100.0, 2, 20.0), {})
    filler.fill(keep([30.0] * 9))
    filler.finish()
    assert sum(len(page.body) for page in filler.pages) == 9
    assert all(placed.y + placed.box.height <= 100.0 for page in filler.pages for placed in page.body)


def test_one_column_is_filled_from_top_to_bottom_and_not_made_even() -> None:
    filler = Paginator(lambda _: Area(0.0, 0.0, 200.0, 100.0), {})
    filler.fill([LayoutBox(10.0) for _ in range(25)])
    filler.finish()
    assert [len(each.body) for each in filler.pages] == [10, 10, 5]
