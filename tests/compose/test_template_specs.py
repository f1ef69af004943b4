"""Runs tests/spec/templates/*.md: one file a rule, with what the user typed and what the program answers.

A fenced block whose info string ends in a path is a file; ```problems is the whole answer. What a spec leaves out is taken
from BASE, a small dossier that builds.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.build.pipeline import check_brief

SPECS = sorted((Path(__file__).parents[1] / "spec" / "templates").glob("*.md"))
BLOCK = re.compile(r"^````?(\S+)(?: (\S+))?\n(.*?)^````?$", re.MULTILINE | re.DOTALL)
BASE = {
    "facts/x/dossier.yaml": "title: Arms\nedition: 1\ntemplate: mine\nsections:\n  - body\n  - sources\n",
    "facts/x/sources.yaml": (
        "bbc:\n  title: A report\n  publisher: BBC\n  date: 2025-01-22\n"
        "mod:\n  title: An update\n  publisher: Ministry of Defence\n  date: 2025-01-30\n"
    ),
    "facts/x/arms.yaml": (
        "title: Arms\nfacts:\n  men:\n    says: It sent {value}\n    value: more than 11,000 soldiers\n    date: 2024-10\n"
        "    source: bbc, par. 2; mod\n  trade:\n    name: Trade\n    says: Trade was {value}\n    unit: million USD\n"
        "    series: trade.csv\n    source: bbc, mod\n"
    ),
    "facts/x/trade.csv": "year,value\n2022,3.8\n2023,34.4\n",
    "facts/x/tables.yaml": (
        "sent:\n  title: What was sent\n  rows: facts men\n  columns:\n    - says\n    - value\n"
        "sources:\n  title: Sources\n  rows: sources\n  columns:\n    - number\n    - title\n"
    ),
    "templates/mine/brief.md": "{{ front() }}\n\n{% for name in sections %}\n{{ section(name) }}\n\n{% endfor %}\n",
    "templates/mine/sources.md": '# Sources\n\n{{ table("sources") }}\n',
    "templates/mine/body.md": "# Body\n\nIt sent {{ men }}.\n",
}


@pytest.mark.parametrize("spec", SPECS, ids=lambda p: p.stem)
def test_spec(spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = BLOCK.findall(spec.read_text("utf-8"))
    files = BASE | {path: text for _, path, text in blocks if path}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    problems = check_brief(Path("facts/x"), "facts/x", template_folders=[Path("templates")])
    expected = next(text for kind, path, text in blocks if kind == "problems")
    assert "\n".join(str(p) for p in problems if p.code != "unused-fact") == expected.strip()


def test_there_are_specs() -> None:
    assert len(SPECS) > 15
