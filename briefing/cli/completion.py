"""What the shell is offered for a word that is being typed: names of dossiers, cuts, looks, facts.

Takes the beginning of a word, gives words. Must be quick and silent: what cannot be read is not offered, and nothing is printed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from briefing.build.discovery import find_dossiers
from briefing.problems.problem import BriefingError


def complete_fact(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Ids of facts and judgements: of the dossier named by --dossier, else of all in ./facts, else of the shipped ones."""
    yield from (name for name in dict.fromkeys(_ids(ctx.params.get("dossier"))) if name.startswith(incomplete))


def complete_shown_fact(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Ids of the facts that a finished file shows, of which there is a record in it."""
    from briefing.review.open_finished import read_recorded

    file = ctx.params.get("file")
    reading = read_recorded(Path(str(file)), []) if file else None
    record: Any = reading.record if reading is not None else None
    shown = record.get("facts", {}) if isinstance(record, dict) else {}
    yield from (name for name in shown if str(name).startswith(incomplete))


def _ids(dossier: object) -> Iterator[str]:
    from briefing.facts.load import load_ledger

    with contextlib.suppress(BriefingError, OSError):
        for each in find_dossiers([str(dossier)] if dossier else []):
            ledger, _ = load_ledger(each.folder, each.shown)
            if ledger is not None:
                yield from (*ledger.facts, *ledger.judgements)
