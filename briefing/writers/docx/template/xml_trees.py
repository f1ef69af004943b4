"""XML of a template: edited as trees, and turned into text with slots.

A slot is a processing instruction. No template can contain one, because its own are dropped by the
parser; a render puts text in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from briefing.files.ooxml import Element, W
from briefing.writers.docx.wordml import DRAWING, HEADER, RELATIONSHIPS, WORD, WORD_DRAWING

A = f"{{{DRAWING}}}"
WP = f"{{{WORD_DRAWING}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
OURS = {"w": WORD, "r": RELATIONSHIPS, "wp": WORD_DRAWING, "a": DRAWING}
"""Prefixes that the writer's own text uses without declaring them."""

_SLOT = re.compile(r"<\?brief ([^?]*)\?>")
_WHOLE = re.compile(r"[+-]?\d{1,9}(?:\.\d*)?")


def whole(text: str | None, default: int = 0) -> int:
    """Return a number as Word writes it; `default` for anything else, or for too many digits."""
    return int(float(text)) if text and _WHOLE.fullmatch(text) else default


def value_of(element: Element | None, tag: str, attribute: str = "val") -> str | None:
    """Return an attribute of a child, in Word's namespace."""
    child = element.find(W + tag) if element is not None else None
    return child.get(W + attribute) if child is not None else None


def switched_on(element: Element | None, tag: str) -> bool | None:
    """Return an on-off property; None if it is not set."""
    child = element.find(W + tag) if element is not None else None
    return None if child is None else child.get(W + "val", "1") not in {"0", "false", "off", "none"}


def make(text: str) -> Element:
    """Return an element from our own text."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in OURS.items())
    return etree.fromstring(f"<x {spaces}>{text}</x>")[0]


def slot(name: str) -> Element:
    """Return a slot, which a render fills."""
    return etree.ProcessingInstruction("brief", name)


def with_our_prefixes(root: Element) -> Element:
    """Return the same root with the prefixes that our text uses; its own stay, because attributes may name them."""
    theirs: dict[str, str] = {str(prefix): uri for prefix, uri in root.nsmap.items() if prefix}
    if all(root.nsmap.get(prefix) == uri for prefix, uri in OURS.items()):
        return root
    made = etree.Element(root.tag, attrib={str(k): str(v) for k, v in root.attrib.items()}, nsmap=theirs | OURS)
    made.text = root.text
    made.extend(list(root))
    return made


def elements(root: Element) -> Iterator[Element]:
    """Yield every element except slots."""
    return root.iter(etree.Element)


@dataclass(frozen=True, slots=True)
class SlottedText:
    """A part as text: literal pieces at even indices, names of slots at odd ones."""

    pieces: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the text with each slot filled; a slot without a value is left empty."""
        return "".join(values.get(piece, "") if at % 2 else piece for at, piece in enumerate(self.pieces))

    @property
    def fixed(self) -> bool:
        return len(self.pieces) == 1

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(self.pieces[1::2])


def slotted(root: Element) -> SlottedText:
    """Return a tree as text with slots."""
    return SlottedText(tuple(_SLOT.split(HEADER + etree.tostring(root, encoding="unicode"))))
