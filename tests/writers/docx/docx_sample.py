"""A resolved document, made by hand, that holds every kind of block and inline: what the tests of the Word writer write."""

from __future__ import annotations

import struct
import zlib

from briefing.document.model import (
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
)
from briefing.problems.problem import NO_LOCATION

LOREM = (
    "The two governments signed a treaty whose mutual-defence article revived an obligation that had lapsed with the "
    "Soviet Union. Deliveries by rail and by sea grew within weeks, and what had been barter at the border became "
    "an exchange between ministries. "
)
_counters = {"note": 0}


def note(*inlines: Inline) -> Note:
    _counters["note"] += 1
    number = _counters["note"]
    return Note(inlines=inlines or (Text("Andrews, par. 3 "), CrossReference("sources/post", "[4]"), Text(".")),
                number=number, key=f"note-{number}")  # fmt: skip


def paragraph(key: str, *inlines: Inline) -> Paragraph:
    return Paragraph(key, NO_LOCATION, inlines or (Text(LOREM),))


def heading(key: str, level: int, words: str, number: str = "") -> Heading:
    return Heading(key, NO_LOCATION, level, (Text(words),), number, bool(number))


def picture(width: int = 480, height: int = 200) -> Picture:
    """A PNG with bars on white, so that a page shows where it stands."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = []
    for y in range(height):
        row = bytearray(b"\xff\xff\xff" * width)
        for bar in range(6):
            if y > height - (bar + 1) * height // 7:
                left = (bar * width // 6 + 10) * 3
                row[left : left + width // 10 * 3] = b"\x12\x35\x5b" * (width // 10)
        rows.append(b"\0" + bytes(row))
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(rows), 9)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return Picture(content, width, height, "png")


def cell(*words: str | Inline, **look: object) -> Cell:
    inlines = tuple(Text(word) if isinstance(word, str) else word for word in words)
    return Cell((inlines,), **look)  # type: ignore[arg-type]


def exchange_table() -> Table:
    """Bands, several paragraphs in a cell, notes in cells, a total row."""
    return Table(
        "table/exchange",
        NO_LOCATION,
        (Text("What each side gives the other"),),
        (Column(weight=2.2), Column(weight=3), Column("right", 1.3), Column("right", 1.2)),
        (Row((cell("Item", header=True), cell("What is known", header=True), cell("Quantity", header=True),
              cell("As of", header=True))),),
        (
            Row((cell("North Korea to Russia", header=True, columns=4),), "band"),
            Row((cell("Troops", header=True), cell(FactReference("troops", "More than 11,000 soldiers"), " in Kursk", note()),
                 cell(FactReference("troops", "more than 11,000", "number")), cell("October 2024"))),
            Row((cell("Shells", header=True),
                 Cell(((Text("Containers by rail and sea."),), (Text("Calibre 122 mm and 152 mm; "), Text("Хасан", language="ru"),
                        Text(" crossing.")))), cell("up to 12 million"), cell("2025"))),
            Row((cell("Russia to North Korea", header=True, columns=4),), "band"),
            Row((cell("Refined oil", header=True), cell("Above the UN cap of 500,000 barrels a year"), cell("1,000,000"),
                 cell("2024"))),
            Row((cell("Total items"), cell(""), cell("3"), cell("")), "total"),
        ),
        source=(Text("Source: Andrews, par. 3–9 "), CrossReference("sources/post", "[4]"), Text(".")),
        notes=((Text("Note: quantities as claimed; none was checked.", emphasis=True),),),
        label="Table 1",
    )  # fmt: skip


def spans_table() -> Table:
    """Two head rows with spans both ways, and a body cell over two rows."""
    head = (
        Row(
            (
                cell("Country", header=True, rows=2),
                cell("Trade ($ million)", header=True, columns=2, align="centre"),
                cell("Share", header=True, rows=2),
            )
        ),
        Row((cell("2023", header=True), cell("2024", header=True))),
    )
    body = (
        Row((cell("Russia", header=True, rows=2), cell("34.4"), cell("52.9"), cell("2%"))),
        Row((cell("35.0"), cell("60.1"), cell("3%"))),
        Row((cell("China", header=True), cell("2,000", columns=2), cell("97%"))),
    )
    columns = (Column(weight=2), Column("right"), Column("right"), Column("right"))
    return Table("table/trade", NO_LOCATION, (Text("Trade by country"),), columns, head, body, label="Table 2")


def long_table(rows: int = 60) -> Table:
    """A table over several pages, whose rows are targets."""
    head = (Row((cell("No.", header=True), cell("Source", header=True), cell("Date", header=True))),)
    body = tuple(
        Row((cell(f"[{number}]"), cell(f"Newsletter on security number {number}, ", Text("second edition", emphasis=True),
                                       Link("https://example.org/a?b=1&c=2", (Text("archived copy"),))),
             cell(f"{number % 28 + 1} June 2024")), anchor="sources/post" if number == 4 else f"sources/s{number}")
        for number in range(1, rows + 1)
    )  # fmt: skip
    return Table("table/sources", NO_LOCATION, (Text("Sources"),), (Column("right", 0.6), Column(weight=5), Column(weight=1.6)),
                 head, body, label="Table 3")  # fmt: skip


def lists() -> tuple[Block, ...]:
    inner = List("l/1-1", NO_LOCATION, ((paragraph("l/p3", Text("a nested point")),), (
        paragraph("l/p4", Text("another, with a list of its own")),
        List("l/1-1-1", NO_LOCATION, ((paragraph("l/p5", Text("third level")),),)),
    )))  # fmt: skip
    bullets = List("l/1", NO_LOCATION, (
        (paragraph("l/p1", Text("Missile technology has "), Text("not", emphasis=True), Text(" been seen to move."), note()),),
        (paragraph("l/p2", Text(LOREM)), inner),
        (paragraph("l/p6", Text("An item of two paragraphs.")), paragraph("l/p7", Text("The second stands under the first."))),
    ))  # fmt: skip
    ordered = List("l/2", NO_LOCATION, (
        (paragraph("l/p8", Text("First step")), List("l/2-1", NO_LOCATION, ((paragraph("l/p9", Text("sub-step")),),
                                                                     (paragraph("l/p10", Text("sub-step")),)), True)),
        (paragraph("l/p11", Text("Second step"), Break(), Text("on two lines")),),
    ), True)  # fmt: skip
    later = List("l/3", NO_LOCATION, tuple((paragraph(f"l/q{n}", Text("counts on")),) for n in range(3)), True, 9)
    return bullets, paragraph("l/p12"), ordered, later, paragraph("l/p13")


def callouts() -> tuple[Block, ...]:
    nested = List("c/l2", NO_LOCATION, ((paragraph("c/p5", Text("and a deeper point in the box, long enough that it has to wrap "
                                                               "onto a second line of the box to show its edge")),),))  # fmt: skip
    points = List("c/l", NO_LOCATION, (
        (paragraph("c/p2", Text("Arms and men flow west: "), FactReference("troops", "more than 11,000 soldiers"),
                   Text(" by October 2024."), note()),),
        (paragraph("c/p3", Text(LOREM)), nested),
        (paragraph("c/p4", Text("Two paragraphs in one item.")), paragraph("c/p4b", Text("This is the second one."))),
    ))  # fmt: skip
    key = Callout("c/key", NO_LOCATION, "key", "Bottom line", (paragraph("c/p1"), points))
    remark = Callout("c/note", NO_LOCATION, "note", "How to read this", (paragraph("c/p6"),))
    again = Callout(
        "c/note2", NO_LOCATION, "note", "", (paragraph("c/p7", Text("A second box right after the first.")),)
    )
    numbered = List("c/l3", NO_LOCATION, ((paragraph("c/p9", Text("one")),), (paragraph("c/p10", Text("two")),)), True)
    warning = Callout(
        "c/warn", NO_LOCATION, "warning", "Caution", (numbered, paragraph("c/p8", Text("The figures are claims.")))
    )
    return key, remark, again, warning


def odd_text() -> tuple[Block, ...]:
    quote = Quote("q", NO_LOCATION, (paragraph("q/1", Text("“Comrades-in-arms”, said the statement. " + LOREM)),
                                 List("q/l", NO_LOCATION, ((paragraph("q/2", Text("quoted point")),),
                                                          (paragraph("q/3", Text("quoted point")),)))))  # fmt: skip
    return (
        paragraph("o/1", Text("Korean "), Text("조선민주주의인민공화국", language="ko"), Text(", Cyrillic "),
                  Text("Россия и КНДР", language="ru"), Text(", braces {{ x }} and {% y %}, markup <b> & \"c\" 'd' *e* _f_ `g`, "
                  "two  spaces, emoji \U0001f680, ", strong=True), Text("strong", strong=True), Text(" "),
                  Text("emphasis", emphasis=True), Text(" "), Text("both", strong=True, emphasis=True), Text(".")),
        paragraph("o/2", Text("One word: " + "abcdefghij" * 30 + ".")),
        quote,
        paragraph("o/3", Text("See "), CrossReference("table/exchange", "Table 1"), Text(", "), CrossReference("figure/shells", "Figure 1"),
                  Text(", "), CrossReference("h/economy", "Section 2.1"), Text(" on "), CrossReference("h/economy", "Trade & finance"),
                  Text(", the "), CrossReference("sources/post", "[4]"), Text(" and "),
                  Link("https://example.org/x?a=1&b=2", (Text("the data "), FactReference("x", "of 2024"))),
                  Text(" or "), Link("mailto:desk@example.org", (Text("the desk"),)), Text("."),
                  note(Text("With a link: "), Link("https://example.org/y", (Text("https://example.org/y"),)),
                       Text(" and 평양", language="ko"))),
    )  # fmt: skip


def sample(rows: int = 60) -> Document:
    """The whole sample, its notes numbered afresh."""
    _counters["note"] = 0
    headings = [
        heading("h/summary", 1, "Summary"),
        heading("h/history", 1, "History", "1"),
        heading("h/military", 1, "Military co-operation", "2"),
        heading("h/economy", 2, "Trade & finance", "2.1"),
        heading("h/deep", 3, "A third level", "2.1.1"),
        heading("h/deeper", 4, "A fourth level", "2.1.1.1"),
        heading("h/second", 2, "Another second level that is long enough to run on to a second line so that its hang "
                "can be seen", "2.2"),
        heading("h/sources", 1, "Sources"),
    ]  # fmt: skip
    entries = tuple(
        TocEntry(h.level, h.number, "".join(t.text for t in h.inlines if isinstance(t, Text)), h.key)
        for h in headings if h.level < 3
    )  # fmt: skip
    figure = Figure("figure/shells", NO_LOCATION, (Text("Shells delivered, by year"),), "Bars that rise from left to right.",
                    picture(), (Text("Source: Andrews, par. 7."),), label="Figure 1")  # fmt: skip
    blocks: tuple[Block, ...] = (
        TitleBlock("front", NO_LOCATION, "Russia and North Korea: an alliance of need", "What each side gives, gets and risks",
              ("Edition 1 · 24 June 2025", "Information cut-off: 19 June 2025", "Policy Desk")),
        Contents("contents", NO_LOCATION, "Contents", entries),
        headings[0], callouts()[0],
        headings[1], paragraph("h/1"), paragraph("h/2", Text("A sentence with facts."), note()), *lists(),
        headings[2], paragraph("m/1"), exchange_table(), paragraph("m/2", Text(LOREM * 3)),
        headings[3], spans_table(), paragraph("e/1", Text(LOREM * 2)), figure,
        headings[4], paragraph("e/2"), headings[5], paragraph("e/3"), headings[6], *callouts()[1:], *odd_text(),
        headings[7], long_table(rows),
    )  # fmt: skip
    properties = Properties("Russia and North Korea: an alliance of need", "Policy Desk", "Security", ("Russia", "North Korea"),
                            "en-GB", "2025-06-24", "")  # fmt: skip
    furniture = PageFurniture("Russia and North Korea", "Edition 1", "Restates one newsletter, unchecked, with known errors: do not "
                          "cite as fact.", "Policy Desk")  # fmt: skip
    return Document("sample", properties, blocks, furniture, {"post": 4})


def sample_pages() -> dict[str, int]:
    return {"h/summary": 1, "h/history": 2, "h/military": 3, "h/economy": 3, "h/second": 4, "h/sources": 6}
