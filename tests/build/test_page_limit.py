"""The page budget of a template: what is said of a brief that is too long, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples.brief_sample import Notes as SampleNotes
from samples.brief_sample import heading, para, trade_table

from briefing.build.options import BuildOptions
from briefing.build.page_limit import check_page_limit
from briefing.build.pipeline import build_brief, check_brief
from briefing.build.template_settings import read_template_settings
from briefing.document.model import Block, Document, Properties
from briefing.layout.theme import load_theme
from briefing.layout.typesetting import lay_out
from briefing.problems.problem import Location, Problem

HERE = Location("templates/short/template.toml", 1, 1)


def budget(blocks: list[Block], most: int, look: str = "plain") -> list[Problem]:
    document = Document("x", Properties("The brief"), tuple(blocks))
    theme = load_theme(look)
    return check_page_limit(document, lay_out(document, theme), theme, most, HERE)


def long_section(name: str, count: int) -> list[Block]:
    return [
        heading(1, name, f"{name}/h"),
        *(para(f"{name}/p-{n}", "Words to fill a page. " * 25) for n in range(count)),
    ]


def test_a_brief_within_its_budget_has_no_problem() -> None:
    assert budget(long_section("One", 3), 1) == []
    assert budget(long_section("One", 30), 9) == []


@pytest.mark.parametrize("look", ["plain", "infocus"])
def test_one_that_is_too_long_says_by_how_much_by_section_and_what_would_have_to_go(look: str) -> None:
    blocks = [*long_section("First", 40), *long_section("Second", 20)]
    document = Document("x", Properties("The brief"), tuple(blocks))
    pages = lay_out(document, load_theme(look))
    over, *notes = budget(blocks, 2, look)
    assert (over.code, over.severity, over.location) == ("over-budget", "error", HERE)
    assert f"has {len(pages.pages)} pages and its template allows 2" in over.message
    assert f"{len(pages.pages) - 2} page" in over.message
    assert "line" in over.message
    assert "First " in over.hint
    assert "Second " in over.hint
    first, second = (float(over.hint.split(f"{name} ")[1].split(",")[0].split(";")[0]) for name in ("First", "Second"))
    assert 1.8 < first / second < 2.2
    assert len(pages.pages) - 1.2 < first + second < len(pages.pages) + 0.2
    assert {note.code for note in notes} == {"beyond-budget"}
    assert {note.severity for note in notes} == {"note"}


def test_rows_that_would_have_to_go_are_numbered() -> None:
    table = trade_table(SampleNotes())
    blocks: list[Block] = [*long_section("One", 9), table]
    notes = [problem for problem in budget(blocks, 1) if problem.severity == "note"]
    assert any(note.message.startswith(f"rows 1 to {len(table.body)} of {table.label}") for note in notes)
    assert all(note.location.file for note in notes)


def test_a_brief_that_is_much_too_long_is_not_listed_whole() -> None:
    found = budget(long_section("One", 300), 1)
    assert len(found) == 22
    assert found[-1].message.endswith(" more blocks after these")


# ------------------------------------------------------------------ through the whole pipeline


@pytest.fixture
def brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dossier whose template is called short."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "facts/x"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text("title: A title\ntemplate: short\nmarking: TLP:AMBER\n", "utf-8")
    (folder / "sources.yaml").write_text(
        "agency:\n  title: A report\n  publisher: Agency\n  date: 2025\n  url: https://example.org\n", "utf-8"
    )
    (folder / "economy.yaml").write_text(
        "title: Economy\nfacts:\n  jobs:\n    name: Jobs\n    says: There were {value}\n    value: 400 jobs\n"
        "    date: 2024\n    source: agency\n",
        "utf-8",
    )
    short = tmp_path / "templates/short"
    short.mkdir(parents=True)
    (short / "brief.md").write_text("# One\n\n" + "{{ jobs.says }}. Words to fill the page.\n\n" * 120, "utf-8")
    return short


def problems(theme: str = "") -> list[Problem]:
    folders = [Path("templates")]
    checked = check_brief(Path("facts/x"), "facts/x", template_folders=folders, options=BuildOptions(theme=theme))
    built = build_brief(Path("facts/x"), "facts/x", template_folders=folders, options=BuildOptions(theme=theme))
    assert [p for p in checked if p.severity == "error"] == [p for p in built.problems if p.severity == "error"]
    assert bool(built.files) is not any(p.severity == "error" for p in checked)
    return list(checked)


def test_a_template_says_how_many_pages_and_in_which_look(brief: Path) -> None:
    (brief / "template.toml").write_text('theme = "ministry"\nmax_pages = 2\n', "utf-8")
    over, *_ = [problem for problem in problems() if problem.severity == "error"]
    assert (over.code, str(over.location)) == ("over-budget", "templates/short/template.toml:2:1")
    settings, _ = read_template_settings([Path("templates")], "short")
    assert settings.theme is load_theme("ministry")


def test_the_look_on_the_command_line_goes_first(brief: Path) -> None:
    (brief / "template.toml").write_text('theme = "ministry"\nmax_pages = 3\n', "utf-8")
    assert any(problem.code == "over-budget" for problem in problems())
    assert not any(problem.code == "over-budget" for problem in problems("infocus"))


def test_a_marked_brief_has_its_label_in_the_names_and_the_metadata(brief: Path) -> None:
    assert brief.is_dir()
    built = build_brief(Path("facts/x"), "facts/x", template_folders=[Path("templates")])
    assert [problem for problem in built.problems if problem.severity == "error"] == []
    assert built.stem == "x_TLP-AMBER"
    assert b"TLP:AMBER" in built.files["pdf"].data  # the metadata packet is not compressed


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("max_page = 2\n", "unknown-key", (1, 1)),
        ("max_pages = '2'\n", "bad-value", (1, 1)),
        ("max_pages = 0\n", "bad-value", (1, 1)),
        ("\ntheme = 'infokus'\n", "unknown-theme", (2, 1)),
        ("theme = '../look.toml'\n", "outside-folder", (1, 1)),
        ('theme = "a\\u0000b.toml"\n', "control-character", (1, 1)),
        ("theme = 3\n", "bad-value", (1, 1)),
        ("theme = \n", "bad-toml", (1, 9)),
    ],
)
def test_a_mistake_in_a_templates_settings_has_its_place(
    brief: Path, text: str, code: str, place: tuple[int, int]
) -> None:
    (brief / "template.toml").write_text(text, "utf-8")
    (problem,) = [found for found in problems() if found.severity == "error"]
    assert (problem.code, problem.location) == (code, Location("templates/short/template.toml", *place))


def test_a_look_of_the_templates_own_lies_beside_it(brief: Path) -> None:
    (brief / "template.toml").write_text('theme = "look.toml"\n', "utf-8")
    (brief / "look.toml").write_text("[page]\ncolumns = 2\n", "utf-8")
    settings, found = read_template_settings([Path("templates")], "short")
    assert found == []
    assert settings.theme is not None
    assert settings.theme.page.columns == 2
    (brief / "look.toml").write_text("[page]\ncolums = 2\n", "utf-8")
    (problem,) = [each for each in problems() if each.severity == "error"]
    assert str(problem.location) == "templates/short/look.toml:2:1"
