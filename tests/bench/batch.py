"""Many briefs: how fast a batch is beside what people use today, in one run on one machine. Parts of `make bench`.

    PYTHONPATH=tests python -m bench.batch rates|cold|workers|memory

Rates are of whole commands, start included; peers get their texts ready-made, and each contestant has two processes. The notes are
those of `countries.py`, the same in content for everybody, in both formats. A peer that is slow makes fewer of them, and its rate
counts; one that is not installed is left out. Prints each ratio beside its target, and draws seconds against the number of briefs into
`out/bench/batch.svg`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from bench import batch_peers
from bench.batch_plot import Curve, draw
from bench.countries import TEMPLATE, write_countries
from bench.plain_notes import PlainNote, plain_notes

BRIEFS = 200
SIZES = (10, 50, 100, 200)
MANY = 2_000
COMMAND = (sys.executable, "-c", "from briefing.cli import main; main()")
SHIPPED = Path(__file__).parents[2] / "templates"
FONTS = Path(str(resources.files("briefing.layout.fonts")))
PICTURE = Path("out/bench/batch.svg")
FLAT = 1.15
"""How much more memory a process may take for 2,000 briefs than for 500, to be called flat."""
COLD_ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to make many notes, the programs and Python packages that it needs, and how many times as fast we aim to be."""

    name: str
    programs: tuple[str, ...]
    packages: tuple[str, ...]
    sizes: tuple[int, ...]
    run: Callable[[int, Path], float]
    target: float = 0.0

    def lacking(self) -> str:
        """Name what is not installed here."""
        programs = [name for name in self.programs if shutil.which(name) is None]
        return ", ".join(programs + [name for name in self.packages if importlib.util.find_spec(name) is None])


def main() -> None:
    """Measure and print one part."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as place:
        digest = write_countries(Path(place), BRIEFS)
        print(f"  content {digest}: {BRIEFS} country notes in both formats, of 3 to 6 pages")
        PARTS[sys.argv[1]](Path(place))


# ------------------------------------------------------------------ rates


def rates(place: Path) -> None:
    """A batch of 200 beside the others, and the plot."""
    notes = plain_notes(place, TEMPLATE, SHIPPED)
    names = batch_peers.prepare_pandoc_typst(notes, place)
    batch_peers.word_template(place / "template.docx")
    peers = (
        Peer(
            "pandoc + Typst", ("pandoc",), ("typst",), SIZES,
            lambda n, out: batch_peers.run_pandoc_typst(names[:n], place, out, FONTS), 5,
        ),
        Peer(
            "docxtpl + LibreOffice, a start a file", ("soffice",), ("docxtpl",), (5, 10),
            lambda n, out: batch_peers.run_docxtpl_office(notes[:n], place, out), 15,
        ),
        Peer(
            "docxtpl + LibreOffice, one start", ("soffice",), ("docxtpl",), (10, 100),
            lambda n, out: batch_peers.run_docxtpl_office_at_once(notes[:n], place, out),
        ),
    )  # fmt: skip
    print(f"  {_program('pandoc')}, {_program('soffice')}; two processes each")
    curves = [Curve("briefing batch", [(n, _batch(place, n)) for n in SIZES])]
    rate = _rate(curves[0])
    print(f"  {'briefing batch':<44} {rate:7.1f} briefs a second (of {BRIEFS}, start of the command included)")
    for peer in peers:
        if peer.lacking():
            print(f"  {peer.name:<44} left out: {peer.lacking()} is not installed here")
            continue
        folder = peer.name.replace(" ", "-").replace(",", "")
        curve = Curve(peer.name, [(n, peer.run(n, place / f"{folder}-{n}")) for n in peer.sizes])
        curves.append(curve)
        ratio = rate / _rate(curve)
        aim = (
            f"aim {peer.target:g}x: {'met' if ratio >= peer.target else 'MISSED'}" if peer.target else "for information"
        )
        print(f"  {peer.name:<44} {_rate(curve):7.1f} briefs a second (of {peer.sizes[-1]}): ours {ratio:.1f}x, {aim}")
    _check(place, notes, sum(len(curve.points) for curve in curves))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(draw("Seconds for so many briefs, both formats, two processes", curves), "utf-8")
    print(f"  drawn: {PICTURE}")


def _program(name: str) -> str:
    """Say which version of a program there is."""
    if shutil.which(name) is None:
        return f"no {name}"
    return subprocess.run([name, "--version"], capture_output=True, text=True, check=False).stdout.partition("\n")[0]


def _rate(curve: Curve) -> float:
    number, seconds = curve.points[-1]
    return number / seconds


def _batch(place: Path, number: int, jobs: int = 2, output: str = "") -> float:
    """Seconds of the whole command over the first so many dossiers, into an empty folder."""
    out = place / (output or f"ours-{number}-{jobs}")
    shutil.rmtree(out, ignore_errors=True)
    rows = _some(place, number)
    command = [*COMMAND, "batch", TEMPLATE, "--rows", str(rows), "--output", str(out), "--jobs", str(jobs)]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    assert done.returncode == 0, done.stderr
    assert len(list(out.glob("*.pdf"))) == len(list(out.glob("*.docx"))) == number
    return seconds


def _some(place: Path, number: int) -> Path:
    """A folder of the first so many dossiers."""
    rows = place / f"rows-{number}"
    if not rows.exists():
        rows.mkdir()
        for folder in sorted((place / "facts").iterdir())[:number]:
            (rows / folder.name).symlink_to(folder)
    return rows


def _check(place: Path, notes: Sequence[PlainNote], files: int) -> None:
    """That everybody made what was asked: each PDF of the first note has its title and the words of its last heading."""
    if shutil.which("pdftotext") is None:
        print("  not checked what everybody made: pdftotext is not installed here")
        return
    note = notes[0]
    last = next(str(part.words[0]) for part in reversed(note.parts) if part.kind == "heading")
    found = sorted(place.glob(f"*/{note.name}.pdf"))
    assert len(found) == files, found
    for path in found:
        words = " ".join(
            subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout.split()
        )
        for text in (note.title.split(":")[0], last.split(" ", 1)[-1]):
            assert " ".join(text.split()) in words, f"{path} lacks {text!r}"


# ------------------------------------------------------------------ one brief


def cold(place: Path) -> None:
    """One brief by fresh processes: ours, ours again where nothing has changed, and pandoc with Typst. They take turns."""
    notes = plain_notes(place, TEMPLATE, SHIPPED)[:1]
    name = batch_peers.prepare_pandoc_typst(notes, place)[0]
    out = place / "cold"
    out.mkdir(exist_ok=True)
    build = [*COMMAND, "build", f"facts/{name}", "--templates", f"templates/{TEMPLATE}", "--output", str(out)]
    compile_one = (
        "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], root=sys.argv[3], font_paths=[sys.argv[4]], "
        "ignore_system_fonts=True, format='pdf', pdf_standards=['ua-1'])"
    )
    source, pdf = place / "sources" / f"{name}.typ", out / "typst.pdf"
    typst = [sys.executable, "-c", compile_one, str(source), str(pdf), str(place), str(FONTS)]
    pandoc = ["pandoc", str(place / "sources" / f"{name}.md"), "--toc", "-o", str(out / "pandoc.docx")]
    ways: dict[str, list[list[str]]] = {"briefing build": [[*build, "--force"]], "briefing build, unchanged": [build]}
    if shutil.which("pandoc") and importlib.util.find_spec("typst"):
        ways["pandoc, then Typst"] = [pandoc, typst]
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(1 + COLD_ROUNDS):  # the first is not counted
        for way, commands in ways.items():
            times[way].append(_time(commands, place))
    ours, again, *peers = (statistics.median(times[way][1:]) for way in ways)
    for way, told in zip(ways, (ours, again, *peers), strict=True):
        print(f"  {way:<44} {told * 1000:7.0f} ms (median)")
    print(f"  unchanged takes {again / ours:.2f} of a cold build, aim 0.5: {'met' if again < ours / 2 else 'MISSED'}")
    for each in peers:
        print(f"  pandoc and Typst take {each / ours:.2f}x as long, aim 1x: {'met' if each >= ours else 'MISSED'}")
    if not peers:
        print("  pandoc, then Typst: left out, pandoc or typst is not installed here")


def _time(commands: Sequence[Sequence[str]], place: Path) -> float:
    """Seconds for commands one after the other. Compiled Python is kept, as it is where a program is installed."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=place, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


