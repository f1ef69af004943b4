"""Random documents of every kind of block from a seed: for tests that must hold for every document."""

from __future__ import annotations

import random  # noqa: TID251  # from fixed seeds
from collections.abc import Callable
from typing import Literal

from samples.brief_sample import HERE, Notes, cell, picture
from samples.random_charts import random_chart

from briefing.document.model import (
    Align,
    Block,
    Break,
    Callout,
    Cell,
    Column,
    Contents,
    CrossReference,
    Document,
    FactReference,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    PageFurniture,
    Paragraph,
    Picture,
    Properties,
    Quote,
    Row,
    Table,
    Text,
    TitleBlock,
    TocEntry,
)  # fmt: skip

WORDS = [
    "Russia",
    "North-Korea",
    "treaty",
    "soldiers",
    "artillery",
    "shipments",
    "reported",
    "officials",
    "announced",
    "cooperation",
    "of",
    "the",
    "in",
    "and",
    "to",
    "a",
    "which",
    "that",
    "since",
    "September",
    "agreement",
    "economic",
    "sanctions",
    "extraordinary",
    "infrastructure",
    "workers",
    "approximately",
    "exchange",
    "oil",
    "deliveries",
    "monitored",
    "by",
    "under",
    "despite",
    "however",
    "Vostochny",
    "Pyongyang",
    "diplomatic",
    "intelligence",
    "assessment",
    "estimates",
]  # a list of forty words is longer than they are

ALIGNS: tuple[Align, ...] = ("left", "right", "centre")
LOOKS: tuple[Literal["key", "note", "warning"], ...] = ("key", "note", "warning")


