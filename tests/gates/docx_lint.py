"""Our own look into a Word file, for what the Open XML SDK and openxml-audit let pass and Word or its readers do not.

Takes the bytes of a .docx, gives each fault as a sentence; none when it is sound. Knows nothing of the writer.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from gates.docx_marks_lint import (
    check_bookmark_ends,
    check_comments,
    check_controls,
    check_custom_xml,
    check_named_fields,
    check_reached,
)
from gates.docx_package import WORD, Package, doubles, values
from lxml import etree

RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
REFERRING = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF)\s+(\S+)")
STYLED = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


def lint(data: bytes) -> list[str]:
    """Every fault found, in a fixed order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        package = Package(names, {name: archive.read(name) for name in names})
    faults = [f"two members are called {name}" for name, count in Counter(names).items() if count > 1]
    for name, content in package.members.items():
        if name.endswith((".xml", ".rels")):
            try:
                package.trees[name] = etree.fromstring(content)
            except etree.XMLSyntaxError as error:
                return [*faults, f"{name} is no XML: {error}"]
    checks = (
        check_content_types, check_relations, check_core, check_styles, check_numbering, check_bookmarks, check_identifiers,
        check_notes, check_tables, check_fields, check_text, check_furniture, check_fonts, check_charts,
        check_reached, check_custom_xml, check_bookmark_ends, check_controls, check_comments, check_named_fields,
    )  # fmt: skip
    for check in checks:
        faults += check(package)
    return faults


# ------------------------------------------------------------------ container


def check_content_types(package: Package) -> Iterator[str]:
    if "[Content_Types].xml" not in package.trees:
        yield "there are no content types"
        return
    if package.names[0] != "[Content_Types].xml":
        yield "[Content_Types].xml is not the first member"
    defaults, overrides = set(), []
    for entry in package.trees["[Content_Types].xml"]:
        if etree.QName(entry).localname == "Default":
            defaults.add(entry.get("Extension"))
        else:
            overrides.append(str(entry.get("PartName"))[1:])
    for name in package.names:
        generic = name.endswith(".xml") and not name.startswith("customXml/item")
        known = name in overrides or (name.rpartition(".")[2] in defaults and not generic)
        if name != "[Content_Types].xml" and not known:
            yield f"{name} has no content type"
    yield from (
        f"a content type is given to {name}, which is not there" for name in overrides if name not in package.names
    )
    yield from (f"{name} has two content types" for name, count in Counter(overrides).items() if count > 1)


def check_relations(package: Package) -> Iterator[str]:
    for name, tree in package.trees.items():
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("/_rels/") if "/_rels/" in name else ("", "", name.removeprefix("_rels/"))
        source = posixpath.join(folder, file.removesuffix(".rels"))
        if source and source not in package.names:
            yield f"{name} has the relations of {source}, which is not there"
        identifiers = [relation.get("Id") for relation in tree]
        if len(identifiers) != len(set(identifiers)):
            yield f"{name} uses a relation id twice"
        for relation in tree:
            target = str(relation.get("Target"))
            place = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if relation.get("TargetMode") != "External" and place not in package.names:
                yield f"{name} leads to {place}, which is not there"
    for name, tree in package.word:
        relations = package.trees.get(f"word/_rels/{name.removeprefix('word/')}.rels")
        known = {relation.get("Id") for relation in relations} if relations is not None else set()
        for element in tree.iter(etree.Element):
            for attribute in ("id", "embed", "link"):
                used = element.get(RELATION_ID + attribute)
                if used is not None and used not in known:
                    yield f"{name} uses relation {used}, which it does not have"


def check_core(package: Package) -> Iterator[str]:
    tree = package.trees.get("docProps/core.xml")
    if tree is None:
        yield "there are no core properties"
        return
    tags = [element.tag for element in tree]
    if len(tags) != len(set(tags)):
        yield "a core property is given twice"
    for element in tree:
        if str(element.tag).endswith(("}created", "}modified")) and element.get(TYPE) != "dcterms:W3CDTF":
            yield f"the date {element.text} has no type"


# ------------------------------------------------------------------ references


def check_styles(package: Package) -> Iterator[str]:
    styles = package.trees.get("word/styles.xml")
    if styles is None:
        yield "there is no style sheet"
        return
    defined = list(values(styles, "style", "styleId"))
    yield from doubles("styles have the id", defined)
    yield from doubles("styles are called", (str(name).lower() for name in values(styles, "name")))
    for part, tree in package.word:
        for tag in STYLED:
            yield from (f"{part}: style {used} is not defined" for used in values(tree, tag) if used not in defined)


