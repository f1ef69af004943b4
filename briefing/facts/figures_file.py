"""figures.yaml → `FigureSpec`s by id.

Takes the node of the file, the folder and what charts can name; reports pictures that are not there, that are neither PNG
nor JPEG, or that have no words for those who cannot see them. Must not read more of a picture than its first bytes.
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


def read_figures(node: Node, known: KnownNames, reading: LoadContext) -> dict[str, FigureSpec]:
    """The figures by id, in file order; problems go to the reading."""
    figures: dict[str, FigureSpec] = {}
    for figure_id, entry in node.group.items():
        try:
            check_id(figure_id)
        except IdError as error:
            reading.report(error.code, error.message, entry.key, f"{error.corrected}:" if error.corrected else "")
        before = len(reading.problems)
        form = validate(FigureSchema, entry, reading.problems)
        if "file" in entry.group and not (form and form.chart):
            _check_file(entry.group["file"].text, entry.group["file"].location, reading)
        if form is None:
            reading.undeclared.add(figure_id)
            continue
        rows = _rows(form, entry, known, reading)
        figures[figure_id] = FigureSpec(
            id=figure_id,
            location=entry.key,
            title=form.title,
            file=form.file,
            alt=form.alt,
            chart=form.chart,
            rows=rows,
            lanes=form.lanes,
            measure=form.measure,
            credit=form.credit,
            licence=form.licence,
            note=form.note,
            tlp=form.tlp,
            faulty=any(p.severity == "error" for p in reading.problems[before:]),
        )
    return figures


def _rows(form: FigureSchema, entry: Node, known: KnownNames, reading: LoadContext) -> RowsSpec | None:
    """The facts of a chart; None for a picture. Reports what the one needs and the other cannot have."""
    what = "chart" if {"chart", "rows"} & entry.group.keys() else "picture"
    needed = ("chart", "rows") if what == "chart" else ("file", "alt")
    hints = {"alt": "alt: what the picture shows, for readers who cannot see it", "file": "file: picture.png",
             "rows": "rows: facts trade", "chart": "chart: column"}  # fmt: skip
    for key in needed:
        if key not in entry.group:
            reading.report("missing-key", f'a {what} needs "{key}"', entry.key, hints[key])
    for key in {"chart": ("file", "alt"), "picture": ("lanes", "measure")}[what]:
        if key in entry.group:
            message = f'a {what} cannot have "{key}"' + (": it is made from the facts" if key == "alt" else "")
            reading.report("unknown-key", message, entry.group[key].key, "delete the line")
    if form.lanes and form.lanes not in known.tags:
        reading.problems.append(
            unknown("unknown-tag", "fact has the tag", form.lanes, known.tags, entry.group["lanes"].location)
        )
    return read_rows(form.rows, entry.group["rows"].location, known, reading) if form.rows else None


def _check_file(name: str, location: Location, reading: LoadContext) -> None:
    path = find_inside(reading.folder, name)
    if path is None:
        if problem := explain_absence(reading.folder, name, f'"{name}"', location):
            reading.problems.append(problem)
            return
        beside = sorted(p.name for p in reading.folder.iterdir() if p.suffix.lower() in {".png", ".jpg", ".jpeg"})
        hint = did_you_mean(name, beside) or "put the picture in the dossier's folder"
        reading.report("no-such-file", f'picture "{name}" not found', location, hint)
        return
    try:
        with path.open("rb") as opened:
            start = opened.read(8)
        size = path.stat().st_size
    except OSError as error:
        reading.report("unreadable-file", f'"{name}" cannot be opened: {(error.strerror or "").lower()}', location)
        return
    if not start.startswith(SIGNATURES):
        reading.report("bad-picture", f'"{name}" is neither a PNG nor a JPEG picture', location)
    elif size > LARGEST:
        reading.report("too-large", f'"{name}" is larger than {LARGEST // 1_000_000} MB', location)
