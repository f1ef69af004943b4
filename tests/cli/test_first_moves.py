"""Wrong first moves, each run as the real command: what is printed holds the fix, and the fix works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from briefing.cli import main; main()"]


class Told:
    """How a command came out."""

    def __init__(self, *arguments: str, within: str = ".") -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=within,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        assert "Traceback" not in self.err

    def fix(self) -> list[str]:
        """The command that a hint tells to type, without its first word."""
        found = re.search(r"hint: (?:.*: )?briefing (.*?)(?:;.*|\?.*)?$", self.err, re.MULTILINE)
        assert found, self.err
        return found[1].split()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new dossier, built."""
    folder = tmp_path_factory.mktemp("made")
    assert Told("new", "wind-power", "--title", "Wind power", within=str(folder)).code == 0
    assert Told("build", within=str(folder)).code == 0
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    here = tmp_path / "here"
    shutil.copytree(made, here)
    monkeypatch.chdir(here)
    yield here
    (here / "out").chmod(0o755)


FACTS = Path("facts/wind-power/background.yaml")
PROSE = Path("templates/wind-power/background.md")


def type_into(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), "utf-8")


# ------------------------------------------------------------------ the command itself


def test_1_nothing_but_the_name(tmp_path: Path) -> None:
    told = Told(within=str(tmp_path))
    assert told.code == 2
    assert "Begin with: briefing new NAME" in " ".join(told.err.split())


@pytest.mark.parametrize(
    ("arguments", "fix"),
    [
        ("biuld", ["build", "wind-power"]),
        ("Build", ["build", "wind-power"]),
        ("render", ["build", "wind-power"]),
        ("wind-power", ["build", "wind-power"]),
        ("facts/wind-power", ["build", "facts/wind-power"]),
        ("build --fromat pdf", ["build", "--format", "pdf"]),
        ("build --format doc", ["build", "--format", "pdf"]),
        ("build --pdf", ["build", "--format", "pdf"]),
        ("build --debug", ["--debug", "build"]),
        ("-o out build", ["build", "-o", "out"]),
        ("facts --status disputed", ["facts", "disputed"]),
        ("build --format", ["build", "--format", "pdf"]),
        ("compare out/wind-power.pdf", ["compare", "out/wind-power.pdf", "out/wind-power.docx"]),
        ("why 35.2", ["why", "out/wind-power.pdf", "35.2"]),
        ("why 35.2 out/wind-power.pdf", ["why", "out/wind-power.pdf", "35.2"]),
        ("trace", ["trace", "staff"]),
        ("build out/wind-power.docx", ["build", "wind-power"]),
        ("build facts/wind-power/background.yaml", ["build", "facts/wind-power"]),
        ("new wind-power", ["build", "wind-power"]),
        ("help", ["--help"]),
    ],
)
@pytest.mark.usefixtures("place")
def test_2_what_is_typed_wrong_is_answered_with_a_command_that_works(arguments: str, fix: list[str]) -> None:
    told = Told(*arguments.split())
    assert told.code == (1 if arguments == "new wind-power" else 2)
    assert told.out == ""
    assert told.err.startswith("error[usage]: ") or "error[" in told.err
    assert told.fix() == fix
    assert Told(*fix).code == 0


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ("build wind-pwer", 'did you mean "wind-power"?'),
        ("build --json", "--json is an option of: briefing check, briefing facts"),
        ("facts --cut x", "--variant is an option of: briefing check, briefing build"),
        ("review", "briefing review wind-power-reviewed.docx"),
        ("review out/wind-power.pdf", "review the .docx"),
        ("brief.docx", "briefing review brief.docx"),
        ("build wind-power --theme minstry", 'did you mean "ministry"?'),
        ("build wind-power --template wind-power", "--template is an option of: briefing new"),
        ("build wind-power --templates out/wind-power.docx", "--word-template out/wind-power.docx"),
        ("build wind-power --output out/wind-power.build.json", "choose another folder with --output"),
        ("compare out/wind-power.pdf out/wnd-power.docx", 'did you mean "wind-power.docx"?'),
        ("trace stuff", 'did you mean "staff"?'),
        ("check --explain typed-figur", "typed-figure"),
        ("new x --template brief", "policy-brief, two-page, country-note, general"),
        ("build --hlep", "did you mean --help?"),
        ("build -help", "did you mean --help?"),
        ("verify wind-power", "did you mean out/wind-power.docx or out/wind-power.pdf?"),
        ("why wind-power.pdf 35.2", "did you mean out/wind-power.pdf?"),
        ("diff wind-power@1 wind-power", "facts/wind-power/editions/1.json"),
        ("frobnicate", "the commands are: batch, build, check"),
    ],
)
@pytest.mark.usefixtures("place")
def test_3_what_cannot_be_guessed_is_answered_with_what_there_is(arguments: str, hint: str) -> None:
    told = Told(*arguments.split())
    assert told.code in (1, 2)
    assert "error[" in told.err
    assert "hint: " in told.err
    assert hint in told.err


