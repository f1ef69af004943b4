"""changes.yaml → `ChangeEntry`s by unit, in order of importance.

Takes the node of the file, gives the entries; reports what is not typed as a change is. Whether there is such a fact, and
whether it changed, is known once the editions were compared (`briefing.editions`).
"""

from __future__ import annotations

import re

from briefing.facts.changes import ChangeEntry, Placed
from briefing.facts.ids import ID, snake_case
from briefing.facts.load_context import Reading
from briefing.facts.scalars import as_typed
from briefing.facts.schema import ChangeForm
from briefing.facts.validate import fill_in
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Origin, Problem

WAS = "was"
_UNIT = re.compile(rf"{ID.pattern}(?:\[[^\[\]{{}}]+\])?")
_BRACES = re.compile(r"\{\{[^{}]*\}\}?|\{[^{}]*\}\}?|\{")
_PATH = re.compile(rf"({ID.pattern})(?:\[([^\[\]]+)\])?((?:\.[A-Za-z0-9_]+)*)")


def read_changes(node: Node, reading: Reading) -> dict[str, ChangeEntry]:
    """The entries by unit, in file order; problems go to the reading."""
    entries: dict[str, ChangeEntry] = {}
    for unit, entry in node.group.items():
        if not _UNIT.fullmatch(unit):
            message = f'"{unit}" is neither a fact, nor a point of one, nor a judgement'
            name = snake_case(unit.partition("[")[0])
            reading.report("bad-change", message, entry.key, f"{name}: or, of a series, {name}[2025]:" if name else "")
            continue
        entries[unit] = _read(unit, entry, reading)
    if entries and not _supersedes(reading):
        hint = "add a line to dossier.yaml that names the edition before this one: supersedes: 1"
        message = "there are changes, and dossier.yaml names no edition that this one supersedes"
        reading.report("nothing-superseded", message, Origin(node.origin.file), hint)
    return entries


def _supersedes(reading: Reading) -> bool:
    return reading.dossier is None or "supersedes" in reading.dossier.group


def _read(unit: str, node: Node, reading: Reading) -> ChangeEntry:
    """An entry; one without any line below it says only how important the change is."""
    if node.content == "":
        return ChangeEntry(unit, node.key)
    form = fill_in(ChangeForm, node, reading.problems) or ChangeForm()
    origin = node.find(("says",)).origin
    says, problems = parse_change(form.says, origin)
    reading.problems += problems
    return ChangeEntry(unit, node.key, form.label, node.find(("label",)).origin, says, origin)


def parse_change(text: str, origin: Origin) -> tuple[tuple[str | Placed, ...], list[Problem]]:
    """Text and what is placed in it, in turn; problems with braces."""
    parts: list[str | Placed] = []
    problems: list[Problem] = []
    end = 0
    for match in _BRACES.finditer(text):
        typed = match[0]
        path = _PATH.fullmatch(typed[1:-1])
        if path is None or typed.startswith("{{"):
            problems.append(_refuse(typed, text, origin))
            continue
        parts.append(text[end : match.start()])
        fact, point, names = path.groups()
        was = typed == f"{{{WAS}}}"
        behind = tuple(name for name in names.split(".") if name)
        parts.append(Placed(typed, "" if was else fact, "" if was else point or "", behind))
        end = match.end()
    parts.append(text[end:])
    return tuple(part for part in parts if part), problems


def _refuse(typed: str, text: str, origin: Origin) -> Problem:
    bare = typed.strip("{} ")
    right = f"{{{bare}}}" if _PATH.fullmatch(bare) else ""
    hint = f"says: {as_typed(text.replace(typed, right))}" if right else "{was}, {fact}, {fact.claim}, {fact[2025].by}"
    return Problem("bad-placeholder", f'"{typed}" places nothing: one brace at each end, and no space', origin, hint)
