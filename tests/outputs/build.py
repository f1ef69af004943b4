"""Builds all outputs into a folder, by the command line, as a user would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from writers.docx.template import house_samples

ROOT = Path(__file__).parents[2]
EDITION_2 = ROOT / "tests" / "dossiers" / "edition-2"
RELEASED = ROOT / "tests" / "dossiers" / "released"
THEMES = ("plain", "ministry", "infocus")
LABELS = ("CLEAR", "GREEN", "AMBER")
# `sections` of the shipped dossiers are laid out by their own templates; the others by the general one.
DOSSIERS = ("russia-north-korea", "russia-north-korea-edition-1", "red-sea-shipping")
VARIANTS = ("two-page", "one-page")


def cases(houses: Path) -> Iterator[tuple[str, list[str]]]:
    """Every build: the name of its folder, and what is typed behind `briefing build`."""
    edition_2 = [str(EDITION_2 / "facts" / "russia-north-korea"), "--templates", str(EDITION_2 / "templates")]
    yield "edition-2", edition_2
    for name in VARIANTS:
        yield f"edition-2 {name}", [*edition_2, "--variant", name]
        yield f"edition-2 {name} draft", [*edition_2, "--variant", name, "--draft"]
    for theme in THEMES:
        for profile in ("ua1+a3a", "ua2+a4f"):
            yield f"edition-2 {theme} {profile}", [*edition_2, "--theme", theme, "--pdf-profile", profile]
    for markers in ("any", "word"):
        yield f"edition-2 markers {markers}", [*edition_2, "--format", "docx", "--word-markers", markers]
    yield "edition-2 comments", [*edition_2, "--format", "docx", "--comments"]
    for house in sorted(houses.iterdir()):
        yield f"edition-2 in {house.stem}", [*edition_2, "--format", "docx", "--word-template", str(house)]
    for name in DOSSIERS:
        yield name, [name]
    released = [str(RELEASED / "facts" / "port"), "--templates", str(RELEASED / "templates")]
    yield "released whole", released
    for label in LABELS:
        yield f"released {label}", [*released, "--release", label]


def make_word_templates(folder: Path) -> Path:
    """Write the Word templates of the tests. Each time they are other bytes, so a comparison takes those of the first run."""
    folder.mkdir(parents=True, exist_ok=True)
    for make in (
        house_samples.german,
        house_samples.french,
        house_samples.landscape,
        house_samples.noted,
        house_samples.gridded,
    ):
        (folder / f"{make.__name__}.docx").write_bytes(make())
    return folder


def build_all(folder: Path, houses: Path) -> int:
    """Build everything into `folder`, one folder a build, and return how many there are. What was printed stands beside the files."""
    todo = list(cases(houses))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda case: _build(folder / case[0], case[1]), todo))
    return len(todo)


def _build(out: Path, typed: list[str]) -> None:
    command = [sys.executable, "-m", "briefing", "build", *typed, "--output", str(out), "--force"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in {0, 1}, f"{out.name}: {done.stderr}"
    # Of a brief that does not build, what is printed is all there is.
    out.mkdir(exist_ok=True)
    printed = f"exit {done.returncode}\n{done.stdout}{done.stderr}"
    (out / "printed.txt").write_text(printed.replace(str(out), "OUT").replace(str(ROOT), "ROOT"), "utf-8")
