"""What is called unchanged is what a build would make; what a brief reads, and nothing else, has it built anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.cli.app import app

DOSSIER = """title: Ports
edition: 1
date: 2025-07
information_cut_off: 2025-07-01
sections:
  - summary
"""
SOURCES = """report:
  title: Annual report
  publisher: Agency
  date: 2025-03-31
other:
  title: Another report
  publisher: Agency
  date: 2025-03-31
"""
FACTS = """title: Ports
facts:
  staff:
    name: Staff
    value: about 1,200 people
    source: report
  berths:
    name: Berths
    value: 14 berths
    source: report
    tags:
      size: harbour
  cranes:
    name: Cranes
    value: 7 cranes
    source: report
    tags:
      size: harbour
  lifts:
    name: Lifts in all
    derive: sum of cranes and hoists
  hoists:
    name: Hoists
    value: 3 cranes
    source: other
  unread:
    name: Unread
    value: 5 things
    source: other
"""
TABLES = """sizes:
  title: Sizes
  rows: facts tagged size
  columns:
    - name
    - value
"""
SUMMARY = """# Summary

The port employs {{ staff }} and has {{ lifts }}.
{% if has("tunnel") %}It has a tunnel.{% endif %}

{{ table("sizes") }}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "facts/ports/dossier.yaml": DOSSIER,
        "facts/ports/sources.yaml": SOURCES,
        "facts/ports/ports.yaml": FACTS,
        "facts/ports/tables.yaml": TABLES,
        "templates/summary.md": SUMMARY,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["build", "ports", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def unchanged(*arguments: str) -> bool:
    return build(*arguments).count(", unchanged") == 2


def edit(file: str, old: str, new: str) -> None:
    path = Path(file)
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path("out").iterdir() if path.suffix != ".json"}


def test_a_second_build_leaves_the_files_as_they_are() -> None:
    assert not unchanged()
    before = {path: path.stat().st_mtime_ns for path in Path("out").iterdir()}
    assert unchanged()
    assert {path: path.stat().st_mtime_ns for path in Path("out").iterdir()} == before
    assert not unchanged("--force")


def add_fact(text: str) -> Callable[[], object]:
    return lambda: Path("facts/ports/ports.yaml").write_text(FACTS + text, "utf-8")


