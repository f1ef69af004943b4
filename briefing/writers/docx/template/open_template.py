"""Open a template as a package: content types, relationships, XML trees.

Only parts reachable from the main one are kept. Whatever a brief must not contain is refused:
macros, controls, embedded objects, imported texts, and anything that would be fetched when the
brief is opened.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from briefing.writers.docx.parts import CONTENT_TYPES, relations_name
from briefing.writers.docx.template.xml_trees import Element, W, elements, read_tree
from briefing.writers.docx.template.zip_container import refuse

TYPES = "[Content_Types].xml"
MAIN = "word/document.xml"
_CANONICAL_NAMES = {
    name.casefold(): name
    for name in (
        TYPES,
        *CONTENT_TYPES,
        "word",
        "_rels",
        "docProps",
        "customXml",
        "theme",
        "media",
        "fonts",
        "_rels/.rels",
    )
}
"""Names of parts and folders as Word writes them, by the same names in lower case."""
MOST_XML = 30_000_000
_KEPT_AT_ROOT = ("officeDocument", "core-properties", "extended-properties", "custom-properties")
_DROPPED = ("stylesWithEffects", "printerSettings")
_STRICT = "purl.oclc.org/ooxml"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_EMBEDDING = {
    "vbaProject": "macros", "wordVbaData": "macros", "attachedToolbars": "macros", "control": "an ActiveX control",
    "activeXControlBinary": "an ActiveX control", "oleObject": "an embedded object", "aFChunk": "an imported text (altChunk)",
    "subDocument": "a subdocument", "frame": "a frame", "afChunk": "an imported text (altChunk)",
}  # fmt: skip
_FETCHED = {
    "attachedTemplate": ("an attached template", "in Word: Developer, Document Template, enter Normal.dotm"),
    "image": ("a linked picture", "in Word: File, Info, Edit Links to Files, Break Link"),
    "mailMergeSource": ("a mail merge's data source", "in Word: Mailings, Start Mail Merge, Normal Word Document"),
}
_FETCHING_FIELD = re.compile(
    r"\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDEAUTO|DDE|DATABASE|RD)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: `target` as written, `part` the part it leads to ("" outside the file)."""

    identifier: str
    kind: str
    target: str
    external: bool
    part: str

    @property
    def word(self) -> str:
        """Return the last word of its type: "styles"."""
        return self.kind.rpartition("/")[2]


@dataclass(slots=True)
class Package:
    """Parts of a template, XML parts as trees. `relations` are by their source part, "" for the package itself."""

    display_path: str
    members: dict[str, bytes]
    types: dict[str, str]
    trees: dict[str, Element] = field(default_factory=dict)
    relations: dict[str, list[Relation]] = field(default_factory=dict)

    def related(self, part: str, word: str) -> str:
        """Return the part to which a relationship of that type leads from a part, or ""."""
        return next((relation.part for relation in self.relations.get(part, ()) if relation.word == word), "")

    def tree(self, word: str) -> Element | None:
        """Return a part related to the main one, such as "styles", as a tree."""
        return self.trees.get(self.related(MAIN, word))

    def stories(self) -> Iterator[tuple[str, Element]]:
        """Yield the parts with running text, main part first, in a fixed order."""
        yield MAIN, self.trees[MAIN]
        for word in ("header", "footer", "footnotes", "endnotes", "comments"):
            for name in sorted({r.part for r in self.relations[MAIN] if r.word == word}):
                if name in self.trees:
                    yield name, self.trees[name]


def read_package(members: dict[str, bytes], display_path: str) -> Package:
    """Return the package. Raises BriefingError with the reason if a template cannot be used."""
    members = _with_canonical_names(members)
    if TYPES not in members or "_rels/.rels" not in members:
        raise refuse(
            "not-a-word-file", "the Word template is a zip, but not a Word file", display_path, "use a .docx or .dotx"
        )
    package = Package(display_path, members, _read_types(members, display_path))
    _refuse_macros(package)
    _follow(package)
    main = package.related("", "officeDocument")
    kind = package.types.get(main, "")
    if not main or main not in package.trees or package.trees[main].tag != W + "document":
        if _STRICT in str(package.trees[main].tag if main in package.trees else kind):
            raise _strict(display_path)
        raise refuse(
            "not-a-word-file", "the Word template is not a Word document", display_path, "use a .docx or .dotx"
        )
    _rename_main(package, main)
    package.types[MAIN] = _DOCUMENT
    if package.trees[MAIN].find(W + "body") is None:
        raise refuse("word-template-damaged", "the Word template is damaged: it has no text", display_path)
    _refuse_fields(package)
    return package


def _with_canonical_names(members: dict[str, bytes]) -> dict[str, bytes]:
    """Return members under the names that Word uses; part names are case-insensitive (ISO/IEC 29500-2, 6.2.2.3)."""
    return {_canonical_name(name): content for name, content in members.items()}


def _canonical_name(name: str) -> str:
    folded = name.casefold()
    if folded in _CANONICAL_NAMES:
        return _CANONICAL_NAMES[folded]
    *folders, last = name.split("/")
    stem, dot, ending = last.rpartition(".")
    return "/".join(
        [*(_CANONICAL_NAMES.get(folder.casefold(), folder) for folder in folders), stem + dot + ending.lower()]
    )


def _strict(display_path: str) -> Exception:
    hint = 'in Word: Save As, "Word Document (*.docx)" and not "Strict Open XML Document"'
    return refuse("word-template-strict", "the Word template is a Strict Open XML document", display_path, hint)


