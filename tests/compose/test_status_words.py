"""The program prints the status of every unsettled fact, unless the author words it: by which way a template prints it does not matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.dossier import BODY, DOSSIER, FACTS, TABLES, check, fact, facts, prose, write

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief, compose_document
from briefing.document.model import Document, FactReference, Note, Paragraph, Table, inlines_of, plain, walk

UNSETTLED = facts(
    fact("so", "says: It is so"),
    fact("pl", "name: Tanks promised", "value: 777 tanks", "status: planned", "as_of: 2025", "note: They have been delivered",
         "counts: delivered tanks", "tags:", "  total: 777 tanks"),
    fact("plm", "name: Ships", "unit: ships", "status: planned", "claims:", "  a:", "    value: 55", "    by: Seoul",
         "    as_of: 2025", "  b:", "    value: 66", "    by: Tokyo", "    as_of: 2025"),
    fact("some", "name: Ships", "unit: ships", "claims:", "  a:", "    value: 55", "    by: Seoul", "    as_of: 2025",
         "    status: planned", "  b:", "    value: 66", "    by: Tokyo", "    as_of: 2025"),
    fact("un", "name: The dead", "value: 44 dead", "status: unverified", "as_of: 2025", "by: the newsletter"),
    fact("unq", "quote: We won", "speaker: the king", "status: unverified"),
    fact("dis", "name: Boats", "unit: boats", "claims:", "  reb:", "    value: 15", "    by: Rebels", "    as_of: 2025-06",
         "  gov:", "    value: 16", "    by: Government", "    as_of: 2025-07"),
    fact("old", "name: Bases", "value: 5 bases", "as_of: 2020", "stale_after: 1 year"),
    fact("told", "says: Moscow announced that {value} would come", "worded: announced", "value: 9 guns", "status: planned"),
    fact("bare", "says: Moscow gets {value} from Seoul", "value: 8 guns", "status: planned"),
)  # fmt: skip


def composed(folder: Path, body: str, more: dict[str, str] | None = None) -> tuple[Document, list[str]]:
    """The document, and the codes of its problems."""
    facts_folder = write(folder, {FACTS: UNSETTLED, BODY: body, **(more or {})})
    document, problems = compose_document(facts_folder, "facts/x", [folder / "templates"])
    assert document is not None
    return document, [p.code for p in problems]


def printed(folder: Path, *paragraphs: str) -> list[str]:
    """The words of each paragraph."""
    document, _ = composed(folder, prose(*paragraphs))
    return [plain(b.inlines) for b in walk(document.blocks) if isinstance(b, Paragraph)]


WAYS = [
    ("Germany delivered {{ pl }}.", "Germany delivered 777 tanks (planned)."),
    ("Will Smith confirmed that {{ pl }} came.", "Will Smith confirmed that 777 tanks (planned) came."),
    ("A bridge will open; Germany delivered {{ pl }}.", "A bridge will open; Germany delivered 777 tanks (planned)."),
    ("Germany delivered {{ pl.number }}.", "Germany delivered 777 (planned)."),
    ("It is a fact that {{ pl.note | uncapitalise }}.", "It is a fact that they have been delivered (planned)."),
    ("Of {{ pl.counts }} all came.", "Of delivered tanks (planned) all came."),
    ("In all {{ pl.tags.total }}.", "In all 777 tanks (planned)."),
    ("In all {{ literal(pl.tags.total) }}.", "In all 777 tanks (planned)."),
    ("In all {{ pl.tags.total | upper }}.", "In all 777 TANKS (planned)."),
    ("They have {{ plm.range }}.", "They have 55–66 ships (planned; Seoul, 2025; Tokyo, 2025)."),
    ("They have {{ some.range }}.", "They have 55–66 ships (partly planned; Seoul, 2025; Tokyo, 2025)."),
    ("It has **{{ pl }}**.", "It has 777 tanks (planned)."),
    ("It has [all {{ pl }} now](https://x.org).", "It has all 777 tanks now (planned)."),
    ("{{ bare.says }}.", "Moscow gets 8 guns from Seoul (planned)."),
    ("{{ bare.says | sentence }}", "Moscow gets 8 guns from Seoul (planned)."),
    ("{{ told.says }}.", "Moscow announced that 9 guns would come."),
    ("It got {{ told }}.", "It got 9 guns (planned)."),
    ("The king said hello to {{ un }}.", "The king said hello to 44 dead (unconfirmed)."),
    ("{{ un.by }} counts {{ un }}.", "the newsletter counts 44 dead."),
    ("It was right: {{ unq }}.", "It was right: “We won” (unconfirmed)."),
    ("Only {{ dis.reb }} sank.", "Only 15 boats (Rebels, June 2025) sank."),
    ("Unlike Rebels, all agree that {{ dis.reb }} sank.", "Unlike Rebels, all agree that 15 boats (Rebels, June 2025) sank."),
    ("{{ dis.gov.by }} counts {{ dis.reb }} in {{ dis.reb.as_of }}.", "Government counts 15 boats (Rebels) in June 2025."),
    ("{{ dis.reb.by }} count {{ dis.reb }}.", "Rebels count 15 boats (June 2025)."),
    ("In June 2025 {{ dis.reb.by }} count {{ dis.reb }}.", "In June 2025 Rebels count 15 boats."),
    ("That was in June 2025. {{ dis.reb.by }} count {{ dis.reb }}.", "That was in June 2025. Rebels count 15 boats (June 2025)."),
    ("It has {{ dis }}.", "It has 15 boats (Rebels, June 2025); 16 boats (Government, July 2025)."),
    ("It has {{ dis.latest }}.", "It has 16 boats (Government, July 2025)."),
    ("It has {{ old }}.", "It has 5 bases (2020)."),
    ("It had {{ old }} in 2020.", "It had 5 bases in 2020."),
    ("In all 2020 men had {{ old.number }} and {{ old }}.", "In all 2020 men had 5 and 5 bases."),
    ("Much is said of {{ dis.name }}.", "Much is said of Boats."),
    ("There is {{ pl.name }}.", "There is Tanks promised (planned)."),
    ("It has {{ pl.date }} and {{ pl.unit }}.", "It has 2025 and tanks."),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "shown"), WAYS)
def test_each_way_to_print_an_unsettled_fact_gives_its_status(typed: str, shown: str, tmp_path: Path) -> None:
    assert printed(tmp_path, typed) == [shown]


WORDED = [
    'Germany announced {{ pl | worded("announced") }}.',
    'Germany announced: {{ pl | worded("announced") }}.',
    '{{ pl | worded("would come") }} would come.',
    'Rebels say that {{ dis.reb | worded("Rebels say") }} sank in June 2025.',
    'Accounts differ; estimates put it at {{ dis.range | worded("estimates put it") }} in June 2025 and July 2025.',
    'In a count that could not be verified {{ un | worded("could not be verified") }} are named.',
    'The newsletter says {{ un | worded("The newsletter says") }}.',
    'Of plans there are some: {{ plm | worded("plans") }}.',
]


@pytest.mark.parametrize("typed", WORDED)
def test_words_that_the_author_names_are_enough(typed: str, tmp_path: Path) -> None:
    _, codes = composed(tmp_path, prose(typed))
    assert "not-worded" not in codes and "status-added" not in codes


NOT_WORDED = [
    'A bridge will open; Germany delivered {{ pl | worded("will") }}.',
    'A bridge will open, and Germany delivered {{ pl | worded("will") }}.',
    'A bridge will open. Germany delivered {{ pl | worded("will") }}.',
    'planned etc. Germany delivered {{ pl | worded("planned") }}.',
    "Planned is a bridge  \nGermany delivered {{ pl | worded('planned') }}.",
    '“Planned Parenthood” says that {{ pl | worded("planned") }} came.',
    '{{ literal("Planned") }} were {{ pl | worded("planned") }}.',
    'They came: {{ told.says }}, {{ pl | worded("announced") }}.',
    'Germany said hello to {{ pl | worded("hello") }}.',
    'Germany delivered {{ pl | worded("announced") }}.',
    'Everybody knows of {{ dis.reb | worded("Everybody knows") }}.',
]


@pytest.mark.parametrize("typed", NOT_WORDED)
def test_words_elsewhere_are_not_enough(typed: str, tmp_path: Path) -> None:
    _, codes = composed(tmp_path, prose(typed))
    assert "not-worded" in codes


def test_a_status_is_printed_once_in_a_paragraph_and_again_in_the_next(tmp_path: Path) -> None:
    both = "It has {{ pl }} and {{ pl }}."
    assert printed(tmp_path, both, both) == ["It has 777 tanks (planned) and 777 tanks."] * 2
    nested = "- It has {{ pl }}.\n- It has {{ pl }}.\n\n> [!note] Box\n> It has {{ pl }}.\n\n> It has {{ pl }}."
    assert printed(tmp_path, nested) == ["It has 777 tanks (planned)."] * 4


def test_the_words_are_a_part_of_the_fact_and_move_the_lines(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, prose("It has {{ pl }}\nand it cost $3 million."))
    (block,) = (b for b in walk(document.blocks) if isinstance(b, Paragraph))
    added = [item for item in block.inlines if isinstance(item, FactReference) and item.aspect == "status"]
    assert [(item.fact, item.text) for item in added] == [("pl", "planned")]
    problems = check(tmp_path, {FACTS: UNSETTLED, BODY: prose("It has {{ pl }}\nand it cost $3 million.")})
    assert [p.location.line for p in problems if p.code == "typed-figure"] == [4]


def test_a_footnote_gives_the_status_too(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, prose("It is so.[^1]") + "\n[^1]: They have {{ pl }}, it says.\n")
    notes = [
        item
        for block in walk(document.blocks)
        for run in inlines_of(block)
        for item in run
        if isinstance(item, Note) and item.typed
    ]
    (note,) = notes
    assert plain(note.inlines[: note.typed]) == "They have 777 tanks (planned), it says."


def rows(document: Document) -> list[list[str]]:
    (table,) = (b for b in walk(document.blocks) if isinstance(b, Table))
    return [[plain(p) for cell in row.cells for p in cell.paragraphs] for row in table.body]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (("name", "value"), ["Tanks promised (planned)", "777 tanks"]),
        (("name", "value", "status"), ["Tanks promised", "777 tanks", "planned"]),
        (("total",), ["777 tanks (planned)"]),
        (("note", "total"), ["They have been delivered (planned)", "777 tanks"]),
    ],
)
def test_a_row_gives_the_status_in_a_column_or_after_what_it_prints_first(
    columns: tuple[str, ...], row: list[str], tmp_path: Path
) -> None:
    listed = "".join(f"    - {column}\n" for column in columns)
    table = f"shown:\n  title: Shown\n  rows: facts pl\n  columns:\n{listed}"
    document, _ = composed(tmp_path, prose('{{ table("shown") }}'), {TABLES: table})
    assert rows(document) == [row]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (("name", "value"), ["Boats (Rebels, June 2025)", "15"]),
        (("name", "value", "by"), ["Boats (June 2025)", "15", "Rebels"]),
        (("name", "value", "by", "as_of"), ["Boats", "15", "Rebels", "June 2025"]),
    ],
)
def test_columns_of_claimants_and_dates_are_enough_for_a_dispute(
    columns: tuple[str, ...], row: list[str], tmp_path: Path
) -> None:
    listed = "".join(f"    - {column}\n" for column in columns)
    table = f"shown:\n  title: Shown\n  rows: facts dis\n  columns:\n{listed}"
    document, _ = composed(tmp_path, prose('{{ table("shown") }}'), {TABLES: table})
    assert rows(document)[0] == row


def test_a_typed_table_gives_the_status_in_its_cell(tmp_path: Path) -> None:
    body = prose(
        "Table: Help", "| Who | Will |\n|---|---|\n| Will | {{ pl }} |\n| Berlin | {{ pl }}, {{ pl.status }} |"
    )
    document, _ = composed(tmp_path, body)
    assert rows(document) == [["Will", "777 tanks (planned)"], ["Berlin", "777 tanks, planned"]]


@pytest.mark.parametrize(
    "body",
    [
        "Table: Delivered {{ NAME }}\n\n| a |\n|---|\n| b |",
        "Table: Help\n\n| Delivered {{ NAME }} |\n|---|\n| b |",
        "## Delivered {{ NAME }}",
    ],
)
@pytest.mark.parametrize("name", ["pl", "pl.note", "unq.quote", "dis.reb", "old.number", "plm.range"])
def test_headings_and_titles_refuse_what_is_not_settled(body: str, name: str, tmp_path: Path) -> None:
    _, codes = composed(tmp_path, prose(body.replace("NAME", name)))
    assert {"status-in-heading", "not-in-heading"} & set(codes)


def test_worded_must_be_in_the_sentence_of_the_fact(tmp_path: Path) -> None:
    for wrong in ("worded: promised", "worded: annou"):
        text = UNSETTLED.replace("worded: announced", wrong)
        problems = check(tmp_path, {FACTS: text, BODY: prose("{{ told.says }}.")})
        assert "not-worded" in [p.code for p in problems if p.location.file == FACTS]


def test_words_that_say_nothing_do_not_silence_the_program(tmp_path: Path) -> None:
    text = UNSETTLED.replace("worded: announced", "worded: Moscow")
    problems = check(tmp_path, {FACTS: text, BODY: prose("{{ told.says }}.")})
    assert "status-added" in [p.code for p in problems]


def test_all_that_was_added_is_listed_and_the_brief_is_built(tmp_path: Path) -> None:
    folder = write(tmp_path, {FACTS: UNSETTLED, BODY: prose("It has {{ pl }}, {{ un }}.", "{{ bare.says }}.")})
    made = build_brief(folder, "facts/x", template_folders=[tmp_path / "templates"], options=BuildOptions())
    assert set(made.files) == {"pdf", "docx"}
    added = [(p.location.file.rsplit("/", 1)[-1], p.message) for p in made.problems if p.code == "status-added"]
    assert sorted(added) == [
        ("arms.yaml", '"(planned)" is added after "bare"'),
        ("body.md", '"(planned)" is added after "pl"'),
        ("body.md", '"(unconfirmed)" is added after "un"'),
    ]


def test_without_a_cut_off_a_figure_with_an_age_is_dated(tmp_path: Path) -> None:
    document, _ = composed(
        tmp_path, prose("It has {{ old }}."), {DOSSIER: "title: Arms\ntemplate: mine\nsections:\n  - body\n"}
    )
    assert "It has 5 bases (2020)." in [plain(b.inlines) for b in walk(document.blocks) if isinstance(b, Paragraph)]


def test_a_mark_without_words_is_answered_with_an_example(tmp_path: Path) -> None:
    problems = check(tmp_path, {FACTS: UNSETTLED, BODY: prose("Germany announced {{ pl | worded }}.")})
    found = [p.hint for p in problems if p.code == "template-error"]
    assert found == ['write it like this: {{ bridge | worded("announced") }}']
