"""The two files say the same words in the same order: what a screen reader hears of the PDF, and the paragraphs of the Word file."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest
from docx_reading import read_words
from pdf_reading import structure_text

from briefing.build.options import Wishes
from briefing.build.pipeline import build_brief
from briefing.layout.theme import load_theme, shipped_themes
from briefing.readers import read_brief
from briefing.review.compare import compare

RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
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
    return built_files(request.param, "plain")


@cache
def built_files(dossier: str, look: str) -> tuple[bytes, bytes]:
    folders, wishes = [ROOT / "templates"], Wishes(theme=load_theme(look))
    built = build_brief(ROOT / "facts" / dossier, dossier, template_folders=folders, wishes=wishes)
    assert [p for p in built.problems if p.severity != "note"] == []
    return built.files["pdf"].data, built.files["docx"].data


@pytest.mark.parametrize("look", shipped_themes())
@pytest.mark.parametrize("dossier", DOSSIERS)
def test_both_files_say_the_same_in_every_look(dossier: str, look: str) -> None:
    portable, word = built_files(dossier, look)
    pdf, docx = read_brief(portable, "a.pdf"), read_brief(word, "b.docx")
    assert compare(pdf, docx) == ()
    assert compare(docx, pdf) == ()
    assert len(pdf.pieces) > 50
    assert pdf.record is not None


def test_what_is_compared_is_all_that_others_read(files: tuple[bytes, bytes]) -> None:
    """Two other readers, which know nothing of those of the program, find the same letters: the proof leaves nothing out."""
    heard, read = heard_words(files[0]), letters(" ".join(read_words(files[1], contents=True)))
    assert heard == read, first_difference(heard, read)
    for data in files:
        kept = [piece for piece in read_brief(data, "").pieces if piece.kind != "alt text"]
        words = letters("".join(word for piece in kept for word in piece.words if not RAISED.fullmatch(word)))
        # Page numbers in contents are the others' alone; the order of notes has a rule of its own here.
        assert sorted(words) == sorted(heard_without_pages(files[0]))


def heard_without_pages(data: bytes) -> str:
    """`heard_words` without the page numbers of contents."""
    numbers = "".join(
        text.split()[-1] for path, text in structure_text(data) if "TOC" in path.split("/") and text[:1] == " "
    )
    left = sorted(heard_words(data))
    for digit in numbers:
        left.remove(digit)
    return "".join(left)


def test_every_figure_of_the_seed_is_in_both_files() -> None:
    for data in built_files("russia-north-korea-edition-1", "plain"):
        said = "\n".join(" ".join(piece.words) for piece in read_brief(data, "").pieces)
        assert [figure for figure in SEED_FIGURES if figure not in said] == []
