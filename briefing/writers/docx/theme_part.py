"""Colours and fonts as Word's theme part (ISO/IEC 29500-1, 14.2.7 and 20.1.6), and references to them.

Styles refer to theme1.xml, so that changing the document's colours or fonts in Word changes the
brief. A colour or face without a slot in Word's theme is literal.
"""

from __future__ import annotations

from briefing.layout.theme import Theme
from briefing.writers.docx.wordml import DRAWING, HEADER, escape

# The twelve slots of a Word colour scheme: the theme's colour for it, a default, and its name in styles.
_PLACES = (
    ("dk1", "text", "000000", "text1"),
    ("lt1", "", "FFFFFF", "background1"),
    ("dk2", "accent", "12355B", "text2"),
    ("lt2", "", "EEF2F6", "background2"),
    ("accent1", "accent", "12355B", "accent1"),
    ("accent2", "warning", "A33B20", "accent2"),
    ("accent3", "quiet", "55606B", "accent3"),
    ("accent4", "", "2E7D6B", "accent4"),
    ("accent5", "", "B98A2E", "accent5"),
    ("accent6", "", "6B5B95", "accent6"),
    ("hlink", "link", "0B4F8A", "hyperlink"),
    ("folHlink", "link", "0B4F8A", "followedHyperlink"),
)
_FACES = {"body": "minor", "sans": "major"}
EAST_ASIAN_FACE = "korean"


def colour_scheme(theme: Theme) -> dict[str, str]:
    """Return "RRGGBB" by slot of Word's colour scheme: those of the Word template if there is one."""
    if theme.scheme:
        return dict(theme.scheme)
    return {place: theme.colours.get(colour, default) for place, colour, default, _ in _PLACES}


def east_asian_family(theme: Theme) -> str:
    """Return the family that sets Hangul, or ""."""
    return theme.fonts.get(EAST_ASIAN_FACE, "")


class Palette:
    """Name the colours and faces of one theme for styles."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        names = {place: name for place, _, _, name in _PLACES}
        self._names: dict[str, str] = {}
        for place, colour in colour_scheme(theme).items():
            self._names.setdefault(colour, names[place])

    def colour(self, value: str) -> str:
        """Return `w:color`: the literal colour, and its slot in Word's theme if it has one."""
        name = self._names.get(value)
        return f'<w:color w:val="{value}" w:themeColor="{name}"/>' if name else f'<w:color w:val="{value}"/>'

    def face(self, face: str) -> str:
        """Return `w:rFonts` for a face of the theme."""
        slot = _FACES.get(face)
        if slot:
            return (
                f'<w:rFonts w:asciiTheme="{slot}HAnsi" w:eastAsiaTheme="{slot}EastAsia" '
                f'w:hAnsiTheme="{slot}HAnsi" w:cstheme="{slot}Bidi"/>'
            )
        family = escape(self._theme.fonts[face])
        east = escape(east_asian_family(self._theme) or self._theme.fonts[face])
        return f'<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:eastAsia="{east}" w:cs="{family}"/>'


def theme_part(theme: Theme) -> str:
    """Return word/theme/theme1.xml."""
    colours = "".join(
        f'<a:{place}><a:srgbClr val="{colour}"/></a:{place}>' for place, colour in colour_scheme(theme).items()
    )
    east = escape(east_asian_family(theme))

    def fonts(face: str) -> str:
        family = escape(theme.fonts.get(face, theme.fonts["body"]))
        return f'<a:latin typeface="{family}"/><a:ea typeface="{east}"/><a:cs typeface=""/>'

    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEADER}<a:theme xmlns:a="{DRAWING}" name="{escape(theme.name)}"><a:themeElements>'
        f'<a:clrScheme name="{escape(theme.name)}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{escape(theme.name)}"><a:majorFont>{fonts("sans")}</a:majorFont>'
        f"<a:minorFont>{fonts('body')}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="{escape(theme.name)}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
