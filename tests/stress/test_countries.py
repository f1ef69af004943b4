"""Country notes, made by the hundred, before other people's readers: every PDF through veraPDF, every Word file through validators."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bench.countries import TEMPLATE, write_countries
from gates import audit, docx_lint, openxml_sdk, qpdf, verapdf

COMMAND = [sys.executable, "-c", "from briefing.cli import main; main()"]


def built(place: Path, number: int, *arguments: str) -> tuple[list[Path], list[Path]]:
    """The PDFs and Word files of so many countries, built in one batch."""
    write_countries(place, number)
    command = [*COMMAND, "batch", TEMPLATE, *arguments]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    out = place / "out"
    return sorted(out.glob("*.pdf")), sorted(out.glob("*.docx"))


def faults(pdfs: Sequence[Path], words: Sequence[Path]) -> list[str]:
    """What any reader finds wrong with any file."""
    verdicts = verapdf.verapdf(pdfs, ("ua1", "3a"))
    assert len(verdicts) == 2 * len(pdfs)
    found = [str(verdict) for verdict in verdicts if not verdict.passed or verdict.checks < 500]
    found += [f"{path.name}: {word}" for path in pdfs if (word := qpdf.qpdf(path))]
    found += [f"{path.name}: {said}" for path in words for said in docx_lint.lint(path.read_bytes())]
    with ThreadPoolExecutor(2) as pool:
        for path, said in zip(words, pool.map(openxml_sdk.openxml_sdk, words), strict=True):
            found += [f"{path.name}: {fault}" for fault in said]
        for path, said in zip(words, pool.map(audit.audit, words), strict=True):
            found += [f"{path.name}: {fault}" for fault in said]
    return found


@pytest.mark.reader("verapdf", "qpdf", "openxml_sdk", "audit")
def test_a_few_countries_are_sound(tmp_path: Path) -> None:
    pdfs, words = built(tmp_path, 4)
    assert len(pdfs) == len(words) == 4
    assert faults(pdfs, words) == []


@pytest.mark.stress
@pytest.mark.reader("verapdf", "qpdf", "openxml_sdk", "audit")
def test_every_country_is_sound(tmp_path: Path) -> None:
    pdfs, words = built(tmp_path, 255)
    assert len(pdfs) == len(words) == 255
    assert faults(pdfs, words) == []
