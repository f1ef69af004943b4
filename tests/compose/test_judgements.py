"""Judgements from files to blocks: two sentences, a key, a table, bars, and what of them travels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.build.pipeline import compose_document
from briefing.compose.declared_tables import printer_of
from briefing.document.model import (
    Document,
    FactReference,
    Figure,
    Note,
    Paragraph,
    Plot,
    Table,
    inlines_of,
    plain,
    walk,
)
from briefing.facts.load import load_ledger
from briefing.facts.record import make_record
from briefing.facts.scales import shipped_scales
from briefing.language import load_language

FILES = {
    "dossier.yaml": "title: T\nsections:\n  - economy\n",
    "sources.yaml": "bbc:\n  title: A report\n  date: 2025\nmod:\n  title: Update\n  date: 2025-06\n",
    "economy.yaml": """
title: Economy
facts:
  debt:
    name: Debt
    says: Russia wrote off {value}
    value: 90 %
    source: bbc
  losses:
    name: Losses
    unit: soldiers
    claims:
      uk:
        value: 6,000
        by: London
        source: mod
      us:
        value: 4,000
        by: Washington
        source: bbc
""",
    "judgements.yaml": """
erosion:
  name: Erosion
  text: sanctions will erode.
  likelihood: Probable
  horizon: 2026-12-31
  confidence: moderate
  because: both sources agree
  basis: debt, losses.uk
  would_change:
    - A vote in the Council.
more_men:
  text: Pyongyang will send more men
  likelihood: roughly even chance
  horizon: 2026
  confidence: low
  basis:
    - losses.us
