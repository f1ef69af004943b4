"""Word and PDF files with changed parts, as house templates, as reviewed copies, and as files to verify, compare and ask."""

from __future__ import annotations

import contextlib
import copy
import io
import re
import zipfile
from pathlib import Path

import pikepdf
from lxml import etree
from review.edits import surgery
from review.edits.surgery import Word

from fuzz.command import Command
from fuzz.material import SMALL, Material, packed, unpacked
from fuzz.mutations import Choose, mutate_bytes, odd_text

PROSE = ("brief", "note", "short", "port", "wind-power", "sheet")
NAMES = (
    "",
    "/",
    "..",
    "../x",
    "word/document.xml",
    "[Content_Types].xml",
    "x" * 300,
    "word\\document.xml",
    "a\0b",
    "é.xml",
    "CON",
)
REFUSED = (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError, NotImplementedError)
"""How pikepdf refuses to write what no PDF may have."""
ATTRIBUTES = ("", "-1", "0", "99999999999999999999", "1e9", "x", "true", "NaN", "rId999")
BOMB = b"\0" * 150_000_000


def make(choose: Choose, folder: Path, material: Material) -> list[Command]:
    """Change a Word file or a PDF, and say what is done with it."""
    kind = choose.random()
    if kind < 0.25:
        return _house(choose, folder, material)
    name = choose.choice(PROSE)
    material.copy(name, folder)
    built = sorted((material.finished(name) / "out").glob(f"{name}_DRAFT.*[fx]"))
    files = {path.suffix: folder / path.name for path in built}
    for path in built:
        (folder / path.name).write_bytes(path.read_bytes())
    if kind < 0.45 and ".pdf" in files:
        files[".pdf"].write_bytes(mutate_pdf(choose, files[".pdf"].read_bytes()))
        return _asked(choose, files[".pdf"].name, files)
    data = files[".docx"].read_bytes() if ".docx" in files else choose.choice(material.houses())
    if kind < 0.8:
        data = review(choose, data)
    if kind < 0.55 or kind >= 0.8:
        data = mutate_docx(choose, data)
    copied = folder / "reviewed.docx"
    copied.write_bytes(data)
    if choose.random() < 0.5:
        return _asked(choose, copied.name, files)
    ways: list[list[Command]] = [
        [("review", copied.name)],
        [("review", copied.name, "--json"), ("review", copied.name, "--html", "out.html")],
        [("review", copied.name, "--apply"), ("undo", "--yes")],
        [("review", copied.name, "--apply", "-d", name), ("build", name, "--draft", "--carry-comments", copied.name)],
        [("review", copied.name, "--record", f"{name}_DRAFT.docx", "--apply"), ("check", name)],
    ]
    return choose.choice(ways)


def _asked(choose: Choose, file: str, files: dict[str, Path]) -> list[Command]:
    """Questions about a finished file."""
    other = files.get(choose.choice((".pdf", ".docx")))
    beside = other.name if other else file
    ways: list[list[Command]] = [
        [("verify", file)],
        [("verify", file, "--json")],
        [("compare", file, beside)],
        [("compare", beside, file, "--json")],
        [("why", file, choose.choice(("2024", "staff", "52.9", "1", "percent", "\u202e")))],
        [("diff", beside, file)],
        [("diff", file, beside, "--redline", "redline.docx")],
    ]
    return choose.choice(ways)


def _house(choose: Choose, folder: Path, material: Material) -> list[Command]:
    """A build into a changed Word template."""
    name = choose.choice(SMALL)
    material.copy(name, folder)
    data = choose.choice(material.houses())
    for _ in range(choose.choice((1, 1, 2))):
        data = mutate_docx(choose, data)
    (folder / "house.docx").write_bytes(data)
    return [
        ("build", name, "--draft", "-f", "docx", "--word-template", "house.docx"),
        ("verify", f"out/{name}_DRAFT.docx"),
    ]


# ------------------------------------------------------------------ Word


def review(choose: Choose, data: bytes) -> bytes:
    """Change words as a reviewer does, some of them tracked."""
    word = Word.read(data)
    word.author = choose.choice(
        ("", surgery.ANNA, odd_text(choose).encode("ascii", "ignore").decode().translate(_NOT_XML))
    )
    for _ in range(choose.randint(1, 8)):
        paragraphs = [(p, text) for p in word.paragraphs() if (text := surgery.text_of(p))]
        if not paragraphs:
            break
        paragraph, text = choose.choice(paragraphs)
        start = choose.randrange(len(text))
        end = min(len(text), start + choose.choice((1, 5, 30)))
        fresh = choose.choice(
            ("", "99,999", "planned", "words {{ x }} {% y", text[:80], printable(odd_text(choose))[:300])
        )
        surgery.replace_at(word, paragraph, start, end, fresh)
    return packed(unpacked(word.data()))


_NOT_XML = dict.fromkeys(range(32))


