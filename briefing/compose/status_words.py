"""Print the status of each unsettled fact, unless the author words it: "(planned)", "(unconfirmed)", "(June 2021)".

Take the blocks of a composed brief and return them with those words added, and problems: a note for each place where words
were added, and an error where a status cannot be printed. Nothing here depends on how a template put the fact in its place.

A paragraph, a typed footnote and a row of a table count as one place each. In a place, the status of a claim is printed once.
It needs no words of the program if

- its status, its claimant (of a disputed or unverified claim) or its date (of a stale or disputed claim) is printed there as
  part of the fact, as in a table with those columns;
- its statement is printed, and the fact says with `worded:` which words of the statement give the status;
- the template says so, as in {{ bridge | worded("announced") }}, and the words stand in the same clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefing.checks.ages import is_old
from briefing.checks.agreement import WITHDRAWN, disagree
from briefing.checks.check_context import PrintedFact
from briefing.checks.sentence_facts import QUOTED, tells_status
from briefing.checks.word_patterns import any_of, list_pattern, name_pattern
from briefing.document.inlines import words_in
from briefing.document.model import (
    Block,
    Callout,
    FactReference,
    Heading,
    Inline,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
    plain,
)
from briefing.facts.ledger import Claim, Fact, Ledger, Point
from briefing.facts.views import FactView, claimants_of
from briefing.language import Language
from briefing.problems.problem import Location, Problem

FIGURES = ("value", "number")
CONTENT = ("statement", "quote", "note")
STATUSES = {"planned": "plan", "unverified": "unverified", "superseded": "superseded", "retracted": "retracted"}
"""Statuses that words can give, and the list of those words in [checks] of the language file."""
ADDED = ("planned", "unverified")
CLAIMANT, DATE = "claimant", "date"
"""What a disputed claim needs; a stale one needs its date."""

# Where a clause ends: words before it say nothing about a fact after it.
_CLAUSE_END = re.compile(
    r"[.;!?…][\"'”’)\]]*(?=\s|[^\W\d_])|\s[–—]\s|\n|,\s(?=(?:and|but|or|so|yet|while|whereas|though|although)\b)"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[^\W_a-zà-ÿ])|\n")
_NEVER = re.compile(r"(?!)")
_BETWEEN = re.compile(r"[\s(),;:“”‘’\"']*")
_CLOSING = re.compile(r"[)”’\"']+")


def print_statuses(
    blocks: Iterable[Block], ledger: Ledger, language: Language
) -> tuple[tuple[Block, ...], list[Problem]]:
    """Return the blocks with the status of every unsettled fact in words, and what was added or cannot be."""
    printer = _StatusPrinter(ledger, language)
    changed = tuple([printer.change(block) for block in blocks] if printer.unsettled else blocks)
    return changed, printer.problems


def may_be_unsettled(fact: Fact) -> bool:
    """Return True if a status may have to be printed with the fact."""
    every: Iterable[Sequence[Claim]] = (fact.claims, *(point.claims for point in fact.points))
    return bool(fact.stale_after) or any(
        disagree(claims) or any(claim.status in STATUSES for claim in claims) for claims in every
    )


@dataclass(frozen=True, slots=True)
class _Insertion:
    """Words to insert into a run: before the inline at `index`, or with an offset that is not 0, within that text."""

    run: int
    index: int
    offset: int
    words: tuple[Inline, ...]


@dataclass(slots=True)
class _Place:
    """A paragraph, a typed footnote or a row of a table: its runs of inlines, and where each was typed."""

    runs: list[tuple[Inline, ...]]
    location: Location
    lines: Sequence[tuple[int, int]] = ()
    row: bool = False
    says_status: bool = False
    """True if a column of its table gives the status in words that are no part of the fact."""
    inserted: list[_Insertion] = field(default_factory=list)

    def location_of(self, run: int, index: int) -> Location:
        """Return where an inline was typed."""
        letters = sum(len(item.text) for item in words_in(self.runs[run][:index]))
        line = max((line for start, line in self.lines if start <= letters), default=0)
        return Location(self.location.file, line) if line else self.location


@dataclass(frozen=True, slots=True)
class _Placed:
    """A reference with its place: run and index of the inline that is the reference, or the link that holds it."""

    ref: FactReference
    run: int
    index: int


@dataclass(slots=True)
class _StatusPrinter:
    """Printer of the statuses of one brief."""

    ledger: Ledger
    language: Language
    problems: list[Problem] = field(default_factory=list)
    unsettled: frozenset[str] = frozenset()
    points: dict[str, dict[str, Point]] = field(default_factory=dict)
    """Points of each series that was printed, by label."""

    def __post_init__(self) -> None:
        self.unsettled = frozenset(fact.id for fact in self.ledger.facts.values() if may_be_unsettled(fact))

    # -------------------------------------------------------------- blocks

    def change(self, block: Block) -> Block:
        """Return the block with the statuses of what it prints, the same object if it needs none."""
        match block:
            case Paragraph():
                return self._change_paragraph(block)
            case List():
                return replace(block, items=tuple(tuple(self.change(b) for b in item) for item in block.items))
            case Quote() | Callout():
                return replace(block, blocks=tuple(self.change(b) for b in block.blocks))
            case Heading():
                self._refuse(block.inlines, block.location, "a heading")
                return block
            case Table():
                return self._change_table(block)
            case _:
                return block  # TitleBlock, Contents and Figure print no fact in words

    def _change_paragraph(self, block: Paragraph) -> Paragraph:
        place = _Place([block.inlines], block.location, block.lines)
        inlines = self._print(place)[0]
        lines = _moved(block.lines, place.inserted, block.inlines)
        inlines = tuple(self._change_note(item) if isinstance(item, Note) and item.typed else item for item in inlines)
        return block if inlines == block.inlines else replace(block, inlines=inlines, lines=lines)

    def _change_note(self, note: Note) -> Note:
        typed = note.inlines[: note.typed]
        place = _Place([typed], note.location, note.lines)
        changed = self._print(place)[0]
        lines = _moved(note.lines, place.inserted, typed)
        return replace(note, inlines=(*changed, *note.inlines[note.typed :]), typed=len(changed), lines=lines)

    def _change_table(self, table: Table) -> Table:
        declared = self.ledger.tables.get(table.key.removeprefix("table/"))
        location = declared.location if declared else table.location
        self._refuse(table.title, location, "the title of a table")
        for row in table.head:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    self._refuse(paragraph, location, "the head of a table")
        tells = declared is not None and declared.rows.kind != "changes" and tells_status(table, self.ledger)
        body = []
        for index, row in enumerate(table.body):
            line = table.location.line + len(table.head) + 1 + index if table.location.line else 0
            at = location if declared else Location(table.location.file, line)
            body.append(self._change_row(row, at, says_status=tells))
        return table if all(a is b for a, b in zip(body, table.body, strict=True)) else replace(table, body=tuple(body))

    def _change_row(self, row: Row, location: Location, *, says_status: bool) -> Row:
        place = _Place([p for cell in row.cells for p in cell.paragraphs], location, row=True, says_status=says_status)
        changed = iter(self._print(place))
        if not place.inserted:
            return row
        cells = [replace(cell, paragraphs=tuple(next(changed) for _ in cell.paragraphs)) for cell in row.cells]
        return replace(row, cells=tuple(cells))

    def _refuse(self, inlines: tuple[Inline, ...], location: Location, where: str) -> None:
        """Report unsettled facts where a status in brackets would be repeated by contents and lists of tables."""
        for placed in self._refs([inlines]):
            ref = placed.ref
            if ref.aspect not in (*FIGURES, *CONTENT):
                continue
            for printed in self._claims(ref):
                if needed := self._needed(printed):
                    status = {CLAIMANT: "disputed", DATE: "stale"}.get(needed[0], needed[0])
                    message = f'"{printed.name}" is {status}, but {where} cannot say so'
                    hint = "reword it without the fact, and print the fact in the text below"
                    self.problems.append(Problem("status-in-heading", message, location, hint))

    # -------------------------------------------------------------- one place

    def _print(self, place: _Place) -> list[tuple[Inline, ...]]:
        """Return the runs of a place with the statuses that are missing in it."""
        refs = self._refs(place.runs)
        for unit in dict.fromkeys((p.ref.fact, p.ref.point) for p in refs):
            self._print_unit([p for p in refs if (p.ref.fact, p.ref.point) == unit], place)
        runs = [list(run) for run in place.runs]
        for new in sorted(place.inserted, key=lambda new: (new.run, new.index, new.offset), reverse=True):
            run, text = runs[new.run], runs[new.run][new.index] if new.offset else None
            if isinstance(text, Text):
                parts = replace(text, text=text.text[: new.offset]), replace(text, text=text.text[new.offset :])
                run[new.index : new.index + 1] = (parts[0], *new.words, parts[1])
            else:
                run[new.index : new.index] = new.words
        return [tuple(run) for run in runs]

    def _refs(self, runs: Sequence[tuple[Inline, ...]]) -> list[_Placed]:
        """Return the references to facts that may be unsettled."""
        return [
            _Placed(ref, at, index)
            for at, run in enumerate(runs)
            for index, item in enumerate(run)
            for ref in (item.inlines if isinstance(item, Link) else (item,))
            if isinstance(ref, FactReference) and ref.fact in self.unsettled and not self._is_incidental(ref)
        ]

    def _is_incidental(self, ref: FactReference) -> bool:
        """Return True for words of an earlier edition, and for the number of a record and a grade, which state nothing."""
        claims = self.ledger.facts[ref.fact].claims
        return (
            ref.aspect == "former"
            or ref.text == self.ledger.facts[ref.fact].record
            or (
                ref.aspect == "note"
                and any(ref.text in (claim.record, *(c.grade for c in claim.sources)) for claim in claims)
            )
        )

    def _print_unit(self, refs: Sequence[_Placed], place: _Place) -> None:
        """Print what is missing of one fact, or of one point of it, in a place."""
        carriers = [p for p in refs if p.ref.aspect in FIGURES] or [p for p in refs if p.ref.aspect in CONTENT]
        named = not carriers
        names = [p for p in refs if p.ref.aspect == "name"]
        carriers = carriers or names
        # In a row a name takes the words, so that figures stay bare in their column.
        anchor = names[0] if place.row and names and len({p.ref.claim for p in carriers}) == 1 else None
        given: set[tuple[str, str]] = set()
        # Next to a newer claim of the same fact an old one is history.
        fresh = any(not self._is_stale(printed) for p in carriers for printed in self._claims(p.ref))
        for carrier in carriers:
            words: list[tuple[PrintedFact, list[str]]] = []
            for printed in self._claims(carrier.ref):
                needed = [k for k in self._needed(printed, fresh=fresh) if not named or k in STATUSES]
                missing = [
                    k for k in needed
                    if (printed.claim.id, k) not in given and not self._is_given(k, printed, carrier, refs, place)
                ]  # fmt: skip
                given |= {(printed.claim.id, k) for k in missing}
                words.append((printed, [k for k in missing if k not in WITHDRAWN]))
            if any(missing for _, missing in words):
                self._add(anchor or carrier, words, refs, place)

    def _add(
        self, carrier: _Placed, words: list[tuple[PrintedFact, list[str]]], refs: Sequence[_Placed], place: _Place
    ) -> None:
        """Add the words after a reference and what belongs to it, and report them."""
        inlines = tuple(self._suffix(words))
        end, offset = _end_of(place.runs[carrier.run], carrier, refs)
        place.inserted.append(_Insertion(carrier.run, end, offset, inlines))
        printed, missing = next((p, m) for p, m in words if m)
        location = place.location_of(carrier.run, carrier.index)
        stated = self._states(carrier, refs)
        name = printed.name if len(words) == 1 else FactView(printed.fact, self.language, None, printed.point).unit
        message = f'"{plain(inlines).strip()}" is added after "{name}"'
        hint = self._hint(printed, name, missing[0], carrier, place, stated=stated)
        self.problems.append(
            Problem("status-added", message, printed.fact.location if stated else location, hint, "note")
        )

    def _suffix(self, words: list[tuple[PrintedFact, list[str]]]) -> Iterator[Inline]:
        """Yield the words in brackets, as references to the fact: (planned), (planned; MSMT, 2026), (Rebels; Government)."""
        written: list[tuple[FactReference, ...]] = []
        for status in ADDED:
            has = [printed for printed, kinds in words if status in kinds]
            if has:
                word = self.language.word(f"added_{status}")
                text = word if len(has) == len(words) else self.language.phrase("added_partly", status=word)
                written.append((_reference(has[0], text, "status"),))
        written += [parts for printed, missing in words if (parts := tuple(self._attribution(printed, missing)))]
        yield Text(" (")
        for position, parts in enumerate(written):
            if position:
                yield Text("; ")
            for place, part in enumerate(parts):
                if place:
                    yield Text(", ")
                yield part
        yield Text(")")

    def _attribution(self, printed: PrintedFact, missing: Sequence[str]) -> Iterator[FactReference]:
        """Yield who claims it, or else who published it, and its date, as far as they are missing."""
        if CLAIMANT in missing:
            by = printed.claim.by or printed.fact.by
            cited = [self.ledger.sources[c.source] for c in printed.claim.sources if c.source in self.ledger.sources]
            for name in (by,) if by else dict.fromkeys(s.publisher or s.author or s.short or s.title for s in cited):
                yield _reference(printed, name, "claimant")
        if DATE in missing and printed.date is not None:
            yield _reference(printed, printed.date.words(self.language), "date")

    # -------------------------------------------------------------- what a claim needs

    def _claims(self, ref: FactReference) -> Iterator[PrintedFact]:
        """Yield the claims that a reference stands for: the one that it names, or all that still hold."""
        fact = self.ledger.facts[ref.fact]
        if fact.id not in self.points:
            self.points[fact.id] = {point.label: point for point in fact.points}
        point = self.points[fact.id].get(ref.point)
        among = point.claims if point is not None else fact.claims
        named = [claim for claim in among if claim.id == ref.claim]
        for claim in named or [c for c in among if c.status not in WITHDRAWN] or among:
            yield PrintedFact(fact, point, claim, among, 0)

    def _needed(self, printed: PrintedFact, *, fresh: bool = False) -> list[str]:
        """Return what the reader must be told of a claim: a status, its claimant, its date. `fresh`: it is not too old."""
        status = printed.claim.status
        disputed = status not in WITHDRAWN and disagree(printed.among)
        needed: list[str] = [status] if status in STATUSES else []
        needed += [CLAIMANT] if disputed else []
        dated = printed.date is not None and (disputed or (not fresh and self._is_stale(printed)))
        return [*needed, DATE] if dated else needed

    def _is_stale(self, printed: PrintedFact) -> bool:
        return bool(printed.fact.stale_after) and printed.date is not None and is_old(self.ledger, printed)

    def _is_given(
        self, kind: str, printed: PrintedFact, carrier: _Placed, refs: Sequence[_Placed], place: _Place
    ) -> bool:
        """Return True if the place gives what the reader must be told, as part of the fact or in words that the author marked."""
        one = len(printed.among) == 1
        shown = {p.ref.aspect for p in refs if p.ref.claim == printed.claim.id or one or not p.ref.claim}
        disputed = kind == CLAIMANT or (kind == DATE and CLAIMANT in self._needed(printed))
        if (kind in STATUSES or disputed) and ("status" in shown or place.says_status):
            return True
        if kind == DATE:
            return "date" in shown or self._types_date(printed, carrier, place)
        by = printed.claim.by or printed.fact.by
        if kind in (CLAIMANT, "unverified") and (
            "claimant" in shown or any(p.ref.aspect == "claimant" and p.ref.text == by for p in refs)
        ):
            return True
        if printed.fact.worded and self._states(carrier, refs) and self._says(printed.fact.worded, kind, printed):
            return True
        marked = next((p for p in refs if p.ref.worded and (one or p.ref.claim in ("", printed.claim.id))), None)
        if marked is None:
            return False
        # Claims side by side are marked together, and the first of them is next to what was typed.
        first = next(p for p in refs if p.ref.worded == marked.ref.worded)
        return self._is_worded(first, kind, printed, place)

    def _types_date(self, printed: PrintedFact, carrier: _Placed, place: _Place) -> bool:
        """Return True if the template types the date in full in the same sentence, or in a cell of the same row."""
        assert printed.date is not None
        words = any_of((printed.date.words(self.language),))
        if place.row:
            return any(words.search(_typed_around(run, 0, _NEVER)) for run in place.runs)
        return words.search(_typed_around(place.runs[carrier.run], carrier.index, _SENTENCE_END)) is not None

    @staticmethod
    def _states(carrier: _Placed, refs: Sequence[_Placed]) -> bool:
        """Return True if the reference is part of the fact's own statement."""
        return any(p.ref.aspect == "statement" and p.run == carrier.run for p in refs)

    def _says(self, phrase: str, kind: str, printed: PrintedFact) -> bool:
        """Return True if a phrase gives a status: with a word for it, or by naming who claims a disputed or unverified fact."""
        if list_pattern(self.language, STATUSES.get(kind, "disputed")).search(phrase):
            return True
        named = kind in (CLAIMANT, "unverified")
        names = claimants_of(printed.fact, printed.claim, self.ledger.sources) if named else ()
        return any(name_pattern(name).search(phrase) for name in names)

    def _is_worded(self, marked: _Placed, kind: str, printed: PrintedFact, place: _Place) -> bool:
        """Return True if the words that the template names give the status in the clause of the fact; report them if not."""
        phrase = marked.ref.worded
        location = place.location_of(marked.run, marked.index)
        if not any(self._says(phrase, needed, printed) for needed in self._needed(printed)):
            message = f'"{phrase}" does not say that "{printed.name}" is {"disputed" if kind == CLAIMANT else kind}'
            some = "announced, planned, would" if kind == "planned" else "unconfirmed, reportedly, claimed"
            hint = f"name the words that say so, such as {some}" if kind in ADDED else "name the words that say so"
            self._report("not-worded", message, location, hint)
        elif not any_of((phrase,)).search(_typed_around(place.runs[marked.run], marked.index, _CLAUSE_END)):
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

    def _hint(
        self, printed: PrintedFact, name: str, kind: str, carrier: _Placed, place: _Place, *, stated: bool
    ) -> str:
        """Return how the author can say it instead, with the words that are there already."""
        fact = printed.fact
        if kind == DATE and not place.row:
            return f"to word it yourself, print {{{{ {name}.as_of }}}} in the same paragraph"
        if place.row:
            column = {CLAIMANT: "by", DATE: "as_of"}.get(kind, "status")
            return f"a column {column} would say it for the whole table"
        words = list_pattern(self.language, STATUSES.get(kind, "disputed"))
        says = "".join(part for part in fact.says if isinstance(part, str))
        if stated:
            found = words.search(says)
            how = f"add a line: worded: {found[0]}" if found else "name the words in a line worded:"
            return f"if its says: gives the status, {how}"
        found = words.search(_typed_around(place.runs[carrier.run], carrier.index, _CLAUSE_END))
        phrase = found[0] if found else "…"
        return f'if this clause gives the status, name the words: {{{{ {name} | worded("{phrase}") }}}}'


