"""Font faces: the width of a word and its glyphs, with kerning.

Widths are in thousandths of the type size, as in PDF. Faces and measured words are cached for the
life of the process.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import uharfbuzz

from briefing.layout.fonts import font_file

KEPT_WORDS = 20_000
"""Words in each cache before it is emptied, so that a huge document does not fill the memory."""

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
"""Characters that print nothing: treated as missing, so that the text splitter removes them."""
SOFT_HYPHEN = "\u00ad"
MARKS = frozenset({"Mn", "Mc", "Me", "Cf", "Cc"})
"""Unicode categories of characters that HarfBuzz positions relative to others, or that print nothing."""


class Shaped(NamedTuple):
    """A word as glyphs. `kerns[i]` is added to the advance of glyph i, in thousandths; empty means no kerning."""

    width: float
    glyphs: tuple[int, ...]
    kerns: tuple[float, ...]


class Face:
    """One font file. `characters` are those it has; `widths[word]` and `shapes[word]` measure and shape a word."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.blob = uharfbuzz.Blob.from_file_path(str(path))
        self.source = uharfbuzz.Face(self.blob)
        self.font = uharfbuzz.Font(self.source)
        self.unit = 1000.0 / self.source.upem
        self.characters = frozenset(map(chr, self.source.unicodes)) - frozenset(INVISIBLE)
        self._plain = frozenset([c for c in self.characters if unicodedata.category(c) not in MARKS])
        self._kerns = _Kerns(self)
        self._glyphs = _Glyphs(self)
        self.shapes = _Shapes(self)
        self.widths = _Widths(self)
        self.space = self.widths[" "]

    def glyph(self, character: str) -> int:
        """Return the glyph of a character, 0 if the face does not have it."""
        return self.font.get_nominal_glyph(ord(character)) or 0

    def advance(self, glyph: int) -> float:
        """Return the advance of a glyph without kerning, in thousandths."""
        return float(self.font.get_glyph_h_advance(glyph) * self.unit)

    def shape(self, word: str) -> Shaped:
        """Return a word as one glyph per character, with kerning.

        The shipped fonts substitute nothing, so glyphs and characters correspond one to one. Their
        kerning is by pairs, so a word is composed from HarfBuzz's results for its pairs: this takes
        a sixth of the time of shaping it, which matters for numbers, because every brief has
        different ones. Words with combining marks are shaped as a whole.
        """
        if not self._plain.issuperset(word):
            return self.shape_whole(word)
        glyphs, between = self._glyphs, self._kerns
        placed = [glyphs[character] for character in word]
        kerns = [between[one + two] for one, two in pairwise(word)]
        width = sum([advance for _, advance in placed]) + sum(kerns)
        return Shaped(width, tuple([glyph for glyph, _ in placed]), (*kerns, 0.0) if any(kerns) else ())

    def shape_whole(self, word: str) -> Shaped:
        """Return a word as shaped by HarfBuzz."""
        if word.endswith(SOFT_HYPHEN):
            # The first part of a hyphenated word. HarfBuzz hides soft hyphens, so it is shaped with a hyphen, whose
            # glyph the soft hyphen's own then replaces.
            shaped = self.shape(word[:-1] + "-")
            return shaped._replace(glyphs=(*shaped.glyphs[:-1], self.glyph(SOFT_HYPHEN) or shaped.glyphs[-1]))
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        # Otherwise invisible characters would get the glyph of the space, and text extraction would read every space as one of them.
        buffer.flags = uharfbuzz.BufferFlags.PRESERVE_DEFAULT_IGNORABLES
        uharfbuzz.shape(self.font, buffer)
        glyphs = tuple(info.codepoint for info in buffer.glyph_infos)
        # HarfBuzz may compose letters and marks or decompose them; then no character of the word
        # has the glyph, and extracted text would be wrong.
        plain = tuple(map(self.glyph, word))
        if glyphs != plain or 0 in glyphs:
            return Shaped(sum(map(self.advance, plain)), plain, ())
        placed = [position.x_advance * self.unit for position in buffer.glyph_positions]
        kerns = tuple(there - self.advance(glyph) for there, glyph in zip(placed, glyphs, strict=True))
        return Shaped(sum(placed), glyphs, kerns if any(kerns) else ())


@cache
def load_face(family: str, bold: bool = False, italic: bool = False) -> Face:
    """Return the face of a shipped family in a style, or in the closest one.

    Raises LookupError for an unknown family.
    """
    return _load(font_file(family, bold=bold, italic=italic))


@cache
def _load(path: Path) -> Face:
    return Face(path)


class _Shapes(dict[str, Shaped]):
    """Cache of shaped words."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, word: str) -> Shaped:
        if len(self) >= KEPT_WORDS:
            self.clear()
        shaped = self[word] = self._face.shape(word)
        return shaped


class _Widths(dict[str, float]):
    """Cache of the widths of words."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, word: str) -> float:
        if len(self) >= KEPT_WORDS:
            self.clear()
        width = self[word] = self._face.shapes[word].width if word else 0.0
        return width


class _Kerns(dict[str, float]):
    """Cache of kerning between two characters, in thousandths. HarfBuzz is asked once per pair."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, pair: str) -> float:
        kern = self[pair] = (self._face.shape_whole(pair).kerns or (0.0,))[0]
        return kern


class _Glyphs(dict[str, tuple[int, float]]):
    """Cache of the glyph of each character and its advance."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> tuple[int, float]:
        glyph = self._face.glyph(character)
        found = self[character] = (glyph, self._face.advance(glyph))
        return found
