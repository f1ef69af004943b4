"""Map styles and lists of the old file to those of the new one.

A style is identified by its name, a list definition by Word's own number for it (`w:nsid`) or by
its number formats. What the new file does not have is dropped, never added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.files.ooxml import Element, W
from briefing.writers.docx.template.xml_trees import value_of

_USING = {W + "pStyle": "paragraph", W + "rStyle": "character", W + "tblStyle": "table"}


@dataclass(slots=True)
class Sheet:
    """The styles of one file: names in lower case by kind and id."""

    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def paragraph(self, identifier: str) -> str:
        """Return the name of a paragraph style."""
        return self.names.get(("paragraph", identifier), "")


def read_sheet(styles: Element | None) -> Sheet:
    """Return the styles of a file."""
    sheet = Sheet()
    for style in styles.iter(W + "style") if styles is not None else ():
        kind, identifier = str(style.get(W + "type") or "paragraph"), str(style.get(W + "styleId") or "")
        sheet.names.setdefault((kind, identifier), (value_of(style, "name") or "").lower())
    return sheet


@dataclass(slots=True)
class Translation:
    """Ids of the old file as ids of the new one; "" if there is none."""

    styles: dict[tuple[str, str], str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)

    def style(self, reference: Element) -> str:
        """Return the id for a `w:pStyle`, `w:rStyle` or `w:tblStyle`."""
        return self.styles.get((_USING.get(str(reference.tag), ""), str(reference.get(W + "val"))), "")


def translate(old: Sheet, new: Sheet, old_lists: Element | None, new_lists: Element | None) -> Translation:
    """Return the ids of the new file for those of the old file."""
    known: dict[tuple[str, str], str] = {}
    for (kind, identifier), name in new.names.items():
        known.setdefault((kind, name), identifier)
    styles = {(kind, identifier): known.get((kind, name), "") for (kind, identifier), name in old.names.items()}
    theirs: dict[str, str] = {}
    for identifier, definition in _instances(new_lists):
        for name in _names(definition):
            theirs.setdefault(name, identifier)
    lists = {
        identifier: next((theirs[name] for name in _names(definition) if name in theirs), "")
        for identifier, definition in _instances(old_lists)
    }
    return Translation(styles, lists)


def _instances(numbering: Element | None) -> Iterator[tuple[str, Element]]:
    """Yield the lists of a file with their definitions, plain ones before those that restart."""
    if numbering is None:
        return
    definitions = {str(found.get(W + "abstractNumId")): found for found in numbering.iter(W + "abstractNum")}
    instances = list(numbering.iter(W + "num"))
    for instance in sorted(instances, key=lambda found: found.find(W + "lvlOverride") is not None):
        definition = definitions.get(value_of(instance, "abstractNumId") or "")
        if definition is not None:
            yield str(instance.get(W + "numId")), definition


def _names(definition: Element) -> Iterator[str]:
    """Yield what identifies a list definition, most reliable first."""
    if number := value_of(definition, "nsid"):
        yield f"nsid {number}"
    levels = [f"{value_of(level, 'numFmt')} {value_of(level, 'lvlText')}" for level in definition.iter(W + "lvl")]
    yield "levels " + "|".join(levels)
