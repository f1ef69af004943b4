"""`briefing why`: show the facts and sources behind a figure in a finished file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import is_file, is_there, printable
from briefing.cli.arguments import Json
from briefing.cli.completion import complete_shown_fact
from briefing.cli.report import print_json, print_problems
from briefing.problems.problem import Problem
from briefing.review.open_finished import read_recorded

if TYPE_CHECKING:
    from briefing.review.why import Provenance

SCHEMA = "briefing/why/1"
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
    from briefing.review.why import find

    problems: list[Problem] = []
    if not is_there(file) and is_file(Path(figure)):
        hint = f"type the file first: briefing why {printable(figure)} {printable(str(file))}"
        problems.append(Problem("missing-file", f'file not found: "{printable(str(file))}"', hint=hint))
    reading = read_recorded(file, problems) if not problems else None
    if reading is None or reading.record is None:
        (print_json if as_json else print_problems)(problems)
        raise typer.Exit(2)
    answers = find(reading.record, figure)
    if as_json:
        values = {"schema": SCHEMA, "asked": figure, "answers": [_as_json(a, reading.record) for a in answers]}
        typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
    else:
        for answer in answers:
            typer.echo("\n".join(printable(line) for line in _lines(answer, reading.record)))
    if not answers:
        typer.echo(f'"{printable(figure)}" is neither a figure nor a fact of this brief', err=True)
        typer.echo("  hint: type a figure as it is printed, or the id of a fact; briefing facts lists them", err=True)
        raise typer.Exit(1)


def _lines(answer: Provenance, record: Mapping[str, Any]) -> Iterator[str]:
    from briefing.review.embedded_record import former_of, judgement_of, source_of

    yield answer.fact
    judged = judgement_of(record, answer.fact)
    if judged:
        likely, scale, horizon, confidence = (judged.get(k) for k in ("likelihood", "scale", "horizon", "confidence"))
        yield f"  judged: {likely} ({scale}), by {horizon}, confidence {confidence}"
    for key, claim in answer.claims.items():
        parts = [f"{label}{claim[name]}" for name, label in _CLAIM if claim.get(name)]
        yield f"  claim{f' {key}' if key else ''}: {', '.join(parts)}"
        for cited in claim.get("sources", ()):
            source = source_of(record, str(cited.get("source")))
            values = [source.get(k) for k in ("title", "publisher", "date")] + [cited.get("locator"), source.get("url")]
            yield f"    source [{source.get('number', '?')}]: {', '.join(str(t) for t in values if t)}"
    for words in dict.fromkeys(p.shown.text for p in answer.places if p.shown.aspect == "former"):
        yield f'  edition {former_of(record, answer.fact) or "before"} had: "{words}"'
    for place in answer.places:
        under = f' under "{place.block.under}"' if place.block.under else ""
        name = place.block.label or place.block.kind
        yield f'  shown: {name}{under}: "{_excerpt(place.block.text, place.shown.text)}"'


_CLAIM = (("value", ""), ("date", ""), ("as_of", "as of "), ("by", "by "), ("counts", "counting "), ("status", ""))


def _excerpt(text: str, words: str, room: int = 60) -> str:
    """Return the words with the text around them."""
    flat = " ".join(text.split())
    at = flat.find(" ".join(words.split()))
    if at < 0:
        return words
    start, end = max(0, at - room), min(len(flat), at + len(words) + room)
    return f"{'… ' if start else ''}{flat[start:end].strip()}{' …' if end < len(flat) else ''}"


def _as_json(answer: Provenance, record: Mapping[str, Any]) -> dict[str, Any]:
    from briefing.review.embedded_record import former_of, judgement_of, source_of

    names = dict.fromkeys(str(c.get("source")) for claim in answer.claims.values() for c in claim.get("sources", ()))
    values: dict[str, Any] = {"fact": answer.fact, "claims": dict(answer.claims)}
    if judged := judgement_of(record, answer.fact):
        values["judgement"] = {key: value for key, value in judged.items() if key != "shown"}
    if any(place.shown.aspect == "former" for place in answer.places):
        values["former"] = {"edition": former_of(record, answer.fact)}
    values["sources"] = {name: source_of(record, name) for name in names}
    values["shown"] = [
        {"block": p.block.key, "under": p.block.under, "aspect": p.shown.aspect, "text": p.shown.text}
        for p in answer.places
    ]
    return values
