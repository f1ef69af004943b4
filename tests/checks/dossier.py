"""A small dossier for tests of checks, in a folder; what a test gives replaces its files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefing.build.pipeline import check_brief
from briefing.problems.problem import Problem

BASE = {
    "facts/x/dossier.yaml": "title: Arms\ninformation_cut_off: 2026-01-15\ntemplate: mine\nsections:\n  - body\n",
    "facts/x/sources.yaml": (
        "mod:\n  title: Defence update\n  publisher: Ministry of Defence\n  date: 2025-06-15\n"
        "nis:\n  title: Statement\n  publisher: Intelligence Service\n  date: 2025-04-30\n"
    ),
    "facts/x/arms.yaml": "title: Arms\nfacts:\n  so:\n    says: It is so\n    source: mod; nis\n",
    "templates/mine/brief.md": '{{ front() }}\n\n{{ section("body") }}\n',
    "templates/mine/body.md": "# Body\n\n{{ so.says }}.\n",
}
FACTS = "facts/x/arms.yaml"
BODY = "templates/mine/body.md"
DOSSIER = "facts/x/dossier.yaml"
SOURCES = "facts/x/sources.yaml"
GLOSSARY = "facts/x/glossary.yaml"
TABLES = "facts/x/tables.yaml"
FIGURES = "facts/x/figures.yaml"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """The dossier in the folder; gives the folder of its facts."""
    for name, text in {**BASE, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder / "facts" / "x"


def check(folder: Path, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """What `briefing check` reports of it, paths as a user in that folder would see them."""
    facts = write(folder, files)
    problems = check_brief(facts, "facts/x", template_folders=[folder / "templates"])
    return tuple(p for p in problems if p.code != "unused-fact" or "so" not in p.message.split('"'))


def told(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Line and code of each."""
    return [f"{p.origin.line} {p.severity}[{p.code}]" for p in check(folder, files)]


def fact(name: str, *lines: str, source: str = "mod; nis") -> str:
    """A fact in the file of facts."""
    text = "".join(f"    {line}\n" for line in (*lines, f"source: {source}"))
    return f"  {name}:\n{text}"


def facts(*entries: str) -> str:
    return "title: Arms\nfacts:\n" + "".join(entries)


def prose(*paragraphs: str) -> str:
    """A section: the first paragraph stands on line 3, each next two lines on."""
    return "# Body\n\n" + "\n\n".join(paragraphs) + "\n"
