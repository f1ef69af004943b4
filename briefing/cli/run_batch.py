"""Running a batch: select its briefs, build them with a journal and a progress bar, and report the results."""

from __future__ import annotations

import contextlib
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from briefing.build.batch.batch_options import BatchOptions
from briefing.build.batch.batch_report import STATES, BatchOutcome, failed_names, kept_briefs, write_report
from briefing.build.batch.items import Item
from briefing.build.batch.journal import done_line, head_line, read_journal
from briefing.build.batch.pool import run_pool
from briefing.build.build_files import found_unchanged
from briefing.build.discovery import printable
from briefing.build.manifest_reader import RECORD_ENDING, all_files_match, find_records, read_record
from briefing.build.version import program_fingerprint
from briefing.cli.report import plural, print_problems
from briefing.files.atomic_write import clean_up, sync_to_disk, write_files
from briefing.files.fingerprint import fingerprint
from briefing.problems.problem import BriefingError, Problem
from briefing.problems.suggest import did_you_mean

REPORT_ENDING = ".batch.json"
JOURNAL_ENDING = ".batch.journal"
WORDS = ("changed", "failed")
MOST_PRINTED = 20
"""Up to this many failed briefs are printed at the end; the report lists all."""


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


def run_batch(batch: Batch, *, as_json: bool) -> int:
    """Run a batch. Return the exit code: 0 all built, 1 some failed, 2 it could not start."""
    try:
        items = _chosen(batch)
        request = fingerprint([program_fingerprint(), batch.options.decisive(), batch.rows])
        kept = read_journal(batch.journal, request) if batch.resume else {}
        if kept is None:
            _print_note("there is no unfinished batch to resume: starting from the beginning")
        beside = _index(batch.output)
        done = [o for item in items if (o := _done_before(item, kept or {}, batch, beside)) is not None]
        if done:
            _print_note(f"{plural(len(done), 'brief')} already done, {len(items) - len(done)} left")
        names = {outcome.name for outcome in done}
        left = [item for item in items if item.name not in names or item.problems]
        journal, started = _Journal(batch, request, done), time.monotonic()
        try:
            outcomes = done + _work(batch, left, journal, beside, quiet=as_json)
        except KeyboardInterrupt:
            _print_note(f"stopped; continue with: {again('--resume')}")
            raise
        return _finish(batch, items, outcomes, time.monotonic() - started, as_json=as_json)
    except BriefingError as error:
        print_problems(error.problems)
        return 2


# ------------------------------------------------------------------ selection


def _chosen(batch: Batch) -> list[Item]:
    """Return the items asked for. Raises BriefingError for unknown names."""
    names = [name for name in batch.only if name not in WORDS]
    if not names and "failed" not in batch.only:
        return list(batch.items)
    wanted = set(names)
    if "failed" in batch.only:
        failed = failed_names(batch.report)
        if failed is None:
            message = f"report of an earlier batch not found: {batch.report}"
            raise BriefingError(Problem("no-report", message, hint="leave out --only failed"))
        wanted |= failed
    known = [item.name for item in batch.items]
    unknown = [
        Problem("unknown-brief", f'unknown brief "{printable(name)}" in {batch.rows}', hint=did_you_mean(name, known))
        for name in names
        if name not in known
    ]
    if unknown:
        raise BriefingError(*unknown)
    return [item for item in batch.items if item.name in wanted]


def _index(output: Path) -> dict[str, list[str]]:
    """Return the build records in the output folder by each name that they may belong to, and delete leftovers of a killed batch."""
    found: dict[str, list[str]] = {}
    for name in clean_up(output):
        if name.endswith(RECORD_ENDING):
            parts = name.removesuffix(RECORD_ENDING).split("_")
            for count in range(1, len(parts) + 1):
                found.setdefault("_".join(parts[:count]), []).append(name)
    return found


def _done_before(item: Item, kept: dict[str, str], batch: Batch, beside: dict[str, list[str]]) -> BatchOutcome | None:
    """Return the result of an item in a stopped batch, if its files are unchanged, else None. Failed ones are tried again."""
    state = kept.get(item.name, "failed")
    if state not in {"built", "unchanged"} or item.problems:
        return None
    label = batch.options.options.release
    for path in find_records(item.name, batch.output, beside.get(item.name, [])):
        record = read_record(path)
        if record is None or record.get("dossier") != item.name or (label and record.get("marking") != label):
            continue
        if all_files_match(record, batch.output):
            made = found_unchanged(record)
            return BatchOutcome(item.name, state, made.files, made.problems)
    return None


# ------------------------------------------------------------------ the work


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


def _work(
    batch: Batch, items: Sequence[Item], journal: _Journal, beside: dict[str, list[str]], *, quiet: bool
) -> list[BatchOutcome]:
    outcomes: list[BatchOutcome] = []
    with _progress(len(items), quiet=quiet) as step:
        for outcome in _outcomes(batch, items, beside):
            journal.note(outcome)
            outcomes.append(outcome)
            step(outcome)
    return outcomes


