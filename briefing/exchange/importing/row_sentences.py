"""The sentence of a fact out of what a sheet says: with {value} where the value stands, and a word for what is not settled.

Takes an observation, gives the text behind `says:` and what was changed. Must not know sheets and sources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.exchange.importing.observations import Observation
from briefing.facts.ledger import PLACEHOLDERS
from briefing.facts.sentence_template import find_typed_twice, parse_statement, places_value
from briefing.facts.value_types import STATUSES
from briefing.problems.problem import NOWHERE
from briefing.problems.suggest import nearest

UNSETTLED = ("unverified", "planned", "superseded", "retracted")
"""Statuses that a sentence has to tell, or it does not build."""
_ENDS = re.compile(r"[.!?…]+(?=\s|$)")
_INNER_ENDS = re.compile(r"(?:[!?…]+|(?<=\w{4})\.+)\s+(?=\S)|[!?…]+(?=:)")
_MEANT = {
    "confirmed": "stated", "verified": "stated", "final": "stated", "actual": "stated", "published": "stated", "ok": "stated",
    "unconfirmed": "unverified", "unchecked": "unverified", "to check": "unverified", "to be checked": "unverified", "tbc": "unverified",
    "forecast": "planned", "projected": "planned", "projection": "planned", "budgeted": "planned", "target": "planned",
    "contested": "disputed", "withdrawn": "retracted", "outdated": "superseded", "old": "superseded", "revised": "corrected",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """What stands behind `says:`, "" where the name says enough, and what was changed for it."""

    text: str
    note: str = ""


def read_status(typed: str) -> tuple[str, str]:
    """The status that a text means ("" for stated), and how it was guessed. A word that is none is told as a note."""
    low = typed.strip().casefold()
    if low in ("", "stated"):
        return "", ""
    if low == "corroborated":
        return "", ""  # it follows from the sources again
    meant = low if low in STATUSES else _MEANT.get(low, "") or nearest(low, STATUSES, least=85)
    if not meant or meant == "proposed":
        return "unverified", f'"{typed}" is no status: taken as unverified'
    told = f'status "{typed}" read as {meant}' if meant != low else ""
    return ("" if meant == "stated" else meant), told


def statement(each: Observation, name: str, status: str, *, series: bool = False) -> Statement:
    """The sentence of a fact; of a series one that stands for each of its points."""
    typed = each.text("says")
    unsettled = status if status in UNSETTLED else ""
    if not typed:
        if not unsettled:
            return Statement("")
        when = " {when}" if series else ""
        # A name with a full stop in it would end the sentence before its status is told.
        bare = _ENDS.sub("", name).replace("{", "(").replace("}", ")").strip()
        known = "{name}" if name and _ENDS.sub("", name) == name else bare or "It"
        return Statement(f"{known}{when} ({status}): {{value}}", "the status has to show: reword this when it changes")
    text, note = _with_braces(typed, each)
    text = text.rstrip().removesuffix(".")
    if each.value is not None or series:
        text, placed = _with_value(text, each)
        note = note or placed
    if unsettled:
        # Each sentence would have to tell the status: one sentence tells it once.
        text = _INNER_ENDS.sub("; ", text).rstrip(".!?… ")
    if unsettled and not re.search(rf"\b{status}\b", text, re.IGNORECASE):
        text, note = f"{text} ({status})", note or "the status has to show: reword this when it changes"
    return Statement(text, note)


def _with_braces(typed: str, each: Observation) -> tuple[str, str]:
    """The sentence with placeholders that have something to place; other braces become brackets."""
    parts, problems = parse_statement(typed, NOWHERE)
    given = {"value", "number"} if each.value is not None or each.text("point") else set()
    given |= {"name"} if each.thing else set()
    given |= {"by", "speaker"} if each.text("by") else set()
    given |= {"date", "when", "as_of"} if each.day or each.text("point") else set()
    wanted = {part.name for part in parts if not isinstance(part, str)}
    if not problems and wanted <= given and set(PLACEHOLDERS) >= wanted:
        return typed, ""
    return typed.replace("{", "(").replace("}", ")"), "braces became brackets: here they would stand for something"


def _with_value(text: str, each: Observation) -> tuple[str, str]:
    """The sentence with {value} in it: where the figure was typed, else at its end."""
    parts, _ = parse_statement(text, NOWHERE)
    if places_value(parts) or each.value is None:
        return text, ""
    quantity = each.value.quantity
    found = find_typed_twice(parts, text, quantity) if quantity is not None else ""
    if found:
        mended = found.removeprefix("says: ")
        mended = mended[1:-1].replace("''", "'") if mended[:1] == mended[-1:] and mended[:1] in "\"'" else mended
        return mended, "the figure in the sentence became {value}"
    return f"{text} ({{value}})", "the sentence did not hold its value: put {value} where it belongs"
