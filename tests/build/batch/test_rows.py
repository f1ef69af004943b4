"""A table with a row a brief: what the rows make, with a pattern and without, and what is told of a table that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.batch.items import Item
from briefing.build.batch.patterns import Pattern, find_pattern
from briefing.build.batch.row_dossiers import dossiers_of_rows, file_name
from briefing.facts.load import load_ledger
from briefing.language import load_language
from briefing.problems.problem import BriefingError, Location, Problem

PATTERN = {
    "dossier.yaml": 'title: "{country}: a note"   # the title\nsubtitle: "{remark}"\nedition: 1\ndate: 2025\n',
    "sources.yaml": "wdi:\n  title: World Data\n  publisher: Agency\n  date: 2025\n",
    "profile.yaml": (
        "title: Profile of {country}\n"
        "facts:\n"
        "  population:\n"
        "    name: Population\n"
        "    says: The people of {country} numbered {value}\n"
        "    value: '{population}'\n"
        "    source: wdi\n"
        "  debt:\n"
        "    name: Debt\n"
        "    value: {debt} USD\n"
        "    source: wdi\n"
        "  aid:\n"
        "    name: Aid\n"
        "    value: {aid}\n"
        "    source: wdi\n"
        "    note: {aid_note}\n"
        "  growth:\n"
        "    name: Growth\n"
        "    unit: million USD\n"
        "    series: growth.csv\n"
    ),
    "growth.csv": "year,value,source\n2022,{y2022},wdi\n2023,{y2023},wdi\n",
}


def pattern() -> Pattern:
    return Pattern("templates/note/dossier", {name: text.encode() for name, text in PATTERN.items()})


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "countries.csv"
    path.write_bytes(text.encode())
    return path


def refused(path: Path, of: Pattern | None = None) -> tuple[str, Location]:
    with pytest.raises(BriefingError) as caught:
        dossiers_of_rows(path, of)
    problem = caught.value.problems[0]
    return problem.code, problem.location


def loaded(item: Item, tmp_path: Path) -> tuple[dict[str, str], list[Problem]]:
    """The value of each fact that the item's files hold, by id, and all problems."""
    folder = tmp_path / "made" / item.name
    folder.mkdir(parents=True)
    for name, data in item.files.items():
        (folder / name).write_bytes(data)
    ledger, problems = load_ledger(folder, item.display_path)
    assert ledger is not None, problems
    values = {f.id: f.value.words(load_language("en-GB")) if f.value is not None else "" for f in ledger.facts.values()}
    return values, [p for p in problems if p.severity == "error"]


def test_a_row_fills_the_pattern_line_for_line(tmp_path: Path) -> None:
    head = "country,population,debt,aid,aid note,remark,y2022,y2023\n"
    row = 'Norway,5.5 million people,"1,000",7 ships,"so: ""#1""","It\'s {value} \\ #x",10,20\n'
    (item,) = dossiers_of_rows(table(tmp_path, head + row), pattern())
    assert (item.name, item.problems) == ("norway", ())
    for name, text in PATTERN.items():
        assert item.files[name].decode().count("\n") == text.count("\n"), name
    values, errors = loaded(item, tmp_path)
    assert errors == []
    assert values == {"population": "5.5 million people", "debt": "$1,000", "aid": "7 ships", "growth": ""}
    dossier = item.files["dossier.yaml"].decode().split("\n")
    assert dossier[:2] == ['title: "Norway: a note"', "subtitle: 'It''s {value} \\ #x'"]
    assert 'says: "The people of Norway numbered {value}"' in item.files["profile.yaml"].decode()


def test_an_empty_cell_takes_its_line_and_an_empty_value_its_fact(tmp_path: Path) -> None:
    head = "country,population,debt,aid,aid note,remark,y2022,y2023\n"
    (item,) = dossiers_of_rows(table(tmp_path, head + "Chad,1 man,5,,,,10,\n"), pattern())
    values, errors = loaded(item, tmp_path)
    assert errors == []
    assert set(values) == {"population", "debt", "growth"}
    assert "subtitle" not in item.files["dossier.yaml"].decode()
    assert item.files["growth.csv"].decode().split("\n")[2] == ""
    assert item.files["profile.yaml"].decode().count("\n") == PATTERN["profile.yaml"].count("\n")


def test_a_hole_that_no_column_fills_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = table(tmp_path, "country,populaton,debt,aid,aid note,remark,y2022,y2023\nChad,1,2,3,4,5,6,7\n")
    with pytest.raises(BriefingError) as caught:
        dossiers_of_rows(path, pattern())
    (problem,) = caught.value.problems
    assert problem.code == "unknown-column"
    assert problem.location == Location("templates/note/dossier/profile.yaml", 6, 13)
    assert "populaton" in problem.hint


