from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.document.model import Citation
from briefing.facts.ledger import Ledger, Placeholder
from briefing.facts.load import load_ledger
from briefing.language import load_language
from briefing.problems.problem import Problem

SOURCES = "bbc_2025:\n  title: A\n  date: 2025\nmod_2025:\n  title: B\n  date: 2025\n"
ECONOMY = """title: Economy
facts:
  debt:
    says: Russia wrote off {value} of the debt
    value: about 10 billion USD      # a comment
    date: 2012-09-17
    by: Moscow
    source: bbc_2025, par. 3, note 2; mod_2025
    tags:
      exchange: Russia to North Korea
    record: E4
  casualties:
    name: North Korean casualties in Kursk
    unit: soldiers
    counts: killed or wounded
    status: disputed
    source: bbc_2025
    claims:
      uk_mod:
        value: more than 6,000
        as_of: 2025-06-15
        status: unverified
        source: mod_2025
      officials:
        value: about 4,000
  trade:
    says: Trade was {value} in {as_of}
    unit: million USD
    source: bbc_2025
    series: trade.csv
"""
TRADE = 'year,value,source,by\n2022,34.4,,\n2023,52.9,mod_2025,Moscow\n2023,"1,050",mod_2025,Seoul\n2023,3,bbc_2025,\n'


def write(folder: Path, **files: str) -> Path:
    for name, text in {"dossier_yaml": "title: A brief\n", "sources_yaml": SOURCES, **files}.items():
        (folder / name.replace("_yaml", ".yaml").replace("_csv", ".csv")).write_text(text, "utf-8")
    return folder


def load(folder: Path) -> Ledger:
    ledger, problems = load_ledger(folder, "facts/x")
    assert problems == []
    assert ledger is not None
    return ledger


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return load(write(tmp_path, economy_yaml=ECONOMY, trade_csv=TRADE))


def test_a_fact_with_a_value_has_one_claim_with_no_name(ledger: Ledger) -> None:
    fact = ledger.facts["debt"]
    assert [claim.id for claim in fact.claims] == [""]
    assert fact.value is not None
    assert fact.value.words(load_language("en-GB")) == "about $10 billion"
    assert [part.name if isinstance(part, Placeholder) else part for part in fact.says] == [
        "Russia wrote off ", "value", " of the debt",
    ]  # fmt: skip
    assert fact.claims[0].by == "Moscow"
    assert fact.cited == (Citation("bbc_2025", "par. 3, note 2"), Citation("mod_2025"))
    assert (fact.tags, fact.record, fact.topic) == ({"exchange": "Russia to North Korea"}, "E4", "economy")
    assert str(fact.location) == "facts/x/economy.yaml:3:3"
    assert str(fact.claims[0].location) == "facts/x/economy.yaml:5:12"


def test_a_claim_takes_from_its_fact_what_it_lacks(ledger: Ledger) -> None:
    uk_mod, officials = ledger.facts["casualties"].claims
    assert (uk_mod.id, officials.id) == ("uk_mod", "officials")
    assert (uk_mod.status, officials.status) == ("unverified", "disputed")
    assert (uk_mod.counts, officials.counts) == ("killed or wounded", "killed or wounded")
    assert (uk_mod.sources, officials.sources) == ((Citation("mod_2025"),), (Citation("bbc_2025"),))
    assert uk_mod.value is not None
    assert uk_mod.value.unit == "soldiers"


def test_a_year_that_stands_twice_is_one_point_with_named_claims(ledger: Ledger) -> None:
    first, second = ledger.facts["trade"].points
    assert (first.label, [claim.id for claim in first.claims]) == ("2022", [""])
    assert first.claims[0].sources == (Citation("bbc_2025"),)
    assert (second.label, [claim.id for claim in second.claims]) == ("2023", ["mod_2025", "2", "bbc_2025"])
    assert [claim.by for claim in second.claims] == ["Moscow", "Seoul", ""]
    assert str(second.claims[1].location) == "facts/x/trade.csv:4:7"
    assert second.claims[1].as_of == second.when
    assert second.claims[1].value is not None
    assert second.claims[1].value.words(load_language("en-GB")) == "$1,050 million"


