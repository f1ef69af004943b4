"""What may come of a brief made from bad input: two sound files, or problems with their places. Anything else is a fault.

`make` builds as the command does; `faults_of` gives each way in which what came of it is neither.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from gates.docx_lint import lint
from lxml import etree

from briefing.build.build_files import BuildJob, FilesResult, build_files
from briefing.build.discovery import DossierRef, shipped_folder
from briefing.build.options import BuildOptions
from briefing.cli.report import describe
from briefing.problems.problem import BriefingError, Problem
from briefing.readers import read_brief
from briefing.readers.reading import Reading
from briefing.review.compare import compare

SECONDS = 20
OUT = Path("out")
# What a terminal would obey, or would show in another order than it stands.
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Problems of a whole file, which have no line.
_OF_FILES = frozenset(
    {
        "empty-file",
        "unreadable-file",
        "no-such-file",
        "too-large",
        "missing-file",
        "not-a-file",
        "no-topics",
        "outside-folder",
        "not-a-dossier",
        "bad-name",
        "bad-file-name",
        "out-of-time",
        "out-of-memory",
        "wrong-ending",
        "bad-edition",
        "more-problems",
        "too-many-problems",
    }
)


def make(folder: Path, templates: Sequence[Path] = (Path("templates"),), seconds: float = SECONDS) -> FilesResult:
    """What `briefing build FOLDER` does, here and now."""
    OUT.mkdir(exist_ok=True)
    folders = (*(path for path in templates if path.is_dir()), shipped_folder("templates"))
    job = BuildJob(folders, OUT, BuildOptions(), force=True, seconds=seconds)
    try:
        return build_files(DossierRef(folder.name, folder, folder.as_posix()), job)
    except BriefingError as error:
        return FilesResult("failed", problems=error.problems)


def faults_of(made: FilesResult) -> list[str]:
    """What is wrong with what came of a brief; nothing where all is as it must be."""
    faults = [fault for problem in made.problems for fault in _faults_of_problem(problem)]
    if made.state == "built":
        faults += _faults_of_files(*(OUT / name for name, _ in made.files))
    elif not any(problem.severity == "error" for problem in made.problems):
        faults.append("failed without an error")
    return faults


def _faults_of_problem(problem: Problem) -> Iterator[str]:
    line = describe(problem)
    if problem.code == "internal":
        yield f"a fault of ours: {problem.message}"
    if found := OBEYED.search(line):
        yield f"{problem.code}: what is printed holds U+{ord(found[0]):04X}: {line!a}"
    if len(line) > 2_000:
        yield f"{problem.code}: what is printed has {len(line)} characters: {line[:100]!a}…"
    if line.count("\n") > bool(problem.hint):
        yield f"{problem.code}: what is printed has lines of its own: {line!a}"
    location = problem.location
    if not location.file:
        yield f"{problem.code}: no place: {line!a}"
    elif problem.severity == "error" and not location.line and Path(location.file).is_file():
        if problem.code not in _OF_FILES and "this file has no" not in line:
            yield f"{problem.code}: a file and no line: {line!a}"
    elif Path(location.file).is_absolute() and not location.file.startswith(str(shipped_folder("templates"))):
        yield f"{problem.code}: the place lies elsewhere: {line!a}"


def _faults_of_files(pdf: Path, docx: Path) -> Iterator[str]:
    try:
        with pikepdf.open(pdf) as opened:
            pages = len(opened.pages)
        if not pages:
            yield "the PDF has no pages"
    except pikepdf.PdfError as error:
        yield f"the PDF cannot be opened: {error}"
    data = docx.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                try:
                    etree.fromstring(archive.read(name))
                except etree.XMLSyntaxError as error:
                    yield f"{name} is no XML: {error}"
    yield from lint(data)
    first, second = readings(pdf, docx)
    for difference in compare(first, second)[:5]:
        yield f"the files differ: {difference!a}"[:1_000]


def readings(pdf: Path, docx: Path) -> tuple[Reading, Reading]:
    """Both files read back."""
    return read_brief(pdf.read_bytes(), pdf.name), read_brief(docx.read_bytes(), docx.name)


class Watch:
    """How long something took, for what must end in time."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began
