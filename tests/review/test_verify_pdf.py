"""A forged PDF is named by `verify`, and by `compare` with the file that it was made from; a clean one is not."""

from __future__ import annotations

import io
import os
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from samples.parity_documents import renumbered
from samples.pdf_forgeries import FORGERIES, appended
from samples.random_documents import random_document

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief
from briefing.layout.theme import load_theme
from briefing.layout.typesetting import lay_out
from briefing.readers import read_brief
from briefing.review.compare import compare
from briefing.review.verify import verify
from briefing.writers import pdf

ROOT = Path(__file__).parents[2]
KEPT = os.environ.get("FORGERIES")
"""A folder for the forged files, to look at them."""


@cache
def clean(dossier: str = "russia-north-korea-edition-1") -> bytes:
    """A shipped brief: this one has an exchange chart, a timeline, a column chart, tables, notes, contents and links."""
    done = build_brief(
        ROOT / "facts" / dossier,
        f"facts/{dossier}",
        template_folders=[ROOT / "templates"],
        options=BuildOptions(formats=("pdf",)),
    )
    return done.files["pdf"].data


def saved(file: pikepdf.Pdf) -> bytes:
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def told(data: bytes) -> list[str]:
    """What verify says of a file, in lines."""
    result = verify(read_brief(data, "x.pdf"))
    lines = [f"{altered.shown.text} -> {altered.now}" for altered in result.altered]
    lines += [f"{reworded.before} -> {reworded.now}" for reworded in result.reworded]
    return [*lines, *(f"{part.place}: {part.description}" for part in result.unread)]


def test_a_clean_file_is_whole() -> None:
    assert told(clean()) == []


def test_a_file_saved_by_another_program_is_whole() -> None:
    with pikepdf.open(io.BytesIO(clean())) as file:
        assert told(saved(file)) == []


@pytest.mark.parametrize("seed", [1, 8, 21, 24, 33, 141])
def test_a_long_and_narrow_document_is_whole(seed: int) -> None:
    """Seeds with rows set slice by slice, notes in headings, words that reach a table's top rule and tall charts."""
    theme = load_theme(("plain", "ministry", "infocus")[seed % 3])
    document = renumbered(random_document(seed, 10, charts=bool(seed % 2)))
    written = pdf.write(document, theme, laid=lay_out(document, theme)).data
    reading = read_brief(written, "x.pdf")
    assert reading.unread == ()
    assert all(chart.built == chart.words for chart in reading.charts)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_named(name: str) -> None:
    change, named, dossier = FORGERIES[name]
    with pikepdf.open(io.BytesIO(clean(dossier))) as file:
        change(file)
        forged = saved(file)
    if KEPT:
        (Path(KEPT) / f"{name.replace(' ', '-')}.pdf").write_bytes(forged)
    lines = told(forged)
    assert any(named in line for line in lines), lines
    assert compare(read_brief(clean(dossier), "a.pdf"), read_brief(forged, "b.pdf"))


def test_a_pdf_without_its_record_is_a_difference_to_one_with_it() -> None:
    with pikepdf.open(io.BytesIO(clean())) as file:
        del file.attachments["facts.json"], file.Root.PieceInfo
        stripped = read_brief(saved(file), "b.pdf")
    assert stripped.only_tagged and stripped.unread == ()
    whole = read_brief(clean(), "a.pdf")
    assert [found.aspect for found in compare(whole, stripped)] == ["unread"]
    assert compare(stripped, stripped) == ()


def test_an_incremental_update_is_named() -> None:
    assert any("appended" in line for line in told(appended(clean())))
