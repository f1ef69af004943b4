"""Restricted facts: a brief that shows more than its marking allows, and releases that leave things out."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from typer.testing import CliRunner

from briefing.build.options import BuildOptions
from briefing.build.pipeline import BuildResult, build_brief
from briefing.checks import CODES
from briefing.cli.app import app
from briefing.facts.corroboration import origins_of
from briefing.facts.load import load_ledger
from briefing.facts.release import release
from briefing.facts.tlp import Labels, rank

GENERIC = Path(__file__).parents[2] / "templates"
FILES = {
    "dossier.yaml": "title: T\nmarking: TLP:AMBER\ntemplate: mine\nsections:\n  - economy\n  - arms\n  - sources\ntlp:\n  sources: CLEAR\n",
    "sources.yaml": "bbc:\n  title: A report\n  date: 2025\ncable:\n  title: Secret cable\n  date: 2025-06\n",
    "economy.yaml": """
title: Economy
tlp: CLEAR
facts:
  debt:
    name: Debt
    says: Russia wrote off {value}
    value: 90 %
    source: bbc
    tags:
      row: open
  losses:
    name: Losses
    unit: soldiers
    says: Losses came to {value}
    tags:
      row: mixed
    claims:
      uk:
        value: 6,111
        by: London
        date: 2025
        source: bbc
      agent:
        value: 7,222
        by: Agent Z
        date: 2025
        source: cable
        tlp: AMBER
  stock:
    name: Stockpile
    says: The stockpile holds {value}
    value: 8,333 shells
    source: cable
    tlp: AMBER
    tags:
      row: Hidden row
  prices:
    name: Prices
    unit: USD
    series: prices.csv
    source: cable
    tlp: AMBER
""",
    "prices.csv": "year,value\n2024,9444\n2025,9555\n",
    "arms.yaml": """
title: Arms
tlp: GREEN
facts:
  guns:
    name: Guns
    says: It has {value}
    value: 1,666 guns
    source: bbc
""",
    "judgements.yaml": """
war:
  text: there will be more than Omega of it
  likelihood: likely
  horizon: 2026
  confidence: low
  basis: stock
  tlp: CLEAR
peace:
  text: there will be talks
  likelihood: likely
  horizon: 2026
  confidence: low
  basis: debt
  tlp: CLEAR
""",
    "tables.yaml": "rows:\n  title: Rows\n  tlp: CLEAR\n  rows: facts tagged row\n"
    "  columns:\n    - row\n    - value\n    - by\n    - date\n",
    "figures.yaml": "chart:\n  title: Chart\n  tlp: CLEAR\n  chart: column\n  rows: facts prices\n",
}
GUARDED = """# Economy

{{ debt.says }}. {{ losses }}.

{% if has("stock") %}{{ stock.says }}. {{ judgement("war") }}{% endif %} {{ judgement("peace") }}

{{ table("rows") }}

