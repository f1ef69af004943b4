"""The container of a Word file and the XML text in it: what goes in comes out, and the same goes out every time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefing.files.ooxml import relations_name
from briefing.files.ooxml_writer import make_member, pack
from briefing.writers.docx.fonts import embed
from briefing.writers.docx.parts import Relations, content_types
from briefing.writers.docx.wordml import NAMESPACES, WORD, escape, run, run_properties

ROOT = Path(__file__).parents[3]
WRITE_AND_HASH = """
import hashlib, io, zipfile
from briefing.problems.problem import Problem
from briefing.document.comments import comment_of
from briefing.layout.theme import load_theme
from briefing.writers.docx.options import WordOptions
from briefing.writers.docx import write
from writers.docx.docx_sample import sample, sample_pages
for kind in ("any", "word"):
    remarks = [comment_of(Problem("code", "message", severity="warning"), target) for target in ("front", "sources/post")]
    data = write(
        sample(12), load_theme(), pages=sample_pages(), options=WordOptions(markers=kind), record=b'{"a": 1}', comments=remarks
    ).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {"word/comments.xml", "customXml/item1.xml"} <= set(archive.namelist())
        for name in archive.namelist():
            print(name, hashlib.sha256(archive.read(name)).hexdigest())
    print(hashlib.sha256(data).hexdigest())
"""


@given(st.dictionaries(st.text("abcé/", min_size=1, max_size=8), st.binary(max_size=200), max_size=5))
def test_a_packed_zip_gives_back_every_member(members: dict[str, bytes]) -> None:
    data = pack(make_member(f"{name}.xml", content) for name, content in members.items())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name.removesuffix(".xml"): archive.read(name) for name in archive.namelist()} == members
        assert {entry.date_time for entry in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}
        assert {(entry.create_system, entry.external_attr) for entry in archive.infolist()} <= {(0, 0)}


def test_pictures_are_stored_and_everything_else_is_deflated() -> None:
    data = pack([make_member("a.png", b"x" * 99), make_member("a.xml", b"x" * 99)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert [entry.compress_type for entry in archive.infolist()] == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]


@given(st.text())
def test_any_text_survives_as_content_and_as_attribute(text: str) -> None:
    element = etree.fromstring(f'<a b="{escape(text)}">{escape(text)}</a>'.encode("utf-8", "strict"))
    allowed = "".join(c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text)
    assert element.text == (allowed.replace("\r\n", "\n").replace("\r", "\n") or None)


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\x1f", "\ufffe"])
def test_what_xml_cannot_hold_becomes_a_replacement_character(text: str) -> None:
    assert "\ufffd" in escape(text)
    escape(text).encode("utf-8")


def test_a_run_keeps_its_spaces_and_an_empty_one_is_none() -> None:
    made = etree.fromstring(f"<x {NAMESPACES}>{run('  two  spaces ')}</x>")
    assert [t.text for t in made.iter(f"{{{WORD}}}t")] == ["  two  spaces "]
    assert run("") == ""


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ko", 'w:val="ko-KR" w:eastAsia="ko-KR"'), ("ru", 'w:val="ru-RU"/>'), ("pt-BR", 'w:val="pt-BR"/>')],
)
def test_the_language_of_a_run_is_said_as_word_knows_it(tag: str, expected: str) -> None:
    assert expected in run_properties(language=tag)


def test_a_target_is_one_relation_however_often_it_is_asked_for() -> None:
    relations = Relations()
    first = relations.add("hyperlink", "https://example.org/?a=1&b=2", external=True)
    assert relations.add("hyperlink", "https://example.org/?a=1&b=2", external=True) == first
    assert relations.add("hyperlink", "https://example.org/", external=True) != first
    tree = etree.fromstring(relations.xml().encode())
    assert [r.get("Target") for r in tree] == ["https://example.org/?a=1&b=2", "https://example.org/"]


def test_names_of_relation_parts() -> None:
    assert relations_name("word/document.xml") == "word/_rels/document.xml.rels"
    assert relations_name("document.xml") == "_rels/document.xml.rels"


def test_content_types_name_only_what_is_there() -> None:
    text = content_types(
        ["word/media/image1.png", "word/document.xml"], {"word/document.xml": "t", "word/gone.xml": "u"}
    )
    assert 'Extension="png"' in text
    assert 'Extension="odttf"' not in text
    assert "gone" not in text


def test_an_embedded_font_is_the_shipped_one_under_its_key() -> None:
    font = embed("NotoSans-Regular.ttf")
    assert font is not None
    packed = pack([font.member])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        content = archive.read("word/fonts/NotoSans-Regular.odttf")
    key = bytes.fromhex(font.key.strip("{}").replace("-", ""))[::-1] * 2
    shipped = (ROOT / "briefing" / "layout" / "fonts" / "NotoSans-Regular.ttf").read_bytes()
    assert bytes(a ^ b for a, b in zip(content[:32], key, strict=True)) + content[32:] == shipped
    assert embed("Nobody-Regular.ttf") is None


def test_the_same_document_gives_the_same_bytes_in_any_process() -> None:
    def written(seed: str, zone: str) -> str:
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": path}
        command = [sys.executable, "-c", WRITE_AND_HASH]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout

    assert written("1", "UTC") == written("4242", "Asia/Vladivostok")
