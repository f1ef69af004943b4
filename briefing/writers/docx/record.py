"""Embed the brief's record as a custom XML part (ISO/IEC 29500-1, 22.5): JSON in one element.

The part also lists the styles of somebody's template that play a role under another name, and what
the file shows outside the text (`readers.docx_outside_text`), so that the file can be verified. Every
character survives: those that JSON allows and XML forbids are written as JSON escapes, which can
occur only in its strings.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from briefing.files.ooxml import relations_name
from briefing.readers.docx_outside_text import VERSION, OutsideText
from briefing.writers.docx.outside_text import write_outside_text
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.wordml import HEADER, escape

ITEM = "customXml/item1.xml"
NAMESPACE = "urn:briefing:record:1"
IDENTIFIER = f"{{{uuid5(NAMESPACE_URL, NAMESPACE)}}}".upper()

PROPERTIES = "customXml/itemProps1.xml"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_NOT_IN_XML = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")


def record_parts(
    record: bytes,
    relations: Relations,
    outside: OutsideText,
    taken: Container[str] = (),
    roles: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the record, its properties and their relationship, by part name.

    `relations` are those of the main part; `outside` is what the file shows outside the text; `taken` are part names that
    a template already uses;
    `roles` maps its style names to ours.
    """
    number = next(n for n in count(1) if f"customXml/item{n}.xml" not in taken)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    relations.add("customXml", f"../{item}")
    inner = Relations()
    inner.add("customXmlProps", properties.removeprefix("customXml/"))
    text = _NOT_IN_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", record.decode("utf-8", "surrogatepass"))
    text = (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )  # Its many quotation marks need no escaping here.
    styles = "".join(f'<style name="{escape(name)}" role="{escape(role)}"/>' for name, role in (roles or {}).items())
    about = f' version="{VERSION}"' + (' template="1"' if outside.template else "")
    return {
        item: f'{HEADER}<record xmlns="{NAMESPACE}"{about}>{text}{styles}{write_outside_text(outside)}</record>',
        properties: (
            f'{HEADER}<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{IDENTIFIER}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ),
        relations_name(item): inner.xml(),
    }
