"""`briefing undo` after each command that writes into a dossier: what it shows, asks, puts back and refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli.test_reply import FILES
from exchange.importing.sheets_made import delimited
from review.edits.surgery import Word, replace
from typer.testing import CliRunner, Result

import briefing
from briefing.cli.app import app
from briefing.files import undo_journal

DOSSIER = Path("facts/x/dossier.yaml")
RECORDS = Path(".briefing/undo")


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=typed, catch_exceptions=False)


def contents() -> dict[Path, bytes]:
    """Every file of the dossiers and templates."""
    return {
        path: path.read_bytes() for top in ("facts", "templates") for path in Path(top).rglob("*") if path.is_file()
    }


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def upgraded() -> None:
    """The dossier in an older form, brought to today's."""
    DOSSIER.write_text(DOSSIER.read_text("utf-8") + "cuts:\n  short: mine\n", "utf-8")
    assert run("upgrade", "x", "--yes").exit_code == 0


def test_it_shows_what_was_changed_asks_and_puts_it_back() -> None:
    upgraded()
    new = contents()
    asked = run("undo", typed="n\n")
    assert asked.exit_code == 0
    lines = asked.stdout.splitlines()
    assert lines[0].startswith("write 1, 20")
    assert lines[0].endswith(": briefing upgrade x")
    assert lines[1:3] == ["--- facts/x/dossier.yaml", "+++ facts/x/dossier.yaml"]
    assert "-cuts:" in lines
    assert "+variants:" in lines
    assert asked.stdout.endswith("Take this back? [y/N]: n\nnothing changed\n")
    assert contents() == new
    done = run("undo", typed="y\n")
    assert done.exit_code == 0
    assert done.stdout.endswith("put back: facts/x/dossier.yaml\n")
    assert DOSSIER.read_text("utf-8").endswith("cuts:\n  short: mine\n")
    assert run("undo", "--yes").exit_code == 0
    assert contents() == new


def test_without_an_answer_nothing_is_changed() -> None:
    upgraded()
    new = contents()
    assert run("undo").exit_code == 1
    assert contents() == new


def test_the_list_has_numbers_times_commands_and_what_was_undone() -> None:
    assert run("undo", "--list").stdout == "There is nothing to undo in this folder.\n"
    upgraded()
    run("undo", "--yes")
    first, second = run("undo", "--list").stdout.splitlines()
    assert first.startswith("2  20")
    assert first.endswith("  briefing undo 1  (1 file)")
    assert second.endswith("  briefing upgrade x  (1 file, undone by 2)")
    told = json.loads(run("undo", "--list", "--json").stdout)
    assert [(w["number"], w["command"], w["undoes"], w["undone_by"]) for w in told["writes"]] == [
        (2, "briefing undo 1", 1, 0), (1, "briefing upgrade x", 0, 2),
    ]  # fmt: skip


def test_a_write_is_undone_by_its_number() -> None:
    upgraded()
    first = contents()
    delimited(Path("more.csv"), [["Name", "Value"], ["Roads", 12]])
    assert run("import", "more.csv", "x").exit_code == 0
    done = run("undo", "1", "--yes")
    assert done.exit_code == 0, done.output
    assert DOSSIER.read_text("utf-8").endswith("cuts:\n  short: mine\n")
    assert {name: data for name, data in contents().items() if name not in first}


def test_an_import_into_a_dossier_is_undone() -> None:
    before = contents()
    delimited(Path("more.csv"), [["Name", "Value", "Source"], ["Roads", 12, "Ministry report"]])
    assert run("import", "more.csv", "x").exit_code == 0
    assert len(contents()) > len(before)
    done = run("undo", "--yes")
    assert ": briefing import more.csv x\n" in done.stdout
    assert "deleted: facts/x/more.yaml\n" in done.stdout
    assert contents() == before


def test_applied_edits_are_undone_in_one_step() -> None:
    assert run("build", "x").exit_code == 0
    word = Word.read(Path("out/x.docx").read_bytes())
    word.author = "Anna Berg"
    replace(word, "300 men", "310 men")
    replace(word, "long", "hard", within="The year was long")
    Path("back.docx").write_bytes(word.data())
    before = contents()
    assert run("review", "back.docx", "--apply").exit_code == 0
    assert sum(contents()[name] != data for name, data in before.items()) == 2
    done = run("undo", "--yes")
    assert ": briefing review back.docx --apply\n" in done.stdout
    assert contents() == before


def test_an_overwritten_edition_is_undone() -> None:
    assert run("freeze", "x").exit_code == 0
    assert not RECORDS.exists()
    facts = Path("facts/x/background.yaml")
    facts.write_text(facts.read_text("utf-8").replace("300 men", "310 men"), "utf-8")
    before = contents()
    assert run("freeze", "x", "--force").exit_code == 0
    assert contents() != before
    assert ": briefing freeze facts/x --force\n" in run("undo", "--yes").stdout
    assert contents() == before


