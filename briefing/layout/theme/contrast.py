"""Contrast of text and background by WCAG 2.1, success criterion 1.4.3.

Colours are "RRGGBB", sizes in points. Text needs 4.5:1; large text (18 points, or bold from 14)
needs 3:1.
"""

from __future__ import annotations

LEAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 18.0, 14.0
_STEPS = 50
_BLACK, _WHITE = "000000", "FFFFFF"


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 for black to 1 for white (WCAG 2.1, "relative luminance")."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(size: float, bold: bool) -> float:
    """Return the ratio that text of a size needs."""
    return LEAST_LARGE if size >= LARGE or (bold and size >= LARGE_BOLD) else LEAST


def readable_colour(text: str, background: str, required: float) -> str:
    """Return the colour closest to `text`, mixed with black or white, that has enough contrast on `background`."""
    end = max(_BLACK, _WHITE, key=lambda colour: contrast(colour, background))
    for step in range(1, _STEPS + 1):
        share = step / _STEPS
        pairs = ((int(text[at : at + 2], 16), int(end[at : at + 2], 16)) for at in (0, 2, 4))
        mixed = "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
        if contrast(mixed, background) >= required:
            return mixed
    return end
