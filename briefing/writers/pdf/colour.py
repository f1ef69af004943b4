"""Colour operators, and the embedded sRGB profile, which makes colours device-independent.

See ISO 19005-3, 6.2.3. The ICC profile of version 2.1 is built here byte by byte: three primaries
adapted to D50, one tone curve. Its date is the day sRGB was published (IEC 61966-2-1), so no clock
is needed.
"""

from __future__ import annotations

import struct
from functools import cache, lru_cache

WHITE = (0.9642, 1.0, 0.8249)
RED, GREEN, BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)
CURVE_POINTS = 256
DATE = (1999, 10, 18, 0, 0, 0)
NAME = "sRGB IEC61966-2.1"


@lru_cache(maxsize=256)
def _shares(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.4g}" for at in (0, 2, 4))


@lru_cache(maxsize=256)
def paint(colour: str) -> str:
    """Return the operator that sets the colour of fills and text, from RRGGBB."""
    return _shares(colour) + " rg"


def line_paint(colour: str) -> str:
    """Return the operator that sets the colour of lines."""
    return _shares(colour) + " RG"


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _curve() -> bytes:
    """Return the tone curve as a table, from encoded to linear."""
    points = []
    for at in range(CURVE_POINTS):
        encoded = at / (CURVE_POINTS - 1)
        linear = encoded / 12.92 if encoded <= 0.04045 else ((encoded + 0.055) / 1.055) ** 2.4
        points.append(round(linear * 65535))
    return b"curv\0\0\0\0" + struct.pack(f">I{CURVE_POINTS}H", CURVE_POINTS, *points)


@cache
def srgb_profile() -> bytes:
    """Return the bytes of the profile."""
    curve = _curve()
    name = NAME.encode("ascii") + b"\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    tags = {
        b"desc": described, b"cprt": b"text\0\0\0\0No copyright, use freely\0", b"wtpt": _xyz(WHITE),
        b"rXYZ": _xyz(RED), b"gXYZ": _xyz(GREEN), b"bXYZ": _xyz(BLUE), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    placed: dict[bytes, int] = {}
    for tag, data in tags.items():
        if data not in placed:
            placed[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += tag + struct.pack(">II", placed[data], len(data))
    size = start + len(body)
    head = struct.pack(">I4sI4s4s4s6H4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ", *DATE, b"acsp")
    head += bytes(4 + 4 + 4 + 4 + 8 + 4) + struct.pack(">3i", *(round(value * 65536) for value in WHITE))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
