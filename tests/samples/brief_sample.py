"""A document that has every kind of block and inline, built by hand: for tests and eyes."""

from __future__ import annotations

import io

from briefing.document.model import (
    Block,
    Break,
    Callout,
    Cell,
    Citation,
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
    Note,
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
from briefing.problems.problem import Location

HERE = Location("templates/sample.md", 1, 1)


class Notes:
    """Numbers notes in document order."""

    def __init__(self) -> None:
        self.count = 0

    def note(self, text: str = "Example Agency (2025)") -> Note:
        self.count += 1
        inlines: tuple[Inline, ...] = (
            Text(f"{text}, par. {self.count} "),
            CrossReference("sources/row-1", "[1]"),
            Text("."),
        )
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
    head = (
        Row(
            (
                cell("Year", header=True),
                cell("What was agreed", header=True),
                cell("Trade, million USD", header=True, align="right"),
            )
        ),
    )
    body = [
        Row((cell("2021 to 2022", header=True, columns=3),), "band"),
        Row((cell("2021", header=True), cell("Border closed; almost nothing crossed it"), cell("0.04"))),
        Row(
            (
                cell("2022", header=True),
                Cell(((Text("Rail freight started again"), notes.note(), Text(", then oil")),)),
                cell("3.7"),
            )
        ),
        Row((cell("2023 to 2024", header=True, columns=3),), "band"),
        Row(
            (
                cell("2023", header=True),
                cell("Talks in Vostochny; ports open; containers move from Rajin"),
                cell("34.4"),
            )
        ),
        Row(
            (
                cell("2024", header=True),
                Cell(((Text("Treaty signed in June"),), (Text("Ratified in November"),))),
                cell("34.0"),
            )
        ),
        Row((cell("Sum", header=True, columns=2), cell("72.1")), "total"),
    ]
    return Table(
        "economy/trade", HERE, (Text("Recorded trade and what was agreed"),),
        (Column(weight=1), Column(weight=4), Column("right", 1.4)), head, tuple(body),
        source=(Text("Source: Example Agency "), CrossReference("sources/row-1", "[1]"), Text(".")),
        notes=((Text("Arms are not part of recorded trade."),),), label="Table 1",
    )  # fmt: skip


def span_table() -> Table:
    head = (
        Row((cell("Actor", header=True, rows=2), cell("Position", header=True, columns=2))),
        Row((cell("Before", header=True), cell("After", header=True))),
    )
    body = (
        Row(
            (
                cell("Russia", header=True, rows=2),
                cell("Careful distance, sanctions upheld in public"),
                cell("Open alliance"),
            )
        ),
        Row((cell("Votes for resolutions of the Security Council"), cell("Vetoes the panel of experts"))),
        Row((cell("China", header=True), cell("Sole patron", columns=2))),
    )
    return Table(
        "stakes/actors", HERE, (Text("Stakes by actor"),), (Column(), Column(), Column()), head, body, label="Table 2"
    )


def sources_table(count: int = 4) -> Table:
    rows = []
    for number in range(1, count + 1):
        url = (
            f"https://www.example.org/news/2025/0{number}/a-rather-long-address-that-has-no-end?page={number}&view=full"
        )
        link: tuple[Inline, ...] = (Link(url, (Text(url),)),)
        rows.append(
            Row(
                (cell(str(number), header=True), cell("Title of a source"), Cell((link,))),
                anchor=f"sources/row-{number}",
            )
        )
    head = (Row((cell("No.", header=True), cell("Title", header=True), cell("Address", header=True))),)
    return Table("sources/list", HERE, (), (Column("right"), Column(weight=3), Column(weight=3)), head, tuple(rows))


def para(key: str, *inlines: Inline | str) -> Paragraph:
    return Paragraph(key, HERE, tuple(Text(item) if isinstance(item, str) else item for item in inlines))


LONG = " ".join(
    "Recorded trade, which leaves out arms, went from almost nothing to a level not seen since 2013." for _ in range(4)
)


def opening(notes: Notes) -> list[Block]:
    """Front, callout and contents."""
    byline = ("Edition 1 · 15 January 2026", "Example Institute · Information cut-off 10 January 2026")
    title = "Russia and North Korea: arms for oil, on unequal terms"
    items = ("More than 11,000 soldiers were sent.", "Trade stays small beside that with China.")
    bullets = tuple((para(f"summary/p-{at}", item),) for at, item in enumerate(items, 2))
    first = para(
        "summary/p-1", "The two states trade arms for oil, food and technology. Neither is a gift.", notes.note()
    )
    entries = (
        TocEntry(1, "1", "History", "history"),
        TocEntry(2, "1.1", "From the Soviet debt to the treaty, a longer heading", "history/debt"),
        TocEntry(1, "2", "Economy", "economy"),
        TocEntry(1, "3", "Stakes", "stakes"),
        TocEntry(1, "", "Sources", "sources"),
    )
    return [
        TitleBlock("front", HERE, title, "What is stated, by whom, and what follows from it", byline),
        Callout("summary/key", HERE, "key", "Bottom line", (first, List("summary/b-1", HERE, bullets))),
        Contents("contents", HERE, "Contents", entries),
    ]


def history(notes: Notes) -> list[Block]:
    """Prose with every inline, a quotation and nested lists."""
    prose = para(
        "history/p-1",
        "Moscow cancelled ",
        FactReference("debt_cancelled", "90%"),
        " of Pyongyang’s Soviet-era debt, ",
        FactReference("debt_amount", "about $10 billion"),
        ", on 17 September 2012.",
        notes.note(),
        " The treaty, in Korean ",
        Text("조로 친선조약", language="ko"),
        " and in Russian ",
        Text("Договор о всеобъемлющем стратегическом партнёрстве", language="ru"),
        ", was signed in Pyongyang; its article 4 promises help “without delay”. ",
        Text("This is strong", strong=True),
        " and ",
        Text("this is emphasis", emphasis=True),
        ", see ",
        CrossReference("economy/trade", "Table 1"),
        " and ",
        Link("https://www.example.org/treaty", (Text("the text of the treaty"),)),
        ".",
    )
    long = para("history/p-2", LONG, notes.note(f"A long note. {LONG} {LONG}"))
    quoted = para("history/p-3", "They shall give help. ", Text("Emphasis", emphasis=True), " is ours.", notes.note())
    item = para(
        "history/p-4",
        "First, an item with words enough to fill more than one line, as items of lists do.",
        notes.note(),
    )
    nested = List("history/b-2", HERE, ((para("history/p-5", "nested"),), (para("history/p-6", "nested again"),)))
    return [
        heading(1, "History", "history", "1"),
        prose,
        heading(2, "From the Soviet debt to the treaty, a longer heading", "history/debt", "1.1"),
        long,
        Quote("history/q-1", HERE, (quoted,)),
        List("history/b-1", HERE, ((item, nested), (para("history/p-7", "Second."),)), ordered=True, start=9),
    ]


def economy(notes: Notes) -> list[Block]:
    """A table, a break, a figure."""
    alt, credit = "Map: one railway crosses the border at Tumangang", (Text("Photo: Example, CC BY 4.0"),)
    title = (Text("Railways across the border"),)
    return [
        heading(1, "Economy", "economy", "2"),
        para("economy/p-1", LONG),
        trade_table(notes),
        para("economy/p-2", "Line one", Break(), "line two after a break. Ελλάδα, Łódź, naïve — €5 → £4."),
        Figure("economy/map", HERE, title, alt, picture(), source=credit, label="Figure 1"),
    ]


def stakes() -> list[Block]:
    """All levels of headings, spans, the other callouts."""
    return [
        heading(1, "Stakes", "stakes", "3"),
        heading(2, "A second level", "stakes/a", "3.1"),
        heading(3, "A third", "stakes/b"),
        heading(4, "A fourth", "stakes/c"),
        para("stakes/p-1", LONG),
        span_table(),
        Callout("stakes/note", HERE, "note", "Note", (para("stakes/p-2", LONG),)),
        Callout("stakes/warning", HERE, "warning", "", (para("stakes/p-3", "Figures are disputed: " + "w" * 120),)),
    ]


def full_document() -> Document:
    """Every kind of block and inline, with Korean, Russian and Greek."""
    notes = Notes()
    blocks = [
        *opening(notes),
        *history(notes),
        *economy(notes),
        *stakes(),
        heading(1, "Sources", "sources"),
        sources_table(),
    ]
    banner = "Restates one newsletter, unchecked, with known errors."
    furniture = PageFurniture(
        "Russia and North Korea", "Edition 1", banner, "Example Institute", "Page {page} of {pages}"
    )
    properties = Properties(
        "Russia and North Korea: arms for oil",
        "Example Institute",
        "Trade & arms <2012–2025>",
        ("Russia", "North Korea"),
        "en-GB",
        "2026-01-15",
    )
    return Document("sample", properties, tuple(blocks), furniture, {"agency": 1})
