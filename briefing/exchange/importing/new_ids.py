"""Make unique ids for facts, topics, sources and tags from their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.facts.ids import IdError, check_claim_id, check_fact_id, check_id, snake_case

LONGEST = 60


@dataclass(slots=True)
class IdMaker:
    """Maker of unique ids. `taken` maps each id to its location, or to "" if it was made here."""

    taken: dict[str, str] = field(default_factory=dict)

    def make(self, wanted: str, fallback: str) -> tuple[str, str]:
        """Return an id for a name, and a note on what was changed, or ""."""
        base = shorten(snake_case(wanted)) or fallback
        note = ""
        try:
            check_fact_id(base)
        except IdError as error:
            note = f'"{base}" has another meaning in a template'
            base = error.corrected or f"{base}_fact"
        name, number = base, 2
        while name in self.taken:
            name = f"{base}_{number}"
            number += 1
        if name != base:
            where = self.taken[base]
            note = f'"{base}" is already used{f" by {where}" if where else ""}'
        self.taken[name] = ""
        return name, note


def shorten(name: str) -> str:
    """Shorten an id to the maximum length, between words if possible."""
    if len(name) <= LONGEST:
        return name
    return name[:LONGEST].rpartition("_")[0] or name[:LONGEST]


def tag_id(heading: str, index: int) -> str:
    """Return the id of a tag for the heading of its column."""
    return _claim_like(shorten(snake_case(heading)) or f"column_{index + 1}", "tag")


def claim_id(name: str, fallback: str) -> str:
    """Return the id of a claim."""
    return _claim_like(shorten(snake_case(name)) or fallback, "claim")


def _claim_like(name: str, what: str) -> str:
    try:
        check_claim_id(name)
    except IdError:
        return f"{name}_{what}"
    return name


def topic_id(name: str, fallback: str = "facts") -> str:
    """Return the id of a topic, which names its file; never the name of another file of a dossier."""
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
    """Return the name of a dossier for that of a file: budget-2024-final for "Budget 2024 (final)"."""
    plain = re.sub(r"_+", "-", snake_case(name))
    return (plain.removeprefix("n-") if re.match(r"n-[0-9]", plain) else plain)[:80].strip("-") or "imported"


def is_id(name: str) -> bool:
    """Return True if a typed name is a valid id."""
    try:
        check_id(name)
    except IdError:
        return False
    return True


def free_name(wanted: str, ending: str, taken: Mapping[str, object]) -> str:
    """Return a file name that is not taken."""
    name, number = f"{wanted}{ending}", 2
    while name in taken:
        name = f"{wanted}_{number}{ending}"
        number += 1
    return name
