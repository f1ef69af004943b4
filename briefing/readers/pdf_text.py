"""Read the content of a PDF page (ISO 32000-1, 8 and 9): the text of each mark, and all that is drawn.

The text of the marks is what the structure tree orders. The runs of text and the shapes, with their
places and colours, are for `pdf_visible`, which tells whether a reader sees the same. An ActualText
replaces the text that it encloses (14.9.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf

from briefing.readers.pdf_fonts import UNKNOWN, PageFont, read_font

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Colour: TypeAlias = tuple[float, ...]
Point: TypeAlias = tuple[float, float]

_SAME: Matrix = (1, 0, 0, 1, 0, 0)
_BLACK: Colour = (0.0, 0.0, 0.0)
_MOST_NESTED = 12
_MOST_STREAM = 2 << 20
"""Largest content of one page in bytes. A full page of ours takes about 40,000."""
_COST_OF_STREAM = 200
"""Instructions that take as long as beginning to read a stream."""
_FIGURES = frozenset({"/Figure", "/Formula"})
_ALIGNED = 1e-3
"""Largest slope of a line of text that counts as upright."""
_FARTHEST, _NEAREST = 4000.0, 300.0
"""Thousandths of the size by which letters may be moved apart, to fill a line, or together."""
_ODD_OPERATORS = {
    "Tr": "text in another drawing mode, which can be invisible",
    "W": "clipped content",
    "W*": "clipped content",
    "gs": "a graphics state, which can make content transparent",
    "sh": "a shading",
    "INLINE IMAGE": "a picture inside the drawing instructions",
    "Tz": "letters that are squeezed or stretched",
    "Tc": "letters that are moved apart or together",
    "Tw": "letters that are moved apart or together",
    "scn": "a pattern",
    "cs": "a colour space of its own",
}
"""Operators that no writer of ours uses, with what they do."""
_PAINTS = {"f": (True, False), "S": (False, True), "B": (True, True), "n": (False, False)}


class TooMuchError(Exception):
    """Raised if a file has far more content than any brief."""


@dataclass(slots=True)
class Budget:
    """The amount that may still be read of one file, so that a small file cannot take much time or memory."""

    instructions: int = 1_750_000
    characters: int = 60_000_000

    def spend(self, instructions: int = 0, characters: int = 0) -> None:
        """Count some content. Raises TooMuchError if it is too much."""
        self.instructions -= instructions
        self.characters -= characters
        if self.instructions < 0 or self.characters < 0:
            raise TooMuchError("it has far more content than any brief")


@dataclass(slots=True)
class MarkedText:
    """The text of one mark, and where it begins, in points from the lower left (None: nothing drawn).

    `parts` is the text as it was drawn, piece by piece: in a picture nothing else separates one
    label from the next. `figure`: its tag is that of a picture.
    """

    text: str = ""
    parts: list[str] = field(default_factory=list)
    place: Point | None = None
    figure: bool = False


@dataclass(slots=True)
class Run:
    """Text that one operator draws: from `x` on the baseline `y`, in points.

    `owner` is the kind of its marked content: "mark", "figure", the type of an artifact, or "" for none. `mark` is
    its number, -1 without one. `order` counts everything drawn on the page.
    """

    text: str
    x: float
    y: float
    width: float
    size: float
    colour: Colour
    owner: str
    mark: int
    order: int
    shown: tuple[Any, ...]
    font: PageFont | None
    scale: float

    def centres(self) -> list[float]:
        """Return the horizontal middle of each glyph."""
        made: list[float] = []
        x = self.x
        for part in self.shown:
            if isinstance(part, bytes):
                for width in self.font.widths_of(part) if self.font is not None else ():
                    made.append(x + width * self.scale / 2)
                    x += width * self.scale
            else:
                x -= part * self.scale
        return made


@dataclass(slots=True)
class Shape:
    """A painted path or a picture: its corners, and the colour of its filling (None: only a line)."""

    points: list[Point]
    fill: Colour | None
    line: float
    owner: str
    order: int
    picture: Any = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return its left, bottom, right and top."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        half = self.line / 2
        return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half


@dataclass(slots=True)
class PageContent:
    """All content of a page. `odd` is content that cannot be read, or that no writer of ours makes."""

    marks: dict[int, MarkedText] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    odd: dict[str, None] = field(default_factory=dict)
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    """Replaced text: its mark (-1 without one), the ActualText, and what is drawn in its place."""


@dataclass(slots=True)
class _Open:
    """An open marked-content sequence.

    `mark` is -1 if it has no id; `silent`: an ActualText replaces its text.
    """

    mark: int
    artifact: str | None
    figure: bool
    actual: str | None
    drawn: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """The part of the graphics state that `q` keeps and `Q` brings back (ISO 32000-1, 8.4.1)."""

    space: Matrix = _SAME
    fill: Colour = _BLACK
    thickness: float = 1.0
    font: PageFont | None = None
    size: float = 0.0
    rise: float = 0.0
    leading: float = 0.0

    def copy(self) -> _State:
        return _State(self.space, self.fill, self.thickness, self.font, self.size, self.rise, self.leading)


class PageReader:
    """Read one page. `fonts` caches the fonts of a file by object."""

    def __init__(self, fonts: dict[Any, PageFont], budget: Budget) -> None:
        self._fonts, self._budget = fonts, budget
        self._content = PageContent()
        self._stack: list[_Open] = []
        self._state = _State()
        self._kept: list[_State] = []
        self._line: Matrix = _SAME
        self._along = 0.0
        self._paths: list[list[Point]] = []
        self._drawn = 0
        self._resources: Any = {}
        self._depth = 0
        self._does: dict[str, Callable[[Any], None]] = {
            "BDC": self._open, "BMC": self._open, "EMC": self._close, "Tf": self._font, "Tj": self._show, "TJ": self._show,
            "'": self._next_line_show, '"': self._next_line_show, "Do": self._do, "BT": self._begin, "ET": _nothing,
            "Tm": self._set_matrix, "Td": self._step, "TD": self._step, "T*": self._next_line, "TL": self._set_leading,
            "Ts": self._set_rise, "cm": self._transform, "q": self._keep, "Q": self._restore, "rg": self._set_fill,
            "g": self._set_fill, "k": self._set_fill, "RG": _nothing, "G": _nothing, "w": self._set_thickness, "d": _nothing,
            "j": _nothing, "J": _nothing, "re": self._rectangle, "m": self._move, "l": self._to, "c": self._to, "h": _nothing,
        }  # fmt: skip

    def read(self, page: Any) -> PageContent:
        """Return the content of the page."""
        self._resources = page.obj.get("/Resources", page.resources)
        self._stream(page.obj, self._size_of(page.obj.get("/Contents")))
        return self._content

    def _size_of(self, contents: Any) -> int:
        """Return the unpacked size of the content: it is known before it is parsed, which takes much more memory."""
        if contents is None:
            return 0
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        if len(streams) > 1000:
            raise TooMuchError("a page consists of thousands of parts")
        return sum(len(each.read_bytes()) for each in streams if isinstance(each, pikepdf.Stream))

    def _stream(self, stream: Any, size: int) -> None:
        if size > _MOST_STREAM:
            raise TooMuchError("a page has far more content than any page of a brief")
        instructions = pikepdf.parse_content_stream(stream)
        self._budget.spend(instructions=len(instructions) + _COST_OF_STREAM)
        for instruction in instructions:
            operator = str(instruction.operator)
            done = self._does.get(operator)
            if done is not None:
                done(instruction.operands)
            elif operator in _PAINTS:
                self._paint(*_PAINTS[operator])
            else:
                self._content.odd[
                    _ODD_OPERATORS.get(operator, f"drawing instructions of another kind ({operator})")
                ] = None
                if operator in {"F", "f*", "B*", "b", "b*"}:
                    self._paint(fills=True, strokes=operator[0] in "Bb")
                elif operator == "s":
                    self._paint(fills=False, strokes=True)

    # ------------------------------------------------------------ state and place

    def _keep(self, _: Any) -> None:
        if len(self._kept) > 5000:
            raise TooMuchError("its drawing instructions are nested too deeply")
        self._kept.append(self._state.copy())

    def _restore(self, _: Any) -> None:
        self._state = self._kept.pop() if self._kept else _State()

    def _begin(self, _: Any) -> None:
        self._line, self._along = _SAME, 0.0

    def _set_leading(self, operands: Any) -> None:
        self._state.leading = float(operands[0])

    def _set_rise(self, operands: Any) -> None:
        self._state.rise = float(operands[0])

    def _set_thickness(self, operands: Any) -> None:
        self._state.thickness = float(operands[0])

    def _set_fill(self, operands: Any) -> None:
        self._state.fill = tuple(map(float, operands))

    def _set_matrix(self, operands: Any) -> None:
        a, b, c, d, e, f = map(float, operands)
        self._line, self._along = (a, b, c, d, e, f), 0.0

    def _transform(self, operands: Any) -> None:
        a, b, c, d, e, f = map(float, operands)
        self._state.space = _times((a, b, c, d, e, f), self._state.space)

    def _step(self, operands: Any) -> None:
        self._content.odd["text that is placed in another way than briefing does"] = None
        x, y = map(float, operands)
        self._state.leading = -y
        self._line, self._along = _times((1, 0, 0, 1, x, y), self._line), 0.0

    def _next_line(self, _: Any) -> None:
        self._line, self._along = _times((1, 0, 0, 1, 0, -self._state.leading), self._line), 0.0

    # ------------------------------------------------------------ marked content

    def _open(self, operands: Any) -> None:
        details: Any = operands[1] if len(operands) > 1 else None
        tag = str(operands[0])
        if isinstance(details, pikepdf.Name):
            details = self._resources.get("/Properties", {}).get(str(details))
            self._content.odd["a layer, which can be hidden" if tag == "/OC" else "marked content of another kind"] = (
                None
            )
        details = details if isinstance(details, pikepdf.Dictionary) else {}
        actual = details.get("/ActualText")
        mark = int(details.get("/MCID", -1))
        artifact = None
        if tag == "/Artifact":
            artifact = str(details.get("/Subtype", details.get("/Type", "/Artifact")))[1:]
        elif mark < 0 and tag != "/Span":
            self._content.odd["marked content of another kind"] = None
        if len(self._stack) > 200:
            raise TooMuchError("its marked content is nested too deeply")
        self._stack.append(_Open(mark, artifact, tag in _FIGURES, None if actual is None else str(actual)))
        if mark >= 0:
            self._content.marks.setdefault(mark, MarkedText(figure=tag in _FIGURES))
            self._content.order.append(mark)
        if actual is not None and self._silent() == 1 and self._artifact() is None:
            self._add(str(actual), _at(_times(self._line, self._state.space), self._along, 0.0))

    def _close(self, _: Any) -> None:
        if self._stack:
            _, mark = self._owner()
            closed = self._stack.pop()
            if closed.actual is not None:
                self._content.broken.append((mark, closed.actual, "".join(closed.drawn)))

    def _silent(self) -> int:
        return sum(sequence.actual is not None for sequence in self._stack)

    def _artifact(self) -> str | None:
        return next((sequence.artifact for sequence in self._stack if sequence.artifact is not None), None)

    def _owner(self) -> tuple[str, int]:
        """Return the kind and the number of the marked content that is being drawn."""
        if (artifact := self._artifact()) is not None:
            return artifact, -1
        for sequence in reversed(self._stack):
            if sequence.mark >= 0:
                return "figure" if sequence.figure else "mark", sequence.mark
        return "", -1

    # ------------------------------------------------------------ text

    def _font(self, operands: Any) -> None:
        font = self._resources.get("/Font", {}).get(str(operands[0]))
        self._state.size = float(operands[1])
        if font is None:
            self._state.font = None
        elif not font.is_indirect:
            self._state.font = read_font(font)
            self._content.odd["a font that only this page has"] = None
        else:
            if font.objgen not in self._fonts:
                self._fonts[font.objgen] = read_font(font)
            self._state.font = self._fonts[font.objgen]

    def _next_line_show(self, operands: Any) -> None:
        self._content.odd["text that is placed in another way than briefing does"] = None
        self._next_line(operands)
        self._show(operands)

    def _show(self, operands: Any) -> None:
        shown = operands[-1]
        given = shown if isinstance(shown, pikepdf.Array) else [shown]
        parts: list[bytes | float] = []
        moved = 0.0
        for part in given:
            if isinstance(part, pikepdf.String):
                parts.append(bytes(part))
            else:
                move = float(part)
                parts.append(move)
                moved += move
                if not -_FARTHEST < move < _NEAREST:
                    self._content.odd["letters that are moved far from their place"] = None
        state, font = self._state, self._state.font
        data = b"".join([part for part in parts if type(part) is bytes])
        self._budget.spend(characters=len(data))
        text = UNKNOWN if font is None else font.decode(data)
        across = _times(self._line, state.space)
        scale = state.size * across[0] / 1000
        length = (sum(font.widths_of(data)) if font is not None else 0.0) - moved
        x, y = _at(across, self._along, state.rise)
        if not _is_upright(across):
            self._content.odd["text that is turned, mirrored or stretched"] = None
        self._along += length * state.size / 1000
        owner, mark = self._owner()
        self._drawn += 1
        if text:
            size = state.size * across[3]
            self._content.runs.append(
                Run(text, x, y, length * scale, size, state.fill, owner, mark, self._drawn, tuple(parts), font, scale)
            )
        for sequence in self._stack:
            if sequence.actual is not None:
                sequence.drawn.append(text)
        if owner in {"mark", "figure"}:
            self._add("" if self._silent() else text, (x, y - state.rise * across[3]))

    def _add(self, text: str, place: Point) -> None:
        owner, mark = self._owner()
        if owner in {"mark", "figure"}:
            marked = self._content.marks[mark]
            marked.text += text
            marked.parts.append(text)
            if marked.place is None:
                marked.place = place

    # ------------------------------------------------------------ shapes

    def _rectangle(self, operands: Any) -> None:
        x, y, width, height = map(float, operands)
        space = self._state.space
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self._paths.append([_at(space, *corner) for corner in corners])

    def _move(self, operands: Any) -> None:
        self._paths.append([_at(self._state.space, float(operands[0]), float(operands[1]))])

    def _to(self, operands: Any) -> None:
        """Add the end of a line, or the ends and control points of a curve, which lie around it."""
        numbers = [float(operand) for operand in operands]
        if self._paths:
            self._paths[-1] += [_at(self._state.space, *numbers[at : at + 2]) for at in range(0, len(numbers) - 1, 2)]

    def _paint(self, fills: bool, strokes: bool) -> None:
        owner, _ = self._owner()
        line = self._state.thickness * abs(self._state.space[0]) if strokes else 0.0
        self._drawn += 1
        for points in self._paths:
            if fills or strokes:
                self._content.shapes.append(
                    Shape(points, self._state.fill if fills else None, line, owner, self._drawn)
                )
        self._paths = []

    def _do(self, operands: Any) -> None:
        thing = self._resources.get("/XObject", {}).get(str(operands[0]))
        if not isinstance(thing, pikepdf.Stream):
            return
        if thing.get("/Subtype") == "/Form":
            self._content.odd["a drawing that briefing does not make (a form object)"] = None
            self._form(thing)
            return
        owner, _ = self._owner()
        self._drawn += 1
        corners = [_at(self._state.space, *corner) for corner in ((0, 0), (1, 0), (1, 1), (0, 1))]
        self._content.shapes.append(Shape(corners, None, 0.0, owner, self._drawn, thing))

    def _form(self, form: Any) -> None:
        """Read a form XObject, whose text belongs to the marked content in which it is drawn."""
        if self._depth < _MOST_NESTED:
            before = self._state.copy(), self._line, self._along, len(self._stack), self._resources
            self._resources = form.get("/Resources", self._resources)
            self._depth += 1
            self._stream(form, self._size_of(form))
            self._depth -= 1
            self._state, self._line, self._along, height, self._resources = before
            del self._stack[height:]


def _is_upright(matrix: Matrix) -> bool:
    """Return whether text runs from left to right, as high as it is wide."""
    a, b, c, d, *_ = matrix
    return a > 0 and abs(b) < _ALIGNED and abs(c) < _ALIGNED and abs(a - d) < _ALIGNED


def _nothing(_: Any) -> None:
    """Do nothing: the operator changes neither text nor place."""


def _at(space: Matrix, x: float, y: float) -> Point:
    """Return a point in the page's own coordinates."""
    a, b, c, d, e, f = space
    return a * x + c * y + e, b * x + d * y + f


def _times(left: Matrix, right: Matrix) -> Matrix:
    """Return two transformations, one after the other (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
