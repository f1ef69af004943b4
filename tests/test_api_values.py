"""The Python API for somebody who has values and no files: help, types of arguments, numbers, and dossiers made from records."""

from __future__ import annotations

import inspect
import pydoc
from pathlib import Path
from typing import Any, cast

import docx
import pytest

import briefing
from briefing import api
from briefing.build.from_records import text_of

SOURCES = {"ons": {"title": "Energy statistics", "publisher": "ONS", "date": "2025-06"}}
FACTS = {
    "capacity": {"says": "Capacity was {value}", "value": "14 GW", "as_of": "2025", "source": "ons"},
    "jobs": {"says": "The industry had {value}", "value": "about 32,000 jobs", "as_of": "2025", "source": "ons"},
}
SECTIONS = {"summary": "# Summary\n\nIn short, {{ capacity.says }}. In all, {{ jobs.says }}.\n"}
ROOMS = ("build", "facts", "review")


def made(**keys: Any) -> briefing.Dossier:
    return briefing.Dossier.from_records(
        **({"title": "Wind", "facts": FACTS, "sources": SOURCES, "sections": SECTIONS, "name": "wind"} | keys)
    )


def errors(dossier: briefing.Dossier) -> list[tuple[str, str]]:
    return [(p.code, str(p.location)) for p in briefing.check(dossier) if p.severity == "error"]


# ------------------------------------------------------------------ a dossier wherever a dossier is named


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the brief in which somebody has written "Briefly" for "In short", in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    briefing.build(made(), formats="docx").write(tmp_path)
    document = docx.Document("wind.docx")
    (run,) = [r for p in document.paragraphs for r in p.runs if r.text.startswith("In short")]
    run.text = run.text.replace("In short", "Briefly")
    comment = document.add_comment([run], text="Since when?", author="Anna Berg")
    assert comment is not None
    document.save("copy.docx")
    return Path("copy.docx")


def test_edits_are_applied_to_a_dossier_made_from_records(copy: Path) -> None:
    before = made()
    found = briefing.review(copy, dossier=before)
    (edit,) = [edit for edit in found.edits if edit.kind == "prose"]
    assert (edit.old, edit.new, edit.file) == ("In short", "Briefly", "templates/wind/summary.md")
    done = found.apply()
    assert done.dossier is not None and done.dossier.ok and done.written == ()
    assert done.dossier.sections["summary"].startswith("# Summary\n\nBriefly, {{ capacity.says }}.")
    assert before.sections["summary"].startswith("# Summary\n\nIn short")
    assert [edit.kind for edit in done.edits] == ["comment"]
    assert [name for name in done.dossier.files if name.startswith("reviews/")]
    assert sorted(path.name for path in Path().iterdir()) == ["copy.docx", "wind.build.json", "wind.docx"]
    again = briefing.build(done.dossier, formats="docx", carry_comments=copy)
    assert again.ok and "Briefly" in "".join(p.text for p in docx.Document(_file(again)).paragraphs)


def _file(result: briefing.BuildResult) -> Any:
    import io

    return io.BytesIO(result.files["docx"].data)


def test_a_review_without_its_dossier_says_that_nothing_is_applied(copy: Path) -> None:
    found = briefing.review(copy)
    assert "unknown-dossier" in {problem.code for problem in found.problems}
    done = found.apply()
    assert len(done.edits) == len(found.edits) and done.dossier is None
    assert "not-applied" in {problem.code for problem in done.problems}


def test_a_loaded_dossier_can_be_named_in_a_review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    briefing.new("port", date="2026-01-15")
    briefing.build("port", formats="docx").write("out")
    found = briefing.review("out/port.docx", dossier=briefing.load("port"))
    assert (found.edits, found.problems, found.dossier) == ((), (), None)


def test_two_dossiers_made_from_records_are_compared(tmp_path: Path) -> None:
    newer = made(facts=FACTS | {"capacity": FACTS["capacity"] | {"value": "15 GW"}})
    (change,) = briefing.diff(made(), newer, redline=tmp_path / "changes.docx")
    assert "14" in str(change) and "15" in str(change)
    assert (tmp_path / "changes.docx").is_file()
    with pytest.raises(briefing.BriefingError, match=r'facts."capacity"., key valu'):
        briefing.diff(made(), made(facts={"capacity": {"says": "x {value}", "valu": "3 m", "source": "ons"}}))


def test_dossiers_that_were_loaded_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    briefing.new("port", date="2026-01-15")
    assert briefing.diff(briefing.load("port"), briefing.load("facts/port")) == []


# ------------------------------------------------------------------ help


