"""File name extensions in a dossier's folder: report files that are not read but look as if they should be.

Look only at names; open nothing.
"""

from __future__ import annotations

from pathlib import Path

from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import nearest

# Extensions that are ignored silently: series, pictures, built briefs, notes, and backup files of editors.
OTHERS = frozenset(
    ".csv .xlsx .md .png .jpg .jpeg .svg .gif .webp .pdf .docx .json .toml .bak .orig .tmp .swp .csl".split()  # noqa: SIM905
)


def check_ending(path: Path, display_path: str) -> Problem | None:
    """Return the problem of a file that is not read because of its extension; None if it can be ignored."""
    name, ending = path.name, path.suffix.lower()
    like_yaml = bool(nearest(ending.removeprefix("."), ("yaml", "yml"), least=65))
    if path.is_dir():
        message = "this is a folder; nothing in it is read"
        hint = f"rename the folder, and type the facts into a file {path.stem}.yaml"
        return Problem("ignored-file", message, Location(display_path), hint, "warning") if like_yaml else None
    if ending in {".yml", ".yaml"}:
        message = "the name of a dossier file must end in .yaml"
        return Problem("wrong-ending", message, Location(display_path), f"rename it to {path.stem}.yaml")
    if ending in OTHERS or name.endswith("~") or name.lower().startswith("readme"):
        return None
    hint = f"rename it to {path.stem.removesuffix('.yaml')}.yaml" if like_yaml or path.stem.endswith(".yaml") else ""
    hint = hint or "put facts in .yaml files and series in .csv or .xlsx files; keep other files in a subfolder"
    return Problem("ignored-file", "this file is not read", Location(display_path), hint, "warning")
