"""Runs a batch: which of its briefs are to be built, the journal while they are, the progress, and what is told at the end.

Takes a batch; prints, writes its journal and report into the output folder, and gives the exit code.
"""

from __future__ import annotations

import contextlib
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from briefing.build.batch.batch_options import Typed
from briefing.build.batch.batch_report import STATES, Outcome, failed_names, kept_briefs, write_report
from briefing.build.batch.items import Item
from briefing.build.batch.journal import done_line, head_line, read_journal
from briefing.build.batch.pool import run_crew
from briefing.build.build_files import found_unchanged
from briefing.build.discovery import printable
from briefing.build.manifest_reader import RECORD_ENDING, all_stand, find_records, read_record
from briefing.build.version import program_print
from briefing.cli.report import plural, print_problems
from briefing.files.atomic_write import settle, sweep, write_files
from briefing.files.fingerprint import fingerprint
from briefing.problems.problem import BriefingError, Problem
from briefing.problems.suggest import did_you_mean

REPORT_ENDING = ".batch.json"
JOURNAL_ENDING = ".batch.journal"
WORDS = ("changed", "failed")
MOST_TOLD = 20
"""So many failed briefs are told in full at the end; the report has them all."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be done. `rows` is where the items came from, as the user would write it; `only` as typed."""

    typed: Typed
    rows: str
    items: Sequence[Item]
    only: tuple[str, ...]
    jobs: int
    scheduler: str = ""
    resume: bool = False

    @property
    def output(self) -> Path:
        return Path(self.typed.output)

    @property
    def report(self) -> Path:
        return self.output / f"{self.typed.template}{REPORT_ENDING}"

    @property
    def journal(self) -> Path:
        return self.output / f"{self.typed.template}{JOURNAL_ENDING}"


def run_batch(batch: Batch, *, as_json: bool) -> int:
    """Build what is to be built. 0 all is well, 1 some failed, 2 nothing could be begun."""
    try:
        items = _chosen(batch)
        commission = fingerprint([program_print(), batch.typed.decides(), batch.rows])
        kept = read_journal(batch.journal, commission) if batch.resume else {}
        if kept is None:
            _say("nothing of this batch was left unfinished: all of it is looked at")
        beside = _index(batch.output)
        done = [o for item in items if (o := _done_before(item, kept or {}, batch, beside)) is not None]
        if done:
            _say(f"{plural(len(done), 'brief')} already done: {len(items) - len(done)} to go")
        names = {outcome.name for outcome in done}
        left = [item for item in items if item.name not in names or item.problems]
        journal, started = _Journal(batch, commission, done), time.monotonic()
        try:
            outcomes = done + _work(batch, left, journal, beside, quiet=as_json)
        except KeyboardInterrupt:
            _say(f"stopped; go on with: {again('--resume')}")
            raise
        return _finish(batch, items, outcomes, time.monotonic() - started, as_json=as_json)
    except BriefingError as error:
        print_problems(error.problems)
        return 2


# ------------------------------------------------------------------ which


def _chosen(batch: Batch) -> list[Item]:
    """The items that are asked for. Raises BriefingError for names that no item has."""
    names = [name for name in batch.only if name not in WORDS]
    if not names and "failed" not in batch.only:
        return list(batch.items)
    wanted = set(names)
    if "failed" in batch.only:
        failed = failed_names(batch.report)
        if failed is None:
            message = f"there is no report of an earlier batch, {batch.report}, that could tell what failed"
            raise BriefingError(Problem("no-report", message, hint="leave out --only failed"))
        wanted |= failed
    known = [item.name for item in batch.items]
    unknown = [
        Problem(
            "unknown-brief", f'there is no brief "{printable(name)}" in {batch.rows}', hint=did_you_mean(name, known)
        )
        for name in names
        if name not in known
    ]
    if unknown:
        raise BriefingError(*unknown)
    return [item for item in batch.items if item.name in wanted]


def _index(output: Path) -> dict[str, list[str]]:
    """The records in the output folder by each name that they may belong to; what a kill left there is swept away."""
    found: dict[str, list[str]] = {}
    for name in sweep(output):
        if name.endswith(RECORD_ENDING):
            parts = name.removesuffix(RECORD_ENDING).split("_")
            for count in range(1, len(parts) + 1):
                found.setdefault("_".join(parts[:count]), []).append(name)
    return found


def _done_before(item: Item, kept: dict[str, str], batch: Batch, beside: dict[str, list[str]]) -> Outcome | None:
    """What a stopped batch had made of an item, if its files still stand. What failed is tried again."""
    state = kept.get(item.name, "failed")
    if state not in {"built", "unchanged"} or item.problems:
        return None
    label = batch.typed.release
    for path in find_records(item.name, batch.output, beside.get(item.name, [])):
        record = read_record(path)
        if record is None or record.get("dossier") != item.name or (label and record.get("marking") != label):
            continue
        if all_stand(record, batch.output):
            made = found_unchanged(record)
            return Outcome(item.name, state, made.files, made.problems)
    return None


# ------------------------------------------------------------------ the work


class _Journal:
    """The journal, begun anew with what is done already. A disk that is full costs the journal, not the batch."""

    def __init__(self, batch: Batch, commission: str, done: Iterable[Outcome]) -> None:
        before = "".join([head_line(commission), *(done_line(outcome.name, outcome.state) for outcome in done)])
        self.path = batch.journal
        write_files(batch.output, {self.path.name: before.encode("ascii")})

    def note(self, outcome: Outcome) -> None:
        """One brief is done."""
        with contextlib.suppress(OSError), self.path.open("a", encoding="ascii") as file:
            file.write(done_line(outcome.name, outcome.state))


