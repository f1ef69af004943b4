"""What a check found hangs on what it is about: a fact, a source's row, a paragraph; and on the title where it is about nothing."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief, check_brief, compose_document
from briefing.checks import CODES
from briefing.document.comments import comment_of, place_comments
from briefing.document.fact_markers import mark_facts
from briefing.document.model import Document, FactReference, Heading, List, Paragraph, Properties, Text, TitleBlock
from briefing.facts.load import load_ledger
from briefing.problems.problem import NO_LOCATION, Location, Problem

FILES = {
    "dossier.yaml": "title: Arms\ntemplate: mine\nsections:\n  - body\n  - sources\n",
    "sources.yaml": "bbc:\n  title: A report\n  publisher: BBC\n  date: 2025-01\nmod:\n  title: A statement\n"
    "tass:\n  title: Never cited\n",
    "arms.yaml": """\
title: Arms
facts:
  unused:
    says: Nobody prints this
    value: 7 tanks
    source: bbc
  losses:
    says: They lost many
    value: about 4,000
    date: 2025
    source: mod
  gains:
    says: They gained {value}
    value: 12
    source: bbc
""",
    "tables.yaml": "all:\n  title: All\n  rows: facts losses\n  columns:\n    - says\nlost:\n  title: Lost\n"
    "  rows: facts gains\n  columns:\n    - says\n",
    "notes.txt": "not read",
    "body.md": '# Losses\n\nA first one.\n\n- {{ losses.says }}.\n- {{ gains.says }}.\n\n{{ table("all") }}\n',
}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / ("templates/mine" if name.endswith(".md") else "facts/x") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return [Path("templates"), Path(__file__).parents[2] / "templates"]


def test_each_warning_of_a_dossier_hangs_where_it_belongs(folders: list[Path]) -> None:
    document, _ = compose_document(Path("facts/x"), "facts/x", folders)
    ledger, _ = load_ledger(Path("facts/x"), "facts/x")
    problems = tuple(
        p for p in check_brief(Path("facts/x"), "facts/x", template_folders=folders) if p.code not in CODES
    )
    assert document is not None and ledger is not None
    remarks = place_comments(problems, document, {source.id: source.location for source in ledger.sources.values()})
    assert remarks == tuple(comment_of(p, r.target) for p, r in zip(problems, remarks, strict=True))
    markers = {m.marker: m.fact for m in mark_facts(document)}
    said = [
        (p.code, Path(p.location.file).name, markers[r.target].fact if r.target in markers else r.target)
        for p, r in zip(problems, remarks, strict=True)
    ]
    assert said == [
        ("value-not-placed", "arms.yaml", "front"),  # of a fact that is not printed
        ("value-not-placed", "arms.yaml", "losses"),
        ("ignored-file", "notes.txt", "front"),
        ("undated-source", "sources.yaml", "source/mod"),
        ("undated-source", "sources.yaml", "front"),  # of a source that is not cited
        ("not-placed", "tables.yaml", "front"),
    ]


def test_a_build_puts_them_into_the_word_file_only_when_asked(folders: list[Path]) -> None:
    for comments, expected in ((True, 6), (False, 0)):
        built = build_brief(
            Path("facts/x"),
            "facts/x",
            template_folders=folders,
            options=BuildOptions(formats=("docx",), comments=comments),
        )
        with zipfile.ZipFile(io.BytesIO(built.files["docx"].data)) as archive:
            text = archive.read("word/comments.xml").decode() if expected else str(archive.namelist())
        found = sum(problem.code not in CODES for problem in built.problems) if expected else 0
        assert found == expected
        assert text.count("<w:comment ") == (len(built.problems) if expected else 0)
        assert ("word/comments.xml" in text) is False
        assert text.count("value-not-placed") == expected // 3
        assert str(Path.cwd()) not in text and "facts/x" not in text


def document() -> Document:
    here = "t/body.md"
    item = Paragraph("item", Location(here, 7), (FactReference("a", "of the fact"),))
    blocks = (
        Heading("h", Location(here, 1), 1, (Text("Head"),)),
        TitleBlock("front", NO_LOCATION, "Title"),
        Paragraph("p/1", Location(here, 3), (Text("On lines 3 to 5"),)),
        Paragraph("p/2", Location(here, 3), (Text("Of the same loop"),)),
        Paragraph("p/0", Location(here, 6), ()),
        List("l", Location(here, 7), ((item,),)),
    )
    return replace(
        Document("x", Properties("Title"), blocks), facts={"a": Location("f.yaml", 4), "b": Location("f.yaml", 9)}
    )


@pytest.mark.parametrize(
    ("file", "line", "target"),
    [
        ("t/body.md", 1, "h"),
        ("t/body.md", 4, "p/1"),
        ("t/body.md", 6, "p/1"),
        ("t/body.md", 99, "item"),
        ("t/other.md", 4, "front"),
        ("f.yaml", 3, "front"),
        ("f.yaml", 4, "marker"),
        ("f.yaml", 8, "marker"),
        ("f.yaml", 9, "front"),
        ("f.yaml", 0, "front"),
        ("", 0, "front"),
    ],
)
def test_the_nearest_thing_before_the_place_counts(file: str, line: int, target: str) -> None:
    problem = Problem("code", "message", Location(file, line), severity="warning")
    (remark,) = place_comments([problem], document(), {})
    marker = next(mark_facts(document())).marker
    assert remark.target == (marker if target == "marker" else target)


def test_without_a_title_the_first_words_carry_what_is_about_nothing() -> None:
    untitled = replace(document(), blocks=tuple(b for b in document().blocks if not isinstance(b, TitleBlock)))
    assert [r.target for r in place_comments([Problem("code", "message")], untitled, {})] == ["h"]
    assert place_comments([Problem("code", "message")], replace(untitled, blocks=()), {}) == ()
