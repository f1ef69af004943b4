"""What travels: the sdist, the wheel made from it, and the pinned versions."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PINNED = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
PASSED_OVER = {"__pycache__", "node_modules", ".cache"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with an sdist and the wheel that was made from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(folder),
        str(wheel),
    ]
    subprocess.run(command, check=True)
    return folder


def files_below(folder: str) -> set[str]:
    """Every file that someone wrote below a folder of the checkout."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not PASSED_OVER & set(path.parts) and path.suffix != ".pyc"
    }


def test_the_wheel_holds_the_package_the_facts_and_the_templates(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    shipped = {f"briefing/shipped/{name}" for folder in ("facts", "templates") for name in files_below(folder)}
    assert held == files_below("briefing") | shipped


def test_the_wheel_says_its_licence_and_has_its_text(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        assert "License-Expression: MIT\n" in archive.read(metadata).decode("utf-8")
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_sdist_holds_what_the_tests_need_and_no_leavings(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        held = {PurePosixPath(name).relative_to(PurePosixPath(name).parts[0]).as_posix() for name in archive.getnames()}
    assert {
        "Makefile",
        "constraints.txt",
        "LICENSE",
        "tests/conftest.py",
        ".ci/run",
        "facts/russia-north-korea-edition-1/dossier.yaml",
    } <= held
    assert [name for name in held if PASSED_OVER & set(name.split("/")) or name.endswith(".pyc")] == []


def test_no_file_that_travels_names_this_machine(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if str(ROOT).encode() in archive.read(name)] == []


def test_the_installed_wheel_builds_the_shipped_brief_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    where = subprocess.run(
        [sys.executable, "-c", "import briefing; print(briefing.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(installed)
    done = subprocess.run(
        [sys.executable, str(installed / "bin" / "briefing"), "build", "russia-north-korea-edition-1"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "russia-north-korea-edition-1.build.json",
        "russia-north-korea-edition-1.docx",
        "russia-north-korea-edition-1.pdf",
    ]


def test_constraints_are_plain_pins_in_order() -> None:
    assert [line for line in PINNED if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []
    assert sorted(PINNED, key=str.casefold) == PINNED


def test_every_package_that_is_used_is_pinned() -> None:
    pinned = {re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in PINNED}
    needed: set[str] = set()
    waiting = [Requirement("briefing[dev]")]
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        key = f"{name}{sorted(requirement.extras)}"
        if key in needed:
            continue
        needed.add(key)
        for text in importlib.metadata.requires(name) or []:
            further = Requirement(text)
            extras = requirement.extras or {""}
            if not further.marker or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    names = {key.partition("[")[0] for key in needed} - {"briefing"}
    assert sorted(names - pinned) == []


def test_the_classifiers_claim_no_version_below_the_one_required() -> None:
    metadata = importlib.metadata.metadata("briefing")
    claimed = re.findall(r"Python :: (3\.\d+)", "\n".join(metadata.get_all("Classifier") or []))
    assert claimed
    assert metadata["Requires-Python"] == f">={claimed[0]}"
