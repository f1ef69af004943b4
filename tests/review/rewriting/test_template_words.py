"""Rewording a template: what prints is what was wanted, and nothing else of the template is touched."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from review.rewriting.printing import MEN, printed

from briefing.review.rewriting import CannotApply, reword_template

TEMPLATE = """\
# Head *line* {-}

It sent {{ men }} in "2024", and a **very big** house
stood; the **b c** d went. A [link text](https://a.b/c) here
was `code` & more \\* x, AT&amp;T.

{% for f in facts %}
- loop {{ f.says }} word
{% endfor %}

{% if x %}Foo bar{% else %}Baz{% endif %} qux.{# no more #}

Table: Who gives {#who}

| A | B |
|---|---|
| one two | thr\\|ee |

> [!key] Title here
> text of it.

It came. It went. It came.
"""


def changed(old: str, new: str, before: str = "", after: str = "", lines: tuple[int, int] = (1, 99)) -> list[str]:
    """The lines that were changed, as they are now."""
    made = reword_template(TEMPLATE, *lines, old, new, before, after)
    told = difflib.ndiff(TEMPLATE.splitlines(), made.splitlines())
    return [line[2:] for line in told if line.startswith("+ ")]


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "line"),
    [
        ("in \u201c2024\u201d", "in 2025", "", ", and", "It sent {{ men }} in 2025, and a **very big** house"),
        ("big", "small", "very", "", 'It sent {{ men }} in "2024", and a **very small** house'),
        ("very big", "{{ x }}", "", "", 'It sent {{ men }} in "2024", and a **{\\{ x }}** house'),
        ("very", "", "a", "big", 'It sent {{ men }} in "2024", and a **big** house'),
        ("very big", "", "a", "house", 'It sent {{ men }} in "2024", and a house'),
        ("", "rather", "a", "very", 'It sent {{ men }} in "2024", and a rather **very big** house'),
        ("", ", then", "house", "stood", 'It sent {{ men }} in "2024", and a **very big** house, then'),
        ("big house", "hut", "", "", 'It sent {{ men }} in "2024", and a **very hut**'),
        ("the b", "x", "", "c", "stood; **x c** d went. A [link text](https://a.b/c) here"),
        ("and", "or", f'It sent {MEN} in "2024",', "a", 'It sent {{ men }} in "2024", or a **very big** house'),
        ("", "really", "It sent", "", 'It sent really {{ men }} in "2024", and a **very big** house'),
        ("It sent", "They {", "", "", 'They { {{ men }} in "2024", and a **very big** house'),
        ("stood", "# stood", "", "", "\\# stood; the **b c** d went. A [link text](https://a.b/c) here"),
        ("text", "words", "link", "here", "stood; the **b c** d went. A [link words](https://a.b/c) here"),
        ("AT&T", "&amp;", "", "", "was `code` & more \\* x, \\&amp;."),
        ("bar", "x", "Foo", "qux", "{% if x %}Foo x{% else %}Baz{% endif %} qux.{# no more #}"),
        ("two", "2|3 [^1]", "", "", "| one 2\\|3 \\[^1\\] | thr\\|ee |"),
        ("thr|ee", "4", "", "", "| one two | 4 |"),
        ("gives", "takes", "", "", "Table: Who takes {#who}"),
        ("Title here", "A <b>", "", "", "> [!key] A \\<b>"),
        ("line", "row", "Head", "", "# Head *row* {-}"),
        ("came", "ran", "It went. It", "", "It came. It went. It ran."),
        ("It came", "So", "", ".", "So. It went. It came."),
        ("one", "1", "", "two", "| 1 two | thr\\|ee |"),
    ],
)
def test_words_are_changed_where_they_were_typed(old: str, new: str, before: str, after: str, line: str) -> None:
    assert changed(old, new, before, after) == [line]


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "reason"),
    [
        ("nothing", "x", "", "", "cannot be found here"),
        ("", "x", "", "thouse", "cannot be found here"),
        ("came", "x", "It", "", "more than once"),
        ("It came", "x", "", "", "more than once"),
        ("ver", "x", "", "", "cannot be found here"),
        ("code", "x", "", "", "a printed fact, a tag or an address"),
        ("text here", "x", "", "", "a link begins or ends"),
        ("word", "x", "loop", "", "in a loop"),
        ("Baz qux", "x", "", "", "cannot be found here"),
        ("https", "x", "", "", "cannot be found here"),
        ("men", "x", "", "", "cannot be found here"),
        ("It came. It went. It came.", "", "", "", "the paragraph would be empty"),
        ("came", "a \ue000 b", "", "", "the new words contain a private-use character"),
    ],
)
def test_what_has_no_one_sure_place_is_not_changed(old: str, new: str, before: str, after: str, reason: str) -> None:
    with pytest.raises(CannotApply, match=reason) as caught:
        changed(old, new, before, after)
    assert reason in caught.value.reason


def test_words_that_the_dialect_reads_are_not_typed_into_it() -> None:
    for text, old, new in (
        ("> one two", "one", "[!note]"),
        ("# one two", "two", "{-}"),
        ("Table: one {#a}\n\n| A |\n|---|\n| b |\n", "Table:", "So"),
        ("So one\n\n| A |\n|---|\n| b |\n", "So", "Table:"),
    ):
        with pytest.raises(CannotApply):
            reword_template(text, 1, 99, old, new)


def test_lines_tell_places_apart_and_line_ends_stay() -> None:
    text = "It came.\r\n\r\nIt came.\r\n"
    assert reword_template(text, 3, 3, "came", "went", "It", "") == "It came.\r\n\r\nIt went.\r\n"
    with pytest.raises(CannotApply, match="mixed line endings"):
        reword_template("It came.\r\n\nIt went.\n", 1, 1, "came", "went")
    assert reword_template("\ufeffIt came", 1, 1, "came", "went") == "\ufeffIt went"


# ------------------------------------------------------------------ against the program's own pipeline

NASTY = st.text("ab1 *_`[]()<>&#|{}%!\\~^-+.:=\"'$/@", min_size=1, max_size=14)
TOKENS = st.sampled_from(
    ["{{", "}}", "{%", "{#", "#}", "*", "**", "_x_", "`", "[a](b)", "![a]", "[^1]", "<b>", "&amp;", "&#35;", "|", "\\", "---", "# x",
     "1. x",
     "- x", "> x", "{-}", "x", "it is", "3", "\u00e9t\u00e9", "~~~", "http://a.b", "<http://a.b>", "===", ":--", "~~x~~", "$x$", "[@x]",
     "\\textbf{x}", "==x==", "H~2~O", "<!-- x -->", "<!--", "-->", "^[x]", "[[x]]", "{.x}", "::: x", "$5", "C:\\new"]
)  # fmt: skip
NEW = st.one_of(
    NASTY, st.lists(TOKENS, min_size=1, max_size=4).map(" ".join), st.lists(TOKENS, max_size=4).map("".join)
)
PIECES = st.sampled_from(
    ["one", "two", "three.", "four,", "**five six**", "*seven*", "[eight nine](https://a.b/c)", "{{ men }}", "\\*ten", "AT&amp;T",
     "<!-- {{ men }} -->", "thirteen^[a note]",
     "**a *b* c**", "snake_case", "5 * 3", '"quoted"', "{% if men %}eleven{% endif %}", "{# c #}twelve", "a_b_", "<x", "[",
     "alpha", "beta", "gamma (delta)", "**very** big",
     "_a hut_", "it's", "\u2018now\u2019"]
)  # fmt: skip
LINE = st.lists(PIECES, min_size=1, max_size=7, unique=True).map(" ".join)
BLOCKS = st.one_of(
    st.lists(LINE, min_size=1, max_size=3).map("\n".join),
    LINE.map(lambda line: f"{line}  \n{line}"),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    st.tuples(LINE, LINE).map(lambda lines: "- {}\n  - inner {}".format(*lines)),
    st.tuples(LINE, LINE).map(lambda cells: "Table: Who\n\n| A | B |\n|---|---|\n| {} | {} |".format(*cells)),
    st.tuples(LINE, LINE).map(lambda lines: "> {}\n> {}".format(*lines)),
)


def bare(words: str) -> str:
    return "".join(words.split())


def edit(body: list[str], at: int, draw: st.DataObject) -> tuple[str, str, int, str]:
    """A change of one block's printed words: what is replaced, its neighbours, and what should print."""
    shown = printed(body[at])
    which = draw.draw(st.integers(0, len(shown) - 1)) if shown else 0
    words = shown[which].split() if shown else []
    start = draw.draw(st.integers(0, max(0, len(words) - 1)))
    end = draw.draw(st.integers(start, min(len(words), start + 3)))
    new = draw.draw(NEW)
    wanted = bare(" ".join([*words[:start], new, *words[end:]]))
    reach = draw.draw(st.integers(1, 4))
    before, after = " ".join(words[max(0, start - reach) : start]), " ".join(words[end : end + reach])
    try:
        made = reword_template("\n\n".join(body), 1, 99, " ".join(words[start:end]), new, before, after)
    except CannotApply:
        return "", "", which, wanted
    return "\n\n".join(body), made, which, wanted


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=3), st.data())
def test_what_prints_is_what_was_wanted_and_all_else_as_before(body: list[str], draw: st.DataObject) -> None:
    text, made, _, wanted = edit(body, draw.draw(st.integers(0, len(body) - 1)), draw)
    if not made:
        return
    counts = [len(printed(block)) for block in body]
    shown, now = printed(text), printed(made)
    changed_at = [n for n, (was, is_) in enumerate(zip(shown, now, strict=True)) if was != is_]
    assert len(changed_at) <= 1
    for number in changed_at:
        assert bare(now[number]) == wanted
        at = next(n for n in range(len(body)) if number < sum(counts[: n + 1]))
        ahead, behind = "".join(f"{b}\n\n" for b in body[:at]), "".join(f"\n\n{b}" for b in body[at + 1 :])
        assert made.startswith(ahead)
        assert made.endswith(behind)


@settings(max_examples=100, deadline=None)
@given(NEW.filter(lambda new: bool(new.strip())), st.sampled_from(["Some", "old words", "here", "now."]))
@example("{", "now.")
@example("a\\", "here")
@example("Table: x", "Some")
def test_in_plain_words_every_text_can_be_typed(new: str, old: str) -> None:
    body = "Some old words\nstand here {{ men }} now."
    made = reword_template(body, 1, 2, old, new)
    plain = f"Some old words stand here {MEN} now."
    assert [bare(words) for words in printed(made)] == [bare(plain.replace(old, new.strip()))]


@settings(max_examples=100, deadline=None)
@given(NEW.filter(lambda new: bool(new.strip())))
def test_in_a_cell_every_text_can_be_typed(new: str) -> None:
    body = "Table: Who {#w}\n\n| A | B |\n|:--|--:|\n| a word | c |\n| d | e |\n"
    made = reword_template(body, 5, 5, "word", new)
    assert [bare(words) for words in printed(made)] == ["Who", "A", "B", bare(f"a{new}"), "c", "d", "e"]
