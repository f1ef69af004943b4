"""What is remembered changes no byte, is told apart by all that prints, and is bounded."""

from __future__ import annotations

import random  # noqa: TID251  # from fixed seeds
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args

import pytest
from samples.random_documents import random_document

from briefing.document.cache import MOST_ROWS, BoundedCache, block_key, inlines_key
from briefing.document.model import (
    Block,
    Cell,
    Chart,
    Column,
    Contents,
    CrossReference,
    Document,
    FactReference,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Properties,
    Row,
    Table,
    Text,
    TitleBlock,
    walk,
)
from briefing.layout.theme import load_theme
from briefing.layout.typesetting import MOST_BLOCKS, lay_out
from briefing.problems.problem import NO_LOCATION, Location
from briefing.writers import docx, pdf
from briefing.writers.docx import MEMBERS
from briefing.writers.docx.tables import ROWS
from briefing.writers.pdf.file import DEFLATED

LOOKS = ("plain", "infocus", "ministry")


def files(document: Document, look: str, memory: BoundedCache[object]) -> tuple[bytes, bytes, object]:
    """Both files of a document and what its layout has to tell."""
    theme = load_theme(look)
    laid = lay_out(document, theme, cache=memory)
    word = docx.write(document, theme, pages=laid.page_of)
    return pdf.write(document, theme, laid=laid).data, word.data, (laid.problems, laid.page_of, word.problems)


def made_anew(document: Document, look: str) -> tuple[bytes, bytes, object]:
    """The same, with nothing remembered anywhere."""
    for memory in (ROWS, MEMBERS, DEFLATED):
        memory.clear()
    return files(document, look, BoundedCache(0))


def edition(document: Document, seed: int) -> Document:
    """A document with some texts changed and, now and then, a block left out or typed elsewhere."""
    source = random.Random(seed)

    def text(item: Inline) -> Inline:
        if isinstance(item, Text | FactReference) and source.random() < 0.3:
            return replace(item, text=item.text + source.choice((" 7", "7", ", and more of it than before")))
        return item

    def block(each: Block) -> Block:
        each = replace(each, location=Location("facts/other.yaml", source.randrange(1, 99)))
        if isinstance(each, Paragraph | Heading):
            return replace(each, inlines=tuple(map(text, each.inlines)))
        if isinstance(each, Table):
            return replace(each, body=tuple(map(row, each.body)))
        return each

    def row(each: Row) -> Row:
        return replace(
            each,
            cells=tuple(replace(c, paragraphs=tuple(tuple(map(text, p)) for p in c.paragraphs)) for c in each.cells),
        )

    return replace(document, blocks=tuple(block(each) for each in document.blocks if source.random() > 0.05))


@pytest.mark.parametrize("look", LOOKS)
def test_files_are_the_same_with_what_other_editions_left_behind(look: str) -> None:
    memory: BoundedCache[object] = BoundedCache(4_000)
    for seed in range(5):
        first = random_document(seed, charts=True)
        for document in (first, edition(first, seed), edition(first, seed + 100), first):
            remembered = files(document, look, memory)
            assert remembered == made_anew(document, look)
            assert files(document, look, memory) == remembered
    assert memory.weight


def test_a_memory_too_small_for_a_brief_changes_nothing_either() -> None:
    document = random_document(3, charts=True)
    memory: BoundedCache[object] = BoundedCache(40)
    assert files(document, "plain", memory) == files(document, "plain", memory) == made_anew(document, "plain")


def test_the_same_block_twice_in_a_brief_stands_there_twice() -> None:
    block = Paragraph("a/paragraph-1", NO_LOCATION, (Text("The very same words."),))
    document = Document("twice", Properties("Twice"), (block, block))
    memory: BoundedCache[object] = BoundedCache(1_000)
    for _ in range(2):
        boxes = [placed.box for placed in lay_out(document, load_theme(), cache=memory).pages[0].body]
        assert len(boxes) == 2
        assert boxes[0] is not boxes[1]


