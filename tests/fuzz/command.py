"""One command in a process of its own that is limited, watched and measured, and what is wrong with what came of it.

The process is forked from one that has imported the package already: it runs the command line's own `main`, and starts in no time.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import gc
import os
import pkgutil
import re
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

Command = tuple[str, ...]
"""What is typed behind `briefing`."""
SECONDS = 120
MEMORY = 1_000_000_000
GRACE = 10
"""Seconds between the signal at which a slow command says where it is, and the kill."""
ADDRESS_SPACE = 3_000_000_000
READ_BACK = frozenset({"verify", "compare", "why", "review"})
"""Commands whose exit code 1 says that they have read a file."""
SAID = ".said"
FENCE = ".outside"
TEMPORARY = ".temporary"
_INTERNAL = re.compile(r'error\[internal\]|"code": ?"internal"')
_OF_PYTHON = re.compile(
    r"NoneType|object has no attribute|unhashable type|index out of range|not subscriptable|not iterable|Exceeds the limit \("
    r"|codec can't|unexpected keyword|maximum recursion|to unpack \(|<class '|object at 0x|invalid literal for"
)
_FRAME = re.compile(r'File "[^"]*?(briefing/[^"]+\.py)", line (\d+)')


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it took. `said` is all that it printed."""

    command: Command
    code: int
    seconds: float
    memory: int
    said: str
    outside: tuple[str, ...]

    @property
    def past_reading(self) -> bool:
        """True if the inputs were not refused: something was built, or a finished file was read."""
        return self.code == 0 or (self.code == 1 and self.command[0] in READ_BACK)


def warm_up() -> None:
    """Import all that a command may import."""
    package = import_module("briefing")
    for module in pkgutil.walk_packages(package.__path__, "briefing."):
        if not module.name.endswith(("__main__", "dask", "dask_worker")):
            import_module(module.name)
    gc.collect()
    gc.freeze()


def run(command: Command, folder: Path, seconds: float = SECONDS) -> Outcome:
    """Run `briefing` with these arguments in `folder`. What runs too long is told to say where it is, and then killed."""
    said, fence = folder / SAID, folder / FENCE
    said.unlink(missing_ok=True)
    fence.unlink(missing_ok=True)
    began = time.monotonic()
    pid = os.fork()
    if not pid:
        _child(command, folder, said, fence)
    watched = os.pidfd_open(pid)
    try:
        if not select.select([watched], [], [], seconds)[0]:
            os.kill(pid, signal.SIGABRT)
            if not select.select([watched], [], [], GRACE)[0]:
                os.kill(pid, signal.SIGKILL)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(watched)
        _, status, usage = os.wait4(pid, 0)
        _kill_group(pid)
    took = time.monotonic() - began
    text = said.read_bytes().decode("utf-8", "replace")
    outside = tuple(sorted(set(fence.read_text("utf-8", "replace").splitlines()))) if fence.exists() else ()
    return Outcome(command, os.waitstatus_to_exitcode(status), took, usage.ru_maxrss * 1024, text, outside)


def faults_of(outcome: Outcome, folder: Path) -> Iterator[str]:
    """Yield what is wrong with how a command ended, each with the place of the fault as far as it can be told."""
    place = _place(outcome.said)
    where = f"briefing {outcome.command[0]}, {place}" if place else f"briefing {outcome.command[0]}"
    if "Traceback (most recent call last)" in outcome.said:
        yield f"traceback: {place}: {_error(outcome.said)}"
    elif _INTERNAL.search(outcome.said):
        yield f"internal: {place}: {_line_of(_INTERNAL, outcome.said)}"
    elif found := _OF_PYTHON.search(outcome.said):
        yield f"words of Python: {where}: {found[0]}"
    if outcome.seconds > SECONDS or outcome.code in (-signal.SIGABRT, -signal.SIGKILL):
        yield f"too slow: {where}"
    elif outcome.code not in (0, 1, 2):
        yield f"exit code {outcome.code}: {where}"
    if outcome.memory > MEMORY:
        yield f"too large: {where}"
    for path in outcome.outside:
        yield f"outside: {where}: {re.sub(r'[0-9]+', '0', path)}"
    for left in folder.rglob("*.part"):
        yield f"left behind: {where}: {re.sub(r'[0-9a-f]{4,}', '…', left.name)}"


