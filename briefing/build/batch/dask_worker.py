"""Worker of a batch on a Dask cluster: writes the files that it is sent to its disk, and builds briefs with processes of `pool`.

Each worker loads it as a plugin. It takes and returns files as bytes, and deletes its files when it ends.
"""

from __future__ import annotations

import queue
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker

from briefing.build.batch.batch_options import BatchOptions
from briefing.build.batch.batch_report import BatchOutcome
from briefing.build.batch.items import Item
from briefing.build.batch.pool import BatchWorker
from briefing.build.version import program_fingerprint
from briefing.problems.problem import Problem

NAME = "briefing"
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class PackedBrief:
    """One brief: `files` by path, in the folder of the dossier and in those beside it that it uses."""

    name: str
    display_path: str
    files: Files


@dataclass(frozen=True, slots=True)
class SharedFiles:
    """Files that all briefs of a batch share.

    `files` are by path below a worker's folder, as in `options`. `places` maps these paths to the user's paths. `program` is the
    version of the program that sends them.
    """

    options: BatchOptions
    files: Files
    places: Mapping[str, str]
    program: str


class DaskWorker(WorkerPlugin):
    """Plugin of a worker of the cluster: keeps the shared files on disk, and starts a process for each thread when one is needed."""

    name = NAME

    def __init__(self, shared: SharedFiles) -> None:
        self.shared = shared

    def setup(self, worker: Worker) -> None:
        """Write the shared files. Refuses a worker whose program is another: its briefs could differ."""
        if program_fingerprint() != self.shared.program:
            raise RuntimeError(f"other-program {program_fingerprint()}")
        self.root = Path(tempfile.mkdtemp(prefix="briefing-"))
        unpack(self.root / "shared", self.shared.files)
        (self.root / "shared").mkdir(exist_ok=True)
        self.idle: queue.SimpleQueue[BatchWorker] = queue.SimpleQueue()
        # A folder outside the working folder is named by its whole path, as the user named it.
        folders = tuple(
            str((self.root / "shared" / name).resolve()) if name.startswith("..") else name
            for name in self.shared.options.templates
        )
        options = replace(self.shared.options, templates=folders)
        self.all = [BatchWorker(options, cwd=self.root / "shared") for _ in range(max(1, worker.state.nthreads))]
        for process in self.all:
            self.idle.put(process)

    def teardown(self, worker: Worker) -> None:
        """End the processes and delete the shared files."""
        del worker
        for process in self.all:
            process.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def build(self, packed: PackedBrief) -> tuple[BatchOutcome, Files]:
        """Build one brief; return its outcome and files."""
        process = self.idle.get()
        try:
            with tempfile.TemporaryDirectory(dir=self.root) as temporary:
                unpack(Path(temporary, "facts"), packed.files)
                item = Item(packed.name, packed.display_path)
                result = process.build(item, Path(temporary, "facts", packed.name), output=Path(temporary, "out"))
                files = {path.name: path.read_bytes() for path in sorted(Path(temporary, "out").glob("*"))}
        finally:
            self.idle.put(process)
        return replace(result, problems=tuple(self._with_user_paths(problem) for problem in result.problems)), files

    def _with_user_paths(self, problem: Problem) -> Problem:
        """Return the problem with the path of a shared file replaced by the user's path."""
        for path, user_path in self.shared.places.items():
            for prefix in (path, (self.root / "shared" / path).resolve().as_posix()):
                if problem.location.file == prefix or problem.location.file.startswith(f"{prefix}/"):
                    file = user_path + problem.location.file[len(prefix) :]
                    return replace(problem, location=replace(problem.location, file=file))
        return problem


def build_on_worker(packed: PackedBrief) -> tuple[BatchOutcome, Files]:
    """Build a brief on a worker that has the plugin. This is the Dask task."""
    plugin = get_worker().plugins[NAME]
    assert isinstance(plugin, DaskWorker)
    return plugin.build(packed)


def unpack(folder: Path, files: Files) -> None:
    """Write files below a folder, or in one beside it that was made for this as well."""
    for name, data in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve().parent):
            raise ValueError(f"{name} leads out of its folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
