"""What changed, in the brief: the box, the table, columns of old words; what a release leaves out; what the files carry."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from editions.sample import ONE, TEMPLATES, TWO, both, frozen_one, snapshot, write
from gates import openxml_sdk, verapdf

from briefing.build.options import BuildOptions
from briefing.build.pipeline import BuildResult, build_brief, check_brief, compose_document
from briefing.document.model import Callout, FactReference, Note, Table, inlines_of, plain, walk
from briefing.editions.store import write_edition
from briefing.layout.theme import load_theme, shipped_themes
from briefing.readers import read_brief
from briefing.review.compare import compare
from briefing.review.verify import verify
from briefing.review.why import find

LISTED = "sources:\n  title: Sources\n  rows: sources\n  columns:\n    - number\n    - title\n"
GENERIC = Path(__file__).parents[2] / "templates"


def build(facts: Path, wishes: BuildOptions | None = None) -> BuildResult:
    folders = [facts.parents[1] / "templates", GENERIC]
    return build_brief(facts, "facts/x", template_folders=folders, options=wishes)


def blocks(facts: Path) -> dict[str, object]:
    """Every block of the resolved brief by its key."""
    document, problems = compose_document(facts, "facts/x", [facts.parents[1] / "templates", GENERIC])
    assert document is not None, problems
    assert [str(p) for p in problems if p.severity == "error"] == []
    return {block.key: block for block in walk(document.blocks)}


def words(facts: Path, start: str) -> list[str]:
    """What each block whose key begins so says, a line each."""
    found = [block for key, block in blocks(facts).items() if key.startswith(start)]
    return [plain(run) for block in found for run in inlines_of(block) if run]  # type: ignore[arg-type]


def rows(facts: Path, key: str) -> list[list[str]]:
    table = blocks(facts)[key]
    assert isinstance(table, Table)
    return [[plain(cell.paragraphs[0]) for cell in row.cells] for row in (*table.head, *table.body)]


# ------------------------------------------------------------------ the box and the table


def test_the_box_tells_the_first_and_says_where_the_others_are(tmp_path: Path) -> None:
    facts = both(tmp_path)
    box = blocks(facts)["changes/box"]
    assert isinstance(box, Callout)
    assert words(facts, "changes/") == [
        "What changed since edition 1",
        "Updated. About 4,000 soldiers was the figure of January 2025; Losses came to more than 6,000 soldiers.",
        "Corrected. The $52.9 million given for 2025 is of 2024, by Seoul.",
        "Corrected. Russia is building a road bridge.",
        "Table 1 lists all changes with their sources.",
    ]


def test_a_figure_that_was_updated_is_printed_with_the_one_that_it_replaces(tmp_path: Path) -> None:
    facts = both(tmp_path, {"facts/x/changes.yaml": "losses:\n  label: superseded\nmen:\n  label: superseded\n"})
    items = [line for line in sorted(words(facts, "changes/item")) if line.startswith("Updated")]
    assert items == [
        "Updated. It sent about 11,000 soldiers (was more than 11,000 soldiers).",
        "Updated. Losses came to more than 6,000 soldiers (was about 4,000 soldiers).",
    ]
    (item,) = [run for key, block in blocks(facts).items() if key == "changes/item-1" for run in inlines_of(block)]  # type: ignore[arg-type]
    assert ("losses", "former", "about 4,000 soldiers") in [
        (i.fact, i.aspect, i.text) for i in item if isinstance(i, FactReference)
    ]


def test_old_words_cite_old_sources_and_new_words_new_ones(tmp_path: Path) -> None:
    facts = both(tmp_path)
    (item,) = [run for key, block in blocks(facts).items() if key == "changes/item-1" for run in inlines_of(block)]  # type: ignore[arg-type]
    refs = [(i.fact, i.aspect, i.text) for i in item if isinstance(i, FactReference)]
    assert refs[0] == ("losses", "former", "About 4,000 soldiers")
    assert ("losses", "value", "more than 6,000 soldiers") in refs
    assert not [i for i in item if isinstance(i, Note)]  # the table names the sources


def test_the_table_lists_every_labelled_change_and_no_other(tmp_path: Path) -> None:
    facts = both(tmp_path)
    assert rows(facts, "table/changes") == [
        ["Record", "As published in edition 1", "As of this edition", "Change", "Status"],
        ["M2", "Losses came to about 4,000 soldiers", "Losses came to more than 6,000 soldiers", "Updated", "stated"],
        ["E4", "Trade stood at $52.9 million in 2025", "The $52.9 million given for 2025 is of 2024, by Seoul", "Corrected", "–"],
        ["E8", "Russia is building a railway bridge", "Russia is building a road bridge", "Corrected", "corrected"],
        [
            "M8", "Thousands of workers went to the factories",
            "Thousands of workers are to be sent to the factories, it was announced", "Weakened", "planned",
        ],
        [
            "–", "More soldiers will be sent: likely (55–80%), confidence moderate",
            "More soldiers will be sent: roughly even chance (45–55%), confidence moderate", "Weakened", "–",
        ],
    ]  # fmt: skip
    table = blocks(facts)["table/changes"]
    assert isinstance(table, Table)
    assert plain(table.source).startswith("Sources: Grapevine, July 2025 [3]; Ministry of Defence")


def test_an_ordinary_table_has_columns_for_old_words_and_labels(tmp_path: Path) -> None:
    assert rows(both(tmp_path), "table/sums") == [
        ["Name", "As published in edition 1", "Value (soldiers)", "Change"],
        ["Soldiers sent", "more than 11,000 soldiers", "about 11,000", "–"],
        ["Losses", "about 4,000 soldiers", "more than 6,000", "Updated"],
    ]


def test_a_declared_table_of_changes_has_its_own_columns_bands_and_order(tmp_path: Path) -> None:
    declared = """
