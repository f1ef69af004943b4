"""Metadata: XMP and, before PDF 2.0, the information dictionary, which must agree (ISO 19005-3, 6.6.2).

Dates come from the brief, never from a clock.
"""

from __future__ import annotations

import re
from html import escape

from briefing.document.model import Document, Properties
from briefing.writers.pdf.profiles import Profile
from briefing.writers.pdf.structure import pdf_text

PRODUCER = "briefing"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FILE_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""PDF/A knows the PDF/UA property only if its schema is described in the file (ISO 19005-3, 6.6.2.3)."""


def title_of(document: Document) -> str:
    """Return the title shown in a window's title bar; never empty (PDF/UA-1, 7.1)."""
    return document.properties.title or document.name or "Untitled"


def _day(properties: Properties) -> str:
    return properties.date if _DAY.fullmatch(properties.date) else "1980-01-01"


def date_of(properties: Properties) -> str:
    """Return the brief's date as a PDF date string (ISO 32000-1, 7.9.4)."""
    return f"(D:{_day(properties).replace('-', '')}000000Z)"


def _standards(profile: Profile, *, attached: bool) -> str:
    """Return the parts of the standards that the file conforms to."""
    if not profile.modern:
        return "<pdfuaid:part>1</pdfuaid:part><pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
    level = "<pdfaid:conformance>F</pdfaid:conformance>" if attached else ""
    return (
        "<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>"
        f"<pdfaid:part>4</pdfaid:part><pdfaid:rev>2020</pdfaid:rev>{level}"
    )


def xmp(document: Document, profile: Profile, *, attached: bool) -> bytes:
    """Return the metadata packet. `attached`: the file has an embedded record."""
    properties = document.properties
    day = f"{_day(properties)}T00:00:00Z"
    parts = ["<dc:format>application/pdf</dc:format>", _alternatives("dc:title", title_of(document))]
    if properties.author:
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{_safe(properties.author)}</rdf:li></rdf:Seq></dc:creator>")
    if properties.subject:
        parts.append(_alternatives("dc:description", properties.subject))
    if properties.keywords:
        words = "".join(f"<rdf:li>{_safe(word)}</rdf:li>" for word in properties.keywords)
        parts.append(f"<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject>")
        parts.append(f"<pdf:Keywords>{_safe('; '.join(properties.keywords))}</pdf:Keywords>")
    parts += [
        f"<dc:language><rdf:Bag><rdf:li>{_safe(properties.language)}</rdf:li></rdf:Bag></dc:language>",
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>",
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>",
        _standards(profile, attached=attached),
    ]
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n'
        + "\n".join(parts)
        + f'</rdf:Description>\n{"" if profile.modern else _FILE_SCHEMA}\n</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )
    return text.encode("utf-8")


def information(document: Document) -> bytes:
    """Return the information dictionary, for readers without XMP."""
    properties = document.properties
    day = date_of(properties)
    entries = {
        "Title": title_of(document), "Author": properties.author, "Subject": properties.subject,
        "Keywords": "; ".join(properties.keywords), "Creator": PRODUCER, "Producer": PRODUCER,
    }  # fmt: skip
    text = "".join(f"/{key}{pdf_text(value)}" for key, value in entries.items() if value)
    return f"<<{text}/CreationDate{day}/ModDate{day}>>".encode("ascii")


def _safe(text: str) -> str:
    return escape(text, quote=False)


def _alternatives(name: str, text: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_safe(text)}</rdf:li></rdf:Alt></{name}>'