def check_numbering(package: Package) -> Iterator[str]:
    numbering = package.trees.get("word/numbering.xml")
    instances = list(values(numbering, "num", "numId")) if numbering is not None else []
    definitions = list(values(numbering, "abstractNum", "abstractNumId")) if numbering is not None else []
    yield from doubles("list instances have the id", instances)
    yield from doubles("list definitions have the id", definitions)
    if numbering is not None:
        for instance in numbering.iter(WORD + "num"):
            for used in values(instance, "abstractNumId"):
                if used not in definitions:
                    yield f"list definition {used} is not there"
    for part, tree in package.word:
        if part != "word/numbering.xml":
            for used in values(tree, "numId"):
                if used != "0" and used not in instances:
                    yield f"{part}: list {used} is not defined"


def check_bookmarks(package: Package) -> Iterator[str]:
    names: list[str] = []
    starts: list[str] = []
    ends: list[str] = []
    wanted: list[str] = []
    for _, tree in package.word:
        names += values(tree, "bookmarkStart", "name")
        starts += values(tree, "bookmarkStart", "id")
        ends += values(tree, "bookmarkEnd", "id")
        wanted += [name for name in values(tree, "hyperlink", "anchor") if name != "None"]
        for instruction in tree.iter(WORD + "instrText"):
            match = REFERRING.match(instruction.text or "")
            wanted += [match.group(1)] if match else []
    yield from doubles("bookmarks have the id", starts)
    yield from doubles("bookmarks are called", names)
    if sorted(starts) != sorted(ends):
        yield "a bookmark begins and does not end, or ends and does not begin"
    yield from (
        f"bookmark name {name} is too long or not allowed"
        for name in names
        if not re.fullmatch(r"[^\W\d]\w{0,39}", name)
    )
    yield from (f"bookmark {name} is referred to and not there" for name in sorted(set(wanted) - set(names)))


def check_identifiers(package: Package) -> Iterator[str]:
    drawings: list[str] = []
    controls: list[str] = []
    for part, tree in package.word:
        drawings += [str(element.get("id")) for element in tree.iter(DRAWING + "docPr", SHAPE + "cNvPr")]
        for properties in tree.iter(WORD + "sdtPr"):
            controls += [str(element.get(WORD + "val")) for element in properties.findall(WORD + "id")]
            for tag in ("tag", "alias"):
                if any(len(value) > 64 for value in values(properties, tag)):
                    yield f"{part}: the {tag} of a content control is longer than 64 characters"
    yield from doubles("drawings have the id", drawings)
    yield from doubles("content controls have the id", controls)


def check_notes(package: Package) -> Iterator[str]:
    document = package.trees["word/document.xml"]
    notes = package.trees.get("word/footnotes.xml")
    defined = list(values(notes, "footnote", "id")) if notes is not None else []
    cited = list(values(document, "footnoteReference", "id"))
    yield from doubles("notes have the id", defined)
    yield from (f"note {used} is not there" for used in cited if used not in defined)
    # A notice of continuation is a note of Word's own that nothing cites.
    typed = (
        {n.get(WORD + "id") for n in notes.iter(WORD + "footnote") if n.get(WORD + "type")}
        if notes is not None
        else set()
    )
    own = [number for number in defined if int(number) > 0 and number not in typed]
    yield from (f"note {number} is cited nowhere" for number in own if number not in cited)
    if notes is not None:
        if not {"-1", "0"} <= set(defined):
            yield "the notes have no separators"
        if next(values(notes, "footnoteReference", "id"), None) is not None:
            yield "a note stands in a note"


# ------------------------------------------------------------------ contents


def check_tables(package: Package) -> Iterator[str]:
    for part, tree in package.word:
        for cell in tree.iter(WORD + "tc"):
            if len(cell) == 0 or cell[-1].tag != WORD + "p":
                yield f"{part}: a cell does not end with a paragraph"
        for table in tree.iter(WORD + "tbl"):
            widths = [int(str(column.get(WORD + "w"))) for column in table.findall(f"{WORD}tblGrid/{WORD}gridCol")]
            for row in table.findall(WORD + "tr"):
                yield from (f"{part}: {fault}" for fault in row_faults(row, widths))
            following = table.getnext()
            if following is None or following.tag == WORD + "tbl":
                yield f"{part}: no paragraph follows a table"


def row_faults(row: etree._Element, widths: list[int]) -> Iterator[str]:
    column = 0
    for cell in row.findall(WORD + "tc"):
        span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
        columns = int(str(span.get(WORD + "val"))) if span is not None else 1
        width = cell.find(f"{WORD}tcPr/{WORD}tcW")
        if width is None or int(str(width.get(WORD + "w"))) != sum(widths[column : column + columns]):
            yield "a cell is not as wide as its columns"
        column += columns
    if column != len(widths):
        yield f"a row has {column} of {len(widths)} columns"


def check_fields(package: Package) -> Iterator[str]:
    """Fields begin, separate and end in this order, nested properly, and none asks Word to update it."""
    for part, tree in package.word:
        open_fields: list[str] = []
        for element in tree.iter(WORD + "fldChar"):
            kind = str(element.get(WORD + "fldCharType"))
            if element.get(WORD + "dirty") is not None:
                yield f"{part}: a field is marked dirty"
            if kind == "begin":
                open_fields.append(kind)
            elif not open_fields or (kind == "separate" and open_fields[-1] != "begin"):
                yield f"{part}: a field does not begin"
                break
            elif kind == "separate":
                open_fields[-1] = kind
            else:
                open_fields.pop()
        if open_fields:
            yield f"{part}: a field does not end"
        if tree.find(WORD + "updateFields") is not None:
            yield f"{part}: Word is asked to update fields"


