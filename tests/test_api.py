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
    "options: 'BuildOptions | None' = None, templates: 'Sequence[Path | str]' = ()) -> 'Iterator[BuildResult]'",
    "build": "(dossier: 'DossierLike', *, formats: 'Sequence[str] | None' = None, options: 'BuildOptions | None' = None, "
    "templates: 'Sequence[Path | str]' = ()) -> 'BuildResult'",
    "check": "(dossier: 'DossierLike', options: 'BuildOptions | None' = None, *, "
    "templates: 'Sequence[Path | str]' = ()) -> 'list[Problem]'",
    "compare": "(first: 'str | Path', second: 'str | Path') -> 'list[Difference]'",
    "diff": "(old: 'str | Path', new: 'str | Path') -> 'list[Change]'",
    "export": "(dossier: 'DossierLike', format: 'str' = 'xlsx', *, release: 'str' = '') -> 'bytes'",
    "factcheck": "(dossier: 'DossierLike', *, templates: 'Sequence[Path | str]' = ()) -> 'dict[str, bytes]'",
    "facts": "(dossier: 'DossierLike', query: 'str' = '', *, templates: 'Sequence[Path | str]' = ()) -> 'list[FactListing]'",
    "freeze": "(path: 'str | Path', *, force: 'bool' = False) -> 'Path'",
    "load": "(path: 'str | Path') -> 'Dossier'",
    "new": "(name: 'str', *, title: 'str' = '', date: 'str', publisher: 'str' = '', marking: 'str' = '', "
    "start: 'str' = 'policy-brief') -> 'list[Path]'",
    "review": "(copies: 'Sequence[str | Path]', *, dossier: 'str' = '', record: 'str | Path | None' = None, "
    "templates: 'Sequence[Path | str]' = ()) -> 'Review'",
    "schema": "() -> 'dict[str, dict[str, Any]]'",
    "undo": "(number: 'int | None' = None, *, folder: 'str | Path' = '.', force: 'bool' = False) -> 'list[Path]'",
    "verify": "(file: 'str | Path') -> 'Verification'",
    "why": "(file: 'str | Path', figure: 'str') -> 'list[Provenance]'",
}
TYPES = {
    "BriefingError",
    "BuildOptions",
    "BuildResult",
    "Dossier",
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
    assert repr(dossier) == "<Dossier 'brief': 2 facts, 1 sources, 0 problems>"


def test_without_sections_facts_are_listed_by_topic() -> None:
    result = briefing.build(made(), formats=["docx"])
    assert result.ok and set(result.files) == {"docx"}
    assert repr(result) == "<BuildResult 'brief': docx (1 pages), 1 problems>"


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
