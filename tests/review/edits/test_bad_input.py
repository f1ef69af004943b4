"""Files that are no copies, or not of this brief: a clear message, an exit code, nothing written."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from review.edits import surgery as s
from review.edits.dossiers import HARBOUR, built, write_harbour
from review.edits.reviewing import run
from review.edits.surgery import Word
from review.edits.surgery_blocks import comment
from typer.testing import Result

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Target='
    '"word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(write_harbour(tmp_path_factory.mktemp("brief")), HARBOUR)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_harbour(tmp_path)


def _foreign(*paragraphs: str) -> bytes:
    """A Word file of another program."""
    text = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{s.NS}"><w:body>{text}</w:body></w:document>')
    return packed.getvalue()


def _refused(folder: Path, data: bytes, *arguments: str, code: int = 2) -> Result:
    """The command on a bad file, with --apply: it ends with its code and a message, and nothing is written."""
    (folder / "copy.docx").write_bytes(data)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = run(folder, "copy.docx", "--apply", *arguments)
    assert done.exit_code == code, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert "Traceback" not in done.output
    assert "copy.docx: error[" in done.output
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    return done


def _replaced(brief: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    word = Word.read(brief)
    word.parts[name] = change(word.parts[name])
    return word.data()


def test_what_is_no_word_file(folder: Path) -> None:
    assert "this is not a Word file" in _refused(folder, b"hello").output
    assert "a PDF" in _refused(folder, b"%PDF-1.7\nhello").output
    _refused(folder, b"")
    _refused(folder, b"PK\x03\x04 and then nothing")


def test_a_file_that_is_not_there(folder: Path) -> None:
    done = run(folder, "nowhere.docx")
    assert done.exit_code == 2
    assert "nowhere.docx" in done.output and "Traceback" not in done.output


def test_a_word_file_of_another_program(folder: Path) -> None:
    assert "--record" in _refused(folder, _foreign("Dear all,", "see you on Monday.")).output
    _refused(folder, _foreign("Dear all,", "see you on Monday."), "--dossier", HARBOUR)


def test_a_copy_of_another_dossier(folder: Path, brief: bytes) -> None:
    (folder / "facts" / HARBOUR).rename(folder / "facts" / "other")
    said = _refused(folder, brief, "--dossier", "other").output
    assert '"harbour"' in said and '"other"' in said


def test_a_copy_without_record_and_no_build(folder: Path, brief: bytes) -> None:
    word = Word.read(brief)
    s.drop_record(word)
    assert "no embedded build record" in _refused(folder, word.data()).output


def test_a_copy_without_record_is_held_against_the_dossier_that_is_named(folder: Path, brief: bytes) -> None:
    word = Word.read(brief)
    s.drop_record(word)
    s.replace(word, "higher", "better")
    (folder / "copy.docx").write_bytes(word.data())
    done = run(folder, "copy.docx", "--dossier", HARBOUR, "--json")
    told = json.loads(done.stdout)
    assert [(edit["old"], edit["new"]) for edit in told["edits"]] == [("higher", "better")]
    assert [problem["severity"] for problem in told["problems"]] == ["warning"]


def test_a_part_that_swells(folder: Path, brief: bytes) -> None:
    _refused(folder, _replaced(brief, "word/document.xml", lambda xml: xml + b" " * 270_000_000))


def test_entities_are_never_read(folder: Path, brief: bytes) -> None:
    (folder / "secret.txt").write_text("secret words", "utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(folder / "secret.txt").as_uri()}">]>'.encode()

    def plant(xml: bytes) -> bytes:
        end = xml.index(b"?>") + 2
        return xml[:end] + entity + xml[end:].replace(b"higher", b"&e;", 1)

    (folder / "copy.docx").write_bytes(_replaced(brief, "word/document.xml", plant))
    done = run(folder, "copy.docx")
    assert "secret words" not in done.output
    assert "Traceback" not in done.output


def test_broken_xml_is_told(folder: Path, brief: bytes) -> None:
    (folder / "copy.docx").write_bytes(_replaced(brief, "word/document.xml", lambda xml: xml[: len(xml) // 2]))
    done = run(folder, "copy.docx")
    assert "Traceback" not in done.output
    assert "damaged" in done.output or done.exit_code == 2


def test_paragraphs_nested_without_end(folder: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 500 + "</w:sdtContent></w:sdt>" * 500
    word = Word.read(_foreign("x"))
    body = f'<w:document xmlns:w="{s.NS}"><w:body>{deep}</w:body></w:document>'
    word.parts["word/document.xml"] = body.encode()
    _refused(folder, word.data())


def test_ten_thousand_comments(folder: Path, brief: bytes) -> None:
    word = Word.read(brief)
    comment(word, "by hand", "Still?", author="Anna Reader")
    root = word.root("word/comments.xml")
    for number in range(1, 10_000):
        made = etree.fromstring(etree.tostring(root[0]))
        made.set(s.W + "id", str(number))
        root.append(made)
    (folder / "copy.docx").write_bytes(word.data())
    done = run(folder, "copy.docx", "--json")
    assert "Traceback" not in done.output
    assert done.exit_code in (0, 2)
    if done.exit_code == 0:
        assert len(json.loads(done.stdout)["edits"]) == 10_000
