"""`briefing compare`: show where two finished files differ."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.arguments import Json
from briefing.cli.report import plural, print_json, print_problems, sanitise, suggest
from briefing.problems.problem import BriefingError

if TYPE_CHECKING:
    from briefing.readers.reading import Piece, Reading
    from briefing.review.compare import Difference

SCHEMA = "briefing/comparison/1"
_SHOWN_WORDS = 30
_ASPECTS = {
    "words": "differs",
    "missing": "only in {first}",
    "added": "only in {second}",
    "moved": "is in another position",
    "kind": "has another kind",
    "level": "has another level",
    "place": "is in another cell",
    "link": "has another link target",
    "drawing": "differs",
    "record": "built from different facts, templates or options",
    "unread": "not read",
}

First = Annotated[Path, typer.Argument(metavar="A", help="A tagged PDF or a Word file.", show_default=False)]
Second = Annotated[Path, typer.Argument(metavar="B", help="The other file, PDF or Word.", show_default=False)]


def compare(first: First, second: Second, as_json: Json = False) -> None:
    """Compare the content of two finished files, such as A.pdf and B.docx, and show where they differ.

    Exit codes: 0 no difference, 1 differences, 2 a file cannot be read.
    """
    from briefing.review.compare import ONLY_TAGGED, compare_files

    try:
        compared = compare_files(first, second)
    except BriefingError as error:
        (print_json if as_json else print_problems)(error.problems)
        raise typer.Exit(2) from None
    readings, found = compared.readings, compared.differences
    if as_json:
        _print_json((first, second), readings, found)
    else:
        names = (first.name, second.name) if first.name != second.name else (str(first), str(second))
        for name, reading in zip(names, readings, strict=True):
            if reading.only_tagged:
                typer.echo(sanitise(f"note: {name} is {ONLY_TAGGED}"), err=True)
        for difference in found:
            typer.echo(sanitise(describe(difference, names)))
        pieces = plural(len(readings[0].pieces), "piece")
        typer.echo(f"{plural(len(found), 'difference')} in {pieces}" if found else f"same: {pieces}")
        if found:
            suggest(f"briefing verify {second} shows whether a figure was altered")
    raise typer.Exit(1 if found else 0)


# ------------------------------------------------------------------ for people


def describe(difference: Difference, names: tuple[str, str]) -> str:
    """Return one difference in one line: kind, place, and the words of both files."""
    head = _ASPECTS[difference.aspect].format(first=names[0], second=names[1])
    if difference.aspect == "unread":
        name, text = next((name, text) for name, text in zip(names, difference.says, strict=True) if text)
        return f"{head}: {name}, {text}"
    piece = difference.first or difference.second
    if piece is None:
        return f"{head}: {difference.says[0]}"
    positions = " / ".join(filter(None, (position(difference.first), position(difference.second))))
    under = f' (under "{piece.under}")' if piece.under else ""
    if piece.kind == "alt text" and difference.aspect == "words" and not all(difference.says):
        return f"no description in {names[0] if difference.says[1] else names[1]}: drawing, {positions}{under}"
    kind = "drawing" if difference.aspect == "drawing" else piece.kind
    start = f"{head}: {kind}, {positions}{under}: "
    if difference.aspect in {"missing", "added", "moved"}:
        return start + f'"{_short(" ".join(piece.words))}"'
    if difference.changes:
        return start + "; ".join(
            f'{names[0]} "{_marked(c.before, c.first, c.after)}", {names[1]} "{_marked(c.before, c.second, c.after)}"'
            for c in difference.changes
        )
    return start + f"{names[0]} {difference.says[0] or 'none'}, {names[1]} {difference.says[1] or 'none'}"


def position(piece: Piece | None) -> str:
    """Return the page of a piece in a PDF, its paragraph in a Word file."""
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
            "only_tagged": reading.only_tagged,
        }
        for file, reading in zip(files, readings, strict=True)
    ]
    differences = [
        {
            "aspect": each.aspect,
            "sides": [
                {"says": says, **_piece(piece)}
                for piece, says in zip((each.first, each.second), each.says, strict=True)
            ],
            "changes": [{"before": c.before, "words": [c.first, c.second], "after": c.after} for c in each.changes],
        }
        for each in found
    ]
    values = {"schema": SCHEMA, "files": listed, "same": not found, "differences": differences}
    typer.echo(json.dumps(values, indent=2, ensure_ascii=False))


def _piece(piece: Piece | None) -> dict[str, Any]:
    """Return a piece as JSON values; none if the file does not have it."""
    if piece is None:
        return {}
    values: dict[str, Any] = {"kind": piece.kind, "level": piece.level, "under": piece.under}
    values |= {"page": piece.page} if piece.page else {"paragraph": piece.paragraph}
    if piece.spot is not None:
        values |= {"table": piece.spot.table, "row": piece.spot.row, "column": piece.spot.column}
    return values
