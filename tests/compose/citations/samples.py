"""A dossier whose sources are of every kind that think tanks cite, for tests of citation styles; and what a brief of it says.

Run as a script it writes `printed/*.txt` anew: read the difference against the style's own guide before you commit it.
"""

from __future__ import annotations

from pathlib import Path

from briefing.build.pipeline import compose_document
from briefing.compose.citations.style_file import shipped_styles
from briefing.document.model import CrossReference, Document, Inline, Link, Note, Table, Text, inlines_of, walk
from briefing.problems.problem import Problem

ROOT = Path(__file__).parents[3]
PRINTED = Path(__file__).parent / "printed"
SOURCES_YAML = """mod_2025:
  title: Intelligence update on Ukraine
  publisher: UK Ministry of Defence
  date: 2025-06-15
  type: report
  url: https://example.org/update
  accessed: 2025-07-03
mod_2025_b:
  title: Second intelligence update
  publisher: UK Ministry of Defence
  date: 2025-06-20
  type: report
kcna:
  title: Who is who
  publisher: KCNA
  undated: standing page
  type: web page
  url: https://example.org/who
reuters_2012:
  title: Moscow writes off debt
  author: Grove, Thomas; Kim, Min-jung
  publisher: Reuters
  date: 2012-09-17
  type: newspaper article
un_1718:
  title: Resolution 1718 (2006)
  publisher: UN Security Council
  date: 2006-10-14
  type: UN resolution
"""
SOURCES_BIB = """@article{grove_2012, author = {Grove, Thomas and Kim, Min-jung}, title = {Arms and oil: a history},
  journal = {Journal of Debt}, volume = 3, number = 2, pages = {9--15}, date = {2012-09-17}, doi = {10.1000/xyz}}
@book{berg_2024, author = {van der Berg, Anna}, title = {The arms of {Pyongyang}}, publisher = {Hurst},
  location = {London}, date = {2024}}
@incollection{lee_2023, author = {Lee, Sun and Park, Ha-na and Smith, John Q. and {Institute of Trade}},
  title = {Labour abroad}, booktitle = {Sanctions at work}, editor = {Ray, M. L.}, publisher = {Brill}, address = {Leiden},
  pages = {101--108}, date = {2023-03}}
"""
ECONOMY = """title: Economy
facts:
  a:
    says: It was {value} at first
    value: 1 km
    source: grove_2012, par. 3
  b:
    says: It was {value} later
    value: 2 km
    source: mod_2025, p. 5; berg_2024, pp. 101-108
  c:
    says: It was {value} then
    value: 3 km
    source: mod_2025, p. 7; mod_2025_b; kcna, Annex B
  d:
    says: It was {value} at last
    value: 4 km
    source: grove_2012, par. 5, par. 7
  e:
    says: It was {value} again
    value: 5 km
    source: lee_2023; reuters_2012; un_1718, par. 8
"""


def write_dossier(folder: Path, style: str, **files: str) -> Path:
    """A dossier in that style. Files are named as `sources_bib`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {"dossier_yaml": f"title: T\ndate: 2025\ncitation_style: {style}\n", "sources_yaml": SOURCES_YAML,
            "sources_bib": SOURCES_BIB, "economy_yaml": ECONOMY, **files}  # fmt: skip
    for name, text in made.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text, "utf-8")
    return folder


def document_of(folder: Path) -> tuple[Document | None, list[Problem]]:
    return compose_document(folder, "facts/x", [ROOT / "templates"])


def shown(inlines: tuple[Inline, ...]) -> str:
    """Inlines as text: *emphasis*, **strong**, a reference in braces, a link in angle brackets."""
    parts = []
    for item in inlines:
        if isinstance(item, Text):
            mark = "**" if item.strong else "*" if item.emphasis else ""
            parts.append(f"{mark}{item.text}{mark}")
        elif isinstance(item, CrossReference):
            parts.append(f"{{{item.text}}}")
        elif isinstance(item, Link):
            parts.append(f"<{shown(item.inlines)}>")
    return "".join(parts)


def notes_of(document: Document) -> list[str]:
    runs = (run for block in walk(document.blocks) for run in inlines_of(block))
    return [shown(item.inlines) for run in runs for item in run if isinstance(item, Note)]


def list_of(document: Document) -> list[str]:
    tables = [b for b in document.blocks if isinstance(b, Table) and b.key == "table/sources"]
    return [" | ".join(shown(p) for c in row.cells for p in c.paragraphs) for table in tables for row in table.body]


def printed(document: Document) -> str:
    notes = [f"{number}. {note}\n" for number, note in enumerate(notes_of(document), start=1)]
    return "".join(["Notes\n", *notes, "\nSources\n", *(f"{line}\n" for line in list_of(document))])


if __name__ == "__main__":
    import tempfile

    for name in shipped_styles():
        with tempfile.TemporaryDirectory() as made:
            document, problems = document_of(write_dossier(Path(made) / "x", name))
        assert document is not None, problems
        PRINTED.mkdir(exist_ok=True)
        (PRINTED / f"{name}.txt").write_text(printed(document), "utf-8")
        print(name, *problems)