def test_what_was_edited_since_is_kept_unless_forced() -> None:
    upgraded()
    DOSSIER.write_text(DOSSIER.read_text("utf-8") + "# mine\n", "utf-8")
    edited = contents()
    refused = run("undo", "--yes")
    assert refused.exit_code == 1
    assert "facts/x/dossier.yaml: error[edited-since]: " in refused.stderr
    assert "--force" in refused.stderr
    assert contents() == edited
    told = json.loads(run("undo", "--yes", "--json").stdout)
    assert [p["code"] for p in told["problems"]] == ["edited-since"]
    assert run("undo", "--yes", "--force").exit_code == 0
    assert DOSSIER.read_text("utf-8").endswith("cuts:\n  short: mine\n")
    assert run("undo", "--yes").exit_code == 0
    assert contents() == edited


def test_json_writes_only_with_yes() -> None:
    upgraded()
    new = contents()
    told = json.loads(run("undo", "--json").stdout)
    assert told["schema"] == "briefing/undo/1"
    assert told["write"]["command"] == "briefing upgrade x"
    assert told["restored"] == []
    assert "\n-cuts:\n+variants:\n" in told["changes"][0]["diff"]
    assert contents() == new
    assert json.loads(run("undo", "--json", "--yes").stdout)["restored"] == ["facts/x/dossier.yaml"]
    assert contents() != new


def test_what_is_as_it_was_before_is_not_undone_again() -> None:
    old = DOSSIER.read_text("utf-8") + "cuts:\n  short: mine\n"
    upgraded()
    DOSSIER.write_text(old, "utf-8")
    done = run("undo", "--yes")
    assert done.exit_code == 0
    assert done.stdout.endswith("nothing to undo: the files are as they were before this write\n")


def test_where_nothing_is_recorded_or_no_such_number() -> None:
    nothing = run("undo")
    assert (nothing.exit_code, "error[nothing-to-undo]" in nothing.stderr) == (1, True)
    upgraded()
    unknown = run("undo", "7")
    assert (unknown.exit_code, "error[unknown-write]" in unknown.stderr) == (2, True)


def test_a_damaged_record_is_a_problem_and_never_guessed_around() -> None:
    upgraded()
    new = contents()
    (RECORDS / "000002.json").write_text('{"files": [{"path": "../../etc/x.yaml"}]}', "utf-8")
    done = run("undo", "--yes")
    assert done.exit_code == 1
    assert ".briefing/undo/000002.json: error[bad-journal]" in done.stderr
    assert contents() == new
    assert run("undo", "1", "--yes").exit_code == 0


def test_a_forged_command_reaches_no_terminal_as_it_is() -> None:
    upgraded()
    record = RECORDS / "000001.json"
    values = json.loads(record.read_text("utf-8"))
    values["command"] = "\x1b[2J evil"
    values["files"][0]["text"] = "\x1b]0;evil\x07\n"
    record.write_text(json.dumps(values), "utf-8")
    for arguments in (("undo", "--list"), ("undo", "--yes")):
        told = run(*arguments).output
        assert "evil" in told
        assert "\x1b" not in told


def test_it_works_from_within_the_dossier(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents()
    upgraded()
    monkeypatch.chdir(here / "facts/x")
    assert run("undo", "--yes").exit_code == 0
    monkeypatch.chdir(here)
    assert DOSSIER.read_bytes() != before[DOSSIER]
    assert not Path("facts/x/.briefing").exists()
    shutil.rmtree(".briefing")
    monkeypatch.chdir(here / "facts/x")
    assert run("upgrade", ".", "--yes").exit_code == 0
    assert (here / ".briefing").is_dir()
    assert not (here / "facts/x/.briefing").exists()


def test_a_build_afterwards_finds_nothing_changed_by_the_journal() -> None:
    assert run("build", "x").exit_code == 0
    delimited(Path("more.csv"), [["Name", "Value", "Source"], ["Roads", 12, "Ministry report"]])
    assert run("import", "more.csv", "x").exit_code == 0
    assert run("undo", "--yes").exit_code == 0
    assert RECORDS.is_dir()
    again = run("build", "x")
    assert "unchanged" in again.output or "up to date" in again.output, again.output
    assert [path for path in Path("facts").iterdir() if path.name.startswith(".")] == []


def test_the_api_undoes_and_says_which_files() -> None:
    upgraded()
    assert briefing.undo() == [DOSSIER]
    assert DOSSIER.read_text("utf-8").endswith("cuts:\n  short: mine\n")
    DOSSIER.write_text("title: T\n", "utf-8")
    with pytest.raises(briefing.BriefingError, match="edited after write 2"):
        briefing.undo(2)
    assert briefing.undo(2, force=True) == [DOSSIER]
    with pytest.raises(briefing.BriefingError, match="unknown write 9"):
        briefing.undo(9)
    with pytest.raises(briefing.BriefingError, match="there is nothing to undo"):
        briefing.undo(folder="templates/mine")


def test_it_is_hidden_in_the_help_and_has_a_full_help_of_its_own() -> None:
    listed = run("--help").stdout
    assert "\n  undo" not in listed
    assert "\nAlso: undo, upgrade, schema (see briefing COMMAND --help)\n" in listed
    help_text = run("undo", "--help").stdout
    for option in ("--list", "--yes", "--force", "--json", "NUMBER"):
        assert option in help_text
    assert str(undo_journal.MOST_RECORDS) in help_text
