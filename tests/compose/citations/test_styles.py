"""Citation styles: what each that ships prints, and what is said of a style that is none or asks for too much."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from compose.citations.samples import PRINTED, document_of, list_of, notes_of, printed, write_dossier
from docx_reading import read_words
from pdf_reading import structure_text

from briefing.build.pipeline import build_brief
from briefing.checks import CODES
from briefing.compose.citations.author_dash import substitute
from briefing.compose.citations.csl_items import place_of
from briefing.compose.citations.formatting import segments, tidy
from briefing.compose.citations.style_file import MOST_STEPS, shipped_styles
from briefing.document.model import CrossReference, Link, walk

ROOT = Path(__file__).parents[3]
APA = (ROOT / "briefing" / "compose" / "citations" / "styles" / "apa.csl").read_text("utf-8")
HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note">'
INFO = "<info><title>t</title><id>i</id><updated>2026-01-01T00:00:00+00:00</updated></info>"
TITLE = '<layout><text variable="title"/></layout>'
PLAIN = f"{HEAD}{INFO}<citation>{TITLE}</citation><bibliography>{TITLE}</bibliography></style>"


# ------------------------------------------------------------------ those that ship


@pytest.mark.parametrize("name", shipped_styles())
def test_a_style_prints_what_its_file_says(name: str, tmp_path: Path) -> None:
    """The expected text was read against each style's own guide."""
    document, problems = document_of(write_dossier(tmp_path / "x", name))
    assert problems == []
    assert document is not None
    assert printed(document) == (PRINTED / f"{name}.txt").read_text("utf-8")


def test_every_style_that_ships_has_its_attribution() -> None:
    licence = (ROOT / "briefing" / "compose" / "citations" / "styles" / "LICENCE.md").read_text("utf-8")
    assert [name for name in shipped_styles() if f"| `{name}.csl` | [" not in licence] == []
    assert "Attribution-ShareAlike 3.0" in licence


def test_the_house_style_is_what_stands_without_a_key(tmp_path: Path) -> None:
    typed, _ = document_of(write_dossier(tmp_path / "x", "numeric"))
    without, _ = document_of(write_dossier(tmp_path / "x", "numeric", dossier_yaml="title: T\ndate: 2025\n"))
    assert typed is not None
    assert without is not None
    assert typed.blocks == without.blocks
    assert notes_of(typed)[0] == "Grove and Kim, 17 September 2012, par. 3 {[1]}."


@pytest.mark.parametrize("name", ["apa", "chicago-notes-bibliography", "ieee"])
def test_both_files_say_what_the_style_says(name: str, tmp_path: Path) -> None:
    folder = write_dossier(tmp_path / "x", name)
    built = build_brief(folder, "facts/x", template_folders=[ROOT / "templates"])
    assert [p for p in built.problems if p.code not in CODES] == []
    document, _ = document_of(folder)
    assert document is not None
    heard = "".join("".join(text for _, text in structure_text(built.files["pdf"].data)).split())
    read = "".join(" ".join(read_words(built.files["docx"].data, contents=True)).split())
    lines = [*notes_of(document), *list_of(document)]
    for line in lines:
        words = "".join(c for c in line if c not in "*{}<>|" and not c.isspace())
        assert words in heard.replace("<", "").replace(">", "")
        assert words in read.replace("<", "").replace(">", "")


def test_same_dossier_same_document(tmp_path: Path) -> None:
    folder = write_dossier(tmp_path / "x", "oscola")
    assert document_of(folder) == document_of(folder)


def test_a_note_leads_to_the_list_and_the_list_to_the_source(tmp_path: Path) -> None:
    document, _ = document_of(write_dossier(tmp_path / "x", "apa"))
    assert document is not None
    anchors = {row.anchor for b in walk(document.blocks) for row in getattr(b, "body", ())}
    runs = [
        i
        for b in walk(document.blocks)
        for row in getattr(b, "body", ())
        for c in row.cells
        for p in c.paragraphs
        for i in p
    ]
    assert any(isinstance(i, Link) and i.url == "https://doi.org/10.1000/xyz" for i in runs)
    notes = [i for b in walk(document.blocks) for i in getattr(b, "inlines", ()) if hasattr(i, "citations")]
    targets = {i.target for n in notes for i in n.inlines if isinstance(i, CrossReference)}
    assert targets
    assert targets <= anchors


