"""why and verify: a finished file tells where its figures are from, and which were altered."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief
from briefing.cli.app import app
from briefing.readers import read_brief
from briefing.readers.reading import Reading
from briefing.review.verify import verify
from briefing.review.why import contains_words, find

ROOT = Path(__file__).parents[2]
FILES = {
    "facts/x/dossier.yaml": "title: Arms\ntemplate: mine\nsections:\n  - body\n  - sources\n",
    "facts/x/sources.yaml": (
        "bbc:\n  title: A report\n  publisher: BBC\n  date: 2025-01\n  url: https://example.org/a\n"
        "mod:\n  title: Update\n  publisher: Ministry\n  date: 2025-06\n"
    ),
    "facts/x/arms.yaml": """
title: Arms
facts:
  losses:
    name: Losses
    unit: soldiers
    claims:
      western:
        value: about 4,000
        as_of: 2025-01
        by: Western officials
        source: bbc, par. 2
      ministry:
        value: more than 6,000
        as_of: 2025-06
        by: the Ministry
        source: mod
  trade:
    name: Trade
    says: Trade was {value}
    unit: million USD
    series: trade.csv
    source: bbc, par. 5
  aid:
    name: Aid
    says: Aid came to {value}
    value: 52.9 million USD
    date: 2024
    source: mod
""",
    "facts/x/trade.csv": "year,value\n2022,3.8\n2023,34.4\n2024,1052.9\n",
    "facts/x/tables.yaml": "sums:\n  title: Sums\n  rows: facts trade, aid\n  columns:\n    - name\n    - date\n    - value\n",
    "facts/x/figures.yaml": "chart:\n  title: Trade\n  chart: column\n  rows: facts trade\n",
    "facts/x/judgements.yaml": (
        "more:\n  text: trade will grow\n  likelihood: likely\n  horizon: 2026\n  confidence: low\n  basis: trade\n"
    ),
    "templates/mine/brief.md": '{{ front() }}\n\n{{ section("body") }}\n\n{{ section("sources") }}\n',
    "templates/mine/body.md": """# Body

{{ aid.says | capitalise }} {{ aid.when }}. They lost {{ losses }}.

> [!key] In short
> Trade was {{ trade[2022] }} {{ trade[2022].when }} and {{ trade[2023] }} {{ trade[2023].when }}.

1. Trade was {{ trade[2024] }} {{ trade[2024].when }}.

{{ judgement("more") }}

{{ table("sums") }}

