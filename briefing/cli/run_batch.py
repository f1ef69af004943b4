"""A batch on the command line: a progress bar while its briefs are built, then the results and what to do next."""

from __future__ import annotations

import contextlib
import shlex
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence

import typer

from briefing.build.batch.batch_report import STATES, BatchOutcome
from briefing.build.batch.batch_run import Batch, start_batch
from briefing.build.discovery import printable
from briefing.cli.report import plural, print_problems
from briefing.problems.problem import BriefingError

MOST_PRINTED = 20
"""Up to this many failed briefs are printed at the end; the report lists all."""


def run_batch(batch: Batch, *, as_json: bool) -> int:
    """Run a batch. Return the exit code: 0 all built, 1 some failed, 2 it could not start."""
    try:
        run = start_batch(batch)
        if run.nothing_to_resume:
            _print_note("there is no unfinished batch to resume: starting from the beginning")
        if run.outcomes:
            _print_note(f"{plural(len(run.outcomes), 'brief')} already done, {len(run.items) - len(run.outcomes)} left")
        before = frozenset(outcome.name for outcome in run.outcomes)
        started = time.monotonic()
        try:
            with _progress(len(run.remaining), quiet=as_json) as step:
                for outcome in run.build():
                    step(outcome)
        except KeyboardInterrupt:
            _print_note(f"stopped; continue with: {again('--resume')}")
            raise
        seconds = time.monotonic() - started
    except BriefingError as error:
        print_problems(error.problems)
        return 2
    try:
        report = run.finish()
    except BriefingError as error:
        print_problems(error.problems)
        return 1
    if as_json:
        typer.echo(report.decode("utf-8"), nl=False)
    else:
        _print_results(batch, run.outcomes, before, seconds)
    return 1 if any(outcome.state == "failed" for outcome in run.outcomes) else 0


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


def _print_results(batch: Batch, outcomes: Sequence[BatchOutcome], before: Collection[str], seconds: float) -> None:
    """Print the failed briefs with their errors, the numbers in one line, and what to do next.

    `before` names the briefs of a batch that was stopped and continued: the time is not theirs.
    """
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    for outcome in failed[:MOST_PRINTED]:
        _print_note(f"{printable(outcome.name)} was not built:")
        print_problems(problem for problem in outcome.problems if problem.severity == "error")
    if len(failed) > MOST_PRINTED:
        _print_note(f"and {len(failed) - MOST_PRINTED} more, see {batch.report}")
    states = [state for state in STATES if not (state == "unchanged" and "changed" in batch.only)]
    counts = [(sum(o.state == state for o in outcomes), state) for state in states]
    results = ", ".join(f"{number} {state}" for number, state in counts if number) or "nothing to build"
    built = sum(o.state == "built" and o.name not in before for o in outcomes)
    results += f", {len(before)} of them before it was stopped" if before else ""
    rate = f" in {seconds:.1f} s ({built / seconds:.1f} a second)" if built and seconds > 0 else ""
    typer.echo(f"{plural(len(outcomes), 'brief')}: {results}{rate}, in {batch.output}")
    warned = [o for o in outcomes if o.state == "built" and any(p.severity == "warning" for p in o.problems)]
    if warned:
        number = sum(p.severity == "warning" for o in warned for p in o.problems)
        _print_note(f"{plural(number, 'warning')} in {plural(len(warned), 'brief')}: see {batch.report}")
    if failed:
        _print_note(f"fix the errors above, and build only these briefs: {again('--only', 'failed')}")


def again(*more: str) -> str:
    """Return the command as it was typed, with more options."""
    words = [word for word in sys.argv[1:] if word not in {"--resume", "--force", "--anew"}]
    if more[0] == "--only":
        pairs = zip(words, ["", *words], strict=False)
        words = [word for word, before in pairs if word != "--only" and before != "--only" and word[:7] != "--only="]
    return shlex.join(["briefing", *words, *more])


def _print_note(text: str) -> None:
    typer.echo(text, err=True)
