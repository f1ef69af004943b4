"""Finds and reads template files.

Takes the folders to search, in order, and the names of the dossier's template; gives a file's text and how its path is shown.
A name is a plain word: no path leaves the folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefing.files.characters import check_text
from briefing.problems.problem import Location, Problem

GENERIC = "policy-brief"
SIZE_LIMIT = 1_000_000
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.md)?\Z")


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template as read: `shown` is its path as the user would write it."""

    name: str
    shown: str
    text: str


@dataclass(slots=True)
class TemplateLoader:
    """Searches each folder for NAME.md beside the brief's own template, then the generic one. Collects problems as it reads."""

    folders: Sequence[Path]
    template: str
    problems: list[Problem] = field(default_factory=list)
    _read: dict[str, TemplateFile | None] = field(default_factory=dict)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def find(self, name: str) -> TemplateFile | None:
        """The first file of that name, or None. A file that cannot be read is a problem and counts as found empty."""
        stem = name.removesuffix(".md")
        if stem not in self._read:
            self._read[stem] = self._find(stem)
        return self._read[stem]

    def _find(self, stem: str) -> TemplateFile | None:
        if not NAME.match(stem):
            return None
        for path in self.candidates(stem):
            if os.path.isfile(path):  # noqa: PTH113  # asked of six places for each section, and a third of the time
                return self._load(stem, path)
        return None

    def candidates(self, stem: str) -> list[Path]:
        """Where a section of that name may stand, best first: a replacement, the brief's own template, then the generic one."""
        own = [f / self.template / f"{stem}.md" for f in self.folders] if self.template else []
        plain = [f / f"{stem}.md" for f in self.folders]
        generic = [f / GENERIC / f"{stem}.md" for f in self.folders]
        nested = [path for pair in zip(plain, own, strict=True) for path in pair] if own else plain
        return nested + generic

    def texts(self) -> dict[str, str | None]:
        """The text of every template that was looked for so far; None of what is not there."""
        return {name: file.text if file is not None else None for name, file in self._read.items()}

    def line_at(self, location: Location) -> str:
        """A line of a template that was read; "" where there is no such line."""
        if location.file not in self._lines:
            file = next((f for f in self._read.values() if f is not None and f.shown == location.file), None)
            self._lines[location.file] = file.text.split("\n") if file is not None else []
        lines = self._lines[location.file]
        return lines[location.line - 1] if 0 < location.line <= len(lines) else ""

    def names(self) -> list[str]:
        """Every template name that could have been meant, for hints."""
        folders = [g for f in self.folders for g in (f, f / self.template, f / GENERIC)]
        return sorted({p.stem for g in folders if g.is_dir() for p in g.glob("*.md")})

    def _load(self, stem: str, path: Path) -> TemplateFile:
        shown = show_path(path)
        root = next(os.path.realpath(f) for f in self.folders if path.is_relative_to(f))
        if not os.path.realpath(path).startswith(root.rstrip(os.sep) + os.sep):
            self.problems.append(
                Problem("outside-folder", "the file is a link to a place outside the template folder", Location(shown))
            )
            return TemplateFile(stem, shown, "")
        try:
            if path.stat().st_size > SIZE_LIMIT:
                message = f"the template is too large (maximum {SIZE_LIMIT // 1000:,} kB)"
                self.problems.append(Problem("too-large", message, Location(shown)))
                return TemplateFile(stem, shown, "")
            data = path.read_bytes()
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            self.problems.append(Problem("unreadable-file", f"the template cannot be read: {reason}", Location(shown)))
            return TemplateFile(stem, shown, "")
        text, problems = check_text(data, shown)
        self.problems += problems
        return TemplateFile(stem, shown, "" if problems else text)


def show_path(path: Path) -> str:
    """A path as the user would write it: relative to where they stand, when it lies below."""
    real, here = os.path.realpath(path), os.getcwd().rstrip(os.sep) + os.sep  # noqa: PTH109  # texts, as above
    return real[len(here) :].replace(os.sep, "/") if real.startswith(here) else path.as_posix()