def test_topics_stand_in_the_order_of_sections_then_by_name(tmp_path: Path) -> None:
    topic = "title: T\nfacts:\n  {}:\n    says: It was so\n    source: bbc_2025\n"
    files = {f"{name}_yaml": topic.format(f"of_{name}") for name in ("a", "b", "c", "d")}
    write(tmp_path, **files)
    (tmp_path / "dossier.yaml").write_text("title: T\nsections:\n  - d\n  - summary\n  - b\n", "utf-8")
    ledger = load(tmp_path)
    assert list(ledger.topics) == ["d", "b", "a", "c"]
    assert list(ledger.facts) == ["of_d", "of_b", "of_a", "of_c"]


def test_what_is_right_of_a_wrong_fact_is_there_for_templates(tmp_path: Path) -> None:
    write(
        tmp_path,
        economy_yaml=ECONOMY.replace("about 10 billion USD", "10bn").replace("by: Moscow", "bye: Moscow"),
        trade_csv=TRADE,
    )
    ledger, problems = load_ledger(tmp_path, "facts/x")
    assert codes(problems) == ["bad-value", "unknown-key"]
    assert ledger is not None
    assert list(ledger.facts) == ["debt", "casualties", "trade"]
    assert ledger.facts["debt"].value is None


def test_facts_of_a_used_dossier_are_facts_but_not_topics(tmp_path: Path) -> None:
    own, common = tmp_path / "x", tmp_path / "common"
    own.mkdir()
    common.mkdir()
    write(common, geography_yaml="title: G\nfacts:\n  border:\n    says: It is short\n    source: bbc_2025\n")
    write(own, economy_yaml=ECONOMY, trade_csv=TRADE, dossier_yaml="title: T\nuses:\n  - common\n")
    (own / "sources.yaml").unlink()
    ledger = load(own)
    assert "border" in ledger.facts
    assert list(ledger.topics) == ["economy"]
    assert list(ledger.sources) == ["bbc_2025", "mod_2025"]


def test_a_folder_that_is_not_there_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "russia-north-korea-edition-1").mkdir()
    ledger, problems = load_ledger(tmp_path / "russia-nort-korea", "facts/russia-nort-korea")
    assert ledger is None
    assert [str(p) for p in problems] == [
        'facts/russia-nort-korea: error[no-dossier]: folder not found\n  hint: did you mean "russia-north-korea-edition-1"?'
    ]