def _read_types(members: dict[str, bytes], display_path: str) -> dict[str, str]:
    """Return the content type of each member, by its name or its extension."""
    tree = read_tree(members[TYPES], TYPES, display_path)
    named = {str(e.get("PartName", ""))[1:].casefold(): str(e.get("ContentType")) for e in tree if e.get("PartName")}
    endings = {str(e.get("Extension")).casefold(): str(e.get("ContentType")) for e in tree if e.get("Extension")}
    return {name: named.get(name.casefold()) or endings.get(name.rpartition(".")[2].casefold(), "") for name in members}


def _refuse_macros(package: Package) -> None:
    for name, kind in package.types.items():
        if "macroEnabled" in kind or "vba" in kind.casefold() or name.casefold().endswith("vbaproject.bin"):
            message = "the Word template contains macros, which a brief must not contain"
            raise refuse(
                "word-template-macros", message, package.display_path, "in Word: Save As, Word Template (*.dotx)"
            )


def _follow(package: Package) -> None:
    """Read what can be reached from the package relationships; drop the rest."""
    waiting = [""]
    reached: set[str] = set()
    while waiting:
        part = waiting.pop()
        if part in reached:
            continue
        reached.add(part)
        if part and part.endswith(".xml") and part not in package.trees:
            if len(package.members[part]) > MOST_XML:
                raise refuse(
                    "word-template-too-large",
                    f"the part {part} of the Word template is larger than {MOST_XML:,} bytes",
                    package.display_path,
                )
            package.trees[part] = read_tree(package.members[part], part, package.display_path)
        found = list(_read_relations(package, part))
        package.relations[part] = found
        waiting += [relation.part for relation in found if not relation.external]
    package.members = {name: package.members[name] for name in sorted(reached - {""})}


def _read_relations(package: Package, part: str) -> Iterator[Relation]:
    name = relations_name(part) if part else "_rels/.rels"
    spelt = {known.casefold(): known for known in package.members}
    if name.casefold() not in spelt:
        return
    name, folder = spelt[name.casefold()], posixpath.dirname(part)
    for element in elements(read_tree(package.members[name], name, package.display_path)):
        kind, target = str(element.get("Type", "")), str(element.get("Target", ""))
        if not kind:
            continue
        if _STRICT in kind:
            raise _strict(package.display_path)
        external = element.get("TargetMode") == "External"
        relation = Relation(str(element.get("Id", "")), kind, target, external, "")
        if (not part and relation.word not in _KEPT_AT_ROOT) or relation.word in _DROPPED:
            continue
        _refuse_relation(package, relation)
        if external:
            yield relation
            continue
        path = unquote(target.partition("#")[0])
        place = posixpath.normpath(path[1:] if path.startswith("/") else posixpath.join(folder, path))
        if relation.word == "hyperlink" and not path:
            yield Relation(relation.identifier, kind, target, True, "")
            continue
        if place.casefold() not in spelt:
            message = f"the Word template is damaged: {name} refers to {place[:80]!r}, which does not exist"
            raise refuse("word-template-damaged", message, package.display_path, "open it in Word and save it again")
        found = spelt[place.casefold()]
        yield Relation(relation.identifier, kind, target if place == found else f"/{found}", False, found)


def _refuse_relation(package: Package, relation: Relation) -> None:
    if relation.word in _EMBEDDING:
        code = "word-template-macros" if _EMBEDDING[relation.word] == "macros" else "word-template-embeds"
        message = f"the Word template contains {_EMBEDDING[relation.word]}, which a brief must not contain"
        raise refuse(code, message, package.display_path, "remove it in Word and save the template again")
    if relation.external and relation.word != "hyperlink":
        what, hint = _FETCHED.get(
            relation.word, (f"something outside the file ({relation.word})", "embed or remove it")
        )
        target = "".join(c if c.isprintable() else "?" for c in relation.target)[:80]
        message = f"the Word template has {what}, which would be fetched when the brief is opened: {target}"
        raise refuse("word-template-fetches", message, package.display_path, hint)


def _refuse_fields(package: Package) -> None:
    """Refuse objects, and fields that fetch something when they are updated."""
    for name, tree in package.trees.items():
        for element in tree.iter(W + "object", W + "altChunk", W + "control"):
            what = "an imported text (altChunk)" if element.tag == W + "altChunk" else "an embedded object"
            raise refuse(
                "word-template-embeds",
                f"the part {name} of the Word template contains {what}, which a brief must not contain",
                package.display_path,
            )
        for element in tree.iter(W + "instrText", W + "fldSimple"):
            found = _FETCHING_FIELD.match(element.text or "") or _FETCHING_FIELD.match(element.get(W + "instr", ""))
            if found:
                message = f"the part {name} of the Word template has a field {found[1].upper()}, which fetches content from outside"
                raise refuse(
                    "word-template-fetches",
                    message,
                    package.display_path,
                    "in Word: select the field, press Ctrl+Shift+F9, save",
                )


def _rename_main(package: Package, main: str) -> None:
    """Rename the main part to word/document.xml, as in every file of ours; its neighbours keep their names."""
    if main == MAIN:
        return
    if posixpath.dirname(main) != "word" or MAIN in package.members:
        raise refuse(
            "word-template-damaged",
            f"the Word template has its text in an unexpected part, {main}",
            package.display_path,
            "open it in Word and save it again",
        )
    package.members[MAIN] = package.members.pop(main)
    package.types[MAIN] = package.types.pop(main)
    package.trees[MAIN] = package.trees.pop(main)
    package.relations[MAIN] = package.relations.pop(main)
    package.relations = {
        part: [
            Relation(r.identifier, r.kind, "document.xml" if part else MAIN, r.external, MAIN) if r.part == main else r
            for r in found
        ]
        for part, found in package.relations.items()
    }
