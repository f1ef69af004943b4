"""Where an entry of a YAML file stands: the first and last character of a text, the last line of a group.

Takes the text of a file and a path of keys; gives places as ruamel.yaml finds them, comments kept out. Changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from briefing.review.rewriting.cannot_apply import CannotApply

Node: TypeAlias = Any
"""A node of ruamel.yaml, whose types leave out most of what it has."""


@dataclass(frozen=True, slots=True)
class ScalarPlace:
    """A text: from `start` to `end` in the file; `style` is "", ' or ", > or |."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """A group of lines: `indent` of its keys, `last` the number (from 0) of its last line; `keys` with their lines."""

    indent: int
    last: int
    keys: dict[str, int]


def find_scalar(text: str, path: tuple[str, ...]) -> ScalarPlace:
    """The text at the end of the path. Raises CannotApply."""
    node = _find(text, path)
    if node.id != "scalar":
        raise CannotApply(f'"{".".join(path)}" is no text')
    return ScalarPlace(node.start_mark.index, node.end_mark.index, str(node.style or ""))


def find_group(text: str, path: tuple[str, ...]) -> GroupPlace | None:
    """The group at the end of the path; None where there is no such key. Raises CannotApply if it is no group of lines."""
    parent = _find(text, path[:-1])
    if parent.id == "mapping" and path[-1] not in {key.value for key, _ in parent.value}:
        return None
    node = _find(text, path)
    if node.id != "mapping" or node.flow_style or not node.value:
        raise CannotApply(f'"{path[-1]}" is no group of lines')
    keys = {str(key.value): key.start_mark.line for key, _ in node.value}
    lines = text.split("\n")
    return GroupPlace(node.value[0][0].start_mark.column, _last_line(node, lines), keys)


def find_keys(text: str) -> list[tuple[str, ScalarPlace]]:
    """The keys at the top of the file with their places, in order. Raises CannotApply where the file cannot be read."""
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
            raise CannotApply(f'there is no "{".".join(path)}" in the file')
        node = found[0]
    return node


def _compose(text: str) -> Node:
    from ruamel.yaml import YAML  # only those who change a file need it
    from ruamel.yaml.error import YAMLError

    try:
        node = YAML().compose(text)
    except (YAMLError, RecursionError):
        node = None
    if node is None:
        raise CannotApply("the file cannot be read")
    return node


def _last_line(node: Node, lines: list[str]) -> int:
    """The number of the last line that holds something of a node. A block of text ends for ruamel where the next thing begins."""
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
