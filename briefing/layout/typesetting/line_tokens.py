"""From inlines to words: pieces of text in ink, joined where no space stands between them.

Takes inlines and a style, gives stretches of words (a `Break` ends a stretch) and the notes that they cite. A space belongs
to the inline it was typed in. Measures nothing but what a word needs; breaks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from briefing.document.model import Break, FactRef, Inline, Link, Note, Reference, Text
from briefing.layout.theme import Style
from briefing.layout.typesetting.font_faces import SOFT_HYPHEN
from briefing.layout.typesetting.text_style import Ink, Inks, Path
from briefing.problems.problem import Origin

PLAIN = (Text, FactRef)


class Piece(NamedTuple):
    """Text in one ink: a word, part of a word that changes ink, or part of one that is broken between lines.

    `whole` is for the last: all of the text where it starts, nothing where it goes on.
    """

    text: str
    ink: Ink
    whole: str | None = None


@dataclass(slots=True)
class Word:
    """What stands between two spaces. `space` is the ink of the space after it, None at the end of a stretch; `gap` its width.

    Most words of a brief come again and again: those in one ink between two of its spaces are one object. Nothing changes a
    word once its stretch is finished.
    """

    pieces: list[Piece]
    width: float = 0.0
    space: Ink | None = None
    gap: float = 0.0
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in self.pieces])


class _Known(dict[str, Word]):
    """Words of one ink that stand between two of its spaces, each made once."""

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self.ink = ink

    def __missing__(self, text: str) -> Word:
        ink = self.ink
        width, gap = ink.face.widths[text] * ink.size / 1000.0, ink.face.space * ink.size / 1000.0
        word = self[text] = Word([Piece(text, ink)], width, ink, gap)
        return word


class WordMaker:
    """Makes words of one document's inlines. `link` and `language` are the link colour and the document's language.

    `facts` says where each fact was typed: what no font can draw is named there.
    """

    def __init__(self, inks: Inks, language: str, facts: Mapping[str, Origin] | None = None) -> None:
        self.inks = inks
        self.language = language
        self.facts: Mapping[str, Origin] = facts or {}
        self.link = inks.theme.colours.get("link", "0B4F8A")
        self._known: dict[Ink, _Known] = {}
        self._usual_inks: dict[int, tuple[Style, Ink]] = {}

    def words(self, inlines: Sequence[Inline], style: Style, origin: Origin) -> list[list[Word]]:
        """Words by stretch. Every stretch ends where a `Break` stands; an empty run of inlines gives one empty stretch."""
        usual = self._usual(style)
        if len(inlines) == 1 and inlines[0].__class__ is Text:
            text, strong, emphasis, language = (
                inlines[0].text,
                inlines[0].strong,
                inlines[0].emphasis,
                inlines[0].language,
            )
            if text and text.isascii() and " " not in text and not (strong or emphasis or language):
                # A figure in a cell: most of what a brief with tables has.
                return [[Word([Piece(text, usual)], usual.face.widths[text] * usual.size / 1000.0)]]
        stretch = _Stretch()
        stretches = [stretch]
        for index, item in enumerate(inlines):
            if isinstance(item, PLAIN) and not (item.strong or item.emphasis or item.language):
                self._add(stretch, item.text, usual, item, origin)
            elif isinstance(item, Break):
                stretch = _Stretch()
                stretches.append(stretch)
            elif isinstance(item, Note):
                ink = self.inks.ink(style, path=(index,), raised=True, colour=self._link_on(style))
                stretch.glue(str(item.number), ink)
                stretch.cite(item)
            else:
                for piece in self._pieces(item, index, style):
                    self._add(stretch, piece.text, piece.ink, item, origin)
        return [each.finish() for each in stretches]

    def text(self, text: str, style: Style, origin: Origin) -> list[list[Word]]:
        """The words of plain text in one style."""
        return self.words((Text(text),), style, origin)

    def _origin(self, item: Inline, block: Origin) -> Origin:
        """Where the text of an inline was typed: a fact's is in its file, whatever block prints it."""
        if isinstance(item, FactRef):
            return self.facts.get(item.fact, block)
        if isinstance(item, Link):
            return next((self._origin(part, block) for part in item.inlines if isinstance(part, FactRef)), block)
        return block

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

    def _usual(self, style: Style) -> Ink:
        """The ink of a style's plain text. Styles live as long as their theme, so that their identity is their own."""
        known = self._usual_inks.get(id(style))
        if known is None or known[0] is not style:
            known = self._usual_inks[id(style)] = (style, self.inks.ink(style))
        return known[1]

    def _add(self, stretch: _Stretch, text: str, ink: Ink, item: Inline, block: Origin) -> None:
        """The words of an inline's text in one ink. Its first part may go on with the open word, its last one stays open."""
        if SOFT_HYPHEN in text or not (text.isascii() or ink.face.characters.issuperset(text)):
            self._add_by_character(stretch, text, ink, self._origin(item, block))
            return
        parts = text.split(" ")
        if parts[0]:
            stretch.glue(parts[0], ink)
        if len(parts) == 1:
            return
        stretch.space(ink)
        known = self._known.get(ink)
        if known is None:
            known = self._known[ink] = _Known(ink)
        stretch.words += [known[part] for part in parts[1:-1] if part]
        if parts[-1]:
            stretch.glue(parts[-1], ink)

    def _add_by_character(self, stretch: _Stretch, text: str, ink: Ink, origin: Origin) -> None:
        """Text that needs a second face, or has soft hyphens."""
        for index, part in enumerate(text.split(" ")):
            if index:
                stretch.space(ink)
            if part.strip(SOFT_HYPHEN):  # a soft hyphen between spaces is nothing
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
            word = self.words[-1]
            word.space, word.gap = ink, ink.face.space * ink.size / 1000.0
            self._open = False

    def cite(self, note: Note) -> None:
        self.words[-1].notes += (note,)

    def finish(self) -> list[Word]:
        """The words. No space ends a stretch: a word that other stretches share gives way to one without."""
        if self.words and self.words[-1].space is not None:
            self.words[-1] = replace(self.words[-1], space=None, gap=0.0)
        return self.words
