"""Hostile Office packages at every door that takes one: each door refuses each, as a problem of the file, with its code."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook
from writers.docx.docx_sample import sample
from writers.docx.template import house_samples

from briefing.exchange.importing.xlsx_sheets import read_sheets
from briefing.facts.xlsx_reader import open_workbook
from briefing.files.ooxml import (
    MOST_INFLATION,
    WORD_FILE,
    WORD_TEMPLATE,
    WORKBOOK,
    Package,
    PackageKind,
    relations_name,
    resolve_target,
)
from briefing.files.ooxml_writer import make_member, pack
from briefing.layout.theme import load_theme
from briefing.problems.problem import NO_LOCATION, BriefingError, Location
from briefing.readers import read_brief
from briefing.readers.docx_charts import workbook_numbers
from briefing.readers.reviewed import read_copy
from briefing.writers.docx import write
from briefing.writers.docx.template.compile import compile_template
from briefing.writers.docx.track_changes import redline

NAME = "some/file"
BOMB = MOST_INFLATION * 45_000
"""More than the bytes that a member may have whatever it is packed into, and less than any other limit."""


@cache
def good(kind: str) -> bytes:
    if kind == "template":
        return house_samples.plain()
    if kind == "word":
        return write(sample(), load_theme(), pages={}).data
    out, book = io.BytesIO(), Workbook()
    assert book.active is not None
    for row in (["year", "value"], [2022, 3]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _redline(data: bytes, folder: Path) -> None:
    redline(data, good("word"), author="A", date="2025-01-01")


def _from_file(read: Callable[[Path, str], object]) -> Callable[[bytes, Path], None]:
    def open_it(data: bytes, folder: Path) -> None:
        (folder / "file.xlsx").write_bytes(data)
        read(folder / "file.xlsx", NAME)

    return open_it


DOORS: dict[str, tuple[str, str, PackageKind, Callable[[bytes, Path], object]]] = {
    "compare and verify": ("word", "word/document.xml", WORD_FILE, lambda data, _: read_brief(data, NAME)),
    "review": ("word", "word/document.xml", WORD_FILE, lambda data, _: read_copy(data, Location(NAME))),
    "redline": ("word", "word/document.xml", WORD_FILE, _redline),
    "template": (
        "template", "word/document.xml", WORD_TEMPLATE, lambda data, _: compile_template(data, NAME, None, load_theme())
    ),
    "series": ("workbook", "xl/worksheets/sheet1.xml", WORKBOOK, _from_file(open_workbook)),
    "import": ("workbook", "xl/worksheets/sheet1.xml", WORKBOOK, _from_file(read_sheets)),
}  # fmt: skip


def repacked(data: bytes, add: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A file with members replaced and added."""
    return packed({**members(data), **add}, compression)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, each in content.items():
            archive.writestr(name, each)
    return out.getvalue()


def changed_entries(data: bytes, at: int, change: Callable[[bytes], bytes]) -> bytes:
    """A file with two bytes changed in each entry of its directory."""
    made = bytearray(data)
    start = made.find(b"PK\1\2")
    while start >= 0:
        made[start + at : start + at + 2] = change(bytes(made[start + at : start + at + 2]))
        start = made.find(b"PK\1\2", start + 4)
    return bytes(made)


def laughs(encoding: str) -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    return text.encode(encoding)


