"""Small briefs in two editions, each pair with one kind of change: for tests of tracked changes."""

from __future__ import annotations

from samples.brief_sample import HERE, cell, heading, picture

from briefing.document.model import (
    Block,
    Callout,
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
    Properties,
    Quote,
    Row,
    Table,
    Text,
    TitleBlock,
    TocEntry,
    plain,
)
from briefing.layout.theme import load_theme
from briefing.writers.docx import write
from briefing.writers.docx.options import DEFAULT, WordOptions

COMMON = (
    "The partnership grew in three years from an exchange of letters into an alliance that both sides call eternal."
)


def says(*inlines: str | Inline) -> Paragraph:
    return Paragraph("p", HERE, tuple(Text(i) if isinstance(i, str) else i for i in inlines))


def note(text: str, number: int = 1) -> Note:
    return Note((), (Text(text),), number, f"note-{number}", HERE)


def listed(*items: str, ordered: bool = False) -> List:
    return List("b", HERE, tuple((says(item),) for item in items), ordered)


def table(*rows: tuple[str, ...], title: str = "Trade by year", below: str = "") -> Table:
    head, *body = rows
    return Table(
        f"t/{title}", HERE, (Text(title),), tuple(Column() for _ in head), (Row(tuple(cell(t, header=True) for t in head)),),
        tuple(Row(tuple(cell(t) for t in row)) for row in body), source=(Text(below),) if below else (), label="Table 1",
    )  # fmt: skip


def figure(alt: str, title: str = "Trade") -> Figure:
    return Figure(
        f"f/{alt}", HERE, (Text(title),), alt, picture(8, 8), source=(Text("Source: customs."),), label="Figure 1"
    )


def callout(*blocks: Block, title: str = "Bottom line") -> Callout:
    return Callout("c", HERE, "key", title, blocks)


