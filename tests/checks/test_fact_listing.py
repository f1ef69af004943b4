"""The list of facts: what would change with each."""

from __future__ import annotations

import time
from pathlib import Path

from checks.dossier import FACTS, fact, facts, write

from briefing.checks.fact_listing import FactListing, list_facts
from briefing.facts.load import load_ledger
from briefing.language import load_language


def _listed(folder: Path, made: list[str]) -> tuple[dict[str, FactListing], float]:
    write(folder, {FACTS: facts(*made)})
    ledger, _ = load_ledger(folder / "facts/x", "facts/x")
    assert ledger is not None
    began = time.process_time()
    listed = list_facts(ledger, None, load_language("en-GB"))
    return {each.fact.id: each for each in listed}, time.process_time() - began


def test_what_would_change_with_a_fact_is_listed_once(tmp_path: Path) -> None:
    listed, _ = _listed(tmp_path, [
        fact("first", "name: First", "value: 4 ships"),
        fact("second", "name: Second", "value: 5 ships"),
        fact("both", "name: Both", "derive: first + first + second"),
        fact("more", "name: More", "derive: both + second"),
    ])  # fmt: skip
    assert {name: each.used_by for name, each in listed.items()} == {
        "first": ("both",), "second": ("both", "more"), "both": ("more",), "more": (),
    }  # fmt: skip


def test_ten_times_as_many_facts_take_about_ten_times_as_long(tmp_path: Path) -> None:
    def made(number: int) -> list[str]:
        return [fact(f"f{i}", f"name: Number {i}", "value: 4 ships") for i in range(number)]

    _, few = _listed(tmp_path / "few", made(300))
    _, many = _listed(tmp_path / "many", made(3_000))
    assert many < 40 * few + 0.2