def _work(
    batch: Batch, items: Sequence[Item], journal: _Journal, beside: dict[str, list[str]], *, quiet: bool
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    with _progress(len(items), quiet=quiet) as step:
        for outcome in _outcomes(batch, items, beside):
            journal.note(outcome)
            outcomes.append(outcome)
            step(outcome)
    return outcomes


def _outcomes(batch: Batch, items: Sequence[Item], beside: dict[str, list[str]]) -> Iterator[Outcome]:
    if not batch.scheduler:
        return run_crew(batch.typed, items, max(1, min(batch.jobs, len(items))), beside)
    from briefing.build.batch.dask import run_cluster

    return run_cluster(batch.scheduler, batch.typed, items, beside)


Step = Callable[[Outcome], None]


@contextlib.contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Step]:
    """Each brief as it is done: a bar with rate and time left on a terminal, else a line; nothing where the answer is JSON."""
    if quiet or not total:
        yield lambda _outcome: None
        return
    if not sys.stderr.isatty():
        yield _tell
        return
    started, failed = time.monotonic(), 0
    with typer.progressbar(length=total, label="Building", show_pos=True, show_eta=True, file=sys.stderr) as bar:

        def step(outcome: Outcome) -> None:
            nonlocal failed
            failed += outcome.state == "failed"
            rate = (bar.pos + 1) / max(time.monotonic() - started, 0.001)
            bar.label = f"Building, {rate:.1f} a second" + (f", {failed} failed" if failed else "")
            bar.update(1)

        bar.render_progress()
        yield step


def _tell(outcome: Outcome) -> None:
    """One line as soon as it is true. What failed is told at the end, with its problems."""
    if outcome.state == "built":
        pages = f"  {plural(outcome.files[0][1], 'page')}" if outcome.files and outcome.files[0][1] else ""
        typer.echo(f"{printable(outcome.name)}{pages}")
    elif outcome.state == "failed":
        _say(f"{printable(outcome.name)}: not built")


# ------------------------------------------------------------------ the end


def _finish(batch: Batch, items: Sequence[Item], outcomes: Sequence[Outcome], seconds: float, *, as_json: bool) -> int:
    """Tell what came of it and write the report. The journal goes: there is nothing left to resume."""
    place = {item.name: number for number, item in enumerate(items)}
    ordered = sorted(outcomes, key=lambda outcome: place[outcome.name])
    label = batch.typed.release
    others = kept_briefs(batch.report, {item.name for item in batch.items} - set(place), label)
    report = write_report(batch.typed.template, batch.rows, ordered, others, label)
    failed = [outcome for outcome in ordered if outcome.state == "failed"]
    try:
        settle()
        write_files(batch.output, {batch.report.name: report})
        batch.journal.unlink(missing_ok=True)
    except (BriefingError, OSError) as error:
        if isinstance(error, BriefingError):
            print_problems(error.problems)
        return 1
    if as_json:
        typer.echo(report.decode("utf-8"), nl=False)
    else:
        _tell_failures(batch, failed)
        _tell_sum(batch, ordered, seconds)
    return 1 if failed else 0


def _tell_failures(batch: Batch, failed: Sequence[Outcome]) -> None:
    for outcome in failed[:MOST_TOLD]:
        _say(f"{printable(outcome.name)} was not built:")
        print_problems(problem for problem in outcome.problems if problem.severity == "error")
    if len(failed) > MOST_TOLD:
        _say(f"and {len(failed) - MOST_TOLD} more, which {batch.report} tells of")


def _tell_sum(batch: Batch, outcomes: Sequence[Outcome], seconds: float) -> None:
    """One line with the numbers, and what to do next."""
    states = [state for state in STATES if not (state == "unchanged" and "changed" in batch.only)]
    counts = [(sum(o.state == state for o in outcomes), state) for state in states]
    told = ", ".join(f"{number} {state}" for number, state in counts if number) or "nothing to build"
    built = counts[0][0]
    rate = f" in {seconds:.1f} s ({built / seconds:.1f} a second)" if built and seconds > 0 else ""
    typer.echo(f"{plural(len(outcomes), 'brief')}: {told}{rate}, in {batch.output}")
    warned = [o for o in outcomes if o.state == "built" and any(p.severity == "warning" for p in o.problems)]
    if warned:
        number = sum(p.severity == "warning" for o in warned for p in o.problems)
        _say(f"{plural(number, 'warning')} in {plural(len(warned), 'brief')}, which {batch.report} tells of")
    if any(state == "failed" and number for number, state in counts):
        _say(f"mend what is told above, and build these alone: {again('--only', 'failed')}")


def again(*more: str) -> str:
    """The command as it was typed, with more behind it."""
    typed = [word for word in sys.argv[1:] if word not in {"--resume", "--anew"}]
    if more[0] == "--only":
        kept = zip(typed, ["", *typed], strict=False)
        typed = [word for word, before in kept if word != "--only" and before != "--only" and word[:7] != "--only="]
    return shlex.join(["briefing", *typed, *more])


def _say(text: str) -> None:
    typer.echo(text, err=True)
