"""What `briefing export` writes, `briefing import` reads: the same facts come home with the same values."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exchange.importing.sheets_made import left_out, load, plan, values, xlsx
from gates.libreoffice import convert
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.build.export_facts import encode
from briefing.exchange.export import export
from briefing.exchange.importing.yaml_writer import Group, Line, write_yaml
from briefing.facts.ledger import Claim, Fact, Ledger
from briefing.facts.load import load_ledger
from briefing.language import load_language

ROOT = Path(__file__).parents[3]
SHIPPED = ("russia-north-korea", "russia-north-korea-edition-1", "red-sea-shipping")


def claims_of(fact: Fact) -> dict[str, Claim]:
    named = {f"{p.label}.{c.id}": c for p in fact.points for c in p.claims}
    return named or {c.id: c for c in fact.claims}


def told(claim: Claim) -> tuple[object, ...]:
    """What must be the same of a claim; of its value what it is, however its parts were typed."""
    value = claim.value
    amount = value and replace(value, written="", counted=False)
    status = (
        "unverified"
        if claim.status == "unverified"
        else ""
        if claim.status in ("stated", "corroborated")
        else claim.status
    )
    return (
        amount,
        claim.date,
        claim.as_of,
        claim.by,
        claim.counts,
        status,
        [(s.source, s.locator) for s in claim.sources],
    )


def assert_home(before: Ledger, after: Ledger, *, dated: bool) -> None:
    assert list(after.facts) == list(dict.fromkeys(after.facts))
    assert set(after.facts) == set(before.facts)
    for name, fact in before.facts.items():
        home = after.facts[name]
        old, new = claims_of(fact), claims_of(home)
        assert list(old) == list(new), name
        if fact.derivation is None:
            assert [told(c) for c in old.values()] == [told(c) for c in new.values()], name
        assert dict(fact.tags) == dict(home.tags), name
    if dated:
        cited = {c.source for fact in before.facts.values() for c in fact.cited}
        for source in cited:
            old_source, new_source = before.sources[source], after.sources[source]
            assert (old_source.title, old_source.url, old_source.date) == (
                new_source.title,
                new_source.url,
                new_source.date,
            )


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_dossiers_come_home(tmp_path: Path, name: str, kind: str) -> None:
    before, _ = load_ledger(ROOT / "facts" / name, name)
    assert before is not None
    path = tmp_path / f"x.{kind}"
    path.write_bytes(encode(export(before, load_language("en-GB")), kind))
    made = plan(path)
    assert left_out(made) == {}
    assert_home(before, load(made, tmp_path / "x"), dated=kind != "csv")


NUMBERS = st.sampled_from(
    ["5", "1,200", "3.85", "-4", "0.5", "1.2340", "25,000–30,000", "12.5", "-3 to 4", "1052.9", "2024"]
)
BOUNDS = st.sampled_from(["", "", "about ", "more than ", "up to ", "nearly "])
UNITS = st.sampled_from(["", "", " soldiers", " billion USD", " %", " million tonnes", " EUR", " KRW"])
WORDS = st.text(alphabet="abcXYZ éß0159=+-@'\"#:{}|;,.&*!%/\\()", min_size=1, max_size=20).map(
    lambda t: " ".join(t.split())
)
DATES = st.sampled_from(["", "2024", "2024-03", "2024-03-09", "2023-09/2025-03"])


@st.composite
def typed_facts(draw: st.DrawFn) -> list[Group]:
    groups = []
    for number in range(draw(st.integers(1, 5))):
        figure = draw(NUMBERS)
        bound = draw(BOUNDS) if "–" not in figure and " to " not in figure and not figure.startswith("-") else ""
        name = draw(WORDS.filter(lambda text: any(c.isalnum() for c in text)))  # marks alone name nothing in a sheet
        lines = [
            Line("name", name),
            Line("value", f"{bound}{figure}{draw(UNITS)}"),
            Line("date", draw(DATES)),
            Line("as_of", draw(DATES)),
            Line("by", draw(st.sampled_from(["", "Seoul", "=Seoul", "the MoD"]))),
            Line("source", draw(st.sampled_from(["mod_2025", "mod_2025, par. 3", "nis_2025; mod_2025, p. 2"]))),
            Line("status", draw(st.sampled_from(["", "disputed", "unverified", "planned"]))),
            Line("note", draw(st.just("") | WORDS)),
        ]
        groups.append(Group(f"fact_{number}", tuple(lines)))
    return groups


@settings(max_examples=40)
@given(typed_facts(), st.sampled_from(["xlsx", "csv", "json"]))
def test_any_simple_dossier_comes_home(
    tmp_path_factory: pytest.TempPathFactory, groups: list[Group], kind: str
) -> None:
    folder = tmp_path_factory.mktemp("home")
    try:
        source = "mod_2025:\n  title: Update, June\n  date: 2025\nnis_2025:\n  title: NIS\n  undated: a talk\n"
        (folder / "dossier.yaml").write_text("title: X\ndate: 2025\n", "utf-8")
        (folder / "sources.yaml").write_text(source, "utf-8")
        (folder / "things.yaml").write_text(
            write_yaml([Line("title", "T"), Group("facts", groups)], "things.yaml")[0], "utf-8"
        )
        before, problems = load_ledger(folder, "facts/x")
        assert before is not None and not [p for p in problems if p.severity == "error"], problems
        path = folder / f"x.{kind}"
        path.write_bytes(encode(export(before, load_language("en-GB")), kind))
        after = load(plan(path), folder / "x")
        assert_home(before, after, dated=kind != "csv")
        for name, fact in before.facts.items():
            assert (after.facts[name].name, after.facts[name].note) == (fact.name, fact.note)
    finally:
        shutil.rmtree(folder)


@pytest.mark.reader("calc")
def test_a_workbook_that_another_program_saved(tmp_path: Path) -> None:
    """LibreOffice writes formats, dates and formulas in its own way; a formula gives what it came to."""

    def shapes(book: object) -> None:
        sheet = book["Costs"]  # type: ignore[index]
        for row, shape in enumerate(("0.0%", '"$"#,##0', "#,##0.00", "General"), 2):
            sheet.cell(row, 2).number_format = shape
        sheet.cell(2, 3).number_format = "mmm yyyy"
        book["Kept"].sheet_state = "hidden"  # type: ignore[index]

    from datetime import date

    rows: list[list[Any]] = [["Name", "Value", "As of", "Note"], ["Share", 0.125, date(2024, 3, 1), None], ["Cost", 1234567, None, "=1+1"],
            ["Rate", 3.14159, None, None], ["Sum", "=B3*2", None, None]]  # fmt: skip
    made = xlsx(tmp_path / "b.xlsx", {"Costs": rows, "Kept": [["Name", "Value"], ["A", 1]]}, shapes)
    (tmp_path / "again").mkdir()
    again = convert(made, tmp_path / "again", "xlsx")
    result = plan(again)
    ledger = load(result, tmp_path / "x")
    assert values(ledger) == {
        "share": "12.5 %",
        "cost": "1,234,567 USD",
        "rate": "3.14",
        "sum": "2469134",
    }
    share = ledger.facts["share"].as_of
    assert share is not None and share.iso == "2024-03"
    assert [p.message for p in result.problems if p.code == "not-imported"] == []
