"""The Python API: every function as a program would call it, and the names and signatures that semantic versioning covers."""

from __future__ import annotations

import inspect
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import briefing
from briefing import api

ROOT = Path(__file__).parents[1]
FACTS: list[dict[str, Any]] = [
    {
        "id": "capacity",
        "says": "Capacity was {value}",
        "value": "14 GW",
        "as_of": "2025",
        "source": "ons",
        "topic": "power",
    },
    {
        "id": "jobs",
        "says": "The industry had {value}",
        "value": "about 32,000 jobs",
        "as_of": "2025",
        "source": "ons",
        "note": None,
    },
]
SOURCES = {"ons": {"title": "Energy statistics", "publisher": "ONS", "date": "2025-06"}}
SECTIONS = {"summary": "# Summary\n\n{{ capacity.says }}. {{ jobs.says }}.\n"}


class Frame:
    """Stands for a pandas DataFrame: what the API uses of one."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def to_dict(self, orient: str) -> list[dict[str, Any]]:
        assert orient == "records"
        return self.rows


def made(**keys: Any) -> briefing.Dossier:
    return briefing.Dossier.from_records(title="Wind", facts=FACTS, sources=SOURCES, **keys)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a brief made from records, with its files."""
    folder = tmp_path_factory.mktemp("out")
    briefing.build(made(sections=SECTIONS, name="wind")).write(folder)
    return folder


PUBLIC = {
    "batch": "(template: 'str', rows: 'str | Path | Iterable[Mapping[str, Any]] | Any', *, "
    "options: 'BuildOptions | None' = None, templates: 'Paths' = ()) -> 'Iterator[BuildResult]'",
    "build": "(dossier: 'DossierLike', *, formats: 'str | Sequence[str] | None' = None, options: 'BuildOptions | None' = None, "
    "templates: 'Paths' = (), carry_comments: 'str | Path | None' = None) -> 'BuildResult'",
    "check": "(dossier: 'DossierLike', options: 'BuildOptions | None' = None, *, "
    "templates: 'Paths' = ()) -> 'list[Problem]'",
    "compare": "(first: 'str | Path', second: 'str | Path') -> 'list[Difference]'",
    "diff": "(old: 'DossierLike', new: 'DossierLike', *, redline: 'str | Path | None' = None) -> 'list[Change]'",
    "export": "(dossier: 'DossierLike', format: 'str' = 'xlsx', *, release: 'str' = '') -> 'bytes'",
    "factcheck": "(dossier: 'DossierLike', *, templates: 'Paths' = ()) -> 'dict[str, bytes]'",
    "facts": "(dossier: 'DossierLike', query: 'str' = '', *, templates: 'Paths' = ()) -> 'list[FactListing]'",
    "freeze": "(dossier: 'DossierLike', *, force: 'bool' = False) -> 'Path'",
    "import_file": "(path: 'str | Path', into: 'DossierLike | None' = None, *, sheets: 'str | Sequence[str]' = (), topic: 'str' = '', "
    "source: 'str' = '', title: 'str' = '') -> 'ImportReport'",
    "load": "(path: 'str | Path') -> 'Dossier'",
    "new": "(name: 'str', *, title: 'str' = '', date: 'str | dt.date', publisher: 'str' = '', marking: 'str' = '', "
    "start: 'str' = 'policy-brief') -> 'list[Path]'",
    "review": "(copies: 'Paths', *, dossier: 'DossierLike' = '', record: 'str | Path | None' = None, "
    "templates: 'Paths' = (), all_briefs: 'bool' = False) -> 'Review'",
    "schema": "() -> 'dict[str, dict[str, Any]]'",
    "undo": "(number: 'int | None' = None, *, folder: 'str | Path' = '.', force: 'bool' = False) -> 'list[Path]'",
    "upgrade": "(dossier: 'DossierLike', *, check: 'bool' = False) -> 'list[UpgradedFile]'",
    "verify": "(file: 'str | Path') -> 'Verification'",
    "why": "(file: 'str | Path', figure: 'str') -> 'list[Provenance]'",
}
TYPES = {
    "BriefingError",
    "BuildOptions",
    "BuildResult",
    "Dossier",
    "ImportReport",
    "Location",
    "OutputFile",
    "Problem",
    "Review",
    "__version__",
}


def test_the_public_names_and_signatures_are_pinned() -> None:
    """A change here is a change of the API: say so in the changelog, and follow semantic versioning."""
    assert set(briefing.__all__) == set(PUBLIC) | TYPES
    assert {name: str(inspect.signature(getattr(api, name))) for name in PUBLIC} == PUBLIC


