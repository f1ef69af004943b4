"""Prepare the template's own footnotes and comments, to which those of the brief are added.

Its notes are renumbered (separators first, as in Word, then those that its text cites, in order),
with a slot for ours. A template without footnotes gets a part with the separators alone.
"""

from __future__ import annotations

from briefing.files.ooxml import Element, Relation, W
from briefing.writers.docx.notes import PART, empty_part
from briefing.writers.docx.parts import CONTENT_TYPES
from briefing.writers.docx.template.open_template import MAIN, TemplatePackage
from briefing.writers.docx.template.xml_trees import make, slot, whole, with_our_prefixes
from briefing.writers.docx.wordml import RELATIONSHIPS

_SEPARATORS = {"separator": -1, "continuationSeparator": 0}
# Elements after w:footnotePr in the settings (CT_Settings, ISO/IEC 29500-1, A.1).
_AFTER = frozenset(
    W + tag
    for tag in (
        "endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping",
        "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown",
        "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator",
    )
)  # fmt: skip


def prepare_notes(package: TemplatePackage) -> tuple[str, int]:
    """Return the part's name, and the id of the first note of ours."""
    name = package.related(MAIN, "footnotes")
    if name not in package.trees:
        name = PART
        while name in package.members:
            name = name.replace(".xml", "_.xml")
        package.trees[name] = with_our_prefixes(make(empty_part()))
        package.types[name] = CONTENT_TYPES[PART]
        package.relations[name] = []
        target = name.removeprefix("word/")
        package.relations[MAIN].append(Relation("", f"{RELATIONSHIPS}/footnotes", target, False, name))
    tree = package.trees[name]
    identifiers, following = _number(tree, package.trees[MAIN])
    for reference in package.trees[MAIN].iter(W + "footnoteReference"):
        reference.set(W + "id", identifiers.get(reference.get(W + "id", ""), "0"))
    tree.append(slot("notes"))
    settings = package.tree("settings")
    if settings is not None:
        _list_separators(settings, [str(n.get(W + "id")) for n in tree.findall(W + "footnote") if n.get(W + "type")])
    return name, following


def prepare_comments(package: TemplatePackage) -> tuple[str, int]:
    """Return the part with the template's comments ("" if it has none), and the first free id."""
    name = package.related(MAIN, "comments")
    if name not in package.trees:
        return "", 0
    tree = package.trees[name]
    following = max([-1, *(whole(comment.get(W + "id")) for comment in tree.findall(W + "comment"))]) + 1
    tree.append(slot("comments"))
    return name, following


def _number(tree: Element, main: Element) -> tuple[dict[str, str], int]:
    """Renumber the notes and return new ids by old ones; uncited notes are removed."""
    cited = [str(reference.get(W + "id")) for reference in main.iter(W + "footnoteReference")]
    normal = [note for note in tree.findall(W + "footnote") if (note.get(W + "type") or "normal") == "normal"]
    defined = {str(note.get(W + "id")) for note in normal}
    for reference in [e for e in main.iter(W + "footnoteReference") if e.get(W + "id") not in defined]:
        parent = reference.getparent()
        assert parent is not None
        parent.remove(reference)
    identifiers: dict[str, str] = {}
    following = 1
    separators = set()
    for note in tree.findall(W + "footnote"):
        old, kind = str(note.get(W + "id")), str(note.get(W + "type", "normal"))
        if kind in separators or (kind == "normal" and (old not in cited or old in identifiers)):
            tree.remove(note)
            continue
        if kind in _SEPARATORS:
            note.set(W + "id", str(_SEPARATORS[kind]))
            separators.add(kind)
            continue
        if kind == "normal":
            identifiers[old] = str(following)
        note.set(W + "id", str(following))
        following += 1
    for place, missing in enumerate(kind for kind in _SEPARATORS if kind not in separators):
        tree.insert(place, next(n for n in make(empty_part()) if n.get(W + "type") == missing))
    return identifiers, following


def _list_separators(settings: Element, identifiers: list[str]) -> None:
    """List the separators in the settings, as Word requires."""
    properties = settings.find(W + "footnotePr")
    if properties is None:
        properties = settings.makeelement(W + "footnotePr", {})
        following = next(
            (child for child in settings if child.tag in _AFTER or str(child.tag).endswith("}mathPr")), None
        )
        if following is None:
            settings.append(properties)
        else:
            following.addprevious(properties)
    for listed in properties.findall(W + "footnote"):
        properties.remove(listed)
    for identifier in identifiers:
        properties.append(properties.makeelement(W + "footnote", {W + "id": identifier}))
