"""Look of the runs of a Word file, as far as it decides whether somebody can read them (ISO/IEC 29500-1, 17.7.2).

Of each property the nearest value counts: that of the run, of its character style, of its paragraph's style, then the default.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.files.ooxml import Element, Part, W
from briefing.readers.docx_runs import is_on

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_LEAST_SIZE = 8
"""Smallest size in half points of text that can be read."""
_LEAST_DRAWN = 3
"""The same for text in drawings, which are scaled to the page."""
_LEAST_CONTRAST = 1.5
"""Ratio of luminances (WCAG 2.2, 1.4.3) from which text can be seen at all. The accessible minimum is 4.5."""
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00",
    "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_LEAST_SCALE = 50
_LEAST_LINE = 0.6
"""Height of a line of exact height, as a share of the size of its text."""
_USUAL_SIZE = 20
_MOST_BASES = 20
"""Styles that a style is based on, one on the other. Word allows about ten."""
_OFF_PAGE = 12_000
"""Indent in twentieths of a point that moves text off every page."""
_SYMBOLS = frozenset(
    [
        "symbol",
        "wingdings",
        "wingdings 2",
        "wingdings 3",
        "webdings",
        "zapfdingbats",
        "itc zapf dingbats",
        "mt extra",
        "marlett",
    ]
)
_UNUSUAL = {
    W + "strike": "text struck through",
    W + "dstrike": "text struck through",
    W + "rtl": "text from right to left",
    W + "fitText": "text squeezed to a width",
    W + "eastAsianLayout": "text combined into one character",
    _W14 + "textFill": "text with a fill of its own",
    _W14 + "textOutline": "text with an outline of its own",
}


@dataclass(frozen=True, slots=True)
class _Style:
    kind: str
    name: str
    based: str
    run: Element | None
    paragraph: Element | None


class Looks:
    """The styles of a file, and what they make of a run."""

    def __init__(self, part: Part | None, theme: Part | None) -> None:
        root = part.root if part is not None else None
        self._faces = dict(_faces(theme)) if theme is not None else {}
        self._styles: dict[str, _Style] = {}
        self._usual: dict[str, str] = {}
        self._fills: dict[str, dict[str, str]] = {}
        self._known: dict[tuple[str, bool], dict[str, Element]] = {}
        for element in root.findall(W + "style") if root is not None else ():
            identifier, kind = str(element.get(W + "styleId")), str(element.get(W + "type"))
            named, based = element.find(W + "name"), element.find(W + "basedOn")
            self._styles[identifier] = _Style(
                kind,
                _value(named),
                _value(based),
                element.find(W + "rPr"),
                element.find(W + "pPr"),
            )
            if str(element.get(W + "default")) in {"1", "true", "on"}:
                self._usual[kind] = identifier
            if kind == "table":
                self._fills[identifier] = {
                    str(each.get(W + "type")): _fill(each.find(f"{W}tcPr/{W}shd"))
                    for each in element.findall(W + "tblStylePr")
                } | {"": _fill(element.find(f"{W}tcPr/{W}shd"))}
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None

    def is_hidden(self, run: Element) -> bool:
        """Return whether no page shows a run."""
        return any(self._is_on(run, W + tag) for tag in ("vanish", "specVanish"))

    def font(self, run: Element) -> str:
        """Return the name of the font of a run's Latin text; "" if nothing names one."""
        found = self._find(run, W + "rFonts")
        if found is None:
            return ""
        named = self._faces.get(str(found.get(W + "asciiTheme") or found.get(W + "hAnsiTheme")), "")
        return named or str(found.get(W + "ascii") or found.get(W + "hAnsi") or "")

    def faults(self, run: Element) -> Iterator[str]:
        """Yield what makes a run hard to read, or shows it otherwise than as its characters."""
        for tag, words in _UNUSUAL.items():
            if self._is_on(run, tag):
                yield words
        if self._is_on(run, W + "webHidden") and not _in_contents(run, self._styles):
            yield "text hidden on screens"
        size = self._size(run)
        drawn = next(run.iterancestors(W + "txbxContent"), None) is not None
        if size < (_LEAST_DRAWN if drawn else _LEAST_SIZE):
            yield "text too small to read"
        if (
            0 < _number(self._find(run, W + "w"), 100) < _LEAST_SCALE
            or _number(self._find(run, W + "spacing"), 0) < -4 * size
        ):
            yield "text too narrow to read"
        if abs(_number(self._find(run, W + "position"), 0)) > size:
            yield "text moved off its line"
        if self._contrast(run) < _LEAST_CONTRAST:
            yield "text in the colour of its background"
        if self.font(run).casefold() in _SYMBOLS:
            yield "text in a font of symbols"

    def paragraph_faults(self, paragraph: Element) -> Iterator[str]:
        """Yield what makes a whole paragraph hard to read."""
        spacing = self._of_paragraph(paragraph, "spacing")
        # Lines of drawings are of exact height, and rounded when a drawing is scaled to the page.
        drawn = next(paragraph.iterancestors(W + "txbxContent"), None) is not None
        if spacing is not None and spacing.get(W + "lineRule") == "exact" and not drawn:
            runs = [self._size(run) for run in paragraph.iterchildren(W + "r")]
            if _whole(spacing.get(W + "line"), 240) < _LEAST_LINE * 10 * max(runs, default=0):
                yield "text cut off by the height of its line"
        indent = self._of_paragraph(paragraph, "ind")
        sides = ("left", "start", "right", "end", "firstLine", "hanging")
        if indent is not None and any(abs(_whole(indent.get(W + side), 0)) > _OFF_PAGE for side in sides):
            yield "text off the page"

    # ------------------------------------------------------------ properties

    def _find(self, run: Element, tag: str) -> Element | None:
        """Return a property of a run."""
        own = run.find(W + "rPr")
        if own is not None:
            found = own.find(tag)
            if found is None:
                found = self._collected(_value(own.find(W + "rStyle"))).get(tag)
            if found is not None:
                return found
        paragraph = next(run.iterancestors(W + "p"), None)
        found = self._collected(self._style_of(paragraph)).get(tag)
        if found is not None or self._defaults is None:
            return found
        return self._defaults.find(tag)

    def _style_of(self, paragraph: Element | None) -> str:
        """Return the id of a paragraph's style."""
        named = _value(paragraph.find(f"{W}pPr/{W}pStyle")) if paragraph is not None else ""
        return named or self._usual.get("paragraph", "")

    def _collected(self, identifier: str, *, paragraph: bool = False) -> dict[str, Element]:
        """Return the properties of a style and those that it is based on, for runs or for paragraphs, by tag."""
        key = (identifier, paragraph)
        if key not in self._known:
            found: dict[str, Element] = {}
            place = identifier
            for _ in range(_MOST_BASES):
                style = self._styles.get(place)
                if style is None:
                    break
                properties = style.paragraph if paragraph else style.run
                for each in properties if properties is not None else ():
                    found.setdefault(str(each.tag), each)
                place = style.based
            self._known[key] = found
        return self._known[key]

    def _is_on(self, run: Element, tag: str) -> bool:
        found = self._find(run, tag)
        return is_on(found) if found is not None and tag.startswith(W) else found is not None

    def _size(self, run: Element) -> int:
        return _number(self._find(run, W + "sz"), _USUAL_SIZE)

    def _of_paragraph(self, paragraph: Element, tag: str) -> Element | None:
        own = paragraph.find(f"{W}pPr/{W}{tag}")
        if own is not None:
            return own
        return self._collected(self._style_of(paragraph), paragraph=True).get(W + tag)

    # ------------------------------------------------------------ colours

    def _contrast(self, run: Element) -> float:
        """Return the best contrast of a run with what may be behind it."""
        colour = self._find(run, W + "color")
        text = str(colour.get(W + "val") or "") if colour is not None else ""
        if not _is_colour(text):
            return 21.0
        return max(_ratio(text, ground) for ground in self._grounds(run))

    def _grounds(self, run: Element) -> list[str]:
        highlight = _HIGHLIGHTS.get(_value(self._find(run, W + "highlight")), "")
        behind = highlight or _fill(self._find(run, W + "shd"))
        paragraph = next(run.iterancestors(W + "p"), None)
        if not behind and paragraph is not None:
            behind = _fill(self._of_paragraph(paragraph, "shd"))
        cell = next(run.iterancestors(W + "tc", W + "txbxContent"), None)
        if behind or cell is None or cell.tag != W + "tc":
            return [behind or "FFFFFF"]
        own = _fill(cell.find(f"{W}tcPr/{W}shd"))
        return [own] if own else self._table_grounds(cell)

    def _table_grounds(self, cell: Element) -> list[str]:
        """Return the fills that the style of a table may give a cell."""
        row, table = next(cell.iterancestors(W + "tr"), None), next(cell.iterancestors(W + "tbl"), None)
        style = _value(table.find(f"{W}tblPr/{W}tblStyle")) if table is not None else ""
        found: dict[str, str] = {}
        for _ in range(_MOST_BASES if style in self._styles else 0):
            if style not in self._styles:
                break
            found = self._fills.get(style, {}) | {kind: fill for kind, fill in found.items() if fill}
            style = self._styles[style].based
        if row is None or table is None:
            return ["FFFFFF"]
        above = row.getprevious()
        first = above is None or above.tag != W + "tr" or is_on(row.find(f"{W}trPr/{W}tblHeader"))
        last = row.getnext() is None
        sides = [kind for kind in found if kind.startswith(("band", "firstCol", "lastCol"))]
        kinds = [*(["firstRow"] if first else []), *(["lastRow"] if last else []), *sides, ""]
        return [found[kind] for kind in kinds if found.get(kind)] + ["FFFFFF"]


