"""Points of a chart on which many claims agree."""

from __future__ import annotations

import time
from pathlib import Path

from checks.dossier import BODY, FACTS, FIGURES, check, fact, facts, prose

CHART = "drawn:\n  title: Trade over the years\n  chart: line\n  rows: facts trade\n  measure: Trade, million USD\n"


def test_a_thousand_claims_of_one_year_are_compared_once(tmp_path: Path) -> None:
    def seconds(claims: int) -> float:
        rows = "2022,3.8,mod,\n" + "2023,34.4,mod,\n" * claims
        trade = fact("trade", "name: Trade", "unit: million USD", "series: trade.csv", source="mod")
        files = {FACTS: facts(trade), FIGURES: CHART, BODY: prose('{{ figure("drawn") }}')}
        began = time.process_time()
        check(tmp_path / str(claims), {**files, "facts/x/trade.csv": f"year,value,source,by\n{rows}"})
        return time.process_time() - began

    few = seconds(50)
    assert seconds(1_000) < 40 * few + 1