@pytest.mark.parametrize("typed", [["Wind Power!"], ["Wind", "Power"], ["wind power"]])
def test_4_a_name_that_cannot_be_one(tmp_path: Path, typed: list[str]) -> None:
    told = Told("new", *typed, within=str(tmp_path))
    assert told.code == 2
    assert told.fix() == ["new", "wind-power"]
    assert Told(*told.fix(), within=str(tmp_path)).code == 0
    assert Told("build", within=str(tmp_path)).code == 0


def test_5_the_version_goes_before_everything() -> None:
    told = Told("--version", "build")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("briefing ")


@pytest.mark.skipif(os.name == "nt" or shutil.which("make") is None, reason="there is no make here")
def test_a_python_that_is_too_old_is_told_with_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n', "utf-8")
    old.chmod(0o755)
    shutil.copy(ROOT / "Makefile", tmp_path)
    done = subprocess.run(["make", "brief", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "briefing needs Python 3.11 or newer, and found: Python 3.9.2" in done.stderr
    assert "make brief PYTHON=/path/to/python3.11" in done.stderr


# ------------------------------------------------------------------ where one stands


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("within", "arguments", "up"),
    [
        ("facts", "build", ".."),
        ("facts/wind-power", "build wind-power", "../.."),
        ("facts/wind-power", "check", "../.."),
    ],
)
def test_6_a_build_from_within_the_facts(within: str, arguments: str, up: str) -> None:
    told = Told(*arguments.split(), within=within)
    assert told.code == 2
    assert f"hint: type: cd {up} " in told.err
    assert Told(*arguments.split(), within=f"{within}/{up}").code == 0


def test_7_an_empty_folder_builds_what_is_shipped_and_list_says_how_to_begin(tmp_path: Path) -> None:
    told = Told("build", "wind", within=str(tmp_path))
    assert told.code == 2
    assert "choose one of: red-sea-shipping" in told.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may do anything is refused nothing")
@pytest.mark.usefixtures("place")
def test_8_a_folder_into_which_one_may_not_write() -> None:
    Path("out").chmod(0o555)
    told = Told("build", "wind-power")
    assert told.code == 1
    assert "choose another folder with --output" in told.err
    assert Told("build", "wind-power", "--output", "other").code == 0


@pytest.mark.usefixtures("place")
def test_9_a_file_where_the_output_goes_is_a_folder() -> None:
    Path("out/wind-power.pdf").unlink()
    Path("out/wind-power.pdf").mkdir()
    told = Told("build", "wind-power")
    assert told.code == 1
    assert "out/wind-power.pdf is a folder" in told.err
    Path("out/wind-power.pdf").rmdir()
    assert Told("build", "wind-power").code == 0


# ------------------------------------------------------------------ what is typed into the files

SLIPS = {
    "a tab": (FACTS, "    name: Staff", "\tname: Staff", "background.yaml:11:1: error[tab]", "spaces instead of tabs"),
    "a colon": (FACTS, "name: Staff", "name: Staff: all", "background.yaml:11:16: error[colon-in-text]", 'name: "Staff: all"'),
    "no source": (FACTS, "    source: annual_report, p. 12; audit, p. 3\n", "", 'error[unsourced]: "staff"', "source: annual_report"),
    "a source misspelt": (FACTS, "annual_report, p. 12", "anual_report, p. 12", "error[unknown-source]", '"annual_report"'),
    "a key misspelt": (FACTS, "    says: The programme", "    sys: The programme", 'unknown key "sys"', 'did you mean "says"?'),
    "a date in words": (
        Path("facts/wind-power/developments.yaml"), "    date: 20", "    date: 12 June 20",
        "error[bad-date]", "is not a date: type 2012",
    ),
    "a fact misspelt": (PROSE, "{{ staff }};", "{{ staf }};", "background.md:4:74: error[unknown-fact]", '"staff"'),
    "braces unclosed": (PROSE, "{{ staff }};", "{{ staff ;", "background.md:4: error[template-syntax]", "{{ name }}"),
    "one brace closed": (PROSE, "{{ staff }};", "{{ staff };", "background.md:4: error[template-syntax]", "{{ name }}"),
    "single braces": (PROSE, "{{ staff }};", "{staff};", "background.md:4:71: warning[fact-not-printed]", "{{ staff }}"),
    "square brackets": (PROSE, "{{ staff }};", "[staff];", "background.md:4:71: note[fact-not-printed]", "{{ staff }}"),
    "a topic before it": (PROSE, "{{ staff }};", "{{ background.staff }};", 'unknown fact "background"', "{{ staff }}"),
    "no quotation marks": (PROSE, 'table("timeline")', "table(timeline)", 'unknown fact "timeline"', 'table("timeline")'),
    "a figure typed": (PROSE, "{{ staff }};", "1,200 people;", "warning[typed-figure]", "{{ staff }}"),
    "a section misspelt": (
        Path("facts/wind-power/dossier.yaml"), "  - outlook", "  - outlok", "error[unknown-section]", '"outlook"',
    ),
    "a word off the scale": (
        Path("facts/wind-power/judgements.yaml"), "likelihood: unlikely", "likelihood: maybe", "error[off-scale]", "very likely",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.usefixtures("place")
def test_10_a_slip_in_a_file_is_told_with_its_place_and_its_mending(slip: str) -> None:
    file, right, wrong, place, mending = SLIPS[slip]
    before = file.read_text("utf-8")
    file.write_text(before.replace(right, wrong, 1), "utf-8")
    assert file.read_text("utf-8") != before
    told = Told("check", "wind-power")
    assert place in told.err
    assert mending in told.err
    assert "error[]" not in told.err
    assert told.code == (0 if "warning" in place or "note" in place else 1)


@pytest.mark.parametrize(
    ("slip", "typed"),
    [("a colon", 'name: "Staff: all"'), ("a fact misspelt", "{{ staff }};"), ("single braces", "{{ staff }};")],
)
@pytest.mark.usefixtures("place")
def test_11_the_mending_that_is_told_mends(slip: str, typed: str) -> None:
    file, right, wrong, _, _ = SLIPS[slip]
    type_into(file, right, wrong)
    type_into(file, wrong, typed)
    assert Told("check", "wind-power").out == "1 dossier checked: no problems\n"


@pytest.mark.parametrize("arguments", ["build wind-power", "build .", "check wind-power", "new two", "import x.csv"])
@pytest.mark.parametrize("within", ["facts", "facts/wind-power"])
def test_12_within_facts_it_is_said_where_to_run(arguments: str, within: str, place: Path) -> None:
    before = sorted(place.rglob("*"))
    told = Told(*arguments.split(), within=within)
    assert (told.code, told.out) == (2, "")
    assert "error[inside-facts]: the current folder is facts" in told.err or "unknown dossier" in told.err
    assert "cd .." in told.err
    assert sorted(place.rglob("*")) == before


@pytest.mark.usefixtures("place")
def test_13_a_frozen_edition_is_found_by_each_name_that_is_told() -> None:
    assert Told("freeze", "wind-power").out == "facts/wind-power/editions/1.json\n"
    for old in ("facts/wind-power/editions/1.json", "wind-power/editions/1.json"):
        assert Told("diff", old, "wind-power").out.startswith("no changes from ")
    told = Told("diff", "editions/1.json", "wind-power")
    assert "hint: the frozen editions here are: facts/wind-power/editions/1.json" in told.err
    assert "facts/x/editions/1.json" in " ".join(Told("diff", "--help").out.split())


@pytest.mark.usefixtures("place")
def test_14_a_dossier_misspelt_in_a_search_is_told() -> None:
    told = Told("facts", "wind-powr")
    assert told.err == (
        '0 facts: nothing matches "wind-powr"\n  hint: did you mean the dossier "wind-power"? briefing facts wind-power\n'
    )


@pytest.mark.usefixtures("place")
def test_15_an_edited_word_file_is_kept_by_the_next_build() -> None:
    built = Path("out/wind-power.docx").read_bytes()
    for copy in ("wind-power.docx.bak", "wind-power.docx.2.bak"):
        Path("out/wind-power.docx").write_bytes(built + b"edited")
        told = Told("build", "wind-power")
        assert told.code == 0
        assert "out/wind-power.docx: warning[edited-output]: this file was edited after the last build" in told.err
        assert f"kept as out/{copy};" in told.err
        assert Path("out", copy).read_bytes() == built + b"edited"
        assert Path("out/wind-power.docx").read_bytes() == built
    assert Told("build", "wind-power", "--force").err == ""
