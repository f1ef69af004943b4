"""What is called unchanged is what this user's program wrote: a forged manifest has the brief built again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.test_reply import FILES, run
from samples.forgeries import forgeries

from briefing.build import build_register
from briefing.build.batch import batch_run
from briefing.build.batch.batch_report import earlier_entries, failed_names, write_report
from briefing.build.batch.journal import done_line, head_line, read_journal
from briefing.build.edited_outputs import copies_of_edited
from briefing.build.manifest_reader import read_record

MANIFEST, PDF = Path("out/x.build.json"), Path("out/x.pdf")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    done = run("build", "x")
    assert done.exit_code == 0, done.output
    return tmp_path


def forge(change: Callable[[dict[str, Any]], None]) -> None:
    manifest = json.loads(MANIFEST.read_bytes())
    change(manifest)
    MANIFEST.write_text(json.dumps(manifest, indent=1), "utf-8")


def append_bytes(manifest: dict[str, Any]) -> None:
    PDF.write_bytes(PDF.read_bytes() + b"\n% North Korea sent 99,999 soldiers")
    for file in manifest["files"]:
        data = Path("out", file["name"]).read_bytes()
        file |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


FORGED: dict[str, Callable[[dict[str, Any]], None]] = {
    "bytes appended, and the hash replaced": append_bytes,
    "no problems": lambda manifest: manifest.update(problems=[]),
    "the PDF dropped": lambda manifest: manifest.update(files=[f for f in manifest["files"] if f["name"] != PDF.name]),
    "a problem that is none": lambda manifest: manifest.update(problems=[{"code": 1}]),
    "a message that is a number": lambda manifest: manifest["problems"][0].update(message=5),
    "pages in words": lambda manifest: manifest["files"][0].update(pages="abc"),
    "a file elsewhere": lambda manifest: manifest["files"][0].update(name="../x.pdf"),
    "nothing but spaces": lambda manifest: None,
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_manifest_has_the_brief_built_again(name: str) -> None:
    pdf, manifest = PDF.read_bytes(), MANIFEST.read_bytes()
    first = run("build", "x")
    assert "out/x.pdf  1 page, unchanged" in first.stdout
    assert "warning[single-origin]" in first.stderr  # told again, though nothing was built
    forge(FORGED[name])
    done = run("build", "x")
    assert done.exit_code == 0, done.output
    assert "unchanged" not in done.stdout
    assert "out/x.pdf" in done.stdout
    assert "warning[single-origin]" in done.stderr
    assert (PDF.read_bytes(), MANIFEST.read_bytes()) == (pdf, manifest)


def test_a_folder_that_came_from_elsewhere_is_built_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "another user"))
    assert "unchanged" not in run("build", "x").stdout
    assert "unchanged" in run("build", "x").stdout


def test_an_older_manifest_of_the_same_user_does_not_count() -> None:
    pdf, manifest = PDF.read_bytes(), MANIFEST.read_bytes()
    facts = Path("facts/x/background.yaml")
    before = facts.read_text("utf-8")
    facts.write_text(before.replace("300 men", "301 men"), "utf-8")
    run("build", "x")
    PDF.write_bytes(pdf)
    MANIFEST.write_bytes(manifest)
    facts.write_text(before, "utf-8")
    assert "unchanged" not in run("build", "x").stdout


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes among files there")
@pytest.mark.parametrize("name", ["x.pdf", "x.build.json"])
def test_a_pipe_is_refused_at_once(name: str) -> None:
    Path("out", name).unlink()
    os.mkfifo(Path("out", name))
    done = run("build", "x")
    assert done.exit_code == 1
    assert "error[not-a-file]" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("name", ["x.pdf", "x.build.json"])
def test_a_link_leads_nowhere(name: str, here: Path) -> None:
    victim = here / "victim.txt"
    victim.write_text("mine", "utf-8")
    Path("out", name).unlink()
    Path("out", name).symlink_to(victim)
    done = run("build", "x", "--force")
    assert done.exit_code == 1
    assert f"out/{name} is a link to {victim}" in done.stderr
    assert victim.read_text("utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_for_the_usual_folder_is_followed_only_if_it_is_named(here: Path) -> None:
    Path("out").rename(here / "elsewhere")
    Path("out").symlink_to(here / "elsewhere")
    done = run("build", "x", "--force")
    assert done.exit_code == 2
    assert f"--output {here / 'elsewhere'}" in done.stderr
    assert run("build", "x", "--force", "--output", str(here / "elsewhere")).exit_code == 0


def test_without_a_state_folder_every_brief_is_built(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "file"))
    for _ in range(2):
        done = run("build", "x")
        assert done.exit_code == 0
        assert "unchanged" not in done.stdout


def test_the_register_stays_small(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_register, "MOST", 3)
    folder = here / "state" / "briefing" / "builds"
    for number in range(2_000):
        build_register._note(here / f"{number}.build.json", b"x")
    assert all(len(list(part.iterdir())) <= 3 for part in folder.iterdir())


def test_no_forged_manifest_is_a_traceback() -> None:
    values = json.loads(MANIFEST.read_bytes())
    values["blocks"], values["facts"] = values["blocks"][:1], values["facts"][:1]
    accepted = 0
    for name, forged in forgeries(values):
        MANIFEST.write_text(json.dumps(forged), "utf-8")
        try:
            accepted += read_record(MANIFEST) is not None
            copies_of_edited(Path("out"), "x", {"x.pdf": b"new", "x.docx": b"new"})
        except Exception as error:
            raise AssertionError(name) from error
    assert accepted


# ------------------------------------------------------------------ batches


def resumable() -> None:
    """A batch that was stopped after its only brief."""
    assert run("batch", "mine").exit_code == 0

    kept = {path: path.read_bytes() for path in Path("out").iterdir()}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_run, "write_report", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        run("batch", "mine")
    journal = Path("out/mine.batch.journal")
    assert journal.read_text("ascii").endswith(done_line("x", "unchanged"))
    for path, data in kept.items():
        path.write_bytes(data)


def test_a_resumed_batch_believes_no_forged_manifest_either() -> None:
    resumable()
    pdf = PDF.read_bytes()
    done = run("batch", "mine", "--resume")
    assert "1 brief already done, 0 left" in done.stderr
    resumable()
    forge(append_bytes)
    done = run("batch", "mine", "--resume")
    assert done.exit_code == 0
    assert "1 built" in done.stdout
    assert PDF.read_bytes() == pdf
    resumable()
    forge(FORGED["no problems"])
    assert run("batch", "mine", "--resume").exit_code == 0
    (brief,) = json.loads(Path("out/mine.batch.json").read_bytes())["briefs"]
    assert [problem["code"] for problem in brief["problems"]] == ["single-origin"]


def test_no_forged_report_or_journal_of_a_batch_is_a_traceback() -> None:
    assert run("batch", "mine").exit_code == 0
    report, journal = Path("out/mine.batch.json"), Path("out/mine.batch.journal")
    for name, forged in forgeries(json.loads(report.read_bytes())):
        report.write_text(json.dumps(forged), "utf-8")
        try:
            failed_names(report)
            write_report("mine", "facts", [], earlier_entries(report, {"x"}))
        except Exception as error:
            raise AssertionError(name) from error
    head = head_line("abc")
    for line in ("[1]", '{"name": ["x"], "state": "built"}', '{"name": "x", "state": 5}', "\0", "{" * 100_000):
        journal.write_text(f"{head}{done_line('y', 'built')}{line}\n", "utf-8")
        assert read_journal(journal, "abc") == {"y": "built"}
