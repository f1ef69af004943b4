"""Paragraphs, items and headings put in and taken out; the rest of the template prints as before."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review.rewriting.printing import printed
from review.rewriting.test_template_words import BLOCKS, NEW, bare

from briefing.review.rewriting import CannotApply, delete_lines, insert_paragraph
from briefing.review.rewriting.template_blocks import read_template
from briefing.review.rewriting.template_lines import Kind

TEMPLATE = """\
# Head

Para one {{ men }} here.

- a
- b
  more

1. one

2. two

{% for f in facts %}
loop
{% endfor %}

## Sub
Text

> [!key] T
> body
>
> - in a box

Table: Who

| A |
|---|
| 1 |

{{ table("x") }}

end {# of it #}
"""
ENDS = {"Head": 1, "Para": 3, "b": 7, "two": 11, "Sub": 17, "Text": 18, "box": 23, "title": 25, "end": 33}


def difference(now: str) -> list[str]:
    told = difflib.unified_diff(TEMPLATE.splitlines(), now.splitlines(), n=0, lineterm="")
    return [line for line in told if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("after", "words", "kind", "lines"),
    [
        (0, "# New", "paragraph", ["+\\# New", "+"]),
        (3, "New *one*", "paragraph", ["+", "+New \\*one\\*"]),
        (4, "New", "paragraph", ["+New", "+"]),
        (1, "New {{ h", 2, ["+", "+## New {\\{ h"]),
        (5, "- it", "item", ["+- \\- it"]),
        (7, "it", "item", ["+- it"]),
        (9, "it", "item", ["+", "+2. it"]),
        (11, "it", "item", ["+", "+3. it"]),
        (17, "New", "paragraph", ["+", "+New", "+"]),
        (23, "it", "item", ["+> - it"]),
        (33, "foo #", 3, ["+", "+### foo \\#"]),
        (34, "New", "paragraph", ["+", "+New"]),
    ],
)  # fmt: skip
def test_a_block_is_put_in_with_the_empty_lines_that_it_needs(
    after: int, words: str, kind: Kind, lines: list[str]
) -> None:
    assert sorted(difference(insert_paragraph(TEMPLATE, after, words, kind))) == sorted(lines)


@pytest.mark.parametrize(
    ("after", "words", "kind"),
    [
        (6, "in an item", "item"), (6, "in a list", "paragraph"), (5, "in a list", "paragraph"), (13, "x", "paragraph"),
        (14, "x", "paragraph"),
        (20, "in a box", "paragraph"), (25, "above a table", "paragraph"), (28, "in a table", "paragraph"), (3, "no item", "item"),
        (99, "x", "paragraph"), (1, " ", "paragraph"), (1, "x {-}", 2), (1, "x", 5),
    ],
)  # fmt: skip
def test_what_would_change_what_stands_there_is_not_put_in(after: int, words: str, kind: Kind) -> None:
    with pytest.raises(CannotApply):
        insert_paragraph(TEMPLATE, after, words, kind)


@pytest.mark.parametrize(
    ("first", "last", "words", "lines"),
    [
        (1, 1, "Head", ["-# Head", "-"]),
        (3, 3, "Para one more than 11,000 soldiers here.", ["-", "-Para one {{ men }} here."]),
        (5, 5, "a", ["-- a"]),
        (6, 7, "b more", ["-- b", "-  more"]),
        (11, 11, "two", ["-", "-2. two"]),
        (17, 17, "Sub", ["-## Sub"]),
        (18, 18, "Text", ["-Text"]),
        (23, 23, "in a box", ["-> - in a box", "->"]),
    ],
)
def test_a_block_is_taken_out_and_the_hole_closed(first: int, last: int, words: str, lines: list[str]) -> None:
    made = difference(delete_lines(TEMPLATE, first, last, words))
    assert sorted(made) == sorted(lines)


@pytest.mark.parametrize(
    ("first", "last", "words", "reason"),
    [
        (3, 3, "Para two 11,000 here.", "do not have the words"),
        (14, 14, "loop", "these lines are part of a loop"),
        (13, 15, "loop", "these lines are part of a loop"),
        (9, 9, "one", "would change"),
        (5, 7, "a b more", "exactly one block"),
        (6, 6, "b", "exactly one block"),
        (20, 21, "T body", "do not have the words"),
        (25, 25, "Table: Who", "not a paragraph"),
        (29, 29, "1", "not a paragraph"),
        (31, 31, "anything", "do not have the words"),
        (33, 33, "end", "a tag or a comment"),
        (2, 2, "", "exactly one block"),
    ],
)
def test_what_does_not_stand_alone_stays(first: int, last: int, words: str, reason: str) -> None:
    with pytest.raises(CannotApply, match=reason):
        delete_lines(TEMPLATE, first, last, words)


@settings(max_examples=100, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=3), NEW.filter(lambda new: bool(new.strip())), st.data())
def test_what_is_put_in_prints_as_it_is_and_can_be_taken_out_again(
    body: list[str], words: str, draw: st.DataObject
) -> None:
    text = "\n\n".join(body) + "\n"
    after = draw.draw(st.sampled_from(sorted({0, *(leaf.last for leaf in read_template(text).leaves)})))
    kind: Kind = draw.draw(st.sampled_from(["paragraph", "item", 1]))
    try:
        made = insert_paragraph(text, after, words, kind)
    except CannotApply:
        return
    shown, now = [bare(each) for each in printed(text)], [bare(each) for each in printed(made)]
    (at,) = [n for n in range(len(now)) if [*now[:n], *now[n + 1 :]] == shown and now[n] == bare(words)][:1]
    assert at >= 0
    kept = iter(made.split("\n"))
    assert all(line in kept for line in text.split("\n"))
    new = [
        leaf for leaf in read_template(made).leaves if bare(leaf.words.text) == bare(words) and leaf.first == leaf.last
    ]
    for leaf in new[:1] if len(new) == 1 else []:
        gone = delete_lines(made, leaf.first, leaf.last, words)
        assert [bare(each) for each in printed(gone)] == shown


@settings(max_examples=60, deadline=None)
@given(NEW.filter(lambda new: bool(new.strip())), st.sampled_from(["paragraph", "item"]))
def test_behind_plain_blocks_every_text_can_be_put_in(words: str, kind: Kind) -> None:
    made = insert_paragraph("So.\n\n- one\n- two\n\nEnd.\n", 4, words, kind)
    shown = [bare(each) for each in printed(made)]
    assert shown == ["So.", "one", "two", bare(words), "End."]
