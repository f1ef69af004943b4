"""The journal of a batch and its report: read back as far as they are whole."""

from __future__ import annotations

import json
from pathlib import Path

from briefing.build.batch.batch_report import BatchOutcome, earlier_entries, failed_names, write_report
from briefing.build.batch.journal import done_line, head_line, read_journal
from briefing.problems.problem import Location, Problem


def test_what_a_kill_cut_off_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.batch.journal"
    whole = head_line("abc") + done_line("norway", "built") + done_line("côte", "failed")
    path.write_text(whole + done_line("chad", "built")[:-3], "ascii")
    assert read_journal(path, "abc") == {"norway": "built", "côte": "failed"}
    for end in range(len(whole)):
        path.write_text(whole[:end], "ascii")
        kept = read_journal(path, "abc")
        assert kept is None or set(kept) <= {"norway", "côte"}


def test_a_journal_of_other_wishes_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "x.batch.journal"
    assert read_journal(path, "abc") is None
    path.write_text(head_line("abc") + done_line("norway", "built"), "ascii")
    assert read_journal(path, "abd") is None
    path.write_text("[1]\n", "ascii")
    assert read_journal(path, "abc") is None


def test_a_report_is_read_back_and_keeps_what_was_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.batch.json"
    bad = Problem("unsourced", "no source", Location("facts/b/x.yaml", 3, 1))
    path.write_bytes(
        write_report(
            "note", "facts", [BatchOutcome("a", "built", (("a.pdf", 2),)), BatchOutcome("b", "failed", (), (bad,))], []
        )
    )
    assert failed_names(path) == frozenset({"b"})
    kept = earlier_entries(path, {"b"})
    path.write_bytes(write_report("note", "facts", [BatchOutcome("a", "unchanged")], kept))
    report = json.loads(path.read_bytes())
    assert report["counts"] == {"built": 0, "unchanged": 1, "failed": 1}
    assert report["briefs"][1]["problems"][0]["code"] == "unsourced"
    path.write_text('{"schema": "briefing/batch/1", "briefs": [3]}', "utf-8")
    assert failed_names(path) is None
