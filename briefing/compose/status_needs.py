"""The status that a reader needs with an unsettled fact, and whether a place of the brief gives it.

A place is a paragraph, a typed footnote or a row of a table. It gives the status of a claim if it prints it as part of the
fact, or if the author has named words for it with `worded`; these are looked for in the fact's statement, or in what the
template typed in the same clause. Words elsewhere do not count, since they may be about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from briefing.checks.ages import is_old
from briefing.checks.agreement import WITHDRAWN, disagree
from briefing.checks.check_context import PrintedFact
from briefing.checks.sentence_facts import QUOTED
from briefing.checks.word_patterns import any_of, list_pattern, name_pattern
from briefing.document.inlines import words_in
from briefing.document.model import FactReference, Inline, Link, Note, Text, plain
from briefing.facts.ledger import Claim, Fact, Ledger, Point
from briefing.facts.views import claimants_of
from briefing.language import Language
from briefing.problems.problem import Location, Problem

FIGURES = ("value", "number")
CONTENT = ("statement", "quote", "note")
STATUSES = {"planned": "plan", "unverified": "unverified", "superseded": "superseded", "retracted": "retracted"}
"""Statuses that words can give, and the list of those words in [checks] of the language file."""
ADDED = ("planned", "unverified")
CLAIMANT, DATE = "claimant", "date"
"""The needs of a disputed claim; a stale one needs its date."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[^\W_a-zà-ÿ])|\n")
_NEVER = re.compile(r"(?!)")


def may_be_unsettled(fact: Fact) -> bool:
    """Return True if a status may have to be printed with the fact."""
    every: Iterable[Sequence[Claim]] = (fact.claims, *(point.claims for point in fact.points))
    return bool(fact.stale_after) or any(
        disagree(claims) or any(claim.status in STATUSES for claim in claims) for claims in every
    )


@dataclass(frozen=True, slots=True)
class Insertion:
    """Words to insert into a run: before the inline at `index`, or with an offset that is not 0, within that text."""

    run: int
    index: int
    offset: int
    words: tuple[Inline, ...]


@dataclass(slots=True)
class Place:
    """A paragraph, a typed footnote or a row of a table: its runs of inlines, and where each was typed."""

    runs: list[tuple[Inline, ...]]
    location: Location
    lines: Sequence[tuple[int, int]] = ()
    row: bool = False
    gives_status: bool = False
    """True if a column of its table gives the status in words that are no part of the fact."""
    inserted: list[Insertion] = field(default_factory=list)

    def location_of(self, run: int, index: int) -> Location:
        """Return where an inline was typed."""
        letters = sum(len(item.text) for item in words_in(self.runs[run][:index]))
        line = max((line for start, line in self.lines if start <= letters), default=0)
        return Location(self.location.file, line) if line else self.location


@dataclass(frozen=True, slots=True)
class PlacedReference:
    """A reference with its place: run and index of the inline that is the reference, or the link that holds it."""

    ref: FactReference
    run: int
    index: int


