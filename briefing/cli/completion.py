"""Completion of facts and dossiers in the shell. It must be quick, and silent about files that cannot be read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from briefing.build.discovery import find_dossiers, list_dossiers
from briefing.cli.arguments import complete_dossier
from briefing.problems.problem import BriefingError


def complete_fact(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Ids of facts and judgements: of the dossier named, else of all in ./facts, else of the shipped ones."""
    named = ctx.params.get("dossier") or ctx.params.get("first")
    yield from (name for name in dict.fromkeys(_ids(named)) if name.startswith(incomplete))


def complete_dossier_or_fact(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Names of dossiers, then ids of facts and judgements."""
    yield from complete_dossier(incomplete)
    named = ctx.params.get("dossier")
    yield from (name for name in dict.fromkeys(_ids(named)) if name.startswith(incomplete))


def complete_shown_fact(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Ids of the facts that a finished file prints, from the record in it."""
    from briefing.review.open_finished import read_recorded

    file = ctx.params.get("file")
    reading = read_recorded(Path(str(file)), []) if file else None
    record: Any = reading.record if reading is not None else None
    shown = record.get("facts", {}) if isinstance(record, dict) else {}
    yield from (name for name in shown if str(name).startswith(incomplete))


def _ids(dossier: object) -> Iterator[str]:
    from briefing.facts.load import load_ledger

    with contextlib.suppress(BriefingError, OSError):
        known = find_dossiers([str(dossier)]) if dossier else list_dossiers()
        own = [each for each in known if not each.shipped]
        for each in known if dossier else own or known:
            ledger, _ = load_ledger(each.folder, each.display_path)
            if ledger is not None:
                yield from (*ledger.facts, *ledger.judgements)
