"""The same brief by WeasyPrint, as PDF/UA-1.

The HTML is ready before the clock starts; the style sheet is parsed and the fonts are loaded once.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import weasyprint
from bench.content import BYLINE, SUBTITLE, TITLE, Brief, Figure, Mark, Piece, Section, Table
from weasyprint.text.fonts import FontConfiguration

NAME = "WeasyPrint"
FACES = (
    ("Source Serif 4", "SourceSerif4-Regular", "normal"), ("Noto Sans", "NotoSans-Regular", "normal"),
    ("Noto Sans", "NotoSans-Bold", "bold"),
)  # fmt: skip
LOOK = """
@page { size: A4; margin: 82pt 76pt 78pt;
  @top-left { content: "%(title)s"; font: 7.8pt "Noto Sans" } @top-right { content: "%(date)s"; font: 7.8pt "Noto Sans" }
  @bottom-left { content: "%(publisher)s"; font: 7.8pt "Noto Sans" }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 7.8pt "Noto Sans" } }
body { font: 10.5pt/14.8pt "Source Serif 4"; color: #1b1f24; margin: 0 }
p { text-align: justify; hyphens: auto; margin: 0 0 7pt; orphans: 2; widows: 2 }
h1, h2, h3, .contents, caption { font-family: "Noto Sans"; color: #12355b; break-after: avoid }
h1 { font-size: 23pt; line-height: 28pt } h2 { font-size: 14.5pt; line-height: 19pt } h3 { font-size: 11.5pt }
.contents p { text-align: left; margin: 0 } .contents a::after { content: leader('.') target-counter(attr(href), page) }
.note { float: footnote; font-size: 8.4pt; line-height: 10.8pt }
table { width: 100%%; border-collapse: collapse; font: 8.4pt/11.4pt "Noto Sans"; table-layout: fixed }
caption { text-align: left; font-weight: bold; font-size: 9.2pt }
th, td { padding: 3pt 4.5pt; border-bottom: 0.5pt solid #c9d1da; text-align: right }
th:first-child { text-align: left; width: 28%% } thead th { background: #12355b; color: white } tr { break-inside: avoid }
tbody th { font-weight: normal } .source { font: 7.8pt "Noto Sans" }
"""


class WeasyPrint:
    """`write` gives the file of a page made by `prepare`."""

    def __init__(self, fonts: Path) -> None:
        self.version = weasyprint.__version__
        faces = "".join(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{(fonts / name).as_uri()}.ttf") }}\n'
            for family, name, weight in FACES
        )
        self._fonts = FontConfiguration()
        look = LOOK % {"title": TITLE, "date": BYLINE[1], "publisher": BYLINE[0]}
        self._look = weasyprint.CSS(string=faces + look, font_config=self._fonts)

    def prepare(self, brief: Brief) -> str:
        """The brief as HTML."""
        entries = "".join(f'<p><a href="#s{s.number}">{s.number} {escape(s.title)}</a></p>' for s in brief.sections)
        return (
            f'<!doctype html><html lang="en-GB"><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>'
            f"<p>{escape(SUBTITLE)}</p><p>{'<br>'.join(BYLINE)}</p><div class=contents>{entries}</div>"
            f"{''.join(map(_section, brief.sections))}</body></html>"
        )

    def write(self, page: str) -> bytes:
        document = weasyprint.HTML(string=page)
        made = document.write_pdf(stylesheets=[self._look], font_config=self._fonts, pdf_variant="pdf/ua-1")
        assert isinstance(made, bytes)
        return made


def _section(section: Section) -> str:
    tag = f"h{section.level + 1}"
    paragraphs = "".join(f"<p>{''.join(map(_piece, paragraph))}</p>" for paragraph in section.paragraphs)
    table = _table(section.table) if section.table is not None else ""
    return f'<{tag} id="s{section.number}">{section.number} {escape(section.title)}</{tag}>{paragraphs}{table}'


def _piece(piece: Piece) -> str:
    if isinstance(piece, Mark):
        return f"<span class=note>{escape(piece.text)}</span>"
    return escape(piece.text if isinstance(piece, Figure) else piece)


def _table(table: Table) -> str:
    head = "".join(f"<th scope=col>{escape(text)}</th>" for text in table.head)
    rows = "".join(
        f"<tr><th scope=row>{escape(row[0])}</th>{''.join(f'<td>{escape(text)}</td>' for text in row[1:])}</tr>"
        for row in table.rows
    )
    return (
        f"<table><caption>Table {table.number}. {escape(table.title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table><p class=source>{escape(table.source)}</p>"
    )