@pytest.mark.parametrize("name", ["economy.yaml", "dossier.yaml", "sources.yaml", "tables.yaml"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    write(folder, economy_yaml=ECONOMY, trade_csv=TRADE)
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: secret\n", "utf-8")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    ledger, problems = load_ledger(folder, "facts/x")
    assert "outside-folder" in codes(problems)
    assert "secret" not in repr(ledger)


def test_a_series_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    write(folder, economy_yaml=ECONOMY)
    (tmp_path / "trade.csv").write_text(TRADE, "utf-8")
    (folder / "trade.csv").symlink_to(tmp_path / "trade.csv")
    assert codes(load_ledger(folder, "facts/x")[1]) == ["outside-folder"]


@pytest.mark.skipif(os.name != "posix", reason="pipes and rights are those of POSIX")
def test_a_pipe_and_a_folder_in_place_of_a_file_do_not_stop_anything(tmp_path: Path) -> None:
    write(tmp_path, economy_yaml=ECONOMY, trade_csv=TRADE)
    os.mkfifo(tmp_path / "history.yaml")
    (tmp_path / "stakes.yaml").mkdir()
    assert codes(load_ledger(tmp_path, "facts/x")[1]) == ["unreadable-file", "ignored-file"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, economy_yaml=ECONOMY, trade_csv=TRADE)
    (tmp_path / "economy.yaml").chmod(0)
    assert "unreadable-file" in codes(load_ledger(tmp_path, "facts/x")[1])


def test_files_larger_than_they_may_be_are_not_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        economy_yaml=ECONOMY,
        trade_csv="year,value\n" + "2022,3\n" * 50_001,
        history_yaml="# x\n" * 1_250_001,
    )
    problems = load_ledger(tmp_path, "facts/x")[1]
    assert [str(p.location) for p in problems if p.code == "too-large"] == [
        "facts/x/history.yaml",
        "facts/x/trade.csv:50002",
    ]


def test_pictures_are_known_by_their_first_bytes(tmp_path: Path) -> None:
    figures = "a:\n  title: A\n  alt: A map\n  file: a.png\nb:\n  title: B\n  alt: A map\n  file: b.jpg\n"
    write(tmp_path, economy_yaml=ECONOMY, trade_csv=TRADE, figures_yaml=figures)
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n....")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0....")
    assert [figure.file for figure in load(tmp_path).figures.values()] == ["a.png", "b.jpg"]
    (tmp_path / "b.jpg").write_bytes(b"GIF89a")
    assert codes(load_ledger(tmp_path, "facts/x")[1]) == ["bad-picture"]


def test_tables_say_which_rows_and_columns_they_have(tmp_path: Path) -> None:
    tables = """a:
  title: T
  rows: "facts tagged exchange: Russia to North Korea"
  group_by: exchange
  sort_by: date descending
  widths: 2 1.5
  note: One note.
  columns:
    - exchange as Direction
    - value
b:
  title: T
  rows: facts debt, trade
  columns:
    - says
c:
  title: T
  rows: facts of economy
  columns:
    - says
d:
  title: T
  rows: sources
  columns:
    - number
"""
    specs = load(write(tmp_path, economy_yaml=ECONOMY, trade_csv=TRADE, tables_yaml=tables)).tables
    a = specs["a"]
    assert (a.rows.kind, a.rows.tag, a.rows.tag_value) == ("tagged", "exchange", "Russia to North Korea")
    assert [(c.aspect, c.title, c.is_tag) for c in a.columns] == [("exchange", "Direction", True), ("value", "", False)]
    assert (a.group_by, a.sort_by, a.descending, a.widths, a.notes) == (
        "exchange",
        "date",
        True,
        (2.0, 1.5),
        ("One note.",),
    )
    assert specs["b"].rows.names == ("debt", "trade")
    assert specs["c"].rows.topic == "economy"
    assert specs["d"].rows.kind == "sources"


def test_windows_line_ends_and_a_byte_order_mark_are_right(tmp_path: Path) -> None:
    write(tmp_path, trade_csv=TRADE)
    (tmp_path / "economy.yaml").write_bytes(b"\xef\xbb\xbf" + ECONOMY.replace("\n", "\r\n").encode())
    assert str(load(tmp_path).facts["debt"].location) == "facts/x/economy.yaml:3:3"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, len(ECONOMY)), cut=st.integers(0, 12), put=st.text(max_size=3))
def test_no_slip_of_the_fingers_raises_or_makes_another_number(tmp_path: Path, place: int, cut: int, put: str) -> None:
    typed = ECONOMY[:place] + put + ECONOMY[place + cut :]
    write(tmp_path, trade_csv=TRADE)
    (tmp_path / "economy.yaml").write_bytes(typed.encode("utf-8", "surrogatepass"))
    ledger, problems = load_ledger(tmp_path, "facts/x")
    assert ledger is not None
    if problems:
        assert all(p.message and str(p.location).startswith("facts/x") for p in problems)
        return
    for fact in ledger.facts.values():
        for claim in fact.claims:
            assert claim.value is None or claim.value.written in typed


