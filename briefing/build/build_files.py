"""One brief's files, made or found as they would be made: what `build` does for each dossier, and `batch` in each of its processes.

Takes a dossier and a commission (what is wanted of every brief); gives what came of it. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from briefing.build.discovery import Shelved
from briefing.build.isolation import shielded
from briefing.build.manifest_reader import RECORD_ENDING, problems_of
from briefing.build.options import Wishes
from briefing.build.time_limit import BRIEF_SECONDS
from briefing.files.atomic_write import write_files
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.build.pipeline import Built
    from briefing.build.up_to_date import Order

State = Literal["built", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Commission:
    """What is wanted of every brief. `anew` builds what has not changed as well; `seconds` is how long one may take; `at_once` forces
    its files to disk, one by one.
    """

    formats: tuple[str, ...]
    folders: tuple[Path, ...]
    output: Path
    profile: str
    wishes: Wishes
    anew: bool = False
    seconds: float = BRIEF_SECONDS
    at_once: bool = True

    def order(self, dossier: Shelved) -> Order:
        """What is wanted of one."""
        from briefing.build.up_to_date import Order

        return Order(dossier.folder, dossier.shown, self.folders, self.formats, self.profile, self.wishes)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one brief: names and pages of its files, in the order of the formats; none where it failed."""

    state: State
    files: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()
    withheld: tuple[str, ...] = ()


def make_files(dossier: Shelved, commission: Commission, names: Sequence[str] | None = None) -> Made:
    """Build and write, unless nothing has changed. A dossier with errors writes nothing. `names` are the files in the output
    folder, where they are known.
    """
    if not commission.anew:
        from briefing.build.up_to_date import find_unchanged

        look = partial(find_unchanged, commission.order(dossier), commission.output, names)
        record, _ = shielded(dossier, look, commission.seconds)
        if record is not None:
            return found_unchanged(record)
    built, prevented = shielded(dossier, partial(_build, dossier, commission), commission.seconds)
    if commission.wishes.label:
        # What an internal error says may quote what the release withholds.
        prevented = tuple(
            replace(p, message=p.message.partition(":")[0]) if p.code == "internal" else p for p in prevented
        )
    if built is None:
        return Made("failed", problems=prevented)
    if not built.files:
        return Made("failed", problems=built.problems, withheld=built.withheld)
    try:
        stem = built.stem or dossier.name
        files = {f"{stem}.{key}": built.files[key].data for key in commission.formats}
        # The record last: it stands for files that are there.
        beside = {f"{stem}{RECORD_ENDING}": built.record} if built.record else {}
        write_files(commission.output, files | beside, at_once=commission.at_once)
    except BriefingError as error:
        return Made("failed", problems=(*built.problems, *error.problems))
    pages = [built.files[key].pages for key in commission.formats]
    return Made("built", tuple(zip(files, pages, strict=True)), built.problems, built.withheld)


def found_unchanged(record: Mapping[str, Any]) -> Made:
    """What the record of an earlier build tells of its brief."""
    files = tuple((str(file["name"]), int(file.get("pages", 0))) for file in record["files"])
    return Made("unchanged", files, problems_of(record))


def _build(dossier: Shelved, commission: Commission) -> Built:
    from briefing.build.pipeline import build_brief

    return build_brief(
        dossier.folder,
        dossier.shown,
        formats=commission.formats,
        template_folders=commission.folders,
        profile=commission.profile,
        wishes=commission.wishes,
    )
