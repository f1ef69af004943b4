"""`briefing batch --scheduler`, with a real Dask scheduler and two real workers on this computer, one of which is killed half-way."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from briefing.cli import main; main()"]
BRIEFS = 30
FACTS = "title: Ports\nfacts:\n  staff:\n    name: Staff\n    value: {number} people\n    source: report\n"
SOURCES = "report:\n  title: Annual report\n  publisher: Agency\n  date: 2025-03-31\n"


@dataclass
class Cluster:
    """A scheduler and its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


def start(*arguments: str, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as told:
        return subprocess.Popen([sys.executable, "-m", "dask", *arguments], stdout=told, stderr=told)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    place = tmp_path_factory.mktemp("cluster")
    file = place / "scheduler.json"
    running = [
        start(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(file),
            log=place / "s",
        )
    ]
    try:
        for _ in range(300):
            if file.exists() and file.read_text("utf-8").strip():
                break
            time.sleep(0.1)
        address = json.loads(file.read_text("utf-8"))["address"]
        plain = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(place))
        workers = [start("worker", address, *plain, "--name", f"w{n}", log=place / f"w{n}") for n in range(2)]
        running += workers
        yield Cluster(address, workers)
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(BRIEFS):
        path = Path("facts", f"port-{number:02}")
        path.mkdir(parents=True)
        (path / "dossier.yaml").write_text(
            f"title: Port {number}\nedition: 1\ndate: 2025\nsections:\n  - ports\n", "utf-8"
        )
        (path / "sources.yaml").write_text(SOURCES, "utf-8")
        (path / "ports.yaml").write_text(FACTS.format(number=1000 + number), "utf-8")
    Path("templates/note").mkdir(parents=True)
    Path("templates/note/ports.md").write_text("# Ports\n\nIt employs {{ staff }}.\n", "utf-8")
    return tmp_path


def contents(folder: str) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(Path(folder).iterdir())}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*COMMAND, "batch", "note", *arguments], capture_output=True, text=True, check=False, timeout=300
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_a_worker_killed_half_way_loses_nothing_and_nothing_is_written_twice(cluster: Cluster) -> None:
    # One dossier fails wherever it is built, and is told as it would be here.
    Path("facts/port-07/ports.yaml").write_text(FACTS.format(number=7).replace("source", "sorce"), "utf-8")
    Path("templates/note/port.md").write_text("unused\n", "utf-8")
    here = run("--output", "here")
    with subprocess.Popen(
        [*COMMAND, "batch", "note", "--scheduler", cluster.address, "--output", "there"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        cluster.workers[0].kill()
        rest, told = process.communicate(timeout=300)
    assert process.returncode == here.returncode == 1
    assert "Traceback" not in told
    lines += rest.splitlines(keepends=True)
    assert sorted(line for line in lines if line.endswith("page\n")) == sorted(
        line for line in here.stdout.splitlines(keepends=True) if line.endswith("page\n")
    )
    assert len(set(lines)) == len(lines) == BRIEFS  # each once, and the sum
    assert 'facts/port-07/ports.yaml:6:5: error[unknown-key]: unknown key "sorce" in a fact' in told
    assert contents("there") == contents("here")


def test_what_has_not_changed_is_not_sent(cluster: Cluster) -> None:
    run("--output", "out")
    done = run("--output", "out", "--scheduler", cluster.address)
    assert done.stdout == f"{BRIEFS} briefs: {BRIEFS} unchanged, in out\n"


def test_rows_of_a_table_are_built_there_as_here(cluster: Cluster) -> None:
    rows = "".join(f"Port {n},{n + 5} people,Office\n" for n in range(6))
    Path("ports.csv").write_text(f"name,staff,source\n{rows}", "utf-8")
    one, other = (
        run("--rows", "ports.csv", "-o", "a"),
        run("--rows", "ports.csv", "-o", "b", "--scheduler", cluster.address),
    )
    assert one.returncode == other.returncode == 0, other.stderr
    assert contents("a") == contents("b")


def test_a_dossier_that_uses_another_and_a_look_of_ones_own_travel_along(cluster: Cluster) -> None:
    common = Path("shared/common")
    common.mkdir(parents=True)
    (common / "dossier.yaml").write_text("title: Common\n", "utf-8")
    (common / "seas.yaml").write_text(FACTS.format(number=3).replace("staff", "seas"), "utf-8")
    (common / "sources.yaml").write_text(SOURCES, "utf-8")
    own = Path("shared/own")
    own.mkdir()
    (own / "dossier.yaml").write_text("title: Own\nuses:\n  - common\nsections:\n  - ports\n", "utf-8")
    (own / "ports.yaml").write_text(
        FACTS.format(number=9).replace("    source: report\n", "    source: own\n"), "utf-8"
    )
    (own / "sources.yaml").write_text(SOURCES.replace("report:", "own:"), "utf-8")
    Path("looks").mkdir()
    Path("looks/ours.toml").write_text('like = "ministry"\n\n[colours]\naccent = "5B1530"\n', "utf-8")
    Path("templates/note/ports.md").write_text("# Ports\n\nIt employs {{ staff }} at {{ seas }}.\n", "utf-8")
    wanted = ("--rows", "shared", "--only", "own", "--theme", "looks/ours.toml")
    one, other = run(*wanted, "-o", "a"), run(*wanted, "-o", "b", "--scheduler", cluster.address)
    assert one.returncode == other.returncode == 0, (one.stderr, other.stderr)
    assert contents("a") == contents("b")


def test_no_scheduler_is_told_with_how_to_start_one() -> None:
    done = run("--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 2
    assert "error[no-scheduler]" in done.stderr
    assert "dask scheduler" in done.stderr
    assert not list(Path("out").glob("*.pdf"))


def test_an_address_that_is_none_is_told() -> None:
    done = run("--scheduler", "cluster of ours")
    assert done.returncode == 2
    assert "error[no-scheduler]" in done.stderr


def test_without_dask_the_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError('none')\n", "utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    command = [*COMMAND, "batch", "note", "--scheduler", "tcp://127.0.0.1:1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert 'hint: run this here and on every worker: pip install "briefing[cluster]"' in done.stderr
