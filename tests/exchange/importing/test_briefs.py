"""Whatever sheet is imported, the dossier that comes of it has no errors when it is checked as a brief."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from exchange.importing.sheets_made import delimited, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.build.pipeline import check_brief
from briefing.exchange.importing.import_plan import Plan
from briefing.problems.problem import BriefingError

ROOT = Path(__file__).parents[3]
WORDS = st.sampled_from(
    [
        "Roads",
        "Rail (total)",
        "Ports & airports",
        "GDP per head",
        "Café",
        "In the EU",
        "2nd dose",
        "likely",
        "*x*",
        "Aid etc.",
        "Vol. 2 Sales",
        "Why? Ask!",
    ]
)
FIGURES = st.sampled_from(
    [
        "5",
        "1,200",
        "about 30",
        "3.85",
        "-4",
        "10bn",
        "n/a",
        "",
        "5-ish",
        "25,000–30,000",
        "90 %",
        "$1.2m",
        "..",
        "Berlin",
    ]
)
HEADS = st.sampled_from(["Exports (USD bn)", "Imports", "Share (%)", "Population (million)", "Deaths", "Total"])
STATUSES = st.sampled_from(
    ["", "", "", "planned", "disputed", "retracted", "forecast", "unverified", "corrected", "superseded", "maybe"]
)
DOWN = [["Year", "2020", "2021", "2022"], ["Country", "France", "Chad", "Mali"], ["Indicator", "Debt", "GDP", "Aid"]]
DATES = st.sampled_from(["", "2023", "2024-03", "9 March 2024", "03/04/2024", "soon"])
SOURCES = st.sampled_from(["", "", "World Bank 2024", "https://example.org/a", "Ministry, p. 3; UN"])


@st.composite
def records(draw: st.DrawFn) -> list[list[Any]]:
    head = ["Name", "Value", "Status", "Year", "Source", "By", "Region"]
    row = st.tuples(
        WORDS, FIGURES, STATUSES, DATES, SOURCES, st.sampled_from(["", "Seoul"]), st.sampled_from(["", "North"])
    )
    return [head, *(list(each) for each in draw(st.lists(row, min_size=1, max_size=6)))]


@st.composite
def tables(draw: st.DrawFn) -> list[list[Any]]:
    across = draw(
        st.sampled_from([["2021", "2022", "2023"], draw(st.lists(HEADS, min_size=2, max_size=3, unique=True))])
    )
    down = draw(st.sampled_from(DOWN))
    extra = draw(st.sampled_from([[], [["Source: World Bank, WDI 2024"]]]))
    body = [[name, *(draw(FIGURES) for _ in across)] for name in down[1:]]
    return [[down[0], *across], *body, *extra]


@settings(max_examples=15)
@given(records() | tables())
def test_any_sheet_makes_a_brief_without_errors(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]
) -> None:
    place = tmp_path_factory.mktemp("brief")
    try:
        made = _planned(delimited(place / "sheet.csv", rows))
        if made is None:
            return
        sections = {f"{name}.md": text for name, text in made.templates.items()}
        for folder, files in ((place / "facts" / "x", made.files), (place / "templates" / "x", sections)):
            folder.mkdir(parents=True)
            for name, text in files.items():
                (folder / name).write_text(text, "utf-8")
        folders = (place / "templates", ROOT / "templates")
        problems = check_brief(place / "facts" / "x", "facts/x", template_folders=folders)
        assert [str(p) for p in problems if p.severity == "error"] == [], (rows, made.files)
    finally:
        shutil.rmtree(place)


def _planned(path: Path) -> Plan | None:
    """The plan; None where there is nothing to import, which is told with what to do."""
    try:
        return plan(path)
    except BriefingError as error:
        errors = [p for p in error.problems if p.severity == "error"]
        if not errors or not all(p.hint for p in errors):
            raise
        return None