def test_two_loads_give_the_same(tmp_path: Path) -> None:
    write(tmp_path, economy_yaml=ECONOMY.replace("bbc_2025", "bbc"), trade_csv=TRADE + "x,y\n")
    assert repr(load_ledger(tmp_path, "facts/x")) == repr(load_ledger(tmp_path, "facts/x"))


def test_a_number_in_a_series_and_one_with_a_unit_are_grouped_and_a_bare_one_may_be_a_year(tmp_path: Path) -> None:
    facts = """title: E
facts:
  homes:
    says: There are {value}
    value: 4100 homes
    source: bbc_2025
  price:
    says: It costs {value}
    value: €4150.5
    source: bbc_2025
  bare:
    says: It was {value}
    value: 2012
    source: bbc_2025
  trade:
    says: Trade was {value}
    source: bbc_2025
    series: trade.csv
"""
    english = load_language("en-GB")
    ledger = load(write(tmp_path, economy_yaml=facts, trade_csv="year,value\n2022,4100\n2023,412000\n"))
    values = [fact.value.words(english) for fact in ledger.facts.values() if fact.value]
    assert values == ["4,100 homes", "€4,150.5", "2012"]
    points = ledger.facts["trade"].points
    assert [c.value.words(english) for p in points for c in p.claims if c.value] == ["4,100", "412,000"]


def test_an_unknown_language_hides_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, dossier_yaml="title: T\nlanguage: de\n", economy_yaml=ECONOMY.replace("bbc_2025, par", "bcc, par"))
    (tmp_path / "trade.csv").write_text(TRADE, "utf-8")
    ledger, problems = load_ledger(tmp_path, "facts/x")
    assert codes(problems) == ["unknown-language", "unknown-source"]
    assert str(problems[0].location) == "facts/x/dossier.yaml:2:11"
    assert ledger is not None
    assert ledger.dossier.language == "en-GB"


@pytest.mark.parametrize("name", ["economy.yaml", "dossier.yaml", "trade.csv"])
def test_a_link_to_itself_is_a_problem(tmp_path: Path, name: str) -> None:
    write(tmp_path, economy_yaml=ECONOMY, trade_csv=TRADE)
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to(name)
    problems = load_ledger(tmp_path, "facts/x")[1]
    assert "unreadable-file" in codes(problems)
    assert "broken link" in next(p.message for p in problems if p.code == "unreadable-file")


def test_wide_and_long_series_are_told_at_once_and_in_few_lines(tmp_path: Path) -> None:
    wide = "year,value" + ",x" * 1_000_000
    rows = "year,value,source\n" + "2022,3" + ",x" * 1_000_000 + "\n" + "2022,three,nobody\n" * 40_000
    long_cell = f"year,value,note\n2022,3,{'n' * 2_001}\n"
    expected = {
        "wide": ["too-large"],
        "rows": ["ragged-row", *["bad-value"] * 49, "more-problems"],
        "cell": ["too-long"],
    }
    for name, text in {"wide": wide, "rows": rows, "cell": long_cell}.items():
        write(tmp_path, economy_yaml=ECONOMY, trade_csv=text)
        problems = load_ledger(tmp_path, "facts/x")[1]
        assert codes(problems) == expected[name]
        assert all(p.location.file == "facts/x/trade.csv" and p.location.line for p in problems)


def test_what_cannot_be_read_leads_to_no_more_problems(tmp_path: Path) -> None:
    tables = "a:\n  title: T\n  rows: facts debt\n  columns:\n    - exchange\n"
    write(tmp_path, trade_csv=TRADE, tables_yaml=tables, history_yaml="title: H\nfacts:\n")
    (tmp_path / "economy.yaml").write_bytes(b"\xff\xfet\x00")
    assert codes(load_ledger(tmp_path, "facts/x")[1]) == ["not-utf-8", "empty-value"]
