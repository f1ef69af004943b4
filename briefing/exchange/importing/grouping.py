"""Group observations into facts, and name the facts.

Figures of one thing over time are a series; rows with one id and different claims are its claims; any other row is a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.exchange.importing.observations import Observation
from briefing.exchange.importing.sheet_layout import Layout

MAX_PREFIXES = 6
LONGEST_SUBJECT = 40


@dataclass(frozen=True, slots=True)
class Grouping:
    """The observations of one fact, and its name. `repeated` is True if an earlier fact of the sheet has that name."""

    kind: Literal["fact", "series", "claims"]
    name: str
    observations: tuple[Observation, ...]
    repeated: bool = False


def group_observations(
    observations: Sequence[Observation], layout: Layout, subject: str, *, one_of_several: bool = False
) -> list[Grouping]:
    """Return the facts of a table, in the order of their first figure.

    `subject` is its title: with dates across the top and one row per country, only it says what is counted. So it does in
    `one_of_several` tables with a row for each date.
    """
    if layout.kind == "dates" and layout.labels[0].role != "name" and len(subject) <= LONGEST_SUBJECT:
        observations = [each if each.indicator else replace(each, indicator=subject) for each in observations]
    elif layout.kind == "series" and one_of_several and len(subject) <= LONGEST_SUBJECT:
        observations = [replace(each, thing=subject) for each in observations]
    if layout.kind == "wide" and len(subject) <= LONGEST_SUBJECT:
        # A heading that is nothing but a unit does not say what is counted.
        observations = [each if each.indicator else _about(each, subject) for each in observations]
    prefix = _distinguishing_columns([o for o in observations if not o.text("id")])
    groups: dict[tuple[str, str, str], list[Observation]] = {}
    for each in observations:
        topic, name = each.text("topic"), name_of(each, prefix)
        groups.setdefault((topic, each.text("id"), "" if each.text("id") else name), []).append(each)
    found: list[Grouping] = []
    for group in groups.values():
        found += _facts_of_group(group, layout, prefix)
    return [
        each
        for each in found
        if any(o.value is not None or o.text("says") or o.text("quote") for o in each.observations)
    ]


def _about(each: Observation, subject: str) -> Observation:
    return replace(each, indicator=subject, tags={**each.tags, "indicator": subject})


def name_of(each: Observation, prefix: Sequence[int]) -> str:
    """Return the name of a fact: "France, GDP"."""
    parts = (*(each.others[index] for index in prefix if index < len(each.others)), each.thing, each.indicator)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _distinguishing_columns(observations: Sequence[Observation]) -> tuple[int, ...]:
    """Return the columns of words to add to names so that no two figures share name and date; none if none help."""
    width = max((len(o.others) for o in observations), default=0)
    every = tuple(range(width))
    for prefix in ((), *((index,) for index in every[:MAX_PREFIXES]), every):
        keys = [(o.text("topic"), name_of(o, prefix), o.day) for o in observations]
        if len(set(keys)) == len(keys):
            return prefix
    return ()


def _facts_of_group(group: list[Observation], layout: Layout, prefix: Sequence[int]) -> Iterable[Grouping]:
    name = name_of(group[0], prefix)
    days = [each.text("point") or each.day for each in group]
    dated = all(days) and len(set(days)) == len(days)
    figures = not any(o.text("says") or o.text("quote") for o in group) or bool(group[0].text("point"))
    if all(o.text("point") for o in group) and figures:
        return [Grouping("series", name, tuple(group))]
    if layout.kind in ("series", "dates") and all(days) and figures:
        return [Grouping("series", name, layer, repeated=at > 0) for at, layer in enumerate(_layers(group, days))]
    if len(group) > 1 and all(o.text("claim") for o in group):
        return [Grouping("claims", name, tuple(group))]
    if len(group) > 1 and dated and figures and not group[0].text("id"):
        return [Grouping("series", name, tuple(group))]
    return [Grouping("fact", name, (each,), repeated=index > 0) for index, each in enumerate(group)]


def _layers(group: Sequence[Observation], days: Sequence[str]) -> list[tuple[Observation, ...]]:
    """Split observations of one name into series with each date once: a second figure for a date starts another."""
    layers: list[dict[str, Observation]] = []
    for each, day in zip(group, days, strict=True):
        free = next((layer for layer in layers if day not in layer), None)
        if free is None:
            layers.append({day: each})
        else:
            free[day] = each
    return [tuple(layer.values()) for layer in layers]