def test_a_problem_is_told_for_each_brief_that_has_it() -> None:
    """Also where an earlier block of the same brief has told it, and a later brief is without that block."""
    fact = FactReference("trade", "\U0001f600 3,000")
    blocks = tuple(Paragraph(f"a/paragraph-{at}", NO_LOCATION, (fact,)) for at in (1, 2))
    facts = {"trade": Location("facts/trade.yaml", 3)}
    memory: BoundedCache[object] = BoundedCache(1_000)
    for shown in (blocks, blocks, blocks[1:]):
        document = Document("emoji", Properties("Emoji"), shown, facts=facts)
        problems = lay_out(document, load_theme(), cache=memory).problems
        assert [(each.code, each.location) for each in problems] == [("missing-glyph", facts["trade"])]


# ------------------------------------------------------------------ keys

NOTE = Note((), (Text("See there."),), 1, "note-1")
TABLE = Table(
    "t", NO_LOCATION, (Text("Title"),), (Column(), Column("right")), (), (Row((Cell(((Text("a"),),)), Cell())),)
)


def paragraph(*inlines: Inline) -> Paragraph:
    return Paragraph("p", NO_LOCATION, inlines)


def table(cell: Cell) -> Table:
    return replace(TABLE, body=(Row((cell, Cell())),))