HOSTILE: dict[str, tuple[Callable[[bytes, str], bytes], str]] = {
    "nothing": (lambda data, main: b"", "foreign"),
    "no zip": (lambda data, main: b"Dear all,", "foreign"),
    "old Office": (lambda data, main: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "foreign"),
    "a password": (
        lambda data, main: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "encrypted members": (lambda data, main: changed_entries(data, 8, lambda flags: bytes([flags[0] | 1, flags[1]])), "locked"),
    "half a zip": (lambda data, main: data[: len(data) // 2], "damaged"),
    "a method that no Office file uses": (lambda data, main: repacked(data, {}, zipfile.ZIP_LZMA), "damaged"),
    "a method that nobody knows": (lambda data, main: changed_entries(data, 10, lambda _: struct.pack("<H", 99)), "damaged"),
    "a bomb in one member": (lambda data, main: repacked(data, {"customXml/a.bin": bytes(BOMB)}), "too_large"),
    "a member outside": (lambda data, main: repacked(data, {"../evil.xml": b"<x/>"}), "damaged"),
    "a member at the root of the disk": (lambda data, main: repacked(data, {"/etc/evil.xml": b"<x/>"}), "damaged"),
    "a member on another disk": (lambda data, main: repacked(data, {"c:\\evil.xml": b"<x/>"}), "damaged"),
    "two members whose names differ in capitals": (
        lambda data, main: repacked(data, {main.upper(): members(data)[main]}), "damaged"),
    "broken XML": (lambda data, main: repacked(data, {main: b"<"}), "damaged"),
    "a document type in EBCDIC": (lambda data, main: repacked(data, {main: laughs("cp037")}), "damaged"),
    **{
        f"a document type in {encoding}": (lambda data, main, e=encoding: repacked(data, {main: laughs(e)}), "entities")  # type: ignore[misc]
        for encoding in ("utf-8", "utf-16", "utf-32")
    },
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("door", DOORS)
def test_every_door_refuses_it(door: str, hostile: str, tmp_path: Path) -> None:
    kind, main, limits, open_it = DOORS[door]
    make, code = HOSTILE[hostile]
    if door == "compare and verify" and code in {"foreign", "locked"} and "member" not in hostile:
        pytest.skip("tests/readers/test_refusals.py: what is neither PDF nor zip is told apart before")
    with pytest.raises(BriefingError) as caught:
        open_it(make(good(kind), main), tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == getattr(limits, code)
    assert problem.location.file.endswith(("file", "old"))
    assert problem.message
    assert problem.message.isprintable()


@pytest.mark.parametrize("door", DOORS)
def test_every_door_has_limits(door: str, tmp_path: Path) -> None:
    kind, _, limits, open_it = DOORS[door]
    content = members(good(kind))
    many = packed({**content, **{f"customXml/{n}.bin": b"" for n in range(limits.members)}}, zipfile.ZIP_STORED)
    # No test should need a gigabyte: what an entry declares is enough to refuse it.
    large = bytearray(packed({**content, **{f"customXml/{n}.bin": b"x" for n in range(40)}}, zipfile.ZIP_STORED))
    at = large.find(b"PK\1\2")
    while at >= 0:
        if b"customXml/" in large[at + 46 : at + 60]:
            large[at + 20 : at + 28] = struct.pack("<2I", limits.unpacked // 40 + 1, limits.unpacked // 40 + 1)
        at = large.find(b"PK\1\2", at + 4)
    for data in (many, bytes(large)):
        with pytest.raises(BriefingError) as caught:
            open_it(data, tmp_path)
        assert [problem.code for problem in caught.value.problems] == [limits.too_large]


@pytest.mark.parametrize("depth", [255, 300, 5000])
@pytest.mark.parametrize("door", [door for door in DOORS if "word" in DOORS[door][1]])
def test_elements_nested_without_end(door: str, depth: int, tmp_path: Path) -> None:
    kind, main, limits, open_it = DOORS[door]
    content = members(good(kind))[main]
    for tag in (b"w:smartTag", b"w:sdt", b"w:p"):
        deep = content.replace(b"</w:body>", (b"<%b>" % tag) * depth + (b"</%b>" % tag) * depth + b"</w:body>")
        codes = []
        try:
            open_it(repacked(good(kind), {main: deep}), tmp_path)
        except BriefingError as error:
            codes = [problem.code for problem in error.problems]
        # What is not too deep for the parser may be read; a copy is read as far as possible.
        assert codes in ([limits.damaged], *([[]] if depth < 256 or door == "review" else []))


@pytest.mark.parametrize("hostile", [name for name in HOSTILE if name != "broken XML"])
def test_the_workbook_in_a_chart_has_no_numbers_if_it_is_hostile(hostile: str) -> None:
    def numbers(data: bytes) -> tuple[float, ...]:
        return workbook_numbers(Package(pack([make_member("book.xlsx", data)]), NO_LOCATION), "book.xlsx")

    assert numbers(good("workbook")) == (2022.0, 3.0)
    assert numbers(HOSTILE[hostile][0](good("workbook"), "xl/worksheets/sheet1.xml")) == ()


def test_a_package_reads_no_more_than_its_limit() -> None:
    package = Package(packed({"a.xml": bytes(7_000_000)}), Location(NAME), WORKBOOK)
    for _ in range(WORKBOOK.read // 7_000_000):
        package.content("a.xml")
    with pytest.raises(BriefingError, match="MB when unpacked"):
        package.content("a.xml")


def test_names_of_parts_are_the_same_in_capitals() -> None:
    content = {
        name.upper() if name.startswith("word/d") else name: each for name, each in members(good("word")).items()
    }
    assert read_brief(packed(content), NAME).pieces == read_brief(good("word"), NAME).pieces


@pytest.mark.parametrize(
    ("part", "target", "found"),
    [
        ("word/document.xml", "styles.xml", "word/styles.xml"),
        ("word/document.xml", "/word/a.xml#x", "word/a.xml"),
        ("word/document.xml", "../customXml/item%201.xml", "customXml/item 1.xml"),
        ("word/document.xml", "../../../etc/passwd", "etc/passwd"),
        ("word/document.xml", "#anchor", ""),
        ("", "word/document.xml", "word/document.xml"),
    ],
)
def test_a_target_leads_to_a_part_in_the_package(part: str, target: str, found: str) -> None:
    assert resolve_target(part, target) == found


def test_the_relationships_of_the_package_have_a_name() -> None:
    assert relations_name("") == "_rels/.rels"


def test_a_member_without_a_name_is_no_traceback() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
    assert "word/document.xml" not in Package(made.getvalue(), Location("a.docx"))
