"""Find lines of a brief's title block on the cover of somebody's Word template.

A template's cover may print title, subtitle and particulars in place of the brief's own title
block. The record says what these lines are; those found on the cover are added to the drafts, one
line each, wherever on the cover their parts are. Lines printed nowhere stay missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from briefing.files.ooxml import W
from briefing.readers.docx_runs import BODY
from briefing.readers.reading import Draft, DraftLink, has_words, split_words

_MOST_LINES = 20
_BETWEEN = " | "
"""Separator between the particulars of a line; a cover may print only some of them."""


def add_cover(drafts: Sequence[Draft], main: etree._Element, record: dict[str, Any] | None) -> list[Draft]:
    """Return the brief's pieces with its title block complete.

    If there is a title, it is the first level of headings.
    """
    drafts = list(drafts)
    cover = _words_above(main)
    place = 0
    for number, line in enumerate(_front(record) if cover else ()):
        while place < len(drafts) and not has_words(drafts[place]):
            place += 1
        draft_here = drafts[place] if place < len(drafts) else None
        shown = draft_here.parts if draft_here is not None else []
        text = _spaced("".join(part.words if isinstance(part, DraftLink) else part for part in shown))
        parts = line.split(_BETWEEN)
        printed = [part for part in parts if _is_printed_on(cover, _spaced(part))]
        if text and text == _spaced(_BETWEEN.join(part for part in parts if part not in printed)) != _spaced(line):
            assert draft_here is not None
            draft_here.parts = [line]
        elif text != _spaced(line):
            if len(printed) < len(parts):
                continue  # printed nowhere, or changed: the comparison reports it
            drafts.insert(place, Draft("heading" if number == 0 else "paragraph", [line]))
        place += 1
    return add_levels(drafts)


def add_levels(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with headings one level lower if there is a title, which is the first level."""
    titled = any(draft.kind == "heading" and not draft.level and has_words(draft) for draft in drafts)
    for draft in drafts if titled else ():
        draft.level += draft.kind == "heading"
    return drafts


def _front(record: dict[str, Any] | None) -> list[str]:
    """Return title, subtitle and particulars from the record."""
    blocks = record.get("blocks") if record is not None else None
    first = blocks[0] if isinstance(blocks, list) and blocks else None
    if not isinstance(first, dict) or first.get("kind") != "front" or not isinstance(first.get("text"), str):
        return []
    return [line for line in first["text"].split("\n")[:_MOST_LINES] if split_words(line)]


def _words_above(main: etree._Element) -> str:
    """Return the text before the bookmark of the body, each paragraph between two separators.

    "" without a bookmark.
    """
    shown: list[str] = []
    for element in main.iter(W + "bookmarkStart", W + "p", W + "t", W + "tab", W + "br"):
        if element.tag == W + "bookmarkStart":
            if element.get(W + "name") == BODY:
                return f" {' '.join(split_words(''.join(shown)))} "
        else:
            shown.append(element.text or "" if element.tag == W + "t" else " \n " if element.tag == W + "p" else " ")
    return ""


def _is_printed_on(cover: str, words: str) -> bool:
    """Return whether a cover prints exactly these words.

    "Edition 1" is not in "Edition 12", but may be next to brackets of any script.
    """
    at = cover.find(words) if words else -1
    while at >= 0:
        if not (_is_same_word(cover[at - 1], words[0]) or _is_same_word(words[-1], cover[at + len(words)])):
            return True
        at = cover.find(words, at + 1)
    return False


def _is_same_word(one: str, other: str) -> bool:
    return one.isalnum() and other.isalnum() and one.isascii() == other.isascii()


def _spaced(text: str) -> str:
    return " ".join(split_words(text))
