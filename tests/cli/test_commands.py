"""What each command prints and how it exits, with a pipeline that is not the real one."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner, Result

from briefing.build import contain_failures as shield
from briefing.build import discovery as shelf
from briefing.build.options import BuildOptions
from briefing.build.time_limit import time_limit
from briefing.cli import report
from briefing.cli.app import app
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.writers import OutputFile
from briefing.writers.docx.options import WordOptions

WARNING = Problem("stale", "the figure is old", Location("facts/two/a.yaml", 9), severity="warning")
ERROR = Problem("unsourced", '"trade" has no source', Location("facts/two/a.yaml", 4, 7), "give it a line source:")


@dataclass(frozen=True)
class Built:
    name: str
    files: dict[str, OutputFile] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    stem: str = ""
    record: bytes = b""
    withheld: tuple[str, ...] = ()


@dataclass
class Pipeline:
    """Stands where `briefing.build.pipeline` stands. `problems` by dossier; `raises` by dossier; what it was called with."""

    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    raises: dict[str, Callable[[], object]] = field(default_factory=dict)
    calls: list[tuple[str, tuple[str, ...], list[str]]] = field(default_factory=list)
    looks: list[tuple[str, str]] = field(default_factory=list)
    stem: str = ""
    words: list[WordOptions] = field(default_factory=list)

    def build_brief(
        self,
        folder: Path,
        shown: str,
        *,
        template_folders: Sequence[Path],
        options: BuildOptions,
    ) -> Built:
        theme = options.load_theme()
        self.looks.append((theme.name if theme else "", options.pdf_profile))
        self.words.append(options.word)
        self.calls.append((shown, options.formats, [f.as_posix() for f in template_folders[:-1]]))
        problems = self.check_brief(folder, shown, template_folders=template_folders)
        if any(p.severity == "error" for p in problems) and not options.draft:
            return Built(folder.name, {}, problems)
        pages = {"pdf": 12, "docx": 0}
        return Built(
            folder.name, {f: OutputFile(f"new {f}".encode(), pages[f]) for f in options.formats}, problems, self.stem
        )

    def check_brief(
        self, folder: Path, shown: str, *, template_folders: Sequence[Path], options: BuildOptions | None = None
    ) -> tuple[Problem, ...]:
        del shown, template_folders, options
        if folder.name in self.raises:
            self.raises[folder.name]()
        return self.problems.get(folder.name, ())


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("one", "two", "three"):
        folder = tmp_path / "facts" / name
        folder.mkdir(parents=True)
        (folder / "dossier.yaml").write_text("title: A title\n", "utf-8")
    (tmp_path / "package" / "templates").mkdir(parents=True)
    monkeypatch.setattr(shelf, "shipped_folder", lambda kind: tmp_path / "package" / kind)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    fake = Pipeline()
    module = ModuleType("briefing.build.pipeline")
    module.build_brief = fake.build_brief  # type: ignore[attr-defined]
    module.check_brief = fake.check_brief  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "briefing.build.pipeline", module)
    return fake


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def made() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path("out").glob("*"))}


def test_no_problem_makes_a_terminal_obey_a_file() -> None:
    """What a message quotes may be anyone's: escapes, marks that turn the text round, lines of its own, endless words."""
    quoted = "\x1b]0;x\x07 \u202eabc \x9b2J \ud800 a\nfacts/x.yaml:1: error[forged]: no \u2028" + "w" * 100_000
    told = report.describe(Problem("bad-id", quoted, Location("facts/\x1b.yaml", 3), quoted))
    first, second = told.split("\n")
    assert first.startswith(
        "facts/\\x1b.yaml:3: error[bad-id]: \\x1b]0;x\\x07 \\u202eabc \\x9b2J \\ud800 a\\nfacts/x.yaml"
    )
    assert second.startswith("  hint: \\x1b")
    assert len(told) < 2_200
    assert told.replace("\n", "").isprintable()


def test_build_writes_both_formats_and_says_what_and_how_long() -> None:
    result = run("build", "one")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == ["out/one.pdf  12 pages", "out/one.docx"]
    assert made() == {"one.pdf": b"new pdf", "one.docx": b"new docx"}