def brief(*blocks: Block, title: str = "Arms", choices: WordOptions = DEFAULT) -> bytes:
    """The Word file of a few blocks, contents first."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    entries = tuple(TocEntry(block.level, block.number, plain(block.inlines), block.key) for block in headings)
    contents = (Contents("contents", HERE, "Contents", entries),) if entries else ()
    document = Document(
        "pair", Properties(title, "A", "", (), "en-GB", "2026-01-15"), (TitleBlock("front", HERE, title), *contents, *blocks),
        PageFurniture("", "", "", ""),
    )  # fmt: skip
    return write(document, load_theme(), pages={}, embed_fonts=False, options=choices).data


A, B, C, Z = (
    says("Alpha stands first and stays."),
    says("Beta is quite another thing."),
    says("Gamma, then."),
    says(COMMON),
)
ROWS = (("Year", "Value"), ("2021", "1.5"), ("2022", "2.5 million"), ("2023", "about 3.5 million dollars"))

PAIRS: dict[str, tuple[tuple[Block, ...], tuple[Block, ...]]] = {
    "a word": ((says("Pyongyang sent many soldiers to Kursk."), Z), (says("Pyongyang sent few soldiers to Kursk."), Z)),
    "a number": (
        (says("Trade came to ", FactReference("trade", "$3.8 million"), " in 2022."),),
        (says("Trade came to ", FactReference("trade", "$34.4 million"), " in 2022."),),
    ),
    "words at both ends": ((says("In all, it fell."),), (says("It fell by half."),)),
    "an inserted paragraph": ((A, Z), (A, B, Z)),
    "a deleted paragraph": ((A, B, Z), (A, Z)),
    "an inserted first paragraph": ((A,), (B, A)),
    "an inserted last paragraph": ((A, Z), (A, Z, B)),
    "inserted last paragraphs": ((A, Z), (A, Z, B, C, heading(1, "End", "e"))),
    "a deleted last paragraph": ((A, Z, B), (A, Z)),
    "deleted last paragraphs": ((A, Z, heading(1, "End", "e"), B, C), (A, Z)),
    "all new": ((A, B), (C, Z, heading(1, "End", "e"))),
    "a moved paragraph": ((A, B, C, Z), (B, C, Z, A)),
    "a paragraph written anew": ((A, B, Z), (A, C, Z)),
    "a list item": ((listed("one apple", "two pears", "three plums"), Z), (listed("one apple", "three plums", "four figs"), Z)),
    "a numbered list": ((listed("one", "two", ordered=True), Z), (listed("one", ordered=True), Z)),
    "a whole list": ((A, listed("one", "two", ordered=True), Z), (A, Z)),
    "a list that became text": ((listed("The treaty came into force in 2024."), Z), (says("The treaty came into force in 2024."), Z)),
    "a row": ((table(*ROWS), Z), (table(*ROWS[:2], ("2020", "nil, as far as is known"), *ROWS[2:]), Z)),
    "a deleted row": ((table(*ROWS), Z), (table(*ROWS[:2], ROWS[3]), Z)),
    "the last row": ((table(*ROWS), Z), (table(*ROWS[:3]), Z)),
    "a cell": ((table(*ROWS), Z), (table(*ROWS[:3], ("2023", "about 4 million dollars")), Z)),
    "a column": ((table(*ROWS), Z), (table(*((*row, "x") for row in ROWS)), Z)),
    "a column, source below": (
        (table(*ROWS, below="Source: A."), Z),
        (table(*((*row, "x") for row in ROWS), below="Source: A."), Z),
    ),
    "a column at the end": ((Z, table(*ROWS)), (Z, table(*((*row, "x") for row in ROWS)))),
    "an inserted table": ((A, Z), (A, table(*ROWS), Z)),
    "a deleted table": ((A, table(*ROWS), Z), (A, Z)),
    "a deleted table at the end": ((A, Z, table(*ROWS)), (A, Z)),
    "two tables": (
        (table(*ROWS), A, table(("Who", "What"), ("Russia", "oil"), title="Gifts")),
        (table(("Who", "What"), ("Russia", "oil and food"), title="Gifts"), A, table(*ROWS)),
    ),
    "a note": (
        (says("Ten.", note("Customs of Vladivostok, 2024.")), Z),
        (says("Ten.", note("Customs of Vladivostok, 2025, par. 3.")), Z),
    ),
    "a deleted note": (
        (says("Ten.", note("Customs.")), says("Two.", note("A letter.", 2))),
        (says("Ten."), says("Two.", note("A letter."))),
    ),
    "an inserted note": ((says("Ten."),), (says("Ten.", note("Customs.")),)),
    "a note that is another": ((says("Ten.", note("Customs, 2024.")), Z), (says("Ten.", note("Yonhap.")), Z)),
    "a paragraph with a note": ((A, says("Ten.", note("Customs.")), Z), (A, Z)),
    "a heading": ((heading(1, "Trade", "h", "1"), Z), (heading(1, "Trade and debt", "h", "1"), Z)),
    "a deleted heading": ((heading(1, "Trade", "h", "1"), A, heading(1, "Law", "l", "2"), Z), (heading(1, "Law", "l", "1"), A, Z)),
    "a callout": ((callout(says("It grew.")), Z), (callout(says("It shrank a little.")), Z)),
    "a deleted callout": ((A, callout(B, C), Z), (A, Z)),
    "a quotation": ((A, Quote("q", HERE, (B,)), Z), (A, Quote("q", HERE, (B, C)), Z)),
    "a figure": ((A, figure("Bars that rise"), Z), (A, figure("Bars that rise higher"), Z)),
    "an inserted figure": ((A, Z), (A, figure("Bars that rise"), Z)),
    "a deleted figure": ((A, figure("Bars that rise"), Z), (A, Z)),
    "a figure that is another": ((A, figure("Bars that rise"), Z), (A, figure("A map of the river"), Z)),
    "a link": (
        (says("See ", Link("https://example.org/a", (Text("the letter"),)), "."), Z),
        (says("See ", Link("https://example.org/b", (Text("the treaty"),)), "."), Z),
    ),
    "a deleted link": ((says("See it at ", Link("https://example.org/a?b=1&c", (Text("the letter"),)), "."), Z), (says("See it."), Z)),
    "a reference": (
        (heading(1, "Trade", "h", "1"), says("See section ", CrossReference("h", "1"), " on it."), Z),
        (heading(1, "Law", "l", "1"), heading(1, "Trade", "h", "2"), says("See section ", CrossReference("h", "2"), " on it."), Z),
    ),
    "a look": ((says("It is ", Text("very", strong=True), " large."), Z), (says("It is ", Text("quite", emphasis=True), " large."), Z)),
    "letters of other scripts": ((says("북한 노동자 and Россия.", "\t<&>"), Z), (says("북한 군인 and Россия!", "\t<&>"), Z)),
    "spaces": ((says("a  b c"), Z), (says("a b  c "), Z)),
}  # fmt: skip
