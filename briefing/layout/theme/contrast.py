"""Whether text can be read on its ground: contrast by WCAG 2.1, success criterion 1.4.3.

Takes colours "RRGGBB" and type sizes in points, gives ratios. 4.5:1 for text, 3:1 for large text (18 points, or bold from 14).
"""

from __future__ import annotations

LEAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 18.0, 14.0
_STEPS = 50


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white (WCAG 2.1, "relative luminance")."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(size: float, bold: bool) -> float:
    """What text of a size needs."""
    return LEAST_LARGE if size >= LARGE or (bold and size >= LARGE_BOLD) else LEAST


def readable(text: str, ground: str, least: float) -> str:
    """The colour nearest to `text`, between it and black or white, that has the least contrast on a ground."""
    end = "000000" if contrast("000000", ground) >= contrast(PAPER_WHITE, ground) else PAPER_WHITE
    for step in range(1, _STEPS + 1):
        mixed = _mix(text, end, step / _STEPS)
        if contrast(mixed, ground) >= least:
            return mixed
    return end


PAPER_WHITE = "FFFFFF"


def _mix(one: str, other: str, share: float) -> str:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
