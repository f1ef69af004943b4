"""Determine a fact's status from the sheet; unverified if the sheet does not give enough to rely on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.exchange.importing.observations import Observation
from briefing.exchange.importing.row_sentences import read_status

UNSOURCED = "the sheet does not name a source: when you have one, type it after source: and delete this line"
UNATTRIBUTED = "the sheet says disputed, but does not give both claimant and date: add them, then type disputed here"


@dataclass(frozen=True, slots=True)
class RowStatus:
    """A status as it will be typed, "" for stated. `own` is False for a series whose dates have different statuses."""

    word: str
    note: str
    own: bool = True


def status_of(each: Observation, *, sourced: bool, kept: bool = False) -> RowStatus:
    """Return the status of a fact: unverified without a source, or if it is disputed without claimant and date.

    Pass `kept=True` for exported rows and for claims of one fact: those name their claimants.
    """
    word, note = read_status(each.text("status"))
    if sourced and each.doubt and word in ("", "corrected"):
        return RowStatus("unverified", f"{each.doubt}: when you have checked it, delete this line")
    if not sourced and word in ("", "corrected", "unverified"):
        return RowStatus("unverified", UNSOURCED)
    if word == "disputed" and not kept and not (each.text("by") and (each.day or each.text("point"))):
        return RowStatus("unverified", UNATTRIBUTED)
    return RowStatus(word, note)


def status_of_series(points: Sequence[Observation], *, sourced: bool) -> RowStatus:
    """Return the status of a series. Exported rows keep their own: the brief that they come from could print them."""
    words = {read_status(o.text("status"))[0] for o in points if o.value is not None}
    if all(o.text("point") for o in points):
        return RowStatus("", "") if len(words) > 1 else status_of(points[0], sourced=sourced, kept=True)
    if len(words) > 1 or "disputed" in words:
        return RowStatus(
            "unverified",
            "the sheet gives the dates different statuses, which are now in the notes: decide which one applies",
            own=False,
        )
    doubtful = next((each for each in points if each.doubt), points[0])
    return status_of(doubtful if doubtful.doubt else points[0], sourced=sourced)


def status_as_note(each: Observation) -> Observation:
    """Return a row of a series with its status moved to its note."""
    typed = each.fields.get("status")
    if typed is None or not typed.text:
        return each
    note = "; ".join(part for part in (each.text("note"), f"status in the sheet: {typed.text}") if part)
    fields = {key: cell for key, cell in each.fields.items() if key != "status"}
    return replace(each, fields={**fields, "note": replace(typed, text=note)})