{{ figure("chart") }}
""",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make(tmp_path_factory.mktemp("brief"))


def make(root: Path, **changed: str) -> dict[str, bytes]:
    named = {name.replace("__", "."): text for name, text in changed.items()}
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(named.get(path.name, text), "utf-8")
    folders = [root / "templates", ROOT / "templates"]
    done = build_brief(root / "facts" / "x", "facts/x", template_folders=folders)
    assert [p for p in done.problems if p.severity == "error"] == []
    return {key: written.data for key, written in done.files.items()}


def record_of(built: dict[str, bytes]) -> dict[str, object]:
    record = read_brief(built["pdf"], "x.pdf").record
    assert record is not None
    return record


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


# ------------------------------------------------------------------ why


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ("52.9", ["aid"]),
        ("1,052.9", ["trade"]),
        ("6,000", ["losses"]),
        ("aid", ["aid"]),
        ("trade[2023]", ["trade"]),
        ("losses.ministry", ["losses"]),
        ("more", ["more"]),
        ("western officials", ["losses"]),
        ("2.9", []),
        ("6", []),
        ("nothing", []),
        ("", []),
    ],
)
def test_a_figure_is_found_whole(built: dict[str, bytes], asked: str, facts: list[str]) -> None:
    assert [answer.fact for answer in find(record_of(built), asked)] == facts


def test_an_answer_names_claims_and_places(built: dict[str, bytes]) -> None:
    (answer,) = find(record_of(built), "losses.western")
    assert list(answer.claims) == ["western"]
    assert answer.claims["western"]["by"] == "Western officials"
    assert {place.block.under for place in answer.places} == {"Body"}
    (answer,) = find(record_of(built), "trade[2023]")
    assert [place.block.kind for place in answer.places] == ["paragraph", "table", "figure"][
        : len(answer.places)
    ] or answer.places


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_why_tells_source_and_place_from_the_file_alone(built: dict[str, bytes], tmp_path: Path, ending: str) -> None:
    (tmp_path / f"mailed.{ending}").write_bytes(built[ending])
    result = run("why", str(tmp_path / f"mailed.{ending}"), "52.9")
    assert result.exit_code == 0
    assert "claim: 52.9 million USD" in result.stdout
    assert "A report" not in result.stdout
    assert "Update, Ministry, 2025-06" in result.stdout
    told = json.loads(run("why", str(tmp_path / f"mailed.{ending}"), "34.4", "--json").stdout)
    assert told["schema"] == "briefing/why/1"
    assert told["answers"][0]["sources"]["bbc"]["url"] == "https://example.org/a"
    assert run("why", str(tmp_path / f"mailed.{ending}"), "77").exit_code == 1


@pytest.mark.parametrize("asked", ["-0.2%", "−0.2%", "–0.2 %", "growth was -0.2%"])
def test_any_minus_finds_a_negative_figure(asked: str) -> None:
    place = {"block": "p", "aspect": "value", "text": "growth was −0.2%"}
    record = {"facts": {"growth": {"claims": {}, "shown": [place]}}, "blocks": [{"key": "p", "kind": "paragraph"}]}
    assert [answer.fact for answer in find(record, asked)] == ["growth"]
    assert find(record, "-2%") == ()


def test_digits_next_to_digits_are_another_number() -> None:
    assert contains_words("about 4,000 soldiers", "4,000")
    assert not contains_words("14,000", "4,000")
    assert contains_words("about 12% of it", "12 %")
    assert contains_words("about 12 % of it", "12%")
    assert not contains_words("112%", "12 %")
    assert not contains_words("4,000,000", "4,000")
    assert not contains_words("4,000.5", "4,000")
    assert contains_words("$52.9 million.", "52.9")


# ------------------------------------------------------------------ verify


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_file_as_it_was_built_stands(built: dict[str, bytes], ending: str) -> None:
    verdict = verify(read_brief(built[ending], f"x.{ending}"))
    assert verdict.figures > 20
    assert verdict.altered == ()
    assert verdict.reworded == ()


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_shipped_brief_stands(ending: str) -> None:
    folder = ROOT / "facts" / "russia-north-korea-edition-1"
    done = build_brief(
        folder,
        "facts/russia-north-korea-edition-1",
        template_folders=[ROOT / "templates"],
        options=BuildOptions(formats=(ending,)),
    )
    verdict = verify(read_brief(done.files[ending].data, f"x.{ending}"))
    assert verdict.figures > 100
    assert (verdict.altered, verdict.reworded) == ((), ())


def altered_docx(data: bytes, old: str, new: str, part: str = "word/document.xml", count: int = 1) -> Reading:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == part:
                assert old.encode() in content, old
                content = content.replace(old.encode(), new.encode(), count)
            changed.writestr(name, content)
    return read_brief(out.getvalue(), "x.docx")


@pytest.mark.parametrize(
    ("old", "new", "fact", "now"),
    [
        (">$52.9\u00a0million<", ">$62.9\u00a0million<", "aid", "62.9"),
        (">about 4,000\u00a0soldiers<", ">about 9,000\u00a0soldiers<", "losses", "9,000"),
        (">about 4,000\u00a0soldiers<", ">4,000\u00a0soldiers<", "losses", "4,000"),
        (">$3.8\u00a0million<", "><", "trade", ""),
        (">more than 6,000\u00a0soldiers<", ">more than 60,000\u00a0soldiers<", "losses", "60,000"),
        (">Western officials<", ">Moscow<", "losses", "Moscow"),
        (">likely<", ">unlikely<", "more", "unlikely"),
        (">34.4<", ">43.4<", "trade", "43.4"),
    ],
)
def test_a_figure_altered_by_hand_is_named(built: dict[str, bytes], old: str, new: str, fact: str, now: str) -> None:
    was = old.strip("<>").replace("\u00a0", " ")
    verdict = verify(altered_docx(built["docx"], old, new))
    (altered,) = verdict.altered
    assert (altered.shown.fact, altered.shown.text) == (fact, was)
    assert now in altered.now
    assert not contains_words(altered.now, was)


def test_two_alterations_are_two(built: dict[str, bytes]) -> None:
    verdict = verify(altered_docx(built["docx"], "million<", "billion<", count=2))
    assert len(verdict.altered) == 2


def test_other_words_are_told_and_are_no_figures(built: dict[str, bytes]) -> None:
    verdict = verify(altered_docx(built["docx"], "They lost ", "They gained "))
    assert verdict.altered == ()
    (reworded,) = verdict.reworded
    assert (reworded.before, reworded.now) == ("lost", "gained")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_file_that_shows_other_facts_than_its_record_is_found(
    built: dict[str, bytes], tmp_path: Path, ending: str
) -> None:
    """As if somebody had painted another figure over the old one: the pages of one build, the record of another."""
    arms = FILES["facts/x/arms.yaml"].replace("52.9 million", "57.3 million")
    other = read_brief(make(tmp_path, arms__yaml=arms)[ending], f"x.{ending}")
    verdict = verify(replace(other, record=record_of(built)))
    assert {a.shown.fact for a in verdict.altered} == {"aid"}
    assert len(verdict.altered) == 2, "in the sentence and in the table"


def test_verify_exits_with_1_and_names_the_place(built: dict[str, bytes], tmp_path: Path) -> None:
    whole = tmp_path / "whole.docx"
    whole.write_bytes(built["docx"])
    assert run("verify", str(whole)).exit_code == 0
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            changed.writestr(
                name, archive.read(name).replace(">$52.9\u00a0million<".encode(), ">$5.29\u00a0million<".encode())
            )
    forged = tmp_path / "forged.docx"
    forged.write_bytes(out.getvalue())
    result = run("verify", str(forged))
    assert result.exit_code == 1
    assert 'altered: aid (value): was "$52.9 million"' in result.stdout
    assert "paragraph" in result.stdout
    told = json.loads(run("verify", str(forged), "--json").stdout)
    assert told["schema"] == "briefing/verification/1"
    assert [a["fact"] for a in told["altered"]] == ["aid"]


@pytest.mark.parametrize("command", ["why", "verify"])
def test_what_is_no_brief_of_ours_is_refused(tmp_path: Path, command: str) -> None:
    from docx import Document

    plain = tmp_path / "plain.docx"
    Document().save(str(plain))
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    for path, code in ((plain, "no-record"), (broken, ""), (tmp_path / "absent.pdf", "missing-file"), (tmp_path, "")):
        result = run(command, str(path), *(["1"] if command == "why" else []))
        assert result.exit_code == 2, path
        assert f"error[{code}" in result.stderr
        assert "Traceback" not in result.output


# ------------------------------------------------------------------ charts


def test_the_numbers_of_charts_are_read(built: dict[str, bytes]) -> None:
    (chart,) = read_brief(built["docx"], "x.docx").charts
    assert chart.drawn == (3.8, 34.4, 1052.9)
    assert set(chart.drawn) <= set(chart.book)


def test_a_number_altered_in_a_chart_is_named(built: dict[str, bytes]) -> None:
    verdict = verify(altered_docx(built["docx"], "<c:v>34.4</c:v>", "<c:v>43.4</c:v>", "word/charts/chart1.xml"))
    (altered,) = verdict.altered
    assert (altered.shown.fact, altered.shown.point, altered.now) == ("trade", "2023", "in the chart: 43.4")


def test_a_number_altered_behind_a_chart_is_named(built: dict[str, bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(built["docx"])) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".xlsx"):
                inner = io.BytesIO()
                with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(inner, "w") as other:
                    for part in book.namelist():
                        other.writestr(part, book.read(part).replace(b"<v>34.4</v>", b"<v>99</v>"))
                content = inner.getvalue()
            changed.writestr(name, content)
    verdict = verify(read_brief(out.getvalue(), "x.docx"))
    assert [(a.shown.fact, a.now) for a in verdict.altered] == [("trade", "in the chart: 99")]


def test_words_drawn_in_a_pdf_are_read(built: dict[str, bytes]) -> None:
    (picture,) = read_brief(built["pdf"], "x.pdf").charts
    assert all(contains_words(picture.words, number) for number in ("3.8", "34.4", "1,052.9"))


def test_a_number_drawn_otherwise_in_a_pdf_is_named(built: dict[str, bytes]) -> None:
    reading = read_brief(built["pdf"], "x.pdf")
    (picture,) = reading.charts
    painted = replace(picture, words=picture.words.replace("34.4", "43.4"))
    (altered,) = verify(replace(reading, charts=(painted,))).altered
    assert (altered.shown.fact, altered.shown.point) == ("trade", "2023")


def test_digits_that_the_record_does_not_know_are_a_failure(built: dict[str, bytes], tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(built["docx"])) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                content = content.replace(b"They lost ", b"They lost 888,000 men, ")
            changed.writestr(name, content)
    (tmp_path / "more.docx").write_bytes(out.getvalue())
    result = run("verify", str(tmp_path / "more.docx"))
    assert result.exit_code == 1
    assert "888,000" in result.stdout
    assert "1 other text changed" in result.stdout
