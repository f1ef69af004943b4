"""Write and read `editions/<edition>.json`: a `Snapshot` stored beside the dossier, one line per fact.

The file may come from anyone, so reading takes nothing for granted: an unexpected shape is a problem that names the key, and so is
text that no brief can print.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, TypeAlias, get_args

from briefing.editions.snapshot import (
    EditionClaim,
    EditionFact,
    EditionJudgement,
    EditionSource,
    LoggedChange,
    Snapshot,
)
from briefing.facts.change_model import LABELS, fact_of
from briefing.facts.dossier_folder import explain_absence, find_inside
from briefing.facts.ids import ID
from briefing.facts.record import without_empty, write_json
from briefing.files.characters import check_characters
from briefing.problems.problem import BriefingError, Location, Problem

SCHEMA = "briefing/edition/1"
FOLDER = "editions"
LARGEST = 20_000_000
"""Largest size of a frozen edition in bytes."""
HINT = "create it again: run briefing freeze in the folder of that edition"


_Part: TypeAlias = Snapshot | EditionFact | EditionClaim | EditionJudgement | EditionSource | LoggedChange


class ShapeError(Exception):
    """A value in the file does not have the shape that a frozen edition has there."""


def name_of(edition: str) -> str:
    """Return the path of an edition inside the dossier's folder."""
    return f"{FOLDER}/{edition}.json"


# ------------------------------------------------------------------ writing


def write_edition(snapshot: Snapshot) -> bytes:
    """Return the edition as readable JSON; the same edition gives the same bytes."""
    facts = {}
    for name, fact in snapshot.facts.items():
        claims = {}
        for key, claim in fact.claims.items():
            sources = [without_empty({"source": source, "locator": locator}) for source, locator in claim.sources]
            claims[key] = without_empty(_values_of(claim) | {"sources": sources})
        facts[name] = without_empty(_values_of(fact) | {"points": dict(fact.points)}) | {"claims": claims}
    return write_json(
        without_empty({"schema": SCHEMA} | _values_of(snapshot))
        | {
            "facts": facts,
            "judgements": {name: without_empty(_values_of(judged)) for name, judged in snapshot.judgements.items()},
            "sources": {name: without_empty(_values_of(source)) for name, source in snapshot.sources.items()},
            "changes": [without_empty({"id": change.id} | _values_of(change)) for change in snapshot.changes],
        }
    )


def _values_of(part: _Part) -> dict[str, Any]:
    """Return the texts and numbers of a part of an edition, in order, without its id, under which the file has it."""
    return {field.name: getattr(part, field.name) for field in _PLAIN_FIELDS[type(part)]}


_PLAIN_FIELDS: dict[type[_Part], tuple[Field[Any], ...]] = {
    kind: tuple(each for each in fields(kind) if each.type in {"str", "str | None", "int"} and each.name != "id")
    for kind in get_args(_Part)
}


# ------------------------------------------------------------------ reading


def find_edition(folder: Path, display_path: str, edition: str) -> Snapshot | None:
    """Return the frozen edition beside a dossier; None if it does not exist. Raises BriefingError if it cannot be read."""
    name = name_of(edition)
    path = find_inside(folder, name)
    location = Location(f"{display_path}/{name}")
    if path is None:
        problem = explain_absence(folder, name, "this edition", location)
        if problem is not None:
            raise BriefingError(problem)
        return None
    kept = read_edition_file(path, location.file)
    if kept.edition != edition:
        message = f'this file contains edition "{kept.edition}", but is named {edition}.json'
        raise BriefingError(
            Problem("bad-edition", message, location, "replace it with the file of the edition in its name")
        )
    return kept


def read_edition_file(path: Path, display_path: str) -> Snapshot:
    """Return the edition in a file. Raises BriefingError."""
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise BriefingError(
            Problem("unreadable-file", f"this file cannot be read: {reason}", Location(display_path))
        ) from None
    return read_edition(data, display_path)


def read_edition(data: bytes, display_path: str) -> Snapshot:
    """Return the edition in untrusted bytes. Raises BriefingError with a problem, or one per forbidden character."""
    if len(data) > LARGEST:
        message = f"this file is larger than {LARGEST // 1_000_000} MB, too large for a frozen edition"
        raise BriefingError(Problem("too-large", message, Location(display_path)))
    try:
        text = data.decode("utf-8-sig")
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        # Not UTF-8 or not JSON. Huge numbers and deeply nested brackets are errors without a line.
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        line = data.count(b"\n", 0, error.start) + 1 if isinstance(error, UnicodeDecodeError) else line
        message = "this file is not a frozen edition: it is not JSON"
        raise BriefingError(Problem("bad-edition", message, Location(display_path, line), HINT)) from None
    problems = check_characters(text, display_path)
    if problems:
        raise BriefingError(*problems)
    try:
        made = _read_snapshot(values)
    except ShapeError as error:
        raise BriefingError(
            Problem("bad-edition", f"this file is not a frozen edition: {error}", Location(display_path), HINT)
        ) from None
    escaped = check_characters("\n".join(_texts(values)), display_path) if "\\" in text else []
    if escaped:
        raise BriefingError(*[Problem(p.code, p.message, Location(display_path), p.hint) for p in escaped])
    return made


