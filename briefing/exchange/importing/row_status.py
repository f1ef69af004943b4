"""How settled a fact is: the status that the sheet gives it, or unverified where the sheet gives too little to believe it.

Takes observations, gives statuses with what is to be said of them. Must not know lines and files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.exchange.importing.observations import Observation
from briefing.exchange.importing.row_sentences import read_status

UNSOURCED = "the sheet names no source: when you have one, put it behind source: and delete this line"
UNATTRIBUTED = (
    "disputed in the sheet, which does not tell both who says so and as of when: add them, then put disputed here"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A status as it will be typed, "" for stated. `own` is False for a series whose dates had other statuses in the sheet."""

    word: str
    note: str
    own: bool = True


def status_of(each: Observation, *, sourced: bool, kept: bool = False) -> Standing:
    """The status of a fact. Without a source it is unverified, and so is what is disputed by nobody knows whom.

    `kept` is for what was exported, and for claims side by side: those tell of themselves whose they are.
    """
    word, note = read_status(each.text("status"))
    if not sourced and word in ("", "corrected", "unverified"):
        return Standing("unverified", UNSOURCED)
    if word == "disputed" and not kept and not (each.text("by") and (each.day or each.text("point"))):
        return Standing("unverified", UNATTRIBUTED)
    return Standing(word, note)


def status_of_series(points: Sequence[Observation], *, sourced: bool) -> Standing:
    """The status of a whole series. Rows that were exported keep their own: the brief that they are from could print them."""
    words = {read_status(o.text("status"))[0] for o in points if o.value is not None}
    if all(o.text("point") for o in points):
        return Standing("", "") if len(words) > 1 else status_of(points[0], sourced=sourced, kept=True)
    if len(words) > 1 or "disputed" in words:
        return Standing(
            "unverified",
            "its dates have a status of their own in the sheet, now in their notes: sort them out",
            own=False,
        )
    return status_of(points[0], sourced=sourced)


def status_as_note(each: Observation) -> Observation:
    """A row of a series whose status went into its note."""
    typed = each.fields.get("status")
    if typed is None or not typed.text:
        return each
    note = "; ".join(part for part in (each.text("note"), f"status in the sheet: {typed.text}") if part)
    fields = {key: cell for key, cell in each.fields.items() if key != "status"}
    return replace(each, fields={**fields, "note": replace(typed, text=note)})
