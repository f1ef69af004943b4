"""Which files of a dossier's folder are read, by the ends of their names, and what is said of those that are not.

Takes the path of something that is not read, gives a problem unless it is known to stand there for other reasons. Must not
open anything.
"""

from __future__ import annotations

from pathlib import Path

from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import nearest

# Pictures, what is built from a dossier or written about it, and what editors leave behind.
OTHERS = frozenset(
    ".csv .xlsx .md .png .jpg .jpeg .svg .gif .webp .pdf .docx .json .toml .bak .orig .tmp .swp .csl".split()  # noqa: SIM905
)


def check_ending(path: Path, shown: str) -> Problem | None:
    """What is wrong with a name that does not end as the files of a dossier do; None where nothing is."""
    name, ending = path.name, path.suffix.lower()
    like_yaml = bool(nearest(ending.removeprefix("."), ("yaml", "yml"), least=65))
    if path.is_dir():
        message = "this is a folder; nothing in it is read"
        hint = f"rename the folder, and type the facts into a file {path.stem}.yaml"
        return Problem("ignored-file", message, Location(shown), hint, "warning") if like_yaml else None
    if ending in {".yml", ".yaml"}:
        message = "the name of a dossier file must end in .yaml"
        return Problem("wrong-ending", message, Location(shown), f"rename it to {path.stem}.yaml")
    if ending in OTHERS or name.endswith("~") or name.lower().startswith("readme"):
        return None
    hint = f"rename it to {path.stem.removesuffix('.yaml')}.yaml" if like_yaml or path.stem.endswith(".yaml") else ""
    hint = hint or "put facts in .yaml files and series in .csv or .xlsx files; keep other files in a subfolder"
    return Problem("ignored-file", "this file is not read", Location(shown), hint, "warning")
