"""LibreOffice Writer: does a Word file open in a word processor, and what does it look like there?

Each call has a profile of its own, so that tests may run side by side and nothing is left in the user's settings.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

SYSTEM_PYTHON = "/usr/bin/python3"
SETTLE = Path(__file__).parent / "settle_changes.py"


def missing() -> str:
    """Why LibreOffice cannot run here, or nothing."""
    return "" if shutil.which("soffice") else "LibreOffice is not installed (Debian: libreoffice-writer-nogui)"


def calc_missing() -> str:
    """Why LibreOffice cannot open a workbook here, or nothing: Calc is a package of its own."""
    if missing():
        return missing()
    program = Path(str(shutil.which("soffice"))).resolve().parent
    found = (program / "libsclo.so").is_file()
    return "" if found else "LibreOffice Calc is not installed (Debian: libreoffice-calc-nogui)"


def uno_missing() -> str:
    """Why LibreOffice cannot be spoken to here, or nothing: that takes the system's own Python."""
    if missing():
        return missing()
    asked = [SYSTEM_PYTHON, "-c", "import uno"]
    found = Path(SYSTEM_PYTHON).is_file() and subprocess.run(asked, capture_output=True, check=False).returncode == 0
    return "" if found else "LibreOffice's Python bridge is not installed (Debian: python3-uno)"


def settle_changes(paths: Sequence[Path], folder: Path, what: str, timeout: float = 120) -> list[Path]:
    """Word files with all tracked changes accepted or rejected ("accept", "reject"), as LibreOffice saves them into a folder."""
    made = [folder / f"{what}-{path.name}" for path in paths]
    files = [str(path.resolve()) for pair in zip(paths, made, strict=True) for path in pair]
    with tempfile.TemporaryDirectory() as profile:
        command = [SYSTEM_PYTHON, str(SETTLE), what, profile, *files]
        said, code = run_together(command, timeout)
    missed = [path.name for path in made if not path.is_file()]
    if code or missed:
        raise RuntimeError(f"LibreOffice would not {what} the changes of {missed}: {said}")
    return made


def run_together(command: Sequence[str], timeout: float) -> tuple[str, int]:
    """What a program says and how it ends, with all that it started: LibreOffice outlives who called it."""
    with tempfile.TemporaryFile("w+") as said:
        running = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)
        try:
            code = running.wait(timeout)
        except subprocess.TimeoutExpired:
            code = -1
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        said.seek(0)
        return said.read() or f"nothing, for {timeout} seconds", code


def to_pdf(path: Path, folder: Path) -> Path:
    """The file as LibreOffice lays it out, written into `folder`. Raises RuntimeError when it will not open."""
    return convert(path, folder, "pdf", ":writer_pdf_Export")


def save_again(path: Path, folder: Path) -> Path:
    """The Word file as LibreOffice saves it, written into `folder`. Raises RuntimeError when it will not open."""
    return convert(path, folder, "docx", ":MS Word 2007 XML")


def convert(path: Path, folder: Path, ending: str, kind: str = "") -> Path:
    """The file as LibreOffice saves it in another format, in `folder`. Raises RuntimeError when it will not open."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", ending + kind, "--outdir", str(folder), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    made = folder / f"{path.stem}.{ending}"
    if done.returncode or not made.is_file():
        raise RuntimeError(f"LibreOffice would not open {path.name}: {(done.stdout + done.stderr).strip()}")
    return made
