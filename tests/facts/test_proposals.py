"""What reviewers propose: read beside the claims, and without any effect on what is printed or travels with it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.build.pipeline import check_brief, compose_document
from briefing.cli.app import app
from briefing.editions.make_snapshot import freeze
from briefing.facts.ledger import Ledger
from briefing.facts.load import load_ledger
from briefing.facts.record import make_record
from briefing.language import load_language

DOSSIER = "title: Arms\nedition: 1\ninformation_cut_off: 2026-01-15\ntemplate: mine\nsections:\n  - body\n"
SOURCES = "mod:\n  title: Update\n  date: 2025-06-15\nnis:\n  title: Statement\n  date: 2025-04-30\n"
BODY = (
    "# Body\n\n{{ men.says }}. {{ losses.says }}. Trade was {{ trade[2023] }} in 2023: {{ growth }}.\n"
    "{% for fact in tagged('kind') %}- {{ fact.says }}.\n{% endfor %}\n"
)
PROPOSAL = """\
    proposals:
      anna_berg_1:
        {what}
        proposer: Anna Berg
        proposed: 2026-01-20
        instead_of: as it was
        source: nis
"""
FACTS = """\
title: Arms
facts:
  men:
    says: Pyongyang sent {value}
    value: more than 11,000 soldiers
    date: 2024-10
    source: mod
    tags:
      kind: deed
<men>  losses:
    says: Losses came to {value}
    claims:
      london:
        value: more than 6,000
        as_of: 2025-06
        by: London
        source: mod
      seoul:
        value: about 4,700
        as_of: 2025-04
        by: Seoul
        source: nis
<losses>  trade:
    name: Trade
    unit: million USD
    series: trade.csv
    source: mod
<trade>  growth:
    says: It grew by {value}
    derive: growth from trade[2022] to trade[2023]
"""
WHAT = {
    "men": "value: about 12,000 soldiers",
    "losses": "claim: seoul\n        value: about 5,000",
    "trade": "point: 2023\n        value: 52.9",
}


def write(folder: Path, *, proposed: bool) -> Path:
    facts = FACTS
    for name, what in WHAT.items():
        facts = facts.replace(f"<{name}>", PROPOSAL.replace("{what}", what) if proposed else "")
    files = {
        "facts/x/dossier.yaml": DOSSIER, "facts/x/sources.yaml": SOURCES, "facts/x/arms.yaml": facts,
        "facts/x/trade.csv": "year,value\n2022,3.8\n2023,34.4\n", "templates/mine/body.md": BODY,
        "templates/mine/brief.md": '{{ front() }}\n\n{{ section("body") }}\n',
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder / "facts" / "x"


def ledger_of(folder: Path) -> Ledger:
    ledger, problems = load_ledger(folder, "facts/x")
    assert [p for p in problems if p.severity == "error"] == []
    assert ledger is not None
    return ledger


def test_a_proposal_holds_what_is_proposed_and_what_it_is_about(tmp_path: Path) -> None:
    facts = ledger_of(write(tmp_path, proposed=True)).facts
    (men,), (losses,), (trade,) = (facts[name].proposals for name in WHAT)
    assert (men.claim.id, men.claim.status, men.proposer, men.instead_of) == (
        "anna_berg_1",
        "proposed",
        "Anna Berg",
        "as it was",
    )
    assert men.claim.value is not None
    assert men.claim.value.written == "about 12,000 soldiers"
    assert (men.proposed.iso if men.proposed else "", men.claim.sources[0].source) == ("2026-01-20", "nis")
    assert (losses.replaces, losses.point, losses.claim.by) == ("seoul", "", "")
    assert (trade.point, trade.claim.value.currency if trade.claim.value else "") == ("2023", "USD")
    assert [c.id for c in facts["losses"].claims] == ["london", "seoul"]


def test_nothing_that_is_printed_recorded_or_frozen_knows_of_it(tmp_path: Path) -> None:
    made = []
    for name, proposed in (("with", True), ("without", False)):
        folder = write(tmp_path / name, proposed=proposed)
        ledger = ledger_of(folder)
        document, problems = compose_document(folder, "facts/x", [tmp_path / name / "templates"])
        assert document is not None
        assert [p for p in problems if p.severity == "error"] == []
        record = json.dumps(make_record(document, ledger))
        frozen = freeze(ledger, load_language("en-GB"))
        found = [p.code for p in check_brief(folder, "facts/x", template_folders=[tmp_path / name / "templates"])]
        plain = {
            fact: replace(read, proposals=(), location=ledger.dossier.location) for fact, read in ledger.facts.items()
        }
        cited = {fact: (read.cited, read.status) for fact, read in plain.items()}
        made.append((record, frozen, cited, [code for code in found if code != "proposal-waiting"]))
        assert found.count("proposal-waiting") == 3 * proposed
    assert made[0] == made[1]


def test_facts_and_trace_tell_what_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, proposed=True)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        return CliRunner().invoke(app, list(arguments), catch_exceptions=False).stdout

    listed = run("facts", "proposed berg").splitlines()
    assert [line.partition(":")[0] for line in listed] == ["men", "losses", "trade"]
    assert "| 1 proposal waiting |" in listed[0]
    assert (
        '  losses.seoul: about 5,000, proposed by Anna Berg on 20 January 2026, instead of "as it was" (facts/x/arms.yaml:31:7)\n'
        '    will be printed when it has a source and becomes the claim "seoul"\n'
    ) in run("trace", "losses")
    assert "becomes the value\n" in run("trace", "men")
    assert "becomes the row of 2023 in its series\n" in run("trace", "trade")
    assert json.loads(run("trace", "men", "--json"))["facts"][0]["proposals"] == [
        {
            "id": "anna_berg_1", "name": "men", "proposes": "about 12,000 soldiers", "proposer": "Anna Berg",
            "proposed": "20 January 2026", "instead_of": "as it was", "typed": "facts/x/arms.yaml:11:7",
        }
    ]  # fmt: skip
    assert "proposals" not in json.loads(run("trace", "growth", "--json"))["facts"][0]
