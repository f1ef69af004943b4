from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefing.facts.scalars import as_typed, quote
from briefing.facts.sentence_template import parse_statement
from briefing.facts.yaml_reader import parse_yaml

ANYWHERE = st.characters(exclude_categories=["Cs"], exclude_characters="\r")
YAMLISH = st.text(alphabet=" \n\n:-#'\"{}[]&*!|>%@`,?\\.abz019/\té–", max_size=60)
REFUSED = {
    "control-character", "private-character", "broken-character", "right-to-left", "direction-mark", "tab", "too-long",
}  # fmt: skip


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse_yaml(text, "x.yaml")[1]]


def value(text: str) -> str:
    node, problems = parse_yaml(text, "x.yaml")
    assert problems == []
    assert node is not None
    return node.group["key"].text


@given(st.text(ANYWHERE, max_size=60).filter(lambda text: "\n" not in text))
def test_any_text_in_quotation_marks_survives_or_is_a_named_problem(text: str) -> None:
    node, problems = parse_yaml(f"key: {quote(text)}\n", "x.yaml")
    if problems:
        assert {problem.code for problem in problems} <= REFUSED
    else:
        assert node is not None
        assert node.group["key"].content == text


@given(st.text(ANYWHERE, min_size=1, max_size=60).filter(lambda text: "\n" not in text))
def test_any_text_without_quotation_marks_survives_or_is_a_located_problem(text: str) -> None:
    assume(not re.match(r"[|>][-+1-9 ]*(?:#|$)", text))  # begins text on the next lines
    node, problems = parse_yaml(f"first: 1\nkey: {text}\nlast: 2\n", "x.yaml")
    assert all(problem.location.line == 2 for problem in problems)
    if not problems:
        assert node is not None
        typed = re.split(r" +#(?:[ #!]|$)", text, maxsplit=1)[0] if text[0] not in "\"'" else node.group["key"].text
        assert node.group["key"].content == re.sub(r"^#([ #!].*)?$", "", typed.strip(" "))


@given(st.text(ANYWHERE, min_size=1, max_size=40).filter(lambda text: "\n" not in text))
def test_the_corrected_line_of_a_hint_gives_the_text_that_was_typed(text: str) -> None:
    _, problems = parse_yaml(f"key: {text}\n", "x.yaml")
    mended = [p for p in problems if p.code in {"leading-brace", "leading-character", "colon-in-text", "lost-text"}]
    if len(problems) == 1 and mended:
        typed = text.strip(" ").rstrip()
        got = value(mended[0].hint + "\n")
        assert got == typed or typed.startswith(got)


@given(st.text(ANYWHERE, min_size=1, max_size=40).filter(lambda text: "\n" not in text and text == text.strip()))
def test_a_statement_that_a_hint_shows_can_be_typed(text: str) -> None:
    _, problems = parse_yaml(f"key: {as_typed(text)}\n", "x.yaml")
    assert {problem.code for problem in problems} <= REFUSED


@settings(max_examples=600)
@given(YAMLISH)
def test_what_has_no_problem_reads_as_in_any_reader_of_yaml(text: str) -> None:
    node, problems = parse_yaml(text, "x.yaml")
    if node is None or problems:
        assert problems
        return
    read = yaml.load(text, Loader=yaml.BaseLoader)
    assert squeeze(node.plain()) == squeeze(read)


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    parse_yaml(text, "x.yaml")


def squeeze(content: object) -> object:
    if isinstance(content, dict):
        return {str(key): squeeze(item) for key, item in content.items()}
    if isinstance(content, list):
        return [squeeze(item) for item in content]
    return " ".join(str(content).split())


def test_places_count_from_one_and_know_their_keys() -> None:
    node, _ = parse_yaml("title: T\nfacts:\n  a:\n    says: It was so\n    tags:\n      - x\n", "x.yaml")
    assert node is not None
    says = node.find(("facts", "a", "says"))
    assert (str(says.location), str(says.key)) == ("x.yaml:4:11", "x.yaml:4:5")
    assert str(node.find(("facts", "a", "tags", 0)).location) == "x.yaml:6:9"
    assert str(node.find(("facts", "b", "says")).key) == "x.yaml:2:1"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("key: no", "no"),
        ("key: 1.10", "1.10"),
        ("key: 2024-06", "2024-06"),
        ("key: 0x1F", "0x1F"),
        ("key: ~", "~"),
        ("key: a  b", "a  b"),
        ("key: C# and 5#", "C# and 5#"),
        ("key: 1:2", "1:2"),
        ("key: text # comment", "text"),
        ("key: 'it''s'", "it's"),
        ('key: "a\\tb"', None),
        ('key: "caf\\u00e9"', "café"),
        ("key: one\n  two\n  three", "one two three"),
        ("key: >\n  one\n  two\n\n  three\n", "one two three"),
        ("key: |-\n  # one\n  two: three\n", "# one two: three"),
        ("key: 'one\n  two'", "one two"),
        ('key: "one \\\n  two"', "one two"),
        ("key:\n  one\n  two", "one two"),
        ("\ufeffkey: a".removeprefix("\ufeff"), "a"),
        ("key: " + "가나다 Чучхе 🚀👩‍🔬", "가나다 Чучхе 🚀👩‍🔬"),
    ],
)
def test_text_is_read_as_typed(typed: str, read: str | None) -> None:
    if read is None:
        assert codes(typed) == ["control-character"]
    else:
        assert value(typed) == read


@pytest.mark.parametrize(
    ("before", "after", "split"),
    [
        ("about 11,", "000 men", True),
        ("about 11", ",000 men", True),
        ("about 11", "000 men", True),
        ("from 25,000–", "30,000", True),
        ("about 3.", "8 million", True),
        ("1,234,", "567", True),
        ("in 2023,", "2024 and", False),
        ("in 2023", "500 men", False),
        ("of 12,", "15 and 20", False),
        ("men in 2012.", "5 others", False),
    ],
)
def test_a_number_over_two_lines_is_seen(before: str, after: str, split: bool) -> None:
    assert (codes(f"key: {before}\n  {after}\n") == ["split-number"]) is split
    assert (codes(f"key: >\n  {before}\n  {after}\n") == ["split-number"]) is split
    assert (codes(f"key: '{before}\n  {after}'\n") == ["split-number"]) is split


@pytest.mark.parametrize(
    ("code", "told"), [("x0e", "control-character"), ("ue000", "private-character"), ("u202e", "direction-mark")]
)
def test_a_code_in_quotation_marks_is_told_in_a_key_as_in_a_value(code: str, told: str) -> None:
    assert codes(f'"a\\{code}": b\n') == codes(f'a: "b\\{code}"\n') == [told]


@pytest.mark.parametrize("size", [5_000, 200_000])
def test_bombs_end_at_once(size: int) -> None:
    for text in (
        "[" * size,
        "{" * size,
        "- " * size,
        "a: " * size,
        '"' * size,
        "? " * size,
        "a" + " " * size,
        "\t" * size,
    ):
        assert codes(text)
    anchors = "a: &a b\n" + "".join(f"k{i}: *a\n" for i in range(100))
    assert "leading-character" in codes(anchors)
    deep = "".join(" " * i + "a:\n" for i in range(300))
    assert "too-deep" in codes(deep)


@given(st.text(alphabet="{}abvluevalue dte_%3 .", max_size=40))
def test_a_statement_loses_nothing(text: str) -> None:
    from briefing.problems.problem import NO_LOCATION

    parts, problems = parse_statement(text, NO_LOCATION)
    if not problems:
        assert "".join(part if isinstance(part, str) else f"{{{part.name}}}" for part in parts) == text
