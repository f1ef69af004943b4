"""The box "What changed since edition 1": the most important labelled changes, one line each.

If the brief has the table of changes, the box points to it and leaves the sources to it; else each sentence ends in a note.
Changes are printed in the order of the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.compose.changes.change_text import ChangeWriter
from briefing.document.model import (
    Callout,
    Citation,
    CrossReference,
    FactReference,
    Inline,
    List,
    Paragraph,
    RunningText,
    Text,
)
from briefing.document.sentences import cite_sentences
from briefing.facts.changes import Change
from briefing.problems.problem import Location

MOST = 8
KEY = "changes"


def make_box(
    writer: ChangeWriter,
    most: int,
    table: str,
    location: Location,
    citations_of: Callable[[FactReference], Sequence[Citation]],
) -> Callout:
    """Return the box with at most `most` changes; `table` is the key of the table of changes, "" if none is placed."""
    changes = writer.compared.labelled
    language = writer.language
    blocks: list[RunningText] = []
    items = [
        (_item(place, change, writer, location, _uncited if table else _citing(change, writer, citations_of)),)
        for place, change in enumerate(changes[:most], start=1)
    ]
    if items:
        blocks.append(List(f"{KEY}/list", location, tuple(items)))
    else:
        blocks.append(Paragraph(f"{KEY}/none", location, (Text(language.word("nothing_changed")),)))
    left = len(changes) - len(items)
    if left or (items and table):
        blocks.append(Paragraph(f"{KEY}/more", location, _more(left, table, location, writer)))
    title = language.phrase("what_changed", edition=writer.compared.edition)
    return Callout(f"{KEY}/box", location, "note", title, tuple(blocks))


def _item(
    place: int,
    change: Change,
    writer: ChangeWriter,
    location: Location,
    citations_of: Callable[[FactReference], Sequence[Citation]],
) -> Paragraph:
    entry = writer.ledger.entries.get(change.id)
    lead = Text(f"{writer.label(change)}.", strong=True)
    words: tuple[Inline, ...] = (lead, Text(" "), *writer.sentence(change))
    words = cite_sentences(words, citations_of, writer.language.abbreviations)
    return Paragraph(f"{KEY}/item-{place}", entry.says_location if entry and entry.says else location, words)


def _citing(
    change: Change, writer: ChangeWriter, citations_of: Callable[[FactReference], Sequence[Citation]]
) -> Callable[[FactReference], Sequence[Citation]]:
    """Return a function for citations: old words cite their own sources and those of the new words."""

    def cited(ref: FactReference) -> Sequence[Citation]:
        more = writer.current(change) if ref.aspect == "former" else ()
        return tuple(dict.fromkeys((*citations_of(ref), *more)))

    return cited


def _uncited(_: FactReference) -> Sequence[Citation]:
    return ()


def _more(left: int, table: str, location: Location, writer: ChangeWriter) -> tuple[Inline, ...]:
    """Return the last line: a pointer to the table of changes, or how many more changes there are."""
    if table:
        before, _, after = writer.language.word("all_changes_in").partition("{table}")
        words: tuple[Inline, ...] = (Text(before), CrossReference(table, location=location), Text(after))
        return tuple(i for i in words if not isinstance(i, Text) or i.text)
    # A count of changes needs no source, so checks leave it alone (`literal`).
    pattern = writer.language.word("more_changes" if left > 1 else "one_more_change")
    return (Text(pattern.replace("{count}", str(left)), literal=True),)
