"""WordprocessingML as strings: text, runs, paragraphs, fields, bookmarks and units.

Everything returned is well-formed XML text (ISO/IEC 29500-1, transitional). No tree is built: a
body is a join of strings.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.files.characters import ZERO_WIDTH

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
WORD_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"

NAMESPACES = f'xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}" xmlns:wp="{WORD_DRAWING}" xmlns:a="{DRAWING}"'

# Characters that XML 1.0 allows neither literally nor as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff&<>"]')

# Word wants a region with a language; these are the usual ones for a bare code.
_REGIONS = {
    "ar": "ar-SA", "de": "de-DE", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "it": "it-IT", "ja": "ja-JP",
    "ko": "ko-KR", "pl": "pl-PL", "ru": "ru-RU", "uk": "uk-UA", "zh": "zh-CN",
}  # fmt: skip
_EAST_ASIAN = ("ko", "ja", "zh")


def escape(text: str) -> str:
    """Return text for element content or a double-quoted attribute. Characters forbidden in XML become U+FFFD."""
    if _SPECIAL.search(text) is None:
        return text
    text = _FORBIDDEN.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def without_invisible(text: str) -> str:
    """Return printed text without zero-width characters and soft hyphens: searching in Word would stumble over them."""
    return text if text.isascii() else text.translate(ZERO_WIDTH)


def twips(points: float) -> int:
    """Return twentieths of a point: widths, indents, spacing."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Return half points: font sizes."""
    return round(points * 2)


def eighths(points: float) -> int:
    """Return eighths of a point.

    Border widths, which Word limits to between a quarter of a point and twelve points.
    """
    return min(96, max(2, round(points * 8)))


def emu(points: float) -> int:
    """Return English Metric Units: drawings."""
    return round(points * 12700)


def word_language(tag: str) -> str:
    """Return a BCP 47 tag as Word's proofing tools know it."""
    return _REGIONS.get(tag, tag)


def language_properties(tag: str) -> str:
    """Return `w:lang` for a run. Word takes the language of Hangul, Kana and Han from `w:eastAsia` alone."""
    name = escape(word_language(tag))
    if tag.partition("-")[0] in _EAST_ASIAN:
        return f'<w:lang w:val="{name}" w:eastAsia="{name}"/>'
    return f'<w:lang w:val="{name}"/>'


@lru_cache(maxsize=512)
def run_properties(style: str = "", strong: bool = False, emphasis: bool = False, language: str = "") -> str:
    """Return `w:rPr` for a run, its children in schema order; empty if there are none."""
    inner = f'<w:rStyle w:val="{style}"/>' if style else ""
    if strong:
        inner += "<w:b/><w:bCs/>"
    if emphasis:
        inner += "<w:i/><w:iCs/>"
    if language:
        inner += language_properties(language)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def run(text: str, properties: str = "") -> str:
    """Return a run of literal text, without invisible characters: the PDF has none either."""
    text = without_invisible(text)
    if not text:
        return ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


TAB = "<w:r><w:tab/></w:r>"
LINE_BREAK = "<w:r><w:br/></w:r>"


def paragraph(content: str, style: str, properties: str = "") -> str:
    """Return a paragraph; `properties` are children of `w:pPr` after the style, in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def field_start(instruction: str, properties: str = "") -> str:
    """Return the start of a complex field, up to its stored result."""
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end(properties: str = "") -> str:
    """Return the end of a complex field."""
    return f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, result: str, properties: str = "") -> str:
    """Return a field with its stored result.

    It is not marked dirty, which would make Word ask the reader on opening.
    """
    return f"{field_start(instruction, properties)}{run(result, properties)}{field_end(properties)}"


def bookmark(identifier: int, name: str, content: str) -> str:
    """Return content in a bookmark. Names begin with a letter or `_` and have at most 40 characters."""
    return f'<w:bookmarkStart w:id="{identifier}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{identifier}"/>'


def text_control(number: int, tag: str, alias: str, content: str, properties: str) -> str:
    """Return a run in a plain-text content control (17.5.2), its properties in schema order."""
    named = f'<w:alias w:val="{escape(alias)}"/><w:tag w:val="{escape(tag)}"/><w:id w:val="{number}"/><w:text/>'
    return f"<w:sdt><w:sdtPr>{properties}{named}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def internal_link(anchor: str, content: str) -> str:
    """Return a link to a bookmark of the same file."""
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{content}</w:hyperlink>'
