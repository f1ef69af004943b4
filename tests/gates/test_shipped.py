"""The shipped brief, and the one that `briefing new` makes, before the eyes of other people's programs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from gates import audit, libreoffice, openxml_sdk, pdftotext, qpdf, verapdf

ROOT = Path(__file__).parents[2]
BRIEFS = ("russia-north-korea-edition-1", "wind-power")


def run(folder: Path, *arguments: str, **environment: str) -> None:
    command = [sys.executable, "-c", "from briefing.cli import main; main()", *arguments]
    kept: Mapping[str, str] = {**os.environ, **environment}
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if not line.startswith("  hint: ")]
    # The shipped brief restates one source, and is told so in one line.
    assert [line for line in told if "note[restates-unchecked]" not in line] == []
    assert len(told) <= 1


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both briefs in both formats."""
    folder = tmp_path_factory.mktemp("briefs")
    run(folder, "new", "wind-power")
    run(folder, "build", *BRIEFS)
    return folder / "out"


@pytest.mark.reader("verapdf")
def test_the_pdfs_are_accessible(out: Path) -> None:
    """PDF/UA-1, by veraPDF."""
    verdicts = verapdf.verapdf([out / f"{name}.pdf" for name in BRIEFS], ("ua1",))
    assert "\n".join(str(v) for v in verdicts if not v.passed) == ""
    assert all(verdict.checks > 1000 for verdict in verdicts)


@pytest.mark.reader("qpdf")
@pytest.mark.parametrize("name", BRIEFS)
def test_the_pdf_is_sound(out: Path, name: str) -> None:
    assert qpdf.qpdf(out / f"{name}.pdf") == ""


@pytest.mark.reader("openxml_sdk")
@pytest.mark.parametrize("name", BRIEFS)
def test_the_word_file_is_sound_by_the_open_xml_sdk(out: Path, name: str) -> None:
    assert openxml_sdk.openxml_sdk(out / f"{name}.docx") == []


@pytest.mark.reader("audit")
@pytest.mark.parametrize("name", BRIEFS)
def test_the_word_file_is_sound_by_openxml_audit(out: Path, name: str) -> None:
    assert audit.audit(out / f"{name}.docx") == []


@pytest.mark.reader("libreoffice", "pdftotext")
@pytest.mark.parametrize("name", BRIEFS)
def test_the_word_file_opens_and_shows_the_words_of_the_pdf(out: Path, name: str, tmp_path: Path) -> None:
    """As a bag of words: the order is compared by the tests of both writers."""
    shown = set(pdftotext.pdftotext(libreoffice.to_pdf(out / f"{name}.docx", tmp_path)).replace("\xad", "").split())
    wanted = set(pdftotext.pdftotext(out / f"{name}.pdf").replace("\xad", "").split())
    whole = {word for word in wanted if len(word) > 3 and word.isalpha()}
    assert len(whole) > 50
    # A word that is hyphenated on the PDF's page stands there in two parts.
    assert len(whole - shown) <= len(whole) // 50, sorted(whole - shown)


def members(path: Path) -> dict[str, str]:
    """The hash of a PDF, or of each member of a Word file (what deflates it differs between machines)."""
    if path.suffix == ".pdf":
        return {"": hashlib.sha256(path.read_bytes()).hexdigest()}
    with zipfile.ZipFile(path) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


@pytest.mark.parametrize("name", BRIEFS)
def test_the_same_inputs_give_the_same_bytes(out: Path, name: str, tmp_path: Path) -> None:
    """With another hash seed, time zone, locale, folder and day."""
    run(tmp_path, "new", "wind-power")
    run(tmp_path, "build", name, PYTHONHASHSEED="4711", TZ="Pacific/Kiritimati", LC_ALL="C", SOURCE_DATE_EPOCH="1")
    for kind in ("pdf", "docx"):
        assert members(tmp_path / "out" / f"{name}.{kind}") == members(out / f"{name}.{kind}")
