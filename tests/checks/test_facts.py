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


def test_claims_that_agree_or_no_longer_stand_are_no_dispute(tmp_path: Path) -> None:
    same = [line.replace("more than 6,000", "4,700").replace("about 4,700", "4.7 thousand") for line in CLAIMS]
    gone = [*CLAIMS, "    status: superseded"]
    for lines in (same, gone):
        body = prose("They came to {{ losses.london }}.")
        assert [
            p.code for p in check(tmp_path, {FACTS: facts(fact("losses", *lines)), BODY: body}) if p.severity == "error"
        ] == []


def test_a_disputed_claim_needs_a_claimant_and_a_date_to_print(tmp_path: Path) -> None:
    known = facts(
        fact("debt", "says: It wrote off {value}", "value: 90 %", "status: disputed"),
        fact("trade", "name: Trade", "unit: million USD", "series: trade.csv", source="mod"),
    )
    series = "year,value,source,by\n2022,3.8,mod; nis,\n2023,34.4,mod,Moscow\n2023,52.9,nis,Seoul\n"
    body = prose("{{ debt.says }}. Later {{ debt }}.", "It was {{ trade[2022] }}.", "It was {{ trade[2023] }} in 2023.")
    problems = check(tmp_path, {FACTS: known, BODY: body, "facts/x/trade.csv": series})
    assert [(p.location.line, p.code, p.message) for p in problems if p.severity == "error"] == [
        (3, "disputed-alone", '"debt" is disputed, but has no date to print with it')
    ]


@pytest.mark.parametrize("status", ["superseded", "retracted", "proposed"])
def test_a_fact_that_no_longer_holds_is_not_printed_without_its_status(status: str, tmp_path: Path) -> None:
    known = facts(
        fact("f", "name: tanks", "value: 40 tanks", f"status: {status}", "by: Kyiv", "date: 2025", "note: Forty came",
             "tags:", "  total: forty"),
        fact("q", "quote: We won", "speaker: Kyiv", f"status: {status}", "date: 2025"),
        fact("so", "says: It is so"),
    )  # fmt: skip
    code = "proposed-printed" if status == "proposed" else "withdrawn-as-settled"
    more = () if status == "proposed" else ("{{ f.tags.total }}",)
    for printed in ("{{ f }}", "{{ f.name }}", "{{ f.number }}", "{{ f.note }}", "{{ q }}", *more):
        for sentence in (f"It got {printed}.", f"That it got {printed} has never been {status}."):
            body = prose("{{ so.says }}.", sentence)
            assert f"5 error[{code}]" in told(tmp_path, {FACTS: known, BODY: body}), sentence
    body = prose("{{ so.says }}.", f'A count, since then {status}, had {{{{ f | worded("{status}") }}}}.')
    errors = [line for line in told(tmp_path, {FACTS: known, BODY: body}) if "error" in line]
    assert errors == (["5 error[proposed-printed]"] if status == "proposed" else [])
    rows = {
        FACTS: known,
        TABLES: table("facts f", "name", "value"),
        BODY: prose('{{ so.says }}.\n\n{{ table("shown") }}'),
    }
    assert f"1 error[{code}]" in told(tmp_path, rows)
    rows[TABLES] = table("facts f", "name", "value", "status")
    assert [line for line in told(tmp_path, rows) if "error" in line] == (
        [f"1 error[{code}]"] if status == "proposed" else []
    )


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
        ("2025-10-16", "90 days", "It has {{ f }}.", ["stale", "status-added"]),
        ("2025-10-16", "90 days", "It had {{ f }} on {{ f.as_of }}.", ["stale"]),
        ("2025-10-16", "90 days", "It had {{ f }} on 16 October 2025.", ["stale"]),
        ("2025-10-16", "90 days", "It had {{ f }} in October.", ["stale", "status-added"]),
        ("2025-10", "2 months", "It has {{ f }}.", ["stale", "status-added"]),
        ("2025-11", "7 weeks", "It has {{ f }}.", []),
        ("2024-02-29", "1 year", "It has {{ f }}.", ["stale", "status-added"]),
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
    problem, added = check(tmp_path, files)
    assert added.code == "status-added"  # without a cut-off, nothing shows that it is still valid
    assert (problem.code, problem.location.line, problem.hint) == (
        "stale", 3, "add a line to dossier.yaml: information_cut_off: 2026-01-15",
    )  # fmt: skip


def test_only_the_last_point_of_a_series_grows_old(tmp_path: Path) -> None:
    known = facts(
        fact("t", "name: Trade", "unit: tanks", "series: t.csv", "stale_after: 30 days"), fact("so", "says: It is so")
    )
    files = {FACTS: known, "facts/x/t.csv": "year,value,source\n2020,3,mod; nis\n2021,4,mod; nis\n"}
    body = prose("{{ so.says }}.", "It had {{ t[2020] }}.", "It had {{ t[2021] }}.", "It had {{ t[2021] }} in 2021.")
    assert told(tmp_path, files | {BODY: body}) == ["7 warning[stale]", "7 note[status-added]"]


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
        ("facts/x/arms.yaml", 3, "note", "status-added"), ("facts/x/arms.yaml", 8, "warning", "stale"),
        ("facts/x/arms.yaml", 14, "note", "status-added"), ("facts/x/arms.yaml", 25, "error", "withdrawn-as-settled"),
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
