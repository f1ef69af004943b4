"""Footnotes that a template holds: numbered with the sources' notes, the same in both formats, held to their facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from review.edits import surgery
from review.edits.surgery import ANNA, Word
from typer.testing import CliRunner, Result

from briefing.build.pipeline import build_brief, compose_document
from briefing.cli.app import app
from briefing.document.model import FactReference, Note, inlines_of, plain, walk
from briefing.readers import read_brief
from briefing.review.compare import compare
from briefing.review.verify import verify
from briefing.review.why import find

ROOT = Path(__file__).parents[2]
FILES = {
    "facts/x/dossier.yaml": "title: Arms\ntemplate: mine\nsections:\n  - body\n  - sources\n",
    "facts/x/sources.yaml": (
        "bbc:\n  title: A report\n  publisher: BBC\n  date: 2025-01-22\n"
        "mod:\n  title: An update\n  publisher: Ministry\n  date: 2025-06\n"
        "who:\n  title: A survey\n  publisher: Agency\n  date: 2025-02\n"
    ),
    "facts/x/arms.yaml": (
        "title: Arms\nfacts:\n"
        "  men:\n    says: It sent {value}\n    value: more than 11,000 soldiers\n    date: 2024-10\n    source: bbc, par. 2\n"
        "  losses:\n    says: It lost {value}\n    value: about 4,000 soldiers\n    date: 2025-01\n    source: mod, p. 4\n"
    ),
    "templates/mine/brief.md": '{{ section("body") }}\n\n{{ section("sources") }}\n',
    "templates/mine/sources.md": '# Sources\n\n{{ table("sources") }}\n',
    "templates/mine/body.md": """# Body

It sent {{ men }} {{ men.when }}.[^lost] So it was said^[By the {{ cite("who", "p. 9") }}, and *often*.] at
the time.

> [!key] In short
> It came home.[^home]