def _outcomes(batch: Batch, items: Sequence[Item], beside: dict[str, list[str]]) -> Iterator[BatchOutcome]:
    if not batch.scheduler:
        return run_pool(batch.options, items, max(1, min(batch.jobs, len(items))), beside)
    from briefing.build.batch.dask import run_cluster

    return run_cluster(batch.scheduler, batch.options, items, beside)


Step = Callable[[BatchOutcome], None]


@contextlib.contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Step]:
    """Report each brief as it is done: by a progress bar on a terminal, else by a line; not at all with --json."""
    if quiet or not total:
        yield lambda _outcome: None
        return
    if not sys.stderr.isatty():
        yield _print_outcome
        return
    started, failed = time.monotonic(), 0
    with typer.progressbar(length=total, label="Building", show_pos=True, show_eta=True, file=sys.stderr) as bar:

        def step(outcome: BatchOutcome) -> None:
            nonlocal failed
            failed += outcome.state == "failed"
            rate = (bar.pos + 1) / max(time.monotonic() - started, 0.001)
            bar.label = f"Building, {rate:.1f} a second" + (f", {failed} failed" if failed else "")
            bar.update(1)

        bar.render_progress()
        yield step


def _print_outcome(outcome: BatchOutcome) -> None:
    """Print one line for a brief. The problems of failed ones are printed at the end."""
    if outcome.state == "built":
        pages = f"  {plural(outcome.files[0][1], 'page')}" if outcome.files and outcome.files[0][1] else ""
        typer.echo(f"{printable(outcome.name)}{pages}")
    elif outcome.state == "failed":
        _print_note(f"{printable(outcome.name)}: not built")


# ------------------------------------------------------------------ the end


def _finish(
    batch: Batch, items: Sequence[Item], outcomes: Sequence[BatchOutcome], seconds: float, *, as_json: bool
) -> int:
    """Print the results, write the report, and delete the journal, because nothing is left to resume."""
    place = {item.name: number for number, item in enumerate(items)}
    ordered = sorted(outcomes, key=lambda outcome: place[outcome.name])
    label = batch.options.options.release
    others = kept_briefs(batch.report, {item.name for item in batch.items} - set(place), label)
    report = write_report(batch.options.template, batch.rows, ordered, others, label)
    failed = [outcome for outcome in ordered if outcome.state == "failed"]
    try:
        sync_to_disk()
        write_files(batch.output, {batch.report.name: report})
        batch.journal.unlink(missing_ok=True)
    except (BriefingError, OSError) as error:
        if isinstance(error, BriefingError):
            print_problems(error.problems)
        return 1
    if as_json:
        typer.echo(report.decode("utf-8"), nl=False)
    else:
        _print_failures(batch, failed)
        _print_summary(batch, ordered, seconds)
    return 1 if failed else 0


def _print_failures(batch: Batch, failed: Sequence[BatchOutcome]) -> None:
    for outcome in failed[:MOST_PRINTED]:
        _print_note(f"{printable(outcome.name)} was not built:")
        print_problems(problem for problem in outcome.problems if problem.severity == "error")
    if len(failed) > MOST_PRINTED:
        _print_note(f"and {len(failed) - MOST_PRINTED} more, see {batch.report}")


def _print_summary(batch: Batch, outcomes: Sequence[BatchOutcome], seconds: float) -> None:
    """Print the numbers in one line, and what to do next."""
    states = [state for state in STATES if not (state == "unchanged" and "changed" in batch.only)]
    counts = [(sum(o.state == state for o in outcomes), state) for state in states]
    results = ", ".join(f"{number} {state}" for number, state in counts if number) or "nothing to build"
    built = counts[0][0]
    rate = f" in {seconds:.1f} s ({built / seconds:.1f} a second)" if built and seconds > 0 else ""
    typer.echo(f"{plural(len(outcomes), 'brief')}: {results}{rate}, in {batch.output}")
    warned = [o for o in outcomes if o.state == "built" and any(p.severity == "warning" for p in o.problems)]
    if warned:
        number = sum(p.severity == "warning" for o in warned for p in o.problems)
        _print_note(f"{plural(number, 'warning')} in {plural(len(warned), 'brief')}: see {batch.report}")
    if any(state == "failed" and number for number, state in counts):
        _print_note(f"fix the errors above, and build only these briefs: {again('--only', 'failed')}")


def again(*more: str) -> str:
    """Return the command as it was typed, with more options."""
    typed = [word for word in sys.argv[1:] if word not in {"--resume", "--force", "--anew"}]
    if more[0] == "--only":
        kept = zip(typed, ["", *typed], strict=False)
        typed = [word for word, before in kept if word != "--only" and before != "--only" and word[:7] != "--only="]
    return shlex.join(["briefing", *typed, *more])


def _print_note(text: str) -> None:
    typer.echo(text, err=True)
