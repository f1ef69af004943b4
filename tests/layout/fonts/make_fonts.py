"""Make the font files in `briefing/layout/fonts` out of full static instances. Run once by hand, never by the tests.

    python tests/layout/fonts/make_fonts.py FOLDER_OF_FULL_FONTS briefing/layout/fonts

Needs fontTools. Takes static TrueType instances (Source Serif 4 at opsz 11, Noto Sans at wdth 100, Noto Sans KR cut to
KS X 1001), gives files cut to the scripts that briefs are written in, with kerning as the only layout feature and with
one glyph for each character, so that text can be read back from glyph numbers alone. Dates are fixed: same in, same out.
"""

from __future__ import annotations

import copy
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02B0, 0x02FF), (0x0300, 0x036F), (0x0370, 0x03FF), (0x0400, 0x052F),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x214F), (0x2150, 0x218F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2713, 0x2717), (0xFFFD, 0xFFFD),
)  # fmt: skip
TEXT_FAMILIES = ("SourceSerif4", "NotoSans")
STYLES = ("Regular", "Italic", "Bold", "BoldItalic")
KOREAN = {
    "NotoSansKR-Regular-ks2350.ttf": "NotoSansKR-Regular.ttf",
    "NotoSansKR-Bold-ks2350.ttf": "NotoSansKR-Bold.ttf",
}
EPOCH = 3155760000  # seconds from 1904 to 1 January 2004, head.created and head.modified


def separate_glyphs(font: TTFont) -> None:
    """Give each character a glyph of its own. The lowest character keeps the glyph; the others get a copy."""
    taken: dict[str, int] = {}
    order = font.getGlyphOrder()
    for code, name in sorted(font.getBestCmap().items()):
        if name not in taken:
            taken[name] = code
            continue
        twin = f"uni{code:04X}.own"
        font["glyf"].glyphs[twin] = copy.deepcopy(font["glyf"][name])
        font["hmtx"].metrics[twin] = font["hmtx"].metrics[name]
        order.append(twin)
        for table in font["cmap"].tables:
            if table.isUnicode() and code in table.cmap:
                table.cmap[code] = twin
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font["maxp"].numGlyphs = len(order)


def cut(source: Path, target: Path, ranges: tuple[tuple[int, int], ...] | None) -> None:
    """One font file, cut to `ranges` (None: as it is), kerning kept, hinting and other features dropped."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GDEF", "STAT", "MATH", "vhea", "vmtx", "VORG", "BASE", "DSIG"]
    options.glyph_names = False
    maker = subset.Subsetter(options)
    codes = sorted(font.getBestCmap()) if ranges is None else [c for low, high in ranges for c in range(low, high + 1)]
    maker.populate(unicodes=codes)
    maker.subset(font)
    separate_glyphs(font)
    font["head"].created = font["head"].modified = EPOCH
    font["post"].formatType = 3.0
    font.save(target)
    print(target, target.stat().st_size)


def main(source: Path, target: Path) -> None:
    for family in TEXT_FAMILIES:
        for style in STYLES:
            cut(source / f"{family}-{style}.ttf", target / f"{family}-{style}.ttf", RANGES)
    for name, out in KOREAN.items():
        cut(source / name, target / out, None)
    (target / "licences").mkdir(exist_ok=True)
    for licence in sorted((source / "licences").glob("*.txt")):
        (target / "licences" / licence.name).write_bytes(licence.read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
