"""A template as parts that know each other: content types, relations, trees.

Takes the members of a container; gives a `Package` with only the parts that lead from the main one, and refuses what a brief
must not carry: macros, controls, embedded objects, imported texts, and whatever would be fetched when the brief is opened.
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
_USUAL = {
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
"""How Word writes the names of parts and folders, by those names in small letters."""
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
    "attachedTemplate": ("an attached template", "in Word: Developer, Document Template, put Normal.dotm there"),
    "image": ("a linked picture", "in Word: File, Info, Edit Links to Files, Break Link"),
    "mailMergeSource": ("a mail merge's data source", "in Word: Mailings, Start Mail Merge, Normal Word Document"),
}
_FETCHING_FIELD = re.compile(
    r"\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDEAUTO|DDE|DATABASE|RD)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part: `target` as it is written, `part` the part it leads to ("" outside the file)."""

    identifier: str
    kind: str
    target: str
    external: bool
    part: str

    @property
    def word(self) -> str:
        """The last word of its kind: "styles"."""
        return self.kind.rpartition("/")[2]


@dataclass(slots=True)
class Package:
    """The parts of a template, those that are XML as trees. `relations` are by the part they start from, "" the file itself."""

    shown: str
    members: dict[str, bytes]
    types: dict[str, str]
    trees: dict[str, Element] = field(default_factory=dict)
    relations: dict[str, list[Relation]] = field(default_factory=dict)

    def related(self, part: str, word: str) -> str:
        """The part to which a relation of that kind leads from a part, or ""."""
        return next((relation.part for relation in self.relations.get(part, ()) if relation.word == word), "")

    def tree(self, word: str) -> Element | None:
        """A part of the main one, such as "styles", as a tree."""
        return self.trees.get(self.related(MAIN, word))

    def stories(self) -> Iterator[tuple[str, Element]]:
        """The parts with running text, main part first, in a fixed order."""
        yield MAIN, self.trees[MAIN]
        for word in ("header", "footer", "footnotes", "endnotes", "comments"):
            for name in sorted({r.part for r in self.relations[MAIN] if r.word == word}):
                if name in self.trees:
                    yield name, self.trees[name]


def read_package(members: dict[str, bytes], shown: str) -> Package:
    """The package. Raises BriefingError with the reason where a template cannot be used."""
    members = _with_usual_names(members)
    if TYPES not in members or "_rels/.rels" not in members:
        raise refuse("not-a-word-file", "is a zip, but no Word file", shown, "a template is a .docx or a .dotx")
    package = Package(shown, members, _read_types(members, shown))
    _refuse_macros(package)
    _follow(package)
    main = package.related("", "officeDocument")
    kind = package.types.get(main, "")
    if not main or main not in package.trees or package.trees[main].tag != W + "document":
        if _STRICT in str(package.trees[main].tag if main in package.trees else kind):
            raise _strict(shown)
        raise refuse("not-a-word-file", "is no Word document", shown, "a template is a .docx or a .dotx")
    _rename_main(package, main)
    package.types[MAIN] = _DOCUMENT
    if package.trees[MAIN].find(W + "body") is None:
        raise refuse("word-template-damaged", "is damaged: there is no text in it", shown)
    _refuse_fields(package)
    return package


def _with_usual_names(members: dict[str, bytes]) -> dict[str, bytes]:
    """Names of parts are alike in any case of their letters (ISO/IEC 29500-2, 6.2.2.3): they are given the one in which Word has them."""
    return {_usual_name(name): content for name, content in members.items()}


def _usual_name(name: str) -> str:
    folded = name.casefold()
    if folded in _USUAL:
        return _USUAL[folded]
    *folders, last = name.split("/")
    stem, dot, ending = last.rpartition(".")
    return "/".join([*(_USUAL.get(folder.casefold(), folder) for folder in folders), stem + dot + ending.lower()])


