"""What people make many briefs with today: pandoc (docx) with Typst (pdf), and docxtpl (docx) with LibreOffice (pdf), two at a time.

Each is given its texts ready-made. Pandoc is a program and is started for each file, as it must be; Typst stays in the process and
keeps its fonts; a docxtpl template is read once a process; LibreOffice is started for each file, as a script does, and once for many
files, which is the fairest way to ask it.
"""

from __future__ import annotations

import io
import multiprocessing
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from bench.plain_notes import Part, PlainNote

_SPECIAL_TYPST = str.maketrans({mark: "\\" + mark for mark in "\\#$*_`<>@[]~"})
_SPECIAL_MARKDOWN = str.maketrans({mark: "\\" + mark for mark in "\\#$*_`<>@[]~|^"})
_KEPT: dict[str, Any] = {}
"""What a worker process keeps from brief to brief."""


# ------------------------------------------------------------------ pandoc and Typst


def markdown(note: PlainNote) -> str:
    """The note as pandoc's Markdown."""
    lines = [f"---\ntitle: '{note.title.replace(chr(39), chr(39) * 2)}'\nlang: en-GB\n---\n"]
    for part in note.parts:
        if part.kind == "heading":
            lines.append("#" * part.level + " " + _text(part, "[^{}]", _SPECIAL_MARKDOWN))
        elif part.kind in ("text", "item"):
            lines.append(("- " if part.kind == "item" else "") + _text(part, "[^{}]", _SPECIAL_MARKDOWN))
        elif part.kind == "picture":
            lines.append(f"![{part.title}]({part.path})")
        elif part.rows:
            cells = [" | ".join(cell.translate(_SPECIAL_MARKDOWN) for cell in row) for row in part.rows]
            rule = "|".join("---" for _ in part.rows[0])
            lines.append("\n".join([f"| {cells[0]} |", f"|{rule}|", *(f"| {c} |" for c in cells[1:])]))
            lines.append(f": {part.title}\n\n{part.source.translate(_SPECIAL_MARKDOWN)}")
    lines += [f"[^{number}]: {text.translate(_SPECIAL_MARKDOWN)}" for number, text in note.notes.items()]
    return "\n\n".join(lines) + "\n"


def typst_source(note: PlainNote) -> str:
    """The note as Typst markup."""
    title = note.title.replace('"', '\\"')
    lines = [
        f'#set document(title: "{title}", date: datetime(year: 2025, month: 7, day: 14))',
        '#set text(font: "Source Serif 4", size: 10.5pt, lang: "en", region: "GB", hyphenate: true)',
        '#set par(justify: true)\n#set page(paper: "a4", numbering: "1")\n#show table: set text(font: "Noto Sans", size: 8.4pt)',
        f"#text(20pt)[{note.title.translate(_SPECIAL_TYPST)}]\n\n#outline(depth: 2)",
    ]
    for part in note.parts:
        if part.kind == "heading":
            lines.append("=" * part.level + " " + _text(part, "", _SPECIAL_TYPST))
        elif part.kind in ("text", "item"):
            words = [
                f"#footnote[{note.notes[w].translate(_SPECIAL_TYPST)}]"
                if isinstance(w, int)
                else w.translate(_SPECIAL_TYPST)
                for w in part.words
            ]
            lines.append(("- " if part.kind == "item" else "") + "".join(words))
        elif part.kind == "picture":
            name = Path(part.path).name
            lines.append(
                f'#figure(image("/pictures/{name}", alt: "{part.title}"), caption: [{part.title.translate(_SPECIAL_TYPST)}])'
            )
        elif part.rows:
            cells = ", ".join(f"[{cell.translate(_SPECIAL_TYPST)}]" for row in part.rows for cell in row)
            lines.append(
                f"#figure(caption: [{part.title.translate(_SPECIAL_TYPST)}], table(columns: {len(part.rows[0])}, {cells}))\n\n"
                f"{part.source.translate(_SPECIAL_TYPST)}"
            )
    return "\n\n".join(lines) + "\n"


def _text(part: Part, mark: str, special: dict[int, str]) -> str:
    return "".join(mark.format(w) if isinstance(w, int) else w.translate(special) for w in part.words)


def prepare_pandoc_typst(notes: Sequence[PlainNote], place: Path) -> list[str]:
    """Write the sources; gives their names."""
    (place / "sources").mkdir(exist_ok=True)
    for note in notes:
        (place / "sources" / f"{note.name}.md").write_text(markdown(note), "utf-8")
        (place / "sources" / f"{note.name}.typ").write_text(typst_source(note), "utf-8")
    return [note.name for note in notes]


def pandoc(name: str, place: Path, out: Path) -> None:
    """One Word file."""
    command = ["pandoc", str(place / "sources" / f"{name}.md"), "--toc", "-o", str(out / f"{name}.docx")]
    subprocess.run(command, check=True)


def typst(name: str, place: Path, out: Path, fonts: Path) -> None:
    """One PDF, tagged."""
    if "typst" not in _KEPT:
        import typst as library

        _KEPT["typst"] = library.Compiler(root=str(place), font_paths=[str(fonts)], ignore_system_fonts=True)
    source = str(place / "sources" / f"{name}.typ")
    _KEPT["typst"].compile(source, output=str(out / f"{name}.pdf"), format="pdf", pdf_standards=["ua-1"])


