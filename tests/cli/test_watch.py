"""`briefing watch` as a real process: it builds again on every way of saving, outlives what is wrong, and ends tidily."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.build.discovery import DossierRef
from briefing.cli import file_watcher as watching
from briefing.cli import watch as watch_command
from briefing.cli.app import app

PATIENCE = 60.0
"""Seconds that a line may take on the busiest machine: nothing here says how fast it is, tests/bench/watch.py does."""


class Watched:
    """A running `briefing watch`, whose lines are read as they come."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-c", "from briefing.cli import main; main()", "watch", *arguments]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.told: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def wait_for(self, *parts: str) -> str:
        """The next line that holds all of these."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                line = self.lines.get(timeout=max(until - time.monotonic(), 0.01))
            except queue.Empty:
                pytest.fail(f"no line with {parts}; there were:\n" + "\n".join(self.told))
            self.told.append(line)
            if all(part in line for part in parts):
                return line

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["new", "wind", "--title", "Wind"]).exit_code == 0
    return tmp_path


@pytest.fixture
def watch() -> Iterator[Callable[..., Watched]]:
    running: list[Watched] = []

    def start(*arguments: str) -> Watched:
        running.append(Watched(*arguments))
        running[-1].wait_for("Watching")
        return running[-1]

    yield start
    for each in running:
        each.process.kill()
        each.process.wait()
        assert each.process.stdout is not None
        each.process.stdout.close()


FACTS = Path("facts/wind/background.yaml")
PROSE = Path("templates/wind/outlook.md")


def replaced(path: Path, old: str, new: str) -> str:
    text = path.read_text("utf-8")
    assert old in text
    return text.replace(old, new)


def in_place(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def by_rename(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new.tmp")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def by_backup(path: Path, text: str) -> None:
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("save", [in_place, by_rename, by_backup])
def test_however_an_editor_saves_the_files_are_made_again(
    watch: Callable[..., Watched], save: Callable[[Path, str], None]
) -> None:
    started = watch()
    assert "wind: built  out/wind.pdf  3 pages  out/wind.docx  3 pages" in started.told[0]
    for figure in ("1,300", "1,400"):
        before = Path("out/wind.pdf").read_bytes()
        save(FACTS, replaced(FACTS, "about 1,200" if figure == "1,300" else "about 1,300", f"about {figure}"))
        started.wait_for("wind: built", "out/wind.pdf", " s")
        assert Path("out/wind.pdf").read_bytes() != before


def test_what_is_wrong_is_told_as_a_compiler_would_and_the_old_files_stay(watch: Callable[..., Watched]) -> None:
    started = watch("wind")
    before = Path("out/wind.pdf").read_bytes()
    good = PROSE.read_text("utf-8")
    in_place(PROSE, good + "\nIt has {{ staf }}.\n")
    started.wait_for("templates/wind/outlook.md:10:11: error[unknown-fact]")
    started.wait_for('hint: did you mean "staff"?')
    started.wait_for("wind: not built, 1 error; old files kept")
    assert Path("out/wind.pdf").read_bytes() == before
    PROSE.write_bytes(b"{{ \xff\x00")  # half a save
    started.wait_for("wind: not built")
    PROSE.unlink()
    started.wait_for("error[unknown-section]")
    started.wait_for("wind: not built")
    in_place(PROSE, good)
    started.wait_for("wind: built again")
    in_place(PROSE, good.replace("What would change", "What could change"))
    assert "again" not in started.wait_for("wind: built")
    assert Path("out/wind.pdf").read_bytes() != before


def test_only_the_briefs_concerned_are_made_again(watch: Callable[..., Watched]) -> None:
    assert CliRunner().invoke(app, ["new", "sun", "--title", "Sun", "--template", "general"]).exit_code == 0
    started = watch("--format", "docx", "--output", "made")
    started.told.clear()
    in_place(FACTS, replaced(FACTS, "1,200", "1,250"))
    assert "pdf" not in started.wait_for("wind: built", "made/wind.docx")
    in_place(PROSE, replaced(PROSE, "What would", "What could"))
    started.wait_for("wind: built")
    in_place(Path("facts/sun/background.yaml"), replaced(Path("facts/sun/background.yaml"), "1,200", "1,250"))
    started.wait_for("sun: built")
    assert [line.split(":")[0] for line in started.told] == ["wind", "wind", "sun"]
    in_place(Path("templates/about.md"), "")  # right in the folder: any brief's
    started.wait_for("sun: built")
    started.wait_for("wind: built")
    assert not Path("made/wind.pdf").exists()


def test_folders_may_come_and_go(watch: Callable[..., Watched]) -> None:
    started = watch("wind")
    shutil.move("facts/wind", "away")
    started.wait_for("facts/wind: error[no-such-folder]")
    started.wait_for("wind: not built")
    shutil.move("away", "facts/wind")
    started.wait_for("wind: built again")
    in_place(FACTS, replaced(FACTS, "1,200", "1,250"))
    started.wait_for("wind: built")
    Path("facts/wind/more").mkdir()
    shutil.rmtree("templates")
    started.wait_for("wind: not built")
    assert started.process.poll() is None


def test_a_dossier_that_is_made_is_built_too_where_none_was_named(watch: Callable[..., Watched]) -> None:
    started = watch()
    assert CliRunner().invoke(app, ["new", "sun", "--title", "Sun"]).exit_code == 0
    started.wait_for("sun: built", "out/sun.pdf")
    sun = Path("facts/sun/background.yaml")
    in_place(sun, replaced(sun, "1,200", "1,250"))
    started.wait_for("sun: built")


def test_a_theme_file_is_read_again(watch: Callable[..., Watched]) -> None:
    theme = Path("mine.toml")
    in_place(theme, 'like = "plain"\n[colours]\naccent = "5B1530"\n')
    started = watch("wind", "--theme", "mine.toml", "--format", "pdf")
    before = Path("out/wind.pdf").read_bytes()
    in_place(theme, 'like = "plain"\n[colours]\naccent = "154B30"\n')
    started.wait_for("wind: built")
    assert Path("out/wind.pdf").read_bytes() != before
    in_place(theme, 'like = "plain"\n[colours]\nacent = "154B30"\n')
    started.wait_for("mine.toml:3:1: error[")
    started.wait_for("not built: 1 error; old files kept")
    in_place(theme, 'like = "plain"\n')
    started.wait_for("wind: built again")


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.usefixtures("heard_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to_and_leaves_nothing_behind(watch: Callable[..., Watched], number: int) -> None:
    started = watch()
    assert started.stop(number) == 0
    started.wait_for("stopped")
    assert not any("Traceback" in line for line in started.told)
    assert {path.name for path in Path("out").iterdir()} == {"wind.pdf", "wind.docx", "wind.build.json"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["wnd"], "unknown-dossier"), (["--templates", "no"], "no-such-folder"), (["--theme", "plane"], "unknown-theme")],
)
def test_a_wrong_command_ends_at_once(arguments: list[str], code: str) -> None:
    result = CliRunner().invoke(app, ["watch", *arguments])
    assert result.exit_code == 2
    assert f"error[{code}]" in result.stderr


# ------------------------------------------------------------------ what it looks at


def test_files_of_editors_are_passed_over() -> None:
    for name in (".background.yaml.swp", "background.yaml~", "#background.yaml#", "x.tmp"):
        Path("facts/wind", name).write_text("x", "utf-8")
    seen = watching.scan([Path("facts/wind")], [])
    assert FACTS in seen.files
    assert not [path for path in seen.files if path.name.endswith(("~", "#", ".swp", ".tmp"))]


def test_a_file_that_is_new_gone_or_other_is_a_change() -> None:
    before = watching.scan([Path("facts")], [Path("look.toml")])
    FACTS.unlink()
    Path("look.toml").write_text("x", "utf-8")
    Path("facts/wind/sources.yaml").write_text("x", "utf-8")
    now = watching.scan([Path("facts")], [Path("look.toml")])
    assert now.changed_since(before) == {FACTS, Path("look.toml"), Path("facts/wind/sources.yaml")}


def test_a_link_that_leads_in_a_ring_ends() -> None:
    Path("facts/wind/ring").symlink_to("..")
    assert len(watching.scan([Path("facts")], []).folders) < 20


def test_whose_a_file_is() -> None:
    sun = Path("facts/sun")
    sun.mkdir()
    (sun / "dossier.yaml").write_text("title: Sun\nuses:\n  - wind\nvariants:\n  short: sun-short\n", "utf-8")
    both = [DossierRef("wind", Path("facts/wind"), "facts/wind"), DossierRef("sun", sun, "facts/sun")]

    def names(path: str) -> list[str]:
        return [d.name for d in watching.affected([Path(path)], both, [Path("templates")])]

    assert names("facts/sun/a.yaml") == ["sun"]
    assert names("facts/wind/a.yaml") == ["wind", "sun"]  # the sun takes facts from the wind
    assert names("templates/wind/a.md") == ["wind", "sun"]  # which it names
    assert names("templates/sun-short/a.md") == ["sun"]
    assert names("templates/short/a.md") == ["sun"]
    assert names("templates/policy-brief/a.md") == ["wind", "sun"]
    assert names("templates/other/a.md") == []
    assert names("templates/a.md") == ["wind", "sun"]
    assert names("house.dotx") == ["wind", "sun"]


def test_the_first_file_is_opened_once(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr("typer.launch", opened.append)

    def build_twice(watched: watch_command._Watched) -> None:
        watched.build(watched.find())
        watched.build(watched.find())

    monkeypatch.setattr(watch_command, "_watch_files", build_twice)
    run = CliRunner().invoke(app, ["watch", "--open", "--format", "docx"])
    assert (run.exit_code, run.stdout.count("wind: built")) == (0, 2)
    assert opened == [str(place / "out/wind.docx")]


def test_the_example_can_be_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    monkeypatch.setattr(watch_command, "_watch_files", lambda watched: found.extend(d.name for d in watched.find()))
    assert CliRunner().invoke(app, ["watch", "--example"]).exit_code == 0
    assert found == ["russia-north-korea"]
    both = CliRunner().invoke(app, ["watch", "wind", "--example"])
    assert (both.exit_code, "--example and a dossier cannot be used together" in both.stderr) == (2, True)
