"""Turn a `Source` into an item of the Citation Style Language (CSL-JSON), which the processor reads.

Imported sources keep their variables; typed sources get the variables that styles print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from briefing.compose.citations.formatting import DASH, HYPHEN
from briefing.compose.note_text import by_number
from briefing.facts.dates import PartialDate
from briefing.facts.ledger import Detail, Source
from briefing.facts.list_items import DATES, NAMES
from briefing.facts.source_kinds import type_of

_IN = (
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "webpage",
    "post",
    "post-weblog",
    "broadcast",
    "chapter",
)
_PERSON = re.compile(r"[^\W\d_][^,;]*,\s*[^,;]+")
_PAGES = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
# Abbreviations of places in a source, and their CSL locator types.
_PLACES = {
    "p": "page", "pp": "page", "page": "page", "pages": "page", "par": "paragraph", "para": "paragraph", "pars": "paragraph",
    "paras": "paragraph", "paragraph": "paragraph", "paragraphs": "paragraph", "ch": "chapter", "chap": "chapter",
    "chapter": "chapter", "sec": "section", "sect": "section", "section": "section", "vol": "volume", "fig": "figure",
    "figure": "figure", "n": "note", "note": "note", "l": "line", "line": "line", "lines": "line", "no": "issue",
}  # fmt: skip
_PLACE = re.compile(r"([A-Za-z]+)\.?\s*(\d[\w.]*(?:\s*[-–]\s*\d[\w.]*)?)")
_NUMBER = re.compile(r"\d[\w.]*(?:\s*[-–]\s*\d[\w.]*)?")


def item_of(source: Source, variables: frozenset[str], *, shortens: bool) -> dict[str, Any]:
    """Return the item; `variables`: those that the processor knows; `shortens`: the style shortens page ranges."""
    item: dict[str, Any] = {"id": source.id, "type": str(source.details.get("type") or type_of(source.type))}
    for variable, value in source.details.items():
        if variable in variables:
            item[variable] = _value(variable, value)
    item["title"] = source.title
    if source.date is not None:
        item["issued"] = _date(source.date)
    if source.accessed is not None:
        item["accessed"] = _date(source.accessed)
    if source.url and not item.get("DOI"):
        item["URL"] = source.url
    if source.publisher and not {"publisher", "container-title"} & item.keys():
        item["container-title" if item["type"] in _IN else "publisher"] = source.publisher
    if source.author and not {"author", "editor"} & item.keys():
        item["author"] = _authors(source.author)
    _publisher_as_author(item)
    for name in (n for key in NAMES for n in item.get(key, ())):
        if "given" in name:
            # citeproc-py would treat the second part of a name such as Min-jung as a separate word.
            name["given"] = re.sub(r"-(?=[a-zà-ÿ])", HYPHEN, name["given"])
    if "page" in item and shortens:
        item["page"] = _PAGES.sub(_hide_dash, item["page"])
    if "language" not in item and not re.search(r"[A-Za-z]", source.title):
        item["language"] = "und"  # else the processor would give its words English capitals
    return item


def _value(variable: str, value: Detail) -> Any:
    if isinstance(value, str):
        return value
    if variable in DATES:
        return {"date-parts": [list(day) for day in value]}
    return [dict(name) for name in value if isinstance(name, Mapping)]


def _date(date: PartialDate) -> dict[str, Any]:
    days = (date.start, date.end) if date.end else (date,)
    return {"date-parts": [[part for part in (d.year, d.month, d.day) if part is not None] for d in days]}


def _authors(typed: str) -> list[dict[str, str]]:
    """Parse "Grove, Thomas; Kim, Min" as two people; any other text is one name, such as that of an organisation."""
    names = [name.strip() for name in typed.split(";") if name.strip()]
    if not all(_PERSON.fullmatch(name) for name in names):
        return [{"literal": typed}]
    pairs = [name.partition(",") for name in names]
    return [{"family": family.strip(), "given": given.strip()} for family, _, given in pairs]


def _publisher_as_author(item: dict[str, Any]) -> None:
    """Use the publisher as the author of a source without one, and do not name it twice.

    citeproc-py would print the title of a source without an author twice.
    """
    holders = [key for key in ("publisher", "container-title") if item.get(key)]
    if not item.get("author") and not item.get("editor") and holders:
        key = "container-title" if "container-title" in holders and item["type"] in _IN else holders[0]
        item["author"] = [{"literal": item[key]}]
    author = item.get("author") or [{}]
    for key in holders:
        if len(author) == 1 and author[0].get("literal", "").casefold() == item[key].casefold():
            del item[key]


def _hide_dash(match: re.Match[str]) -> str:
    """Hide the dash of a range whose numbers differ in length: citeproc-py would shorten 1–15 to 1–5."""
    first, last = match[1], match[2]
    return f"{first}{DASH}{last}" if len(first) != len(last) else f"{first}-{last}"


def place_of(typed: list[str]) -> tuple[str, str]:
    """Return kind and number of locators, such as ("paragraph", "3, 7"); the kind is "" if styles do not know it."""
    locators = sorted(typed, key=by_number)
    kinds: list[str] = []
    numbers: list[str] = []
    for part in (part.strip() for locator in locators for part in locator.split(",")):
        match = _PLACE.fullmatch(part)
        kind = _PLACES.get(match[1].lower(), "") if match else ""
        if match and kind:
            numbers.append(match[2])
        elif kinds and _NUMBER.fullmatch(part):  # the 5 of "p. 3, 5"
            kind = kinds[-1]
            numbers.append(part)
        kinds.append(kind)
    if len(set(kinds)) == 1 and kinds[0]:
        return kinds[0], ", ".join(numbers)
    return "", ", ".join(locators)
