"""JSON Schemas (draft 2020-12) of the YAML files, for editors that complete and check while the user types.

They are made from the pydantic schemas and are less strict than the program: only `briefing check` knows which
keys can be used together, and whether a name exists.
"""

from __future__ import annotations

from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from briefing.facts.schema import (
    ChangeSchema,
    DossierSchema,
    FactSchema,
    FigureSchema,
    GlossarySchema,
    JudgementSchema,
    ReadBy,
    Schema,
    SourceSchema,
    TableSchema,
    TopicSchema,
)

DRAFT = "https://json-schema.org/draft/2020-12/schema"
# The program reads every value as text, but to an editor 2012 is a number and `no` a boolean.
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
# Most lists can also be typed on one line, separated by commas.
_LIST: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}


def make_schemas() -> dict[str, dict[str, Any]]:
    """Return each JSON Schema by the name of its file, such as topic.schema.json."""
    topic = _of_schema(TopicSchema)
    topic["properties"]["facts"] = _entries(FactSchema) | {"description": TopicSchema.model_fields["facts"].description}
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
        "properties": {name: _of_value(field) | {"description": field.description} for name, field in fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, field in fields.items() if field.is_required()]
    return made | ({"required": required} if required else {})


def _of_value(field: FieldInfo) -> dict[str, Any]:
    """Return the JSON Schema of the value of a key."""
    annotation = field.annotation
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = [each for each in get_args(annotation) if each is not type(None)]
    kind = get_origin(annotation)
    if kind is dict:
        inner = get_args(annotation)[1]
        is_entry = isinstance(inner, type) and issubclass(inner, Schema)
        values = _of_schema(inner) if is_entry else _of_value(FieldInfo.from_annotation(inner))
        return {"type": "object", "additionalProperties": values}
    if kind is list:
        return _LIST
    words = next((each.words for each in field.metadata if isinstance(each, ReadBy)), ())
    # Digits may be typed with or without quotation marks.
    return {"enum": [*words, *(int(word) for word in words if word.isdecimal())]} if words else _TEXT
