"""Tell whether a reader of a PDF page sees the text that its tags say, and nothing else.

A brief of ours has text in tags, headers and footers, rectangles behind the text, underlines, and charts in
tags of their own. What else is on a page is named: text that no tag claims, text that is covered,
struck through, as pale as the paper, tiny or beside the page, and shapes outside charts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from briefing.readers.pdf_text import Colour, PageContent, Point, Run, Shape
from briefing.readers.pdf_unread import quoted
from briefing.readers.reading import Draft, split_words

_PAPER: Colour = (1.0, 1.0, 1.0)
_LEAST_CONTRAST = 1.5
"""Ratio of luminances (WCAG 2) below which text counts as invisible. Themes have at least 4.5."""
_LEAST_SIZE = 3.5
"""Smallest size of visible text, in points. The smallest of ours is about 5."""
_LEAST_DRAWN = 0.5
"""Smallest size of text in charts. Ours is smaller than other text if a chart is scaled down to the height of a page."""
_EDGE = 1.0
"""Distance in points by which a glyph's box may leave the page."""
_BAND = (0.08, 0.42)
"""Part of the size above the baseline in which every letter has ink."""
_RULE = 2.5
"""Largest height of a rule in points."""
_SMALL = 8.0
"""Sides of a rectangle, in points, below which it is part of a drawing and not a background."""
_SAME_LINE = 0.5
"""Share of the size within which two baselines are one line."""
_MOST_PAIRS = 2_000_000
LEADER = " ."
"""Characters that the contents print between an entry and its page number."""


def judge_page(content: PageContent, paper: tuple[float, float]) -> Iterator[str]:
    """Yield what is seen on a page and not read, or read and not seen. `paper` is its width and height."""
    yield from content.odd
    if not any(run.text.strip() for run in content.runs) and not any(
        shape.owner == "figure" for shape in content.shapes
    ):
        yield "a page without text"
    if content.order != sorted(content.order):
        yield "marked content that is not in the order in which it was written"
    for run in content.runs:
        if run.text.strip():
            yield from _judge_run(run, paper)
    if len(content.runs) * len(content.shapes) > _MOST_PAIRS:
        yield "more text and shapes than a page of a brief has"
        return
    yield from _judge_shapes(content)
    yield from _judge_backgrounds(content)


def _judge_run(run: Run, paper: tuple[float, float]) -> Iterator[str]:
    if run.owner == "":
        yield f"text that no tag claims: {quoted(run.text)}"
    elif run.owner == "Layout" and run.text.strip(LEADER):
        yield f"text that is marked as decoration: {quoted(run.text)}"
    elif run.owner not in {"mark", "figure", "Layout", "Pagination", "Header", "Footer"}:
        yield f"text that is marked as no content ({run.owner}): {quoted(run.text)}"
    if not -_EDGE <= run.x <= run.x + run.width <= paper[0] + _EDGE or not -_EDGE <= run.y <= paper[1] - run.size / 2:
        yield f"text beside the page: {quoted(run.text)}"
    if run.size < (_LEAST_DRAWN if run.owner == "figure" else _LEAST_SIZE):
        yield f"text that is too small to see: {quoted(run.text)}"


def _judge_shapes(content: PageContent) -> Iterator[str]:
    """Yield shapes outside charts that are neither backgrounds nor rules, and pictures outside figures."""
    for shape in content.shapes:
        if shape.picture is not None:
            if shape.owner not in {"figure", "Header"}:
                yield "a picture outside figures"
        elif shape.owner == "Layout" and shape.fill is not None and not shape.line and _is_upright(shape.points):
            left, bottom, right, top = shape.box
            if right - left < _SMALL and top - bottom < _SMALL and not _underlines(shape, content.runs):
                yield "small shapes outside charts, of which a picture of text can be made"
        elif shape.owner != "figure":
            yield "a drawing outside charts"


def _is_upright(points: Sequence[Point]) -> bool:
    """Return whether a shape is a rectangle with sides along the page."""
    return (
        len(points) == 4 and len({round(x, 2) for x, _ in points}) <= 2 and len({round(y, 2) for _, y in points}) <= 2
    )


def _underlines(shape: Shape, runs: Sequence[Run]) -> bool:
    left, bottom, right, top = shape.box
    return top - bottom <= 1.0 and any(
        run.x - 1 <= left and right <= run.x + run.width + 1 and 0 < run.y - bottom < run.size * 0.4 for run in runs
    )


# ------------------------------------------------------------------ what lies over and under text


def _judge_backgrounds(content: PageContent) -> Iterator[str]:
    """Yield text that something is painted over, that is struck through, or that has the colour of its background."""
    boxes = [(shape, shape.box) for shape in content.shapes]
    wide = [each for each in boxes if each[0].picture is not None or each[0].fill is not None or each[0].line > 1]
    for run in content.runs:
        if not run.text.strip():
            continue
        low, high = run.y + _BAND[0] * run.size, run.y + _BAND[1] * run.size
        near = [
            (shape, box)
            for shape, box in wide
            if box[0] < run.x + run.width and box[2] > run.x and box[1] < high and box[3] > low
        ]
        if not near:
            if _contrast(run.colour, _PAPER) < _LEAST_CONTRAST:
                yield f"text in the colour of the paper: {quoted(run.text)}"
            continue
        yield from _judge_against(run, near, low, high)