@pytest.mark.parametrize("name", ROOMS)
def test_help_shows_what_a_function_with_the_name_of_a_folder_takes(name: str) -> None:
    room, function = getattr(briefing, name), getattr(api, name)
    assert inspect.signature(room) == inspect.signature(function)
    assert inspect.getdoc(room) == inspect.getdoc(function)
    text = pydoc.plain(pydoc.render_doc(room))
    assert f"    {name}{str(inspect.signature(function))[:20]}" in text
    assert str(function.__doc__).partition("\n")[0].rstrip(".") in text


def test_help_on_the_package_names_every_function_and_the_options() -> None:
    text = pydoc.plain(pydoc.render_doc(briefing)).partition("PACKAGE CONTENTS")[0]
    public = {name for name in briefing.__all__ if callable(getattr(briefing, name)) and name.islower()}
    listed = {line.split()[0] for line in text.splitlines() if line.startswith("        ")}
    assert listed == public | {"Dossier", "BuildOptions"}


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (4.0, "4"),
        (-0.0, "0"),
        (5.5, "5.5"),
        (1234567.0, "1234567"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (2025, "2025"),
        (True, "True"),
        ("4.0", "4.0"),
    ],
)
def test_a_number_is_written_as_a_person_would_type_it(value: object, text: str) -> None:
    assert text_of(value) == text


def test_decimals_keep_their_digits_and_short_floats_have_no_noise() -> None:
    from decimal import Decimal

    assert [text_of(Decimal(text)) for text in ("4.50", "1E+3")] == ["4.50", "1000"]
    numpy = pytest.importorskip("numpy")
    assert [text_of(value) for value in (numpy.float32(0.1), numpy.float64(4), numpy.int64(7))] == ["0.1", "4", "7"]