Table: What was sent[^title] {#sent}

| What | How many |
|---|---:|
| Men[^cell] | {{ men }} |

[^lost]: Of these it lost {{ losses }} {{ losses.when }}

    ([more](https://example.org), {{ ref("sent") }})
[^home]: "So they say."
[^title]: As far as is known.
[^cell]: Among them {{ losses.number }} who fell.
""",
}


def typed(root: Path, **changed: str) -> list[Path]:
    named = {name.replace("__", "."): text for name, text in changed.items()}
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(named.get(path.name, text), "utf-8")
    return [root / "templates", ROOT / "templates"]


def built(root: Path, **changed: str) -> Mapping[str, bytes]:
    folders = typed(root, **changed)
    done = build_brief(root / "facts/x", "facts/x", template_folders=folders)
    assert [p for p in done.problems if p.severity == "error"] == []
    return {key: written.data for key, written in done.files.items()}


def notes(root: Path, **changed: str) -> list[Note]:
    document, problems = compose_document(root / "facts/x", "facts/x", typed(root, **changed))
    assert document is not None and [p for p in problems if p.severity == "error"] == []
    return [i for block in walk(document.blocks) for run in inlines_of(block) for i in run if isinstance(i, Note)]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return built(tmp_path_factory.mktemp("brief"))


def test_footnotes_are_numbered_with_the_notes_of_sources_and_say_what_was_typed(tmp_path: Path) -> None:
    found = notes(tmp_path)
    assert [(note.number, plain(note.inlines)) for note in found] == [
        (1, "BBC, 22 January 2025, par. 2 [1]."),
        (2, "Of these it lost about 4,000 soldiers in January 2025 (more, Table 1). Ministry, June 2025, p. 4 [2]."),
        (3, "By the Agency, February 2025, p. 9 [3], and often."),
        (4, "“So they say.”" if "“" in plain(found[3].inlines) else '"So they say."'),
        (5, "As far as is known."),
        (6, "Among them about 4,000 who fell. Ministry, June 2025, p. 4 [2]."),
    ]


def test_a_footnote_knows_its_lines(tmp_path: Path) -> None:
    found = notes(tmp_path)
    assert [(note.location.line, [line for _, line in note.lines]) for note in found if note.typed] == [
        (15, [15, 17]),
        (3, [3]),
        (18, [18]),
        (19, [19]),
        (20, [20]),
    ]


@pytest.mark.parametrize(
    ("footnote", "said"),
    [
        ("See {{ cite('bbc') }}.", "See BBC, 22 January 2025 [1]."),
        ("See {{ cite('bbc') }}", "See BBC, 22 January 2025 [1]."),
        ("So.{{ cite('bbc', 'p. 2') }}", "So. BBC, 22 January 2025, p. 2 [1]."),
        ("{{ cite('mod') }} against {{ cite('bbc') }}.", "Ministry, June 2025 [2] against BBC, 22 January 2025 [1]."),
        ("{{ losses }}", "about 4,000 soldiers. Ministry, June 2025, p. 4 [2]."),
        ("It lost {{ losses }}?", "It lost about 4,000 soldiers? Ministry, June 2025, p. 4 [2]."),
        ("{{ losses }}, says {{ cite('mod', 'p. 4') }}.", "about 4,000 soldiers, says Ministry, June 2025, p. 4 [2]."),
        ("**{{ men }}** and <https://example.org>", None),
    ],
)
def test_sources_of_a_footnote_stand_where_they_are_typed_and_those_of_its_facts_at_its_end(
    footnote: str, said: str | None, tmp_path: Path
) -> None:
    (_, note) = notes(tmp_path, body__md=f"# Body\n\nIt sent {{{{ men }}}}.^[{footnote}]\n")
    said = said or "more than 11,000 soldiers and https://example.org. BBC, 22 January 2025, par. 2 [1]."
    assert plain(note.inlines) == said
    if "**" in footnote:
        assert isinstance(note.inlines[0], FactReference) and note.inlines[0].strong


def test_sources_are_numbered_as_they_are_met_in_footnotes_too(tmp_path: Path) -> None:
    (note, last) = notes(tmp_path, body__md='# Body\n\nSo.^[{{ cite("mod") }}] It sent {{ men }}.\n')
    assert plain(note.inlines) == "Ministry, June 2025 [1]."
    assert plain(last.inlines) == "BBC, 22 January 2025, par. 2 [2]."


def test_both_formats_say_the_same(files: Mapping[str, bytes]) -> None:
    pdf, word = read_brief(files["pdf"], "x.pdf"), read_brief(files["docx"], "x.docx")
    assert not compare(pdf, word)
    for reading in (pdf, word):
        words = [" ".join(piece.words) for piece in reading.pieces if piece.kind == "note"]
        assert len(words) == 6
        assert words[2].endswith("By the Agency, February 2025, p. 9 [3], and often.")


def test_marks_side_by_side_are_told_apart(files: Mapping[str, bytes]) -> None:
    for form in ("pdf", "docx"):
        words = [word for piece in read_brief(files[form], f"x.{form}").pieces for word in piece.words]
        assert "²" in words and "¹²" not in words


def test_a_figure_in_a_footnote_is_traced_and_held_to_its_record(files: Mapping[str, bytes]) -> None:
    for form in ("pdf", "docx"):
        reading = read_brief(files[form], f"x.{form}")
        assert not verify(reading).altered and not verify(reading).reworded
        assert reading.record is not None
        assert [found.fact for found in find(reading.record, "4,000")] == ["losses"]
    copy = Word.read(files["docx"])
    surgery.replace(copy, "about 4,000 who", "about 5,000 who", within="Among them")
    (altered,) = verify(read_brief(copy.data(), "x.docx")).altered
    assert (altered.shown.fact, altered.block.key) == ("losses", "table/sent")


# ------------------------------------------------------------------ what reviewers change


def reviewed(root: Path, change: Callable[[Word], None], *more: str) -> Result:
    (root / "brief.docx").write_bytes(built(root)["docx"])
    copy = Word.read((root / "brief.docx").read_bytes())
    copy.author = ANNA
    change(copy)
    (root / "copy.docx").write_bytes(copy.data())
    return CliRunner().invoke(app, ["review", "copy.docx", *more], catch_exceptions=False)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Of these", "Of them", "[^lost]: Of them it lost {{ losses }} {{ losses.when }}"),
        ("often", "rarely", 'said^[By the {{ cite("who", "p. 9") }}, and *rarely*.] at'),
        ("fell", "died", "[^cell]: Among them {{ losses.number }} who died."),
    ],
)
def test_words_of_a_footnote_come_home(
    old: str, new: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = reviewed(tmp_path, lambda copy: surgery.replace(copy, old, new, within=old), "--apply")
    assert done.exit_code == 0, done.output
    text, was = (tmp_path / "templates/mine/body.md").read_text("utf-8"), FILES["templates/mine/body.md"]
    assert line in text
    assert text == was.replace(line.replace(new, old), line)


def test_a_figure_in_a_footnote_becomes_a_proposal_and_its_source_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def change(copy: Word) -> None:
        surgery.replace(copy, "about 4,000 soldiers", "about 5,000 soldiers", within="Of these")
        surgery.replace(copy, "p. 4", "p. 5", within="Of these")

    told = json.loads(reviewed(tmp_path, change, "--json").stdout)["edits"]
    assert [(edit["kind"], edit.get("fact", "")) for edit in told] == [("figure", "losses"), ("note", "")]
    assert told[1]["reason"] == "notes are generated from sources"


# ------------------------------------------------------------------ beside comments


def test_words_beside_a_comment_come_home_and_the_comment_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    body = "# Body\n\n<!-- to\ndo -->\nIt sent {{ men }} <!-- {{ losses }} --> soon.\n<!-- c -->\nThen it stopped.\n"
    monkeypatch.setitem(FILES, "templates/mine/body.md", body)

    def change(copy: Word) -> None:
        surgery.replace(copy, "soon", "at once", within="It sent")
        surgery.replace(copy, "stopped", "went on", within="It sent")

    done = reviewed(tmp_path, change, "--apply")
    assert done.exit_code == 0, done.output
    text = (tmp_path / "templates/mine/body.md").read_text("utf-8")
    assert text == body.replace("soon", "at once").replace("stopped", "went on")
