"""The shipped dossier, edition 2: each claim of the newsletter checked, and what is said of it held to what was found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.facts.ledger import Claim, Fact, Ledger
from briefing.facts.load import load_ledger

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "facts" / "russia-north-korea"
TEMPLATES = sorted((ROOT / "templates").glob("russia-north-korea*/*.md"))

# What checking did to each claim: 35 supported, 10 not verified, 15 disputed or wrong (two of the supported have moved on since).
UNVERIFIED = "L2 L4 H1 H2 M9 M14 D2 E10 S_1 S_4".split()  # noqa: SIM905
LABELS = {
    "H7": "weakened", "H8": "corrected", "M4": "superseded", "M5": "corrected", "M7": "weakened", "M8": "corrected",
    "M12": "corrected", "M15": "contested", "D7": "corrected", "E3": "corrected", "E5": "corrected", "E7": "contested",
    "E8": "corrected", "S_5": "weakened", "S_8": "contested", "L1": "weakened", "L3": "superseded",
}  # fmt: skip
RECORDS = [
    *(f"L{n}" for n in range(6)), *(f"H{n}" for n in range(1, 10)), *(f"M{n}" for n in range(1, 6)), "M6a", "M6b", "M6c",
    *(f"M{n}" for n in range(7, 16)), *(f"D{n}" for n in range(1, 10)), *(f"E{n}" for n in range(1, 11)),
    *(f"S_{n}" for n in range(1, 10)),
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    read, problems = load_ledger(FOLDER, "facts/russia-north-korea")
    assert read is not None
    assert [p for p in problems if p.severity == "error"] == []
    return read


def claims_of(fact: Fact) -> list[Claim]:
    return [*fact.claims, *(claim for point in fact.points for claim in point.claims)]


def by_record(ledger: Ledger) -> dict[str, Fact]:
    own = {fact.record: fact for fact in ledger.facts.values() if fact.record}
    return own | {claim.record: fact for fact in ledger.facts.values() for claim in claims_of(fact) if claim.record}


def test_every_claim_of_the_newsletter_is_worked_through_once(ledger: Ledger) -> None:
    typed = [fact.record for fact in ledger.facts.values()]
    typed += [claim.record for fact in ledger.facts.values() for claim in claims_of(fact)]
    assert sorted(record for record in typed if record) == sorted(RECORDS)
    assert len(RECORDS) == 60


@pytest.mark.parametrize("record", UNVERIFIED)
def test_what_could_not_be_checked_says_so_and_rests_on_the_newsletter_alone(ledger: Ledger, record: str) -> None:
    fact = by_record(ledger)[record]
    assert fact.status == "unverified"
    assert {citation.source for citation in fact.cited} == {"geopolitiks_2025"}


@pytest.mark.parametrize("record", [r for r in RECORDS if r not in (*UNVERIFIED, "E4", "E5")])
def test_what_was_checked_rests_on_something_besides_the_newsletter(ledger: Ledger, record: str) -> None:
    assert {citation.source for citation in by_record(ledger)[record].cited} - {"geopolitiks_2025"}


def test_trade_is_told_as_it_was_found(ledger: Ledger) -> None:
    points = {point.label: point for point in ledger.facts["trade"].points}
    assert list(points) == [str(year) for year in range(2015, 2026)]
    assert [p.label for p in points.values() if all(c.value is None for c in p.claims)] == ["2021", "2025"]
    assert points["2022"].claims[0].status == "unverified"
    values = {c.value.written: c for c in points["2024"].claims if c.value is not None}
    assert (values["52.9"].counts, values["52.9"].status, values["34"].status) == ("early 2024", "disputed", "disputed")
    assert ledger.facts["trade_ninefold"].derivation is None
    assert ledger.facts["trade_ninefold"].by == "Yuri Ushakov"


def test_each_source_says_how_it_was_read_and_none_has_an_invented_particular(ledger: Ledger) -> None:
    assert {s.read for s in ledger.sources.values()} == {"full", "excerpt", "no"}
    assert [s.id for s in ledger.sources.values() if s.read == "full"] == ["geopolitiks_2025"]
    assert [s.id for s in ledger.sources.values() if s.accessed or s.archived] == []
    assert len(ledger.sources) >= 75
    unread = {s.id for s in ledger.sources.values() if s.read == "no"}
    assert {c.source for f in ledger.facts.values() for c in f.cited} & unread == set()


def test_the_eleven_states_of_the_msmt_are_one_origin(ledger: Ledger) -> None:
    named = ("kbs_2025_05", "joongang_2025_05", "korea_herald_2025_05", "arirang_2025_05")
    assert {ledger.sources[name].original for name in named} == {"msmt_2025_05"}
    statuses = {c.status for c in claims_of(ledger.facts["shells_counted"])}
    assert "corroborated" not in statuses


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_figure_is_typed_in_prose(template: Path) -> None:
    prose = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#\w+\}", "", template.read_text("utf-8"))
    digits = re.findall(r"[0-9][0-9.,]*", prose)
    years = [d for d in digits if re.fullmatch(r"(?:19|20)\d\d[.,]?", d)]
    known = {"1"}  # "page 1"
    if template.parent.name.endswith("edition-1"):
        return
    assert [d for d in digits if d not in years and d.rstrip(".,") not in known] == []
