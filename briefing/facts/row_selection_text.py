"""Parser for `rows:` of a table or chart.

Rows are facts (by tag, name or topic), the claims of a fact, sources, judgements or changes.

Unknown names are reported with the nearest known one.
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
    """Names that rows and columns can use."""

    facts: Mapping[str, Fact]
    topics: Mapping[str, Topic]
    tags: Mapping[str, tuple[str, ...]]
    """The values of each tag, in file order."""
    judged: bool = True
    """True if there is a file of judgements."""


def known_names(facts: Mapping[str, Fact], topics: Mapping[str, Topic], *, judged: bool = True) -> KnownNames:
    """Return the names that tables and charts of these facts can use."""
    tags: dict[str, dict[str, None]] = {}
    for fact in facts.values():
        for key, value in fact.tags.items():
            tags.setdefault(key, {})[value] = None
    return KnownNames(facts, topics, {key: tuple(values) for key, values in tags.items()}, judged)


def unknown(code: str, what: str, name: str, names: Iterable[str], location: Location) -> Problem:
    """Return the problem of an unknown name, with the nearest of `names`, or with all of them."""
    choices = tuple(names)
    hint = did_you_mean(name, choices) or (f"choose one of: {', '.join(choices[:20])}" if choices else "")
    return Problem(code, f'unknown {what} "{name}"', location, hint)


def read_rows(text: str, location: Location, known: KnownNames, context: LoadContext) -> RowsSpec:
    """Parse the rows typed at a location; report problems to the context."""
    typed = " ".join(text.split())
    if typed in ("sources", "judgements"):
        if typed == "judgements" and not known.judged:
            hint = "type them into judgements.yaml, or delete this entry"
            context.report("no-judgements", "the dossier has no judgements", location, hint)
        return RowsSpec("sources" if typed == "sources" else "judgements")
    if typed == "changes":
        return RowsSpec("changes")
    if match := re.fullmatch(r"facts tagged ([^:]+)(?:: (.+))?", typed):
        return _tagged(match[1].strip(), match[2] or "", location, known, context)
    if match := re.fullmatch(r"facts of (\S+)", typed):
        if match[1] not in known.topics:
            context.problems.append(unknown("unknown-topic", "topic", match[1], known.topics, location))
        return RowsSpec("topic", topic=match[1])
    if match := re.fullmatch(r"claims of (\S+)", typed):
        fact = known.facts.get(match[1])
        if fact is None:
            context.problems.append(unknown("unknown-fact", "fact", match[1], known.facts, location))
        elif not has_claims(fact):
            context.report(
                "one-claim",
                f'"{fact.id}" has only one claim, so there is nothing to compare',
                location,
                f"rows: facts {fact.id}",
            )
        return RowsSpec("claims", names=(match[1],))
    if match := re.fullmatch(rf"facts ({_NAME}(?: ?, ?{_NAME})*)", typed):
        names = tuple(name.strip() for name in match[1].split(","))
        for name in names:
            _check_name(name, location, known, context)
        return RowsSpec("facts", names=names)
    context.report("bad-rows", f'"{typed}" is not a valid choice of rows', location, _FORMS)
    return RowsSpec("facts")


def split_point(name: str) -> tuple[str, str]:
    """Split a name such as trade[2022] into the id of the fact and the label of the point, "" for the whole fact."""
    fact, _, label = name.partition("[")
    return fact, label.rstrip("]").strip()


def _check_name(name: str, location: Location, known: KnownNames, context: LoadContext) -> None:
    """Report an unknown fact or point."""
    fact_id, label = split_point(name)
    fact = known.facts.get(fact_id)
    if fact is None:
        context.problems.append(unknown("unknown-fact", "fact", fact_id, known.facts, location))
    elif label and label not in (point.label for point in fact.points):
        context.problems.append(
            unknown("unknown-point", "point", name, [f"{fact_id}[{p.label}]" for p in fact.points], location)
        )


def has_claims(fact: Fact) -> bool:
    """Return True if the fact, or a point of its series, has more than one claim."""
    return len(fact.claims) > 1 or any(len(point.claims) > 1 for point in fact.points)


def _tagged(tag: str, value: str, location: Location, known: KnownNames, context: LoadContext) -> RowsSpec:
    if tag not in known.tags:
        context.problems.append(unknown("unknown-tag", "tag", tag, known.tags, location))
    elif value and value not in known.tags[tag]:
        context.problems.append(unknown("unknown-tag", f'value of tag "{tag}":', value, known.tags[tag], location))
    return RowsSpec("tagged", tag=tag, tag_value=value)
