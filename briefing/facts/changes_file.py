"""changes.yaml → `ChangeEntry`s by unit, in order of importance.

Takes the node of the file, gives the entries; reports what is not typed as a change is. Whether there is such a fact, and
whether it changed, is known once the editions were compared (`briefing.editions`).
"""

from __future__ import annotations

import re

from briefing.facts.changes import ChangeEntry, Placed
from briefing.facts.ids import ID, snake_case
from briefing.facts.load_context import LoadContext
from briefing.facts.scalars import as_typed
from briefing.facts.schema import ChangeSchema
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Location, Problem

WAS = "was"
_UNIT = re.compile(rf"{ID.pattern}(?:\[[^\[\]{{}}]+\])?")
_BRACES = re.compile(r"\{\{[^{}]*\}\}?|\{[^{}]*\}\}?|\{")
_PATH = re.compile(rf"({ID.pattern})(?:\[([^\[\]]+)\])?((?:\.[A-Za-z0-9_]+)*)")


def read_changes(node: Node, reading: LoadContext) -> dict[str, ChangeEntry]:
    """The entries by unit, in file order; problems go to the reading."""
    entries: dict[str, ChangeEntry] = {}
    for unit, entry in node.group.items():
        if not _UNIT.fullmatch(unit):
            message = f'"{unit}" cannot be the id of a fact, a point of a series or a judgement'
            name = snake_case(unit.partition("[")[0])
            reading.report(
                "bad-change",
                message,
                entry.key,
                f"type {name}: or, for a point of a series, {name}[2025]:" if name else "",
            )
            continue
        entries[unit] = _read(unit, entry, reading)
    if entries and not _supersedes(reading):
        hint = "name the previous edition in dossier.yaml: supersedes: 1"
        message = "there are changes, but dossier.yaml does not name the edition that this one supersedes"
        reading.report("nothing-superseded", message, Location(node.location.file), hint)
    return entries


def _supersedes(reading: LoadContext) -> bool:
    return reading.dossier is None or "supersedes" in reading.dossier.group


def _read(unit: str, node: Node, reading: LoadContext) -> ChangeEntry:
    """An entry; one without any line below it says only how important the change is."""
    if node.content == "":
        return ChangeEntry(unit, node.key)
    form = validate(ChangeSchema, node, reading.problems) or ChangeSchema()
    location = node.find(("says",)).location
    says, problems = parse_change(form.says, location)
    reading.problems += problems
    return ChangeEntry(unit, node.key, form.label, node.find(("label",)).location, says, location)


def parse_change(text: str, location: Location) -> tuple[tuple[str | Placed, ...], list[Problem]]:
    """Text and what is placed in it, in turn; problems with braces."""
    parts: list[str | Placed] = []
    problems: list[Problem] = []
    end = 0
    for match in _BRACES.finditer(text):
        typed = match[0]
        path = _PATH.fullmatch(typed[1:-1])
        if path is None or typed.startswith("{{"):
            problems.append(_refuse(typed, text, location))
            continue
        parts.append(text[end : match.start()])
        fact, point, names = path.groups()
        was = typed == f"{{{WAS}}}"
        behind = tuple(name for name in names.split(".") if name)
        parts.append(Placed(typed, "" if was else fact, "" if was else point or "", behind))
        end = match.end()
    parts.append(text[end:])
    return tuple(part for part in parts if part), problems


def _refuse(typed: str, text: str, location: Location) -> Problem:
    bare = typed.strip("{} ")
    right = f"{{{bare}}}" if _PATH.fullmatch(bare) else ""
    hint = (
        f"says: {as_typed(text.replace(typed, right))}"
        if right
        else "use {was}, {fact}, {fact.claim} or {fact[2025].by}"
    )
    return Problem(
        "bad-placeholder", f'"{typed}" is not a placeholder: type one brace at each end, without spaces', location, hint
    )
