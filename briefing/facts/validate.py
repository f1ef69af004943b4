"""Validate an entry against its schema, and report each error at its location in the source file.

Invalid parts are left out and the rest is kept, so that one mistake in a fact does not cause errors in every
template that uses the fact.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from briefing.facts.scalars import as_typed
from briefing.facts.schema import ClaimSchema, ProposalSchema, Schema, TopicSchema
from briefing.facts.yaml_reader import Node, Plain
from briefing.problems.problem import Problem
from briefing.problems.suggest import nearest

Validated = TypeVar("Validated", bound=Schema)
Path = tuple[str | int, ...]

SHAPES = {
    "string_type": ("not-text", "expected text after the key"),
    "dict_type": ("not-a-group", "expected a group of indented lines, each with a key of its own"),
    "model_type": ("not-a-group", "expected a group of indented lines, each with a key of its own"),
    "model_attributes_type": ("not-a-group", "expected a group of indented lines, each with a key of its own"),
    "list_type": ("not-a-list", 'expected a list: one item per line, each after "- "'),
}

_INNER: dict[str | int, type[Schema]] = {"claims": ClaimSchema, "proposals": ProposalSchema}


def validate(schema: type[Validated], node: Node, problems: list[Problem]) -> Validated | None:
    """Validate an entry; return the schema's instance, or None if its valid parts are not enough for one."""
    if node.content == "":
        problems.append(
            Problem(
                "empty-value", f"{schema.WHAT} has no lines below its id", node.key, "indent them deeper than the id"
            )
        )
        return None
    if not isinstance(node.content, dict):
        problems.append(Problem(*SHAPES["dict_type"], node.location))
        return None
    for old, new in schema.RENAMED.items():
        if old in node.group and new not in node.group:
            node.group[new] = typed = node.group.pop(old)
            message = f'the key "{old}" is now called "{new}"'
            hint = f'change the line to "{new}:" (briefing upgrade does it for you)'
            problems.append(Problem("deprecated-key", message, typed.key, hint, severity="warning"))
    data = _without_empty(node, problems)
    for _ in range(3):
        try:
            return schema.model_validate(data)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_input=False)
        problems += [_describe(schema, node, fault) for fault in faults if not _was_misspelt(schema, node, fault)]
        for fault in faults:
            if not _rename(schema, node, data, fault):
                _leave_out(data, fault["loc"][:-1] if fault["type"] == "missing" else fault["loc"])
    return None


def _inner_schema(schema: type[Schema], path: Path) -> type[Schema]:
    return _INNER.get(path[0], schema) if len(path) > 2 else schema


def _nearest_key(schema: type[Schema], typed: str, least: float = 60.0) -> str:
    return schema.MEANT.get(typed) or nearest(typed, schema.model_fields, least)


def _was_misspelt(schema: type[Schema], node: Node, fault: ErrorDetails) -> bool:
    """Return True if a key is missing only because it is misspelt or invalid, which is reported separately."""
    path = fault["loc"]
    if fault["type"] != "missing":
        return False
    typed = node.find(path)
    if typed.content and path[-1] in node.find(path[:-1]).group:
        return True  # its value is invalid, which is reported already
    siblings = node.find(path[:-1]).group
    known = _inner_schema(schema, path).model_fields
    return any(name not in known and nearest(name, known, least=75) == path[-1] for name in siblings)


def _rename(schema: type[Schema], node: Node, data: Plain, fault: ErrorDetails) -> bool:
    """Rename a misspelt key to the one that it clearly stands for, so that it causes only one problem.

    Returns False if that is not possible, or the other key is typed too.
    """
    path = fault["loc"]
    if fault["type"] == "missing" and _was_misspelt(schema, node, fault):
        return True
    if fault["type"] != "extra_forbidden":
        return False
    *parents, name = path
    meant = _nearest_key(_inner_schema(schema, path), str(name), least=75)
    group = node.find(tuple(parents)).group
    if not meant or meant in group:
        return False
    for step in parents:
        data = data[str(step)] if isinstance(data, dict) else data
    if isinstance(data, dict):
        data[meant] = data.pop(str(name))
    group[meant] = group.pop(str(name))
    return True


def _without_empty(node: Node, problems: list[Problem]) -> dict[str, Plain]:
    """Return the plain text of a group; keys without a value are reported and left out."""
    data: dict[str, Plain] = {}
    for key, value in node.group.items():
        content = value.content
        if isinstance(content, str):
            if content.strip():
                data[key] = content
            else:
                problems.append(
                    Problem("empty-value", f'"{key}" has no value', value.key, "type a value, or delete the line")
                )
        elif isinstance(content, dict):
            data[key] = _without_empty(value, problems)
        else:
            data[key] = [item.plain() for item in content if item.content != ""]
            problems += [
                Problem("empty-value", "this list item is empty", item.location, "type a value, or delete the line")
                for item in content
                if item.content == ""
            ]
    return data


def _leave_out(data: Plain, path: Path) -> None:
    """Remove the value at the end of the path, if it still exists."""
    for step in path[:-1]:
        if not isinstance(data, dict) or step not in data:
            return
        data = data[str(step)]
        if isinstance(data, list):
            data.clear()
            return
    if isinstance(data, dict) and path:
        data.pop(str(path[-1]), None)


def _describe(schema: type[Schema], node: Node, fault: ErrorDetails) -> Problem:
    path, kind = fault["loc"], fault["type"]
    place = node.find(path)
    inner = _inner_schema(schema, path)
    last = str(path[-1])
    if kind == "extra_forbidden":
        keys = tuple(inner.model_fields)
        near = _nearest_key(inner, last)
        hint = f'did you mean "{near}"?' if near else f"choose one of: {', '.join(keys)}"
        if inner is TopicSchema and place.group and "facts" not in node.group:
            hint = 'if this is a fact, add a line "facts:" above it and indent the fact below that line'
        return Problem("unknown-key", f'unknown key "{last}" in {inner.WHAT}', place.key, hint)
    if kind == "missing":
        hint = inner.HINTS.get(last, "")
        return Problem("missing-key", f'{inner.WHAT} needs the key "{last}"', node.find(path[:-1]).key, hint)
    if kind in SHAPES:
        return Problem(*SHAPES[kind], place.location)
    corrected = str(fault.get("ctx", {}).get("corrected", ""))
    lead = "- " if isinstance(path[-1], int) else f"{last}: "
    return Problem(kind, fault["msg"], place.location, lead + as_typed(corrected) if corrected else "")