{{ figure("chart") }}
"""
SECRETS = (
    "7,222",
    "7222",
    "Agent Z",
    "8,333",
    "8333",
    "Hidden row",
    "9,444",
    "9444",
    "Omega",
    "1,666",
    "1666",
    "cable",
    "Arms",
)


def dossier(tmp_path: Path, template: str = GUARDED, **files: str) -> Path:
    folder = tmp_path / "facts" / "x"
    folder.mkdir(parents=True)
    named = {name.replace("__", "."): text for name, text in files.items()}
    for name, text in (FILES | named).items():
        (folder / name).write_text(text, "utf-8")
    mine = tmp_path / "templates" / "mine"
    mine.mkdir(parents=True)
    (mine / "economy.md").write_text(template, "utf-8")
    return folder


def build(folder: Path, label: str = "") -> BuildResult:
    folders = [folder.parents[1] / "templates", GENERIC]
    return build_brief(folder, "facts/x", template_folders=folders, options=BuildOptions(release=label))


def everything(built: BuildResult) -> str:
    """Every stream and member of both files, unpacked: what a search of the file would find."""
    found = []
    with zipfile.ZipFile(io.BytesIO(built.files["docx"].data)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(data)) as book:
                    found += [book.read(inner).decode("utf-8", "replace") for inner in book.namelist()]
            elif not name.endswith(".odttf"):
                found.append(re.sub(r"<[^>]+>", "", data.decode("utf-8", "replace")) + data.decode("utf-8", "replace"))
    with pikepdf.open(io.BytesIO(built.files["pdf"].data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Type") in {
                pikepdf.Name.EmbeddedFile,
                pikepdf.Name.Metadata,
            }:
                found.append(item.read_bytes().decode("utf-8", "replace"))
            found += [str(v) for v in item.values()] if isinstance(item, pikepdf.Dictionary) else []
    return "\n".join(found)


def test_a_brief_as_restricted_as_its_content_builds(tmp_path: Path) -> None:
    built = build(dossier(tmp_path))
    assert [p for p in built.problems if p.code not in CODES] == []
    assert built.withheld == ()
    shown = everything(built)
    assert [
        secret for secret in SECRETS if secret not in shown and secret not in {"7222", "8333", "1666", "9,444"}
    ] == []


@pytest.mark.parametrize("marking", ["", "marking: TLP:GREEN\n", "marking: EMBARGOED until Monday\n"])
def test_a_brief_less_restricted_than_its_content_is_refused(tmp_path: Path, marking: str) -> None:
    text = FILES["dossier.yaml"].replace("marking: TLP:AMBER\n", marking)
    built = build(dossier(tmp_path, dossier__yaml=text))
    assert built.files == {}
    refused = [p for p in built.problems if p.code not in CODES]
    told = {(p.code, re.match(r'"(\w+)"', p.message)[1]) for p in refused}  # type: ignore[index]
    wanted = {"losses", "stock", "prices", "war"} | (set() if "GREEN" in marking else {"guns", "arms"})
    assert told == {("handling", name) for name in wanted}
    assert all(p.location.file.endswith(".md") and p.location.line for p in refused)
    assert "TLP:AMBER" in refused[0].message


def test_a_tag_of_a_restricted_fact_is_a_word_of_it(tmp_path: Path) -> None:
    template = "# Economy\n\nSo it is: {{ stock.tags.row }}.\n"
    text = FILES["dossier.yaml"].replace("marking: TLP:AMBER\n", "").replace("  - arms\n", "")
    built = build(dossier(tmp_path, template, dossier__yaml=text))
    assert [(p.code, p.location.line) for p in built.problems if p.severity == "error"] == [("handling", 3)]


def test_a_release_holds_nothing_of_what_it_leaves_out(tmp_path: Path) -> None:
    built = build(dossier(tmp_path), "TLP:CLEAR")
    assert [p for p in built.problems if p.code not in CODES] == []
    assert built.stem == "x_TLP-CLEAR"
    shown = everything(built)
    assert [secret for secret in SECRETS if secret in shown] == []
    assert "withheld" not in shown.lower()
    assert built.withheld == (
        "3 of 5 facts", "1 of 2 judgements", "1 of 3 sections", "1 of 1 figure", "1 of 2 sources", "1 claim",
    )  # fmt: skip
    # What stays of a disputed fact is still somebody's word.
    assert "6,111 soldiers (London, 2025)" in re.sub(r"\s+", " ", shown)


def test_a_release_between(tmp_path: Path) -> None:
    built = build(dossier(tmp_path), "TLP:GREEN")
    assert [p for p in built.problems if p.code not in CODES] == []
    assert not any("section" in each for each in built.withheld)
    assert "1,666" in everything(built)


@pytest.mark.parametrize(
    "prose",
    [
        "{{ stock.says }}.",
        "{{ losses.agent }} and no more.",
        '{{ judgement("war") }}',
        '{{ [debt, stock] | join(", ") }}',
        "{% if debt %}{{ stock | capitalise }}{% endif %}",
        'So it is.{{ cite("cable") }}',
        'See {{ ref("chart") }}.',
    ],
)
def test_prose_that_holds_what_is_left_out_refuses_the_release(tmp_path: Path, prose: str) -> None:
    folder = dossier(tmp_path, f"# Economy\n\n{prose}\n")
    built = build(folder, "TLP:CLEAR")
    assert built.files == {}
    errors = [p for p in built.problems if p.severity == "error"]
    assert [(p.code, p.location.line) for p in errors] == [("withheld", 3)]
    # What was withheld has no name in a problem: that may be logged.
    assert not any(secret in str(errors[0]) for secret in ("stock", "agent", "war", "cable", "chart"))


def test_restriction_passes_on(tmp_path: Path) -> None:
    economy = (
        FILES["economy.yaml"]
        + """
  copied:
    name: Copied
    says: It was {value}
    value: 5 shells
    rests_on: stock
    source: bbc
