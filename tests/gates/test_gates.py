"""Each gate must see a fault that was put there, and must find none in a file that has none: else it proves nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from gates import audit, libreoffice, openxml_sdk, pandoc, pdftotext, qpdf, verapdf


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    import docx

    document = docx.Document()
    document.add_heading("A heading", 1)
    document.add_paragraph("Some words.")
    document.save(str(tmp_path / "sound.docx"))
    return tmp_path / "sound.docx"


@pytest.fixture
def broken_word_file(word_file: Path) -> Path:
    """The same file with an element that no schema allows."""
    broken = word_file.with_name("broken.docx")
    with zipfile.ZipFile(word_file) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:pStyle", b"<w:nonsense/><w:pStyle", 1)
            new.writestr(name, data)
    return broken


@pytest.fixture
def untagged_pdf(tmp_path: Path) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "untagged.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Some words.")
    canvas.save()
    return path


@pytest.mark.reader("verapdf")
def test_verapdf_fails_a_pdf_without_tags_and_says_which_rules_it_breaks(untagged_pdf: Path, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.pdf"
    rubbish.write_bytes(b"no pdf at all")
    verdicts = verapdf.verapdf([untagged_pdf, rubbish], ("ua1", "3a"))
    assert [(v.path.name, v.profile, v.passed) for v in verdicts] == [
        ("untagged.pdf", "ua1", False),
        ("rubbish.pdf", "ua1", False),
        ("untagged.pdf", "3a", False),
        ("rubbish.pdf", "3a", False),
    ]
    assert verdicts[0].checks > 50
    assert any("Marked" in broken.message for broken in verdicts[0].broken), str(verdicts[0])


@pytest.mark.reader("qpdf")
def test_qpdf_passes_a_sound_file_and_fails_a_cut_one(untagged_pdf: Path, tmp_path: Path) -> None:
    assert qpdf.qpdf(untagged_pdf) == ""
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(untagged_pdf.read_bytes()[:-300])
    assert qpdf.qpdf(cut) != ""


@pytest.mark.reader("pdftotext")
def test_pdftotext_reads_the_words(untagged_pdf: Path) -> None:
    assert pdftotext.pdftotext(untagged_pdf).strip() == "Some words."


@pytest.mark.reader("openxml_sdk")
def test_the_sdk_passes_a_sound_file_and_names_the_fault_in_a_broken_one(
    word_file: Path, broken_word_file: Path
) -> None:
    assert openxml_sdk.openxml_sdk(word_file) == []
    assert "nonsense" in "\n".join(openxml_sdk.openxml_sdk(broken_word_file))


@pytest.mark.reader("audit")
def test_the_audit_passes_a_sound_file_and_names_the_fault_in_a_broken_one(
    word_file: Path, broken_word_file: Path
) -> None:
    assert audit.audit(word_file) == []
    assert "nonsense" in "\n".join(audit.audit(broken_word_file))


@pytest.mark.reader("libreoffice", "pdftotext")
def test_libreoffice_shows_the_words_of_a_word_file(word_file: Path, tmp_path: Path) -> None:
    shown = libreoffice.to_pdf(word_file, tmp_path)
    assert pdftotext.pdftotext(shown).split() == ["A", "heading", "Some", "words."]


@pytest.mark.reader("pandoc")
def test_pandoc_sees_that_a_heading_is_one(word_file: Path) -> None:
    assert pandoc.pandoc(word_file).splitlines() == ["# A heading", "", "Some words."]
