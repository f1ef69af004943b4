"""One value of one fact is changed: it changes wherever it stands, in both files, and nothing else does."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from briefing.build.pipeline import BuildResult, build_brief
from briefing.readers import read_brief

ROOT = Path(__file__).parents[2]
NAME = "russia-north-korea-edition-1"
OLD, NEW = "3.8", "4.7"


def make(folder: Path, old: str = "", new: str = "") -> BuildResult:
    dossier = folder / NAME
    shutil.copytree(ROOT / "facts" / NAME, dossier)
    if old:
        series = dossier / "trade.csv"
        series.write_text(series.read_text("utf-8").replace(old, new), "utf-8")
    return build_brief(dossier, f"facts/{NAME}", template_folders=[ROOT / "templates"])


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildResult, BuildResult]:
    return make(tmp_path_factory.mktemp("before")), make(tmp_path_factory.mktemp("after"), OLD, NEW)


def members(data: bytes) -> dict[str, bytes]:
    """Every member of a Word file, those of workbooks inside it too."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".xlsx"):
                found |= {f"{name}/{inner}": text for inner, text in members(content).items()}
            else:
                found[name] = content
    return found


def test_the_word_file_changes_in_text_chart_workbook_and_record_alone(pair: tuple[BuildResult, BuildResult]) -> None:
    before, after = (members(built.files["docx"].data) for built in pair)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "word/document.xml",
        "word/charts/chart1.xml",
        "word/embeddings/workbook1.xlsx/xl/worksheets/sheet1.xml",
        "customXml/item1.xml",
    }
    for name in changed:
        assert OLD.encode() in before[name]
        assert after[name].replace(NEW.encode(), OLD.encode()) == before[name], name
        assert OLD.encode() not in after[name], name


def test_the_pdf_changes_in_the_same_words_alone(pair: tuple[BuildResult, BuildResult]) -> None:
    before, after = (read_brief(built.files["pdf"].data, "x.pdf") for built in pair)
    words = [word for piece in before.pieces for word in piece.words]
    assert [w.replace(NEW, OLD) for piece in after.pieces for w in piece.words] == words
    told = [word for word in words if OLD in word]
    assert len(told) >= 4, "in prose, table and alt text"
    assert not any(OLD in word for piece in after.pieces for word in piece.words)
