"""Read a YAML file to a tree of `Node`s: every value is text and knows its line and column.

No value becomes a number, a date or a boolean. `yaml_lint` checks the allowed syntax first; PyYAML parses it,
with its C parser if that is available.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import yaml

from briefing.facts.dossier_folder import read_text
from briefing.facts.unsafe_characters import strip_forbidden, strip_forbidden_value
from briefing.facts.yaml_lint import lint_lines
from briefing.problems.problem import Location, Problem

LARGEST = 5_000_000
Plain: TypeAlias = "str | dict[str, Plain] | list[Plain]"


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]  # the C parser where PyYAML was built with it
    """PyYAML's loader without types. Tags are never resolved, which saves time."""

    def resolve(self, *_: object) -> str:
        return ""

    def descend_resolver(self, *_: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class YamlMark(Protocol):
    """Position in PyYAML: line and column count from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


@dataclass(slots=True)
class Node:
    """A text, a group or a list, with its position and that of its key (its own if it has no key)."""

    content: str | dict[str, Node] | list[Node]
    file: str
    place: YamlMark
    key_place: YamlMark

    @property
    def location(self) -> Location:
        """Return the location of the value."""
        return Location(self.file, self.place.line + 1, self.place.column + 1)

    @property
    def key(self) -> Location:
        """Return the location of the key."""
        return Location(self.file, self.key_place.line + 1, self.key_place.column + 1)

    @property
    def group(self) -> dict[str, Node]:
        """Return the entries of a group; empty for a text or a list."""
        return self.content if isinstance(self.content, dict) else {}

    @property
    def text(self) -> str:
        """Return the text; "" for a group or a list."""
        return self.content if isinstance(self.content, str) else ""

    def plain(self) -> Plain:
        """Return the content without positions."""
        if isinstance(self.content, str):
            return self.content
        if isinstance(self.content, dict):
            return {key: node.plain() for key, node in self.content.items()}
        return [node.plain() for node in self.content]

    def find(self, path: tuple[str | int, ...]) -> Node:
        """Return the node at the end of the path, or the last one on the way to it."""
        node = self
        for step in path:
            content = node.content
            if isinstance(content, dict) and step in content:
                node = content[str(step)]
            elif isinstance(content, list) and isinstance(step, int) and step < len(content):
                node = content[step]
            else:
                break
        return node


def parse_yaml(text: str, display_path: str) -> tuple[Node | None, list[Problem]]:
    """Parse the text of a file; return its group (None if nothing can be read) and the problems with its syntax."""
    text, problems = strip_forbidden(text, display_path)
    text, lint_problems = lint_lines(text, display_path)
    problems += lint_problems
    composed, faults = _compose(text, display_path)
    problems += faults
    if composed is None:
        if not faults:
            problems.append(Problem("empty-file", "this file is empty", Location(display_path)))
        return None, problems
    node = _Converter(display_path, text, problems).convert(composed, composed.start_mark)
    if not isinstance(node.content, dict):
        problems.append(Problem("no-keys", 'this file has no "key: value" lines', node.location))
        return None, problems
    return node, problems


def read_yaml(
    path: Path, display_path: str, parse: Callable[[str, str], tuple[Node | None, list[Problem]]] = parse_yaml
) -> tuple[Node | None, list[Problem]]:
    """Read a file and parse its text."""
    text, problems = read_text(path, display_path, LARGEST)
    if text is None:
        return None, problems
    node, more = parse(text, display_path)
    return node, problems + more


# ------------------------------------------------------------------ PyYAML


def _compose(text: str, display_path: str) -> tuple[yaml.Node | None, list[Problem]]:
    """Return PyYAML's tree.

    A block with a syntax error is reported and left out, so that the rest is still read.
    """
    problems: list[Problem] = []
    lines = text.split("\n")
    for _ in range(20):
        try:
            return yaml.compose("\n".join(lines), Loader=_Loader), problems
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            line, column = (mark.line, mark.column) if mark is not None else (0, 0)
            reason = str(getattr(error, "problem", "") or "unknown error")
            problems.append(
                Problem(
                    "broken-yaml",
                    f"this line cannot be read as YAML: {reason}",
                    Location(display_path, line + 1, column + 1),
                    "check its indentation, colons and quotation marks",
                )
            )
            if not _leave_out(lines, line):
                break
    return None, problems


def _leave_out(lines: list[str], number: int) -> bool:
    """Empty the fact that contains a line, or the line itself outside of facts.

    Returns False if nothing was left to empty.
    """
    start = min(number, len(lines) - 1)
    while start > 0 and (not lines[start].strip() or _indentation(lines[start]) > 2):
        start -= 1
    if not lines[start].strip():
        return False
    depth = _indentation(lines[start])
    end = start + 1
    while depth and end < len(lines) and (not lines[end].strip() or _indentation(lines[end]) > depth):
        end += 1
    lines[start:end] = [""] * (end - start)
    return True


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Converter:
    """Converter from PyYAML's tree to `Node`s.

    Report duplicate keys and forbidden characters that came in as escapes.
    """

    def __init__(self, file: str, text: str, problems: list[Problem]) -> None:
        self.file = file
        self.used = frozenset(text)
        self.problems = problems

    def convert(self, node: yaml.Node, key: YamlMark) -> Node:
        content: str | dict[str, Node] | list[Node] = ""
        if isinstance(node, yaml.ScalarNode):
            content = self._text(node) if node.style or "\n" in node.value else node.value
        elif isinstance(node, yaml.MappingNode):
            entries: dict[str, Node] = {}
            for name_node, value in node.value:
                name = self._text(name_node) if name_node.style else str(name_node.value)
                start = name_node.start_mark
                if name in entries:
                    location = Location(self.file, start.line + 1, start.column + 1)
                    message = f'duplicate key "{name}", first typed in line {entries[name].key.line}'
                    self.problems.append(Problem("duplicate-key", message, location, "delete one of the two"))
                elif value.__class__ is yaml.ScalarNode and not value.style and "\n" not in value.value:
                    # Nearly every value: a fast path with the same result as the recursion.
                    entries[name] = Node(value.value, self.file, value.start_mark, start)
                else:
                    entries[name] = self.convert(value, start)
            content = entries
        elif isinstance(node, yaml.SequenceNode):
            content = [self.convert(item, item.start_mark) for item in node.value]
        return Node(content, self.file, node.start_mark, key)

    def _text(self, node: yaml.ScalarNode) -> str:
        """Return the text of a quoted or multi-line scalar.

        Line ends become spaces: a text is one paragraph.
        """
        text = str(node.value)
        one_line = node.start_mark.line == node.end_mark.line
        # A character that is nowhere in the file came in by an escape such as "\\x07".
        escaped = "".join(c for c in text if c not in self.used or (one_line and c in "\n\t"))
        if escaped:
            location = Location(self.file, node.start_mark.line + 1, node.start_mark.column + 1)
            safe, problems = strip_forbidden_value(escaped, location)
            self.problems += problems
            if safe != escaped:
                text = "".join(c if c not in escaped else "\ufffd" for c in text)
        return re.sub(r"[ \t]*\n\s*", " ", text).strip() if "\n" in text else text
