"""facts, its old names, factcheck and schema."""

from __future__ import annotations

import io
import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from docx import Document
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from briefing.cli.app import app
from briefing.facts.json_schema import make_schemas

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "facts" / "russia-north-korea-edition-1"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# ------------------------------------------------------------------ facts, trace


def test_facts_are_found_by_every_word() -> None:
    result = run("facts", "debt", "--dossier", str(FACTS))
    assert result.exit_code == 0
    assert [line.partition(":")[0] for line in result.stdout.splitlines()] == ["debt_cancelled", "debt_amount"]
    assert "90% | stated | 2012" in result.stdout
    assert "printed in 6 places" in result.stdout
    assert result.stderr == "2 facts\n"
    assert run("facts", "debt bridge", "--dossier", str(FACTS)).stdout == ""


def test_facts_as_json_say_where_they_are_typed_and_shown() -> None:
    told = json.loads(run("facts", "debt_amount", "-d", str(FACTS), "--json").stdout)
    assert told["schema"] == "briefing/facts/1"
    (fact,) = told["facts"]
    assert fact["claims"][0]["value"] == "about $10 billion"
    assert fact["claims"][0]["age_in_days"] > 4000
    assert fact["typed"].endswith("economy.yaml:81:3") or ":" in fact["typed"]
    assert fact["shown"]


def test_an_exact_id_shows_everything_about_one_fact() -> None:
    lines = run("facts", str(FACTS), "trade").stdout.splitlines()
    assert lines[0].startswith("trade: ")
    assert any("trade[2022]: $3.8 million, 2022" in line for line in lines)
    assert any("Figure 3" in line for line in lines)


def test_trace_of_nothing_names_the_nearest() -> None:
    result = run("trace", "trad", "-d", str(FACTS))
    assert result.exit_code == 1
    assert 'did you mean "trade"?' in result.stderr


def test_an_exact_id_shows_what_rests_on_a_fact(tmp_path: Path) -> None:
    folder = tmp_path / "facts" / "x"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text("title: T\n", "utf-8")
    (folder / "sources.yaml").write_text("a:\n  title: A\n  date: 2025\n", "utf-8")
    (folder / "arms.yaml").write_text(
        "title: Arms\nfacts:\n  one:\n    name: One\n    value: 2 guns\n    source: a\n"
        "  both:\n    name: Both\n    derive: 2 * one\n", "utf-8",
    )  # fmt: skip
    (folder / "judgements.yaml").write_text(
        "so:\n  text: it will be so\n  likelihood: likely\n  horizon: 2030\n  confidence: low\n  basis: one\n", "utf-8"
    )
    assert "used by: both, so" in run("facts", "one").stdout
    assert "calculated: 2 * one" in run("facts", "both").stdout

    lines = run("facts", "so").stdout.splitlines()
    assert lines == [
        "so: it will be so", "  typed: facts/x/judgements.yaml:1:1", "  likelihood: likely (55–80%), by 2030", "  confidence: low",
        "  rests on: one: One (stated)", "  not printed",
    ]  # fmt: skip
    told = json.loads(run("facts", "so", "--json").stdout)
    assert (told["facts"], told["judgements"][0]["likelihood"]["word"]) == ([], "likely")
    assert told["judgements"][0]["basis"] == [{"name": "one", "label": "One", "statuses": ["stated"]}]
    assert "judgements" not in json.loads(run("facts", "one", "--json").stdout)
    assert run("facts", "soo").stderr == '0 facts: nothing matches "soo"\n  hint: did you mean "so"?\n'
    details = run("facts", "x", "--details").stdout
    assert "used by: both, so" in details and "calculated: 2 * one" in details


def two_dossiers(folder: Path) -> None:
    for name in ("x", "disputed"):
        place = folder / "facts" / name
        place.mkdir(parents=True)
        (place / "dossier.yaml").write_text("title: T\n", "utf-8")
        (place / "sources.yaml").write_text("a:\n  title: A\n  date: 2025\n", "utf-8")
        facts = f"title: Arms\nfacts:\n  {name}_one:\n    name: One\n    value: 2 guns\n    source: a\n    status: disputed\n"
        (place / "arms.yaml").write_text(facts, "utf-8")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ([], ["disputed_one", "x_one"]),
        (["x"], ["x_one"]),
        (["facts/x"], ["x_one"]),
        (["facts/x/dossier.yaml"], ["x_one"]),
        (["guns"], ["disputed_one", "x_one"]),
        (["x", "guns"], ["x_one"]),
        (["disputed"], ["disputed_one"]),  # the dossier of that name
        (["-d", "x", "disputed"], ["x_one"]),
        (["x", "disputed"], ["x_one"]),
    ],
)
def test_a_first_argument_that_names_a_dossier_is_the_dossier(
    tmp_path: Path, typed: list[str], found: list[str]
) -> None:
    two_dossiers(tmp_path)
    listed = json.loads(run("facts", *typed, "--json").stdout)["facts"]
    assert [fact["id"] for fact in listed] == found
    assert [line.partition(":")[0] for line in run("facts", *typed).stdout.splitlines()] == found


