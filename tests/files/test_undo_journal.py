"""The journal of undo: exact bytes come back, a crash leaves one state or the other, and a forged journal leads nowhere."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.build.discovery import current_working_folder, working_folder
from briefing.build.incremental.input_files import hash_files
from briefing.files import undo_journal as journal
from briefing.files.atomic_write import write_files
from briefing.problems.problem import BriefingError

NAMES = ("facts/x/dossier.yaml", "facts/x/trade.csv", "facts/x/reviews/copy 1.yaml", "templates/x/summary.md")
FIRST = "facts/x/dossier.yaml"

Contents = dict[str, bytes]


def contents(root: Path) -> Contents:
    """Every file outside the journal."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and journal.FOLDER not in path.parts
    }


def write(root: Path, files: Mapping[str, bytes | None], command: str = "briefing test") -> None:
    journal.write_recorded(root, {root / name: data for name, data in files.items()}, command)


def undo(root: Path, number: int = 0, *, force: bool = False) -> list[str]:
    """Take back the write of that number; by default the last one."""
    records, problems = journal.list_writes(root)
    assert problems == []
    record = next(each for each in records if number in {0, each.number})
    return journal.undo_write(root, record, journal.plan_undo(root, record), f"undo {record.number}", force=force)


def codes(error: BriefingError) -> set[str]:
    assert all(problem.location.file for problem in error.problems)
    return {problem.code for problem in error.problems}


# ------------------------------------------------------------------ exact bytes

BYTES = st.one_of(
    st.binary(max_size=40), st.text(max_size=20).map(str.encode), st.sampled_from([b"", b"a\r\nb", b"\xef\xbb\xbfx"])
)
FILES = st.dictionaries(st.sampled_from(NAMES), st.one_of(st.none(), BYTES), min_size=1)
STEPS = st.lists(st.one_of(FILES, st.just("undo"), st.integers(1, 12)), max_size=14)


