"""JSON Schemas (draft 2020-12) of the YAML files, for editors that complete and check while the user types.

They are made from the pydantic schemas and are less strict than the program: only `briefing check` knows which
keys can be used together, and whether a name exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from briefing.facts.changes import LABELS
from briefing.facts.key_descriptions import MEANING, describe_key
from briefing.facts.schema import (
    ChangeSchema,
    DossierSchema,
    FactSchema,
    FigureSchema,
    GlossarySchema,
    JudgementSchema,
    Schema,
    SourceSchema,
    TableSchema,
    TopicSchema,
)
from briefing.facts.value_types import CHARTS, CONFIDENCES, EXTENTS, PDF_PROFILES, STATUSES, TLP_LABELS, WORD_MARKERS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
# The program reads every value as text, but to an editor 2012 is a number and `no` a boolean.
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "status": STATUSES,
    "chart": CHARTS,
    "confidence": CONFIDENCES,
    "label": LABELS,
    "tlp": (*TLP_LABELS, *(label.removeprefix("TLP:") for label in TLP_LABELS)),
    "read": EXTENTS,
    "grades": ("shown", "hidden"),
    "pdf_profile": PDF_PROFILES,
    "word_markers": WORD_MARKERS,
    "reliability": tuple("ABCDEF"),
    "credibility": tuple("123456"),
}


def make_schemas() -> dict[str, dict[str, Any]]:
    """Return each JSON Schema by the name of its file, such as topic.schema.json."""
    topic = _of_schema(TopicSchema)
    topic["properties"]["facts"] = _entries(FactSchema) | {"description": MEANING["facts"]}
    made = {
        "dossier": _of_schema(DossierSchema),
        "topic": topic,
        "sources": _entries(SourceSchema),
        "tables": _entries(TableSchema),
        "figures": _entries(FigureSchema),
        "judgements": _entries(JudgementSchema),
        "glossary": _of_schema(GlossarySchema),
        "changes": _entries(ChangeSchema, r"^[a-z][a-z0-9_]*(\[[^\]]+\])?$"),
    }
    return {
        f"{name}.schema.json": {"$schema": DRAFT, "title": f"briefing: {name}.yaml", **body}
        for name, body in made.items()
    }


def _entries(schema: type[Schema], ids: str = "^[a-z][a-z0-9_]*$") -> dict[str, Any]:
    """Return the JSON Schema of a file or group of entries, each under an id."""
    return {"type": "object", "propertyNames": {"pattern": ids}, "additionalProperties": _of_schema(schema)}


def _of_schema(schema: type[Schema]) -> dict[str, Any]:
    fields = schema.model_fields
    made: dict[str, Any] = {
        "type": "object",
        "properties": {name: _of_key(schema, name, field.annotation) for name, field in fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, field in fields.items() if field.is_required()]
    return made | ({"required": required} if required else {})


def _of_key(schema: type[Schema], name: str, annotation: Any) -> dict[str, Any]:
    """Return the JSON Schema of the value of a key."""
    kind = get_origin(annotation)
    if kind in (Union, UnionType):
        (annotation,) = [a for a in get_args(annotation) if a is not type(None)]
        kind = get_origin(annotation)
    made = _of_kind(name, kind, get_args(annotation))
    return made | {"description": describe_key(schema, name)}


def _of_kind(name: str, kind: Any, parts: tuple[Any, ...]) -> dict[str, Any]:
    if kind is dict:
        inner = parts[1]
        values = (
            _of_schema(inner) if isinstance(inner, type) and issubclass(inner, Schema) else _texts(get_origin(inner))
        )
        return {"type": "object", "additionalProperties": values}
    if kind is list:
        # Most lists can also be typed on one line, separated by commas.
        return {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
    return _one_of(_WORDS[name]) if name in _WORDS else _TEXT


def _texts(kind: Any) -> dict[str, Any]:
    return {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]} if kind is not None and kind is not str else _TEXT


def _one_of(words: tuple[str, ...]) -> dict[str, Any]:
    """Return the JSON Schema of a closed set of words. Digits may be typed with or without quotation marks."""
    return {"enum": [*words, *(int(word) for word in words if word.isdecimal())]}
