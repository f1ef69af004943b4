"""A document that has every kind of block and inline, built by hand, and random documents from a seed: for tests and eyes."""

from __future__ import annotations

import io
import random

from briefing.errors import Origin
from briefing.model import (
    Block, Break, Bullets, Callout, Cell, Citation, Column, Contents, Document, Entry, FactRef, Figure, Front, Furniture, Heading,
    Inline, Link, Note, Paragraph, Picture, Properties, Quote, Reference, Row, Table, Text,
)  # fmt: skip

HERE = Origin("templates/sample.md", 1, 1)
WORDS = (
    "Russia North-Korea treaty soldiers artillery shipments reported officials announced cooperation of the in and to a "
    "which that since September agreement economic sanctions extraordinary infrastructure workers approximately exchange "
    "oil deliveries monitored by under despite however Vostochny Pyongyang diplomatic intelligence assessment estimates"
).split()


class Notes:
    """Numbers notes in document order."""

    def __init__(self) -> None:
        self.count = 0

    def note(self, text: str = "Example Agency (2025)") -> Note:
        self.count += 1
        inlines: tuple[Inline, ...] = (Text(f"{text}, par. {self.count} "), Reference("sources/row-1", "[1]"), Text("."))
        return Note((Citation("agency"),), inlines, self.count, f"note-{self.count}", HERE)


def heading(level: int, text: str, key: str, number: str = "") -> Heading:
    return Heading(key, HERE, level, (Text(text),), number, bool(number))


