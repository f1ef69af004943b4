"""The record of a build: true of the files that it stands beside, whole, and the same on every machine."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefing.build.pipeline import build_brief, compose_document
from briefing.cli.app import app
from briefing.document.model import walk

ROOT = Path(__file__).parents[2]
NAME = "russia-north-korea-edition-1"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "facts", tmp_path / "facts")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["build", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def read(folder: str = "out", stem: str = NAME) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(Path(folder, f"{stem}.build.json").read_text("utf-8"))
    return record


def test_it_is_true_of_the_files_and_the_command_does_not_speak_of_it(here: Path) -> None:
    del here
    assert build(NAME).splitlines() == [f"out/{NAME}.pdf  8 pages", f"out/{NAME}.docx  8 pages"]
    record = read()
    assert (record["schema"], record["dossier"], record["edition"]) == ("briefing/build/1", NAME, "1")
    assert (record["theme"], record["template"], record["pdf_profile"]) == ("plain", NAME, "ua1+a3a")
    assert record["word"] == {"markers": "any"}
    assert [file["name"] for file in record["files"]] == [f"{NAME}.pdf", f"{NAME}.docx"]
    for file in record["files"]:
        data = Path("out", file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert file["pages"] == 8


def test_every_block_has_its_place_and_its_page(here: Path) -> None:
    del here
    build(NAME)
    document, _ = compose_document(Path("facts", NAME), f"facts/{NAME}", [Path("templates")])
    assert document is not None
    blocks = read()["blocks"]
    assert [block["key"] for block in blocks] == [block.key for block in walk(document.blocks)]
    for block in blocks:
        assert 1 <= block["page"] <= 8, block
        assert block["line"] <= len(Path(block["file"]).read_text("utf-8").splitlines()), block
    by_key = {block["key"]: block for block in blocks}
    line = (
        Path("templates", NAME, "summary.md").read_text("utf-8").splitlines()[by_key["summary/callout-1"]["line"] - 1]
    )
    assert line.startswith("> [!key]")
    assert by_key["table/trade_and_finance"]["text"].startswith("Table 2. Trade and finance")


@pytest.mark.reader("pdftotext")
def test_headings_and_captions_stand_on_the_page_that_is_told(here: Path) -> None:
    del here
    build(NAME, "-f", "pdf")
    told = [b for b in read()["blocks"] if b["kind"] in {"heading", "table", "figure"}]
    assert len(told) > 15
    for block in told:
        page = str(block["page"])
        command = ["pdftotext", "-f", page, "-l", page, f"out/{NAME}.pdf", "-"]
        shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
        words = block["text"].splitlines()[0]
        assert "".join(words.split()) in "".join(shown.split()), block


def test_every_printed_fact_is_there_in_the_words_of_its_block(here: Path) -> None:
    del here
    build(NAME, "-f", "docx")
    record = read()
    assert record["formats"] == ["docx"]
    assert "pdf_profile" not in record
    texts = {block["key"]: block.get("text", "") for block in record["blocks"]}
    printed = [fact for fact in record["facts"] if not fact["block"].startswith("figure/")]
    assert len(printed) > 40
    assert [fact for fact in printed if fact["text"] not in texts[fact["block"]]] == []
    trade = {(f["fact"], f.get("point"), f["aspect"], f["text"]) for f in record["facts"]}
    assert ("trade", "2022", "value", "$3.8 million") in trade


def test_it_names_no_machine_and_is_the_same_again(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    build(NAME)
    first = Path("out", f"{NAME}.build.json").read_bytes()
    build(NAME)
    assert Path("out", f"{NAME}.build.json").read_bytes() == first
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    folders = [here / "templates"]
    os.chdir(elsewhere)
    made = build_brief(here / "facts" / NAME, str(here / "facts" / NAME), template_folders=folders)
    assert str(here) not in made.record.decode()
    files = {block["file"] for block in json.loads(made.record)["blocks"]}
    assert f"{NAME}/dossier.yaml" in files
    assert f"templates/{NAME}/summary.md" in files


def test_warnings_are_in_it_with_their_places(here: Path) -> None:
    master = here / "templates" / NAME / "brief.md"
    master.write_text(master.read_text("utf-8") + '\n\nSee {{ ref("timeline") }}.\n', "utf-8")
    tables = here / "facts" / NAME / "tables.yaml"
    text = tables.read_text("utf-8")
    tables.write_text(
        text + "unplaced:\n  title: T\n  rows: facts trade\n  columns:\n    - date\n    - value\n", "utf-8"
    )
    build(NAME, "--format", "pdf")
    (problem,) = [p for p in read()["problems"] if p["severity"] == "warning"]
    assert (problem["severity"], problem["code"]) == ("warning", "not-placed")
    assert (problem["file"], problem["line"]) == (f"facts/{NAME}/tables.yaml", len(text.splitlines()) + 1)


def test_a_marked_brief_has_its_marking_in_the_records_name(here: Path) -> None:
    dossier = here / "facts" / NAME / "dossier.yaml"
    dossier.write_text(dossier.read_text("utf-8") + "\nmarking: TLP:AMBER\n", "utf-8")
    build(NAME, "-f", "docx")
    assert sorted(p.name for p in Path("out").iterdir()) == [f"{NAME}_TLP-AMBER.build.json", f"{NAME}_TLP-AMBER.docx"]
    assert read(stem=f"{NAME}_TLP-AMBER")["marking"] == "TLP:AMBER"


def test_a_brief_with_errors_writes_none_and_leaves_the_old_one(here: Path) -> None:
    build(NAME, "-f", "docx")
    first = Path("out", f"{NAME}.build.json").read_bytes()
    (here / "templates" / NAME / "summary.md").write_text("# Summary\n\n{{ no_such_fact }}\n", "utf-8")
    done = CliRunner().invoke(app, ["build", NAME], catch_exceptions=False)
    assert done.exit_code == 1
    assert Path("out", f"{NAME}.build.json").read_bytes() == first
    assert sorted(p.name for p in Path("out").iterdir()) == [f"{NAME}.build.json", f"{NAME}.docx"]
