"""Ids for facts, topics, sources and tags: made of names, each once, and none that means something else.

Takes names and what is taken already, gives ids and what had to be changed. Must not know sheets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.facts.ids import IdError, check_claim_id, check_fact_id, check_id, snake_case

LONGEST = 60


@dataclass(slots=True)
class Namer:
    """Gives each id once. `taken` says of an id where it stands already, "" where it was given here."""

    taken: dict[str, str] = field(default_factory=dict)

    def give(self, wanted: str, fallback: str) -> tuple[str, str]:
        """An id for that name, and what was changed about it ("" where nothing was)."""
        base = shorten(snake_case(wanted)) or fallback
        note = ""
        try:
            check_fact_id(base)
        except IdError as error:
            note = f'"{base}" means something else in a template'
            base = error.corrected or f"{base}_fact"
        name, number = base, 2
        while name in self.taken:
            name = f"{base}_{number}"
            number += 1
        if name != base:
            where = self.taken[base]
            note = f'"{base}" is taken{f", by {where}" if where else ""}'
        self.taken[name] = ""
        return name, note


def shorten(name: str) -> str:
    """An id of no more than so many letters, cut between words where that can be."""
    if len(name) <= LONGEST:
        return name
    return name[:LONGEST].rpartition("_")[0] or name[:LONGEST]


def tag_id(heading: str, place: int) -> str:
    """The id of a tag out of the heading of its column."""
    return _claim_like(shorten(snake_case(heading)) or f"column_{place + 1}", "tag")


def claim_id(name: str, fallback: str) -> str:
    """The id of a claim."""
    return _claim_like(shorten(snake_case(name)) or fallback, "claim")


def _claim_like(name: str, what: str) -> str:
    try:
        check_claim_id(name)
    except IdError:
        return f"{name}_{what}"
    return name


def topic_id(name: str, fallback: str = "facts") -> str:
    """The id of a topic: the name of its file, which none of a dossier's own files has."""
    made = shorten(snake_case(name)) or fallback
    own = {
        "dossier",
        "sources",
        "tables",
        "figures",
        "judgements",
        "glossary",
        "changes",
        "summary",
        "about",
        "brief",
        "topic",
    }
    return f"{made}_facts" if made in own else made


def folder_name(name: str) -> str:
    """The name of a dossier out of that of a file: "Budget 2024 (final)" is budget-2024-final."""
    plain = re.sub(r"_+", "-", snake_case(name))
    return (plain.removeprefix("n-") if re.match(r"n-[0-9]", plain) else plain)[:80].strip("-") or "imported"


def is_id(name: str) -> bool:
    """Whether a name as typed can be an id."""
    try:
        check_id(name)
    except IdError:
        return False
    return True


def free_name(wanted: str, ending: str, taken: Mapping[str, object]) -> str:
    """A file name that nothing has."""
    name, number = f"{wanted}{ending}", 2
    while name in taken:
        name = f"{wanted}_{number}{ending}"
        number += 1
    return name
