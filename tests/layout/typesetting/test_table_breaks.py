"""Where tables may break: two rows below a head, and the source with the last row, on every page that can hold them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from samples.brief_sample import HERE, heading

from briefing.document.model import Block, Cell, Column, Document, Paragraph, Properties, Row, Table, Text
from briefing.layout.theme import TableStyle, load_theme
from briefing.layout.typesetting import lay_out
from briefing.layout.typesetting.frames import TableFrame
from briefing.layout.typesetting.group_splitting import longest_part
from briefing.layout.typesetting.pages import LayoutBox, Page


def table(rows: list[Row]) -> Table:
    head = (Row((Cell(((Text("What"),),), header=True), Cell(((Text("Stated"),),), header=True))),)
    notes = tuple(
        (Text(f"Note {n} below the table, which must never stand alone on the next page."),) for n in range(3)
    )
    return Table(
        "t",
        HERE,
        (Text("Title"),),
        (Column(), Column(weight=3)),
        head,
        tuple(rows),
        (Text("Source"),),
        notes,
        "Table 1",
    )


def body(text: str) -> Row:
    return Row((Cell(((Text("Row"),),)), Cell(((Text(text),),))))


def band() -> Row:
    return Row((Cell(((Text("Band"),),), header=True, columns=2),), "band")


def pages_of(lines_above: int, rows: list[Row], look: str = "plain") -> tuple[Page, ...]:
    above: list[Block] = [Paragraph(f"p-{n}", HERE, (Text("One line."),)) for n in range(lines_above)]
    document = Document("x", Properties("X"), (*above, heading(1, "Heading", "h"), table(rows)))
    return lay_out(document, load_theme(look)).pages


def rows_on(page: Page) -> list[int]:
    """The numbers of the rows that stand on a page; heads and bands are numbered too."""
    owners = {line.owner for placed in page.body if not placed.repeated for line in placed.box.lines}
    return sorted({int(owner[2]) for owner in owners if owner and owner[0] == "t" and owner[1] == "cell"})


def below_on(page: Page) -> int:
    owners = [line.owner for placed in page.body for line in placed.box.lines]
    return sum(1 for owner in owners if owner and owner[0] == "t" and owner[1] in {"source", "note"})


@pytest.mark.parametrize("look", ["plain", "infocus"])
@pytest.mark.parametrize("lines_above", range(8, 30))
def test_the_lines_below_a_table_stay_with_its_last_row(lines_above: int, look: str) -> None:
    # Long rows: more than a page has room for would keep together if all that wants to could.
    for page in pages_of(lines_above, [body("Much text in a cell of a table. " * 45) for _ in range(5)], look):
        if below_on(page):
            assert 5 in rows_on(page)


@pytest.mark.parametrize("lines_above", range(16, 34))
def test_a_table_starts_with_two_rows_at_least(lines_above: int) -> None:
    for rows in ([band(), *(body("Some text") for _ in range(60))], [body("Some text") for _ in range(60)]):
        first = next(page for page in pages_of(lines_above, rows) if rows_on(page))
        bodies = [number for number in rows_on(first) if number and rows[number - 1].kind == "body"]
        assert len(bodies) >= 2
        assert any(line.owner == ("h", "text") for placed in first.body for line in placed.box.lines)


@pytest.mark.parametrize("lines_above", range(4, 30, 3))
def test_so_does_one_whose_first_rows_are_too_tall_to_keep_together(lines_above: int) -> None:
    pages = pages_of(lines_above, [band(), *(body("Much text in a cell. " * 90) for _ in range(4))])
    first = next(page for page in pages if rows_on(page))
    assert any(line.owner == ("h", "text") for placed in first.body for line in placed.box.lines)
    assert len([number for number in rows_on(first) if number >= 2]) >= 1


def cut(rows: list[float], below: list[float], room: float = 100.0, page: float = 100.0) -> int:
    """How many slabs of a table that no page can hold are placed first."""
    frame = TableFrame(0.0, 100.0, TableStyle())
    group = [
        *(LayoutBox(height, frame=frame, keep=True) for height in rows),
        *(LayoutBox(height, keep=True) for height in below),
    ]

    def fits(most: float) -> Callable[[Sequence[LayoutBox]], bool]:
        return lambda part: sum(box.height for box in part) <= most

    return len(longest_part(group, fits(room), fits(page)))


@pytest.mark.parametrize(
    ("rows", "below", "room", "count"),
    [
        ([10, 80, 5], [10, 10], 100, 2),  # three rows would fit: the last one stays with its source
        ([30, 30, 30, 30], [], 100, 3),  # nothing below: as much as fits
        ([30, 30, 30, 30], [], 50, 3),  # not two rows here: on a page of its own
        ([80, 80, 80], [5], 100, 1),  # no page holds two rows
        ([30, 30, 95], [10, 10], 100, 2),  # no page holds the last row and its lines: those break
    ],
)
def test_where_a_group_too_tall_for_a_page_is_cut(
    rows: list[float], below: list[float], room: float, count: int
) -> None:
    assert cut(rows, below, room) == count
