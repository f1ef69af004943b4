"""What a dossier may choose under `checks:`, what a draft lets pass, and what is folded under `restates:`."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from checks.dossier import BODY, DOSSIER, FACTS, SOURCES, check, fact, facts, prose, told, write
from pdf_reading import artifact_text

from briefing.build.options import BuildOptions
from briefing.build.pipeline import BuildResult, build_brief

HEAD = "title: Arms\ninformation_cut_off: 2026-01-15\ntemplate: mine\nsections:\n  - body\n"
FIGURE = prose("{{ so.says }}.", "It cost $3 million.")
GONE = facts(fact("f", "says: It got {value}", "value: 40 tanks", "status: retracted"))


def choosing(*lines: str) -> dict[str, str]:
    return {DOSSIER: HEAD + "checks:\n" + "".join(f"  {line}\n" for line in lines)}


@pytest.mark.parametrize(
    ("choice", "severity", "hint"),
    [
        ("typed-figure: error", "error", "literal"),
        ("typed-figure: warning", "warning", "literal"),
        ("typed-figure: note, because the house style allows it", "note", "lowers this to a note, because the house style allows it"),
    ],
)  # fmt: skip
def test_a_severity_is_raised_freely_and_lowered_with_a_reason(
    choice: str, severity: str, hint: str, tmp_path: Path
) -> None:
    (problem,) = check(tmp_path, choosing(choice) | {BODY: FIGURE})
    assert (problem.code, problem.severity) == ("typed-figure", severity)
    assert hint in problem.hint


def test_an_error_can_become_a_warning(tmp_path: Path) -> None:
    files = {FACTS: GONE, BODY: prose("{{ f.says }}.")}
    lowered = choosing("withdrawn-as-settled: warning, because the title says what these are")
    assert told(tmp_path, files | lowered) == ["3 warning[withdrawn-as-settled]"]


@pytest.mark.parametrize(
    ("choice", "code", "message", "hint"),
    [
        ("typed-figure: note", "lowered-without-reason", 'lowering "typed-figure" from warning to note needs a reason',
         "typed-figure: note, because …"),
        ("typed-figre: error", "unknown-check", 'unknown check "typed-figre"', 'did you mean "typed-figure"?'),
        ("typed-figure: eror", "bad-severity", '"typed-figure" must be error, warning or note (got "eror")', "typed-figure: error"),
        ("disputed-alone: note, because", "severity-too-low", '"disputed-alone" must be at least a warning', ""),
        ("proposed-printed: warning, because", "severity-too-low", '"proposed-printed" must be at least an error', ""),
        ("unsourced: note, because", "unknown-check", 'unknown check "unsourced"', ""),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_told_at_its_line(
    choice: str, code: str, message: str, hint: str, tmp_path: Path
) -> None:
    problem = next(p for p in check(tmp_path, choosing(choice)) if p.location.file.endswith("dossier.yaml"))
    assert (problem.code, problem.message, problem.location.line) == (code, message, 7)
    assert hint in problem.hint


# ------------------------------------------------------------------ restates

ALONE = "mod:\n  title: A\n  date: 2025\n  party: Russia\n"
OLD = facts(
    fact("f", "says: It had {value}", "value: 40 tanks", "as_of: 2020", "stale_after: 1 year", source="mod"),
    fact("g", "says: It had {value} in {as_of}", "value: 50 tanks", "as_of: 2020", "stale_after: 1 year", source="mod"),
)


def test_under_restates_what_follows_from_it_is_one_line(tmp_path: Path) -> None:
    files = {SOURCES: ALONE, FACTS: OLD, BODY: prose("{{ f.says }}. {{ g.says }}. It cost $3 million.")}
    many = {line.split("[")[1][:-1] for line in told(tmp_path, files)}
    assert many == {"single-origin", "party-source", "stale", "status-added", "typed-figure"}
    (figure, added, note) = check(tmp_path, files | {DOSSIER: HEAD + "restates: mod\n"})
    assert (note.code, note.severity, figure.code, added.code) == (
        "restates-unchecked", "note", "typed-figure", "status-added",
    )  # fmt: skip
    assert (note.location.file, note.location.line) == ("facts/x/dossier.yaml", 6)
    assert "single-origin, party-source, stale" in note.message
    assert "so 5 problems are not listed" in note.message


def test_a_check_that_is_named_is_told_all_the_same(tmp_path: Path) -> None:
    files = {
        SOURCES: ALONE,
        FACTS: OLD,
        BODY: prose("{{ g.says }}."),
        DOSSIER: HEAD + "restates: mod\nchecks:\n  stale: error\n",
    }
    assert [p.code for p in check(tmp_path, files) if p.severity == "error"] == ["stale"]


def test_the_shipped_brief_is_told_of_in_one_line() -> None:
    from briefing.build.pipeline import check_brief

    root = Path(__file__).parents[2]
    problems = check_brief(
        root / "facts" / "russia-north-korea-edition-1", "facts", template_folders=[root / "templates"]
    )
    assert [(p.code, p.severity) for p in problems] == [("restates-unchecked", "note")]


# ------------------------------------------------------------------ drafts


def build(folder: Path, files: dict[str, str], *, draft: bool) -> BuildResult:
    return build_brief(
        write(folder, files), "facts/x", template_folders=[folder / "templates"], options=BuildOptions(draft=draft)
    )


def test_a_draft_is_built_in_spite_of_checks_and_says_so_everywhere(tmp_path: Path) -> None:
    files = {FACTS: GONE, BODY: prose("{{ f.says }}.") + "\n" + "It goes on and on. " * 1500}
    assert build(tmp_path, files, draft=False).files == {}
    made = build(tmp_path, files | {DOSSIER: HEAD + "marking: TLP:AMBER\n"}, draft=True)
    assert made.stem == "x_TLP-AMBER_DRAFT"
    assert [p.code for p in made.problems if p.severity == "error"] == ["withdrawn-as-settled"]
    pages = artifact_text(made.files["pdf"].data)  # furniture, which is not read aloud
    assert len(pages) > 3
    assert all(" ".join(page).count("DRAFT") == 2 for page in pages)
    with zipfile.ZipFile(io.BytesIO(made.files["docx"].data)) as word:
        for part in ("header1", "header2", "footer1", "footer2"):
            assert "DRAFT" in word.read(f"word/{part}.xml").decode()
        core = word.read("docProps/core.xml").decode()
    assert "<cp:contentStatus>Draft</cp:contentStatus>" in core
    assert "<cp:keywords>TLP:AMBER, DRAFT</cp:keywords>" in core
    assert b"DRAFT" in made.files["pdf"].data


def test_nothing_says_draft_where_none_was_asked_for(tmp_path: Path) -> None:
    made = build(tmp_path, {}, draft=False)
    assert made.stem == "x"
    assert all("DRAFT" not in " ".join(page) for page in artifact_text(made.files["pdf"].data))


@pytest.mark.parametrize(
    "files",
    [
        {
            FACTS: facts(fact("f", "says: It got {value}", "value: 40 tanks", "status: proposed")),
            BODY: prose("{{ f.says }}."),
        },
        {BODY: prose("{{ so.says }}. {{ nothing }}.")},
        choosing("typed-figure: note"),
    ],
)
def test_some_errors_stop_a_draft_as_well(files: dict[str, str], tmp_path: Path) -> None:
    assert build(tmp_path, files, draft=True).files == {}
