"""Grids and column widths."""

from __future__ import annotations

import random  # noqa: TID251  # from fixed seeds

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples.brief_sample import HERE, cell
from samples.random_documents import Maker

from briefing.document.model import Column, Row, Table
from briefing.layout.typesetting.grid import lay_grid
from briefing.layout.typesetting.table_columns import share_widths


def table(columns: int, *rows: Row, head: int = 0) -> Table:
    return Table("t", HERE, (), tuple(Column() for _ in range(columns)), rows[:head], rows[head:])


def covered(made: Table) -> list[list[int]]:
    """How often each place of a grid is covered."""
    grid = lay_grid(made)
    counts = [[0] * grid.columns for _ in grid.rows]
    for number, spots in enumerate(grid.rows):
        for spot in spots:
            for row in range(number, number + spot.rows):
                for column in range(spot.column, spot.column + spot.columns):
                    counts[row][column] += 1
    return counts


@pytest.mark.parametrize("seed", range(40))
def test_every_place_of_a_grid_is_covered_once(seed: int) -> None:
    made = Maker(seed).table()
    assert all(count == 1 for row in covered(made) for count in row)
    assert lay_grid(made).problems == ()


@pytest.mark.parametrize("seed", range(40))
def test_so_it_is_where_spans_are_wild(seed: int) -> None:
    dice = random.Random(seed)
    rows = [
        Row(tuple(cell("x", columns=dice.randint(1, 9), rows=dice.randint(1, 9)) for _ in range(dice.randint(0, 6))))
        for _ in range(7)
    ]
    assert all(count == 1 for row in covered(table(dice.randint(1, 5), *rows, head=2)) for count in row)


def test_a_cell_without_room_is_reported() -> None:
    problems = lay_grid(table(2, Row((cell("a"), cell("b"), cell("c"))))).problems
    assert [problem.code for problem in problems] == ["table-shape"]
    assert "3 cells, but only 2 fit" in problems[0].message


def test_a_row_covered_from_above_counts_for_no_span() -> None:
    grid = lay_grid(table(1, Row((cell("a", rows=2),)), Row(()), Row((cell("b"),))))
    assert grid.rows[1] == ()
    assert grid.rows_with_cells(0, grid.rows[0][0]) == 1


SIZES = st.lists(st.tuples(st.floats(0.1, 9), st.floats(5, 300), st.floats(0, 900)), min_size=1, max_size=9)


@given(SIZES, st.floats(50, 900))
def test_widths_fill_the_table_and_give_words_their_room(sizes: list[tuple[float, float, float]], total: float) -> None:
    weights = [weight for weight, _, _ in sizes]
    least = [narrow for _, narrow, _ in sizes]
    wished = [narrow + more for _, narrow, more in sizes]
    widths = share_widths(total, weights, least, wished)
    assert sum(widths) == pytest.approx(total)
    if sum(least) < total:
        assert all(width >= narrow - 0.01 for width, narrow in zip(widths, least, strict=True))


def test_where_there_is_too_little_room_the_widest_columns_give_way() -> None:
    assert share_widths(100, [1, 1, 1], [20, 60, 70], [20, 400, 400]) == [20, 40, 40]


def test_a_column_of_years_leaves_its_room_to_a_column_of_text() -> None:
    years, text = share_widths(400, [1, 1], [30, 60], [40, 900])
    assert years == 40
    assert text == 360
