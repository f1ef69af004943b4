"""`briefing verify`: whether a finished file still says what its record says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import printable
from briefing.cli.arguments import Json
from briefing.cli.report import plural, print_json, print_problems
from briefing.problems.problem import Problem
from briefing.review.open_finished import read_recorded

if TYPE_CHECKING:
    from briefing.readers.reading import Piece
    from briefing.review.verify import Altered, Reworded

SCHEMA = "briefing/verification/1"
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A PDF or Word file that briefing built.", show_default=False)
]


def verify(file: File, as_json: Json = False) -> None:
    """Read the visible text of a finished FILE against the record inside it, and name each figure that was altered.

    Words without figures that differ are told and are no failure. It finds edits; someone who rewrites the record as well is not
    found. Exit codes: 0 every figure stands, 1 some were altered or are not in the record, 2 the file cannot be read.
    """
    from briefing.review.verify import verify as hold

    problems: list[Problem] = []
    reading = read_recorded(file, problems)
    if reading is None:
        (print_json if as_json else print_problems)(problems)
        raise typer.Exit(2)
    verdict = hold(reading)
    foreign = [reworded for reworded in verdict.reworded if reworded.has_figures]
    if as_json:
        told = {
            "schema": SCHEMA,
            "file": str(file),
            "figures": verdict.figures,
            "altered": [_altered(a) for a in verdict.altered],
            "reworded": [
                {"before": r.before, "now": r.now, "figures": r.has_figures, **_place(r.piece)}
                for r in verdict.reworded
            ],
        }
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for altered in verdict.altered:
            typer.echo(printable(_line(altered)))
        for reworded in verdict.reworded:
            typer.echo(printable(_reworded(reworded)), err=not reworded.has_figures)
        found = f"{plural(len(verdict.altered), 'figure')} altered" if verdict.altered else "none altered"
        if foreign:
            found += f", {len(foreign)} not in the record"
        typer.echo(f"{plural(verdict.figures, 'figure')} held against the record: {found}")
    raise typer.Exit(1 if verdict.altered or foreign else 0)


def _name(altered: Altered) -> str:
    shown = altered.shown
    return f"{shown.fact}{f'[{shown.point}]' if shown.point else ''}{f'.{shown.claim}' if shown.claim else ''}"


def _line(altered: Altered) -> str:
    under = f' under "{altered.block.under}"' if altered.block.under else ""
    now = f'now "{altered.now}"' if altered.now else "now gone"
    where = _where(altered.piece)
    return f'altered: {_name(altered)} ({altered.shown.aspect}): was "{altered.shown.text}", {now}{where and f", {where}"}{under}'


def _reworded(reworded: Reworded) -> str:
    where = _where(reworded.piece)
    if not reworded.before:
        return f'added{where and f", {where}"}: "{reworded.now}"'
    if not reworded.now:
        return f'gone{where and f", {where}"}: "{reworded.before}"'
    return f'reworded{where and f", {where}"}: was "{reworded.before}", now "{reworded.now}"'


def _where(piece: Piece | None) -> str:
    if piece is None:
        return ""
    return f"p. {piece.page}" if piece.page else f"paragraph {piece.paragraph}"


def _altered(altered: Altered) -> dict[str, Any]:
    shown = altered.shown
    told = {"fact": shown.fact, "claim": shown.claim, "point": shown.point, "aspect": shown.aspect}
    return told | {"was": shown.text, "now": altered.now, "under": altered.block.under, **_place(altered.piece)}


def _place(piece: Piece | None) -> dict[str, Any]:
    if piece is None:
        return {}
    return {"page": piece.page} if piece.page else {"paragraph": piece.paragraph}
