"""Single briefs: how long our files take beside those of others, in one process. A part of `make bench`.

    PYTHONPATH=tests python -m bench.single again|edition|another [ROUNDS]

What counts is the ratio of medians, document to bytes, warm, in one process, the contestants taking turns so that a busy machine is
busy for all. Three ways of asking: *the same brief again*, *the next edition each time* (`content.revise`: some paragraphs and figures
are others), *another brief each time* (no paragraph and no figure comes again). A program may keep what it remembers from brief to
brief. Typst remembers what it laid out. We remember blocks, rows, lines, notes and furniture as they were set, rows of Word tables,
and deflated streams and parts, all by content: a document is a new object each time. Peers written in Python keep compiled templates
and fonts.
"""

from __future__ import annotations

import gc
import importlib
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from bench import floor
from bench.content import Brief, make_brief, revise
from bench.ours import forget, lay, make_document, write_pdf, write_word

from briefing.document.model import Document
from briefing.layout.typesetting import Pages

WARM = 3
"""Briefs that everybody makes before the clock runs. None is made twice, save where that is what is asked."""
WAYS: dict[str, tuple[str, Callable[[int], Brief]]] = {
    "again": ("the same brief again", lambda _: make_brief(0)),
    "edition": ("the next edition each time", lambda at: revise(make_brief(0), at)),
    "another": ("another brief each time", lambda at: make_brief(1 + at)),
}
FONTS = Path(str(resources.files("briefing.layout.fonts")))
PEERS = {
    "Typst": ("bench.typst_peer", "Typst"), "WeasyPrint": ("bench.weasyprint_peer", "WeasyPrint"),
    "docxtpl": ("bench.docxtpl_peer", "DocxTpl"), "python-docx": ("bench.python_docx_peer", "PythonDocx"),
}  # fmt: skip


@dataclass(slots=True)
class Contestant:
    """Something that makes a file of an edition. `target`: at least so many times as long as ours; for a floor (`least` False)
    ours at most so many times as long as it. `runs` of each round; slow ones run seldom.
    """

    name: str
    write: Callable[[int], object]
    target: float = 0.0
    least: bool = True
    every: int = 1
    times: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)


def main() -> None:
    """Race for one way of asking."""
    way, make = WAYS[sys.argv[1]]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 24
    floor.load_fonts(FONTS)
    briefs = [make(number) for number in range(rounds + WARM)]
    documents = [make_document(brief) for brief in briefs]
    pages = [lay(document) for document in documents]
    _tell_content(briefs[0], len(pages[0].pages))
    _race_pdf(way, briefs, documents, pages, rounds)
    _race_word(way, briefs, documents, pages, rounds)


def _race_pdf(way: str, briefs: list[Brief], documents: list[Document], pages: list[Pages], rounds: int) -> None:
    lines = [floor.precompute(each) for each in pages]
    ours = Contestant("briefing: PDF/UA-1 + PDF/A-3a", lambda at: write_pdf(documents[at]))
    others = [
        *_peer("Typst", briefs, 1.5, 1),
        *_peer("WeasyPrint", briefs, 15, 6),
        Contestant("floor: the same lines, stock canvas", lambda at: floor.draw(lines[at]), 2.5, least=False),
    ]
    _race(f"PDF, {way}", ours, others, rounds)


def _race_word(way: str, briefs: list[Brief], documents: list[Document], pages: list[Pages], rounds: int) -> None:
    """Twice: a Word file beside a PDF has its page numbers; alone it pays for them, which no peer's contents has at all."""
    parts = [floor.unzip(write_word(*pair).data) for pair in zip(documents, pages, strict=True)]
    others = [
        *_peer("docxtpl", briefs, 5, 1),
        *_peer("python-docx", briefs, 15, 3),
        Contestant("floor: our parts zipped", lambda at: floor.zip_parts(parts[at]), 4, least=False),
    ]
    alone = Contestant("briefing: Word, layout pass included", lambda at: write_word(documents[at], lay(documents[at])))
    _race(f"Word with the layout pass for its contents' page numbers, {way}", alone, others, rounds)
    ours = Contestant("briefing: Word, pages known", lambda at: write_word(documents[at], pages[at]))
    _race(f"Word beside a PDF, {way}", ours, others, rounds)


def _tell_content(brief: Brief, pages: int) -> None:
    pieces = [piece for each in brief.sections for paragraph in each.paragraphs for piece in paragraph]
    words = sum(len((piece if isinstance(piece, str) else piece.text).split()) for piece in pieces)
    cells = sum(len(s.table.head) * (1 + len(s.table.rows)) for s in brief.sections if s.table)
    print(
        f"  content {brief.fingerprint}: {pages} pages, {words:,} words of prose and notes, {cells} cells, {len(brief.notes)} notes"
    )


def _peer(name: str, briefs: Sequence[Brief], target: float, every: int) -> list[Contestant]:
    """A peer, its sources ready, or nothing and a word of why."""
    module, kind = PEERS[name]
    try:
        peer = getattr(importlib.import_module(module), kind)
        made = peer(FONTS) if name in ("Typst", "WeasyPrint") else peer()
    except (ImportError, OSError) as error:
        print(f"\n{name} is not here ({error}): pip install '.[bench]'")
        return []
    sources = [made.prepare(brief) for brief in briefs]
    return [Contestant(name, lambda at: made.write(sources[at]), target, every=every)]


def _race(title: str, ours: Contestant, others: list[Contestant], rounds: int) -> None:
    """Warm everybody up, let them take turns, print the table."""
    everybody = [ours, *others]
    forget()  # what was made to have the floor and the pages ready
    for each in everybody:
        each.times.clear()
        for at in range(WARM):
            each.write(at)
    gc.collect()
    gc.freeze()  # what is ready before the clock starts is no burden to whoever makes many objects
    for number in range(rounds):
        for each in everybody:
            if number % each.every == 0:
                gc.collect()
                start = time.perf_counter()
                each.write(WARM + number)
                each.times.append((time.perf_counter() - start) * 1_000)
    gc.unfreeze()
    print(f"\n{title}\n  {'':36} {'median':>9} {'min':>9} {'max':>9}   runs  ratio")
    for each in everybody:
        print(_row(each, ours))


def _row(each: Contestant, ours: Contestant) -> str:
    row = f"  {each.name:36} {each.median:6.1f} ms {min(each.times):6.1f} ms {max(each.times):6.1f} ms {len(each.times):6}"
    if each is ours:
        return row
    if not each.target:
        return f"{row}  {each.median / ours.median:5.2f}"
    if each.least:
        ratio = each.median / ours.median
        return f"{row}  {ratio:5.2f}  {'met' if ratio >= each.target else 'MISSED'} (we are at least {each.target:g} times as fast)"
    ratio = ours.median / each.median
    return f"{row}  {ratio:5.2f}  {'met' if ratio <= each.target else 'MISSED'} (we take at most {each.target:g} times as long)"


if __name__ == "__main__":
    main()
