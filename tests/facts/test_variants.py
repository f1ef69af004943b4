"""Variants: shorter briefs of the same facts, with templates of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.build.options import BuildOptions
from briefing.build.pipeline import BuildResult, build_brief
from briefing.readers import read_brief
from briefing.review.embedded_record import variant_of

FACTS = """title: Background
facts:
  men:
    says: It sent {value}
    value: 300 men
    date: 2024
    source: gazette
  guns:
    says: It sent {value}
    value: 12 guns
    date: 2024
    source: gazette
"""
SOURCES = "gazette:\n  title: The Gazette\n  date: 2024\n"
DOSSIER = "title: Sent\nedition: 1\ndate: 2024\ninformation_cut_off: 2024\ntemplate: whole\n{variants}sections:\n  - body\n  - sources\n"
TEMPLATES = {
    "whole/brief.md": '{{ front() }}\n\n{{ section("body") }}\n\n{{ section("sources") }}\n',
    "whole/body.md": "# Body\n\n{{ men.says }}. {{ guns.says }}.\n",
    "whole/sources.md": '# Sources {-}\n\n{{ table("sources") }}\n',
    "short/brief.md": "{{ front() }}\n\n{{ men.says }}.\n",
}
TABLES = "sources:\n  title: Sources\n  rows: sources\n  columns:\n    - number as No.\n    - entry\n"


def write(folder: Path, variants: str) -> Path:
    dossier = folder / "facts" / "x"
    dossier.mkdir(parents=True)
    texts = {"dossier.yaml": DOSSIER.format(variants=variants), "background.yaml": FACTS, "sources.yaml": SOURCES}
    for name, text in (texts | {"tables.yaml": TABLES}).items():
        (dossier / name).write_text(text, "utf-8")
    for name, text in TEMPLATES.items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return dossier


def build(folder: Path, variants: str, variant: str = "") -> BuildResult:
    dossier = write(folder, variants)
    return build_brief(
        dossier, "facts/x", template_folders=[folder / "templates"], options=BuildOptions(variant=variant)
    )


@pytest.mark.parametrize("format_", ["pdf", "docx"])
def test_a_variant_prints_what_its_template_says_and_nothing_else(tmp_path: Path, format_: str) -> None:
    built = build(tmp_path, "variants:\n  one-page: short\n", "one-page")
    assert [p for p in built.problems if p.severity == "error"] == []
    words = " ".join(word for piece in read_brief(built.files[format_].data, "a").pieces for word in piece.words)
    assert "300 men" in words
    assert "12 guns" not in words


def test_a_variant_has_its_name_in_that_of_its_files_and_in_its_records(tmp_path: Path) -> None:
    built = build(tmp_path, "variants:\n  one-page: short\n", "one-page")
    assert built.stem == "x_one-page"
    record = read_brief(built.files["pdf"].data, "a").record
    assert record is not None
    assert record["variant"] == "one-page"


def test_what_a_variant_leaves_out_is_not_missed(tmp_path: Path) -> None:
    built = build(tmp_path, "variants:\n  one-page: short\n", "one-page")
    assert [p.code for p in built.problems if p.code.startswith(("unused", "unplaced"))] == []


def test_the_whole_brief_stays_as_it_is(tmp_path: Path) -> None:
    with_variants = build(tmp_path / "a", "variants:\n  one-page: short\n")
    without = build(tmp_path / "b", "")
    assert with_variants.files["pdf"].data == without.files["pdf"].data
    assert with_variants.files["docx"].data == without.files["docx"].data


@pytest.mark.parametrize(
    ("variants", "variant", "told"),
    [
        (
            "variants:\n  one-page: short\n",
            "onepage",
            ("unknown-variant", 'the dossier has no variant "onepage"', "did you mean"),
        ),
        (
            "variants:\n  one-page: short\n",
            "x",
            ("unknown-variant", 'the dossier has no variant "x"', "choose one of: one-page"),
        ),
        ("", "one-page", ("unknown-variant", 'the dossier has no variant "one-page"', "add variants")),
        ("variants:\n  one-page: shrot\n", "one-page", ("unknown-template", 'no template "shrot"', '"short"')),
    ],
)
def test_an_unknown_variant_is_reported(
    tmp_path: Path, variants: str, variant: str, told: tuple[str, str, str]
) -> None:
    built = build(tmp_path, variants, variant)
    assert built.files == {}
    problem = next(p for p in built.problems if p.code == told[0])
    assert told[1] in problem.message
    assert told[2] in problem.hint
    assert problem.location.file.endswith("dossier.yaml")


def test_the_old_key_still_works_with_a_warning(tmp_path: Path) -> None:
    built = build(tmp_path, "cuts:\n  one-page: short\n", "one-page")
    assert built.stem == "x_one-page"
    (warning,) = [p for p in built.problems if p.code == "deprecated-key"]
    assert str(warning).splitlines() == [
        'facts/x/dossier.yaml:6:1: warning[deprecated-key]: the key "cuts" is now called "variants"',
        '  hint: change the line to "variants:" (briefing upgrade does it for you)',
    ]


def test_both_keys_at_once_are_an_error(tmp_path: Path) -> None:
    built = build(tmp_path, "cuts:\n  one-page: short\nvariants:\n  other: short\n")
    assert [p.code for p in built.problems if p.severity == "error"] == ["unknown-key"]


def test_the_variant_is_read_from_records_that_call_it_cut() -> None:
    assert [variant_of(each) for each in ({"variant": "a"}, {"cut": "b"}, {}, None)] == ["a", "b", "", ""]
