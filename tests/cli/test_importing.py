"""`briefing import` as a user runs it: from a sheet to a dossier that builds, and nothing overwritten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exchange.importing.sheets_made import delimited, xlsx
from typer.testing import CliRunner, Result

from briefing.cli.app import app
from briefing.files.atomic_write import write_files

ROWS: list[list[Any]] = [
    ["Name", "Value (million EUR)", "Year", "Source", "Region"],
    ["Roads", 12.5, 2024, "Ministry of Transport, report 2024, p. 12", "North"],
    ["Rail", "about 30", 2024, "", "South"],
    ["Air", "5-ish", 2023, "", "North"],
]
TRADE: list[list[Any]] = [
    ["Year", "Exports (USD bn)", "Imports (USD bn)"],
    *([y, y - 2000, None if y == 2012 else 5] for y in range(2005, 2020)),
]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def snapshot(folder: str = ".") -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def errors(dossier: str) -> list[str]:
    """The errors that a check finds."""
    told = json.loads(run("check", dossier, "--json").stdout)
    return [f"{p['file']}:{p['line']}: {p['message']}" for p in told["problems"] if p["severity"] == "error"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_from_a_sheet_to_a_brief(kind: str) -> None:
    if kind == "xlsx":
        xlsx(Path("budget 2024.xlsx"), {"Costs": ROWS, "Trade": TRADE})
    else:
        delimited(Path("budget 2024.csv"), ROWS)
    done = run("import", f"budget 2024.{kind}")
    assert done.exit_code == 0
    assert "read as one fact per row: 2 facts" in done.stdout
    assert "imported as tags: Region" in done.stdout
    assert "facts/budget-2024/dossier.yaml" in done.stdout
    assert 'unit guessed from the heading "Value (million EUR)" (and 1 more line)' in done.stdout
    assert f"budget 2024.{kind}!{'Costs!' if kind == 'xlsx' else ''}B4: warning[not-imported]" in done.stderr
    assert done.stdout.endswith("Build it with: briefing build budget-2024\n")
    assert errors("budget-2024") == []
    built = run("build", "budget-2024")
    assert (built.exit_code, Path("out/budget-2024.pdf").is_file(), Path("out/budget-2024.docx").is_file()) == (
        0,
        True,
        True,
    )


def test_many_figures_get_a_section_of_their_own() -> None:
    xlsx(Path("b.xlsx"), {"Trade": TRADE})
    done = run("import", "b.xlsx", "mine")
    assert "templates/mine/trade.md" in done.stdout
    section = Path("templates/mine/trade.md").read_text("utf-8")
    assert section == '# {{ title }}\n\n{{ figure("trade_chart") }}\n\n{{ table("trade_series") }}\n'
    assert errors("mine") == []
    assert run("build", "mine").exit_code == 0


def test_sections_that_are_there_stay() -> None:
    xlsx(Path("b.xlsx"), {"Trade": TRADE})
    write_files(Path("templates/mine"), {"trade.md": b"# Mine\n"})
    done = run("import", "b.xlsx", "mine")
    assert done.exit_code == 0
    assert "templates/mine: note[already-there]" in done.stderr
    assert snapshot("templates") == {Path("templates/mine/trade.md"): b"# Mine\n"}


def test_the_report_for_programs() -> None:
    delimited(Path("b.csv"), ROWS)
    told = json.loads(run("import", "b.csv", "--json").stdout)
    assert told["schema"] == "briefing/import/1"
    assert told["sheets"] == [
        {
            "sheet": "b.csv",
            "read_as": "one fact per row",
            "facts": 2,
            "series": 0,
            "topics": ["b"],
            "tags": ["Region"],
            "not_read": [],
            "details": ["3 figures: 2 imported, 1 named above"],
        }
    ]
    assert [p["code"] for p in told["problems"]] == ["not-imported"]
    assert all(Path(file).is_file() for file in told["files"])
    for guess in told["guesses"]:
        line = Path(guess["file"]).read_text("utf-8").splitlines()[guess["line"] - 1]
        assert line.endswith(f"# check: {guess['what']}")


def test_the_same_sheet_makes_the_same_files() -> None:
    xlsx(Path("b.xlsx"), {"Costs": ROWS, "Trade": TRADE})
    run("import", "b.xlsx", "one")
    run("import", "b.xlsx", "two")
    one, two = snapshot("facts/one"), snapshot("facts/two")
    assert {path.name: data for path, data in one.items()} == {path.name: data for path, data in two.items()}


# ------------------------------------------------------------------ into a dossier that is there


def test_an_existing_dossier_gets_new_files_and_sources_at_the_end() -> None:
    run("new", "mine")
    before = snapshot("facts/mine")
    delimited(Path("roads.csv"), [*ROWS, ["Staff", "7", "2024", "annual_report, p. 4", ""]])
    done = run("import", "roads.csv", "mine")
    assert done.exit_code == 0, done.output
    after = snapshot("facts/mine")
    changed = [path.name for path in before if after[path] != before[path]]
    assert changed == ["sources.yaml"]
    sources = Path("facts/mine/sources.yaml")
    assert after[sources].startswith(before[sources])
    assert [path.name for path in after if path not in before] == ["roads.yaml"]
    text = Path("facts/mine/roads.yaml").read_text("utf-8")
    assert 'staff_2:   # check: id made from the name: "staff" is already used by facts/mine/background.yaml' in text
    assert "source: annual_report, p. 4\n" in text
    assert "To print the section, add to sections: in facts/mine/dossier.yaml: - roads" in done.stdout
    assert errors("mine") == []
    dossier = Path("facts/mine/dossier.yaml")
    dossier.write_text(dossier.read_text("utf-8").replace("  - sources\n", "  - roads\n  - sources\n"), "utf-8")
    assert errors("mine") == []


def test_line_ends_of_the_sources_stay() -> None:
    run("new", "mine")
    sources = Path("facts/mine/sources.yaml")
    sources.write_bytes(sources.read_bytes().replace(b"\n", b"\r\n").rstrip())
    before = sources.read_bytes()
    delimited(Path("roads.csv"), ROWS)
    run("import", "roads.csv", "mine")
    after = sources.read_bytes()
    assert after.startswith(before + b"\r\n") and b"\n" not in after.replace(b"\r\n", b"")
    assert errors("mine") == []


def test_nothing_is_overwritten() -> None:
    delimited(Path("b.csv"), ROWS)
    run("import", "b.csv")
    before = snapshot()
    again = run("import", "b.csv")
    assert again.exit_code == 2
    assert 'error[already-there]: the dossier "b" already exists' in again.stderr
    assert "hint: briefing import b.csv b adds the facts to it" in again.stderr
    into = run("import", "b.csv", "b")
    assert into.exit_code == 1
    assert 'error[already-there]: the file "b.yaml" already exists' in into.stderr
    assert "--topic b_2" in into.stderr
    assert snapshot() == before
    assert run("import", "b.csv", "b", "--topic", "b_2").exit_code == 0
    assert errors("b") == []


def test_sources_of_a_dossier_that_is_used_are_known() -> None:
    run("new", "base")
    run("new", "mine")
    for path in Path("facts/mine").iterdir():
        if path.name != "dossier.yaml":
            path.unlink()
    Path("facts/mine/dossier.yaml").write_text("title: Mine\ndate: 2025\nuses:\n  - base\n", "utf-8")
    delimited(
        Path("b.csv"), [["Name", "Value", "Source"], ["Schools", "7", "annual_report, p. 4"], ["Staff", "8", "gazette"]]
    )
    done = run("import", "b.csv", "mine")
    assert done.exit_code == 0, done.output
    assert not Path("facts/mine/sources.yaml").exists()
    assert "staff_2:" in Path("facts/mine/b.yaml").read_text("utf-8")


def test_a_dossier_named_by_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    delimited(Path("b.csv"), ROWS)
    assert run("import", "b.csv", "facts/mine").exit_code == 0
    assert run("import", "b.csv", "facts/mine", "--topic", "two").exit_code == 0
    monkeypatch.chdir("facts/mine")
    assert run("import", "../../b.csv", ".", "--topic", "three").exit_code == 0
    assert {"b.yaml", "two.yaml", "three.yaml"} < {path.name for path in Path().iterdir()}


def test_a_dossier_with_broken_sources_is_not_touched() -> None:
    run("new", "mine")
    Path("facts/mine/sources.yaml").write_text("annual_report:\n title: x\n  date: {\n", "utf-8")
    delimited(Path("b.csv"), ROWS)
    before = snapshot("facts")
    done = run("import", "b.csv", "mine")
    assert done.exit_code == 1
    assert "sources.yaml" in done.stderr
    assert snapshot("facts") == before


def test_a_failure_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    xlsx(Path("b.xlsx"), {"Trade": TRADE})

    def refuse(self: Path, target: Path) -> Path:
        if self.name == ".b.part":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    rename = Path.rename
    monkeypatch.setattr(Path, "rename", refuse)
    done = run("import", "b.xlsx")
    assert done.exit_code == 1
    assert "facts/b: error[cannot-write]: this folder cannot be created: No space left on device" in done.stderr
    assert [path.as_posix() for path in snapshot()] == ["b.xlsx"]


def test_what_would_not_load_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the importer makes is read as a build would read it before it is put in its place."""
    from briefing.exchange.importing import import_plan as plan

    monkeypatch.setattr(plan, "write_yaml", lambda *_args, **_more: ("title: [\n", []))
    delimited(Path("b.csv"), ROWS)
    done = run("import", "b.csv")
    assert done.exit_code == 1
    assert "error[" in done.stderr
    assert not Path("facts").exists()


