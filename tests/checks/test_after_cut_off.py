"""Evidence dated after the cut-off: facts, claims, points of series and sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.dossier import BASE, BODY, DOSSIER, FACTS, FIGURES, SOURCES, check, fact, facts, prose

SENT = "says: Pyongyang sent {value}", "value: 11,000 men"
SERIES = "name: Ships", "unit: ships", "series: ships.csv"


def dated(folder: Path, files: dict[str, str]) -> list[str]:
    """What is named as dated after the cut-off."""
    return [p.message.split('"')[1] for p in check(folder, files) if p.code == "after-cut-off"]


@pytest.mark.parametrize(
    "line", ["date: 2026-01-16", "date: 2026-02", "date: 2027", "as_of: 2026-01-16", "date: 2027/2028"]
)
def test_a_fact_of_a_later_day_is_reported(tmp_path: Path, line: str) -> None:
    files = {FACTS: facts(fact("men", *SENT, line)), BODY: prose("{{ men.says }}.")}
    assert dated(tmp_path, files) == ["men"]


@pytest.mark.parametrize(
    "line", ["date: 2026-01-15", "date: 2026-01", "date: 2026", "as_of: 2025/2027", "status: planned\n    date: 2027"]
)
def test_a_day_that_may_be_earlier_and_a_plan_are_not(tmp_path: Path, line: str) -> None:
    files = {FACTS: facts(fact("men", *SENT, line)), BODY: prose("It is planned that {{ men.says }}.")}
    assert dated(tmp_path, files) == []


def test_a_fact_that_is_not_printed_is_not_reported(tmp_path: Path) -> None:
    files = {FACTS: BASE[FACTS] + fact("men", *SENT, "date: 2027")}
    assert dated(tmp_path, files) == []


def test_each_claim_and_each_point_has_its_own_date(tmp_path: Path) -> None:
    claims = (
        "says: They lost {value}", "claims:", "  a:", "    value: 10 men", "    as_of: 2025-10", "    by: Seoul",
        "  b:", "    value: 20 men", "    as_of: 2026-03", "    by: Kyiv",
    )  # fmt: skip
    files = {
        FACTS: facts(fact("men", *claims), fact("ships", *SERIES)),
        BODY: prose("{{ men.says }}.", '{{ figure("ships") }}'),
        FIGURES: "ships:\n  title: Ships\n  chart: column\n  rows: facts ships\n",
        "facts/x/ships.csv": "year,value,source\n2025,12,mod; nis\n2027,14,mod; nis\n",
    }
    assert dated(tmp_path, files) == ["men.b", "ships[2027]"]


def test_a_cited_source_of_a_later_day_is_reported_at_its_entry(tmp_path: Path) -> None:
    sources = BASE[SOURCES].replace("2025-06-15", "2026-02-01")
    problems = [p for p in check(tmp_path, {SOURCES: sources}) if p.code == "after-cut-off"]
    assert [(p.location.file, p.location.line, p.severity) for p in problems] == [(SOURCES, 1, "error")]
    assert "the source" in problems[0].message


def test_without_a_cut_off_the_date_of_the_brief_counts(tmp_path: Path) -> None:
    late = {FACTS: facts(fact("men", *SENT, "date: 2026-02")), BODY: prose("{{ men.says }}.")}
    of_brief = BASE[DOSSIER].replace("information_cut_off", "date")
    assert dated(tmp_path / "date", late | {DOSSIER: of_brief}) == ["men"]
    neither = BASE[DOSSIER].replace("information_cut_off: 2026-01-15\n", "")
    assert dated(tmp_path / "none", late | {DOSSIER: neither}) == []
