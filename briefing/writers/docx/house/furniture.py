"""Marking and banner in a template's headers and footers: where a token does not show them, a slot does, so that no page is without.

Takes the package and which tokens its parts have; puts slots into every header and footer that is shown, and for sections that show
none a slot for a reference to one of ours. Fails closed: a part without the marking's token gets it, whatever others have (TLP 2.0
asks for the label in header and footer). The banner stands in headers alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.writers.docx.house.geometry import sections
from briefing.writers.docx.house.package import MAIN, Package
from briefing.writers.docx.house.trees import Element, R, W, slot, switched_on

SLOTS = ("marking", "banner")
"""The slot and the token of each has its name; a marking stands above what is there, a banner below."""


def prepare_headers(package: Package, used: Mapping[str, set[str]]) -> None:
    """Puts the slots into headers."""
    for name in _shown(package, "header"):
        tree = package.trees[name]
        if "marking" not in used.get(name, set()):
            tree.insert(0, slot("marking"))
        if "banner" not in used.get(name, set()):
            tree.append(slot("banner"))


def prepare_footers(package: Package, used: Mapping[str, set[str]]) -> None:
    """Puts the slots into footers."""
    for name in _shown(package, "footer"):
        if "marking" not in used.get(name, set()):
            package.trees[name].append(slot("marking"))


def _shown(package: Package, word: str) -> list[str]:
    """The headers or footers that pages show; for pages that show none, slots for references are put in."""
    parts = {relation.identifier: relation.part for relation in package.relations[MAIN]}
    settings = package.tree("settings")
    even = bool(switched_on(settings, "evenAndOddHeaders"))
    shown: dict[str, str] = {}
    headers: set[str] = set()
    for section in sections(package.trees[MAIN]):
        for reference in section.findall(f"{W}{word}Reference"):
            shown[reference.get(W + "type", "default")] = parts.get(reference.get(R + "id", ""), "")
        for kind in _kinds(section, even=even):
            if shown.get(kind) in package.trees:
                headers.add(shown[kind])
            else:
                section.insert(0, slot(f"{word} {kind}"))
                shown[kind] = "ours"
    return sorted(headers - {"ours"})


def _kinds(section: Element, *, even: bool) -> Iterator[str]:
    """Which headers and footers a section shows."""
    yield "default"
    if switched_on(section, "titlePg"):
        yield "first"
    if even:
        yield "even"
