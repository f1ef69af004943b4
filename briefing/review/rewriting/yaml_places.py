"""Locate an entry of a YAML file: the offsets of a text, or the last line of a group, without comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from briefing.review.rewriting.cannot_apply import CannotApply

Node: TypeAlias = Any
"""A node of ruamel.yaml, whose type hints lack most attributes."""


@dataclass(frozen=True, slots=True)
class ScalarPlace:
    """Offsets of a text in the file; `style` is "", ', ", > or |."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """A group of lines: the indent of its keys, the number (from 0) of its last line, and its keys with their lines."""

    indent: int
    last: int
    keys: dict[str, int]


def find_scalar(text: str, path: tuple[str, ...]) -> ScalarPlace:
    """Return the text at a path of keys; raise CannotApply if there is none."""
    node = _find(text, path)
    if node.id != "scalar":
        raise CannotApply(f'"{".".join(path)}" is not text')
    return ScalarPlace(node.start_mark.index, node.end_mark.index, str(node.style or ""))


def find_group(text: str, path: tuple[str, ...]) -> GroupPlace | None:
    """Return the group at a path of keys, None if the key is missing; raise CannotApply if it is not a group."""
    parent = _find(text, path[:-1])
    if parent.id == "mapping" and path[-1] not in {key.value for key, _ in parent.value}:
        return None
    node = _find(text, path)
    if node.id != "mapping" or node.flow_style or not node.value:
        raise CannotApply(f'"{path[-1]}" is not a group of lines')
    keys = {str(key.value): key.start_mark.line for key, _ in node.value}
    lines = text.split("\n")
    return GroupPlace(node.value[0][0].start_mark.column, _last_line(node, lines), keys)


def find_keys(text: str) -> list[tuple[str, ScalarPlace]]:
    """Return the keys at the top of a file with their places, in order; raise CannotApply if the file cannot be read."""
    node = _compose(text)
    pairs = node.value if node.id == "mapping" else []
    return [
        (str(key.value), ScalarPlace(key.start_mark.index, key.end_mark.index, str(key.style or "")))
        for key, _ in pairs
        if key.id == "scalar"
    ]


def _find(text: str, path: tuple[str, ...]) -> Node:
    node = _compose(text)
    for step in path:
        found: list[Node] = []
        if node.id == "mapping":
            found = [value for key, value in node.value if key.value == step]
        elif node.id == "sequence" and step.isdecimal():
            found = node.value[int(step) : int(step) + 1]
        if len(found) != 1:
            raise CannotApply(f'"{".".join(path)}" not found in the file')
        node = found[0]
    return node


def _compose(text: str) -> Node:
    from ruamel.yaml import YAML  # imported only when a file is changed
    from ruamel.yaml.error import YAMLError

    try:
        node = YAML().compose(text)
    except (YAMLError, RecursionError):
        node = None
    if node is None:
        raise CannotApply("the file cannot be read")
    return node


def _last_line(node: Node, lines: list[str]) -> int:
    """Return the last line of a node. For ruamel.yaml a block of text ends only where the next node begins."""
    if node.id != "scalar":
        inner = [part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))]
        if node.flow_style or not inner:
            return int(node.end_mark.line)
        return max(_last_line(part, lines) for part in inner)
    last = int(node.end_mark.line)
    if not node.value:
        return int(node.start_mark.line)
    if node.style in (">", "|"):
        last -= node.end_mark.column == 0
        while last > node.start_mark.line and not lines[last].strip():
            last -= 1
    return last
