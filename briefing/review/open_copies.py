"""Open reviewed copies for `briefing review`, with the record of what they were built from, and the current dossier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.build.discovery import DossierRef, find_dossiers, find_template_folders, printable
from briefing.problems.problem import BriefingError, Location, Problem, has_errors
from briefing.review.embedded_record import is_record, variant_of
from briefing.review.open_finished import read_recorded

if TYPE_CHECKING:
    from briefing.document.passages import Passage
    from briefing.facts.ledger import Ledger
    from briefing.readers.reviewed import Copy
    from briefing.review.edits.edit_status import EditClassifier
    from briefing.review.edits.review_result import Reviewed

RECORD_SUFFIX = ".build.json"
OUTPUT = Path("out")
_MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class ReviewTarget:
    """The dossier that reviewed copies belong to: its folder, its templates and, if it builds, its current brief."""

    dossier: DossierRef
    templates: tuple[Path, ...]
    ledger: Ledger | None = None
    classifier: EditClassifier | None = None


def open_copies(
    files: Sequence[Path],
    wanted: str | DossierRef,
    record: Path | None,
    templates: Sequence[Path],
    problems: list[Problem],
) -> tuple[list[Reviewed], ReviewTarget | None]:
    """Return the copies that can be read, and their dossier, None if it is unknown. Add problems to the list.

    `wanted` is the dossier as typed or found, or "" for the one that the copies name.
    """
    from briefing.review.edits.review_result import Reviewed, is_copy

    given = _record_at(record, problems) if record is not None else None
    copies: list[Reviewed] = []
    targets: dict[str, ReviewTarget | None] = {}
    names: list[str] = []
    for file in files:
        copy = read_copy_at(file, problems)
        if copy is None:
            continue
        typed = wanted if isinstance(wanted, str) else wanted.name
        base = given or (copy.record if is_record(copy.record) else None) or _built(typed, copy)
        name = typed or str((base or {}).get("dossier", ""))
        key = f"{name}/{variant_of(base)}"
        if name and key not in targets:
            targets[key] = _open_target(wanted or name, variant_of(base), templates, problems)
        target = targets.get(key)
        passages = _passages(base, target, file, problems)
        if passages is None or _is_foreign(base, target, file, problems):
            continue
        if not is_copy(copy, passages):
            message = "this file does not look like a copy of that brief: almost no paragraphs match"
            hint = "name the file that it was built from: --record out/NAME.docx"
            problems.append(Problem("not-a-copy", message, Location(printable(str(file))), hint))
            continue
        for part in copy.recovered:
            message = f"the file is damaged and was read only in part: {part}"
            hint = "ask for the file again: edits in the missing parts are not listed"
            problems.append(Problem("damaged-copy", message, Location(printable(str(file))), hint, "warning"))
        if copy.lost_notes:
            message = (
                "the program that saved this file lost the text of notes: only tracked changes to notes are listed"
            )
            hint = "check the notes yourself (LibreOffice loses their text if a comment comes before them)"
            problems.append(Problem("lost-notes", message, Location(printable(str(file))), hint, "warning"))
        copies.append(Reviewed(printable(file.name), copy, passages))
        names.append(key)
    if len(set(names)) > 1:
        problems.append(
            Problem("several-briefs", "these are copies of several briefs", hint="review one brief at a time")
        )
        return [], None
    return copies, targets.get(names[0]) if names else None


def read_copy_at(file: Path, problems: list[Problem]) -> Copy | None:
    """Read a copy; if it cannot be read, add the reason to `problems` and return None."""
    from briefing.readers import MOST_BYTES, OPEN_DOCUMENT
    from briefing.readers.reviewed import read_copy
    from briefing.review.open_finished import read_isolated

    location = Location(printable(str(file)))

    def work() -> Copy:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise BriefingError(Problem("file-too-large", f"this file is larger than {MOST_BYTES >> 20} MB", location))
        if OPEN_DOCUMENT in data[:1024]:
            message = "this is in OpenDocument format, not a Word file"
            raise BriefingError(Problem("not-word", message, location, "open it and save it as .docx"))
        if not data.startswith(b"PK"):
            message = "this is a PDF, not a Word file" if b"%PDF-" in data[:1024] else "this is not a Word file"
            hint = "review the .docx that briefing built, not a PDF or an old .doc"
            raise BriefingError(Problem("not-word", message, location, hint))
        return read_copy(data, location)

    return read_isolated(work, location, problems)


# ------------------------------------------------------------------ what a copy was built from


def _record_at(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """Return the record in a finished file, or in a file next to a build manifest."""
    if path.name.endswith(RECORD_SUFFIX):
        found = _beside(path)
        if found is None:
            message = "no file of this build with a record is in the same folder"
            problems.append(
                Problem("no-record", message, Location(printable(str(path))), "name the .docx or .pdf itself")
            )
        return found
    reading = read_recorded(path, problems)
    return reading.record if reading is not None else None


def _beside(path: Path) -> dict[str, Any] | None:
    """Return the record in a file that a build manifest names, in the same folder."""
    try:
        built = json.loads(path.read_bytes()[:_MAX_BYTES])
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
    """Return, for a copy without a record, the record of the build in ./out that it matches best."""
    from briefing.document.passages import passages_in_record
    from briefing.review.edits.review_result import common

    found: list[tuple[float, int, dict[str, Any]]] = []
    for path in sorted(OUTPUT.glob(f"*{RECORD_SUFFIX}")) if OUTPUT.is_dir() else ():
        kept = _beside(path)
        if kept is not None and (not wanted or kept.get("dossier") == Path(wanted).name):
            share = common(copy, passages_in_record(kept))
            found.append((share, -len(found), kept))
    best = max(found, key=lambda each: each[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None


def _passages(
    base: dict[str, Any] | None, target: ReviewTarget | None, file: Path, problems: list[Problem]
) -> Sequence[Passage] | None:
    from briefing.document.passages import passages_in_record

    location = Location(printable(str(file)))
    if base is not None:
        return passages_in_record(base)
    if target is None or target.classifier is None:
        message = "this file has no embedded build record"
        hint = "name the file that it was built from (--record out/NAME.docx) or its dossier (--dossier NAME)"
        problems.append(Problem("no-record", message, location, hint))
        return None
    message = "this file has no embedded build record, so it is compared with the dossier as it is now"
    hint = (
        "name the file that it was built from, --record out/NAME.docx: otherwise, later changes to the "
        "dossier are listed as edits"
    )
    problems.append(Problem("no-record", message, location, hint, "warning"))
    return target.classifier.passages


def _is_foreign(base: dict[str, Any] | None, target: ReviewTarget | None, file: Path, problems: list[Problem]) -> bool:
    """Return True, and report it, if the copy belongs to another dossier than the one named."""
    if base is None or target is None or base.get("dossier") == target.dossier.name:
        return False
    message = f'this is a copy of the brief "{base.get("dossier")}", not of "{target.dossier.name}"'
    location = Location(printable(str(file)))
    problems.append(Problem("other-dossier", printable(message), location, "leave out --dossier, or name that dossier"))
    return True


# ------------------------------------------------------------------ the dossier of today


def _open_target(
    wanted: str | DossierRef, variant: str, templates: Sequence[Path], problems: list[Problem]
) -> ReviewTarget | None:
    from briefing.build.options import BuildOptions
    from briefing.build.pipeline import prepare_brief
    from briefing.document.passages import passages_of
    from briefing.language import load_language
    from briefing.review.edits.edit_status import EditClassifier

    try:
        (dossier,) = find_dossiers([wanted]) if isinstance(wanted, str) else (wanted,)
        folders = find_template_folders(templates)
    except BriefingError as error:
        problems += error.problems
        return None
    document, ledger, found = prepare_brief(
        dossier.folder, dossier.display_path, template_folders=folders, options=BuildOptions(variant=variant)
    )
    if document is None or ledger is None or has_errors(found):
        problems += [problem for problem in found if problem.severity == "error"]
        message = "the dossier cannot be built: edits are listed, but none can be applied"
        problems.append(
            Problem("not-built", message, Location(dossier.display_path), "correct its errors first", "warning")
        )
        return ReviewTarget(dossier, folders, ledger)
    classifier = EditClassifier(passages_of(document), ledger, load_language(ledger.dossier.language))
    return ReviewTarget(dossier, folders, ledger, classifier)
