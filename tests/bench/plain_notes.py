"""The words of country notes, as plain values that other programs are fed with: taken from the document that we compose.

Everything here is made before the clock starts, which is to the peers' good: their texts are ready, ours are facts and templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from briefing.build.options import Wishes
from briefing.build.pipeline import make_brief
from briefing.document.model import (
    Block,
    Bullets,
    Callout,
    Document,
    FactRef,
    Figure,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Reference,
    Table,
    Text,
    plain,
)


@dataclass(frozen=True)
class Part:
    """A piece of a note. `kind` is heading, text, item, table or picture; a text is words with the numbers of notes between them."""

    kind: str
    level: int = 0
    words: tuple[str | int, ...] = ()
    title: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    source: str = ""
    path: str = ""


@dataclass(frozen=True)
class PlainNote:
    """A country note: its name, title and parts, and its notes by number."""

    name: str
    title: str
    parts: tuple[Part, ...]
    notes: dict[int, str]


def plain_notes(place: Path, template: str, shipped: Path) -> list[PlainNote]:
    """The notes of the dossiers in `place/facts`; pictures of their charts go into `place/pictures`."""
    (place / "pictures").mkdir(exist_ok=True)
    found = []
    for folder in sorted((place / "facts").iterdir()):
        folders = (place / "templates", shipped)
        document, _, _ = make_brief(folder, folder.name, template_folders=folders, wishes=Wishes(template=template))
        assert document is not None, folder
        found.append(_note(document, place / "pictures"))
    return found


def _note(document: Document, pictures: Path) -> PlainNote:
    notes: dict[int, str] = {}
    parts = tuple(part for block in document.blocks for part in _parts(block, notes, pictures / f"{document.name}.png"))
    return PlainNote(document.name, document.properties.title, parts, notes)


def _parts(block: Block, notes: dict[int, str], picture: Path) -> Iterator[Part]:
    if isinstance(block, Heading):
        yield Part("heading", block.level, (f"{block.number} {plain(block.inlines)}".strip(),))
    elif isinstance(block, Paragraph):
        yield Part("text", words=tuple(_words(block.inlines, notes)))
    elif isinstance(block, Bullets | Callout):
        for inner in block.blocks if isinstance(block, Callout) else [b for item in block.items for b in item]:
            for part in _parts(inner, notes, picture):
                yield Part("item", words=part.words) if isinstance(block, Bullets) else part
    elif isinstance(block, Table):
        rows = tuple(
            tuple(" ".join(plain(p) for p in cell.paragraphs) for cell in row.cells)
            for row in (*block.head, *block.body)
            if len(row.cells) == len(block.columns)
        )
        yield Part("table", title=f"{block.label}. {plain(block.title)}", rows=rows, source=plain(block.source))
    elif isinstance(block, Figure) and block.chart is not None:
        _draw(picture)
        yield Part(
            "picture", title=f"{block.label}. {plain(block.title)}", path=str(picture), source=plain(block.source)
        )


def _words(inlines: tuple[Inline, ...], notes: dict[int, str]) -> Iterator[str | int]:
    for item in inlines:
        if isinstance(item, Note):
            notes[item.number] = plain(item.inlines)
            yield item.number
        elif isinstance(item, Link):
            yield plain(item.inlines)
        elif isinstance(item, Text | FactRef | Reference):
            yield item.text
        else:
            yield " "


def _draw(path: Path) -> None:
    """A picture of a chart: bars whose heights come from its name. Peers place it as it is; we draw and tag ours."""
    image = Image.new("RGB", (900, 400), "white")
    pen = ImageDraw.Draw(image)
    for at, letter in enumerate((path.stem * 10)[:10]):
        pen.rectangle((30 + at * 86, 380 - 3 * (ord(letter) % 100), 90 + at * 86, 380), fill="#12355B")
    image.save(path, optimize=True)