def test_without_a_pattern_columns_are_particulars_and_facts(tmp_path: Path) -> None:
    head = "name;title;population (people);GDP (billion USD);GDP source;as of;source;date\n"
    items = dossiers_of_rows(
        table(tmp_path, head + "Norway;A note;5.5 million;485;Bank;2024;Office;2025\nChad;;18;;;;Office;2025\n"), None
    )
    values, errors = loaded(items[0], tmp_path)
    assert errors == []
    assert values == {"population": "5.5 million people", "gdp": "$485 billion"}
    sources = items[0].files["sources.yaml"].decode()
    assert 'title: "Office"' in sources
    assert 'title: "Bank"' in sources
    values, errors = loaded(items[1], tmp_path)
    assert (values, errors) == ({"population": "18 people"}, [])
    assert 'title: "Chad"' in items[1].files["dossier.yaml"].decode()


def test_problems_are_told_at_the_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (item,) = dossiers_of_rows(table(tmp_path, "name,speed,source\nChad,fast,Office\n").relative_to(tmp_path), None)
    _, errors = loaded(item, tmp_path)
    (told,) = item.locate(errors)
    assert told.location == Location("countries.csv", 2)
    assert told.message.endswith("(row 2 of countries.csv: Chad)")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("name,source\n", "no-rows", 1),
        ("", "no-heading", 1),
        ("name,,source\nx,1,2\n", "no-heading", 1),
        ("name,GDP,gdp,source\nx,1,2,3\n", "same-heading", 1),
        ("name,gdp\nx,1\n", "no-source", 1),
        ("name,gdp,source\nx,1,s\ny,1,2,3\n", "too-many-cells", 3),
        ('name,gdp,source\nx,"1,s\n', "broken-csv", 2),
        ("name,gdp,source\nx,\x00,s\n", "control-character", 2),
    ],
)
def test_a_table_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    told, location = refused(table(tmp_path, text))
    assert (told, location.line) == (code, line)


def test_another_kind_of_file_is_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "countries.xlsx"
    path.write_bytes(b"PK")
    assert refused(path)[0] == "not-a-table"


def test_rows_of_one_name_or_none_fail_alone(tmp_path: Path) -> None:
    text = "name,x,source\nNorway,1,s\n,2,s\nNORWAY,3,s\n中国,4,s\n\nChad,5,s\n"
    items = dossiers_of_rows(table(tmp_path, text), None)
    assert [item.name for item in items] == ["norway", "row-3", "norway (3)", "row-5", "chad"]
    assert [[p.code for p in item.problems] for item in items] == [[], ["no-name"], ["same-name"], ["no-name"], []]
    assert items[2].problems[0].location.line == 4


def test_names_of_countries_make_names_of_files() -> None:
    names = ["Côte d'Ivoire", "São Tomé & Príncipe", "Åland", "Curaçao", "  ", "../../etc", "Ørsted", "a" * 300]
    made = [file_name(name) for name in names]
    assert made[:7] == ["cote-d-ivoire", "sao-tome-principe", "aland", "curacao", "", "etc", "orsted"]
    assert len(made[7]) == 80


def test_the_first_folder_with_a_pattern_counts_and_it_must_be_a_dossier(tmp_path: Path) -> None:
    assert find_pattern([tmp_path], "note") is None
    (tmp_path / "note" / "dossier").mkdir(parents=True)
    with pytest.raises(BriefingError) as caught:
        find_pattern([tmp_path], "note")
    assert caught.value.problems[0].code == "no-dossier"
    (tmp_path / "note" / "dossier" / "dossier.yaml").write_text("title: x\n", "utf-8")
    found = find_pattern([tmp_path], "note")
    assert found is not None
    assert set(found.files) == {"dossier.yaml"}


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Zl", "Zp", "Cn", "Cf")), max_size=30)


@given(CELL)
def test_a_cell_never_becomes_yaml(cell: str) -> None:
    import yaml

    text = " ".join(cell.split())
    if not text:
        return
    of = Pattern("p", {"dossier.yaml": b"title: {x}\nnote: about {x}.\n"})
    files, _ = of.fill({"x": text})
    assert yaml.safe_load(files["dossier.yaml"]) == {"title": text, "note": f"about {text}."}


def test_a_column_of_words_is_printed_as_it_is(tmp_path: Path) -> None:
    """A peak with its height is no amount; a column with one amount is a column of amounts."""
    rows = "Algeria,Tahat 2908 m,2.4 million km²,CIA\nFrance,Mont Blanc 4810 m,approximately 5 km,CIA\n"
    first, second = (
        item.files["figures_of_row.yaml"].decode()
        for item in dossiers_of_rows(table(tmp_path, f"name,Peak,Area,source\n{rows}"), None)
    )
    assert 'says: "Tahat 2908 m"' in first and 'value: "2.4 million km²"' in first
    assert 'says: "Mont Blanc 4810 m"' in second and 'value: "approximately 5 km"' in second
