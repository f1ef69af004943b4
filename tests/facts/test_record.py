"""What travels with a brief: all that its pages show, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefing.build.pipeline import compose_document
from briefing.facts.load import load_ledger
from briefing.facts.record import make_record, write_record

FILES = {
    "dossier.yaml": "title: Arms\nedition: 2\ntemplate: mine\nsections:\n  - body\n  - sources\n",
    "sources.yaml": """
bbc:
  title: A report
  publisher: BBC
  date: 2025-01
  note: ask Kim
mod:
  title: Unseen
  undated: unseen
""",
    "arms.yaml": """
title: Arms
facts:
  losses:
    name: Losses
    unit: soldiers
    note: a note to self
    claims:
      western:
        value: about 4,000
        by: Western officials
        source: bbc
      ministry:
        value: more than 6,000
        by: UK MoD
        source: mod
  unprinted:
    says: Nobody reads this
    source: mod
  trade:
    name: Trade
    unit: million USD
    series: trade.csv
    source: bbc
  growth:
    says: Trade grew by {value}
    derive: growth from trade[2022] to trade[2023]
""",
    "trade.csv": "year,value\n2022,3.8\n2023,34.4\n",
    "body.md": "# Losses\n\n"
    "Western officials say {{ losses.western | worded('officials say') }}; trade was {{ trade[2023] }}: {{ growth }}.\n",
}


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / ("templates/mine" if name.endswith(".md") else "facts/x") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    ledger, _ = load_ledger(Path("facts/x"), "facts/x")
    templates = [Path("templates"), Path(__file__).parents[2] / "templates"]
    document, problems = compose_document(Path("facts/x"), "facts/x", templates)
    assert ledger is not None and document is not None
    assert [str(p) for p in problems] == []
    assert json.loads(write_record(document, ledger)) == make_record(document, ledger)
    return make_record(document, ledger)


def test_a_printed_claim_is_there_with_its_source_and_where_it_is_shown(record: dict[str, Any]) -> None:
    losses = record["facts"]["losses"]
    assert losses["claims"]["western"]["value"] == "about 4,000"
    assert losses["claims"]["western"]["sources"] == [{"source": "bbc"}]
    (shown,) = losses["shown"]
    assert (shown["text"], shown["block"], shown["claim"]) == ("about 4,000 soldiers", "body/paragraph-1", "western")
    assert record["facts"]["trade"]["claims"]["2023"]["value"] == "34.4"


def test_a_number_of_ours_says_how_it_came_about(record: dict[str, Any]) -> None:
    growth = record["facts"]["growth"]
    inputs = [{"fact": "trade", "point": "2022"}, {"fact": "trade", "point": "2023"}]
    assert growth["derived"] == {"formula": "growth from trade[2022] to trade[2023]", "inputs": inputs}
    assert growth["claims"][""]["by"] == "our calculation"
    assert "derived" not in record["facts"]["trade"]


def test_nothing_that_is_not_printed_travels(record: dict[str, Any], tmp_path: Path) -> None:
    text = json.dumps(record)
    hidden = ("6,000", "UK MoD", "Nobody reads", "note to self", "ask Kim", "Unseen", "3.8", str(tmp_path), "unprinted")
    assert [words for words in hidden if words in text] == []


def test_every_block_is_there_with_its_words(record: dict[str, Any]) -> None:
    blocks = {b["key"]: b for b in record["blocks"]}
    assert (
        blocks["body/paragraph-1"]["text"]
        == "Western officials say about 4,000 soldiers; trade was $34.4 million: 810%."
    )
    assert blocks["body/heading-1"]["kind"] == "heading"
