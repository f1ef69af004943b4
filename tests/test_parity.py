"""The two files say the same words in the same order: what a screen reader hears of the PDF, and the paragraphs of the Word file."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from docx_reading import read_words
from pdf_reading import structure_text

from briefing.build import build_brief

ROOT = Path(__file__).parent.parent
DOSSIERS = sorted(p.name for p in (ROOT / "facts").iterdir() if (p / "dossier.yaml").is_file())
# What the post gives as figures, as the brief prints them.
SEED_FIGURES = (
    "30,000", "2008", "June 2024", "11,000", "4,000", "more than 50%", "Thousands", "nearly doubled", "6,000", "thousands",
    "90%", "2012", "$10 billion", "$3.8 million", "2022", "$52.9 million", "2025", "$111 million",
)  # fmt: skip


def letters(text: str) -> str:
    """The text without white space and without the hyphens of broken words."""
    return re.sub(r"[\s\u00ad]+", "", text)


def heard_words(data: bytes) -> str:
    """The letters of the PDF in structure order, without bullets, note marks and the labels of charts, as `read_words` leaves them out."""
    parts = []
    for path, text in structure_text(data):
        tags = path.split("/")
        mark = tags[-1] == "Link" and text.strip().isdigit() and not {"Note", "TOC"} & set(tags)
        bullet = "Lbl" in tags and not any(c.isdigit() for c in text)
        if not mark and not bullet and "Figure" not in tags:
            parts.append(text)
    return letters("".join(parts))


def first_difference(left: str, right: str) -> str:
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            return f"PDF …{left[max(a - 60, 0) : b + 20]}… Word …{right[max(c - 60, 0) : d + 20]}…"
    return ""


@pytest.fixture(scope="module", params=DOSSIERS)
def files(request: pytest.FixtureRequest) -> tuple[bytes, bytes]:
    built = build_brief(ROOT / "facts" / request.param, request.param, template_folders=[ROOT / "templates"])
    assert [p for p in built.problems if p.severity != "note"] == []
    return built.files["pdf"].data, built.files["docx"].data


def test_both_files_say_the_same_words_in_the_same_order(files: tuple[bytes, bytes]) -> None:
    heard, read = heard_words(files[0]), letters(" ".join(read_words(files[1], contents=True)))
    assert heard == read, first_difference(heard, read)


def test_every_figure_of_the_seed_is_in_both_files() -> None:
    built = build_brief(ROOT / "facts/russia-north-korea", "x", template_folders=[ROOT / "templates"])
    heard, read = (
        heard_words(built.files["pdf"].data),
        letters(" ".join(read_words(built.files["docx"].data, contents=True))),
    )
    missing = [figure for figure in SEED_FIGURES if letters(figure) not in heard or letters(figure) not in read]
    assert not missing
