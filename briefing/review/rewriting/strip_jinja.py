"""A template without its tags and comments: the Markdown that stands between them, and where each of its characters was typed.

Takes the text of a template; gives a `Stripped` text in which a printed expression is a token, as it is when the brief is made, and
the blocks (loops, conditions, macros) that hold parts of it. Runs nothing. Must read tags as Jinja does with the settings of
`briefing.compose.sandbox`: the tests hold it to that.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from briefing.compose.html_comments import LINE_START, Comment, UnclosedCommentError, find_comments
from briefing.compose.tokens import END, START
from briefing.review.rewriting.cannot_apply import CannotApply

TOKEN = f"{START}0{END}"
_OPENS = re.compile(r"\{\{|\{%|\{#")
_CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}
_STRING = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
_NAME = re.compile(r"\{%[-+]?\s*(\w+)")
_ENDRAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
# As in briefing.compose.sandbox: a line of tags alone leaves no line behind; the name of a table is no comment.
_TAG_LINES = re.compile(rf"{LINE_START}[ \t]*((?:\{{%(?:(?!%\}}).)*%\}}[ \t]*)+)\n", re.MULTILINE)
_TABLE_NAMES = re.compile(rf"{LINE_START}[ \t]*Table:.*?(\{{#[A-Za-z0-9_-]+\}})(?=[ \t]*$)", re.MULTILINE)
_PAIRED = frozenset({"for", "if", "macro", "call", "filter", "set", "with", "block"})
_MANY = frozenset({"for", "macro", "call", "filter", "set", "block"})
_Kind: TypeAlias = Literal["text", "raw", "{{", "{%", "{#"]


@dataclass(frozen=True, slots=True)
class TagBlock:
    """A block of tags, from its first tag to its last. `many` tells that what it holds may be printed otherwise than once."""

    name: str
    start: int
    end: int

    @property
    def many(self) -> bool:
        return self.name in _MANY


@dataclass(slots=True)
class Stripped:
    """`places` has start and end in the template for each character of `text`; before those in `walls` a tag stood.

    `raw` are stretches of the template in which Jinja reads no tags.
    """

    text: str
    places: list[tuple[int, int]]
    walls: set[int] = field(default_factory=set)
    blocks: list[TagBlock] = field(default_factory=list)
    raw: list[tuple[int, int]] = field(default_factory=list)

    def blocks_around(self, at: int) -> list[TagBlock]:
        """The blocks of tags around a place in the template."""
        return [block for block in self.blocks if block.start < at < block.end]


def strip_tags(template: str) -> Stripped:
    """The template without its tags and comments. Raises CannotApply if one is never closed."""
    try:
        comments = find_comments(template)
    except UnclosedCommentError as error:
        raise CannotApply("a comment of the template is never closed") from error
    return _strip_around(template, comments) if comments else _strip(template)


def _strip_around(template: str, comments: Sequence[Comment]) -> Stripped:
    """The same of a template with HTML comments: a wall stands where one stood, and places are those in the template."""
    bare: list[str] = []
    spans: list[tuple[int, int]] = []
    seams: list[int] = []
    at = 0
    for comment in (*comments, Comment(len(template), len(template), "")):
        bare += template[at : comment.start]
        spans += [(place, place + 1) for place in range(at, comment.start)]
        seams.append(len(bare))
        bare += comment.left
        spans += [(comment.start, comment.end)] * len(comment.left)
        at = comment.end
    made = _strip("".join(bare))
    starts = [start for start, _ in made.places]
    spans.append((len(template), len(template)))

    def back(start: int, end: int) -> tuple[int, int]:
        return spans[start][0], spans[end - 1][1] if end <= len(spans) else end

    return Stripped(
        made.text,
        [back(*place) for place in made.places],
        made.walls | {bisect_left(starts, seam) for seam in seams[:-1]},
        [TagBlock(block.name, *back(block.start, block.end)) for block in made.blocks],
        [back(*stretch) for stretch in made.raw],
    )


def _strip(template: str) -> Stripped:
    dropped = _lines_of_tags(template)
    kept: list[str] = []
    places: list[tuple[int, int]] = []
    made = Stripped("", places)
    tags: list[tuple[str, int, int]] = []
    trims, fresh = False, 0
    for kind, start, end in _pieces(template, dropped):
        piece = template[start:end]
        if kind in ("text", "raw"):
            first = _behind_space(template, start, end, dropped) if trims else start
            trims = False
            inner = [at for at in range(first, end) if at not in dropped]
            kept += [template[at] for at in inner]
            places += [(at, at + 1) for at in inner]
            made.raw += [(start, end)] if kind == "raw" else []
            continue
        if piece[2:3] == "-":
            _trim_before(kept, places, fresh)
        if kind == "{{":
            kept += TOKEN
            places += [(start, end)] * len(TOKEN)
        else:
            made.walls.add(len(kept))
        if kind == "{%":
            tags.append((piece, start, end))
        trims, fresh = piece[-3:-2] == "-", len(kept)
    made.text, made.blocks = "".join(kept), _pair(tags)
    return made


def _lines_of_tags(template: str) -> set[int]:
    """The white space and line ends that go with lines of nothing but tags."""
    dropped: set[int] = set()
    for match in _TAG_LINES.finditer(template):
        dropped.update(range(match.start(), match.start(1)))
        dropped.update(range(match.start(1) + len(match[1].rstrip()), match.end()))
    return dropped


def _behind_space(template: str, start: int, end: int, dropped: set[int]) -> int:
    """Where the white space ends that goes with a tag before it: at the latest where a line of tags ends."""
    while start < end and template[start].isspace() and start not in dropped:
        start += 1
    return start


def _trim_before(kept: list[str], places: list[tuple[int, int]], fresh: int) -> None:
    """Takes out the white space before a tag, as far as the tag before that."""
    while len(kept) > fresh and kept[-1].isspace():
        kept.pop()
        places.pop()


def _pieces(template: str, dropped: set[int]) -> Iterator[tuple[_Kind, int, int]]:
    """Text and tags in turn."""
    # Behind a line of tags no line begins for the sandbox.
    names = {match.start(1) for match in _TABLE_NAMES.finditer(template) if match.start() - 1 not in dropped}
    at = start = 0
    while match := _OPENS.search(template, at):
        if match.start() in names:
            at = match.end()
            continue
        if start < match.start():
            yield "text", start, match.start()
        end = _end_of(template, match.start())
        yield match[0], match.start(), end  # type: ignore[misc]  # one of the three that the pattern finds
        if _name_of(template[match.start() : end]) == "raw":
            closing = _ENDRAW.search(template, end)
            if closing is None:
                raise CannotApply("a tag of the template is never closed")
            yield "raw", end, closing.start()
            yield "{%", closing.start(), closing.end()
            end = closing.end()
        at = start = end
    if start < len(template):
        yield "text", start, len(template)


def _end_of(template: str, start: int) -> int:
    """Where a tag ends: not in a string, and not inside brackets of its own."""
    closes, at = _CLOSES[template[start : start + 2]], start + 2
    if closes == "#}":
        return _end_of_comment(template, at)
    depth = 0
    while at < len(template):
        if not depth and template.startswith(closes, at):
            return at + 2
        string = _STRING.match(template, at)
        if string is None and template[at] in "\"'":
            break
        depth += (template[at] in "([{") - (template[at] in ")]}") if string is None else 0
        at = string.end() if string else at + 1
    raise CannotApply("a tag of the template is never closed")


def _end_of_comment(template: str, start: int) -> int:
    """Where a comment ends: at a line of tags in it too, since the sandbox puts a comment in the place of that line's end."""
    end = template.find("#}", start)
    line = next((match for match in _TAG_LINES.finditer(template) if match.end() > start), None)
    if line is not None and line.start(1) >= start and (end < 0 or line.end() <= end):
        return line.end()
    if end < 0:
        raise CannotApply("a comment of the template is never closed")
    return end + 2


def _name_of(tag: str) -> str:
    match = _NAME.match(tag)
    return match[1] if match else ""


def _pair(tags: list[tuple[str, int, int]]) -> list[TagBlock]:
    """Each block of tags. `{% set x = … %}` holds nothing."""
    open_: list[tuple[str, int]] = []
    blocks: list[TagBlock] = []
    for tag, start, end in tags:
        name = _name_of(tag)
        if name in _PAIRED and not (name == "set" and "=" in tag):
            open_.append((name, start))
        elif name.startswith("end") and open_ and open_[-1][0] == name.removeprefix("end"):
            opened, first = open_.pop()
            blocks.append(TagBlock(opened, first, end))
    return blocks + [TagBlock(name, first, 1 << 60) for name, first in open_]
