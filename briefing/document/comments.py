"""What is said beside the brief, and where it hangs: the fact, paragraph or row that it is about.

Takes what checks found: problems, a resolved document and where its sources were typed; gives `Comment`s. A problem about
nothing that stands in the brief hangs on its title. Writes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefing.document.fact_markers import mark_facts
from briefing.document.model import Block, Callout, Document, Figure, Heading, Paragraph, Table, TitleBlock, walk
from briefing.problems.problem import Location, Problem, sort_problems

_PROSE = ".md"


CHECKER, CHECKER_INITIALS = "briefing check", "bc"


@dataclass(frozen=True, slots=True)
class CommentText:
    """What somebody says, in lines. `date` is ISO 8601, "" for that of the brief."""

    author: str
    initials: str
    lines: tuple[str, ...]
    date: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What is said, the first and its answers, and the target it hangs on: a fact's marker, a block's key, or a row's anchor."""

    sayings: tuple[CommentText, ...]
    target: str


def place_comments(
    problems: Iterable[Problem], document: Document, sources: Mapping[str, Location]
) -> tuple[Comment, ...]:
    """Each problem with its place, sorted; none where the document has nothing that a remark can hang on."""
    places = _Places(document, sources)
    if not places.first:
        return ()
    return tuple(comment_of(problem, places.of(problem.location)) for problem in sort_problems(problems))


def comment_of(problem: Problem, target: str) -> Comment:
    """A problem as a remark: what is wrong, what to do about it, and where it was typed; no folder of a machine."""
    lines = [f"{problem.severity.capitalize()} [{problem.code}]: {problem.message}"]
    if problem.hint:
        lines.append(f"Hint: {problem.hint}")
    if problem.location.file:
        name = problem.location.file.replace("\\", "/").rpartition("/")[2]
        lines.append(f"{name}, line {problem.location.line}" if problem.location.line else name)
    return Comment((CommentText(CHECKER, CHECKER_INITIALS, tuple(lines)),), target)


class _Places:
    """Where things were typed, by file: lines in order, and what stands in the brief for each; "" where nothing does."""

    def __init__(self, document: Document, sources: Mapping[str, Location]) -> None:
        blocks = [block for block in walk(document.blocks) if _has_words(block)]
        fronts = [block for block in blocks if isinstance(block, TitleBlock)]
        self.first = next((block.key for block in [*fronts, *blocks]), "")
        self._entries = _by_file([*_facts(document), *_sources(document, sources)])
        self._blocks = _by_file((block.location, block.key) for block in blocks)

    def of(self, location: Location) -> str:
        """A fact or source reaches to the next one in its file; a paragraph too; a table or figure is only its own line."""
        for lines, reaching in ((self._entries, True), (self._blocks, location.file.endswith(_PROSE))):
            typed = lines.get(location.file, [])
            at = bisect_right([line for line, _ in typed], location.line) - 1
            if at >= 0 and typed[at][1] and (reaching or typed[at][0] == location.line):
                return typed[at][1]
        return self.first


def _facts(document: Document) -> Iterator[tuple[Location, str]]:
    """Every fact of the dossier, with the marker of its first place in the text; "" where it has none outside notes."""
    markers: dict[str, str] = {}
    for marked in mark_facts(document):
        if marked.fact.text and not marked.in_note:
            markers.setdefault(marked.fact.fact, marked.marker)
    yield from ((location, markers.get(name, "")) for name, location in document.facts.items())


def _sources(document: Document, sources: Mapping[str, Location]) -> Iterator[tuple[Location, str]]:
    """Every source, with the anchor of its row in the list of sources; "" where it has none."""
    tables = [block for block in walk(document.blocks) if isinstance(block, Table)]
    anchors = {row.anchor for table in tables for row in table.body if row.anchor}
    for name, location in sources.items():
        anchor = f"source/{name}"
        yield location, anchor if anchor in anchors else ""


def _by_file(found: Iterable[tuple[Location, str]]) -> dict[str, list[tuple[int, str]]]:
    """Lines in order. Of several things on one line, as a loop makes them, the first counts."""
    files: dict[str, dict[int, str]] = {}
    for location, target in found:
        files.setdefault(location.file, {}).setdefault(location.line, target)
    return {file: sorted(lines.items()) for file, lines in files.items() if file}


def _has_words(block: Block) -> bool:
    """Whether a block prints words of its own, on which a remark can hang."""
    if isinstance(block, TitleBlock | Callout):
        return bool(block.title)
    if isinstance(block, Table | Figure):
        return bool(block.label or block.title)
    return isinstance(block, Heading | Paragraph) and bool(block.inlines)
