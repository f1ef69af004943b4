"""Formats and checks of other packages, by entry points: each proven with a small package that is there for the test alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLUGIN = """
from briefing.problems.problem import Problem
from briefing.writers import OutputFile

class Text:
    def check(self, options, theme):
        return [Problem("plain-look", "plain text has no colours", severity="note")]

    def write(self, brief):
        words = [block.text for block in brief.document.blocks if hasattr(block, "text")]
        title = brief.document.properties.title
        return OutputFile(f"{title}, {len(brief.pages.pages)} pages, {len(brief.record) > 100}".encode(), 7)

text = Text()

class NoTanks:
    CODE, SEVERITY = "no-tanks", "warning"

    def check(self, case):
        for fact in case.ledger.facts.values():
            if "tanks" in fact.name:
                yield Problem("no-tanks", "we do not write about tanks", fact.location)

class Broken:
    CODE, SEVERITY = "broken", "error"

    def check(self, case):
        raise RuntimeError("oh dear")

no_tanks, broken = NoTanks(), Broken()
"""
FACTS = "title: Arms\nfacts:\n  tanks:\n    name: tanks\n    says: It sent {value}\n    value: 3 tanks\n    source: s\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    facts = tmp_path / "facts" / "x"
    facts.mkdir(parents=True)
    (facts / "dossier.yaml").write_text("title: T\ndate: 2026-01\n", "utf-8")
    (facts / "sources.yaml").write_text("s:\n  title: S\n  date: 2025\n", "utf-8")
    (facts / "arms.yaml").write_text(FACTS, "utf-8")
    (tmp_path / "house_rules.py").write_text(PLUGIN, "utf-8")
    return tmp_path


def install(place: Path, entries: str) -> None:
    """What pip would leave behind of a package with these entry points."""
    folder = place / "house_rules-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: house-rules\nVersion: 1.0\n", "utf-8")
    (folder / "entry_points.txt").write_text(entries, "utf-8")


def run(place: Path, program: str) -> str:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(place), str(ROOT)])}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_format_of_another_package_is_written_like_ours(place: Path) -> None:
    install(place, "[briefing.writers]\ntxt = house_rules:text\n")
    program = (
        "import briefing\nresult = briefing.build('x', formats=('txt', 'pdf'))\nresult.write('out')\n"
        "print(result.files['txt'].pages, result.files['txt'].data.decode(), [p.code for p in result.problems])"
    )
    assert run(place, program) == "7 T, 1 pages, True ['plain-look', 'single-origin']\n"
    assert sorted(path.name for path in (place / "out").iterdir()) == ["x.build.json", "x.pdf", "x.txt"]
    listed = json.loads((place / "out" / "x.build.json").read_text("utf-8"))
    assert [file["name"] for file in listed["files"]] == ["x.txt", "x.pdf"]


def test_the_command_line_takes_a_format_of_another_package(place: Path) -> None:
    install(place, "[briefing.writers]\ntxt = house_rules:text\n")
    program = (
        "import sys\nfrom briefing.cli import main\nsys.argv = ['briefing', 'build', 'x', '--format', '{}']\nmain()"
    )
    assert "out/x.txt  7 pages\n" in run(place, program.format("txt"))
    with pytest.raises(AssertionError, match="--format must be pdf, docx or txt, not"):
        run(place, program.format("tex"))


def test_a_batch_takes_a_format_of_another_package(place: Path) -> None:
    install(place, "[briefing.writers]\ntxt = house_rules:text\n")
    program = (
        "import sys\nfrom briefing.cli import main\n"
        "sys.argv = 'briefing batch policy-brief --rows facts --jobs 2 --format txt'.split()\nmain()"
    )
    run(place, program)
    assert (place / "out" / "x.txt").read_text("utf-8") == "T, 1 pages, True"


def test_an_output_file_takes_its_format_from_a_plugin_too(place: Path) -> None:
    install(place, "[briefing.writers]\ntxt = house_rules:text\n")
    program = "import sys\nfrom briefing.cli import main\nsys.argv = ['briefing', 'build', 'x', '-o', '{}']\nmain()"
    assert run(place, program.format("mine/brief.txt")) == "mine/brief.txt  7 pages\n"
    assert [path.name for path in (place / "mine").iterdir()] == ["brief.txt"]
    with pytest.raises(AssertionError, match='no format "rtf"'):
        run(place, program.format("brief.rtf"))
    assert not (place / "brief.rtf").exists()


def test_without_the_package_its_format_is_a_problem(place: Path) -> None:
    program = (
        "import briefing\nresult = briefing.build('x', formats=('txt',))\n"
        "print(result.ok, [str(p) for p in result.problems if p.severity == 'error'])"
    )
    out = run(place, program)
    assert out.startswith("False [") and "error[unknown-format]" in out and "choose one of: pdf, docx" in out


def test_a_house_adds_its_own_rule(place: Path) -> None:
    install(place, "[briefing.checks]\nno_tanks = house_rules:no_tanks\n")
    program = "import briefing\nprint([str(p) for p in briefing.check('x') if p.code == 'no-tanks'])"
    assert run(place, program) == "['facts/x/arms.yaml:3:3: warning[no-tanks]: we do not write about tanks']\n"
    dossier = place / "facts" / "x" / "dossier.yaml"
    dossier.write_text(dossier.read_text("utf-8") + "checks:\n  no-tanks: error\n", "utf-8")
    assert "error[no-tanks]" in run(place, program)


def test_a_rule_that_fails_is_a_problem_and_stops_no_other(place: Path) -> None:
    install(place, "[briefing.checks]\nbroken = house_rules:broken\nno_tanks = house_rules:no_tanks\n")
    program = "import briefing\nprint([p.code for p in briefing.check('x')])"
    assert sorted(run(place, program).strip("[]\n'").split("', '")) == ["check-failed", "no-tanks", "single-origin"]
