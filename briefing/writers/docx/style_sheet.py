"""Write one style: `w:style` and its properties, in schema order.

The list of styles is in `styles`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from briefing.layout.theme import Style
from briefing.writers.docx.theme_part import Palette
from briefing.writers.docx.wordml import escape, half_points, twips

# Children of w:pPr that styles use, in the order of CT_PPrBase (ISO/IEC 29500-1, A.1).
_PARAGRAPH_ORDER = (
    "keepNext", "keepLines", "widowControl", "numPr", "pBdr", "shd", "tabs", "suppressAutoHyphens", "snapToGrid",
    "spacing", "ind", "contextualSpacing", "jc", "outlineLvl",
)  # fmt: skip
ROOM_AFTER_BLOCK = 5.0
"""Points after a callout or a table, in addition to those after a paragraph."""

_ALIGNMENTS = {"left": "left", "right": "right", "centre": "center", "justify": "both"}

# Roles into which an editor may put a picture or a formula: their lines may grow. All others keep the theme's leading,
# which Word would otherwise increase to what the font asks for.
GROWING = "body"
_GROWING_ROLES = frozenset({GROWING, "list", "quote", "callout", "table_cell"})


@dataclass(frozen=True, slots=True)
class WordStyle:
    """One style of the sheet.

    `name` is the internal one ("heading 1"); `paragraph` are children of w:pPr by local name, `run`
    is the text of w:rPr, `extra` what only table styles have.
    """

    name: str
    kind: Literal["paragraph", "character", "table", "numbering"] = "paragraph"
    based: str = "Normal"
    next: str = ""
    priority: int = 99
    gallery: bool = False
    default: bool = False
    paragraph: Mapping[str, str] = field(default_factory=dict)
    run: str = ""
    extra: str = ""

    @property
    def identifier(self) -> str:
        return style_identifier(self.name)

    @property
    def custom(self) -> bool:
        """Return whether Word has no such style of its own."""
        return self.name.startswith("Brief ") or self.name.endswith(" Unnumbered")


def style_identifier(name: str) -> str:
    """Return the id that Word itself uses: "heading 1" -> "Heading1", "footnote text" -> "FootnoteText"."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def style_xml(style: WordStyle, identify: Callable[[str], str] = style_identifier) -> str:
    """Return `w:style`, its children in schema order. `identify` returns the id of a style by its name."""
    custom = ' w:customStyle="1"' if style.custom else ""
    default = ' w:default="1"' if style.default else ""
    inner = f'<w:name w:val="{escape(style.name)}"/>'
    if style.based:
        inner += f'<w:basedOn w:val="{identify(style.based)}"/>'
    if style.next:
        inner += f'<w:next w:val="{identify(style.next)}"/>'
    inner += f'<w:uiPriority w:val="{style.priority}"/>'
    inner += "<w:qFormat/>" if style.gallery else ""
    properties = paragraph_properties(style.paragraph)
    inner += f"<w:pPr>{properties}</w:pPr>" if properties else ""
    inner += f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
    head = f'<w:style w:type="{style.kind}"{default}{custom} w:styleId="{identify(style.name)}">'
    return f"{head}{inner}{style.extra}</w:style>"


def paragraph_properties(properties: Mapping[str, str]) -> str:
    """Return children of w:pPr in schema order. Raises ValueError for one that this writer does not know."""
    unknown = sorted(set(properties) - set(_PARAGRAPH_ORDER))
    if unknown:
        raise ValueError(f"no place for {unknown[0]}")
    return "".join(properties[name] for name in _PARAGRAPH_ORDER if name in properties)


def spacing(style: Style, role: str) -> str:
    """Return `w:spacing`: space before and after, and the leading."""
    rule = "atLeast" if role in _GROWING_ROLES else "exact"
    return (
        f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}" '
        f'w:line="{twips(style.leading)}" w:lineRule="{rule}"/>'
    )


def indent(left: float, hanging: float = 0.0, right: float = 0.0) -> str:
    """Return `w:ind` for lengths in points."""
    edge = f' w:right="{twips(right)}"' if right else ""
    hang = f' w:hanging="{twips(hanging)}"' if hanging else ' w:firstLine="0"'
    return f'<w:ind w:left="{twips(left)}"{edge}{hang}/>'


def paragraph_look(style: Style, role: str, hyphenating: bool) -> dict[str, str]:
    """Return the paragraph properties of a theme role.

    `hyphenating`: the document is hyphenated, so a style may opt out.
    """
    look = {"spacing": spacing(style, role), "jc": f'<w:jc w:val="{_ALIGNMENTS[style.align]}"/>'}
    if style.keep_next:
        look |= {"keepNext": "<w:keepNext/>", "keepLines": "<w:keepLines/>"}
    if style.indent or style.hanging:
        look["ind"] = indent(style.indent, style.hanging)
    if hyphenating and not style.hyphenate:
        look["suppressAutoHyphens"] = "<w:suppressAutoHyphens/>"
    return look


def run_look(style: Style, palette: Palette) -> str:
    """Return the character properties of a theme role, in the order of CT_RPr."""
    size = half_points(style.size)
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    italic = "<w:i/><w:iCs/>" if style.italic else ""
    capitals = "<w:smallCaps/>" if style.small_caps else ""
    return (
        f"{palette.face(style.face)}{bold}{italic}{capitals}{palette.colour(style.colour)}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )
