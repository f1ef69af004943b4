"""Version of the program, and a hash that distinguishes two states of a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import briefing
from briefing.files.fingerprint import fingerprint


@cache
def program_version() -> str:
    """Return the version of the program, "" if it was never installed."""
    from importlib.metadata import PackageNotFoundError, version  # slow to load, and rarely needed

    try:
        return version("briefing")
    except PackageNotFoundError:
        return ""


@cache
def program_fingerprint() -> str:
    """Return the version, and in a checkout also the hash of the program's source."""
    package = Path(briefing.__file__).parent
    version = program_version()
    if (package / "shipped").is_dir():
        return version
    files = sorted(path for ending in ("*.py", "*.toml") for path in package.rglob(ending))
    return f"{version}+{fingerprint([(str(path.relative_to(package)), path.read_bytes()) for path in files])}"
