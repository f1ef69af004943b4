"""Make the sentence of a fact (`says:`) from a row, with {value} for its value and a word for an unsettled status."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.exchange.importing.observations import Observation
from briefing.facts.ledger import PLACEHOLDERS
from briefing.facts.sentence_template import find_typed_twice, parse_statement, places_value
from briefing.facts.value_types import STATUSES
from briefing.problems.problem import NO_LOCATION
from briefing.problems.suggest import nearest

WITHDRAWN = ("superseded", "retracted")
"""Statuses that the sentence must mention, or the brief does not build. The brief prints others by itself."""
SHOWS_STATUS = "mentions the status: reword it if the status changes"
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
    """The text of `says:`, "" if the name is enough, a note on what was changed, and the words that give the status."""

    text: str
    note: str = ""
    worded: str = ""


def read_status(typed: str) -> tuple[str, str]:
    """Return the status that a text means ("" for stated), and how it was guessed."""
    low = typed.strip().casefold()
    if low in ("", "stated"):
        return "", ""
    if low == "corroborated":
        return "", ""  # the brief works it out from the sources
    meant = low if low in STATUSES else _MEANT.get(low, "") or nearest(low, STATUSES, least=85)
    if not meant or meant == "proposed":
        return "unverified", f'"{typed}" is not a status: read as unverified'
    note = f'status "{typed}" read as {meant}' if meant != low else ""
    return ("" if meant == "stated" else meant), note


def statement(each: Observation, name: str, status: str, *, series: bool = False) -> Statement:
    """Return the sentence of a fact; for a series, one that suits each of its points."""
    typed = each.text("says")
    withdrawn = status if status in WITHDRAWN else ""
    if not typed:
        if not withdrawn:
            return Statement("")
        when = " {when}" if series else ""
        # A full stop in the name would end the sentence before the status.
        bare = _ENDS.sub("", name).replace("{", "(").replace("}", ")").strip()
        known = "{name}" if name and _ENDS.sub("", name) == name else bare or "It"
        return Statement(f"{known}{when} ({status}): {{value}}", SHOWS_STATUS, withdrawn)
    text, note = _with_braces(typed, each)
    text = text.rstrip().removesuffix(".")
    if each.value is not None or series:
        text, placed = _with_value(text, each)
        note = note or placed
    if withdrawn:
        # Each sentence would have to mention the status, so they are joined to one.
        text = _INNER_ENDS.sub("; ", text).rstrip(".!?… ")
    if withdrawn and not re.search(rf"\b{status}\b", text, re.IGNORECASE):
        text, note = f"{text} ({status})", note or SHOWS_STATUS
    return Statement(text, note, withdrawn)


def _with_braces(typed: str, each: Observation) -> tuple[str, str]:
    """Keep placeholders for which the row has a value; replace other braces by brackets."""
    parts, problems = parse_statement(typed, NO_LOCATION)
    given = {"value", "number"} if each.value is not None or each.text("point") else set()
    given |= {"name"} if each.thing else set()
    given |= {"by", "speaker"} if each.text("by") else set()
    given |= {"date", "when", "as_of"} if each.day or each.text("point") else set()
    wanted = {part.name for part in parts if not isinstance(part, str)}
    if not problems and wanted <= given and set(PLACEHOLDERS) >= wanted:
        return typed, ""
    without = typed.replace("{", "(").replace("}", ")")
    return without, "braces replaced by brackets, because text in braces is a placeholder"


def _with_value(text: str, each: Observation) -> tuple[str, str]:
    """Return the sentence with {value} in place of the typed figure, or else at its end."""
    parts, _ = parse_statement(text, NO_LOCATION)
    if places_value(parts) or each.value is None:
        return text, ""
    quantity = each.value.quantity
    found = find_typed_twice(parts, text, quantity) if quantity is not None else ""
    if found:
        fixed = found.removeprefix("says: ")
        fixed = fixed[1:-1].replace("''", "'") if fixed[:1] == fixed[-1:] and fixed[:1] in "\"'" else fixed
        return fixed, "the figure in the sentence was replaced by {value}"
    return f"{text} ({{value}})", "the sentence had no value: move {value} to where it belongs"
