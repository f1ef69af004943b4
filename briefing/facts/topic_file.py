"""Parse a topic file, also one without its line "facts:": one forgotten line is one problem, not one per fact."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.facts.schema import TopicSchema
from briefing.facts.yaml_reader import LARGEST, Node, parse_yaml
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import nearest

_FACTS = re.compile(r"^facts *:", re.MULTILINE)
_ENTRY = re.compile(r"""( *)["']?([^\W_][\w -]*?)["']? *:(.*)$""")
_OF_A_FACT = re.compile(r" *(?:says|value|quote|claims|series|derive|source) *:", re.MULTILINE)


def parse_topic(text: str, display_path: str) -> tuple[Node | None, list[Problem]]:
    """Return the group of a topic file (None if nothing can be read) and the problems with its syntax."""
    lines = text.split("\n")
    start = None if _FACTS.search(text) else _find_facts(lines)
    if start is None:
        return parse_yaml(text, display_path)
    # Both parts keep their line numbers.
    facts, problems = parse_yaml("\n".join([""] * start + lines[start:]), display_path)
    if facts is None:
        return None, problems
    head, more = parse_yaml("\n".join(lines[:start]), display_path)
    if head is None:
        more = [problem for problem in more if problem.code != "empty-file"]
        head = Node({}, display_path, facts.place, facts.key_place)
    indented = lines[start].startswith(" ")
    hint = 'add the line "facts:" above this one' + ("" if indented else ", and indent the facts below it")
    place = Location(display_path, start + 1, len(lines[start]) - len(lines[start].lstrip()) + 1)
    missing = Problem("missing-key", 'a topic needs the key "facts"', place, hint)
    return Node({**head.group, "facts": facts}, display_path, head.place, head.key_place), [missing, *more, *problems]


def _find_facts(lines: list[str]) -> int | None:
    """Return the number of the line where the facts begin if no line "facts:" is above them, else None."""
    start = None
    for number, line in enumerate(lines):
        entry = _ENTRY.match(line)
        if entry is None:
            continue
        indent, key, value = entry.groups()
        if not indent and nearest(key.lower(), ("facts",), least=75):
            return None
        own = not indent and nearest(key.lower(), TopicSchema.model_fields, least=75)
        if start is None and not own and not value.partition("#")[0].strip():
            start = number
    return start if start is not None and _OF_A_FACT.search("\n".join(lines[start:])) else None


def has_facts(path: Path) -> bool:
    """Return True if a file has the line "facts:" of a topic."""
    try:
        with path.open("rb") as opened:
            return _FACTS.search(opened.read(LARGEST).decode("utf-8", "replace")) is not None
    except OSError:
        return False