class Maker:
    """Random documents of every kind of block; the same for the same seed."""

    def __init__(self, seed: int, size: int = 12, *, charts: bool = False) -> None:
        self.random, self.size, self.notes, self.serial = random.Random(seed), size, Notes(), 0
        self.charts = charts

    def key(self, kind: str) -> str:
        self.serial += 1
        return f"random/{kind}-{self.serial}"

    def words(self, low: int, high: int) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(low, high)))

    def inlines(self, low: int = 1, high: int = 40, *, notes: bool = True) -> tuple[Inline, ...]:
        made: list[Inline] = [Text(self.words(low, high))]
        for _ in range(self.random.randint(0, 4)):
            kind = self.random.randrange(9 if notes else 8)
            if kind == 0:
                made.append(Text(" " + self.words(1, 5), strong=True))
            elif kind == 1:
                made.append(Text(" " + self.words(1, 5), emphasis=True))
            elif kind == 2:
                url = "https://example.org/" + "a" * self.random.randint(1, 90)
                made += [Text(" "), Link(url, (Text(self.words(1, 30)), Text(" 한국", language="ko")))]
            elif kind == 3:
                made += [Text(" "), Text("Российская Федерация " * self.random.randint(1, 9), language="ru")]
            elif kind == 4:
                made.append(Break())
            elif kind == 5:
                made += [Text(" "), FactReference("fact", "more than 11,000 soldiers")]
            elif kind == 6:
                made.append(Text(" " + "x" * self.random.randint(1, 200)))
            elif kind == 7:
                made += [Text(" "), CrossReference("random/anchor", "[7]")]
            else:
                made.append(self.notes.note(self.words(2, self.random.choice((8, 8, 200)))))
        return tuple(made)

    def paragraph(self) -> Paragraph:
        return Paragraph(self.key("p"), HERE, self.inlines())

    def bullets(self, depth: int = 0) -> List:
        items = []
        for _ in range(self.random.randint(1, 5)):
            item: list[Block] = [self.paragraph()]
            if depth < 3 and self.random.random() < 0.25:
                item.append(self.bullets(depth + 1))
            items.append(tuple(item))
        return List(self.key("b"), HERE, tuple(items), self.random.random() < 0.5, self.random.randint(1, 120))

    def rows(self, columns: int, count: int) -> list[Row]:
        """Rows whose spans fit: a covered cell is left out, as the model asks."""
        covered = [0] * columns
        rows: list[Row] = []
        for number in range(count):
            cells: list[Cell] = []
            at = 0
            while at < columns:
                if covered[at]:
                    at += 1
                    continue
                wide = 2 if at + 1 < columns and not covered[at + 1] and self.random.random() < 0.1 else 1
                tall = min(count - number, self.random.choice((1, 1, 1, 1, 1, 1, 3)))
                cells.append(self.cell(at == 0, wide, tall))
                covered[at : at + wide] = [tall] * wide
                at += wide
            covered = [max(0, left - 1) for left in covered]
            kind = self.random.choice(("body", "body", "body", "body", "band", "total"))
            short = cells[:-1] if len(cells) > 1 and cells[-1].rows == 1 and self.random.random() < 0.1 else cells
            anchor = "random/anchor" if self.random.random() < 0.02 else ""
            rows.append(Row(tuple(short), kind, anchor))  # type: ignore[arg-type]
        return rows

    def cell(self, header: bool, columns: int, rows: int) -> Cell:
        high = self.random.choice((4, 4, 4, 4, 4, 4, 150))
        count = self.random.choice((1, 1, 2))
        paragraphs = tuple(self.inlines(1, high, notes=self.random.random() < 0.2) for _ in range(count))
        align: Align = self.random.choice(ALIGNS)
        return Cell(paragraphs, align, header, columns, rows)

    def table(self) -> Table:
        columns = self.random.randint(1, 7)
        rows = self.rows(columns, self.random.randint(0, self.random.choice((3, 60))))
        head = tuple(
            Row(tuple(cell(self.words(1, 3), header=True) for _ in range(columns)))
            for _ in range(self.random.choice((0, 1, 1, 2)))
        )
        looks = tuple(
            Column(self.random.choice(("left", "right", "decimal")), self.random.choice((1.0, 3.0)))
            for _ in range(columns)
        )
        return Table(
            self.key("t"),
            HERE,
            self.inlines(1, 9),
            looks,
            head,
            tuple(rows),
            self.inlines(1, 9),
            (self.inlines(1, 9),),
            "Table 1",
        )

    def block(self) -> Block:
        kinds: list[Callable[[], Block]] = [self.paragraph] * 4
        kinds += [
            self.bullets,
            self.quote,
            self.callout,
            *[self.figure] * (5 if self.charts else 1),
            self.heading,
            self.table,
        ]
        return self.random.choice(kinds)()

    def quote(self) -> Quote:
        return Quote(self.key("q"), HERE, (self.paragraph(), self.bullets(2)))

    def callout(self) -> Callout:
        blocks = (self.paragraph(), self.bullets(1), self.paragraph())
        return Callout(self.key("c"), HERE, self.random.choice(LOOKS), self.words(0, 4), blocks)

    def figure(self) -> Figure:
        if self.charts and self.random.random() < 0.7:
            title, chart = self.inlines(1, 9), random_chart(self.random)
            note = (self.inlines(1, 9),)
            return Figure(self.key("f"), HERE, title, "A chart", None, self.inlines(1, 9), note, "Figure 2", chart)
        shown = Picture(picture(8, 8).data, self.random.randint(10, 900), self.random.randint(10, 900), "png")
        title, source = self.inlines(1, 9), self.inlines(1, 5)
        return Figure(self.key("f"), HERE, title, "A gradient", shown, source=source, label="Figure 1")

    def heading(self) -> Heading:
        number = "1.2" if self.random.random() < 0.5 else ""
        return Heading(self.key("h"), HERE, self.random.randint(1, 4), self.inlines(1, 12), number)

    def document(self) -> Document:
        front = TitleBlock(
            "front",
            HERE,
            self.words(2, 12),
            self.words(0, 9),
            tuple(self.words(1, 9) for _ in range(self.random.randint(0, 3))),
        )
        blocks = [self.block() for _ in range(self.size)]
        entries = tuple(TocEntry(b.level, b.number, self.words(1, 14), b.key) for b in blocks if isinstance(b, Heading))
        contents = Contents("contents", HERE, "Contents", entries)
        furniture = PageFurniture(self.words(0, 20), self.words(0, 9), self.words(0, 40), self.words(0, 20))
        return Document(
            "random",
            Properties(self.words(1, 8), "Author", "", (), "en-GB", "2026-01-15"),
            (front, contents, *blocks),
            furniture,
        )


def random_document(seed: int, size: int = 12, *, charts: bool = False) -> Document:
    """`charts`: figures are mostly charts, and more of them; else there are none."""
    return Maker(seed, size, charts=charts).document()
