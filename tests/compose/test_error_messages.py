"""Errors of Jinja and Python in a template are reported in plain English, whatever a template author types."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from compose.test_template_specs import BASE

from briefing.build.pipeline import check_brief

# What Jinja and Python say, and a template author must never read.
PYTHON = re.compile(
    r"object\b|instance|NoneType|lambda|argument|operand|FactView|mappingproxy|unexpected char|sequence|<\w+>|\btoken\b"
)


def check(line: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    for name, text in (BASE | {"templates/mine/body.md": f"# Body\n\n{line}\n"}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    problems = check_brief(Path("facts/x"), "facts/x", template_folders=[Path("templates")])
    return [f"{p.message} / {p.hint}" for p in problems if p.location.file.endswith("body.md")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{{ table(“sent”) }}", "a curly quotation mark “ cannot be used inside a tag"),
        ("{{ men\N{NO-BREAK SPACE} }}", None),
        ("{{ men\N{ZERO WIDTH SPACE} }}", None),
        ("{{ men – 1 }}", "a dash – cannot be used inside a tag"),
        ("{{ men && men }}", "the character & cannot be used inside a tag"),
        ("{{ men || men }}", '"|" found in a tag where a name is expected'),
        ('{{ "men }}', 'a quotation mark " inside a tag is never closed'),
        ("{{ men's }}", "a quotation mark ' inside a tag is never closed"),
        ('{{ table("sent" }}', "a bracket ( inside a tag is never closed"),
        ("{{ men) }}", "a bracket ) inside a tag was never opened"),
        ("{{ men. }}", "the dot after a name has no word after it"),
        ("{{ }}", "a tag {{ }} is empty or incomplete"),
        ("{% if %}x{% endif %}", "a tag {% %} is incomplete"),
        ("{% if men = 3 %}x{% endif %}", "a comparison is written with ="),
        ("{% for f of facts %}x{% endfor %}", '"of" found in a tag where "in" is expected'),
        ("{% set x 3 %}", "a number found in a tag where %} is expected"),
        ("{% men %}", "unknown tag {% men %}"),
        ("{% else %}", "a {% else %} has no {% if %} before it"),
        ("{# never closed", "the comment {# is never closed"),
        ("{% raw %}never", "a {% raw %} is never closed"),
        ("{% block a %}x{% endblock %}{% block a %}x{% endblock %}", 'the block "a" is defined twice'),
        ("{% call table %}x{% endcall %}", "a tag {{ … }} or {% … %} is not written correctly"),
        ("{{ **men }}", 'unexpected "**" inside a tag'),
        (r'{{ "\x" }}', "a backslash between quotation marks begins a code"),
    ],
)
def test_syntax(line: str, message: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = check(line, tmp_path, monkeypatch)
    assert message is None or [each.partition(" / ")[0] for each in found] == [message]
    assert not [each for each in found if PYTHON.search(each)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{% if men > 90 %}x{% endif %}", "a fact cannot be compared: its value need not be one number"),
        ("{% if men == 'x' %}x{% endif %}", "a fact cannot be compared: its value need not be one number"),
        (
            "{% if trade[2022] < trade[2023] %}x{% endif %}",
            "a fact cannot be compared: its value need not be one number",
        ),
        ("{{ men is gt 3 }}", "a fact cannot be compared with a number by >"),
        ("{% if dossier.edition > 3 %}x{% endif %}", "text cannot be compared with a number by >"),
        ("{% if dossier.authors > 3 %}x{% endif %}", "a list cannot be compared with a number by >"),
        ("{{ trade[2023] - trade[2022] }}", "a template cannot calculate with facts"),
        ("{{ -men }}", "the template calculates with something that is not a number"),
        ("{{ 1 / 0 }}", "the template divides by zero"),
        ('{{ "a" + 1 }}', "+ cannot join text and a number"),
        ('{{ "a" - "b" }}', "- cannot be used with text and text"),
        ('{{ "a" * "b" }}', "the template calculates with something that is not a number"),
        ('{{ "x" is odd }}', "the template calculates with something that is not a number"),
        ("{{ men is odd }}", "% cannot be used with a fact and a number"),
        ("{{ men() }}", "a fact is not a function"),
        ("{{ men | join }}", "a fact is not a list, which this loop, filter or test needs"),
        ("{{ men | length }}", "a fact is not a list, which this loop, filter or test needs"),
        ("{% for x in men %}x{% endfor %}", "a fact is not a list, which this loop, filter or test needs"),
        ('{% if "a" in men %}x{% endif %}', "a fact is not a list, which this loop, filter or test needs"),
        ('{% if men in "a" %}x{% endif %}', '"in" cannot look for a fact in text'),
        ("{{ men[3:] }}", "[ : ] cannot take a part of a fact"),
        ("{{ facts[men] }}", "a fact cannot be used as a name in [ ]"),
        ("{{ facts.items() }}", '"items" cannot be used on a group of values: templates cannot call Python methods'),
        ('{{ "a".upper() }}', '"upper" cannot be used on text: templates cannot call Python methods'),
        ('{{ "" .__class__ }}', '"__class__" cannot be used on text: templates cannot call Python methods'),
        ("{{ dossier.title.x }}", 'text has no "x"'),
        ("{{ dossier.authors[7] }}", 'a list has no "7"'),
        ("{{ loop.index }}", '"loop" exists only inside {% for %} … {% endfor %}'),
        ("{{ [] | first }}", "an empty list has no first item"),
        ('{{ facts["nosuch"] }}', 'no fact "nosuch" in this dossier'),
        ("{{ [[1], [2]] | unique | list }}", "a list cannot be used as a name or as a value to be unique"),
        ('{{ topics | map("x") | list }}', 'no filter "x"'),
        ("{% for i in range(men) %}x{% endfor %}", "a whole number is needed here"),
        ("{{ cite() }}", 'the function "cite" has too few, too many or unknown values in its brackets'),
        ('{{ men | capitalise("x") }}', '"capitalise" has too few, too many or unknown values in its brackets'),
        ("{{ men is divisibleby }}", '"divisibleby" has too few, too many or unknown values in its brackets'),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", 'the macro needs a value for "a"'),
        (
            "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
            'the macro "m" has too many values in its brackets (at most 1)',
        ),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}", 'the macro "m" has no value "b"'),
        ("{% set a.b = 3 %}", "{% set a.b = … %} needs a namespace"),
        ("{{ front }}", "this is a list, a group or a function, and not text"),
    ],
)
def test_running(line: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = check(line, tmp_path, monkeypatch)
    assert [each.partition(" / ")[0] for each in found if "not used" not in each] == [message]
    assert not [each for each in found if PYTHON.search(each)]
