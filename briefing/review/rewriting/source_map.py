"""Map each printed character of a paragraph, heading or cell to its offsets in the template.

Take the Markdown of a block, the tokens that the parser made of it, and the offsets of its characters; return `Letter`s. The
parser alone decides what is markup: where its tokens do not match the text, CannotApply is raised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.token import Token

from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.strip_jinja import TOKEN

PRINTED, REMOVED_TAG = "\ue000", "\ue010"
"""Characters that replace a printed expression or footnote mark, and a removed tag."""
CANNOT_FOLLOW = "the markup here cannot be changed automatically"
_LINE_END = re.compile(r" *\\?\n[ \t]*")
_STYLES = {"em_open": "em", "em_close": "em", "strong_open": "strong", "strong_close": "strong"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A printed character and its offsets in the template. `look` is its emphasis and the address that it links to.

    `fixed` characters must not be changed: printed expressions, code, bare addresses.
    """

    character: str
    start: int
    end: int
    look: tuple[str, ...] = ()
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Opening or closing markup of emphasis or a link. `at` is the index of the letter that follows it."""

    at: int
    start: int
    end: int
    opens: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Words:
    """The letters of a block and the marks between them. `notes` are the words of its inline footnotes, ^[like this]."""

    letters: tuple[Letter, ...]
    marks: tuple[Mark, ...] = ()
    notes: tuple[Words, ...] = ()

    @property
    def text(self) -> str:
        return "".join(letter.character for letter in self.letters)


def read_words(
    content: str, tokens: Sequence[Token], places: Sequence[tuple[int, int]], removed_tags: Sequence[int]
) -> Words:
    """Map the words of a block; raise CannotApply if its markup cannot be followed.

    `removed_tags` are the indices of characters of its content before which a tag was removed.
    """
    reader = _Reader(content, places, frozenset(removed_tags))
    for token in tokens:
        reader.read(token)
    if content[reader.at :].strip(" \t"):
        raise CannotApply(CANNOT_FOLLOW)
    reader.add_removed_tag(len(content))
    return Words(tuple(reader.letters), tuple(reader.marks), tuple(reader.notes))


class _Reader:
    """Reader that goes through the content and the tokens together."""

    def __init__(self, content: str, places: Sequence[tuple[int, int]], removed_tags: frozenset[int]) -> None:
        self.content, self.places, self.removed_tags = content, places, sorted(removed_tags)
        self.at = 0
        self.look: tuple[str, ...] = ()
        self.letters: list[Letter] = []
        self.marks: list[Mark] = []
        self.notes: list[Words] = []

    def read(self, token: Token) -> None:
        if token.type == "text":
            self._text(token.content)
        elif token.type == "text_special":
            self._expect(token.markup)
            self._add(token.content, self.at, self.at + len(token.markup))
        elif token.type in ("softbreak", "hardbreak"):
            match = _LINE_END.match(self.content, self.at)
            if match is None:
                raise CannotApply(CANNOT_FOLLOW)
            self._add("\n", match.start(), match.end(), fixed=token.type == "hardbreak")
        elif token.type in _STYLES:
            self._expect(token.markup)
            opens, kind = token.nesting > 0, _STYLES[token.type]
            self._mark(self.at + len(token.markup), kind, opens=opens)
            self._turn(kind, opens=opens)
        elif token.type == "code_inline":
            self._code(token)
        elif token.type in ("link_open", "link_close"):
            self._link(token)
        elif token.type == "footnote_ref":
            self._note(token)
        else:
            raise CannotApply(CANNOT_FOLLOW)

    # -------------------------------------------------------------- kinds of tokens

    def _text(self, content: str) -> None:
        # The parser drops the white space at the ends of a line.
        if content and not self.content.startswith(content, self.at):
            stripped = re.compile(r"[ \t]*").match(self.content, self.at)
            self.at = stripped.end() if stripped else self.at
        self._expect(content)
        fixed = bool(self.look) and self.look[-1].startswith("auto ")
        end = self.at + len(content)
        while self.at < end:
            if self.content.startswith(TOKEN, self.at):
                self._add(PRINTED, self.at, self.at + len(TOKEN), fixed=True)
            else:
                self._add(self.content[self.at], self.at, self.at + 1, fixed=fixed)

    def _mark(self, end: int, kind: str, *, opens: bool) -> None:
        self.add_removed_tag(self.at)
        self.marks.append(Mark(len(self.letters), *self._typed(self.at, end), opens, kind))
        self.at = end

    def _turn(self, look: str, *, opens: bool) -> None:
        if opens:
            self.look = (*self.look, look)
        elif self.look:
            self.look = self.look[:-1]

    def _code(self, token: Token) -> None:
        self._expect(token.markup)
        start = self.at + len(token.markup)
        end = self.content.find(token.markup, start)
        while end >= 0 and self.content[end + len(token.markup) : end + len(token.markup) + 1] == "`":
            end = self.content.find(token.markup, end + len(token.markup) + 1)
        if end < 0:
            raise CannotApply(CANNOT_FOLLOW)
        for character in token.content.replace(TOKEN, PRINTED):
            self._add(character, self.at, end + len(token.markup), fixed=True, moves=False)
        self.at = end + len(token.markup)

    def _note(self, token: Token) -> None:
        """Add the mark of a footnote, and its words if it is an inline footnote."""
        self._expect(token.content)
        end = self.at + len(token.content)
        if token.children:
            first, last = self.at + len("^["), end - len("]")
            removed_tags = [tag - first for tag in self.removed_tags if first <= tag <= last]
            self.notes.append(
                read_words(self.content[first:last], token.children, self.places[first:last], removed_tags)
            )
            self.removed_tags = [tag for tag in self.removed_tags if not first <= tag <= last]
        self._add(PRINTED, self.at, end, fixed=True)

    def _link(self, token: Token) -> None:
        auto = token.info == "auto"
        if token.nesting > 0:
            self._expect("<" if auto else "[")
            self._mark(self.at + 1, "link", opens=True)
            self._turn(f"{'auto ' if auto else ''}{token.attrGet('href')}", opens=True)
            return
        self._turn("", opens=False)
        self._mark(self._skip_address() if not auto else self.at + 1, "link", opens=False)

    def _skip_address(self) -> int:
        """Return the offset after the address of a link, read as the parser does."""
        content, most = self.content, len(self.content)
        self._expect("](")
        at = self._skip_space(self.at + 2)
        found = parseLinkDestination(content, at, most)
        at = self._skip_space(found.pos if found.ok else at)
        title = parseLinkTitle(content, at, most)
        at = self._skip_space(title.pos) if title.ok and title.pos > at else at
        if content[at : at + 1] != ")":
            raise CannotApply(CANNOT_FOLLOW)
        return at + 1

    def _skip_space(self, at: int) -> int:
        while at < len(self.content) and self.content[at] in " \t\n":
            at += 1
        return at

    # -------------------------------------------------------------- letters

    def _expect(self, typed: str) -> None:
        if not self.content.startswith(typed, self.at):
            raise CannotApply(CANNOT_FOLLOW)

    def _typed(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start][0], self.places[end - 1][1]

    def add_removed_tag(self, until: int) -> None:
        """Add a mark if a tag was removed since the last letter."""
        passed = [tag for tag in self.removed_tags if tag <= until]
        if passed:
            self.removed_tags = self.removed_tags[len(passed) :]
            here = self.letters[-1].end if self.letters else self.places[0][0]
            self.letters.append(Letter(REMOVED_TAG, here, here, fixed=True))

    def _add(self, characters: str, start: int, end: int, *, fixed: bool = False, moves: bool = True) -> None:
        self.add_removed_tag(start)
        first, last = self._typed(start, end)
        for each in characters:
            self.letters.append(Letter(each, first, last, self.look, fixed or len(characters) > 1))
        if moves:
            self.at = end


def without_place(letter: Letter) -> Letter:
    """Return the letter without its offsets, for comparison."""
    return replace(letter, start=0, end=0, fixed=False)
