"""Comments shown beside the brief, and their targets: facts, paragraphs or rows.

Check problems become comments on the place in the document that they are about; a problem about
something that the brief does not print goes to the title.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.document.fact_markers import mark_facts
from briefing.document.model import Document, Table, TitleBlock, opening_of, walk
from briefing.problems.problem import Location, Problem, sort_problems

_PROSE = ".md"
CHECKER, CHECKER_INITIALS = "briefing check", "bc"


@dataclass(frozen=True, slots=True)
class CommentText:
    """One message of a comment thread, in lines. `date` is ISO 8601; "" means the date of the brief."""

    author: str
    initials: str
    lines: tuple[str, ...]
    date: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its replies, and its target: a fact's marker, a block's key or a row's anchor."""

    texts: tuple[CommentText, ...]
    target: str


def place_comments(
    problems: Iterable[Problem], document: Document, sources: Mapping[str, Location]
) -> tuple[Comment, ...]:
    """Return the problems as comments with targets, sorted; none if no block can carry a comment."""
    places = _Places(document, sources)
    if not places.first:
        return ()
    return tuple(comment_of(problem, places.of(problem.location)) for problem in sort_problems(problems))


def comment_of(problem: Problem, target: str) -> Comment:
    """Return a problem as a comment: message, hint, and where it was typed (without any folder of this computer)."""
    lines = [f"{problem.severity.capitalize()} [{problem.code}]: {problem.message}"]
    if problem.hint:
        lines.append(f"Hint: {problem.hint}")
    if problem.location.file:
        name = problem.location.file.replace("\\", "/").rpartition("/")[2]
        lines.append(f"{name}, line {problem.location.line}" if problem.location.line else name)
    return Comment((CommentText(CHECKER, CHECKER_INITIALS, tuple(lines)),), target)


class _Places:
    """Line ranges of the source files and the comment target of each ("" if the brief prints nothing of it)."""

    def __init__(self, document: Document, sources: Mapping[str, Location]) -> None:
        blocks = [block for block in walk(document.blocks) if opening_of(block)]
        fronts = [block for block in blocks if isinstance(block, TitleBlock)]
        self.first = next((block.key for block in [*fronts, *blocks]), "")
        # A fact leads to its first use in the text, a source to its row in the list of sources.
        markers: dict[str, str] = {}
        for marked in mark_facts(document):
            if marked.fact.text and not marked.in_note:
                markers.setdefault(marked.fact.fact, marked.marker)
        facts = [(location, markers.get(name, "")) for name, location in document.facts.items()]
        anchors = {row.anchor for block in walk(document.blocks) if isinstance(block, Table) for row in block.body}
        listed = {name: f"source/{name}" for name in sources if f"source/{name}" in anchors}
        self._entries = _by_file([*facts, *((location, listed.get(name, "")) for name, location in sources.items())])
        self._blocks = _by_file((block.location, block.key) for block in blocks)

    def of(self, location: Location) -> str:
        """Return the target for a location.

        A fact or source extends to the next one in its file, and so does a paragraph; a table or
        figure is only its own line.
        """
        for lines, reaching in ((self._entries, True), (self._blocks, location.file.endswith(_PROSE))):
            typed = lines.get(location.file, [])
            at = bisect_right([line for line, _ in typed], location.line) - 1
            if at >= 0 and typed[at][1] and (reaching or typed[at][0] == location.line):
                return typed[at][1]
        return self.first


def _by_file(found: Iterable[tuple[Location, str]]) -> dict[str, list[tuple[int, str]]]:
    """Group locations by file, in order of lines. Of several on one line, as loops produce them, the first counts."""
    files: dict[str, dict[int, str]] = {}
    for location, target in found:
        files.setdefault(location.file, {}).setdefault(location.line, target)
    return {file: sorted(lines.items()) for file, lines in files.items() if file}
