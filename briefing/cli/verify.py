"""`briefing verify`: compare the text of a finished file with the build record inside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import printable
from briefing.cli.arguments import Json
from briefing.cli.report import plural, print_json, print_problems
from briefing.problems.problem import BriefingError

if TYPE_CHECKING:
    from briefing.readers.reading import Piece
    from briefing.review.verify import AlteredFigure, RewordedText, Verification

SCHEMA = "briefing/verification/1"
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A PDF or Word file that briefing built.", show_default=False)
]


def verify(file: File, as_json: Json = False) -> None:
    """Compare the visible text of a finished FILE with the build record inside it, and list each figure that was altered.

    Other words that differ are listed too, and so is content that cannot be compared. Edits of the record itself cannot be
    detected. Exit codes: 0 the file says what its record says, 1 it does not or not all of it was read, 2 the file cannot be read.
    """
    from briefing import api

    try:
        result = api.verify(file)
    except BriefingError as error:
        (print_json if as_json else print_problems)(error.problems)
        raise typer.Exit(2) from None
    if as_json:
        values = {
            "schema": SCHEMA,
            "file": str(file),
            "figures": result.figures,
            "altered": [_altered(a) for a in result.altered],
            "reworded": [
                {"before": r.before, "now": r.now, "figures": r.has_figures, **_position(r.piece)}
                for r in result.reworded
            ],
            "undescribed": [block.label for block in result.undescribed],
            "unread": [{"place": part.place, "description": part.description} for part in result.unread],
        }
        typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
    else:
        for altered in result.altered:
            typer.echo(printable(_line(altered)))
        for reworded in result.reworded:
            typer.echo(printable(_reworded(reworded)))
        for block in result.undescribed:
            typer.echo(
                printable(f"the description of {block.label or 'a picture'} is gone (no page shows it)"), err=True
            )
        for part in result.unread:
            typer.echo(printable(f"not read: {part.place}: {part.description}"))
        typer.echo(_summary(result))
    raise typer.Exit(0 if result.passed else 1)


def _summary(result: Verification) -> str:
    """Return the last line: the figures, and what else differs."""
    if not (result.figures or result.altered):
        found = "the record has no figures to compare"
    else:
        altered = f"{plural(len(result.altered), 'figure')} altered" if result.altered else "none altered"
        found = f"{plural(result.figures, 'figure')} compared with the record: {altered}"
    if result.reworded:
        found += f", {plural(len(result.reworded), 'other text')} changed"
    if result.unread:
        found += f", {plural(len(result.unread), 'part')} not read"
    return found


def _line(altered: AlteredFigure) -> str:
    figure = altered.shown
    name = f"{figure.fact}{f'[{figure.point}]' if figure.point else ''}{f'.{figure.claim}' if figure.claim else ''}"
    under = f' under "{altered.block.under}"' if altered.block.under else ""
    now = f'now "{altered.now}"' if altered.now else "now gone"
    position = _position_text(altered.piece)
    return f'altered: {name} ({figure.aspect}): was "{figure.text}", {now}{position and f", {position}"}{under}'


def _reworded(reworded: RewordedText) -> str:
    position = _position_text(reworded.piece)
    if not reworded.before:
        return f'added{position and f", {position}"}: "{reworded.now}"'
    if not reworded.now:
        return f'gone{position and f", {position}"}: "{reworded.before}"'
    return f'reworded{position and f", {position}"}: was "{reworded.before}", now "{reworded.now}"'


def _position_text(piece: Piece | None) -> str:
    if piece is None:
        return ""
    return f"p. {piece.page}" if piece.page else f"paragraph {piece.paragraph}"


def _altered(altered: AlteredFigure) -> dict[str, Any]:
    figure = altered.shown
    values = {"fact": figure.fact, "claim": figure.claim, "point": figure.point, "aspect": figure.aspect}
    return values | {"was": figure.text, "now": altered.now, "under": altered.block.under, **_position(altered.piece)}


def _position(piece: Piece | None) -> dict[str, Any]:
    if piece is None:
        return {}
    return {"page": piece.page} if piece.page else {"paragraph": piece.paragraph}
