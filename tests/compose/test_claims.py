"""How derived facts, claims of a disputed fact and quotations print, from files to words and notes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.build.pipeline import compose_document
from briefing.document.model import Document, FactReference, Note, Table, inlines_of, plain, walk
from briefing.problems.problem import Problem

FACTS = {
    "dossier.yaml": "title: Arms\n",
    "sources.yaml": """
bbc:
  title: A report
  publisher: BBC
  undated: x
mod:
  title: An update
  publisher: MoD
  undated: x
nis:
  title: A briefing
  publisher: NIS
  undated: x
""",
    "arms.yaml": """
title: Arms
facts:
  trade:
    name: Trade
    unit: million USD
    series: trade.csv
    source: bbc, p. 2
  growth:
    says: trade grew by {value}, by {by}
    derive: growth from trade[2022] to trade[2023]
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
  dead:
    name: Dead
    unit: soldiers
    as_of: 2025-04
    claims:
      seoul:
        value: about 600
        by: Seoul
        source: nis
      kyiv:
        value: more than 700
        by: Kyiv
        source: bbc
  shells:
    name: Shells
    as_of: 2025
    claims:
      low:
        value: 4 million shells
        source: nis
      high:
        value: 6 million shells
        source: bbc
  pledge:
    quote: We will send 10 thousand * more
    speaker: Kim Jong Un
    original: Мы поможем
    original_language: ru
    translation: ours
    source: nis, p. 3
  retold:
    says: "{speaker} promised: {quote}"
    quote: It will be so
    by: Vladimir Putin
    original: Так будет
    original_language: ru
    translation: TASS
    source: nis
