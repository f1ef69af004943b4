"""Find finished files that somebody edited after the last build, so that the next build keeps a copy of them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from briefing.build.manifest_reader import RECORD_ENDING, read_record
from briefing.problems.problem import Location, Problem


def copies_of_edited(output: Path, stem: str, new: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Problem]]:
    """Return a copy, by name, of each file in `output` that `new` replaces and that is not as built, with a warning for each.

    The manifest of the last build has the hash of each file that it wrote. Without a manifest there are no copies.
    """
    record = read_record(output / f"{stem}{RECORD_ENDING}")
    files = record.get("files") if record is not None else None
    copies: dict[str, bytes] = {}
    problems: list[Problem] = []
    for entry in files if isinstance(files, list) else ():
        name, built = (entry.get("name"), entry.get("sha256")) if isinstance(entry, dict) else (None, None)
        path = output / str(name)
        if not isinstance(name, str) or name not in new or not path.is_file():
            continue
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if data == new[name] or sha256(data).hexdigest() == built:
            continue
        copy = _free_name(output, name)
        copies[copy] = data
        message = "this file was edited after the last build, and is replaced"
        hint = f"the edited file is kept as {output / copy}; briefing review reads the edits of a Word file"
        problems.append(Problem("edited-output", message, Location(path.as_posix()), hint, "warning"))
    return copies, problems


def _free_name(output: Path, name: str) -> str:
    """Return NAME.bak, or NAME.2.bak and so on if there are older copies."""
    copy, number = f"{name}.bak", 2
    while (output / copy).exists():
        copy, number = f"{name}.{number}.bak", number + 1
    return copy