def _judge_against(
    run: Run, near: Sequence[tuple[Shape, tuple[float, float, float, float]]], low: float, high: float
) -> Iterator[str]:
    over = under = pale = False
    middle = (low + high) / 2
    for x in run.centres():
        # A rule behind a word, such as that above a table, hides only part of its height.
        grounds: dict[float, Colour | None] = dict.fromkeys((low, middle, high), _PAPER)
        for shape, (left, bottom, right, top) in near:
            if not left < x < right:
                continue
            if shape.order > run.order:
                over = over or shape.picture is not None or run.owner != "figure" or _covers(shape, x, middle)
                continue
            for y in grounds:
                if shape.picture is not None:
                    grounds[y] = None
                elif shape.fill is not None and _covers(shape, x, y):
                    grounds[y] = shape.fill
            if shape.picture is None and run.owner != "figure" and shape.owner == "Layout" and top - bottom < _RULE:
                # A rule of a table is much longer than a word that is too high for its row.
                under = under or right - left < 2 * run.width
        pale = pale or all(
            ground is not None and _contrast(run.colour, ground) < _LEAST_CONTRAST for ground in grounds.values()
        )
    if over:
        yield f"text that is painted over: {quoted(run.text)}"
    if under:
        yield f"text that is struck through: {quoted(run.text)}"
    if pale:
        yield f"text in the colour of its background: {quoted(run.text)}"


def _covers(shape: Shape, x: float, y: float) -> bool:
    """Return whether a point lies inside a filled shape (even-odd rule)."""
    inside = False
    points = shape.points
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@lru_cache(maxsize=1024)
def _contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours by WCAG 2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    if len(colour) == 4:
        colour = tuple((1 - share) * (1 - colour[3]) for share in colour[:3])
    red, green, blue = colour if len(colour) == 3 else (colour[0],) * 3 if colour else (0.0, 0.0, 0.0)
    linear = [c / 12.92 if c <= 0.04045 else ((min(c, 1.0) + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def judge_broken_words(
    contents: Sequence[PageContent], owners: Mapping[tuple[int, int], Draft | None]
) -> Iterator[tuple[int, str]]:
    """Yield pages and words that a screen reader reads otherwise than they are drawn.

    A word that is broken between lines has its whole text at the first part, and nothing at the others, which
    may be on the next page. Cells side by side are drawn slice by slice, so the parts of a word follow one another only
    within their piece. `owners` are the pieces of the marks, by page and number.
    """
    waiting: dict[int, tuple[int, str, str]] = {}
    for number, content in enumerate(contents, 1):
        loose: list[tuple[str, str]] = []
        for mark, actual, drawn in content.broken:
            draft = owners.get((number, mark))
            if draft is None:
                loose.append((actual, drawn))
                continue
            page, whole, rest = waiting.pop(id(draft), (number, "", ""))
            if actual:
                if rest:
                    yield page, f"a word that is read otherwise than drawn: {quoted(whole)}"
                page, whole, rest = number, actual, _unbroken(actual)
            letters = _unbroken(drawn)
            if not rest.startswith(letters):
                what = f"read otherwise than drawn: {quoted(drawn)}" if whole else f"not read: {quoted(drawn)}"
                yield number, f"a word that is {what}"
            elif rest != letters:
                waiting[id(draft)] = page, whole, rest[len(letters) :]
        if _unbroken("".join(actual for actual, _ in loose)) != _unbroken("".join(drawn for _, drawn in loose)):
            yield number, "broken words outside the text that are read otherwise than drawn"
    for page, whole, _ in waiting.values():
        yield page, f"a word that is read otherwise than drawn: {quoted(whole)}"


def _unbroken(text: str) -> str:
    """Return a word without the hyphens at which it may be broken."""
    return "".join(split_words(text)).replace("-", "")


# ------------------------------------------------------------------ where text stands


def judge_places(content: PageContent, owners: Mapping[int, Draft | None], spanning: AbstractSet[int]) -> Iterator[str]:
    """Yield text that stands elsewhere than its place in the text: before what it follows, or in another row.

    `owners` are the pieces of the page's marks; `spanning` are the identities of cells of several rows.
    """
    last: Run | None = None
    rows: dict[tuple[int, int], list[Run]] = {}
    free: set[tuple[int, int]] = set()
    for run in content.runs:
        draft = owners.get(run.mark)
        if run.owner != "mark" or draft is None or not run.text.strip():
            continue
        before = owners.get(last.mark) if last is not None else None
        row = (draft.spot.table, draft.spot.row) if draft.spot is not None else None
        if last is not None and before is not None:
            beside = run.y > last.y - run.size * _SAME_LINE
            if draft is before and beside and run.x + 0.5 < last.x + last.width:
                yield f"text that stands before what it follows: {quoted(run.text)}"
            elif row and beside and draft is not before and last in rows.get(row, ()) and run.x + 0.5 < last.x:
                yield f"a cell in another column: {quoted(run.text)}"
        if row is not None:
            rows.setdefault(row, []).append(run)
            if id(draft) in spanning:
                free.add(row)
        last = run
    for one, other in pairwise(rows):
        if one[0] == other[0] and not free & {one, other} and _overlap(rows[one], rows[other]):
            yield f"a cell in another row: {quoted(rows[other][0].text)}"


def _overlap(row: Sequence[Run], following: Sequence[Run]) -> bool:
    """Return whether a row of a table is not above the following one, in the same column of the page."""
    left = min(run.x for run in following)
    beside = [run for run in row if run.x + run.width >= left]  # A row may begin in the column of the page before.
    return bool(beside) and min(run.y for run in beside) <= max(run.y for run in following)
