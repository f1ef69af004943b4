"""Safe reading of the parts of a .docx package (ISO/IEC 29500-2).

Sizes are limited, and XML entities and network access are switched off.

`Package` takes the bytes of a file from any program and returns parsed parts with their relationships. A part
is parsed when it is first asked for. Nothing here interprets the parts or writes files.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from briefing.problems.problem import BriefingError, Location, Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MOST_MEMBERS = 20_000
MOST_PART = 64 * 1024 * 1024
MOST_IN_ALL = 1024 * 1024 * 1024
_RECORD_NAMESPACE = "{urn:briefing:record:1}"
# ISO/IEC 29500 "Strict" files use other namespaces for the same elements; they are replaced by those of "Transitional".
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip


@dataclass(slots=True)
class Part:
    """One XML part: its root, and the targets of its relationships by id and by type ("footnotes")."""

    name: str
    root: etree._Element
    targets: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def related(self, kind: str) -> str:
        """Return the name of the related part of a type, or "" if there is none."""
        return self.kinds.get(kind, "")


class Package:
    """An open package. Raises BriefingError with the reason if the package or one of its parts cannot be read.

    With `recover`, a part that is not well-formed XML is read as far as possible, and listed in `recovered`
    with its error.
    """

    def __init__(self, data: bytes, location: Location, *, recover: bool = False) -> None:
        self._location = location
        self._recover = recover
        self.recovered: list[str] = []
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise self._damaged(str(error)) from None
        listed = self._archive.infolist()
        if len(listed) > MOST_MEMBERS or sum(member.file_size for member in listed) > MOST_IN_ALL:
            raise self._too_large()
        self._names = {member.filename for member in listed}
        self._read = 0
        self._found: etree._Element | None = None

    @property
    def names(self) -> list[str]:
        """Return the names of all members, sorted."""
        return sorted(self._names)

    def main(self) -> Part:
        """Return the main document part. Raises BriefingError if the package is not a Word document."""
        root = self.part("_rels/.rels", relations=False)
        for relation in root.root if root is not None else ():
            if str(relation.get("Type")).endswith("/officeDocument"):
                name = str(relation.get("Target")).lstrip("/")
                found = self.part(name)
                if found is not None and found.root.tag == W + "document":
                    return found
        message = "the file is a ZIP archive, but not a Word document"
        raise BriefingError(Problem("unknown-format", message, self._location))

    def part(self, name: str, *, relations: bool = True) -> Part | None:
        """Return a part by its name, or None if the package has no such part."""
        if not name or name not in self._names:
            return None
        part = Part(name, self._parse(name))
        folder, file = posixpath.split(name)
        listing = f"{folder}/_rels/{file}.rels"
        if relations and listing in self._names:
            for relation in self._parse(listing):
                kind, target = str(relation.get("Type")).rsplit("/", 1)[-1], str(relation.get("Target"))
                part.targets[str(relation.get("Id"))] = target
                inside = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                part.kinds.setdefault(kind, inside)
        return part

    def content(self, name: str) -> bytes:
        """Return the bytes of a member, or b"" if there is none. Raises BriefingError if they are too many."""
        return self._bytes(name) if name in self._names else b""

    def record_text(self) -> str:
        """Return the text of the embedded build record, or "" if there is none."""
        record = self._record()
        return "".join(str(text) for text in record.itertext()) if record is not None else ""

    def style_roles(self) -> dict[str, str]:
        """Return a map from the style names of a Word template to the styles of ours that they stand for, in lower case."""
        record = self._record()
        styles = record.findall(_RECORD_NAMESPACE + "style") if record is not None else ()
        return {str(e.get("name")).lower(): str(e.get("role")).lower() for e in styles}

    def _record(self) -> etree._Element | None:
        """Return the root of the custom XML part that holds the build record, or None."""
        if self._found is not None:
            return self._found
        for name in sorted(self._names):
            if name.startswith("customXml/") and name.endswith(".xml") and "Props" not in name:
                try:
                    root = self._parse(name)
                except BriefingError:
                    continue  # a damaged custom XML part of another program does not concern us
                if str(root.tag).startswith(_RECORD_NAMESPACE):
                    self._found = root
                    break
        return self._found

    def _parse(self, name: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True,
                                 remove_pis=True)  # fmt: skip
        data = self._bytes(name)
        if b"purl.oclc.org/ooxml/" in data:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            root = self._parse_damaged(name, data, str(error))
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._damaged(f"{name} declares a document type, which a Word file never does")
        return root

    def _parse_damaged(self, name: str, data: bytes, reason: str) -> etree._Element:
        """Return what can be read of a damaged part.

        Raises BriefingError if nothing can, or without `recover`.
        """
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
                                 remove_comments=True, remove_pis=True)  # fmt: skip
        try:
            root = etree.fromstring(data, parser) if self._recover else None
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if root is None:
            raise self._damaged(f"{name}: {reason}")
        self.recovered.append(f"{name}: {reason}")
        return root

    def _bytes(self, name: str) -> bytes:
        try:
            with self._archive.open(name) as member:
                data = member.read(MOST_PART + 1)
        except RuntimeError:
            problem = Problem("encrypted-file", "the Word file is protected by a password", self._location)
            raise BriefingError(problem) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError) as error:
            raise self._damaged(f"{name}: {error}") from None
        self._read += len(data)
        if len(data) > MOST_PART or self._read > 4 * MOST_PART:
            raise self._too_large()
        return data

    def _damaged(self, reason: str) -> BriefingError:
        return BriefingError(Problem("damaged-file", f"the Word file cannot be read: {reason}", self._location))

    def _too_large(self) -> BriefingError:
        message = "the Word file is too large when unpacked"
        return BriefingError(Problem("file-too-large", message, self._location))
