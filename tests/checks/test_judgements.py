"""Rules about judgements: what they rest on, how they are worded, and that no check asks after the program's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.dossier import BODY, DOSSIER, FACTS, FIGURES, SOURCES, TABLES, check, fact, facts, prose

JUDGEMENTS = "facts/x/judgements.yaml"
KNOWN = facts(
    fact("so", "says: It is so"),
    fact("gone", "name: Gone", "value: 4 tanks", "status: retracted"),
    fact("old", "name: Old", "value: 4 tanks", "status: superseded"),
    fact("new", "name: New", "value: 4 tanks", "status: proposed"),
    fact("right", "name: Right", "value: 4 tanks", "status: corrected"),
    fact("half", "name: Half", "claims:", "  a:", "    value: 3", "    status: retracted", "  b:", "    value: 4"),
    fact("losses", "name: Losses", "claims:", "  a:", "    value: 300", "  b:", "    value: 400"),
    fact("debt", "name: Debt", "value: 4 roubles", "status: disputed"),
    fact("trade", "name: Trade", "unit: roubles", "series: trade.csv", source="mod"),
)
SERIES = "year,value,source,by\n2022,3,mod; nis,\n2023,34,mod,Moscow\n2023,52,nis,Seoul\n"


def judged(
    basis: str, *, text: str = "it will grow", confidence: str = "moderate", likelihood: str = "likely"
) -> dict[str, str]:
    entry = f"j:\n  text: {text}\n  likelihood: {likelihood}\n  horizon: 2030\n  confidence: {confidence}\n  basis: {basis}\n"
    body = prose('{{ so.says }}. {{ judgement("j") }}')
    return {FACTS: KNOWN, "facts/x/trade.csv": SERIES, JUDGEMENTS: entry, BODY: body}


def found(folder: Path, files: dict[str, str]) -> list[str]:
    """What is told beside what is shown nowhere; all of it at the judgement's first line."""
    problems = [p for p in check(folder, files) if p.code not in ("unused-fact", "not-placed")]
    assert {(p.location.file, p.location.line) for p in problems} <= {(JUDGEMENTS, 1)}, problems
    return [p.code for p in problems]


@pytest.mark.parametrize(
    ("basis", "codes"),
    [
        ("so", []), ("right", []), ("gone", ["basis-withdrawn"]), ("old", ["basis-withdrawn"]), ("new", ["basis-withdrawn"]),
        ("so, gone, new", ["basis-withdrawn", "basis-withdrawn"]), ("half", []), ("half.b", []), ("half.a", ["basis-withdrawn"]),
    ],
)  # fmt: skip
def test_what_no_longer_stands_bears_no_judgement(basis: str, codes: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, judged(basis)) == codes


def test_a_judgement_that_is_only_drawn_or_only_in_a_table_is_read_too_and_one_that_is_nowhere_is_not(
    tmp_path: Path,
) -> None:
    files = judged("gone") | {FIGURES: "c:\n  title: T\n  chart: range\n  rows: judgements\n"}
    assert found(tmp_path, files | {BODY: prose('{{ so.says }}.\n\n{{ figure("c") }}')}) == ["basis-withdrawn"]
    assert found(tmp_path, files | {BODY: prose('{{ so.says }}.\n\n{{ table("judgements") }}')}) == ["basis-withdrawn"]
    assert found(tmp_path, files | {BODY: prose("{{ so.says }}.")}) == []


@pytest.mark.parametrize(
    ("basis", "confidence", "told"),
    [
        ("losses", "moderate", True), ("losses", "low", False), ("losses.a", "low", True), ("losses.a", "moderate", True),
        ("losses.a, losses.b", "low", False), ("losses.a, losses.b", "moderate", True), ("losses.a, losses", "low", False),
        ("debt", "moderate", True), ("debt", "low", False), ("trade", "moderate", True), ("trade", "low", False),
        ("so", "moderate", False), ("half", "moderate", False),
    ],
)  # fmt: skip
def test_disputed_ground_allows_low_confidence_and_all_its_claims(
    basis: str, confidence: str, told: bool, tmp_path: Path
) -> None:
    assert found(tmp_path, judged(basis, confidence=confidence)) == (["basis-disputed"] if told else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("it will probably grow", True), ("it is Very Likely to grow", True), ("it will grow", False),
        ("“probably” will be a word of the treaty", False), ("the likelihood of war will grow", False),
    ],
)  # fmt: skip
def test_how_likely_it_is_is_told_once(text: str, told: bool, tmp_path: Path) -> None:
    assert found(tmp_path, judged("so", text=text)) == (["likelihood-twice"] if told else [])


