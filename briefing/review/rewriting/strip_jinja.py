"""Strip the Jinja tags and comments from a template, and map the remaining Markdown to its offsets in the template.

Printed expressions become tokens, as when a brief is composed. The blocks of tags (loops, conditions, macros) are returned as
well. Nothing is executed. Tags are read as Jinja reads them with the settings of `briefing.compose.sandbox`; tests compare
the two.
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
# As in briefing.compose.sandbox: a line with only tags is removed; {#name} after a table title is not a comment.
_TAG_LINES = re.compile(rf"{LINE_START}[ \t]*((?:\{{%(?:(?!%\}}).)*%\}}[ \t]*)+)\n", re.MULTILINE)
_TABLE_NAMES = re.compile(rf"{LINE_START}[ \t]*Table:.*?(\{{#[A-Za-z0-9_-]+\}})(?=[ \t]*$)", re.MULTILINE)
_PAIRED = frozenset({"for", "if", "macro", "call", "filter", "set", "with", "block"})
_MANY = frozenset({"for", "macro", "call", "filter", "set", "block"})
_Kind: TypeAlias = Literal["text", "raw", "{{", "{%", "{#"]


@dataclass(frozen=True, slots=True)
class TagBlock:
    """A block of tags, from its first tag to its last. `many` is True if its contents may not print exactly once."""

    name: str
    start: int
    end: int

    @property
    def many(self) -> bool:
        return self.name in _MANY


@dataclass(slots=True)
class Stripped:
    """A stripped template. `places` are the offsets in the template of each character of `text`.

    `removed_tags` are indices of characters before which a tag was removed; `raw` are ranges in which Jinja reads no tags.
    """

    text: str
    places: list[tuple[int, int]]
    removed_tags: set[int] = field(default_factory=set)
    blocks: list[TagBlock] = field(default_factory=list)
    raw: list[tuple[int, int]] = field(default_factory=list)

    def blocks_around(self, at: int) -> list[TagBlock]:
        """Return the blocks of tags around an offset in the template."""
        return [block for block in self.blocks if block.start < at < block.end]


def strip_tags(template: str) -> Stripped:
    """Strip tags and comments; raise CannotApply if one is not closed."""
    try:
        comments = find_comments(template)
    except UnclosedCommentError as error:
        raise CannotApply("a comment in the template is not closed") from error
    return _strip_around(template, comments) if comments else _strip(template)


def _strip_around(template: str, comments: Sequence[Comment]) -> Stripped:
    """Strip a template with HTML comments: each counts as a removed tag, and offsets are those of the original template."""
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
        made.removed_tags | {bisect_left(starts, seam) for seam in seams[:-1]},
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
            made.raw += [(start, end)] if kind == "raw" else []
            # A `-%}` before a text removes its white space, up to a line of tags.
            first = start
            while trims and first < end and template[first].isspace() and first not in dropped:
                first += 1
            trims = False
            inner = [at for at in range(first, end) if at not in dropped]
            kept += [template[at] for at in inner]
            places += [(at, at + 1) for at in inner]
            continue
        # A `{%-` removes the white space before it, back to the previous tag.
        while piece[2:3] == "-" and len(kept) > fresh and kept[-1].isspace():
            kept.pop()
            places.pop()
        if kind == "{{":
            kept += TOKEN
            places += [(start, end)] * len(TOKEN)
        else:
            made.removed_tags.add(len(kept))
        if kind == "{%":
            tags.append((piece, start, end))
        trims, fresh = piece[-3:-2] == "-", len(kept)
    made.text, made.blocks = "".join(kept), _pair(tags)
    return made


def _lines_of_tags(template: str) -> set[int]:
    """Return the offsets of white space and line ends that are removed with lines of tags."""
    dropped: set[int] = set()
    for match in _TAG_LINES.finditer(template):
        dropped.update(range(match.start(), match.start(1)))
        dropped.update(range(match.start(1) + len(match[1].rstrip()), match.end()))
    return dropped


def _pieces(template: str, dropped: set[int]) -> Iterator[tuple[_Kind, int, int]]:
    """Yield texts and tags in turn."""
    # In the sandbox no line begins after a line of tags, because its line end is removed.
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
                raise CannotApply("a tag in the template is not closed")
            yield "raw", end, closing.start()
            yield "{%", closing.start(), closing.end()
            end = closing.end()
        at = start = end
    if start < len(template):
        yield "text", start, len(template)


def _end_of(template: str, start: int) -> int:
    """Return the end of a tag, outside strings and brackets."""
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
    raise CannotApply("a tag in the template is not closed")


def _end_of_comment(template: str, start: int) -> int:
    """Return the end of a comment.

    A line of tags inside a comment also ends it, because the sandbox replaces the end of such a line by a comment.
    """
    end = template.find("#}", start)
    line = next((match for match in _TAG_LINES.finditer(template) if match.end() > start), None)
    if line is not None and line.start(1) >= start and (end < 0 or line.end() <= end):
        return line.end()
    if end < 0:
        raise CannotApply("a comment in the template is not closed")
    return end + 2


def _name_of(tag: str) -> str:
    match = _NAME.match(tag)
    return match[1] if match else ""


def _pair(tags: list[tuple[str, int, int]]) -> list[TagBlock]:
    """Return each block of tags. `{% set x = … %}` is not a block."""
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