def _reference(printed: PrintedFact, text: str, aspect: str) -> FactReference:
    point = printed.point.label if printed.point is not None else ""
    return FactReference(printed.fact.id, text, aspect, printed.claim.id, point)  # type: ignore[arg-type]


def _end_of(run: Sequence[Inline], carrier: _Placed, refs: Sequence[_Placed]) -> tuple[int, int]:
    """Return where a status belongs: the index after the reference and all that the fact prints with it.

    That is the rest of its statement, its claimant and date in brackets, its closing quotation mark. With an offset that is
    not 0 the place is within the text at that index.
    """
    mine = {p.index: p.ref for p in refs if p.run == carrier.run}
    end = carrier.index + 1
    while end < len(run):
        item = run[end]
        if isinstance(item, Text) and _BETWEEN.fullmatch(item.text) and _continues(mine.get(end + 1), carrier.ref):
            end += 2
        elif _continues(mine.get(end), carrier.ref):
            end += 1
        elif (
            isinstance(item, Text)
            and (closing := _CLOSING.match(item.text))
            and end > carrier.index + (")" in closing[0])
        ):
            return (end + 1, 0) if closing.end() == len(item.text) else (end, closing.end())
        else:
            break
    return end, 0


def _continues(ref: FactReference | None, first: FactReference) -> bool:
    """Return True if a reference goes on with what another of the same fact began; another claim's figure begins anew."""
    return ref is not None and not (ref.aspect in FIGURES and ref.claim != first.claim)


def _typed_around(run: Sequence[Inline], index: int, ends: re.Pattern[str]) -> str:
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


def _moved(
    lines: tuple[tuple[int, int], ...],
    inserted: Sequence[_Insertion],
    inlines: tuple[Inline, ...],
) -> tuple[tuple[int, int], ...]:
    """Return the offsets of lines, moved by what was inserted before them."""
    moves = []
    for new in inserted:
        letters = sum(len(item.text) for item in words_in(inlines[: new.index])) + new.offset
        moves.append((letters, sum(len(item.text) for item in words_in(new.words))))
    return tuple((start + sum(more for at, more in moves if at <= start), line) for start, line in lines)
