"""Which program this is: its version, and a hash that tells two states of a checkout apart.

Takes nothing; gives texts. Reads the package's own files and nothing of the user's.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import briefing
from briefing.files.fingerprint import fingerprint


@cache
def program_version() -> str:
    """The version of the program; none where it runs from a folder that was never installed."""
    from importlib.metadata import PackageNotFoundError, version  # slow to load, and rarely needed

    try:
        return version("briefing")
    except PackageNotFoundError:
        return ""


@cache
def program_print() -> str:
    """The program: its version, and where it runs from a checkout the hash of its own text as well."""
    package = Path(briefing.__file__).parent
    version = program_version()
    if (package / "shipped").is_dir():
        return version
    own = sorted(path for ending in ("*.py", "*.toml") for path in package.rglob(ending))
    return f"{version}+{fingerprint([(str(path.relative_to(package)), path.read_bytes()) for path in own])}"
