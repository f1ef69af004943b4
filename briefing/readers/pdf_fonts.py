"""Decode the codes of a PDF font, by its ToUnicode map or, for simple fonts, its encoding (ISO 32000-1, 9.10).

Unknown codes become U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf

Decode = Callable[[bytes], str]

UNKNOWN = "\ufffd"
_MOST_CODES = 70_000
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_CODE_SPACE = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_ENCODINGS = {"/MacRomanEncoding": "mac_roman"}


def font_decoder(font: Any) -> Decode:
    """Return a function that decodes strings of a font."""
    composite = font.get("/Subtype") == "/Type0"
    known: dict[int, str] = {}
    size = 2 if composite else 1
    if isinstance(table := font.get("/ToUnicode"), pikepdf.Stream):
        text = table.read_bytes()
        known = _read_map(text)
        if found := _CODE_SPACE.search(text):
            size = max(1, len(found.group(1)) // 2)
    if not composite:
        known = _simple(font.get("/Encoding")) | known

    def decode(shown: bytes) -> str:
        codes = (int.from_bytes(shown[at : at + size], "big") for at in range(0, len(shown), size))
        return "".join([known.get(code, UNKNOWN) for code in codes])

    return decode


def _read_map(text: bytes) -> dict[int, str]:
    """Parse a ToUnicode map: code -> characters."""
    known: dict[int, str] = {}
    for section in _SECTION.finditer(text):
        tokens = [
            found.group(1) if found.group(1) is not None else found.group() for found in _HEX.finditer(section.group(2))
        ]
        if section.group(1) == b"bfchar":
            for code, value in zip(tokens[::2], tokens[1::2], strict=False):
                known[int(code, 16)] = _characters(value)
        else:
            _read_ranges(tokens, known)
        if len(known) > _MOST_CODES:
            break
    return known


def _read_ranges(tokens: list[bytes], known: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(tokens):
        first, last, value = int(tokens[at], 16), int(tokens[at + 1], 16), tokens[at + 2]
        last = min(last, first + 0xFFFF)
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
