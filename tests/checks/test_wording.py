"""Rules about words: what they find, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.dossier import BODY, FACTS, GLOSSARY, check, fact, facts, prose, told

FIGURES = [
    "It cost $3.5 million.", "It cost €400.", "It cost 5 million USD.", "It cost USD 5 million.", "It pays US$ 200 a month.",
    "It costs £2bn a year.", "It costs 111m dollars.", "It costs 3.8 billion roubles.", "Exports rose by 12%.",
    "Exports rose by 12 per cent.", "Exports rose by 12.5 percentage points.", "It has 11,000 soldiers.",
    "It has 25,000–30,000 men.", "It has 2000 soldiers.", "About 60000 came.", "It holds 3 million of them.",
    "It built 40 tanks.", "In 2022 it bought 40 tanks.", "It fires 500 artillery shells a day.", "The pipe is 12 km long.",
    "The pipe is 1,200 km long.", "A flight of 800 kilometres.", "It gives 40 MW of power.",
    "Some 100 North Korean soldiers fell.", "Between 4 and 6 million shells were sent.",
]  # fmt: skip
NO_FIGURES = [
    "On 17 September 2012 it signed.", "On June 19, 2024, they met.", "From 19 to 20 June troops marched.", "In the 1990s people starved.",
    "In 2022 North Korean soldiers came.", "In 2012 soldiers came.", "In 2023/24 workers came.", "In mid-2024 workers came.",
    "By 2030 people will leave.", "Between 2019 and 2024 it grew.", "At 14:30 people left.", "It took 90 days.",
    "It is 24 years old.", "Resolution 2397 forbids it.", "Resolutions 1718 and 2397 forbid it.", "Article 5 binds NATO.",
    "Section 301 of the Act applies.", "See paragraph 3 of the report.", "The 38th parallel divides it.", "The G7 met.",
    "The KN-23 flew.", "The Su-35 is a fighter.", "The T-62 tanks came.", "The 9K720 missiles flew.", "COVID-19 closed the border.",
    "Of the 5 permanent members, 2 abstained.", "“It cost us $3 million,” he said.", "It did not pay {{ literal('$3 million') }}.",
    "The reserve is {{ '100 %' | literal }} full.",
]  # fmt: skip
NOBODY = [
    "It is believed that they came.", "They are reportedly conscripts.", "Assessed losses came to a third.",
    "The estimated cost is high.", "They were thought to be elite troops.", "Troops believed to number a thousand came.",
    "It has been assessed as a threat.", "They are widely thought to have left.", "An estimated third fell.",
    "It is estimated by 2030 to be gone.",
]  # fmt: skip
SOMEBODY = [
    "It is believed by Seoul that they came.", "London assessed that they came.", "We assess that it will last.",
    "According to Kyiv, they are thought to be elite.", "He said to reporters that it was over.", "Washington believed them.",
    "The committee considered the draft.", "They estimated the cost.", "The force was reported by Reuters to have left.",
    "“It is believed to be true,” he said.", "Three options were considered: all are dear.", "They were considered, and rejected.",
    "Under Article 5 an attack on one is considered an attack on all.",
]  # fmt: skip
UNDATED = [
    "They have recently met.", "It is currently at war.", "Last year it fell.", "In recent years it grew.",
    "It grew three years ago.", "Today it is rich.", "So far nothing came of it.",
]  # fmt: skip
DATED = [
    "They met as recently as 2018.", "Last year, in 2024, it fell.", "It is up to date.", "In June it currently fell.",
    "Later they met.", "“We met recently,” he said.",
]  # fmt: skip
ACRONYMS = ["The DPRK denies it.", "Two ICBMs flew.", "The IAEA left."]
KNOWN = [
    "The International Atomic Energy Agency (IAEA) left.", "The IAEA left again.", "The WFP (World Food Programme) came.",
    "NATO and the EU met.", "World War II ended.", "Pope Pius XII spoke.", "The U.S. left.", "The R&D budget fell.",
    "UN sanctions hold.", "A GEOPOLITIKS reader wrote.", "“The KPA won,” he said.",
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("typed-figure", FIGURES, NO_FIGURES),
        ("assessed-by-nobody", NOBODY, SOMEBODY),
        ("undated-time", UNDATED, DATED),
        ("acronym-not-expanded", ACRONYMS, []),
        ("acronym-not-expanded", [], KNOWN),
        (
            "likelihood-and-confidence",
            ["It is likely, with high confidence.", "With low confidence we say that it is almost certain."],
            ["It is likely. We have high confidence in this.", "They have little confidence in a likely ally."],
        ),
    ],
)
def test_what_is_wrong_is_found_and_nothing_else(code: str, wrong: list[str], right: list[str], tmp_path: Path) -> None:
    problems = check(tmp_path, {BODY: prose("{{ so.says }}.", *wrong, *right)})
    assert {p.code for p in problems} <= {code}
    found = {p.location.line for p in problems}
    sentences = dict(enumerate((*wrong, *right)))
    assert [s for n, s in sentences.items() if 5 + 2 * n in found] == wrong


def test_ordinary_prose_gives_few_warnings_each_worth_reading(tmp_path: Path) -> None:
    """Sixty-three sentences such as think tanks print: four are worth a second look."""
    text = (Path(__file__).parent / "prose.md").read_text("utf-8")
    assert sum(text.count(end) for end in (". ", ".\n", "”.\n")) >= 60
    problems = check(tmp_path, {BODY: text + "\n{{ so.says }}.\n"})
    lines = text.splitlines()
    assert [(p.code, p.message.split("”")[0].strip("“"), p.location.line) for p in problems] == [
        ("typed-figure", "600 ships", 39), ("assessed-by-nobody", "believed", 45), ("undated-time", "recently", 45),
        ("typed-figure", "18%", 60),
    ]  # fmt: skip
    assert "600 ships" in lines[38] and "18%" in lines[59]


def test_sixty_paragraphs_of_ordinary_prose_give_no_false_alarm(tmp_path: Path) -> None:
    """Each finding that is left is meant: a figure without a fact, an acronym that is not written out, "today" without a date."""
    text = (Path(__file__).parent / "ordinary_prose.md").read_text("utf-8")
    assert text.count("\n\n") == 59
    problems = check(tmp_path, {BODY: f"# Body\n\n{text}\n{{{{ so.says }}}}.\n"})
    found = [(p.code, p.message.split("”")[0].strip("“")) for p in problems]
    assert [each for each in found if each[0] != "typed-figure"] == [
        ("undated-time", "today"),
        *(("acronym-not-expanded", name) for name in "CPC BRELL HERA TTF OSCE KFOR UNMIK EUFOR BND".split()),  # noqa: SIM905
    ]
    # Neither years, dates, articles, cases, types of weapons nor votes are figures.
    assert [first for code, first in found if code == "typed-figure"] == [
        "55%", "1.6 million", "500 inhabitants", "25%", "50.35%", "4,800", "5,000", "3.67%", "90%", "27.5 billion", "€100,000",
        "15,000 tonnes", "400 dollars", "300 km", "1,435", "234 km", "180 km", "19 km", "2%", "12,700", "200,000", "40,000",
        "9,000 troops", "0.5%", "40 metres", "88 MW", "40,000 soldiers", "€7.3 billion", "150 euros",
    ]  # fmt: skip


def test_no_rule_reads_titles_or_headings(tmp_path: Path) -> None:
    body = prose(
        "## Reportedly 90% of KPA tanks, currently", "{{ so.says }}.", "> It currently holds 90% of the KPA’s tanks."
    )
    assert told(tmp_path, {BODY: body}) == []


def test_a_table_typed_by_hand_is_prose_at_its_line(tmp_path: Path) -> None:
    body = prose(
        "{{ so.says }}.",
        "Table: Costs, 90%",
        "| What | Cost |\n|---|---|\n| A bridge | none |\n| A road | $3 million |",
    )
    assert told(tmp_path, {BODY: body}) == ["10 warning[typed-figure]"]


def test_the_fact_that_has_the_figure_is_named(tmp_path: Path) -> None:
    known = facts(fact("trade", "name: Trade", "value: 52.9 million USD"), fact("so", "says: It is so"))
    (problem,) = check(tmp_path, {FACTS: known, BODY: prose("{{ so.says }}. {{ trade }}.", "It was $52.9 million.")})
    assert problem.hint == "print the fact: {{ trade }}"


def test_a_unit_of_a_fact_is_known_in_prose(tmp_path: Path) -> None:
    known = facts(fact("so", "says: It sold {value}", "value: 400 sledges"))
    assert told(tmp_path, {FACTS: known, BODY: prose("{{ so.says }}.", "It built 12 sledges.")}) == [
        "5 warning[typed-figure]"
    ]


def test_the_glossary_knows_names_spellings_and_acronyms(tmp_path: Path) -> None:
    glossary = (
        "spellings:\n  Kim Jong Un: Kim Jong-un, Kim Jong Eun\nacronyms:\n  KPA: Korean People's Army\n"
        "names:\n  - 1,000 Lakes\n  - SIPRI\n"
    )
    body = prose(
        "{{ so.says }}.", "Kim Jong-un spoke.", "Kim Jong Un spoke; “Kim Jong-un” he is called.", "The KPA marched.",
        "The 1,000 Lakes people came, says SIPRI.",
    )  # fmt: skip
    problems = check(tmp_path, {BODY: body, GLOSSARY: glossary})
    assert [(p.location.line, p.code, p.hint) for p in problems] == [
        (5, "spelt-two-ways", 'type "Kim Jong Un"'),
        (9, "acronym-not-expanded", 'write "Korean People\'s Army (KPA)" here'),
    ]


def test_what_is_wrong_within_a_fact_is_told_at_the_fact(tmp_path: Path) -> None:
    known = facts(fact("so", "says: They have recently met"))
    (problem,) = check(tmp_path, {FACTS: known})
    assert (problem.code, problem.location.file, problem.location.line) == ("undated-time", "facts/x/arms.yaml", 3)


def test_each_line_of_a_paragraph_list_callout_and_loop_is_known(tmp_path: Path) -> None:
    body = (
        "# Body\n\n{{ so.says }}.\nIt **cost**\n$3 million.\nIt\ncost €4\nand more.\n\n- One\n- Two  \n  cost €5\n\n"
        "> [!key] Title\n> It is.\n> It cost €6.\n\n{% for each in [1, 2] %}\n\nIt cost €7.\n{% endfor %}\n"
    )
    assert told(tmp_path, {BODY: body}) == [f"{line} warning[typed-figure]" for line in (5, 7, 12, 16, 20)]
