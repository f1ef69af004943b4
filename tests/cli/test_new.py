"""`briefing new`: a dossier that builds at once, and nothing overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from briefing.cli import scaffold
from briefing.cli.app import app


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def title_of(name: str) -> str:
    return str(yaml.safe_load(Path("facts", name, "dossier.yaml").read_text("utf-8"))["title"])


def test_the_files_are_told_and_there() -> None:
    result = run("new", "wind-power")
    assert (result.exit_code, result.stderr) == (0, "")
    *files, last = result.stdout.splitlines()
    assert files == [f"facts/wind-power/{name}" for name in scaffold.FILES]
    assert all(Path(file).is_file() for file in files)
    assert last == "Build it with: briefing build wind-power"
    assert title_of("wind-power") == "Wind power"
    assert [path.name for path in Path("facts").iterdir()] == ["wind-power"]


@pytest.mark.parametrize(
    "title", ["Arms: for oil", '"Quoted"', "back\\slash", "# hash", "{{ x }}", "Ünïcode – 한국", "TITLE", "'"]
)
def test_any_title_stands_as_typed(title: str) -> None:
    run("new", "x", "--title", title)
    assert title_of("x") == title


@pytest.mark.parametrize("title", ["", "  ", "a\nb", "bell\a"])
def test_a_title_that_cannot_be_printed_is_refused(title: str) -> None:
    result = run("new", "x", "--title", title)
    assert result.exit_code == 1
    assert "error[bad-title]" in result.stderr
    assert not Path("facts").exists()


@pytest.mark.parametrize("kind", ["dossier", "empty folder", "file"])
def test_nothing_is_overwritten(kind: str) -> None:
    Path("facts").mkdir()
    if kind == "dossier":
        run("new", "x", "--title", "Mine")
    elif kind == "file":
        Path("facts/x").write_text("mine", "utf-8")
    else:
        Path("facts/x").mkdir()
    before = {path: path.read_bytes() for path in Path("facts").rglob("*") if path.is_file()}
    result = run("new", "x", "--title", "Other")
    assert result.exit_code == 1
    assert "facts/x: error[already-there]" in result.stderr
    assert result.stderr.count("facts/x") == 1
    assert {path: path.read_bytes() for path in Path("facts").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Wind power", "briefing new wind-power"),
        ("../x", "briefing new x"),
        ("a/b", "briefing new a-b"),
        (".", "for example: briefing new wind-power"),
        ("", "for example: briefing new wind-power"),
        ("x" * 200, f"briefing new {'x' * 80}"),
    ],
)
def test_a_name_that_cannot_be_a_folder_is_refused_with_a_better_one(name: str, hint: str) -> None:
    result = run("new", name)
    assert result.exit_code == 2
    assert f"hint: {hint}\n" in result.stderr
    assert not Path("facts").exists()


def test_a_facts_folder_that_is_a_file_is_told() -> None:
    Path("facts").write_text("x", "utf-8")
    result = run("new", "x")
    assert result.exit_code == 1
    assert "facts/x: error[cannot-write]" in result.stderr


def test_a_failure_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", refuse)
    result = run("new", "x")
    assert "facts/x: error[cannot-write]: this folder cannot be made: No space left on device" in result.stderr
    assert list(Path("facts").iterdir()) == []


def test_each_file_can_be_read_and_is_commented() -> None:
    run("new", "x")
    for name in scaffold.FILES:
        text = Path("facts/x", name).read_text("utf-8")
        if name.endswith(".yaml"):
            assert isinstance(yaml.safe_load(text), dict)
            assert "#" in text
