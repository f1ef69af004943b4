"""How a piece of text is drawn, and for whom: faces by theme, with fallback by character.

Takes a theme, gives `Ink` values and splits text where the face of a style lacks a character. A character that no face
has is a problem, and is drawn as a question mark in a file that will not be kept. Right-to-left script is a problem of its own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from briefing.layout.theme import Style, Theme
from briefing.layout.typesetting.font_faces import INVISIBLE, Face, load_face
from briefing.problems.problem import Origin, Problem

Path = tuple[int, ...]
"""Which inline of a run of inlines: its index, and the index within a link; () = the run itself."""

SUPERSCRIPT_SIZE = 0.64
SUPERSCRIPT_RISE = 0.36
IGNORED = dict.fromkeys(map(ord, INVISIBLE))
DOUBLES = {"\u2011": "\u2010", "\u2010": "-", "\u202f": "\u00a0", "\u2212": "\u2013"}
"""What a face may draw for a character that it lacks, before another face is asked: the same look, the same meaning."""


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """Face, size in points, colour RRGGBB and rise above the baseline of a piece of text. Compared by identity.

    `path` tells which inline the text belongs to; () for text that belongs to its owner itself.
    """

    face: Face
    size: float
    colour: str
    rise: float = 0.0
    path: Path = ()
    language: str = ""
    underlined: bool = False

    def measure(self, text: str) -> float:
        """The width of text in points; its words are kerned, spaces are not."""
        widths = self.face.widths
        words = text.split(" ")
        total = sum([widths[word] for word in words]) + (len(words) - 1) * self.face.space
        return total * self.size / 1000.0


@dataclass(slots=True)
class Inks:
    """Gives inks for styles of one theme. `problems` grows with each character that nothing can draw."""

    theme: Theme
    problems: list[Problem] = field(default_factory=list)
    lacking: int = 0
    """How often a character was met that nothing can draw, told before or not."""
    _made: dict[tuple[object, ...], Ink] = field(default_factory=dict)
    _reported: set[tuple[str, Origin]] = field(default_factory=set)

    def ink(
        self, style: Style, *, strong: bool = False, emphasis: bool = False, path: Path = (), language: str = "",
        colour: str = "", underlined: bool = False, raised: bool = False,
    ) -> Ink:  # fmt: skip
        """The ink of a style. Emphasis within italics is upright."""
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
            made = Ink(face, size, colour or style.colour, rise, path, language, underlined)
            self._made[key] = made
        return made

    def split(self, text: str, ink: Ink, origin: Origin) -> list[tuple[str, Ink]]:
        """Text in pieces, each in a face that has its characters."""
        if text.isascii() or ink.face.characters.issuperset(text):
            return [(text, ink)] if text else []
        text = unicodedata.normalize("NFC", text.translate(IGNORED))
        pieces: list[tuple[str, Ink]] = []
        for character in text:
            shown, face = self._cover(character, ink.face, origin)
            used = ink if face is ink.face else self._in_face(ink, face)
            if pieces and (pieces[-1][1] is used or shown == " "):
                pieces[-1] = (pieces[-1][0] + shown, pieces[-1][1])
            else:
                pieces.append((shown, used))
        return pieces

    def _in_face(self, ink: Ink, face: Face) -> Ink:
        key = (ink, face)
        made = self._made.get(key)
        if made is None:
            made = Ink(face, ink.size, ink.colour, ink.rise, ink.path, ink.language, ink.underlined)
            self._made[key] = made
        return made

    def _cover(self, character: str, face: Face, origin: Origin) -> tuple[str, Face]:
        """The character, or its double, and the first face that has it."""
        if character in face.characters or character == "\u00ad":
            return character, face
        double = DOUBLES.get(character, "")
        if double and double in face.characters:
            return double, face
        bold, italic = "Bold" in face.name, "Italic" in face.name
        for family in self.theme.fonts.values():
            other = load_face(family, bold, italic)
            if character in other.characters:
                return character, other
        self._report(character, origin)
        return "?", face

    def _report(self, character: str, origin: Origin) -> None:
        self.lacking += 1
        if (character, origin) in self._reported:
            return
        self._reported.add((character, origin))
        name = f"U+{ord(character):04X} {unicodedata.name(character, 'unnamed character')}"
        if unicodedata.bidirectional(character) in {"R", "AL", "AN"}:
            self.problems.append(Problem(
                "right-to-left", f"text that runs from right to left is not supported yet: {character!r} ({name})", origin,
                "write the name in Latin letters",
            ))  # fmt: skip
            return
        self.problems.append(Problem(
            "missing-glyph", f"no font here has the character {character!r} ({name})", origin, "take the character out, or spell it",
        ))  # fmt: skip
