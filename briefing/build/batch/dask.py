"""Build the briefs of a batch on a Dask cluster (`pip install "briefing[cluster]"`), and write their files here.

Takes the scheduler's address, options and items; yields outcomes. A worker needs this program and nothing else: what it reads is sent to
it, and what it builds is sent back. Only this process writes, each brief once, so that a worker that dies leaves nothing unfinished and
nothing is written twice. Its briefs are sent to another worker.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.build.batch.batch_options import BatchOptions
from briefing.build.batch.batch_report import BatchOutcome
from briefing.build.batch.items import Item
from briefing.build.build_files import BuildJob, found_unchanged
from briefing.build.build_register import write_built
from briefing.build.discovery import DOSSIER_FILE, printable
from briefing.build.incremental.input_files import BUILT_FILES, TooManyError, read_files
from briefing.build.manifest_reader import RECORD_ENDING
from briefing.build.options import BuildOptions
from briefing.build.up_to_date import find_unchanged
from briefing.build.version import program_fingerprint
from briefing.problems.problem import BriefingError, Location, Problem

if TYPE_CHECKING:
    from briefing.build.batch.dask_worker import PackedBrief, SharedFiles

CONNECT_TIMEOUT = "15s"
WORKER_WAIT = 60.0
"""Seconds that a batch waits while the cluster has no worker at all."""
THEME_FILES = (".toml", ".png", ".jpg", ".jpeg")
EXTRA = 'pip install "briefing[cluster]"'


def run_cluster(
    address: str, options: BatchOptions, items: Sequence[Item], existing: Mapping[str, Sequence[str]]
) -> Iterator[BatchOutcome]:
    """Yield the result of each item as it is done. Raises BriefingError if the cluster cannot be used."""
    client = _connect(address)
    try:
        _send_shared_files(client, options)
        yield from _Run(client, options.job, existing).outcomes(items)
    finally:
        client.close(timeout=5)


def _connect(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        message = "--scheduler needs Dask, which is not installed"
        raise BriefingError(Problem("no-dask", message, hint=f"run this here and on every worker: {EXTRA}")) from None
    try:
        connect: Any = distributed.Client
        return connect(address, timeout=CONNECT_TIMEOUT)
    except (OSError, ValueError, TypeError, RuntimeError) as error:  # the last two where certificates do not fit
        hint = "start one with: dask scheduler; it prints its address, such as tcp://10.0.0.1:8786"
        if address.startswith("tls:"):
            hint = "check the certificates that the settings of Dask name: see the guide to many briefs"
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        message = f"no scheduler answers at {address}: {reason}"
        raise BriefingError(Problem("no-scheduler", message, hint=hint)) from None


def _send_shared_files(client: Any, options: BatchOptions) -> None:
    """Send every worker what all briefs share. One that joins later is sent it as well."""
    from briefing.build.batch.dask_worker import DaskWorker

    try:
        client.register_plugin(DaskWorker(_pack_shared_files(options)))
    except BriefingError:
        raise
    except Exception as error:  # a cluster can refuse in any way  # noqa: BLE001
        reason = str(error)
        message = "a worker cannot start: " + (reason.splitlines()[0][:200] if reason else type(error).__name__)
        if "other-program" in reason:
            message = "a worker has another version of briefing, which could build different briefs"
        hint = f"install this version on every worker, then restart the workers: {EXTRA}"
        raise BriefingError(Problem("worker-refuses", message, hint=hint)) from None


def _pack_shared_files(options: BatchOptions) -> SharedFiles:
    """Return templates, theme and Word template as files. Relative folders keep their names, so that records are the same."""
    from briefing.build.batch.dask_worker import SharedFiles

    files: dict[str, bytes] = {}
    places: dict[str, str] = {}

    def pack(number: int, path: Path, found: Mapping[str, bytes]) -> str:
        near = not path.is_absolute() and ".." not in path.parts
        name = path.as_posix() if near else f"../far/{number}/{path.name}"
        files.update({f"{name}/{inner}": data for inner, data in found.items()})
        places[name] = path.as_posix()
        return name

    try:
        folders = [
            pack(number, Path(folder), dict(read_files(Path(folder))))
            for number, folder in enumerate(options.templates)
        ]
        single_files: dict[str, str] = {}
        for number, key in enumerate(("theme", "word_template", "word_map"), len(folders)):
            path = Path(getattr(options.options, key) or ".")
            if path.is_file():
                near = dict(read_files(path.parent, deep=False)) if key == "theme" else {path.name: path.read_bytes()}
                chosen = {n: data for n, data in near.items() if n.endswith(THEME_FILES) or n == path.name}
                single_files[key] = f"{pack(number, path.parent, chosen)}/{path.name}"
    except (OSError, TooManyError) as error:
        message = f"the templates cannot be sent: {getattr(error, 'strerror', '') or 'they are too many'}"
        raise BriefingError(
            Problem("too-large", message, hint="name a folder that contains only templates: --templates DIR")
        ) from None
    sent = replace(
        options,
        templates=tuple(folders),
        output="out",
        force=True,
        options=BuildOptions.from_json(options.options.to_json() | single_files),
    )
    return SharedFiles(sent, files, places, program_fingerprint())


class _Run:
    """One batch on a cluster: send jobs, wait for results, write files."""

    def __init__(self, client: Any, job: BuildJob, existing: Mapping[str, Sequence[str]]) -> None:
        self.client, self.job, self.existing = client, job, existing
        self.waiting: dict[Any, Item] = {}

    def outcomes(self, items: Sequence[Item]) -> Iterator[BatchOutcome]:
        """Yield the outcomes. A few briefs per worker are submitted at a time, so that no worker waits."""
        remaining = iter(items)
        more = True
        while more or self.waiting:
            while more and len(self.waiting) < 4 + 3 * int(sum(self.client.nthreads().values())):
                item = next(remaining, None)
                if item is None:
                    more = False
                    break
                outcome = self._submit(item)
                if outcome is not None:
                    yield outcome
            yield from self._collect()

    def _submit(self, item: Item) -> BatchOutcome | None:
        """Send one brief. Return its outcome if there is nothing to send."""
        from briefing.build.batch.dask_worker import build_on_worker

        if any(problem.severity == "error" for problem in item.problems):
            return BatchOutcome(item.name, "failed", problems=item.problems)
        try:
            if item.folder is not None and not self.job.force:
                request = self.job.request(item.ref(item.folder))
                record = find_unchanged(request, self.job.output, self.existing.get(item.name, ()))
                if record is not None:
                    result = found_unchanged(record)
                    return BatchOutcome(item.name, result.state, result.files, result.problems)
            packed = pack_brief(item)
        except (OSError, TooManyError) as error:
            reason = getattr(error, "strerror", "") or "it contains too many files"
            problem = Problem("unreadable-folder", f"the dossier cannot be sent: {reason}", Location(item.display_path))
            return BatchOutcome(item.name, "failed", problems=(problem,))
        self.waiting[self.client.submit(build_on_worker, packed, pure=False, retries=2)] = item
        return None

    def _collect(self) -> Iterator[BatchOutcome]:
        """Return the finished jobs; wait for the first, and give up if there is no worker for long."""
        import distributed

        wait: Any = distributed.wait
        quiet = 0.0
        while self.waiting:
            started = time.monotonic()
            try:
                done = wait(list(self.waiting), timeout=5, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                workers = self.client.scheduler_info()["workers"]
                quiet = 0.0 if workers else quiet + time.monotonic() - started
                if quiet < WORKER_WAIT:
                    continue
                hint = "start some with: dask worker ADDRESS; then continue with --resume"
                raise BriefingError(Problem("no-worker", "the cluster has no worker left", hint=hint)) from None
            for future in done:
                yield self._write_result(future, self.waiting.pop(future))
            return

    def _write_result(self, future: Any, item: Item) -> BatchOutcome:
        """Write the files that a worker returned."""
        try:
            result, files = _checked(future.result())
        except Exception as error:  # whatever a worker died of  # noqa: BLE001
            hint = "build it alone to see why: it may need more memory than a worker has"
            reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            problem = Problem("process-lost", f"no worker could build it: {reason}", Location(item.display_path), hint)
            return BatchOutcome(item.name, "failed", problems=(problem,))
        problems = (*item.problems, *item.locate(result.problems))
        if result.state == "failed":
            return replace(result, problems=problems)
        try:
            manifest = check_file_names(files, item.name, self.job.options.formats)
            write_built(self.job.output, files, manifest, at_once=False)
        except BriefingError as error:
            return BatchOutcome(item.name, "failed", problems=(*problems, *error.problems))
        return replace(result, problems=problems)


def _checked(answer: Any) -> tuple[BatchOutcome, Mapping[str, bytes]]:
    """Return the answer of a worker; raise TypeError or ValueError if it is something else."""
    result, files = answer
    if not isinstance(result, BatchOutcome) or not isinstance(files, Mapping):
        raise TypeError("its answer is not that of this version")
    return result, files


def check_file_names(files: Mapping[str, bytes], name: str, formats: Sequence[str]) -> str:
    """Return the name of the manifest among the files of a brief that a worker sent, "" if it sent none.

    Raises BriefingError if a file is not one of this brief: whoever controls a worker could name any file of this computer.
    """
    endings = (RECORD_ENDING, *(f".{key}" for key in formats))
    manifest = ""
    for file, data in files.items():
        ending = next((each for each in endings if file.endswith(each)), "")
        stem = file.removesuffix(ending)
        plain = file == Path(file).name and "\\" not in file and file.isprintable()
        if not ending or not plain or not (stem == name or stem.startswith(f"{name}_")) or not isinstance(data, bytes):
            message = f'a worker sent a file "{printable(file)[:100]}", which is not a file of this brief'
            hint = "make sure that only you can start workers: see TLS in the guide to many briefs"
            raise BriefingError(Problem("foreign-file", message, Location(name), hint))
        manifest = file if ending == RECORD_ENDING else manifest
    return manifest


def pack_brief(item: Item) -> PackedBrief:
    """Return a dossier's files, and those of the dossiers that it uses. Raises OSError and TooManyError."""
    from briefing.build.batch.dask_worker import PackedBrief

    if item.folder is None:
        return PackedBrief(
            item.name, item.display_path, {f"{item.name}/{name}": data for name, data in item.files.items()}
        )
    found = dict(read_files(item.folder, skip=BUILT_FILES))
    files = {f"{item.name}/{name}": data for name, data in found.items()}
    if any(key in found.get(DOSSIER_FILE, b"") for key in (b"uses", b"theme", b"word_")):
        from briefing.build.template_settings import leads_out
        from briefing.facts.load import load_ledger

        ledger, _ = load_ledger(item.folder, item.display_path)
        for name in ledger.dossier.named_files if ledger is not None else ():
            path = item.folder / name
            if not leads_out(item.folder, name) and path.is_file():
                files[f"{item.name}/{name}"] = path.read_bytes()
        for used in ledger.dossier.uses if ledger is not None else ():
            sibling = item.folder.resolve().parent / used
            files |= {f"{used}/{name}": data for name, data in read_files(sibling, skip=BUILT_FILES)}
    return PackedBrief(item.name, item.display_path, files)
