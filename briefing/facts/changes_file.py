"""Read changes.yaml to `ChangeEntry`s by unit, in order of importance.

Check only how entries are typed. Whether a fact exists and has changed is checked by `briefing.editions`,
which compares the editions.
"""

from __future__ import annotations

import re

from briefing.facts.change_model import ChangeEntry, Placed
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


def read_changes(node: Node, context: LoadContext) -> dict[str, ChangeEntry]:
    """Return the entries by unit, in file order; report problems to the context."""
    entries: dict[str, ChangeEntry] = {}
    for unit, entry in node.group.items():
        if not _UNIT.fullmatch(unit):
            message = f'"{unit}" cannot be the id of a fact, a point of a series or a judgement'
            name = snake_case(unit.partition("[")[0])
            context.report(
                "bad-change",
                message,
                entry.key,
                f"type {name}: or, for a point of a series, {name}[2025]:" if name else "",
            )
            continue
        if entry.content == "":
            # An entry without lines below it only says, by its place, how important the change is.
            entries[unit] = ChangeEntry(unit, entry.key)
            continue
        fields = validate(ChangeSchema, entry, context.problems) or ChangeSchema()
        location = entry.find(("says",)).location
        says, problems = parse_change(fields.says, location)
        context.problems += problems
        entries[unit] = ChangeEntry(unit, entry.key, fields.label, entry.find(("label",)).location, says, location)
    if entries and context.dossier is not None and "supersedes" not in context.dossier.group:
        hint = "name the previous edition in dossier.yaml: supersedes: 1"
        message = "this file lists changes, but dossier.yaml does not name the previous edition"
        context.report("nothing-superseded", message, Location(node.location.file), hint)
    return entries


def parse_change(text: str, location: Location) -> tuple[tuple[str | Placed, ...], list[Problem]]:
    """Split the text of a change into text and placeholders; return these, and problems with braces."""
    parts: list[str | Placed] = []
    problems: list[Problem] = []
    end = 0
    for match in _BRACES.finditer(text):
        typed = match[0]
        path = _PATH.fullmatch(typed[1:-1])
        if path is None or typed.startswith("{{"):
            meant = f"{{{typed.strip('{} ')}}}"
            message = f'"{typed}" is not a placeholder: type one brace at each end, without spaces'
            hint = "use {was}, {fact}, {fact.claim} or {fact[2025].by}"
            if _PATH.fullmatch(meant[1:-1]):
                hint = f"says: {as_typed(text.replace(typed, meant))}"
            problems.append(Problem("bad-placeholder", message, location, hint))
            continue
        parts.append(text[end : match.start()])
        fact, point, names = path.groups()
        was = typed == f"{{{WAS}}}"
        behind = tuple(name for name in names.split(".") if name)
        parts.append(Placed(typed, "" if was else fact, "" if was else point or "", behind))
        end = match.end()
    parts.append(text[end:])
    return tuple(part for part in parts if part), problems
