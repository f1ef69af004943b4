"""Add slots for marking and banner to a template's headers and footers, so that no page is without them.

Sections without headers or footers get a slot for references to ours. This fails closed: a part
without the marking's token gets a slot, whatever other parts have.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.files.ooxml import R, W
from briefing.writers.docx.template.open_template import MAIN, TemplatePackage
from briefing.writers.docx.template.page_geometry import sections
from briefing.writers.docx.template.xml_trees import slot, switched_on

KINDS = ("default", "first", "even")
"""Types of pages that have a header and a footer of their own."""


def prepare_furniture(package: TemplatePackage, used: Mapping[str, set[str]]) -> None:
    """Add the slots.

    In a header the marking above and the banner below its content, in a footer the marking below.
    """
    for name in _shown(package, "header"):
        tree = package.trees[name]
        if "marking" not in used.get(name, set()):
            tree.insert(0, slot("marking"))
        if "banner" not in used.get(name, set()):
            tree.append(slot("banner"))
    for name in _shown(package, "footer"):
        if "marking" not in used.get(name, set()):
            package.trees[name].append(slot("marking"))


def reference_slot(element: str, kind: str) -> str:
    """Return the name of the slot for a reference to a header or footer of ours."""
    return f"{element} {kind}"


def _shown(package: TemplatePackage, element: str) -> list[str]:
    """Return the template's own headers or footers that some page shows. Sections without any get a slot for ours."""
    parts = {relation.identifier: relation.part for relation in package.relations[MAIN]}
    even = bool(switched_on(package.tree("settings"), "evenAndOddHeaders"))
    shown: dict[str, str] = {}
    found: set[str] = set()
    for section in sections(package.trees[MAIN]):
        for reference in section.findall(f"{W}{element}Reference"):
            shown[reference.get(W + "type", "default")] = parts.get(reference.get(R + "id", ""), "")
        differing = {"default": True, "first": switched_on(section, "titlePg"), "even": even}
        for kind in [kind for kind in KINDS if differing[kind]]:
            if shown.get(kind) in package.trees:
                found.add(shown[kind])
            elif shown.get(kind) != "ours":
                section.insert(0, slot(reference_slot(element, kind)))
                shown[kind] = "ours"
    return sorted(found)