def picture(width: int = 320, height: int = 120) -> Picture:
    """A PNG of a plain gradient."""
    from PIL import Image

    image = Image.new("RGB", (width, height))
    image.putdata([(40 + x * 160 // width, 70 + y * 120 // height, 140) for y in range(height) for x in range(width)])
    data = io.BytesIO()
    image.save(data, "PNG")
    return Picture(data.getvalue(), width, height, "png")


def cell(text: str, **given: object) -> Cell:
    return Cell(((Text(text),),), **given)  # type: ignore[arg-type]


def trade_table(notes: Notes) -> Table:
    head = (Row((cell("Year", header=True), cell("What was agreed", header=True), cell("Trade, million USD", header=True, align="right"))),)
    body = [
        Row((cell("2021 to 2022", header=True, columns=3),), "band"),
        Row((cell("2021", header=True), cell("Border closed; almost nothing crossed it"), cell("0.04"))),
        Row((cell("2022", header=True), Cell(((Text("Rail freight started again"), notes.note(), Text(", then oil")),)), cell("3.7"))),
        Row((cell("2023 to 2024", header=True, columns=3),), "band"),
        Row((cell("2023", header=True), cell("Talks in Vostochny; ports open; containers move from Rajin"), cell("34.4"))),
        Row((cell("2024", header=True), Cell(((Text("Treaty signed in June"),), (Text("Ratified in November"),))), cell("34.0"))),
        Row((cell("Sum", header=True, columns=2), cell("72.1")), "total"),
    ]
    return Table(
        "economy/trade", HERE, (Text("Recorded trade and what was agreed"),),
        (Column(weight=1), Column(weight=4), Column("right", 1.4)), head, tuple(body),
        source=(Text("Source: Example Agency "), Reference("sources/row-1", "[1]"), Text(".")),
        notes=((Text("Arms are not part of recorded trade."),),), label="Table 1",
    )  # fmt: skip


def span_table() -> Table:
    head = (
        Row((cell("Actor", header=True, rows=2), cell("Position", header=True, columns=2))),
        Row((cell("Before", header=True), cell("After", header=True))),
    )
    body = (
        Row((cell("Russia", header=True, rows=2), cell("Careful distance, sanctions upheld in public"), cell("Open alliance"))),
        Row((cell("Votes for resolutions of the Security Council"), cell("Vetoes the panel of experts"))),
        Row((cell("China", header=True), cell("Sole patron", columns=2))),
    )
    return Table("stakes/actors", HERE, (Text("Stakes by actor"),), (Column(), Column(), Column()), head, body, label="Table 2")


def sources_table(count: int = 4) -> Table:
    rows = []
    for number in range(1, count + 1):
        url = f"https://www.example.org/news/2025/0{number}/a-rather-long-address-that-has-no-end?page={number}&view=full"
        link: tuple[Inline, ...] = (Link(url, (Text(url),)),)
        rows.append(Row((cell(str(number), header=True), cell("Title of a source"), Cell((link,))), anchor=f"sources/row-{number}"))
    head = (Row((cell("No.", header=True), cell("Title", header=True), cell("Address", header=True))),)
    return Table("sources/list", HERE, (), (Column("right"), Column(weight=3), Column(weight=3)), head, tuple(rows))


def full_document() -> Document:
    """Every kind of block and inline, with Korean, Russian and Greek."""
    notes = Notes()
    prose = (
        Text("Moscow cancelled "), FactRef("debt_cancelled", "90%"), Text(" of Pyongyang’s Soviet-era debt, "),
        FactRef("debt_amount", "about $10 billion"), Text(", on 17 September 2012."), notes.note(),
        Text(" The treaty, in Korean "), Text("조로 친선조약", language="ko"), Text(" and in Russian "),
        Text("Договор о всеобъемлющем стратегическом партнёрстве", language="ru"),
        Text(", was signed in Pyongyang; its article 4 promises help “without delay”. "), Text("This is strong", strong=True),
        Text(" and "), Text("this is emphasis", emphasis=True), Text(", see "), Reference("economy/trade", "Table 1"),
        Text(" and "), Link("https://www.example.org/treaty", (Text("the text of the treaty"),)), Text("."),
    )  # fmt: skip
    long = " ".join("Recorded trade, which leaves out arms, went from almost nothing to a level not seen since 2013." for _ in range(4))
    blocks: list[Block] = [
        Front("front", HERE, "Russia and North Korea: arms for oil, on unequal terms", "What is stated, by whom, and what follows from it",
              ("Edition 1 · 15 January 2026", "Example Institute · Information cut-off 10 January 2026")),
        Callout("summary/key", HERE, "key", "Bottom line", (
            Paragraph("summary/p-1", HERE, (Text("The two states trade labour and arms for oil, food and technology. "), Text("Neither"), Text(" is a gift."), notes.note())),
            Bullets("summary/b-1", HERE, ((Paragraph("summary/p-2", HERE, (Text("More than 11,000 soldiers were sent."),)),),
                                          (Paragraph("summary/p-3", HERE, (Text("Trade stays small beside that with China."),)),))),
        )),
        Contents("contents", HERE, "Contents", (
            Entry(1, "1", "History", "history"), Entry(2, "1.1", "From the Soviet debt to the treaty, a longer heading", "history/debt"),
            Entry(1, "2", "Economy", "economy"), Entry(1, "3", "Stakes", "stakes"), Entry(1, "", "Sources", "sources"))),
        heading(1, "History", "history", "1"),
        Paragraph("history/p-1", HERE, prose),
        heading(2, "From the Soviet debt to the treaty, a longer heading", "history/debt", "1.1"),
        Paragraph("history/p-2", HERE, (Text(long), notes.note("A long note. " + long + " " + long))),
        Quote("history/q-1", HERE, (Paragraph("history/p-3", HERE, (Text("They shall at once give military and other help. "), Text("Emphasis", emphasis=True), Text(" is ours."), notes.note())),)),
        Bullets("history/b-1", HERE, (
            (Paragraph("history/p-4", HERE, (Text("First, an item with words enough to fill more than one line, as items of lists often do in briefs."), notes.note())),
             Bullets("history/b-2", HERE, ((Paragraph("history/p-5", HERE, (Text("nested"),)),), (Paragraph("history/p-6", HERE, (Text("nested again"),)),)))),
            (Paragraph("history/p-7", HERE, (Text("Second."),)),)), ordered=True, start=9),
        heading(1, "Economy", "economy", "2"),
        Paragraph("economy/p-1", HERE, (Text(long),)),
        trade_table(notes),
        Paragraph("economy/p-2", HERE, (Text("Line one"), Break(), Text("line two after a break. Ελλάδα, Łódź, naïve — €5 → £4."),)),
        Figure("economy/map", HERE, (Text("Railways across the border"),), "Map: one railway crosses the border at Tumangang", picture(), (Text("Photo: Example, CC BY 4.0"),), label="Figure 1"),
        heading(1, "Stakes", "stakes", "3"), heading(2, "A second level", "stakes/a", "3.1"), heading(3, "A third", "stakes/b"), heading(4, "A fourth", "stakes/c"),
        Paragraph("stakes/p-1", HERE, (Text(long),)),
        span_table(),
        Callout("stakes/note", HERE, "note", "Note", (Paragraph("stakes/p-2", HERE, (Text(long),)),)),
        Callout("stakes/warning", HERE, "warning", "", (Paragraph("stakes/p-3", HERE, (Text("Figures on casualties are disputed: " + "w" * 120),)),)),
        heading(1, "Sources", "sources"),
        sources_table(),
    ]  # fmt: skip
    furniture = Furniture(
        "Russia and North Korea", "Edition 1", "Restates one newsletter, unchecked, with known errors.", "Example Institute",
        "Page {page} of {pages}",
    )  # fmt: skip
    properties = Properties("Russia and North Korea: arms for oil", "Example Institute", "Trade & arms <2012–2025>", ("Russia", "North Korea"), "en-GB", "2026-01-15")
    return Document("sample", properties, tuple(blocks), furniture, {"agency": 1})


# ------------------------------------------------------------------ random documents


class Maker:
    """Random documents of every kind of block; the same for the same seed."""

    def __init__(self, seed: int, size: int = 12) -> None:
        self.random, self.size, self.notes, self.serial = random.Random(seed), size, Notes(), 0

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
                made += [Text(" "), Link("https://example.org/" + "a" * self.random.randint(1, 90), (Text(self.words(1, 30)), Text(" 한국", language="ko")))]
            elif kind == 3:
                made += [Text(" "), Text("Российская Федерация " * self.random.randint(1, 9), language="ru")]
            elif kind == 4:
                made.append(Break())
            elif kind == 5:
                made += [Text(" "), FactRef("fact", "more than 11,000 soldiers")]
            elif kind == 6:
                made.append(Text(" " + "x" * self.random.randint(1, 200)))
            elif kind == 7:
                made += [Text(" "), Reference("random/anchor", "[7]")]
            else:
                made.append(self.notes.note(self.words(2, self.random.choice((8, 8, 200)))))
        return tuple(made)

    def paragraph(self) -> Paragraph:
        return Paragraph(self.key("p"), HERE, self.inlines())

    def bullets(self, depth: int = 0) -> Bullets:
        items = []
        for _ in range(self.random.randint(1, 5)):
            item: list[Block] = [self.paragraph()]
            if depth < 3 and self.random.random() < 0.25:
                item.append(self.bullets(depth + 1))
            items.append(tuple(item))
        return Bullets(self.key("b"), HERE, tuple(items), self.random.random() < 0.5, self.random.randint(1, 120))

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
        return Cell(paragraphs, self.random.choice(("left", "right", "centre")), header, columns, rows)  # type: ignore[arg-type]

    def table(self) -> Table:
        columns = self.random.randint(1, 7)
        rows = self.rows(columns, self.random.randint(0, self.random.choice((3, 60))))
        head = tuple(Row(tuple(cell(self.words(1, 3), header=True) for _ in range(columns))) for _ in range(self.random.choice((0, 1, 1, 2))))
        looks = tuple(Column(self.random.choice(("left", "right")), self.random.choice((1.0, 3.0))) for _ in range(columns))
        return Table(self.key("t"), HERE, self.inlines(1, 9), looks, head, tuple(rows), self.inlines(1, 9), (self.inlines(1, 9),), "Table 1")

    def block(self) -> Block:
        kind = self.random.randrange(10)
        if kind < 4:
            return self.paragraph()
        if kind == 4:
            return self.bullets()
        if kind == 5:
            return Quote(self.key("q"), HERE, (self.paragraph(), self.bullets(2)))
        if kind == 6:
            look = self.random.choice(("key", "note", "warning"))
            return Callout(self.key("c"), HERE, look, self.words(0, 4), (self.paragraph(), self.bullets(1), self.paragraph()))  # type: ignore[arg-type]
        if kind == 7:
            size = self.random.randint(10, 900), self.random.randint(10, 900)
            return Figure(self.key("f"), HERE, self.inlines(1, 9), "A gradient", Picture(picture(8, 8).data, *size, "png"), self.inlines(1, 5), (), "Figure 1")
        if kind == 8:
            return Heading(self.key("h"), HERE, self.random.randint(1, 4), self.inlines(1, 12), "1.2" if self.random.random() < 0.5 else "")
        return self.table()

    def document(self) -> Document:
        front = Front("front", HERE, self.words(2, 12), self.words(0, 9), tuple(self.words(1, 9) for _ in range(self.random.randint(0, 3))))
        blocks = [self.block() for _ in range(self.size)]
        entries = tuple(Entry(b.level, b.number, self.words(1, 14), b.key) for b in blocks if isinstance(b, Heading))
        contents = Contents("contents", HERE, "Contents", entries)
        furniture = Furniture(self.words(0, 20), self.words(0, 9), self.words(0, 40), self.words(0, 20))
        return Document("random", Properties(self.words(1, 8), "Author", "", (), "en-GB", "2026-01-15"), (front, contents, *blocks), furniture)


def random_document(seed: int, size: int = 12) -> Document:
    return Maker(seed, size).document()
