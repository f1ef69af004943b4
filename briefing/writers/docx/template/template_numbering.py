"""Lists and heading numbers: the template's own definitions, and ours under free ids.

A heading whose style is numbered already is never numbered twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass

from briefing.files.ooxml import Element, Relation, W
from briefing.layout.theme import Theme
from briefing.writers.docx import style_names as names
from briefing.writers.docx.numbering import HEADINGS, Plan, heading_hang, numbered, numbering_parts
from briefing.writers.docx.parts import CONTENT_TYPES
from briefing.writers.docx.style_sheet import indent
from briefing.writers.docx.template.open_template import MAIN, TemplatePackage
from briefing.writers.docx.template.style_values import StyleValues
from briefing.writers.docx.template.xml_trees import make, slot, value_of, whole, with_our_prefixes
from briefing.writers.docx.wordml import RELATIONSHIPS

PART = "word/numbering.xml"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_COUNTED_ANEW = 15
"""Id between those of our definitions and those of a brief's own lists."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The numbering of a template.

    `plan` has our ids, `headings` the properties of a counted heading of each level, `labels` the
    text and form of its number if the template's own style is numbered ("%1.", "upperRoman").
    `restarted` means that the template has numbered headings of its own, beside which the brief counts from 1.
    """

    part: str
    plan: Plan
    headings: tuple[str, ...]
    labels: tuple[tuple[str, str], ...] = ()
    restarted: bool = False


def free_plan(package: TemplatePackage) -> Plan:
    """Return ids above all of the template's."""
    tree = package.tree("numbering")
    if tree is None:
        return Plan()
    definitions = [whole(e.get(W + "abstractNumId")) for e in tree.findall(W + "abstractNum")]
    instances = [whole(e.get(W + "numId")) for e in tree.findall(W + "num")]
    return Plan(definitions=max([0, *definitions]), instances=max([0, *instances]))


def prepare_lists(
    package: TemplatePackage,
    theme: Theme,
    added_styles: Mapping[str, str],
    styles: Mapping[str, str],
    measure: Callable[[str], StyleValues],
) -> Lists:
    """Add our definitions. `added_styles` are ids of our own styles by name, `styles` all ids."""
    plan = free_plan(package)
    part = package.related(MAIN, "numbering")
    if part not in package.trees:
        part = PART
        package.trees[part] = with_our_prefixes(make("<w:numbering/>"))
        package.types[part] = CONTENT_TYPES[part]
        package.relations[part] = []
        package.relations[MAIN].append(Relation("", f"{RELATIONSHIPS}/numbering", "numbering.xml", False, part))
    tree = package.trees[part]
    headings, added = _headings(package, theme, plan, [measure(styles[name]) for name in names.HEADINGS])
    restarted = bool(added)
    abstract, instances = numbering_parts(
        theme, plan, {n: i for n, i in added_styles.items() if n not in names.HEADINGS}
    )
    following = next((e for e in tree if e.tag in {W + "num", W + "numIdMacAtCleanup"}), None)
    ending = tree.find(W + "numIdMacAtCleanup")
    for element in make(f"<w:numbering>{abstract}</w:numbering>"):
        _insert(tree, element, following)
    for element in [*make(f"<w:numbering>{instances}{added}</w:numbering>"), slot("lists")]:
        _insert(tree, element, ending)
    numbers = {
        level: known
        for level, name in enumerate(names.NUMBERS)
        if name not in added_styles and (known := _definition(tree, measure(styles[name]).numbered)) is not None
    }
    labels = _labels(tree, [measure(styles[name]) for name in names.HEADINGS])
    return Lists(part, Plan(plan.definitions, plan.instances, numbers), headings, labels, restarted)


def drop_silent_lists(package: TemplatePackage) -> None:
    """Remove numbering from styles that use a list without visible numbers.

    LibreOffice writes unnumbered headings like that.
    """
    tree, sheet = package.tree("numbering"), package.tree("styles")
    for style in sheet.findall(W + "style") if tree is not None and sheet is not None else ():
        properties = style.find(W + "pPr")
        own = properties.find(W + "numPr") if properties is not None else None
        if properties is not None and own is not None and tree is not None:
            level = _level(
                tree, whole(value_of(own, "numId")), whole(value_of(own, "ilvl")), style.get(W + "styleId", "")
            )
            words = re.sub(r"%\d", "", value_of(level, "lvlText") or "")
            if level is not None and value_of(level, "numFmt") == "none" and not any(map(str.isalnum, words)):
                properties.remove(own)


def _level(tree: Element, instance: int, level: int, style: str) -> Element | None:
    """Return the list level that numbers a style: the one that names the style, else the one that the style names."""
    found = _definition(tree, (instance, level))
    for definition in tree.findall(W + "abstractNum") if found is not None else ():
        if found is not None and whole(definition.get(W + "abstractNumId"), -2) == found[0]:
            levels = definition.findall(W + "lvl")
            named = next((each for each in levels if value_of(each, "pStyle") == style), None)
            return next((e for e in levels if whole(e.get(W + "ilvl")) == level), None) if named is None else named
    return None


