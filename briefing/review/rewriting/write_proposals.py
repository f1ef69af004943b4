"""Adds what a reviewer proposes to a fact in a topic file, under `proposals:`; what is there stays as it is.

Takes the text of the file, the id of the fact and a `NewProposal` as typed text; gives the text of the file. Whoever calls it
answers for the value being one that the fact can have: see `figures`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from briefing.facts.ids import snake_case
from briefing.facts.scalars import as_typed
from briefing.facts.yaml_reader import Plain
from briefing.review.rewriting.cannot_apply import Unplaceable
from briefing.review.rewriting.line_ends import keep_line_ends, printable
from briefing.review.rewriting.yaml_places import GroupPlace, find_group
from briefing.review.rewriting.yaml_words import read_plain, reads_as, with_value

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A proposal as it is typed: dates in the form 2025-06-15, a value in the manner of the fact's own. What is "" is not typed."""

    proposer: str
    value: str = ""
    date: str = ""
    as_of: str = ""
    by: str = ""
    counts: str = ""
    claim: str = ""
    point: str = ""
    instead_of: str = ""
    proposed: str = ""
    source: str = ""
    note: str = ""


ORDER = (
    "value",
    "date",
    "as_of",
    "by",
    "counts",
    "claim",
    "point",
    "instead_of",
    "proposer",
    "proposed",
    "source",
    "note",
)
SAME = ("value", "date", "as_of", "by", "counts", "claim", "point", "proposer")
"""What two proposals have in common if they are one: the analyst may have added a source or a note since."""


def propose(text: str, fact: str, proposal: NewProposal) -> str:
    """The file with the proposal added to the fact; the same text where it is there already. Raises Unplaceable."""
    typed = {field.name: printable(getattr(proposal, field.name)) for field in fields(proposal)}
    entry = {key: typed[key] for key in ORDER if typed[key]}
    if not typed["proposer"] or not set(SAME[:5]) & entry.keys():
        raise Unplaceable("a proposal says what is proposed, and by whom")
    return keep_line_ends(text, lambda plain: _propose(plain, fact, entry))


def _propose(text: str, fact: str, entry: dict[str, str]) -> str:
    place = find_group(text, ("facts", fact))
    if place is None:
        raise Unplaceable(f'there is no fact "{fact}" in the file')
    group = find_group(text, ("facts", fact, "proposals"))
    known = _known(read_plain(text), fact)
    if any(all(there.get(key, "") == entry.get(key, "") for key in SAME) for there in known.values()):
        return text
    name = _name(entry["proposer"], known)
    changed = _insert(text, place, group, name, entry)
    held: dict[str, Plain] = {**known, name: dict(entry)}
    if not reads_as(changed, _with_proposals(read_plain(text), fact, held), text):
        raise Unplaceable("the proposal cannot be typed there")
    return changed


def _known(plain: Plain, fact: str) -> dict[str, dict[str, Plain]]:
    """The proposals that are there."""
    for step in ("facts", fact, "proposals"):
        plain = plain.get(step, {}) if isinstance(plain, dict) else {}
    groups = plain.items() if isinstance(plain, dict) else ()
    return {name: held if isinstance(held, dict) else {} for name, held in groups}


def _name(proposer: str, known: dict[str, dict[str, Plain]]) -> str:
    """An id that no proposal of the fact has: anna_berg_1."""
    stem = snake_case(proposer)[:LONGEST_NAME].strip("_") or "reviewer"
    number = 1
    while f"{stem}_{number}" in known:
        number += 1
    return f"{stem}_{number}"


def _insert(text: str, place: GroupPlace, group: GroupPlace | None, name: str, entry: dict[str, str]) -> str:
    lines = text.split("\n")
    step = max(2, place.indent - _indent_above(lines, place))
    indent = group.indent if group else place.indent + step
    new = [] if group else [f"{' ' * place.indent}proposals:"]
    new += [f"{' ' * indent}{name}:"]
    new += [f"{' ' * (indent + step)}{key}: {as_typed(value)}" for key, value in entry.items()]
    after = (group or place).last + 1
    while after < len(lines) and lines[after].startswith(" " * place.indent + "#") and not group:
        after += 1
    return "\n".join([*lines[:after], *new, *lines[after:]])


def _indent_above(lines: list[str], place: GroupPlace) -> int:
    """How far the id of the fact is indented."""
    first = min(place.keys.values())
    for number in range(first - 1, -1, -1):
        line = lines[number]
        if line.strip() and not line.lstrip().startswith("#"):
            return len(line) - len(line.lstrip())
    return 0


def _with_proposals(plain: Plain, fact: str, proposals: dict[str, Plain]) -> Plain:
    facts = plain["facts"] if isinstance(plain, dict) else ""
    own = facts[fact] if isinstance(facts, dict) else ""
    return with_value(plain, ("facts", fact), {**own, "proposals": proposals} if isinstance(own, dict) else own)
