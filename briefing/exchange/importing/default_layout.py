"""Default tables, charts and section templates of a newly imported dossier.

Take the imported topics; return the text of tables.yaml, figures.yaml and section templates. Many facts become a table,
not as many sentences.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.exchange.importing.row_sentences import WITHDRAWN
from briefing.exchange.importing.yaml_writer import Group, Line, write_yaml
from briefing.facts.quantity import parse_quantity

FEW = 12
"""Up to this many facts, a topic uses the general template, which prints a sentence for each; with more, a table."""
MAX_IN_CHART = 6
LONGEST_ROWS = 4_000
"""Maximum length of a line that names the rows of a table."""


@dataclass(frozen=True, slots=True)
class DefaultLayout:
    """A topic to be shown. `facts` are the lines of its facts, `series` the texts of its CSV files by name."""

    id: str
    title: str
    facts: Sequence[Group]
    series: Mapping[str, str]

    @property
    def points(self) -> int:
        """Number of points in its series."""
        return sum(text.count("\n") - 1 for text in self.series.values())


def tables_of(topics: Sequence[DefaultLayout]) -> str:
    """Return tables.yaml: a table of the facts of each topic, and one of its series."""
    groups = []
    for topic in topics:
        plain, series = _split(topic)
        if len(_named(topic.facts)) > LONGEST_ROWS:
            # Too many facts to name each: one table lists all of the topic.
            columns = list(
                dict.fromkeys(
                    ("name", *_fact_columns(plain), *(_series_columns(series, topic.series) if series else ()))
                )
            )
            lines = (Line("title", topic.title), Line("rows", f"facts of {topic.id}"), Group("columns", columns))
            groups.append(Group(f"{topic.id}_facts", lines))
            continue
        if plain:
            groups.append(_table(f"{topic.id}_facts", topic.title, plain, ("name", *_fact_columns(plain))))
        if series:
            groups.append(
                _table(f"{topic.id}_series", f"{topic.title} over time", series, _series_columns(series, topic.series))
            )
    head = ('Tables of the imported facts. To print one, type its name in a template: {{ table("NAME") }}.',)
    return write_yaml(groups, "tables.yaml", head)[0] if groups else ""


def figures_of(topics: Sequence[DefaultLayout]) -> str:
    """Return figures.yaml: a line chart for each topic with a few series in one unit."""
    groups = []
    for topic in topics:
        drawn = _series_to_draw(topic)
        if drawn:
            rows = ", ".join(group.key for group in drawn)
            lines = (Line("title", f"{topic.title} over time"), Line("chart", "line"), Line("rows", f"facts {rows}"))
            groups.append(Group(f"{topic.id}_chart", lines))
    head = ('Charts of the imported series. To print one, type its name in a template: {{ figure("NAME") }}.',)
    return write_yaml(groups, "figures.yaml", head)[0] if groups else ""


def sections_of(topics: Sequence[DefaultLayout]) -> Mapping[str, str]:
    """Return a template for each topic with too many figures to print a sentence for each."""
    templates: dict[str, str] = {}
    for topic in topics:
        if len(topic.facts) + topic.points <= FEW:
            continue
        plain, series = _split(topic)
        long = len(_named(topic.facts)) > LONGEST_ROWS
        parts = ["# {{ title }}"]
        parts += [f'{{{{ figure("{topic.id}_chart") }}}}'] if _series_to_draw(topic) else []
        parts += [f'{{{{ table("{topic.id}_facts") }}}}'] if plain or long else []
        parts += [f'{{{{ table("{topic.id}_series") }}}}'] if series and not long else []
        templates[topic.id] = "\n\n".join(parts) + "\n"
    return templates


def _split(topic: DefaultLayout) -> tuple[list[Group], list[Group]]:
    """Return the facts that are not series, and the series."""
    series = [group for group in topic.facts if _text(group, "series")]
    return [group for group in topic.facts if group not in series], series


def _named(facts: Sequence[Group]) -> str:
    return ", ".join(group.key for group in facts)


def _table(name: str, title: str, facts: Sequence[Group], columns: Sequence[str]) -> Group:
    rows = f"facts {_named(facts)}"
    return Group(name, (Line("title", title), Line("rows", rows), Group("columns", columns)))


def _fact_columns(facts: Sequence[Group]) -> list[str]:
    """Return the columns besides the name: keys that facts have, and the status if one has a status of its own."""
    found = ["value"] if any(_text(f, "value") or _has(f, "claims") for f in facts) else []
    if any(_text(f, "says") and not _text(f, "value") for f in facts):
        found.append("says")
    for column, keys in (("date", ("date",)), ("as_of", ("as_of",)), ("by", ("by",))):
        if any(_text(f, key) for f in facts for key in keys):
            found.append(column)
    if "date" in found and "as_of" in found:
        found.remove("as_of")  # the column date prints as_of for facts without a date
    if any(_text(f, "status") or _has(f, "claims") for f in facts):
        found.append("status")
    return found


def _series_columns(series: Sequence[Group], files: Mapping[str, str]) -> list[str]:
    """Return the columns for series, with claimant and status if rows have their own or disagree."""
    heads = {column for text in files.values() for column in text.split("\n", 1)[0].split(",")}
    dates = [[line.partition(",")[0] for line in text.splitlines()[1:]] for text in files.values()]
    disputed = any(len(set(days)) < len(days) for days in dates)
    columns = ["name", "date", "value"] if len(series) > 1 else ["date", "value"]
    columns += ["by"] if disputed or "by" in heads else []
    return columns + (["status"] if disputed or "status" in heads or any(_text(f, "status") for f in series) else [])


def _series_to_draw(topic: DefaultLayout) -> list[Group]:
    """Return the series that fit in one chart: a few, all in one unit, none withdrawn, without totals and their parts."""
    series = [group for group in _split(topic)[1] if not _is_total(group)]
    unfit = any(_text(group, "status") in WITHDRAWN for group in series)
    if unfit or len(series) > MAX_IN_CHART:
        return []
    units: set[tuple[str, str, str, bool]] = set()
    for group in series:
        text, unit = topic.series.get(_text(group, "series"), ""), _text(group, "unit")
        for row in csv.DictReader(io.StringIO(text)):
            if row["value"] != "..":
                value = parse_quantity(row["value"], unit, counted=True)
                units.add((value.scale, value.currency, value.unit, value.percent))
    return series if len(units) < 2 else []


def _text(group: Group, key: str) -> str:
    return next((item.text for item in group.items if isinstance(item, Line) and item.key == key), "")


def _is_total(group: Group) -> bool:
    tags = next((item for item in group.items if isinstance(item, Group) and item.key == "tags"), Group(""))
    return bool(_text(tags, "row"))


def _has(group: Group, key: str) -> bool:
    return any(isinstance(item, Group) and item.key == key and item.items for item in group.items)
