"""Lists and heading numbers: the template's own definitions, with ours beside them under ids that are free.

Takes the package, its measured styles and the part that each plays; gives the numbering part with a slot for the brief's own
lists, and how headings and lists of the brief ask for their numbers. A heading whose style counts already is never counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from briefing.layout.theme import Theme
from briefing.writers.docx import style_names as names
from briefing.writers.docx.numbering import HEADINGS, Plan, heading_hang, numbered, numbering_parts
from briefing.writers.docx.parts import CONTENT_TYPES
from briefing.writers.docx.style_sheet import indent
from briefing.writers.docx.template.open_template import MAIN, Package, Relation
from briefing.writers.docx.template.style_values import Measure
from briefing.writers.docx.template.xml_trees import Element, W, make, slot, value_of, whole, with_our_prefixes
from briefing.writers.docx.wordml import RELATIONSHIPS

PART = "word/numbering.xml"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_COUNTED_ANEW = 15
"""An id between those of our definitions and those of a brief's own lists."""


@dataclass(frozen=True, slots=True)
class Lists:
    """`plan` says which ids are ours, `headings` what a counted heading of each level says of itself, `labels` the text and form
    of its number where the template's own style counts ("%1.", "upperRoman").
    """

    part: str
    plan: Plan
    headings: tuple[str, ...]
    labels: tuple[tuple[str, str], ...] = ()


def free_plan(package: Package) -> Plan:
    """Ids above all of the template's."""
    tree = package.tree("numbering")
    if tree is None:
        return Plan()
    definitions = [whole(e.get(W + "abstractNumId")) for e in tree.findall(W + "abstractNum")]
    instances = [whole(e.get(W + "numId")) for e in tree.findall(W + "num")]
    return Plan(definitions=max([0, *definitions]), instances=max([0, *instances]))


def prepare_lists(
    package: Package,
    theme: Theme,
    injected: Mapping[str, str],
    styles: Mapping[str, str],
    measure: Callable[[str], Measure],
) -> Lists:
    """Puts our definitions in. `injected` are ids of our own styles by name, `styles` all ids."""
    plan = free_plan(package)
    part = package.related(MAIN, "numbering")
    if part not in package.trees:
        part = _add_part(package)
    tree = package.trees[part]
    headings, added = _headings(package, theme, plan, [measure(styles[name]) for name in names.HEADINGS])
    abstract, instances = numbering_parts(theme, plan, {n: i for n, i in injected.items() if n not in names.HEADINGS})
    following = next((e for e in tree if e.tag in {W + "num", W + "numIdMacAtCleanup"}), None)
    ending = tree.find(W + "numIdMacAtCleanup")
    for element in make(f"<w:numbering>{abstract}</w:numbering>"):
        _put(tree, element, following)
    for element in [*make(f"<w:numbering>{instances}{added}</w:numbering>"), slot("lists")]:
        _put(tree, element, ending)
    numbers = {
        level: known
        for level, name in enumerate(names.NUMBERS)
        if name not in injected and (known := _definition(tree, measure(styles[name]).numbered)) is not None
    }
    labels = _labels(tree, [measure(styles[name]) for name in names.HEADINGS])
    return Lists(part, Plan(plan.definitions, plan.instances, numbers), headings, labels)


def drop_silent_lists(package: Package) -> None:
    """Styles that count in a list which prints nothing, as LibreOffice writes headings without numbers, count in none."""
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
    """The level of a list by which a style counts: the one that names it, else the one that it names."""
    found = _definition(tree, (instance, level))
    for definition in tree.findall(W + "abstractNum") if found is not None else ():
        if found is not None and whole(definition.get(W + "abstractNumId"), -2) == found[0]:
            levels = definition.findall(W + "lvl")
            named = next((each for each in levels if value_of(each, "pStyle") == style), None)
            return next((e for e in levels if whole(e.get(W + "ilvl")) == level), None) if named is None else named
    return None


def _put(tree: Element, element: Element, before: Element | None) -> None:
    if before is None:
        tree.append(element)
    else:
        before.addprevious(element)


def _add_part(package: Package) -> str:
    package.trees[PART] = with_our_prefixes(make("<w:numbering/>"))
    package.types[PART] = CONTENT_TYPES[PART]
    package.relations[PART] = []
    package.relations[MAIN].append(Relation("", f"{RELATIONSHIPS}/numbering", "numbering.xml", False, PART))
    return PART


def _definition(tree: Element, numbered: tuple[int, int] | None) -> tuple[int, int] | None:
    """The list definition behind an instance, and the level of it."""
    if numbered is None:
        return None
    for instance in tree.findall(W + "num"):
        if whole(instance.get(W + "numId")) == numbered[0]:
            found = whole(value_of(instance, "abstractNumId"), -1)
            known = {whole(e.get(W + "abstractNumId"), -2) for e in tree.findall(W + "abstractNum")}
            return (found, numbered[1]) if found in known else None
    return None


def _headings(package: Package, theme: Theme, plan: Plan, measures: list[Measure]) -> tuple[tuple[str, ...], str]:
    """What a counted heading of each level says of itself, and an instance to count by where one is wanted."""
    theirs = next((found.numbered[0] for found in measures if found.numbered), 0)
    if not theirs:
        hangs = [heading_hang(theme, level) for level in range(len(measures))]
        ours = plan.instances + HEADINGS
        return tuple(numbered(level, ours) + indent(hang, hang) for level, hang in enumerate(hangs)), ""
    definition = _definition(package.trees[package.related(MAIN, "numbering")], (theirs, 0))
    if definition is None or not _counted_before(package, theirs):
        return tuple("" if found.numbered else numbered(level, theirs) for level, found in enumerate(measures)), ""
    # Headings of the template's own come first: those of the brief count from 1 again, as its references say.
    again = plan.instances + _COUNTED_ANEW
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    added = f'<w:num w:numId="{again}"><w:abstractNumId w:val="{definition[0]}"/>{start}</w:num>'
    return tuple(numbered(level, again) for level in range(len(measures))), added


def _counted_before(package: Package, instance: int) -> bool:
    """Whether a paragraph of the template itself counts by that instance, directly or through its style."""
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


def _labels(tree: Element, measures: list[Measure]) -> tuple[tuple[str, str], ...]:
    """How the template's own headings print their numbers; nothing where they have none."""
    found = next((d for m in measures if (d := _definition(tree, m.numbered)) is not None), None)
    if found is None:
        return ()
    definition = next(e for e in tree.findall(W + "abstractNum") if whole(e.get(W + "abstractNumId"), -2) == found[0])
    levels = {whole(e.get(W + "ilvl")): e for e in definition.findall(W + "lvl")}
    plain = [".".join(f"%{above + 1}" for above in range(level + 1)) for level in range(len(measures))]
    return tuple(
        _label(levels[level]) if level in levels else (plain[level], "decimal") for level in range(len(measures))
    )


def _label(level: Element) -> tuple[str, str]:
    """The text and form of a level's number; a mark is no number, and a level without a text prints none."""
    form = value_of(level, "numFmt") or "decimal"
    return ("" if form == "bullet" else value_of(level, "lvlText") or "", form)


def print_number(number: str, labels: tuple[tuple[str, str], ...]) -> str:
    """A heading's number, such as 2.1, as the template's own headings print it, such as II.A; "" where those print none."""
    counts = [int(part) for part in number.split(".") if part.isdecimal()]
    if not counts or len(counts) > len(labels):
        return number
    text, form = labels[len(counts) - 1]
    if not text or form == "none":  # as LibreOffice writes headings that print no number
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
