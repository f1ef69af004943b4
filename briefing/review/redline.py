"""Write the Word file of `briefing diff --redline`: the new edition with tracked changes against the old one.

Editions without a Word file are built first. The file is written whole or not at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build.discovery import printable
from briefing.build.time_limit import BRIEF_SECONDS, OutOfTime, time_limit
from briefing.files.atomic_write import check_folder, write_files
from briefing.problems.problem import BriefingError, Location, Problem, has_errors

if TYPE_CHECKING:
    from briefing.review.open_edition import ComparedEdition

AUTHOR = "briefing"


def write_redline(old: ComparedEdition, new: ComparedEdition, target: Path) -> None:
    """Write the file within the time limit of a brief; raise BriefingError if it cannot be made."""
    from briefing.writers.docx.track_changes import redline

    location = Location(printable(str(target)))
    if target.suffix.lower() != ".docx":
        message = "the file for tracked changes must be a Word file"
        raise BriefingError(Problem("not-word", message, location, f"type --redline {target.stem}.docx"))
    check_folder(target.parent)
    # The first day of the typed date, which may be a year, a month or a period.
    year, month, day = [*(new.snapshot.date or "1980").partition("/")[0].split("-"), "01", "01"][:3]
    try:
        with time_limit():
            data = redline(_word_of(old), _word_of(new), author=new.publisher or AUTHOR, date=f"{year}-{month}-{day}")
            write_files(target.parent, {target.name: data})
    except OutOfTime:
        message = f"marking the changes took longer than {BRIEF_SECONDS} seconds and was stopped"
        raise BriefingError(Problem("out-of-time", message, location)) from None


def _word_of(side: ComparedEdition) -> bytes:
    """Return the Word file of an edition; raise BriefingError if there is none and none can be built."""
    from briefing.build.options import BuildOptions
    from briefing.build.pipeline import build_brief
    from briefing.readers import MOST_BYTES

    if side.file is not None and side.kind == "docx":
        with side.file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    if side.folder is None:
        what = "a PDF" if side.kind == "pdf" else "a frozen edition"
        hint = "give its dossier, a git revision of it, or its .docx"
        message = f"tracked changes need a Word file, and this is {what}"
        raise BriefingError(Problem("not-word", message, Location(printable(side.typed)), hint))
    built = build_brief(
        side.folder, printable(side.typed), template_folders=side.templates, options=BuildOptions(formats=("docx",))
    )
    if has_errors(built.problems) or "docx" not in built.files:
        raise BriefingError(*(p for p in built.problems if p.severity == "error"))
    return built.files["docx"].data
