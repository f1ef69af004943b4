"""How a new dossier shows what was imported: a table a topic, a chart of its series, and sections that place them.

Takes what was made of each topic; gives the text of tables.yaml, figures.yaml and of section templates. A list of many facts is a
table, not as many sentences.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.exchange.importing.row_sentences import UNSETTLED
from briefing.exchange.importing.yaml_writer import Group, Line, write_yaml
from briefing.facts.quantity import parse_quantity

FEW = 12
"""So many facts of a topic are told one by one, as the general template does; more of them stand in a table."""
MOST_IN_CHART = 6
LONGEST_ROWS = 4_000
"""Letters of a line that names the rows of a table."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A topic as it is to be shown. `facts` are its groups of lines, `series` the files of its series."""

    id: str
    title: str
    facts: Sequence[Group]
    series: Mapping[str, str]

    @property
    def points(self) -> int:
        """How many figures its series have."""
        return sum(text.count("\n") - 1 for text in self.series.values())


def tables_of(topics: Sequence[Shown]) -> str:
    """tables.yaml: a table of the facts of each topic, and one of its series."""
    groups = []
    for topic in topics:
        plain, series = _parted(topic)
        if len(_named(topic.facts)) > LONGEST_ROWS:
            # So many facts are not named one by one: one table has all of them.
            columns = list(
                dict.fromkeys(("name", *_columns(plain), *(_of_series(series, topic.series) if series else ())))
            )
            lines = (Line("title", topic.title), Line("rows", f"facts of {topic.id}"), Group("columns", columns))
            groups.append(Group(f"{topic.id}_facts", lines))
            continue
        if plain:
            groups.append(_table(f"{topic.id}_facts", topic.title, plain, ("name", *_columns(plain))))
        if series:
            groups.append(
                _table(f"{topic.id}_series", f"{topic.title} over time", series, _of_series(series, topic.series))
            )
    head = ('Tables made from the imported facts. A section places one by its name: {{ table("NAME") }}.',)
    return write_yaml(groups, "tables.yaml", head)[0] if groups else ""


def figures_of(topics: Sequence[Shown]) -> str:
    """figures.yaml: a line chart of the series of each topic that share a unit, where there are few."""
    groups = []
    for topic in topics:
        drawn = _drawn(topic)
        if drawn:
            rows = ", ".join(group.key for group in drawn)
            lines = (Line("title", f"{topic.title} over time"), Line("chart", "line"), Line("rows", f"facts {rows}"))
            groups.append(Group(f"{topic.id}_chart", lines))
    head = ('Charts of the imported series. A section places one by its name: {{ figure("NAME") }}.',)
    return write_yaml(groups, "figures.yaml", head)[0] if groups else ""


def sections_of(topics: Sequence[Shown]) -> Mapping[str, str]:
    """A template for each topic that has too many figures to tell them one by one."""
    return {topic.id: _section(topic) for topic in topics if len(topic.facts) + topic.points > FEW}


def _section(topic: Shown) -> str:
    plain, series = _parted(topic)
    parts = ["# {{ title }}"]
    parts += [f'{{{{ figure("{topic.id}_chart") }}}}'] if _drawn(topic) else []
    long = len(_named(topic.facts)) > LONGEST_ROWS
    parts += [f'{{{{ table("{topic.id}_facts") }}}}'] if plain or long else []
    parts += [f'{{{{ table("{topic.id}_series") }}}}'] if series and not long else []
    return "\n\n".join(parts) + "\n"


def _parted(topic: Shown) -> tuple[list[Group], list[Group]]:
    """Facts that are not series, and series."""
    series = [group for group in topic.facts if _text(group, "series")]
    return [group for group in topic.facts if group not in series], series


def _named(facts: Sequence[Group]) -> str:
    return ", ".join(group.key for group in facts)


def _table(name: str, title: str, facts: Sequence[Group], columns: Sequence[str]) -> Group:
    rows = f"facts {_named(facts)}"
    return Group(name, (Line("title", title), Line("rows", rows), Group("columns", columns)))


def _columns(facts: Sequence[Group]) -> list[str]:
    """What stands in the columns besides the name: what the facts have, and the status where one is not settled."""
    found = ["value"] if any(_text(f, "value") or _has(f, "claims") for f in facts) else []
    if any(_text(f, "says") and not _text(f, "value") for f in facts):
        found.append("says")
    for column, keys in (("date", ("date",)), ("as_of", ("as_of",)), ("by", ("by",))):
        if any(_text(f, key) for f in facts for key in keys):
            found.append(column)
    if "date" in found and "as_of" in found:
        found.remove("as_of")  # a column of dates prints either
    if any(_text(f, "status") or _has(f, "claims") for f in facts):
        found.append("status")
    return found


def _of_series(series: Sequence[Group], files: Mapping[str, str]) -> list[str]:
    """Columns for series: with the claimant and the status where rows have their own, or differ from one another."""
    heads = {column for text in files.values() for column in text.split("\n", 1)[0].split(",")}
    disputed = any(_repeats(text) for text in files.values())
    columns = ["name", "date", "value"] if len(series) > 1 else ["date", "value"]
    columns += ["by"] if disputed or "by" in heads else []
    return columns + (["status"] if disputed or "status" in heads or any(_text(f, "status") for f in series) else [])


def _repeats(text: str) -> bool:
    """Whether a series says two things of one date."""
    days = [line.partition(",")[0] for line in text.splitlines()[1:]]
    return len(set(days)) < len(days)


def _drawn(topic: Shown) -> list[Group]:
    """The series that one chart can show: few, all figures in one unit, and none that was withdrawn."""
    _, series = _parted(topic)
    unfit = any(_text(group, "status") in UNSETTLED[2:] for group in series)
    if unfit or len(series) > MOST_IN_CHART:
        return []
    return series if len({unit for group in series for unit in _units(group, topic.series)}) < 2 else []


def _units(group: Group, files: Mapping[str, str]) -> Iterator[tuple[str, str, str, bool]]:
    """What each figure of a series is in."""
    unit = _text(group, "unit")
    for row in csv.DictReader(io.StringIO(files.get(_text(group, "series"), ""))):
        if row["value"] != "..":
            value = parse_quantity(row["value"], unit, counted=True)
            yield value.scale, value.currency, value.unit, value.percent


def _text(group: Group, key: str) -> str:
    return next((item.text for item in group.items if isinstance(item, Line) and item.key == key), "")


def _has(group: Group, key: str) -> bool:
    return any(isinstance(item, Group) and item.key == key and item.items for item in group.items)
