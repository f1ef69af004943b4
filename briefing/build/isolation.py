"""Compose a brief, within limits of memory and time that the operating system keeps where its templates might loop or grow.

The limits of `compose/limits.py` stop a greedy template first, and at the same place on every machine; these are the last line of
defence. Nearly all templates are bounded by what the dossier has (`compose/bounded_templates.py`), and run right here. All others
run in a child process, one for the whole command, which this process can kill whatever it is doing; a worker of a batch is such a
process already. A process that is stopped says in which line of a template it was.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import os
import pickle
import re
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from briefing.build.load import language_of
from briefing.compose import compose
from briefing.compose.bounded_templates import UnboundedTemplateError
from briefing.compose.dependencies import AskedFor, ReadLog
from briefing.compose.limits import GREEDY_HINT
from briefing.compose.loader import TemplateLoader
from briefing.compose.render import line_of_code
from briefing.document.model import Document
from briefing.facts.ledger import Ledger
from briefing.problems.problem import BriefingError, Location, Problem

if TYPE_CHECKING:
    import subprocess

try:
    import resource
except ImportError:  # on Windows, where only time is limited
    resource = None  # type: ignore[assignment]

MEMORY = 256 * 1024 * 1024
"""Bytes that composing may take beyond those that its process has."""
SECONDS = 8
"""Processor time of composing, and a little more for a large dossier."""
FACTS_PER_SECOND = 500
DELAY = 30
"""Seconds beyond the processor time after which the process is ended although it has used less: it may have had to wait."""
GRACE = 5
"""Seconds after which a process that did not end by itself is killed."""
_RUNNING = re.compile(r'File "template:([^"\n]+)", line (\d+)')


@dataclass(frozen=True, slots=True)
class ComposeJob:
    """Everything that composing needs. It can be sent to another process."""

    ledger: Ledger
    folders: tuple[Path, ...]
    numbered: bool

    @property
    def seconds(self) -> int:
        """Processor time that composing may take."""
        return SECONDS + len(self.ledger.facts) // FACTS_PER_SECOND

    def loader(self) -> TemplateLoader:
        """Return a loader of the brief's templates."""
        return TemplateLoader(self.folders, self.ledger.dossier.template, self.ledger.dossier.name)

    def run(self, *, bounded_only: bool = False) -> Composed:
        """Compose the document. Raises UnboundedTemplateError if only bounded templates may run."""
        loader, reads = self.loader(), ReadLog()
        language = language_of(self.ledger)
        document, problems = compose(
            self.ledger, language, loader, numbered=self.numbered, reads=reads, bounded_only=bounded_only
        )
        return Composed(document, tuple(problems), AskedFor(loader.texts(), reads))


@dataclass(frozen=True, slots=True)
class Composed:
    """The document, None if nothing can be printed, all problems, and what the templates asked of the ledger."""

    document: Document | None
    problems: tuple[Problem, ...]
    asked: AskedFor


def compose_isolated(job: ComposeJob) -> Composed:
    """Compose a document here if all of its templates are bounded, else within limits."""
    try:
        return job.run(bounded_only=True)
    except UnboundedTemplateError:
        pass
    if _Confined.answers is not None:
        return _run_limited(job, _Confined.answers)
    return _child.compose(job)


# ------------------------------------------------------------------ the limits of a process


class _Confined:
    """The output of this process, if it was started to be limited, and killed where it has to be."""

    answers: BinaryIO | None = None


def confine(answers: BinaryIO) -> None:
    """Say that this process may be killed, and where it is to say in which line it was when it is stopped."""
    _Confined.answers = answers
    if hasattr(signal, "SIGXCPU"):
        faulthandler.register(signal.SIGXCPU, answers, all_threads=False, chain=True)


@contextlib.contextmanager
def _limits(seconds: int, answers: BinaryIO) -> Iterator[None]:
    """Limit the memory and time of this process in the block. It is ended where it takes more time."""
    faulthandler.dump_traceback_later(seconds + DELAY, exit=True, file=answers)
    changed: list[tuple[int, tuple[int, int]]] = []
    try:
        for kind, limit in _system_limits(seconds):
            before = resource.getrlimit(kind)
            with contextlib.suppress(ValueError, OSError):  # a system may refuse one, or be stricter already
                resource.setrlimit(kind, (limit, before[1]))
                changed.append((kind, before))
        yield
    finally:
        for kind, before in changed:
            resource.setrlimit(kind, before)
        faulthandler.cancel_dump_traceback_later()


def _system_limits(seconds: int) -> Iterator[tuple[int, int]]:
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1
    with contextlib.suppress(OSError):  # only Linux has it
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        yield resource.RLIMIT_AS, pages * resource.getpagesize() + MEMORY


