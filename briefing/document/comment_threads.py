"""Threads of a reviewer's comments that a fresh Word file carries on, and where in the new brief each hangs.

Takes threads with what they hung on, and a resolved document; gives `Remark`s. A thread on a printed fact hangs on that fact where it is
still printed, else on the passage with the same words, else on the most like it, else on the title, and then an answer says
that its passage is gone. Reads no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.document.comments import Remark, Saying
from briefing.document.fact_markers import mark_facts
from briefing.document.model import Document, Front, walk
from briefing.document.passages import NOTE, passages_of

LEAST = 0.5
"""The share of words that two passages have in common when one is the other, changed."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its answers. `markers` are those of the facts that it hung on, `words` the passage's."""

    sayings: tuple[Saying, ...]
    markers: tuple[str, ...] = ()
    words: str = ""


def place_threads(threads: Sequence[Thread], document: Document, gone: Saying) -> tuple[Remark, ...]:
    """Each thread with its place. `gone` is the answer to those whose passage the brief no longer has."""
    markers = {marked.marker for marked in mark_facts(document) if not marked.in_note}
    keys = {block.key for block in walk(document.blocks)}
    passages = [p for p in passages_of(document) if p.kind not in (NOTE, "table", "figure") and p.block in keys]
    title = next((block.key for block in walk(document.blocks) if isinstance(block, Front)), "")
    found = []
    for thread in threads:
        marker = next((name for name in thread.markers if name in markers), "")
        block = marker or next((p.block for p in passages if p.text == thread.words), "")
        if not block and thread.words:
            share, at = max(((_alike(p.text, thread.words), -at) for at, p in enumerate(passages)), default=(0.0, 0))
            block = passages[-at].block if share >= LEAST else ""
        if block:
            found.append(Remark(thread.sayings, block))
        elif title:
            found.append(Remark((*thread.sayings, gone) if thread.words else thread.sayings, title))
    return tuple(found)


def _alike(one: str, other: str) -> float:
    here, there = set(one.split()), set(other.split())
    return 2 * len(here & there) / max(len(here) + len(there), 1)
