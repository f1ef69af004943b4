"""Find the place of the brief: the paragraph `{{ brief }}`, else the end of the template's text.

A slot "body" is put there. The placeholder's own section break, page break, bookmarks and ends of
comments stay.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from briefing.files.ooxml import Element, W
from briefing.problems.problem import Location, Problem
from briefing.writers.docx.template.template_placeholders import ANCHORS, TOKEN, place_of, text_of
from briefing.writers.docx.template.xml_trees import make, slot, switched_on

MARK = "_brief_body"
"""Bookmark around the brief, by which readers find our part of the file."""
_RANGES = {
    W + tag for tag in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd")
}
_SPACER = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_HOLDERS = {W + "body", W + "sdtContent", W + "customXml"}
_LOOKS = {W + tag for tag in ("pPr", "rPr", "r", "proofErr", "lang", "spacing", "jc", "ind", "pStyle", "rFonts")}
"""Elements of an empty paragraph."""
_HINT = "give it a paragraph of its own in the running text: not in a header, a table or a text box"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`starts_page`: the brief begins on a new page, which its first paragraph must say.

    `slot` is its place in the tree.
    """

    slot: Element
    starts_page: bool = False


def insert_slot(tree: Element, display_path: str, problems: list[Problem]) -> Placeholder:
    """Insert the slot and report invalid placeholders."""
    body = tree.find(W + "body")
    assert body is not None
    found: list[Element] = []
    for number, paragraph in enumerate(list(tree.iter(W + "p")), start=1):
        text = text_of(paragraph)
        if not any(match[1].casefold() in ANCHORS for match in TOKEN.finditer(text)):
            continue
        place = place_of("word/document.xml", number, paragraph)
        fault = _fault(paragraph, text)
        if not fault and found:
            fault = "is the second one in the file"
        if fault:
            problems.append(
                Problem(
                    "brief-anchor", f"the placeholder of the brief in {place} {fault}", Location(display_path), _HINT
                )
            )
        else:
            found.append(paragraph)
    if found:
        return _placeholder_at(found[0])
    if not any(problem.code == "brief-anchor" for problem in problems):
        message = "the Word template has no paragraph {{ brief }}; the brief was added at its end"
        problems.append(
            Problem("no-brief-anchor", message, Location(display_path), "type {{ brief }} where it should go", "note")
        )
    return _placeholder_at_end(body)


def _fault(paragraph: Element, text: str) -> str:
    if TOKEN.sub("", text, count=1).strip():
        return "is in a paragraph with other text"
    for holder in paragraph.iterancestors():
        if holder.tag == W + "tc":
            return "is in a table"
        if holder.tag == W + "txbxContent":
            return "is in a text box"
    return ""


def _placeholder_at(paragraph: Element) -> Placeholder:
    _free(paragraph)
    made = slot("body")
    paragraph.addprevious(made)
    for element in list(paragraph.iter(*_RANGES)):
        closing = str(element.tag).endswith("End")
        (paragraph if closing else made).addprevious(element)
    properties = paragraph.find(W + "pPr")
    broken = [e for e in paragraph.iter(W + "br") if e.get(W + "type") == "page"]
    starts_page = bool(switched_on(properties, "pageBreakBefore")) or bool(broken)
    section = properties.find(W + "sectPr") if properties is not None else None
    if section is not None:
        spacer = make(_SPACER)
        spacer[0].append(section)
        paragraph.addprevious(spacer)
    parent = paragraph.getparent()
    assert parent is not None
    parent.remove(paragraph)
    return Placeholder(made, starts_page)


def _free(paragraph: Element) -> None:
    """Take the paragraph out of content controls that contain nothing else, or that could not contain a brief."""
    for _ in range(20):
        content = paragraph.getparent()
        control = content.getparent() if content is not None else None
        if content is None or control is None or content.tag != W + "sdtContent":
            return
        properties = control.find(W + "sdtPr")
        plain = properties is not None and any(
            properties.find(W + tag) is not None for tag in ("text", "dataBinding", "lock")
        )
        others = [e for e in content if e is not paragraph and e.tag not in _RANGES]
        if others and not plain:
            return
        for child in list(content):
            control.addprevious(child)
        outer = control.getparent()
        assert outer is not None
        outer.remove(control)


def _placeholder_at_end(body: Element) -> Placeholder:
    """Insert the slot before the last section's properties; replace an empty last paragraph."""
    made = slot("body")
    last = next((e for e in reversed(body) if e.tag != W + "sectPr"), None)
    section = body.find(W + "sectPr")
    if section is not None:
        section.addprevious(made)
    else:
        body.append(made)
    if last is not None and last.tag == W + "p" and all(e.tag in _LOOKS for e in last.iterdescendants(etree.Element)):
        body.remove(last)
    return Placeholder(made)
