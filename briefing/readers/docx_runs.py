"""Base of both readers of Word paragraphs: fields, and the bookmark of the brief's text, stay open across paragraphs.

Of a field the result is read, not the instruction (ISO/IEC 29500-1, 17.16).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefing.files.ooxml import Element, W
from briefing.readers.reading import DraftLink

BODY = "_brief_body"
"""Hidden bookmark around the brief's own text in a file made from somebody's template."""
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CONTENTS = re.compile(r"\s*TOC\b")
_OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class Field:
    """An open field. `result`: its instruction is complete. `link` is what its result is read into if it is a link."""

    instruction: str = ""
    result: bool = False
    link: DraftLink | None = None


@dataclass(slots=True)
class RunReader:
    """Base of the readers of paragraphs. `bounded`: only text within the bookmark of the body counts."""

    bounded: bool
    fields: list[Field] = field(default_factory=list)
    _inside: bool = False
    _body_id: str = ""

    @property
    def counts(self) -> bool:
        """Return whether what comes now belongs to the brief."""
        return self._inside or not self.bounded

    @property
    def shown(self) -> bool:
        """Return whether what comes now belongs to the brief, and is not the instruction of a field."""
        return self.counts and all(opened.result for opened in self.fields)

    @property
    def in_contents(self) -> bool:
        """Return whether a table-of-contents field is open."""
        return any(_CONTENTS.match(opened.instruction) for opened in self.fields)

    def body_mark(self, element: Element) -> bool:
        """Handle the start or end of a bookmark if it is the body's; return whether it is."""
        if element.tag == W + "bookmarkStart" and element.get(W + "name") == BODY:
            self._inside, self._body_id = True, str(element.get(W + "id"))
            return True
        if element.tag == W + "bookmarkEnd" and self._inside and element.get(W + "id") == self._body_id:
            self._inside = False
            return True
        return False

    def field_instruction(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        if self.fields and not self.fields[-1].result:
            self.fields[-1].instruction += text

    def field_character(self, kind: str) -> Field | None:
        """Handle the begin, separate or end character of a field; return the field that it belongs to, if any."""
        if kind == "begin":
            self.fields.append(Field())
        if kind not in {"begin", "separate", "end"} or not self.fields:
            return None
        if kind == "separate":
            self.fields[-1].result = True
        return self.fields.pop() if kind == "end" else self.fields[-1]


def first_choice(element: Element) -> list[Element]:
    """Return the content of the first Choice of AlternateContent, otherwise of its Fallback."""
    for tag in ("Choice", "Fallback"):
        found = element.find(COMPATIBILITY + tag)
        if found is not None and len(found):
            return list(found)
    return []


def opens_contents(paragraph: Element) -> bool:
    """Return whether a table-of-contents field begins in a paragraph, which then also holds its first entry."""
    return any(_CONTENTS.match(str(element.text)) for element in paragraph.iter(W + "instrText"))


def is_bounded(root: Element) -> bool:
    """Return whether a part marks the brief's own text."""
    return any(mark.get(W + "name") == BODY for mark in root.iter(W + "bookmarkStart"))


def is_hidden(run: Element) -> bool:
    """Return whether no page shows a run."""
    return is_on(run.find(f"{W}rPr/{W}vanish"))


def is_on(mark: Element | None) -> bool:
    """Return whether a toggle property is present and not switched off."""
    return mark is not None and str(mark.get(W + "val") or "1") not in _OFF
