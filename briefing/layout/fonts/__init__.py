"""Fonts shipped with the package.

The files are made by `tests/layout/fonts/make_fonts.py`: static TrueType, subset to Latin, Greek,
Cyrillic, punctuation, currency, arrows and basic maths (Korean: KS X 1001), one glyph per
character, with kerning as the only layout feature. All are under the SIL Open Font License 1.1, in
`licences/`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

FAMILIES = {"Source Serif 4": "SourceSerif4", "Noto Sans": "NotoSans", "Noto Sans KR": "NotoSansKR"}


@cache
def font_file(family: str, *, bold: bool = False, italic: bool = False) -> Path:
    """Return the file of a family in a style, or in the closest style that it has (upright, then regular).

    Raises LookupError if the package does not ship the family.
    """
    if family not in FAMILIES:
        raise LookupError(f"unknown font family {family!r}; choose one of: {', '.join(FAMILIES)}")
    folder = Path(str(resources.files("briefing.layout.fonts")))
    weight = "Bold" if bold else ""
    for style in (weight + ("Italic" if italic else ""), weight, ""):
        path = folder / f"{FAMILIES[family]}-{style or 'Regular'}.ttf"
        if path.exists():
            return path
    raise LookupError(f"the files of font family {family!r} are missing from {folder.name}/")