""",
    "trade.csv": "year,value,source\n2022,34.4,\n2023,52.9,\n2024,34,nis\n2024,60,mod\n",
}
GENERIC = Path(__file__).parent.parent.parent / "templates"
Make = Callable[[str], tuple[str, list[str]]]


@pytest.fixture
def compose(tmp_path: Path) -> Callable[[str], tuple[Document, list[Problem]]]:
    def compose_text(text: str) -> tuple[Document, list[Problem]]:
        for name, content in FACTS.items():
            (tmp_path / name).write_text(content, "utf-8")
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine/arms.md").write_text(f"# Arms\n\n{text}\n", "utf-8")
        document, problems = compose_document(tmp_path, "facts/x", [tmp_path / "mine", GENERIC])
        assert document is not None
        return document, problems

    return compose_text


@pytest.fixture
def made(compose: Callable[[str], tuple[Document, list[Problem]]]) -> Make:
    """The words of a paragraph, and those of its notes without the numbers of the sources."""

    def make(text: str) -> tuple[str, list[str]]:
        document, problems = compose(text)
        assert [str(p) for p in problems] == []
        (block,) = [b for b in walk(document.blocks) if b.key == "arms/paragraph-1"]
        (run,) = inlines_of(block)
        return plain(run), [plain(item.inlines) for item in run if isinstance(item, Note)]

    return make


def test_a_number_of_ours_says_so_in_its_sentence_and_its_note(made: Make) -> None:
    text, notes = made("In 2023 {{ growth.says }}. It was {{ trade[2023] }}, up by {{ growth }}.")
    assert text == "In 2023 trade grew by 54%, by our calculation. It was $52.9 million, up by 54%."
    assert [note.split(" [")[0] for note in notes] == ["Our calculation from BBC, p. 2", "BBC, p. 2"]
    assert "; our calculation from BBC, p. 2 [" in notes[1]


def test_the_latest_claim_comes_with_claimant_and_date(made: Make) -> None:
    text, notes = made("Of {{ losses.latest }}, says {{ losses.latest.by }}; {{ trade.latest }}.")
    assert (
        text
        == "Of more than 6,000 soldiers (UK MoD, 15 June 2025), says UK MoD; $34 million (NIS, 2024); $60 million (MoD, 2024)."
    )
    assert len(notes) == 1 and "BBC" not in notes[0]


def test_a_range_joins_claims_and_cites_them_all(made: Make) -> None:
    text, notes = made(
        'Estimates of the dead are {{ dead.range | worded("Estimates") }} in April 2025, '
        'the shells {{ shells.range | worded("Estimates") }}.'
    )
    assert (
        text
        == "Estimates of the dead are from about 600 to more than 700 soldiers in April 2025, the shells 4–6 million shells."
    )
    assert "NIS" in notes[0] and "BBC" in notes[0]


def test_claims_still_stand_side_by_side(made: Make) -> None:
    text, _ = made("They are {{ dead }}.")
    assert text == "They are about 600 soldiers (Seoul, April 2025); more than 700 soldiers (Kyiv, April 2025)."


def test_a_quotation_prints_in_quotation_marks_and_says_who_translated(made: Make) -> None:
    text, notes = made("{{ pledge.speaker }}: {{ pledge }}, or {{ pledge.original }}. {{ retold.says }}.")
    assert text == (
        "Kim Jong Un: “We will send 10 thousand * more” (our translation), or “Мы поможем”. "
        "Vladimir Putin promised: “It will be so” (translation: TASS)."
    )
    assert [note.split(" [")[0] for note in notes] == ["NIS, p. 3", "NIS"]


def test_words_of_others_are_marked_as_such(compose: Callable[[str], tuple[Document, list[Problem]]]) -> None:
    document, _ = compose("He said {{ pledge }}, {{ pledge.original }}.")
    refs = [i for b in walk(document.blocks) for run in inlines_of(b) for i in run if isinstance(i, FactReference)]
    quoted = {(ref.text, ref.language) for ref in refs if ref.aspect == "quote"}
    assert {("We will send 10 thousand * more", ""), ("Мы поможем", "ru")} <= quoted


def test_a_conflict_table_sets_the_claims_side_by_side(
    compose: Callable[[str], tuple[Document, list[Problem]]],
) -> None:
    document, problems = compose(
        '{{ conflict("losses") }}\n\n{{ conflict("trade") }}\n\nSee {{ ref("conflict_losses") }}.'
    )
    assert problems == []
    tables = {b.key: b for b in document.blocks if isinstance(b, Table)}
    losses, trade = tables["table/conflict_losses"], tables["table/conflict_trade"]
    grid = [[plain(cell.paragraphs[0]) for cell in row.cells] for row in (*losses.head, *losses.body)]
    assert grid == [
        ["Claimed by", "Value (soldiers)", "Counts", "As of", "Source"],
        ["Western officials", "about 4,000", "killed or wounded", "22 January 2025", "BBC"],
        ["UK MoD", "more than 6,000", "–", "15 June 2025", "MoD"],
    ]
    assert plain(losses.title) == "Losses: what each source says"
    assert [[plain(cell.paragraphs[0]) for cell in row.cells[:2]] for row in trade.body] == [
        ["NIS", "34"],
        ["MoD", "60"],
    ]


def test_the_general_template_says_of_a_year_without_a_figure_that_there_is_none(tmp_path: Path) -> None:
    files = {
        "dossier.yaml": "title: Trains\nsections:\n  - summary\n  - trains\n",
        "sources.yaml": "bbc:\n  title: A report\n  publisher: BBC\n  undated: x\n",
        "trains.yaml": "title: Trains\nfacts:\n  riders:\n    says: Trains carried {value} {when}\n    unit: riders\n"
        "    series: riders.csv\n    source: bbc\n",
        "riders.csv": "year,value\n2022,..\n2023,40\n2024,..\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    document, problems = compose_document(tmp_path, "facts/x", [Path(__file__).parents[2] / "templates"])
    assert [str(p) for p in problems if p.severity == "error"] == []
    assert document is not None
    words = [plain(inlines) for block in walk(document.blocks) for inlines in inlines_of(block)]
    assert "In 2022: no figure." in words
    assert "Trains carried 40 riders in 2023." in words
    assert "Trains. Trains carried 40 riders in 2023." in words
