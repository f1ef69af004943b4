"""Which observations are one fact: figures of one thing over time are a series, rows of one id its claims, all else a fact each.

Takes observations, gives `Gathered`s with the names of the facts. Must not type anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.exchange.importing.observations import Observation
from briefing.exchange.importing.sheet_layout import Layout

MOST_PREFIXES = 6
LONGEST_SUBJECT = 40


@dataclass(frozen=True, slots=True)
class Gathered:
    """The observations of one fact, and its name. `repeated` tells that another fact of the sheet has the same name."""

    kind: Literal["fact", "series", "claims"]
    name: str
    observations: tuple[Observation, ...]
    repeated: bool = False


def gather(observations: Sequence[Observation], layout: Layout, subject: str) -> list[Gathered]:
    """The facts of a sheet, in the order of their first figure. `subject` is what the sheet is about.

    Under dates that stand across the top, rows of countries say nothing of what is counted: the subject does.
    """
    if layout.kind == "dates" and layout.labels[0].role != "name" and len(subject) <= LONGEST_SUBJECT:
        observations = [replace(each, indicator=subject) for each in observations]
    prefix = _telling_prefix([o for o in observations if not o.text("id")])
    groups: dict[tuple[str, str, str], list[Observation]] = {}
    for each in observations:
        topic, name = each.text("topic"), name_of(each, prefix)
        groups.setdefault((topic, each.text("id"), "" if each.text("id") else name), []).append(each)
    found: list[Gathered] = []
    for group in groups.values():
        found += _one_or_more(group, layout, prefix)
    return [
        each
        for each in found
        if any(o.value is not None or o.text("says") or o.text("quote") for o in each.observations)
    ]


def name_of(each: Observation, prefix: Sequence[int]) -> str:
    """What a fact is called: "France, GDP"."""
    parts = (*(each.others[place] for place in prefix if place < len(each.others)), each.thing, each.indicator)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _telling_prefix(observations: Sequence[Observation]) -> tuple[int, ...]:
    """Which other columns of words have to be told with the name, so that no two figures have one name and date; none if none help."""
    width = max((len(o.others) for o in observations), default=0)
    every = tuple(range(width))
    for prefix in ((), *((place,) for place in every[:MOST_PREFIXES]), every):
        keys = [(o.text("topic"), name_of(o, prefix), o.day) for o in observations]
        if len(set(keys)) == len(keys):
            return prefix
    return ()


def _one_or_more(group: list[Observation], layout: Layout, prefix: Sequence[int]) -> Iterable[Gathered]:
    name = name_of(group[0], prefix)
    days = [each.text("point") or each.day for each in group]
    dated = all(days) and len(set(days)) == len(days)
    figures = not any(o.text("says") or o.text("quote") for o in group) or bool(group[0].text("point"))
    if all(o.text("point") for o in group) and figures:
        return [Gathered("series", name, tuple(group))]
    if layout.kind in ("series", "dates") and all(days) and figures:
        return [Gathered("series", name, layer, repeated=at > 0) for at, layer in enumerate(_layers(group, days))]
    if len(group) > 1 and all(o.text("claim") for o in group):
        return [Gathered("claims", name, tuple(group))]
    if len(group) > 1 and dated and figures and not group[0].text("id"):
        return [Gathered("series", name, tuple(group))]
    return [Gathered("fact", name, (each,), repeated=place > 0) for place, each in enumerate(group)]


def _layers(group: Sequence[Observation], days: Sequence[str]) -> list[tuple[Observation, ...]]:
    """The observations of one name, each date once: what a sheet says of a date a second time is another series."""
    layers: list[dict[str, Observation]] = []
    for each, day in zip(group, days, strict=True):
        free = next((layer for layer in layers if day not in layer), None)
        if free is None:
            layers.append({day: each})
        else:
            free[day] = each
    return [tuple(layer.values()) for layer in layers]
