"""A house's Word template on the command line and in a template's settings, with the real pipeline."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from writers.docx.template import house_samples as samples

from briefing.build.template_settings import read_template_settings
from briefing.cli.app import app
from briefing.writers.docx.options import DEFAULT, WordOptions


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.dotx").write_bytes(samples.german())
    return tmp_path


def body_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml").decode()


def test_build_puts_the_brief_into_the_template(here: Path) -> None:
    done = run("build", "russia-north-korea-edition-1", "--word-template", "house.dotx")
    assert done.exit_code == 0, done.output
    assert "house.dotx: note[word-styles-added]" in done.stderr
    assert "Impressum" in body_of(here / "out" / "russia-north-korea-edition-1.docx")
    assert (here / "out" / "russia-north-korea-edition-1.pdf").is_file()


def test_a_template_that_cannot_be_used_stops_the_build(here: Path) -> None:
    (here / "house.dotx").write_bytes(b"Dear all,")
    done = run("build", "russia-north-korea-edition-1", "--word-template", "house.dotx")
    assert done.exit_code == 1
    assert "house.dotx: error[not-a-word-file]: " in done.stderr
    assert not (here / "out").exists()
    assert run("build", "russia-north-korea-edition-1", "-f", "pdf", "--word-template", "house.dotx").exit_code == 0


def test_check_tells_what_is_wrong_in_template_and_map(here: Path) -> None:
    (here / "map.toml").write_text('[styles]\nheading = "x"\n', "utf-8")
    done = run("check", "russia-north-korea-edition-1", "--word-template", "house.dotx", "--word-map", "map.toml")
    assert done.exit_code == 1
    assert "map.toml:2:1: error[unknown-role]" in done.stderr


def test_a_template_of_briefs_may_name_the_houses(here: Path) -> None:
    folder = here / "mine" / "russia-north-korea-edition-1"
    folder.mkdir(parents=True)
    (folder / "ours.dotx").write_bytes(samples.german())
    (folder / "ours.toml").write_text('[styles]\nheading1 = "Überschrift 2"\n', "utf-8")
    (folder / "template.toml").write_text('word_template = "ours.dotx"\nword_map = "ours.toml"\n', "utf-8")
    settings, problems = read_template_settings([here / "mine"], "russia-north-korea-edition-1")
    assert problems == []
    assert settings.word == WordOptions(folder / "ours.dotx", folder / "ours.toml")
    assert run("build", "russia-north-korea-edition-1", "-t", "mine", "-f", "docx").exit_code == 0
    assert "Impressum" in body_of(here / "out" / "russia-north-korea-edition-1.docx")


def test_a_template_of_briefs_names_nothing_outside_its_folder(here: Path) -> None:
    folder = here / "mine" / "policy-brief"
    folder.mkdir(parents=True)
    (folder / "template.toml").write_text('word_template = "../../house.dotx"\nword_map = 3\n', "utf-8")
    settings, problems = read_template_settings([here / "mine"], "")
    assert [(p.code, p.location.line) for p in problems] == [("outside-folder", 1), ("bad-value", 2)]
    assert settings.word == DEFAULT


def test_what_is_asked_for_goes_before_the_templates_own(here: Path) -> None:
    asked, own = WordOptions(Path("a.dotx")), WordOptions(Path("b.dotx"), Path("b.toml"))
    assert asked.over(own) == asked
    assert DEFAULT.over(own) == own
    assert WordOptions(None, Path("c.toml")).over(own) == WordOptions(Path("b.dotx"), Path("c.toml"))
