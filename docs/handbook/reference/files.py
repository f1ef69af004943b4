"""List the keys of a dossier's files, from the JSON Schemas made of the models that the files are validated against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any

from briefing.compose.citations.style_file import shipped_styles
from briefing.facts.change_model import LABELS
from briefing.facts.json_schema import make_schemas
from briefing.facts.ledger import PLACEHOLDERS
from briefing.facts.series_rows import COLUMNS
from handbook.reference.marks import code, table


def entries_of(name: str) -> Mapping[str, Any]:
    """Return the schema of one entry of a file that maps ids to entries."""
    entry: Mapping[str, Any] = make_schemas()[f"{name}.schema.json"]["additionalProperties"]
    return entry


def whole_of(name: str) -> Mapping[str, Any]:
    """Return the schema of a whole file."""
    return make_schemas()[f"{name}.schema.json"]


def fact() -> Mapping[str, Any]:
    """Return the schema of a fact."""
    entry: Mapping[str, Any] = whole_of("topic")["properties"]["facts"]["additionalProperties"]
    return entry


def part_of_fact(key: str) -> Mapping[str, Any]:
    """Return the schema of one entry under `claims` or `proposals` of a fact."""
    entry: Mapping[str, Any] = fact()["properties"][key]["additionalProperties"]
    return entry


FORMS: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "keys of dossier.yaml": partial(whole_of, "dossier"),
    "keys of a topic": partial(whole_of, "topic"),
    "keys of a fact": fact,
    "keys of a claim": partial(part_of_fact, "claims"),
    "keys of a proposal": partial(part_of_fact, "proposals"),
    "keys of a source": partial(entries_of, "sources"),
    "keys of a table": partial(entries_of, "tables"),
    "keys of a figure": partial(entries_of, "figures"),
    "keys of a judgement": partial(entries_of, "judgements"),
    "keys of a change": partial(entries_of, "changes"),
    "keys of glossary.yaml": partial(whole_of, "glossary"),
}


def keys_of(schema: Mapping[str, Any]) -> str:
    """Return a table of the keys of one schema, required keys first."""
    required = schema.get("required", ())
    keys = sorted(schema["properties"], key=lambda key: (key not in required, list(schema["properties"]).index(key)))
    rows = [
        (_name(key, required), f"{_meaning(schema['properties'][key])}{_takes(schema['properties'][key])}")
        for key in keys
    ]
    return table(("Key", "What it is"), rows)


def _name(key: str, required: Collection[str]) -> str:
    return f"{code(key)} (required)" if key in required else code(key)


def _meaning(key: Mapping[str, Any]) -> str:
    return str(key["description"]).replace("{{", "`{{").replace("}}", "}}`").replace("|", "\\|")


def _takes(key: Mapping[str, Any]) -> str:
    """Return the values that a key takes, if it is not free text."""
    if "enum" in key:
        words = [word for word in key["enum"] if isinstance(word, str)]
        short = [word for word in words if f"TLP:{word}" not in words]  # a label may be typed without TLP: as well
        return f" One of {', '.join(code(word) for word in short)}."
    if key.get("type") == "object":
        return ""
    return " A list, or one line with commas." if "anyOf" in key else ""


def series_columns() -> str:
    """Return a table of the columns of a series."""
    return table(("Column", "What it holds"), [(code(name), description) for name, description in COLUMNS.items()])


def _words(words: Iterable[str], form: str = "{}") -> str:
    return ", ".join(code(form.format(word)) for word in words) + "\n"


MADE: Mapping[str, Callable[[], str]] = {
    **{name: (lambda schema=schema: keys_of(schema())) for name, schema in FORMS.items()},  # type: ignore[misc]
    "columns of a series": series_columns,
    "places in says": lambda: _words(PLACEHOLDERS, "{{{}}}"),
    "citation styles": lambda: _words(["numeric", *shipped_styles()]),
    "labels of changes": lambda: _words(LABELS),
}
