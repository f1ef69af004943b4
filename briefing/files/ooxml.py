"""Safe reading of Office packages: .docx, .dotx and .xlsx (ISO/IEC 29500-2, Open Packaging Conventions).

The one place that opens such a file. Every file may come from anyone, so the container is checked before a member is
read, sizes are limited by the table of `PackageKind`s, and XML is parsed without entities, document types or network
access. Nothing here interprets the parts or writes files.
"""

from __future__ import annotations

import contextlib
import io
import posixpath
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from briefing.problems.problem import BriefingError, Location, Problem

Element = etree._Element  # noqa: SLF001  # lxml has no public name for the type of its elements

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CONTENT_TYPES_NAME = "[Content_Types].xml"

_MB = 1_000_000
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PackageKind:
    """A purpose for which packages are opened: its limits, and the codes and words of its problems.

    Sizes are in bytes: `file` packed, `unpacked` of all members together, `read` of all that is read, also of a member
    that is read again, `member` of one member, `xml` of one part that is parsed. `tags` is the number of tags of such a part:
    of elements, a tree in memory takes some hundred bytes each.
    """

    file: int
    members: int
    unpacked: int
    read: int
    member: int
    xml: int
    refusal: str
    damaged: str
    too_large: str
    locked: str
    entities: str
    foreign: str
    tags: int = 8_000_000
    hint: str = ""
    hint_if_large: str = ""


WORD_FILE = PackageKind(
    file=256 * _MIB,
    members=20_000,
    unpacked=1024 * _MIB,
    read=256 * _MIB,
    member=64 * _MIB,
    xml=64 * _MIB,
    refusal="the Word file cannot be read",
    damaged="damaged-file",
    too_large="file-too-large",
    locked="encrypted-file",
    entities="damaged-file",
    foreign="damaged-file",
    tags=1_500_000,
)
"""A finished brief or a reviewer's copy. Pictures, which are not read, may be large."""

WORD_TEMPLATE = PackageKind(
    file=60 * _MB,
    members=3_000,
    unpacked=200 * _MB,
    read=600 * _MB,
    member=60 * _MB,
    xml=30 * _MB,
    refusal="the Word template cannot be used",
    damaged="word-template-damaged",
    too_large="word-template-too-large",
    locked="word-template-locked",
    entities="word-template-entities",
    foreign="not-a-word-file",
    hint='open it in Word and save it as "Word Template (*.dotx)" or "Word Document (*.docx)", without a password',
)
"""A template, all of which goes into every brief."""

WORKBOOK = PackageKind(
    file=10 * _MB,
    members=2_000,
    unpacked=40 * _MB,
    read=80 * _MB,
    member=40 * _MB,
    xml=40 * _MB,
    refusal="this file cannot be read as a spreadsheet",
    damaged="unreadable-sheet",
    too_large="too-large",
    locked="unreadable-sheet",
    entities="unreadable-sheet",
    foreign="unreadable-sheet",
    hint="open it in a spreadsheet program and save it as .xlsx again, without a password",
    hint_if_large="keep only the sheet that the brief prints, or split it into several files",
)
"""A spreadsheet, which openpyxl turns into many more bytes in memory."""

