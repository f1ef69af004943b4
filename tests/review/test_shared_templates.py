"""An edit in the copy of one brief is written for that brief alone, though its template makes others too, unless all are meant."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cli.test_reply import run
from review.edits.surgery import Word, replace, rewrite_record, text_of
from review.edits.surgery_blocks import add_paragraph, delete_paragraph

from briefing.build.discovery import shipped_folder
from briefing.readers import read_brief

GEOGRAPHY = Path("templates/country/geography.md")
OWN = Path("templates/country/germany/geography.md")
TEMPLATE = """# Geography

It has land borders. {{ area.says }}.

Nobody has measured its coast again.
"""


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, "utf-8")


def country(name: str, area: str, template: str = "country") -> None:
    sections = "sections:\n  - geography\n" if template == "country" else ""
    write(
        f"facts/{name}/dossier.yaml",
        f"title: Note on {name}\nedition: 1\ndate: 2026-01-15\ntemplate: {template}\n{sections}",
    )
    write(f"facts/{name}/sources.yaml", "yearbook:\n  title: Yearbook\n  publisher: Office\n  date: 2025\n")
    write(
        f"facts/{name}/geography.yaml",
        "title: Geography\nfacts:\n  area:\n    name: Area\n"
        f"    says: {name.capitalize()} covers {{value}} with all its islands\n"
        f"    value: {area} square kilometres\n    as_of: 2024\n    source: yearbook\n",
    )


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    country("germany", "357,596")
    country("france", "543,941")
    country("chad", "1,284,000")
    write(str(GEOGRAPHY), TEMPLATE)
    assert run("build").exit_code == 0
    return tmp_path


def copy_of(name: str = "germany") -> Word:
    word = Word.read(Path(f"out/{name}.docx").read_bytes())
    word.author = "Anna Berg"
    return word


def edited(old: str = "It has land borders", new: str = "Germany borders nine states") -> None:
    word = copy_of()
    replace(word, old, new)
    Path("back.docx").write_bytes(word.data())


def edits(*arguments: str) -> list[dict[str, Any]]:
    done = run("review", *arguments, "--json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)["edits"]
    return found


def printed(name: str) -> str:
    return "\n".join(map(text_of, Word.read(Path(f"out/{name}.docx").read_bytes()).paragraphs()))


def test_by_default_only_the_brief_of_the_copy_changes() -> None:
    edited()
    told = run("review", "back.docx").stdout
    assert (
        "templates/country/geography.md:3; --apply rewords it for this brief only, in templates/country/germany/geography.md"
        in told
    )
    assert (
        "templates/country/geography.md is also used by 2 other briefs: chad, france; add --all-briefs to reword it"
        in told
    )
    assert run("review", "back.docx", "--apply").exit_code == 0
    assert GEOGRAPHY.read_text("utf-8") == TEMPLATE
    assert OWN.read_text("utf-8") == TEMPLATE.replace("It has land borders", "Germany borders nine states")
    done = run("build")
    assert done.exit_code == 0
    assert "out/france.pdf  1 page, unchanged" in done.stdout
    assert "Germany borders nine states." in printed("germany")
    assert "It has land borders." in printed("france")
    assert edits("back.docx") == []


def test_all_briefs_change_if_that_is_asked_for_and_are_named() -> None:
    edited()
    told = run("review", "back.docx", "--all-briefs").stdout
    assert "--apply rewords the template, also for 2 other briefs" in told
    assert "templates/country/geography.md is also used by 2 other briefs: chad, france\n" in told
    (edit,) = edits("back.docx", "--all-briefs")
    assert edit["others"] == ["chad", "france"]
    assert run("review", "back.docx", "--apply", "--all-briefs").exit_code == 0
    assert "Germany borders nine states" in GEOGRAPHY.read_text("utf-8")
    assert not OWN.exists()


def test_whole_paragraphs_are_added_and_deleted_for_one_brief_too() -> None:
    word = copy_of()
    add_paragraph(word, "It has land borders", "The north is flat.")
    delete_paragraph(word, "Nobody has measured")
    Path("back.docx").write_bytes(word.data())
    run("review", "back.docx", "--apply")
    assert GEOGRAPHY.read_text("utf-8") == TEMPLATE
    assert "The north is flat." in OWN.read_text("utf-8")
    assert "Nobody" not in OWN.read_text("utf-8")


def test_a_later_edit_goes_into_the_section_of_the_brief_itself() -> None:
    edited()
    run("review", "back.docx", "--apply")
    run("build")
    edited("nine states", "nine countries")
    assert "--apply rewords the template" in run("review", "back.docx").stdout
    run("review", "back.docx", "--apply")
    assert "Germany borders nine countries" in OWN.read_text("utf-8")


def test_undo_takes_the_section_of_the_brief_away_again() -> None:
    edited()
    run("review", "back.docx", "--apply")
    done = run("undo", "--yes")
    assert done.exit_code == 0, done.output
    assert not OWN.exists()


def test_a_template_of_one_brief_is_reworded_itself() -> None:
    for name in ("france", "chad"):
        path = Path(f"facts/{name}/dossier.yaml")
        path.write_text(path.read_text("utf-8").replace("template: country", "template: policy-brief"), "utf-8")
    edited()
    run("review", "back.docx", "--apply")
    assert "Germany borders nine states" in GEOGRAPHY.read_text("utf-8")
    assert not OWN.exists()


def test_a_brief_that_has_no_such_section_is_not_named() -> None:
    path = Path("facts/chad/dossier.yaml")
    path.write_text(path.read_text("utf-8").replace("- geography", "- other"), "utf-8")
    write("templates/country/chad/geography.md", TEMPLATE)
    edited()
    (edit,) = edits("back.docx")
    assert edit["others"] == ["france"]


def test_a_template_that_ships_is_never_written() -> None:
    country("mali", "1,241,238", template="policy-brief")
    assert run("build", "mali").exit_code == 0
    before = {path: path.read_bytes() for path in shipped_folder("templates").rglob("*.md")}
    word = copy_of("mali")
    add_paragraph(word, "Mali covers", "The north is desert.")
    Path("back.docx").write_bytes(word.data())
    done = run("review", "back.docx", "--apply")
    assert done.exit_code == 0, done.output
    assert {path: path.read_bytes() for path in before} == before
    written = [line.removeprefix("written: ") for line in done.stdout.splitlines() if line.startswith("written: ")]
    assert all(path.startswith("templates/policy-brief/mali/") for path in written)


def test_facts_of_another_dossier_are_reworded_only_if_all_are_meant() -> None:
    for name in ("germany", "france"):
        path = Path(f"facts/{name}/dossier.yaml")
        path.write_text(path.read_text("utf-8") + "uses:\n  - shared\n", "utf-8")
    write("facts/shared/dossier.yaml", "title: Shared\n")
    write("facts/shared/sources.yaml", "survey:\n  title: Survey\n  publisher: Office\n  date: 2025\n")
    write(
        "facts/shared/seas.yaml",
        "title: Seas\nfacts:\n  depth:\n    says: The sea is {value} deep\n    value: 95 metres\n    as_of: 2024\n    source: survey\n",
    )
    GEOGRAPHY.write_text(TEMPLATE + "\n{% if has('depth') %}\n{{ depth.says }}.\n{% endif %}\n", "utf-8")
    assert run("build", "germany").exit_code == 0
    edited("The sea is", "The water is")
    (edit,) = edits("back.docx")
    assert "france" in edit["reason"]
    assert "--all-briefs" in edit["reason"]
    run("review", "back.docx", "--apply")
    assert "The sea is" in Path("facts/shared/seas.yaml").read_text("utf-8")
    run("review", "back.docx", "--apply", "--all-briefs")
    assert "The water is" in Path("facts/shared/seas.yaml").read_text("utf-8")


# ------------------------------------------------------------------ the dossier of a copy


def with_record(word: Word, **changed: str) -> None:
    """Write a copy whose record names other things."""
    rewrite_record(word, lambda record: record | changed)
    Path("back.docx").write_bytes(word.data())


def typed() -> dict[Path, bytes]:
    return {path: path.read_bytes() for folder in ("facts", "templates") for path in Path(folder).rglob("*.*")}


@pytest.mark.parametrize("name", ["france", "../facts/france", "facts/france", "/etc"])
def test_a_record_cannot_choose_another_dossier(name: str) -> None:
    word = copy_of()
    replace(word, "It has land borders", "It borders nine states")
    with_record(word, dossier=name)
    before = typed()
    done = run("review", "back.docx", "--apply")
    assert "written" not in done.output
    assert "--dossier NAME" in done.stderr
    assert typed() == before


def test_the_whole_record_of_another_brief_does_not_choose_it_either() -> None:
    record = read_brief(Path("out/france.docx").read_bytes(), "france.docx").record
    assert record is not None
    word = copy_of()
    replace(word, "It has land borders", "It borders nine states")
    with_record(word, **record)
    before = typed()
    done = run("review", "back.docx", "--apply")
    assert done.exit_code == 2, done.output
    assert typed() == before


def test_of_two_dossiers_alike_the_user_names_the_one() -> None:
    shutil.copytree("facts/germany", "facts/germania")
    edited()
    before = typed()
    done = run("review", "back.docx", "--apply")
    assert done.exit_code == 2
    assert 'a copy of the brief "germany" or of "germania"' in done.stderr
    assert typed() == before
    assert run("review", "back.docx", "--apply", "--dossier", "germany").exit_code == 0
    assert OWN.is_file()


def test_an_open_document_copy_is_told_how_to_save_it() -> None:
    with zipfile.ZipFile("back.odt", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    done = run("review", "back.odt")
    assert done.exit_code == 2
    assert "OpenDocument" in done.stderr
    assert "save it as Word" in done.stderr


# ------------------------------------------------------------------ applied edits


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nobody has measured", "Simply nobody has surveyed"),
        ("its coast again", "its long coast"),
        ("measured its coast again", "been there"),
        ("has measured", "has ever measured"),
        (" again", ""),
        ("Nobody has measured its coast again.", "Somebody did."),
    ],
)
def test_an_edit_that_was_applied_is_not_listed_again(old: str, new: str) -> None:
    edited(old, new)
    assert edits("back.docx") != []
    run("review", "back.docx", "--apply")
    assert OWN.is_file()
    assert run("build", "germany").exit_code == 0
    assert edits("back.docx") == []
