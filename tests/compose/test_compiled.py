"""What is remembered of templates changes nothing: the same document, the same problems, the same budget."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.build.pipeline import compose_document
from briefing.compose.compiled_cache import COMPILED, INSPECTIONS

ROOT = Path(__file__).parents[2]
FACTS = "title: Ports\nfacts:\n  staff:\n    name: Staff\n    value: 12 people\n    source: report\n"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    COMPILED.clear()
    INSPECTIONS.clear()
    yield
    COMPILED.clear()
    INSPECTIONS.clear()


def dossier(place: Path, name: str, facts: str, template: str) -> Path:
    folder = place / "facts" / name
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text("title: Ports\nsections:\n  - ports\n", "utf-8")
    (folder / "sources.yaml").write_text("report:\n  title: Report\n  publisher: A\n  date: 2025\n", "utf-8")
    (folder / "ports.yaml").write_text(facts, "utf-8")
    (place / "templates").mkdir(exist_ok=True)
    (place / "templates" / "ports.md").write_text(template, "utf-8")
    return folder


@pytest.mark.parametrize("name", ["russia-north-korea", "red-sea-shipping", "russia-north-korea-edition-1"])
def test_a_second_brief_of_the_same_templates_is_the_same(name: str) -> None:
    folder, templates = ROOT / "facts" / name, [ROOT / "templates"]
    first = compose_document(folder, name, templates)
    assert COMPILED.weight > 0
    assert compose_document(folder, name, templates) == first


def test_a_fact_that_is_missing_is_told_though_the_template_was_sound_for_another_dossier(tmp_path: Path) -> None:
    one = dossier(tmp_path, "one", FACTS, "# Ports\n\nThere work {{ staff }}.\n")
    other = dossier(tmp_path, "other", FACTS.replace("staff:", "staf:"), "# Ports\n\nThere work {{ staff }}.\n")
    folders = [tmp_path / "templates", ROOT / "templates"]
    assert [p for p in compose_document(one, "one", folders)[1] if p.severity == "error"] == []
    (told,) = [p for p in compose_document(other, "other", folders)[1] if p.severity == "error"]
    assert (told.code, told.location.line, told.location.column) == ("unknown-fact", 3, 15)
    assert "staf" in told.hint


def test_a_fault_is_told_each_time(tmp_path: Path) -> None:
    folder = dossier(tmp_path, "one", FACTS, "# Ports\n\n{{ staff | shout }} and {{ staff.nmae }}.\n")
    folders = [tmp_path / "templates", ROOT / "templates"]
    first = compose_document(folder, "one", folders)[1]
    assert "unknown-filter" in {p.code for p in first}
    assert compose_document(folder, "one", folders)[1] == first


def test_a_greedy_template_stops_at_the_same_place_each_time(tmp_path: Path) -> None:
    greedy = "# Ports\n\n{% for a in range(400) %}{% for b in range(600) %}x{% endfor %}{% endfor %}\n\n{{ staff }}\n"
    folder = dossier(tmp_path, "one", FACTS, greedy)
    folders = [tmp_path / "templates", ROOT / "templates"]
    first = compose_document(folder, "one", folders)
    assert "template-too-greedy" in {p.code for p in first[1]}
    assert compose_document(folder, "one", folders) == first
