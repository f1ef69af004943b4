"""Import of a spreadsheet into a dossier: choose the dossier, plan the files, check them as a build would, write them.

Nothing is overwritten: a new dossier gets a folder of its own, an existing one new files, and new sources at the end of its
`sources.yaml`.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import (
    DOSSIER_FILE,
    FACTS,
    TEMPLATES,
    DossierRef,
    check_new_dossier,
    find_dossiers,
    is_file,
    is_folder,
    is_there,
    list_dossiers,
    printable,
    show_path,
    working_folder,
)
from briefing.files.atomic_write import write_files
from briefing.files.undo_journal import write_recorded
from briefing.problems.notebook import as_html
from briefing.problems.problem import BriefingError, Location, Problem, sort_problems
from briefing.problems.summary import plural

if TYPE_CHECKING:
    from briefing.exchange.importing.import_plan import Plan, SheetReport
    from briefing.exchange.importing.sheet_selection import SheetChoice
    from briefing.exchange.importing.yaml_writer import Guess

SOURCES = "sources.yaml"
LARGEST_COPIED = 10_000_000
"""Bytes of a file of the dossier beyond which it is not copied for the check."""


@dataclass(frozen=True, slots=True)
class Destination:
    """The dossier that facts are imported into. `new` says that it does not exist yet."""

    dossier: DossierRef
    new: bool


@dataclass(frozen=True, slots=True, repr=False)
class ImportReport:
    """Result of an import.

    Attributes:
        dossier: The name of the dossier. Pass it to `briefing.build`.
        folder: The folder of the dossier.
        new: True if the import made the dossier.
        files: The files that were written.
        sheets: Each sheet with how it was read, how many facts it gave, and the columns that were not read.
        guesses: What was guessed, each with file and line. The files mark it with "# check:".
        problems: Warnings and notes. An error stops the import.
        unlisted: Topics that the dossier's sections do not print yet.
    """

    dossier: str
    folder: Path
    new: bool
    files: tuple[Path, ...]
    sheets: tuple[SheetReport, ...]
    guesses: tuple[Guess, ...]
    problems: tuple[Problem, ...]
    unlisted: tuple[str, ...] = ()

    @property
    def facts(self) -> int:
        """The number of facts that were imported."""
        return sum(sheet.facts for sheet in self.sheets)

    def to_json(self) -> dict[str, Any]:
        """Return the report without its problems as plain values."""
        sheets = [
            {"sheet": s.sheet, "read_as": s.read_as, "facts": s.facts, "series": s.series, "topics": list(s.topics),
             "tags": list(s.tags), "not_read": list(s.unread), "details": list(s.details)}
            for s in self.sheets
        ]  # fmt: skip
        return {
            "dossier": self.dossier,
            "files": [path.as_posix() for path in self.files],
            "sheets": sheets,
            "guesses": [{"file": each.file, "line": each.line, "what": each.message} for each in self.guesses],
        }

    def __repr__(self) -> str:
        return f"<ImportReport {self.dossier!r}: {self._counts()}>"

    def _repr_html_(self) -> str:
        guesses = [f"check {each.file}:{each.line}: {each.message}" for each in self.guesses]
        return as_html(f"{self.dossier}: {self._counts()}", [*map(str, self.files), *guesses], self.problems)

    def _counts(self) -> str:
        guesses = plural(len(self.guesses), "guess", "guesses")
        return f"{plural(self.facts, 'fact')} in {plural(len(self.files), 'file')}, {guesses} to check"


# ------------------------------------------------------------------ options and dossier


def read_choice(*, sheets: Sequence[str], topic: str, source: str, title: str) -> SheetChoice:
    """Return the options of an import. Raises BriefingError for control characters, which no fact file may contain."""
    from briefing.exchange.importing.sheet_selection import SheetChoice

    for option, text in {"--source": source, "--topic": topic, "--title": title}.items():
        if not text.isprintable():
            message = f"{option} contains characters that cannot be printed: {printable(text)}"
            raise BriefingError(Problem("bad-characters", message, hint="leave them out"))
    return SheetChoice(tuple(sheets), topic.strip(), source.strip(), title.strip())


def find_destination(file: Path, dossier: str | None) -> Destination:
    """Return the dossier to write to: the one named, or a new one named after the file.

    Raises BriefingError for a name that cannot be used, and for a dossier that is shipped or already exists.
    """
    from briefing.exchange.importing.new_ids import folder_name

    found = _find_existing(dossier) if dossier is not None else None
    if found is not None:
        return Destination(found, new=False)
    check_new_dossier("run the same command, with the path of the file from there")
    if dossier is None:
        name = folder_name(file.stem)
        folder = FACTS / name
        if is_there(folder):
            message = f'the dossier "{name}" already exists'
            hint = (
                f"briefing import {printable(str(file))} {name} adds the facts to it; another name makes a new dossier"
            )
            raise BriefingError(Problem("already-there", message, Location(show_path(folder)), hint))
        return Destination(DossierRef(name, folder, show_path(folder)), new=True)
    path = Path(dossier)
    bare = path.name if path.parent in (Path(), FACTS) else dossier
    better = folder_name(bare.rpartition("/")[2])
    if bare != better and folder_name(bare).replace("-", "_") != bare:
        message = (
            f'unknown dossier "{printable(dossier)}": the name of a new one can contain only small letters, '
            "digits and hyphens"
        )
        raise BriefingError(Problem("bad-name", message, hint=f"briefing import {printable(str(file))} {better}"))
    folder = FACTS / bare
    if is_there(folder) or path == FACTS or (path.parent != Path() and is_folder(path)):
        folder = folder if is_there(folder) else path
        hint = f"choose another name; a dossier is a folder with a file {DOSSIER_FILE}"
        raise BriefingError(
            Problem("already-there", "this already exists, but is not a dossier", Location(show_path(folder)), hint)
        )
    return Destination(DossierRef(bare, folder, show_path(folder)), new=True)


def _find_existing(dossier: str) -> DossierRef | None:
    """Return the dossier of that name or at that path, or None. Raises BriefingError for a shipped one."""
    known = {each.name: each for each in list_dossiers()}
    path = Path(dossier)
    if dossier in known:
        found = known[dossier]
    elif is_file(path / DOSSIER_FILE) or path.name == DOSSIER_FILE:
        found = find_dossiers([dossier])[0]
    else:
        return None
    if found.shipped:
        message = f'"{dossier}" is shipped with briefing and cannot be changed'
        raise BriefingError(
            Problem("shipped-dossier", message, hint=f"choose a name of your own, such as my-{dossier}")
        )
    return found


# ------------------------------------------------------------------ planning and writing


def import_facts(destination: Destination, file: Path, choice: SheetChoice) -> ImportReport:
    """Read the file and write the facts into the dossier, all files or none.

    Raises BriefingError, with all problems found so far, if the file cannot be read or nothing can be written.
    """
    from briefing.facts.load import load_ledger

    dossier = destination.dossier
    # A new dossier has no folder yet, so the work is done in the current one.
    at = DossierRef(dossier.name, Path.cwd(), dossier.display_path) if destination.new else dossier
    plan, problems = run_isolated(at, lambda: _plan(destination, file, choice))
    if plan is None:
        raise BriefingError(*problems)
    try:
        paths = _write(plan, destination, file)
    except BriefingError as error:
        raise BriefingError(*plan.problems, *error.problems) from None
    sections: Sequence[str] = ()
    if not destination.new:
        ledger, _ = load_ledger(dossier.folder, dossier.display_path)
        sections = ledger.dossier.sections if ledger is not None else ()
    return ImportReport(
        dossier=dossier.name,
        folder=dossier.folder,
        new=destination.new,
        files=tuple(paths),
        sheets=tuple(plan.sheets),
        guesses=tuple(replace(each, file=f"{dossier.display_path}/{each.file}") for each in plan.guesses),
        problems=tuple(sort_problems(plan.problems)),
        unlisted=tuple(plan.topics) if sections and not set(plan.topics) <= set(sections) else (),
    )


def _plan(destination: Destination, file: Path, choice: SheetChoice) -> Plan:
    from briefing.exchange.importing.destination import Target, read_target
    from briefing.exchange.importing.import_plan import plan_import
    from briefing.exchange.importing.open_file import read_file

    dossier = destination.dossier
    book = read_file(file, show_path(file))
    target = Target(dossier.name) if destination.new else read_target(dossier.folder, dossier.display_path)
    plan = plan_import(book, choice, target)
    _check_plan(plan, destination)
    return plan


def _check_plan(plan: Plan, destination: Destination) -> None:
    """Load the planned files as a build would, in a temporary folder. Raises BriefingError if they have errors."""
    import tempfile

    from briefing.facts.load import load_ledger

    dossier = destination.dossier
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / dossier.name
        folder.mkdir()
        if not destination.new:
            for sibling in dossier.folder.resolve().parent.iterdir():
                if sibling.is_dir() and sibling.name != folder.name:  # other dossiers, which this one may use
                    (Path(temporary) / sibling.name).symlink_to(sibling, target_is_directory=True)
            for path in sorted(dossier.folder.iterdir()):
                if path.is_file() and path.stat().st_size <= LARGEST_COPIED:
                    shutil.copyfile(path, folder / path.name)
        for name, data in _bytes(plan, dossier).items():
            (folder / name).write_bytes(data)
        _, problems = load_ledger(folder, dossier.display_path)
    written = {f"{dossier.display_path}/{name}" for name in (*plan.files, *([SOURCES] if plan.added else []))}
    wrong = [p for p in problems if p.severity == "error" and p.location.file in written]
    if wrong:
        raise BriefingError(*plan.problems, *wrong)


def _bytes(plan: Plan, dossier: DossierRef) -> Mapping[str, bytes]:
    """Return the files to write. New sources are appended to sources.yaml with its line ends; its other bytes stay."""
    files = {name: text.encode("utf-8") for name, text in plan.files.items()}
    if plan.added:
        before = (dossier.folder / SOURCES).read_bytes()
        end = b"\r\n" if b"\r\n" in before else b"\n"
        added = plan.added.encode("utf-8").replace(b"\n", end)
        files[SOURCES] = before + (b"" if before.endswith(b"\n") else end) + added
    return files


def _write(plan: Plan, destination: Destination, file: Path) -> list[Path]:
    """Write all files or none, and return their paths."""
    dossier = destination.dossier
    files = _bytes(plan, dossier)
    if not destination.new:
        command = f"briefing import {file} {dossier.name}"
        paths = {dossier.folder / name: data for name, data in files.items()}
        return write_recorded(working_folder(dossier.folder), paths, command)
    sections = TEMPLATES / dossier.name
    templates = {f"{name}.md": text.encode("utf-8") for name, text in plan.templates.items()}
    unfinished = dossier.folder.with_name(f".{dossier.folder.name}.part")
    with contextlib.ExitStack() as undo:
        undo.callback(shutil.rmtree, unfinished, ignore_errors=True)
        shutil.rmtree(unfinished, ignore_errors=True)
        write_files(unfinished, files)
        written: list[Path] = []
        if templates and sections.exists():
            message = "this folder already exists, so no section templates were written for the imported facts"
            hint = f'the tables are in {dossier.display_path}/tables.yaml: add one to a section with {{{{ table("NAME") }}}}'
            plan.problems.append(Problem("already-there", message, Location(show_path(sections)), hint, "note"))
        elif templates:
            undo.callback(shutil.rmtree, sections, ignore_errors=True)
            written = write_files(sections, templates)
        try:
            unfinished.rename(dossier.folder)
        except OSError as error:
            reason = error.strerror or str(error)
            problem = Problem(
                "cannot-write", f"this folder cannot be created: {reason}", Location(dossier.display_path)
            )
            raise BriefingError(problem) from None
        undo.pop_all()
    return [*(dossier.folder / name for name in files), *written]
