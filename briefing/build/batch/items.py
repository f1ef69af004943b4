"""The briefs of a batch: the dossiers of a folder, or those that the rows of a table make.

Items are in order, each with its own name. Only names of files are looked at; `facts` reads their content.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefing.build.discovery import DOSSIER_FILE, DossierRef, printable, show_path
from briefing.problems.problem import NO_LOCATION, BriefingError, Location, Problem

MOST_ITEMS = 100_000
EVERYWHERE = "*"
"""Key of `Item.typed` for a location that applies to all files: a row."""


@dataclass(frozen=True, slots=True)
class Item:
    """One brief to build, from `folder` or from a row of a table: then `files` are the files of its dossier.

    `problems` were found before the build. `locations` gives the location of the content of each of `files`; `row` names the row.
    """

    name: str
    display_path: str
    folder: Path | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)
    row: str = ""

    def ref(self, folder: Path) -> DossierRef:
        """Return the dossier, with its files in `folder`."""
        return DossierRef(self.name, folder, self.display_path)

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return problems with the locations at which a person typed what is wrong, and with the row."""
        return tuple(self._locate(problem) for problem in problems) if self.locations else tuple(problems)

    def _locate(self, problem: Problem) -> Problem:
        location = problem.location
        file = location.file.removeprefix(f"{self.display_path}/")
        typed_at = self.locations.get(file) or (self.locations.get(EVERYWHERE) if file != location.file else None)
        if typed_at is None:
            return problem if location.file != self.display_path else replace(problem, location=self.locations[""])
        # A whole file is known by its name alone, and keeps its lines.
        new_location = typed_at if typed_at.line else Location(typed_at.file, location.line, location.column)
        return replace(problem, message=f"{problem.message} ({self.row})", location=new_location)


def find_items(rows: Path) -> list[Item]:
    """Return the dossiers directly in a folder, by name. Raises BriefingError if there are none."""
    display_path = show_path(rows)
    try:
        if (rows / DOSSIER_FILE).is_file():
            message = f"--rows needs a folder of dossiers, but {display_path} is a dossier"
            hint = f"name the folder that contains it: --rows {show_path(rows.resolve().parent)}"
            raise BriefingError(Problem("not-a-folder-of-dossiers", message, Location(display_path), hint))
        with os.scandir(rows) as entries:
            names = sorted(e.name for e in entries if not e.name.startswith(".") and e.is_dir())
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        hint = "name a table with one row per brief, or a folder of dossiers: --rows countries.csv"
        raise BriefingError(
            Problem("unreadable-folder", f"these rows cannot be read: {reason}", Location(display_path), hint)
        ) from None
    folders = [rows / name for name in names if (rows / name / DOSSIER_FILE).is_file()]
    if not folders:
        message = "there are no dossiers in this folder"
        hint = f"a dossier is a folder with a file {DOSSIER_FILE}; create one: briefing new NAME"
        raise BriefingError(Problem("no-dossier", message, Location(display_path), hint))
    return with_unique_names([Item(folder.name, show_path(folder), folder) for folder in folders[:MOST_ITEMS]])


def with_unique_names(items: Sequence[Item]) -> list[Item]:
    """Return the items, with a problem for each whose files would overwrite those of an earlier one."""
    first: dict[str, Item] = {}
    found: list[Item] = []
    for item in items:
        other = first.setdefault(item.name.casefold(), item)
        if other is not item:
            message = f'"{printable(item.name)}" would overwrite the files of {other.row or other.display_path}'
            location = item.locations.get("", Location(item.display_path) if item.folder else NO_LOCATION)
            problem = Problem("same-name", message, location, "give it another name")
            # With a name of its own, so that its problems are not attributed to the other.
            name = f"{item.name} ({len(found) + 1})"
            found.append(replace(item, name=name, problems=(*item.problems, problem)))
            continue
        found.append(item)
    return found
