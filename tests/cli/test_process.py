"""The command as a process: signals, pipes, terminals, odd encodings, and how soon it answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

# The command with a pipeline that is not the real one: {build} is the body of build_brief.
PROGRAM = """
import sys, time, types
from pathlib import Path
module = types.ModuleType("briefing.build.pipeline")
class Built:
    def __init__(self, files=(), problems=()):
        self.name, self.files, self.problems, self.stem = "one", dict(files), tuple(problems), ""
        self.record, self.withheld = b"", ()
class Written:
    data, pages, problems = b"new", 2, ()
def build_brief(folder, shown, **rest):
{build}
module.build_brief = build_brief
sys.modules["briefing.build.pipeline"] = module
from briefing.cli import main
main()
"""
BUILDS = 'return Built({"pdf": Written, "docx": Written})'


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "facts" / "one"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text("title: A title\n", "utf-8")
    (tmp_path / "out").mkdir()
    for name in ("one.pdf", "one.docx"):
        (tmp_path / "out" / name).write_bytes(b"old")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(build: str = BUILDS, *arguments: str) -> list[str]:
    body = textwrap.indent(textwrap.dedent(build).strip(), "    ")
    return [sys.executable, "-c", PROGRAM.replace("{build}", body), *(arguments or ("build", "one"))]


def environment(**more: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    return {**kept, **more}


def outputs() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path("out").iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.usefixtures("heard_signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("during", ["the build", "the writing"])
def test_an_interrupt_leaves_the_old_files_and_no_others(name: str, during: str) -> None:
    wait = 'print("ready", flush=True); time.sleep(30)'
    if during == "the writing":
        body = f"""
            import os
            settle, calls = os.fsync, []
            def slow(descriptor):
                calls.append(descriptor)
                if len(calls) == 2:
                    {wait}
                settle(descriptor)
            os.fsync = slow
            {BUILDS}
        """
    else:
        body = wait
    with subprocess.Popen(command(body), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(getattr(signal, name))
        _, told = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert outputs() == {"one.pdf": b"old", "one.docx": b"old"}


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.usefixtures("ignored_signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_that_the_caller_ignores_stops_nothing(name: str) -> None:
    """As under `nohup` when the terminal is closed, or in the background of a script at Ctrl-C."""
    body = f'print("ready", flush=True); sys.stdin.readline(); {BUILDS}'
    with subprocess.Popen(
        command(body), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(getattr(signal, name))
        _, told = process.communicate("go on\n", timeout=60)
    assert (process.returncode, told) == (0, "")
    assert outputs() == {"one.pdf": b"new", "one.docx": b"new"}


@pytest.mark.usefixtures("ignored_signals", "heard_signals")
def test_programs_that_tests_start_hear_signals_even_under_nohup() -> None:
    program = "import signal; print(*(signal.getsignal(n) is signal.SIG_IGN for n in (signal.SIGINT, signal.SIGTERM)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_output_that_cannot_be_written_is_said_to_be_so() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(command(), check=False, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert done.stderr == "error[cannot-write]: the output cannot be written: no space left on device\n"


def test_in_a_pipe_there_are_plain_lines_and_no_bar() -> None:
    done = subprocess.run(command(), capture_output=True, text=True, check=True)
    assert done.stdout == f"out{os.sep}one.pdf  2 pages\nout{os.sep}one.docx  2 pages\n"
    assert done.stderr == ""


def on_a_terminal(arguments: list[str], typed: bytes = b"") -> str:
    """What the command shows on a terminal where that is typed."""
    import pty

    controller, terminal = pty.openpty()
    os.write(controller, typed)
    with subprocess.Popen(arguments, stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                part = os.read(controller, 4096)
            except OSError:  # Linux says so when the other end has closed
                break
            if not part:
                break
            shown += part
        assert process.wait(timeout=10) == 0
    os.close(controller)
    return shown.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_on_a_terminal_there_is_a_bar_and_the_lines_come_below_it() -> None:
    shown = on_a_terminal(command())
    assert "Building" in shown
    assert shown.index("100%") < shown.index("out/one.pdf  2 pages")


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_only_on_a_terminal_the_next_step_is_told() -> None:
    shown = on_a_terminal(command())
    assert shown.index("out/one.docx") < shown.index("next: briefing watch one")
    piped = subprocess.run(command(), capture_output=True, text=True, check=True)
    assert "next:" not in piped.stdout + piped.stderr


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_on_a_terminal_title_and_the_rest_are_asked_for() -> None:
    shown = on_a_terminal(command(BUILDS, "new", "wind"), b"Wind: a title\n\n\n\n\n")
    assert "Title of the brief [Wind]:" in shown
    assert 'title: "Wind: a title"' in Path("facts/wind/dossier.yaml").read_text("utf-8")


def test_a_reader_that_goes_away_is_no_fault_of_ours() -> None:
    """As in `briefing list | head -0`."""
    with subprocess.Popen(command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        told = process.stderr.read()
    assert "Traceback" not in told


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_text_that_the_terminal_lacks_is_no_fault(encoding: str) -> None:
    body = """
        from briefing.problems.problem import Location, Problem
        return Built((), [Problem("x", "한국 – \\udcff \\u202e", Location("facts/ü"))])
    """
    done = subprocess.run(command(body), capture_output=True, env=environment(PYTHONIOENCODING=encoding), check=False)
    assert done.returncode == 1
    assert b"error[x]" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_fault_of_ours_is_one_line_and_its_traceback_comes_when_asked() -> None:
    body = 'raise KeyError("x")'
    plain = subprocess.run(command(body), capture_output=True, text=True, check=False)
    assert plain.returncode == 1
    assert plain.stderr.startswith("facts/one: error[internal]: KeyError: 'x'\n  hint: this is a bug in briefing")
    assert "Traceback" not in plain.stderr
    asked = subprocess.run(command(body, "--debug", "build", "one"), capture_output=True, text=True, check=False)
    assert "Traceback" in asked.stderr


def test_a_fault_outside_any_brief_is_one_line_too() -> None:
    program = "import sys; sys.modules['briefing.cli.app'] = None\nfrom briefing.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("error[internal]: ")
    assert "Traceback" not in done.stderr


HEAVY = (
    "rich", "pydantic", "jinja2", "yaml", "docx", "lxml", "reportlab", "uharfbuzz", "rapidfuzz", "markdown_it",
    "briefing.facts.ledger",
)  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    program = f"import sys\nfrom briefing.cli import app\nprint([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(os.name == "nt", reason="children's time is not counted there")
def test_help_comes_at_once(tmp_path: Path) -> None:
    """Under 0.3 s with bytecode compiled. Processor time, best of five: other tests run beside it."""
    arguments = [sys.executable, "-c", "from briefing.cli import main; main()", "--help"]
    kept = environment(PYTHONPYCACHEPREFIX=str(tmp_path / "bytecode"))
    best = 9.9
    for _ in range(6):  # the first one compiles
        before = os.times()
        done = subprocess.run(arguments, capture_output=True, env=kept, check=False)
        after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        best = min(best, spent)
        assert done.returncode == 0
    assert best < 0.3


@pytest.mark.skipif(os.name == "nt", reason="bash completes, cmd does not")
def test_names_of_dossiers_are_completed() -> None:
    more = environment(_BRIEFING_COMPLETE="complete_bash", COMP_WORDS="briefing build o", COMP_CWORD="2")
    arguments = [sys.executable, "-c", "from briefing.cli import main; main()"]
    done = subprocess.run(arguments, capture_output=True, text=True, env=more, check=False)
    assert done.stdout.split() == ["one"]
