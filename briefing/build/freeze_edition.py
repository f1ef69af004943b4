"""Freezing of an edition: keep it as it was published, in the dossier's folder `editions`."""

from __future__ import annotations

from pathlib import Path

from briefing.build.discovery import DossierRef, working_folder
from briefing.files.atomic_write import write_files
from briefing.files.undo_journal import write_recorded
from briefing.problems.problem import BriefingError, Location, Problem, has_errors


def freeze_edition(dossier: DossierRef, *, force: bool = False) -> tuple[Path, bool]:
    """Write `editions/N.json` of a dossier. Return its path, and whether it was there with the same bytes.

    What is overwritten is kept for `briefing undo`. Raises BriefingError if the dossier has errors or no edition or ships
    with briefing, if the file cannot be read or written, and, unless forced, if that edition was frozen with other content.
    """
    if dossier.shipped:
        message = f'"{dossier.name}" ships with briefing and is not changed'
        hint = "copy it into ./facts first, under a name of your own"
        raise BriefingError(Problem("shipped-dossier", message, hint=hint))
    edition, data = _freeze(dossier)
    folder, name = dossier.folder / "editions", f"{edition}.json"
    display_path = f"{dossier.display_path}/editions/{name}"
    try:
        old = (folder / name).read_bytes() if (folder / name).is_file() else None
    except OSError as error:
        message = f"the frozen edition cannot be read: {error.strerror}"
        raise BriefingError(Problem("unreadable-file", message, Location(display_path))) from None
    if old == data:
        return folder / name, True
    if old is not None and not force:
        hint = "start the next edition in dossier.yaml (edition: and supersedes:), or overwrite this one with --force"
        message = f"edition {edition} is already frozen with other content"
        raise BriefingError(Problem("already-frozen", message, Location(display_path), hint))
    if old is None:
        write_files(folder, {name: data})
    else:
        command = f"briefing freeze {dossier.display_path} --force"
        write_recorded(working_folder(dossier.folder), {folder / name: data}, command)
    return folder / name, False


def _freeze(dossier: DossierRef) -> tuple[str, bytes]:
    """Return the edition's number and its bytes."""
    from briefing.build.load import read_ledger
    from briefing.editions.make_snapshot import freeze
    from briefing.editions.store import write_edition
    from briefing.language import load_language

    ledger, problems = read_ledger(dossier.folder, dossier.display_path)
    if ledger is None or has_errors(problems):
        raise BriefingError(*(problem for problem in problems if problem.severity == "error"))
    edition = ledger.dossier.edition
    if not edition:
        location = Location(f"{dossier.display_path}/dossier.yaml")
        message = "an edition can be frozen only if it has a number"
        raise BriefingError(Problem("no-edition-number", message, location, "add a line: edition: 1"))
    return edition, write_edition(freeze(ledger, load_language(ledger.dossier.language)))
