"""Workers whose templates take too long are stopped, and say in which line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from compose.test_unusable_values import write

from briefing.build.batch import pool
from briefing.build.batch.batch_options import BatchOptions
from briefing.build.batch.batch_report import BatchOutcome
from briefing.build.batch.items import Item
from briefing.build.options import BuildOptions

UNCOUNTED = """
from briefing.build import isolation
from briefing.build.batch import worker
from briefing.compose import limits


def main():
    limits.LOOP_BUDGET = limits.TEXT_BUDGET = 10**15
    isolation.SECONDS = 1
    worker.main()
"""
LOOPS = "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}"


def build(place: Path, body: str) -> BatchOutcome:
    folder, templates = write(place, f"# Body\n\nIt sent {{{{ men }}}}.\n\n{body}\n")
    options = BatchOptions("", tuple(map(str, templates)), str(place / "out"), BuildOptions(formats=("docx",)))
    worker = pool.BatchWorker(options)
    try:
        return worker.build(Item("x", "facts/x"), folder)
    finally:
        worker.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="limits of processor time")
def test_a_worker_that_takes_too_long_says_in_which_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "uncounted.py").write_text(UNCOUNTED, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(pool, "WORKER", "uncounted")
    (found,) = build(tmp_path, LOOPS).problems
    assert (found.code, found.location.line) == ("template-too-greedy", 5)
    assert found.location.file.endswith("body.md")


def test_a_worker_counts_as_any_build_does(tmp_path: Path) -> None:
    found = [each for each in build(tmp_path, LOOPS).problems if each.severity == "error"]
    assert [(each.code, each.location.line) for each in found] == [("template-too-greedy", 5)]


def test_a_worker_runs_no_module_of_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(7)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert build(tmp_path, "").state == "built"