def test_every_public_name_is_there_and_says_what_it_does() -> None:
    for name in briefing.__all__:
        found = getattr(briefing, name)
        documented = getattr(api, name, found)
        assert name == "__version__" or len(inspect.getdoc(documented) or "") > 20, name
    with pytest.raises(AttributeError, match="nothing"):
        _ = briefing.nothing


def test_importing_the_package_imports_none_of_its_rooms() -> None:
    program = "import sys, briefing; print(sorted(m for m in sys.modules if m.startswith('briefing')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "['briefing']\n"


def test_a_function_that_shares_its_name_with_a_room_can_be_called_before_and_after_the_room_is_imported() -> None:
    program = (
        "import briefing\nassert callable(briefing.build) and callable(briefing.facts) and callable(briefing.review)\n"
        "from briefing.build.options import BuildOptions\nimport briefing.facts.load, briefing.review.why\n"
        "print(briefing.facts('red-sea-shipping')[0].fact.id)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip()


def test_a_dossier_made_of_plain_values_builds(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == ["wind.build.json", "wind.docx", "wind.pdf"]
    assert briefing.compare(built / "wind.pdf", built / "wind.docx") == []
    assert briefing.verify(built / "wind.pdf").altered == ()
    (answer,) = briefing.why(built / "wind.docx", "32,000")
    assert answer.fact == "jobs"


def test_a_dossier_made_of_data_frames_is_the_same() -> None:
    frame: Any = Frame(FACTS)
    sources: Any = Frame([{"id": "ons", **SOURCES["ons"], "url": float("nan")}])
    dossier = briefing.Dossier.from_records(title="Wind", facts=frame, sources=sources, sections=SECTIONS)
    assert dossier.files == made(sections=SECTIONS).files
    assert repr(dossier) == "<Dossier 'brief': 2 facts, 1 source; no problems>"


def test_without_sections_facts_are_listed_by_topic() -> None:
    result = briefing.build(made(), formats=["docx"])
    assert result.ok and set(result.files) == {"docx"}
    assert repr(result) == "<BuildResult 'brief': docx (1 page); 1 warning>"


def test_what_is_wrong_with_records_is_a_problem_with_its_place() -> None:
    dossier = briefing.Dossier.from_records(
        title="T", facts={"a": {"says": "It is {value}", "valu": "3 m"}}, sources=SOURCES
    )
    assert not dossier.ok
    assert {p.code for p in dossier.problems} >= {"unknown-key"}
    result = briefing.build(dossier)
    assert not result.ok and "not built" in repr(result)
    with pytest.raises(briefing.BriefingError):
        result.write("nowhere")


@pytest.mark.parametrize(
    "keys",
    [
        {"name": "../x"},
        {"sections": {"../x": ""}},
        {"facts": [{"id": "a", "topic": "../x"}]},
        {"facts": [{"says": "x"}]},
    ],
)
def test_names_lead_nowhere_else_and_records_have_ids(keys: dict[str, Any]) -> None:
    with pytest.raises(briefing.BriefingError):
        briefing.Dossier.from_records(**({"title": "T", "facts": FACTS, "sources": SOURCES} | keys))


def test_text_of_records_is_text() -> None:
    """Quotes, colons, braces and line ends in values are values, and never YAML."""
    text = 'He said: "no" {value} # not a comment\n- or a list'
    facts = {"odd": {"says": text, "value": "3 m", "source": "ons"}}
    dossier = briefing.Dossier.from_records(title="T: {x}", facts=facts, sources=SOURCES)
    assert dossier.title == "T: {x}"
    assert {p.code for p in dossier.problems if p.severity == "error"} == {"control-character"}  # the line end


def test_a_loaded_dossier_and_its_path_are_the_same_brief() -> None:
    dossier = briefing.load(ROOT / "facts" / "red-sea-shipping")
    one = briefing.build(dossier, formats=("docx",))
    other = briefing.build(ROOT / "facts" / "red-sea-shipping", formats=("docx",))
    assert one.files["docx"].data == other.files["docx"].data
    with pytest.raises(briefing.BriefingError):
        briefing.load("no-such-dossier")


def test_facts_check_export_and_factcheck() -> None:
    dossier = made(sections=SECTIONS)
    assert [listing.fact.id for listing in briefing.facts(dossier, "jobs")] == ["jobs"]
    assert briefing.facts(dossier)[0].shown == ("1 Summary",)
    assert {problem.code for problem in briefing.check(dossier)} == {"single-origin"}
    assert b"capacity" in briefing.export(dossier, "csv")
    assert set(briefing.factcheck(dossier)) == {"brief.factcheck.docx", "brief.factcheck.xlsx"}
    with pytest.raises(ValueError, match="odt"):
        briefing.export(dossier, "odt")
    assert "topic.schema.json" in briefing.schema()


def test_editions_are_frozen_and_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    briefing.new("port", date="2026-01-15")
    folder = tmp_path / "facts" / "port"
    frozen = briefing.freeze(folder)
    assert frozen == folder / "editions" / "1.json"
    assert briefing.diff(frozen, folder) == []
    with pytest.raises(briefing.BriefingError):
        briefing.new("port", date="2026-01-15")


def test_many_briefs_from_rows() -> None:
    rows = [{"name": name, "title": name, "growth": "3.4 %", "source": "Statistics office"} for name in ("one", "two")]
    results = list(briefing.batch("policy-brief", rows, options=briefing.BuildOptions(formats=("docx",))))
    assert [(result.name, result.ok) for result in results] == [("one", True), ("two", True)]


def test_review_reads_a_copy_that_nobody_changed(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(briefing.BriefingError):
        briefing.review([built / "wind.pdf"])


def test_a_spreadsheet_becomes_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("costs.csv").write_text(
        "name,value,source\nRoads,3 million USD,Budget office\nPorts,5 million USD,\n", "utf-8"
    )
    report = briefing.import_file("costs.csv", title="Costs")
    assert (report.dossier, report.new, report.facts) == ("costs", True, 2)
    assert Path("facts/costs/dossier.yaml") in report.files and all(path.is_file() for path in report.files)
    assert {guess.file.partition("/")[0] for guess in report.guesses} == {"facts"}
    assert repr(report) == "<ImportReport 'costs': 2 facts in 4 files, 8 guesses to check>"
    assert "facts/costs" in report._repr_html_()
    assert [listing.label for listing in briefing.facts(report.dossier)] == ["Roads", "Ports"]
    with pytest.raises(briefing.BriefingError, match="already exists"):
        briefing.import_file("costs.csv")
    more = briefing.import_file("costs.csv", briefing.load("costs"), topic="more")
    assert (more.new, more.unlisted) == (False, ("more",))
    briefing.undo()
    assert not any(path.exists() for path in more.files if path.name != "sources.yaml")
    with pytest.raises(briefing.BriefingError, match="cannot be printed"):
        briefing.import_file("costs.csv", "other", title="a\x07b")


def test_a_dossier_of_an_older_form_is_upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    briefing.new("port", date="2026-01-15")
    file = Path("facts/port/dossier.yaml")
    old = file.read_text("utf-8") + "cuts:\n  short:\n    sections:\n      - background\n"
    file.write_text(old, "utf-8")
    (planned,) = briefing.upgrade("port", check=True)
    assert file.read_text("utf-8") == old != planned.new
    briefing.upgrade("port")
    assert "variants:" in file.read_text("utf-8")
    assert briefing.upgrade("port") == []
    briefing.undo()
    assert file.read_text("utf-8") == old
    with pytest.raises(briefing.BriefingError, match="ships with briefing"):
        briefing.upgrade(briefing.load("red-sea-shipping"))
    with pytest.raises(briefing.BriefingError, match="cannot be changed"):
        briefing.import_file("costs.csv", briefing.load("red-sea-shipping"))


def test_a_redline_is_written_from_python(tmp_path: Path) -> None:
    changes = briefing.diff("russia-north-korea-edition-1", "russia-north-korea", redline=tmp_path / "changes.docx")
    assert changes
    assert (tmp_path / "changes.docx").read_bytes()[:2] == b"PK"


WRONG_CALLS: dict[str, tuple[Any, type[Exception], str]] = {
    "dossier": (lambda: briefing.build(None), TypeError, "dossier must be a path, a name or a Dossier, not NoneType"),  # type: ignore[arg-type]
    "options": (lambda: briefing.check(made(), {"theme": "x"}), TypeError, "options must be briefing.BuildOptions"),  # type: ignore[arg-type]
    "sections": (lambda: made(sections=["# A"]), TypeError, "sections must be a mapping"),
    "record": (
        lambda: made(tables=["a"]),
        briefing.BriefingError,
        'table 1 must be a mapping of keys to values .got "a"',
    ),
    "records": (lambda: made(tables="a.csv"), briefing.BriefingError, "use briefing.import_file"),
    "two records": (
        lambda: made(tables=[{"id": "a"}, {"id": "a"}]),
        briefing.BriefingError,
        'two tables have the id "a"',
    ),
    "topic": (
        lambda: briefing.Dossier.from_records(title="T", facts=[FACTS[0] | {"topic": "sources"}], sources=SOURCES),
        briefing.BriefingError,
        "it has another use",
    ),
    "release": (lambda: briefing.BuildOptions(release="PUBLIC"), briefing.BriefingError, "is not a TLP label"),
    "markers": (lambda: briefing.BuildOptions(word_markers="x"), briefing.BriefingError, "must be any or word"),  # type: ignore[arg-type]
    "formats": (lambda: briefing.BuildOptions(formats=()), briefing.BriefingError, "no format is chosen"),
    "new name": (lambda: briefing.new("../x", date="2026-01"), briefing.BriefingError, "cannot name a dossier"),
    "new date": (lambda: briefing.new("x", date="soon"), briefing.BriefingError, "is not a date"),
    "new start": (lambda: briefing.new("x", date="2026-01", start="memo"), briefing.BriefingError, "no starting point"),
    "freeze": (lambda: briefing.freeze(made()), briefing.BriefingError, "has no folder"),
    "copies": (lambda: briefing.review([]), briefing.BriefingError, "no reviewed copy is named"),
    "template": (lambda: list(briefing.batch("nope", [])), briefing.BriefingError, 'unknown template "nope"'),
    "rows": (lambda: list(briefing.batch("policy-brief", ["a"])), briefing.BriefingError, "row 1 must be a mapping"),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_a_wrong_call_is_answered_in_plain_words(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call, kind, words = WRONG_CALLS[name]
    with pytest.raises(kind, match=words):
        call()
    assert list(tmp_path.iterdir()) == []


def test_the_text_of_an_exception_has_location_and_hint() -> None:
    with pytest.raises(briefing.BriefingError) as caught:
        briefing.load("red-sea-shiping")
    assert str(caught.value).startswith(
        'error[unknown-dossier]: unknown dossier "red-sea-shiping"\n  hint: did you mean'
    )


def test_one_format_one_path_and_a_label_can_be_text() -> None:
    options = briefing.BuildOptions(formats="pdf", release="clear", word_template="a.dotx")  # type: ignore[arg-type]
    assert (options.formats, options.release, options.word_template) == (("pdf",), "TLP:CLEAR", Path("a.dotx"))
    assert list(briefing.build(made(), formats="docx").files) == ["docx"]


def test_missing_values_of_pandas_are_empty() -> None:
    pandas = pytest.importorskip("pandas")
    row = {"id": "a", "says": "It was {value}", "value": "3 m", "source": "ons"}
    frame = pandas.DataFrame([row | {"note": pandas.NA, "date": pandas.NaT}])
    dossier = briefing.Dossier.from_records(title="T", facts=frame, sources=SOURCES)
    assert b"note" not in dossier.files["facts.yaml"] and dossier.ok
    years = pandas.DataFrame([row | {"as_of": 2025}, row | {"id": "b", "as_of": None}])
    years = briefing.Dossier.from_records(title="T", facts=years, sources=SOURCES)
    assert b'as_of: "2025"\n' in years.files["facts.yaml"] and years.ok


def test_problems_of_rows_name_the_row_and_no_temporary_folder() -> None:
    rows = [{"name": "one", "growth": "3.4 %", "source": "ONS"}, {"name": "!", "growth": "1 %", "source": "ONS"}]
    good, bad = briefing.batch("policy-brief", rows, options=briefing.BuildOptions(formats=("docx",)))
    assert (good.ok, bad.ok) == (True, False)
    assert [str(problem.location) for problem in bad.problems] == ["rows[1]"]
    assert not any("briefing-" in str(problem) for problem in good.problems)
    with pytest.raises(briefing.BriefingError, match=r"^rows: error.no-source."):
        list(briefing.batch("policy-brief", [{"name": "one", "growth": "3.4 %"}]))


def test_problems_of_records_name_no_temporary_folder() -> None:
    result = briefing.build(made(sections={"summary": "# S\n\n{{ capacty.says }}.\n"}))
    assert [str(problem.location) for problem in result.problems if problem.severity == "error"] == [
        'sections["summary"]:3:4'
    ]
    assert "sections[&quot;summary&quot;]:3:4" in result._repr_html_()


def test_results_are_short_in_a_notebook(built: Path) -> None:
    shown = [repr(briefing.verify(built / "wind.pdf")), *map(repr, briefing.why(built / "wind.pdf", "jobs"))]
    shown += [*map(repr, briefing.facts(made())), repr(briefing.build(made()).files)]
    assert all(len(text) < 200 for text in shown), shown
    assert "Energy statistics" in shown[1]


def test_a_build_in_another_thread_works() -> None:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(briefing.build(made(), formats=("docx",))))
    thread.start()
    thread.join()
    assert found[0].ok


def test_options_travel_as_json() -> None:
    options = briefing.BuildOptions(formats=("pdf",), theme="ministry", variant="x", word_template=Path("a.dotx"))
    assert briefing.BuildOptions.from_json(options.to_json()) == options
    assert briefing.BuildOptions(theme="ministry").fingerprint() != briefing.BuildOptions().fingerprint()
