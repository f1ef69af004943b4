"""Derived facts and checks, from files to what prints."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from facts.test_load import codes, load, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.document.model import Citation, FactReference
from briefing.facts.ledger import Ledger, Operand
from briefing.facts.load import load_ledger
from briefing.facts.quantity import parse_quantity
from briefing.facts.views import FactView
from briefing.language import load_language

INPUTS = """
  trade:
    name: Trade
    unit: million USD
    series: trade.csv
    source: bbc_2025, par. 2
  debt:
    name: Debt
    value: 11 billion USD
    source: mod_2025
    tlp: AMBER
  written_off:
    name: Share written off
    value: 90 %
    source: bbc_2025
  left:
    name: Share left
    value: 10 %
    source: bbc_2025
  sent:
    name: Soldiers sent
    value: more than 11,000 soldiers
    source: bbc_2025
  again:
    name: Soldiers sent again
    value: about 3,000 soldiers
    status: disputed
    source: mod_2025
  wave:
    name: A third wave
    value: 25,000–30,000 soldiers
    source: mod_2025
  most:
    name: At most
    value: fewer than 600 soldiers
    source: mod_2025
  near:
    name: Nearly
    value: nearly 4,000 soldiers
    source: mod_2025
  votes:
    name: Votes
    value: 5 votes
    source: mod_2025
  seats:
    name: Seats
    value: 120 votes
    source: mod_2025
  imports:
    name: Imports
    unit: tonnes
    series: imports.csv
    source: bbc_2025
  shells:
    name: Shells
    value: 600 million USD
    source: mod_2025
