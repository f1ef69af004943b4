"""`briefing batch --scheduler`, with a real Dask scheduler and two real workers on this computer, one of which is killed half-way."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefing.build.batch.dask import check_file_names
from briefing.problems.problem import BriefingError

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


@contextlib.contextmanager
def running_cluster(place: Path, *more: str) -> Iterator[Cluster]:
    file = place / "scheduler.json"
    local = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", *more)
    running = [start("scheduler", *local, "--scheduler-file", str(file), log=place / "s")]
    try:
        for _ in range(300):
            if file.exists() and file.read_text("utf-8").strip():
                break
            time.sleep(0.1)
        address = json.loads(file.read_text("utf-8"))["address"]
        plain = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(place), *more)
        workers = [start("worker", address, *plain, "--name", f"w{n}", log=place / f"w{n}") for n in range(2)]
        running += workers
        yield Cluster(address, workers)
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


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


# ------------------------------------------------------------------ trust


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "../port-01.pdf",
        "/etc/passwd",
        "a/port-01.pdf",
        "port-02.pdf",
        "port-01.exe",
        "port-01.pdf\n",
        "port-01",
        ".pdf",
        "..\\port-01.pdf",
        "port-011.pdf",
        "",
    ],
)
def test_a_worker_names_no_other_file_than_those_of_its_brief(name: str) -> None:
    good = {"port-01.pdf": b"%PDF", "port-01_TLP-RED.docx": b"PK", "port-01.build.json": b"{}"}
    assert check_file_names(good, "port-01", ("pdf", "docx")) == "port-01.build.json"
    with pytest.raises(BriefingError) as caught:
        check_file_names(good | {name: b"x"}, "port-01", ("pdf", "docx"))
    assert [problem.code for problem in caught.value.problems] == ["foreign-file"]


def openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


def certificates(folder: Path) -> dict[str, str]:
    """A certificate authority and one certificate by it, as the settings of Dask that name them."""
    folder.mkdir()
    own = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-batch")
    openssl("req", "-x509", *own, "-subj", "/CN=desk", "-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.pem")
    openssl(
        "req",
        "-new",
        *own[:5],
        "-batch",
        "-subj",
        "/CN=one",
        "-keyout",
        f"{folder}/one.key",
        "-out",
        f"{folder}/one.csr",
    )
    signed = ("-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key", "-CAcreateserial", "-days", "2")
    openssl("x509", "-req", "-in", f"{folder}/one.csr", *signed, "-out", f"{folder}/one.pem")
    found = {"CA_FILE": f"{folder}/ca.pem"}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        found |= {f"{role}__CERT": f"{folder}/one.pem", f"{role}__KEY": f"{folder}/one.key"}
    settings = {f"DASK_DISTRIBUTED__COMM__TLS__{name}": path for name, path in found.items()}
    return settings | {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true"}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_with_certificates_only_who_has_one_of_the_same_authority_uses_the_cluster(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path_factory.mktemp("tls")
    ours, others = certificates(place / "ours"), certificates(place / "others")
    for name in Path("facts").iterdir():
        if name.name > "port-02":
            shutil.rmtree(name)
    here = run("--output", "here")
    with monkeypatch.context() as patch:
        for key, value in ours.items():
            patch.setenv(key, value)
        with running_cluster(place, "--protocol", "tls") as cluster:
            assert cluster.address.startswith("tls://")
            there = run("--scheduler", cluster.address, "--output", "there")
            assert here.returncode == there.returncode == 0, there.stderr
            assert contents("there") == contents("here")
            patch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "5s")
            for key in ours:
                patch.delenv(key)
            for settings in ({}, others):
                for key, value in settings.items():
                    patch.setenv(key, value)
                for address in (cluster.address, cluster.address.replace("tls:", "tcp:")):
                    done = run("--scheduler", address, "--output", "nowhere", "--force")
                    assert done.returncode == 2, (address, done.stdout)
                    assert "error[no-scheduler]" in done.stderr
