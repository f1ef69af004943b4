"""`briefing upgrade`: what it shows, asks, writes and leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from briefing.cli.app import app

OLD = """\
# A dossier of an older form
title: "Wind power"   # quoted
cuts:   # shorter briefs
  one-page: short
sections: [summary]
"""
NEW = OLD.replace("cuts:", "variants:")
DOSSIER = Path("facts/x/dossier.yaml")


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=typed, catch_exceptions=False)


def put(text: str | bytes, name: str = "x") -> Path:
    path = Path("facts", name, "dossier.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_shows_the_change_asks_and_writes() -> None:
    put(OLD)
    asked = run("upgrade", "x", typed="n\n")
    assert (asked.exit_code, DOSSIER.read_text("utf-8")) == (0, OLD)
    assert asked.stdout == (
        "facts/x/dossier.yaml: cuts: is now called variants:\n"
        "--- facts/x/dossier.yaml\n+++ facts/x/dossier.yaml\n@@ -1,5 +1,5 @@\n"
        ' # A dossier of an older form\n title: "Wind power"   # quoted\n'
        "-cuts:   # shorter briefs\n+variants:   # shorter briefs\n"
        "   one-page: short\n sections: [summary]\n"
        "Rewrite 1 file? [y/N]: n\nNo file was changed.\n"
    )
    done = run("upgrade", "x", typed="y\n")
    assert (done.exit_code, DOSSIER.read_text("utf-8")) == (0, NEW)
    assert done.stdout.endswith("upgraded: facts/x/dossier.yaml\nTo take this back: briefing undo\n")
    assert run("upgrade", "x").stdout == "nothing to upgrade\n"


def test_all_dossiers_are_one_write_and_undone_together() -> None:
    put(OLD, "one")
    put(OLD, "two")
    put(NEW, "new")
    done = run("upgrade", "--yes")
    assert done.stdout.endswith(
        "upgraded: facts/one/dossier.yaml\nupgraded: facts/two/dossier.yaml\nTo take this back: briefing undo\n"
    )
    assert run("undo", "--list").stdout.endswith("  briefing upgrade one two  (2 files)\n")
    assert run("undo", "--yes").exit_code == 0
    assert [Path("facts", name, "dossier.yaml").read_text("utf-8") for name in ("one", "two")] == [OLD, OLD]


def test_check_writes_nothing_and_exits_with_1_where_something_would_change() -> None:
    put(OLD)
    done = run("upgrade", "--check")
    assert done.exit_code == 1
    assert "+variants:" in done.stdout
    assert done.stdout.endswith("1 file would change\n")
    assert DOSSIER.read_text("utf-8") == OLD
    put(NEW)
    assert (run("upgrade", "--check").exit_code, run("upgrade", "--check").stdout) == (0, "nothing to upgrade\n")
    assert run("upgrade", "--check", "--yes").exit_code == 2


def test_json_tells_the_same_and_writes_only_with_yes() -> None:
    put(OLD)
    told = json.loads(run("upgrade", "--json").stdout)
    assert told["schema"] == "briefing/upgrade/1"
    (file,) = told["files"]
    assert (file["dossier"], file["file"]) == ("x", "facts/x/dossier.yaml")
    assert file["upgrades"] == ["cuts: is now called variants:"]
    assert "\n-cuts:   # shorter briefs\n+variants:   # shorter briefs\n" in file["diff"]
    assert (told["written"], told["problems"], DOSSIER.read_text("utf-8")) == ([], [], OLD)
    assert run("upgrade", "--json", "--check").exit_code == 1
    assert json.loads(run("upgrade", "--json", "--yes").stdout)["written"] == ["facts/x/dossier.yaml"]
    assert DOSSIER.read_text("utf-8") == NEW
    assert json.loads(run("upgrade", "--json").stdout)["files"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OLD + "variants:\n  a: b\n", "cannot-upgrade"),
        (OLD + "cuts:\n  a: b\n", "cannot-upgrade"),
        ("cuts: [\n", "cannot-upgrade"),
        ("cuts: {a: b}\n" + "x: " + "[" * 5_000, "cannot-upgrade"),
        (OLD.replace("\n", "\r\n", 1), "cannot-upgrade"),
        (b"cuts: \xff\n", "not-utf-8"),
    ],
)
def test_what_cannot_be_upgraded_is_a_problem_and_the_others_are(text: str | bytes, code: str) -> None:
    path = put(text)
    before = path.read_bytes()
    put(OLD, "y")
    done = run("upgrade", "--yes")
    assert done.exit_code == 1
    assert f"error[{code}]" in done.stderr
    assert "facts/x" in done.stderr
    assert path.read_bytes() == before
    assert Path("facts/y/dossier.yaml").read_text("utf-8") == NEW


def test_a_frozen_edition_is_never_touched() -> None:
    put(OLD)
    frozen = Path("facts/x/editions/1.json")
    frozen.parent.mkdir()
    frozen.write_text('{"cuts": {}}', "utf-8")
    assert run("upgrade", "--yes").exit_code == 0
    assert frozen.read_text("utf-8") == '{"cuts": {}}'


def test_a_shipped_dossier_is_not_changed_and_none_means_those_in_facts() -> None:
    for arguments, code in (
        (("russia-north-korea",), "shipped-dossier"),
        ((), "no-dossier"),
        (("nowhere",), "unknown-dossier"),
    ):
        done = run("upgrade", *arguments)
        assert done.exit_code == 2
        assert f"error[{code}]" in done.stderr


def test_it_is_hidden_in_the_help_and_has_a_full_help_of_its_own() -> None:
    assert "\n  upgrade" not in run("--help").stdout
    help_text = run("upgrade", "--help").stdout
    for option in ("--check", "--yes", "--json", "DOSSIER"):
        assert option in help_text
