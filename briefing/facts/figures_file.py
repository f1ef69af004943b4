"""figures.yaml → `FigureSpec`s by id.

Takes the node of the file and the folder; reports pictures that are not there, that are neither PNG nor JPEG, or that have
no words for those who cannot see them. Must not read more of a picture than its first bytes.
"""

from __future__ import annotations

from briefing.errors import Origin
from briefing.facts.files import find_inside
from briefing.facts.filling import fill_in
from briefing.facts.forms import FigureForm
from briefing.facts.names import IdError, check_id
from briefing.facts.plain_text import Node
from briefing.facts.reading import Reading
from briefing.facts.schema import FigureSpec
from briefing.nearest import did_you_mean

# PNG (third edition), 5.2; JPEG begins with SOI and the first byte of another marker (T.81, B.1.1).
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
LARGEST = 20_000_000


def read_figures(node: Node, reading: Reading) -> dict[str, FigureSpec]:
    """The figures by id, in file order; problems go to the reading."""
    figures: dict[str, FigureSpec] = {}
    for figure_id, entry in node.group.items():
        try:
            check_id(figure_id)
        except IdError as error:
            reading.report(error.code, error.message, entry.key, f"{error.corrected}:" if error.corrected else "")
        form = fill_in(FigureForm, entry, reading.problems)
        if form is None:
            if "file" in entry.group:
                _check_file(entry.group["file"].text, entry.group["file"].origin, reading)
            continue
        _check_file(form.file, entry.group["file"].origin, reading)
        figures[figure_id] = FigureSpec(
            id=figure_id,
            origin=entry.key,
            title=form.title,
            file=form.file,
            alt=form.alt,
            credit=form.credit,
            licence=form.licence,
            note=form.note,
        )
    return figures


def _check_file(name: str, origin: Origin, reading: Reading) -> None:
    path = find_inside(reading.folder, name)
    if path is None:
        beside = sorted(p.name for p in reading.folder.iterdir() if p.suffix.lower() in {".png", ".jpg", ".jpeg"})
        hint = did_you_mean(name, beside) or "a picture is a file in the dossier's own folder"
        reading.report("no-such-file", f'there is no picture "{name}"', origin, hint)
        return
    try:
        with path.open("rb") as opened:
            start = opened.read(8)
        size = path.stat().st_size
    except OSError as error:
        reading.report("unreadable-file", f'"{name}" cannot be opened: {(error.strerror or "").lower()}', origin)
        return
    if not start.startswith(SIGNATURES):
        reading.report("bad-picture", f'"{name}" is neither a PNG nor a JPEG picture', origin)
    elif size > LARGEST:
        reading.report("too-large", f'"{name}" is larger than {LARGEST // 1_000_000} MB', origin)
