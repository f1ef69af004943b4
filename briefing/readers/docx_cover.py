"""The lines of a brief's front that a house's cover prints in its stead.

Takes the drafts of the brief's body, the whole Word document and the record, which says what the front's lines are; gives the drafts
with those lines that the cover prints, as one line each wherever on the cover its parts stand. What neither prints stays missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from briefing.files.ooxml import W
from briefing.readers.docx_text import BODY
from briefing.readers.reading import Draft, DraftLink, has_words, split_words

_MOST_LINES = 20
_BETWEEN = " | "
"""What parts the particulars of a line; a cover may print some of them."""


def add_cover(drafts: Sequence[Draft], main: etree._Element, record: dict[str, Any] | None) -> list[Draft]:
    """The brief's pieces, its front complete. Where there is a title, it is the first level of headings."""
    drafts = list(drafts)
    cover = _words_above(main)
    place = 0
    for number, line in enumerate(_front(record) if cover else ()):
        while place < len(drafts) and not has_words(drafts[place]):
            place += 1
        here = drafts[place] if place < len(drafts) else None
        told = _told(here)
        parts = line.split(_BETWEEN)
        printed = [part for part in parts if _stands_in(cover, _spaced(part))]
        if told and told == _spaced(_BETWEEN.join(part for part in parts if part not in printed)) != _spaced(line):
            assert here is not None
            here.parts = [line]
        elif told != _spaced(line):
            if len(printed) < len(parts):
                continue  # printed nowhere, or changed: the comparison tells
            drafts.insert(place, Draft("heading" if number == 0 else "paragraph", [line]))
        place += 1
    titled = any(draft.kind == "heading" and not draft.level and has_words(draft) for draft in drafts)
    for draft in drafts if titled else ():
        draft.level += draft.kind == "heading"
    return drafts


def _front(record: dict[str, Any] | None) -> list[str]:
    """Title, subtitle and particulars, as the record has them."""
    blocks = record.get("blocks") if record is not None else None
    first = blocks[0] if isinstance(blocks, list) and blocks else None
    if not isinstance(first, dict) or first.get("kind") != "front" or not isinstance(first.get("text"), str):
        return []
    return [line for line in first["text"].split("\n")[:_MOST_LINES] if split_words(line)]


def _words_above(main: etree._Element) -> str:
    """The words before the bookmark of the body, each paragraph between two breaks; nothing where there is no bookmark."""
    shown: list[str] = []
    for element in main.iter(W + "bookmarkStart", W + "p", W + "t", W + "tab", W + "br"):
        if element.tag == W + "bookmarkStart":
            if element.get(W + "name") == BODY:
                return f" {' '.join(split_words(''.join(shown)))} "
        else:
            shown.append(element.text or "" if element.tag == W + "t" else " \n " if element.tag == W + "p" else " ")
    return ""


def _stands_in(cover: str, words: str) -> bool:
    """Whether a cover prints words, as such: "Edition 1" does not stand in "Edition 12", but may stand in brackets of any script."""
    at = cover.find(words) if words else -1
    while at >= 0:
        if not (_runs_on(cover[at - 1], words[0]) or _runs_on(words[-1], cover[at + len(words)])):
            return True
        at = cover.find(words, at + 1)
    return False


def _runs_on(one: str, other: str) -> bool:
    return one.isalnum() and other.isalnum() and one.isascii() == other.isascii()


def _told(draft: Draft | None) -> str:
    if draft is None:
        return ""
    return _spaced("".join(part.words if isinstance(part, DraftLink) else part for part in draft.parts))


def _spaced(text: str) -> str:
    return " ".join(split_words(text))
