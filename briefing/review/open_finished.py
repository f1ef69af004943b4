"""Read a finished PDF or Word file, and report why if it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefing.build import internal_errors as faults
from briefing.build.time_limit import BRIEF_SECONDS, OutOfTime, time_limit
from briefing.problems.problem import BriefingError, Location, Problem

if TYPE_CHECKING:
    from briefing.readers.reading import Reading

Read = TypeVar("Read")
FINISHED = (".pdf", ".docx")
FINISHED_SECONDS = 30
"""Time to read a finished file, and to compare it. A file of five hundred pages takes less."""
OUTPUT = Path("out")
"""The folder of finished files if no other is chosen."""


def read_finished(file: Path, problems: list[Problem]) -> Reading | None:
    """Return the content of a file; if it cannot be read, add the reason to `problems` and return None."""
    from briefing.readers import MOST_BYTES, read_brief

    def work() -> Reading:
        with file.open("rb") as opened:
            return read_brief(opened.read(MOST_BYTES + 1), str(file))

    return read_isolated(work, Location(str(file)), problems, FINISHED_SECONDS)


def open_finished(file: Path) -> Reading:
    """Return the content of a file. Raises BriefingError if it cannot be read."""
    problems: list[Problem] = []
    reading = read_finished(file, problems)
    if reading is None:
        raise BriefingError(*problems)
    return reading


def open_recorded(file: Path) -> Reading:
    """Return the content of a file with an embedded record. Raises BriefingError if it has none or cannot be read."""
    problems: list[Problem] = []
    reading = read_recorded(file, problems)
    if reading is None:
        raise BriefingError(*problems)
    return reading


def read_isolated(
    work: Callable[[], Read], location: Location, problems: list[Problem], seconds: int = BRIEF_SECONDS
) -> Read | None:
    """Run `work` within the time limit; if it fails, add the reason to `problems` and return None."""
    try:
        with time_limit(seconds):
            return work()
    except BriefingError as error:
        problems += error.problems
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        message = "file not found" if missing else f"the file cannot be read: {error.strerror}"
        problems.append(Problem("missing-file", message, location, suggest_file(Path(location.file))))
    except OutOfTime:
        problems.append(
            Problem("out-of-time", f"reading it took longer than {seconds} seconds and was stopped", location)
        )
    except MemoryError:
        problems.append(Problem("out-of-memory", "not enough memory to read it", location))
    except Exception as error:
        if faults.debugging():
            raise
        problems.append(Problem("internal", faults.describe(error), location, faults.HINT))
    return None


def suggest_file(path: Path) -> str:
    """Return a hint: the finished files of that name in ./out, the one with the most similar name, or those in that folder."""
    from briefing.problems.suggest import did_you_mean

    try:
        if path.is_dir():
            return "this is a folder: name a file in it"
        built = _in_output(path)
        if built:
            return f"did you mean {' or '.join(built)}?"
        names = sorted(p.name for p in path.parent.iterdir() if p.suffix.lower() in FINISHED)
    except (OSError, ValueError):
        return ""
    near = did_you_mean(path.name, names)
    return near or (f"choose one of: {', '.join(names[:10])}" if names else "name a file that briefing build made")


def _in_output(path: Path) -> list[str]:
    """Return the finished files in ./out that a bare name means: that of the file, or that of the dossier."""
    if path.parent != Path() or not OUTPUT.is_dir():
        return []
    finished = sorted(p for p in OUTPUT.iterdir() if p.suffix.lower() in FINISHED)
    exact = [p for p in finished if p.name == path.name]
    return [p.as_posix() for p in exact or finished if p in exact or p.stem.partition("_")[0] == path.name]


def read_recorded(file: Path, problems: list[Problem]) -> Reading | None:
    """Return the content of a file with an embedded record; else add the reason to `problems` and return None."""
    from briefing.review.embedded_record import is_record

    reading = read_finished(file, problems)
    if reading is None or is_record(reading.record):
        return reading
    if reading.record_fault:
        problems.append(damaged_record(reading.record_fault, Location(str(file))))
        return None
    message = "this file has no embedded build record that this version can read"
    hint = "use the file as briefing built it: other programs may remove the record when they save"
    problems.append(Problem("no-record", message, Location(str(file)), hint))
    return None


def damaged_record(fault: str, location: Location) -> Problem:
    """Return the problem of a file whose embedded record is not as the program writes it."""
    hint = "use the file as briefing built it"
    return Problem("bad-record", f"the embedded build record is damaged: {fault}", location, hint)