""",
}
GENERIC = Path(__file__).parents[2] / "templates"


def make(tmp_path: Path, template: str, **files: str) -> tuple[Document, list[Any], Any]:
    folder = tmp_path / "facts" / "x"
    folder.mkdir(parents=True)
    named = {name.replace("__", "."): text for name, text in files.items()}
    for name, text in (FILES | named).items():
        (folder / name).write_text(text, "utf-8")
    mine = tmp_path / "mine"
    (mine / "policy-brief").mkdir(parents=True)
    (mine / "policy-brief" / "economy.md").write_text(template, "utf-8")
    document, problems = compose_document(folder, "facts/x", [mine, GENERIC])
    assert document is not None, problems
    ledger, _ = load_ledger(folder, "facts/x")
    return document, problems, ledger


def of_economy(document: Document) -> list[Paragraph]:
    return [b for b in walk(document.blocks) if isinstance(b, Paragraph) and b.key.startswith("economy/")]


def test_likelihood_and_confidence_stand_in_sentences_of_their_own(tmp_path: Path) -> None:
    document, problems, _ = make(tmp_path, '# E\n\n{{ judgement("erosion") }} {{ judgement("more_men") }}\n')
    assert problems == []
    (said,) = of_economy(document)
    assert plain(said.inlines) == (
        "It is likely that, by 31 December 2026, sanctions will erode. Confidence in this judgement is moderate: both sources "
        "agree. There is a roughly even chance that, by the end of 2026, Pyongyang will send more men. Confidence in this "
        "judgement is low."
    )


def test_the_first_carries_the_key_and_each_its_basis(tmp_path: Path) -> None:
    document, _, _ = make(tmp_path, '# E\n\n{{ judgement("erosion") }}\n\n{{ judgement("more_men") }}\n')
    notes = [[i for i in p.inlines if isinstance(i, Note)] for p in of_economy(document)]
    key, basis = notes[0]
    assert plain(key.inlines).startswith(
        "Words of likelihood are those of ICD 203: almost no chance 1–5%; very unlikely"
    )
    assert [c.source for c in basis.citations] == ["bbc", "mod"]
    (basis,) = notes[1]
    assert [c.source for c in basis.citations] == ["bbc"], "one claim of a fact, not all of them"


def test_every_part_knows_its_judgement(tmp_path: Path) -> None:
    document, _, _ = make(tmp_path, '# E\n\n{{ judgement("erosion") }}\n')
    (said,) = of_economy(document)
    told = [(i.fact, i.aspect, i.text) for i in said.inlines if isinstance(i, FactReference)]
    assert told == [
        ("erosion", "likelihood", "likely"),
        ("erosion", "date", "by 31 December 2026"),
        ("erosion", "statement", "sanctions will erode"),
        ("erosion", "confidence", "moderate"),
        ("erosion", "note", "both sources agree"),
    ]


def test_one_aspect_by_itself(tmp_path: Path) -> None:
    template = '# E\n\nIt would change with this: {{ judgement("erosion").would_change }}.\n'
    document, problems, _ = make(tmp_path, template)
    assert problems == []
    assert plain(of_economy(document)[0].inlines) == "It would change with this: A vote in the Council."


@pytest.mark.parametrize(
    ("template", "code", "hint"),
    [
        ('{{ judgement("erosoin") }}', "unknown-judgement", 'did you mean "erosion"?'),
        ('{{ judgement("erosion").confidense }}', "unknown-aspect", 'did you mean "confidence"?'),
        (
            '{{ judgement("more_men").because }}',
            "nothing-to-print",
            'guard it: {% if judgement("more_men").because %} … {% endif %}',
        ),
        ('{{ judgement("erosion") ~ "!" }}', "fact-as-text", "print it by itself, between {{ and }}"),
    ],
)
def test_what_cannot_be_printed(tmp_path: Path, template: str, code: str, hint: str) -> None:
    _, problems, _ = make(tmp_path, f"# E\n\n{template}\n")
    assert [(p.code, p.hint) for p in problems] == [(code, hint)]
    assert problems[0].location.line == 3


def test_a_table_has_a_bar_that_is_read_by_its_place(tmp_path: Path) -> None:
    document, problems, _ = make(tmp_path, '# E\n\n{{ table("judgements") }}\n')
    assert problems == []
    (table,) = [b for b in document.blocks if isinstance(b, Table) and b.key == "table/judgements"]
    rows = [[plain(cell.paragraphs[0]) for cell in row.cells] for row in table.body]
    assert rows == [
        ["Sanctions will erode", "Likely (55–80%)", "––––•––", "31 December 2026", "Moderate"],
        ["Pyongyang will send more men", "Roughly even chance (45–55%)", "–––•–––", "2026", "Low"],
    ]
    assert plain(table.notes[-1]).startswith("Words of likelihood are those of ICD 203")
    assert plain(table.source).startswith("Sources: ")


def test_bars_are_drawn_over_their_ranges(tmp_path: Path) -> None:
    figure = "bars:\n  title: Bars\n  chart: range\n  rows: judgements\n"
    document, problems, _ = make(tmp_path, '# E\n\n{{ figure("bars") }}\n', figures__yaml=figure)
    assert problems == []
    (drawn,) = [b for b in document.blocks if isinstance(b, Figure)]
    assert isinstance(drawn.chart, Plot)
    assert [(m.low, m.high, m.words.text) for (m,) in drawn.chart.series[0].marks] == [
        (55, 80, "likely (55–80%)"),
        (45, 55, "roughly even chance (45–55%)"),
    ]
    assert "likely (55–80%)" in drawn.alt


def test_judgements_are_drawn_as_ranges_only(tmp_path: Path) -> None:
    figure = "bars:\n  title: Bars\n  chart: column\n  rows: judgements\n"
    _, problems, _ = make(tmp_path, '# E\n\n{{ figure("bars") }}\n', figures__yaml=figure)
    assert [p.code for p in problems] == ["not-a-range"]


def test_only_what_is_shown_travels(tmp_path: Path) -> None:
    document, _, ledger = make(tmp_path, '# E\n\n{{ judgement("more_men") }}\n')
    record = make_record(document, ledger)
    assert list(record["judgements"]) == ["more_men"]
    judged = record["judgements"]["more_men"]
    assert (judged["likelihood"], judged["range"], judged["confidence"]) == ("roughly even chance", ["45", "55"], "low")
    assert [s["text"] for s in judged["shown"]] == [
        "roughly even chance", "by the end of 2026", "Pyongyang will send more men", "low",
    ]  # fmt: skip
    assert "Council" not in str(record)


@pytest.mark.parametrize("name", shipped_scales())
def test_every_word_of_a_shipped_scale_prints(tmp_path: Path, name: str) -> None:
    dossier = f"title: T\nlikelihood_scale: {name}\nsections:\n  - economy\n"
    document, problems, ledger = make(tmp_path, '# E\n\n{{ judgement("erosion") }}\n', dossier__yaml=dossier,
                                      judgements__yaml=FILES["judgements.yaml"].split("more_men")[0])  # fmt: skip
    assert problems == []
    printer = printer_of(ledger, load_language("en-GB"))
    lows = [float(word.low) for word in ledger.scale.words]
    assert lows == sorted(lows)
    assert len(lows) == 7
    for word in ledger.scale.words:
        assert word.word in word.sentence
        assert f"{word.word} {word.low}–{word.high}%" in printer.key()
    assert any("Confidence" in plain(run) for b in walk(document.blocks) for run in inlines_of(b))


def test_a_scale_of_the_dossier(tmp_path: Path) -> None:
    scale = """
name = "House scale"
[[words]]
word = "maybe"
low = 0
high = 50
sentence = "It may be that{horizon} {text}"
[[words]]
word = "probable"
low = 50.5
high = 100
sentence = "It is probable that{horizon} {text}"
"""
    dossier = "title: T\nlikelihood_scale: house.toml\nsections:\n  - economy\n"
    judgements = FILES["judgements.yaml"].split("more_men")[0]
    template = '# E\n\n{{ judgement("erosion") }}\n'
    document, problems, _ = make(
        tmp_path, template, dossier__yaml=dossier, judgements__yaml=judgements, house__toml=scale
    )
    assert problems == []
    (said,) = of_economy(document)
    assert plain(said.inlines).startswith("It is probable that, by 31 December 2026, sanctions will erode.")
    (key, _) = [i for i in said.inlines if isinstance(i, Note)]
    assert plain(key.inlines) == "Words of likelihood are those of House scale: maybe 0–50%; probable 50.5–100%."