def check_text(package: Package) -> Iterator[str]:
    for part, tree in package.word:
        for element in tree.iter(WORD + "t"):
            text = element.text or ""
            if text != text.strip() and element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                yield f"{part}: the spaces around {text!r} would be lost"


def check_furniture(package: Package) -> Iterator[str]:
    for part, tree in package.word:
        if tree.tag in {WORD + "hdr", WORD + "ftr"} and tree.find(WORD + "p") is None:
            yield f"{part} is empty"


def check_fonts(package: Package) -> Iterator[str]:
    """An embedded font must be one again when its key is applied (ISO/IEC 29500-4, 9.1)."""
    table = package.trees.get("word/fontTable.xml")
    relations = package.trees.get("word/_rels/fontTable.xml.rels")
    if table is None or relations is None:
        return
    targets = {relation.get("Id"): f"word/{relation.get('Target')}" for relation in relations}
    for element in table.iter(*(f"{WORD}embed{cut}" for cut in ("Regular", "Bold", "Italic", "BoldItalic"))):
        key = bytes.fromhex(str(element.get(WORD + "fontKey")).strip("{}").replace("-", ""))[::-1]
        name = targets.get(element.get(RELATION_ID + "id"), "")
        start = bytes(byte ^ key[index % 16] for index, byte in enumerate(package.members.get(name, b"")[:4]))
        if start not in {b"\0\1\0\0", b"OTTO", b"true"}:
            yield f"{name} is no font under its key"


# ------------------------------------------------------------------ charts


def check_charts(package: Package) -> Iterator[str]:
    """A chart has a workbook with the same numbers and names, and no label where Word calls the file damaged for it."""
    for name, tree in package.trees.items():
        if tree.tag != CHART + "chartSpace":
            continue
        relations = package.trees.get(f"{posixpath.dirname(name)}/_rels/{posixpath.basename(name)}.rels")
        targets = {r.get("Id"): str(r.get("Target")) for r in relations} if relations is not None else {}
        for tag in ("externalData", "userShapes"):
            for used in tree.iter(CHART + tag):
                if used.get(RELATION_ID + "id") not in targets:
                    yield f"{name} uses relation {used.get(RELATION_ID + 'id')}, which it does not have"
        data = tree.find(CHART + "externalData")
        target = targets.get(data.get(RELATION_ID + "id"), "") if data is not None else ""
        book = package.members.get(posixpath.normpath(posixpath.join(posixpath.dirname(name), target)))
        if not target or book is None:
            yield f"{name} has no workbook"
            continue
        yield from (f"{name}: {fault}" for fault in cache_faults(tree, read_sheet(book)))
        for group in tree.iter(CHART + "barChart"):
            stacked = any(found.get("val") != "clustered" for found in group.iter(CHART + "grouping"))
            places = {str(place.get("val")) for place in group.iter(CHART + "dLblPos")}
            if stacked and not places <= {"ctr", "inBase", "inEnd"}:
                yield f"{name}: labels stand beside stacked bars"


def read_sheet(book: bytes) -> dict[str, str]:
    """The cells of a workbook's first sheet, as text, by their reference."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        strings = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    shared = ["".join(str(text) for text in item.itertext()) for item in strings.iter(SHEET + "si")]
    cells = {}
    for cell in sheet.iter(SHEET + "c"):
        value = str(cell.findtext(SHEET + "v"))
        cells[str(cell.get("r"))] = shared[int(value)] if cell.get("t") == "s" else value
    return cells


def cache_faults(chart: etree._Element, cells: dict[str, str]) -> Iterator[str]:
    """Where a chart's copy of its data is not what the workbook holds."""
    for reference in chart.iter(CHART + "strRef", CHART + "numRef"):
        formula = str(reference.findtext(CHART + "f"))
        match = re.fullmatch(r"Sheet1!\$([A-Z]+)\$(\d+)(?::\$\1\$(\d+))?", formula)
        if match is None:
            yield f"{formula} is no range of a column"
            continue
        first, last = int(match.group(2)), int(match.group(3) or match.group(2))
        held = {
            row - first: cells[f"{match.group(1)}{row}"]
            for row in range(first, last + 1)
            if f"{match.group(1)}{row}" in cells
        }
        kept = {int(str(p.get("idx"))): str(p.findtext(CHART + "v")) for p in reference.iter(CHART + "pt")}
        count = reference.find(f"*/{CHART}ptCount")
        if held != kept or count is None or int(str(count.get("val"))) != last - first + 1:
            yield f"the copy of {formula} is not what the workbook holds"
