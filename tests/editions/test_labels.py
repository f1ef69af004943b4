"""What a change is called, case by case, and what holds of any two editions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editions.change_labels import label_of, label_of_judgement
from briefing.editions.difference import differences
from briefing.editions.snapshot import (
    EditionClaim,
    EditionFact,
    EditionJudgement,
    EditionSource,
    Snapshot,
    Unit,
    join_key,
    split_key,
    units_of,
)


def unit(*values: str, status: str = "stated", date: str = "", as_of: str = "", counts: str = "", of: str = "") -> Unit:
    """A fact with one claim, or with claims a, b, c; a value may have a status of its own, behind a bar."""
    claims = {}
    for name, value in zip("abc" if len(values) > 1 else ("value",), values or ("",), strict=False):
        number, _, own = value.partition("|")
        claims[name] = EditionClaim(number, number, date, as_of, counts=counts, status=own or status)
    return next(units_of(EditionFact("x", claims, status=status, unit=of)))


CASES = [
    # what the second reader found, by status
    (unit(), unit(status="corrected"), "corrected"),
    (unit("5 guns"), unit("7 guns", status="superseded"), "superseded"),
    (unit("5 guns"), unit("5 guns", status="retracted"), "corrected"),
    (unit("5 guns", status="corrected"), unit("5 guns", status="corrected"), ""),
    (unit("5 guns"), unit("5 guns|superseded", "7 guns"), "superseded"),
    # disputed, or claims that disagree
    (unit("5 guns"), unit("5 guns", status="disputed"), "contested"),
    (unit("5 guns"), unit("5 guns", "7 guns"), "contested"),
    (unit("5 guns"), unit("5 guns", "5 guns"), ""),
    (unit("5 guns", "6 guns"), unit("5 guns", "7 guns"), "corrected"),
    (unit("5 guns"), unit("5 guns", "9 guns|retracted"), "corrected"),
    # planned, unverified, proposed
    (unit(), unit(status="planned"), "weakened"),
    (unit(), unit(status="unverified"), "weakened"),
    (unit(), unit(status="proposed"), "weakened"),
    (unit(status="unverified"), unit(status="proposed"), ""),
    (unit(status="unverified"), unit(status="stated"), ""),
    (unit(status="planned"), unit(status="planned"), ""),
    # numbers of which none fits both: newer, or wrong
    (unit("about 4,000", as_of="2025-01"), unit("more than 6,000", as_of="2025-06"), "superseded"),
    (unit("about 4,000", as_of="2025-06"), unit("more than 6,000", as_of="2025-06"), "corrected"),
    (unit("about 4,000"), unit("more than 6,000"), "corrected"),
    (unit("about 4,000", as_of="2025"), unit("more than 6,000", as_of="2025-06"), "corrected"),
    (unit("3.8", of="million USD"), unit("3.8", of="billion USD"), "corrected"),
    # a number that fits both: looser, or a refinement
    (unit("6,000 men"), unit("about 6,000 men"), "weakened"),
    (unit("25,000–30,000"), unit("up to 30,000"), "weakened"),
    (unit("about 6,000 men"), unit("more than 5,800 men"), "weakened"),
    (unit("more than 11,000 soldiers"), unit("about 11,000 soldiers"), ""),
    (unit("more than 50 %"), unit("about 50 %"), ""),
    (unit("about 6,000 men"), unit("6,000 men"), ""),
    (unit("10 billion USD"), unit("10,000 million USD"), ""),
    (unit("6,000 sappers"), unit("6,000 builders"), ""),
    # what cannot be compared has no label of its own
    (unit("5 million USD"), unit("9 million EUR"), ""),
    (unit("5 %"), unit("9 guns"), ""),
    (unit("4,000", counts="killed"), unit("9,000", counts="killed or wounded"), ""),
    (unit("no number at all, or so"), unit("5"), ""),
    # dates of what happened
    (unit(date="2024-06"), unit(date="2024-06-19"), ""),
    (unit(date="2012"), unit(date="2014-04"), "corrected"),
    (unit(date="2023-09/2025-03"), unit(date="2025-03-31"), ""),
    (unit(as_of="2024"), unit(as_of="2025"), ""),
    (unit(date=""), unit(date="2025"), ""),
    # the same
    (unit("5 guns", date="2024"), unit("5 guns", date="2024"), ""),
]


@pytest.mark.parametrize(("old", "new", "label"), CASES, ids=range(len(CASES)))
def test_a_change_has_the_first_label_that_fits(old: Unit, new: Unit, label: str) -> None:
    assert label_of(old, new) == label


def test_what_was_never_checked_is_not_weakened_by_being_called_unverified() -> None:
    assert label_of(unit(), unit(status="unverified"), unchecked=True) == ""
    assert label_of(unit(status="planned"), unit(status="unverified"), unchecked=True) == "weakened"
    assert label_of(unit(), unit(status="planned"), unchecked=True) == "weakened"
    assert label_of(unit("5 guns"), unit("7 guns", status="unverified"), unchecked=True) == "corrected"


def test_a_point_of_a_series_is_known_by_its_key() -> None:
    keys = {"value": ("", "value"), "uk_mod": ("", "uk_mod"), "2024": ("2024", "value"), "2024/fnf": ("2024", "fnf")}
    keys |= {"2023-09/2025-03": ("2023-09/2025-03", "value"), "2023-09/2025-03/fnf": ("2023-09/2025-03", "fnf")}
    for key, parts in keys.items():
        assert split_key(key) == parts
        assert join_key(parts[0], parts[1].replace("value", "")) == key


def judged(
    word: str, rank: int, confidence: str = "moderate", scale: str = "ICD 203", ends: str = ""
) -> EditionJudgement:
    low, _, high = ends.partition("-")
    return EditionJudgement("j", "it holds", word, scale, rank, low, high, "2026", confidence)


@pytest.mark.parametrize(
    ("old", "new", "label", "change"),
    [
        (judged("likely", 5), judged("unlikely", 3), "weakened", "lowered"),
        (judged("likely", 5), judged("very likely", 6), "", "raised"),
        (judged("likely", 5, "high"), judged("likely", 5, "low"), "weakened", "lowered"),
        (judged("likely", 5, "low"), judged("likely", 5, "high"), "", "raised"),
        (judged("likely", 5, "high"), judged("very likely", 6, "low"), "weakened", "raised"),
        (judged("likely", 5, ends="55-80"), judged("probable", 2, scale="ours", ends="50-60"), "weakened", "lowered"),
        (judged("likely", 5, ends="55-80"), judged("probable", 2, scale="ours", ends="80-90"), "", "raised"),
    ],
)
def test_a_judgement_is_weakened_by_less_likelihood_or_less_confidence(
    old: EditionJudgement, new: EditionJudgement, label: str, change: str
) -> None:
    assert label_of_judgement(old, new) == label
    (found,) = differences(Snapshot("x", judgements={"j": old}), Snapshot("x", judgements={"j": new}))
    assert (found.change, found.label, found.of) == (change, label, "judgement")


def test_a_judgement_that_moved_its_date_is_only_changed() -> None:
    old, new = judged("likely", 5), replace(judged("likely", 5), horizon="2027", text="it will hold")
    (found,) = differences(Snapshot("x", judgements={"j": old}), Snapshot("x", judgements={"j": new}))
    assert (found.change, found.label, found.aspects) == ("changed", "", ("horizon", "statement"))


# ------------------------------------------------------------------ what holds of any two editions

TEXT = st.sampled_from(["", "London", "Seoul", "a bridge", "{was}", "100 %"])
CLAIMS = st.builds(
    EditionClaim,
    value=st.sampled_from(["", "5 guns", "about 5 guns", "more than 7 guns", "3–4", "9 million USD", "odd words"]),
    words=TEXT,
    date=st.sampled_from(["", "2024", "2024-06", "2025-01/2025-03", "no date"]),
    as_of=st.sampled_from(["", "2025", "2026-01-15"]),
    by=TEXT,
    counts=st.sampled_from(["", "killed"]),
    status=st.sampled_from(["stated", "planned", "disputed", "corrected", "superseded", "unverified", "corroborated"]),
    tlp=st.sampled_from(["", "TLP:AMBER"]),
    sources=st.lists(st.tuples(st.sampled_from(["s", "t"]), TEXT), max_size=2).map(tuple),
)
KEYS = st.sampled_from(["value", "uk", "seoul", "2024", "2025", "2025/fnf"])
IDS = st.sampled_from(["a", "b", "c"])
FACTS = st.dictionaries(
    IDS,
    st.builds(EditionFact, st.just(""), st.dictionaries(KEYS, CLAIMS, max_size=3), name=TEXT, says=TEXT),
    max_size=3,
).map(lambda found: {name: replace(fact, id=name) for name, fact in found.items()})
JUDGEMENTS = st.dictionaries(
    IDS,
    st.builds(
        EditionJudgement,
        st.just("j"),
        text=TEXT,
        likelihood=st.sampled_from(["likely", "unlikely"]),
        rank=st.integers(0, 7),
        confidence=st.sampled_from(["", "low", "high"]),
    ),
    max_size=2,
).map(lambda found: {f"j{name}": replace(judgement, id=f"j{name}") for name, judgement in found.items()})
SNAPSHOTS = st.builds(
    Snapshot,
    st.just("x"),
    edition=st.sampled_from(["1", "2"]),
    supersedes=st.sampled_from(["", "1"]),
    restates=st.sampled_from(["", "s"]),
    facts=FACTS,
    judgements=JUDGEMENTS,
    sources=st.dictionaries(st.sampled_from(["s", "t"]), st.builds(EditionSource, st.just("s"), TEXT), max_size=2),
    partial=st.booleans(),
)


def test_a_judgement_at_the_head_of_a_sentence_is_not_reworded() -> None:
    old = judged("likely", 5)
    shown = replace(old, text="It holds")
    sides = Snapshot("x", judgements={"j": old}), Snapshot("x", judgements={"j": shown}, partial=True)
    assert differences(*sides) == ()


def test_claims_under_other_names_are_no_other_restriction() -> None:
    old, new = (replace(unit(*values).fact, says="") for values in (("5 guns",), ("5 guns", "7 guns")))
    (found,) = differences(Snapshot("x", facts={"x": old}), Snapshot("x", facts={"x": new}))
    assert found.aspects == ("value",)
    marked = replace(new, claims={key: replace(claim, tlp="TLP:AMBER") for key, claim in new.claims.items()})
    (found,) = differences(Snapshot("x", facts={"x": new}), Snapshot("x", facts={"x": marked}))
    assert found.aspects == ("tlp",)


def test_a_value_that_is_gone_is_told_as_none() -> None:
    facts = [EditionFact("x", {"value": EditionClaim(value, value)}, name="Trade", says="") for value in ("5 guns", "")]
    old, new = (Snapshot("x", facts={"x": fact}) for fact in facts)
    (found,) = differences(old, new)
    assert (found.was, found.now, found.says) == ("5 guns", "", "Trade")


@given(SNAPSHOTS)
def test_an_edition_does_not_differ_from_itself(one: Snapshot) -> None:
    assert differences(one, one) == ()


@given(SNAPSHOTS, SNAPSHOTS)
def test_both_ways_name_the_same(one: Snapshot, other: Snapshot) -> None:
    there, back = differences(one, other), differences(other, one)
    assert {(c.of, c.id) for c in there} == {(c.of, c.id) for c in back}
    opposite = {"added": "retired", "gained": "lost", "raised": "lowered", "newly shown": "no longer shown"}
    opposite |= {after: before for before, after in opposite.items()}
    turned = {(c.of, c.id): opposite.get(c.change, c.change) for c in back}
    assert {(c.of, c.id): c.change for c in there} == turned
    assert {(c.of, c.id): frozenset(c.aspects) for c in there} == {(c.of, c.id): frozenset(c.aspects) for c in back}


@given(SNAPSHOTS, SNAPSHOTS)
def test_what_a_file_does_not_show_is_not_called_gone(one: Snapshot, other: Snapshot) -> None:
    shown = replace(other, partial=True)
    assert not {c.change for c in differences(one, shown)} & {"retired", "lost"}
    assert not {c.change for c in differences(shown, one)} & {"added", "gained"}
