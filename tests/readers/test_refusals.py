"""Files that cannot be read, from anyone: each is a problem with its reason, and none costs much."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from samples.brief_sample import full_document

from briefing.layout.theme import load_theme
from briefing.problems.problem import BriefingError
from briefing.readers import read_brief
from briefing.writers import docx, pdf

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = f'<w:document xmlns:w="{W}"><w:body>%s</w:body></w:document>'


@cache
def good(kind: str) -> bytes:
    document, theme = full_document(), load_theme()
    return pdf.write(document, theme).data if kind == "pdf" else docx.write(document, theme, pages={}).data


def code_of(data: bytes) -> str:
    started = time.monotonic()
    with pytest.raises(BriefingError) as caught:
        read_brief(data, "some/file")
    assert time.monotonic() - started < 20
    (problem,) = caught.value.problems
    assert problem.location.file == "some/file"
    assert problem.message
    assert "Traceback" not in problem.message
    return problem.code


def codes_of(data: bytes) -> set[str]:
    """What is wrong with a file; nothing where it can be read after all."""
    try:
        read_brief(data, "some/file")
    except BriefingError as error:
        return {problem.code for problem in error.problems} or {"no problem told"}
    return set()


def with_part(name: str, content: bytes) -> bytes:
    """The good Word file with one part replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good("docx"))) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.namelist():
            if member != name:
                after.writestr(member, before.read(member))
        after.writestr(name, content)
    return made.getvalue()


def saved(file: pikepdf.Pdf, **options: object) -> bytes:
    made = io.BytesIO()
    file.save(made, **options)  # type: ignore[arg-type]
    return made.getvalue()


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n\x1a\n" + bytes(100)])
def test_what_is_neither_pdf_nor_word(data: bytes) -> None:
    assert code_of(data) == "unknown-format"


def test_a_zip_that_is_no_word_file() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "hello")
    assert code_of(made.getvalue()) == "unknown-format"


def test_an_old_or_encrypted_word_file() -> None:
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "encrypted-file"


def test_a_pdf_with_a_password() -> None:
    with pikepdf.open(io.BytesIO(good("pdf"))) as file:
        locked = saved(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert code_of(locked) == "encrypted-file"


def test_a_pdf_without_tags() -> None:
    with pikepdf.open(io.BytesIO(good("pdf"))) as file:
        del file.Root["/StructTreeRoot"]
        untagged = saved(file)
    assert code_of(untagged) == "untagged-pdf"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_file_cut_short(kind: str) -> None:
    data = good(kind)
    for keep in (30, len(data) // 3, len(data) * 9 // 10):
        assert codes_of(data[:keep]) <= {"damaged-file", "untagged-pdf", "unknown-format"}  # a PDF may be mended


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_file_with_changed_bytes_is_read_or_refused(kind: str) -> None:
    data = good(kind)
    for place in range(50, len(data), max(1, len(data) // 60)):
        broken = bytearray(data)
        broken[place : place + 4] = b"\xff\x00[<"
        # Nothing but a BriefingError may come out, and that never without a problem.
        assert codes_of(bytes(broken)) <= {"damaged-file", "untagged-pdf", "unknown-format", "encrypted-file"}


def test_the_reason_is_never_an_error_message_of_python() -> None:
    reasons = []
    for owner, key in (
        ("root", "/StructTreeRoot"),
        ("root", "/Names"),
        ("page", "/Annots"),
        ("page", "/Resources"),
        ("tree", "/K"),
    ):
        with pikepdf.open(io.BytesIO(good("pdf"))) as file:
            holders = {"root": file.Root, "page": file.pages[0].obj, "tree": file.Root.StructTreeRoot}
            holders[owner][key] = True
            try:
                read_brief(saved(file), "some/file")
            except BriefingError as error:
                reasons += [problem.message for problem in error.problems]
    with pytest.raises(BriefingError) as caught:
        read_brief(b"%PDF-1.7\n" + bytes(100), "some/file")
    reasons += [problem.message for problem in caught.value.problems]
    assert "the PDF cannot be read: one of its objects is not what its place requires" in reasons
    assert [reason for reason in reasons if "' object" in reason or "NoneType" in reason or "object at" in reason] == []


def test_a_page_that_unpacks_to_a_gigabyte() -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join([packer.compress(b" " * (1 << 20)) for _ in range(1024)]) + packer.flush()
    with pikepdf.open(io.BytesIO(good("pdf"))) as file:
        file.pages[0].obj.Contents = file.make_stream(b"")
        file.pages[0].obj.Contents.write(bomb, filter=pikepdf.Name.FlateDecode)
        packed = saved(file, compress_streams=False)
    # qpdf stops unpacking at the limit, and does not say that this is why.
    assert code_of(packed) == "damaged-file"


def test_a_small_file_with_a_million_annotations() -> None:
    """As objects they would take half a gigabyte of memory."""
    with pikepdf.open(io.BytesIO(good("pdf"))) as file:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 1, 1]))
        file.pages[0].obj.Annots = pikepdf.Array([file.make_indirect(link)] * 1_000_000)
        packed = saved(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert len(packed) < 1 << 20
    assert code_of(packed) == "damaged-file"


def test_a_part_that_unpacks_to_a_gigabyte() -> None:
    spaces = b" " * (1 << 20)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", zipfile.ZipFile(io.BytesIO(good("docx"))).read("_rels/.rels"))
        with archive.open("word/document.xml", "w") as part:
            part.write((BODY % "").encode())
            for _ in range(200):
                part.write(spaces)
    assert code_of(made.getvalue()) == "file-too-large"


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words", "utf-8")
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + BODY % "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
    assert code_of(with_part("word/document.xml", outside.encode())) == "damaged-file"
    laughs = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    bomb = laughs + "]>" + BODY % "<w:p><w:r><w:t>&j;</w:t></w:r></w:p>"
    assert code_of(with_part("word/document.xml", bomb.encode())) == "damaged-file"


def test_xml_that_is_broken_or_nested_too_deep() -> None:
    assert code_of(with_part("word/document.xml", b"<w:document")) == "damaged-file"
    deep = "<w:sdt><w:sdtContent>" * 100 + "</w:sdtContent></w:sdt>" * 100
    assert code_of(with_part("word/document.xml", (BODY % deep).encode())) == "damaged-file"


def test_a_tree_that_holds_itself_is_read_once() -> None:
    with pikepdf.open(io.BytesIO(good("pdf"))) as file:
        whole = len(read_brief(good("pdf"), "").pieces)
        root = file.Root.StructTreeRoot
        root.K[0].K.append(root.K[0])
        assert len(read_brief(saved(file), "").pieces) == whole


def test_a_tree_nested_too_deep() -> None:
    with pikepdf.open(io.BytesIO(good("pdf"))) as file:
        element = file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, K=pikepdf.Array()))
        for _ in range(300):
            element = file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, K=pikepdf.Array([element])))
        file.Root.StructTreeRoot.K[0].K.append(element)
        assert code_of(saved(file)) == "damaged-file"


def test_an_open_document_is_named_as_such() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<a/>")
    with pytest.raises(BriefingError) as caught:
        read_brief(data.getvalue(), "copy.odt")
    assert "OpenDocument" in caught.value.problems[0].message
    assert caught.value.problems[0].hint == "open it and save it as .docx"