def _place(said: str) -> str:
    """The innermost line of ours that a traceback names. That of a stopped process begins with it."""
    frames = [f"{file}:{line}" for file, line in _FRAME.findall(said)]
    return "" if not frames else frames[0] if "most recent call first" in said else frames[-1]


def _error(said: str) -> str:
    errors = re.findall(r"^[\w.]*(?:Error|Exception|Warning|Exit|Interrupt|OutOfTime)\b.*", said, re.MULTILINE)
    return re.sub(r"[0-9]+", "0", str(errors[-1]))[:120] if errors else ""


def _line_of(pattern: re.Pattern[str], said: str) -> str:
    line = next(line for line in said.splitlines() if pattern.search(line))
    return re.sub(r"[0-9]+", "0", line[line.find("internal") :])[:120]


# ------------------------------------------------------------------ the process


def _child(command: Command, folder: Path, said: Path, fence: Path) -> None:
    """Be the command. Never returns."""
    code = 1
    try:
        os.setsid()
        os.chdir(folder)
        output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream, target in ((0, os.open(os.devnull, os.O_RDONLY)), (1, output), (2, output)):
            os.dup2(target, stream)
        (folder / TEMPORARY).mkdir(exist_ok=True)
        tempfile.tempdir = str(folder / TEMPORARY)
        for name in [name for name in os.environ if name.startswith("XDG_")]:
            del os.environ[name]
        os.environ |= {"HOME": str(folder), "TMPDIR": tempfile.tempdir, "BRIEFING_DEBUG": "1", "COLUMNS": "200"}
        os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        faulthandler.enable(2)
        atexit._clear()
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
        sys.argv = ["briefing", *command]
        keep_inside(folder, os.open(fence, os.O_WRONLY | os.O_CREAT | os.O_APPEND))
        code = _main()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _main() -> int:
    from briefing.cli import main

    try:
        main()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:  # noqa: BLE001  # Python itself would print it
        traceback.print_exc()
        return 1
    return 0


def keep_inside(folder: Path, report: int) -> None:
    """Refuse whatever this process writes outside of `folder` from now on, and report its path."""
    inside = os.path.realpath(folder)

    def look(event: str, values: tuple[Any, ...]) -> None:
        for path, follows in _written(event, values):
            place = os.fsdecode(path)
            folder_of, name = os.path.split(place.rstrip(os.sep))
            real = os.path.realpath(place) if follows else f"{os.path.realpath(folder_of)}{os.sep}{name}"
            if real not in (os.devnull, inside) and not real.startswith(inside + os.sep):
                os.write(report, os.fsencode(f"{event} {real}\n"))
                raise PermissionError(13, "outside of the case's folder", place)

    sys.addaudithook(look)


def _written(event: str, values: tuple[Any, ...]) -> Iterator[tuple[str | bytes, bool]]:
    """Yield the paths that an event of Python writes to, and whether a link there is followed."""
    if event == "open":
        path, _, flags = values
        if not isinstance(path, int) and path is not None and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            yield path, not flags & os.O_NOFOLLOW
    elif event in ("os.mkdir", "os.truncate", "os.chmod"):
        if not isinstance(values[0], int):
            yield values[0], event != "os.mkdir"
    elif event in ("os.remove", "os.rmdir") and values[1] == -1:
        yield values[0], False
    elif event in ("os.rename", "os.link") and values[2:4] == (-1, -1):
        yield from ((path, False) for path in values[:2])
    elif event == "os.symlink":
        yield values[1], False


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
