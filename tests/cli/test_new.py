"""`briefing new`: a dossier that builds at once, and nothing overwritten."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from briefing.build import scaffold
from briefing.cli.app import app


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


FACTS = (
    "README.md", "dossier.yaml", "sources.yaml", "background.yaml", "developments.yaml", "figures.yaml", "judgements.yaml",
    "spending.csv", "tables.yaml",
)  # fmt: skip
PROSE = ("background.md", "developments.md", "outlook.md", "summary.md")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def title_of(name: str) -> str:
    return str(yaml.safe_load(Path("facts", name, "dossier.yaml").read_text("utf-8"))["title"])


def test_the_files_are_told_and_there() -> None:
    result = run("new", "wind-power")
    assert (result.exit_code, result.stderr) == (0, "")
    *files, first, then = result.stdout.splitlines()
    assert files == [f"facts/wind-power/{n}" for n in FACTS] + [f"templates/wind-power/{n}" for n in PROSE]
    assert all(Path(file).is_file() for file in files)
    assert first == "Build it with: briefing build wind-power"
    assert "briefing watch wind-power" in then and "facts/wind-power/README.md" in then
    assert title_of("wind-power") == "Wind power"
    assert [path.name for path in Path("facts").iterdir()] == ["wind-power"]
    assert [path.name for path in Path("templates").iterdir()] == ["wind-power"]


@pytest.mark.parametrize("start", scaffold.STARTS)
@pytest.mark.parametrize("options", [(), ("--date", "1999", "--marking", "amber", "--publisher", 'A "House" \\ & Co')])
def test_every_start_builds_without_a_word(start: str, options: tuple[str, ...]) -> None:
    assert run("new", "x", "--template", start, *options).exit_code == 0
    checked = run("check", "x")
    assert (checked.stdout, checked.stderr) == ("1 dossier checked: no problems\n", "")
    built = run("build", "x")
    assert (built.exit_code, built.stderr) == (0, "")
    stem = "x_TLP-AMBER" if options else "x"
    assert {path.name for path in Path("out").iterdir()} == {f"{stem}.pdf", f"{stem}.docx", f"{stem}.build.json"}
    told = Path("facts/x/README.md").read_text("utf-8")
    named = re.findall(r"`([a-z_]+\.[a-z]+)`", told)
    there = {path.name for folder in ("facts/x", "templates/x") for path in Path(folder).glob("*")} | {"background.md"}
    assert set(named) <= there
    assert there - set(named) <= {"README.md", "background.md"}


def test_no_mark_is_left_in_any_file() -> None:
    for start in scaffold.STARTS:
        run("new", start, "--template", start, "--title", "plain", "--publisher", "plain")
    for path in (path for folder in ("facts", "templates") for path in Path(folder).rglob("*") if path.is_file()):
        assert not re.search(r"\b(?:[A-Z]{4,}|Y\d)\b", re.sub(r"README|AMBER|SECTION", "", path.read_text("utf-8"))), (
            path
        )


def test_all_in_one_folder_check_clean_together_and_a_name_of_the_general_template_hides_nothing() -> None:
    for name, start in (("policy-brief", "policy-brief"), ("größe", "two-page"), ("Wind_1", "general")):
        assert run("new", name, "--template", start).exit_code == 0
    assert {path.name for path in Path("templates").iterdir()} == {"policy-brief-own", "grosse"}
    assert run("check").stdout == "3 dossiers checked: no problems\n"


@pytest.mark.parametrize(
    ("option", "typed", "code", "hint"),
    [
        ("--template", "policy", "unknown-start", 'did you mean "policy-brief"?'),
        ("--template", "zzz", "unknown-start", "choose one of: policy-brief, two-page, country-note, general"),
        ("--date", "14.7.2025", "bad-date", "--date 2025-07-14"),
        ("--date", "2025/2026", "bad-date", "--date 2026"),
        ("--marking", "TLP:WHITE", "bad-tlp", "--marking TLP:CLEAR"),
        ("--marking", "TLP:AMBRE", "bad-tlp", "--marking TLP:AMBER"),
    ],
)
def test_a_wrong_option_is_answered_with_a_right_one(option: str, typed: str, code: str, hint: str) -> None:
    result = run("new", "x", option, typed)
    assert result.exit_code == 2
    assert f"error[{code}]" in result.stderr
    assert hint in result.stderr
    assert not Path("facts").exists()


def test_all_wrong_options_are_told_at_once() -> None:
    result = run("new", "x", "--date", "soon", "--template", "zzz", "--marking", "TLP:BLUE")
    assert result.stderr.count("error[") == 3


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal")
def test_on_a_terminal_it_asks_and_enter_is_enough(place: Path) -> None:
    import pty

    def answer(name: str, typed: str) -> str:
        ours, theirs = pty.openpty()
        os.write(ours, typed.encode())
        command = [sys.executable, "-c", "from briefing.cli import main; main()", "new", name]
        started = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=place)
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # the terminal is closed when the command ends
            while part := os.read(ours, 4096):
                told += part
        os.close(ours)
        assert started.wait() == 0
        return told.decode()

    asked = answer("one", "\n" * 5)
    assert all(q in asked for q in ("Title of the brief [One]", "Date [20", "Start from [policy-brief]", "TLP:AMBER"))
    answer("two", "Two briefs\nUs\n31.2.2025\n2025-03\ntwopage\ntwo-page\nred\n")
    assert title_of("two") == "Two briefs"
    settings = yaml.safe_load(Path("facts/two/dossier.yaml").read_text("utf-8"))
    assert (settings["publisher"], settings["date"], settings["marking"]) == ("Us", "2025-03", "TLP:RED")
    assert Path("templates/two/template.toml").is_file()
    assert run("check").stdout == "2 dossiers checked: no problems\n"


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
    assert not Path("templates").exists() or kind == "dossier"
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
        ("con", "for example: briefing new con-brief"),
        ("LPT1", "for example: briefing new lpt1-brief"),
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
    assert "facts/x: error[cannot-write]: the folder cannot be created: No space left on device" in result.stderr
    assert list(Path.cwd().iterdir()) == []


def test_templates_that_are_there_are_left_and_no_facts_are_made() -> None:
    Path("templates/x").mkdir(parents=True)
    result = run("new", "x")
    assert result.exit_code == 1
    assert "templates/x: error[already-there]" in result.stderr
    assert not Path("facts").exists()


def test_a_failure_with_the_second_folder_takes_the_first_away(monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if "templates" in target.parts:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    result = run("new", "x")
    assert "templates/x: error[cannot-write]" in result.stderr
    assert list(Path.cwd().iterdir()) == []


def test_each_file_can_be_read_and_is_commented() -> None:
    run("new", "x")
    for name in FACTS:
        text = Path("facts/x", name).read_text("utf-8")
        if name.endswith(".yaml"):
            assert isinstance(yaml.safe_load(text), dict)
            assert "#" in text
    assert all("{#" in Path("templates/x", name).read_text("utf-8") for name in PROSE)
