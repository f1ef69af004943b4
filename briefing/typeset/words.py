"""From inlines to words: pieces of text in ink, joined where no space stands between them.

Takes inlines and a style, gives stretches of words (a `Break` ends a stretch) and the notes that they cite. A space belongs
to the inline it was typed in. Measures nothing but what a word needs; breaks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.errors import Origin
from briefing.model import Break, FactRef, Inline, Link, Note, Reference, Text
from briefing.theme import Style
from briefing.typeset.faces import SOFT_HYPHEN
from briefing.typeset.ink import Ink, Inks, Path


class Piece(NamedTuple):
    """Text in one ink: a word, part of a word that changes ink, or part of one that is broken between lines.

    `whole` is for the last: all of the text where it starts, nothing where it goes on.
    """

    text: str
    ink: Ink
    whole: str | None = None


@dataclass(slots=True)
class Word:
    """What stands between two spaces. `space` is the ink of the space after it, None at the end of a stretch."""

    pieces: list[Piece]
    width: float = 0.0
    space: Ink | None = None
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in self.pieces])


class WordMaker:
    """Makes words of one document's inlines. `link` and `language` are the link colour and the document's language."""

    def __init__(self, inks: Inks, language: str) -> None:
        self.inks = inks
        self.language = language
        self.link = inks.theme.colours.get("link", "0B4F8A")

    def words(self, inlines: Sequence[Inline], style: Style, origin: Origin) -> list[list[Word]]:
        """Words by stretch. Every stretch ends where a `Break` stands; an empty run of inlines gives one empty stretch."""
        stretch = _Stretch()
        stretches = [stretch]
        for index, item in enumerate(inlines):
            if isinstance(item, Break):
                stretch = _Stretch()
                stretches.append(stretch)
            elif isinstance(item, Note):
                ink = self.inks.ink(style, path=(index,), raised=True, colour=self._link_on(style))
                stretch.glue(str(item.number), ink)
                stretch.cite(item)
            else:
                for piece in self._pieces(item, index, style):
                    self._add(stretch, piece.text, piece.ink, origin)
        return [each.finish() for each in stretches]

    def text(self, text: str, style: Style, origin: Origin) -> list[list[Word]]:
        """The words of plain text in one style."""
        return self.words((Text(text),), style, origin)

    def _link_on(self, style: Style) -> str:
        """Links in text that is set light on dark keep the colour of that text: the link colour would not be read there."""
        return style.colour if _is_light(style.colour) else self.link

    def _pieces(self, item: Inline, index: int, style: Style) -> list[Piece]:
        if isinstance(item, Text | FactRef):
            return [Piece(item.text, self._ink(item, style, (index,) if self._foreign(item) else ()))]
        if isinstance(item, Reference):
            return [Piece(item.text, self.inks.ink(style, path=(index,), colour=self._link_on(style)))]
        pieces: list[Piece] = []
        if isinstance(item, Link):
            for inner, part in enumerate(item.inlines):
                path: Path = (index, inner) if self._foreign(part) else (index,)
                pieces.append(
                    Piece(part.text, self._ink(part, style, path, colour=self._link_on(style), underlined=True))
                )
        return pieces

    def _foreign(self, item: Text | FactRef) -> bool:
        return bool(item.language) and item.language != self.language

    def _ink(
        self, item: Text | FactRef, style: Style, path: Path, *, colour: str = "", underlined: bool = False
    ) -> Ink:
        language = item.language if path else ""
        return self.inks.ink(
            style,
            strong=item.strong,
            emphasis=item.emphasis,
            path=path,
            language=language,
            colour=colour,
            underlined=underlined,
        )

    def _add(self, stretch: _Stretch, text: str, ink: Ink, origin: Origin) -> None:
        first = True
        for part in text.split(" "):
            if not first:
                stretch.space(ink)
            first = False
            if part:
                if part.isascii():
                    stretch.glue(part, ink)
                elif not part.strip(SOFT_HYPHEN):
                    continue  # a soft hyphen between spaces is nothing
                elif ink.face.characters.issuperset(part):
                    stretch.glue(part, ink)
                else:
                    for piece, used in self.inks.split(part, ink, origin):
                        stretch.glue(piece, used)


def _is_light(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red * 0.3 + green * 0.59 + blue * 0.11 > 150


class _Stretch:
    """Words between two forced breaks, while they grow."""

    __slots__ = ("_open", "words")

    def __init__(self) -> None:
        self.words: list[Word] = []
        self._open = False

    def glue(self, text: str, ink: Ink) -> None:
        """Add text to the word that is open, or start one."""
        width = ink.face.widths[text] * ink.size / 1000.0
        if not self._open:
            self.words.append(Word([Piece(text, ink)], width))
            self._open = True
            return
        word = self.words[-1]
        word.pieces.append(Piece(text, ink))
        word.width += width

    def space(self, ink: Ink) -> None:
        """End the open word. A space at the start, or a second one, is none."""
        if self._open:
            self.words[-1].space = ink
            self._open = False

    def cite(self, note: Note) -> None:
        self.words[-1].notes += (note,)

    def finish(self) -> list[Word]:
        if self.words:
            self.words[-1].space = None
        return self.words