DIFFERENT: list[tuple[Block, Block]] = [
    (paragraph(Text("a")), paragraph(Text("b"))),
    (paragraph(Text("a")), paragraph(FactReference("f", "a"))),
    (paragraph(Text("a"), Text("b")), paragraph(Text("ab"))),
    (paragraph(Text("a")), replace(paragraph(Text("a")), key="q")),
    *((paragraph(Text("a")), paragraph(replace(Text("a"), **look))) for look in ({"strong": True}, {"emphasis": True}, {"language": "ko"})),
    (paragraph(Link("https://a.example", (Text("a"),))), paragraph(Link("https://b.example", (Text("a"),)))),
    (paragraph(CrossReference("t", "Table 1")), paragraph(CrossReference("u", "Table 1"))),
    (paragraph(NOTE), paragraph(replace(NOTE, number=2))),
    (paragraph(NOTE), paragraph(replace(NOTE, key="note-2"))),
    (paragraph(NOTE), paragraph(replace(NOTE, inlines=(Text("See here."),)))),
    (Heading("h", NO_LOCATION, 1, (Text("a"),), "1"), Heading("h", NO_LOCATION, 2, (Text("a"),), "1")),
    (Heading("h", NO_LOCATION, 1, (Text("a"),), "1"), Heading("h", NO_LOCATION, 1, (Text("a"),), "2")),
    (table(Cell(((Text("a"),),))), table(Cell(((Text("a", strong=True),),)))),
    (table(Cell(((Text("a"),),))), table(Cell(((Text("a", emphasis=True),),)))),
    (table(Cell(((Text("a"),),))), table(Cell(((Text("a", language="ko"),),)))),
    (table(Cell(((Text("a"),),))), table(Cell(((Text("a"),),), header=True))),
    (table(Cell(((Text("a"),),))), table(Cell(((Text("a"),),), align="centre"))),
    (table(Cell(((Text("a"),),))), table(Cell(((Text("a"),),), columns=2))),
    (table(Cell(((Text("a"),),))), table(Cell(((Text("a"),),), rows=2))),
    (table(Cell(((Text("a"),), (Text("b"),)))), table(Cell(((Text("a"), Text("b")),)))),
    (TABLE, replace(TABLE, body=(replace(TABLE.body[0], kind="total"),))),
    (TABLE, replace(TABLE, body=(replace(TABLE.body[0], anchor="row/1"),))),
    (TABLE, replace(TABLE, head=TABLE.body, body=())),
    (TABLE, replace(TABLE, columns=(Column(), Column()))),
    (TABLE, replace(TABLE, label="Table 1")),
    (TABLE, replace(TABLE, source=(Text("Source"),))),
    (TABLE, replace(TABLE, notes=((Text("Note"),),))),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_prints_otherwise_has_another_key(one: Block, other: Block) -> None:
    assert block_key(one) != block_key(other)
    assert block_key(one) is not None


SILENT = {"location", "lines", "literal", "fact", "aspect", "claim", "point", "citations", "typed", "worded"}
"""Fields that change nothing on a page."""


def every_part(document: Document) -> dict[type, Any]:
    """One object of each class of the model that occurs in the blocks that are cached, by its class."""
    found: dict[type, Any] = {}

    def look(value: Any) -> None:
        if isinstance(value, tuple):
            for each in value:
                look(each)
        elif is_dataclass(value) and not isinstance(value, Location | type):
            found.setdefault(type(value), value)
            for each in fields(value):
                look(getattr(value, each.name))

    look(tuple(block for block in walk(document.blocks) if block_key(block) is not None))
    return found


def other(value: Any) -> Any:
    """Another value of the same type; a number where there is none."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
        case tuple():
            return (*value, value[0] if value else Text("more"))
        case None:
            return 7.5
        case FactReference():
            return replace(value, text=f"{value.text}x")
        case Location():
            return Location("facts/other.yaml", 7)
    kind = fields(value)[0].name
    return replace(value, **{kind: other(getattr(value, kind))})


def test_every_field_of_the_model_is_part_of_a_key_unless_it_says_that_it_is_not_printed() -> None:
    parts: dict[type, Any] = {}
    for seed in range(12):
        parts = every_part(random_document(seed, charts=True)) | parts
    parts[Note], parts[CrossReference] = NOTE, CrossReference("t", "Table 1")
    kinds = {*get_args(Block), *get_args(Inline), *get_args(Chart)} - {TitleBlock, Contents}
    assert kinds < set(parts), "a kind that no random document has"
    inlines = [Text("a"), Text("a", language="ko"), FactReference("f", "a"), FactReference("f", "a", language="ko")]
    cells = [Cell(((Text("a"),),)), Cell(((Text("a"),),), header=True)]
    for part in (*parts.values(), *inlines, *cells):
        for field in fields(part):
            changed = replace(part, **{field.name: other(getattr(part, field.name))})
            told_apart = inlines_key((changed,)) != inlines_key((part,))
            assert told_apart == (field.name not in SILENT), f"{type(part).__name__}.{field.name}"


def test_where_text_was_typed_is_no_part_of_a_key() -> None:
    assert block_key(paragraph(NOTE)) == block_key(replace(paragraph(NOTE), location=Location("facts/a.yaml", 7)))


def test_a_data_set_and_a_book_are_not_remembered() -> None:
    rows = TABLE.body * (MOST_ROWS + 1)
    memory: BoundedCache[object] = BoundedCache(100_000)
    assert block_key(replace(TABLE, body=rows)) is None
    book = tuple(Paragraph(f"p/{at}", NO_LOCATION, (Text("Words."),)) for at in range(MOST_BLOCKS + 1))
    lay_out(Document("book", Properties("Book"), book), load_theme(), cache=memory)
    assert memory.weight == 0


# ------------------------------------------------------------------ bounds


def weight_of(seed: int) -> int:
    return seed * 7 % 5 + 1


@pytest.mark.parametrize("weigh", [lambda _: 1, weight_of])
def test_never_more_than_two_generations_are_kept(weigh: Callable[[int], int]) -> None:
    memory: BoundedCache[int] = BoundedCache(50)
    for number in range(1_000):
        memory.keep(number, number, weigh(number))
        memory.get(number // 2)
        assert memory.weight <= 2 * memory.most
    assert memory.get(999) == 999
    assert memory.get(400) is None


def test_what_is_asked_for_stays_and_what_weighs_too_much_is_not_kept() -> None:
    memory: BoundedCache[str] = BoundedCache(40)
    memory.keep("asked", "for")
    for number in range(500):
        memory.keep(number, "")
        assert memory.get("asked") == "for"
    memory.keep("heavy", "", 11)
    assert memory.get("heavy") is None
    memory.clear()
    assert memory.get("asked") is None
    assert memory.weight == 0
    nothing: BoundedCache[str] = BoundedCache(0)
    nothing.keep("a", "b", 0)
    nothing.keep("c", "d")
    assert nothing.get("c") is None


def test_layouts_keep_within_their_bound() -> None:
    memory: BoundedCache[object] = BoundedCache(600)
    for seed in range(6):
        lay_out(random_document(seed), load_theme(), cache=memory)
        assert memory.weight <= 1_200
