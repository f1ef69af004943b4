"""Rules about facts: what prints as settled that is not, in sentences, rows and charts."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.dossier import BODY, DOSSIER, FACTS, FIGURES, SOURCES, TABLES, check, fact, facts, prose, told, write

from briefing.build.pipeline import check_brief

CLAIMS = (
    "name: Losses", "says: Losses came to {value}", "claims:", "  london:", "    value: more than 6,000",
    "    as_of: 2025-06-15", "    by: the UK Ministry of Defence", "    source: mod", "  seoul:", "    value: about 4,700",
    "    as_of: 2025-04-30", "    by: Seoul", "    source: nis",
)  # fmt: skip
LOSSES = facts(fact("losses", *CLAIMS))


def table(rows: str, *columns: str) -> str:
    listed = "".join(f"    - {column}\n" for column in columns)
    return f"shown:\n  title: Shown\n  rows: {rows}\n  columns:\n{listed}"


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("They came to {{ losses.london }}.", ["disputed-alone"]),
        ("They came to {{ losses.london }} by {{ losses.london.as_of }}.", ["disputed-alone"]),
        ("{{ losses.london.by }} counts {{ losses.london }}.", ["disputed-alone"]),
        (
            "{{ losses.london.by }} counts {{ losses.london }}. That was on {{ losses.london.as_of }}.",
            ["disputed-alone"],
        ),
        ("{{ losses.seoul.by }} counts {{ losses.london }} on {{ losses.seoul.as_of }}.", ["disputed-alone"]),
        ("They came to {{ losses.london }} or {{ losses.seoul }}.", ["disputed-alone", "disputed-alone"]),
        ("{{ losses.london.by }} counts {{ losses.london }} ({{ losses.london.as_of }}).", []),
        ("The UK Ministry of Defence counted {{ losses.london }} by 15 June 2025.", []),
        ("Claims differ: {{ losses }}.", []),
        ("{{ losses.says }}.", []),
        ("Much is said of {{ losses.name }}.", []),
    ],
)
def test_one_side_of_a_dispute_needs_claimant_and_date(sentence: str, codes: list[str], tmp_path: Path) -> None:
    problems = check(tmp_path, {FACTS: LOSSES, BODY: prose("{{ losses }}", sentence)})
    assert [p.code for p in problems] == codes
    assert {p.location.line for p in problems} <= {5}


def test_claims_that_agree_or_no_longer_stand_are_no_dispute(tmp_path: Path) -> None:
    same = [line.replace("more than 6,000", "4,700").replace("about 4,700", "4.7 thousand") for line in CLAIMS]
    gone = [*CLAIMS, "    status: superseded"]
    for lines in (same, gone):
        body = prose("They came to {{ losses.london }}.")
        assert [
            p.code for p in check(tmp_path, {FACTS: facts(fact("losses", *lines)), BODY: body}) if p.severity == "error"
        ] == []


def test_a_disputed_status_or_a_year_given_twice_is_a_dispute(tmp_path: Path) -> None:
    known = facts(
        fact("debt", "says: It wrote off {value}", "value: 90 %", "status: disputed", "date: 2012"),
        fact("trade", "name: Trade", "unit: million USD", "series: trade.csv", source="mod"),
    )
    series = "year,value,source,by\n2022,3.8,mod; nis,\n2023,34.4,mod,Moscow\n2023,52.9,nis,Seoul\n"
    body = prose(
        "{{ debt.says }}.", "It was {{ trade[2022] }}.", "It was {{ trade[2023] }} in 2023.",
        "The Ministry of Defence has it that {{ debt.when }} {{ debt.says }}.",
    )  # fmt: skip
    problems = check(tmp_path, {FACTS: known, BODY: body, "facts/x/trade.csv": series})
    assert [(p.location.line, p.code) for p in problems if p.severity == "error"] == [(3, "disputed-alone")]


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        (("name", "value"), {"disputed-alone"}),
        (("name", "value", "by"), {"disputed-alone"}),
        (("name", "value", "by", "as_of"), set()),
    ],
)
def test_a_row_shows_claimant_and_date(columns: tuple[str, ...], codes: set[str], tmp_path: Path) -> None:
    files = {FACTS: LOSSES, TABLES: table("facts losses", *columns), BODY: prose('{{ table("shown") }}')}
    problems = check(tmp_path, files)
    assert {p.code for p in problems} == codes
    assert {(p.location.file, p.location.line) for p in problems} <= {("facts/x/tables.yaml", 1)}


STATUSES = [
    ("planned", "It got {{ f }}.", "It will get {{ f }}.", "planned-without-word"),
    ("superseded", "It got {{ f }}.", "It got {{ f }}, a count since revised.", "withdrawn-as-settled"),
    ("retracted", "It got {{ f }}.", "A report of {{ f }} was later withdrawn.", "withdrawn-as-settled"),
    ("unverified", "It got {{ f }}.", "It reportedly got {{ f }}, says Kyiv.", "unverified-as-settled"),
    ("unverified", "It got {{ f }}.", "It got {{ f }}, {{ f.by }} says.", "unverified-as-settled"),
    ("proposed", "It got {{ f }}.", "", "proposed-printed"),
]


@pytest.mark.parametrize(("status", "wrong", "right", "code"), STATUSES)
def test_a_status_has_its_word(status: str, wrong: str, right: str, code: str, tmp_path: Path) -> None:
    known = facts(
        fact("f", "name: tanks", "value: 40 tanks", f"status: {status}", "by: Kyiv", "date: 2025"),
        fact("so", "says: It is so"),
    )
    for sentence in (wrong, wrong.replace("{{ f }}", "{{ f.name }}")):
        body = prose("{{ so.says }}.", *filter(None, (right,)), sentence)
        line = 7 if right else 5
        assert told(tmp_path, {FACTS: known, BODY: body}) == [f"{line} error[{code}]"]
    rows = {
        FACTS: known,
        TABLES: table("facts f", "name", "value"),
        BODY: prose('{{ so.says }}.\n\n{{ table("shown") }}'),
    }
    assert told(tmp_path, rows) == [f"1 error[{code}]"]
    rows[TABLES] = table("facts f", "name", "value", "status")
    assert told(tmp_path, rows) == ([f"1 error[{code}]"] if status == "proposed" else [])


@pytest.mark.parametrize("kind", ["column", "exchange"])
@pytest.mark.parametrize(("status", "code"), [("retracted", "withdrawn-as-settled"), ("proposed", "proposed-printed")])
def test_a_chart_cannot_say_that_a_figure_was_withdrawn(kind: str, status: str, code: str, tmp_path: Path) -> None:
    known = facts(
        fact("f", "name: tanks", "value: 40 tanks", f"status: {status}", "date: 2025", "tags:", "  way: A to B", "  item: Tanks"),
        fact("g", "name: guns", "value: 50 tanks", "date: 2025", "tags:", "  way: B to A", "  item: Guns"),
        fact("so", "says: It is so"),
    )  # fmt: skip
    chart = f"c:\n  title: T\n  chart: {kind}\n  rows: facts tagged way\n"
    chart += "  lanes: way\n" if kind == "exchange" else ""
    files = {FACTS: known, FIGURES: chart, BODY: prose('{{ so.says }}.\n\n{{ figure("c") }}')}
    assert told(tmp_path, files) == [f"1 error[{code}]"]


@pytest.mark.parametrize(
    ("day", "age", "sentence", "codes"),
    [
        ("2025-10-17", "90 days", "It has {{ f }}.", []),  # 15 January 2026 is the ninetieth day
        ("2025-10-16", "90 days", "It has {{ f }}.", ["stale-undated"]),
        ("2025-10-16", "90 days", "It had {{ f }} on {{ f.as_of }}.", ["stale"]),
        ("2025-10-16", "90 days", "It had {{ f }} on 16 October 2025.", ["stale"]),
        ("2025-10-16", "90 days", "It had {{ f }} in October.", ["stale-undated"]),
        ("2025-10", "2 months", "It has {{ f }}.", ["stale-undated"]),
        ("2025-11", "7 weeks", "It has {{ f }}.", []),
        ("2024-02-29", "1 year", "It has {{ f }}.", ["stale-undated"]),
        ("2025", "99999 years", "It has {{ f }}.", []),
    ],
)
def test_age_is_counted_to_the_cut_off(day: str, age: str, sentence: str, codes: list[str], tmp_path: Path) -> None:
    known = facts(
        fact("f", "name: Tanks", "value: 40 tanks", f"as_of: {day}", f"stale_after: {age}"),
        fact("so", "says: It is so"),
    )
    assert [p.code for p in check(tmp_path, {FACTS: known, BODY: prose("{{ so.says }}.", sentence)})] == codes


def test_what_cannot_be_dated_is_told_at_the_fact(tmp_path: Path) -> None:
    known = facts(fact("f", "says: It has {value}", "value: 40 tanks", "stale_after: 90 days"))
    files = {FACTS: known, BODY: prose("{{ f.says }}.")}
    assert told(tmp_path, files) == ["3 error[stale-undated]"]
    files[DOSSIER] = "title: Arms\ntemplate: mine\nsections:\n  - body\n"
    files[FACTS] = known.replace("stale_after", "as_of: 2020\n    stale_after")
    (problem,) = check(tmp_path, files)
    assert (problem.code, problem.location.line, problem.hint) == (
        "stale", 3, "add a line to dossier.yaml: information_cut_off: 2026-01-15",
    )  # fmt: skip


def test_only_the_last_point_of_a_series_grows_old(tmp_path: Path) -> None:
    known = facts(
        fact("t", "name: Trade", "unit: tanks", "series: t.csv", "stale_after: 30 days"), fact("so", "says: It is so")
    )
    files = {FACTS: known, "facts/x/t.csv": "year,value,source\n2020,3,mod; nis\n2021,4,mod; nis\n"}
    body = prose("{{ so.says }}.", "It had {{ t[2020] }}.", "It had {{ t[2021] }}.", "It had {{ t[2021] }} in 2021.")
    assert told(tmp_path, files | {BODY: body}) == ["7 error[stale-undated]", "9 warning[stale]"]


def test_beside_a_fresher_claim_an_old_one_is_history(tmp_path: Path) -> None:
    known = LOSSES.replace("    name: Losses", "    stale_after: 240 days\n    name: Losses")
    body = prose("Claims differ: {{ losses }}.")
    assert told(tmp_path, {FACTS: known, BODY: body}) == []


RETOLD = (
    "mod:\n  title: A\n  date: 2025\npaper:\n  title: B\n  date: 2025\n  origin: mod\nblog:\n  title: C\n  date: 2025\n"
    "  origin: paper\nnis:\n  title: D\n  date: 2025\n  party: North Korea\nkcna:\n  title: E\n  date: 2025\n  party: North Korea\n"
)


def test_retellings_are_one_witness_on_page_1(tmp_path: Path) -> None:
    known = facts(
        fact("a", "says: One", source="mod; paper; blog"), fact("b", "says: Two", source="blog"),
        fact("c", "says: Three", source="mod; nis"), fact("d", "says: Four", source="paper"),
    )  # fmt: skip
    body = prose("{{ a.says }}. {{ b.says }}. {{ c.says }}.") + "\n# Behind it\n\n{{ d.says }}.\n"
    problems = check(tmp_path, {FACTS: known, SOURCES: RETOLD, BODY: body})
    assert [(p.location.line, p.code, p.message) for p in problems if p.code != "unused-source"] == [
        (3, "single-origin", 'page 1 relies on one source, "mod", for a, b')
    ]
    assert [p.message for p in problems if p.code == "unused-source"] == ['the source "kcna" is not used']


def test_a_party_alone_is_told_once_and_less_gravely_where_it_is_named(tmp_path: Path) -> None:
    known = facts(
        fact("a", "says: It won", "by: Pyongyang", source="nis; kcna"), fact("b", "says: It lost", "by: Pyongyang", source="kcna"),
        fact("c", "says: It drew", source="kcna; blog"), fact("so", "says: It is so", source="mod; nis"),
    )  # fmt: skip
    body = (
        prose("{{ so.says }}.")
        + "\n# Then\n\n{{ a.says }}. {{ a.says }}.\n\n{{ b.by }} says that {{ b.says }}. {{ c.says }}.\n"
    )
    problems = check(tmp_path, {FACTS: known, SOURCES: RETOLD, BODY: body})
    assert [(p.location.line, p.severity, p.code) for p in problems] == [
        (3, "warning", "party-source"), (7, "note", "party-source"),
    ]  # fmt: skip


def test_what_a_table_or_chart_shows_by_a_tag_is_used(tmp_path: Path) -> None:
    known = facts(
        fact("f", "says: It sent tanks", "tags:", "  item: Tanks"), fact("g", "says: It sent guns", "tags:", "  item: Guns"),
        fact("h", "says: It slept"), fact("so", "says: It is so"),
    )  # fmt: skip
    files = {
        FACTS: known,
        TABLES: table("facts tagged item", "item"),
        BODY: prose('{{ so.says }}.\n\n{{ table("shown") }}'),
    }
    assert [(p.code, p.message) for p in check(tmp_path, files)] == [("unused-fact", '"h" is not used in the brief')]


def test_facts_and_sources_of_a_shared_dossier_need_not_be_used(tmp_path: Path) -> None:
    shared = {
        "facts/common/sources.yaml": "old:\n  title: Old\n  date: 2020\n",
        "facts/common/more.yaml": "title: More\nfacts:\n  more:\n    says: It is more\n    source: old\n",
        "facts/common/dossier.yaml": "title: Common\n",
        DOSSIER: "title: Arms\ntemplate: mine\nuses: common\nsections:\n  - body\n",
    }
    assert told(tmp_path, shared) == []


def test_a_claimant_is_named_in_whole_words(tmp_path: Path) -> None:
    known = facts(
        fact("f", "says: It had {value}", "value: 40 tanks", "status: unverified", "by: the US"),
        fact("so", "says: It is so"),
    )
    body = prose("{{ so.says }}.", "Thus {{ f.says }}, tell us all.", "As the US has it, {{ f.says }}.")
    assert told(tmp_path, {FACTS: known, BODY: body}) == ["5 error[unverified-as-settled]"]


def test_through_the_general_template_every_fault_is_told_once_where_it_is_mended(tmp_path: Path) -> None:
    """Nobody can mend a shipped template: a sentence of facts alone is told at the fact, or at its claim."""
    known = facts(
        fact("grid", "says: It gets {value}", "value: 40 tanks", "status: planned"),
        fact("jobs", "name: Jobs", "value: 4100 jobs", "as_of: 2023", "stale_after: 1 year"),
        fact("cost", "says: It cost {value}", "claims:", "  a:", "    value: 3", "    date: 2024", "    by: Kyiv",
             "  b:", "    value: 4", "    date: 2025"),
        fact("old", "says: It was so", "status: retracted"),
    )  # fmt: skip
    dossier = "title: Arms\ninformation_cut_off: 2026-01-15\nsections:\n  - summary\n  - arms\n"
    facts_folder = write(tmp_path, {FACTS: known, DOSSIER: dossier})
    shipped = Path(__file__).parents[2] / "templates"
    problems = check_brief(facts_folder, "facts/x", template_folders=[shipped])
    assert [(p.location.file, p.location.line, p.severity, p.code) for p in problems] == [
        ("facts/x/arms.yaml", 3, "error", "planned-without-word"), ("facts/x/arms.yaml", 8, "warning", "stale"),
        ("facts/x/arms.yaml", 21, "error", "disputed-alone"), ("facts/x/arms.yaml", 25, "error", "withdrawn-as-settled"),
    ]  # fmt: skip


def test_an_exported_library_that_nothing_cites_is_one_note(tmp_path: Path) -> None:
    library = "".join(f"@misc{{key{n}, title={{Title {n}}}, year={{2020}}}}\n" for n in range(1200))
    known = facts(fact("a", "says: One", source="mod; key7"))
    own = "mod:\n  title: A\n  date: 2025\nkcna:\n  title: E\n  date: 2025\n"
    files = {FACTS: known, SOURCES: own, BODY: prose("{{ a.says }}."), "facts/x/sources.bib": library}
    problems = [p for p in check(tmp_path, files) if p.code == "unused-source"]
    assert sorted(p.message for p in problems) == [
        'the source "kcna" is not used',
        'the source "key0" and 1,198 more of this file are not used',
    ]
