"""Turn inlines into words: pieces of styled text, joined where there is no space between them.

A stretch is the list of words between two forced breaks (`Break`). A space belongs to the inline in
which it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, assert_never

from briefing.document.inlines import words_in
from briefing.document.model import Break, CrossReference, FactReference, Inline, Link, Note, StyledText, Text
from briefing.document.tied_spaces import tied_spaces
from briefing.layout.theme import Style
from briefing.layout.typesetting.font_faces import SOFT_HYPHEN
from briefing.layout.typesetting.text_style import FontResolver, Path, TextStyle
from briefing.problems.problem import Location

PLAIN = (Text, FactReference)


class Piece(NamedTuple):
    """Text in one style: a word, part of a word with several styles, or part of a word broken between lines.

    `whole` is for the last case: the whole text at its first part, "" at the others.
    """

    text: str
    text_style: TextStyle
    whole: str | None = None


@dataclass(slots=True)
class Word:
    """The text between two spaces, or at a stretch's end.

    `space` is the style of the space after it, None at the end of a stretch; `gap` is its width. `tied` words stay on one
    line with the next.
    Most words of a brief occur often: words in one style between two spaces of that style are
    shared objects. A word is never changed after its stretch is finished.
    """

    pieces: list[Piece]
    width: float = 0.0
    space: TextStyle | None = None
    gap: float = 0.0
    notes: tuple[Note, ...] = ()
    tied: bool = False

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in self.pieces])


class _WordCache(dict[str, Word]):
    """Cache of words in one style between two spaces of that style."""

    def __init__(self, text_style: TextStyle) -> None:
        super().__init__()
        self.text_style = text_style

    def __missing__(self, text: str) -> Word:
        text_style = self.text_style
        width, gap = (
            text_style.face.widths[text] * text_style.size / 1000.0,
            text_style.face.space * text_style.size / 1000.0,
        )
        word = self[text] = Word([Piece(text, text_style)], width, text_style, gap)
        return word


class WordMaker:
    """Turn inlines of one document into words.

    `link` is the link colour, `language` the document's language; `facts` says where each fact was
    typed, to locate missing characters.
    """

    def __init__(self, fonts: FontResolver, language: str, facts: Mapping[str, Location] | None = None) -> None:
        self.fonts = fonts
        self.language = language
        self.facts: Mapping[str, Location] = facts or {}
        self.link = fonts.theme.colours.get("link", "0B4F8A")
        self._known: dict[TextStyle, _WordCache] = {}
        self._plain_styles: dict[int, tuple[Style, TextStyle]] = {}

    def words(self, inlines: Sequence[Inline], style: Style, location: Location) -> list[list[Word]]:
        """Return words by stretch. A `Break` ends a stretch; an empty run of inlines gives one empty stretch."""
        plain_style = self._plain_style(style)
        if len(inlines) == 1 and inlines[0].__class__ is Text:
            text, strong, emphasis, language = (
                inlines[0].text,
                inlines[0].strong,
                inlines[0].emphasis,
                inlines[0].language,
            )
            if text and text.isascii() and " " not in text and not (strong or emphasis or language):
                # Fast path for a figure in a cell: most of a brief with tables.
                return [[Word([Piece(text, plain_style)], plain_style.face.widths[text] * plain_style.size / 1000.0)]]
        stretch = _Stretch()
        stretches = [stretch]
        for index, item in enumerate(inlines):
            if isinstance(item, PLAIN) and not (item.strong or item.emphasis or item.language):
                self._add(stretch, item.text, plain_style, item, location)
                continue
            match item:
                case Text() | FactReference() | Link() | CrossReference():
                    for piece in self._pieces(item, index, style):
                        self._add(stretch, piece.text, piece.text_style, item, location)
                case Break():
                    stretch = _Stretch()
                    stretches.append(stretch)
                case Note():
                    text_style = self.fonts.text_style(style, path=(index,), raised=True, colour=self._link_on(style))
                    stretch.glue(str(item.number), text_style)
                    stretch.cite(item)
                case _:
                    assert_never(item)
        return [each.finish() for each in stretches]

    def text(self, text: str, style: Style, location: Location) -> list[list[Word]]:
        """Return the words of plain text in one style."""
        return self.words((Text(text),), style, location)

    def _link_on(self, style: Style) -> str:
        """Return the colour of links: on a dark background the light colour of text, because theirs would be unreadable."""
        red, green, blue = (int(style.colour[at : at + 2], 16) for at in (0, 2, 4))
        return style.colour if red * 0.3 + green * 0.59 + blue * 0.11 > 150 else self.link

    def _pieces(self, item: StyledText | Link | CrossReference, index: int, style: Style) -> list[Piece]:
        match item:
            case Text() | FactReference():
                return [Piece(item.text, self._text_style(item, style, (index,) if self._foreign(item) else ()))]
            case CrossReference():
                return [Piece(item.text, self.fonts.text_style(style, path=(index,), colour=self._link_on(style)))]
            case Link():
                colour = self._link_on(style)
                pieces: list[Piece] = []
                for inner, part in enumerate(item.inlines):
                    path: Path = (index, inner) if self._foreign(part) else (index,)
                    pieces.append(Piece(part.text, self._text_style(part, style, path, colour=colour, underlined=True)))
                return pieces
            case _:
                assert_never(item)

    def _foreign(self, item: StyledText) -> bool:
        return bool(item.language) and item.language != self.language

    def _text_style(
        self, item: StyledText, style: Style, path: Path, *, colour: str = "", underlined: bool = False
    ) -> TextStyle:
        language = item.language if path else ""
        return self.fonts.text_style(
            style,
            strong=item.strong,
            emphasis=item.emphasis,
            path=path,
            language=language,
            colour=colour,
            underlined=underlined,
        )

    def _plain_style(self, style: Style) -> TextStyle:
        """Return the text style of a style's plain text.

        Keyed by id, which is safe because styles live as long as their theme.
        """
        known = self._plain_styles.get(id(style))
        if known is None or known[0] is not style:
            known = self._plain_styles[id(style)] = (style, self.fonts.text_style(style))
        return known[1]

    def _add(self, stretch: _Stretch, text: str, text_style: TextStyle, item: Inline, block: Location) -> None:
        """Add an inline's text in one style. Its first part may continue the open word; its last part stays open."""
        tied = tied_spaces(item) if item.__class__ is FactReference else ()
        if tied or SOFT_HYPHEN in text or not (text.isascii() or text_style.face.characters.issuperset(text)):
            # Text that needs a second face, or contains soft hyphens or tied words, is added by word. What is missing is reported
            # where the text was typed: that of a fact in its own file, whatever block prints it.
            facts = (word.fact for word in words_in((item,)) if isinstance(word, FactReference))
            location = self.facts.get(next(facts, ""), block)
            start = 0
            for index, part in enumerate(text.split(" ")):
                if index:
                    stretch.space(text_style, tied=start - 1 in tied)
                start += len(part) + 1
                if part.strip(SOFT_HYPHEN):  # A soft hyphen between spaces has no effect.
                    for piece, used in self.fonts.split(part, text_style, location):
                        stretch.glue(piece, used)
            return
        parts = text.split(" ")
        if parts[0]:
            stretch.glue(parts[0], text_style)
        if len(parts) == 1:
            return
        stretch.space(text_style)
        known = self._known.get(text_style)
        if known is None:
            known = self._known[text_style] = _WordCache(text_style)
        stretch.words += [known[part] for part in parts[1:-1] if part]
        if parts[-1]:
            stretch.glue(parts[-1], text_style)


class _Stretch:
    """Words between two forced breaks, while they are collected."""

    __slots__ = ("_open", "words")

    def __init__(self) -> None:
        self.words: list[Word] = []
        self._open = False

    def glue(self, text: str, text_style: TextStyle) -> None:
        """Append text to the open word, or start one."""
        width = text_style.face.widths[text] * text_style.size / 1000.0
        if not self._open:
            self.words.append(Word([Piece(text, text_style)], width))
            self._open = True
            return
        word = self.words[-1]
        word.pieces.append(Piece(text, text_style))
        word.width += width

    def space(self, text_style: TextStyle, *, tied: bool = False) -> None:
        """End the open word. A space at the start or after another space is ignored."""
        if self._open:
            word = self.words[-1]
            word.space, word.gap = text_style, text_style.face.space * text_style.size / 1000.0
            word.tied = tied
            self._open = False

    def cite(self, note: Note) -> None:
        self.words[-1].notes += (note,)

    def finish(self) -> list[Word]:
        """Return the words. No space ends a stretch; a shared last word is replaced by one without a space."""
        if self.words and self.words[-1].space is not None:
            self.words[-1] = replace(self.words[-1], space=None, gap=0.0)
        return self.words
