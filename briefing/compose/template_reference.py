"""Descriptions of all names, filters and aspects that templates can use, for the reference documentation and for hints.

Only words. `tests/docs` compares the lists with what `template_context`, `filters`, `sandbox` and `facts.views` really offer.
"""

from __future__ import annotations

from collections.abc import Mapping

FUNCTIONS: Mapping[str, tuple[str, str]] = {
    "table": ('table("timeline")', "places a table of `tables.yaml`; on a line of its own"),
    "figure": ('figure("trade_chart")', "places a chart or picture of `figures.yaml`; on a line of its own"),
    "conflict": ('conflict("casualties")', "places a table of what each source claims; on a line of its own"),
    "what_changed": (
        "what_changed(8)",
        "places a box with the eight changes since the edition before that matter most; on a line of its own",
    ),
    "contents": ("contents(1)", "places the contents, with headings of one level (two if nothing is said)"),
    "list_of_tables": ("list_of_tables()", "places all captions of tables with their pages"),
    "list_of_figures": ("list_of_figures()", "places all captions of figures with their pages"),
    "front": ("front()", "places the head of page 1: title, edition, dates, notice; in `brief.md`"),
    "section": ('section("summary")', "places a section; in `brief.md`"),
    "ref": ('ref("timeline")', "the number of a table or figure, such as “Table 3”"),
    "judgement": ('judgement("erosion")', "a judgement: its likelihood, then its confidence, each in a sentence"),
    "cite": ('cite("bbc_2025", "par. 3")', "a note with that source, for a sentence that prints no fact"),
    "source_summary": ("source_summary()", "a statement on the sources that the brief cites"),
    "tagged": (
        'tagged("exchange", "North Korea to Russia")',
        "the facts with that tag, for a loop; the value of the tag may be left out",
    ),
    "literal": ('literal("100 %")', "a figure typed on purpose, which no check asks about"),
    "has": ('has("debt")', "whether there is such a fact, claim, judgement, table or figure, for `{% if %}`"),
}
"""Each function as it is typed, and what it gives."""

NAMES: Mapping[str, str] = {
    "facts": "all facts by their ids: `facts[name]`, where a loop gives the name",
    "topics": "all topics in order, each with `id`, `title`, `facts`, `tables`, `figures`",
    "dossier": "what `dossier.yaml` says: `dossier.title`, `dossier.edition`, `dossier.methods` and so on",
    "sections": "the names of the sections in order",
    "section_name": "the name of the section that the template stands for",
    "topic": "the topic of the section, where there is one of its name",
    "title": "the title of the topic, or the section’s name with a capital letter",
}
"""Names that are no facts. Every fact stands there besides, under its id."""

FILTERS: Mapping[str, str] = {
    "capitalise": "a capital first letter (also `capitalize`)",
    "uncapitalise": "a small first letter, for a statement in the middle of a sentence",
    "upper": "capital letters",
    "lower": "small letters",
    "sentence": "a capital first letter, and a full stop",
    "join": 'one text of several facts: `join(", ", " and ")`; the second text stands before the last',
    "literal": "as the function of that name",
    "default": 'what stands there instead of something missing: `default("none")`',
    "first": "the first of several",
    "last": "the last of several",
    "length": "how many there are (also `count`)",
    "list": "a list of what a loop would give",
    "sort": "in order",
    "unique": "each once",
    "reverse": "the other way round",
    "map": 'one part of each: `map(attribute="says")`',
    "select": "those that a test holds for",
    "reject": "those that a test does not hold for",
    "selectattr": "those of which one part is so",
    "rejectattr": "those of which one part is not so",
}
"""Filters, behind a bar: `{{ fact.says | sentence }}`. Two spellings of one filter stand together."""
SAME: Mapping[str, str] = {"capitalize": "capitalise", "count": "length"}

ASPECTS: Mapping[str, str] = {
    "value": "the value with its unit, as the bare name of the fact prints it",
    "number": "the number without its unit",
    "unit": "the unit",
    "when": "the date with its preposition: “in 2024”, “on 17 September 2012”",
    "date": "the date when it happened",
    "as_of": "the date of the state that the figure describes",
    "by": "who says so",
    "name": "what the fact is called",
    "says": "its sentence, without a full stop",
    "status": "what it is worth: stated, corroborated, disputed …",
    "note": "the remark typed with it",
    "counts": "what the figure counts",
    "record": "the number of a record elsewhere",
    "tags": "its tags: `{{ fact.tags.timeline }}`",
    "quote": "somebody’s words, in quotation marks",
    "speaker": "whose words they are",
    "original": "the words in their own language",
    "latest": "the latest claim, with its claimant and date",
    "range": "claims that can be compared, as one range",
    "grade": "the grade of source and claim, such as B2, where grades are shown",
    "points": "the points of a series, for a loop",
    "untold": "its claimant and date, where its sentence does not tell them; for a loop",
    "was": "what the edition before had",
    "id": "the fact’s id",
}
"""What can stand behind the dot of a fact. A claim’s id and, in brackets, a point of a series can stand there too."""

OF_JUDGEMENTS: Mapping[str, str] = {
    "text": "what is judged, as it was typed",
    "likelihood": "the word of the scale, with what it means in percent",
    "bar": "where the word stands on its scale: ––––•––",
    "horizon": "the date by which it will have shown",
    "confidence": "how sure the judgement is of its grounds",
    "because": "why",
    "basis": "the facts that it rests on",
    "assumptions": "what it takes for granted",
    "would_change": "what would change it",
    "by": "who judges so",
    "name": "what it is called",
    "id": "its id",
}
"""What can stand behind the dot of a judgement."""
