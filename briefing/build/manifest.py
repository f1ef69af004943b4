"""What one build made, as JSON beside its files: for programs that check, compare or review briefs. It never travels inside them.

Takes the finished files, the resolved document with the pages it was laid out on, and the problems; gives the bytes of
`<stem>.build.json`. Every block says where it was typed and on which page it starts, every printed fact in which block it stands.
No clock and no path of a machine: same inputs, same bytes. What travels with a brief is `record`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from briefing.build.manifest_reader import SCHEMA
from briefing.build.version import program_version
from briefing.document.model import (
    Block,
    Callout,
    Contents,
    Document,
    Figure,
    Table,
    TitleBlock,
    caption_inlines,
    kind_name,
    plain,
    walk,
)
from briefing.facts.record import printed_facts, without_empty, words_of, write_json
from briefing.problems.problem import Location, Problem
from briefing.writers import OutputFile


@dataclass(frozen=True, slots=True)
class ManifestInput:
    """One build: what it was made of and what it made.

    `pages` maps a block's key to its page; `roots` are the folders that were read, in which files are named without the rest
    of their paths where those are a machine's. Of a Word file there are `markers`, the profile of the marks of its facts, and in
    `word` the house's "template" and its "map", as far as there are any. `inputs` tell what it read, see `freshness`.
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
    """The record as plain values, in document order."""
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
        "files": [_file(f"{build.stem}.{key}", written) for key, written in build.files.items()],
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
    """The record as JSON that a person can read."""
    return write_json(make_manifest(build))


def _file(name: str, written: OutputFile) -> dict[str, Any]:
    made = {"name": name, "bytes": len(written.data), "sha256": sha256(written.data).hexdigest()}
    return made | without_empty({"pages": written.pages or None})


def _source(path: Path) -> dict[str, str]:
    """A file that was read, by its name and hash; by its name alone where it has gone since."""
    try:
        return {"name": path.name, "sha256": sha256(path.read_bytes()).hexdigest()}
    except OSError:
        return {"name": path.name}


def _blocks(build: ManifestInput) -> Iterator[dict[str, Any]]:
    for block in walk(build.document.blocks):
        place = {"page": build.pages.get(block.key)} | _place(block.location, build.roots)
        told = {"key": block.key, "kind": kind_name(block), **place, "text": _words(block)}
        yield without_empty(told)


def _words(block: Block) -> str:
    """A block's words as they are printed: with the number of a heading and the label of a caption."""
    if isinstance(block, Contents):
        return "\n".join([block.title, *(f"{entry.number} {entry.text}".strip() for entry in block.entries)])
    if isinstance(block, TitleBlock | Callout):
        return words_of(block)
    words = words_of(block)
    if isinstance(block, Table | Figure):
        below = words.removeprefix(plain(block.title)).removeprefix("\n")
        return f"{plain(caption_inlines(block))}\n{below}".strip()
    number: str = getattr(block, "number", "")
    return f"{number} {words}".strip()


def _problem(problem: Problem, roots: Sequence[Path]) -> dict[str, Any]:
    told = {"severity": problem.severity, "code": problem.code, "message": problem.message, "hint": problem.hint}
    return without_empty(told | _place(problem.location, roots))


def _place(location: Location, roots: Sequence[Path]) -> dict[str, Any]:
    return {"file": _shown(location.file, roots), "line": location.line or None, "column": location.column or None}


def _shown(file: str, roots: Sequence[Path]) -> str:
    """A file as the user would write it: a path from the top of the disk begins with the folder that was asked for."""
    path = PurePath(file)
    if not path.is_absolute():
        return file
    for root in roots:
        for folder in (root, root.resolve()):
            if path.is_relative_to(folder):
                return (PurePath(folder.name) / path.relative_to(folder)).as_posix()
    return path.name
