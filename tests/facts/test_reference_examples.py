"""What the reference shows of claims, series and sources can be typed as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.reference import MADE

from briefing.build.pipeline import compose_document
from briefing.compose.citations.style_file import shipped_styles
from briefing.facts.load import load_ledger
from briefing.facts.schema import SourceSchema, TableSchema

ROOT = Path(__file__).parents[2]
FACTS, SOURCES_PAGE, TABLES = (
    (ROOT / "docs" / "reference" / f"{name}.md").read_text("utf-8")
    for name in ("facts", "sources", "tables-and-figures")
)
SOURCES = "mod_2025:\n  title: A\n  date: 2025\nnis_2025:\n  title: B\n  date: 2025\n"
TRADE = "title: Trade\nfacts:\n  trade:\n    says: It was {value} in {date}\n    series: trade.csv\n"


def test_claims_and_series_are_as_shown(tmp_path: Path) -> None:
    (claims,) = re.findall(r"```yaml\n(title: Losses\n.*?)```", FACTS, re.DOTALL)
    (series,) = re.findall(r"```csv\n(.*?)```", FACTS, re.DOTALL)
    files = {"dossier.yaml": "title: T\n", "sources.yaml": SOURCES, "losses.yaml": claims, "economy.yaml": TRADE}
    for name, text in {**files, "trade.csv": series}.items():
        (tmp_path / name).write_text(text, "utf-8")
    ledger, problems = load_ledger(tmp_path, "facts/x")
    assert problems == []
    assert ledger is not None
    assert [claim.id for claim in ledger.facts["casualties"].claims] == ["uk_mod", "seoul"]
    assert [point.label for point in ledger.facts["trade"].points] == ["2022", "2025"]


def test_what_is_worked_out_and_what_was_said_is_as_shown(tmp_path: Path) -> None:
    (derived,) = re.findall(r"```yaml\n(title: Trade and debt\n.*?)```", FACTS, re.DOTALL)
    (quoted,) = re.findall(r"```yaml\n(  pledge:\n.*?)```", FACTS, re.DOTALL)
    (series,) = re.findall(r"```csv\n(.*?)```", FACTS, re.DOTALL)
    files = {
        "dossier.yaml": "title: T\n",
        "sources.yaml": SOURCES,
        "debt.yaml": derived + quoted,
        "economy.yaml": TRADE,
    }
    for name, text in {**files, "trade.csv": series}.items():
        (tmp_path / name).write_text(text, "utf-8")
    ledger, problems = load_ledger(tmp_path, "facts/x")
    assert ledger is not None
    assert problems == []
    values = {name: fact.value.written for name, fact in ledger.facts.items() if fact.value and fact.derivation}
    assert values == {
        "trade_growth": "about 28,000 %", "trade_since_2022": "about 28,000 %", "losses_in_all": "more than 4,600 soldiers",
    }  # fmt: skip


def test_every_key_of_tables_is_told_with_what_can_stand_there() -> None:
    by_hand = TABLES.partition("## Figures")[0].partition("<!-- generated")[0]
    told = re.findall(r"^\| `([a-z_]+)` \| .* \|$", by_hand, re.MULTILINE)
    assert sorted(told) == sorted(set(TableSchema.model_fields) - {"title"})


def test_functions_and_filters_that_are_told_can_be_typed(tmp_path: Path) -> None:
    names = re.findall(r"^\| (`.*?) \|", MADE["functions"]() + MADE["filters"](), re.MULTILINE)
    typed = [name for cell in names for name in re.findall(r"^`([a-z_]+)", cell)]
    assert len(typed) > 30
    # The shipped dossier judges nothing and follows no other; these stand in templates that ship, and are built.
    elsewhere = ("judgement", "what_changed", "front", "section")
    shipped = "".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.md"))
    assert [name for name in elsewhere if f"{{{{ {name}(" not in shipped] == []
    typed = [name for name in typed if name not in elsewhere]
    functions = [
        '{% for fact in tagged("exchange") %}{{ fact.name | default("none", true) }} {% endfor %}',
        '{% if has("trade") %}Trade{% endif %}',
        '{% if facts["trade"] is defined %}Trade{% endif %} {{ ref("timeline") }}',
        '{{ [troops_sent, debt_cancelled] | join(", ", " and ") }}',
        "{{ troops_sent | capitalise }} {{ troops_sent | lower }} {{ troops_sent | upper }} {{ troops_sent.says | sentence }}",
        "{{ troops_sent.says | uncapitalise }}", 'It sent {{ troops_sent | worded("sent") }}',
        '{{ ["b", "a"] | sort | list | first }} {{ ["b", "a"] | last }} {{ "ab" | length }}',
        '{{ literal("100 %") }}', '{{ conflict("trade") }}', '{{ table("timeline") }}', '{{ figure("trade_chart") }}',
        "{{ list_of_tables() }}", "{{ list_of_figures() }}", '{{ "100 %" | literal }}',
        '{{ ["b", "a", "a"] | unique | reverse | list | last }} {{ [1, 0] | select("odd") | first }} {{ [1, 0] | reject("odd") | first }}',
        '{{ tagged("exchange") | selectattr("name") | map(attribute="name") | join(", ") }}',
        '{{ tagged("exchange") | rejectattr("name") | list | length }}',
        "{{ contents(1) }}", "> [!key] Bottom line\n>\n> Text",
        "Table: Title {#its_id}\n\n| a | b |\n|---|---|\n| c | d |", 'See {{ ref("its_id") }}.',
        f'{{{{ cite("{_first_source()}", "par. 3") }}}}', "{{ source_summary() }}",
    ]  # fmt: skip
    assert [name for name in typed if not any(name in text for text in functions)] == []
    (tmp_path / "summary.md").write_text("# Summary\n\n" + "\n\n".join(functions) + "\n", "utf-8")
    document, problems = compose_document(
        ROOT / "facts" / "russia-north-korea-edition-1", "facts", [tmp_path, ROOT / "templates"]
    )
    assert document is not None
    errors = [p for p in problems if "summary.md" in p.location.file and p.severity == "error"]
    # The shipped dossier restates one source: nothing in it is claimed twice.
    assert [str(p) for p in errors if p.code != "one-claim"] == []


def _first_source() -> str:
    text = (ROOT / "facts" / "russia-north-korea-edition-1" / "sources.yaml").read_text("utf-8")
    found = re.search(r"^([a-z0-9_]+):", text, re.MULTILINE)
    assert found
    return found[1]


def test_sources_are_as_shown(tmp_path: Path) -> None:
    """Every key that a source can have is told, too."""
    (sources,) = re.findall(r"```yaml\n(mod_2025:\n.*?)```", SOURCES_PAGE, re.DOTALL)
    facts = "title: A\nfacts:\n  a:\n    says: It was {value}\n    value: 3 km\n    source: mod_2025, kcna_2025\n"
    for name, text in {"dossier.yaml": "title: T\n", "sources.yaml": sources, "a.yaml": facts}.items():
        (tmp_path / name).write_text(text, "utf-8")
    ledger, problems = load_ledger(tmp_path, "facts/x")
    assert problems == []
    assert ledger is not None
    assert list(ledger.sources) == ["mod_2025", "kcna_2025"]
    assert [
        key for key in SourceSchema.model_fields if f"`{key}`" not in SOURCES_PAGE and f"  {key}: " not in sources
    ] == []
    assert all(f"`{style}`" in MADE["citation styles"]() for style in shipped_styles())
