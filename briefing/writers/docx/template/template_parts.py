"""Complete and clean a template's parts, and find free ids.

Parts that every Word file has are added if missing, what makes Word do something on opening is
removed, duplicate ids are made unique.
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.document.fact_markers import PREFIX
from briefing.files.ooxml import Element, Relation, W
from briefing.layout.theme import Theme
from briefing.problems.problem import Location, Problem
from briefing.writers.docx.parts import CONTENT_TYPES
from briefing.writers.docx.properties import APPLICATION, CORE
from briefing.writers.docx.record import NAMESPACE
from briefing.writers.docx.render_state import CONTROL
from briefing.writers.docx.template.open_template import MAIN, TemplatePackage
from briefing.writers.docx.template.placeholder import MARK
from briefing.writers.docx.template.word_template import Free
from briefing.writers.docx.template.xml_trees import make, switched_on, whole, with_our_prefixes
from briefing.writers.docx.theme_part import theme_part
from briefing.writers.docx.wordml import RELATIONSHIPS, WORD_DRAWING

_OURS = frozenset({CORE, APPLICATION})
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}cNvPr"
_ASKING = ("updateFields", "attachedTemplate", "mailMerge", "saveThroughXslt", "linkStyles")
_STYLED = tuple(W + tag for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"))
_RELATION = re.compile(r"rId(\d{1,9})")
_CHANGES = tuple(
    W + tag for tag in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange")
)
_LARGEST = 0x7FFFFFFF


def strip_parts(package: TemplatePackage) -> None:
    """Remove the parts that the brief itself provides, and the settings that make Word act when it opens the file."""
    properties = {r.part for r in package.relations[""] if r.word in {"core-properties", "extended-properties"}} | _OURS
    for name in properties:
        for table in (package.members, package.types, package.trees, package.relations):
            table.pop(name, None)
    package.relations[""] = [r for r in package.relations[""] if r.word == "custom-properties"]
    settings = package.tree("settings")
    if settings is not None:
        for tag in _ASKING:
            for element in settings.findall(W + tag):
                settings.remove(element)
    for _, tree in package.stories():
        for element in tree.iter(W + "fldChar", W + "fldSimple"):
            element.attrib.pop(W + "dirty", "")
    _remove_missing_styles(package)
    for _, tree in package.stories():
        _remove_old_marks(tree)
    # The record of another brief of ours.
    recorded = {part for part, tree in package.trees.items() if tree.tag == f"{{{NAMESPACE}}}record"}
    for record in [r for r in package.relations[MAIN] if r.part in recorded]:
        package.relations[MAIN].remove(record)
        dropped = (record.part, *(r.part for r in package.relations.pop(record.part, ())))
        for part in dropped:
            for table in (package.members, package.types, package.trees):
                table.pop(part, None)


def describe_state(package: TemplatePackage) -> list[Problem]:
    """Report tracked changes and protection, which every brief would inherit; Word shows them only on other tabs."""
    location = Location(package.display_path)
    found: list[Problem] = []
    settings = package.tree("settings")
    changes = sum(1 for _, tree in package.stories() for _ in tree.iter(*_CHANGES))
    if changes or switched_on(settings, "trackRevisions"):
        what = (
            f"the Word template has {changes} tracked {'change' if changes == 1 else 'changes'}"
            if changes
            else "change tracking is on in the Word template"
        )
        hint = "in Word: Review, Accept All Changes and Stop Tracking"
        found.append(Problem("word-template-tracked", f"{what}, and so will the brief", location, hint, "note"))
    protection = settings.find(W + "documentProtection") if settings is not None else None
    if protection is not None and protection.get(W + "enforcement", "0") not in {"0", "false", "off"}:
        kind = protection.get(W + "edit", "") or "formatting"
        message = f"the Word template is protected ({kind}); Word will not let readers edit the brief freely"
        hint = "in Word: Review, Restrict Editing, Stop Protection"
        found.append(Problem("word-template-protected", message, location, hint, "note"))
    return found


def _remove_old_marks(tree: Element) -> None:
    """Remove the bookmarks of a brief and its facts from a template that was made from a brief."""
    for start in [e for e in tree.iter(W + "bookmarkStart") if str(e.get(W + "name")).startswith((MARK, PREFIX))]:
        ends = [e for e in tree.iter(W + "bookmarkEnd") if e.get(W + "id") == start.get(W + "id")]
        for element in (start, *ends[:1]):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _remove_missing_styles(package: TemplatePackage) -> None:
    """Remove references to missing styles, which Word ignores and other programs report."""
    sheet = package.tree("styles")
    defined = {e.get(W + "styleId") for e in sheet.iter(W + "style")} if sheet is not None else set()
    for name, tree in package.trees.items():
        if name.startswith("word/") and name.count("/") == 1:
            for element in [e for e in tree.iter(*_STYLED) if e.get(W + "val") not in defined]:
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)


def ensure_parts(package: TemplatePackage, theme: Theme) -> None:
    """Add style sheet, settings and theme if the template lacks them."""
    added = {
        "styles": ("word/styles.xml", "<w:styles/>"),
        "settings": ("word/settings.xml", "<w:settings/>"),
        "theme": ("word/theme/theme1.xml", theme_part(theme).partition("?>")[2]),
    }
    for word, (usual, text) in added.items():
        name = usual
        if package.tree(word) is not None:
            continue
        while name in package.members:
            name = name.replace(".xml", "_.xml")
        known = {value: key for key, value in CONTENT_TYPES.items()}
        root = make(text)
        package.trees[name] = with_our_prefixes(root) if word != "theme" else root
        package.types[name] = next(kind for kind, part in known.items() if part == usual)
        package.relations[name] = []
        target = name.removeprefix("word/")
        package.relations[MAIN].append(Relation("", f"{RELATIONSHIPS}/{word}", target, False, name))


_CANONICAL_NAMES = {
    "paragraph": "normal",
    "character": "default paragraph font",
    "table": "normal table",
    "numbering": "no list",
}


def repair_styles(sheet: Element) -> None:
    """Make duplicate style names unique, and set one default of each kind; LibreOffice leaves both out."""
    known: dict[str, Element] = {}
    for style in sheet.findall(W + "style"):
        name = style.find(W + "name")
        if name is None:
            continue
        words = plain = name.get(W + "val", "")
        again = 1
        while words.casefold() in known:
            again += 1
            words = f"{plain} {again}"
        name.set(W + "val", words)
        known[words.casefold()] = style
    for kind, usual in _CANONICAL_NAMES.items():
        defaults = [
            s
            for s in sheet.findall(W + "style")
            if s.get(W + "type") == kind and s.get(W + "default") in {"1", "true", "on"}
        ]
        own = known.get(usual)
        if not defaults and own is not None and own.get(W + "type") == kind:
            own.set(W + "default", "1")


def find_free(package: TemplatePackage, notes: str) -> Free:
    """Return the first ids above those of the template, after duplicate ids have been made unique."""
    trees = [tree for name, tree in package.trees.items() if name.startswith("word/") and name.count("/") == 1]
    drawing = _renumber_duplicates([e for t in trees for e in t.iter(f"{{{WORD_DRAWING}}}docPr", _SHAPE)], "id")
    control = _renumber_duplicates(
        [e for t in trees for p in t.iter(W + "sdtPr") for e in p.findall(W + "id")], W + "val"
    )
    marks = [e for t in trees for e in t.iter(W + "bookmarkStart", W + "bookmarkEnd")]
    bookmark = max([0, *(whole(e.get(W + "id")) for e in marks)]) + 1
    taken = " ".join(package.members)
    prefix = next(p for p in ("brief_", *(f"brief{number}_" for number in range(2, 1000))) if p not in taken)
    return Free(
        relation=_free_relation(package, MAIN),
        note_relation=_free_relation(package, notes),
        bookmark=bookmark,
        drawing=drawing,
        control=max(CONTROL, control),
        prefix=prefix,
        bookmarks=frozenset(str(e.get(W + "name")) for e in marks if e.get(W + "name")),
    )


def _renumber_duplicates(found: list[Element], attribute: str) -> int:
    """Return the first free id; duplicate and invalid ids are replaced first."""
    known: set[int] = set()
    again: list[Element] = []
    for element in found:
        number = whole(element.get(attribute), -1) if "." not in element.get(attribute, "") else -1
        if number in known or (number < 0 and not element.get(attribute, "").startswith("-")):
            again.append(element)
        known.add(number)
    following = max([0, *(number for number in known if number < _LARGEST - 1_000_000)]) + 1
    for element in again:
        element.set(attribute, str(following))
        following += 1
    return following


def _free_relation(package: TemplatePackage, part: str) -> int:
    """Return the first number for a relationship; relationships of ours without an id get theirs."""
    found = package.relations.get(part, [])
    following = max([0, *(int(m[1]) for r in found if (m := _RELATION.fullmatch(r.identifier)))]) + 1
    for at, relation in enumerate(found):
        if not relation.identifier:
            found[at] = replace(relation, identifier=f"rId{following}")
            following += 1
    return following