def printable(text: str) -> str:
    """Leave out what no XML may hold."""
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def mutate_docx(choose: Choose, data: bytes) -> bytes:
    """Change the elements of a part, the parts, or the ZIP file around them."""
    try:
        members = unpacked(data)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return mutate_bytes(choose, data)
    parts = [name for name in members if name.endswith((".xml", ".rels"))]
    kind = choose.random()
    if kind < 0.6 and parts:
        name = "word/document.xml" if "word/document.xml" in parts and choose.random() < 0.5 else choose.choice(parts)
        members[name] = mutate_xml(choose, members[name])
        return packed(members)
    if kind < 0.7 and parts:
        name = choose.choice(parts)
        members[name] = mutate_bytes(choose, members[name])
        return packed(members)
    return _change_package(choose, data, members) if kind < 0.9 else mutate_bytes(choose, data)


def _change_package(choose: Choose, data: bytes, members: dict[str, bytes]) -> bytes:
    name, other = choose.choice(list(members)), choose.choice(list(members))
    match choose.randrange(8):
        case 0:
            del members[name]
        case 1:
            members[choose.choice(NAMES)] = members[name]
        case 2:
            members[name], members[other] = members[other], members[name]
        case 3:
            members[name] = choose.choice(
                (b"", b"\0", b"<x/>", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>", BOMB)
            )
        case 4:
            members[name] = b"<a>" * 5_000 + b"</a>" * 5_000
        case 5:
            members |= {f"word/x{number}.xml": b"<x/>" for number in range(choose.choice((10, 5_000)))}
        case 6:
            return data + data[: choose.randrange(len(data))]
        case _:
            at = data.rfind(b"PK\5\6")
            return data[:at] + mutate_bytes(choose, data[at:])
    return packed(members)


def mutate_xml(choose: Choose, data: bytes) -> bytes:
    """Remove, double, move, nest or rename elements, and change their attributes and words."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return mutate_bytes(choose, data)
    for _ in range(choose.choice((1, 1, 2, 5, 20))):
        elements = list(root.iter(etree.Element))
        element, other = choose.choice(elements), choose.choice(elements)
        _change_element(choose, element, other)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _change_element(choose: Choose, element: etree._Element, other: etree._Element) -> None:
    parent = element.getparent()
    match choose.randrange(9):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            for _ in range(choose.choice((1, 1, 30))):
                parent.append(copy.deepcopy(element))
        case 2 if element not in list(other.iterancestors()) and element is not other and parent is not None:
            other.append(element)
        case 3 if element.attrib:
            name = choose.choice(list(element.attrib))
            element.set(name, choose.choice((*ATTRIBUTES, printable(odd_text(choose)))))
        case 4 if element.attrib:
            del element.attrib[choose.choice(list(element.attrib))]
        case 5:
            element.text = printable(odd_text(choose))
        case 6:
            element.tag = other.tag
        case 7 if parent is not None:
            for _ in range(choose.choice((1, 60))):
                wrapped = copy.deepcopy(element)
                element.clear()
                element.append(wrapped)
                element = wrapped
        case _:
            element.attrib.update(other.attrib)


# ------------------------------------------------------------------ PDF


def mutate_pdf(choose: Choose, data: bytes) -> bytes:
    """Change the bytes of a PDF, or its objects and the operators in its streams."""
    if choose.random() < 0.25:
        return mutate_bytes(choose, data)
    with pikepdf.open(io.BytesIO(data)) as file:
        for _ in range(choose.choice((1, 1, 2, 6))):
            objects = [
                found
                for found in file.objects
                if isinstance(found, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream))
            ]
            one, other = choose.choice(objects), choose.choice(objects)
            with contextlib.suppress(*REFUSED):
                _change_object(choose, one, other)
        out = io.BytesIO()
        try:
            file.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        except REFUSED:
            return mutate_bytes(choose, data)
        return out.getvalue()


def _change_object(choose: Choose, one: pikepdf.Object, other: pikepdf.Object) -> None:
    odd = choose.choice(
        (0, -1, 2**31 - 1, 0.5, True, "x", pikepdf.Name("/X"), pikepdf.Array(), pikepdf.Dictionary(), one, other, b"\0")
    )
    if isinstance(one, pikepdf.Stream) and choose.random() < 0.5:
        content = one.read_bytes()
        if content.count(b"Tj") + content.count(b"TJ") and choose.random() < 0.7:
            one.write(_change_operators(choose, content))
        else:
            one.write(choose.choice((mutate_bytes(choose, content), b"", content * 20)))
    elif isinstance(one, pikepdf.Array):
        if len(one):
            at = choose.randrange(len(one))
            if choose.random() < 0.3:
                del one[at]
            else:
                one[at] = odd
        one.append(odd)
    else:
        key = choose.choice(sorted(one.keys()) or ["/X"])
        if choose.random() < 0.4 and key in one:
            del one[key]
        else:
            one[key] = odd


def _change_operators(choose: Choose, content: bytes) -> bytes:
    lines = content.split(b"\n")
    for _ in range(choose.choice((1, 5, 40))):
        at, other = choose.randrange(len(lines)), choose.randrange(len(lines))
        lines[at] = choose.choice(
            (
                lines[other],
                b"",
                b"q " * 200,
                b"EMC",
                b"/Span << /MCID 0 >> BDC",
                b"99999 Tj",
                mutate_bytes(choose, lines[at]),
            )
        )
    return b"\n".join(lines)
