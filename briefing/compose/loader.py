"""Find and read template files.

A template name is a plain word, so no path can lead out of the template folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefing.files.characters import check_text
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import nearest

GENERIC = "policy-brief"
SIZE_LIMIT = 1_000_000
ENDINGS = ("md", "md.txt", "txt", "markdown", "mdown")
"""Endings of files that are templates, or are meant to be."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.md)?\Z")


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template as read. `display_path` is its path as the user would write it."""

    name: str
    display_path: str
    text: str


@dataclass(slots=True)
class TemplateLoader:
    """Search the folders, in order, for NAME.md: first the dossier's own sections, then its template, then the general one.

    `dossier` is the name of the dossier. Its own sections are in a folder of that name inside the template's: no other brief has them.
    Collect problems.
    """

    folders: Sequence[Path]
    template: str
    dossier: str = ""
    problems: list[Problem] = field(default_factory=list)
    _read: dict[str, TemplateFile | None] = field(default_factory=dict)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def find(self, name: str) -> TemplateFile | None:
        """Return the first file of that name, or None. A file that cannot be read is a problem, and counts as empty."""
        stem = name.removesuffix(".md")
        if stem not in self._read:
            paths = self.candidates(stem) if NAME.match(stem) else []
            # pathlib would take three times as long, six times per section.
            path = next((path for path in paths if os.path.isfile(path)), None)  # noqa: PTH113
            self._read[stem] = self._load(stem, path) if path is not None else None
        return self._read[stem]

    def candidates(self, stem: str) -> list[Path]:
        """Return possible paths of a section, best first: for this dossier, a replacement, its template, the general template."""
        this = [f / own_section(self.template, self.dossier, stem) for f in self.folders] if self.dossier else []
        own = [f / self.template / f"{stem}.md" for f in self.folders] if self.template else []
        plain = [f / f"{stem}.md" for f in self.folders]
        generic = [f / GENERIC / f"{stem}.md" for f in self.folders]
        nested = [path for pair in zip(plain, own, strict=True) for path in pair] if own else plain
        return this + nested + generic

    def texts(self) -> dict[str, str | None]:
        """Return the text of every template that was looked for; None for those that do not exist."""
        return {name: file.text if file is not None else None for name, file in self._read.items()}

    def line_at(self, location: Location) -> str:
        """Return a line of a template that was read; "" if it does not exist."""
        if location.file not in self._lines:
            file = next((f for f in self._read.values() if f is not None and f.display_path == location.file), None)
            self._lines[location.file] = file.text.split("\n") if file is not None else []
        lines = self._lines[location.file]
        return lines[location.line - 1] if 0 < location.line <= len(lines) else ""

    def names(self) -> list[str]:
        """Return all existing template names, for hints."""
        folders = [g for f in self.folders for g in (f, f / self.template, f / GENERIC)]
        return sorted({p.stem for g in folders if g.is_dir() for p in g.glob("*.md")})

    def find_misnamed(self, stem: str, used: Collection[str] | None = None) -> Path | None:
        """Return a file that was probably meant to be the template of a section, but has another ending or capitals, or None.

        With `used`, the names of other templates, also a file with a misspelt name.
        """
        near: dict[str, Path] = {}
        for folder in [f / self.template for f in self.folders] if self.template else []:
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                name, _, ending = path.name.partition(".")
                if ending.lower() not in ENDINGS or not path.is_file():
                    continue
                if name.casefold() == stem.casefold():
                    return path
                # Numbered sections are near to one another.
                if used is not None and name not in used and re.sub(r"\D", "", name) == re.sub(r"\D", "", stem):
                    near.setdefault(name, path)
        return near.get(nearest(stem, near, least=85)) if near else None

    def _load(self, stem: str, path: Path) -> TemplateFile:
        display_path = show_path(path)
        root = next(os.path.realpath(f) for f in self.folders if path.is_relative_to(f))
        if not os.path.realpath(path).startswith(root.rstrip(os.sep) + os.sep):
            self.problems.append(
                Problem(
                    "outside-folder",
                    "this file is a link to a place outside the template folder",
                    Location(display_path),
                )
            )
            return TemplateFile(stem, display_path, "")
        try:
            if path.stat().st_size > SIZE_LIMIT:
                message = f"this template is larger than {SIZE_LIMIT // 1000:,} kB"
                self.problems.append(Problem("too-large", message, Location(display_path)))
                return TemplateFile(stem, display_path, "")
            data = path.read_bytes()
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            self.problems.append(
                Problem("unreadable-file", f"the template cannot be read: {reason}", Location(display_path))
            )
            return TemplateFile(stem, display_path, "")
        text, problems = check_text(data, display_path)
        self.problems += problems
        return TemplateFile(stem, display_path, "" if problems else text)


def own_section(template: str, dossier: str, stem: str) -> Path:
    """Return the path, below a template folder, of a section that only one dossier uses instead of that of its template."""
    return Path(template or GENERIC, dossier, f"{stem}.md")


def show_path(path: Path) -> str:
    """Return a path as the user would write it: relative to the current folder if it is inside that."""
    real, here = os.path.realpath(path), os.getcwd().rstrip(os.sep) + os.sep  # noqa: PTH109  # strings, for speed
    return real[len(here) :].replace(os.sep, "/") if real.startswith(here) else path.as_posix()
