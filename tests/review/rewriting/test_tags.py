"""Tags are read as Jinja reads them in the program's own sandbox."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.compose.output import Token, place_lines
from briefing.compose.sandbox import Sandbox
from briefing.compose.tokens import TOKEN as ANY_TOKEN
from briefing.review.rewriting import CannotApply
from briefing.review.rewriting.strip_jinja import TOKEN, strip_tags
from briefing.review.rewriting.template_blocks import read_template

PIECES = st.sampled_from(
    ["word ", " two\n", "\n", "\n\n", "  ", "{", "}}", "%}", "#}", "{{ x }}", "{{- x }}", "{{ x -}}",
     "{{ {'a': '}}'}['a'] }}", '{{ "%}" }}',
     "{# c #}", "{#- c\n -#}", "{% set a = 1 %}", "{% set a = 1 %}\n", "  {% set a = '%}' %}  {% set b = 2 %} \n", "{%- set a = 1 -%}",
     "{% raw %}{{ y }} {# z #}{% endraw %}", "{% if true %}", "{% endif %}", "{% if true %}\n", "{% endif %}\n",
     "\nTable: Who {#who}\n", "Table: Who {#who} ", "<!-- c -->", " <!-- {{ y }} -->", "<!-- a\n\n{% if b %} -- -->\n",
     "- <!-- c -->\n", "> ", "<!-->", "\\<!-- c -->", "{{ '<!--' }}", "{% raw %}<!-- c\nd -->{% endraw %}"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=10).map("".join))
def test_what_stands_between_tags_is_what_jinja_prints(template: str) -> None:
    sandbox = Sandbox({})
    sandbox.connect(lambda _obj, _name: NotImplemented, lambda _value: Token(()), lambda _error: None)
    try:
        printed: Any = sandbox.from_string(template).render(x=1)
        shown = ANY_TOKEN.sub(TOKEN, place_lines(printed, ["a"] * 9).text)
    except Exception:  # noqa: BLE001  # no template at all: nothing is changed in such
        return
    stripped = strip_tags(template)
    assert stripped.text == shown
    assert len(stripped.places) == len(shown)
    for letter, (start, end) in zip(stripped.text, stripped.places, strict=True):
        assert template[start:end] == letter or template.startswith("{{", start)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=10).map("".join))
def test_lines_behind_comments_keep_their_numbers(template: str) -> None:
    sandbox = Sandbox({})
    sandbox.connect(lambda _obj, _name: NotImplemented, lambda _value: Token(()), lambda _error: None)
    try:
        printed: Any = sandbox.from_string(template).render(x=1)
        shown = place_lines(printed, ["a"] * 9)
    except Exception:  # noqa: BLE001  # as above
        return
    places = iter(strip_tags(template).places)
    for number, line in enumerate(ANY_TOKEN.sub(TOKEN, shown.text).split("\n")):
        starts = [template.count("\n", 0, next(places)[0]) + 1 for _ in line]
        assert not line.strip() or shown.location(number).line == starts[len(line) - len(line.lstrip())]
        next(places, None)


@pytest.mark.parametrize(
    "template", ["a {{ x", "a {% if x", "a {# b", "{% raw %} {{ a", "{{ 'x }}", "a <!-- b", "<!--- a"]
)
def test_a_tag_that_is_never_closed_is_no_template(template: str) -> None:
    with pytest.raises(CannotApply):
        strip_tags(template)


def test_lines_are_those_of_the_template() -> None:
    text = "{% if x %}\n# A\n{% endif %}\n\n{# two\nlines #}\nB {{ x }}\nC\n\n{% for a in b %}\n- D\n{% endfor %}\n"
    leaves = [(leaf.kind, leaf.first, leaf.last) for leaf in read_template(text).leaves]
    assert leaves == [("heading1", 2, 2), ("paragraph", 7, 8), ("paragraph", 11, 11)]
    held = read_template(text)
    assert [held.overlaps_block(n, n) for n in (1, 2, 4, 7, 11)] == [True, True, False, False, True]
    assert [held.is_inside(n) for n in (0, 1, 2, 3, 9, 10, 11, 12)] == [
        False,
        True,
        True,
        False,
        False,
        True,
        True,
        False,
    ]
