"""Print the status of each unsettled fact, unless the author words it: "(planned)", "(unconfirmed)", "(June 2021)".

Take the blocks of a composed brief and return them with those words added, and problems: a note for each place where words
were added, and an error where a status cannot be printed. Nothing here depends on how a template put the fact in its place.

A paragraph, a typed footnote and a row of a table count as one place each. In a place, the status of a claim is printed once.
It needs no words of the program if

- its status, its claimant (of a disputed or unverified claim) or its date (of a stale or disputed claim) is printed there as
  part of the fact, as in a table with those columns;
- its statement is printed, and the fact says with `worded:` which words of the statement give the status;
- the template says so, as in {{ bridge | worded("announced") }}, and the words are in the same clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from briefing.checks.agreement import WITHDRAWN
from briefing.checks.check_context import PrintedFact
from briefing.checks.sentence_facts import gives_status, row_location
from briefing.checks.word_patterns import list_pattern
from briefing.compose.status_needs import (
    ADDED,
    CLAIMANT,
    CONTENT,
    DATE,
    FIGURES,
    STATUSES,
    Insertion,
    Place,
    PlacedReference,
    StatusNeeds,
    clause_end,
    may_be_unsettled,
    typed_around,
)
from briefing.document.inlines import words_in
from briefing.document.model import (
    Block,
    Callout,
    Contents,
    FactReference,
    Figure,
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
    TitleBlock,
    plain,
)
from briefing.facts.ledger import Ledger
from briefing.facts.views import FactView
from briefing.language import Language
from briefing.problems.problem import Location, Problem

_BETWEEN = re.compile(r"[\s(),;:“”‘’\"']*")
_CLOSING = re.compile(r"[)”’\"']+")


def print_statuses(
    blocks: Iterable[Block], ledger: Ledger, language: Language
) -> tuple[tuple[Block, ...], list[Problem]]:
    """Return the blocks with the status of every unsettled fact in words, and what was added or cannot be."""
    printer = _StatusPrinter(ledger, language)
    changed = tuple([printer.change(block) for block in blocks] if printer.unsettled else blocks)
    return changed, printer.problems


@dataclass(slots=True)
class _StatusPrinter:
    """Printer of the statuses of one brief."""

    ledger: Ledger
    language: Language
    needs: StatusNeeds = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    unsettled: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.needs = StatusNeeds(self.ledger, self.language, self.problems)
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
            case TitleBlock() | Contents() | Figure():
                return block  # these print no fact in words; charts draw hollow what is not settled
            case _:
                assert_never(block)

    def _change_paragraph(self, block: Paragraph) -> Paragraph:
        place = Place([block.inlines], block.location, block.lines)
        inlines = self._print(place)[0]
        lines = _moved(block.lines, place.inserted, block.inlines)
        inlines = tuple(self._change_note(item) if isinstance(item, Note) and item.typed else item for item in inlines)
        return block if inlines == block.inlines else replace(block, inlines=inlines, lines=lines)

    def _change_note(self, note: Note) -> Note:
        typed = note.inlines[: note.typed]
        place = Place([typed], note.location, note.lines)
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
        gives = declared is not None and declared.rows.kind != "changes" and gives_status(table, self.ledger)
        body = []
        for index, row in enumerate(table.body):
            at = location if declared else row_location(table, index)
            body.append(self._change_row(row, at, gives_status=gives))
        return table if all(a is b for a, b in zip(body, table.body, strict=True)) else replace(table, body=tuple(body))

    def _change_row(self, row: Row, location: Location, *, gives_status: bool) -> Row:
        place = Place([p for cell in row.cells for p in cell.paragraphs], location, row=True, gives_status=gives_status)
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
            for printed in self.needs.claims(ref):
                if needed := self.needs.needed(printed):
                    status = {CLAIMANT: "disputed", DATE: "stale"}.get(needed[0], needed[0])
                    message = f'"{printed.name}" is {status}, but {where} cannot say so'
                    hint = "reword it without the fact, and print the fact in the text below"
                    self.problems.append(Problem("status-in-heading", message, location, hint))

    # -------------------------------------------------------------- one place

    def _print(self, place: Place) -> list[tuple[Inline, ...]]:
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

    def _refs(self, runs: Sequence[tuple[Inline, ...]]) -> list[PlacedReference]:
        """Return the references to facts that may be unsettled."""
        return [
            PlacedReference(ref, at, index)
            for at, run in enumerate(runs)
            for index, item in enumerate(run)
            for ref in (item.inlines if isinstance(item, Link) else (item,))
            if isinstance(ref, FactReference) and ref.fact in self.unsettled and not self.needs.is_incidental(ref)
        ]

    def _print_unit(self, refs: Sequence[PlacedReference], place: Place) -> None:
        """Print what is missing of one fact, or of one point of it, in a place."""
        carriers = [p for p in refs if p.ref.aspect in FIGURES] or [p for p in refs if p.ref.aspect in CONTENT]
        named = not carriers
        names = [p for p in refs if p.ref.aspect == "name"]
        carriers = carriers or names
        # In a row a name takes the words, so that figures stay bare in their column.
        anchor = names[0] if place.row and names and len({p.ref.claim for p in carriers}) == 1 else None
        given: set[tuple[str, str]] = set()
        # Next to a newer claim of the same fact an old one is history.
        fresh = any(not self.needs.is_stale(printed) for p in carriers for printed in self.needs.claims(p.ref))
        for carrier in carriers:
            words: list[tuple[PrintedFact, list[str]]] = []
            for printed in self.needs.claims(carrier.ref):
                needed = [k for k in self.needs.needed(printed, fresh=fresh) if not named or k in STATUSES]
                missing = [
                    k for k in needed
                    if (printed.claim.id, k) not in given and not self.needs.is_given(k, printed, carrier, refs, place)
                ]  # fmt: skip
                given |= {(printed.claim.id, k) for k in missing}
                words.append((printed, [k for k in missing if k not in WITHDRAWN]))
            if any(missing for _, missing in words):
                self._add(anchor or carrier, words, refs, place)

    def _add(
        self,
        carrier: PlacedReference,
        words: list[tuple[PrintedFact, list[str]]],
        refs: Sequence[PlacedReference],
        place: Place,
    ) -> None:
        """Add the words after a reference and what belongs to it, and report them."""
        inlines = tuple(self._suffix(words))
        end, offset = _end_of(place.runs[carrier.run], carrier, refs)
        place.inserted.append(Insertion(carrier.run, end, offset, inlines))
        printed, missing = next((p, m) for p, m in words if m)
        location = place.location_of(carrier.run, carrier.index)
        stated = self.needs.in_statement(carrier, refs)
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

    def _hint(
        self, printed: PrintedFact, name: str, kind: str, carrier: PlacedReference, place: Place, *, stated: bool
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
        found = words.search(typed_around(place.runs[carrier.run], carrier.index, clause_end(self.language)))
        phrase = found[0] if found else "…"
        return f'if this clause gives the status, name the words: {{{{ {name} | worded("{phrase}") }}}}'


def _reference(printed: PrintedFact, text: str, aspect: str) -> FactReference:
    point = printed.point.label if printed.point is not None else ""
    return FactReference(printed.fact.id, text, aspect, printed.claim.id, point)  # type: ignore[arg-type]


def _end_of(run: Sequence[Inline], carrier: PlacedReference, refs: Sequence[PlacedReference]) -> tuple[int, int]:
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
    """Return True if a reference goes on with what another of the same fact began; another claim's figure is on its own."""
    return ref is not None and not (ref.aspect in FIGURES and ref.claim != first.claim)


def _moved(
    lines: tuple[tuple[int, int], ...],
    inserted: Sequence[Insertion],
    inlines: tuple[Inline, ...],
) -> tuple[tuple[int, int], ...]:
    """Return the offsets of lines, moved by what was inserted before them."""
    moves = []
    for new in inserted:
        letters = sum(len(item.text) for item in words_in(inlines[: new.index])) + new.offset
        moves.append((letters, sum(len(item.text) for item in words_in(new.words))))
    return tuple((start + sum(more for at, more in moves if at <= start), line) for start, line in lines)