def test_build_with_no_name_builds_all_in_order() -> None:
    result = run("build", "--format", "pdf", "-o", "out/deep")
    assert result.stdout.splitlines() == [f"out/deep/{name}.pdf  12 pages" for name in ("one", "three", "two")]


def test_formats_and_templates_are_handed_on(pipeline: Pipeline) -> None:
    Path("mine").mkdir()
    Path("templates").mkdir()
    run("build", "one", "-f", "docx", "-f", "docx", "--templates", "mine")
    assert pipeline.calls == [("facts/one", ("docx",), ["mine", "templates"])]
    assert list(made()) == ["one.docx"]


def test_a_dossier_with_errors_writes_nothing_and_stops_no_other(pipeline: Pipeline) -> None:
    pipeline.problems["two"] = (WARNING, ERROR)
    Path("out").mkdir()
    Path("out/two.pdf").write_bytes(b"old")
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        'facts/two/a.yaml:4:7: error[unsourced]: "trade" has no source',
        "  hint: give it a line source:",
        "facts/two/a.yaml:9: warning[stale]: the figure is old",
        "1 of 3 briefs not built: 1 error, 1 warning",
    ]
    assert made()["two.pdf"] == b"old"
    assert "two.docx" not in made()
    assert "three.docx" in made()


def test_a_warning_alone_is_no_failure(pipeline: Pipeline) -> None:
    pipeline.problems["two"] = (WARNING,)
    result = run("build", "two")
    assert (result.exit_code, result.stderr) == (0, f"{WARNING}\n")
    assert len(made()) == 2


def test_a_draft_with_errors_is_written_and_is_no_failure(pipeline: Pipeline) -> None:
    pipeline.problems["two"] = (ERROR,)
    pipeline.stem = "two_DRAFT"
    assert run("build", "two").exit_code == 1
    result = run("build", "two", "--draft")
    assert (result.exit_code, str(ERROR) in result.stderr) == (0, True)
    assert set(made()) == {"two_DRAFT.pdf", "two_DRAFT.docx"}


def test_a_check_is_explained_by_its_page() -> None:
    result = run("check", "--explain", "disputed-alone")
    assert result.exit_code == 0
    assert result.stdout.startswith("# disputed-alone\n")
    assert "## Right" in result.stdout
    wrong = run("check", "--explain", "disputed-alon")
    assert wrong.exit_code == 2
    assert 'did you mean "disputed-alone"?' in wrong.stderr


def _fail(error: BaseException) -> Callable[[], object]:
    def throw() -> object:
        raise error

    return throw


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BriefingError(ERROR), "unsourced"),
        (KeyError("x"), "internal"),
        (RecursionError(), "internal"),
        (MemoryError(), "out-of-memory"),
    ],
)
def test_whatever_goes_wrong_in_one_brief_the_others_are_built(
    pipeline: Pipeline, error: BaseException, code: str
) -> None:
    pipeline.raises["one"] = _fail(error)
    result = run("build")
    assert result.exit_code == 1
    assert f"error[{code}]" in result.stderr
    assert "Traceback" not in result.stderr
    assert len(made()) == 4


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system has no alarm")
def test_a_brief_that_takes_too_long_is_stopped(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shield, "time_limit", lambda _seconds: time_limit(0.05))
    pipeline.raises["one"] = lambda: time.sleep(5)
    started = time.monotonic()
    result = run("build")
    assert time.monotonic() - started < 4
    assert "facts/one: error[out-of-time]" in result.stderr
    assert len(made()) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "four"],
        ["build", "one", "--templates", "nowhere"],
        ["build", "one", "--output", "facts/one/dossier.yaml"],
        ["build", "one", "--format", "xls"],
        ["build", "--nonsense"],
        ["check", "four"],
        ["new", "a b"],
        ["nonsense"],
    ],
)
def test_a_wrong_command_exits_with_2_and_writes_nothing(arguments: list[str], place: Path) -> None:
    before = sorted(place.rglob("*"))
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert sorted(place.rglob("*")) == before