def _faces(theme: Part) -> Iterator[tuple[str, str]]:
    """Yield the names by which styles refer to the fonts of the theme, each with its font."""
    for kind in ("major", "minor"):
        face = next(theme.root.iter(f"{_A}{kind}Font"), None)
        latin = face.find(f"{_A}latin") if face is not None else None
        for ending in ("HAnsi", "Ascii"):
            yield f"{kind}{ending}", str(latin.get("typeface") or "") if latin is not None else ""


def _in_contents(run: Element, styles: dict[str, _Style]) -> bool:
    """Return whether a run is in an entry of a table of contents, whose page numbers Word hides on screens."""
    paragraph = next(run.iterancestors(W + "p"), None)
    style = styles.get(_value(paragraph.find(f"{W}pPr/{W}pStyle"))) if paragraph is not None else None
    return style is not None and style.name.lower().startswith(("toc ", "table of figures"))


def _value(element: Element | None) -> str:
    return str(element.get(W + "val") or "") if element is not None else ""


def _number(element: Element | None, otherwise: int) -> int:
    return _whole(element.get(W + "val"), otherwise) if element is not None else otherwise


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return round(float(str(text).rstrip("%pt")))
    except (ValueError, OverflowError):
        return otherwise


def _fill(shading: Element | None) -> str:
    """Return the colour behind text with this shading; "" for none."""
    if shading is None:
        return ""
    colour = str(shading.get(W + ("color" if shading.get(W + "val") == "solid" else "fill")) or "")
    return colour if _is_colour(colour) else ""


def _is_colour(text: str) -> bool:
    return len(text) == 6 and all(character in "0123456789abcdefABCDEF" for character in text)


def _ratio(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
