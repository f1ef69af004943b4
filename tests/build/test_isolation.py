"""The limits that the operating system keeps, with jobs that no counted limit stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from compose.test_unusable_values import write

from briefing.build import isolation
from briefing.build.isolation import Composed, ComposeJob, compose_isolated
from briefing.build.load import read_ledger
from briefing.compose import limits
from briefing.compose.bounded_templates import UnboundedTemplateError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory and processor time")


@dataclass(frozen=True, slots=True)
class Greedy(ComposeJob):
    """Composes without the counted limits."""

    seconds = 1

    def run(self, *, bounded_only: bool = False) -> Composed:
        if not bounded_only:
            limits.LOOP_BUDGET = limits.TEXT_BUDGET = 10**15
        return super(Greedy, self).run(bounded_only=bounded_only)


@dataclass(frozen=True, slots=True)
class Faulty(ComposeJob):
    """Fails in another way for each template name."""

    def run(self, *, bounded_only: bool = False) -> Composed:
        if bounded_only:
            raise UnboundedTemplateError
        if self.folders[0].name == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise KeyError("a bug")


def job(place: Path, template: str, kind: type[ComposeJob] = Greedy) -> ComposeJob:
    folder, templates = write(place, template)
    ledger, _ = read_ledger(folder, "facts/x")
    assert ledger is not None
    return kind(ledger, tuple(templates), True)


def test_a_loop_that_takes_too_long_is_stopped_in_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    loops = "# Body\n\nIt sent {{ men }}.\n\n{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}\n"
    composed = compose_isolated(job(tmp_path, loops))
    (found,) = composed.problems
    assert (found.code, found.location.line) == ("template-too-greedy", 5)
    assert found.location.file.endswith("body.md")


def test_code_of_python_itself_is_stopped_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    nested = "{% set a = [1] %}" + "{% set a = [a, a] %}" * 9
    many = (
        f"# Body\n\n{nested}{{% set b = [a] * 1000000 %}}\n\n{{{{ b | sort | length }}}}\n{{{{ b | sort | length }}}}\n"
    )
    composed = compose_isolated(job(tmp_path, many))
    assert {found.code for found in composed.problems} <= {"template-too-greedy", "out-of-memory"}
    assert composed.problems[0].location.line == 5


def test_a_text_that_fills_the_memory_is_refused_in_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(isolation, "MEMORY", 2**40)  # only the child's own limit counts
    text = "# Body\n\nIt sent {{ men }}.\n\n{% set a = 'x' * 1000000000 %}{% for b in range(3) %}{% endfor %}\n"
    composed = compose_isolated(job(tmp_path, text))
    assert [(found.code, found.location.line) for found in composed.problems] == [("out-of-memory", 5)]


def test_the_child_is_used_again_and_replaced_once_it_was_killed(tmp_path: Path) -> None:
    macro = "# Body\n\n{% macro m() %}It sent {{ men }}.{% endmacro %}{{ m() }}\n"
    good = job(tmp_path, macro, ComposeJob)
    first = compose_isolated(good)
    process = isolation._child._process
    assert process is not None
    assert [found for found in first.problems if found.severity == "error"] == []
    assert compose_isolated(good) == first
    assert isolation._child._process is process
    killed = compose_isolated(Faulty(good.ledger, (tmp_path / "killed",), True))
    assert [found.code for found in killed.problems] == ["process-lost"]
    assert compose_isolated(good) == first


def test_a_bug_in_the_child_is_raised_here(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="KeyError: 'a bug'"):
        compose_isolated(job(tmp_path, "# Body\n\nIt sent {{ men }}.\n", Faulty))


def test_a_template_that_only_prints_and_loops_over_facts_starts_no_process(tmp_path: Path) -> None:
    isolation._child.stop()
    plain = (
        "# Body\n\n{% for each in trade.points %}\n- {{ each.when }}: {{ each }}\n{% endfor %}\n\nIt sent {{ men }}.\n"
    )
    composed = compose_isolated(job(tmp_path, plain, ComposeJob))
    assert composed.document is not None
    assert isolation._child._process is None


ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([".", *filter(None, sys.path)])}
STUCK = """
import sys
from dataclasses import dataclass
from pathlib import Path

from briefing.build import time_limit
from briefing.build.isolation import ComposeJob, compose_isolated
from briefing.build.load import read_ledger
from briefing.compose.bounded_templates import UnboundedTemplateError


@dataclass(frozen=True, slots=True)
class Stuck(ComposeJob):
    def run(self, *, bounded_only=False):
        if bounded_only:
            raise UnboundedTemplateError
        return 10 ** 9 ** 9  # Python itself computes this, deaf to every signal


def main():
    time_limit.stop_on_signals()
    ledger, _ = read_ledger(Path("facts/x"), "facts/x")
    print("ready", flush=True)
    try:
        compose_isolated(Stuck(ledger, (Path("templates"),), True))
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_both_processes(number: signal.Signals, tmp_path: Path) -> None:
    write(tmp_path, "# Body\n")
    (tmp_path / "stuck.py").write_text(STUCK, "utf-8")
    command = [sys.executable, "-c", "import stuck; stuck.main()"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, start_new_session=True, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        deadline = time.monotonic() + 60
        while not (found := children.read_text("ascii").split()) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        os.killpg(process.pid, number)  # as a terminal does
        assert process.wait(timeout=30) == 130
    (child,) = found
    assert not Path(f"/proc/{child}").exists()