def _run_limited(job: ComposeJob, answers: BinaryIO) -> Composed:
    try:
        with _limits(job.seconds, answers):
            return job.run()
    except MemoryError:
        problem = Problem("out-of-memory", "not enough memory", job.ledger.dossier.location, GREEDY_HINT)
        return Composed(None, (problem,), AskedFor({}))


def stopped_problem(said: bytes, loader: TemplateLoader, location: Location) -> Problem | None:
    """Return the problem of a process that was stopped, from what it said last; None if it said nothing of a template.

    `location` is that of the brief, for a process that was not running a template.
    """
    text = said.decode("utf-8", "replace")
    if "most recent call first" not in text:
        return None
    message = "the templates take too long"
    if running := _RUNNING.search(text):
        file = loader.find(running[1])
        if file is not None:
            location = Location(file.display_path, line_of_code(file, int(running[2])))
            message = "this line takes too long"
    return Problem("template-too-greedy", message, location, GREEDY_HINT)


# ------------------------------------------------------------------ the child process


def command_of(module: str) -> tuple[str, ...]:
    """Return the command that runs `main` of a module of ours in a process which finds modules where this one does.

    Python would look into the current folder first, which may be anybody's.
    """
    path = [entry for entry in sys.path if entry]
    start = f"import sys; sys.path[:] = {path!r}; from {module} import main; main()"
    return (sys.executable, "-P", "-c", start)


class _Child:
    """The process that composes for this one. It is started when first needed, and again after it was stopped."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def compose(self, job: ComposeJob) -> Composed:
        """Compose in the child. If it is stopped, that is a problem of the brief."""
        with self._lock:
            try:
                answer, said = self._ask(job)
            except BaseException:  # also Ctrl-C and the time limit of a brief
                self.stop()
                raise
            code = self.stop() if answer is None else 0
        if answer is None:
            location = job.ledger.dossier.location
            problem = stopped_problem(said, job.loader(), location)
            if problem is None:
                message = (
                    f"the process that ran the templates ended with {f'signal {-code}' if code < 0 else f'code {code}'}"
                )
                problem = Problem(
                    "process-lost", message, location, "look for a loop or a table that produces too much"
                )
            return Composed(None, (problem,), AskedFor({}))
        if isinstance(answer, BaseException):
            raise answer
        assert isinstance(answer, Composed)
        return answer

    def stop(self) -> int:
        """End the process, whatever it is doing, and return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not yet sent has nowhere to go
                    pipe.close()
        return process.wait()

    def forget(self) -> None:
        """Leave the process to the one that this process was forked from."""
        self._process, self._lock = None, threading.Lock()

    def _ask(self, job: ComposeJob) -> tuple[object, bytes]:
        """Return the child's answer; None, and what it said last, if it has ended."""
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = _start()
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018  # both were asked for
        request = pickle.dumps((str(Path.cwd()), job), pickle.HIGHEST_PROTOCOL)
        timer = threading.Timer(job.seconds + DELAY + GRACE, process.kill)
        timer.daemon = True
        timer.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(b"%d\n" % len(request) + request)
                process.stdin.flush()
            head = process.stdout.readline()
            size = int(head) if head.strip().isdigit() else -1
            body = process.stdout.read(size)
            if len(body) == size:
                return pickle.loads(body), b""  # noqa: S301  # from our own process
            process.wait()
            return None, head + body
        finally:
            timer.cancel()


_child = _Child()
atexit.register(_child.stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_child.forget)


def _start() -> subprocess.Popen[bytes]:
    import subprocess

    return subprocess.Popen(command_of(__name__), stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603  # ourselves


def main() -> None:
    """Compose what the parent asks for, until it asks no more."""
    # Ctrl-C goes to all processes of a terminal; the parent decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # standard output is for answers only
    confine(answers)
    while size := requests.readline():
        folder, job = pickle.loads(requests.read(int(size)))  # noqa: S301  # from our own process
        os.chdir(folder)
        answer = pickle.dumps(_answer(job, answers), pickle.HIGHEST_PROTOCOL)
        answers.write(b"%d\n" % len(answer) + answer)
        answers.flush()


def _answer(job: ComposeJob, answers: BinaryIO) -> Composed | Exception:
    """Return what was composed, or the exception that the parent is to raise."""
    try:
        return _run_limited(job, answers)
    except BriefingError as error:
        return BriefingError(*error.problems)
    except Exception as error:  # noqa: BLE001  # its own class may not be one that can be sent
        from briefing.build import internal_errors

        return RuntimeError(internal_errors.describe(error))
