"""What is told as past must not be after the cut-off, 15 January 2026; plans, conditions and quotations may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.dossier import BODY, FACTS, check, fact, facts, prose

from briefing.problems.problem import Problem

PAST = [
    "On 3 March 2026 the parties signed a treaty.",
    "On 3 March 2026, the parties signed a treaty.",
    "On March 3, 2026 the parties signed a treaty.",
    "The parties signed the treaty on 3 March 2026.",
    "The treaty was signed by both governments on 16 January 2026.",
    "Ministers met in Berlin on 3 March 2026.",
    "The minister resigned in February 2026.",
    "In February 2026 the government fell.",
    "In late February 2026, the government was replaced.",
    "The old law ended in 2020, and on 1 April 2026 the new one came into force.",
    "New START expired quietly; in February 2026 the last inspections took place.",
    "The plant opened on 2 May 2026 and has 40 staff.",
    "Three tankers sank in March 2027.",
    "In May 2026 the Council adopted the regulation.",
]
NOT_PAST = [
    "The parties signed a treaty on 14 January 2026.",
    "In January 2026 the parties signed a treaty.",
    "On 3 March 2026 the parties will sign a treaty.",
    "By 2030 emissions fell by half in every model, and by March 2031 they had reached zero.",
    "The government had planned to open the plant in March 2027.",
    "Elections were due in March 2026.",
    "Elections are held in March 2026.",
    "The contract, signed in 2024, runs until 3 March 2028.",
    "Denmark ordered ships for delivery in March 2027.",
    "The Council opened a tender for ships in March 2027.",
    "Parliament set 3 March 2026 as the deadline.",
    "The minister said that “the treaty was signed on 3 March 2026”.",
    "If the treaty was signed on 3 March 2026, it would enter into force in May.",
    "The summit was postponed to May 2026.",
    "In March 2026 the measures adopted in 2025 expire.",
    "In March 2026 the mandate that was agreed in 2024 runs out.",
    "The act ended support for plants opened after 3 March 2026.",
    "In March 2026 a budget is expected that was promised in 2024.",
    "The report was published ahead of the summit on 3 March 2026.",
    "It published a study on exports in May 2026.",
    "Prices rose in May 2024 and are to fall in May 2026.",
    "The mission was extended to 30 June 2026.",
    "The embargo, imposed in 2022, ends on 30 June 2026.",
    "Inspectors were told to return on 3 March 2026.",
    "The 3 March 2026 deadline was met with protests.",
    "The loan is to be repaid in March 2027.",
    "France holds the presidency from January 2028, and Lithuania, which held it in 2013, in January 2027.",
]


def told(folder: Path, text: str, **files: str) -> list[Problem]:
    return [p for p in check(folder, {BODY: prose(text) + "\n{{ so.says }}.\n", **files}) if p.code == "future-as-past"]


@pytest.mark.parametrize("text", PAST)
def test_an_event_after_the_cut_off_is_not_told_as_past(text: str, tmp_path: Path) -> None:
    (problem,) = told(tmp_path, text)
    assert (problem.location.line, problem.severity) == (3, "warning")


@pytest.mark.parametrize("text", NOT_PAST)
def test_plans_conditions_quotations_and_earlier_events_are_left_alone(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, text) == []


def test_the_sentence_of_a_fact_is_read_as_well(tmp_path: Path) -> None:
    treaty = fact("treaty", "says: The parties signed the treaty on 3 March 2026")
    text = prose("{{ so.says }}. {{ treaty.says }}.")
    assert [p.code for p in check(tmp_path, {FACTS: facts(fact("so", "says: It is so"), treaty), BODY: text})] == [
        "future-as-past"
    ]


def test_a_fact_with_its_date_is_reported_once(tmp_path: Path) -> None:
    treaty = fact("treaty", "says: The parties signed the treaty {date}", "date: 2026-03-03")
    text = prose("{{ so.says }}. {{ treaty.says }}.")
    assert [p.code for p in check(tmp_path, {FACTS: facts(fact("so", "says: It is so"), treaty), BODY: text})] == [
        "after-cut-off"
    ]
