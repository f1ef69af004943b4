"""Add a reviewer's proposal to a fact in a topic file, under `proposals:`.

The caller makes sure that the value is valid for the fact: see `figure_proposals`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import count

from briefing.facts.ids import snake_case
from briefing.facts.scalars import as_typed
from briefing.facts.yaml_reader import Plain
from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.line_ends import keep_line_ends, printable
from briefing.review.rewriting.yaml_places import GroupPlace, find_group
from briefing.review.rewriting.yaml_words import read_plain, reads_as, with_value

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A proposal as typed: dates as 2025-06-15, the value in the style of the fact's own. Empty texts are left out."""

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
"""Keys that equal proposals share. The analyst may have added a source or a note since."""


def propose(text: str, fact: str, proposal: NewProposal) -> str:
    """Add a proposal to a fact, unless it is already there; raise CannotApply if that is not possible."""
    typed = {field.name: printable(getattr(proposal, field.name)) for field in fields(proposal)}
    entry = {key: typed[key] for key in ORDER if typed[key]}
    if not typed["proposer"] or not set(SAME[:5]) & entry.keys():
        raise CannotApply("a proposal needs a proposed value and a proposer")
    return keep_line_ends(text, lambda plain: _propose(plain, fact, entry))


def _propose(text: str, fact: str, entry: dict[str, str]) -> str:
    place = find_group(text, ("facts", fact))
    if place is None:
        raise CannotApply(f'the file has no fact "{fact}"')
    group = find_group(text, ("facts", fact, "proposals"))
    contents = read_plain(text)
    known = _known(contents, fact)
    if any(all(there.get(key, "") == entry.get(key, "") for key in SAME) for there in known.values()):
        return text
    # An id that the fact's proposals do not have yet: anna_berg_1.
    stem = snake_case(entry["proposer"])[:LONGEST_NAME].strip("_") or "reviewer"
    name = next(each for number in count(1) if (each := f"{stem}_{number}") not in known)
    changed = _insert(text, place, group, name, entry)
    proposals: dict[str, Plain] = {**known, name: dict(entry)}
    facts = contents["facts"] if isinstance(contents, dict) else ""
    own = facts[fact] if isinstance(facts, dict) else ""
    expected = {**own, "proposals": proposals} if isinstance(own, dict) else own
    if not reads_as(changed, with_value(contents, ("facts", fact), expected), text):
        raise CannotApply("the proposal cannot be added there")
    return changed


def _known(plain: Plain, fact: str) -> dict[str, dict[str, Plain]]:
    """Return the proposals that the fact already has."""
    for step in ("facts", fact, "proposals"):
        plain = plain.get(step, {}) if isinstance(plain, dict) else {}
    groups = plain.items() if isinstance(plain, dict) else ()
    return {name: value if isinstance(value, dict) else {} for name, value in groups}


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
    """Return the indent of the fact's id."""
    first = min(place.keys.values())
    for number in range(first - 1, -1, -1):
        line = lines[number]
        if line.strip() and not line.lstrip().startswith("#"):
            return len(line) - len(line.lstrip())
    return 0
