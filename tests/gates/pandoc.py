"""pandoc: the structure of a Word file as a reader of another make sees it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def missing() -> str:
    """Why pandoc cannot run here, or nothing."""
    return "" if shutil.which("pandoc") else "pandoc is not installed (Debian: pandoc)"


def pandoc(path: Path) -> str:
    """The file as pandoc's Markdown, one line a paragraph."""
    command = ["pandoc", "--from", "docx", "--to", "markdown", "--wrap", "none", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    return done.stdout
