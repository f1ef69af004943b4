"""Document properties: docProps/core.xml and docProps/app.xml (ISO/IEC 29500-2, 11; 29500-1, 22.2).

The dates are the brief's, never the clock's.
"""

from __future__ import annotations

from briefing.document.model import Properties
from briefing.writers.docx.wordml import HEADER, escape

CORE = "docProps/core.xml"
APPLICATION = "docProps/app.xml"

_CORE_NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
APPLICATION_PART = (
    f'{HEADER}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>briefing</Application></Properties>"
)


def core_part(properties: Properties) -> str:
    """Return docProps/core.xml; empty properties are left out."""
    moment = f"{properties.date}T00:00:00Z"
    author = properties.author
    pieces = [
        _element("dc:title", properties.title),
        _element("dc:subject", properties.subject),
        _element("dc:creator", author),
        _element("cp:keywords", ", ".join(properties.keywords)),
        _element("cp:lastModifiedBy", author),
        "<cp:revision>1</cp:revision>",
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>',
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>',
        _element("cp:category", properties.marking),
        _element("cp:contentStatus", properties.status),
        _element("dc:language", properties.language),
    ]
    return f"{HEADER}<cp:coreProperties {_CORE_NAMESPACES}>{''.join(pieces)}</cp:coreProperties>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
