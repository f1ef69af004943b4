"""The prose dialect."""

from __future__ import annotations

import pytest

from briefing.compose.markdown_reader import MarkupReader
from briefing.compose.tokens import END, START, Blocks, Rendered, SectionPlace
from briefing.document.model import (
    Callout,
    Citation,
    CrossReference,
    FactReference,
    Heading,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Table,
    Text,
    plain,
)
from briefing.problems.problem import Location


def read(text: str, *payloads: object) -> tuple[list, list[str]]:  # type: ignore[type-arg]
    """Blocks and problem codes of a Markdown text; «0», «1» … stand for the payloads."""
    for number in range(len(payloads)):
        text = text.replace(f"«{number}»", f"{START}{number}{END}")
    reader = MarkupReader("s", lambda ref: (Citation("src"),), ("e.g.",))
    blocks = reader.read(Rendered(text, (0,), (Location("s.md", 1),), payloads))  # type: ignore[arg-type]
    return blocks, [p.code for p in reader.problems]


def test_headings_know_their_level_and_whether_they_are_numbered() -> None:
    blocks, problems = read("# One\n\n## Two {-}\n\ntext")
    assert not problems
    one, two, _ = blocks
    assert isinstance(one, Heading) and (one.level, one.numbered, plain(one.inlines)) == (1, True, "One")
    assert isinstance(two, Heading) and (two.level, two.numbered, plain(two.inlines)) == (2, False, "Two")
    assert (one.key, two.key) == ("s/heading-1", "s/heading-2")


def test_a_fact_is_never_read_as_markup() -> None:
    text = "*<b>& {{x}} [a](http://x) | # - 1."
    blocks, problems = read("A «0» b.", (FactReference("f", text),))
    assert not problems
    (paragraph,) = blocks
    assert next(i for i in paragraph.inlines if isinstance(i, FactReference)).text == text


def test_emphasis_marks_the_fact_inside_it() -> None:
    (paragraph,), _ = read("**«0»** and *x «0»*", (FactReference("f", "9"),))
    first, _, _, last = [i for i in paragraph.inlines if not isinstance(i, Note)]
    assert first.strong and not first.emphasis
    assert last.emphasis and not last.strong


def test_line_ends_are_spaces_and_sentences_get_notes() -> None:
    (paragraph,), _ = read("It sent\n«0» men. Then\nit stopped.", (FactReference("f", "9"),))
    assert plain(paragraph.inlines) == "It sent 9 men. Then it stopped."
    assert [type(i).__name__ for i in paragraph.inlines] == ["Text", "FactReference", "Text", "Note", "Text"]


def test_lists_nest() -> None:
    (bullets,), _ = read("- a\n- b\n  1. c\n  2. d\n")
    assert isinstance(bullets, List) and not bullets.ordered
    inner = bullets.items[1][1]
    assert isinstance(inner, List) and inner.ordered and len(inner.items) == 2


def test_a_callout_has_a_kind_and_a_title() -> None:
    (callout,), problems = read("> [!key] Bottom line\n> It is so.\n>\n> - one\n")
    assert not problems
    assert isinstance(callout, Callout)
    assert (callout.kind, callout.title) == ("key", "Bottom line")
    assert isinstance(callout.blocks[0], Paragraph) and plain(callout.blocks[0].inlines) == "It is so."
    assert isinstance(callout.blocks[1], List)


def test_an_ordinary_quotation_stays_one() -> None:
    (quote,), _ = read("> words\n")
    assert isinstance(quote, Quote)


def test_an_unknown_callout_is_a_problem() -> None:
    assert read("> [!kye] X\n> y")[1] == ["unknown-callout"]


def test_a_table_takes_its_title_name_and_sources() -> None:
    text = "Table: Who sent what {#sent}\n\n| Who | How many |\n|---|---:|\n| A | «0» |\n"
    (table,), problems = read(text, (FactReference("f", "9"),))
    assert not problems
    assert isinstance(table, Table)
    assert (table.key, plain(table.title)) == ("table/sent", "Who sent what")
    assert [c.align for c in table.columns] == ["left", "right"]
    assert table.source == (Note((Citation("src"),)),)
    assert table.head[0].cells[0].header and table.body[0].cells[0].header and not table.body[0].cells[1].header


def test_a_table_without_a_title_is_a_problem() -> None:
    assert read("| a |\n|---|\n| b |\n")[1] == ["table-without-title"]


def test_a_placed_block_stands_alone() -> None:
    place = Blocks((SectionPlace("x"),))
    assert read("«0»", place)[0] == [SectionPlace("x")]
    _, problems = read("before «0» after", place)
    assert problems == ["not-alone"]


def test_what_the_dialect_lacks_is_named() -> None:
    assert read("```\ncode\n```")[1] == ["unsupported-markup"]
    assert read("---\n\n![a](b.png)")[1] == ["unsupported-markup", "unsupported-markup"]


def test_signs_of_prose_stay_text() -> None:
    (paragraph,), problems = read("a < b & c > d, #5 {{ x }}")
    assert not problems
    assert plain(paragraph.inlines) == "a < b & c > d, #5 {{ x }}"


def test_links_go_to_the_web_only() -> None:
    (paragraph,), problems = read("[x](https://example.org/a?b=1&c=2)")
    assert not problems and isinstance(paragraph.inlines[0], Link)
    assert paragraph.inlines[0].url == "https://example.org/a?b=1&c=2"
    assert read("[x](ftp://example.org)")[1] == ["bad-address"]
    assert read("[x](https://example.org/«0»)", (Text("t"),))[1] == ["bad-address"]


def test_nothing_is_dropped_in_silence() -> None:
    place = Blocks((SectionPlace("x"),))
    assert read("# T «0»", place)[1] == ["not-alone"]
    assert read("Table: T\n\n| a |\n|---|\n| «0» |\n", place)[1] == ["not-alone"]
    assert read("# Of «0» men", (FactReference("f", "9"),))[1] == ["not-in-heading"]
    assert read("> [!key] Of «0» men\n> x", (FactReference("f", "9"),))[1] == ["not-in-heading"]
    assert read("[see «0»](https://example.org)", (CrossReference("?t"),))[1] == ["not-allowed-here"]
    deep = "\n".join("  " * level + "- x" for level in range(12))
    assert read(deep)[1] == ["list-too-deep"]


def test_a_fact_in_the_title_of_a_table_brings_its_source() -> None:
    (table,), _ = read("Table: Of «0» men\n\n| a |\n|---|\n| b |\n", (FactReference("f", "9"),))
    assert table.source == (Note((Citation("src"),)),)


def test_headings_deeper_than_four_are_a_problem() -> None:
    assert read("##### five")[1] == ["heading-too-deep"]


@pytest.mark.parametrize("line", [f"more [words {'[' * 5000}", "> " * 5000 + "words"])
def test_brackets_and_quotations_without_end_are_told_at_their_line(line: str) -> None:
    reader = MarkupReader("s", lambda ref: ())
    assert reader.read(Rendered(f"Words\n\n{line}", (0,), (Location("s.md", 1),))) == []
    assert [(p.code, p.location.line) for p in reader.problems] == [("too-deep", 3)]


@pytest.mark.parametrize("words", ["", " ", "\ufeff", "\u200b\u00ad"])
def test_a_link_without_words_is_told(words: str) -> None:
    assert read(f"see [{words}](https://example.org)")[1] == ["empty-link"]
