"""What may touch a printed figure, and what makes another figure of it: an error wherever it stands, in drafts as well."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from checks.dossier import BODY, DOSSIER, FACTS, FIGURES, TABLES, check, fact, facts, prose, write
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief

KNOWN = facts(
    fact("so", "says: It is so"),
    fact("good", "name: Good", "value: 11,200 tanks", "date: 2024-10"),
    fact("few", "name: Few", "value: 7"),
    fact("big3", "name: Three", "value: 300 guns"),
    fact("share", "name: Share", "value: 45%"),
    fact("big", "name: Big", "value: 9 million"),
    fact("cost", "name: Cost", "value: $5 million"),
    fact("roubles", "name: Pay", "value: 3 billion RUB"),
    fact("span", "name: Span", "value: 10–12 ships"),
    fact("deal", "name: Deal 24", "date: 2014"),
    fact("rising", "name: Rising", "unit: million USD", "series: rising.csv"),
    fact("lost", "name: Lost", "claims:\n      uk:\n        value: 4,000\n        by: London\n        as_of: 2025\n        source: mod\n"
         "      us:\n        value: 6,000\n        by: Washington\n        as_of: 2025\n        source: nis"),
)  # fmt: skip
SERIES = {"facts/x/rising.csv": "year,value\n2022,3.8\n2023,34.4\n"}
TOLD = "{{ so.says }}; "

GLUED = [
    "${{ good.number }} came.",
    "£{{ good }} came.",
    "{{ good.number }}€ came.",
    "USD {{ good.number }} came.",
    "{{ good.number }}\u200a000 came.",
    "1\u3000{{ few.number }} came.",
    "It was \u2012{{ few.number }}.",
    "It was \u02d7{{ few.number }}.",
    "{{ few.number }}\u02bc000 came.",
    "{{ few.number }}´000 came.",
    "{{ few.number }}․5 came.",
    "{{ few.number }}–million came.",
    "1{{ good.number }} tanks came.",
    "{{ good.number }}0 tanks came.",
    "0.{{ few.number }} came.",
    "It is .{{ few.number }} of it.",
    "{{ good.number }}.5 came.",
    "{{ few.number }},000 came.",
    "1\u00a0{{ few.number }} came.",
    "{{ few.number }}’000 came.",
    "{{ few.number }}½ came.",
    "1{{ few.number }} came.",
    "{{ few.number }}\u202f000 came.",
    "{{ few.number }}/10 came.",
    "**1**{{ good.number }} tanks came.",
    "1**{{ good.number }}** tanks came.",
    "{{ good.number }}*000* came.",
    "[1](https://example.org){{ few.number }} came.",
    "{{ '1' }}{{ few.number }} came.",
    "{{ literal('1') }}{{ few.number }} came.",
    "{{ few.number }}{{ literal(',000') }} came.",
    "{{ few.number }}{{ cite('mod') }}000 came.",
    "{{ few.number }}\u200b000 came.",
    "{{ rising['2022'].number }}0 were paid.",
    "{{ lost.uk.number }}0 died, {{ lost.uk.by }} said in {{ lost.uk.as_of }}.",
    "1{{ cost }} were paid.",
    "1{{ good.date }} it was.",
    "It was {{ deal.date }}0.",
    "It was {{ deal.name }}0.",
    "“1{{ few.number }} came,” he said.",
    "It fell by -{{ good }}.",
    "-{{ good }} came.",
    "It fell to (–{{ good }}).",
    "It fell by −{{ few.number }}.",
    "It grew by +{{ share }}.",
    "It grew by ±{{ share }}.",
    "It has ~{{ good }}, or >{{ few.number }}.",
    "It fell by -${{ few.number }}.",
    "It has 1${{ few.number }}.",
    "Of 12/{{ few.number }} none came.",
    "It has {{ good.number }}+ of them.",
    "It has {{ few.number }}×10 of them.",
    "It has {{ few.number }}e6 of them.",
    "From 5–{{ few.number }} came.",
    "From {{ few.number }}-12 came.",
    "From {{ few.number }}−{{ good.number }} came.",
    "{{ few.number }} million came.",
    "{{ few.number }} Million came.",
    "{{ few.number }}-million came.",
    "{{ few.number }} million-strong it came.",
    "{{ big.number }} million came.",
    "{{ big }} million came.",
    "{{ few.number }} **billion** came.",
    "{{ few.number }} {{ literal('thousand') }} came.",
    "{{ few.number }} trillions came.",
    "{{ few.number }}\u00a0million came.",
    "“{{ few.number }}” million came.",
    "{{ few.number }} (million) came.",
    "{{ few.number }}m came.",
    "{{ few.number }}bn came.",
    "{{ few.number }} bn came.",
    "{{ few.number }}k came.",
    "{{ few.number }}K came.",
    "{{ few.number }}% came.",
    "{{ few.number }} % came.",
    "{{ few.number }} per cent came.",
    "{{ few.number }} percent came.",
    "{{ good.number }} hundred came.",
    "{{ few.number }} and a half came.",
    "{{ share }}% came.",
    "{{ share.number }} per cent came.",
    "{{ share }} percentage points more came.",
    "{{ good }} tanks came.",
    "{{ good }}-tanks came.",
    "{{ cost }} dollars were paid.",
    "{{ cost.number }} USD were paid.",
    "${{ cost }} were paid.",
    "USD {{ cost.number }} were paid.",
    "{{ roubles }} roubles were paid.",
    "{{ good.number }}{{ few.number }} came.",
    "{{ share }}{{ few.number }} came.",
    "{{ good.number }}{{ good.unit }} came.",
    "{{ deal.date }}{{ few.number }} came.",
    *(f"{{{{ few.number }}}}{sign} came." for sign in "²³⁴₅①⑳Ⅴⅷ㉑½⅒\u0336\u20e3\u0338\ufe0f±÷"),
    "{{ few.number }}&#x336; came.",
    "1{{ few.number }}&#x20e3; came.",
    "7\u0360{{ few.number }} came.",
    "{{ few.number }} 000 came.",
    "{{ big3.number }} 000 came.",
    "{{ good.number }} 000 came.",
    "{{ few.number }} 000 000 came.",
    "1 {{ big3.number }} came.",
    "12 {{ big3.number }} came.",
    "1 000 {{ big3.number }} came.",
    "1 **{{ big3 }}** came.",
    "{{ few.number }} ½ came.",
    "− {{ few.number }} came.",
    "It fell by − {{ few.number }}.",
    "It fell by ≈ {{ few.number }}.",
    "¬{{ few.number }} came.",
    "∓{{ few.number }} came.",
    "×{{ few.number }} came.",
    "－{{ few.number }} came.",
    "{{ few.number }} milliard came.",
    "{{ few.number }} milliards came.",
    "{{ few.number }}％ came.",
    "{{ few.number }} E6 came.",
    "{{ few.number }} × 10 came.",
    "{{ few.number }} ×10 came.",
    "{{ few.number }} * 10 came.",
    "{{ few.number }}·10 came.",
    "It came.^[Altogether 1{{ few.number }} tanks.]",
    "It came.^[Altogether {{ few.number }} million.]",
]  # fmt: skip
FINE = [
    "{{ good.number }} tanks came.",
    "{{ good }} came.",
    "In {{ few.number }} months it fell by {{ share }}.",
    "The {{ few.number }}-strong force, {{ good }}-a-year, mid-{{ good.date }}.",
    "It is a {{ few.number }}-fold rise.",
    "From 2010–{{ deal.date }} it grew; {{ deal.date }}–15 was worse.",
    "Between {{ few.number }}–{{ good.number }} came.",
    "Between {{ few.number }} and {{ good.number }} came.",
    "Of {{ few.number }}/{{ good.number }} none came; the year {{ deal.date }}/15 was bad.",
    "In 2024 {{ few.number }} came.",
    "Of {{ good.number }}, {{ few.number }} came.",
    "({{ few.number }}) [{{ good.number }}] “{{ share }}” *{{ cost }}*",
    "{{ few.number }}: {{ good.number }}; {{ share }}. {{ cost }}!",
    "It cost ${{ few.number }}, or US{{ cost }}.",
    "It cost {{ cost }}, euros or not.",
    "It weighs {{ few.number }} kg or {{ few.number }}kg.",
    "{{ few.number }} people, {{ good }}, tanks and all.",
    "{{ few.number }} were tanks. Million-dollar deals are few.",
    "{{ few.number }}, million by million.",
    "{{ few.number }} in a million came.",
    "{{ few.number }} of a million came.",
    "{{ few.number }} percentage points more came.",
    "Kursk–{{ few.number }} of them–fell.",
    "It fell – {{ few.number }} of them – to {{ share }}.",
    "It fell—{{ few.number }} of them—to {{ share }}.",
    "{{ few.number }}{{ cite('mod') }} came.",
    "In 2024 {{ big3.number }} tanks came; in {{ deal.date }} 300 tanks came.",
    "It has {{ few.number }} 122mm guns, {{ few.number }} 152-mm guns.",
    "In 2024 {{ good.number }} came, on 3 May {{ few.number }} and on page 12 {{ few.number }}.",
    "Of version 1.5 {{ big3.number }} came; A12 {{ big3.number }}.",
    "{{ few.number }} 2024 models and {{ few.number }} 5 million deals.",
    "It is {{ few.number }} − {{ few.number }}, {{ few.number }} > {{ few.number }} and total = {{ few.number }}.",
    "It led → {{ few.number }}, →{{ few.number }}; x={{ few.number }}.",
    "{{ few.number }} × {{ good.number }} metres.",
    "{{ few.number }} E-3 aircraft.",
    "{{ few.number }}^[One note, {{ few.number }} long.] came.",
    "{{ few.number }} V and {{ few.number }} ² came.",
    "1 {{ good.number }} tanks.",
    "{{ lost }}",
    "{{ lost.range }} died, London and Washington said in 2025.",
    "The {{ few.number }}th time, in the {{ deal.date }}s.",
    "{{ deal.name }} and {{ deal.name }}-type deals.",
    "{{ span }} came; {{ roubles }} were paid; {{ big }} came.",
    "{{ few.number }}  \n000 it is not.",
    "Line by line\n{{ few.number }}\nmore.",
    "{{ few.number }} thousandths, {{ few.number }} millionaires, {{ few.number }} kilometres, {{ few.number }} m.",
    "{{ good }}’ crews, {{ good.number }} tanks’ crews.",
    "v{{ few.number }}, No.{{ few.number }}, T{{ few.number }}.",
]  # fmt: skip


def errors(folder: Path, files: dict[str, str]) -> list[tuple[int, str]]:
    """Line and message of each finding of this check."""
    found = check(folder, {FACTS: KNOWN, **SERIES, **files})
    stopping = {p.code for p in found if p.severity == "error"}
    assert stopping <= {"glued-figure"}, [str(p) for p in found if p.severity == "error"]
    return [(p.location.line, p.message) for p in found if p.code == "glued-figure"]


@pytest.mark.parametrize("sentence", GLUED)
def test_what_makes_another_figure_of_a_figure_is_an_error_at_its_line(sentence: str, tmp_path: Path) -> None:
    found = errors(tmp_path, {BODY: prose("{{ so.says }}.", sentence)})
    assert [line for line, _ in found] == [5] * len(found) and found


@pytest.mark.parametrize("sentence", FINE)
def test_ordinary_prose_about_a_figure_is_left_alone(sentence: str, tmp_path: Path) -> None:
    assert errors(tmp_path, {BODY: prose("{{ so.says }}.", sentence)}) == []


# ------------------------------------------------------------------ wherever a figure is printed


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("- One\n- 1{{ few.number }} came\n", 6),
        ("> [!key] Title\n> It is.\n> 1{{ few.number }} came.\n", 7),
        ("> 1{{ few.number }} came.\n", 5),
        ("1. One\n   - Two {{ few.number }}%\n", 6),
        ("Table: Men, 1{{ few.number }}\n\n| A | B |\n|---|---|\n| a | b |\n", 7),
        ("Table: Men\n\n| A | {{ few.number }} million |\n|---|---|\n| a | b |\n", 7),
        ("Table: Men\n\n| A | B |\n|---|---|\n| a | b |\n| a | 1{{ few.number }} |\n", 10),
        ("## A 2{{ deal.name }}\n", 0),
        ("## {{ deal.name }}0 is no year\n", 5),
        ("Line by line\nand **0.**\\\n{{ few.number }} and\n**1**{{ few.number }}.\n", 8),
        ("It is.[^1]\n\n[^1]: Altogether\n    1{{ few.number }} tanks.\n", 8),
        ("- It is^[so 1{{ few.number }}]\n", 5),
        ("> [!key] T\n> It is.^[It is\n> {{ few.number }} million.]\n", 7),
        ("Table: Men\n\n| A | B |\n|---|---|\n| a | b^[so 1{{ few.number }}] |\n", 9),
        ("Table: Men^[so 1{{ few.number }}]\n\n| A | B |\n|---|---|\n| a | b |\n", 5),
        ("[See 1{{ few.number }}](https://example.org).\n", 5),
    ],
)
def test_it_is_looked_for_in_every_kind_of_text(body: str, line: int, tmp_path: Path) -> None:
    found = errors(tmp_path, {BODY: prose("{{ so.says }}.", body)})
    assert [at for at, _ in found] == ([line] if line else [])


@pytest.mark.parametrize(
    "says", ["It sent 1{value}", "It sent {value}0", "It sent {number} million", "It sent {value} tanks"]
)
def test_the_words_of_a_fact_are_told_at_the_fact(says: str, tmp_path: Path) -> None:
    entries = facts(fact("so", "says: It is so"), fact("men", f"says: {says}", "value: 7 tanks"))
    for body in ("{{ so.says }}. {{ men.says }}.", '{{ so.says }}.\n\n{{ table("t") }}'):
        declared = "t:\n  title: T\n  rows: facts men\n  columns:\n    - says\n    - source\n"
        found = check(tmp_path, {FACTS: entries, BODY: prose(body), TABLES: declared})
        told = [(p.location.file, p.location.line) for p in found if p.code == "glued-figure"]
        assert told == [(FACTS, 6)]


def test_a_statement_that_only_a_timeline_draws_is_looked_at(tmp_path: Path) -> None:
    entries = facts(fact("so", "says: It is so"), fact("men", "says: It sent 1{value}", "value: 7", "date: 2024"))
    drawn = "f:\n  title: T\n  chart: timeline\n  rows: facts men\n"
    found = check(tmp_path, {FACTS: entries, FIGURES: drawn, BODY: prose("{{ so.says }}.", '{{ figure("f") }}')})
    assert [p.location.line for p in found if p.code == "glued-figure"] == [6]


def test_what_is_told_names_the_fact_and_what_the_reader_would_read(tmp_path: Path) -> None:
    body = prose(
        "{{ so.says }}.", "1{{ rising['2022'].number }}.", "-{{ lost.uk.number }}, by {{ lost.uk.by }}, {{ lost.uk.as_of }}.",
        "5–{{ few.number }}.", "{{ few.number }} million.", "{{ good }} tanks.", "{{ good.number }}{{ few.number }}.",
    )  # fmt: skip
    found = [p for p in check(tmp_path, {FACTS: KNOWN, **SERIES, BODY: body}) if p.code == "glued-figure"]
    assert [(p.message, p.hint) for p in found] == [
        (
            '“1” touches “$3.8 million” of "rising[2022]", and together they read “1$3.8 million”',
            "put a space or words between them; if the figure is wrong, correct the fact",
        ),
        (
            '“-” touches “4,000” of "lost.uk", and together they read “-4,000”',
            "type the sign in the value of the fact; {{ lost.uk }} then prints it",
        ),
        (
            '“5–” touches “7” of "few", and together they read “5–7”',
            "type the range in the value of the fact, or print both numbers from facts",
        ),
        (
            '“million” touches “7” of "few", and together they read “7 million”',
            "delete “million”: {{ few }} prints the scale and unit in the value of the fact",
        ),
        ('“tanks” repeats what “11,200 tanks” of "good" already says', "delete “tanks”"),
        ('“11,200” of "good" and “7” of "few" have nothing between them', "put a space or words between them"),
    ]


@given(st.sampled_from(["few", "good", "share", "cost", "big"]), st.sampled_from("0123456789½２"), st.booleans(),
       st.sampled_from(["{}", "**{}**", "*{}*", "{{{{ literal('{}') }}}}", "{{{{ '{}' }}}}"]))  # fmt: skip
def test_a_digit_at_a_figure_is_found_however_it_is_written(name: str, digit: str, before: bool, form: str) -> None:
    typed, placed = form.format(digit), f"{{{{ {name}.number }}}}"
    sentence = f"So {typed}{placed} came." if before else f"So {placed}{typed} came."
    with tempfile.TemporaryDirectory() as folder:
        assert len(errors(Path(folder), {BODY: prose("{{ so.says }}.", sentence)})) == 1


# ------------------------------------------------------------------ how grave it is


def test_no_draft_is_built_and_no_dossier_takes_it_less_gravely(tmp_path: Path) -> None:
    place = write(tmp_path, {FACTS: KNOWN, **SERIES, BODY: prose("{{ so.says }}.", "1{{ few.number }} came.")})
    built = build_brief(place, "facts/x", template_folders=[tmp_path / "templates"], options=BuildOptions(draft=True))
    assert built.files == {}
    assert [p.code for p in built.problems if p.severity == "error"] == ["glued-figure"]
    lowered = "title: Arms\ntemplate: mine\nsections:\n  - body\nchecks:\n  glued-figure: warning, because it is late\n"
    found = check(
        tmp_path, {FACTS: KNOWN, **SERIES, DOSSIER: lowered, BODY: prose("{{ so.says }}. 1{{ few.number }} came.")}
    )
    assert {p.code for p in found if p.severity == "error"} == {"glued-figure", "severity-too-low"}


def test_a_reference_has_something_between_it_and_a_figure(tmp_path: Path) -> None:
    declared = "tt:\n  title: T\n  rows: facts few\n  columns:\n    - name\n    - value\n    - source\n"
    body = prose(
        "{{ so.says }}.", '{{ few.number }}{{ ref("tt") }} has it.', '{{ few.number }} ({{ ref("tt") }}) has it.',
        '{{ ref("tt") }}{{ few.number }} has it.', '{{ table("tt") }}',
    )  # fmt: skip
    found = errors(tmp_path, {BODY: body, TABLES: declared})
    assert found == [
        (5, '“7” of "few" and the reference “Table 1” have nothing between them'),
        (9, '“1” touches “7” of "few", and together they read “17”'),
    ]