"""
    )
    ledger, problems = load_ledger(dossier(tmp_path, economy__yaml=economy), "facts/x")
    assert ledger is not None
    assert [p for p in problems if p.severity == "error"] == []
    labels = Labels(ledger)
    assert labels.of_judgement(ledger.judgements["war"]) == rank("TLP:AMBER")
    assert labels.of_fact(ledger.facts["guns"]) == rank("TLP:GREEN")
    copied = ledger.facts["copied"]
    assert labels.of_claim(copied, copied.claims[0]) == rank("TLP:AMBER")
    kept = release(ledger, "TLP:CLEAR").ledger
    assert kept is not None
    assert list(kept.facts) == ["debt", "losses"]
    assert list(kept.sources) == ["bbc"]


def test_how_much_was_left_out_is_told_on_standard_error_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier(tmp_path)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["build", "x", "--release", "clear"])
    assert result.exit_code == 0, result.output
    assert "withheld from TLP:CLEAR: 3 of 5 facts, 1 of 2 judgements" in result.stderr
    assert "stock" not in result.output
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"x_TLP-CLEAR.pdf", "x_TLP-CLEAR.docx"}
    for path in (tmp_path / "out").iterdir():
        assert b"stock" not in path.read_bytes() or path.suffix in {".pdf", ".docx"}


def test_grades_are_for_colleagues(tmp_path: Path) -> None:
    graded = {
        "dossier__yaml": FILES["dossier.yaml"] + "grades: shown\n",
        "sources__yaml": FILES["sources.yaml"].replace("  date: 2025\n", "  date: 2025\n  reliability: B\n", 1),
        "economy__yaml": FILES["economy.yaml"].replace("    value: 90 %\n", "    value: 90 %\n    credibility: 2\n"),
        "tables__yaml": FILES["tables.yaml"].replace("    - by\n", "    - by\n    - grade\n"),
    }
    folder = dossier(tmp_path, **graded)
    assert "(B2)" in everything(build(folder))
    public = build(folder, "TLP:CLEAR")
    assert [p for p in public.problems if p.severity == "error"] == []
    assert "(B2)" not in everything(public)
    assert ">Grade<" not in everything(public)
    assert "(B2)" in everything(build(folder, "TLP:GREEN"))


def test_a_label_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier(tmp_path)
    monkeypatch.chdir(tmp_path)
    for command in ("build", "check"):
        result = CliRunner().invoke(app, [command, "x", "--release", "clera"])
        assert result.exit_code == 2
        assert "error[bad-tlp]" in result.stderr
        assert "--release CLEAR" in result.stderr


def test_one_side_of_a_dispute_is_still_one_side_when_the_other_is_withheld(tmp_path: Path) -> None:
    template = "# Economy\n\nThe loss was {{ losses.uk }}.\n"
    folder = dossier(tmp_path, template)
    for label in ("", "TLP:CLEAR"):
        built = build(folder, label)
        added = [p.message.partition(" is added")[0] for p in built.problems if p.code == "status-added"]
        assert added == ['"(London, 2025)"'], label


def test_what_is_left_of_a_dispute_says_whose_it_is_and_is_drawn_hollow(tmp_path: Path) -> None:
    ledger, _ = load_ledger(dossier(tmp_path), "facts/x")
    assert ledger is not None
    kept = release(ledger, "TLP:CLEAR").ledger
    assert kept is not None
    (claim,) = kept.facts["losses"].claims
    assert (claim.id, claim.status) == ("uk", "disputed")
    whole = release(ledger, "TLP:AMBER").ledger
    assert whole is not None
    assert [c.status for c in whole.facts["losses"].claims] == ["stated", "stated"]


PROSE = "# Prose\n\nNothing but words of Quartz.\n"


def test_a_section_of_prose_is_restricted_in_dossier_yaml(tmp_path: Path) -> None:
    text = (
        FILES["dossier.yaml"]
        .replace("  - sources\n", "  - sources\n  - prose\n")
        .replace("tlp:\n", "tlp:\n  prose: RED\n")
    )
    folder = dossier(tmp_path, dossier__yaml=text)
    (tmp_path / "templates" / "mine" / "prose.md").write_text(PROSE, "utf-8")
    refused = [p for p in build(folder).problems if p.code == "handling"]
    assert refused
    assert all(p.message.startswith('"prose" is TLP:RED') and p.location.file.endswith("prose.md") for p in refused)
    built = build(folder, "TLP:AMBER")
    assert [p for p in built.problems if p.severity == "error"] == []
    assert built.withheld == ("1 of 4 sections",)
    assert "Quartz" not in everything(built)


def test_a_label_names_a_section_that_is_there(tmp_path: Path) -> None:
    text = FILES["dossier.yaml"] + "  econmy: GREEN\n"
    _, problems = load_ledger(dossier(tmp_path, dossier__yaml=text), "facts/x")
    assert [(p.code, p.hint) for p in problems] == [("unknown-section", 'did you mean "economy"?')]


# ------------------------------------------------------------------ what has no label


def unlabelled(tmp_path: Path, marking: str, *, labelled: str = "") -> Path:
    """The dossier without any label but those of `labelled` facts, under that marking."""
    files = {name.replace(".", "__"): re.sub(r" *tlp: .*\n", "", text) for name, text in FILES.items()}
    files["dossier__yaml"] = (
        files["dossier__yaml"].replace("tlp:\n  sources: CLEAR\n", "").replace("marking: TLP:AMBER\n", marking)
    )
    if labelled:
        files["economy__yaml"] = files["economy__yaml"].replace(f"  {labelled}:\n", f"  {labelled}:\n    tlp: CLEAR\n")
    return dossier(tmp_path, **files)


def errors_of(built: BuildResult) -> list[tuple[str, str]]:
    return [(p.code, p.message) for p in built.problems if p.severity == "error"]


def test_what_has_no_label_is_as_restricted_as_its_dossier(tmp_path: Path) -> None:
    built = build(unlabelled(tmp_path, "marking: TLP:AMBER\n"), "TLP:CLEAR")
    assert built.files == {}
    assert errors_of(built) == [
        ("nothing-released", "5 of 5 facts withheld from TLP:CLEAR, 5 of them unlabelled: nothing is left")
    ]


def test_one_label_lets_one_fact_out_and_no_other(tmp_path: Path) -> None:
    ledger, _ = load_ledger(unlabelled(tmp_path, "marking: TLP:AMBER\n", labelled="debt"), "facts/x")
    assert ledger is not None
    made = release(ledger, "TLP:CLEAR")
    assert made.ledger is not None
    assert list(made.ledger.facts) == ["debt"]
    assert made.withheld[0] == "4 of 5 facts (4 unlabelled)"
    assert made.ledger.dossier.sections == ()  # their titles and prose have no label either


@pytest.mark.parametrize("marking", ["", "marking: EMBARGOED until Monday\n"])
def test_no_release_where_nobody_said_how_far_things_may_go(tmp_path: Path, marking: str) -> None:
    built = build(unlabelled(tmp_path, marking, labelled="debt"), "TLP:CLEAR")
    assert built.files == {}
    ((code, message),) = errors_of(built)
    assert code == "unlabelled"
    assert "4 of 5 facts" in message
    assert "3 of 3 sections" in message


def test_an_embargoed_dossier_whose_content_is_labelled_is_released(tmp_path: Path) -> None:
    embargoed = FILES["dossier.yaml"].replace("TLP:AMBER", "EMBARGOED until Monday")
    built = build(dossier(tmp_path, dossier__yaml=embargoed), "TLP:CLEAR")
    assert errors_of(built) == []
    assert [secret for secret in SECRETS if secret in everything(built)] == []


def test_a_section_that_a_template_places_by_itself_needs_a_label_as_well(tmp_path: Path) -> None:
    folder = dossier(tmp_path)
    mine = tmp_path / "templates" / "mine"
    (mine / "brief.md").write_text('{{ front() }}\n\n{{ section("economy") }}\n\n{{ section("annex") }}\n', "utf-8")
    (mine / "annex.md").write_text("# Annex\n\nNothing but words of Quartz.\n", "utf-8")
    assert "Quartz" in everything(build(folder))
    built = build(folder, "TLP:CLEAR")
    assert errors_of(built) == []
    assert "Quartz" not in everything(built)


def test_a_source_restricts_what_cites_it(tmp_path: Path) -> None:
    sources = FILES["sources.yaml"].replace("bbc:\n", "bbc:\n  tlp: AMBER\n")
    ledger, _ = load_ledger(dossier(tmp_path, sources__yaml=sources), "facts/x")
    assert ledger is not None
    assert Labels(ledger).of_claim(ledger.facts["debt"], ledger.facts["debt"].claims[0]) == rank("TLP:AMBER")
    assert release(ledger, "TLP:CLEAR").problems[0].code == "nothing-released"


def test_facts_of_another_dossier_keep_the_labels_that_they_have_there(tmp_path: Path) -> None:
    folder = dossier(tmp_path, dossier__yaml=FILES["dossier.yaml"].replace("TLP:AMBER", "TLP:CLEAR") + "uses: other\n")
    other = folder.parent / "other"
    other.mkdir()
    (other / "sources.yaml").write_text("s:\n  title: S\n  date: 2025\n", "utf-8")
    fact = "    says: It is {value}\n    value: 3 boats\n    source: s\n"
    (other / "open.yaml").write_text(
        f"title: O\nfacts:\n  of_marking:\n{fact}  of_fact:\n    tlp: CLEAR\n{fact}", "utf-8"
    )
    (other / "shut.yaml").write_text(f"title: O\ntlp: RED\nfacts:\n  of_topic:\n{fact}", "utf-8")
    (other / "dossier.yaml").write_text("title: Other\nmarking: TLP:GREEN\n", "utf-8")
    ledger, problems = load_ledger(folder, "facts/x")
    assert ledger is not None, problems
    labels = Labels(ledger)
    found = {name: labels.of_fact(ledger.facts[name]) for name in ("of_marking", "of_fact", "of_topic")}
    assert found == {"of_marking": rank("TLP:GREEN"), "of_fact": 0, "of_topic": rank("TLP:RED")}


def test_facts_lists_the_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier(tmp_path, economy__yaml=FILES["economy.yaml"].replace("tlp: CLEAR\n", "", 1))
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["facts", "--dossier", "x"])
    lines = {line.partition(":")[0]: line for line in result.stdout.splitlines()}
    assert "| TLP:AMBER (marking) |" in lines["debt"]
    assert "| TLP:AMBER |" in lines["stock"]
    assert "| TLP:GREEN (topic) |" in lines["guns"]


# ------------------------------------------------------------------ ways round a label

REPEATED = """
bbc:
  title: A report
  date: 2025
  origin: cable
  via: cable
