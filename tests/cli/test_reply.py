"""`build --carry-comments`: open comments of a reviewed copy go on in the fresh Word file, with answers in their threads."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from gates import audit, docx_lint, openxml_sdk
from review.edits.surgery import Word
from review.edits.surgery_blocks import comment
from typer.testing import CliRunner, Result

from briefing.cli.app import app
from briefing.files.ooxml import Package
from briefing.problems.problem import Location
from briefing.readers.docx_comments import Comment, read_comments

DOSSIER = (
    "title: Sent\nedition: 1\ndate: 2026-01-15\npublisher: The desk\ntemplate: mine\nsections:\n  - body\n  - sources\n"
)
FACTS = """title: Background
facts:
  men:
    says: It sent {value}
    value: 300 men
    date: 2024
    source: gazette
"""
FILES = {
    "facts/x/dossier.yaml": DOSSIER,
    "facts/x/background.yaml": FACTS,
    "facts/x/sources.yaml": "gazette:\n  title: The Gazette\n  date: 2024\n",
    "facts/x/tables.yaml": "sources:\n  title: Sources\n  rows: sources\n  columns:\n    - number as No.\n    - entry\n",
    "templates/mine/brief.md": '{{ front() }}\n\n{{ section("body") }}\n\n{{ section("sources") }}\n',
    "templates/mine/body.md": "# Body\n\nThe year was long. {{ men.says }}.\n\nNobody said why they went there.\n",
    "templates/mine/sources.md": '# Sources {-}\n\n{{ table("sources") }}\n',
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dossier that was built, and a copy with three threads: an open one with an answer, a resolved one, and an open one."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("build", "x").exit_code == 0
    word = Word.read(Path("out/x.docx").read_bytes())
    first = comment(word, "300 men", "Whose figure?", author="Anna Berg")
    comment(word, "300 men", "Ours.", author="Max Kohl", parent=first)
    comment(word, "The year was long", "Too plain.", author="Anna Berg", resolved=True)
    comment(word, "Nobody said why they went there", "Really?", author="Anna Berg")
    Path("back.docx").write_bytes(word.data())
    return tmp_path


def comments_of(path: str) -> list[Comment]:
    location = Location(path)
    return list(read_comments(Package(Path(path).read_bytes(), location), location))


def said(path: str) -> list[tuple[str, str, bool]]:
    """By whom, what, and whether it answers another."""
    return [(c.author, c.text, bool(c.parent)) for c in comments_of(path)]


def test_open_threads_go_on_and_resolved_ones_stay_behind(here: Path) -> None:
    done = run("build", "x", "--carry-comments", "back.docx", "-o", "out2")
    assert done.exit_code == 0, done.output
    assert "2 open comments carried over, 1 resolved comment left out" in done.stderr
    assert said("out2/x.docx") == [
        ("Anna Berg", "Whose figure?", False), ("Max Kohl", "Ours.", True), ("Anna Berg", "Really?", False),
    ]  # fmt: skip


def test_an_answer_that_is_typed_stands_in_its_thread(here: Path) -> None:
    assert run("review", "back.docx", "--apply").exit_code == 0
    answers = Path("facts/x/reviews/back.yaml")
    listed = answers.read_text("utf-8")
    assert "Too plain" not in listed
    typed = listed.replace('answer: ""', "answer: The gazette’s, page 2.", 1)
    answers.write_text(typed, "utf-8")
    assert run("build", "x", "--carry-comments", "back.docx", "-o", "out2").exit_code == 0
    assert ("The desk", "The gazette’s, page 2.", True) in said("out2/x.docx")
    assert run("review", "back.docx", "--apply").exit_code == 0
    assert answers.read_text("utf-8") == typed  # what is there stays


def test_a_comment_hangs_on_what_it_hung_on(here: Path) -> None:
    body = Path("templates/mine/body.md")
    body.write_text(body.read_text("utf-8").replace("# Body\n", "# Body\n\nA new beginning.\n"), "utf-8")
    assert run("build", "x", "--carry-comments", "back.docx", "-o", "out2").exit_code == 0
    told = run("review", "out2/x.docx").stdout
    assert 'on "300 men", fact men' in told
    assert 'on "Nobody said why they went there."' in told


def test_a_comment_whose_passage_is_gone_hangs_on_the_title_and_says_so(here: Path) -> None:
    body = Path("templates/mine/body.md")
    body.write_text("# Body\n\nThe year was long. {{ men.says }}.\n", "utf-8")
    assert run("build", "x", "--carry-comments", "back.docx", "-o", "out2").exit_code == 0
    assert ("The desk", "What this comment hung on is no longer in the brief.", True) in said("out2/x.docx")


def test_the_same_copy_gives_the_same_file(here: Path) -> None:
    made = []
    for folder in ("one", "two"):
        assert run("build", "x", "--carry-comments", "back.docx", "-o", folder).exit_code == 0
        made.append((here / folder / "x.docx").read_bytes())
    assert made[0] == made[1]


def test_no_name_of_a_reviewer_stands_in_the_record(here: Path) -> None:
    assert run("build", "x", "--carry-comments", "back.docx", "-o", "out2").exit_code == 0
    with ZipFile(io.BytesIO(Path("out2/x.docx").read_bytes())) as archive:
        for name in archive.namelist():
            assert name == "word/comments.xml" or b"Anna Berg" not in archive.read(name), name
    assert b"Anna Berg" not in Path("out2/x.pdf").read_bytes()


@pytest.mark.reader("openxml_sdk", "audit")
@pytest.mark.parametrize("options", [(), ("--comments",)])
def test_the_validators_find_no_fault(here: Path, options: tuple[str, ...]) -> None:
    assert run("build", "x", "--carry-comments", "back.docx", "-o", "out2", *options).exit_code == 0
    path = here / "out2" / "x.docx"
    assert openxml_sdk.openxml_sdk(path) == []
    assert audit.audit(path) == []
    assert docx_lint.lint(path.read_bytes()) == []


@pytest.mark.parametrize(
    ("reply", "code"),
    [("facts/x/dossier.yaml", "not-word"), ("nothing.docx", "missing-file"), ("out/x.pdf", "not-word")],
)
def test_what_is_no_copy_is_told_and_nothing_is_written(here: Path, reply: str, code: str) -> None:
    done = run("build", "x", "--carry-comments", reply, "-o", "out2")
    assert done.exit_code == 2
    assert f"error[{code}]" in done.stderr
    assert not Path("out2").exists()


def test_answers_that_are_mistyped_are_told_at_their_lines(here: Path) -> None:
    assert run("review", "back.docx", "--apply").exit_code == 0
    answers = Path("facts/x/reviews/back.yaml")
    answers.write_text(answers.read_text("utf-8").replace("answer:", "anwser:", 1), "utf-8")
    done = run("build", "x", "--carry-comments", "back.docx", "-o", "out2")
    assert done.exit_code == 2
    assert "facts/x/reviews/back.yaml:" in done.stderr
    assert 'unknown key "anwser" in a comment' in done.stderr


def test_an_answer_finds_its_comment_when_it_has_another_number(here: Path) -> None:
    assert run("review", "back.docx", "--apply").exit_code == 0
    answers = Path("facts/x/reviews/back.yaml")
    typed = (
        answers.read_text("utf-8")
        .replace('answer: ""', "answer: The gazette’s.", 1)
        .replace("comment_0:", "comment_9:")
    )
    answers.write_text(typed, "utf-8")
    assert run("build", "x", "--carry-comments", "back.docx", "-o", "out2").exit_code == 0
    listed = said("out2/x.docx")
    assert listed[listed.index(("Anna Berg", "Whose figure?", False)) + 1] == ("The desk", "The gazette’s.", True)


def test_the_copy_of_another_dossier_is_refused(here: Path) -> None:
    for name, text in FILES.items():
        if name.startswith("facts/"):
            path = Path(name.replace("facts/x/", "facts/y/"))
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
    done = run("build", "y", "--carry-comments", "back.docx", "-o", "out2")
    assert done.exit_code == 2
    assert "error[other-dossier]" in done.stderr


@pytest.mark.parametrize("options", [("--release", "CLEAR"), ("--format", "pdf")])
def test_where_no_comments_may_stand_none_are_carried_on(here: Path, options: tuple[str, ...]) -> None:
    done = run("build", "x", "--carry-comments", "back.docx", "-o", "out2", *options)
    assert done.exit_code == 2
    assert "error[reply-without-word]" in done.stderr
