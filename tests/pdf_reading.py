"""What a reader of a tagged PDF hears: its text in the order of the structure tree.

Takes a file's bytes, gives pieces of text with the path of tags that they hang on ("Document/Table/TBody/TR/TD"). Goes its own
way from catalogue to content stream (pikepdf), trusting nothing that the writer says of itself: text outside marked content,
a mark that no element claims or one claimed twice is an error here.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_CHARACTERS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


class BadStructureError(AssertionError):
    """The file is not tagged as it should be."""


@dataclass
class PageText:
    """Text of one page by marked content number, and what is artifact."""

    marks: dict[int, str] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)


INLINE = frozenset({"Span", "Link", "Reference"})


def structure_text(data: bytes) -> list[tuple[str, str]]:
    """(path of tags, text) for every piece of marked content, in structure order. Broken words are whole again."""
    return [(path, text) for path, text, _ in _pieces(data)]


def spoken(data: bytes, *, leave_out: tuple[str, ...] = ("TOC", "Figure")) -> str:
    """All text in structure order, white space as single spaces, without what hangs on the tags left out.

    A figure is heard as its alt text; the labels that a chart draws are not read out.

    Pieces of one block go on without a space; a new block is a new word.
    """
    parts: list[str] = []
    block: object = None
    for path, text, owner in _pieces(data):
        if set(path.split("/")) & set(leave_out):
            continue
        parts.append(text if owner == block else " " + text)
        block = owner
    return " ".join("".join(parts).split())


def _pieces(data: bytes) -> list[tuple[str, str, object]]:
    """Path, text and the block that each piece of marked content belongs to."""
    with pikepdf.open(io.BytesIO(data)) as file:
        pages = {page.objgen: _read_page(page) for page in file.pages}
        found: list[tuple[str, str, object]] = []
        claimed: set[tuple[Any, int]] = set()

        def claim(page: Any, mark: int, path: tuple[str, ...], block: object) -> None:
            if (page, mark) in claimed:
                raise BadStructureError(f"mark {mark} is claimed twice")
            claimed.add((page, mark))
            found.append(("/".join(path), pages[page].marks[mark], block))

        def visit(kid: Any, path: tuple[str, ...], page: Any, block: object) -> None:
            if isinstance(kid, int):
                claim(page, kid, path, block)
            elif kid.get("/Type") == "/MCR":
                claim(kid.Pg.objgen, int(kid.MCID), path, block)
            elif kid.get("/Type") != "/OBJR":
                own = kid.Pg.objgen if "/Pg" in kid else page
                tag = str(kid.S)[1:]
                inside = kid.get("/K", pikepdf.Array())
                for each in inside if isinstance(inside, pikepdf.Array) else [inside]:
                    visit(each, (*path, tag), own, block if tag in INLINE else kid.objgen)

        visit(file.Root.StructTreeRoot.K[0], (), None, None)
        unclaimed = sum(len(page.marks) for page in pages.values()) - len(claimed)
        if unclaimed:
            raise BadStructureError(f"{unclaimed} pieces of marked content belong to no element")
        return found


def artifact_text(data: bytes) -> list[list[str]]:
    """Text outside the structure, by page: headers, footers, leaders, repeated table heads."""
    with pikepdf.open(io.BytesIO(data)) as file:
        return [_read_page(page).artifacts for page in file.pages]


def _read_page(page: Any) -> PageText:
    fonts = {str(name): _characters(font) for name, font in page.Resources.get("/Font", {}).items()}
    read = PageText()
    stack: list[tuple[str, int, str | None]] = []
    characters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = list(instruction.operands), str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            stack.append(_opened(operands))
            _add(read, stack, stack[-1][2] or "")
        elif operator == "EMC":
            stack.pop()
        elif operator == "Tf":
            characters = fonts[str(operands[0])]
        elif operator == "TJ":
            shown = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            text = "".join(characters[int.from_bytes(shown[at : at + 2], "big")] for at in range(0, len(shown), 2))
            if not any(actual is not None for _, _, actual in stack):
                _add(read, stack, text)
    if stack:
        raise BadStructureError("marked content is left open")
    return read


def _opened(operands: list[Any]) -> tuple[str, int, str | None]:
    """Tag, mark (-1: none) and actual text of a marked-content sequence."""
    entries: Any = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
    actual = entries.get("/ActualText")
    return str(operands[0]), int(entries.get("/MCID", -1)), None if actual is None else str(actual)


def _add(read: PageText, stack: list[tuple[str, int, str | None]], text: str) -> None:
    for tag, mark, _ in reversed(stack):
        if mark >= 0:
            read.marks[mark] = read.marks.get(mark, "") + text
            return
        if tag == "/Artifact":
            read.artifacts.append(text)
            return
    if text:
        raise BadStructureError(f"text outside marked content: {text!r}")


def _characters(font: Any) -> dict[int, str]:
    """Glyph number -> character, from the font's ToUnicode."""
    text = font.ToUnicode.read_bytes().decode("ascii")
    pairs = [pair for block in _CHARACTERS.findall(text) for pair in _PAIR.findall(block)]
    return {int(glyph, 16): bytes.fromhex(value).decode("utf-16-be") for glyph, value in pairs}
