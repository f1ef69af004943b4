"""Runs `briefing review` in a folder, as a user does."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from gates.libreoffice import save_again
from review.edits.dossiers import built, write_harbour, write_shipped
from review.edits.editor import Editor
from review.edits.editor_cases import EditorCase
from review.edits.making import Case
from review.edits.surgery import Word
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

    def edited(self, case: EditorCase, editor: Editor) -> bytes:
        """The copy that came back from LibreOffice."""
        word = Word.read(self.brief(case.base, case.markers))
        case.make(word)
        if not case.converted:
            return editor.edit(word.data(), case.steps)
        source = self.folder(case.base) / "remarked.docx"
        source.write_bytes(word.data())
        (source.parent / "again").mkdir(exist_ok=True)
        return save_again(source, source.parent / "again").read_bytes()

    def review(self, case: Case) -> list[dict[str, Any]]:
        """What is found in it."""
        return self.find(case.base, self.copy(case), case.markers)

    def find(self, base: str, data: bytes, markers: str = "") -> list[dict[str, Any]]:
        """What is found in a copy; where its record is lost, the file as it was sent is named."""
        folder = self.folder(base)
        (folder / "copy.docx").write_bytes(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(b"briefing/record" in archive.read(n) for n in archive.namelist() if n.startswith("customXml/")):
                return edits_in(folder, "copy.docx")
        (folder / "sent.docx").write_bytes(self.brief(base, markers))
        return edits_in(folder, "copy.docx", "--record", "sent.docx")