@dataclass(slots=True)
class StatusNeeds:
    """The needs of the claims of one ledger. `problems` are words named with `worded` that do not give a status."""

    ledger: Ledger
    language: Language
    problems: list[Problem] = field(default_factory=list)
    points: dict[str, dict[str, Point]] = field(default_factory=dict)
    """Points of each series that was printed, by label."""

    def is_incidental(self, ref: FactReference) -> bool:
        """Return True for words of an earlier edition, and for the number of a record and a grade, which state nothing."""
        fact = self.ledger.facts[ref.fact]
        numbers = {
            fact.record,
            *(n for claim in fact.claims for n in (claim.record, *(c.grade for c in claim.sources))),
        }
        return ref.aspect == "former" or (ref.aspect == "note" and ref.text in numbers)

    # -------------------------------------------------------------- what a claim needs

    def claims(self, ref: FactReference) -> Iterator[PrintedFact]:
        """Yield the claims that a reference stands for: the one that it names, or all that still hold."""
        fact = self.ledger.facts[ref.fact]
        if fact.id not in self.points:
            self.points[fact.id] = {point.label: point for point in fact.points}
        point = self.points[fact.id].get(ref.point)
        among = point.claims if point is not None else fact.claims
        named = [claim for claim in among if claim.id == ref.claim]
        for claim in named or [c for c in among if c.status not in WITHDRAWN] or among:
            yield PrintedFact(fact, point, claim, among, 0)

    def needed(self, printed: PrintedFact, *, fresh: bool = False) -> list[str]:
        """Return what the reader must be told of a claim: a status, its claimant, its date. `fresh`: it is not too old."""
        status = printed.claim.status
        disputed = status not in WITHDRAWN and disagree(printed.among)
        needed: list[str] = [status] if status in STATUSES else []
        needed += [CLAIMANT] if disputed else []
        dated = printed.date is not None and (disputed or (not fresh and self.is_stale(printed)))
        return [*needed, DATE] if dated else needed

    def is_stale(self, printed: PrintedFact) -> bool:
        """Return True if the claim is older than its fact's `stale_after`."""
        return bool(printed.fact.stale_after) and printed.date is not None and is_old(self.ledger, printed)

    def is_given(
        self, kind: str, printed: PrintedFact, carrier: PlacedReference, refs: Sequence[PlacedReference], place: Place
    ) -> bool:
        """Return True if the place gives what the reader must be told, as part of the fact or in words that the author marked."""
        one = len(printed.among) == 1
        shown = {p.ref.aspect for p in refs if p.ref.claim == printed.claim.id or one or not p.ref.claim}
        disputed = kind == CLAIMANT or (kind == DATE and CLAIMANT in self.needed(printed))
        if (kind in STATUSES or disputed) and ("status" in shown or place.gives_status):
            return True
        if kind == DATE:
            return "date" in shown or self._types_date(printed, carrier, place)
        by = printed.claim.by or printed.fact.by
        if kind in (CLAIMANT, "unverified") and (
            "claimant" in shown or any(p.ref.aspect == "claimant" and p.ref.text == by for p in refs)
        ):
            return True
        if printed.fact.worded and self.in_statement(carrier, refs) and self._says(printed.fact.worded, kind, printed):
            return True
        marked = next((p for p in refs if p.ref.worded and (one or p.ref.claim in ("", printed.claim.id))), None)
        if marked is None:
            return False
        # Claims side by side are marked together, and the first of them is next to what was typed.
        first = next(p for p in refs if p.ref.worded == marked.ref.worded)
        return self._is_worded(first, kind, printed, place)

    def _types_date(self, printed: PrintedFact, carrier: PlacedReference, place: Place) -> bool:
        """Return True if the template types the date in full in the same sentence, or in a cell of the same row."""
        assert printed.date is not None
        words = any_of((printed.date.words(self.language),))
        if place.row:
            return any(words.search(typed_around(run, 0, _NEVER)) for run in place.runs)
        return words.search(typed_around(place.runs[carrier.run], carrier.index, _SENTENCE_END)) is not None

    @staticmethod
    def in_statement(carrier: PlacedReference, refs: Sequence[PlacedReference]) -> bool:
        """Return True if the reference is part of the fact's own statement."""
        return any(p.ref.aspect == "statement" and p.run == carrier.run for p in refs)

    def _says(self, phrase: str, kind: str, printed: PrintedFact) -> bool:
        """Return True if a phrase gives a status: with a word for it, or by naming who claims a disputed or unverified fact."""
        if list_pattern(self.language, STATUSES.get(kind, "disputed")).search(phrase):
            return True
        named = kind in (CLAIMANT, "unverified")
        names = claimants_of(printed.fact, printed.claim, self.ledger.sources) if named else ()
        return any(name_pattern(name).search(phrase) for name in names)

    def _is_worded(self, marked: PlacedReference, kind: str, printed: PrintedFact, place: Place) -> bool:
        """Return True if the words that the template names give the status in the clause of the fact; report them if not."""
        phrase = marked.ref.worded
        location = place.location_of(marked.run, marked.index)
        if not any(self._says(phrase, needed, printed) for needed in self.needed(printed)):
            message = f'"{phrase}" does not say that "{printed.name}" is {"disputed" if kind == CLAIMANT else kind}'
            some = "announced, planned, would" if kind == "planned" else "unconfirmed, reportedly, claimed"
            hint = f"name the words that say so, such as {some}" if kind in ADDED else "name the words that say so"
            self._report("not-worded", message, location, hint)
        elif not any_of((phrase,)).search(
            typed_around(place.runs[marked.run], marked.index, clause_end(self.language))
        ):
            message = f'the words "{phrase}" are not in the clause that prints "{printed.name}"'
            hint = "write them into the same clause, outside quotation marks, or leave out worded()"
            self._report("not-worded", message, location, hint)
        else:
            return self._says(phrase, kind, printed)
        return True  # reported: no words are added besides

    def _report(self, code: str, message: str, location: Location, hint: str) -> None:
        problem = Problem(code, message, location, hint)
        if problem not in self.problems:
            self.problems.append(problem)


def typed_around(run: Sequence[Inline], index: int, ends: re.Pattern[str]) -> str:
    """Return what the template typed in the clause or sentence of an inline, without quotations and marked literals."""
    words = ""
    start = 0
    for at, item in enumerate(run):
        if at == index:
            start = len(words)
        if isinstance(item, Text) and not item.literal:
            words += item.text.replace("\n", " ")
        elif isinstance(item, FactReference | Link | Text):
            words += "0" * len(plain((item,)))  # no word: what facts print and literals say is not the author's
        elif not isinstance(item, Note):
            words += "\n"  # a line break, a reference
    words = QUOTED.sub(lambda match: "0" * len(match[0]), words)
    found = [match.end() for match in ends.finditer(words)]
    begin = max((end for end in found if end <= start), default=0)
    return words[begin : min((end for end in found if end > start), default=len(words))]


def clause_end(language: Language) -> re.Pattern[str]:
    """Return the pattern of the end of a clause: words before it say nothing about a fact after it."""
    return _clause_end(language.checks["conjunctions"])


@lru_cache(maxsize=8)
def _clause_end(conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    following = "|".join(map(re.escape, conjunctions))
    return re.compile(rf"[.;!?…][\"'”’)\]]*(?=\s|[^\W\d_])|\s[–—]\s|\n|,\s(?=(?:{following})\b)")