itv:
  title: Another report
  date: 2025
  origin: cable
cable:
  title: Secret cable
  date: 2025-06
  tlp: AMBER
"""


@pytest.mark.parametrize(
    "prose", ['{% include "arms.md" %}', '{% from "arms.md" import m %}{{ m() }}', '{% extends "arms.md" %}']
)
@pytest.mark.parametrize("label", ["", "TLP:CLEAR"])
def test_the_template_of_a_restricted_section_is_not_included_elsewhere(tmp_path: Path, prose: str, label: str) -> None:
    """In a brief that is not restricted, the section is more than the brief is marked."""
    marking = "TLP:AMBER" if label else "TLP:CLEAR"
    text = FILES["dossier.yaml"].replace("TLP:AMBER", marking).replace("tlp:\n", "tlp:\n  arms: AMBER\n")
    folder = dossier(tmp_path, f"{prose}\n", dossier__yaml=text)
    (tmp_path / "templates" / "mine" / "arms.md").write_text(
        "# Arms\n\nWords of Quartz.\n\n{% macro m() %}Words of Quartz.{% endmacro %}\n", "utf-8"
    )
    built = build(folder, label)
    assert built.files == {}
    codes = {p.code for p in built.problems if p.severity == "error"}
    assert codes == ({"withheld"} if label else {"handling"}) or (not label and "import" in prose and codes)


def uses_other(tmp_path: Path, other: str, sources: str = "s:\n  title: S\n  date: 2025\n") -> Path:
    """A dossier that is TLP:CLEAR, and uses another one with that dossier.yaml."""
    own = FILES["dossier.yaml"].replace("TLP:AMBER", "TLP:CLEAR") + "uses: other\n"
    folder = dossier(tmp_path, "# Economy\n\n{{ debt.says }}. {{ zfact.says }}.\n", dossier__yaml=own)
    beside = folder.parent / "other"
    beside.mkdir()
    (beside / "dossier.yaml").write_text(f"title: Other\n{other}", "utf-8")
    (beside / "sources.yaml").write_text(sources, "utf-8")
    fact = "  zfact:\n    says: It is {value}\n    value: 3 boats\n    source: s\n"
    (beside / "topic.yaml").write_text(f"title: O\nfacts:\n{fact}", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("marking", "code"),
    [
        ("marking: EMBARGOED until 1 March\n", "unlabelled"),
        ("", "unlabelled"),
        ("marking: TLP RED\n", "release-with-errors"),
        ("marking: TLP:GREEN\n", "withheld"),
    ],
)
def test_facts_of_a_dossier_that_says_nothing_of_them_are_not_released(tmp_path: Path, marking: str, code: str) -> None:
    built = build(uses_other(tmp_path, marking), "TLP:CLEAR")
    assert built.files == {}
    assert {p.code for p in built.problems if p.severity == "error"} == {code}


def test_sources_of_another_dossier_are_as_restricted_as_it_is_marked(tmp_path: Path) -> None:
    more = "s:\n  title: S\n  date: 2025\nzunused:\n  title: Z\n  date: 2025\n"
    ledger, _ = load_ledger(uses_other(tmp_path, "marking: TLP:RED\n", more), "facts/x")
    assert ledger is not None and "zunused" in ledger.sources
    made = release(ledger, "TLP:CLEAR").ledger
    assert made is not None
    assert set(made.sources) == {"bbc"}


def test_a_source_names_no_withheld_one_and_still_counts_as_one_origin_with_those_that_repeat_it(
    tmp_path: Path,
) -> None:
    economy = FILES["economy.yaml"].replace(
        "    value: 90 %\n    source: bbc\n", "    value: 90 %\n    source: bbc, itv\n"
    )
    economy = economy.replace("    source: bbc, itv\n", "    source: bbc; itv\n")
    ledger, problems = load_ledger(dossier(tmp_path, sources__yaml=REPEATED, economy__yaml=economy), "facts/x")
    assert ledger is not None, problems
    made = release(ledger, "TLP:CLEAR").ledger
    assert made is not None
    assert set(made.sources) == {"bbc", "itv"}
    assert {source.via for source in made.sources.values()} == {""}
    assert "cable" not in {source.original for source in made.sources.values()}
    assert origins_of(made.facts["debt"].cited, made.sources) == ("bbc",)


def test_a_claim_is_not_called_corroborated_by_what_is_withheld(tmp_path: Path) -> None:
    economy = FILES["economy.yaml"].replace(
        "value: 7,222\n        by: Agent Z\n", "value: 6,111\n        by: Agent Z\n"
    )
    ledger, _ = load_ledger(dossier(tmp_path, economy__yaml=economy), "facts/x")
    assert ledger is not None
    assert {c.status for c in ledger.facts["losses"].claims} == {"corroborated"}
    made = release(ledger, "TLP:CLEAR").ledger
    assert made is not None
    assert [c.status for c in made.facts["losses"].claims] == ["stated"]


def test_a_release_cannot_restate_a_withheld_source(tmp_path: Path) -> None:
    sources = FILES["sources.yaml"].replace("cable:\n", "cable:\n  tlp: RED\n")
    built = build(
        dossier(tmp_path, sources__yaml=sources, dossier__yaml=FILES["dossier.yaml"] + "restates: cable\n"), "TLP:CLEAR"
    )
    assert [(p.code, "cable" in str(p)) for p in built.problems if p.severity == "error"] == [("withheld", False)]


def test_a_fact_that_goes_out_does_not_name_its_withheld_topic(tmp_path: Path) -> None:
    arms = (
        FILES["arms.yaml"]
        .replace("tlp: GREEN\n", "")
        .replace("    value: 1,666 guns\n", "    value: 1,666 guns\n    tlp: CLEAR\n")
    )
    ledger, _ = load_ledger(dossier(tmp_path, arms__yaml=arms), "facts/x")
    assert ledger is not None
    made = release(ledger, "TLP:CLEAR").ledger
    assert made is not None
    guns = made.facts["guns"]
    assert (guns.topic, guns.location.file, guns.claims[0].location.file) == (
        "",
        "facts/x/dossier.yaml",
        "facts/x/dossier.yaml",
    )


@pytest.mark.parametrize("marking", ["", "marking: EMBARGOED\n"])
def test_without_a_tlp_marking_what_no_label_names_is_withheld(tmp_path: Path, marking: str) -> None:
    text = FILES["dossier.yaml"].replace("marking: TLP:AMBER\n", marking)
    folder = dossier(tmp_path, dossier__yaml=text, glossary__yaml="acronyms:\n  ABC: Quartz words\n")
    mine = tmp_path / "templates" / "mine"
    (mine / "brief.md").write_text('{{ front() }}\n\n{{ section("economy") }}\n\n{{ section("annex") }}\n', "utf-8")
    (mine / "annex.md").write_text("# Annex\n\nNothing but words of Quartz. ABC.\n", "utf-8")
    built = build(folder, "TLP:CLEAR")
    assert errors_of(built) == []
    assert "Quartz" not in everything(built) + built.record.decode() + "".join(map(str, built.problems))


def test_no_hint_names_a_withheld_section_and_an_empty_table_of_judgements_is_no_error(tmp_path: Path) -> None:
    template = '# Economy\n\n{{ debt.says }}.\n\n{{ table("judgements") }}\n\n{% include "armz.md" %}\n'
    judgements = FILES["judgements.yaml"].replace("  tlp: CLEAR\n", "")
    folder = dossier(tmp_path, template, judgements__yaml=judgements)
    (tmp_path / "templates" / "mine" / "arms.md").write_text("# Arms\n", "utf-8")
    built = build(folder, "TLP:CLEAR")
    ((code, _),) = errors_of(built)
    assert code == "unknown-template"
    assert "arms" not in "".join(p.hint for p in built.problems)
