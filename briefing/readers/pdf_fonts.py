"""Decode the codes of a PDF font, by its ToUnicode map or, for simple fonts, its encoding (ISO 32000-1, 9.10).

Unknown codes become U+FFFD. `pdf_glyphs` tells whether the glyphs look like the characters.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

UNKNOWN = "\ufffd"
_MOST_CODES = 70_000
_MOST_RANGES = 5_000
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_CODE_SPACE = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_ENCODINGS = {"/MacRomanEncoding": "mac_roman"}


@dataclass(slots=True)
class PageFont:
    """A font of a file: the characters and widths of its codes, of `size` bytes each."""

    font: Any
    characters: dict[int, str]
    widths: dict[int, float]
    default_width: float
    size: int

    def decode(self, shown: bytes) -> str:
        """Return the characters of a string."""
        return "".join([self.characters.get(code, UNKNOWN) for code in self._codes(shown)])

    def widths_of(self, shown: bytes) -> list[float]:
        """Return the width of each glyph of a string, in thousandths of the font's size."""
        return [self.widths.get(code, self.default_width) for code in self._codes(shown)]

    def _codes(self, shown: bytes) -> Sequence[int]:
        if self.size == 1:
            return shown
        if self.size == 2 and len(shown) % 2 == 0:
            return struct.unpack(f">{len(shown) // 2}H", shown)
        return [int.from_bytes(shown[at : at + self.size], "big") for at in range(0, len(shown), self.size)]


def read_font(font: Any) -> PageFont:
    """Return a font of a file."""
    composite = font.get("/Subtype") == "/Type0"
    known: dict[int, str] = {}
    size = 2 if composite else 1
    if isinstance(table := font.get("/ToUnicode"), pikepdf.Stream):
        text = table.read_bytes()
        known = _read_map(text)
        if found := _CODE_SPACE.search(text):
            size = max(1, len(found.group(1)) // 2)
    if composite:
        inner = font.get("/DescendantFonts", [{}])[0]
        widths = dict(_composite_widths(list(inner.get("/W", ()))))
        return PageFont(font, known, widths, float(inner.get("/DW", 1000)), size)
    first = int(font.get("/FirstChar", 0))
    widths = {first + place: float(width) for place, width in enumerate(font.get("/Widths", ()))}
    return PageFont(font, _simple(font.get("/Encoding")) | known, widths, 500.0, size)


def _composite_widths(entries: list[Any]) -> Iterator[tuple[int, float]]:
    """Yield glyphs and their widths (ISO 32000-1, 9.7.4.3)."""
    at = 0
    ranges = 0
    while at + 1 < len(entries) and ranges < _MOST_RANGES:
        first = int(entries[at])
        ranges += 1
        if isinstance(entries[at + 1], pikepdf.Array):
            yield from ((first + place, float(width)) for place, width in enumerate(entries[at + 1]))
            at += 2
        else:
            last = min(int(entries[at + 1]), first + 0xFFF)
            yield from ((code, float(entries[at + 2])) for code in range(first, last + 1))
            at += 3


def _read_map(text: bytes) -> dict[int, str]:
    """Parse a ToUnicode map: code -> characters."""
    known: dict[int, str] = {}
    ranges = 0
    for section in _SECTION.finditer(text):
        tokens = [
            found.group(1) if found.group(1) is not None else found.group() for found in _HEX.finditer(section.group(2))
        ]
        if section.group(1) == b"bfchar":
            for code, value in zip(tokens[::2], tokens[1::2], strict=False):
                known[int(code, 16)] = _characters(value)
        else:
            ranges += len(tokens) // 3
            _read_ranges(tokens[:_MOST_RANGES], known)
        if len(known) > _MOST_CODES or ranges > _MOST_RANGES:
            break
    return known


def _read_ranges(tokens: list[bytes], known: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(tokens) and len(known) <= _MOST_CODES:
        first, last, value = int(tokens[at], 16), int(tokens[at + 1], 16), tokens[at + 2]
        last = min(last, first + 0xFF)
        at += 3
        if value == b"[":
            for code in range(first, last + 1):
                if at < len(tokens) and tokens[at] != b"]":
                    known[code] = _characters(tokens[at])
                    at += 1
            while at < len(tokens) and tokens[at] != b"]":
                at += 1
            at += 1
        elif start := _characters(value):
            for code in range(first, last + 1):
                known[code] = start[:-1] + chr(min(ord(start[-1]) + code - first, 0x10FFFF))


def _characters(value: bytes) -> str:
    return bytes.fromhex(value.decode("ascii")).decode("utf-16-be", "replace")


def _simple(encoding: Any) -> dict[int, str]:
    """Return the codes of a simple font: a named encoding and its differences, given as glyph names."""
    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    codec = _ENCODINGS.get(str(base), "cp1252")
    known = {code: bytes([code]).decode(codec, "replace") for code in range(32, 256)}
    if isinstance(encoding, pikepdf.Dictionary):
        code = 0
        for item in encoding.get("/Differences", pikepdf.Array()):
            if isinstance(item, pikepdf.Name):
                known[code] = _glyph(str(item)[1:])
                code += 1
            else:
                code = int(item)
    return known


def _glyph(name: str) -> str:
    """Return a glyph's character if its name tells it: `A`, `uni0041`, `u1F600`."""
    if len(name) == 1:
        return name
    if found := re.fullmatch(r"(?:uni|u)([0-9A-F]{4,6})", name):
        return chr(min(int(found.group(1), 16), 0x10FFFF))
    return {"space": " ", "hyphen": "-", "period": ".", "comma": ",", "fi": "fi", "fl": "fl"}.get(name, UNKNOWN)
