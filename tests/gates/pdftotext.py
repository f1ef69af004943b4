"""pdftotext: the text of a PDF as a reader of another make sees it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def missing() -> str:
    """Why pdftotext cannot run here, or nothing."""
    return "" if shutil.which("pdftotext") else "pdftotext is not installed (Debian: poppler-utils)"


def pdftotext(path: Path, *, layout: bool = False) -> str:
    """The text of every page, pages parted by form feeds; with `layout` as it stands on the page."""
    command = ["pdftotext", "-enc", "UTF-8", *(["-layout"] if layout else []), str(path), "-"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    return done.stdout
