"""The same brief by docxtpl: a Word template with loops, filled from the brief.

Its footnotes cannot come from a loop: the notes stand as a list at the end, the contents as plain lines. One template object is
kept, and the Jinja environment that it is given compiles each of the template's parts once.
"""

from __future__ import annotations

import io
from importlib import metadata
from typing import Any

import docx
from bench.content import BYLINE, SUBTITLE, TITLE, Brief, Mark, Piece
from docxtpl import DocxTemplate
from jinja2 import Environment, Template

NAME = "docxtpl"
LOOPS = (
    "{%p for s in sections %}", "{{ s.number }} {{ s.title }}", "{%p endfor %}",
    "{%p for s in sections %}", "H1", "{%p for t in s.paragraphs %}",
    "{{ t.before }}^{{ t.mark }}^{{ t.after }}", "{%p endfor %}", "{%p if s.table %}",
    "Table {{ s.table.number }}. {{ s.table.title }}", "TABLE", "{{ s.table.source }}", "{%p endif %}", "{%p endfor %}",
    "{%p for n in notes %}", "{{ n.number }} {{ n.text }}", "{%p endfor %}",
)  # fmt: skip
"""A paragraph each; text between carets is raised."""


class _Compiled(Environment):
    """Keeps compiled templates: docxtpl asks for the same text at each render."""

    def __init__(self) -> None:
        super().__init__(autoescape=False)  # docxtpl's own default
        self._known: dict[str, Template] = {}

    def from_string(self, source: Any, *rest: Any, **named: Any) -> Template:
        known = self._known.get(source)
        if known is None:
            known = self._known[source] = super().from_string(source, *rest, **named)
        return known


class DocxTpl:
    """`write` gives the file of a context made by `prepare`."""

    def __init__(self) -> None:
        self.version = metadata.version("docxtpl")
        self._environment = _Compiled()
        self._template = DocxTemplate(io.BytesIO(_template()))

    def prepare(self, brief: Brief) -> dict[str, Any]:
        """The brief as a context, paragraphs cut at their note."""
        sections = [
            {
                "number": section.number, "title": section.title, "table": section.table, "level": section.level,
                "paragraphs": [_cut(paragraph) for paragraph in section.paragraphs],
            }
            for section in brief.sections
        ]  # fmt: skip
        return {"sections": sections, "notes": brief.notes}

    def write(self, context: dict[str, Any]) -> bytes:
        self._template.render(context, self._environment)
        saved = io.BytesIO()
        self._template.save(saved)
        return saved.getvalue()


def _cut(pieces: tuple[Piece, ...]) -> dict[str, str]:
    at = next(place for place, piece in enumerate(pieces) if isinstance(piece, Mark))
    texts = [piece if isinstance(piece, str) else piece.text for piece in pieces]
    mark = pieces[at]
    assert isinstance(mark, Mark)
    return {"before": "".join(texts[:at]), "mark": str(mark.number), "after": "".join(texts[at + 1 :])}


def _template() -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for line in (SUBTITLE, *BYLINE):
        document.add_paragraph(line)
    for text in LOOPS:
        if text == "TABLE":
            _add_table(document)
        elif text == "H1":
            for level in (1, 2):
                document.add_paragraph(f"{{%p if s.level == {level} %}}")
                document.add_heading("{{ s.number }} {{ s.title }}", level)
                document.add_paragraph("{%p endif %}")
        else:
            paragraph = document.add_paragraph()
            for at, part in enumerate(text.split("^")):
                paragraph.add_run(part).font.superscript = True if at % 2 else None
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _add_table(document: Any) -> None:
    table = document.add_table(rows=4, cols=6, style="Table Grid")
    for at in range(6):
        table.cell(0, at).text = f"{{{{ s.table.head[{at}] }}}}"
        table.cell(2, at).text = f"{{{{ row[{at}] }}}}"
    table.cell(1, 0).text = "{%tr for row in s.table.rows %}"
    table.cell(3, 0).text = "{%tr endfor %}"
