"""Process pool of a batch on this computer. It yields the outcome of each brief as soon as it is built.

Each process (`worker`) builds one brief after another. If one dies, or exceeds the time limit and cannot be stopped from within, it is
replaced, and only its current brief has failed.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from briefing.build.batch.batch_options import BatchOptions
from briefing.build.batch.batch_report import BatchOutcome
from briefing.build.batch.items import Item
from briefing.build.batch.worker import read_answer
from briefing.build.contain_failures import out_of_time
from briefing.build.isolation import command_of, stopped_problem
from briefing.compose.loader import TemplateLoader
from briefing.problems.problem import Location, Problem

GRACE = 10.0
"""Seconds beyond its limit after which a process that does not stop by itself is killed."""
WORKER = "briefing.build.batch.worker"


class BatchWorker:
    """One worker process. It is started when first needed, and again after it has died."""

    def __init__(self, options: BatchOptions, cwd: Path | None = None) -> None:
        self._options, self._cwd = options, cwd
        self._process: subprocess.Popen[bytes] | None = None
        self._late = False

    def build(
        self, item: Item, folder: Path, existing: Sequence[str] | None = None, output: Path | None = None
    ) -> BatchOutcome:
        """Build one brief, into the output folder of the batch or another one. If the process dies, that is a problem of the brief."""
        request = {"name": item.name, "folder": str(folder), "display_path": item.display_path, "existing": existing}
        request |= {"output": str(output)} if output is not None else {}
        self._late = False
        try:
            line = self._send(json.dumps(request).encode("ascii") + b"\n")
        except OSError:
            line = b""
        if line.startswith(b"{"):
            return read_answer(item.name, line)
        process, self._process = self._process, None
        said = line + process.stdout.read() if process is not None and process.stdout is not None else b""
        code = process.wait() if process is not None else 0
        if process is not None:
            _close(process)
        location = Location(item.display_path)
        hint = "it may have run out of memory: build it alone, or use fewer --jobs"
        ended = f"with signal {-code}" if code < 0 else f"with code {code}"
        problem = Problem("process-lost", f"the process that built it ended {ended}", location, hint)
        if self._late:
            problem = out_of_time(self._options.seconds, location)
        elif stopped := stopped_problem(said, self._loader(item.name), location):
            problem = stopped
        return BatchOutcome(item.name, "failed", problems=(problem,))

    def _loader(self, dossier: str) -> TemplateLoader:
        """Return a loader of the templates of a brief, with their folders as seen from here."""
        folders = tuple((self._cwd or Path()) / folder for folder in self._options.job.folders)
        return TemplateLoader(folders, self._options.template, dossier)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            _close(process)

    def _send(self, line: bytes) -> bytes:
        """Send a line to the process, which is started if there is none; return its answer, empty if it died."""
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = subprocess.Popen(  # noqa: S603  # ourselves
                command_of(WORKER), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self._cwd
            )
            line = json.dumps(self._options.to_json()).encode("ascii") + b"\n" + line
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018  # both were asked for
        timer = threading.Timer(self._options.seconds + GRACE, self._expire)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(line)
            process.stdin.flush()
            return process.stdout.readline()
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self._late = True
        if self._process is not None:
            self._process.kill()


def _close(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes of a process that has ended."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was not yet sent has nowhere to go
                pipe.close()


def run_pool(
    options: BatchOptions, items: Iterable[Item], jobs: int, existing: dict[str, list[str]] | None = None
) -> Iterator[BatchOutcome]:
    """Yield the result of each item as it is done. `existing` are the files in the output folder that may belong to each item."""
    waiting = iter(items)
    lock = threading.Lock()
    done: queue.SimpleQueue[BatchOutcome | BaseException | None] = queue.SimpleQueue()
    workers = [BatchWorker(options) for _ in range(jobs)]
    stopped = threading.Event()

    def work(worker: BatchWorker) -> None:
        try:
            while not stopped.is_set():
                with lock:
                    item = next(waiting, None)
                if item is None:
                    break
                done.put(build_item(worker, item, existing.get(item.name, []) if existing is not None else None))
        except BaseException as error:  # noqa: BLE001  # a thread's fault must not end as a batch that waits for ever
            done.put(error)
        done.put(None)

    threads = [threading.Thread(target=work, args=(worker,), daemon=True) for worker in workers]
    try:
        for thread in threads:
            thread.start()
        running = len(threads)
        while running:
            outcome = done.get()
            if isinstance(outcome, BaseException):
                raise outcome
            if outcome is None:
                running -= 1
            else:
                yield outcome
    finally:
        stopped.set()
        for worker in workers:
            worker.stop()
        for thread in threads:
            if thread.ident is not None:
                thread.join(GRACE)


def build_item(worker: BatchWorker, item: Item, existing: Sequence[str] | None = None) -> BatchOutcome:
    """Build one item, in a temporary folder if it comes from a row."""
    if any(problem.severity == "error" for problem in item.problems):
        return BatchOutcome(item.name, "failed", problems=item.problems)
    with item_folder(item) as folder:
        result = worker.build(item, folder, existing)
    problems = (*item.problems, *item.locate(result.problems))
    return BatchOutcome(item.name, result.state, result.files, problems, result.withheld)


@contextlib.contextmanager
def item_folder(item: Item) -> Iterator[Path]:
    """Yield the folder of an item's dossier: its own, or a temporary one."""
    if item.folder is not None:
        yield item.folder
        return
    with tempfile.TemporaryDirectory(prefix="briefing-") as parent:
        folder = Path(parent, item.name)
        for name, data in item.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield folder
