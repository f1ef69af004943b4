"""The build manifest `<stem>.build.json`: what one build read and made, for programs that check, compare or review briefs.

Each block has the location where it was typed and its first page; each printed fact has its block. There is no time and no
absolute path in it, so the same inputs give the same bytes. The record inside the finished files is made by `facts.record`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from briefing.build.manifest_reader import SCHEMA
from briefing.build.version import program_version
from briefing.document.model import Document, kind_name, walk
from briefing.document.printed_facts import printed_facts
from briefing.document.printed_text import numbered_words
from briefing.facts.record import without_empty, write_json
from briefing.problems.problem import Location, Problem
from briefing.writers import OutputFile


@dataclass(frozen=True, slots=True)
class ManifestInput:
    """Input of the manifest of one build.

    `pages` maps a block's key to its page. `roots` are the folders that were read: an absolute path in one of them is written
    from there. `markers` says how facts are marked in the Word file; `word` has its "template" and "map", if there are any.
    `inputs` are what the build read, see `incremental`.
    """

    document: Document
    edition: str
    template: str
    theme: str
    profile: str
    stem: str
    files: Mapping[str, OutputFile]
    pages: Mapping[str, int]
    problems: Sequence[Problem]
    roots: Sequence[Path]
    markers: str = ""
    word: Mapping[str, Path] = field(default_factory=dict)
    variant: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)


def make_manifest(build: ManifestInput) -> dict[str, Any]:
    """Return the manifest as JSON values, in document order."""
    document = build.document
    head = {
        "schema": SCHEMA,
        "program": without_empty({"name": "briefing", "version": program_version()}),
        "dossier": document.name,
        "title": document.properties.title,
        "edition": build.edition,
        "language": document.properties.language,
        "date": document.properties.date,
        "marking": document.properties.marking,
        "variant": build.variant,
        "template": build.template,
        "theme": build.theme,
        "pdf_profile": build.profile if "pdf" in build.files else "",
    }
    if "docx" in build.files:
        head["word"] = without_empty({"markers": build.markers}) | {
            key: _source(path) for key, path in build.word.items()
        }
    return without_empty(head) | {
        "formats": list(build.files),
        "files": [
            {
                "name": f"{build.stem}.{key}",
                "bytes": len(written.data),
                "sha256": sha256(written.data).hexdigest(),
                **without_empty({"pages": written.pages or None}),
            }
            for key, written in build.files.items()
        ],
        "blocks": list(_blocks(build)),
        "facts": [
            without_empty(
                {"fact": ref.fact, "claim": ref.claim, "point": ref.point, "aspect": ref.aspect, "text": ref.text}
            )
            | {"block": key}
            for ref, key in printed_facts(document)
        ],
        "problems": [_problem(problem, build.roots) for problem in build.problems],
        **without_empty({"inputs": dict(build.inputs)}),
    }


def write_manifest(build: ManifestInput) -> bytes:
    """Return the manifest as indented JSON."""
    return write_json(make_manifest(build))


def _source(path: Path) -> dict[str, str]:
    """Return the name and hash of a file that was read; only its name if it was deleted since."""
    try:
        return {"name": path.name, "sha256": sha256(path.read_bytes()).hexdigest()}
    except OSError:
        return {"name": path.name}


def _blocks(build: ManifestInput) -> Iterator[dict[str, Any]]:
    for block in walk(build.document.blocks):
        location_values = {"page": build.pages.get(block.key)} | _location_values(block.location, build.roots)
        values = {"key": block.key, "kind": kind_name(block), **location_values, "text": numbered_words(block)}
        yield without_empty(values)


def _problem(problem: Problem, roots: Sequence[Path]) -> dict[str, Any]:
    values = {"severity": problem.severity, "code": problem.code, "message": problem.message, "hint": problem.hint}
    return without_empty(values | _location_values(problem.location, roots))


def _location_values(location: Location, roots: Sequence[Path]) -> dict[str, Any]:
    return {"file": _user_path(location.file, roots), "line": location.line or None, "column": location.column or None}


def _user_path(file: str, roots: Sequence[Path]) -> str:
    """Return a path as the user would write it: an absolute one begins with the name of its root."""
    path = PurePath(file)
    if not path.is_absolute():
        return file
    for root in roots:
        for folder in (root, root.resolve()):
            if path.is_relative_to(folder):
                return (PurePath(folder.name) / path.relative_to(folder)).as_posix()
    return path.name
