"""The worker's side of a batch on a Dask cluster: what was sent is laid out on its disk, and briefs are built by `crew`'s processes.

Loaded by each worker as a plugin. Takes files as bytes and gives files as bytes; keeps nothing when it ends.
"""

from __future__ import annotations

import queue
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker

from briefing.build.batch.batch_options import Typed
from briefing.build.batch.batch_report import Outcome
from briefing.build.batch.items import Item
from briefing.build.batch.pool import Hand
from briefing.build.version import program_print
from briefing.problems.problem import Problem

NAME = "briefing"
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One brief: `files` by path, in the folder of the dossier and in those beside it that it uses."""

    name: str
    shown: str
    files: Files


@dataclass(frozen=True, slots=True)
class Kit:
    """What all briefs share. `files` are by path below a worker's folder; `typed` names them so. `places` are what the user
    calls such paths; `program` is the one that sends them.
    """

    typed: Typed
    files: Files
    places: Mapping[str, str]
    program: str


class Workshop(WorkerPlugin):
    """On a worker: the kit on disk, and as many processes as it has threads, none of them started before it is needed."""

    name = NAME

    def __init__(self, kit: Kit) -> None:
        self.kit = kit

    def setup(self, worker: Worker) -> None:
        """Lay out the kit. Refuses a worker whose program is another: its briefs could differ."""
        if program_print() != self.kit.program:
            raise RuntimeError(f"other-program {program_print()}")
        self.root = Path(tempfile.mkdtemp(prefix="briefing-"))
        lay_out(self.root / "kit", self.kit.files)
        (self.root / "kit").mkdir(exist_ok=True)
        self.hands: queue.SimpleQueue[Hand] = queue.SimpleQueue()
        # A folder that lies elsewhere is named by its whole path, as it was where it came from.
        folders = tuple(
            str((self.root / "kit" / name).resolve()) if name.startswith("..") else name
            for name in self.kit.typed.templates
        )
        typed = replace(self.kit.typed, templates=folders)
        self.all = [Hand(typed, cwd=self.root / "kit") for _ in range(max(1, worker.state.nthreads))]
        for hand in self.all:
            self.hands.put(hand)

    def teardown(self, worker: Worker) -> None:
        """End the processes and take the kit away."""
        del worker
        for hand in self.all:
            hand.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def build(self, parcel: Parcel) -> tuple[Outcome, Files]:
        """Build one brief: what came of it, and its files."""
        hand = self.hands.get()
        try:
            with tempfile.TemporaryDirectory(dir=self.root) as place:
                lay_out(Path(place, "facts"), parcel.files)
                item = Item(parcel.name, parcel.shown)
                made = hand.do(item, Path(place, "facts", parcel.name), output=Path(place, "out"))
                files = {path.name: path.read_bytes() for path in sorted(Path(place, "out").glob("*"))}
        finally:
            self.hands.put(hand)
        return replace(made, problems=tuple(self._called(problem) for problem in made.problems)), files

    def _called(self, problem: Problem) -> Problem:
        """A problem in a file of the kit, by the name that the user has for it."""
        for path, shown in self.kit.places.items():
            for prefix in (path, (self.root / "kit" / path).resolve().as_posix()):
                if problem.origin.file == prefix or problem.origin.file.startswith(f"{prefix}/"):
                    file = shown + problem.origin.file[len(prefix) :]
                    return replace(problem, origin=replace(problem.origin, file=file))
        return problem


def build_there(parcel: Parcel) -> tuple[Outcome, Files]:
    """The task: run by a worker that has the plugin."""
    workshop = get_worker().plugins[NAME]
    assert isinstance(workshop, Workshop)
    return workshop.build(parcel)


def lay_out(folder: Path, files: Files) -> None:
    """Write files below a folder, or in one beside it that was made for this as well."""
    for name, data in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve().parent):
            raise ValueError(f"{name} leads out of its folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