told:
  title: What is new
  rows: changes
  group_by: change
  sort_by: record descending
  columns:
    - name as What
    - topic
    - says
    - source
    - now
    - status
"""
    facts = both(
        tmp_path, {"facts/x/tables.yaml": declared, "templates/mine/annex.md": '# Annex\n\n{{ table("told") }}\n'}
    )
    found = rows(facts, "table/told")
    assert found[0] == ["What", "Topic", "Statement", "Source", "As of this edition", "Status"]
    assert [row[0] for row in found if len(row) == 1] == ["Weakened", "Updated", "Corrected"]
    assert words(facts, "changes/more") == ["Table 1 lists all changes with their sources."]
    assert [
        "Trade",
        "Arms",
        "The $52.9 million given for 2025 is of 2024, by Seoul",
        "–",
        "The $52.9 million given for 2025 is of 2024, by Seoul",
        "–",
    ] in found


def test_a_table_of_changes_sorts_digits_by_their_size(tmp_path: Path) -> None:
    declared = "told:\n  title: New\n  rows: changes\n  sort_by: record\n  columns:\n    - record\n    - now\n"
    numbered = {name: text.replace("record: M2\n", "record: M20\n") for name, text in TWO.items()}
    files = {"facts/x/tables.yaml": declared, "templates/mine/annex.md": '# Annex\n\n{{ table("told") }}\n'}
    found = [row[0] for row in rows(both(tmp_path, numbered | files), "table/told")[1:]]
    assert found == ["E4", "E8", "M8", "M20", "–"]


def test_without_a_table_the_box_only_counts_the_others(tmp_path: Path) -> None:
    facts = both(tmp_path, {"templates/mine/annex.md": "# Annex\n\nNothing.\n", "facts/x/tables.yaml": LISTED})
    assert words(facts, "changes/more") == ["2 more changes are not shown here."]


def test_where_nothing_changed_the_box_and_the_table_say_so(tmp_path: Path) -> None:
    same = ONE | {
        "facts/x/dossier.yaml": ONE["facts/x/dossier.yaml"].replace("edition: 1", "edition: 2\nsupersedes: 1")
    }
    frozen = {"facts/x/editions/1.json": frozen_one(tmp_path)}
    table = {"facts/x/tables.yaml": TWO["facts/x/tables.yaml"]}
    facts = write(tmp_path / "same", TEMPLATES, same, frozen, table)
    assert words(facts, "changes/") == [
        "What changed since edition 1",
        "Nothing was corrected, superseded, contested or weakened.",
    ]
    assert rows(facts, "table/changes")[1:] == [["Nothing was corrected, superseded, contested or weakened."]]
    built = build(facts)
    assert set(built.files) == {"pdf", "docx"}, built.problems


def test_a_template_prints_what_was(tmp_path: Path) -> None:
    prose = TEMPLATES["templates/mine/body.md"] + "\nEdition 1 had {{ losses.was }}; {{ trade[2022].was }}.\n"
    facts = both(tmp_path, {"templates/mine/body.md": prose})
    assert "Edition 1 had about 4,000 soldiers; $3.8 million." in words(facts, "body/")
    wrong = {"templates/mine/body.md": prose.replace("losses.was", "trade[2024].was")}
    problems = check_brief(both(tmp_path, wrong), "facts/x", template_folders=[tmp_path / "two" / "templates", GENERIC])
    assert [p.message for p in problems if p.severity == "error"] == ['edition 1 had no "trade[2024]"']


def test_an_empty_entry_only_orders(tmp_path: Path) -> None:
    facts = both(tmp_path, {"facts/x/changes.yaml": "more_men:\nworkers:\ntrade[2025]:\n  label: weakened\n"})
    told = words(facts, "changes/item")
    assert [line.partition(".")[0] for line in told] == ["Weakened", "Weakened", "Weakened"]
    assert told[0].startswith("Weakened. There is a roughly even chance that")
    assert told[2] == "Weakened. This edition no longer states: Trade stood at $52.9 million in 2025."


def test_a_figure_typed_into_a_change_is_told_where_it_was_typed_and_old_figures_are_not(tmp_path: Path) -> None:
    changes = 'losses:\n  says: "{was} was too low; 9,000 soldiers fell"\n'
    facts = both(tmp_path, {"facts/x/changes.yaml": changes})
    folders = [tmp_path / "two" / "templates", GENERIC]
    found = [p for p in check_brief(facts, "facts/x", template_folders=folders) if p.code == "typed-figure"]
    assert [(p.location.file, p.location.line) for p in found] == [("facts/x/changes.yaml", 2)]
    assert "9,000" in found[0].message


def test_old_words_are_nobodys_claim_now(tmp_path: Path) -> None:
    """The old edition's figure was one of several claims that now disagree: printed alone, it stands as what it was."""
    claims = """    claims:
      london:
        value: more than 6,000 soldiers
        by: London
      seoul:
        value: about 4,700 soldiers
        by: Seoul
    as_of: 2025-06-15"""
    arms = TWO["facts/x/arms.yaml"].replace("    value: more than 6,000 soldiers\n    as_of: 2025-06-15", claims)
    changes = 'losses:\n  says: "{was} was one side\'s figure"\n'
    more = {"facts/x/arms.yaml": arms, "facts/x/changes.yaml": changes, "facts/x/tables.yaml": LISTED}
    more["templates/mine/annex.md"] = "# Annex\n\nNothing.\n"
    facts = both(tmp_path, more)
    assert words(facts, "changes/item-1") == ["Contested. About 4,000 soldiers was one side's figure."]
    problems = check_brief(facts, "facts/x", template_folders=[tmp_path / "two" / "templates", GENERIC])
    assert [p for p in problems if p.code in ("disputed-alone", "unused-fact") and '"losses"' in p.message] == []


