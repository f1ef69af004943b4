"""Markup of other programs is told and never printed as it stands; ordinary prose is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.compose.markdown_reader import MarkupReader
from briefing.compose.tokens import END, START, Rendered
from briefing.document.model import Block, FactReference, Text, plain, walk
from briefing.document.model import inlines_of as runs
from briefing.problems.problem import Location, Problem

PROSE = [
    "a < b, a<b and 3 > 2; <5 staff and < 5",
    "$5 and $6, US$5 million, US$6, A$5/NZ$6, 5$ and 6$, ($5)–($6), $5–$6, $5/$6, $5 (US$), $1bn–$2bn",
    "R&D at AT&T, S&P; B&B;",
    "~5, ~ 6, about ~~ or ~~~, 5~6, a~b c~d",
    "x == y and y == z; a = b; ==",
    "2^3, x^2 and C^; ^ alone",
    "C:\\new, C:\\Users\\item\\textbf, \\\\server\\share, a\\b, \\d",
    "[sic], [...], [1], [1][2], [a] [b], [[x], {a}, {1, 2}, {}, [email at work], [x]: not an address",
    "me@example.org, <me@example.org>, [me@example.org], @handle, a @ b",
    "https://example.org/~a~b?x=$a$&y==z==#{.a} and www.example.org/@key",
    "<https://example.org/~a~b~~c~~> and [words ~ here](https://example.org/~a~)",
    "#5, #MeToo, # ",
    "10:30 | 11:30, a: b, -5, +5, *5, 5*6*7",
    "it's 5' 10\", “so” – yes … no",
    "snake_case_word and __init",
    "5* and 1,200** are estimates, *estimate, and 3**, 2 * 3 * 4 and a ** b",
    "if a<b and c>d, a <b and c> d, 5 < span of 6, R&D; AT&T",
    "*all* of **it**, ***all***, “*Never*”, *never*. M*A*S*H, _so_ it and x_1 and _y",
    "[1] (https://example.org/long), [sic] (so it is), [sic][1], [the text] (see below), [...][2]",
    "a -> b, 50%% and 60%%, a || b || c, 5 > 3! and 2 < 4, Qur`an, \\[sic\\] \\(so\\) \\[1\\] \\[y\\] \\[^1\\]",
    "!!! wow and #MeToo #Ukraine, (@handle) says, ... + 5",
    "&nbsp; &amp; &#35; &copy;",
]
ESCAPED = {
    "\\~\\~x\\~\\~": "~~x~~",
    "\\<b>x\\</b>": "<b>x</b>",
    "\\$x\\$": "$x$",
    "\\$x$": "$x$",
    "[\\@key]": "[@key]",
    "\\[^1]": "[^1]",
    "\\^[x]": "^[x]",
    "\\`x\\`": "`x`",
    "\\\\newpage": "\\newpage",
    "\\{.x}": "{.x}",
    "\\=\\=x==": "==x==",
    "H\\~2~O": "H~2~O",
    "\\[[x]]": "[[x]]",
    "\\!\\[x](https://a.b)": "![x](https://a.b)",
    "\\::: x": "::: x",
    "&lt;b&gt;": "<b>",
    "\\<!-- x -->": "<!-- x -->",
}
FOREIGN = [
    "<x-y z>", "<div hidden>", "<span class=x", "[TOC]", "&bogus;", "&#xZZ;", "\\newpage1",
    "<b>x</b>", "x<br>", "<sup>2</sup>", "</p>", "<div>\nx\n</div>", "<?php x ?>", "<!DOCTYPE html>", "<x-y a='b'>",
    "\\newpage", "see \\pagebreak", "\\textbf{x}", "so\\footnote{x}", "\\vspace{1cm}", "\\alpha", "\\cite[p. 3]{key}",
    "[@key]", "[see @key, p. 3]", "[-@key]", "[@a; @b]", "[@{key}]",
    "~~x~~", "~~two words~~", "~~two\nlines~~", "$x$", "$x^2$", "$E = mc^2$", "$$\nx = 1\n$$", "$\\alpha$", "$f(x)$", "$n > 30$",
    "`x`", "``x ` y``", "```\nx\n```", "~~~\nx\n~~~", "{.class}", "[x]{.class}", "{width=50%}", "{: .class}", "{=latex}",
    "::: note\nx\n:::", ":::", "==mark==", "H~2~O", "x^2^", "[[wiki]]", "![[wiki]]", "![x](y.png)", "Term\n: meaning", ": meaning",
    "- [ ] x", "* [x] y", "1. [X] z", "[x]: https://example.org", "[x]: <https://example.org>", "Title\n=====", "Title\n---", "***",
    "[//]: # (Do not publish)", "[comment]: # (x)", '[//]: # "x"', "[//]: # 'x'", "[//]: <> (x)", "> [//]: # (x)", '[id]: /path "x"',
    "[id]: #part", "{>>x<<}", "{++x++}", "{--x--}", "{~~a~>b~~}", "{==x==}", "%%x%%", "%%\nx\n%%", "||x||", ">!x!<", "a >!x!< b",
    '**"Never"**and', "*it *", "**un closed", "## **un closed", '__"N"__and', "_it _", '*"N"*and', "** bold** x", "[the text][ref]",
    "[the text][]", "[x](https://a b)", "[x](https://a.b", "[foo] (https://a.b/c)", "[a[^1]](https://a.b)\n\n[^1]: x", "a --> b",
    "<! -- x -->", "<-- x", "<!- x ->", "\\(x^2\\)", "\\[x_i\\]", "\\[E = mc^2\\]", '!!! note "Title"', "!!! warning\n    x", "??? tip",
    "#Head", "> #The head", "- ##Head", "> ##Head\n> x", "####### x", "*[HTML]: Hyper", '+++\na = "b"\n+++\n\nx', "+++\nx",
    "| line\n| other", "#. a\n#. b", "(@) a", "(@x) a", "a `` b", "``so'' he", '[a](https://x.y "title")', "<input disabled>",
    "- - -", "| a | b |", "| a |\n| b |", "##Head", "[^a b]", "[^]", "^[open", "---\na: b\n---\n\nx", "> `x`", "- \\newpage",
]  # fmt: skip


def read(text: str, *payloads: object, sources: tuple[str, ...] = ()) -> tuple[list[Block], list[Problem]]:
    for number in range(len(payloads)):
        text = text.replace(f"«{number}»", f"{START}{number}{END}")
    lines = text.split("\n")
    reader = MarkupReader("s", lambda _: (), sources=sources, typed_line=lambda o: lines[o.line - 1])
    blocks = reader.read(Rendered(text, (0,), (Location("s.md", 1),), payloads))  # type: ignore[arg-type]
    return blocks, reader.problems  # type: ignore[return-value]  # no section is placed here


def words(blocks: list[Block]) -> str:
    return "\n".join(plain(run) for block in walk(tuple(blocks)) for run in runs(block))


@pytest.mark.parametrize("text", PROSE)
@pytest.mark.parametrize(
    "around", ["{}", "So {}.", "- {}", "> {}", "# Of {}", "Table: T\n\n| {} | b |\n|---|---|\n| a | {} |"]
)
def test_signs_of_ordinary_prose_are_none(text: str, around: str) -> None:
    if "|" in text and "|" in around:
        return
    assert read(around.replace("{}", text))[1] == []


@pytest.mark.parametrize("text", ESCAPED)
def test_behind_a_backslash_signs_print(text: str) -> None:
    blocks, problems = read(f"So {text} is." if not text.startswith("\\:") else text)
    assert problems == []
    assert ESCAPED[text] in words(blocks)


@pytest.mark.parametrize("text", FOREIGN)
def test_what_other_programs_read_is_told(text: str) -> None:
    _, problems = read(text)
    assert problems and {p.code for p in problems} == {"unsupported-markup"}
    assert all(p.hint and p.location.line for p in problems)


@pytest.mark.parametrize("text", [t for t in FOREIGN if "\n" not in t and t[0] not in "-*1#|:>^[!?+(" and t != "***"])
def test_its_line_and_column_are_those_of_its_first_sign(text: str) -> None:
    _, problems = read(f"One\ntwo «0» {text}", (Text("three"),))
    assert problems[0].location.line == 2
    assert problems[0].location.column == len("two \ue0000\ue001 ") + 1 + len(text) - len(text[_start(text) :])


def _start(text: str) -> int:
    """The place of the sign in the sample."""
    return next(
        (
            text.index(s)
            for s in ("<br>", ">!x!<", "<! --", "-->", "``", "\\pagebreak", "\\footnote", "~2~", "^2^")
            if s in text
        ),
        0,
    )


def test_the_same_twice_on_a_line_has_two_columns() -> None:
    _, problems = read("a ~~b~~ and ~~b~~\nand ~~b~~")
    assert [(p.location.line, p.location.column) for p in problems] == [(1, 3), (1, 13), (2, 5)]


@pytest.mark.parametrize(
    "text", ["~~x~~", "<b>", "$x^2$", "[@key]", "\\newpage", "`x`", "[^1]", "^[x]", "<!-- x -->", "{.a}", "H~2~O"]
)
def test_what_a_fact_holds_prints_as_it_stands(text: str) -> None:
    blocks, problems = read("So «0» it is, «0».", (FactReference("f", text),))
    assert problems == []
    assert words(blocks).count(text) == 2


def test_a_fact_hides_nothing_around_it() -> None:
    assert [p.message for p in read("So ~~«0»~~ $«0»$ and $«0»", (FactReference("f", "9"),))[1]] == [
        "struck-out text is not supported: ~~{{ … }}~~"
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[@bcb, p. 3]", 'type {{ cite("bbc", "p. 3") }}; \\@ prints the sign'),
        ("[@nobody]", 'type {{ cite("nobody") }}, with nobody in sources.yaml; \\@ prints the sign'),
        ("As @bbc says", 'type {{ cite("bbc") }}; \\@ prints the sign'),
        ("\\citep{bbc}", 'type {{ cite("bbc") }}; \\\\ prints a backslash'),
        ("CO~2~", "type the character ₂; \\~ prints the sign"),
        ("10^-6^", "type the characters ⁻⁶; \\^ prints the sign"),
        ("x^th^", "type the characters themselves; \\^ prints the sign"),
        ("\\newpage", "delete it: pages break by themselves; \\\\ prints a backslash"),
        ("<em>x</em>", "type *emphasis*; \\< prints the sign"),
    ],
)
def test_the_hint_says_what_does_the_same(text: str, hint: str) -> None:
    (problem,) = read(text, sources=("bbc", "ministry"))[1]
    assert problem.hint == hint


SIGNS = st.text("ab1 *_`[]()<>&#|{}%!\\~^-+.:=\"'$/@\n", max_size=30)


@settings(max_examples=300, deadline=None)
@given(SIGNS)
def test_no_text_stops_the_reader(text: str) -> None:
    _, problems = read(text)
    assert all(0 < problem.location.line <= text.count("\n") + 1 for problem in problems)
    assert all(problem.hint for problem in problems if problem.code == "unsupported-markup")
