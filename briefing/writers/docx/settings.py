"""Document settings (word/settings.xml; ISO/IEC 29500-1, 17.15) and the page (`w:sectPr`).

Nothing here makes Word update fields: it would ask the reader first.
"""

from __future__ import annotations

from briefing.layout.theme import Theme
from briefing.writers.docx.theme_part import east_asian_family
from briefing.writers.docx.wordml import HEADER, NAMESPACES, twips, word_language

_WORD_2013 = 15  # With a lower value Word opens the file in "compatibility mode".
_COMPATIBILITY = (
    ("compatibilityMode", _WORD_2013),
    ("overrideTableStyleFontSizeAndJustification", 1),
    ("enableOpenTypeFeatures", 1),
    ("doNotFlipMirrorIndents", 1),
    ("differentiateMultirowTableHeaders", 1),
)
_SCHEME = (
    'w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" w:accent2="accent2" '
    'w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" '
    'w:followedHyperlink="followedHyperlink"'
)
# Share of a line's height above its baseline: the theme measures to baselines, Word to the edges of lines.
_ABOVE_BASELINE = 0.8
_EDGE, _AROUND_MARKING = 14.0, 8.0
"""Smallest distance of the header from the paper's edge, and space above and below a marking, in points."""


def settings_part(theme: Theme, language: str, *, embedded: bool) -> str:
    """Return word/settings.xml, its children in schema order."""
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in _COMPATIBILITY
    )
    hyphens = ""
    if any(style.hyphenate for style in theme.styles.values()):
        hyphens = (
            '<w:autoHyphenation/><w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="360"/>'
            "<w:doNotHyphenateCaps/>"
        )
    east = ' w:eastAsia="ko-KR"' if east_asian_family(theme) else ""
    return (
        f'{HEADER}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>{"<w:embedTrueTypeFonts/>" if embedded else ""}'
        f'<w:defaultTabStop w:val="720"/>{hyphens}<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f"<w:compat>{compatibility}</w:compat>"
        f'<w:themeFontLang w:val="{word_language(language)}"{east}/><w:clrSchemeMapping {_SCHEME}/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def page_properties(theme: Theme, *, marked: bool = False, columns: int = 1) -> str:
    """Return paper, margins and columns: children of `w:sectPr` after the references to headers and footers.

    A marking is the outermost line of header and footer: `marked` moves both outwards, as far as
    the paper allows.
    """
    page = theme.page
    header = page.header - _ABOVE_BASELINE * theme.style("header").leading
    footer = page.footer - (1 - _ABOVE_BASELINE) * theme.style("footer").leading
    if marked:
        room = theme.style("marking").leading + _AROUND_MARKING
        header, footer = max(_EDGE, header - room), max(_EDGE, footer - room)
    aside = f'<w:cols w:num="{columns}" w:space="{twips(page.gutter)}"/>' if columns > 1 else '<w:cols w:space="720"/>'
    orientation = ' w:orient="landscape"' if page.width > page.height else ""
    return (
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{orientation}/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}" '
        f'w:left="{twips(page.left)}" w:header="{twips(header)}" w:footer="{twips(footer)}" w:gutter="0"/>{aside}'
    )
