"""Read the build record that a Word file carries as a custom XML part."""

from __future__ import annotations

import json
from typing import Any

from briefing.files.ooxml import Element, Package
from briefing.problems.problem import BriefingError
from briefing.readers.docx_outside_text import VERSION, OutsideText
from briefing.readers.record_schema import NOT_JSON, read_record

_MOST_LISTED = 10_000
_NAMESPACE = "{urn:briefing:record:1}"


class EmbeddedRecord:
    """The record of a file. `content` is None if there is none, or none that can be read: `fault` says why.

    `style_roles` maps the style names of a Word template to the styles of ours that they stand for, in lower case.
    `outside` lists what the build wrote outside the text; None in files of older versions.
    """

    def __init__(self, package: Package) -> None:
        root = _find(package)
        self.content: dict[str, Any] | None = None
        self.fault = ""
        try:
            if root is not None:
                self.content, self.fault = read_record(json.loads("".join(str(text) for text in root.itertext())))
        except (ValueError, RecursionError):
            self.fault = NOT_JSON
        styles = root.findall(_NAMESPACE + "style") if root is not None else ()
        self.style_roles = {str(e.get("name")).lower(): str(e.get("role")).lower() for e in styles}
        self.outside = _read_outside_text(root) if root is not None and root.get("version") == VERSION else None


def _read_outside_text(root: Element) -> OutsideText:
    """Return the lists of what the build wrote outside the text."""

    def listed(name: str, key: str) -> tuple[str, ...]:
        return tuple(str(each.get(key) or "") for each in root.findall(_NAMESPACE + name)[:_MOST_LISTED])

    made = frozenset(listed("made", "sha256"))
    return OutsideText(listed("line", "words"), listed("drawn", "words"), made, template=root.get("template") == "1")


def _find(package: Package) -> Element | None:
    for name in package.names:
        if name.startswith("customXml/") and name.endswith(".xml") and "Props" not in name:
            try:
                root = package.tree(name)
            except BriefingError:
                continue  # a damaged custom XML part of another program does not concern us
            if str(root.tag).startswith(_NAMESPACE):
                return root
    return None