def _pandoc_typst(name: str, place: Path, out: Path, fonts: Path) -> None:
    pandoc(name, place, out)
    typst(name, place, out, fonts)


# ------------------------------------------------------------------ docxtpl and LibreOffice


def word_template(path: Path) -> None:
    """A template with loops, as a house would make one."""
    import docx

    document = docx.Document()
    document.add_heading("{{ title }}", 0)
    for text, style in (
        ("{%p for p in parts %}", ""), ("{%p if p.kind == 'heading' %}", ""), ("{{ p.text }}", "Heading 1"), ("{%p endif %}", ""),
        ("{%p if p.kind == 'text' %}", ""), ("{{ p.text }}", ""), ("{%p endif %}", ""),
        ("{%p if p.kind == 'item' %}", ""), ("{{ p.text }}", "List Bullet"), ("{%p endif %}", ""),
        ("{%p if p.kind == 'picture' %}", ""), ("{{ p.picture }}", ""), ("{{ p.title }}", "Caption"), ("{%p endif %}", ""),
        ("{%p if p.kind == 'table' %}", ""), ("{{ p.title }}", "Caption"), ("TABLE", ""), ("{{ p.source }}", ""), ("{%p endif %}", ""),
        ("{%p endfor %}", ""), ("{%p for n in notes %}", ""), ("{{ n }}", ""), ("{%p endfor %}", ""),
    ):  # fmt: skip
        if text != "TABLE":
            document.add_paragraph(text, style or None)
            continue
        table = document.add_table(rows=3, cols=3, style="Table Grid")
        table.cell(0, 0).text = "{%tr for row in p.rows %}"
        for at, cell in enumerate(("{%tc for c in row %}", "{{ c }}", "{%tc endfor %}")):
            table.cell(1, at).text = cell
        table.cell(2, 0).text = "{%tr endfor %}"
    document.save(str(path))


def docxtpl(note: PlainNote, place: Path, out: Path) -> Path:
    """One Word file."""
    from docxtpl import DocxTemplate, InlineImage

    if "template" not in _KEPT:
        _KEPT["template"] = (place / "template.docx").read_bytes()
    template = DocxTemplate(io.BytesIO(_KEPT["template"]))
    parts = [
        {
            "kind": part.kind, "title": part.title, "rows": part.rows, "source": part.source,
            "text": "".join(f" [{w}]" if isinstance(w, int) else w for w in part.words),
            "picture": InlineImage(template, part.path, width=5_400_000) if part.path else "",
        }
        for part in note.parts
    ]  # fmt: skip
    notes = [f"{number} {text}" for number, text in note.notes.items()]
    template.render({"title": note.title, "parts": parts, "notes": notes}, autoescape=True)
    path = out / f"{note.name}.docx"
    template.save(path)
    return path


def office(paths: Sequence[Path], out: Path, profile: Path) -> None:
    """PDFs of Word files, by one start of LibreOffice with a profile of its own, so that two may run."""
    command = ["soffice", f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(out), *map(str, paths)], check=True, capture_output=True)


def _docxtpl_office(note: PlainNote, place: Path, out: Path) -> None:
    import os

    office([docxtpl(note, place, out)], out, place / f"profile-{os.getpid()}")


def _docxtpl_office_many(notes: Sequence[PlainNote], place: Path, out: Path) -> None:
    import os

    office([docxtpl(note, place, out) for note in notes], out, place / f"profile-{os.getpid()}")


# ------------------------------------------------------------------ two at a time


def race(work: Callable[[Any], None], things: Sequence[Any], warm: Sequence[Any]) -> float:
    """Return the seconds for all things, with a process for each thing of `warm`, which it does before the clock starts.

    The processes are spawned. Forked ones would hang: they would have the locks of this process, such as those of Typst's threads, and
    not the threads that let go of them.
    """
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(len(warm))
    with ProcessPoolExecutor(len(warm), context, _keep_barrier, (together,)) as pool:
        list(pool.map(partial(_warm_up, work), warm))
        start = time.perf_counter()
        list(pool.map(work, things))
        return time.perf_counter() - start


def _keep_barrier(together: Barrier) -> None:
    _KEPT["together"] = together


def _warm_up(work: Callable[[Any], None], thing: Any) -> None:
    """Wait until every process has a thing to do, so that none does two while another is still starting."""
    _KEPT["together"].wait()
    work(thing)


def run_pandoc_typst(names: Sequence[str], place: Path, out: Path, fonts: Path) -> float:
    """Seconds for both files of each."""
    out.mkdir(parents=True, exist_ok=True)
    return race(partial(_pandoc_typst, place=place, out=out, fonts=fonts), names, names[:2])


def run_docxtpl_office(notes: Sequence[PlainNote], place: Path, out: Path) -> float:
    """Seconds for both files of each, LibreOffice started for each."""
    out.mkdir(parents=True, exist_ok=True)
    return race(partial(_docxtpl_office, place=place, out=out), notes, notes[:2])


def run_docxtpl_office_at_once(notes: Sequence[PlainNote], place: Path, out: Path) -> float:
    """Seconds for both files of each, LibreOffice started once in each of two processes."""
    out.mkdir(parents=True, exist_ok=True)
    halves = [notes[::2], notes[1::2]]
    return race(partial(_docxtpl_office_many, place=place, out=out), halves, [notes[:1], notes[1:2]])