@pytest.mark.parametrize(("scale", "word"), [("icd203", "likely"), ("phia", "realistic possibility")])
def test_no_check_asks_after_the_words_of_the_key(scale: str, word: str, tmp_path: Path) -> None:
    """Its percentages are typed by nobody, and nobody can write out its name."""
    shown = "j:\n  title: Judged\n  rows: judgements\n  columns:\n    - text\n    - likelihood\n"
    drawn = "c:\n  title: T\n  chart: range\n  rows: judgements\n"
    files = judged("so", likelihood=word) | {TABLES: shown, FIGURES: drawn}
    files[DOSSIER] = (
        f"title: Arms\ninformation_cut_off: 2026-01-15\ntemplate: mine\nlikelihood_scale: {scale}\nsections:\n  - body\n"
    )
    places = '{{ so.says }}. {{ judgement("j") }}\n\n{{ table("j") }}\n\n{{ figure("c") }}'
    assert found(tmp_path, files | {BODY: prose(places)}) == []
    del files[TABLES]
    assert found(tmp_path, files | {BODY: prose('{{ so.says }}.\n\n{{ table("judgements") }}')}) == []


# ------------------------------------------------------------------ where it is told


def test_what_repeats_a_partys_source_is_the_partys_word(tmp_path: Path) -> None:
    sources = (
        "staff:\n  title: A\n  date: 2025\n  party: Ukraine\npaper:\n  title: B\n  date: 2025\n  origin: staff\n"
        "blog:\n  title: C\n  date: 2025\n  origin: paper\nmod:\n  title: D\n  date: 2025\nnis:\n  title: E\n  date: 2025\n"
        "kcna:\n  title: F\n  date: 2025\n  party: North Korea\n  origin: nis\n"
    )
    cited = {"a": "blog", "b": "staff; paper", "c": "paper; mod", "d": "mod; nis", "e": "kcna"}
    known = facts(
        fact("so", "says: It is so"), *(fact(name, f"says: It is {name}", source=s) for name, s in cited.items())
    )
    body = prose("{{ so.says }}.") + "\n# Then\n\n" + " ".join(f"{{{{ {name}.says }}}}." for name in cited) + "\n"
    problems = check(tmp_path, {FACTS: known, SOURCES: sources, BODY: body})
    assert [(p.code, p.message) for p in problems] == [
        ("party-source", 'every source of "a" is from a party to the conflict: Ukraine'),
        ("party-source", 'every source of "b" is from a party to the conflict: Ukraine'),
        ("party-source", 'every source of "e" is from a party to the conflict: North Korea'),
    ]  # fmt: skip


def test_a_bare_value_is_mended_where_the_template_prints_it(tmp_path: Path) -> None:
    claims = (
        "claims:", "  a:", "    value: 300", "    by: Kyiv", "    date: 2025", "  b:", "    value: 400", "    by: Seoul",
        "    date: 2025",
    )  # fmt: skip
    for lines in (("name: Losses", "says: It lost {value}", *claims), ("name: Losses", *claims)):
        known = facts(fact("so", "says: It is so"), fact("f", *lines))
        body = "# Body\n\n{{ so.says }}.\n\n- {{ f.a }}\n- {{ f.b }} more\n\n1. {{ f.a }}\n"
        problems = check(tmp_path, {FACTS: known, BODY: body})
        assert [(p.location.file, p.location.line, p.code) for p in problems] == [
            (str(tmp_path / BODY), line, "status-added") for line in (5, 6, 8)
        ]
        assert not any("says:" in p.hint for p in problems)


def test_two_faults_on_one_line_are_both_told(tmp_path: Path) -> None:
    known = facts(
        fact("so", "says: It is so"),
        fact("f", "value: 300", "name: F", "status: retracted"), fact("g", "value: 400", "name: G", "status: retracted"),
    )  # fmt: skip
    body = prose("{{ so.says }}.", "It lost {{ f }}. Later it lost {{ f }} or {{ g }}.", "It lost {{ f }}.")
    problems = check(tmp_path, {FACTS: known, BODY: body})
    assert [(p.location.line, p.message.split(",")[0], p.message.endswith("(2 times on this line)")) for p in problems] == [
        (5, '"f" is retracted', True), (5, '"g" is retracted', False), (7, '"f" is retracted', False),
    ]  # fmt: skip
