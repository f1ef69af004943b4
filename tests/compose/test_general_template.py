"""The general template, which lays out a dossier that has none of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.build.pipeline import make_document
from briefing.document.model import Bullets, Callout, Paragraph, inlines_of, plain, walk

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize(
    ("line", "gap", "first"),
    [
        ("name: Trade", "Trade in 2024: no figure.", "Trade in 2023: $3.8 million."),
        ("says: Trade came to {value} {when}", "In 2024: no figure.", "Trade came to $3.8 million in 2023."),
    ],
)
def test_a_date_without_a_figure_is_said_to_have_none(tmp_path: Path, line: str, gap: str, first: str) -> None:
    files = {
        "dossier.yaml": "title: X\ndate: 2025\n",
        "sources.yaml": "bbc:\n  title: News\n  date: 2025\n",
        "trade.yaml": f"title: Trade\nfacts:\n  trade:\n    {line}\n    unit: million USD\n    series: t.csv\n    source: bbc\n",
        "t.csv": "year,value\n2023,3.8\n2024,..\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    document, problems = make_document(tmp_path, "facts/x", [TEMPLATES])
    assert document is not None
    assert [str(p) for p in problems if p.severity == "error"] == []
    said = [
        plain(run)
        for block in walk(document.blocks)
        if isinstance(block, Bullets | Callout | Paragraph)
        for run in inlines_of(block)
    ]
    assert gap in said and first in said
    assert f"Trade. {first}" in said  # the summary takes the last year that has a figure
