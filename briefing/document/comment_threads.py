"""Carry a reviewer's comment threads over to a new brief and find the target of each.

A thread on a printed fact goes to that fact if it is still printed; otherwise to the passage with
the same words, to the most similar passage, or to the title. In the last case a reply is added
which says that the passage is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.document.comments import Comment, CommentText
from briefing.document.fact_markers import mark_facts
from briefing.document.model import Document, walk
from briefing.document.passages import NOTE, passages_of

LEAST_SHARED = 0.5
"""Share of words that two passages must have in common to count as versions of one passage."""


@dataclass(frozen=True, slots=True)
class CommentThread:
    """A comment and its replies.

    `markers` name the facts that the thread was attached to; `words` are those of the passage.
    """

    texts: tuple[CommentText, ...]
    markers: tuple[str, ...] = ()
    words: str = ""


def place_threads(
    threads: Sequence[CommentThread], document: Document, passage_gone: CommentText
) -> tuple[Comment, ...]:
    """Return the threads as comments with targets.

    `passage_gone` is the reply added to threads whose passage is no longer in the brief.
    """
    markers = {marked.marker for marked in mark_facts(document) if not marked.in_note}
    keys = {block.key for block in walk(document.blocks)}
    passages = [p for p in passages_of(document) if p.kind not in (NOTE, "table", "figure") and p.block in keys]
    title = document.title_block.key if document.title_block is not None else ""
    found = []
    for thread in threads:
        marker = next((name for name in thread.markers if name in markers), "")
        block = marker or next((p.block for p in passages if p.text == thread.words), "")
        if not block and thread.words:
            share, at = max(
                ((_shared_words(p.text, thread.words), -at) for at, p in enumerate(passages)), default=(0.0, 0)
            )
            block = passages[-at].block if share >= LEAST_SHARED else ""
        if block:
            found.append(Comment(thread.texts, block))
        elif title:
            found.append(Comment((*thread.texts, passage_gone) if thread.words else thread.texts, title))
    return tuple(found)


def _shared_words(one: str, other: str) -> float:
    here, there = set(one.split()), set(other.split())
    return 2 * len(here & there) / max(len(here) + len(there), 1)