# ------------------------------------------------------------------ what the processor lacks


def test_sources_alike_get_letters_in_the_order_of_the_list(tmp_path: Path) -> None:
    many = "".join(f"s{i:02}:\n  title: T{i:02}\n  publisher: MoD\n  date: 2025\n  type: report\n" for i in range(30))
    facts = "title: E\nfacts:\n  a:\n    says: It is {value}\n    value: 1 km\n    source: "
    cited = "; ".join(f"s{i:02}" for i in reversed(range(30)))
    files = {
        "sources_yaml": many,
        "economy_yaml": f"{facts}{cited}\n",
        "sources_bib": "@book{x, title={X}, date={2020}}",
    }
    document, problems = document_of(write_dossier(tmp_path / "x", "harvard-cite-them-right", **files))
    assert problems == []
    assert document is not None
    listed = list_of(document)
    assert listed[0] == "MoD (2025a) *T00*."
    assert listed[29] == "MoD (2025ad) *T29*."
    assert "{MoD, 2025ad}" in notes_of(document)[0]


def test_sources_that_no_letter_tells_apart_are_an_error(tmp_path: Path) -> None:
    style = PLAIN.replace('class="note"', 'class="in-text"')
    sources = "a:\n  title: Same\n  publisher: P\n  date: 2025\nb:\n  title: Same\n  publisher: P\n  date: 2024\n"
    facts = "title: E\nfacts:\n  a_fact:\n    says: It is {value}\n    value: 1 km\n    source: a; b\n"
    folder = write_dossier(tmp_path / "x", "own.csl", own_csl=style, sources_yaml=sources, economy_yaml=facts)
    _, problems = document_of(folder)
    found = [(p.code, p.severity, str(p.location)) for p in problems if p.severity != "note"]
    assert found == [
        ("sources-alike", "error", "facts/x/sources.yaml:1:1"), ("sources-alike", "error", "facts/x/sources.yaml:5:1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("attribute", "said"),
    [
        ('et-al-subsequent-min="2" et-al-subsequent-use-first="1"', "from the second note on"),
        ('collapse="year"', "groups sources of one author"),
    ],
)
def test_what_the_processor_lacks_is_told_where_the_brief_shows_it(attribute: str, said: str, tmp_path: Path) -> None:
    style = PLAIN.replace("<citation>", f"<citation {attribute}>")
    _, problems = document_of(write_dossier(tmp_path / "x", "own.csl", own_csl=style))
    assert [(p.code, p.severity) for p in problems if said in p.message] == [("style-feature", "warning")]
    facts = "title: E\nfacts:\n  a_fact:\n    says: It is {value}\n    value: 1 km\n    source: kcna\n"
    _, problems = document_of(write_dossier(tmp_path / "x", "own.csl", own_csl=style, economy_yaml=facts))
    assert [p.code for p in problems] == ["untested-style"]


def test_a_dash_stands_for_names_alone() -> None:
    kim = [{"family": "Kim", "given": "Min-jung"}]
    assert substitute("Kim, M. 2019. A", "Kim, M. 2020. B", kim, "———") == "——— 2020. B"
    assert substitute("Kim, Min-jung. A", "Kim, Min-jung. B", kim, "——") == "——. B"
    assert substitute("Kimball, M. A", "Kim, M. B", kim, "——") == "Kim, M. B"
    assert substitute("Lee. A", "Kim. B", kim, "——") == "Kim. B"
    assert substitute("UN. A", "UN. B", [{"literal": "UN"}], "——") == "——. B"
    assert substitute("UNICEF. A", "UN. B", [{"literal": "UN"}], "——") == "UN. B"


# ------------------------------------------------------------------ styles that are none


def nested(inner: str) -> str:
    return "<group>" * 200 + inner + "</group>" * 200


def macro_to_next(number: int) -> str:
    """One of 21 macros, each of which calls the next from deep within."""
    inner = f'<text macro="m{number + 1}"/>' if number < 20 else '<text value="x"/>'
    return f'<macro name="m{number}">{nested(inner)}</macro>'


BAD = {
    "no-xml": ("<style", 1, "bad-style"),
    "another": ("<html/>", 1, "bad-style"),
    "entity": (f'<!DOCTYPE style [<!ENTITY a "b">]>\n{PLAIN}', 1, "bad-style"),
    "outside": (f'<!DOCTYPE style SYSTEM "file:///etc/passwd">\n{PLAIN}', 1, "bad-style"),
    "schema": (PLAIN.replace("<citation>", '\n<citation colour="red">'), 2, "bad-style"),
    "dependent": (f'{HEAD}\n<info><link rel="independent-parent" href="x"/></info></style>', 2, "bad-style"),
    "unknown": (PLAIN.replace("<citation>", "\n<intext/><citation>"), 2, "style-feature"),
    "no-list": (f"{HEAD}{INFO}<citation>{TITLE}</citation></style>", 1, "style-feature"),
    "display": (PLAIN.replace('variable="title"', '\ndisplay="block" variable="title"'), 2, "style-feature"),
    "label": (PLAIN.replace('variable="title"', 'variable="citation-label"', 1), 1, "style-feature"),
    "ring": (
        PLAIN.replace("<citation>", '<macro name="a">\n<text macro="a"/></macro><citation>').replace(
            'variable="title"', 'macro="a"', 1
        ), 2, "bad-style",
    ),
    "quoted": (PLAIN.replace('variable="title"', """macro="a'] | //*[@name='b" """, 1), 1, "bad-style"),
    "deep": (
        PLAIN.replace('<text variable="title"/>', nested('<text macro="m0"/>'), 1).replace(
            "<citation>", f"{''.join(macro_to_next(i) for i in range(21))}\n<citation>"
        ), 2, "bad-style",
    ),
    "no-macro": (PLAIN.replace('variable="title"', 'macro="gone"', 1), 1, "bad-style"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_style_that_is_none_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    style, line, code = BAD[name]
    document, problems = document_of(write_dossier(tmp_path / "x", "own.csl", own_csl=style))
    errors = [p for p in problems if p.severity == "error"]
    assert [p.code for p in errors][:1] == [code]
    assert (errors[0].location.file, errors[0].location.line) == ("facts/x/own.csl", line)
    assert document is not None  # what else is wrong is found as well


def test_a_style_that_grows_without_end_is_told_soon(tmp_path: Path) -> None:
    macros = "".join(f'<macro name="m{i}"><text macro="m{i + 1}"/><text macro="m{i + 1}"/></macro>' for i in range(35))
    last = '<macro name="m35"><text variable="title"/></macro>'
    style = PLAIN.replace("<citation>", f"{macros}{last}<citation>").replace(
        'variable="title"/></lay', 'macro="m0"/></lay', 1
    )
    began = time.perf_counter()
    _, problems = document_of(write_dossier(tmp_path / "x", "own.csl", own_csl=style))
    assert [p.code for p in problems] == ["bad-style"]
    assert f"{MOST_STEPS:,} steps" in problems[0].message
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    ("typed", "code", "hint"),
    [
        ("appa", "unknown-style", 'did you mean "apa"?'),
        ("vancouver", "unknown-style", "choose one of: numeric, american-political-science-association"),
        ("gone.csl", "unknown-style", ""),
    ],
)
def test_an_unknown_style_is_told_where_it_is_typed(typed: str, code: str, hint: str, tmp_path: Path) -> None:
    _, problems = document_of(write_dossier(tmp_path / "x", typed))
    assert [(p.code, str(p.location)) for p in problems] == [(code, "facts/x/dossier.yaml:3:17")]
    assert problems[0].hint.startswith(hint)


def test_a_style_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = write_dossier(tmp_path / "x", "own.csl")
    (tmp_path / "secret.csl").write_text(PLAIN, "utf-8")
    (folder / "own.csl").symlink_to(tmp_path / "secret.csl")
    _, problems = document_of(folder)
    assert [p.code for p in problems] == ["outside-folder"]


def test_a_style_at_which_the_processor_fails_is_told(tmp_path: Path) -> None:
    twice = '<locale xml:lang="en"><terms><term name="ibid">i</term></terms></locale>' * 2
    style = PLAIN.replace("<citation>", f"{twice}<citation>")
    _, problems = document_of(write_dossier(tmp_path / "x", "own.csl", own_csl=style))
    assert [p.code for p in problems if p.severity == "error"] == ["style-fails"]


def test_a_source_at_which_the_processor_fails_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr("citeproc.CitationStylesStyle.render_bibliography", fail)
    document, problems = document_of(write_dossier(tmp_path / "x", "apa"))
    assert document is not None
    assert len(document.sources) == 8
    assert {p.code for p in problems} == {"style-fails"}
    assert len(problems) == 8
    assert "facts/x/sources.bib:1:1" in {str(p.location) for p in problems}


def test_a_style_of_ones_own_works_and_says_that_it_is_untested(tmp_path: Path) -> None:
    document, problems = document_of(write_dossier(tmp_path / "x", "own.csl", own_csl=PLAIN))
    assert [(p.code, p.severity) for p in problems] == [("untested-style", "note")]
    assert document is not None
    assert notes_of(document)[0] == "Arms and oil: a history."


# ------------------------------------------------------------------ parts


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        (["par. 3"], ("paragraph", "3")),
        (["p. 19", "p. 5"], ("page", "5, 19")),
        (["pp. 3–5, 7"], ("page", "3–5, 7")),
        (["Annex B"], ("", "Annex B")),
        (["p. 5", "par. 3"], ("", "p. 5, par. 3")),
        (["table 3"], ("", "table 3")),
    ],
)
def test_places_in_sources(typed: list[str], place: tuple[str, str]) -> None:
    assert place_of(typed) == place


