"""Templates that a brief must not go into: each is refused with its reason, and none with a traceback."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from writers.docx.docx_sample import sample
from writers.docx.template import house_samples as samples
from writers.docx.template.house_briefs import build_in, codes

from briefing.layout.theme import load_theme
from briefing.problems.problem import BriefingError
from briefing.writers.docx import template as house
from briefing.writers.docx import write
from briefing.writers.docx.template.compile import compile_template

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN, RELATIONS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
PLAIN = samples.plain()


def related(kind: str, target: str, *, external: bool = False, part: str = "", content: bytes = b"x") -> bytes:
    """A template whose text has one more relation."""

    def add(members: dict[str, bytes]) -> None:
        mode = ' TargetMode="External"' if external else ""
        line = f'<Relationship Id="rId99" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/></Relationships>'
        members[RELATIONS] = members[RELATIONS].replace(b"</Relationships>", line.encode())
        if part:
            members[part] = content

    return samples.changed(PLAIN, add)


def with_member(name: str, content: bytes) -> bytes:
    return samples.changed(PLAIN, lambda members: members.__setitem__(name, content))


def in_text(xml: str) -> bytes:
    return samples.replaced(PLAIN, MAIN, "<w:body>", f"<w:body>{xml}", 1)


def strict() -> bytes:
    def change(members: dict[str, bytes]) -> None:
        for name in (MAIN, "_rels/.rels", RELATIONS):
            members[name] = (
                members[name]
                .replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")
                .replace(RELATIONSHIPS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            )  # fmt: skip

    return samples.changed(PLAIN, change)


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600


def bomb() -> bytes:
    return with_member("word/media/huge.xml", b"\0" * 40_000_000)


def lying() -> bytes:
    """A member that holds more than its entry says."""
    data = bytearray(with_member("word/media/lie.bin", b"\0" * 4_000))
    for start in range(len(data)):
        if data[start : start + 4] == b"PK\1\2" and b"lie.bin" in data[start : start + 80]:
            data[start + 24 : start + 28] = struct.pack("<I", 10)
    return bytes(data)


def doubled() -> bytes:
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(MAIN, "<x/>")
    return out.getvalue()


def locked() -> bytes:
    data = bytearray(PLAIN)
    at = data.index(b"PK\1\2")
    data[at + 8] |= 1
    return bytes(data)


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a project of macros": (lambda: with_member("word/vbaProject.bin", b"x"), "word-template-macros"),
    "a macro-enabled type": (lambda: samples.replaced(
        PLAIN, TYPES, "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"),
        "word-template-macros"),
    "strict": (strict, "word-template-strict"),
    "encrypted": (lambda: ole("EncryptedPackage"), "word-template-locked"),
    "encrypted members": (locked, "word-template-locked"),
    "an old .doc": (lambda: ole("WordDocument"), "not-a-word-file"),
    "no zip": (lambda: b"Dear all,", "not-a-word-file"),
    "nothing": (lambda: b"", "not-a-word-file"),
    "half a zip": (lambda: PLAIN[: len(PLAIN) // 2], "word-template-damaged"),
    "a zip of something else": (lambda: samples.packed({"a.txt": b"a"}), "not-a-word-file"),
    "a workbook": (lambda: samples.replaced(PLAIN, "_rels/.rels", "word/document.xml", "word/styles.xml"), "not-a-word-file"),
    "a zip bomb": (bomb, "word-template-too-large"),
    "too many members": (lambda: samples.changed(
        PLAIN, lambda m: m.update({f"word/media/{n}.bin": b"" for n in range(3_100)})), "word-template-too-large"),
    "a lying entry": (lying, "word-template-damaged"),
    "two members of one name": (doubled, "word-template-damaged"),
    "a member outside": (lambda: with_member("../evil.xml", b"<x/>"), "word-template-damaged"),
    "a document type": (lambda: samples.changed(
        PLAIN, lambda m: m.__setitem__("word/styles.xml", (ENTITIES + "<x>&b;</x>").encode())), "word-template-entities"),
    "a document type in UTF-16": (lambda: samples.changed(
        PLAIN, lambda m: m.__setitem__("word/styles.xml", (ENTITIES + "<x/>").encode("utf-16"))), "word-template-entities"),
    "broken XML": (lambda: samples.replaced(PLAIN, MAIN, "</w:body>", "</w:bdy>"), "word-template-damaged"),
    "no text": (lambda: samples.changed(PLAIN, lambda m: m.__setitem__(
        MAIN, f'<w:document xmlns:w="{samples.WORD}"/>'.encode())), "word-template-damaged"),
    "a missing part": (lambda: related("image", "media/none.png"), "word-template-damaged"),
    "an ActiveX control": (lambda: related("control", "a.xml", part="word/a.xml", content=b"<x/>"), "word-template-embeds"),
    "an OLE object": (lambda: related("oleObject", "embeddings/o.bin", part="word/embeddings/o.bin"), "word-template-embeds"),
    "an object in the text": (lambda: in_text("<w:p><w:r><w:object/></w:r></w:p>"), "word-template-embeds"),
    "an altChunk": (lambda: related("aFChunk", "c.html", part="word/c.html"), "word-template-embeds"),
    "an attached template": (lambda: related("attachedTemplate", "file:///C:/x.dotm", external=True), "word-template-fetches"),
    "a linked picture": (lambda: related("image", "https://example.org/x.png", external=True), "word-template-fetches"),
    "a frame": (lambda: related("frame", "https://example.org/x", external=True), "word-template-embeds"),
    "a field that fetches": (lambda: in_text(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDEPICTURE "x" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'), "word-template-fetches"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_brief_must_not_go_into_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    make, code = REFUSED[name]
    built = build_in(tmp_path, make())
    assert not built.files
    errors = [problem for problem in built.problems if problem.severity == "error"]
    assert [problem.code for problem in errors] == [code]
    assert errors[0].location.file.endswith("house.docx")
    assert len(errors[0].message) > 15


def test_a_link_out_is_no_reason(tmp_path: Path) -> None:
    assert "docx" in build_in(tmp_path, related("hyperlink", "https://example.org", external=True)).files


def test_macro_files_are_refused_by_their_name_too(tmp_path: Path) -> None:
    for ending in ("docm", "DOTM"):
        assert codes(build_in(tmp_path, PLAIN, ending=ending), "error") == ["word-template-macros"]


@pytest.mark.parametrize(
    ("name", "code"), [("none.docx", "no-such-file"), (".", "not-a-file"), ("x\0y", "unreadable-file")]
)
def test_a_path_that_is_no_file(name: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(BriefingError) as raised:
        house.load_word_template(tmp_path / name, None, load_theme())
    assert [problem.code for problem in raised.value.problems] in ([code], ["no-such-file"])


# ------------------------------------------------------------------ mutations


def survives(data: bytes) -> None:
    """A brief whose parts are XML, or problems that name the template: never anything else."""
    try:
        template = compile_template(data, "house.docx", None, load_theme())
    except BriefingError as error:
        told = error.problems
    else:
        told = ()
        made = write(sample(), load_theme(), pages={}, template=template)
        with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(archive.read(name))
    assert all(problem.location.file == "house.docx" and problem.message for problem in told)


SOURCES = (samples.german(), samples.noted(), samples.french())
XML = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/_rels/document.xml.rels",
       "[Content_Types].xml", "word/footnotes.xml", "word/header1.xml", "word/theme/theme1.xml")  # fmt: skip
SWAPS = (
    ('w:val="', 'w:val="-99999999999'), ('w:val="', 'w:vol="'), ("w:id=", "w:ix="), ('w:w="', 'w:w="x'), ("<w:p>", "<w:q>"),
    ("</w:p>", ""), ("w:sectPr", "w:sectPx"), ("w:styleId=", "w:x="), ("Target=", "Torget="), ("w:body", "w:tbl"),
    ("{{", "{{{{"), ("}}", ""), ("<w:r>", "<w:sdt>"), ('w:numId="', 'w:numId="-'), ("rId", ""), ("w:basedOn", "w:link"),
)  # fmt: skip


@settings(max_examples=40)
@given(st.data())
def test_a_template_with_changed_bytes(data: st.DataObject) -> None:
    source = bytearray(data.draw(st.sampled_from(SOURCES)))
    for _ in range(data.draw(st.integers(1, 8))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(source))


@settings(max_examples=40)
@given(st.data())
def test_a_template_with_changed_xml(data: st.DataObject) -> None:
    members = samples.members_of(data.draw(st.sampled_from(SOURCES)))
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from([n for n in XML if n in members]))
        old, new = data.draw(st.sampled_from(SWAPS))
        parts = members[name].decode("utf-8", "replace").split(old)
        at = data.draw(st.integers(1, len(parts)))
        members[name] = (old.join(parts[:at]) + (new if at < len(parts) else "") + old.join(parts[at:])).encode()
    if data.draw(st.booleans()):
        members.pop(data.draw(st.sampled_from(sorted(members))))
    survives(samples.packed(members))
