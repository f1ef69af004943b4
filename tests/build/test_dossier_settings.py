"""Theme, Word template, style map, PDF profile and markers in dossier.yaml."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from writers.docx.template import house_samples

from briefing.build.discovery import find_template_folders
from briefing.build.pipeline import build_brief
from briefing.cli.app import app
from briefing.facts.value_types import PDF_PROFILES, WORD_MARKERS
from briefing.problems.problem import Problem
from briefing.writers.pdf import PROFILES

DOSSIER = "title: Ports\nedition: 1\ndate: 2025-07\ninformation_cut_off: 2025-07-01\n"
FILES = {
    "facts/ports/dossier.yaml": DOSSIER,
    "facts/ports/sources.yaml": "report:\n  title: Annual report\n  publisher: Agency\n  date: 2025-03-31\n",
    "facts/ports/ports.yaml": "title: Ports\nfacts:\n  staff:\n    name: Staff\n    value: 12 people\n    source: report\n",
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(*lines: str) -> None:
    Path("facts/ports/dossier.yaml").write_text(DOSSIER + "".join(f"{line}\n" for line in lines), "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def manifest(*arguments: str) -> dict[str, object]:
    done = run("build", "ports", "--force", *arguments)
    assert done.exit_code == 0, done.stderr
    made: dict[str, object] = json.loads(Path("out/ports.build.json").read_bytes())
    return made


def errors(*lines: str) -> list[Problem]:
    settings(*lines)
    built = build_brief(Path("facts/ports"), "facts/ports", template_folders=find_template_folders(()))
    assert not built.files
    return [problem for problem in built.problems if problem.severity == "error"]


def test_the_words_are_those_of_the_writers() -> None:
    assert set(PDF_PROFILES) == set(PROFILES)
    assert WORD_MARKERS == ("any", "word")


def test_the_command_line_goes_before_the_dossier_and_the_dossier_before_the_template() -> None:
    Path("templates/ports").mkdir(parents=True)
    Path("templates/ports/template.toml").write_text('theme = "infocus"\n', "utf-8")
    settings("template: ports")
    assert (manifest()["theme"], manifest()["pdf_profile"]) == ("infocus", "ua1+a3a")
    settings("template: ports", "theme: ministry", "pdf_profile: ua2+a4f", "word_markers: word")
    made = manifest()
    assert (made["theme"], made["pdf_profile"], made["word"]) == ("ministry", "ua2+a4f", {"markers": "word"})
    made = manifest("--theme", "plain", "--pdf-profile", "ua1+a3a", "--word-markers", "any")
    assert (made["theme"], made["pdf_profile"], made["word"]) == ("plain", "ua1+a3a", {"markers": "any"})


def test_files_are_those_of_the_dossier() -> None:
    Path("facts/ports/look").mkdir()
    Path("facts/ports/look/ours.toml").write_text('like = "ministry"\n', "utf-8")
    Path("facts/ports/house.docx").write_bytes(house_samples.german())
    settings("theme: look/ours.toml", "word_template: house.docx")
    made = manifest()
    assert made["theme"] == "ours"
    word = made["word"]
    assert isinstance(word, dict)
    assert word["template"]["name"] == "house.docx"


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("theme: ministri", "unknown-theme", "ministri"),
        ("theme: ../ours.toml", "outside-folder", '"../ours.toml" is outside the dossier\'s folder'),
        ("word_template: /etc/house.docx", "outside-folder", "is outside the dossier's folder"),
        ("word_template: house.docx", "no-such-file", 'there is no file "house.docx" in the dossier\'s folder'),
        ("word_map: house.toml", "no-such-file", 'there is no file "house.toml"'),
        ("pdf_profile: ua1", "bad-profile", "ua1+a3a, ua2+a4f"),
        ("word_markers: both", "bad-markers", "any, word"),
    ],
)
def test_what_cannot_be_used_is_reported_where_it_is_typed(line: str, code: str, message: str) -> None:
    (problem,) = errors(line)
    assert problem.code == code
    assert message in problem.message
    place = problem.location
    assert (place.file, place.line, place.column) == ("facts/ports/dossier.yaml", 5, line.index(":") + 3)


def test_a_link_that_leads_out_is_outside(here: Path) -> None:
    (here / "secret.toml").write_text('like = "ministry"\n', "utf-8")
    Path("facts/ports/ours.toml").symlink_to(here / "secret.toml")
    assert [problem.code for problem in errors("theme: ours.toml")] == ["outside-folder"]


def test_a_mistake_in_a_theme_file_is_reported_in_that_file() -> None:
    Path("facts/ports/ours.toml").write_text("[page]\ntopp = 10\n", "utf-8")
    (problem,) = errors("theme: ours.toml")
    assert (problem.code, problem.location.file, problem.location.line) == ("unknown-key", "facts/ports/ours.toml", 2)


@pytest.mark.parametrize("label", [(), ("--release", "CLEAR")])
def test_a_change_of_a_setting_or_of_its_file_is_noticed(label: tuple[str, ...]) -> None:
    def unchanged() -> bool:
        done = run("build", "ports", *label)
        assert done.exit_code == 0, done.stderr
        return done.stdout.count(", unchanged") == 2

    marked = "marking: TLP:CLEAR"
    theme, house = Path("facts/ports/.ours.toml"), Path("facts/ports/house.docx")
    settings(marked)
    unchanged()
    assert unchanged()
    theme.write_text('like = "ministry"\n', "utf-8")
    settings(marked, "theme: .ours.toml")
    assert not unchanged()
    assert unchanged()
    theme.write_text('like = "infocus"\n', "utf-8")
    assert not unchanged()
    house.write_bytes(house_samples.german())
    settings(marked, "word_template: house.docx")
    assert not unchanged()
    assert unchanged()
    house.write_bytes(house_samples.french())
    assert not unchanged()
    for line in ("pdf_profile: ua2+a4f", "word_markers: word"):
        settings(marked, line)
        assert not unchanged()
        assert unchanged()