# ------------------------------------------------------------------ wrong first moves


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nothing.xlsx"], 2, "nothing.xlsx: error[no-such-file]"),
        (["."], 2, "error[not-a-file]"),
        (["b.pdf"], 2, '".pdf" files cannot be imported'),
        (["b.xls"], 2, "save it as .xlsx"),
        (["b.xlsx", "--sheet", "Cots"], 2, 'did you mean "Costs"?'),
        (["b.csv", "--sheet", "Costs"], 2, "leave out --sheet: this file has no named sheets"),
        (["b.xlsx", "--topic", "one"], 2, "--topic names one topic, but this file has 2 sheets"),
        (["b.csv", "russia-north-korea"], 2, "is shipped with briefing"),
        (["b.csv", "Mine & Yours"], 2, "hint: briefing import b.csv mine-yours"),
        (["b.csv", "../x"], 2, "the name of a new one can contain only small letters"),
        (["b.csv", "folder"], 2, "this already exists, but is not a dossier"),
        (["b.csv", "facts"], 2, "this already exists, but is not a dossier"),
        (["empty.csv"], 1, "error["),
    ],
)
def test_wrong_first_moves_are_answered(arguments: list[str], code: int, told: str) -> None:
    delimited(Path("b.csv"), ROWS)
    xlsx(Path("b.xlsx"), {"Costs": ROWS, "Trade": TRADE})
    for name in ("b.pdf", "b.xls"):
        Path(name).write_bytes(b"x")
    Path("empty.csv").write_text("", "utf-8")
    write_files(Path("facts/folder"), {"notes.txt": b"mine"})
    before = snapshot()
    done = run("import", *arguments)
    assert done.exit_code == code, done.output
    assert told in done.stderr
    assert "hint:" in done.stderr
    assert snapshot() == before
    as_json = run("import", *arguments, "--json")
    assert as_json.exit_code == code
    assert json.loads(as_json.stdout)["problems"]


