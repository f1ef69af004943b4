"""The first letter of a statement, from the file to the page, by where its sentence stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.dossier import BODY, FACTS, GLOSSARY, TABLES, fact, facts, prose, write

from briefing.build.pipeline import compose_document
from briefing.document.model import inlines_of, plain, walk

SAYS = {
    "small": "says: revenue was {value}\n    value: 5 tonnes",
    "stop": "says: revenue was {value}.\n    value: 5 tonnes",
    "large": "says: Revenue was {value}\n    value: 5 tonnes",
    "china": "says: China supplies {value}\n    value: 5 tonnes",
    "eu": "says: EU imports grew",
    "brand": "says: eFishing grew",
    "medium": "says: mRNA vaccines came",
    "sputnik": "says: Sputnik flew",
    "article": "says: The missile flew",
    "named": "says: The Hague was warned",
    "abroad": "says: it was sold in the U.S.",
    "first": 'says: "{value} came"\n    value: about 9 men',
    "seen": "says: it flew to Gazprom",
    "gazprom": "says: Gazprom grew",
}
FILES = {
    FACTS: facts(*(fact(name, lines) for name, lines in SAYS.items())),
    GLOSSARY: "names: Sputnik, eFishing\nacronyms:\n  EU: European Union\n",
}


def printed(folder: Path, sentence: str) -> tuple[str, list[str]]:
    """The paragraph, and the words that are reported."""
    path = write(folder, FILES | {BODY: prose(sentence)})
    document, problems = compose_document(path, "facts/x", [folder / "templates"])
    assert document is not None, problems
    (text,) = [
        plain(run) for block in walk(document.blocks) if block.key == "body/paragraph-1" for run in inlines_of(block)
    ]
    return text, [p.message.split("”")[0].strip("“") for p in problems if p.code == "capital-in-sentence"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("{{ small.says }}.", "Revenue was 5 tonnes."),
        ("{{ large.says }}.", "Revenue was 5 tonnes."),
        ("It grew. {{ small.says }}.", "It grew. Revenue was 5 tonnes."),
        ("**Money.** {{ small.says }}.", "Money. Revenue was 5 tonnes."),
        ("In 2024 {{ small.says }}.", "In 2024 revenue was 5 tonnes."),
        ("It grew, e.g. {{ small.says }}.", "It grew, e.g. revenue was 5 tonnes."),
        ("{{ stop.says }}. {{ stop.says }}, and so on.", "Revenue was 5 tonnes. Revenue was 5 tonnes, and so on."),
        ("{{ abroad.says }}. So {{ abroad.says }}, and so on.", "It was sold in the U.S. So it was sold in the U.S., and so on."),
        ("{{ first.says }}, and {{ first.says }}.", "About 9 men came, and about 9 men came."),
        ("“{{ small.says }}.”", "“Revenue was 5 tonnes.”"),
        ("{{ brand.says }}, and {{ brand.says }}.", "eFishing grew, and eFishing grew."),
        ("{{ medium.says }}, and {{ medium.says }}.", "mRNA vaccines came, and mRNA vaccines came."),
        ("And {{ china.says }}, and {{ eu.says }}.", "And China supplies 5 tonnes, and EU imports grew."),
        ("And {{ article.says }}.", "And the missile flew."),
        ("And {{ sputnik.says }}, and {{ gazprom.says }}.", "And Sputnik flew, and Gazprom grew."),
        ("So {{ large.says | uncapitalise }}.", "So revenue was 5 tonnes."),
        ("So {{ china.says | uncapitalise }}, so {{ eu.says | uncapitalise }}.", "So China supplies 5 tonnes, so EU imports grew."),
        ("So {{ sputnik.says | uncapitalise }}.", "So Sputnik flew."),
        ("Note: {{ article.says | capitalise }}.", "Note: The missile flew."),
        ("{{ large.says | lower }}, {{ small.says | upper }}.", "revenue was 5 tonnes, REVENUE WAS 5 TONNES."),
    ],
)  # fmt: skip
def test_the_first_letter_follows_from_the_place(tmp_path: Path, sentence: str, words: str) -> None:
    assert printed(tmp_path, sentence) == (words, [])


def test_a_statement_begins_a_callout(tmp_path: Path) -> None:
    path = write(tmp_path, FILES | {BODY: prose("> [!key] In one sentence\n> {{ article.says }}.")})
    document, problems = compose_document(path, "facts/x", [tmp_path / "templates"])
    assert document is not None, problems
    assert "The missile flew." in [plain(run) for block in walk(document.blocks) for run in inlines_of(block)]


@pytest.mark.parametrize(
    ("sentence", "words", "reported"),
    [
        ("And {{ large.says }}.", "And Revenue was 5 tonnes.", ["Revenue"]),
        ("And {{ named.says }}.", "And The Hague was warned.", ["The"]),
    ],
)
def test_a_capital_that_may_be_a_name_stays_and_is_reported(
    tmp_path: Path, sentence: str, words: str, reported: list[str]
) -> None:
    assert printed(tmp_path, sentence) == (words, reported)


def test_a_statement_alone_in_a_cell_has_a_capital(tmp_path: Path) -> None:
    table = "t:\n  title: T\n  rows: facts small, brand\n  columns:\n    - says\n"
    path = write(tmp_path, FILES | {TABLES: table, BODY: prose('{{ table("t") }}')})
    document, problems = compose_document(path, "facts/x", [tmp_path / "templates"])
    assert document is not None, problems
    cells = [plain(run) for block in document.blocks if block.key == "table/t" for run in inlines_of(block)]
    assert "Revenue was 5 tonnes" in cells and "eFishing grew" in cells
