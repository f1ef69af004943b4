"""Locate the source of printed words: lines of a template, or a line of a fact, table or dossier file.

Take the passages of the current brief and its ledger; return edits with their location, and the way to apply them or the
reason why they cannot be applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefing.document.passages import NOTE, Passage
from briefing.facts.ledger import Ledger, Source, TableSpec
from briefing.language import Language
from briefing.problems.problem import NO_LOCATION, Location
from briefing.review.edits.edits import Edit, refused, with_location

SEVERAL = "these template lines print in several places"
NOTES = "notes are generated from sources"
FROM_FACTS = "this cell is generated from facts"
SOURCE_LINE = "the line of sources is generated: change this source"
_TEMPLATE = ".md"
_ABOVE = 2
"""Number of lines above a typed table that may contain its title."""
_STATEMENTS = {"statement": "says", "name": "name"}
_OF_JUDGEMENTS = {"statement": "text", "note": "because"}


@dataclass(slots=True)
class SourceLocator:
    """Finder of the locations at which passages were typed."""

    passages: Sequence[Passage]
    ledger: Ledger
    language: Language
    _next: dict[tuple[str, int], int] = field(init=False)
    _shared: dict[tuple[str, int], set[str]] = field(init=False)

    def __post_init__(self) -> None:
        starts: dict[str, set[int]] = {}
        self._shared = {}
        for passage in self.passages:
            file, line = passage.location.file, first_line(passage)
            if file.endswith(_TEMPLATE) and passage.kind not in (NOTE, "callout", "contents"):
                starts.setdefault(file, set()).add(line)
                self._shared.setdefault((file, line), set()).add(passage.block)
        self._next = {}
        for file, lines in starts.items():
            ordered = sorted(lines)
            for line, after in zip(ordered, [*ordered[1:], 0], strict=True):
                self._next[(file, line)] = after

    def locate_words(self, edit: Edit, now: Passage, start: int) -> Edit:
        """Return an edit of words with its location; `start` is its offset in the current passage."""
        if edit.fact and edit.way == "statement":
            return self._statement(edit)
        if now.kind == NOTE:
            left = now.typed - start - len(edit.old)
            if left < 0 or not now.typed:
                return refused(with_location(edit, now.location), NOTES)
            # Sources follow the typed text of a footnote; the template does not contain them.
            edit = replace(edit, after=edit.after[:left].rstrip())
        source = self._source_at(now, start)
        if source is not None:
            return refused(with_location(edit, source.location), SOURCE_LINE)
        typed = self._in_yaml(now)
        if typed is not None:
            location, path = typed
            edit = with_location(edit, location)
            return replace(edit, way="statement", path=path) if edit.way else edit
        edit = with_location(edit, self.line_of(now, start))
        declared = now.block.partition("/")[2] in self.ledger.tables or not now.location.file.endswith(_TEMPLATE)
        if now.row and declared:
            return refused(edit, FROM_FACTS)
        return self._in_template(edit, now)

    def locate_insertion(self, edit: Edit, now: Passage) -> Edit:
        """Return an edit that inserts a passage after a current passage, with its location."""
        edit = with_location(edit, now.location)
        if not edit.way:
            return edit
        if now.kind not in ("paragraph", "heading") or not now.location.file.endswith(_TEMPLATE):
            return refused(edit, "the passage before it is not prose in a template")
        return self._in_template(edit, now)

    def locate_passage(self, edit: Edit, now: Passage) -> Edit:
        """Return an edit that deletes or moves a whole passage, with its location."""
        edit = with_location(edit, now.location)
        if not edit.way:
            return edit
        if now.kind not in ("paragraph", "heading") or not now.location.file.endswith(_TEMPLATE):
            return refused(edit, "it is not prose in a template")
        return self._in_template(edit, now)

    def line_of(self, passage: Passage, letter: int) -> Location:
        """Return the line on which a character was typed, as exactly as is known."""
        location = passage.location
        lines = [line for first, line in passage.lines if first <= letter]
        return Location(location.file, lines[-1], 0) if lines else location

    # ------------------------------------------------------------ files

    def _in_template(self, edit: Edit, now: Passage) -> Edit:
        if not now.location.file.endswith(_TEMPLATE):
            return refused(edit, "it is not in a template")
        first = first_line(now)
        if len(self._shared.get((now.location.file, first), ())) > 1:
            return refused(edit, SEVERAL)
        above = _ABOVE if now.kind == "table" and not now.row and now.place == 0 else 0
        return replace(edit, first=max(first - above, 1), last=self._last_line(now, first))

    def _last_line(self, now: Passage, first: int) -> int:
        if now.lines:
            return max(line for _, line in now.lines)
        if now.kind == "heading":
            return first
        after = self._next.get((now.location.file, first), 0)
        return after - 1 if after > first else first + 200

    def _statement(self, edit: Edit) -> Edit:
        """Locate the sentence or name of a fact, or the text of a judgement."""
        fact = self.ledger.facts.get(edit.fact)
        key = _STATEMENTS.get(edit.aspect, "")
        if fact is not None and key:
            return replace(with_location(edit, fact.location), path=("facts", fact.id, key))
        judged = self.ledger.judgements.get(edit.fact)
        key = _OF_JUDGEMENTS.get(edit.aspect, "")
        if judged is not None and key:
            return replace(with_location(edit, judged.location), path=(judged.id, key))
        unit, location = ("judgement", judged.location) if judged is not None else ("fact", NO_LOCATION)
        location = fact.location if fact is not None else location
        return refused(with_location(edit, location), f"change the {edit.aspect} of the {unit} in its file")

    def _source_at(self, now: Passage, start: int) -> Source | None:
        """Return the source whose particulars are at an offset in the generated line of sources below a table or figure."""
        words = [f"{self.language.word(name)}:" for name in ("source", "sources")]
        if now.kind not in ("table", "figure") or now.row or not now.text.startswith(tuple(words)):
            return None
        places = {
            at: source
            for source in self.ledger.sources.values()
            for name in (source.publisher, source.title)
            if name and 0 <= (at := now.text.find(name)) <= start
        }
        return places[max(places)] if places else None

    def _in_yaml(self, now: Passage) -> tuple[Location, tuple[str, ...]] | None:
        """Return the location and keys of a title, note, or entry of the change log in a YAML file."""
        name = now.block.partition("/")[2]
        spec = self.ledger.tables.get(name) if now.kind == "table" else self.ledger.figures.get(name)
        if spec is not None and now.kind in ("table", "figure") and not now.row:
            if now.place == 0:
                return spec.location, (name, "title")
            notes = spec.notes if isinstance(spec, TableSpec) else (spec.note,)
            if now.text not in notes:
                return None
            return spec.location, (name, "note", *([str(notes.index(now.text))] if len(notes) > 1 else []))
        dossier = self.ledger.dossier
        if now.kind == "front":
            keys = ("title", "subtitle", "notice")
            key = next((k for k in keys if getattr(dossier, k) == now.text), "")
            return (dossier.location, (key,)) if key else None
        for unit, entry in self.ledger.entries.items():
            if entry.says and entry.says_location == now.location:
                return now.location, (unit, "says")
        return None


def first_line(passage: Passage) -> int:
    """Return the first line on which a passage was typed."""
    return passage.lines[0][1] if passage.lines else passage.location.line