def test_an_output_that_cannot_be_written_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("briefing.files.atomic_write.os.open", refuse)
    result = run("build", "one", "two")
    assert result.exit_code == 1
    assert "out/one.pdf: error[cannot-write]: out/one.pdf cannot be written: Permission denied" in result.stderr
    assert "2 of 2 briefs not built: 2 errors" in result.stderr


def test_check_tells_every_problem_and_writes_nothing(pipeline: Pipeline) -> None:
    pipeline.problems["two"] = (WARNING, ERROR)
    result = run("check")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == 'facts/two/a.yaml:4:7: error[unsourced]: "trade" has no source'
    assert result.stdout == "3 dossiers checked: 1 error, 1 warning\n"
    assert not Path("out").exists()


def test_check_as_json_is_one_object(pipeline: Pipeline) -> None:
    pipeline.problems["two"] = (WARNING, ERROR)
    result = run("check", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert json.loads(result.stdout) == {
        "schema": "briefing/problems/1",
        "problems": [
            {
                "file": "facts/two/a.yaml",
                "line": 4,
                "column": 7,
                "severity": "error",
                "code": "unsourced",
                "message": '"trade" has no source',
                "hint": "give it a line source:",
            },
            {
                "file": "facts/two/a.yaml",
                "line": 9,
                "column": 0,
                "severity": "warning",
                "code": "stale",
                "message": "the figure is old",
                "hint": "",
            },
        ],
    }


def test_check_as_json_is_an_object_even_for_a_wrong_command() -> None:
    result = run("check", "four", "--json")
    assert result.exit_code == 2
    assert [p["code"] for p in json.loads(result.stdout)["problems"]] == ["unknown-dossier"]


def test_check_of_clean_dossiers_exits_with_0() -> None:
    result = run("check", "one")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "1 dossier checked: no problems\n", "")


def test_nothing_to_build_says_how_to_begin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for command in ("build", "check"):
        result = run(command)
        assert result.exit_code == 2
        assert "No dossiers here. Run `briefing new NAME`, or `briefing build --example`." in result.stderr


@pytest.mark.parametrize("command", ["build", "check"])
def test_the_shipped_example_is_used_where_it_is_asked_for(command: str, place: Path, pipeline: Pipeline) -> None:
    folder = place / "package" / "facts" / "russia-north-korea"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text("title: A title\n", "utf-8")
    pipeline.problems["russia-north-korea"] = (WARNING,)
    result = run(command, "--example")
    assert (result.exit_code, str(WARNING) in result.stderr) == (0, True)
    assert ("out/russia-north-korea.pdf" in result.stdout) == (command == "build")
    both = run(command, "one", "--example")
    assert (both.exit_code, "use only one of the two" in both.stderr) == (2, True)


def test_one_file_is_written_where_one_is_asked_for(pipeline: Pipeline) -> None:
    result = run("build", "one", "-o", "sent/result.pdf")
    assert (result.exit_code, result.stdout) == (0, "sent/result.pdf  12 pages\n")
    assert [path.name for path in Path("sent").iterdir()] == ["result.pdf"]
    assert pipeline.calls[-1][1] == ("pdf",)
    assert run("build", "one", "-o", "result.docx", "--format", "docx").exit_code == 0
    assert Path("result.docx").read_bytes() == b"new docx"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        (["build", "one", "two", "-o", "result.pdf"], "name one dossier, or choose a folder: --output result"),
        (["build", "one", "-o", "result.pdf", "-f", "docx"], "leave out --format, or choose a folder"),
        (["build", "one", "-o", "result.pdf", "-f", "docx", "-f", "pdf"], "leave out --format, or choose a folder"),
        (["batch", "t", "-o", "result.pdf"], "use briefing build, or choose a folder"),
    ],
)
def test_one_file_for_several_is_an_error(typed: list[str], hint: str, place: Path) -> None:
    (place / "package" / "templates" / "t").mkdir()
    result = run(*typed)
    assert result.exit_code == 2
    assert "error[one-file]: --output result.pdf names one pdf file and cannot be used with" in result.stderr
    assert hint in result.stderr
    assert not Path("result.pdf").exists()


