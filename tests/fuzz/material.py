"""The real inputs that are changed: dossiers of several kinds, and all that the commands make of them.

Everything is the same in each run: what carries a time or a chance number is made without.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path

from stress.sheet import lay_out
from writers.docx.template import house_samples

from briefing.build.scaffold import NewDossier, make_dossier
from fuzz.command import run

ROOT = Path(__file__).parents[2]
SHIPPED = ("red-sea-shipping", "russia-north-korea", "russia-north-korea-edition-1")
MADE = {"brief": "policy-brief", "note": "country-note", "short": "two-page", "bare": "general"}
SAMPLES = {"port": "tests/dossiers/released", "wind-power": "tests/data/issued"}
SMALL = (*MADE, *SAMPLES, "sheet")
MOMENT = (2025, 9, 1, 10, 0, 0)
"""The time of each member of a ZIP file."""


class Material:
    """Makes each input when it is first asked for, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dossier = cache(self._dossier)
        self.finished = cache(self._finished)
        self.houses = cache(self._houses)

    def copy(self, name: str, to: Path) -> None:
        """Copy a dossier and its templates into the folders `facts` and `templates` of a case."""
        shutil.copytree(self.dossier(name), to, symlinks=True, dirs_exist_ok=True)

    def _dossier(self, name: str) -> Path:
        folder = self.folder / "dossiers" / name
        facts, templates = folder / "facts", folder / "templates"
        if name in MADE:
            make_dossier(facts, templates, NewDossier(name, "A brief", start=MADE[name], date="2025-07"))
        elif name == "sheet":
            folder.mkdir(parents=True)
            with contextlib.chdir(folder):
                lay_out({})
        else:
            source = ROOT / SAMPLES.get(name, ".")
            shutil.copytree(source / "facts" / name, facts / name)
            shutil.copytree(source / "templates" / name, templates / name)
            if name in SHIPPED:
                shutil.copytree(ROOT / "templates/policy-brief", templates / "policy-brief")
        templates.mkdir(exist_ok=True)
        return folder

    def _finished(self, name: str) -> Path:
        """A folder with a dossier, and in `out` all that was made of it; its edition is frozen, and a write can be undone."""
        folder = self.folder / "finished" / name
        self.copy(name, folder)
        run(("freeze", name), folder)
        described = folder / "facts" / name / "dossier.yaml"
        text = described.read_text("utf-8")
        described.write_text(re.sub(r"^(title: \"?)", r"\1Another ", text, count=1, flags=re.MULTILINE), "utf-8")
        for command in (
            ("freeze", name, "--force"),
            ("build", name, "--draft"),
            ("factcheck", name),
            ("export", name, "-f", "xlsx", "-f", "csv", "-f", "json"),
            ("batch", name, "--draft", "-j", "1", "-o", "out/many"),
        ):
            run(command, folder)
        shutil.rmtree(folder / ".local", ignore_errors=True)  # the register of builds, by their absolute paths
        for file in (folder / "out").glob("*.xlsx"):
            file.write_bytes(packed(unpacked(file.read_bytes())))
        return folder

    def _houses(self) -> tuple[bytes, ...]:
        makers = (
            house_samples.german, house_samples.french, house_samples.landscape, house_samples.noted, house_samples.gridded,
            house_samples.columned, house_samples.plain, house_samples.own_table,
        )  # fmt: skip
        return tuple(
            packed({name: _timeless(content) for name, content in unpacked(make()).items()}) for make in makers
        )


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    """A ZIP file of these members, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _timeless(content: bytes) -> bytes:
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2025-09-01T10:00:00Z", content)
