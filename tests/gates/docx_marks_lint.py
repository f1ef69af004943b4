"""The part of our lint that looks at marks of facts, comments, custom XML and fields that repeat a property.

Takes a Word file taken apart, gives each fault as a sentence.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from gates.docx_package import WORD, Package, doubles, values
from lxml import etree

STORE = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}"
CORE = {
    "TITLE": "{http://purl.org/dc/elements/1.1/}title",
    "DOCPROPERTY Category": "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}category",
}
GUID = re.compile(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}")
NOT_FOR_COMMENTS = ("word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments")


# ------------------------------------------------------------------ container


def check_reached(package: Package) -> Iterator[str]:
    """Every part is led to by a relation; Word says of others that the file is damaged, or drops them."""
    reached = set()
    for name, tree in package.trees.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for relation in tree:
                target = str(relation.get("Target"))
                reached.add(
                    target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
    for name in package.names:
        if name != "[Content_Types].xml" and not name.endswith(".rels") and name not in reached:
            yield f"no relation leads to {name}"
    yield from doubles("members are called, but for capitals,", (name.lower() for name in sorted(set(package.names))))


def check_custom_xml(package: Package) -> Iterator[str]:
    identifiers = []
    for name in package.names:
        match = re.fullmatch(r"customXml/item(\d+)\.xml", name)
        if not match:
            continue
        relations = package.trees.get(f"customXml/_rels/item{match.group(1)}.xml.rels")
        targets = [f"customXml/{relation.get('Target')}" for relation in relations] if relations is not None else []
        properties = [package.trees[target] for target in targets if target in package.trees]
        if not properties:
            yield f"{name} has no properties"
        identifiers += [str(tree.get(STORE + "itemID")) for tree in properties]
    yield from (f"{identifier} is no id of custom XML" for identifier in identifiers if not GUID.fullmatch(identifier))
    yield from doubles("pieces of custom XML have the id", identifiers)
    types = package.trees.get("[Content_Types].xml")
    typed = {str(entry.get("PartName"))[1:] for entry in types} if types is not None else set()
    yield from (
        f"{name} has no content type"
        for name in package.names
        if name.startswith("customXml/itemProps") and name not in typed
    )


# ------------------------------------------------------------------ marks


def check_bookmark_ends(package: Package) -> Iterator[str]:
    """A bookmark begins before it ends, in the same part; Word's names know no capitals; a fact's holds its words."""
    names: list[str] = []
    for part, tree in package.word:
        words: dict[str, int] = {}
        called: dict[str, str] = {}
        for element in tree.iter(WORD + "bookmarkStart", WORD + "bookmarkEnd", WORD + "t"):
            identifier = str(element.get(WORD + "id"))
            if element.tag == WORD + "bookmarkStart":
                words[identifier] = 0
                called[identifier] = str(element.get(WORD + "name"))
                names.append(called[identifier].lower())
            elif element.tag == WORD + "t":
                words = {key: count + len(element.text or "") for key, count in words.items()}
            elif identifier not in words:
                yield f"{part}: bookmark {identifier} ends where it has not begun"
            elif not words.pop(identifier) and called[identifier].startswith("_fact_"):
                yield f"{part}: the bookmark {called[identifier]} of a fact holds no words"
        yield from (f"{part}: bookmark {identifier} does not end" for identifier in words)
    yield from doubles("bookmarks are called, but for capitals,", names)


def check_controls(package: Package) -> Iterator[str]:
    """A control has content and a number that Word can keep; a plain-text one holds runs, or one paragraph of runs, and nothing else."""
    kinds = set()
    for part, tree in package.word:
        kinds |= {"bookmark" for name in values(tree, "bookmarkStart", "name") if name.startswith("_fact_")}
        for control in tree.iter(WORD + "sdt"):
            properties, content = control.find(WORD + "sdtPr"), control.find(WORD + "sdtContent")
            if properties is None or content is None or len(content) == 0:
                yield f"{part}: a content control holds nothing"
                continue
            kinds |= {"control" for tag in values(properties, "tag") if tag.startswith("fact:")}
            numbers = [str(number.get(WORD + "val")) for number in properties.findall(WORD + "id")]
            if any(not re.fullmatch(r"-?\d+", n) or not 0 < abs(int(n)) < 2**31 for n in numbers):
                yield f"{part}: {numbers[0]} is no number of a content control"
            plain = properties.find(WORD + "text") is not None
            lone = content[0] if len(content) == 1 and content[0].tag == WORD + "p" else content
            if plain and any(child.tag not in (WORD + "r", WORD + "pPr") for child in lone):
                yield f"{part}: a plain-text control holds more than runs"
    if len(kinds) > 1:
        yield "facts are marked by bookmarks and by content controls"


# ------------------------------------------------------------------ comments


def check_comments(package: Package) -> Iterator[str]:
    document, comments = package.trees["word/document.xml"], package.trees.get("word/comments.xml")
    defined = list(values(comments, "comment", "id")) if comments is not None else []
    if comments is not None and not defined:
        yield "there is a part for comments and no comment"
    for comment in comments.iter(WORD + "comment") if comments is not None else ():
        if not comment.get(WORD + "author") or comment.find(WORD + "p") is None:
            yield f"comment {comment.get(WORD + 'id')} has no author or no paragraph"
    yield from doubles("comments have the id", defined)
    found = {
        tag: list(values(document, tag, "id")) for tag in ("commentRangeStart", "commentRangeEnd", "commentReference")
    }
    for tag, used in found.items():
        yield from doubles(f"{tag} have the id", used)
        yield from (f"{tag} {number} has no comment" for number in used if number not in defined)
        yield from (f"comment {number} has no {tag}" for number in defined if number not in used)
    order = [
        (str(e.get(WORD + "id")), tag)
        for e in document.iter(*(WORD + tag for tag in found))
        for tag in [etree.QName(e).localname]
    ]
    for number in dict.fromkeys(number for number, _ in order):
        if [tag for one, tag in order if one == number] != list(found):
            yield f"the range of comment {number} does not begin, end and show its mark in this order"
    for part, tree in package.word:
        if part.startswith(NOT_FOR_COMMENTS) and next(tree.iter(WORD + "commentReference"), None) is not None:
            yield f"{part}: a comment stands where Word has none"


# ------------------------------------------------------------------ fields


def check_named_fields(package: Package) -> Iterator[str]:
    """A field that repeats a property stands there with what the property says."""
    core = package.trees.get("docProps/core.xml")
    for part, tree in package.word:
        for instruction, shown in field_results(tree):
            if instruction in CORE:
                held = str(core.findtext(CORE[instruction]) or "") if core is not None else ""
                if shown != held:
                    yield f"{part}: the field {instruction} shows {shown!r} where the property says {held!r}"


def field_results(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """Instruction and shown words of each field, inner ones first."""
    open_fields: list[list[str]] = []
    shows: list[bool] = []
    for element in tree.iter(WORD + "fldChar", WORD + "instrText", WORD + "t"):
        kind = element.get(WORD + "fldCharType")
        if kind == "begin":
            open_fields.append(["", ""])
            shows.append(False)
        elif kind == "separate" and shows:
            shows[-1] = True
        elif kind == "end" and open_fields:
            instruction, shown = open_fields.pop()
            shows.pop()
            yield " ".join(instruction.split()), shown
        elif kind is None and open_fields:
            if element.tag == WORD + "instrText":
                open_fields[-1][0] += element.text or ""
            else:
                open_fields[-1][1] += element.text or "" if shows[-1] else ""
