"""One run of a batch: select its briefs, skip what a stopped run has done, build the rest with a journal, write the report."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefing.build.batch.batch_options import BatchOptions, find_template
from briefing.build.batch.batch_report import BatchOutcome, earlier_entries, failed_names, write_report
from briefing.build.batch.items import Item, find_items
from briefing.build.batch.journal import done_line, head_line, read_journal
from briefing.build.batch.patterns import find_pattern
from briefing.build.batch.pool import run_pool
from briefing.build.batch.row_dossiers import dossiers_of_rows
from briefing.build.build_files import found_unchanged
from briefing.build.discovery import is_file, printable
from briefing.build.manifest_reader import RECORD_ENDING, all_files_match, find_records, read_own_record
from briefing.build.version import program_fingerprint
from briefing.files.atomic_write import clean_up, sync_to_disk, write_files
from briefing.files.fingerprint import fingerprint
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.problems.suggest import did_you_mean

REPORT_ENDING = ".batch.json"
JOURNAL_ENDING = ".batch.journal"
WORDS = ("changed", "failed")
"""Words of `--only` that are not names of briefs."""


def find_briefs(
    template: str, rows: Path, folders: Sequence[Path], *, release: bool
) -> tuple[str, tuple[Path, ...], list[Item]]:
    """Return the name of a template, the folders to search for it, and the briefs of a table or of a folder of dossiers.

    Raises BriefingError if the template or the rows cannot be read.
    """
    name, own_folder = find_template(template, folders)
    searched = (own_folder, *folders) if own_folder is not None else tuple(folders)
    items = dossiers_of_rows(rows, find_pattern(searched, name)) if is_file(rows) else find_items(rows)
    if release:
        # A problem of a row quotes the row, which the release may withhold.
        message, hint = "this row has a problem", "build without --release to see which"
        items = [
            replace(item, problems=tuple(replace(problem, message=message, hint=hint) for problem in item.problems))
            for item in items
        ]
    return name, searched, items


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch to run. `rows` is the path that the items came from, as the user would write it; `only` as typed."""

    options: BatchOptions
    rows: str
    items: Sequence[Item]
    only: tuple[str, ...]
    jobs: int
    scheduler: str = ""
    resume: bool = False

    @property
    def output(self) -> Path:
        return Path(self.options.output)

    @property
    def report(self) -> Path:
        return self.output / f"{self.options.template}{REPORT_ENDING}"

    @property
    def journal(self) -> Path:
        return self.output / f"{self.options.template}{JOURNAL_ENDING}"


@dataclass(slots=True)
class BatchRun:
    """A run that can start: the items chosen, those left to build, and the outcomes so far.

    `nothing_to_resume` says that there is no journal of these options, though one was to be resumed.
    """

    batch: Batch
    items: Sequence[Item]
    remaining: Sequence[Item]
    outcomes: list[BatchOutcome]
    nothing_to_resume: bool
    _request: str
    _files: Mapping[str, list[str]] = field(default_factory=dict)

    def build(self) -> Iterator[BatchOutcome]:
        """Build the items that are left, and yield each outcome as soon as the journal has it. Raises BriefingError."""
        batch, files = self.batch, dict(self._files)
        journal = _Journal(batch, self._request, self.outcomes)
        if batch.scheduler:
            from briefing.build.batch.dask import run_cluster

            built = run_cluster(batch.scheduler, batch.options, self.remaining, files)
        else:
            built = run_pool(batch.options, self.remaining, max(1, min(batch.jobs, len(self.remaining))), files)
        for outcome in built:
            journal.note(outcome)
            self.outcomes.append(outcome)
            yield outcome

    def finish(self) -> bytes:
        """Write the report and return it; delete the journal, because nothing is left to resume. Raises BriefingError."""
        batch = self.batch
        positions = {item.name: number for number, item in enumerate(self.items)}
        self.outcomes.sort(key=lambda outcome: positions[outcome.name])
        label = batch.options.options.release
        others = earlier_entries(batch.report, {item.name for item in batch.items} - set(positions), label)
        report = write_report(batch.options.template, batch.rows, self.outcomes, others, label)
        sync_to_disk()
        write_files(batch.output, {batch.report.name: report})
        try:
            batch.journal.unlink(missing_ok=True)
        except OSError as error:
            message = f"the journal of the batch cannot be deleted: {error.strerror or error}"
            raise BriefingError(Problem("cannot-write", message, Location(str(batch.journal)))) from None
        return report


