"""What `briefing review` prints, writes and refuses. What it finds is judged by the corpus in tests/review."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.test_reply import FILES, run
from review.edits.surgery import Word, replace
from writers.docx.template import house_samples

BODY, FACTS = Path("templates/mine/body.md"), Path("facts/x/background.yaml")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dossier that was built, and a copy with a figure and a word changed."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("build", "x").exit_code == 0
    word = Word.read(Path("out/x.docx").read_bytes())
    word.author = "Anna Berg"
    replace(word, "300 men", "310 men")
    replace(word, "long", "hard", within="The year was long")
    Path("back.docx").write_bytes(word.data())
    return tmp_path


def edits(*arguments: str) -> list[dict[str, Any]]:
    done = run("review", *arguments, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["schema"] == "briefing/review/1"
    found: list[dict[str, Any]] = told["edits"]
    return found


def test_it_tells_what_was_changed_by_whom_and_where_it_is_typed(here: Path) -> None:
    figure, prose = sorted(edits("back.docx"), key=lambda edit: str(edit["kind"]))
    assert {key: figure[key] for key in ("fact", "old", "new", "author", "value", "sources", "apply", "tracked")} == {
        "fact": "men", "old": "300 men", "new": "310 men", "author": "Anna Berg", "value": "300 men", "sources": ["gazette"],
        "apply": "figure", "tracked": True,
    }  # fmt: skip
    assert (prose["old"], prose["new"], prose["file"], prose["line"]) == ("long", "hard", "templates/mine/body.md", 3)
    told = run("review", "back.docx").stdout
    assert 'figure men: "300 men" -> "310 men" [Anna Berg' in told
    assert told.endswith("2 edits in 1 copy\n")


def test_applied_edits_are_written_and_gone_from_the_list(here: Path) -> None:
    assert run("review", "back.docx", "--apply").exit_code == 0
    assert "The year was hard." in BODY.read_text("utf-8")
    facts = FACTS.read_text("utf-8")
    assert "    value: 300 men\n" in facts
    assert "value: 310 men" in facts.partition("proposals:")[2]
    assert "proposer: Anna Berg" in facts
    assert run("build", "x").exit_code == 0
    assert edits("back.docx") == []
    before = FACTS.read_text("utf-8"), BODY.read_text("utf-8")
    assert run("review", "back.docx", "--apply").exit_code == 0
    assert (FACTS.read_text("utf-8"), BODY.read_text("utf-8")) == before


def test_a_figure_that_the_dossier_has_changed_since_is_not_touched(here: Path) -> None:
    FACTS.write_text(FACTS.read_text("utf-8").replace("300 men", "305 men"), "utf-8")
    (figure,) = [edit for edit in edits("back.docx") if edit["kind"] == "figure"]
    assert (figure["state"], figure.get("apply", "")) == ("outdated", "")
    assert run("review", "back.docx", "--apply").exit_code == 0
    assert "proposals" not in FACTS.read_text("utf-8")


def test_two_copies_that_contradict_one_another_are_told_and_not_applied(here: Path) -> None:
    word = Word.read(Path("out/x.docx").read_bytes())
    word.author = "Max Kohl"
    replace(word, "300 men", "320 men")
    Path("other.docx").write_bytes(word.data())
    found = edits("back.docx", "other.docx")
    assert [edit["state"] for edit in found if edit["kind"] in ("figure", "conflict")] == ["conflict"] * 3
    assert run("review", "back.docx", "other.docx", "--apply").exit_code == 0
    assert "proposals" not in FACTS.read_text("utf-8")


def test_the_file_as_it_was_built_reviews_to_nothing(here: Path) -> None:
    assert edits("out/x.docx") == []


def test_a_copy_without_its_record_is_held_against_the_build(here: Path) -> None:
    word = Word.read(Path("back.docx").read_bytes())
    word.parts = {name: data for name, data in word.parts.items() if not name.startswith("customXml/")}
    Path("bare.docx").write_bytes(word.data())
    assert len(edits("bare.docx")) == 2
    shutil.copytree("out", "kept")
    shutil.rmtree("out")
    done = run("review", "bare.docx")
    assert done.exit_code == 2
    assert "error[no-record]" in done.stderr
    assert len(edits("bare.docx", "--record", "kept/x.docx")) == 2
    assert len(edits("bare.docx", "--record", "kept/x.build.json")) == 2
    assert len(edits("bare.docx", "--dossier", "x")) == 2


def test_notes_that_a_program_emptied_are_told_once_and_not_as_edits(here: Path) -> None:
    word = Word.read(Path("back.docx").read_bytes())
    for text in word.root("word/footnotes.xml").iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        text.text = ""
    Path("emptied.docx").write_bytes(word.data())
    done = run("review", "emptied.docx")
    assert "warning[lost-notes]" in done.stderr
    assert done.stdout.endswith("2 edits in 1 copy\n")


def test_what_our_own_check_said_is_nobodys_comment(here: Path) -> None:
    unused = "  guns:\n    says: It sent {value}\n    value: 12 guns\n    date: 2024\n    source: gazette\n"
    FACTS.write_text(FACTS.read_text("utf-8") + unused, "utf-8")
    assert run("build", "x", "--comments", "-o", "out2").exit_code == 0
    assert b"briefing check" in Word.read(Path("out2/x.docx").read_bytes()).parts["word/comments.xml"]
    assert edits("out2/x.docx") == []


def test_a_page_for_the_meeting_is_written(here: Path) -> None:
    assert run("review", "back.docx", "--html", "page.html").exit_code == 0
    assert "<del>300 men</del> <ins>310 men</ins>" in Path("page.html").read_text("utf-8")


def test_a_dossier_that_does_not_build_is_told_and_nothing_is_written(here: Path) -> None:
    BODY.write_text(BODY.read_text("utf-8") + "\n{{ mne }}\n", "utf-8")
    before = FACTS.read_text("utf-8")
    done = run("review", "back.docx", "--apply")
    assert "unknown-fact" in done.stderr
    assert "2 edits" in done.stdout
    assert FACTS.read_text("utf-8") == before


def test_a_damaged_copy_is_read_as_far_as_it_goes(here: Path) -> None:
    word = Word.read(Path("back.docx").read_bytes())
    data = word.parts["word/document.xml"]
    word.parts["word/document.xml"] = data.replace(b"</w:body>", b"<w:p><w:r></w:p></w:body>")
    Path("hurt.docx").write_bytes(word.data())
    done = run("review", "hurt.docx")
    assert "warning[damaged-copy]" in done.stderr
    assert "2 edits" in done.stdout


@pytest.mark.parametrize("house", [house_samples.plain, house_samples.german, house_samples.landscape])
def test_a_brief_in_a_houses_own_template_reviews_to_nothing(here: Path, house: Callable[[], bytes]) -> None:
    Path("house.docx").write_bytes(house())
    assert run("build", "x", "--word-template", "house.docx", "-o", "out2").exit_code == 0
    assert edits("out2/x.docx") == []