def test_what_a_processor_leaves_behind_is_tidied() -> None:
    assert tidy("A b . C.. d,, e (), f ?.") == "A b. C. d, e, f ?"
    assert tidy("Well\ue010 what?\ue011. Next") == "Well\ue010 what?\ue011 Next"
    assert list(segments("a\ue014\ue201b\ue015c")) == [(-1, "a"), (1, "b"), (-1, "c")]


def test_a_list_of_sixty_sources_is_made_in_seconds(tmp_path: Path) -> None:
    many = "".join(f"s{i}:\n  title: T{i}\n  publisher: P{i}\n  date: 2025\n  type: report\n" for i in range(60))
    facts = "title: E\nfacts:\n" + "".join(
        f"  f{i}:\n    says: It is {{value}}\n    value: {i + 1} km\n    source: s{i}, p. {i}\n" for i in range(60)
    )
    folder = write_dossier(tmp_path / "x", "apa", sources_yaml=many, economy_yaml=facts)
    began = time.perf_counter()
    document, problems = document_of(folder)
    assert document is not None, problems
    assert len(list_of(document)) == 60
    assert time.perf_counter() - began < 30


# ------------------------------------------------------------------ characters of a style's own


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("&#x202e;", "direction-mark"),
        ("\u202e", "direction-mark"),
        ("&#x2028;", "control-character"),
        ("&#x85;", "control-character"),
        ("&#xE010;", "private-character"),
        ("&#xE014;&#xE200;", "private-character"),
        ("&#x5d0;", "right-to-left"),
        ("&#xFFFD;", "broken-character"),
    ],
)
@pytest.mark.parametrize("place", ["prefix", "value", "term"])
def test_what_no_brief_can_print_is_told_at_the_style_file(place: str, typed: str, code: str, tmp_path: Path) -> None:
    layouts = {
        "prefix": f'<layout><text variable="title" prefix="({typed}"/></layout>',
        "value": f'<layout><text variable="title"/><text value="{typed}"/></layout>',
        "term": '<layout><text variable="title"/><text term="ibid"/></layout>',
    }
    terms = '<locale xml:lang="{}"><terms><term name="ibid">{}</term></terms></locale>\n'
    own = terms.format("en", typed if place == "term" else "ibid") + terms.format("he", "&#x5d0;")
    style = PLAIN.replace("<citation>", f"\n{own}<citation>").replace(TITLE, layouts[place])
    _, problems = document_of(write_dossier(tmp_path / "x", "own.csl", own_csl=style))
    found = {(p.code, p.location.file, p.location.line) for p in problems if p.severity == "error"}
    assert found == {(code, "facts/x/own.csl", 2 if place == "term" else 4)}
