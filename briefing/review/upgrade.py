"""Find the files of dossiers that are in the form of an earlier version, and rewrite them, for `briefing upgrade`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import DossierRef, find_dossiers, working_folder
from briefing.facts.dossier_folder import explain_absence, find_inside
from briefing.files.undo_journal import write_recorded
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.upgrades import FILES, upgrade_text

LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class UpgradedFile:
    """A file that is to be rewritten. `display_path` is its path as the user would write it; `summaries` say what is changed."""

    path: Path = field(repr=False)
    display_path: str
    old: str = field(repr=False)
    new: str = field(repr=False)
    summaries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpgradePlan:
    """The files of some dossiers that are in an older form, and why others could not be read or changed."""

    dossiers: tuple[tuple[DossierRef, tuple[UpgradedFile, ...]], ...]
    problems: tuple[Problem, ...]

    @property
    def files(self) -> tuple[UpgradedFile, ...]:
        """The files of all dossiers."""
        return tuple(file for _, files in self.dossiers for file in files)


def plan_upgrades(names: Sequence[str]) -> UpgradePlan:
    """Return what would change in the dossiers named, or in all in ./facts.

    Raises BriefingError for a dossier that does not exist, or that ships with briefing.
    """
    planned: list[tuple[DossierRef, tuple[UpgradedFile, ...]]] = []
    problems: list[Problem] = []
    for dossier in _find_own(names):
        done, prevented = run_isolated(dossier, partial(plan_upgrade, dossier))
        files, found = done if done is not None else ([], [])
        problems += [*prevented, *found]
        planned.append((dossier, tuple(files)))
    return UpgradePlan(tuple(planned), tuple(problems))


def _find_own(names: Sequence[str]) -> list[DossierRef]:
    """Return the dossiers named, or all in ./facts. Raises BriefingError also for one that ships with briefing."""
    found = find_dossiers(names)
    shipped = [dossier for dossier in found if dossier.shipped]
    if shipped and names:
        hint = "copy it into ./facts first, under a name of your own"
        message = '"{}" ships with briefing and is not changed'
        raise BriefingError(*(Problem("shipped-dossier", message.format(d.name), hint=hint) for d in shipped))
    if shipped:
        raise BriefingError(
            Problem("no-dossier", "there is no dossier in ./facts", hint="name one: briefing upgrade PATH")
        )
    return found


def plan_upgrade(dossier: DossierRef) -> tuple[list[UpgradedFile], list[Problem]]:
    """Return the files of a dossier that would change, and why others could not be read or changed."""
    files: list[UpgradedFile] = []
    problems: list[Problem] = []
    for name in FILES:
        location = Location(f"{dossier.display_path}/{name}")
        path = find_inside(dossier.folder, name)
        if path is None:
            problem = explain_absence(dossier.folder, name, "this file", location)
            problems += [problem] if problem is not None else []
            continue
        try:
            old = _read(path, location)
            new, summaries = upgrade_text(name, old)
        except CannotApply as error:
            hint = f"change it by hand; briefing check {dossier.name} shows what is wrong"
            problems.append(Problem("cannot-upgrade", error.reason, location, hint))
        except BriefingError as error:
            problems += error.problems
        else:
            if new != old:
                files.append(UpgradedFile(path, location.file, old, new, tuple(summaries)))
    return files, problems


def _read(path: Path, location: Location) -> str:
    """Return the text of a file with its line ends and its byte-order mark. Raises BriefingError."""
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        message = f"this file cannot be read: {error.strerror or error}"
        raise BriefingError(Problem("unreadable-file", message, location)) from None
    if len(data) > LARGEST:
        message = f"this file is larger than {LARGEST // 1_000_000} MB"
        raise BriefingError(Problem("too-large", message, location, "split it into several files"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "this file is not UTF-8 text"
        raise BriefingError(Problem("not-utf-8", message, Location(location.file, line), "save it as UTF-8")) from None


def write_upgrade(plan: UpgradePlan) -> list[str]:
    """Write the new texts and return the paths as the user would write them. `briefing undo` can put back the old texts.

    What belongs to one working folder is one write, of all files or none.

    Raises:
        BriefingError: A file was changed after it was read, or cannot be written.
    """
    for file in plan.files:
        if _read(file.path, Location(file.display_path)) != file.old:
            message = "this file was edited just now, so it is not upgraded"
            raise BriefingError(Problem("edited-since", message, Location(file.display_path), "repeat the command"))
    writes: dict[Path, dict[Path, bytes | None]] = {}
    names: dict[Path, list[str]] = {}
    for dossier, each in plan.dossiers:
        root = working_folder(dossier.folder)
        for file in each:
            writes.setdefault(root, {})[file.path] = file.new.encode("utf-8")
        if each:
            names.setdefault(root, []).append(dossier.name)
    for root, new in writes.items():
        write_recorded(root, new, f"briefing upgrade {' '.join(names[root])}")
    return [file.display_path for file in plan.files]
