"""Read the marked content of a PDF page (ISO 32000-1, 14.6): the text of each mark and where it begins.

Text outside marked content or in an artifact (headers, page numbers) is skipped. An ActualText
replaces the text that it encloses (14.9.4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf

from briefing.readers.pdf_fonts import UNKNOWN, Decode, font_decoder

Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_SAME: Matrix = (1, 0, 0, 1, 0, 0)
_OPERATORS = "BDC BMC EMC Tf Tj TJ ' \" Do Tm Td TD T* TL BT cm q Q"
_MOST_NESTED = 12
_MOST_FORMS = 2000


@dataclass(slots=True)
class MarkedText:
    """The text of one mark, and where it begins, in points from the lower left (None: nothing drawn).

    `parts` is the text as it was drawn, piece by piece: in a picture nothing else separates one
    label from the next.
    """

    text: str = ""
    parts: list[str] = field(default_factory=list)
    place: tuple[float, float] | None = None


@dataclass(slots=True)
class _Open:
    """An open marked-content sequence.

    `mark` is -1 if it has no id; `silent`: an ActualText replaces its text.
    """

    mark: int
    artifact: bool
    silent: bool


@dataclass(slots=True)
class PageReader:
    """Read one page. `fonts` caches the decoders of a file by font object."""

    fonts: dict[Any, Decode]
    marks: dict[int, MarkedText] = field(default_factory=dict)
    _stack: list[_Open] = field(default_factory=list)
    _space: Matrix = _SAME
    _kept: list[Matrix] = field(default_factory=list)
    _line: Matrix = _SAME
    _leading: float = 0.0
    _decode: Decode | None = None
    _forms: int = 0

    def read(self, page: Any) -> dict[int, MarkedText]:
        """Return the text of the page by mark."""
        self._stream(page.obj, page.obj.get("/Resources", page.resources), 0)
        return self.marks

    def _stream(self, stream: Any, resources: Any, depth: int) -> None:
        for instruction in pikepdf.parse_content_stream(stream, _OPERATORS):
            operands, operator = instruction.operands, str(instruction.operator)
            if operator in {"Tj", "TJ", "'", '"'}:
                self._show(operator, operands)
            elif operator in {"BDC", "BMC"}:
                self._open(operands, resources)
            elif operator == "EMC":
                if self._stack:
                    self._stack.pop()
            elif operator == "Tf":
                self._decode = self._font(resources.get("/Font", {}).get(str(operands[0])))
            elif operator == "Do":
                self._form(resources.get("/XObject", {}).get(str(operands[0])), resources, depth)
            else:
                self._move(operator, operands)

    # ------------------------------------------------------------ place

    def _move(self, operator: str, operands: Any) -> None:
        if operator == "q":
            self._kept.append(self._space)
        elif operator == "Q":
            self._space = self._kept.pop() if self._kept else _SAME
        elif operator == "BT":
            self._line = _SAME
        elif operator == "TL":
            self._leading = float(operands[0])
        elif operator == "T*":
            self._line = _times((1, 0, 0, 1, 0, -self._leading), self._line)
        else:
            numbers = [float(operand) for operand in operands]
            if operator == "TD":
                self._leading = -numbers[1]
            if operator in {"Td", "TD"}:
                self._line = _times((1, 0, 0, 1, numbers[0], numbers[1]), self._line)
            else:
                a, b, c, d, e, f = numbers
                if operator == "Tm":
                    self._line = (a, b, c, d, e, f)
                else:
                    self._space = _times((a, b, c, d, e, f), self._space)

    # ------------------------------------------------------------ text

    def _font(self, font: Any) -> Decode | None:
        if font is None:
            return None
        if not font.is_indirect:
            return font_decoder(font)
        if font.objgen not in self.fonts:
            self.fonts[font.objgen] = font_decoder(font)
        return self.fonts[font.objgen]

    def _show(self, operator: str, operands: Any) -> None:
        if operator in {"'", '"'}:
            self._move("T*", ())
        if not self._stack or any(sequence.artifact for sequence in self._stack):
            return
        silent = any(sequence.silent for sequence in self._stack)
        marked = operands[-1]
        strings = marked if operator == "TJ" else [marked]
        if self._decode is None:
            self._add(UNKNOWN)
        else:
            data = b"".join([bytes(part) for part in strings if isinstance(part, pikepdf.String)])
            self._add("" if silent else self._decode(data))

    def _open(self, operands: Any, resources: Any) -> None:
        details: Any = operands[1] if len(operands) > 1 else None
        if isinstance(details, pikepdf.Name):
            details = resources.get("/Properties", {}).get(str(details))
        details = details if isinstance(details, pikepdf.Dictionary) else {}
        actual = details.get("/ActualText")
        mark = int(details.get("/MCID", -1))
        already = any(sequence.silent for sequence in self._stack)
        self._stack.append(_Open(mark, str(operands[0]) == "/Artifact", actual is not None))
        if mark >= 0:
            self.marks.setdefault(mark, MarkedText())
        if actual is not None and not already and not any(sequence.artifact for sequence in self._stack):
            self._add(str(actual))

    def _add(self, text: str) -> None:
        for sequence in reversed(self._stack):
            if sequence.mark >= 0:
                marked = self.marks[sequence.mark]
                marked.text += text
                marked.parts.append(text)
                if marked.place is None:
                    *_, x, y = _times(self._line, self._space)
                    marked.place = (x, y)
                return

    def _form(self, form: Any, resources: Any, depth: int) -> None:
        """Read a form XObject, whose text belongs to the marked content in which it is drawn."""
        if (
            isinstance(form, pikepdf.Stream)
            and form.get("/Subtype") == "/Form"
            and depth < _MOST_NESTED
            and self._stack
        ):
            before = self._space, self._line, self._decode, len(self._stack)
            self._stream(form, form.get("/Resources", resources), depth + 1)
            self._space, self._line, self._decode, height = before
            del self._stack[height:]


def _times(left: Matrix, right: Matrix) -> Matrix:
    """Return two transformations, one after the other (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
