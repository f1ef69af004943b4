"""The box "What changed since edition 1": the labelled changes that matter most, a line each.

Takes a ledger that was compared; gives a callout of the model. Where the brief has the table of changes, that names the sources, and
the box points to it; else each sentence ends in a note. Decides no order: that of the comparison is the order of print.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.compose.changes.change_text import Teller
from briefing.document.model import Bullets, Callout, Citation, FactRef, Inline, Paragraph, Reference, Text
from briefing.document.sentences import cite_sentences
from briefing.facts.changes import Change
from briefing.problems.problem import Origin

MOST = 8
KEY = "changes"


def make_box(
    teller: Teller, most: int, table: str, origin: Origin, citations_of: Callable[[FactRef], Sequence[Citation]]
) -> Callout:
    """The box with at most that many changes; `table` is the key of the table of changes, "" where none is placed."""
    changes = teller.compared.labelled
    language = teller.language
    blocks: list[Paragraph | Bullets] = []
    items = [
        (_item(place, change, teller, origin, _uncited if table else _citing(change, teller, citations_of)),)
        for place, change in enumerate(changes[:most], start=1)
    ]
    if items:
        blocks.append(Bullets(f"{KEY}/list", origin, tuple(items)))
    else:
        blocks.append(Paragraph(f"{KEY}/none", origin, (Text(language.word("nothing_changed")),)))
    left = len(changes) - len(items)
    if left or (items and table):
        blocks.append(Paragraph(f"{KEY}/more", origin, _more(left, table, origin, teller)))
    title = language.phrase("what_changed", edition=teller.compared.edition)
    return Callout(f"{KEY}/box", origin, "note", title, tuple(blocks))


def _item(
    place: int,
    change: Change,
    teller: Teller,
    origin: Origin,
    citations_of: Callable[[FactRef], Sequence[Citation]],
) -> Paragraph:
    entry = teller.ledger.entries.get(change.id)
    lead = Text(f"{teller.label(change)}.", strong=True)
    told: tuple[Inline, ...] = (lead, Text(" "), *teller.sentence(change))
    words = cite_sentences(told, citations_of, teller.language.abbreviations)
    return Paragraph(f"{KEY}/item-{place}", entry.says_origin if entry and entry.says else origin, words)


def _citing(
    change: Change, teller: Teller, citations_of: Callable[[FactRef], Sequence[Citation]]
) -> Callable[[FactRef], Sequence[Citation]]:
    """Words of the edition before cite its sources, and those by which this one says otherwise."""

    def cited(ref: FactRef) -> Sequence[Citation]:
        more = teller.current(change) if ref.aspect == "former" else ()
        return tuple(dict.fromkeys((*citations_of(ref), *more)))

    return cited


def _uncited(_: FactRef) -> Sequence[Citation]:
    return ()


def _more(left: int, table: str, origin: Origin, teller: Teller) -> tuple[Inline, ...]:
    """Where all of them stand, or how many more there are."""
    if table:
        before, _, after = teller.language.word("all_changes_in").partition("{table}")
        told: tuple[Inline, ...] = (Text(before), Reference(table, origin=origin), Text(after))
        return tuple(i for i in told if not isinstance(i, Text) or i.text)
    # A number of changes is counted, not claimed.
    pattern = teller.language.word("more_changes" if left > 1 else "one_more_change")
    return (Text(pattern.replace("{count}", str(left)), literal=True),)
