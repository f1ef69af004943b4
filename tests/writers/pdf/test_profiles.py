"""The two profiles and the record that travels inside."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from gates.verapdf import verapdf
from model_text import document_text, squeezed
from pdf_reading import structure_text
from samples.brief_sample import full_document, heading, para
from samples.random_documents import random_document

from briefing.document.model import Document, Note, Properties, Text
from briefing.layout.theme import Page, load_theme
from briefing.writers.pdf import PROFILES, ProfileName, write

RECORD = json.dumps({"schema": 1, "facts": {"trade": "조선 — 3.8"}}, ensure_ascii=False).encode()
PAPERS = (
    load_theme().page,
    Page(612, 792, 72, 72, 72, 72),
    Page(420, 595, 60, 40, 60, 40),
    Page(842, 420, 50, 50, 50, 200),
)


@cache
def made(profile: ProfileName, record: bytes = RECORD) -> bytes:
    return write(full_document(), load_theme(), profile=profile, record=record).data


def opened(data: bytes) -> Any:
    return pikepdf.open(io.BytesIO(data))


def test_modern_files_are_pdf_2_without_an_information_dictionary() -> None:
    assert made("ua1+a3a").startswith(b"%PDF-1.7\n")
    assert made("ua2+a4f").startswith(b"%PDF-2.0\n")
    assert "/Info" in opened(made("ua1+a3a")).trailer
    assert "/Info" not in opened(made("ua2+a4f")).trailer


def test_modern_links_lead_to_structure_elements() -> None:
    file = opened(made("ua2+a4f"))
    tags = set()
    for page in file.pages:
        for link in page.get("/Annots", []):
            if link.A.S == "/GoTo":
                assert link.A.D[0].Type == "/Page"
                tags.add(str(link.A.SD[0].S))
    assert tags == {"/FENote", "/H2", "/H3", "/Link", "/TR", "/Table"}


def test_a_modern_note_and_its_mark_refer_to_each_other() -> None:
    file = opened(made("ua2+a4f"))
    names = file.Root.StructTreeRoot.IDTree.Names
    notes = [names[at] for at in range(1, len(names), 2)]
    assert notes
    for note in notes:
        (mark,) = note.Ref
        assert note.S == "/FENote"
        assert mark.S == "/Link"
        assert mark.Ref[0].objgen == note.objgen


@pytest.mark.parametrize("profile", PROFILES)
def test_both_profiles_say_the_same(profile: ProfileName) -> None:
    text = squeezed("".join(text for path, text in structure_text(made(profile)) if "/TOC" not in path))
    assert text.replace("Contents", "", 1) == document_text(full_document())


@pytest.mark.parametrize("profile", PROFILES)
def test_the_record_comes_out_as_it_went_in(profile: ProfileName) -> None:
    with opened(made(profile)) as file:
        assert list(file.attachments) == ["facts.json"]
        specification = file.attachments["facts.json"]
        assert specification.get_file().read_bytes() == RECORD
        assert specification.get_file().mime_type == "application/json"
        assert specification.relationship == "/Data"
        assert specification.description
        assert specification.obj.EF.F.Params.ModDate == "D:20260115000000Z"
        assert [entry.objgen for entry in file.Root.AF] == [specification.obj.objgen]


@pytest.mark.parametrize("profile", PROFILES)
def test_without_a_record_nothing_is_attached(profile: ProfileName) -> None:
    with opened(made(profile, b"")) as file:
        assert "/AF" not in file.Root
        assert "/Names" not in file.Root


@pytest.mark.parametrize("profile", PROFILES)
def test_the_same_record_gives_the_same_bytes(profile: ProfileName) -> None:
    assert write(full_document(), load_theme(), profile=profile, record=RECORD).data == made(profile)


def samples(count: int) -> list[tuple[Document, Page]]:
    """Documents of every kind of block, each on paper of its own."""
    odd = Document("odd", Properties("Odd"), ())
    cited = Note(inlines=(Text("outer"), Note(inlines=(Text("inner"),), number=2, key="m")), number=1, key="n")
    others = (
        odd,
        replace(odd, blocks=(heading(1, "Only", "h"),)),
        replace(odd, blocks=(para("p", cited),)),
        full_document(),
    )
    random = [random_document(seed, 8, charts=True) for seed in range(count)]
    return [(document, PAPERS[at % len(PAPERS)]) for at, document in enumerate((*others, *random))]


def check(folder: Path, documents: list[tuple[Document, Page]]) -> list[str]:
    """What veraPDF says against any of the documents in any profile, a dozen files at a time."""
    broken: list[str] = []
    wanted: tuple[tuple[ProfileName, bytes, tuple[str, ...]], ...] = (
        ("ua1+a3a", RECORD, ("ua1", "3a")), ("ua2+a4f", RECORD, ("ua2", "4f")), ("ua2+a4f", b"", ("ua2", "4")),
    )  # fmt: skip
    for number, (profile, record, checked) in enumerate(wanted):
        paths = []
        for at, (document, paper) in enumerate(documents):
            data = write(document, replace(load_theme(), page=paper), profile=profile, record=record).data
            paths.append(folder / f"{number}-{at}.pdf")
            paths[-1].write_bytes(data)
        verdicts = [
            verdict for first in range(0, len(paths), 12) for verdict in verapdf(paths[first : first + 12], checked)
        ]
        broken += [str(verdict) for verdict in verdicts if not (verdict.passed and verdict.checks)]
    return broken


@pytest.mark.reader("verapdf")
def test_files_of_both_profiles_keep_to_them(tmp_path: Path) -> None:
    assert check(tmp_path, samples(3)) == []


@pytest.mark.stress
@pytest.mark.reader("verapdf")
def test_many_random_documents_keep_to_both_profiles(tmp_path: Path) -> None:
    assert check(tmp_path, samples(24)) == []


@pytest.mark.stress
@pytest.mark.parametrize("seed", range(200))
def test_the_text_of_random_documents_on_random_paper_is_the_models(seed: int) -> None:
    document = random_document(seed, 14, charts=True)
    width, height, margin = 360 + seed * 37 % 500, 380 + seed * 53 % 600, 30 + seed * 7 % 60
    paper = Page(width, height, margin + 40, margin, margin + 40, margin)
    written = write(document, replace(load_theme(), page=paper))
    heard = squeezed(
        "".join(text for path, text in structure_text(written.data) if not {"TOC", "Figure"} & set(path.split("/")))
    )
    assert heard.replace("Contents", "", 1) == document_text(document)
    assert {problem.code for problem in written.problems} <= {"chart-too-high"}
