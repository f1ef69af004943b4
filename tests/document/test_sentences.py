"""Where sentences end, and the note each one carries."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.document.model import Citation, CrossReference, FactReference, Inline, Note, Text, plain
from briefing.document.sentences import cite_sentences, sentence_ends

ABBREVIATIONS = ("e.g.", "Mr.", "No.")


def cite(*inlines: Inline) -> str:
    """The inlines as text, each note as <sources>."""
    cited = cite_sentences(inlines, lambda ref: (Citation(ref.fact),), ABBREVIATIONS)
    return "".join(
        f"<{','.join(c.source for c in i.citations)}>" if isinstance(i, Note) else plain((i,)) for i in cited
    )


def fact(name: str, text: str = "9") -> FactReference:
    return FactReference(name, text)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("See e.g. this. And that", ["See e.g. this.", "And that"]),
        ("Mr. Kim spoke. J. F. Smith did not!", ["Mr. Kim spoke.", "J. F. Smith did not!"]),
        ("It was 3.8 million. Then 34.4.", ["It was 3.8 million.", "Then 34.4."]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        ("A list item without a stop", ["A list item without a stop"]),
        ("", []),
        ("Really?! Yes… perhaps.", ["Really?!", "Yes… perhaps."]),
    ],
)
def test_sentences_end_where_a_reader_hears_them_end(text: str, sentences: list[str]) -> None:
    ends = [0, *sentence_ends(text, ABBREVIATIONS)]
    assert [text[a:b].strip() for a, b in pairwise(ends)] == sentences


def test_a_sentence_that_prints_facts_carries_one_note_after_its_full_stop() -> None:
    assert cite(Text("It sent "), fact("a"), Text(" and "), fact("b"), Text(". Then it stopped.")) == (
        "It sent 9 and 9.<a,b> Then it stopped."
    )


def test_each_sentence_has_its_own_note() -> None:
    assert cite(fact("a"), Text(" came. "), fact("b"), Text(" left.")) == "9 came.<a> 9 left.<b>"


def test_one_source_is_named_once_in_a_note() -> None:
    assert cite(fact("a"), Text(" and "), fact("a"), Text(".")) == "9 and 9.<a>"


def test_a_typed_citation_joins_the_note_of_its_sentence() -> None:
    typed = Note((Citation("x"),))
    assert cite(fact("a"), Text(" came"), typed, Text(". Next.")) == "9 came.<a,x> Next."
    assert cite(fact("a"), Text(" came."), typed, Text(" Next.")) == "9 came.<a,x> Next."
    assert cite(Text("No facts."), typed) == "No facts.<x>"


def test_a_sentence_without_a_stop_has_its_note_at_the_end() -> None:
    assert cite(fact("a"), Text(" soldiers")) == "9 soldiers<a>"


def test_a_sentence_may_begin_with_a_reference() -> None:
    assert cite(fact("a"), Text(" came. "), CrossReference("?t"), Text(" lists them.")) == "9 came.<a>  lists them."


def test_a_long_paragraph_takes_linear_time() -> None:
    """Quadratic, this took minutes."""
    pieces = [piece for _ in range(20_000) for piece in (fact("a"), Text(" came. "))]
    cited = cite_sentences(pieces, lambda ref: (Citation(ref.fact),), ABBREVIATIONS)
    assert sum(isinstance(i, Note) for i in cited) == 20_000


def test_even_the_name_of_a_fact_brings_its_sources() -> None:
    assert cite(FactReference("a", "Trade", "name"), Text(" grew.")) == "Trade grew.<a>"


@given(
    st.lists(
        st.one_of(st.text(max_size=30).map(Text), st.text(min_size=1, max_size=8).map(lambda t: FactReference("f", t))),
        max_size=6,
    )
)
def test_no_word_is_lost_or_moved(inlines: list[Text | FactReference]) -> None:
    cited = cite_sentences(inlines, lambda _: (Citation("s"),), ABBREVIATIONS)
    assert plain(cited) == plain(tuple(inlines))
    assert any(isinstance(i, Note) for i in cited) == any(isinstance(i, FactReference) for i in inlines)
