"""Text styles: how a piece of text is drawn and to which inline it belongs; font fallback by character.

Text is split where the face of a style lacks a character. A character that no font has is a problem
and is drawn as a question mark in a file that will not be kept. Right-to-left script is a problem
of its own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

from briefing.layout.theme import Style, Theme
from briefing.layout.typesetting.font_faces import INVISIBLE, Face, load_face
from briefing.problems.problem import Location, Problem

Path = tuple[int, ...]
"""Path of an inline in a run: its index, and the index within a link; () is the run itself."""

SUPERSCRIPT_SIZE = 0.64
SUPERSCRIPT_RISE = 0.36
IGNORED = dict.fromkeys(map(ord, INVISIBLE))
SUBSTITUTES = {"\u2011": "\u2010", "\u2010": "-", "\u202f": "\u00a0", "\u2212": "\u2013"}
"""Characters that a face may draw in place of a missing one before another face is tried: same look, same meaning."""


@dataclass(frozen=True, slots=True, eq=False)
class TextStyle:
    """Drawing style of a piece of text: face, size in points, colour RRGGBB, rise above the baseline.

    Compared by identity. `path` is the inline that the text belongs to; () for text that belongs to
    its owner itself.
    """

    face: Face
    size: float
    colour: str
    rise: float = 0.0
    path: Path = ()
    language: str = ""
    underlined: bool = False

    def measure(self, text: str) -> float:
        """Return the width of text in points; words are kerned, spaces are not."""
        widths = self.face.widths
        words = text.split(" ")
        total = sum([widths[word] for word in words]) + (len(words) - 1) * self.face.space
        return total * self.size / 1000.0


@dataclass(slots=True)
class FontResolver:
    """Return text styles of one theme. `problems` grows with each character that no font has."""

    theme: Theme
    problems: list[Problem] = field(default_factory=list)
    missing_count: int = 0
    """Number of times a missing character was met, reported before or not."""
    _made: dict[tuple[object, ...], TextStyle] = field(default_factory=dict)
    _reported: set[tuple[str, Location]] = field(default_factory=set)

    def text_style(
        self, style: Style, *, strong: bool = False, emphasis: bool = False, path: Path = (), language: str = "",
        colour: str = "", underlined: bool = False, raised: bool = False,
    ) -> TextStyle:  # fmt: skip
        """Return the text style of a style. Emphasis within italics is upright."""
        italic = style.italic != emphasis
        key = (
            style.face,
            style.size,
            style.bold or strong,
            italic,
            colour or style.colour,
            path,
            language,
            underlined,
            raised,
        )
        made = self._made.get(key)
        if made is None:
            face = load_face(self.theme.fonts[style.face], style.bold or strong, italic)
            size = style.size * SUPERSCRIPT_SIZE if raised else style.size
            rise = style.size * SUPERSCRIPT_RISE if raised else 0.0
            made = TextStyle(face, size, colour or style.colour, rise, path, language, underlined)
            self._made[key] = made
        return made

    def split(self, text: str, text_style: TextStyle, location: Location) -> list[tuple[str, TextStyle]]:
        """Return text in pieces, each in a face that has its characters."""
        if text.isascii() or text_style.face.characters.issuperset(text):
            return [(text, text_style)] if text else []
        text = unicodedata.normalize("NFC", text.translate(IGNORED))
        pieces: list[tuple[str, TextStyle]] = []
        for character in text:
            shown, face = self._find_face(character, text_style.face, location)
            used = text_style
            if face is not text_style.face:
                used = self._made.get((text_style, face)) or replace(text_style, face=face)
                self._made[text_style, face] = used
            if pieces and (pieces[-1][1] is used or shown == " "):
                pieces[-1] = (pieces[-1][0] + shown, pieces[-1][1])
            else:
                pieces.append((shown, used))
        return pieces

    def _find_face(self, character: str, face: Face, location: Location) -> tuple[str, Face]:
        """Return the character or its substitute, and the first face that has it; report a character that none has."""
        if character in face.characters or character == "\u00ad":
            return character, face
        substitute = SUBSTITUTES.get(character, "")
        if substitute and substitute in face.characters:
            return substitute, face
        bold, italic = "Bold" in face.name, "Italic" in face.name
        for family in self.theme.fonts.values():
            other = load_face(family, bold, italic)
            if character in other.characters:
                return character, other
        self.missing_count += 1
        if (character, location) in self._reported:
            return "?", face
        self._reported.add((character, location))
        name = f"U+{ord(character):04X} {unicodedata.name(character, 'unnamed character')}"
        if unicodedata.bidirectional(character) in {"R", "AL", "AN"}:
            self.problems.append(Problem(
                "right-to-left", f"right-to-left text is not supported yet: {character!r} ({name})", location,
                "write the name in Latin letters",
            ))  # fmt: skip
        else:
            message = f"no font has the character {character!r} ({name})"
            self.problems.append(Problem("missing-glyph", message, location, "remove the character, or spell it out"))
        return "?", face
