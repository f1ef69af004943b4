"""Changes between two editions as text: their number, then groups, the most serious first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.cli.report import plural
from briefing.facts.change_model import LABELS, Change

LONGEST = 160
_KINDS = {
    ("fact", "changed"): "Facts changed, with no reason given in changes.yaml",
    ("fact", "added"): "Facts added",
    ("fact", "retired"): "Facts retired",
    ("fact", "newly shown"): "Facts newly shown",
    ("fact", "no longer shown"): "Facts no longer shown",
    ("judgement", "raised"): "Judgements raised",
    ("judgement", "lowered"): "Judgements lowered",
    ("judgement", "changed"): "Judgements changed",
    ("judgement", "added"): "Judgements added",
    ("judgement", "retired"): "Judgements retired",
    ("judgement", "newly shown"): "Judgements newly shown",
    ("judgement", "no longer shown"): "Judgements no longer shown",
    ("source", "gained"): "Sources gained",
    ("source", "lost"): "Sources lost",
    ("source", "newly shown"): "Sources newly shown",
    ("source", "no longer shown"): "Sources no longer shown",
}


def format_changes(old: str, new: str, changes: Sequence[Change]) -> list[str]:
    """Return the lines: the number of changes, then each change below its group."""
    if not changes:
        return [f"no changes from {old} to {new}"]
    labels = [f"{count} {label}" for label in LABELS if (count := sum(c.label == label for c in changes))]
    counts = f": {', '.join(labels)}" if labels else ""
    lines = [f"{plural(len(changes), 'change')} from {old} to {new}{counts}"]
    groups = [(label.capitalize(), [c for c in changes if c.label == label]) for label in LABELS]
    for key, title in _KINDS.items():
        groups.append((title, [c for c in changes if not c.label and (c.of, c.change) == key]))
    for title, members in groups:
        if members:
            lines += ["", f"{title} ({len(members)})"]
        for change in members:
            lines += _describe(change)
    return lines


def _describe(change: Change) -> Iterator[str]:
    record = f" ({change.record})" if change.record else ""
    what = f" {change.change}" if change.label and change.change != "changed" else ""
    aspects = f": {', '.join(change.aspects)}" if change.aspects else ""
    yield f"  {change.id}{record}{what}{aspects}"
    if change.change in ("added", "gained", "newly shown"):
        yield f"    {_short(change.says if change.of != 'source' else _source(change.says, change.now))}"
    elif change.change in ("retired", "lost", "no longer shown"):
        yield f"    was: {_short(change.says if change.of != 'source' else _source(change.says, change.was))}"
    else:
        yield f"    was: {_short(change.was) or 'none'}"
        yield f"    now: {_short(change.now) or 'none'}"


def _source(title: str, words: str) -> str:
    return f"{title} ({words})" if title and words != title else words


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: text.rfind(" ", 0, LONGEST)] + " …"
