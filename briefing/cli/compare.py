"""`briefing compare`: whether two finished files say the same, and where they do not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.time_limit import BRIEF_SECONDS, OutOfTime, time_limit
from briefing.cli.arguments import Json
from briefing.cli.report import plural, print_json, print_problems, suggest, tame
from briefing.problems.problem import Origin, Problem
from briefing.review.open_finished import read_finished

if TYPE_CHECKING:
    from briefing.readers.reading import Piece, Reading
    from briefing.review.compare import Difference

SCHEMA = "briefing/comparison/1"
_SHOWN_WORDS = 30
_ASPECTS = {
    "words": "differs",
    "missing": "only in {first}",
    "added": "only in {second}",
    "moved": "stands elsewhere",
    "kind": "is of another kind",
    "level": "is of another level",
    "place": "stands in another place",
    "link": "leads elsewhere",
    "record": "carries another record",
}

First = Annotated[Path, typer.Argument(metavar="A", help="A tagged PDF or a Word file.", show_default=False)]
Second = Annotated[Path, typer.Argument(metavar="B", help="The other, of either format.", show_default=False)]


def compare(first: First, second: Second, as_json: Json = False) -> None:
    """Compare what two finished files say, such as A.pdf and B.docx, and show where they differ.

    Exit codes: 0 they say the same, 1 they differ, 2 a file cannot be read.
    """
    from briefing.review.compare import compare as find_differences

    show = print_json if as_json else print_problems
    problems: list[Problem] = []
    readings = [reading for file in (first, second) if (reading := read_finished(file, problems)) is not None]
    if len(readings) < len((first, second)):
        show(problems)
        raise typer.Exit(2)
    names = _names(first, second)
    try:
        with time_limit():
            found = find_differences(*readings)
    except OutOfTime:
        show([Problem("out-of-time", f"not compared after {BRIEF_SECONDS} seconds", Origin(str(first)))])
        raise typer.Exit(2) from None
    if as_json:
        _print_json((first, second), readings, found)
    else:
        for difference in found:
            typer.echo(tame(describe(difference, names)))
        pieces = plural(len(readings[0].pieces), "piece")
        typer.echo(f"{plural(len(found), 'difference')} in {pieces}" if found else f"same: {pieces}")
        if found:
            suggest(f"briefing verify {second} tells whether a figure was altered")
    raise typer.Exit(1 if found else 0)


def _names(first: Path, second: Path) -> tuple[str, str]:
    """Short names that tell the files apart."""
    return (first.name, second.name) if first.name != second.name else (str(first), str(second))


# ------------------------------------------------------------------ for people


def describe(difference: Difference, names: tuple[str, str]) -> str:
    """One difference in one line: what, where, and what either file says."""
    head = _ASPECTS[difference.aspect].format(first=names[0], second=names[1])
    piece = difference.first or difference.second
    if piece is None:
        return f"{head}: {difference.says[0]}"
    where = " / ".join(filter(None, (place(difference.first), place(difference.second))))
    under = f' (under "{piece.under}")' if piece.under else ""
    told = f"{head}: {piece.kind}, {where}{under}: "
    if difference.aspect in {"missing", "added", "moved"}:
        return told + f'"{_short(" ".join(piece.words))}"'
    if difference.changes:
        return told + "; ".join(
            f'{names[0]} "{_marked(c.before, c.first, c.after)}", {names[1]} "{_marked(c.before, c.second, c.after)}"'
            for c in difference.changes
        )
    return told + f"{names[0]} {difference.says[0] or 'none'}, {names[1]} {difference.says[1] or 'none'}"


def place(piece: Piece | None) -> str:
    """Where a piece stands, as far as its format knows."""
    if piece is None:
        return ""
    return f"p. {piece.page}" if piece.page else f"paragraph {piece.paragraph}"


def _marked(before: str, words: str, after: str) -> str:
    return " ".join(filter(None, (before, f"[{_short(words)}]", after)))


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= _SHOWN_WORDS else " ".join(words[:_SHOWN_WORDS]) + " …"


# ------------------------------------------------------------------ for programs


def _print_json(files: tuple[Path, Path], readings: Sequence[Reading], found: Sequence[Difference]) -> None:
    listed = [
        {
            "file": str(file),
            "format": reading.format,
            "pieces": len(reading.pieces),
            "record": reading.record is not None,
        }
        for file, reading in zip(files, readings, strict=True)
    ]
    told: dict[str, Any] = {"schema": SCHEMA, "files": listed, "same": not found}
    told["differences"] = [_told(difference) for difference in found]
    typer.echo(json.dumps(told, indent=2, ensure_ascii=False))


def _told(difference: Difference) -> dict[str, Any]:
    sides = zip((difference.first, difference.second), difference.says, strict=True)
    return {
        "aspect": difference.aspect,
        "sides": [{"says": says, **_piece(piece)} for piece, says in sides],
        "changes": [{"before": c.before, "words": [c.first, c.second], "after": c.after} for c in difference.changes],
    }


def _piece(piece: Piece | None) -> dict[str, Any]:
    """What a program is told of a piece; nothing where the file has none."""
    if piece is None:
        return {}
    told: dict[str, Any] = {"kind": piece.kind, "level": piece.level, "under": piece.under}
    told |= {"page": piece.page} if piece.page else {"paragraph": piece.paragraph}
    if piece.spot is not None:
        told |= {"table": piece.spot.table, "row": piece.spot.row, "column": piece.spot.column}
    return told
