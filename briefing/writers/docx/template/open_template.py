"""Open a template as trees that are edited: content types, relationships, XML.

Only parts reachable from the main one are kept. Whatever a brief must not contain is refused:
macros, controls, embedded objects, imported texts, and anything that would be fetched when the
brief is opened.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from briefing.files.ooxml import (
    CONTENT_TYPES_NAME,
    WORD_TEMPLATE,
    Element,
    Package,
    Relation,
    W,
    relations_name,
    resolve_target,
)
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.writers.docx import parts

MAIN = "word/document.xml"
_CANONICAL_NAMES = {
    name.casefold(): name
    for name in (
        CONTENT_TYPES_NAME,
        *parts.CONTENT_TYPES,
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
_KEPT_AT_ROOT = ("officeDocument", "core-properties", "extended-properties", "custom-properties")
_DROPPED = ("stylesWithEffects", "printerSettings")
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


def refuse(code: str, message: str, display_path: str, hint: str = "") -> BriefingError:
    """Return the exception for a template that cannot be used."""
    return BriefingError(Problem(code, message, Location(display_path), hint))


@dataclass(slots=True)
class TemplatePackage:
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


def open_template(data: bytes, display_path: str) -> TemplatePackage:
    """Return a template's parts. Raises BriefingError with the reason if it cannot be used."""
    package = Package(data, Location(display_path), WORD_TEMPLATE)
    if CONTENT_TYPES_NAME not in package or "_rels/.rels" not in package:
        raise refuse(
            "not-a-word-file",
            "the Word template is a ZIP archive, but not a Word file",
            display_path,
            "use a .docx or .dotx file",
        )
    # Everything is read, so that a part that is damaged is found even where nothing leads to it.
    members = {_canonical_name(name): package.content(name) for name in package.names}
    tree = package.tree(CONTENT_TYPES_NAME)
    named = {str(e.get("PartName", ""))[1:].casefold(): str(e.get("ContentType")) for e in tree if e.get("PartName")}
    endings = {str(e.get("Extension")).casefold(): str(e.get("ContentType")) for e in tree if e.get("Extension")}
    types = {
        name: named.get(name.casefold()) or endings.get(name.rpartition(".")[2].casefold(), "") for name in members
    }
    for name, kind in types.items():
        if "macroEnabled" in kind or "vba" in kind.casefold() or name.casefold().endswith("vbaproject.bin"):
            message = "the Word template contains macros, which a brief must not contain"
            raise refuse("word-template-macros", message, display_path, 'in Word, save it as "Word Template (*.dotx)"')
    template = TemplatePackage(display_path, members, types)
    _follow(package, template)
    main = template.related("", "officeDocument")
    if package.is_strict("_rels/.rels") or package.is_strict(main):
        hint = 'in Word, save it as "Word Document (*.docx)", not as "Strict Open XML Document"'
        raise refuse("word-template-strict", "the Word template is a Strict Open XML document", display_path, hint)
    if not main or main not in template.trees or template.trees[main].tag != W + "document":
        raise refuse(
            "not-a-word-file", "the Word template is not a Word document", display_path, "use a .docx or .dotx file"
        )
    _rename_main(template, main)
    template.types[MAIN] = _DOCUMENT
    if template.trees[MAIN].find(W + "body") is None:
        raise refuse("word-template-damaged", "the Word template is damaged: it has no text", display_path)
    _refuse_fields(template)
    return template


def _canonical_name(name: str) -> str:
    """Return the name that Word uses; part names are case-insensitive (ISO/IEC 29500-2, 6.2.2.3)."""
    folded = name.casefold()
    if folded in _CANONICAL_NAMES:
        return _CANONICAL_NAMES[folded]
    *folders, last = name.split("/")
    stem, dot, ending = last.rpartition(".")
    return "/".join(
        [*(_CANONICAL_NAMES.get(folder.casefold(), folder) for folder in folders), stem + dot + ending.lower()]
    )


def _follow(package: Package, template: TemplatePackage) -> None:
    """Parse what can be reached from the package relationships; drop the rest."""
    waiting = [""]
    reached: set[str] = set()
    while waiting:
        part = waiting.pop()
        if part in reached:
            continue
        reached.add(part)
        if part.endswith(".xml"):
            template.trees[part] = package.tree(part)
        found = list(_kept_relations(package, template, part))
        template.relations[part] = found
        waiting += [relation.part for relation in found if not relation.external]
    template.members = {name: template.members[name] for name in sorted(reached - {""})}


def _kept_relations(package: Package, template: TemplatePackage, part: str) -> Iterator[Relation]:
    """Yield the relationships of a part that a brief keeps, with the names that Word uses."""
    for relation in package.relations(part):
        if not relation.kind or (not part and relation.word not in _KEPT_AT_ROOT) or relation.word in _DROPPED:
            continue
        _refuse_relation(template, relation)
        if relation.external:
            yield relation
        elif relation.word == "hyperlink" and not relation.part:
            yield replace(relation, external=True)
        elif relation.part not in package:
            name = relations_name(part)
            message = f"the Word template is damaged: {name} refers to {relation.part[:80]!r}, which does not exist"
            raise refuse("word-template-damaged", message, template.display_path, "open it in Word and save it again")
        else:
            name = _canonical_name(relation.part)
            target = relation.target if resolve_target(part, relation.target) == name else f"/{name}"
            yield replace(relation, target=target, part=name)


def _refuse_relation(package: TemplatePackage, relation: Relation) -> None:
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


def _refuse_fields(package: TemplatePackage) -> None:
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


def _rename_main(package: TemplatePackage, main: str) -> None:
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
        part: [replace(r, target="document.xml" if part else MAIN, part=MAIN) if r.part == main else r for r in found]
        for part, found in package.relations.items()
    }
