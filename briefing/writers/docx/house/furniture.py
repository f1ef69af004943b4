"""Marking and banner in a template's headers: where a token does not show them, a slot does, so that no page is without.

Takes the package and which tokens its parts have; puts slots into every header that is shown, and for sections that show none a
slot for a reference to a header of ours. Fails closed: a header part without the marking's token gets it, whatever others have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.writers.docx.house.geometry import sections
from briefing.writers.docx.house.package import MAIN, Package
from briefing.writers.docx.house.trees import Element, R, W, slot, switched_on

SLOTS = ("marking", "banner")
"""The slot and the token of each has its name; a marking stands above what is there, a banner below."""


def prepare_headers(package: Package, used: Mapping[str, set[str]]) -> None:
    """Puts the slots in."""
    parts = {relation.identifier: relation.part for relation in package.relations[MAIN]}
    settings = package.tree("settings")
    even = bool(switched_on(settings, "evenAndOddHeaders"))
    shown: dict[str, str] = {}
    headers: set[str] = set()
    for section in sections(package.trees[MAIN]):
        for reference in section.findall(W + "headerReference"):
            shown[reference.get(W + "type", "default")] = parts.get(reference.get(R + "id", ""), "")
        for kind in _kinds(section, even=even):
            if shown.get(kind) in package.trees:
                headers.add(shown[kind])
            else:
                section.insert(0, slot(f"reference {kind}"))
                shown[kind] = "ours"
    for name in sorted(headers - {"ours"}):
        tree = package.trees[name]
        if "marking" not in used.get(name, set()):
            tree.insert(0, slot("marking"))
        if "banner" not in used.get(name, set()):
            tree.append(slot("banner"))


def _kinds(section: Element, *, even: bool) -> Iterator[str]:
    """Which headers a section shows."""
    yield "default"
    if switched_on(section, "titlePg"):
        yield "first"
    if even:
        yield "even"
