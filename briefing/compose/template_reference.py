"""Descriptions of all names, filters and aspects that templates can use, for the reference documentation and for hints.

Only words. `tests/docs` compares the lists with what `template_context`, `filters`, `sandbox` and `facts.views` really offer.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.facts.ledger import ASPECTS as FACT_ASPECTS

FUNCTIONS: Mapping[str, tuple[str, str]] = {
    "table": ('table("timeline")', "places a table from `tables.yaml`; on a line of its own"),
    "figure": ('figure("trade_chart")', "places a chart or picture from `figures.yaml`; on a line of its own"),
    "conflict": ('conflict("casualties")', "places a table of what each source claims; on a line of its own"),
    "what_changed": (
        "what_changed(8)",
        "places a box with the eight most important changes since the previous edition; on a line of its own",
    ),
    "contents": ("contents(1)", "places the contents, with headings of one level (the default is two levels)"),
    "list_of_tables": ("list_of_tables()", "places a list of all tables with their pages"),
    "list_of_figures": ("list_of_figures()", "places a list of all figures with their pages"),
    "front": ("front()", "places the title block of page 1: title, edition, dates, notice; in `brief.md`"),
    "section": ('section("summary")', "places a section; in `brief.md`"),
    "ref": ('ref("timeline")', "the number of a table or figure, such as “Table 3”"),
    "judgement": ('judgement("erosion")', "a judgement in two sentences: its likelihood, then its confidence"),
    "cite": ('cite("bbc_2025", "par. 3")', "a note that cites a source, for a sentence that prints no fact"),
    "source_summary": ("source_summary()", "a statement about the sources that the brief cites"),
    "tagged": (
        'tagged("exchange", "North Korea to Russia")',
        "the facts with that tag, for a loop; the value of the tag may be left out",
    ),
    "literal": ('literal("100 %")', "a figure typed on purpose, which the checks skip"),
    "has": ('has("debt")', "true if there is such a fact, claim, judgement, table or figure, for `{% if %}`"),
}
"""Each function with an example and a description."""

NAMES: Mapping[str, str] = {
    "facts": "all facts by their ids: `facts[name]`, for a name from a loop",
    "topics": "all topics in order, each with `id`, `title`, `facts`, `tables`, `figures`",
    "dossier": "the values of `dossier.yaml`: `dossier.title`, `dossier.edition`, `dossier.methods` and so on",
    "sections": "the names of the sections in order",
    "section_name": "the name of the section that the template prints",
    "topic": "the topic with the name of the section, if there is one",
    "title": "the title of the topic, or else the section’s name with a capital letter",
}
"""Names other than functions and facts. Every fact is also a name, under its id."""

FILTERS: Mapping[str, str] = {
    "capitalise": "a capital first letter (also `capitalize`)",
    "worded": "the fact, with the words of the same clause that give its status, so that nothing is added: "
    '`{{ bridge | worded("announced") }}`',
    "uncapitalise": "a small first letter, for a statement in the middle of a sentence",
    "upper": "capital letters",
    "lower": "small letters",
    "sentence": "a capital first letter, and a full stop",
    "join": 'joins several facts: `join(", ", " and ")`; the second text goes before the last fact',
    "literal": "like the function of that name",
    "default": 'what to print for an aspect that is missing: `{{ fact.as_of | default("undated") }}`',
    "first": "the first of several",
    "last": "the last of several",
    "length": "how many there are (also `count`)",
    "list": "a list of the items that a loop would give",
    "sort": "sorted",
    "unique": "each value once",
    "reverse": "in reverse order",
    "map": 'one part of each: `map(attribute="says")`',
    "select": "the items that pass a test",
    "reject": "the items that fail a test",
    "selectattr": "the items of which one part passes a test",
    "rejectattr": "the items of which one part fails a test",
}
"""Filters, written after a bar: `{{ fact.says | sentence }}`. Second names of a filter are in its description; see `SAME`."""
SAME: Mapping[str, str] = {"capitalize": "capitalise", "count": "length"}

ASPECTS: Mapping[str, str] = {
    **{name: aspect.description for name, aspect in FACT_ASPECTS.items()},
    "points": "the points of a series, for a loop",
    "untold": "its claimant and date, if its sentence does not have them; for a loop",
    "was": "the value in the previous edition",
    "id": "the fact’s id",
}
"""Aspects of a fact, written after a dot. The id of a claim, and in brackets a point of a series, can be there as well."""

OF_JUDGEMENTS: Mapping[str, str] = {
    "text": "the judgement, as typed",
    "likelihood": "the word of the scale, with what it means in percent",
    "bar": "the position of the word on its scale: ––––•––",
    "horizon": "the date by which it can be verified",
    "confidence": "the confidence in the judgement",
    "because": "why",
    "basis": "the facts that it is based on",
    "assumptions": "its assumptions",
    "would_change": "what would change it",
    "by": "who makes the judgement",
    "name": "its name",
    "id": "its id",
}
"""Aspects of a judgement, written after a dot."""