MOST_NESTED = 60
"""Levels of blocks in blocks, such as tables in cells. Of elements in elements, the parser allows 256."""
MOST_INFLATION = 250
"""Largest factor by which a large member may grow when unpacked (protects from zip bombs)."""
_ALWAYS_ALLOWED = 8 * _MB
"""Size up to which a member may grow by any factor: thousands of rows or comments that are alike do."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Beginning of the files of Office 97–2003, and of encrypted ones of today."""
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
# ISO/IEC 29500 "Strict" files use other namespaces for the same elements; they are replaced by those of "Transitional".
_STRICT = b"purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: `target` as written, `part` the member that it leads to ("" outside the file).

    `part` is spelt as the member is, or as the target is if there is no such member.
    """

    identifier: str
    kind: str
    target: str
    external: bool
    part: str

    @property
    def word(self) -> str:
        """Return the last word of its type: "styles"."""
        return self.kind.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Part:
    """One XML part: its root and its relationships."""

    name: str
    root: Element
    relations: Sequence[Relation] = ()

    @property
    def targets(self) -> dict[str, str]:
        """Return the targets of the relationships as written, by their ids."""
        return {relation.identifier: relation.target for relation in self.relations}

    def related(self, word: str) -> str:
        """Return the name of the first related part of a type, such as "footnotes", or ""."""
        return next((r.part for r in self.relations if r.word == word and not r.external), "")

    def target(self, identifier: str) -> str:
        """Return the name of the part to which a relationship leads, or ""."""
        return next((r.part for r in self.relations if r.identifier == identifier), "")


def relations_name(part: str) -> str:
    """Return the name of a part's relationships: word/document.xml -> word/_rels/document.xml.rels."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def resolve_target(part: str, target: str) -> str:
    """Return the name of the part to which a target in a part's relationships leads, or "" if it leads nowhere else."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path))[1:] if path else ""


class Package:
    """An open package. Its methods raise BriefingError with the reason if it, or one of its members, cannot be read.

    Names of parts are case-insensitive (ISO/IEC 29500-2, 6.2.2.3). With `recover`, a part that is not well-formed XML
    is read as far as possible, and listed in `recovered` with its error.
    """

    def __init__(
        self, data: bytes, location: Location, kind: PackageKind = WORD_FILE, *, recover: bool = False
    ) -> None:
        self.data = data
        self.recovered: list[str] = []
        self._location, self._kind, self._recover = location, kind, recover
        self._read = 0
        self._refuse_foreign()
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            listed = self._archive.infolist()
        except _ZIP_ERRORS as error:
            raise self._damaged(str(error)) from None
        # Not `is_dir`, which fails at a member without a name.
        self._members = self._checked([member for member in listed if not member.filename.endswith("/")])

    @property
    def names(self) -> list[str]:
        """Return the names of all members, sorted."""
        return sorted(member.filename for member in self._members.values())

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    def content(self, name: str) -> bytes:
        """Return the bytes of a member, or b"" if there is none."""
        member = self._members.get(name.casefold())
        if member is None:
            return b""
        self._read += member.file_size
        if member.file_size > self._kind.member:
            raise self._too_large(f"its part {member.filename} is too large when unpacked")
        if self._read > self._kind.read:
            raise self._too_large(f"its parts are larger than {self._kind.read // _MB} MB when unpacked")
        try:
            # zipfile never unpacks more than an entry declares; an entry that holds more is damaged.
            return self._archive.read(member)
        except _ZIP_ERRORS as error:
            raise self._damaged(f"{member.filename}: {error}") from None

    def tree(self, name: str) -> Element:
        """Return the root of a part; raise KeyError if there is none."""
        name = self._members[name.casefold()].filename
        data = self.content(name)
        if len(data) > self._kind.xml:
            raise self._too_large(f"its part {name} is larger than {self._kind.xml // _MB} MB")
        if data.count(b"<") > self._kind.tags:
            raise self._too_large(f"its part {name} has more than {self._kind.tags:,} tags")
        if _STRICT in data:
            for strict, usual in _TRANSITIONAL:
                data = data.replace(strict, usual)
        try:
            root = etree.fromstring(data, _parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            found: Element | None = None
            with contextlib.suppress(etree.XMLSyntaxError, ValueError):
                found = etree.fromstring(data, _parser(recover=True)) if self._recover else None
            if found is None:
                raise self._damaged(f"{name}: {error}") from None
            self.recovered.append(f"{name}: {error}")
            root = found
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._has_document_type(name)
        return root

    def part(self, name: str, *, relations: bool = True) -> Part | None:
        """Return a part by its name, or None if the package has no such part."""
        if name not in self:
            return None
        spelt = self._members[name.casefold()].filename
        return Part(spelt, self.tree(name), self.relations(name) if relations else ())

    def relations(self, part: str) -> list[Relation]:
        """Return the relationships of a part, or of the package if `part` is ""."""
        listing = relations_name(part)
        found: list[Relation] = []
        for element in self.tree(listing) if listing in self else ():
            target, external = str(element.get("Target", "")), element.get("TargetMode") == "External"
            inside = resolve_target(part, target)
            member = self._members.get(inside.casefold())
            name = "" if external else member.filename if member is not None else inside
            found.append(Relation(str(element.get("Id", "")), str(element.get("Type", "")), target, external, name))
        return found

    def main(self) -> Part:
        """Return the main document part. Raises BriefingError if the package is not a Word document."""
        for relation in self.relations(""):
            found = self.part(relation.part) if relation.word == "officeDocument" else None
            if found is not None and found.root.tag == W + "document":
                return found
        message = "the file is a ZIP archive, but not a Word document"
        raise BriefingError(Problem("unknown-format", message, self._location))

    def is_strict(self, name: str) -> bool:
        """Return whether a part uses the namespaces of ISO/IEC 29500 "Strict"."""
        return _STRICT in self.content(name)

    def refuse_document_types(self) -> None:
        """Raise BriefingError if any member declares a document type, or does not begin as the XML that its name says.

        For members that a library parses. A document type can make XML expand without limit ("billion laughs").
        """
        for member in self._members.values():
            try:
                with self._archive.open(member) as opened:
                    # A document type stands before the first element.
                    starts = etree.iterparse(
                        opened,
                        events=("start",),
                        resolve_entities=False,
                        no_network=True,
                        huge_tree=False,
                        load_dtd=False,
                    )
                    _, root = next(starts)
            except etree.XMLSyntaxError as error:
                if member.filename.endswith((".xml", ".rels")):
                    raise self._damaged(f"{member.filename}: {error}") from None
                continue
            except _ZIP_ERRORS as error:
                raise self._damaged(f"{member.filename}: {error}") from None
            if root.getroottree().docinfo.internalDTD is not None:
                raise self._has_document_type(member.filename)

    # ------------------------------------------------------------ the container

    def _refuse_foreign(self) -> None:
        """Refuse what is not a zip, or too large for one."""
        kind = self._kind
        if len(self.data) > kind.file:
            raise self._too_large(f"it is larger than {kind.file // _MB} MB")
        if self.data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in self.data:
                raise self._refused(kind.locked, "it is protected with a password")
            raise self._refused(kind.foreign, "it is a file of Office 97–2003")
        if not self.data.startswith(b"PK"):
            raise self._refused(kind.foreign, "it is not a ZIP archive")

    def _checked(self, members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """Return the members by their names in lower case."""
        kind = self._kind
        if len(members) > kind.members:
            raise self._too_large(f"it has more than {kind.members:,} parts")
        if sum(member.file_size for member in members) > kind.unpacked:
            raise self._too_large(f"it is larger than {kind.unpacked // _MB} MB when unpacked")
        found: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = member.orig_filename
            if member.flag_bits & 1:
                raise self._refused(kind.locked, "it is protected with a password")
            if not name.isprintable() or "\\" in name or name.startswith("/") or ".." in name.split("/"):
                raise self._damaged("the name of one of its parts leads outside the file")
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._damaged(f"{name} is compressed in a way that no Office file uses")
            if member.file_size > max(_ALWAYS_ALLOWED, MOST_INFLATION * member.compress_size):
                raise self._too_large(f"its part {name} is too large when unpacked")
            if found.setdefault(name.casefold(), member) is not member:
                raise self._damaged("two of its parts have the same name")
        return found

    # ------------------------------------------------------------ parts

    # ------------------------------------------------------------ problems

    def _damaged(self, reason: str) -> BriefingError:
        return self._refused(self._kind.damaged, reason)

    def _too_large(self, reason: str) -> BriefingError:
        return self._refused(self._kind.too_large, reason, self._kind.hint_if_large)

    def _has_document_type(self, name: str) -> BriefingError:
        reason = f"its part {name} declares a document type, which no Office file needs"
        return self._refused(self._kind.entities, reason)

    def _refused(self, code: str, reason: str, hint: str | None = None) -> BriefingError:
        line = (reason.splitlines() or ["it is incomplete"])[0]
        shown = "".join(c if c.isprintable() else "?" for c in line)[:200]
        hint = self._kind.hint if hint is None else hint
        return BriefingError(Problem(code, f"{self._kind.refusal}: {shown}", self._location, hint))


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
