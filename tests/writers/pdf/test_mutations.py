"""The gate can fail: good files of ours, each broken in one way, and each break is noticed.

veraPDF sees what is wrong in the file's make; that words are read in another order than they were written in only shows
when they are read and held against the model.
"""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from gates.verapdf import verapdf
from model_text import document_text, squeezed
from pdf_reading import BadStructureError, structure_text
from samples.brief_sample import full_document
from writers.pdf.pdf_breaks import SEEN_BY_READING, SEEN_BY_VALIDATOR

from briefing.layout.theme import load_theme
from briefing.writers.pdf import write


def good() -> bytes:
    return write(full_document(), load_theme(), record=b"{}").data


def heard(data: bytes) -> str:
    return squeezed("".join(text for path, text in structure_text(data) if "/TOC" not in path)).replace(
        "Contents", "", 1
    )


@pytest.mark.reader("verapdf")
def test_the_validator_sees_every_break_of_the_standards(tmp_path: Path) -> None:
    data = good()
    paths = [tmp_path / "good.pdf"]
    paths[0].write_bytes(data)
    for change in SEEN_BY_VALIDATOR:
        paths.append(tmp_path / f"{change.__name__}.pdf")
        with pikepdf.open(io.BytesIO(data)) as file:
            change(file)
            file.save(paths[-1], deterministic_id=True)
    failed = {verdict.path.stem for verdict in verapdf(paths, ("ua1", "3a")) if not verdict.passed}
    assert "good" not in failed
    assert {change.__name__ for change in SEEN_BY_VALIDATOR} - failed == set()


@pytest.mark.parametrize("change", SEEN_BY_READING, ids=lambda change: change.__name__)
def test_reading_sees_every_break_of_order(change: object) -> None:
    assert callable(change)
    wanted = document_text(full_document())
    data = good()
    assert heard(data) == wanted
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        change(file)
        file.save(out)
    try:
        assert heard(out.getvalue()) != wanted
    except BadStructureError:
        return
