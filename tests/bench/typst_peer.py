"""The same brief by Typst (the `typst` wheel), as PDF/UA-1.

The source is ready as markup before the clock starts, and one `Compiler` keeps its fonts and what it has memoised from
brief to brief: the least work that its interface allows.
"""

from __future__ import annotations

from pathlib import Path

import typst
from bench.content import BYLINE, SUBTITLE, TITLE, Brief, Figure, Mark, Piece, Section, Table

NAME = "Typst"
LOOK = f"""
#set document(title: "{TITLE}", author: "{BYLINE[0]}", date: datetime(year: 2025, month: 5, day: 12))
#set text(font: "Source Serif 4", size: 10.5pt, lang: "en", region: "GB", hyphenate: true)
#set par(justify: true, leading: 0.62em, spacing: 1.05em)
#set heading(numbering: "1.1")
#show heading: set text(font: "Noto Sans", fill: rgb("12355B"))
#set page(paper: "a4", margin: (x: 76pt, top: 82pt, bottom: 78pt),
  header: text(7.8pt, font: "Noto Sans")[{TITLE} #h(1fr) {BYLINE[1]}],
  footer: context text(7.8pt, font: "Noto Sans")[{BYLINE[0]} #h(1fr) Page #counter(page).display("1 of 1", both: true)])
#set table(stroke: (x, y) => (bottom: 0.5pt + rgb("C9D1DA")), inset: (x: 4.5pt, y: 3pt),
  fill: (x, y) => if y == 0 {{ rgb("12355B") }}, align: (x, y) => if x == 0 {{ left }} else {{ right }})
#show table: set text(font: "Noto Sans", size: 8.4pt)
#show table: set par(justify: false)
#show table.cell.where(y: 0): set text(fill: white, weight: "bold")
#show figure: set block(breakable: true)
#show figure.where(kind: table): set figure.caption(position: top)
#text(23pt, font: "Noto Sans", weight: "bold")[{TITLE}]

#text(12.5pt, font: "Noto Sans")[{SUBTITLE}]

{BYLINE[0]} \\ {BYLINE[1]}

#outline(depth: 2)
"""
_SPECIAL = str.maketrans({mark: "\\" + mark for mark in "\\#$*_`<>@[]~"})


class Typst:
    """`write` gives the file of a source made by `prepare`."""

    def __init__(self, fonts: Path) -> None:
        self.version = typst.__version__ if hasattr(typst, "__version__") else ""
        self._compiler = typst.Compiler(font_paths=[str(fonts)], ignore_system_fonts=True)

    def prepare(self, brief: Brief) -> bytes:
        """The brief as Typst markup."""
        return (LOOK + "\n".join(_section(section) for section in brief.sections)).encode()

    def write(self, source: bytes) -> bytes:
        made = self._compiler.compile(source, format="pdf", pdf_standards=["ua-1"])
        assert isinstance(made, bytes)
        return made


def _section(section: Section) -> str:
    lines = [f"{'=' * section.level} {section.title.translate(_SPECIAL)}"]
    lines += ["".join(map(_piece, paragraph)) for paragraph in section.paragraphs]
    lines += [_table(section.table)] if section.table is not None else []
    return "\n\n".join(lines) + "\n"


def _piece(piece: Piece) -> str:
    if isinstance(piece, Mark):
        return f"#footnote[{piece.text.translate(_SPECIAL)}]"
    return (piece.text if isinstance(piece, Figure) else piece).translate(_SPECIAL)


def _table(table: Table) -> str:
    head = ", ".join(f"[{text}]" for text in table.head)
    rows = ",\n  ".join(", ".join(f"[{text}]" for text in row) for row in table.rows)
    widths = ", ".join(["2fr", *["1fr"] * (len(table.head) - 1)])
    return (
        f"#figure(caption: [{table.title}], table(columns: ({widths}), table.header({head}),\n  {rows}))\n\n"
        f'#text(7.8pt, font: "Noto Sans")[{table.source}]'
    )
