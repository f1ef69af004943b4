"""Errors that Jinja and Python raise while a template runs are reported in plain words, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from compose.test_unusable_values import write

from briefing.build.pipeline import check_brief


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ('{{ "x".foo() }}', 'text has no "foo"'),
        ('{{ "x".foo }}', 'text has no "foo"'),
        ("{{ (1).foo }}", 'a number has no "foo"'),
        ("{{ [1][5] }}", 'a list has no "5"'),
        ("{{ [1][5]() }}", 'a list has no "5"'),
        ('{{ "x".upper() }}', '"upper" cannot be used on text: templates cannot call Python methods'),
        ("{{ [1].append(2) }}", '"append" cannot be used on a list: templates cannot call Python methods'),
        ('{% import "macros.md" as z %}{{ z.m() }}', 'the macro "m" cannot be called through the name of its template'),
        ('{% import "macros.md" as z %}{{ z }}', "an imported template cannot be printed"),
        ('{% from "macros.md" import n %}{{ n() }}', 'the template has no macro "n"'),
        ("{{ men() }}", "a fact is not a function"),
        ('{{ 1 + "a" }}', "+ cannot be used with a number and text"),
        ('{{ "a" + 1 }}', "+ cannot join text and a number"),
        ('{{ "a" < 1 }}', "text cannot be compared with a number by <"),
        ("{{ 1 / 0 }}", "the template divides by zero"),
        ("{% for a, b in [1] %}{% endfor %}", "a number cannot be split into several names"),
        ("{% for a in 1 %}{% endfor %}", "a number is not a list, which this loop, filter or test needs"),
        ("{% filter upper %}x{% endfilter %}", "a filter cannot be applied to a whole block"),
        ("{% set x | upper %}y{% endset %}{{ x }}", "a filter cannot be applied to a whole block"),
        ("{% if true %}{% filter upper %}x{% endfilter %}{% endif %}", "a filter cannot be applied to a whole block"),
        ("{% if missing is defined %}x{% endif %}{{ missing }}", 'unknown fact "missing"'),
        ("{% if missing is defined %}x{% endif %}{{ missing.a }}", 'unknown fact "missing"'),
        ('{{ facts["missing"] }}', 'unknown fact "missing"'),
        ('{{ facts["missing"].value }}', 'unknown fact "missing"'),
        ("x[^]", "a footnote whose name is not one word is not supported: [^]"),
    ],
)
def test_a_template_that_cannot_run_is_told_in_plain_words(tag: str, message: str, tmp_path: Path) -> None:
    folder, templates = write(tmp_path, f"# Body\n\nIt sent {{{{ men }}}}.\n\n{tag}\n")
    (templates[0] / "macros.md").write_text("{% macro m() %}It is so.{% endmacro %}\n", "utf-8")
    errors = [p for p in check_brief(folder, "facts/x", template_folders=templates) if p.severity == "error"]
    assert [p.message for p in errors] == [message]
    assert errors[0].location.line == 5


@pytest.mark.parametrize("tag", ["{% filter nosuch %}x{% endfilter %}", "{% set x | nosuch %}y{% endset %}{{ x }}"])
def test_a_misspelt_filter_on_a_block_is_told_as_well(tag: str, tmp_path: Path) -> None:
    folder, templates = write(tmp_path, f"# Body\n\nIt sent {{{{ men }}}}.\n\n{tag}\n")
    errors = [p for p in check_brief(folder, "facts/x", template_folders=templates) if p.severity == "error"]
    assert {p.message for p in errors} == {"a filter cannot be applied to a whole block", 'unknown filter "nosuch"'}


def test_a_comment_behind_an_escaped_backslash_is_dropped(tmp_path: Path) -> None:
    folder, templates = write(tmp_path, "# Body\n\nIt sent {{ men }}.\n\n\\\\<!-- x -->{{ men }}\n")
    assert [p for p in check_brief(folder, "facts/x", template_folders=templates) if p.severity == "error"] == []
