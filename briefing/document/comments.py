"""What is said beside the brief, and where it hangs: the fact, paragraph or row that it is about.

Takes what checks found: problems, a resolved document and where its sources were typed; gives `Remark`s. A problem about
nothing that stands in the brief hangs on its title. Writes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefing.document.fact_markers import mark_facts
from briefing.document.model import Block, Callout, Document, Figure, Front, Heading, Paragraph, Table, walk
from briefing.problems.problem import Origin, Problem, sort_problems

_PROSE = ".md"


CHECKER, CHECKER_INITIALS = "briefing check", "bc"


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says, in lines. `date` is ISO 8601, "" for that of the brief."""

    author: str
    initials: str
    lines: tuple[str, ...]
    date: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said, the first and its answers, and the target it hangs on: a fact's marker, a block's key, or a row's anchor."""

    sayings: tuple[Saying, ...]
    target: str


def place_remarks(problems: Iterable[Problem], document: Document, sources: Mapping[str, Origin]) -> tuple[Remark, ...]:
    """Each problem with its place, sorted; none where the document has nothing that a remark can hang on."""
    places = _Places(document, sources)
    if not places.first:
        return ()
    return tuple(remark_of(problem, places.of(problem.origin)) for problem in sort_problems(problems))


def remark_of(problem: Problem, target: str) -> Remark:
    """A problem as a remark: what is wrong, what to do about it, and where it was typed; no folder of a machine."""
    lines = [f"{problem.severity.capitalize()} [{problem.code}]: {problem.message}"]
    if problem.hint:
        lines.append(f"Hint: {problem.hint}")
    if problem.origin.file:
        name = problem.origin.file.replace("\\", "/").rpartition("/")[2]
        lines.append(f"{name}, line {problem.origin.line}" if problem.origin.line else name)
    return Remark((Saying(CHECKER, CHECKER_INITIALS, tuple(lines)),), target)


class _Places:
    """Where things were typed, by file: lines in order, and what stands in the brief for each; "" where nothing does."""

    def __init__(self, document: Document, sources: Mapping[str, Origin]) -> None:
        blocks = [block for block in walk(document.blocks) if _has_words(block)]
        fronts = [block for block in blocks if isinstance(block, Front)]
        self.first = next((block.key for block in [*fronts, *blocks]), "")
        self._entries = _by_file([*_facts(document), *_sources(document, sources)])
        self._blocks = _by_file((block.origin, block.key) for block in blocks)

    def of(self, origin: Origin) -> str:
        """A fact or source reaches to the next one in its file; a paragraph too; a table or figure is only its own line."""
        for lines, reaching in ((self._entries, True), (self._blocks, origin.file.endswith(_PROSE))):
            typed = lines.get(origin.file, [])
            at = bisect_right([line for line, _ in typed], origin.line) - 1
            if at >= 0 and typed[at][1] and (reaching or typed[at][0] == origin.line):
                return typed[at][1]
        return self.first


def _facts(document: Document) -> Iterator[tuple[Origin, str]]:
    """Every fact of the dossier, with the marker of its first place in the text; "" where it has none outside notes."""
    markers: dict[str, str] = {}
    for marked in mark_facts(document):
        if marked.fact.text and not marked.in_note:
            markers.setdefault(marked.fact.fact, marked.marker)
    yield from ((origin, markers.get(name, "")) for name, origin in document.facts.items())


def _sources(document: Document, sources: Mapping[str, Origin]) -> Iterator[tuple[Origin, str]]:
    """Every source, with the anchor of its row in the list of sources; "" where it has none."""
    tables = [block for block in walk(document.blocks) if isinstance(block, Table)]
    anchors = {row.anchor for table in tables for row in table.body if row.anchor}
    for name, origin in sources.items():
        anchor = f"source/{name}"
        yield origin, anchor if anchor in anchors else ""


def _by_file(found: Iterable[tuple[Origin, str]]) -> dict[str, list[tuple[int, str]]]:
    """Lines in order. Of several things on one line, as a loop makes them, the first counts."""
    files: dict[str, dict[int, str]] = {}
    for origin, target in found:
        files.setdefault(origin.file, {}).setdefault(origin.line, target)
    return {file: sorted(lines.items()) for file, lines in files.items() if file}


def _has_words(block: Block) -> bool:
    """Whether a block prints words of its own, on which a remark can hang."""
    if isinstance(block, Front | Callout):
        return bool(block.title)
    if isinstance(block, Table | Figure):
        return bool(block.label or block.title)
    return isinstance(block, Heading | Paragraph) and bool(block.inlines)
