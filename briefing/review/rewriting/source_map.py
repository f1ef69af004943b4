"""The words of one paragraph, heading or cell as they are printed, character by character, with where each was typed.

Takes the Markdown of a block, the tokens that the dialect's parser made of it and the places of its characters; gives `Letter`s.
Follows the parser token by token, and raises CannotApply where the two do not meet: it never decides for itself what is markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.token import Token

from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.strip_jinja import TOKEN

PRINTED, WALL = "\ue000", "\ue010"
"""Stand in the words for a printed expression or the mark of a footnote, and for a tag."""
_LINE_END = re.compile(r" *\\?\n[ \t]*")
_STYLES = {"em_open": "em", "em_close": "em", "strong_open": "strong", "strong_close": "strong"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A printed character, typed from `start` to `end`. `look` is its emphasis and the address that it links to.

    `fixed` letters are not changed: printed expressions, code, bare addresses.
    """

    character: str
    start: int
    end: int
    look: tuple[str, ...] = ()
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Markup between letters: the opening or closing of emphasis or of a link. `at` is the number of the letter that follows it."""

    at: int
    start: int
    end: int
    opens: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Words:
    """The letters of a block and the marks between them. `notes` are the words of the footnotes that are typed in it, ^[so]."""

    letters: tuple[Letter, ...]
    marks: tuple[Mark, ...] = ()
    notes: tuple[Words, ...] = ()

    @property
    def text(self) -> str:
        return "".join(letter.character for letter in self.letters)


def read_words(content: str, tokens: Sequence[Token], places: Sequence[tuple[int, int]], walls: Sequence[int]) -> Words:
    """The words of a block. `walls` are the characters of its content before which a tag stood. Raises CannotApply."""
    reader = _Reader(content, places, frozenset(walls))
    for token in tokens:
        reader.read(token)
    if content[reader.at :].strip(" \t"):
        raise CannotApply("the markup here is not changed by itself")
    reader.add_wall(len(content))
    return Words(tuple(reader.letters), tuple(reader.marks), tuple(reader.notes))


class _Reader:
    """Walks through the content beside the tokens."""

    def __init__(self, content: str, places: Sequence[tuple[int, int]], walls: frozenset[int]) -> None:
        self.content, self.places, self.walls = content, places, sorted(walls)
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
                raise CannotApply("the markup here is not changed by itself")
            self._add("\n", match.start(), match.end(), fixed=token.type == "hardbreak")
        elif token.type in _STYLES:
            self._style(token)
        elif token.type == "code_inline":
            self._code(token)
        elif token.type in ("link_open", "link_close"):
            self._link(token)
        elif token.type == "footnote_ref":
            self._note(token)
        else:
            raise CannotApply("the markup here is not changed by itself")

    # -------------------------------------------------------------- kinds of tokens

    def _text(self, content: str) -> None:
        # The parser leaves out the white space at the ends of a line.
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

    def _style(self, token: Token) -> None:
        self._expect(token.markup)
        opens, kind = token.nesting > 0, _STYLES[token.type]
        self._mark(self.at + len(token.markup), kind, opens=opens)
        self._turn(kind, opens=opens)

    def _mark(self, end: int, kind: str, *, opens: bool) -> None:
        self.add_wall(self.at)
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
            raise CannotApply("the markup here is not changed by itself")
        for character in token.content.replace(TOKEN, PRINTED):
            self._add(character, self.at, end + len(token.markup), fixed=True, moves=False)
        self.at = end + len(token.markup)

    def _note(self, token: Token) -> None:
        """The mark of a footnote, and its words where they are typed in it."""
        self._expect(token.content)
        end = self.at + len(token.content)
        if token.children:
            first, last = self.at + len("^["), end - len("]")
            walls = [wall - first for wall in self.walls if first <= wall <= last]
            self.notes.append(read_words(self.content[first:last], token.children, self.places[first:last], walls))
            self.walls = [wall for wall in self.walls if not first <= wall <= last]
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
        """Behind the address of a link, as the parser reads it."""
        content, most = self.content, len(self.content)
        self._expect("](")
        at = self._skip_space(self.at + 2)
        found = parseLinkDestination(content, at, most)
        at = self._skip_space(found.pos if found.ok else at)
        title = parseLinkTitle(content, at, most)
        at = self._skip_space(title.pos) if title.ok and title.pos > at else at
        if content[at : at + 1] != ")":
            raise CannotApply("the markup here is not changed by itself")
        return at + 1

    def _skip_space(self, at: int) -> int:
        while at < len(self.content) and self.content[at] in " \t\n":
            at += 1
        return at

    # -------------------------------------------------------------- letters

    def _expect(self, typed: str) -> None:
        if not self.content.startswith(typed, self.at):
            raise CannotApply("the markup here is not changed by itself")

    def _typed(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start][0], self.places[end - 1][1]

    def add_wall(self, until: int) -> None:
        """A wall, if a tag stood anywhere since the last letter."""
        passed = [wall for wall in self.walls if wall <= until]
        if passed:
            self.walls = self.walls[len(passed) :]
            here = self.letters[-1].end if self.letters else self.places[0][0]
            self.letters.append(Letter(WALL, here, here, fixed=True))

    def _add(self, characters: str, start: int, end: int, *, fixed: bool = False, moves: bool = True) -> None:
        self.add_wall(start)
        first, last = self._typed(start, end)
        for each in characters:
            self.letters.append(Letter(each, first, last, self.look, fixed or len(characters) > 1))
        if moves:
            self.at = end


def without_place(letter: Letter) -> Letter:
    """The letter as it is compared with another."""
    return replace(letter, start=0, end=0, fixed=False)
