"""Compares two folders of outputs: bytes first, and where these differ the text, the structure and the record of each file."""

from __future__ import annotations

import difflib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree

MASKED = "inputs"
"""What a build was made of: hashes of the program, of files and of what was read, which follow from the program as well."""
MASKED_INPUTS = ("program", "files", "facts", "sources", "rest", "templates")
MASKED_OPTIONS = ("theme",)


def compare_folders(old: Path, new: Path, most: int) -> list[str]:
    """A description of every file that differs; empty where none does."""
    names = sorted({str(p.relative_to(root)) for root in (old, new) for p in root.rglob("*") if p.is_file()})
    found = []
    for name in names:
        if name.startswith("word-templates/"):
            continue
        before, after = old / name, new / name
        if not (before.is_file() and after.is_file()):
            found.append(f"{name}: {'is new' if after.is_file() else 'is gone'}")
            continue
        lines = _difference(before.read_bytes(), after.read_bytes(), before.name)
        if lines:
            more = [f"  … and {len(lines) - most} more lines"] if len(lines) > most else []
            found.append("\n".join([f"{name}:", *lines[:most], *more]))
    return found


def _difference(before: bytes, after: bytes, name: str) -> list[str]:
    if name.endswith(".build.json"):
        before, after = _masked(before), _masked(after)
    if before == after:
        return []
    aspects = {"pdf": _of_pdf, "docx": _of_docx}.get(name.rpartition(".")[2])
    if aspects is None:
        return _diff(before.decode("utf-8", "replace").split("\n"), after.decode("utf-8", "replace").split("\n"))
    lines: list[str] = []
    for (aspect, was), (_, now) in zip(aspects(before), aspects(after), strict=True):
        lines += [f"  {aspect} {line.strip()}" for line in _diff(was, now)]
    return lines or ["  the bytes differ; text, structure and record are the same"]


def _diff(before: list[str], after: list[str]) -> list[str]:
    return [
        f"  {line}"
        for line in difflib.unified_diff(before, after, lineterm="", n=0)
        if line[:2] not in ("--", "++", "@@")
    ]


def _masked(record: bytes) -> bytes:
    """A build record without what follows from the program itself; the hashes of the files follow from their bytes, compared beside."""
    told: dict[str, Any] = json.loads(record)
    told["program"].pop("version", None)
    for file in told["files"]:
        file.pop("sha256")
        file.pop("bytes")
    inputs = told.get(MASKED) or {}
    for key in MASKED_INPUTS:
        inputs.pop(key, None)
    for key in MASKED_OPTIONS:
        inputs.get("options", {}).pop(key, None)
    return json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True).encode()


def _of_pdf(data: bytes) -> Iterator[tuple[str, list[str]]]:
    """Text and structure as the tags have them, the record, and all objects."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield "structure", list(_tags(pdf.Root.StructTreeRoot.get("/K"), 0))
        yield (
            "record",
            [line for file in pdf.attachments.values() for line in file.get_file().read_bytes().decode().split("\n")],
        )
        objects = []
        for item in pdf.objects:
            stream = item.read_bytes().decode("latin-1").split("\n") if _is_text(item) else []
            objects += [repr(item) if not isinstance(item, pikepdf.Stream) else repr(item.stream_dict), *stream]
        yield "object", objects


def _is_text(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image" and "/Length1" not in item


def _tags(node: Any, depth: int) -> Iterator[str]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _tags(child, depth)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield " " * depth + " ".join(
            str(node[key]) for key in ("/S", "/Alt", "/ActualText", "/E", "/Lang", "/ID") if key in node
        )
        if "/K" in node:
            yield from _tags(node["/K"], depth + 1)


def _of_docx(data: bytes) -> Iterator[tuple[str, list[str]]]:
    """Every part, those in XML a line an element."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield "parts", archive.namelist()
        lines = []
        for name in sorted(archive.namelist()):
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(content)
                lines += [
                    f"{name} {etree.QName(e).localname} {sorted(e.attrib.items())} {e.text or ''}"
                    for e in tree.iter(etree.Element)
                ]
            else:
                lines.append(f"{name} {hash(content)}")
        yield "part", lines
