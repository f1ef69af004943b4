"""Where keys of TOML stand."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.files.toml import read_toml
from briefing.files.toml_keys import Key, Keys, TomlReader, choice, flag, text, whole
from briefing.problems.problem import BriefingError

TEXT = '''# a comment = with "quotes"
one = 1
two.three = "a # b = c"

[table]  # comment
  key = """
[not.a.table]
also = "no key"
"""
list = [ 1,
  { inner = 'x' }, # comment
  "a]b",
]
[ "quoted key" . sub ]
inline = { a = 1, b.c = [1, 2], d = { e = 2 } }
[[many]]
x = 1979-05-27T07:32:00Z
[[many]]
y = '''


def test_every_key_has_its_line_and_column() -> None:
    file = read_toml((TEXT + "''''''\n").encode(), "a.toml")
    expected = {
        ("one",): (2, 1),
        ("two", "three"): (3, 1),
        ("table",): (5, 2),
        ("table", "key"): (6, 3),
        ("table", "list"): (10, 1),
        ("table", "list", "1"): (11, 3),
        ("table", "list", "1", "inner"): (11, 5),
        ("table", "list", "2"): (12, 3),
        ("quoted key", "sub", "inline"): (15, 1),
        ("quoted key", "sub", "inline", "a"): (15, 12),
        ("quoted key", "sub", "inline", "b", "c"): (15, 19),
        ("quoted key", "sub", "inline", "d", "e"): (15, 39),
        ("many", "0", "x"): (17, 1),
        ("many", "1", "y"): (19, 1),
    }
    assert {path: file.places[path] for path in expected} == expected
    assert ("not",) not in file.places


def test_a_key_that_is_not_there_has_the_place_of_its_table() -> None:
    file = read_toml(b"[a]\nb = { c = 1 }\n", "a.toml")
    assert str(file.location(("a", "b", "nothing"))) == "a.toml:2:1"
    assert str(file.location(("nothing",))) == "a.toml"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [(b"a = \n", "bad-toml", 1), (b"a = 1\na = 2\n", "bad-toml", 2), (b"a = 'x\n", "bad-toml", 1), (b"\xff", "not-utf-8", 1)],
)  # fmt: skip
def test_what_is_no_toml_says_where(data: bytes, code: str, line: int) -> None:
    with pytest.raises(BriefingError) as raised:
        read_toml(data, "a.toml")
    assert [(problem.code, problem.location.line) for problem in raised.value.problems] == [(code, line)]


KEYS = st.from_regex(r"[a-z_-]{1,5}", fullmatch=True)
VALUES = st.recursive(
    st.integers().map(str)
    | st.booleans().map(lambda value: str(value).lower())
    | st.from_regex(r'"[a-z#=\[\]{},. ]{0,9}"', fullmatch=True)
    | st.from_regex(r"'[a-z#=\[\]{},\" ]{0,9}'", fullmatch=True),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]")
        | st.dictionaries(KEYS, inner, max_size=3).map(
            lambda each: "{" + ", ".join(f"{key} = {value}" for key, value in each.items()) + "}"
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=4), max_size=4))
def test_whatever_is_valid_has_a_place_for_every_key(tables: dict[str, dict[str, str]]) -> None:
    lines = [line for name, keys in tables.items() for line in (f"[{name}]", *(f"{k} = {v}" for k, v in keys.items()))]
    text = "\n".join(lines) + "\n"
    file = read_toml(text.encode(), "a.toml")
    assert file.data == tomllib.loads(text)
    for name, keys in tables.items():
        for key in keys:
            line, column = file.places[name, key]
            assert column == 1
            assert lines[line - 1].startswith(f"{key} =")


SETTINGS: Keys = {
    "pages": Key("The page limit.", whole(1, 9), "2"),
    "page": {"turned": Key("Turned.", flag), "size": Key("Size.", choice("A4", "A5"))},
    "file": Key("The file.", text("the name of a file"), '"a.toml"'),
}


@pytest.mark.parametrize("depth", [200, 250, 300, 350, 400, 500, 5_000])
def test_lists_nested_too_deeply_are_told_wherever_the_limit_lies(depth: int) -> None:
    typed = f"x = {'[' * depth}{']' * depth}".encode()
    code = ""
    try:
        assert read_toml(typed, "a.toml").data
    except BriefingError as error:
        code = error.problems[0].code
    assert code in ("", "bad-toml")


def test_all_keys_are_checked_at_once_and_the_valid_ones_are_kept() -> None:
    content = b"""pages = 10
fiel = "a"
file = " "
like = "that"
[page]
turned = true
size = "A6"
colour = 1
"""
    reader = TomlReader(read_toml(content, "a.toml"))
    assert reader.read(SETTINGS, "the file", also=("like",)) == {"page": {"turned": True}}
    assert [str(problem) for problem in reader.problems] == [
        "a.toml:1:1: error[bad-value]: `pages` must be an integer from 1 to 9 (got 10)\n  hint: pages = 2",
        'a.toml:2:1: error[unknown-key]: unknown key "fiel" in the file\n  hint: did you mean "file"?',
        'a.toml:3:1: error[bad-value]: `file` must be the name of a file (got " ")\n  hint: file = "a.toml"',
        'a.toml:7:1: error[bad-value]: `page.size` must be one of: A4, A5 (got "A6")',
        'a.toml:8:1: error[unknown-key]: unknown key "colour" in [page]\n  hint: choose one of: turned, size',
    ]
    assert reader.bad == {("pages",), ("fiel",), ("file",), ("page", "size"), ("page", "colour")}


@pytest.mark.parametrize("typed", ["page = 1", "page = 'A4'", "[[page]]"])
def test_a_value_in_place_of_a_table_is_reported(typed: str) -> None:
    reader = TomlReader(read_toml(typed.encode(), "a.toml"))
    assert reader.read(SETTINGS, "the file") == {}
    assert [problem.message for problem in reader.problems] == ["`page` must be a table: [page]"]


def test_an_integer_of_thousands_of_digits_is_a_problem_at_its_line() -> None:
    with pytest.raises(BriefingError) as caught:
        read_toml(("one = 1\nmany = " + "9" * 5000 + "\n").encode(), "x.toml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.location.line) == ("bad-toml", 2)
    assert "digits" in problem.message and "9" not in problem.message