def test_two_words_of_which_the_first_names_no_dossier_are_an_error(tmp_path: Path) -> None:
    two_dossiers(tmp_path)
    result = run("facts", "two", "guns")
    assert result.exit_code == 2
    assert 'unknown dossier "two"' in result.stderr
    assert 'briefing facts "two guns"' in result.stderr
    assert run("facts", "-d", "x", "two", "guns").exit_code == 2


def test_the_dossiers_are_listed(tmp_path: Path) -> None:
    two_dossiers(tmp_path)
    names = [line.split()[0] for line in run("facts", "--dossiers").stdout.splitlines()]
    assert names[:2] == ["disputed", "x"]
    assert "russia-north-korea" in names
    listed = json.loads(run("facts", "--dossiers", "--json").stdout)
    assert listed["schema"] == "briefing/dossiers/1"
    assert [each["name"] for each in listed["dossiers"]] == names


def test_the_old_commands_work_with_a_warning(tmp_path: Path) -> None:
    two_dossiers(tmp_path)
    cases = (
        (["trace", "x_one"], ["facts", "x_one"], "briefing trace is now called briefing facts"),
        (["list"], ["facts", "--dossiers"], "briefing list is now called briefing facts --dossiers"),
    )
    for old, new, warning in cases:
        for more in ([], ["--json"]):
            was, now = run(*old, *more), run(*new, *more)
            assert (was.stdout, was.exit_code) == (now.stdout, now.exit_code)
            assert f"warning[deprecated-command]: the command {warning}\n" in was.stderr


# ------------------------------------------------------------------ factcheck


def test_the_sheets_have_a_line_for_each_figure_and_room_to_sign() -> None:
    result = run("factcheck", str(FACTS), "-o", "out")
    assert result.exit_code == 0
    names = [Path(line).name for line in result.stdout.splitlines()]
    assert names == ["russia-north-korea-edition-1.factcheck.docx", "russia-north-korea-edition-1.factcheck.xlsx"]
    (table,) = Document(str(Path("out") / names[0])).tables
    head = [cell.text for cell in table.rows[0].cells]
    assert head == ["No.", "Sentence", "Figure", "Source", "Passage relied on", "Checked by", "Date"]
    sheet = load_workbook(Path("out") / names[1]).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [str(c) for c in rows[0]] == head
    assert len(rows) == len(table.rows) > 50
    line = next(row for row in rows if row[2] == "$3.8 million")
    assert "Trade stood at $3.8 million" in str(line[1])
    assert line[3] == "GEOPOLITIKS newsletter, par. 14"
    assert line[5:] == (None, None)


def test_the_sheets_are_the_same_twice_and_hold_no_formula(tmp_path: Path) -> None:
    from briefing.writers import xlsx

    rows = [["1", "=1+1", "@x", "\x07bell", "", "", ""]]
    made = [xlsx.write(["a"] * 7, rows, [9] * 7, name="n/n", date="2025-01-01") for _ in range(2)]
    assert made[0] == made[1]
    (path := tmp_path / "s.xlsx").write_bytes(made[0])
    sheet = load_workbook(path).active
    assert sheet is not None
    assert [sheet.cell(2, 2).value, sheet.cell(2, 2).data_type] == ["=1+1", "s"]
    assert load_workbook(io.BytesIO(made[0])).properties.modified.year == 2025


# ------------------------------------------------------------------ schema


def test_every_key_has_a_description() -> None:
    def without(schema: object, where: str) -> list[str]:
        if not isinstance(schema, dict):
            return []
        keys = schema.get("properties", {})
        bare = [f"{where}.{key}" for key, value in keys.items() if not value.get("description")]
        inner = [*keys.items(), ("", schema.get("additionalProperties"))]
        return bare + [found for key, value in inner for found in without(value, f"{where}.{key}")]

    assert [found for name, schema in make_schemas().items() for found in without(schema, name)] == []


@pytest.mark.parametrize("name", ["dossier", "sources", "tables", "figures", "economy", "history", "stakes"])
def test_the_shipped_files_keep_to_their_schemas(name: str) -> None:
    schema = make_schemas().get(f"{name}.schema.json") or make_schemas()["topic.schema.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    data = yaml.load((FACTS / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)
    jsonschema.validate(data, schema)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("topic", {"title": "T", "facts": {"a": {"vlaue": "3"}}}),
        ("topic", {"title": "T", "facts": {"a": {"status": "maybe"}}}),
        ("topic", {"facts": {}}),
        ("figures", {"a": {"title": "T", "chart": "pie"}}),
        ("dossier", {"title": "T", "tlp": {"annex": "PURPLE"}}),
        ("dossier", {"title": "T", "variants": {"summary": ["two-pages"]}}),
        ("judgements", {"a": {"text": "t"}}),
        ("dossier", {"titel": "T"}),
    ],
)
def test_a_slip_is_found_while_typing(file: str, data: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, make_schemas()[f"{file}.schema.json"])


def test_schema_writes_one_file_a_kind() -> None:
    result = run("schema")
    assert result.exit_code == 0
    assert sorted(path.name for path in Path("schemas").iterdir()) == sorted(make_schemas())
