"""The dossier that a spreadsheet goes into: which ids and file names it has already. A new one has none.

Takes a folder, gives a `Target`; an existing dossier is read as far as it can be. Must not write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.facts.dossier_folder import read_text
from briefing.facts.load import load_ledger
from briefing.problems.problem import BriefingError, Origin, Problem

SOURCES = "sources.yaml"
LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """`facts` and `sources` say where each id stands; `sources_text` is what the file of sources holds, None where there is none."""

    name: str
    new: bool = True
    facts: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    sources_text: str | None = None
    sections: tuple[str, ...] = ()
    restates: str = ""


def read_target(folder: Path, shown: str) -> Target:
    """What is in a dossier that is there. Raises BriefingError where that cannot be told."""
    ledger, problems = load_ledger(folder, shown)
    if ledger is None:
        raise BriefingError(*problems)
    text, faults = (
        read_text(folder / SOURCES, f"{shown}/{SOURCES}", LARGEST) if (folder / SOURCES).exists() else (None, [])
    )
    if faults:
        raise BriefingError(*faults)
    # Names in any writing: on some disks Trade.yaml and trade.yaml are one file.
    names = frozenset(path.name.casefold() for path in folder.iterdir())
    if text is not None and any(p.origin.file.endswith(f"/{SOURCES}") and p.severity == "error" for p in problems):
        hint = f"briefing check {folder.name} tells what; mend it first, since sources are added to this file"
        raise BriefingError(
            Problem("unreadable-file", "there are errors in this file", Origin(f"{shown}/{SOURCES}"), hint)
        )
    return Target(
        name=folder.name,
        new=False,
        facts={fact.id: str(fact.origin) for fact in ledger.facts.values()},
        sources={source.id: str(source.origin) for source in ledger.sources.values()},
        files=names,
        sources_text=text,
        sections=ledger.dossier.sections,
        restates=ledger.dossier.restates,
    )
