"""Split a template into blocks: each paragraph, heading, list item and table cell with its words and lines.

A changed template is compared with the original block by block, so that a change touches nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from markdown_it.token import Token

from briefing.compose.foreign_markup import Kind, find_foreign
from briefing.compose.markdown import TABLE_TITLE, parser
from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.source_map import CANNOT_FOLLOW, Letter, Words, read_words
from briefing.review.rewriting.strip_jinja import Stripped, strip_tags

_CLOSING = re.compile(r"[ \t]*#*[ \t]*")
_OPENING = re.compile(r"[ \t>*+\-0-9.)]*#{1,6}[ \t]*")
_HOLDERS = frozenset({"bullet_list", "ordered_list", "list_item", "blockquote", "table", "footnote_reference"})
Holder = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block with words. `kind` is paragraph, title (of a table), heading1 …, th, td, or the type of a token without words.

    `inside` are the lists, items, quotes and footnotes around it, by kind and number. `first` and `last` are lines of the
    template, counted from 1. `foreign` is markup of other programs in it, which a build refuses.
    """

    kind: str
    inside: tuple[Holder, ...]
    first: int
    last: int
    words: Words
    readable: bool = True
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A parsed template."""

    text: str
    stripped: Stripped
    leaves: tuple[Leaf, ...]

    @cached_property
    def line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line_of(self, at: int) -> int:
        """Return the line number, from 1, of an offset in the template."""
        return bisect_right(self.line_starts, at)

    def overlaps_block(self, first: int, last: int) -> bool:
        """Return True if a block of tags contains one of these lines, or begins or ends on one."""
        return any(self.line_of(b.start) <= last and self.line_of(b.end - 1) >= first for b in self.stripped.blocks)

    def is_inside(self, line: int) -> bool:
        """Return True if the end of this line is inside a block of tags."""
        return any(self.line_of(b.start) <= line < self.line_of(b.end - 1) for b in self.stripped.blocks)


def shape(leaves: Sequence[Leaf]) -> list[object]:
    """Return the parts of blocks that are compared: words with their emphasis, and shared lists and items."""
    numbers: dict[int, int] = {}
    return [
        (
            leaf.kind,
            leaf.readable,
            leaf.foreign,
            tuple((kind, numbers.setdefault(number, len(numbers))) for kind, number in leaf.inside),
            tuple((letter.character, letter.look) for letter in leaf.words.letters),
        )
        for leaf in leaves
    ]


def read_template(text: str) -> Template:
    """Parse a template; raise CannotApply if a tag or comment is not closed."""
    stripped = strip_tags(text)
    leaves = list(_Reader(text, stripped).leaves())
    for at, (leaf, following) in enumerate(pairwise(leaves)):
        if leaf.kind == "paragraph" and following.kind == "th" and TABLE_TITLE.match(leaf.words.text):
            leaves[at] = replace(leaf, kind="title")
    return Template(text, stripped, tuple(leaves))


class _Reader:
    """Reader that goes through the parser's tokens and the lines of the stripped text together."""

    def __init__(self, text: str, stripped: Stripped) -> None:
        self.stripped = stripped
        self.starts = [0, *(match.end() for match in re.finditer("\n", stripped.text))]
        self.template_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.holders: list[Holder] = []
        self.count = 0

    def leaves(self) -> Iterator[Leaf]:
        kind = ""
        lines: tuple[int, int] = (0, 0)
        cells: list[tuple[int, int]] = []
        for token in parser().parse(self.stripped.text):
            lines = (token.map[0], token.map[1]) if token.map else lines
            if token.type == "inline":
                cell = cells.pop(0) if kind in ("th", "td") and cells else None
                yield from self._leaf(kind, token, lines, cell)
            elif token.type == "tr_open":
                cells = list(split_row(self.stripped.text, *self._span(lines[0])))
            elif token.type in ("heading_open", "paragraph_open", "th_open", "td_open"):
                kind = f"heading{token.tag[1:]}" if token.type == "heading_open" else token.type.removesuffix("_open")
            elif token.type.endswith("_open") and token.type.removesuffix("_open") in _HOLDERS:
                self.count += 1
                start = token.attrGet("start")
                self.holders.append((f"{token.type.removesuffix('_open')}{start or ''}", self.count))
            elif token.type.endswith("_close") and token.type.removesuffix("_close") in _HOLDERS:
                self.holders.pop()
            elif not token.nesting:
                letters = tuple(Letter(c, 0, 0) for c in token.content)
                yield Leaf(token.type, tuple(self.holders), *self._lines(*lines), Words(letters), readable=False)

    def _leaf(self, kind: str, token: Token, lines: tuple[int, int], cell: tuple[int, int] | None) -> Iterator[Leaf]:
        """Yield a block, then its inline footnotes."""
        inside, (first, last) = tuple(self.holders), self._lines(*lines)
        try:
            at = self._cell(token.content, cell) if kind in ("th", "td") else self._content(kind, token.content, lines)
            places = [self.stripped.places[a] for a in at]
            removed_tags = self._removed_tags(at) if at else []
            words = read_words(token.content, token.children or [], places, removed_tags) if at else Words(())
        except CannotApply:
            yield Leaf(kind, inside, first, last, Words(tuple(Letter(c, 0, 0) for c in token.content)), readable=False)
            return
        of: Kind = "heading" if kind.startswith("heading") else "cell" if kind in ("th", "td") else "paragraph"
        foreign = tuple(found.shown for found in find_foreign(token.children or [], of))
        yield Leaf(kind, inside, first, last, words, foreign=foreign)
        for place, note in enumerate(words.notes):
            yield Leaf("footnote", (*inside, ("footnote_ref", -place)), first, last, note, foreign=foreign)

    def _removed_tags(self, at: list[int]) -> list[int]:
        """Return the indices of characters before which a tag was removed, ignoring white space around the content."""
        text, removed_tags = self.stripped.text, self.stripped.removed_tags
        first, last = at[0], at[-1] + 1
        while first and text[first - 1] in " \t":
            first -= 1
        while last < len(text) and text[last] in " \t":
            last += 1
        found = [0] if any(tag in removed_tags for tag in range(first, at[0])) else []
        found += [number for number, place in enumerate(at) if place in removed_tags]
        return found + ([len(at)] if any(tag in removed_tags for tag in range(at[-1] + 1, last + 1)) else [])

    def _span(self, line: int) -> tuple[int, int]:
        """Return the start and end of a line of the stripped text."""
        end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.stripped.text)
        return self.starts[line], end

    def _lines(self, first: int, last: int) -> tuple[int, int]:
        """Convert a range of lines of the stripped text, without `last`, to the first and last line in the template."""
        start, end = self._span(first)[0], self._span(max(first, last - 1))[1]
        inner = [at for at in range(start, end) if not self.stripped.text[at].isspace()]
        if not inner:
            return 0, 0
        places = self.stripped.places
        one, other = places[inner[0]][0], places[inner[-1]][1] - 1
        return bisect_right(self.template_starts, one), bisect_right(self.template_starts, other)

    # -------------------------------------------------------------- the characters of a block's content

    def _content(self, kind: str, content: str, lines: tuple[int, int]) -> list[int]:
        """Return the index in the stripped text of each character of a block's content."""
        at: list[int] = []
        for number, part in enumerate(content.split("\n")):
            start, end = self._span(lines[0] + number)
            line = self.stripped.text[start:end]
            column = line.rfind(part) if kind.startswith("heading") else len(line) - len(part)
            if kind == "paragraph" and not line.endswith(part):
                column = len(line.rstrip()) - len(part)
            if column < 0 or line[column : column + len(part)] != part:
                raise CannotApply(CANNOT_FOLLOW)
            before, after = line[:column], line[column + len(part) :]
            if kind.startswith("heading") and not (_OPENING.fullmatch(before) and _CLOSING.fullmatch(after)):
                raise CannotApply(CANNOT_FOLLOW)
            at += [start + column + n for n in range(len(part))]
            at += [end] if number < content.count("\n") else []
        return at

    def _cell(self, content: str, cell: tuple[int, int] | None) -> list[int]:
        """Return the same for a cell: a bar in it is typed with a backslash, which the table removes."""
        if cell is None:
            if content:
                raise CannotApply(CANNOT_FOLLOW)
            return []
        text, at = self.stripped.text, []
        position = cell[0]
        for character in content:
            if text[position] == "\\" and character == "|":
                position += 1
            if position >= cell[1] or text[position] != character:
                raise CannotApply(CANNOT_FOLLOW)
            at.append(position)
            position += 1
        return at


def split_row(text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    """Return the ranges of the cells of a table row, without the white space around them."""
    while start < end and text[start] in " \t>":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    bars = [at for at in range(start, end) if text[at] == "|" and (at == start or text[at - 1] != "\\")]
    edges = [start - 1, *bars, end]
    spans = [(one + 1, other) for one, other in pairwise(edges)]
    spans = spans[1:] if bars and bars[0] == start else spans
    spans = spans[:-1] if bars and bars[-1] == end - 1 else spans
    return [_trim(text, *span) for span in spans]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