NOT_READ: dict[str, Callable[[], object]] = {
    "the value of a fact that is not read": lambda: edit("facts/ports/ports.yaml", "5 things", "6 things"),
    "another fact": add_fact("  more:\n    name: More\n    value: 9 things\n    source: other\n"),
    "a comment, and so every line below": lambda: edit("facts/ports/ports.yaml", "facts:\n", "facts:\n  # ours\n"),
    "a source that is not cited": lambda: Path("facts/ports/sources.yaml").write_text(
        SOURCES + "third:\n  title: Third\n  publisher: X\n  date: 2025\n", "utf-8"
    ),
    "a template that is not used": lambda: Path("templates/annex.md").write_text("# Annex\n", "utf-8"),
    "another topic's tag": add_fact(
        "  dull:\n    name: Dull\n    value: 9 things\n    source: other\n    tags:\n      x: y\n"
    ),
}
READ: dict[str, Callable[[], object]] = {
    "a fact that is printed": lambda: edit("facts/ports/ports.yaml", "1,200", "1,300"),
    "a fact that another is worked out of": lambda: edit("facts/ports/ports.yaml", "3 cranes", "4 cranes"),
    "its source's title": lambda: edit("facts/ports/sources.yaml", "Annual report", "Yearly report"),
    "its date": lambda: edit("facts/ports/ports.yaml", "about 1,200 people\n", "about 1,200 people\n    as_of: 2024\n"),
    "a row more, by its tag": add_fact(
        "  docks:\n    name: Docks\n    value: 2 docks\n    source: other\n    tags:\n      size: x\n"
    ),
    "a row less": lambda: edit("facts/ports/ports.yaml", "    tags:\n      size: harbour\n  cranes", "  cranes"),
    "a fact that a condition asks after": add_fact("  tunnel:\n    name: Tunnel\n    value: 1 km\n    source: other\n"),
    "the table": lambda: edit("facts/ports/tables.yaml", "title: Sizes", "title: All sizes"),
    "the template": lambda: edit("templates/summary.md", "employs", "has"),
    "a template that goes before the one used": lambda: Path("templates/brief.md").write_text(
        '{{ front() }}\n\n{{ section("summary") }}\n', "utf-8"
    ),
    "the title": lambda: edit("facts/ports/dossier.yaml", "title: Ports", "title: Ports of the coast"),
    "the marking": lambda: edit("facts/ports/dossier.yaml", "edition: 1", "edition: 1\nmarking: TLP:GREEN"),
    "a Word file that somebody saved": lambda: Path("out/ports.docx").write_bytes(b"PK"),
    "a PDF that is gone": lambda: Path("out/ports.pdf").unlink(),
    "a record that is no JSON": lambda: Path("out/ports.build.json").write_text("{", "utf-8"),
    "a record of somebody's own": lambda: Path("out/ports.build.json").write_text(
        json.dumps({"schema": "briefing/build/1", "dossier": "ports", "inputs": {"files": 3}}), "utf-8"
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", NOT_READ, ids=str)
def test_what_is_not_read_does_not_count_and_would_make_the_same_files(change: str) -> None:
    build()
    before = files()
    NOT_READ[change]()
    assert unchanged()
    build("--force")
    assert files() == before


@pytest.mark.parametrize("change", READ, ids=str)
def test_what_is_read_has_it_built_anew(change: str) -> None:
    build()
    READ[change]()
    assert not unchanged()
    assert unchanged()


def test_an_error_anywhere_in_the_dossier_is_told_and_no_brief_called_unchanged() -> None:
    build()
    edit("facts/ports/ports.yaml", "value: 5 things\n    source: other\n", "value: 5 things\n")
    done = CliRunner().invoke(app, ["build", "ports"], catch_exceptions=False)
    assert done.exit_code == 1
    assert "error[unsourced]" in done.stderr


def test_a_check_taken_as_an_error_counts_every_fact() -> None:
    edit("facts/ports/dossier.yaml", "edition: 1\n", "edition: 1\nchecks:\n  unused-fact: error\n")
    edit("facts/ports/ports.yaml", "  unread:\n    name: Unread\n    value: 5 things\n    source: other\n", "")
    edit("templates/summary.md", "{{ lifts }}", "{{ lifts }}, {{ hoists }}")
    build()
    Path("facts/ports/ports.yaml").write_text(
        Path("facts/ports/ports.yaml").read_text("utf-8")
        + "  unread:\n    name: Unread\n    value: 5 things\n    source: other\n",
        "utf-8",
    )
    done = CliRunner().invoke(app, ["build", "ports"], catch_exceptions=False)
    assert done.exit_code == 1
    assert "error[unused-fact]" in done.stderr


def test_other_wishes_are_another_brief() -> None:
    edit("facts/ports/dossier.yaml", "edition: 1\n", "edition: 1\nmarking: TLP:CLEAR\n")
    build()
    assert not unchanged("--theme", "ministry")
    assert unchanged("--theme", "ministry")
    assert not unchanged("--release", "CLEAR")
    assert ", unchanged" not in build("--format", "pdf")
    assert not unchanged("--word-markers", "word")


def test_the_warnings_of_an_unchanged_brief_are_told_again() -> None:
    first = CliRunner().invoke(app, ["build", "ports"], catch_exceptions=False)
    again = CliRunner().invoke(app, ["build", "ports"], catch_exceptions=False)
    assert "warning[single-origin]" in first.stderr
    assert again.stdout.count(", unchanged") == 2
    assert again.stderr == first.stderr


def test_the_record_says_what_was_read_and_nothing_of_this_machine() -> None:
    build()
    text = Path("out/ports.build.json").read_text("utf-8")
    inputs = json.loads(text)["inputs"]
    assert set(inputs["facts"]) == {"staff", "lifts", "cranes", "hoists", "berths"}
    assert inputs["queries"] == {"rows table sizes": ["berths", "cranes"], "rows table sources": []}
    assert inputs["conditions"]["tunnel"] == ""
    assert inputs["conditions"]["staff"] == "fact"
    assert set(inputs["templates"]) >= {"brief", "summary", "sources"}
    assert str(Path.cwd()) not in text


def test_an_unreadable_folder_of_templates_is_no_crash(tmp_path: Path) -> None:
    build()
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    Path("templates").chmod(0)
    try:
        assert CliRunner().invoke(app, ["build", "ports"]).exit_code in {0, 1}
    finally:
        Path("templates").chmod(0o755)


def test_the_record_of_a_release_names_nothing_that_it_leaves_out_and_is_still_compared() -> None:
    edit("facts/ports/dossier.yaml", "edition: 1\n", "edition: 1\nmarking: TLP:CLEAR\n")
    edit("facts/ports/ports.yaml", "  unread:\n", "  unread:\n    tlp: AMBER\n")
    edit("templates/summary.md", '{% if has("tunnel") %}', '{% if has("unread") %}')
    Path("facts/ports/hidden.yaml").write_text(
        "title: Hidden\ntlp: RED\nfacts:\n  depth:\n    name: Depth\n    value: 7 m\n    source: other\n", "utf-8"
    )
    assert not unchanged("--release", "CLEAR")
    text = Path("out/ports_TLP-CLEAR.build.json").read_text("utf-8")
    assert not [word for word in ("unread", "hidden", "depth") if word in text]
    assert unchanged("--release", "CLEAR")
    edit("facts/ports/ports.yaml", "5 things", "6 things")
    assert not unchanged("--release", "CLEAR")


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@pytest.mark.parametrize("folder", ["facts/ports", "templates"])
def test_a_file_whose_name_is_no_text_is_nothing_that_a_brief_reads(folder: str) -> None:
    try:
        Path(os.fsdecode(folder.encode() + b"/old-\xff.csv")).write_text("left by another program", "utf-8")
    except OSError:
        pytest.skip("this disk takes no such names")
    assert not unchanged()
    assert unchanged()