# ------------------------------------------------------------------ the files


@pytest.mark.parametrize("look", shipped_themes())
def test_both_files_say_the_same(tmp_path: Path, look: str) -> None:
    built = build(both(tmp_path), BuildOptions(theme=load_theme(look)))
    pdf, docx = (read_brief(built.files[key].data, f"x.{key}") for key in ("pdf", "docx"))
    assert compare(pdf, docx) == ()
    assert compare(docx, pdf) == ()
    for reading in (pdf, docx):
        verdict = verify(reading)
        assert (verdict.altered, [r for r in verdict.reworded if r.has_figures]) == ((), [])
        assert verdict.figures > 20


@pytest.mark.reader("verapdf", "openxml_sdk")
def test_the_files_keep_their_standards(tmp_path: Path) -> None:
    built = build(both(tmp_path))
    for key, written in built.files.items():
        (tmp_path / f"x.{key}").write_bytes(written.data)
    assert all(verdict.passed for verdict in verapdf.verapdf([tmp_path / "x.pdf"], ("ua1", "3a")))
    assert openxml_sdk.openxml_sdk(tmp_path / "x.docx") == []


def test_the_record_tells_the_labels_that_the_pages_tell(tmp_path: Path) -> None:
    told = {"losses": "superseded", "trade[2025]": "corrected", "bridge": "corrected", "workers": "weakened"}
    record = read_brief(build(both(tmp_path)).files["docx"].data, "x.docx").record
    assert record is not None
    assert (record["supersedes"], record["changes"]) == ("1", told | {"more_men": "weakened"})
    untabled = {"templates/mine/annex.md": "# Annex\n\nNothing.\n", "facts/x/tables.yaml": LISTED}
    record = read_brief(build(both(tmp_path, untabled)).files["docx"].data, "x.docx").record
    assert record is not None
    assert (list(record["changes"]), record["more_changes"]) == (["losses", "trade[2025]", "bridge"], 2)


