"""Opens what `briefing review` is given: reviewed copies, what they were built from, and the dossier as it stands now.

Takes paths as typed; gives copies with their bases, and the dossier's brief of today. Problems go to a list. Writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.build.discovery import DossierRef, find_dossiers, find_template_folders, printable
from briefing.problems.problem import BriefingError, Location, Problem, has_errors
from briefing.review.embedded_record import variant_of
from briefing.review.open_finished import read_recorded

if TYPE_CHECKING:
    from briefing.document.passages import Passage
    from briefing.facts.ledger import Ledger
    from briefing.readers.reviewed import Copy
    from briefing.review.edits.edit_status import EditStatus
    from briefing.review.edits.review_result import Reviewed

RECORD_ENDING = ".build.json"
OUTPUT = Path("out")
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class ReviewTarget:
    """The dossier that copies are of: its folder, its templates, and its brief of today, which is missing where it does not build."""

    dossier: DossierRef
    templates: tuple[Path, ...]
    ledger: Ledger | None = None
    standing: EditStatus | None = None


def open_copies(
    files: Sequence[Path], wanted: str, record: Path | None, templates: Sequence[Path], problems: list[Problem]
) -> tuple[list[Reviewed], ReviewTarget | None]:
    """The copies that can be read, and the dossier; None where it is not known which."""
    from briefing.review.edits.review_result import Reviewed, is_copy

    given = _record_at(record, problems) if record is not None else None
    copies: list[Reviewed] = []
    desks: dict[str, ReviewTarget | None] = {}
    names: list[str] = []
    for file in files:
        copy = read_copy_at(file, problems)
        if copy is None:
            continue
        base = given or (copy.record if _is_record(copy.record) else None) or _built(wanted, copy)
        name = wanted or str((base or {}).get("dossier", ""))
        key = f"{name}/{variant_of(base)}"
        if name and key not in desks:
            desks[key] = _desk(name, variant_of(base), templates, problems)
        desk = desks.get(key)
        passages = _passages(base, desk, file, problems)
        if passages is None or _is_foreign(base, desk, file, problems):
            continue
        if not is_copy(copy, passages):
            message = "this is no copy of that brief: hardly a paragraph of it stands there"
            hint = "name what it was built from: --record out/NAME.docx"
            problems.append(Problem("not-a-copy", message, Location(printable(str(file))), hint))
            continue
        for part in copy.mended:
            message = f"the file is damaged, and was read as far as it goes: {part}"
            hint = "ask for the file again: what is missing from it was not reviewed"
            problems.append(Problem("damaged-copy", message, Location(printable(str(file))), hint, "warning"))
        if copy.lost_notes:
            message = "the program that saved this lost the words of notes: changes to notes are told only where they were tracked"
            hint = "look at the notes yourself; LibreOffice does so where a comment stands before notes"
            problems.append(Problem("lost-notes", message, Location(printable(str(file))), hint, "warning"))
        copies.append(Reviewed(printable(file.name), copy, passages))
        names.append(key)
    if len(set(names)) > 1:
        problems.append(
            Problem("several-briefs", "these are copies of several briefs", hint="review those of one brief at a time")
        )
        return [], None
    return copies, desks.get(names[0]) if names else None


def read_copy_at(file: Path, problems: list[Problem]) -> Copy | None:
    """A copy; None, and the reason among the problems, where it cannot be read."""
    from briefing.readers import MOST_BYTES
    from briefing.readers.reviewed import read_copy
    from briefing.review.open_finished import read_shielded

    location = Location(printable(str(file)))

    def work() -> Copy:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise BriefingError(Problem("file-too-large", f"the file has more than {MOST_BYTES >> 20} MB", location))
        if not data.startswith(b"PK"):
            what = "a PDF, and" if b"%PDF-" in data[:1024] else "no Word file: it"
            message = f"this is {what} cannot be reviewed"
            raise BriefingError(Problem("not-word", message, location, "send back the .docx, not a PDF or an old .doc"))
        return read_copy(data, location)

    return read_shielded(work, location, problems)


# ------------------------------------------------------------------ what a copy was built from


def _is_record(record: object) -> bool:
    from briefing.review.embedded_record import is_record

    return isinstance(record, dict) and is_record(record)


def _record_at(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The record in a finished file, or in one beside a build's own record."""
    if path.name.endswith(RECORD_ENDING):
        found = _beside(path)
        if found is None:
            message = "none of the files that this build made lies beside it with its record"
            problems.append(
                Problem("no-record", message, Location(printable(str(path))), "name the .docx or .pdf itself")
            )
        return found
    reading = read_recorded(path, problems)
    return reading.record if reading is not None else None


