"""Upgrades of files of dossiers from the forms of earlier versions to today's form.

Each entry of `UPGRADES` is one change to one kind of file: a function of the file's text that leaves comments, order, quoting and line
ends as they are. A text that is already in today's form is returned as it is. Frozen editions are never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.line_ends import keep_line_ends
from briefing.review.rewriting.yaml_places import find_keys


@dataclass(frozen=True, slots=True)
class Upgrade:
    """One change to one kind of file. `file` is its name in the dossier's folder, `summary` is printed."""

    file: str
    summary: str
    change: Callable[[str], str]


def rename_key(old: str, new: str) -> Callable[[str], str]:
    """Return a function that renames a key at the top of a YAML file. It raises CannotApply where both keys are there."""

    def change(text: str) -> str:
        # A file without the word is not parsed: most dossiers need no upgrade, and one that cannot be read is for `check`.
        if old not in text:
            return text
        keys = find_keys(text)
        places = [place for name, place in keys if name == old]
        if not places:
            return text
        if len(places) > 1 or any(name == new for name, _ in keys):
            raise CannotApply(f'"{old}:" cannot be renamed to "{new}:": keep only one of these lines')
        (place,) = places
        typed = text[place.start : place.end]
        return text[: place.start] + typed.replace(old, new) + text[place.end :]

    return change


UPGRADES: tuple[Upgrade, ...] = (
    Upgrade("dossier.yaml", "cuts: is now called variants:", rename_key("cuts", "variants")),
)
"""In the order in which they are applied: an older form comes first."""
FILES = tuple(dict.fromkeys(upgrade.file for upgrade in UPGRADES))


def upgrade_text(file: str, text: str) -> tuple[str, list[str]]:
    """Return the text of a file of that name in today's form, and a summary of each change made. Raises CannotApply."""
    summaries: list[str] = []
    for upgrade in UPGRADES:
        if upgrade.file == file:
            changed = keep_line_ends(text, upgrade.change)
            if changed != text:
                summaries.append(upgrade.summary)
            text = changed
    return text, summaries