def test_a_quotation_that_changed_is_told(tmp_path: Path) -> None:
    arms = "  pledge:\n    quote: We will stand with you\n    speaker: Kim\n    source: letter, par. 9\n"
    was = {"facts/x/arms.yaml": ONE["facts/x/arms.yaml"] + arms}
    now = {"facts/x/arms.yaml": TWO["facts/x/arms.yaml"] + arms.replace("you", "all of you")}
    now["facts/x/changes.yaml"] = "pledge:\n  label: corrected\n"
    frozen = {"facts/x/editions/1.json": write_edition(snapshot(tmp_path / "one", TEMPLATES, ONE, was)).decode()}
    facts = both(tmp_path, now, frozen)
    assert rows(facts, "table/changes")[1] == [
        "–", "“We will stand with you”", "“We will stand with all of you”", "Corrected", "stated",
    ]  # fmt: skip


def test_the_record_tells_old_words_from_claims(tmp_path: Path) -> None:
    reading = read_brief(build(both(tmp_path)).files["pdf"].data, "x.pdf")
    assert reading.record is not None
    former = reading.record["former"]
    assert former["losses"]["edition"] == "1"
    assert {place["text"] for place in former["losses"]["shown"]} == {
        "About 4,000 soldiers",
        "Losses came to about 4,000 soldiers",
        "about 4,000 soldiers",
    }
    assert former["trade"]["shown"][0]["point"] == "2025"
    assert "4,000" not in json.dumps(reading.record["facts"])
    (answer,) = find(reading.record, "4,000")
    assert answer.fact == "losses"
    assert answer.claims == {}
    assert {place.shown.aspect for place in answer.places} == {"former"}


# ------------------------------------------------------------------ releases


def everything(built: BuildResult) -> str:
    """All the text that the files hold: of the Word file every part, of the PDF its words and its record."""
    with zipfile.ZipFile(io.BytesIO(built.files["docx"].data)) as word:
        parts = [word.read(name).decode("utf-8", "replace") for name in word.namelist()]
    with pikepdf.open(io.BytesIO(built.files["pdf"].data)) as pdf:
        parts += [attached.get_file().read_bytes().decode() for attached in pdf.attachments.values()]
    pieces = read_brief(built.files["pdf"].data, "x.pdf").pieces
    return "\n".join([*parts, *(" ".join(piece.words) for piece in pieces), built.record.decode()])


def released(tmp_path: Path, *more: Mapping[str, str]) -> str:
    marked = {"facts/x/dossier.yaml": TWO["facts/x/dossier.yaml"] + "marking: TLP:CLEAR\n"}
    built = build(both(tmp_path, marked, *more), BuildOptions(release="TLP:CLEAR"))
    assert set(built.files) == {"pdf", "docx"}, built.problems
    return everything(built)


def test_a_release_without_secrets_tells_all(tmp_path: Path) -> None:
    told = released(tmp_path)
    assert "4,000" in told
    assert "railway" in told


def test_a_release_leaves_out_what_is_withheld_now(tmp_path: Path) -> None:
    arms = TWO["facts/x/arms.yaml"].replace("    record: E8\n", "    record: E8\n    tlp: AMBER\n")
    told = released(tmp_path, {"facts/x/arms.yaml": arms})
    assert "railway" not in told
    assert "road bridge" not in told
    assert "4,000" in told


def test_a_release_leaves_out_what_was_restricted_then(tmp_path: Path) -> None:
    kept = json.loads(frozen_one(tmp_path))
    kept["facts"]["losses"]["tlp"] = "TLP:AMBER"
    kept["facts"]["trade"]["claims"]["2025"]["tlp"] = "TLP:GREEN"
    told = released(tmp_path, {"facts/x/editions/1.json": json.dumps(kept)})
    assert "4,000" not in told
    assert "2025 is of 2024" not in told
    assert "more than 6,000" in told
    assert "railway" in told


def test_a_release_does_not_tell_a_change_in_words_that_are_withheld(tmp_path: Path) -> None:
    arms = TWO["facts/x/arms.yaml"].replace("    record: E1\n", "    record: E1\n    tlp: AMBER\n")
    changes = "losses:\n  says: The secret is {debt}\n"
    told = released(tmp_path, {"facts/x/arms.yaml": arms, "facts/x/changes.yaml": changes})
    assert "secret" not in told
    assert "90%" not in told
    assert "Losses came to more than 6,000 soldiers" in told


def test_a_brief_that_shows_restricted_old_words_does_not_build(tmp_path: Path) -> None:
    kept = json.loads(frozen_one(tmp_path))
    kept["facts"]["losses"]["tlp"] = "TLP:AMBER"
    built = build(both(tmp_path, {"facts/x/editions/1.json": json.dumps(kept)}))
    assert built.files == {}
    assert {p.code for p in built.problems if p.severity == "error"} == {"handling"}
