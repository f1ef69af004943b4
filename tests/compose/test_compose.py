"""Facts and templates put together, from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.build.pipeline import make_document
from briefing.document.model import Bullets, Document, FactRef, Heading, Note, Paragraph, Table, inlines_of, plain, walk
from briefing.problems.problem import Problem

FACTS = {
    "dossier.yaml": "title: Arms & men\nsections:\n  - summary\n  - arms\n  - ties\n  - sources\n",
    "sources.yaml": """
bbc:
  title: A report
  publisher: BBC
  date: 2025-01-22
mod:
  title: Update
  publisher: MoD
  date: 2025-06
""",
    "arms.yaml": """
title: Arms
facts:
  men:
    name: Soldiers
    says: North Korea sent {value}
    value: more than 11,000 soldiers
    date: 2024-10
    source: bbc, par. 2
    tags:
      exchange: one way
      item: Soldiers
  losses:
    name: Losses
    unit: soldiers
    claims:
      western:
        value: about 4,000
        as_of: 2025-01-22
        counts: killed or wounded
        by: Western officials
        source: bbc
      ministry:
        value: more than 6,000
        as_of: 2025-06-15
        by: UK MoD
        source: mod
""",
    "ties.yaml": """
title: Ties
facts:
  trade:
    name: Trade
    says: Trade was {value} in {as_of}
    unit: million USD
    series: trade.csv
    source: mod
  close:
    says: The two are close <b>*really*</b> {{ said }}
    source: bbc
    tags:
      exchange: the other way
      item: Friendship
""".replace("{{ said }}", "& so on"),
    "trade.csv": "year,value\n2022,3.8\n2023,34.4\n",
    "tables.yaml": """
gifts:
  title: Who gives what
  rows: facts tagged exchange
  group_by: exchange
  columns:
    - item
    - value
    - date
money:
  title: Trade
  rows: facts trade
  columns:
    - as_of as Year
    - value
""",
}
GENERIC = Path(__file__).parent.parent.parent / "templates"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts/x").mkdir(parents=True)
    for name, text in FACTS.items():
        (tmp_path / "facts/x" / name).write_text(text, "utf-8")
    return tmp_path


def made(*folders: Path) -> tuple[Document, list[Problem]]:
    document, problems = make_document(Path("facts/x"), "facts/x", [*folders, GENERIC])
    assert document is not None
    return document, problems


def words(document: Document) -> str:
    return " ".join(plain(run) for block in walk(document.blocks) for run in inlines_of(block))


def test_a_dossier_without_templates_of_its_own_makes_a_whole_brief(desk: Path) -> None:
    document, problems = made()
    assert not problems
    text = words(document)
    for said in ("more than 11,000 soldiers", "about 4,000", "$34.4 million", "<b>*really*</b> & so on"):
        assert said in text
    titles = [plain(b.inlines) for b in document.blocks if isinstance(b, Heading)]
    assert titles == ["Summary", "Arms", "Ties", "Sources"]
    printed = {i.fact for b in walk(document.blocks) for run in inlines_of(b) for i in run if isinstance(i, FactRef)}
    assert printed == {"men", "losses", "trade", "close"}


def test_one_file_replaces_one_section(desk: Path) -> None:
    (desk / "mine").mkdir()
    (desk / "mine/ties.md").write_text(
        "# {{ title }} anew\n\nIn {{ trade[2023].as_of }} it was {{ trade[2023] }}.\n", "utf-8"
    )
    document, problems = made(desk / "mine")
    assert [p.code for p in problems] == ["not-placed"]  # the general template had placed a table here
    assert [plain(b.inlines) for b in document.blocks if isinstance(b, Heading)][2] == "Ties anew"
    (paragraph,) = [b for b in document.blocks if isinstance(b, Paragraph) and b.key.startswith("ties/")]
    assert plain(paragraph.inlines) == "In 2023 it was $34.4 million."
    assert paragraph.origin.file == "mine/ties.md" and paragraph.origin.line == 3


def test_several_claims_print_side_by_side_with_claimant_and_date(desk: Path) -> None:
    (desk / "mine").mkdir()
    (desk / "mine/arms.md").write_text("# A\n\nOf them {{ losses }}. But {{ losses.ministry }}.\n", "utf-8")
    document, _ = made(desk / "mine")
    (paragraph,) = [b for b in document.blocks if isinstance(b, Paragraph) and b.key.startswith("arms/")]
    assert plain(paragraph.inlines) == (
        "Of them about 4,000 soldiers (killed or wounded; Western officials, 22 January 2025); "
        "more than 6,000 soldiers (UK MoD, 15 June 2025). But more than 6,000 soldiers."
    )
    first, second = [i for i in paragraph.inlines if isinstance(i, Note)]
    assert [c.source for c in first.citations] == ["bbc", "mod"]
    assert [c.source for c in second.citations] == ["mod"]


def table(document: Document, name: str) -> list[list[str]]:
    (found,) = [b for b in document.blocks if isinstance(b, Table) and b.key == f"table/{name}"]
    return [[plain(c.paragraphs[0]) for c in row.cells] for row in (*found.head, *found.body)]


def test_a_declared_table_has_bands_and_says_where_no_figure_is(desk: Path) -> None:
    document, _ = made()
    assert table(document, "gifts") == [
        ["Item", "Value", "Date"],
        ["one way"],
        ["Soldiers", "more than 11,000 soldiers", "October 2024"],
        ["the other way"],
        ["Friendship", "–", "–"],
    ]
    (found,) = [b for b in document.blocks if isinstance(b, Table) and b.key == "table/gifts"]
    assert plain(found.source) == "Source: BBC, 22 January 2025 [1]."
    assert plain(found.notes[0]) == "–: not given."
    assert [c.align for c in found.columns] == ["left", "right", "left"]


def test_one_unit_moves_to_the_header(desk: Path) -> None:
    document, _ = made()
    assert table(document, "money") == [["Year", "Value ($ million)"], ["2022", "3.8"], ["2023", "34.4"]]


def test_with_a_column_for_units_values_are_bare(desk: Path) -> None:
    text = FACTS["tables.yaml"].replace("    - as_of as Year\n    - value\n", "    - name\n    - unit\n    - value\n")
    (desk / "facts/x/tables.yaml").write_text(text.replace("rows: facts trade", "rows: facts men, trade"), "utf-8")
    document, _ = made()
    assert table(document, "money") == [
        ["Name", "Unit", "Value"],
        ["Soldiers", "soldiers", "more than 11,000"],
        ["Trade", "$ million", "3.8"],
        ["Trade", "$ million", "34.4"],
    ]


def test_items_of_a_list_carry_notes(desk: Path) -> None:
    document, _ = made()
    bullets = [b for b in document.blocks if isinstance(b, Bullets) and b.key.startswith("arms/")]
    items: list[Any] = [item[0] for b in bullets for item in b.items]
    assert all(any(isinstance(i, Note) for i in item.inlines) for item in items)
