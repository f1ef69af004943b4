"""`briefing compare`: what it prints, and how it ends."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from samples.brief_sample import full_document
from typer.testing import CliRunner, Result

from briefing.cli.app import app
from briefing.layout.theme import load_theme
from briefing.writers import docx, pdf


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("files")
    document, theme = full_document(), load_theme()
    (made / "a.pdf").write_bytes(pdf.write(document, theme).data)
    word = docx.write(document, theme, pages={}).data
    (made / "b.docx").write_bytes(word)
    with zipfile.ZipFile(io.BytesIO(word)) as before, zipfile.ZipFile(made / "c.docx", "w") as after:
        for name in before.namelist():
            content = before.read(name)
            assert name != "word/document.xml" or b"the text of the treaty" in content
            after.writestr(name, content.replace(b"the text of the treaty", b"the words of the treaty"))
    (made / "notes.txt").write_text("hello", "utf-8")
    return made


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


def test_the_same_brief_in_both_formats_and_orders(folder: Path) -> None:
    for names in (("a.pdf", "b.docx"), ("b.docx", "a.pdf"), ("a.pdf", "a.pdf"), ("b.docx", "b.docx")):
        done = run(*(folder / name for name in names))
        assert done.exit_code == 0, done.output
        assert done.output.startswith("same: ")


def test_what_a_file_says_is_nothing_that_a_terminal_obeys(folder: Path) -> None:
    altered = folder / "obeyed.docx"
    with zipfile.ZipFile(folder / "b.docx") as before, zipfile.ZipFile(altered, "w") as after:
        for name in before.namelist():
            content = before.read(name).replace(
                b"the text of the treaty", "the \u202etxet\u009b2J of the treaty".encode()
            )
            after.writestr(name, content)
    done = run(folder / "a.pdf", altered)
    assert done.exit_code == 1
    assert "\\u202etxet\\x9b2J" in done.output
    assert not {"\u202e", "\x9b"} & set(done.output)


def test_a_difference_is_one_line_with_its_place(folder: Path) -> None:
    done = run(folder / "a.pdf", folder / "c.docx")
    assert done.exit_code == 1
    first, *_, last = done.output.splitlines()
    assert first.startswith("differs: paragraph, p. ")
    assert " / paragraph " in first
    assert '(under "' in first
    assert 'a.pdf "' in first and "[text]" in first and "[words]" in first
    assert "difference" in last


def test_the_object_for_programs(folder: Path) -> None:
    done = run(folder / "a.pdf", folder / "c.docx", "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["schema"] == "briefing/comparison/1"
    assert told["same"] is False
    assert [file["format"] for file in told["files"]] == ["pdf", "docx"]
    words = next(d for d in told["differences"] if d["aspect"] == "words")
    assert words["changes"][0]["words"] == ["text", "words"]
    assert words["sides"][0]["page"] >= 1 and words["sides"][1]["paragraph"] >= 1
    same = json.loads(run(folder / "a.pdf", folder / "b.docx", "--json").stdout)
    assert same["same"] is True and same["differences"] == []


def test_a_pdf_of_another_program_is_a_note_and_no_difference(folder: Path) -> None:
    with pikepdf.open(folder / "a.pdf") as file:
        for name in list(file.attachments):
            del file.attachments[name]
        del file.Root.PieceInfo
        file.save(folder / "other.pdf")
    same = run(folder / "other.pdf", folder / "b.docx")
    assert same.exit_code == 0 and same.stdout.startswith("same: ")
    assert same.stderr.startswith("note: other.pdf is a PDF without a record of briefing")
    assert run(folder / "c.docx", folder / "other.pdf").exit_code == 1
    told = json.loads(run(folder / "other.pdf", folder / "b.docx", "--json").stdout)
    assert told["same"] is True and [file["only_tagged"] for file in told["files"]] == [True, False]


def test_files_that_cannot_be_read_are_told_all_at_once(folder: Path) -> None:
    done = run(folder / "none.pdf", folder / "notes.txt")
    assert done.exit_code == 2
    assert "error[missing-file]: file not found" in done.stderr and "error[unknown-format]" in done.stderr
    assert done.stdout == ""
    told = json.loads(run(folder / "none.pdf", folder, "--json").stdout)
    assert [problem["code"] for problem in told["problems"]] == ["missing-file", "missing-file"]


def test_two_files_must_be_named(folder: Path) -> None:
    assert run(folder / "a.pdf").exit_code == 2
