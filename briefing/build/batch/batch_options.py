"""Options of a batch, which can be sent to another process or machine as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from briefing.build.build_files import BuildJob
from briefing.build.discovery import is_folder, printable
from briefing.build.options import BuildOptions
from briefing.build.time_limit import BRIEF_SECONDS
from briefing.problems.problem import BriefingError, Problem


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Options that all briefs of a batch share.

    `template` is the one template of all, `templates` are the folders that are searched, `force` rebuilds what has not changed,
    `seconds` is how long one brief may take.
    """

    template: str
    templates: tuple[str, ...]
    output: str
    options: BuildOptions
    force: bool = False
    seconds: float = BRIEF_SECONDS

    def to_json(self) -> dict[str, Any]:
        """Return plain values that `from_json` reads in another process or on another machine."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {"options": self.options.to_json()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> BatchOptions:
        """Return the options that `to_json` wrote."""
        options = BuildOptions.from_json(values["options"])
        return cls(**{**values, "templates": tuple(values["templates"]), "options": options})

    def decisive(self) -> dict[str, Any]:
        """Return the options that affect the files, so without time limit and force."""
        return {key: value for key, value in self.to_json().items() if key not in {"force", "seconds"}}

    @property
    def job(self) -> BuildJob:
        """The job of each brief."""
        options = replace(self.options, template=self.template)
        folders = tuple(Path(folder) for folder in self.templates)
        # Files that a power cut took are found by their hashes when a batch is resumed, so all are forced to disk at the end.
        return BuildJob(folders, Path(self.output), options, self.force, self.seconds, at_once=False)


def find_template(name_or_path: str, folders: Sequence[Path]) -> tuple[str, Path | None]:
    """Find a template by name or by the path of its folder. Return its name, and the parent folder if it was a path.

    Raises BriefingError if it does not exist.
    """
    from briefing.problems.suggest import did_you_mean

    path = Path(name_or_path)
    if path.name != name_or_path and is_folder(path):
        return path.name, path.parent
    names = sorted({p.name for f in folders if f.is_dir() for p in f.iterdir() if p.is_dir() and p.name[0] != "."})
    if name_or_path in names:
        return name_or_path, None
    hint = did_you_mean(name_or_path, names) or f"choose one of: {', '.join(names)}"
    raise BriefingError(Problem("unknown-template", f'unknown template "{printable(name_or_path)}"', hint=hint))