def test_a_folder_may_be_named_like_a_file() -> None:
    Path("odd.pdf").mkdir()
    assert run("build", "one", "-o", "odd.pdf").stdout.splitlines() == ["odd.pdf/one.pdf  12 pages", "odd.pdf/one.docx"]


def test_the_first_file_is_opened_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    opened: list[str] = []
    codes = iter((0, 0, 3))

    def launch(path: str) -> int:
        opened.append(path)
        return next(codes)

    monkeypatch.setattr("typer.launch", launch)
    run("build", "one", "two")
    assert opened == []
    run("build", "one", "two", "--open")
    run("build", "one", "--open", "--format", "docx", "--force")
    assert opened == [str(place / "out/one.pdf"), str(place / "out/one.docx")]
    failed = run("build", "one", "--open")
    assert (failed.exit_code, "warning[cannot-open]: out/one.pdf cannot be opened" in failed.stderr) == (0, True)


def test_nothing_is_opened_where_nothing_was_built(monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> None:
    monkeypatch.setattr("typer.launch", lambda _path: pytest.fail("opened"))
    pipeline.problems["one"] = (ERROR,)
    assert run("build", "one", "--open").exit_code == 1


def test_version_is_told() -> None:
    assert run("--version").stdout.startswith("briefing ")


def test_every_command_and_option_says_what_it_does() -> None:
    for command in ("build", "check", "facts", "new"):
        text = run(command, "--help").stdout
        assert run("--help").stdout.count(f"  {command} ") == 1
        options = [line for line in text.splitlines() if line.startswith("  -")]
        assert options
        for line in options:
            assert len(line.split("  ")) > 2 or line.strip().startswith("-f"), f"{command}: {line} has no help"


def test_the_look_and_the_profile_are_handed_on(pipeline: Pipeline) -> None:
    Path("ours.toml").write_text('like = "ministry"\n', "utf-8")
    run("build", "one")
    run("build", "one", "--theme", "infocus", "--pdf-profile", "ua2+a4f")
    run("build", "one", "--theme", "ours.toml")
    assert pipeline.looks == [("", ""), ("infocus", "ua2+a4f"), ("ours", "")]


def test_what_is_chosen_about_the_word_file_is_handed_on(pipeline: Pipeline) -> None:
    run("build", "one")
    run("build", "one", "--word-markers", "word", "--comments")
    usual, chosen = pipeline.words
    assert (usual.markers, usual.comments, chosen.markers, chosen.comments) == ("any", False, "word", True)


@pytest.mark.parametrize("command", ["build", "check"])
def test_marks_are_of_two_kinds_and_a_check_takes_the_option_too(command: str) -> None:
    assert run(command, "one", "--word-markers", "word").exit_code == 0
    refused = run(command, "one", "--word-markers", "both")
    assert refused.exit_code == 2
    assert '--word-markers must be any or word, not "both"' in refused.stderr


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_look_that_is_not_there_names_the_nearest(command: str) -> None:
    result = run(command, "one", "--theme", "ministri")
    assert result.exit_code == 2
    assert 'did you mean "ministry"?' in result.stderr
    assert not made()


@pytest.mark.parametrize("command", ["build", "check"])
def test_what_is_wrong_in_a_theme_file_is_told_all_at_once(command: str) -> None:
    Path("ours.toml").write_text('[page]\ntopp = 10\n\n[colours]\ntext = "red"\n', "utf-8")
    result = run(command, "one", "--theme", "ours.toml")
    assert result.exit_code == 1
    assert "ours.toml:2:1: error[unknown-key]" in result.stderr
    assert "ours.toml:5:1: error[bad-colour]" in result.stderr


def test_a_marking_is_in_the_names_of_the_files(pipeline: Pipeline) -> None:
    pipeline.stem = "one_TLP-AMBER+STRICT"
    result = run("build", "one")
    assert result.stdout.splitlines()[0] == "out/one_TLP-AMBER+STRICT.pdf  12 pages"
    assert list(made()) == ["one_TLP-AMBER+STRICT.docx", "one_TLP-AMBER+STRICT.pdf"]