def _strict(shown: str) -> Exception:
    hint = 'in Word: Save As, "Word Document (*.docx)" and not "Strict Open XML Document"'
    return refuse("word-template-strict", "is a Strict Open XML document", shown, hint)


def _read_types(members: dict[str, bytes], shown: str) -> dict[str, str]:
    """The content type of each member, by its name or its ending."""
    tree = read_tree(members[TYPES], TYPES, shown)
    named = {str(e.get("PartName", ""))[1:].casefold(): str(e.get("ContentType")) for e in tree if e.get("PartName")}
    endings = {str(e.get("Extension")).casefold(): str(e.get("ContentType")) for e in tree if e.get("Extension")}
    return {name: named.get(name.casefold()) or endings.get(name.rpartition(".")[2].casefold(), "") for name in members}


def _refuse_macros(package: Package) -> None:
    for name, kind in package.types.items():
        if "macroEnabled" in kind or "vba" in kind.casefold() or name.casefold().endswith("vbaproject.bin"):
            message = "holds macros, which a brief must not carry"
            raise refuse("word-template-macros", message, package.shown, "in Word: Save As, Word Template (*.dotx)")


def _follow(package: Package) -> None:
    """Reads what can be reached from the file's own relations; what cannot be is left behind."""
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
                    "word-template-too-large", f"{part} in it is larger than {MOST_XML:,} bytes", package.shown
                )
            package.trees[part] = read_tree(package.members[part], part, package.shown)
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
    for element in elements(read_tree(package.members[name], name, package.shown)):
        kind, target = str(element.get("Type", "")), str(element.get("Target", ""))
        if not kind:
            continue
        if _STRICT in kind:
            raise _strict(package.shown)
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
            message = f"is damaged: {name} leads to {place[:80]!r}, which is not there"
            raise refuse("word-template-damaged", message, package.shown, "open it in Word and save it anew")
        found = spelt[place.casefold()]
        yield Relation(relation.identifier, kind, target if place == found else f"/{found}", False, found)


def _refuse_relation(package: Package, relation: Relation) -> None:
    if relation.word in _EMBEDDING:
        code = "word-template-macros" if _EMBEDDING[relation.word] == "macros" else "word-template-embeds"
        message = f"holds {_EMBEDDING[relation.word]}, which a brief must not carry"
        raise refuse(code, message, package.shown, "take it out in Word and save the template anew")
    if relation.external and relation.word != "hyperlink":
        what, hint = _FETCHED.get(
            relation.word, (f"something outside it ({relation.word})", "embed it, or take it out")
        )
        target = "".join(c if c.isprintable() else "?" for c in relation.target)[:80]
        message = f"has {what} that would be fetched when the brief is opened: {target}"
        raise refuse("word-template-fetches", message, package.shown, hint)


def _refuse_fields(package: Package) -> None:
    """Objects, and fields that fetch something when they are updated."""
    for name, tree in package.trees.items():
        for element in tree.iter(W + "object", W + "altChunk", W + "control"):
            what = "an imported text (altChunk)" if element.tag == W + "altChunk" else "an embedded object"
            raise refuse(
                "word-template-embeds", f"{name} in it holds {what}, which a brief must not carry", package.shown
            )
        for element in tree.iter(W + "instrText", W + "fldSimple"):
            found = _FETCHING_FIELD.match(element.text or "") or _FETCHING_FIELD.match(element.get(W + "instr", ""))
            if found:
                message = f"{name} in it has a field {found[1].upper()}, which fetches what is outside the brief"
                raise refuse("word-template-fetches", message, package.shown, "in Word: select it, Ctrl+Shift+F9, save")


def _rename_main(package: Package, main: str) -> None:
    """The main part is word/document.xml, as in every file of ours; what stands beside it keeps its name."""
    if main == MAIN:
        return
    if posixpath.dirname(main) != "word" or MAIN in package.members:
        raise refuse(
            "word-template-damaged", f"has its text in an unusual place, {main}", package.shown, "save it anew in Word"
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
