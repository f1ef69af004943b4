"""`briefing batch` as a command: what it builds, what it leaves alone, what it does when things fail, and how it goes on."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefing.cli.app import app

COMMAND = [sys.executable, "-c", "from briefing.cli import main; main()"]
FACTS = """title: Ports
facts:
  staff:
    name: Staff
    value: {number} people
    source: report
"""
SOURCES = "report:\n  title: Annual report\n  publisher: Agency\n  date: 2025-03-31\n"


def make(name: str, number: int, folder: str = "facts") -> None:
    path = Path(folder, name)
    path.mkdir(parents=True)
    (path / "dossier.yaml").write_text(
        f"title: The port of {name}\nedition: 1\ndate: 2025\nsections:\n  - ports\n", "utf-8"
    )
    (path / "sources.yaml").write_text(SOURCES, "utf-8")
    (path / "ports.yaml").write_text(FACTS.format(number=number), "utf-8")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(("ayr", "bari", "cork", "deal", "elba")):
        make(name, 1000 + number)
    note = tmp_path / "templates" / "note"
    note.mkdir(parents=True)
    (note / "ports.md").write_text("# Ports\n\nIt employs {{ staff }}.\n", "utf-8")
    return tmp_path


def batch(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*COMMAND, "batch", "note", *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def states(report: str = "out/note.batch.json") -> dict[str, str]:
    told: dict[str, Any] = json.loads(Path(report).read_text("utf-8"))
    return {brief["name"]: brief["state"] for brief in told["briefs"]}


def contents(folder: str = "out") -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(Path(folder).iterdir())}


def test_every_dossier_is_built_as_build_would_and_nothing_else_is_left() -> None:
    done = batch("--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("5 briefs: 5 built in ")
    assert sorted(done.stdout.splitlines()[:-1]) == [f"{n}  1 page" for n in ("ayr", "bari", "cork", "deal", "elba")]
    made = contents()
    assert len(made) == 5 * 3 + 1
    for path in Path("facts").iterdir():
        text = (path / "dossier.yaml").read_text("utf-8")
        (path / "dossier.yaml").write_text(f"{text}template: note\n", "utf-8")
    subprocess.run([*COMMAND, "build", "--output", "alone"], check=True, capture_output=True)
    alone = contents("alone")
    assert {name: alone[name] for name in made if name.endswith((".pdf", ".docx"))} == {
        name: digest for name, digest in made.items() if name.endswith((".pdf", ".docx"))
    }


def test_one_process_and_several_make_the_same_bytes() -> None:
    batch("--jobs", "1", "--output", "one")
    batch("--jobs", "3", "--output", "three")
    assert contents("one") == contents("three")


def test_a_brief_that_fails_stops_no_other_and_is_built_alone_once_mended() -> None:
    path = Path("facts/cork/ports.yaml")
    path.write_text(path.read_text("utf-8").replace("source", "sorce"), "utf-8")
    done = batch()
    assert done.returncode == 1
    assert 'facts/cork/ports.yaml:6:5: error[unknown-key]: unknown key "sorce" in a fact' in done.stderr
    assert done.stderr.rstrip().endswith("--only failed")
    assert states()["cork"] == "failed"
    assert sum(state == "built" for state in states().values()) == 4
    path.write_text(FACTS.format(number=5), "utf-8")
    done = batch("--only", "failed")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "cork  1 page")
    assert set(states().values()) == {"built"}


def test_what_has_not_changed_is_not_built_and_what_has_is() -> None:
    batch()
    before = {path: path.stat().st_mtime_ns for path in Path("out").glob("*.pdf")}
    Path("facts/deal/ports.yaml").write_text(FACTS.format(number=77), "utf-8")
    done = batch("--only", "changed")
    assert done.stdout.splitlines()[0] == "deal  1 page"
    assert "unchanged" not in done.stdout
    assert {p.name for p, at in before.items() if p.stat().st_mtime_ns != at} == {"deal.pdf"}
    done = batch()
    assert done.stdout == "5 briefs: 5 unchanged, in out\n"
    assert "5 built" in batch("--force").stdout


def test_a_template_that_changes_changes_all() -> None:
    batch()
    Path("templates/note/ports.md").write_text("# Ports\n\nThere work {{ staff }}.\n", "utf-8")
    assert "5 briefs: 5 built" in batch().stdout


def test_one_brief_by_its_name() -> None:
    assert "1 brief: 1 built" in batch("--only", "bari").stdout
    done = batch("--only", "barri")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'did you mean "bari"?' in done.stderr


def test_a_brief_that_takes_too_long_is_stopped_and_the_others_are_built() -> None:
    Path("facts/cork/dossier.yaml").write_text("title: Slow\nedition: 1\ndate: 2025\nsections:\n  - slow\n", "utf-8")
    # Some twenty seconds of work, for which no budget is too small.
    line = "Many {{ staff }}. Words {{ staff }}. " * 3
    Path("templates/note/slow.md").write_text(
        f"# Slow\n\n{{% for a in range(15000) %}}\n{line}\n\n{{% endfor %}}\n", "utf-8"
    )
    done = batch("--time-limit", "5")
    assert done.returncode == 1
    assert "facts/cork: error[out-of-time]: timed out after 5 seconds" in done.stderr
    assert sum(state == "built" for state in states().values()) == 4


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
def test_a_process_that_dies_loses_its_brief_and_no_other(here: Path) -> None:
    """Loading this module, which stands in the way of the real one, kills the process that builds the brief of that name."""
    (here / "sitecustomize.py").write_text(
        "import sys, os, signal\n"
        "if 'briefing.build.batch.worker' in sys.orig_argv:\n"
        "    import briefing.build.discovery as shelf\n"
        "    class Deadly(shelf.DossierRef):\n"
        "        def __init__(self, name, *more):\n"
        "            if name == 'cork': os.kill(os.getpid(), signal.SIGKILL)\n"
        "            super().__init__(name, *more)\n"
        "    shelf.DossierRef = Deadly\n",
        "utf-8",
    )
    environment = os.environ | {"PYTHONPATH": str(here)}
    done = subprocess.run([*COMMAND, "batch", "note"], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1
    assert "facts/cork: error[process-lost]: the process that built it ended with signal 9" in done.stderr
    assert sum(state == "built" for state in states().values()) == 4


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
def test_a_batch_that_was_killed_goes_on_where_it_stopped() -> None:
    for number in range(30):
        make(f"port-{number}", number)
    with subprocess.Popen(
        [*COMMAND, "batch", "note", "--jobs", "2"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(6):
            process.stdout.readline()
        process.kill()
    time.sleep(0.5)
    done = batch("--resume")
    assert done.returncode == 0, done.stderr
    already = int(done.stderr.split(" brief", 1)[0])
    assert 6 <= already < 35
    assert done.stderr.splitlines()[0].endswith(f"already done, {35 - already} left")
    # Those that were written and not yet noted when the kill came: at most one a process.
    told = re.search(r"(\d+) unchanged", done.stdout)
    unchanged = int(told[1]) if told else 0
    assert unchanged <= 2
    assert len(done.stdout.splitlines()) == 35 - already - unchanged + 1
    assert f", {already} of them before it was stopped in " in done.stdout.splitlines()[-1]
    assert len(states()) == 35
    assert set(states().values()) <= {"built", "unchanged"}
    assert len(list(Path("out").glob("*.pdf"))) == 35
    assert [p.name for p in Path("out").iterdir() if p.name.startswith(".") or p.suffix == ".journal"] == []
    assert "there is no unfinished batch to resume" in batch("--resume").stderr


def test_rows_of_a_table_are_briefs() -> None:
    Path("c.csv").write_text("name,staff,source\nYork,12 people,Office\nIpswich,about 9 people,Office\n", "utf-8")
    done = batch("--rows", "c.csv")
    assert done.returncode == 0, done.stderr
    assert states() == {"york": "built", "ipswich": "built"}
    assert "2 briefs: 2 unchanged" in batch("--rows", "c.csv").stdout
    Path("c.csv").write_text("name,staff,source\nYork,12 people,Office\nIpswich,about 8 people,Office\n", "utf-8")
    assert batch("--rows", "c.csv").stdout.splitlines()[0] == "ipswich  1 page"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nota"], 'did you mean "note"?'),
        (["note", "--rows", "nowhere"], "no such file or directory"),
        (["note", "--rows", "facts/ayr"], "name the folder that contains it: --rows facts"),
        (["note", "--rows", "templates"], "there are no dossiers in this folder"),
        (["note", "--force", "--resume"], "use only one of the two"),
        (["note", "--force", "--only", "changed"], "use only one of the two"),
        (["note", "--only", "failed"], "leave out --only failed"),
        (["note", "--output", "facts/ayr/dossier.yaml"], "choose another folder with --output"),
        (["note", "--theme", "minstry"], 'did you mean "ministry"?'),
    ],
)
def test_a_wrong_command_is_told_what_would_be_right(arguments: list[str], told: str) -> None:
    done = subprocess.run([*COMMAND, "batch", *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_json_is_the_report_and_nothing_else() -> None:
    done = batch("--json")
    assert json.loads(done.stdout)["counts"] == {"built": 5, "unchanged": 0, "failed": 0}
    assert done.stdout == Path("out/note.batch.json").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.usefixtures("heard_signals")
def test_ctrl_c_tells_how_to_go_on() -> None:
    for number in range(40):
        make(f"port-{number}", number)
    with subprocess.Popen(
        [*COMMAND, "batch", "note"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "continue with: briefing" in told
    assert "--resume" in told
    assert batch("--resume").returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.usefixtures("ignored_signals")
def test_a_batch_under_nohup_goes_on_when_the_terminal_is_closed() -> None:
    for number in range(20):
        make(f"port-{number}", number)
    with subprocess.Popen(
        [*COMMAND, "batch", "note"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGHUP)
        _, told = process.communicate(timeout=300)
    assert process.returncode == 0, told
    assert list(states().values()) == ["built"] * 25


def test_an_output_folder_that_may_not_be_written_is_told_before_anything_is_built(here: Path) -> None:
    (here / "out").write_text("a file", "utf-8")
    done = batch()
    assert done.returncode == 2
    assert "is not a folder" in done.stderr


@pytest.mark.parametrize("template", ["x/" * 3000, "a/" + "y" * 5000, "../nowhere"])
def test_a_template_of_a_name_that_no_folder_can_have_is_not_there(template: str) -> None:
    done = CliRunner().invoke(app, ["batch", template], catch_exceptions=False)
    assert done.exit_code in (1, 2)
    assert "error[unknown-template]" in done.stderr
