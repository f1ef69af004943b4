"""Runs `briefing review` in a folder, as a user does."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from review.cases import Case
from review.dossiers import built, write_harbour, write_shipped
from review.surgery import Word
from typer.testing import CliRunner, Result

from briefing.cli.app import app


def run(folder: Path, *arguments: object) -> Result:
    """The command, run in a folder."""
    with contextlib.chdir(folder):
        return CliRunner().invoke(app, ["review", *map(str, arguments)])


def edits_in(folder: Path, *arguments: object) -> list[dict[str, Any]]:
    """The edits that it tells."""
    done = run(folder, *arguments, "--json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)["edits"]
    return found


class Shelf:
    """The dossiers, each in a folder of its own, and their briefs, built once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._briefs: dict[tuple[str, str], bytes] = {}

    def folder(self, base: str) -> Path:
        """Where a dossier is reviewed."""
        made = self._folder / base
        if not made.is_dir():
            made.mkdir()
            (write_harbour if base == "harbour" else write_shipped)(made)
        return made

    def brief(self, base: str, markers: str = "") -> bytes:
        """A brief as it is sent to reviewers."""
        key = (base, markers)
        if key not in self._briefs:
            self._briefs[key] = built(self.folder(base), base, markers)
        return self._briefs[key]

    def copy(self, case: Case) -> bytes:
        """The copy that came back."""
        word = Word.read(self.brief(case.base, case.markers))
        word.author = case.author
        case.make(word)
        return word.data()

    def review(self, case: Case) -> list[dict[str, Any]]:
        """What is found in it."""
        folder = self.folder(case.base)
        (folder / "copy.docx").write_bytes(self.copy(case))
        return edits_in(folder, "copy.docx")