def test_a_float_prints_without_noise() -> None:
    facts = {"n": {"name": "N", "says": "N was {value}", "value": 0.1 + 0.2, "source": "ons"}}
    dossier = made(facts=facts, sections={"summary": "# S\n\n{{ n.says }}.\n"})
    assert b'value: "0.3"' in dossier.files["facts.yaml"] and errors(dossier) == []
    row = {"name": "one", "growth": 1e20, "source": "ONS"}
    (result,) = briefing.batch("policy-brief", [row], options=briefing.BuildOptions(formats=("docx",)))
    assert result.ok and "100,000,000,000,000,000,000" in "".join(
        p.text for p in docx.Document(_file(result)).paragraphs
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_a_problem(value: float) -> None:
    found = errors(made(facts=FACTS | {"n": {"says": "N was {value}", "value": value, "source": "ons"}}))
    assert [location.partition(",")[0] for _, location in found] == ['facts["n"]']


# ------------------------------------------------------------------ wrong types


WRONG_TYPES: dict[str, tuple[Any, str]] = {
    "formats": (lambda: briefing.build(made(), formats=5), "formats must be text or a list of text, not int"),  # type: ignore[arg-type]
    "one format": (lambda: briefing.BuildOptions(formats=["pdf", 3]), r"formats.1. must be text, not int"),  # type: ignore[arg-type]
    "draft": (lambda: briefing.BuildOptions(draft="no"), "draft must be True or False, not str"),  # type: ignore[arg-type]
    "word template": (lambda: briefing.BuildOptions(word_template=5), "word_template must be a path, not int"),  # type: ignore[arg-type]
    "theme": (lambda: briefing.BuildOptions(theme=5), "theme must be a name, a path or a loaded theme, not int"),  # type: ignore[arg-type]
    "section": (lambda: made(sections={"x": 5}), r"sections.\"x\". must be text in Markdown, not int"),
    "new": (lambda: briefing.new(5, date="2026-01-01"), "name must be text, not int"),  # type: ignore[arg-type]
    "review": (lambda: briefing.review(5), "copies must be a path or a list of paths, not int"),  # type: ignore[arg-type]
    "copy": (lambda: briefing.review([cast("Any", docx.Document())]), r"copies.0. must be a path, not Document"),
    "import": (lambda: briefing.import_file({}), "path must be a path, not dict"),  # type: ignore[arg-type]
    "verify": (lambda: briefing.verify(b"PK"), "file must be a path, not bytes"),  # type: ignore[arg-type]
    "why": (lambda: briefing.why(made(), "1"), "file must be a path, not Dossier"),  # type: ignore[arg-type]
    "compare": (lambda: briefing.compare(None, None), "first must be a path, not NoneType"),  # type: ignore[arg-type]
    "write": (lambda: briefing.build(made(), formats="docx").write(5), "folder must be a path, not int"),  # type: ignore[arg-type]
    "templates": (lambda: briefing.check(made(), templates=5), "templates must be a path or a list of paths, not int"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", WRONG_TYPES)
def test_a_wrong_type_is_named_with_what_is_allowed(name: str) -> None:
    call, words = WRONG_TYPES[name]
    with pytest.raises(TypeError, match=words):
        call()


def test_a_series_of_pandas_is_refused_in_words() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(briefing.BriefingError, match="must be a DataFrame"):
        made(facts=pandas.Series({"id": "n"}))


@pytest.mark.parametrize("name", ["build", "check", "facts", "factcheck"])
def test_a_template_folder_that_does_not_exist_is_an_error(name: str) -> None:
    for dossier in ("red-sea-shipping", made()):
        with pytest.raises(briefing.BriefingError, match="no-such-folder"):
            getattr(briefing, name)(dossier, templates="nodir")


def test_a_shipped_dossier_is_not_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(briefing.BriefingError, match="ships with briefing"):
        briefing.freeze("red-sea-shipping")


# ------------------------------------------------------------------ problems of values


def test_a_problem_of_a_record_is_located_at_the_record() -> None:
    fact = {"says": "N was {value}", "value": "4 m", "source": "ons"}
    table = {"title": "O", "rows": "facts", "columns": {"a": "b"}}
    places = {
        "facts": (made(facts=[FACTS["jobs"] | {"id": "a"}, fact | {"id": "b", "value": "many"}]), 'facts["b"], key value'),
        "tags": (made(facts={"a": fact | {"tags": "region", "topic": "power"}}), 'facts["a"], key tags'),
        "source": (made(facts={"a": fact | {"source": "odd"}}), 'facts["a"], key source'),
        "sources": (made(sources={"ons": SOURCES["ons"] | {"datum": "1"}}), 'sources["ons"], key datum'),
        "columns": (made(tables={"output": table}), 'tables["output"], key columns.a'),
        "date": (made(date="soon"), "argument date"),
        "sections": (made(sections={"summary": "# S\n\n{{ capacty }}\n"}), 'sections["summary"]:3:4'),
    }  # fmt: skip
    for name, (dossier, place) in places.items():
        assert place in {location for _, location in errors(dossier)}, name
        told = " ".join(map(str, (*dossier.problems, *briefing.check(dossier))))
        assert ".yaml" not in told and "line such as" not in told and "indented" not in told, told
    with pytest.raises(briefing.BriefingError, match=r"^facts\[1\]: error.missing-key.: fact 2 has no id"):
        made(facts=[FACTS["jobs"] | {"id": "a"}, {"says": "x"}])


def test_a_problem_of_a_row_is_located_at_the_row() -> None:
    rows = [
        {"name": "one", "growth": "3\n%", "source": "ONS"},
        {"name": "two", "growth": "many", "source": "ONS"},
    ]
    one, two = briefing.batch("policy-brief", rows, options=briefing.BuildOptions(formats=("docx",)))
    assert one.ok and {str(p.location) for p in two.problems if p.severity == "error"} == {"rows[1]"}
    assert "rows.csv" not in " ".join(map(str, two.problems))
    with pytest.raises(briefing.BriefingError, match=r"^rows: error.*there are no rows"):
        list(briefing.batch("policy-brief", []))


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("{{ output }}", 'place the table: {{ table("output") }}'),
        ("{{ tables.output }}", 'place the table: {{ table("output") }}'),
        ("{{ chart }}", 'place the figure: {{ figure("chart") }}'),
        ("{{ table.output }}", 'a function takes names in brackets, as in {{ table("output") }}'),
    ],
)
def test_a_hint_says_how_a_table_and_a_figure_are_placed(typed: str, hint: str) -> None:
    dossier = made(
        tables={"output": {"title": "Output", "rows": "facts capacity, jobs", "columns": ["name", "value"]}},
        figures={"chart": {"title": "Output", "chart": "bar", "rows": "facts capacity"}},
        sections={"summary": f"# Summary\n\n{{{{ capacity.says }}}}.\n\n{typed}\n"},
    )
    assert hint in {problem.hint for problem in briefing.check(dossier)}


# ------------------------------------------------------------------ notebooks


def test_lists_are_tables_in_a_notebook_and_lists_everywhere_else() -> None:
    newer = made(facts=FACTS | {"capacity": FACTS["capacity"] | {"value": "15 GW"}})
    lists: list[Any] = [briefing.check(made()), briefing.facts(made()), briefing.diff(made(), newer)]
    assert all(isinstance(found, list) for found in lists)
    for found, word in zip(lists, ("single-origin", "Capacity was", "15"), strict=True):
        assert "<table>" in found._repr_html_() and word in found._repr_html_()