def _insert(tree: Element, element: Element, before: Element | None) -> None:
    if before is None:
        tree.append(element)
    else:
        before.addprevious(element)


def _definition(tree: Element, numbered: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the list definition behind an instance, and its level."""
    if numbered is None:
        return None
    for instance in tree.findall(W + "num"):
        if whole(instance.get(W + "numId")) == numbered[0]:
            found = whole(value_of(instance, "abstractNumId"), -1)
            known = {whole(e.get(W + "abstractNumId"), -2) for e in tree.findall(W + "abstractNum")}
            return (found, numbered[1]) if found in known else None
    return None


def _headings(
    package: TemplatePackage, theme: Theme, plan: Plan, measures: list[StyleValues]
) -> tuple[tuple[str, ...], str]:
    """Return the properties of a counted heading of each level, and an extra instance if one is needed."""
    theirs = next((found.numbered[0] for found in measures if found.numbered), 0)
    if not theirs:
        hangs = [heading_hang(theme, level) for level in range(len(measures))]
        ours = plan.instances + HEADINGS
        return tuple(numbered(level, ours) + indent(hang, hang) for level, hang in enumerate(hangs)), ""
    definition = _definition(package.trees[package.related(MAIN, "numbering")], (theirs, 0))
    if definition is None or not _counted_before(package, theirs):
        return tuple("" if found.numbered else numbered(level, theirs) for level, found in enumerate(measures)), ""
    # Headings of the template's own are numbered too: those of the brief count from 1 beside them, as its references say.
    again = plan.instances + _COUNTED_ANEW
    tree = package.trees[package.related(MAIN, "numbering")]
    counting = _copy_definition(tree, definition[0], plan.definitions + _COUNTED_ANEW)
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    added = f'<w:num w:numId="{again}"><w:abstractNumId w:val="{counting}"/>{start}</w:num>'
    return tuple(numbered(level, again) for level in range(len(measures))), added


def _copy_definition(tree: Element, identifier: int, free: int) -> int:
    """Add a copy of a list definition that no style is linked to, and return its id: it counts separately from the original."""
    original = next(e for e in tree.findall(W + "abstractNum") if whole(e.get(W + "abstractNumId"), -2) == identifier)
    if original.find(W + "numStyleLink") is not None:  # Its levels are in a style.
        return identifier
    copied = deepcopy(original)
    copied.set(W + "abstractNumId", str(free))
    for name in ("nsid", "styleLink", "lvl/pStyle"):
        for element in copied.findall("/".join(W + part for part in name.split("/"))):
            above = element.getparent()
            if above is not None:
                above.remove(element)
    original.addnext(copied)
    return free


def _counted_before(package: TemplatePackage, instance: int) -> bool:
    """Return whether a paragraph of the template itself is numbered by that instance, directly or by its style."""
    styles = package.tree("styles")
    counting = {
        style.get(W + "styleId")
        for style in (styles.findall(W + "style") if styles is not None else ())
        if whole(value_of(style.find(f"{W}pPr/{W}numPr"), "numId")) == instance
    }
    for properties in package.trees[MAIN].iter(W + "pPr"):
        own = properties.find(W + "numPr")
        if (value_of(properties, "pStyle") in counting and own is None) or whole(value_of(own, "numId")) == instance:
            return True
    return False


def _labels(tree: Element, measures: list[StyleValues]) -> tuple[tuple[str, str], ...]:
    """Return the text and form of the numbers of the template's own headings; () if they have none."""
    found = next((d for m in measures if (d := _definition(tree, m.numbered)) is not None), None)
    if found is None:
        return ()
    definition = next(e for e in tree.findall(W + "abstractNum") if whole(e.get(W + "abstractNumId"), -2) == found[0])
    levels = {whole(e.get(W + "ilvl")): e for e in definition.findall(W + "lvl")}
    labels = []
    for level in range(len(measures)):
        form = value_of(levels.get(level), "numFmt") or "decimal"
        text = value_of(levels.get(level), "lvlText") or ""
        if level not in levels:
            text = ".".join(f"%{above + 1}" for above in range(level + 1))
        labels.append(("" if form == "bullet" else text, form))
    return tuple(labels)


def print_number(number: str, labels: tuple[tuple[str, str], ...]) -> str:
    """Return a heading's number, such as 2.1, as the template prints it, such as II.A; "" if it prints none."""
    counts = [int(part) for part in number.split(".") if part.isdecimal()]
    if not counts or len(counts) > len(labels):
        return number
    text, form = labels[len(counts) - 1]
    if not text or form == "none":  # As LibreOffice writes headings without visible numbers.
        return ""
    for place, count in enumerate(counts, start=1):
        text = text.replace(f"%{place}", _formed(count, labels[place - 1][1]))
    return text.strip()


def _formed(count: int, form: str) -> str:
    if form == "none":
        return ""
    if form.endswith("Letter"):
        letters = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "upperLetter" else letters.lower()
    if form.endswith("Roman"):
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (count // value)
            count %= value
        return roman if form == "upperRoman" else roman.lower()
    return f"{count:02d}" if form == "decimalZero" else str(count)
