"""Find finished files that somebody edited after the last build, so that the next build keeps a copy of them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from briefing.build.manifest_reader import LARGEST_FILE, RECORD_ENDING, read_record
from briefing.files.regular_file import read_regular
from briefing.problems.problem import Location, Problem


def copies_of_edited(output: Path, stem: str, new: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Problem]]:
    """Return a copy, by name, of each file in `output` that `new` replaces and that is not as built, with a warning for each.

    The manifest of the last build has the hash of each file that it wrote. Without a manifest there are no copies.
    """
    record = read_record(output / f"{stem}{RECORD_ENDING}")
    copies: dict[str, bytes] = {}
    problems: list[Problem] = []
    for entry in record["files"] if record is not None else ():
        name = entry["name"]
        if name not in new:
            continue
        try:
            data = read_regular(output / name, LARGEST_FILE)
        except OSError:
            continue
        if data == new[name] or sha256(data).hexdigest() == entry["sha256"]:
            continue
        copy = _free_name(output, name)
        copies[copy] = data
        message = "this file was edited after the last build, and is replaced"
        hint = f"the edited file is kept as {output / copy}; briefing review reads the edits of a Word file"
        problems.append(Problem("edited-output", message, Location((output / name).as_posix()), hint, "warning"))
    return copies, problems


def _free_name(output: Path, name: str) -> str:
    """Return NAME.bak, or NAME.2.bak and so on if there are older copies."""
    copy, number = f"{name}.bak", 2
    while (output / copy).exists():
        copy, number = f"{name}.{number}.bak", number + 1
    return copy
