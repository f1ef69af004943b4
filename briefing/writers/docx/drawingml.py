"""DrawingML as strings: fills, lines and text, shared by charts and diagrams.

See ISO/IEC 29500-1, 20.1 and 21.1. A colour that is in Word's own theme is named by its slot there,
so that changing the document's colours changes its charts; the same applies to the font.
"""

from __future__ import annotations

from copy import copy
from functools import cached_property

from briefing.layout.theme import ChartStyle, Theme
from briefing.writers.docx.theme_part import colour_scheme, theme_part
from briefing.writers.docx.wordml import emu, escape, word_language

WHITE = "FFFFFF"
NO_FILL = "<a:noFill/>"
NO_LINE = "<a:ln><a:noFill/></a:ln>"

# The sans face is the major font of Word's theme (see `theme_part`).
_FACE = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>'
# Slots of the colour scheme that drawings name. For a colour in two slots the accent wins, because charts use accents.
_PLACES = {"accent1": "accent1", "accent2": "accent2", "accent3": "accent3", "accent4": "accent4", "accent5": "accent5",
           "accent6": "accent6", "dk1": "tx1", "lt1": "bg1"}  # fmt: skip


class Paint:
    """Name the colours and the font of one theme, and the language of text, as Word knows them."""

    def __init__(self, theme: Theme, language: str) -> None:
        self.look = theme.chart
        self._theme = theme
        self.language = escape(word_language(language))
        scheme = colour_scheme(theme)
        self._names: dict[str, str] = {}
        for place, name in _PLACES.items():
            self._names.setdefault(scheme[place], name)

    def with_look(self, look: ChartStyle) -> Paint:
        """Return the same for charts of another size."""
        changed = copy(self)
        changed.look = look
        return changed

    @cached_property
    def theme_part(self) -> str:
        """Return the document's theme part, for the workbooks of its charts."""
        return theme_part(self._theme)

    def fill(self, colour: str) -> str:
        """Return a fill; "" is none."""
        if not colour:
            return NO_FILL
        name = self._names.get(colour)
        inner = f'<a:schemeClr val="{name}"/>' if name else f'<a:srgbClr val="{colour}"/>'
        return f"<a:solidFill>{inner}</a:solidFill>"

    def line(self, colour: str, width: float, *, dashed: bool = False, ends: str = "flat") -> str:
        """Return an outline or a line, `width` in points; "" is none."""
        if not colour:
            return NO_LINE
        dashes = '<a:prstDash val="sysDash"/>' if dashed else ""
        return f'<a:ln w="{emu(width)}" cap="{ends}">{self.fill(colour)}{dashes}</a:ln>'

    def text(self, colour: str, *, bold: bool = False) -> str:
        """Return the properties of a paragraph's text."""
        return f"<a:defRPr{self._look(bold)}>{self.fill(colour)}{_FACE}</a:defRPr>"

    def run(self, words: str, colour: str, *, bold: bool = False, language: str = "") -> str:
        """Return a run with properties of its own."""
        spoken = escape(word_language(language)) if language else self.language
        look = f'<a:rPr lang="{spoken}"{self._look(bold)}>{self.fill(colour)}{_FACE}</a:rPr>'
        return f"<a:r>{look}<a:t>{escape(words)}</a:t></a:r>"

    def paragraph_look(self, colour: str, *, bold: bool = False) -> str:
        """Return an empty paragraph with properties, by which a chart's own labels are formatted."""
        return f'<a:p><a:pPr>{self.text(colour, bold=bold)}</a:pPr><a:endParaRPr lang="{self.language}"/></a:p>'

    def _look(self, bold: bool) -> str:
        return f' sz="{round(self.look.size * 100)}" b="{int(bold)}"'
