"""The parts of a PDF outside the text of the brief: headers and footers, words in charts, pictures, addresses of links.

The record has none of that, because it belongs to one format and look. The writer therefore lists it in private data of the
catalogue (ISO 32000-1, 14.5), and the reader compares the file with the list.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

OWNER = "briefing"
"""Key of the private data in the catalogue's `PieceInfo`."""
PAGE, PAGES = "\ue000", "\ue001"
"""Characters that stand for the number of the page and of all pages."""
LISTS = ("First", "Other", "Drawn", "Pictures", "Addresses")
_MOST_LISTED = 20_000


@dataclass(frozen=True, slots=True)
class OutsideText:
    """The lists: lines around the first page and the others, words of each figure, hashes of pictures, addresses in order."""

    first: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def lists(self) -> tuple[tuple[str, ...], ...]:
        """Return the lists in the order of `LISTS`."""
        return self.first, self.other, self.drawn, self.pictures, self.addresses


def fingerprint(pixels: bytes) -> str:
    """Return the hash by which a picture is listed: of its data, unpacked unless it is a JPEG."""
    return hashlib.sha256(pixels).hexdigest()


def read_outside_text(root: Any) -> OutsideText | None:
    """Return the lists of a file; None for files of older versions and of other programs."""
    import pikepdf  # noqa: PLC0415  # the writer needs only the rest of this module, and a build should not wait for it

    private = root.get("/PieceInfo", {}).get(f"/{OWNER}", {}).get("/Private")
    if not isinstance(private, pikepdf.Dictionary):
        return None
    listed = [private.get(f"/{name}", pikepdf.Array()) for name in LISTS]
    if not all(isinstance(each, pikepdf.Array) and len(each) <= _MOST_LISTED for each in listed):
        return None
    return OutsideText(*(tuple(str(text) for text in each) for each in listed))
