"""Open reviewed copies for `briefing review`, with the record of what they were built from, and the current dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.build.discovery import DossierRef, find_dossiers, find_template_folders, printable, show_path
from briefing.build.manifest_reader import RECORD_ENDING, read_record
from briefing.problems.problem import BriefingError, Location, Problem, has_errors
from briefing.review.embedded_record import is_record, variant_of
from briefing.review.open_finished import damaged_record, read_recorded

if TYPE_CHECKING:
    from briefing.document.passages import Passage
    from briefing.facts.ledger import Ledger
    from briefing.readers.reviewed import Copy
    from briefing.review.edits.edit_status import EditClassifier
    from briefing.review.edits.review_result import Reviewed

OUTPUT = Path("out")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
"""Beginning of a file of LibreOffice and others, after the head of a ZIP entry."""


@dataclass(frozen=True, slots=True)
class ReviewTarget:
    """The dossier that reviewed copies belong to: its folder, its templates and, if it builds, its current brief.

    `own_sections` says that it can have sections of its own beside those of its template, as a dossier in a folder can.
    """

    dossier: DossierRef
    templates: tuple[Path, ...]
    ledger: Ledger | None = None
    classifier: EditClassifier | None = None
    own_sections: bool = True


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
        if copy.record_fault and given is None:
            found = damaged_record(copy.record_fault, Location(printable(str(file))))
            problems.append(replace(found, severity="warning", hint="the file is compared as one that has no record"))
        typed = wanted if isinstance(wanted, str) else wanted.name
        base = given or (copy.record if is_record(copy.record) else None) or _built(typed, copy)
        name = typed or _plain_name((base or {}).get("dossier", ""))
        key = f"{name}/{variant_of(base)}"
        if name and key not in targets:
            targets[key] = _open_target(wanted or name, variant_of(base), templates, problems)
        target = targets.get(key)
        passages = _passages(base, target, file, problems)
        if passages is None or _is_foreign(base, target, file, problems):
            continue
        if not wanted and given is None and target is not None and not _is_proven(copy, target, file, problems):
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
        if _OPEN_DOCUMENT in data[:100]:
            message = "this is an OpenDocument file (.odt), not a Word file"
            hint = "open it in LibreOffice, and save it as Word 2010-365 (.docx): tracked changes and comments are kept"
            raise BriefingError(Problem("not-word", message, location, hint))
        return read_copy(data, location)

    return read_isolated(work, location, problems)


# ------------------------------------------------------------------ what a copy was built from


def _record_at(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """Return the record in a finished file, or in a file next to a build manifest."""
    if path.name.endswith(RECORD_ENDING):
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
    built = read_record(path)
    for entry in built["files"] if built is not None else ():
        file = path.parent / Path(entry["name"]).name
        if file.is_file() and not file.is_symlink():
            reading = read_recorded(file, [])
            if reading is not None:
                return reading.record
    return None


def _built(wanted: str, copy: Copy) -> dict[str, Any] | None:
    """Return, for a copy without a record, the record of the build in ./out that it matches best."""
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
    hint = "name that dossier, or the file that this copy was built from: --record out/NAME.docx"
    problems.append(Problem("other-dossier", printable(message), location, hint))
    return True


def _plain_name(name: str) -> str:
    """Return the name of a dossier as a record has it, "" if it is a path: a record cannot lead to another folder."""
    return name if Path(name).name == name and "\\" not in name else ""


def _is_proven(copy: Copy, target: ReviewTarget, file: Path, problems: list[Problem]) -> bool:
    """Return True if a copy is of the dossier that its record names, whoever wrote that record; else report it.

    What the dossier prints today must be in the copy, and no other dossier of the same title may print it as well.
    """
    from briefing.review.shared_templates import briefs_beside

    if target.classifier is None or target.ledger is None:
        return True  # nothing can be applied
    from briefing.review.edits.review_result import MIN_SHARE, share_of_figures

    location, name = Location(printable(str(file))), target.dossier.name
    share = share_of_figures(copy, target.classifier.passages)
    if share < MIN_SHARE:
        message = f'this file says that it is a copy of the brief "{name}", but it does not have the figures that this brief prints'
        problems.append(Problem("other-dossier", printable(message), location, "name its dossier: --dossier NAME"))
        return False
    title = target.ledger.dossier.title
    for other in briefs_beside(target.dossier):
        if other.title != title:
            continue
        beside = target.dossier.folder.parent / other.name
        rival = _open_target(DossierRef(other.name, beside, show_path(beside)), "", target.templates, [])
        if rival is not None and rival.classifier is not None:
            if share_of_figures(copy, rival.classifier.passages) < share:
                continue
            message = f'this file may be a copy of the brief "{name}" or of "{other.name}"'
            problems.append(Problem("other-dossier", printable(message), location, "name its dossier: --dossier NAME"))
            return False
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
