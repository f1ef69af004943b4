from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from briefing.layout.typesetting.line_breaking import NEVER, SHRINK, STRETCH, Boxes, _price, fit, greedy

MEASURE = 100.0
WIDTHS = st.lists(st.floats(3, 40), min_size=1, max_size=60)


def words(widths: list[float], space: float = 4.0) -> Boxes:
    boxes = Boxes()
    for width in widths:
        boxes.add(width, space, cost=0.0)
    return boxes


def line_widths(boxes: Boxes, ends: list[int]) -> list[float]:
    found = []
    for start, end in pairwise([0, *ends]):
        found.append(sum(boxes.widths[start:end]) + sum(boxes.spaces[start : end - 1]))
    return found


@given(WIDTHS)
def test_greedy_lines_hold_every_box_once_and_never_overrun(widths: list[float]) -> None:
    boxes = words(widths)
    ends = greedy(boxes, MEASURE)
    assert ends[-1] == len(widths)
    assert all(a < b for a, b in pairwise([0, *ends]))
    assert all(width <= MEASURE + 0.02 for width in line_widths(boxes, ends))


@given(WIDTHS)
def test_greedy_lines_are_as_full_as_they_can_be(widths: list[float]) -> None:
    boxes = words(widths)
    ends = greedy(boxes, MEASURE)
    for (_, end), width in zip(pairwise([0, *ends]), line_widths(boxes, ends), strict=True):
        if end < len(widths):
            assert width + 4.0 + widths[end] > MEASURE


@given(WIDTHS)
def test_fitted_lines_stay_within_stretch_and_shrink(widths: list[float]) -> None:
    boxes = words(widths)
    ends = fit(boxes, MEASURE, 3.0)
    if ends is None:
        return
    assert ends[-1] == len(widths)
    for index, (start, end) in enumerate(pairwise([0, *ends])):
        space = 4.0 * (end - start - 1)
        slack = MEASURE - sum(widths[start:end]) - space
        assert slack >= -space * SHRINK - 0.02
        if index < len(ends) - 1:
            assert slack <= space * STRETCH * 3.0 + 0.51


@given(st.lists(st.floats(10, 40), min_size=1, max_size=9))
def test_fit_finds_the_cheapest_of_all_ways(widths: list[float]) -> None:
    boxes = words(widths)
    ends = fit(boxes, MEASURE, 3.0)
    best = NEVER
    for mask in range(1 << (len(widths) - 1)):
        tried = [at + 1 for at in range(len(widths) - 1) if mask >> at & 1] + [len(widths)]
        best = min(best, cost(widths, tried))
    found = NEVER if ends is None else cost(widths, ends)
    assert found == best or abs(found - best) < 1e-6 * best


def cost(widths: list[float], ends: list[int]) -> float:
    total = 0.0
    for start, end in pairwise([0, *ends]):
        space = 4.0 * (end - start - 1)
        slack = MEASURE - sum(widths[start:end]) - space
        total += _price(slack, space, 3.0, end == len(widths), MEASURE)
    return total


def test_a_box_that_may_not_end_a_line_does_not() -> None:
    boxes = Boxes()
    for _ in range(12):
        boxes.add(30.0, 0.0, cost=NEVER)
        boxes.add(20.0, 4.0, cost=0.0)
    ends = fit(boxes, 110.0, 9.0)
    assert ends is not None
    assert all(end % 2 == 0 for end in ends)


def test_a_hyphen_is_taken_only_where_the_line_would_be_much_too_short() -> None:
    boxes = Boxes()
    boxes.add(60.0, 4.0, cost=0.0)
    boxes.add(30.0, 0.0, 3.0, 2500.0)
    boxes.add(50.0, 4.0, cost=0.0)
    assert greedy(boxes, MEASURE) == [2, 3]
    boxes.widths[0] = 85.0
    boxes.widths[1] = 8.0
    assert greedy(boxes, MEASURE) == [1, 3]
