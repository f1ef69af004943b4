"""What a template prints, by the program's own pipeline: for tests that change templates."""

from __future__ import annotations

import tempfile
from pathlib import Path

from briefing.build.pipeline import compose_document
from briefing.document.model import Block, Break, Callout, FactReference, Inline, Link, Table, Text, inlines_of, walk

BASE = {
    "facts/x/dossier.yaml": "title: Arms\nedition: 1\ntemplate: mine\nsections:\n  - body\n",
    "facts/x/sources.yaml": "bbc:\n  title: A report\n  date: 2025-01-22\n",
    "facts/x/arms.yaml": (
        "title: Arms\nfacts:\n  men:\n    says: It sent {value}\n    value: more than 11,000 soldiers\n    source: bbc\n"
    ),
    "templates/mine/brief.md": '{{ section("body") }}\n',
}
MEN = "more than 11,000 soldiers"


def printed(body: str) -> list[str]:
    """The words of each block and cell of a section, in order; errors of the pipeline stop the test."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in {**BASE, "templates/mine/body.md": body}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        document, problems = compose_document(root / "facts/x", "facts/x", [root / "templates"])
    assert [str(p) for p in problems if p.severity == "error" and p.code != "table-without-title"] == []
    assert document is not None
    return [words for block in walk(document.blocks) for words in _words(block)]


def _words(block: Block) -> list[str]:
    if isinstance(block, Table):
        rows = [*block.head, *block.body]
        cells = [_plain(inlines) for row in rows for cell in row.cells for inlines in cell.paragraphs]
        return [_plain(block.title), *cells]
    if isinstance(block, Callout):
        return [block.title]
    runs = [_plain(run) for run in inlines_of(block)]
    return [run for run in runs if run]


def _plain(inlines: tuple[Inline, ...]) -> str:
    words = ""
    for item in inlines:
        if isinstance(item, Text | FactReference):
            words += item.text
        elif isinstance(item, Link):
            words += _plain(item.inlines)
        elif isinstance(item, Break):
            words += " "
    return words
