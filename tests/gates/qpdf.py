"""qpdf: is the file structure of a PDF sound? Takes a file, gives what is wrong with it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def missing() -> str:
    """Why qpdf cannot run here, or nothing."""
    return "" if shutil.which("qpdf") else "qpdf is not installed (Debian: qpdf)"


def qpdf(path: Path) -> str:
    """What `qpdf --check` complains of, warnings too; empty when the file is sound."""
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, timeout=120, check=False)
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip()
