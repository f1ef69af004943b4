"""The fonts that the package ships, and where each lies.

Takes a family name and a style, gives a file. Reads no font. The files are made by `tests/typeset/make_fonts.py`:
static TrueType, cut to Latin, Greek, Cyrillic, punctuation, currency, arrows and basic maths (Korean: KS X 1001), one
glyph for each character, kerning the only layout feature. All are under the SIL Open Font License 1.1, in `licences/`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

FAMILIES = {"Source Serif 4": "SourceSerif4", "Noto Sans": "NotoSans", "Noto Sans KR": "NotoSansKR"}


@cache
def font_file(family: str, *, bold: bool = False, italic: bool = False) -> Path:
    """The file of a family in a style. Where a family has no such style, the nearest that it has (upright, then regular).

    Raises LookupError when the package ships no such family.
    """
    if family not in FAMILIES:
        raise LookupError(f"no font family {family!r}; there are {', '.join(FAMILIES)}")
    folder = Path(str(resources.files("briefing.layout.fonts")))
    weight = "Bold" if bold else ""
    for style in (weight + ("Italic" if italic else ""), weight, ""):
        path = folder / f"{FAMILIES[family]}-{style or 'Regular'}.ttf"
        if path.exists():
            return path
    raise LookupError(f"the files of font family {family!r} are missing from {folder.name}/")
