"""Build the files of one brief, or find them unchanged: for `build`, `watch`, and the processes of `batch`. Print nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from briefing.build.build_register import write_built
from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import DossierRef
from briefing.build.edited_outputs import copies_of_edited
from briefing.build.manifest_reader import RECORD_ENDING, problems_of
from briefing.build.options import BuildOptions
from briefing.build.time_limit import BRIEF_SECONDS
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.build.pipeline import BuildResult
    from briefing.build.up_to_date import BuildRequest

State = Literal["built", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class BuildJob:
    """Options of a build, and the folder for its files.

    `folders` are searched for templates; `force` rebuilds what has not changed; `seconds` is the time limit of one brief;
    `at_once` forces its files to disk one by one. `file` is the name of the one file to write, in one format and without a
    record; "" stands for the usual names.
    """

    folders: tuple[Path, ...]
    output: Path
    options: BuildOptions
    force: bool = False
    seconds: float = BRIEF_SECONDS
    at_once: bool = True
    file: str = ""

    def request(self, dossier: DossierRef) -> BuildRequest:
        """Return the request to build one dossier."""
        from briefing.build.up_to_date import BuildRequest

        return BuildRequest(dossier.folder, dossier.display_path, self.folders, self.options)


@dataclass(frozen=True, slots=True)
class FilesResult:
    """Result of one brief: names and page counts of its files, in the order of the formats; none if it failed."""

    state: State
    files: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()
    withheld: tuple[str, ...] = ()


def build_files(dossier: DossierRef, job: BuildJob, names: Sequence[str] | None = None) -> FilesResult:
    """Build and write a brief, unless nothing has changed. A dossier with errors writes nothing.

    `names` are the files in the output folder, if they are known.
    """
    if not job.force and not job.file:
        from briefing.build.up_to_date import find_unchanged

        find = partial(find_unchanged, job.request(dossier), job.output, names)
        record, _ = run_isolated(dossier, find, job.seconds)
        if record is not None:
            return found_unchanged(record)
    built, prevented = run_isolated(dossier, partial(_build, dossier, job), job.seconds)
    if job.options.release:
        # The message of an internal error may quote what the release withholds.
        prevented = tuple(
            replace(p, message=p.message.partition(":")[0]) if p.code == "internal" else p for p in prevented
        )
    if built is None:
        return FilesResult("failed", problems=prevented)
    if not built.files:
        return FilesResult("failed", problems=built.problems, withheld=built.withheld)
    try:
        stem = built.stem or dossier.name
        files = {job.file or f"{stem}.{key}": built.files[key].data for key in job.options.formats}
        manifest = f"{stem}{RECORD_ENDING}" if built.record and not job.file else ""
        copies, edited = copies_of_edited(job.output, stem, files)
        write_built(
            job.output, copies | files | ({manifest: built.record} if manifest else {}), manifest, at_once=job.at_once
        )
    except BriefingError as error:
        return FilesResult("failed", problems=(*built.problems, *error.problems))
    pages = [built.files[key].pages for key in job.options.formats]
    return FilesResult("built", tuple(zip(files, pages, strict=True)), (*built.problems, *edited), built.withheld)


def found_unchanged(record: Mapping[str, Any]) -> FilesResult:
    """Return the result that the record of an earlier build describes."""
    files = tuple((str(file["name"]), int(file.get("pages", 0))) for file in record["files"])
    return FilesResult("unchanged", files, problems_of(record))


def _build(dossier: DossierRef, job: BuildJob) -> BuildResult:
    from briefing.build.pipeline import build_brief

    return build_brief(
        dossier.folder,
        dossier.display_path,
        template_folders=job.folders,
        options=job.options,
    )