@settings(max_examples=60)
@given(STEPS)
def test_whatever_is_written_and_undone_in_whatever_order_comes_back_byte_for_byte(steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        before: dict[int, tuple[Contents, Contents]] = {}
        for step in steps:
            now = contents(root)
            records, _ = journal.list_writes(root)
            last = records[0].number if records else 0
            if isinstance(step, dict):
                write(root, step)
            elif step == "undo" and last:
                undo(root)
                assert contents(root) == before[last][0]
            elif isinstance(step, int) and step in before:
                old, new = before[step]
                changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
                undo(root, step, force=True)
                wanted = {name: data for name, data in now.items() if name not in changed}
                assert contents(root) == wanted | {name: old[name] for name in changed & set(old)}
            records, _ = journal.list_writes(root)
            if records and records[0].number != last:
                before[records[0].number] = (now, contents(root))


@settings(max_examples=60)
@given(st.lists(FILES, min_size=1, max_size=6))
def test_undoing_every_write_from_the_last_to_the_first_gives_the_beginning(
    writes: list[dict[str, bytes | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, {FIRST: b"title: X\n"})
        start = contents(root)
        for files in writes:
            write(root, files)
        for record in journal.list_writes(root)[0][:-1]:
            undo(root, record.number)
        assert contents(root) == start


def test_an_undo_can_be_undone_and_a_new_file_is_deleted(tmp_path: Path) -> None:
    write(tmp_path, {FIRST: b"one"})
    write(tmp_path, {FIRST: b"two", NAMES[3]: b"new"}, "briefing upgrade x")
    assert undo(tmp_path) == [FIRST, NAMES[3]]
    assert contents(tmp_path) == {FIRST: b"one"}
    undo(tmp_path)
    assert contents(tmp_path) == {FIRST: b"two", NAMES[3]: b"new"}
    records, _ = journal.list_writes(tmp_path)
    assert [(r.number, r.command, r.undoes) for r in records] == [
        (4, "undo 3", 3), (3, "undo 2", 2), (2, "briefing upgrade x", 0), (1, "briefing test", 0),
    ]  # fmt: skip


def test_a_write_that_changes_nothing_is_not_recorded(tmp_path: Path) -> None:
    write(tmp_path, {FIRST: b"one"})
    write(tmp_path, {FIRST: b"one"})
    write(tmp_path, {NAMES[1]: None})
    assert [record.number for record in journal.list_writes(tmp_path)[0]] == [1]


# ------------------------------------------------------------------ edits since, failures


@pytest.mark.parametrize("edited", [b"three", None])
def test_a_file_that_was_edited_since_is_only_put_back_by_force(tmp_path: Path, edited: bytes | None) -> None:
    write(tmp_path, {FIRST: b"one", NAMES[1]: b"1"})
    write(tmp_path, {FIRST: b"two", NAMES[1]: b"2"})
    (tmp_path / FIRST).unlink() if edited is None else (tmp_path / FIRST).write_bytes(edited)
    before = contents(tmp_path)
    with pytest.raises(BriefingError) as raised:
        undo(tmp_path)
    assert codes(raised.value) == {"edited-since"}
    assert [problem.location.file for problem in raised.value.problems] == [FIRST]
    assert contents(tmp_path) == before
    undo(tmp_path, force=True)
    assert contents(tmp_path) == {FIRST: b"one", NAMES[1]: b"1"}
    undo(tmp_path)
    assert contents(tmp_path) == before


def test_an_edit_between_what_was_shown_and_the_undo_is_not_lost(tmp_path: Path) -> None:
    write(tmp_path, {FIRST: b"one"})
    write(tmp_path, {FIRST: b"two"})
    (record, _), _ = journal.list_writes(tmp_path)
    plan = journal.plan_undo(tmp_path, record)
    (tmp_path / FIRST).write_bytes(b"three")
    with pytest.raises(BriefingError) as raised:
        journal.undo_write(tmp_path, record, plan, "undo", force=True)
    assert codes(raised.value) == {"edited-since"}
    assert contents(tmp_path) == {FIRST: b"three"}


def test_a_write_that_fails_leaves_no_record_and_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {FIRST: b"one"})
    original = write_files

    def fail(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
        if FIRST in files:
            raise OSError("no disk")
        return original(folder, files)

    monkeypatch.setattr(journal, "write_files", fail)
    with pytest.raises(OSError, match="no disk"):
        write(tmp_path, {FIRST: b"two"})
    assert contents(tmp_path) == {FIRST: b"one"}
    assert [record.number for record in journal.list_writes(tmp_path)[0]] == [1]


class PowerCut(BaseException):
    """Nothing after this runs, not even what cleans up."""


@pytest.mark.parametrize("when", ["before the write", "after the write", "before a deletion"])
def test_after_a_crash_every_file_is_in_one_of_two_states_and_an_undo_can_be_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    write(tmp_path, {FIRST: b"one", NAMES[1]: b"old"})
    original = write_files

    def cut(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
        if FIRST not in files:
            return original(folder, files)
        if when != "before the write":
            original(folder, files)
        os.link(
            tmp_path / journal.JOURNAL / "000002.json", tmp_path / journal.FOLDER / "kept"
        )  # a crash deletes no record
        raise PowerCut

    def cut_deletion(_: Path) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        if when == "before a deletion":
            patched.setattr(journal, "_delete", cut_deletion)
        else:
            patched.setattr(journal, "write_files", cut)
        with pytest.raises(PowerCut):
            write(tmp_path, {FIRST: b"two", NAMES[1]: None if when == "before a deletion" else b"new"})
    if (tmp_path / journal.FOLDER / "kept").exists():
        (tmp_path / journal.FOLDER / "kept").replace(tmp_path / journal.JOURNAL / "000002.json")
    undo(tmp_path)
    assert contents(tmp_path) == {FIRST: b"one", NAMES[1]: b"old"}


def test_a_number_that_a_crash_left_reserved_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {FIRST: b"one"})
    (tmp_path / journal.JOURNAL / "000002.json").touch()
    assert [record.number for record in journal.list_writes(tmp_path)[0]] == [1]
    write(tmp_path, {FIRST: b"two"})
    assert [record.number for record in journal.list_writes(tmp_path)[0]] == [3, 1]


@pytest.mark.parametrize("in_the_way", [journal.FOLDER, journal.JOURNAL])
def test_where_nothing_can_be_recorded_nothing_is_written(tmp_path: Path, in_the_way: str) -> None:
    path = tmp_path / in_the_way
    path.parent.mkdir(exist_ok=True)
    path.touch()
    with pytest.raises(BriefingError) as raised:
        write(tmp_path, {FIRST: b"two"})
    assert codes(raised.value) == {"cannot-write"}
    assert "nothing was written" in raised.value.problems[0].message
    assert contents(tmp_path) in ({}, {journal.FOLDER: b""})


# ------------------------------------------------------------------ limits


def test_the_last_fifty_writes_are_kept(tmp_path: Path) -> None:
    for number in range(60):
        write(tmp_path, {FIRST: str(number).encode()})
    records, problems = journal.list_writes(tmp_path)
    assert [record.number for record in records] == list(range(60, 10, -1))
    assert problems == []
    assert len(list((tmp_path / journal.JOURNAL).iterdir())) == 50


def test_the_journal_is_bounded_in_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LARGEST", 2_000)
    for number in range(20):
        write(tmp_path, {FIRST: bytes([65 + number]) * 500})
    folder = tmp_path / journal.JOURNAL
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 2_000
    assert journal.list_writes(tmp_path)[0][0].number == 20
    undo(tmp_path)
    assert (tmp_path / FIRST).read_bytes() == b"S" * 500


def test_a_write_that_is_too_large_to_be_kept_is_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LARGEST", 2_000)
    write(tmp_path, {NAMES[1]: b"x" * 1_500, FIRST: b"y" * 1_500})
    before = contents(tmp_path)
    with pytest.raises(BriefingError) as raised:
        write(tmp_path, {NAMES[1]: b"1", FIRST: b"2"})
    assert codes(raised.value) == {"too-large"}
    assert contents(tmp_path) == before
    (tmp_path / FIRST).write_bytes(b"z" * 3_000)
    with pytest.raises(BriefingError) as raised:
        write(tmp_path, {FIRST: b"2"})
    assert codes(raised.value) == {"too-large"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_record_may_be_read_by_nobody_who_may_not_read_the_files(tmp_path: Path) -> None:
    write(tmp_path, {FIRST: b"one"})
    (tmp_path / FIRST).chmod(0o600)
    write(tmp_path, {FIRST: b"two"})
    assert stat.S_IMODE((tmp_path / journal.JOURNAL / "000002.json").stat().st_mode) == 0o600


# ------------------------------------------------------------------ forged journals


def forge(root: Path, values: object, name: str = "000009.json") -> None:
    folder = root / journal.JOURNAL
    folder.mkdir(parents=True, exist_ok=True)
    text = values if isinstance(values, str) else json.dumps(values)
    (folder / name).write_text(text, "utf-8")


def record_of(*files: object, **keys: object) -> dict[str, object]:
    return {"schema": journal.SCHEMA, "command": "c", "undoes": 0, "files": list(files)} | keys


OUTSIDE = (
    "/etc/passwd.yaml", "../x/a.yaml", "facts/../../a.yaml", "facts/x/../../../a.yaml", "a.yaml", "./facts/a.yaml", "facts//x.yaml", "",
    ".git/hooks/x.md", "facts/.ssh/a.yaml", ".briefing/undo/000001.json", "facts\\..\\..\\a.yaml", "facts/x\x00.yaml", "facts/x/run.sh",
    "facts/x/Makefile", "facts/x/a.py", "facts/x/\n.yaml", "facts/" + "x" * 1_000 + ".yaml", "facts/x/a.yaml/", "~/.x/a.yaml",
)  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_record_names_only_files_of_dossiers_and_templates(tmp_path: Path, path: str) -> None:
    forge(tmp_path, record_of({"path": path, "after": None, "text": "bad"}))
    records, (problem,) = journal.list_writes(tmp_path)
    assert records == []
    assert problem.code == "bad-journal"
    assert problem.location.file.endswith(".briefing/undo/000009.json")


GOOD = {"path": FIRST, "after": None, "text": "x"}


@pytest.mark.parametrize(
    "values",
    [
        "", "{", "[]", "null", "1", '"x"', "[" * 100_000, "{}", {"schema": "other"}, record_of(), record_of(1), record_of([]),
        record_of(GOOD, GOOD), record_of(GOOD, GOOD | {"path": FIRST.upper()}), record_of(GOOD, command=1), record_of(GOOD, undoes=True),
        record_of(GOOD, undoes=-1), record_of(GOOD, undoes="1"), record_of(GOOD, files={}), record_of(GOOD, files=[GOOD] * 2_000),
        record_of(GOOD | {"after": "short"}), record_of(GOOD | {"after": 1}), record_of(GOOD | {"text": 1}), record_of({"path": FIRST}),
        record_of(GOOD | {"text": "\ud800"}), record_of({"path": FIRST, "after": None, "base64": "?"}), '{"schema": ' + "9" * 5_000 + "}",
        record_of({"path": FIRST, "after": None, "base64": 1}), record_of({"path": 1, "after": None}),
    ],
)  # fmt: skip
def test_what_is_not_a_record_is_a_problem_with_its_place(tmp_path: Path, values: object) -> None:
    forge(tmp_path, values)
    records, problems = journal.list_writes(tmp_path)
    assert records == []
    assert [p.code for p in problems] == ([] if values == "" else ["bad-journal"])
    assert all(problem.location.file.endswith("000009.json") for problem in problems)


def test_a_record_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LARGEST", 1_000)
    forge(tmp_path, json.dumps(record_of(GOOD)) + " " * 2_000)
    assert [problem.code for problem in journal.list_writes(tmp_path)[1]] == ["bad-journal"]


def test_a_forged_number_does_not_stop_later_writes_for_good(tmp_path: Path) -> None:
    forge(tmp_path, record_of(GOOD), "999999999.json")
    with pytest.raises(BriefingError) as raised:
        write(tmp_path, {FIRST: b"one"})
    assert codes(raised.value) == {"bad-journal"}
    assert contents(tmp_path) == {}
    forge(tmp_path, record_of(GOOD), "1000000000.json")
    (tmp_path / journal.JOURNAL / "999999999.json").unlink()
    write(tmp_path, {FIRST: b"one"})


@pytest.mark.skipif(os.name == "nt", reason="links and pipes")
class TestLinks:
    """Links that a forged folder may hold."""

    def test_a_record_does_not_lead_out_by_a_link(self, tmp_path: Path) -> None:
        root, other = tmp_path / "root", tmp_path / "other"
        (root / "facts").mkdir(parents=True)
        other.mkdir()
        (other / "dossier.yaml").write_text("mine")
        (root / "facts/x").symlink_to(other)
        forge(root, record_of(GOOD))
        (record,), _ = journal.list_writes(root)
        with pytest.raises(BriefingError) as raised:
            journal.plan_undo(root, record)
        assert codes(raised.value) == {"outside-folder"}
        with pytest.raises(BriefingError) as raised:
            write(root, {FIRST: b"bad"})
        assert codes(raised.value) == {"outside-folder"}
        assert (other / "dossier.yaml").read_text() == "mine"

    def test_a_record_does_not_lead_into_a_hidden_folder_by_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "facts").mkdir()
        (tmp_path / ".git/x").mkdir(parents=True)
        (tmp_path / "facts/x").symlink_to(tmp_path / ".git/x")
        forge(tmp_path, record_of(GOOD))
        (record,), _ = journal.list_writes(tmp_path)
        with pytest.raises(BriefingError) as raised:
            journal.plan_undo(tmp_path, record)
        assert codes(raised.value) == {"outside-folder"}

    @pytest.mark.parametrize("name", [journal.FOLDER, journal.JOURNAL])
    def test_a_journal_that_is_a_link_is_refused(self, tmp_path: Path, name: str) -> None:
        root, other = tmp_path / "root", tmp_path / "other"
        (root / name).parent.mkdir(parents=True)
        (other / "undo").mkdir(parents=True)
        (root / name).symlink_to(other)
        with pytest.raises(BriefingError) as raised:
            write(root, {FIRST: b"one"})
        assert codes(raised.value) == {"bad-journal"}
        assert [problem.code for problem in journal.list_writes(root)[1]] == ["bad-journal"]
        assert contents(other) == contents(root) == {}

    def test_a_record_that_is_a_link_or_a_pipe_is_not_read(self, tmp_path: Path) -> None:
        forge(tmp_path, record_of(GOOD), "kept")
        folder = tmp_path / journal.JOURNAL
        (folder / "000001.json").symlink_to(folder / "kept")
        os.mkfifo(folder / "000002.json")
        records, problems = journal.list_writes(tmp_path)
        assert records == []
        assert [problem.code for problem in problems] == ["bad-journal", "bad-journal"]

    def test_a_file_that_became_a_pipe_or_a_folder_is_a_problem(self, tmp_path: Path) -> None:
        write(tmp_path, {FIRST: b"one", NAMES[3]: b"one"})
        (tmp_path / FIRST).unlink()
        os.mkfifo(tmp_path / FIRST)
        with pytest.raises(BriefingError) as raised:
            undo(tmp_path)
        assert codes(raised.value) == {"not-a-file"}

    def test_a_link_within_the_folder_is_written_through(self, tmp_path: Path) -> None:
        write(tmp_path, {NAMES[3]: b"one"})
        (tmp_path / "templates/x/other.md").symlink_to("summary.md")
        write(tmp_path, {"templates/x/other.md": b"two"})
        assert (tmp_path / "templates/x/other.md").is_symlink()
        assert undo(tmp_path) == [NAMES[3]]
        assert (tmp_path / NAMES[3]).read_bytes() == b"one"


# ------------------------------------------------------------------ where the journal is


def test_the_working_folder_is_above_every_dossier_and_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "here/facts/x",
        "here/templates/x",
        "other/facts/x",
        "loose/x",
        "other/templates/x/parts",
        "here/.hidden/facts/x",
    ):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "here/facts/x/dossier.yaml").touch()
    monkeypatch.chdir(tmp_path / "here")
    assert working_folder(Path("facts/x")) == working_folder(Path("templates/x")) == Path()
    assert working_folder(Path("../other/facts/x")) == tmp_path / "other"
    assert working_folder(Path("../other/templates/x/parts")) == tmp_path / "other"
    assert working_folder(Path("../loose/x")) == tmp_path / "loose"
    assert working_folder(Path(".hidden/facts/x")) == tmp_path / "here/.hidden"
    assert current_working_folder() == Path()
    for inside in ("facts", "templates", "facts/x", "templates/x"):
        monkeypatch.chdir(tmp_path / "here" / inside)
        assert current_working_folder() == tmp_path / "here", inside
    monkeypatch.chdir(tmp_path / "here/facts/x")
    assert working_folder(Path()) == tmp_path / "here"


def test_the_journal_is_no_part_of_what_a_build_reads_and_git_ignores_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path(), {FIRST: b"one", NAMES[3]: b"one"})
    write(Path("facts"), {"x/dossier.yaml": b"two", "x/a.yaml": b"one"})
    before = hash_files(Path("facts/x"), (), (Path("templates"),), "x")
    write(Path("facts/x"), {"deep/a.yaml": b"one"})
    (tmp_path / "facts/x/deep/a.yaml").unlink()
    assert hash_files(Path("facts/x"), (), (Path("templates"),), "x") == before
    assert (tmp_path / ".briefing/.gitignore").read_text() == "*\n"
