"""DrawingML as strings: fills, lines and text, shared by charts and diagrams (ISO/IEC 29500-1, 20.1 and 21.1).

Takes a `Theme`; gives elements. A colour that Word's own theme holds is named by its place there, so that an editor who
changes the document's colours changes its charts; so is the face. Knows no model.
"""

from __future__ import annotations

from briefing.theme import Theme
from briefing.writers.docx.palette import colour_scheme
from briefing.writers.docx.wordml import emu, escape

WHITE = "FFFFFF"
NO_FILL = "<a:noFill/>"
NO_LINE = "<a:ln><a:noFill/></a:ln>"

# The sans face is the major one of Word's theme (see `palette`).
_FACE = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>'
# Places of the colour scheme that drawings name; the same colour twice is the accent, since charts are coloured by accents.
_PLACES = {"accent1": "accent1", "accent2": "accent2", "accent3": "accent3", "accent4": "accent4", "accent5": "accent5",
           "accent6": "accent6", "dk1": "tx1", "lt1": "bg1"}  # fmt: skip


class Paint:
    """How drawings name the colours and the face of one theme."""

    def __init__(self, theme: Theme) -> None:
        scheme = colour_scheme(theme)
        self._names: dict[str, str] = {}
        for place, name in _PLACES.items():
            self._names.setdefault(scheme[place], name)

    def fill(self, colour: str) -> str:
        """A fill; "" is none."""
        if not colour:
            return NO_FILL
        name = self._names.get(colour)
        inner = f'<a:schemeClr val="{name}"/>' if name else f'<a:srgbClr val="{colour}"/>'
        return f"<a:solidFill>{inner}</a:solidFill>"

    def line(self, colour: str, width: float, *, dashed: bool = False, ends: str = "flat") -> str:
        """An outline or a line, `width` in points; "" is none."""
        if not colour:
            return NO_LINE
        dashes = '<a:prstDash val="sysDash"/>' if dashed else ""
        return f'<a:ln w="{emu(width)}" cap="{ends}">{self.fill(colour)}{dashes}</a:ln>'

    def text(self, size: float, colour: str, *, bold: bool = False, element: str = "defRPr", language: str = "") -> str:
        """The look of text: `a:defRPr` of a paragraph, or `a:rPr` of a run. `size` in points."""
        spoken = f' lang="{escape(language)}"' if language else ""
        look = f'{spoken} sz="{round(size * 100)}" b="{int(bold)}"'
        return f"<a:{element}{look}>{self.fill(colour)}{_FACE}</a:{element}>"
