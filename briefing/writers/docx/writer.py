"""The Word format for the registry of writers: a file of our own making, or the brief in somebody's Word template."""

from __future__ import annotations

from dataclasses import replace

from briefing.layout.theme import Theme
from briefing.layout.typesetting import Ruler, lay_out
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.writers import OutputFile, RenderedBrief, WriterOptions
from briefing.writers.docx import write as write_docx
from briefing.writers.docx.options import WordOptions
from briefing.writers.docx.template import load_word_template
from briefing.writers.docx.template.word_template import WordTemplate


def check(options: WriterOptions, theme: Theme) -> list[Problem]:
    """Return problems of the Word template."""
    word = options.word
    if word.map is not None and word.template is None:
        message = "a style map needs a Word template"
        return [
            Problem(
                "map-without-template",
                message,
                Location(word.map.as_posix()),
                "add the line word_template: FILE to dossier.yaml, or use --word-template FILE",
            )
        ]
    try:
        template = _template(word, theme)
    except BriefingError as error:
        return list(error.problems)
    return [] if template is None else list(template.problems)


def write(brief: RenderedBrief) -> OutputFile:
    """Return a .docx. Raises BriefingError where the Word template cannot be used."""
    template = _template(brief.options.word, brief.theme)
    if template is not None:
        return _write_into(template, brief)
    written = write_docx(
        brief.document,
        brief.theme,
        pages=brief.pages.page_of,
        widths=brief.pages.widths,
        measure=Ruler(brief.theme),
        options=brief.options.word,
        record=brief.record,
        fact_names=brief.fact_names,
        comments=brief.comments,
    )
    return replace(written, pages=len(brief.pages.pages))


def _write_into(template: WordTemplate, brief: RenderedBrief) -> OutputFile:
    """Return the brief in the template. Its pages come from a second layout, with the template's paper and sizes."""
    laid = lay_out(template.for_layout(brief.document), template.layout)
    shift = template.geometry.first - 1
    total = template.geometry.before + len(laid.pages) + template.geometry.after
    ruler = Ruler(template.layout)

    def measure(text: str, size: float, bold: bool) -> float:
        return ruler(text, size, bold) * template.width_factor

    written = write_docx(
        brief.document,
        template.theme,
        pages={key: number + shift for key, number in laid.page_of.items()},
        widths=laid.widths,
        measure=measure,
        options=brief.options.word,
        record=brief.record,
        fact_names=brief.fact_names,
        comments=brief.comments,
        template=template,
        total=total,
    )
    return replace(written, pages=total)


def _template(word: WordOptions, theme: Theme) -> WordTemplate | None:
    return None if word.template is None else load_word_template(word.template, word.map, theme)
