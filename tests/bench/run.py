"""The benchmark: how long our files take beside those of others, in one run on one machine. `make bench` starts it.

Prints what was measured, on what, and each ratio beside its target; a missed target is printed as missed. What counts is the
ratio of medians, document to bytes, warm, in one process, the contestants taking turns so that a busy machine is busy for all.
Two ways of asking: *another edition* each time, which is what building briefs is, and *the same brief again*, where a program
may hand back what it remembers (Typst remembers its whole layout). Judges by eye: the exit code is 0 either way.
"""

from __future__ import annotations

import gc
import importlib
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import metadata, resources
from pathlib import Path

from bench import floor, scale
from bench.content import Brief, make_brief
from bench.ours import lay, make_document, write_pdf, write_word

WARM = 3
"""Editions that everybody makes before the clock runs. No edition is made twice, save where that is what is asked."""
FONTS = Path(str(resources.files("briefing").joinpath("fonts")))
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
    """Everything, in about two minutes."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    briefs = [make_brief(edition) for edition in range(rounds + WARM)]
    documents = [make_document(brief) for brief in briefs]
    pages = [lay(document) for document in documents]
    _introduce(briefs[0], len(pages[0].pages))
    floor.load_fonts(FONTS)
    lines = [floor.precompute(each) for each in pages]
    ours = Contestant("briefing: PDF/UA-1 + PDF/A-3a", lambda at: write_pdf(documents[at]))
    others = [
        *_peer("Typst", briefs, 1.5, 1),
        *_peer("WeasyPrint", briefs, 15, 6),
        Contestant("floor: the same lines, stock canvas", lambda at: floor.draw(lines[at]), 2.5, least=False),
    ]
    _race("PDF, another edition each time", ours, others, rounds)
    _race("PDF, the same brief again", ours, [each for each in others if each.every == 1], rounds, same=True)
    parts = [floor.unzip(write_word(*pair).data) for pair in zip(documents, pages, strict=True)]
    ours = Contestant("briefing: Word, pages known", lambda at: write_word(documents[at], pages[at]))
    # Beside a PDF the page numbers are there already; alone, a Word file pays for them, which no peer's contents has at all.
    alone = Contestant("briefing: Word, pages laid out too", lambda at: write_word(documents[at], lay(documents[at])))
    others = [
        *_peer("docxtpl", briefs, 5, 1),
        *_peer("python-docx", briefs, 15, 3),
        Contestant("floor: our parts zipped", lambda at: floor.zip_parts(parts[at]), 4, least=False),
    ]
    _race("Word, another edition each time", ours, others, rounds)
    _race("Word alone, with the layout pass that its contents' page numbers need", alone, others, rounds)
    print("\nGrowth (PDF, each size in a process of its own)")
    scale.report()


def _introduce(brief: Brief, pages: int) -> None:
    names = ("reportlab", "python-docx", "uharfbuzz", "typst", "weasyprint", "docxtpl")
    print(
        f"Machine   {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {platform.platform(terse=True)}"
    )
    print(f"Versions  Python {platform.python_version()}, " + ", ".join(f"{name} {_version(name)}" for name in names))
    pieces = [piece for each in brief.sections for paragraph in each.paragraphs for piece in paragraph]
    words = sum(len((piece if isinstance(piece, str) else piece.text).split()) for piece in pieces)
    cells = sum(len(s.table.head) * (1 + len(s.table.rows)) for s in brief.sections if s.table)
    print(
        f"Content   {brief.fingerprint}: {pages} pages, {words:,} words of prose and notes, {cells} cells, {len(brief.notes)} notes"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


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


def _race(title: str, ours: Contestant, others: list[Contestant], rounds: int, *, same: bool = False) -> None:
    """Warm everybody up, let them take turns, print the table."""
    everybody = [ours, *others]
    for each in everybody:
        each.times.clear()
        for at in range(WARM):
            each.write(0 if same else at)
    for number in range(rounds):
        for each in everybody:
            if number % each.every == 0:
                gc.collect()
                start = time.perf_counter()
                each.write(0 if same else WARM + number)
                each.times.append((time.perf_counter() - start) * 1_000)
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