# ------------------------------------------------------------------ more processes, more briefs


def workers(place: Path) -> None:
    """Two processes against one, taking turns."""
    rounds = [(_batch(place, 100, 1), _batch(place, 100, 2)) for _ in range(3)]
    one, two = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(
        f"  100 briefs: {one:.1f} s and {two:.1f} s: {one / two:.2f}x, aim 1.6x: {'met' if one / two >= 1.6 else 'MISSED'}"
    )


def memory(place: Path) -> None:
    """What the largest process needs at most, for 500 briefs and for 2,000."""
    lot = place / "lot"
    write_countries(lot, MANY)
    peaks, seconds = {}, {}
    for number in (500, MANY):
        done = subprocess.run(
            [sys.executable, "-m", "bench.batch_memory", str(lot), str(number)],
            capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        told = json.loads(done.stdout.splitlines()[-1])
        peaks[number], seconds[number] = told["peak"], told["seconds"]
    ratio = peaks[MANY] / peaks[500]
    print(f"  memory of the largest process: {peaks[500]:.0f} MB for 500 briefs, {peaks[MANY]:.0f} MB for {MANY:,}")
    print(
        f"  {ratio:.2f}x, flat up to {FLAT}x: {'met' if ratio <= FLAT else 'MISSED'}; {MANY / seconds[MANY]:.1f} briefs a second"
    )


def peak_of(place: Path, number: int) -> dict[str, float]:
    """Megabytes of the largest process of a batch, and its seconds. To be run in a process that has started no other."""
    seconds = _batch(place, number)
    return {"peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, "seconds": seconds}


PARTS: dict[str, Callable[[Path], None]] = {"rates": rates, "cold": cold, "workers": workers, "memory": memory}

if __name__ == "__main__":
    main()
