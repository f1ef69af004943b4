"""Who bears a claim out, and which claims can be compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from facts.test_load import load, write

from briefing.document.model import Citation
from briefing.facts.claim_comparison import NotComparableError, disagree, ends_of, is_disputed, latest
from briefing.facts.corroboration import count_independent_origins, origins_of
from briefing.facts.ledger import Claim, Ledger

SOURCES = """nis:
  title: NIS
  date: 2025
kbs:
  title: KBS
  date: 2025
  origin: nis
retold:
  title: Retold
  date: 2025
  origin: kbs
bbc:
  title: BBC
  date: 2025
hur:
  title: HUR
  date: 2025
  party: Ukraine
budanov:
  title: Budanov
  date: 2025
  party: Ukraine
"""


def facts(folder: Path, text: str) -> Ledger:
    return load(write(folder, sources_yaml=SOURCES, losses_yaml=f"title: Losses\nfacts:\n{text}"))


def fact(name: str, source: str, *lines: str) -> str:
    more = "".join(f"    {line}\n" for line in lines or ("value: 600 soldiers",))
    return f"  {name}:\n    name: N\n    source: {source}\n{more}"


def test_sources_are_followed_to_where_they_have_it_from(tmp_path: Path) -> None:
    sources = facts(tmp_path, fact("a", "bbc")).sources
    cited = [Citation(name) for name in ("retold", "kbs", "bbc", "nis")]
    assert origins_of(cited, sources) == ("nis", "bbc")
    assert count_independent_origins(cited, sources) == 2
    assert count_independent_origins([Citation("hur"), Citation("budanov")], sources) == 1


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("nis; bbc", "corroborated"),
        ("nis; kbs; retold", "stated"),
        ("hur; budanov", "stated"),
        ("hur; kbs", "corroborated"),
        ("bbc, p. 1; bbc, p. 2", "stated"),
    ],
)
def test_a_claim_is_corroborated_by_two_independent_origins(tmp_path: Path, source: str, status: str) -> None:
    assert facts(tmp_path, fact("a", source)).facts["a"].claims[0].status == status


def test_what_is_called_doubtful_stays_so(tmp_path: Path) -> None:
    ledger = facts(tmp_path, fact("a", "nis; bbc", "value: 3", "status: disputed"))
    assert ledger.facts["a"].status == ledger.facts["a"].claims[0].status == "disputed"


def claims(folder: Path, *values: str) -> tuple[Claim, ...]:
    text = "".join(
        f"      c{n}:\n" + "".join(f"        {line}\n" for line in v.split("; ")) for n, v in enumerate(values)
    )
    return facts(folder, fact("a", "bbc", "unit: soldiers", "claims:") + text).facts["a"].claims


def test_a_number_that_rests_on_another_is_no_witness(tmp_path: Path) -> None:
    other = fact("b", "bbc")
    resting = fact("a", "nis; bbc", "value: 600 soldiers", "rests_on: b")
    assert facts(tmp_path, other + resting).facts["a"].claims[0].status == "stated"
    alike = "    claims:\n      x:\n        value: 600\n        source: nis\n        rests_on: b\n      y:\n        value: 600\n"
    both = facts(tmp_path, other + fact("c", "bbc", "unit: soldiers") + alike).facts["c"].claims
    assert [claim.status for claim in both] == ["stated", "stated"]


def test_claims_that_say_the_same_bear_each_other_out(tmp_path: Path) -> None:
    alike = claims(tmp_path, "value: 600; source: nis", "value: 600; source: bbc")
    assert [claim.status for claim in alike] == ["corroborated", "corroborated"]
    assert not disagree(alike)
    other = claims(tmp_path, "value: 600; source: nis", "value: about 600; source: bbc")
    assert [claim.status for claim in other] == ["stated", "stated"]
    assert disagree(other)


def test_the_latest_claims_are_those_of_the_last_day(tmp_path: Path) -> None:
    found = latest(
        claims(tmp_path, "value: 1; as_of: 2025-01", "value: 2; as_of: 2025-06-15", "value: 3; date: 2025-06-15")
    )
    assert [claim.id for claim in found] == ["c1", "c2"]
    assert latest(claims(tmp_path, "value: 1", "value: 2")) == ()


def test_a_range_joins_claims_that_can_be_compared(tmp_path: Path) -> None:
    low, high = ends_of(claims(tmp_path, "value: about 4,700", "value: 25–30", "value: more than 6,000"))
    assert (low.written, high.written) == ("25–30", "more than 6,000")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (("value: 1; counts: killed", "value: 2; counts: wounded"), "counts"),
        (("value: 1; counts: killed", "value: 2"), "unspecified"),
        (("value: 1", "value: 2 tanks"), "tanks"),
        (("value: 1; as_of: 2025-01-22", "value: 2; as_of: 2025-06-15"), "different times"),
        (("value: 1; as_of: 2025-01-22", "value: 2"), "has none"),
    ],
)
def test_no_range_joins_what_cannot_be_compared(tmp_path: Path, values: tuple[str, ...], why: str) -> None:
    with pytest.raises(NotComparableError, match=why):
        ends_of(claims(tmp_path, *values))


def test_times_that_overlap_can_be_compared(tmp_path: Path) -> None:
    assert ends_of(
        claims(tmp_path, "value: 1; as_of: 2025", "value: 2; as_of: 2025-06-15", "value: 3; as_of: 2025-05/2025-08")
    )


def test_a_repeated_point_that_disagrees_is_disputed(tmp_path: Path) -> None:
    write(tmp_path, trade_csv="year,value,source\n2022,3,nis\n2024,4,nis\n2024,5,bbc\n2025,6,nis\n2025,6,bbc\n")
    trade = facts(tmp_path, fact("a", "bbc", "series: trade.csv")).facts["a"]
    assert [(p.label, is_disputed(trade, p.claims)) for p in trade.points] == [
        ("2022", False),
        ("2024", True),
        ("2025", False),
    ]
    assert [c.status for c in trade.points[2].claims] == ["corroborated", "corroborated"]