def start_batch(batch: Batch) -> BatchRun:
    """Return the run of a batch, with what a stopped run has done already. Raises BriefingError if it cannot start."""
    items = _chosen(batch)
    request = fingerprint([program_fingerprint(), batch.options.decisive(), batch.rows])
    states = read_journal(batch.journal, request) if batch.resume else {}
    files = _index(batch.output)
    done = [o for item in items if (o := _done_before(item, states or {}, batch, files)) is not None]
    names = {outcome.name for outcome in done}
    remaining = [item for item in items if item.name not in names or item.problems]
    return BatchRun(batch, items, remaining, done, states is None, request, files)


def _chosen(batch: Batch) -> list[Item]:
    """Return the items asked for. Raises BriefingError for unknown names."""
    names = [name for name in batch.only if name not in WORDS]
    if not names and "failed" not in batch.only:
        return list(batch.items)
    chosen = set(names)
    if "failed" in batch.only:
        failed = failed_names(batch.report)
        if failed is None:
            message = f"report of an earlier batch not found: {batch.report}"
            raise BriefingError(Problem("no-report", message, hint="leave out --only failed"))
        chosen |= failed
    known = [item.name for item in batch.items]
    unknown = [
        Problem("unknown-brief", f'unknown brief "{printable(name)}" in {batch.rows}', hint=did_you_mean(name, known))
        for name in names
        if name not in known
    ]
    if unknown:
        raise BriefingError(*unknown)
    return [item for item in batch.items if item.name in chosen]


def _index(output: Path) -> dict[str, list[str]]:
    """Return the build records in the output folder by each name that they may belong to, and delete leftovers of a killed batch."""
    found: dict[str, list[str]] = {}
    for name in clean_up(output):
        if name.endswith(RECORD_ENDING):
            parts = name.removesuffix(RECORD_ENDING).split("_")
            for count in range(1, len(parts) + 1):
                found.setdefault("_".join(parts[:count]), []).append(name)
    return found


def _done_before(
    item: Item, states: Mapping[str, str], batch: Batch, files: Mapping[str, Sequence[str]]
) -> BatchOutcome | None:
    """Return the result of an item in a stopped batch, if its files are unchanged, else None. Failed ones are tried again."""
    state = states.get(item.name, "failed")
    if state not in {"built", "unchanged"} or item.problems:
        return None
    label = batch.options.options.release
    for path in find_records(item.name, batch.output, files.get(item.name, [])):
        record = read_own_record(path)
        if record is None or record.get("dossier") != item.name or (label and record.get("marking") != label):
            continue
        if all_files_match(record, batch.output):
            result = found_unchanged(record)
            return BatchOutcome(item.name, state, result.files, result.problems)
    return None


class _Journal:
    """The journal of finished briefs. If the disk is full, only the journal is lost, not the batch."""

    def __init__(self, batch: Batch, request: str, done: Iterable[BatchOutcome]) -> None:
        before = "".join([head_line(request), *(done_line(outcome.name, outcome.state) for outcome in done)])
        self.path = batch.journal
        write_files(batch.output, {self.path.name: before.encode("ascii")})

    def note(self, outcome: BatchOutcome) -> None:
        """Add a finished brief."""
        with contextlib.suppress(OSError), self.path.open("a", encoding="ascii") as file:
            file.write(done_line(outcome.name, outcome.state))
