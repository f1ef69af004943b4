"""Read figures.yaml to `FigureSpec`s by id.

Report pictures that are missing, are neither PNG nor JPEG, or have no alternative text. Read only the first
bytes of a picture.
"""

from __future__ import annotations

from briefing.facts.dossier_folder import explain_absence, find_inside
from briefing.facts.ids import IdError, check_id
from briefing.facts.ledger import FigureSpec, RowsSpec
from briefing.facts.load_context import LoadContext
from briefing.facts.row_selection_text import KnownNames, read_rows, unknown
from briefing.facts.schema import FigureSchema
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Location
from briefing.problems.suggest import did_you_mean

# PNG (third edition), 5.2; JPEG begins with SOI and the first byte of another marker (T.81, B.1.1).
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
LARGEST = 20_000_000


def read_figures(node: Node, known: KnownNames, context: LoadContext) -> dict[str, FigureSpec]:
    """Return the figures by id, in file order; report problems to the context."""
    figures: dict[str, FigureSpec] = {}
    for figure_id, entry in node.group.items():
        try:
            check_id(figure_id)
        except IdError as error:
            context.report(error.code, error.message, entry.key, f"{error.corrected}:" if error.corrected else "")
        before = len(context.problems)
        fields = validate(FigureSchema, entry, context.problems)
        if "file" in entry.group and not (fields and fields.chart):
            _check_file(entry.group["file"].text, entry.group["file"].location, context)
        if fields is None:
            context.undeclared.add(figure_id)
            continue
        rows = _rows(fields, entry, known, context)
        figures[figure_id] = FigureSpec(
            id=figure_id,
            location=entry.key,
            title=fields.title,
            file=fields.file,
            alt=fields.alt,
            chart=fields.chart,
            rows=rows,
            lanes=fields.lanes,
            measure=fields.measure,
            credit=fields.credit,
            licence=fields.licence,
            note=fields.note,
            tlp=fields.tlp,
            faulty=any(p.severity == "error" for p in context.problems[before:]),
        )
    return figures


def _rows(fields: FigureSchema, entry: Node, known: KnownNames, context: LoadContext) -> RowsSpec | None:
    """Return the rows of a chart, or None for a picture; report keys that are missing or do not belong."""
    what = "chart" if {"chart", "rows"} & entry.group.keys() else "picture"
    needed = ("chart", "rows") if what == "chart" else ("file", "alt")
    hints = {"alt": "alt: what the picture shows, for readers who cannot see it", "file": "file: picture.png",
             "rows": "rows: facts trade", "chart": "chart: column"}  # fmt: skip
    for key in needed:
        if key not in entry.group:
            context.report("missing-key", f'a {what} needs the key "{key}"', entry.key, hints[key])
    for key in {"chart": ("file", "alt"), "picture": ("lanes", "measure")}[what]:
        if key in entry.group:
            message = f'a {what} cannot have the key "{key}"' + (": it is made from the facts" if key == "alt" else "")
            context.report("unknown-key", message, entry.group[key].key, "delete the line")
    if fields.lanes and fields.lanes not in known.tags:
        context.problems.append(unknown("unknown-tag", "tag", fields.lanes, known.tags, entry.group["lanes"].location))
    return read_rows(fields.rows, entry.group["rows"].location, known, context) if fields.rows else None


def _check_file(name: str, location: Location, context: LoadContext) -> None:
    path = find_inside(context.folder, name)
    if path is None:
        if problem := explain_absence(context.folder, name, f'"{name}"', location):
            context.problems.append(problem)
            return
        pictures = sorted(p.name for p in context.folder.iterdir() if p.suffix.lower() in {".png", ".jpg", ".jpeg"})
        hint = did_you_mean(name, pictures) or "put the picture in the dossier's folder"
        context.report("no-such-file", f'picture not found: "{name}"', location, hint)
        return
    try:
        with path.open("rb") as opened:
            start = opened.read(8)
        size = path.stat().st_size
    except OSError as error:
        context.report("unreadable-file", f'"{name}" cannot be read: {(error.strerror or "").lower()}', location)
        return
    if not start.startswith(SIGNATURES):
        context.report("bad-picture", f'"{name}" is neither a PNG nor a JPEG picture', location)
    elif size > LARGEST:
        context.report("too-large", f'"{name}" is larger than {LARGEST // 1_000_000} MB', location)
