"""XML of a template: parsed without entities or network, edited as trees, and turned into text with slots.

A slot is a processing instruction. No template can contain one, because its own are dropped by the
parser; a render puts text in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from briefing.problems.problem import BriefingError, Location, Problem
from briefing.writers.docx.wordml import DRAWING, HEADER, RELATIONSHIPS, WORD, WORD_DRAWING

Element = etree._Element  # noqa: SLF001  # lxml has no public name for the type of its elements

W = f"{{{WORD}}}"
R = f"{{{RELATIONSHIPS}}}"
A = f"{{{DRAWING}}}"
WP = f"{{{WORD_DRAWING}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
OURS = {"w": WORD, "r": RELATIONSHIPS, "wp": WORD_DRAWING, "a": DRAWING}
"""Prefixes that the writer's own text uses without declaring them."""

_SLOT = re.compile(r"<\?brief ([^?]*)\?>")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d{1,9}(?:\.\d*)?")


def read_tree(content: bytes, name: str, display_path: str) -> Element:
    """Return the root of a part. Raises BriefingError if it is not XML or declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    plain = content.replace(b"\0", b"") if b"\0" in content[:4] or content[:1] in (b"\xff", b"\xfe") else content
    if _DOCTYPE.search(plain):
        raise _entities_error(name, display_path)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"the part {name} of the Word template is not valid XML: {_first_line(error)}"
        raise BriefingError(
            Problem("word-template-damaged", message, Location(display_path), "open it in Word and save it again")
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:  # In an encoding that hid it from the check above.
        raise _entities_error(name, display_path)
    return root


def _entities_error(name: str, display_path: str) -> BriefingError:
    message = f"the part {name} of the Word template declares a document type or entities, which no Word file needs"
    return BriefingError(
        Problem("word-template-entities", message, Location(display_path), "open it in Word and save it again")
    )


def _first_line(error: Exception) -> str:
    line = (str(error).splitlines() or ["it is empty"])[0]
    return "".join(c if c.isprintable() else "?" for c in line)[:160]


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
