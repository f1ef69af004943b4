"""What Jinja and Python say of a template is told in plain words, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from compose.test_unusable_values import write

from briefing.build.pipeline import check_brief


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ('{{ "x".foo() }}', 'a text has no "foo"'),
        ('{{ "x".foo }}', 'a text has no "foo"'),
        ("{{ (1).foo }}", 'a number has no "foo"'),
        ("{{ [1][5] }}", 'a list has no "5"'),
        ("{{ [1][5]() }}", 'a list has no "5"'),
        ('{{ "x".upper() }}', 'a template cannot use "upper" of a text'),
        ("{{ [1].append(2) }}", 'a template cannot use "append" of a list'),
        ('{% import "macros.md" as z %}{{ z.m() }}', 'the macro "m" cannot be called through the name of its template'),
        ('{% import "macros.md" as z %}{{ z }}', "an imported template cannot be printed"),
        ('{% from "macros.md" import n %}{{ n() }}', 'the template has no macro "n"'),
        ("{{ men() }}", "a fact cannot be called"),
        ('{{ 1 + "a" }}', "a number and a text cannot be put together with +"),
        ('{{ "a" + 1 }}', "a text and a number cannot be put together with +"),
        ('{{ "a" < 1 }}', "a text and a number cannot be compared with <"),
        ("{{ 1 / 0 }}", "a number cannot be divided by zero"),
        ("{% for a, b in [1] %}{% endfor %}", "a number cannot be split into several names"),
        ("{% for a in 1 %}{% endfor %}", "a number has no parts to go through"),
        ("{% filter upper %}x{% endfilter %}", "a filter cannot be put on a whole block"),
        ("{% set x | upper %}y{% endset %}{{ x }}", "a filter cannot be put on a whole block"),
        ("{% if true %}{% filter upper %}x{% endfilter %}{% endif %}", "a filter cannot be put on a whole block"),
        ("{% if missing is defined %}x{% endif %}{{ missing }}", 'no fact "missing" in this dossier'),
        ("{% if missing is defined %}x{% endif %}{{ missing.a }}", 'no fact "missing" in this dossier'),
        ('{{ facts["missing"] }}', 'no fact "missing" in this dossier'),
        ('{{ facts["missing"].value }}', 'no fact "missing" in this dossier'),
        ("x[^]", "a footnote whose name is not one word cannot stand in a brief: [^]"),
        ("\\\\<!-- x -->{{ men }}", "an HTML comment"),
    ],
)
def test_a_template_that_cannot_run_is_told_in_plain_words(tag: str, message: str, tmp_path: Path) -> None:
    folder, templates = write(tmp_path, f"# Body\n\nIt sent {{{{ men }}}}.\n\n{tag}\n")
    (templates[0] / "macros.md").write_text("{% macro m() %}It is so.{% endmacro %}\n", "utf-8")
    errors = [p for p in check_brief(folder, "facts/x", template_folders=templates) if p.severity == "error"]
    if message == "an HTML comment":
        assert all("raw" not in str(p) for p in errors)
        return
    assert [p.message for p in errors] == [message]
    assert errors[0].location.line == 5


@pytest.mark.parametrize("tag", ["{% filter nosuch %}x{% endfilter %}", "{% set x | nosuch %}y{% endset %}{{ x }}"])
def test_a_misspelt_filter_on_a_block_is_told_as_well(tag: str, tmp_path: Path) -> None:
    folder, templates = write(tmp_path, f"# Body\n\nIt sent {{{{ men }}}}.\n\n{tag}\n")
    errors = [p for p in check_brief(folder, "facts/x", template_folders=templates) if p.severity == "error"]
    assert {p.message for p in errors} == {"a filter cannot be put on a whole block", 'no filter "nosuch"'}
