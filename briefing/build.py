"""The whole pipeline on one screen: a dossier's folder → finished files in memory.

Takes a folder, the formats wanted, the template folders and a theme. Gives `Built`; its files are there only when no problem is
an error. Writes nothing to disk and reads no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefing.compose import compose
from briefing.errors import Problem, has_errors, sort_problems
from briefing.facts.load import load_ledger
from briefing.language import load_language
from briefing.model import Document
from briefing.resolve import resolve
from briefing.theme import Theme, load_theme
from briefing.views import short_name
from briefing.writers import Written

FORMATS = ("pdf", "docx")
FOLLOW_ON = frozenset({"nothing-to-print", "series-printed-whole", "unknown-aspect"})


@dataclass(frozen=True, slots=True)
class Built:
    """A brief: its files by format (empty when a problem is an error) and everything worth telling the user."""

    name: str
    files: Mapping[str, Written] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def make_document(folder: Path, shown: str, template_folders: Sequence[Path]) -> tuple[Document | None, list[Problem]]:
    """Facts → compose → resolve. `shown` is the folder's path as the user would write it."""
    ledger, problems = load_ledger(folder, shown)
    if ledger is None:
        return None, problems
    language = load_language(ledger.dossier.language)
    document, found = compose(ledger, language, template_folders)
    if has_errors(problems):
        # A fact that was not read whole has nothing to print: that is said once, where the fact stands.
        found = [problem for problem in found if problem.code not in FOLLOW_ON]
    problems = [*problems, *found]
    if document is None:
        return None, problems
    names = {source.id: short_name(source, language) for source in ledger.sources.values()}
    resolved, found = resolve(document, language, names)
    return resolved, [*problems, *found]


def check_brief(folder: Path, shown: str, *, template_folders: Sequence[Path]) -> tuple[Problem, ...]:
    """Every problem of a dossier and its templates, sorted; nothing is written."""
    _, problems = make_document(folder, shown, template_folders)
    return tuple(sort_problems(problems))


def build_brief(
    folder: Path,
    shown: str,
    *,
    formats: Sequence[str] = FORMATS,
    template_folders: Sequence[Path],
    theme: Theme | None = None,
) -> Built:
    """The brief of a dossier in each format, or the problems that stand in its way."""
    document, problems = make_document(folder, shown, template_folders)
    if document is None or has_errors(problems):
        return Built(folder.name, {}, tuple(sort_problems(problems)))
    files = write_files(document, theme or load_theme(), formats)
    problems += [problem for written in files.values() for problem in written.problems]
    return Built(document.name, {} if has_errors(problems) else files, tuple(sort_problems(problems)))


def write_files(document: Document, theme: Theme, formats: Sequence[str]) -> dict[str, Written]:
    """The document in each format. Only the writers asked for are imported."""
    files: dict[str, Written] = {}
    if "pdf" in formats:
        from briefing.writers import pdf  # noqa: PLC0415  # reportlab is slow to load

        files["pdf"] = pdf.write(document, theme)
    if "docx" in formats:
        from briefing.typeset import lay_out  # noqa: PLC0415  # as above
        from briefing.writers import docx  # noqa: PLC0415  # as is python-docx

        laid = lay_out(document, theme)
        written = docx.write(document, theme, pages=laid.page_of)
        files["docx"] = replace(written, pages=len(laid.pages), problems=(*laid.problems, *written.problems))
    return files
