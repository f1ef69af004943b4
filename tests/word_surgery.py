"""Change a .docx by hand, as a forger would: its parts as text, replaced, added to, related. For tests of the readers."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

MAIN = "word/document.xml"
STYLES = "word/styles.xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Surgery:
    """The parts of one file."""

    data: bytes
    parts: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def text(self, part: str = MAIN) -> str:
        return self.parts[part].decode()

    def replace(self, old: str, new: str, part: str = MAIN, count: int = 1) -> Surgery:
        """Replace the first occurrences of a text, which must be there."""
        assert old in self.text(part), old
        self.parts[part] = self.text(part).replace(old, new, count).encode()
        return self

    def insert(self, xml: str, before: str = '<w:p><w:pPr><w:pStyle w:val="Heading1"/>', part: str = MAIN) -> Surgery:
        """Insert XML before a text of a part: by default before the first numbered heading."""
        return self.replace(before, xml + before, part)

    def relate(
        self, part: str, kind: str, target: str, content: bytes | None = None, identifier: str = "rId900"
    ) -> Surgery:
        """Add a relationship of a part, and the part that it leads to."""
        folder, _, name = part.rpartition("/")
        listing = f"{folder}/_rels/{name}.rels"
        namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
        empty = f'<Relationships xmlns="{namespace}"></Relationships>'
        mode = ' TargetMode="External"' if content is None else ""
        line = f'<Relationship Id="{identifier}" Type="{_RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
        self.parts.setdefault(listing, empty.encode())
        self.replace("</Relationships>", line, listing)
        if content is not None:
            self.parts[f"{folder}/{target}"] = content
        return self

    def bytes(self, *, stored: bool = False) -> bytes:
        """Return the file; `stored`: not compressed, so that it is no zip bomb."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return out.getvalue()


def run(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, look: str = "", *, style: str = "BodyText", properties: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{run(text, look) if text else ""}</w:p>'


def field_of(instruction: str, result: str, dirty: str = "") -> str:
    """A field with its stored result, as a paragraph."""
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"{dirty}/></w:r><w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def style(name: str, properties: str, *, kind: str = "paragraph", identifier: str = "Forged") -> str:
    """A style of that name."""
    return f'<w:style w:type="{kind}" w:styleId="{identifier}"><w:name w:val="{name}"/>{properties}</w:style>'
