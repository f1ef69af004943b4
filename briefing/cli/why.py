"""`briefing why`: show the facts and sources behind a figure in a finished file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import is_file, is_there, printable
from briefing.cli.arguments import Json
from briefing.cli.completion import complete_shown_fact
from briefing.cli.report import print_json, print_problems
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.review.why import Provenance

SCHEMA = "briefing/why/1"
_CLAIM = (("value", ""), ("date", ""), ("as_of", "as of "), ("by", "by "), ("counts", "counting "), ("status", ""))
"""Details of a claim that are printed, each with the words before it."""
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A PDF or Word file that briefing built.", show_default=False)
]
Asked = Annotated[
    str,
    typer.Argument(
        metavar="FIGURE",
        help='A figure as it is printed, such as "52.9", or the id of a fact.',
        autocompletion=complete_shown_fact,
        show_default=False,
    ),
]


def why(file: File, figure: Asked, as_json: Json = False) -> None:
    """Show the fact, claims and sources behind a FIGURE in a finished FILE, and where it is printed. Only the file is needed.

    Exit codes: 0 found, 1 not in the record, 2 the file cannot be read.
    """
    from briefing import api

    try:
        _check_order(file, figure)
        answers = api.why(file, figure)
    except BriefingError as error:
        (print_json if as_json else print_problems)(error.problems)
        raise typer.Exit(2) from None
    if as_json:
        values = {"schema": SCHEMA, "asked": figure, "answers": [_as_json(answer) for answer in answers]}
        typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
    else:
        for answer in answers:
            typer.echo("\n".join(printable(line) for line in _lines(answer)))
    if not answers:
        typer.echo(f'"{printable(figure)}" is neither a figure nor a fact of this brief', err=True)
        hint = "type a figure as it is printed, or the id of a fact; briefing facts lists them"
        typer.echo(f"  hint: {hint}", err=True)
        typer.echo(f"  hint: if it was changed after the build: briefing verify {printable(str(file))}", err=True)
        raise typer.Exit(1)


def _check_order(file: Path, figure: str) -> None:
    """Raise BriefingError if the figure was typed before the file."""
    if not is_there(file) and is_file(Path(figure)):
        hint = f"type the file first: briefing why {printable(figure)} {printable(str(file))}"
        raise BriefingError(Problem("missing-file", f'file not found: "{printable(str(file))}"', hint=hint))


def _lines(answer: Provenance) -> Iterator[str]:
    yield answer.fact
    judged = answer.judgement
    if judged:
        likely, scale, horizon, confidence = (judged.get(k) for k in ("likelihood", "scale", "horizon", "confidence"))
        yield f"  judged: {likely} ({scale}), by {horizon}, confidence {confidence}"
    for key, claim in answer.claims.items():
        parts = [f"{label}{claim[name]}" for name, label in _CLAIM if claim.get(name)]
        yield f"  claim{f' {key}' if key else ''}: {', '.join(parts)}"
        for cited in claim.get("sources", ()):
            source = answer.sources.get(str(cited.get("source")), {})
            values = [source.get(k) for k in ("title", "publisher", "date")] + [cited.get("locator"), source.get("url")]
            yield f"    source [{source.get('number', '?')}]: {', '.join(str(t) for t in values if t)}"
    for words in answer.former_words:
        yield f'  edition {answer.former_edition or "before"} had: "{words}"'
    for place in answer.places:
        under = f' under "{place.block.under}"' if place.block.under else ""
        name = place.block.label or place.block.kind
        yield f'  shown: {name}{under}: "{_excerpt(place.block.text, place.shown.text)}"'


def _excerpt(text: str, words: str, room: int = 60) -> str:
    """Return the words with the text around them."""
    flat = " ".join(text.split())
    at = flat.find(" ".join(words.split()))
    if at < 0:
        return words
    start, end = max(0, at - room), min(len(flat), at + len(words) + room)
    return f"{'… ' if start else ''}{flat[start:end].strip()}{' …' if end < len(flat) else ''}"


def _as_json(answer: Provenance) -> dict[str, Any]:
    values: dict[str, Any] = {"fact": answer.fact, "claims": dict(answer.claims)}
    if answer.judgement:
        values["judgement"] = {key: value for key, value in answer.judgement.items() if key != "shown"}
    if answer.former_words:
        values["former"] = {"edition": answer.former_edition}
    values["sources"] = dict(answer.sources)
    values["shown"] = [
        {"block": p.block.key, "under": p.block.under, "aspect": p.shown.aspect, "text": p.shown.text}
        for p in answer.places
    ]
    return values