def _beside(path: Path) -> dict[str, Any] | None:
    """The record in a file that a build's record names, and that lies beside it."""
    try:
        built = json.loads(path.read_bytes()[:_LARGEST])
        names = [str(file["name"]) for file in built["files"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    for name in names:
        file = path.parent / Path(name).name
        if file.is_file():
            reading = read_recorded(file, [])
            if reading is not None:
                return reading.record
    return None


def _built(wanted: str, copy: Copy) -> dict[str, Any] | None:
    """Of a copy whose record is lost: that of the build in ./out that it is most like."""
    from briefing.document.passages import passages_in_record
    from briefing.review.edits.review_result import common

    found: list[tuple[float, int, dict[str, Any]]] = []
    for path in sorted(OUTPUT.glob(f"*{RECORD_ENDING}")) if OUTPUT.is_dir() else ():
        kept = _beside(path)
        if kept is not None and (not wanted or kept.get("dossier") == Path(wanted).name):
            share = common(copy, passages_in_record(kept))
            found.append((share, -len(found), kept))
    best = max(found, key=lambda each: each[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None


def _passages(
    base: dict[str, Any] | None, desk: ReviewTarget | None, file: Path, problems: list[Problem]
) -> Sequence[Passage] | None:
    from briefing.document.passages import passages_in_record

    location = Location(printable(str(file)))
    if base is not None:
        return passages_in_record(base)
    if desk is None or desk.standing is None:
        message = "the record of what this was built from is gone from it"
        hint = "name the file as it was built: --record out/NAME.docx; or its dossier: --dossier NAME"
        problems.append(Problem("no-record", message, location, hint))
        return None
    message = "the record of what this was built from is gone from it: it is held against the dossier as it stands"
    hint = "what changed in the dossier since shows as the reviewer's; --record out/NAME.docx is better"
    problems.append(Problem("no-record", message, location, hint, "warning"))
    return desk.standing.passages


def _is_foreign(base: dict[str, Any] | None, desk: ReviewTarget | None, file: Path, problems: list[Problem]) -> bool:
    """Whether the copy is of another dossier than the one that was named."""
    if base is None or desk is None or base.get("dossier") == desk.dossier.name:
        return False
    message = f'this is a copy of a brief of the dossier "{base.get("dossier")}", and not of "{desk.dossier.name}"'
    location = Location(printable(str(file)))
    problems.append(Problem("other-dossier", printable(message), location, "leave --dossier out, or name that one"))
    return True


# ------------------------------------------------------------------ the dossier of today


def _desk(name: str, variant: str, templates: Sequence[Path], problems: list[Problem]) -> ReviewTarget | None:
    from briefing.build.options import BuildOptions
    from briefing.build.pipeline import prepare_brief
    from briefing.document.passages import passages_of
    from briefing.language import load_language
    from briefing.review.edits.edit_status import EditStatus

    try:
        (dossier,) = find_dossiers([name])
        folders = find_template_folders(templates)
    except BriefingError as error:
        problems += error.problems
        return None
    document, ledger, found = prepare_brief(
        dossier.folder, dossier.shown, template_folders=folders, options=BuildOptions(variant=variant)
    )
    if document is None or ledger is None or has_errors(found):
        problems += [problem for problem in found if problem.severity == "error"]
        message = "the dossier does not build as it stands: edits are told, and none can be written into it"
        problems.append(Problem("not-built", message, Location(dossier.shown), "mend it first", "warning"))
        return ReviewTarget(dossier, folders, ledger)
    standing = EditStatus(passages_of(document), ledger, load_language(ledger.dossier.language))
    return ReviewTarget(dossier, folders, ledger, standing)
