"""The statement on sources, and grades: what is counted and printed, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.build.pipeline import build_brief, compose_document
from briefing.checks import CODES
from briefing.compose.source_summary import summarise_sources
from briefing.document.model import Document, Note, Table, inlines_of, plain, walk
from briefing.facts.ledger import Ledger
from briefing.facts.load import load_ledger
from briefing.language import load_language

ROOT = Path(__file__).parents[2]
ENGLISH = load_language("en-GB")
FACTS = "title: E\nfacts:\n  shells:\n    says: They sent {value}\n    value: 5 km\n    source: a, par. 3; b\n    credibility: 2\n"
THREE = """a:
  title: Update
  publisher: MoD
  type: report
  date: 2024-03
  read: full
  party: Ukraine
  archived: https://web.archive.org/a
  accessed: 2025-07-03
  reliability: B
  descriptor: An ally of one side
b:
  title: Post
  type: newsletter
  undated: standing page
  origin: a
  read: excerpt
  via: a
c:
  title: Figures
  type: report
  date: 2020
  reliability: A
"""


def write(folder: Path, **files: str) -> Path:
    made = {"dossier_yaml": "title: T\n", "sources_yaml": THREE, "economy_yaml": FACTS, **files}
    for name, text in made.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return folder


def ledger_of(folder: Path, **files: str) -> Ledger:
    ledger, problems = load_ledger(write(folder, **files), "facts/x")
    assert [p for p in problems if p.severity == "error"] == []
    assert ledger is not None
    return ledger


def document_of(folder: Path) -> Document:
    document, problems = compose_document(folder, "facts/x", [ROOT / "templates"])
    assert document is not None
    assert problems == []
    return document


# ------------------------------------------------------------------ the statement


def test_of_no_sources(tmp_path: Path) -> None:
    assert summarise_sources([], ledger_of(tmp_path), ENGLISH) == "This brief cites no sources."


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a", ("This brief rests on one source. It is a source of this kind: report. It was read in full. From parties to the conflict: "
              "Ukraine (1). It has an archived copy. It is dated March 2024.")),
        ("b", ("This brief rests on one source. It is a source of this kind: newsletter. It repeats another source, MoD, March 2024. "
              "It was read as an excerpt. It is not marked as belonging to a party to the conflict. It has no archived copy. "
              "It is undated.")),
    ],
)  # fmt: skip
def test_of_one_source(source: str, said: str, tmp_path: Path) -> None:
    assert summarise_sources([source], ledger_of(tmp_path), ENGLISH) == said


def test_of_several_sources(tmp_path: Path) -> None:
    assert summarise_sources(["a", "b", "c"], ledger_of(tmp_path), ENGLISH) == (
        "This brief rests on 3 sources. By kind: report (2), newsletter (1). They go back to 2 independent origins. How they "
        "were read: in full (1), as an excerpt (1), not stated (1). From parties to the conflict: Ukraine (1). One of 3 has an "
        "archived copy. The oldest is dated 2020, the latest March 2024. One is undated."
    )


def test_origins_are_followed_to_their_root(tmp_path: Path) -> None:
    chain = "".join(f"s{i}:\n  title: T\n  date: 2020\n  origin: s{i + 1}\n" for i in range(4))
    ledger = ledger_of(tmp_path, sources_yaml=f"{chain}s4:\n  title: T\n  date: 2020\n{THREE}")
    assert "All go back to one origin." in summarise_sources(["s0", "s1", "s3"], ledger, ENGLISH)
    assert "None of them is known to repeat another." in summarise_sources(["s0", "a"], ledger, ENGLISH)


def test_grades_are_counted_where_they_are_shown(tmp_path: Path) -> None:
    shown = ledger_of(tmp_path, dossier_yaml="title: T\ngrades: shown\n")
    assert summarise_sources(["a", "b", "c"], shown, ENGLISH).endswith("Reliability: A (1), B (1), not graded (1).")


def test_a_template_places_it_in_both_files(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    folder = write(tmp_path / "x")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "summary.md").write_text("# Summary {-}\n\nHow well is this known? {{ source_summary() }}\n", "utf-8")
    built = build_brief(folder, "facts/x", template_folders=[mine, ROOT / "templates"])
    assert [p for p in built.problems if p.code not in CODES] == []
    document, _ = compose_document(folder, "facts/x", [mine, ROOT / "templates"])
    assert document is not None
    texts = [plain(run) for block in walk(document.blocks) for run in inlines_of(block)]
    assert any(t.startswith("How well is this known? This brief rests on 2 sources. By kind:") for t in texts)


@pytest.mark.parametrize("alone", ["{{ source_summary() }}", "- {{ source_summary() }}", "> {{ source_summary() }}",
                                   "> [!note] On sources\n> {{ source_summary() }}"])  # fmt: skip
def test_it_prints_alone_as_well(tmp_path: Path, alone: str) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "summary.md").write_text(f"# Summary {{-}}\n\n{alone}\n", "utf-8")
    document, _ = compose_document(write(tmp_path / "x"), "facts/x", [tmp_path / "mine", ROOT / "templates"])
    assert document is not None
    texts = [plain(run) for block in walk(document.blocks) for run in inlines_of(block)]
    assert any(t.startswith("This brief rests on 2 sources. By kind:") for t in texts)


# ------------------------------------------------------------------ grades, and what is known of a source


def shown_of(document: Document) -> tuple[str, str]:
    """The first note, and the list of sources."""
    runs = [run for block in walk(document.blocks) for run in inlines_of(block)]
    notes = [plain(i.inlines) for run in runs for i in run if isinstance(i, Note)]
    (table,) = (b for b in document.blocks if isinstance(b, Table) and b.key == "table/sources")
    return notes[0], "\n".join(plain(p) for row in table.body for c in row.cells for p in c.paragraphs)


def test_grades_are_not_printed_unless_shown(tmp_path: Path) -> None:
    for dossier in ("title: T\n", "title: T\ngrades: hidden\n"):
        note, listed = shown_of(document_of(write(tmp_path, dossier_yaml=dossier)))
        assert note == "MoD, March 2024, par. 3 [1]; Post [2]."
        assert "\nB\n" not in f"\n{listed}\n"


def test_grades_stand_in_notes_tables_and_the_list_where_shown(tmp_path: Path) -> None:
    tables = "t:\n  title: Graded\n  rows: facts shells\n  columns:\n    - says\n    - grade\n"
    folder = write(tmp_path, dossier_yaml="title: T\ngrades: shown\n", tables_yaml=tables)
    document = document_of(folder)
    note, listed = shown_of(document)
    assert note == "MoD, March 2024, par. 3 (B2) [1]; Post [2]."  # the second has no letter: half a grade is none
    assert "\nB\n" in f"\n{listed}\n"
    (table,) = (b for b in document.blocks if isinstance(b, Table) and b.key == "table/t")
    assert [plain(c.paragraphs[0]) for row in (*table.head, *table.body) for c in row.cells] == [
        "Statement", "Grade", "They sent 5 km", "B2",
    ]  # fmt: skip


def test_a_hidden_column_is_left_out_with_its_width(tmp_path: Path) -> None:
    tables = (
        "t:\n  title: Graded\n  rows: facts shells\n  columns:\n    - grade\n    - says\n    - value\n  widths: 9 2 1\n"
    )
    ledger = ledger_of(tmp_path, dossier_yaml="title: T\ngrades: hidden\n", tables_yaml=tables)
    assert [c.aspect for c in ledger.tables["t"].columns] == ["says", "value"]
    assert ledger.tables["t"].widths == (2.0, 1.0)


def test_grades_stand_in_the_notes_of_a_citation_style(tmp_path: Path) -> None:
    dossier = "title: T\ngrades: shown\ncitation_style: apa\n"
    assert shown_of(document_of(write(tmp_path, dossier_yaml=dossier)))[0] == "MoD, 2024, para. 3 (B2); Post, n.d."


def test_the_list_tells_what_is_known_of_a_source(tmp_path: Path) -> None:
    _, listed = shown_of(document_of(write(tmp_path)))
    assert "Update An ally of one side Archived copy; accessed 3 July 2025" in listed
    assert "Post Read as given by MoD, March 2024" in listed


def test_what_has_a_column_is_not_told_twice(tmp_path: Path) -> None:
    columns = ("title", "descriptor", "archived", "accessed", "via", "read", "party")
    tables = "sources:\n  title: S\n  rows: sources\n  columns:\n" + "".join(f"    - {c}\n" for c in columns)
    _, listed = shown_of(document_of(write(tmp_path, tables_yaml=tables)))
    first = "Update\nAn ally of one side\nhttps://web.archive.org/a\n3 July 2025\n–\nin full\nUkraine"
    assert listed == f"{first}\nPost\n–\n–\n–\nMoD, March 2024\nan excerpt\n–"


def test_an_entry_of_the_house(tmp_path: Path) -> None:
    tables = "sources:\n  title: S\n  rows: sources\n  columns:\n    - number\n    - entry\n"
    _, listed = shown_of(document_of(write(tmp_path, tables_yaml=tables)))
    assert listed.startswith("1\nUpdate, MoD, March 2024. An ally of one side Archived copy")
    assert "2\nPost, standing page. Read as given by MoD, March 2024" in listed
