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
    List,
    Paragraph,
    RunningText,
    Text,
)
from briefing.document.sentences import cite_sentences
from briefing.facts.change_model import Change
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
    items = []
    for place, change in enumerate(changes[:most], start=1):
        entry = writer.ledger.entries.get(change.id)
        words = (Text(f"{writer.label(change)}.", strong=True), Text(" "), *writer.sentence(change))
        cited = (lambda _ref: ()) if table else _citing(change, writer, citations_of)
        words = cite_sentences(words, cited, language.abbreviations)
        where = entry.says_location if entry and entry.says else location
        items.append((Paragraph(f"{KEY}/item-{place}", where, words),))
    if items:
        blocks.append(List(f"{KEY}/list", location, tuple(items)))
    else:
        blocks.append(Paragraph(f"{KEY}/none", location, (Text(language.word("nothing_changed")),)))
    # The last line points to the table of changes, or says how many more changes there are.
    left = len(changes) - len(items)
    if left or (items and table):
        if table:
            before, _, after = language.word("all_changes_in").partition("{table}")
            pointer = (Text(before), CrossReference(table, location=location), Text(after))
            last = tuple(i for i in pointer if not isinstance(i, Text) or i.text)
        else:
            # A count of changes needs no source, so checks leave it alone (`literal`).
            pattern = language.word("more_changes" if left > 1 else "one_more_change")
            last = (Text(pattern.replace("{count}", str(left)), literal=True),)
        blocks.append(Paragraph(f"{KEY}/more", location, last))
    title = language.phrase("what_changed", edition=writer.compared.edition)
    return Callout(f"{KEY}/box", location, "note", title, tuple(blocks))


def _citing(
    change: Change, writer: ChangeWriter, citations_of: Callable[[FactReference], Sequence[Citation]]
) -> Callable[[FactReference], Sequence[Citation]]:
    """Return a function for citations: old words cite their own sources and those of the new words."""

    def cited(ref: FactReference) -> Sequence[Citation]:
        more = writer.current(change) if ref.aspect == "former" else ()
        return tuple(dict.fromkeys((*citations_of(ref), *more)))

    return cited
