"""Fingerprints: equal for what prints the same, wherever it was typed, and different for everything else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.files.fingerprint import fingerprint
from briefing.problems.problem import Location

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@dataclass(frozen=True)
class Thing:
    name: str
    location: Location
    parts: tuple[object, ...] = ()
    section_locations: dict[str, Location] = field(default_factory=dict)


@given(VALUES, VALUES)
def test_different_values_never_share_one(one: object, other: object) -> None:
    same = repr(one) == repr(other)  # True and 1 are equal, and print differently
    assert (fingerprint(one) == fingerprint(other)) == same


def test_where_a_thing_was_typed_does_not_count() -> None:
    thing = Thing(
        "trade", Location("a.yaml", 1, 2), (Thing("x", Location("a.yaml", 3, 4)),), {"s": Location("a.yaml", 9, 9)}
    )
    moved = Thing("trade", Location("b.yaml", 7, 8), (Thing("x", Location("c.yaml", 5, 6)),))
    assert fingerprint(thing) == fingerprint(moved)
    assert fingerprint(thing) != fingerprint(replace(thing, name="trades"))
    assert fingerprint(thing) != fingerprint(replace(thing, parts=()))


def test_texts_do_not_run_into_one_another() -> None:
    assert fingerprint(("ab", "c")) != fingerprint(("a", "bc"))
    assert fingerprint(("a", ("b",))) != fingerprint((("a",), "b"))
    assert fingerprint("1") != fingerprint(1)


def test_a_number_counts_as_it_prints() -> None:
    assert fingerprint(Decimal("1.10")) != fingerprint(Decimal("1.1"))
    assert fingerprint(MappingProxyType({"a": 1})) == fingerprint({"a": 1})


def test_what_has_no_spelling_of_its_own_is_refused() -> None:
    with pytest.raises(TypeError):
        fingerprint(object())
