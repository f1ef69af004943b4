"""Font faces: how wide a word is and which glyphs it is drawn with, kerning included.

Takes a font file, gives a `Face`. Widths are in thousandths of the type size, as PDF counts them. Knows no fallback,
no lines and no PDF. Faces and the words measured with them are kept for the life of the process.
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
"""Words kept in each cache before it starts afresh, so that a huge document does not fill the memory."""

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
"""Characters that print nothing: counted as lacking, so that whoever splits text takes them out."""
SOFT_HYPHEN = "\u00ad"
MARKS = frozenset({"Mn", "Mc", "Me", "Cf", "Cc"})
"""Unicode categories of characters that are placed by more than the one before them, or not at all."""


class Shaped(NamedTuple):
    """A word in glyphs. `kerns[i]` is what is added to the advance of glyph i, in thousandths; empty = no kerning at all."""

    width: float
    glyphs: tuple[int, ...]
    kerns: tuple[float, ...]


class _Shapes(dict[str, Shaped]):
    """Shapes each word once."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, word: str) -> Shaped:
        if len(self) >= KEPT_WORDS:
            self.clear()
        shaped = self[word] = self._face.shape(word)
        return shaped


class _Widths(dict[str, float]):
    """Measures each word once."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, word: str) -> float:
        if len(self) >= KEPT_WORDS:
            self.clear()
        width = self[word] = self._face.shapes[word].width if word else 0.0
        return width


class _Kerns(dict[str, float]):
    """What is added between two characters, in thousandths. HarfBuzz is asked once for each pair."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, pair: str) -> float:
        kern = self[pair] = (self._face.shape_whole(pair).kerns or (0.0,))[0]
        return kern


class _Glyphs(dict[str, tuple[int, float]]):
    """The glyph of each character and its advance."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> tuple[int, float]:
        glyph = self._face.glyph(character)
        found = self[character] = (glyph, self._face.advance(glyph))
        return found


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
        """The glyph of one character, 0 when the face does not have it."""
        return self.font.get_nominal_glyph(ord(character)) or 0

    def advance(self, glyph: int) -> float:
        """The unkerned advance of a glyph, in thousandths."""
        return float(self.font.get_glyph_h_advance(glyph) * self.unit)

    def shape(self, word: str) -> Shaped:
        """One glyph for each character, kerned. The shipped fonts substitute nothing, so glyphs and characters pair up.

        Their kerning is by pairs, so that a word is put together from what HarfBuzz said of its pairs: a sixth of the time of
        asking it anew, which counts for figures, of which every brief has others. Words with marks are shaped whole.
        """
        if not self._plain.issuperset(word):
            return self.shape_whole(word)
        glyphs, between = self._glyphs, self._kerns
        placed = [glyphs[character] for character in word]
        kerns = [between[one + two] for one, two in pairwise(word)]
        width = sum([advance for _, advance in placed]) + sum(kerns)
        return Shaped(width, tuple([glyph for glyph, _ in placed]), (*kerns, 0.0) if any(kerns) else ())

    def shape_whole(self, word: str) -> Shaped:
        """A word as HarfBuzz shapes it."""
        if word.endswith(SOFT_HYPHEN):
            return self._shape_broken(word)
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        # Else what prints nothing would take the glyph of the space, and every space of the file would be read as it.
        buffer.flags = uharfbuzz.BufferFlags.PRESERVE_DEFAULT_IGNORABLES
        uharfbuzz.shape(self.font, buffer)
        glyphs = tuple(info.codepoint for info in buffer.glyph_infos)
        # HarfBuzz puts letters and marks together, or takes them apart: glyphs that no character of the word has would be unreadable.
        if glyphs != tuple(map(self.glyph, word)) or 0 in glyphs:
            return self._shape_plainly(word)
        placed = [position.x_advance * self.unit for position in buffer.glyph_positions]
        kerns = tuple(there - self.advance(glyph) for there, glyph in zip(placed, glyphs, strict=True))
        return Shaped(sum(placed), glyphs, kerns if any(kerns) else ())

    def _shape_broken(self, word: str) -> Shaped:
        """The head of a hyphenated word. HarfBuzz hides soft hyphens: shape a hyphen, then take the soft one's own glyph."""
        shaped = self.shape(word[:-1] + "-")
        return shaped._replace(glyphs=(*shaped.glyphs[:-1], self.glyph(SOFT_HYPHEN) or shaped.glyphs[-1]))

    def _shape_plainly(self, word: str) -> Shaped:
        glyphs = tuple(self.glyph(character) for character in word)
        return Shaped(sum(map(self.advance, glyphs)), glyphs, ())


@cache
def load_face(family: str, bold: bool = False, italic: bool = False) -> Face:
    """The face of a shipped family in a style, or the nearest that there is. Raises LookupError for an unknown family."""
    return _load(font_file(family, bold=bold, italic=italic))


@cache
def _load(path: Path) -> Face:
    return Face(path)
