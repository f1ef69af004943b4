"""Format edits as lines of text under the headings of the brief: what changed, by whom, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.problems.summary import plural
from briefing.review.edits.edits import Edit

_MAX_LENGTH = 110
_WAYS = {
    "figure": "--apply adds it to the fact as a proposal",
    "statement": "--apply rewords it",
    "template": "--apply rewords the template",
    "insert": "--apply adds it to the template",
    "delete": "--apply deletes it from the template",
}
_OWN_WAYS = {
    "template": "--apply rewords it for this brief only, in",
    "insert": "--apply adds it for this brief only, to",
    "delete": "--apply deletes it for this brief only, from",
}


def format_edit(edits: Sequence[Edit], *, several: bool) -> Iterator[str]:
    """Yield the lines of edits; with `several`, each names its copy."""
    section = None
    for edit in edits:
        if edit.kind != "conflict" and edit.section != section:
            section = edit.section
            yield f"{section or 'At the top'}"
        parts = [edit.author, edit.date[:10]]
        parts += (
            ["changed without Track Changes"] if edit.kind not in ("comment", "conflict") and not edit.tracked else []
        )
        parts += [edit.copy] if several else []
        origin = ", ".join(part for part in parts if part)
        yield f"  {headline(edit)}{f' [{origin}]' if origin else ''}"
        yield from (f"      {line}" for line in details(edit))


def headline(edit: Edit) -> str:
    """Return one line that says what changed."""
    name = name_of(edit)
    match edit.kind:
        case "figure":
            return f'{edit.id}. figure {name}: "{edit.old}" -> "{edit.new}"'
        case "inserted":
            return f'{edit.id}. inserted: "{_short(edit.new)}"'
        case "deleted":
            return f'{edit.id}. deleted: "{_short(edit.old)}"'
        case "moved":
            return f'{edit.id}. moved: "{_short(edit.old)}"'
        case "comment":
            done = " (resolved)" if edit.resolved else ""
            answer = f" (answers {edit.parent})" if edit.parent else ""
            return f'{edit.id}. comment{done}{answer}: "{_short(edit.text)}"'
        case "conflict":
            about = f"{name}: " if name else ""
            return f"{edit.id}. conflict: {about}edits {', '.join(edit.edits)} contradict each other"
    return f"{edit.id}. {edit.kind}: {words_of(edit)}"


def words_of(edit: Edit) -> str:
    """Return the old and the new words of a change."""
    if not edit.old:
        return f'"{_short(edit.new)}" added after "{_short(edit.before)}"'
    if not edit.new:
        return f'"{_short(edit.old)}" deleted'
    return f'"{_short(edit.old)}" -> "{_short(edit.new)}"'


def name_of(edit: Edit) -> str:
    """Return the name of an edit's fact as in a template, "" if it has none."""
    if not edit.fact:
        return ""
    point = f"[{edit.point}]" if edit.point else ""
    return f"{edit.fact}{point}{f'.{edit.claim}' if edit.claim else ''}"


def details(edit: Edit) -> Iterator[str]:
    """Yield lines with the claim, the location, and what to do."""
    if edit.kind == "comment":
        anchor = f'on "{_short(edit.on)}"' if edit.on else "on the brief"
        fact = f", fact {name_of(edit)}" if edit.fact else ""
        yield anchor + fact
        return
    if edit.kind == "figure" and edit.value:
        unit = f", unit {edit.unit}" if edit.unit else ""
        sources = f", from {', '.join(edit.sources)}" if edit.sources else ""
        yield f"the claim: {edit.value}{unit}{sources}"
    place = ":".join(str(part) for part in (edit.file, edit.line, edit.column) if part)
    what = edit.reason or (_what_is_done(edit) if edit.state == "open" else "")
    if place or what:
        yield "; ".join(part for part in (place, what) if part)


def _what_is_done(edit: Edit) -> str:
    """Return what applying does with an open edit, and in how many other briefs it shows."""
    if edit.own_file:
        return f"{_OWN_WAYS[edit.way]} {edit.own_file}"
    done = _WAYS.get(edit.way, "")
    return f"{done}, also for {plural(len(edit.others), 'other brief')}" if done and edit.others else done


def shared_files(edits: Sequence[Edit]) -> Iterator[str]:
    """Yield a line for each file of these edits that other briefs use as well, with all their names."""
    for file, edit in {edit.file: edit for edit in edits if edit.others}.items():
        names = ", ".join(edit.others)
        choice = "; add --all-briefs to reword it for all of them" if edit.own_file else ""
        yield f"{file} is also used by {plural(len(edit.others), 'other brief')}: {names}{choice}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _MAX_LENGTH else f"{words[: _MAX_LENGTH - 1]}…"
