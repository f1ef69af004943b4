"""Files are written whole or not at all, all of a brief or none."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from briefing.files.atomic_write import check_folder, clean_up, write_files
from briefing.problems.problem import BriefingError

NEW = {"brief.pdf": b"new pdf", "brief.docx": b"new docx"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with the files of an earlier build."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name in NEW:
        (folder / name).write_bytes(b"old")
    return folder


OLD = dict.fromkeys(NEW, b"old")


def test_the_folder_is_made_and_nothing_else_is_left_in_it(tmp_path: Path) -> None:
    paths = write_files(tmp_path / "a" / "b", NEW)
    assert [path.name for path in paths] == list(NEW)
    assert contents(tmp_path / "a" / "b") == NEW


def test_old_files_are_replaced(out: Path) -> None:
    write_files(out, NEW)
    assert contents(out) == NEW


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("failing", [1, 2])
def test_a_disk_that_fails_leaves_the_old_files(
    out: Path, monkeypatch: pytest.MonkeyPatch, code: int, failing: int
) -> None:
    calls = 0

    def fail(_descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(BriefingError) as caught:
        write_files(out, NEW)
    (problem,) = caught.value.problems
    assert problem.code == "cannot-write"
    assert problem.location.file == str(out / list(NEW)[failing - 1])
    assert problem.hint
    assert contents(out) == OLD


@pytest.mark.parametrize("stop", [OSError(errno.EACCES, "Permission denied"), KeyboardInterrupt()])
@pytest.mark.parametrize("after", [False, True])
def test_when_the_second_file_cannot_take_its_name_the_first_gives_its_own_back(
    out: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException, after: bool
) -> None:
    """As on Windows while Word has the file open; or when Ctrl-C comes right then, before or after the renaming."""
    replace = Path.replace

    def stubborn(self: Path, target: Path) -> Path:
        if self.suffix == ".part" and target.suffix == ".docx":
            if after:
                replace(self, target)
            raise stop
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stubborn)
    with pytest.raises((BriefingError, KeyboardInterrupt)):
        write_files(out, NEW)
    assert contents(out) == OLD


def test_without_old_files_a_failure_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def stubborn(self: Path, target: Path) -> Path:
        if target.suffix == ".docx":
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stubborn)
    with pytest.raises(BriefingError):
        write_files(tmp_path / "out", NEW)
    assert contents(tmp_path / "out") == {}


def test_a_target_that_is_a_folder_is_told_before_anything_is_written(out: Path) -> None:
    (out / "brief.docx").unlink()
    (out / "brief.docx").mkdir()
    with pytest.raises(BriefingError, match="is a folder"):
        write_files(out, NEW)
    assert (out / "brief.pdf").read_bytes() == b"old"


def test_an_output_folder_that_is_or_lies_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(BriefingError) as caught:
            check_folder(folder)
        assert [(p.code, p.location.file) for p in caught.value.problems] == [("not-a-folder", str(tmp_path / "file"))]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_not_written_through(out: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.pdf"
    real.write_bytes(b"old")
    for target in (real, tmp_path / "not-there.pdf"):
        (out / "brief.pdf").unlink()
        (out / "brief.pdf").symlink_to(target)
        with pytest.raises(BriefingError) as caught:
            write_files(out, NEW)
        assert [p.code for p in caught.value.problems] == ["output-link"]
        assert str(target) in caught.value.problems[0].message
    assert real.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "real.pdf"]


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes among files there")
def test_a_pipe_is_not_written_to(out: Path) -> None:
    (out / "brief.pdf").unlink()
    os.mkfifo(out / "brief.pdf")
    with pytest.raises(BriefingError, match="is a pipe or a device"):
        write_files(out, NEW)


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_a_file_keeps_its_permissions(out: Path) -> None:
    (out / "brief.pdf").chmod(0o640)
    write_files(out, NEW)
    assert (out / "brief.pdf").stat().st_mode & 0o777 == 0o640


def test_a_long_name_still_fits(tmp_path: Path) -> None:
    name = "é" * 120 + ".pdf"  # 244 bytes
    write_files(tmp_path, {name: b"x"})
    assert contents(tmp_path) == {name: b"x"}


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="File name too long"):
        write_files(tmp_path, {"x" * 300 + ".pdf": b"x"})


def test_a_disk_that_nothing_may_be_removed_from_still_tells_why(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(BriefingError) as caught:
        write_files(out, NEW)
    monkeypatch.undo()
    (problem,) = caught.value.problems
    assert (problem.code, "read-only" in problem.hint) == ("cannot-write", True)
    assert contents(out) == OLD


def test_what_dead_processes_left_is_swept_and_what_lives_is_not(tmp_path: Path) -> None:
    dead, mine = ".brief.pdf.4194304-0.part", f".brief.pdf.{os.getpid()}-0.part"
    for name in (dead, mine, "brief.pdf", ".brief.pdf.part", ".hidden"):
        (tmp_path / name).write_bytes(b"x")
    assert clean_up(tmp_path) == [".brief.pdf.part", ".hidden", "brief.pdf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([mine, ".brief.pdf.part", ".hidden", "brief.pdf"])
    assert clean_up(tmp_path / "nowhere") == []