def test_one_sheet_of_several_into_a_topic_of_a_name() -> None:
    xlsx(Path("b.xlsx"), {"Costs": ROWS, "Trade": TRADE})
    done = run(
        "import",
        "b.xlsx",
        "mine",
        "--sheet",
        "Costs",
        "--topic",
        "Public money",
        "--source",
        "https://example.org/x",
        "--title",
        "Money",
    )
    assert done.exit_code == 0, done.output
    assert Path("facts/mine/public_money.yaml").is_file() and not Path("facts/mine/trade.yaml").exists()
    assert "title: Money\n" in Path("facts/mine/dossier.yaml").read_text("utf-8")
    assert "unverified" not in Path("facts/mine/public_money.yaml").read_text("utf-8")
    assert errors("mine") == []


def test_a_formula_without_a_stored_value_is_reported_with_its_cell() -> None:
    rows: list[list[Any]] = [["Name", "Value", "Year", "Source"], ["Roads", 4, 2024, "x"], ["Rail", "=B2*2", 2024, "x"]]
    xlsx(Path("f.xlsx"), {"Costs": rows})
    done = run("import", "f.xlsx")
    assert done.exit_code == 0
    assert "f.xlsx!Costs!B3: warning[not-imported]: not imported: its formula has no stored value" in done.stderr
    assert "To take this back" not in done.stdout
    told = run("import", "f.xlsx", "f", "--topic", "more", "--json")
    assert [p["file"] for p in json.loads(told.stdout)["problems"] if p["code"] == "not-imported"] == [
        "f.xlsx!Costs!B3"
    ]


def test_an_import_into_a_dossier_says_how_to_take_it_back() -> None:
    xlsx(Path("budget.xlsx"), {"Costs": ROWS})
    run("import", "budget.xlsx")
    done = run("import", "budget.xlsx", "budget", "--topic", "more")
    assert done.stdout.endswith("To take this back: briefing undo\n")
    assert run("undo", "--yes").exit_code == 0
    assert not Path("facts/budget/more.yaml").exists()
