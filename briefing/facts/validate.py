"""Checks an entry against its form and tells, in the user's words, where and how it fails.

Takes a `Node` and a form, gives the filled form and located problems. What is wrong is left out and the rest kept, so that
one slip in a fact does not make every template that names the fact wrong as well.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from briefing.facts.scalars import as_typed
from briefing.facts.schema import ClaimSchema, ProposalSchema, Schema
from briefing.facts.yaml_reader import Node, Plain
from briefing.problems.problem import Problem
from briefing.problems.suggest import nearest

Filled = TypeVar("Filled", bound=Schema)
Path = tuple[str | int, ...]

SHAPES = {
    "string_type": ("not-text", "text is expected here, behind the key"),
    "dict_type": ("not-a-group", "a group of lines is expected here: each indented, with a key of its own"),
    "model_type": ("not-a-group", "a group of lines is expected here: each indented, with a key of its own"),
    "model_attributes_type": ("not-a-group", "a group of lines is expected here: each indented, with a key of its own"),
    "list_type": ("not-a-list", 'a list is expected here: one item a line, each behind "- "'),
}

_INNER: dict[str | int, type[Schema]] = {"claims": ClaimSchema, "proposals": ProposalSchema}


def validate(form: type[Filled], node: Node, problems: list[Problem]) -> Filled | None:
    """The form filled with the entry's text; None if what is right of it does not make one."""
    if node.content == "":
        problems.append(
            Problem("empty-value", f"{form.WHAT} has no lines below its id", node.key, "indent them deeper than the id")
        )
        return None
    if not isinstance(node.content, dict):
        problems.append(Problem(*SHAPES["dict_type"], node.location))
        return None
    problems += _replace_deprecated(form, node)
    data = _without_empty(node, problems)
    for _ in range(3):
        try:
            return form.model_validate(data)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_input=False)
        problems += [_describe(form, node, fault) for fault in faults if not _was_misspelt(form, node, fault)]
        for fault in faults:
            if not _rename(form, node, data, fault):
                _leave_out(data, fault["loc"][:-1] if fault["type"] == "missing" else fault["loc"])
    return None


def _replace_deprecated(form: type[Schema], node: Node) -> list[Problem]:
    """Rename keys that have a new name, and return a warning for each. A key typed under both names is left alone."""
    problems = []
    for old, new in form.RENAMED.items():
        if old in node.group and new not in node.group:
            node.group[new] = typed = node.group.pop(old)
            message = f'the key "{old}" is now called "{new}"'
            hint = f'change the line to "{new}:" (briefing upgrade does it for you)'
            problems.append(Problem("deprecated-key", message, typed.key, hint, severity="warning"))
    return problems


def _inner_form(form: type[Schema], path: Path) -> type[Schema]:
    return _INNER.get(path[0], form) if len(path) > 2 else form


def _nearest_key(form: type[Schema], typed: str, least: float = 60.0) -> str:
    return form.MEANT.get(typed) or nearest(typed, form.model_fields, least)


def _meant(form: type[Schema], node: Node, fault: ErrorDetails) -> str:
    """The key that a misspelt one surely stands for, if that one is not there itself."""
    if fault["type"] != "extra_forbidden":
        return ""
    path = fault["loc"]
    near = _nearest_key(_inner_form(form, path), str(path[-1]), least=75)
    return "" if near in node.find(path[:-1]).group else near


def _was_misspelt(form: type[Schema], node: Node, fault: ErrorDetails) -> bool:
    """Whether a key is missing only because it is there under a misspelt name, which is reported by itself."""
    path = fault["loc"]
    if fault["type"] != "missing":
        return False
    typed = node.find(path)
    if typed.content and path[-1] in node.find(path[:-1]).group:
        return True  # what stands there is wrong, and was told
    siblings = node.find(path[:-1]).group
    known = _inner_form(form, path).model_fields
    return any(name not in known and nearest(name, known, least=75) == path[-1] for name in siblings)


def _rename(form: type[Schema], node: Node, data: Plain, fault: ErrorDetails) -> bool:
    """Reads a misspelt key as the one that was meant, so that it gives one problem and not a train of them."""
    meant = _meant(form, node, fault)
    if fault["type"] == "missing" and _was_misspelt(form, node, fault):
        return True
    if not meant:
        return False
    *way, name = fault["loc"]
    for step in way:
        data = data[str(step)] if isinstance(data, dict) else data
    group = node.find(tuple(way)).group
    if isinstance(data, dict):
        data[meant] = data.pop(str(name))
    group[meant] = group.pop(str(name))
    return True


def _without_empty(node: Node, problems: list[Problem]) -> dict[str, Plain]:
    """The plain text of a group, keys with nothing behind them reported and left out."""
    data: dict[str, Plain] = {}
    for key, value in node.group.items():
        content = value.content
        if isinstance(content, str):
            if content.strip():
                data[key] = content
            else:
                problems.append(
                    Problem("empty-value", f'"{key}" has nothing behind it', value.key, "type it, or delete the line")
                )
        elif isinstance(content, dict):
            data[key] = _without_empty(value, problems)
        else:
            data[key] = [item.plain() for item in content if not _is_empty_item(item, problems)]
    return data


def _is_empty_item(item: Node, problems: list[Problem]) -> bool:
    if item.content != "":
        return False
    problems.append(
        Problem("empty-value", "this item of the list is empty", item.location, "type it, or delete the line")
    )
    return True


def _leave_out(data: Plain, path: Path) -> None:
    """Removes what stands at the end of the path, if that is still there."""
    for step in path[:-1]:
        if not isinstance(data, dict) or step not in data:
            return
        data = data[str(step)]
        if isinstance(data, list):
            data.clear()
            return
    if isinstance(data, dict) and path:
        data.pop(str(path[-1]), None)


def _describe(form: type[Schema], node: Node, fault: ErrorDetails) -> Problem:
    path, kind = fault["loc"], fault["type"]
    place = node.find(path)
    inner = _inner_form(form, path)
    last = str(path[-1])
    if kind == "extra_forbidden":
        keys = tuple(inner.model_fields)
        near = _nearest_key(inner, last)
        hint = f'did you mean "{near}"?' if near else f"keys of {inner.WHAT}: {', '.join(keys)}"
        return Problem("unknown-key", f'{inner.WHAT} has no key "{last}"', place.key, hint)
    if kind == "missing":
        hint = inner.HINTS.get(last, "")
        return Problem("missing-key", f'{inner.WHAT} needs the key "{last}"', node.find(path[:-1]).key, hint)
    if kind in SHAPES:
        return Problem(*SHAPES[kind], place.location)
    corrected = str(fault.get("ctx", {}).get("corrected", ""))
    lead = "- " if isinstance(path[-1], int) else f"{last}: "
    return Problem(kind, fault["msg"], place.location, lead + as_typed(corrected) if corrected else "")
