"""The dossier that a spreadsheet is imported into, with the ids and file names that it already has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.facts.dossier_folder import read_text
from briefing.facts.load import load_ledger
from briefing.problems.problem import BriefingError, Location, Problem

SOURCES = "sources.yaml"
MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """A dossier to import into; the defaults describe a new one.

    `facts` and `sources` give the location of each id; `sources_text` is the text of sources.yaml, None if there is none.
    """

    name: str
    new: bool = True
    facts: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    sources_text: str | None = None
    sections: tuple[str, ...] = ()
    restates: str = ""


def read_target(folder: Path, display_path: str) -> Target:
    """Read an existing dossier; raise BriefingError if it, or its sources.yaml, cannot be read."""
    ledger, problems = load_ledger(folder, display_path)
    if ledger is None:
        raise BriefingError(*problems)
    text, faults = (
        read_text(folder / SOURCES, f"{display_path}/{SOURCES}", MAX_BYTES)
        if (folder / SOURCES).exists()
        else (None, [])
    )
    if faults:
        raise BriefingError(*faults)
    # Compared without case: on some disks Trade.yaml and trade.yaml are one file.
    names = frozenset(path.name.casefold() for path in folder.iterdir())
    if text is not None and any(p.location.file.endswith(f"/{SOURCES}") and p.severity == "error" for p in problems):
        hint = f"run briefing check {folder.name} and correct the errors first: the import adds sources to this file"
        raise BriefingError(
            Problem("unreadable-file", "there are errors in this file", Location(f"{display_path}/{SOURCES}"), hint)
        )
    return Target(
        name=folder.name,
        new=False,
        facts={fact.id: str(fact.location) for fact in ledger.facts.values()},
        sources={source.id: str(source.location) for source in ledger.sources.values()},
        files=names,
        sources_text=text,
        sections=ledger.dossier.sections,
        restates=ledger.dossier.restates,
    )