"""
TRADE = "year,value\n2022,34.4\n2023,52.9\n2024,34.0\n"
IMPORTS = "year,value\n2023,18300\n2024,12900\n2025,13000\n2026,12906\n2027,12900\n"


def derive(folder: Path, formula: str, *keys: str) -> Ledger:
    lines = "".join(f"    {line}\n" for line in (f"derive: {formula}", *keys))
    text = f"title: Economy\nfacts:\n  made:\n    says: It came to {{value}}\n{lines}{INPUTS}"
    return load(write(folder, economy_yaml=text, trade_csv=TRADE, imports_csv=IMPORTS))


@pytest.mark.parametrize(
    ("formula", "printed"),
    [
        ("growth from trade[2022] to trade[2023]", "54%"),
        ("growth from trade[2023] to trade[2024]", "−35.7%"),
        ("change from trade[2023] to trade[2024]", "−35.7%"),
        ("change from written_off to left", "−80 percentage points"),
        ("growth from imports[2023] to imports[2024]", "−29.5%"),
        ("growth from imports[2024] to imports[2025]", "0.78%"),
        ("growth from imports[2024] to imports[2026]", "0.05%"),
        ("share of imports[2024] in imports[2023]", "70.5%"),
        ("imports[2024] / imports[2023]", "0.70492"),
        ("growth from trade[2022] to trade[2024]", "−1.2%"),
        ("sum of trade[2022], trade[2023] and trade[2024]", "$121.3 million"),
        ("trade[2022] + debt", "$11 billion"),
        ("shells + shells", "$1,200 million"),
        ("written_off * debt", "$9.9 billion"),
        ("difference between written_off and left", "80 percentage points"),
        ("sum of written_off and left", "100%"),
        ("sum of sent and again", "more than 13,000 soldiers"),
        ("sum of wave and again", "about 28,000–33,000 soldiers"),
        ("difference between wave and sent", "less than 19,000 soldiers"),
        ("most * 2", "fewer than 1,200 soldiers"),
        ("near * 2", "nearly 8,000 soldiers"),
        ("near + again", "about 7,000 soldiers"),
        ("wave / 2", "12,500–15,000 soldiers"),
        ("share of votes in seats", "4.2%"),
        ("ratio of seats to votes", "24"),
        ("votes * 2 - seats", "−110 votes"),
        ("-votes", "−5 votes"),
        ("wave - 9 * near", "about −11,000 to −6,000 soldiers"),
        ("difference between wave and 7 * near", "about −3,000 to 2,000 soldiers"),
        ("-wave / wave * debt", "−$14 billion to −$9 billion"),
    ],
)
def test_what_a_formula_comes_to(tmp_path: Path, formula: str, printed: str) -> None:
    value = derive(tmp_path, formula).facts["made"].value
    assert value is not None
    assert value.words(load_language("en-GB")) == printed
    if value.low > 0:
        # What is written of it could be typed.
        assert parse_quantity(value.written, counted=True).words(load_language("en-GB")) == printed


@pytest.mark.parametrize(
    ("formula", "keys", "printed"),
    [
        ("change from imports[2023] to imports[2024]", (), "fell by 29.5%"),
        ("growth from imports[2023] to imports[2024]", (), "fell by 29.5%"),
        ("change from imports[2024] to imports[2025]", (), "rose by 0.78%"),
        ("change from imports[2024] to imports[2027]", (), "did not change"),
        ("change from imports[2024] to imports[2026]", ("decimals: 0",), "hardly changed"),
        ("change from imports[2023] to imports[2024]", ("decimals: 3",), "fell by 29.508%"),
        ("change from written_off to left", (), "fell by 80 percentage points"),
        ("change from again to near", (), "rose by about 30%"),
        ("change from near to again", (), "fell by about 25%"),
        ("change from again to sent", (), "rose by more than 230%"),
        ("change from wave to most", (), "fell by more than 97.6%"),
        ("change from wave to again", (), "fell by about 88–90%"),
    ],
)
def test_a_change_prints_its_direction(tmp_path: Path, formula: str, keys: tuple[str, ...], printed: str) -> None:
    text = f"title: Economy\nfacts:\n  made:\n    says: it {{change}}\n    derive: {formula}\n"
    text += "".join(f"    {key}\n" for key in keys) + INPUTS
    ledger = load(write(tmp_path, economy_yaml=text, trade_csv=TRADE, imports_csv=IMPORTS))
    language = load_language("en-GB")
    inlines = FactView(ledger.facts["made"], language, aspect="says").printed().inlines
    assert "".join(i.text for i in inlines if isinstance(i, FactReference)) == f"it {printed}"


def test_a_change_back_in_time_is_an_error(tmp_path: Path) -> None:
    _, problems = load_ledger(
        write(
            tmp_path,
            economy_yaml="title: Economy\nfacts:\n  made:\n    says: it {change}\n"
            f"    derive: change from imports[2024] to imports[2023]\n{INPUTS}",
            trade_csv=TRADE,
            imports_csv=IMPORTS,
        ),
        "facts/x",
    )
    assert [(p.code, p.hint) for p in problems] == [("backwards", "derive: change from imports[2023] to imports[2024]")]


def test_only_a_change_or_growth_has_a_direction(tmp_path: Path) -> None:
    text = f"title: Economy\nfacts:\n  made:\n    says: it {{change}}\n    derive: sum of sent and again\n{INPUTS}"
    _, problems = load_ledger(write(tmp_path, economy_yaml=text, trade_csv=TRADE, imports_csv=IMPORTS), "facts/x")
    assert [(p.code, p.hint) for p in problems] == [
        ("nothing-to-place", "type derive: change from a to b, which says how far a number rose or fell")
    ]


@pytest.mark.parametrize(
    ("formula", "keys", "printed"),
    [
        ("growth from trade[2022] to trade[2023]", ("decimals: 1",), "53.8%"),
        ("sum of trade[2022] and debt", ("unit: million USD",), "$11,000 million"),
        ("sum of trade[2022] and debt", ("unit: billion USD", "decimals: 3"), "$11.034 billion"),
        ("debt / again", ("unit: USD a soldier",), "about $3.7 million a soldier"),
        ("ratio of trade[2023] to trade[2022]", ("unit: times",), "1.54 times"),
        ("ratio of trade[2022] to trade[2023]", ('unit: "%"',), "65.0%"),
    ],
)
def test_the_fact_says_how_it_is_told(tmp_path: Path, formula: str, keys: tuple[str, ...], printed: str) -> None:
    value = derive(tmp_path, formula, *keys).facts["made"].value
    assert value is not None
    assert value.words(load_language("en-GB")) == printed


def test_a_derived_fact_is_ours_and_as_doubtful_and_as_secret_as_its_inputs(tmp_path: Path) -> None:
    ledger = derive(tmp_path, "debt / (sent + again)", "unit: USD a soldier")
    made = ledger.facts["made"]
    (claim,) = made.claims
    assert (claim.by, claim.status, claim.tlp) == ("our calculation", "disputed", "TLP:AMBER")
    assert claim.sources == (Citation("mod_2025", calculated=True), Citation("bbc_2025", calculated=True))
    assert made.derivation is not None
    assert made.derivation.inputs == (Operand("debt"), Operand("sent"), Operand("again"))
    assert ledger.topics["economy"].facts[0] == made


def test_facts_of_dossiers_that_are_used_can_be_inputs_and_be_derived(tmp_path: Path) -> None:
    for name, files in {
        "common": {
            "economy_yaml": "title: C\nfacts:\n  twice:\n    says: It was {value}\n    derive: base * 2\n"
            "  base:\n    name: Base\n    value: 21 homes\n    source: bbc_2025\n"
        },
        "own": {
            "dossier_yaml": "title: A\nuses: common\n",
            "sources_yaml": "x:\n  title: X\n  date: 2024\n",
            "a_yaml": "title: A\nfacts:\n  more:\n    says: It was {value}\n    derive: twice + 1 * base\n",
        },
    }.items():
        (tmp_path / name).mkdir()
        write(tmp_path / name, **files)
    ledger = load(tmp_path / "own")
    assert {name: f.value.written for name, f in ledger.facts.items() if f.value} == {
        "more": "63 homes", "twice": "42 homes", "base": "21 homes",
    }  # fmt: skip


def test_a_thousand_facts_that_rest_on_each_other_load_in_a_second(tmp_path: Path) -> None:
    # Each stands above the one that it rests on, and a chain of a thousand must not be worked out by calls within calls.
    chain = "".join(f"  f{n}:\n    says: It was {{value}}\n    derive: f{n + 1} + 1 * one\n" for n in range(1000))
    last = "  f1000:\n    name: Last\n    value: 1 home\n    source: bbc_2025\n"
    last += "  one:\n    name: One\n    value: 1 home\n    source: mod_2025\n"
    write(tmp_path, economy_yaml=f"title: E\nfacts:\n{chain}{last}")
    began = time.process_time()
    ledger = load(tmp_path)
    taken = time.process_time() - began
    value = ledger.facts["f0"].value
    assert value is not None and value.written == "1,001 home"
    assert taken < 2  # a second on a machine with nothing else to do


def test_a_ring_of_a_thousand_is_told_once(tmp_path: Path) -> None:
    ring = "".join(f"  f{n}:\n    says: It was {{value}}\n    derive: f{(n + 1) % 1000} * 2\n" for n in range(1000))
    _, problems = load_ledger(write(tmp_path, economy_yaml=f"title: E\nfacts:\n{ring}"), "facts/x")
    assert codes(problems) == ["circular"]
    assert "f0 → f1 → f2 → f3 → f4 → f5 → f6 → … → f0" in problems[0].message


TOKENS = st.sampled_from([
    *"+-*/(),.%[]", "and", "sum of", "ratio of", "to", "share of", "in", "growth from", "difference between", "trade", "trade[2022]",
    "trade[2023]", "debt", "sent", "again", "wave", "most", "near", "votes", "written_off", "made", "nobody", "2", "0", "1,000", "12.5",
])  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    st.lists(TOKENS, min_size=1, max_size=12),
    st.lists(TOKENS, min_size=1, max_size=6),
    st.sampled_from(
        ["", "    unit: USD a soldier\n", '    unit: "%"\n', "    unit: million USD\n", "    decimals: 3\n"]
    ),
)
def test_no_formula_makes_reading_raise(tmp_path: Path, formula: list[str], check: list[str], keys: str) -> None:
    facts = f"  made:\n    says: It was {{value}}\n    derive: '{' '.join(formula)}'\n{keys}"
    facts += f"  sum:\n    name: Sum\n    value: 3 soldiers\n    check: '{' '.join(check)}'\n    source: bbc_2025\n"
    write(tmp_path, economy_yaml=f"title: E\nfacts:\n{facts}{INPUTS}", trade_csv=TRADE)
    ledger, problems = load_ledger(tmp_path, "facts/x")
    assert ledger is not None
    value = ledger.facts["made"].value
    assert value is not None or problems
    if value is not None:
        assert value.words(load_language("en-GB"))


def test_a_formula_is_never_run(tmp_path: Path) -> None:
    evil = "__import__('os').system('touch x')"
    text = f'title: E\nfacts:\n  a:\n    says: It was {{value}}\n    derive: "{evil}"\n'
    _, problems = load_ledger(write(tmp_path, economy_yaml=text), "facts/x")
    assert "bad-formula" in codes(problems)


def test_what_is_worked_out_of_one_side_of_a_dispute_settles_nothing(tmp_path: Path) -> None:
    text = (
        "title: Economy\nfacts:\n  lost:\n    name: Lost\n    claims:\n      a:\n        value: 4,000 soldiers\n        source: bbc_2025\n"
        "      b:\n        value: 6,000 soldiers\n        source: mod_2025\n  twice:\n    name: Twice\n    derive: lost.a + lost.a\n"
        "  twice_again:\n    name: Twice again\n    derive: 2 * twice\n"
    )
    ledger = load(write(tmp_path, economy_yaml=text))
    assert [ledger.facts[name].status for name in ("twice", "twice_again")] == ["disputed", "disputed"]
