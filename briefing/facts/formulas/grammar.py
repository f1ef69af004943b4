"""Grammar of formulas in `derive:` and `check:`.

Examples are "growth from trade[2022] to trade[2023]", "sum of a, b and c" and "(a + b) / 2".

Parse the text to a tree, or raise `FormulaError`. Length, depth and number of parts are limited. Names are
not looked up here: that is done when the tree is evaluated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from briefing.facts.dates import UnreadableValue
from briefing.facts.ledger import Operand
from briefing.problems.suggest import nearest

LONGEST = 500
MOST_PARTS = 50
DEEPEST = 12
FORMS = (
    "use one of these forms: sum of a, b and c | difference between a and b | ratio of a to b | share of a in b"
    " | growth from a to b | change from a to b | a + b - c * d / e"
)
Verb: TypeAlias = Literal["sum", "difference", "product", "quotient", "share", "growth", "change", "negative"]

_TOKEN = re.compile(
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<word>[^\W\d]\w*)|(?P<point>\[[^\[\]]*\])|(?P<mark>[-−+*×/÷(),.%])"
)
# First word of a form: the word after it, the word between its operands, and its operation.
_PAIRS: dict[str, tuple[str, str, Verb]] = {
    "difference": ("between", "and", "difference"),
    "ratio": ("of", "to", "quotient"),
    "share": ("of", "in", "share"),
    "growth": ("from", "to", "growth"),
    "change": ("from", "to", "change"),
}
_SIGNS: dict[str, Verb] = {
    "+": "sum", "-": "difference", "−": "difference", "*": "product", "×": "product", "/": "quotient", "÷": "quotient",
}  # fmt: skip


class FormulaError(UnreadableValue):
    """A formula that cannot be parsed or calculated.

    `code` is the code of its problem, `corrected` the hint.
    """

    def __init__(self, code: str, message: str, corrected: str = "") -> None:
        super().__init__(message, corrected)
        self.code = code


@dataclass(frozen=True, slots=True)
class Number:
    """A number typed in a formula; with `percent`, it is a percentage."""

    value: Decimal
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """An operation on its parts."""

    verb: Verb
    parts: tuple[Tree, ...]


Tree: TypeAlias = Number | Operand | Call


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def parse_formula(text: str) -> Tree:
    """Parse a formula to a tree. Raises FormulaError."""
    if len(text) > LONGEST:
        raise FormulaError(
            "too-long", f"has a formula longer than {LONGEST} characters", "move part of it to a fact of its own"
        )
    parser = _Parser(text, _tokenize(text))
    tree = parser.read_formula(1)
    if parser.now is not None:
        raise parser.fail(f'unexpected "{parser.now.text}"')
    return tree


def operands(tree: Tree) -> tuple[Operand, ...]:
    """Return the facts that a tree names, in order, without duplicates."""
    if isinstance(tree, Operand):
        return (tree,)
    parts = tree.parts if isinstance(tree, Call) else ()
    return tuple(dict.fromkeys(name for part in parts for name in operands(part)))


def _tokenize(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        match = _TOKEN.match(text, place)
        if match is None:
            raise FormulaError("bad-formula", f'"{text[place]}" is not allowed in a formula', FORMS)
        tokens.append(_Token(str(match.lastgroup), match[0], place))
        place = match.end()
    return tokens


class _Parser:
    """Recursive-descent parser. `now` is the next token, None at the end."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text, self.tokens, self.place, self.parts = text, tokens, 0, 0

    @property
    def now(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def fail(self, message: str) -> FormulaError:
        return FormulaError("bad-formula", f'"{self.text}": {message}', FORMS)

    def accept(self, *texts: str) -> str:
        """Consume and return the next token if it is one of these; else return ""."""
        if self.now is not None and self.now.text in texts:
            self.place += 1
            return self.tokens[self.place - 1].text
        return ""

    def expect(self, text: str, after: str) -> None:
        if not self.accept(text):
            found = f'"{self.now.text}"' if self.now is not None else "the end of the formula"
            raise self.fail(f'expected "{text}" after {after}, found {found}')

    # -------------------------------------------------------------- forms

    def read_formula(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise FormulaError(
                "too-long",
                f"has a formula with more than {DEEPEST} levels of brackets",
                "move part of it to a fact of its own",
            )
        head = self.now.text if self.now is not None else ""
        following = self.tokens[self.place + 1].text if self.place + 1 < len(self.tokens) else ""
        if head == "sum" and following == "of":
            self.place += 2
            return self._read_list(depth)
        if head in _PAIRS and following == _PAIRS[head][0]:
            opening, between, verb = _PAIRS[head]
            self.place += 2
            first = self._read_sum(depth)
            self.expect(between, f'the first part of "{head} {opening}"')
            return Call(verb, (first, self._read_sum(depth)))
        if head[:1].isalpha() and following[:1].isalpha():
            openings = {name: opening for name, (opening, _, _) in _PAIRS.items()} | {"sum": "of"}
            near = nearest(head, openings, least=60)
            meant = f': did you mean "{near} {openings[near]} …"?' if near else ""
            raise self.fail(f'a formula cannot begin with "{head} {following}"{meant}')
        return self._read_sum(depth)

    def _read_list(self, depth: int) -> Tree:
        parts = [self._read_sum(depth)]
        while separator := self.accept(",", "and"):
            if separator == ",":
                self.accept("and")
            parts.append(self._read_sum(depth))
        if len(parts) == 1:
            raise self.fail('"sum of" needs at least two parts: sum of a, b and c')
        return Call("sum", tuple(parts))

    # -------------------------------------------------------------- signs

    def _read_sum(self, depth: int) -> Tree:
        tree = self._read_product(depth)
        while sign := self.accept("+", "-", "−"):
            tree = Call(_SIGNS[sign], (tree, self._read_product(depth)))
        return tree

    def _read_product(self, depth: int) -> Tree:
        tree = self._read_part(depth)
        while sign := self.accept("*", "×", "/", "÷"):
            tree = Call(_SIGNS[sign], (tree, self._read_part(depth)))
        return tree

    def _read_part(self, depth: int) -> Tree:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise FormulaError(
                "too-long", f"has a formula with more than {MOST_PARTS} parts", "move part of it to a fact of its own"
            )
        if self.accept("-", "−"):
            return Call("negative", (self._read_atom(depth),))
        return self._read_atom(depth)

    def _read_atom(self, depth: int) -> Tree:
        token = self.now
        if token is None:
            raise self.fail("a fact or a number is missing at the end")
        self.place += 1
        if token.text == "(":
            tree = self.read_formula(depth + 1)
            self.expect(")", "the part in brackets")
            return tree
        if token.kind == "number":
            return Number(Decimal(token.text.replace(",", "")), bool(self.accept("%")))
        if token.kind != "word":
            raise self.fail(f'a fact or a number is missing before "{token.text}"')
        return self._read_operand(token)

    def _read_operand(self, token: _Token) -> Operand:
        claim, point = "", ""
        while (following := self.now) is not None and (following.text == "." or following.kind == "point"):
            self.place += 1
            if following.kind == "point":
                point = following.text.strip("[] ")
                continue
            named = self.tokens[self.place : self.place + 1]
            if not named or named[0].kind != "word":
                raise self.fail(f'the name of a claim is missing after "{token.text}."')
            claim = named[0].text
            self.place += 1
        return Operand(token.text, claim, point)
