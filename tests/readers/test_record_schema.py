"""The record in a finished file may be anybody's: what readers accept of it, nothing that uses it stumbles over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.test_reply import FILES, run
from review.edits.surgery import Word, rewrite_record
from samples.forgeries import forgeries

from briefing.document.passages import passages_in_record
from briefing.editions.from_record import snapshot_of_record
from briefing.readers import read_brief
from briefing.readers.record_schema import read_record
from briefing.review.embedded_record import blocks_of, claims_of, former_of, judgement_of, shown_of, source_of
from briefing.review.why import find


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief with a judgement, a table and a chart."""
    folder = tmp_path_factory.mktemp("forged")
    files = dict(FILES)
    files["facts/x/judgements.yaml"] = (
        "further:\n  text: more will come\n  likelihood: likely\n  horizon: 2026-12\n  confidence: low\n  basis: men\n"
        "  because: nobody said so\n"
    )
    files["facts/x/ships.yaml"] = (
        "title: Ships\nfacts:\n  ships:\n    name: Ships\n    unit: ships\n    series: ships.csv\n    source: gazette\n"
    )
    files["facts/x/ships.csv"] = "year,value\n2023,12\n2024,15\n"
    files["facts/x/figures.yaml"] = "ships:\n  title: Ships\n  chart: column\n  rows: facts ships\n"
    files["templates/mine/body.md"] = (
        "# Body\n\nThe year was long. {{ men.says }}.[^why]\n\n{{ judgement('further') }}\n\n{{ figure('ships') }}\n\n"
        "Table: Men sent\n\n| Year | Men |\n|---|---|\n| 2024 | {{ men }} |\n\n[^why]: Nobody knows why.\n"
    )
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = run("build", "x")
        assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def record(place: Path) -> dict[str, Any]:
    data = (place / "out/x.docx").read_bytes()
    found = read_brief(data, "x.docx").record
    assert found is not None
    return found


def test_a_record_as_it_was_built_is_accepted(record: dict[str, Any]) -> None:
    assert read_record(record) == (record, "")
    for key in ("facts", "judgements", "sources", "blocks"):
        assert record[key], key
    assert any("marks" in block for block in record["blocks"])
    assert any("rows" in block and "spans" in block for block in record["blocks"])


def test_what_is_accepted_nothing_stumbles_over(record: dict[str, Any]) -> None:
    refused = 0
    for name, forged in forgeries(record):
        accepted, fault = read_record(forged)
        refused += accepted is None
        assert accepted is None or not fault
        assert len(fault) < 300
        if accepted is None:
            continue
        try:
            passages_in_record(accepted)
            [list(block.lines()) for block in blocks_of(accepted)]
            for shown in shown_of(accepted):
                claims_of(accepted, shown.fact)
                judgement_of(accepted, shown.fact)
                former_of(accepted, shown.fact)
            source_of(accepted, "gazette")
            snapshot_of_record(accepted)
            find(accepted, "300 men")
        except Exception as error:
            raise AssertionError(name) from error
    assert refused > 500


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("spans", [["x"]]),
        ("rows", ["x"]),
        ("rows", [0, 1_000_000_000]),
        ("notes", 5),
        ("marks", [1]),
    ],
)
def test_a_forged_block_is_told_in_each_command(
    place: Path, key: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)

    def forge(record: Any) -> Any:
        record["blocks"][1][key] = value
        return record

    word = Word.read(Path("out/x.docx").read_bytes())
    rewrite_record(word, forge)
    Path("forged.docx").write_bytes(word.data())
    for arguments in (["verify", "forged.docx"], ["why", "forged.docx", "300 men"], ["diff", "forged.docx", "x"]):
        done = run(*arguments)
        assert done.exit_code == 2, (arguments, done.output)
        assert f'error[bad-record]: the embedded build record is damaged: "blocks[1].{key}' in done.stderr
    done = run("review", "forged.docx", "--dossier", "x")
    assert done.exit_code in {0, 2}
    assert "warning[bad-record]" in done.stderr


def test_no_value_at_the_top_is_a_traceback(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    for key in ("blocks", "facts", "judgements", "former", "sources", "changes", "dossier", "variant"):
        for value in (["a"], 5, {"a": 1}, {"a": {"shown": [1]}}):
            word = Word.read(Path("out/x.docx").read_bytes())
            rewrite_record(word, lambda record, key=key, value=value: record | {key: value})  # type: ignore[misc]
            Path("forged.docx").write_bytes(word.data())
            done = run("review", "forged.docx", "--json")
            json.loads(done.stdout)
            assert done.exit_code in {0, 1, 2}
