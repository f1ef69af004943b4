"""Whatever is called unchanged is what a build would make: lines of shipped dossiers and templates are changed by chance."""

from __future__ import annotations

import random  # noqa: TID251  # from fixed seeds
import shutil
from pathlib import Path

import pytest

from briefing.build.build_files import BuildJob, build_files
from briefing.build.discovery import DossierRef
from briefing.build.options import BuildOptions

ROOT = Path(__file__).parents[3]
NAMES = ("red-sea-shipping", "russia-north-korea-edition-1")


def change(text: str, chance: random.Random) -> str:
    """The text with a line lost, doubled, another digit or another word in it, or a comment more."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    kind = chance.choice(("digit", "word", "word", "lose", "double", "comment", "space"))
    if kind == "lose":
        del lines[at]
    elif kind == "double":
        lines.insert(at, lines[at])
    elif kind == "comment":
        lines.insert(at, "# a remark")
    elif kind == "space":
        lines[at] += "  "
    elif kind == "digit":
        lines[at] = "".join(
            chance.choice("123456789") if c.isdigit() and chance.random() < 0.3 else c for c in lines[at]
        )
    else:
        words = lines[at].split(" ")
        place = chance.randrange(len(words))
        words[place] = f"{words[place]}s" if words[place].isalpha() else words[place]
        lines[at] = " ".join(words)
    return "\n".join(lines)


def hold(seed: int, name: str, place: Path) -> str:
    """Change one file, and build: "unchanged" where nothing was built and a build makes the same, else the state."""
    chance = random.Random(f"{seed}/{name}")
    facts, templates, out = place / "facts" / name, place / "templates", place / "out"
    kinds = (".yaml", ".csv", ".md", ".toml", ".json")
    files = sorted(p for p in [*facts.rglob("*"), *(templates / name).rglob("*")] if p.suffix in kinds)
    path = chance.choice(files)
    before = path.read_text("utf-8")
    path.write_text(change(before, chance), "utf-8")
    shelved = DossierRef(name, facts, f"facts/{name}")
    wanted = BuildJob((templates,), out, BuildOptions())
    try:
        made = build_files(shelved, wanted)
        if made.state == "unchanged":
            again = BuildJob((templates,), place / "again", BuildOptions(), force=True)
            anew = build_files(shelved, again)
            assert anew.state == "built", (seed, path, anew.problems)
            for file, _ in made.files:
                assert (out / file).read_bytes() == (place / "again" / file).read_bytes(), (seed, path, file)
        return made.state
    finally:
        path.write_text(before, "utf-8")
        build_files(shelved, wanted)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    for name in NAMES:
        shutil.copytree(ROOT / "facts" / name, tmp_path / "facts" / name)
        wanted = BuildJob((tmp_path / "templates",), tmp_path / "out", BuildOptions())
        assert build_files(DossierRef(name, tmp_path / "facts" / name, f"facts/{name}"), wanted).state == "built"
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_a_few_changes(name: str, place: Path) -> None:
    states = [hold(seed, name, place) for seed in range(8)]
    assert len(set(states)) > 1


@pytest.mark.stress
@pytest.mark.parametrize("name", NAMES)
def test_many_changes(name: str, place: Path) -> None:
    states = [hold(seed, name, place) for seed in range(100, 400)]
    assert {"unchanged", "built"} <= set(states)
