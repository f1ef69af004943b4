"""Real readers on a written Word file: two validators, LibreOffice and pandoc."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from gates import audit, libreoffice, openxml_sdk
from writers.docx.docx_sample import sample, sample_pages

from briefing.layout.theme import load_theme
from briefing.writers.docx import write


@pytest.fixture(scope="module")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docx") / "sample.docx"
    path.write_bytes(write(sample(40), load_theme(), pages=sample_pages()).data)
    return path


@pytest.mark.reader("openxml_sdk")
def test_the_open_xml_sdk_finds_no_error(sample_path: Path) -> None:
    assert openxml_sdk.openxml_sdk(sample_path) == []


@pytest.mark.reader("audit")
def test_openxml_audit_finds_no_error(sample_path: Path) -> None:
    assert audit.audit(sample_path) == []


@pytest.mark.reader("libreoffice", "pdftotext")
def test_libreoffice_shows_the_words_in_the_embedded_fonts(sample_path: Path, tmp_path: Path) -> None:
    pdf = libreoffice.to_pdf(sample_path, tmp_path)
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, timeout=60, check=True)
    words = " ".join(done.stdout.split())
    for expected in (
        "Table 1. What each side gives the other",
        "2.1 Trade & finance",
        "Page 2 of",
        "조선민주주의",
        "10. counts on",
    ):
        assert expected in words
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, timeout=60, check=True).stdout
    assert {"SourceSerif4-Regular", "NotoSans-Bold", "NotoSansKR-Regular"} <= set(re.findall(r"\+(\S+)", fonts))


@pytest.mark.reader("pandoc")
def test_pandoc_reads_headings_lists_notes_and_tables(sample_path: Path) -> None:
    command = ["pandoc", "-f", "docx", "-t", "markdown", "--wrap=none", str(sample_path)]
    text = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert re.search(r"^## Trade & finance", text, re.MULTILINE)
    assert re.search(r"^# Summary", text, re.MULTILINE)
    assert re.search(r"^\[\^1\]: Andrews, par\. 3", text, re.MULTILINE)
    assert re.search(r"^9\.\s+counts on", text, re.MULTILINE)
    assert re.search(r"\*\*?Troops|Troops", text)
    assert "![Bars that rise from left to right." in text