def _texts(value: object) -> list[str]:
    """Return every text and key in the values, to check escaped characters. The shape was checked, so the depth is limited."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (key, *_texts(inner))]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []


def _read_snapshot(values: object) -> Snapshot:
    if not isinstance(values, dict) or values.get("schema") != SCHEMA:
        schema = values.get("schema") if isinstance(values, dict) else None
        raise ShapeError(f'its key "schema" is "{str(schema)[:60]}"' if schema else 'the key "schema" is missing')
    top = _Group(values, "")
    changes = []
    for entry in top.items("changes"):
        group = _Group(_dict(entry, "changes"), "changes")
        logged = LoggedChange(group.text("id"), **_read_texts(LoggedChange, group))
        group.end()
        if logged.label not in LABELS or not ID.fullmatch(fact_of(logged.id)[0]):
            raise ShapeError("an entry of changes needs an id and a label")
        changes.append(logged)
    texts = _read_texts(Snapshot, top)
    facts = {name: _read_fact(name, group) for name, group in top.groups("facts")}
    judgements = {name: _read_judgement(name, group) for name, group in top.groups("judgements")}
    sources = {}
    for name, group in top.groups("sources"):
        sources[name] = EditionSource(name, **_read_texts(EditionSource, group))
        group.end()
    made = Snapshot(
        **texts,
        facts=facts,
        judgements=judgements,
        sources=sources,
        changes=tuple(changes),
        labels={logged.id: logged.label for logged in changes},
    )
    top.end(("schema",))
    if not made.edition:
        raise ShapeError('the key "edition" is missing')
    return made


def _read_texts(kind: type[_Part], group: _Group) -> dict[str, Any]:
    """Return the texts of a part of an edition by the name of their field, with the default of the field if it is a text."""
    return {
        field.name: group.text(field.name) or (field.default if isinstance(field.default, str) else "")
        for field in _PLAIN_FIELDS[kind]
        if field.type != "int"
    }


def _read_fact(name: str, group: _Group) -> EditionFact:
    claims = {}
    for key, inner in group.groups("claims"):
        cited = [_Group(_dict(entry, "sources"), f"{inner.where}.sources") for entry in inner.items("sources")]
        sources = tuple((source.text("source"), source.text("locator")) for source in cited)
        claims[key] = EditionClaim(sources=sources, **_read_texts(EditionClaim, inner))
        inner.end()
    fact = EditionFact(
        id=name,
        claims=claims,
        points={key: group.check_text(text, "points") for key, text in group.group("points").items()},
        **_read_texts(EditionFact, group),
    )
    group.end()
    return fact


def _read_judgement(name: str, group: _Group) -> EditionJudgement:
    rank = group.values.pop("rank", 0)
    if not isinstance(rank, int) or isinstance(rank, bool) or not 0 <= rank <= 1000:
        raise ShapeError(f"{group.where}.rank must be a position on a scale, from 0 to 1000")
    judged = EditionJudgement(id=name, rank=rank, **_read_texts(EditionJudgement, group))
    group.end()
    return judged


def _dict(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ShapeError(f"{where} must be a group of named values")
    return value


class _Group:
    """A group of named values that is read key by key; keys that are left at the end are unknown."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self.values, self.where = dict(values), where

    def _at(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def check_text(self, value: object, name: str) -> str:
        if not isinstance(value, str) or "\n" in value or "\t" in value:
            raise ShapeError(f"{self._at(name)} must be one line of text")
        return value

    def text(self, name: str) -> str:
        return self.check_text(self.values.pop(name, ""), name)

    def group(self, name: str) -> dict[str, Any]:
        return _dict(self.values.pop(name, {}), self._at(name))

    def items(self, name: str) -> Sequence[Any]:
        found = self.values.pop(name, [])
        if not isinstance(found, list):
            raise ShapeError(f"{self._at(name)} must be a list")
        return found

    def groups(self, name: str) -> list[tuple[str, _Group]]:
        """Return named groups. Names must be ids, except those of claims, which can begin with a point."""
        found = []
        for key, value in self.group(name).items():
            if name != "claims" and not ID.fullmatch(key):
                raise ShapeError(f'"{key[:60]}" in {self._at(name)} is not an id')
            found.append((key, _Group(_dict(value, f"{self._at(name)}.{key}"), f"{self._at(name)}.{key}")))
        return found

    def end(self, known: Collection[str] = ()) -> None:
        if left := sorted(set(self.values) - set(known)):
            where = f" in {self.where}" if self.where else ""
            raise ShapeError(f'unknown key "{left[0][:60]}"{where}')
