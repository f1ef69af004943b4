"""`rows:` of a table or chart → `RowsSpec`: facts tagged …, by name, of a topic, claims of a fact, sources, judgements or changes.

Takes the text as typed and what is there to be named; reports names that are not, with the nearest that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.facts.ledger import Fact, RowsSpec, Topic
from briefing.facts.load_context import LoadContext
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean

_NAME = r"\w+(?:\[[^\[\],]+\])?"
_FORMS = (
    "use one of these forms: facts tagged item | facts a, b, c | facts of economy | claims of casualties | sources"
    " | judgements | changes"
)


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What rows and columns can name."""

    facts: Mapping[str, Fact]
    topics: Mapping[str, Topic]
    tags: Mapping[str, tuple[str, ...]]
    """The values of each tag, in file order."""
    judged: bool = True
    """Whether there is a file of judgements."""


def known_names(facts: Mapping[str, Fact], topics: Mapping[str, Topic], *, judged: bool = True) -> KnownNames:
    """What tables and charts of these facts can name."""
    tags: dict[str, dict[str, None]] = {}
    for fact in facts.values():
        for key, value in fact.tags.items():
            tags.setdefault(key, {})[value] = None
    return KnownNames(facts, topics, {key: tuple(values) for key, values in tags.items()}, judged)


def unknown(code: str, what: str, name: str, names: Iterable[str], location: Location) -> Problem:
    """A problem for a name that is not among names, with the nearest, or with what there is."""
    choices = tuple(names)
    hint = did_you_mean(name, choices) or (f"choose one of: {', '.join(choices[:20])}" if choices else "")
    return Problem(code, f'no {what} "{name}"', location, hint)


def read_rows(text: str, location: Location, known: KnownNames, reading: LoadContext) -> RowsSpec:
    """The rows that were typed at that place."""
    typed = " ".join(text.split())
    if typed in ("sources", "judgements"):
        if typed == "judgements" and not known.judged:
            hint = "type them into judgements.yaml, or delete this entry"
            reading.report("no-judgements", "the dossier has no judgements", location, hint)
        return RowsSpec("sources" if typed == "sources" else "judgements")
    if typed == "changes":
        return RowsSpec("changes")
    if match := re.fullmatch(r"facts tagged ([^:]+)(?:: (.+))?", typed):
        return _tagged(match[1].strip(), match[2] or "", location, known, reading)
    if match := re.fullmatch(r"facts of (\S+)", typed):
        if match[1] not in known.topics:
            reading.problems.append(unknown("unknown-topic", "topic", match[1], known.topics, location))
        return RowsSpec("topic", topic=match[1])
    if match := re.fullmatch(r"claims of (\S+)", typed):
        fact = known.facts.get(match[1])
        if fact is None:
            reading.problems.append(unknown("unknown-fact", "fact", match[1], known.facts, location))
        elif not has_claims(fact):
            reading.report(
                "one-claim",
                f'"{fact.id}" has only one claim, so there is nothing to compare',
                location,
                f"rows: facts {fact.id}",
            )
        return RowsSpec("claims", names=(match[1],))
    if match := re.fullmatch(rf"facts ({_NAME}(?: ?, ?{_NAME})*)", typed):
        names = tuple(name.strip() for name in match[1].split(","))
        for name in names:
            _check_name(name, location, known, reading)
        return RowsSpec("facts", names=names)
    reading.report("bad-rows", f'"{typed}" is not a valid choice of rows', location, _FORMS)
    return RowsSpec("facts")


def split_point(name: str) -> tuple[str, str]:
    """A fact's id, and the label of the point of its series that is meant, "" where it is the whole fact: trade[2022]."""
    fact, _, label = name.partition("[")
    return fact, label.rstrip("]").strip()


def _check_name(name: str, location: Location, known: KnownNames, reading: LoadContext) -> None:
    """Reports a fact, or a point of one, that is not there."""
    fact_id, label = split_point(name)
    fact = known.facts.get(fact_id)
    if fact is None:
        reading.problems.append(unknown("unknown-fact", "fact", fact_id, known.facts, location))
    elif label and label not in (point.label for point in fact.points):
        reading.problems.append(
            unknown("unknown-point", "point", name, [f"{fact_id}[{p.label}]" for p in fact.points], location)
        )


def has_claims(fact: Fact) -> bool:
    """Whether more than one claim is made of the fact, or of a point of its series."""
    return len(fact.claims) > 1 or any(len(point.claims) > 1 for point in fact.points)


def _tagged(tag: str, value: str, location: Location, known: KnownNames, reading: LoadContext) -> RowsSpec:
    if tag not in known.tags:
        reading.problems.append(unknown("unknown-tag", "fact has the tag", tag, known.tags, location))
    elif value and value not in known.tags[tag]:
        reading.problems.append(unknown("unknown-tag", f"fact has the tag {tag}:", value, known.tags[tag], location))
    return RowsSpec("tagged", tag=tag, tag_value=value)
