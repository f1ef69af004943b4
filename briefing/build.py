"""The whole pipeline on one screen: a dossier's folder → finished files in memory.

Takes a folder, the formats wanted, the template folders and a theme. Gives `Built`; its files are there only when no problem is
an error. Writes nothing to disk and reads no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from briefing.compose import compose
from briefing.errors import BriefingError, Problem, has_errors, sort_problems
from briefing.facts.load import load_ledger
from briefing.facts.schema import Ledger
from briefing.language import load_language
from briefing.markings import name_with
from briefing.model import Document
from briefing.resolve import resolve
from briefing.template_settings import TemplateSettings, read_template_settings
from briefing.theme import Theme, load_theme
from briefing.views import short_name
from briefing.writers import Written

if TYPE_CHECKING:
    from briefing.typeset import Pages

FORMATS = ("pdf", "docx")
PROFILE = "ua1+a3a"
"""The standards that a PDF keeps unless another profile is asked for."""
FOLLOW_ON = frozenset({"nothing-to-print", "series-printed-whole", "unknown-aspect"})


@dataclass(frozen=True, slots=True)
class Built:
    """A brief: its files by format (empty when a problem is an error) and everything worth telling the user.

    `stem` is what its files are called: the dossier's name, and its marking if it has one.
    """

    name: str
    files: Mapping[str, Written] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    stem: str = ""


def make_document(folder: Path, shown: str, template_folders: Sequence[Path]) -> tuple[Document | None, list[Problem]]:
    """Facts → compose → resolve. `shown` is the folder's path as the user would write it."""
    ledger, problems = load_ledger(folder, shown)
    document, found = _compose(ledger, problems, template_folders)
    return document, found


def _compose(
    ledger: Ledger | None, problems: list[Problem], template_folders: Sequence[Path]
) -> tuple[Document | None, list[Problem]]:
    """The resolved document of a ledger, with the problems there were and are."""
    if ledger is None:
        return None, problems
    try:
        language = load_language(ledger.dossier.language)
    except BriefingError:  # loading the facts has said so, at its place
        language = load_language("en-GB")
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


def check_brief(
    folder: Path, shown: str, *, template_folders: Sequence[Path], theme: Theme | None = None
) -> tuple[Problem, ...]:
    """Every problem of a dossier, its templates and its pages, sorted; nothing is written."""
    document, look, settings, problems = _prepare(folder, shown, template_folders, theme)
    if document is not None and not has_errors(problems):
        from briefing.typeset import lay_out  # noqa: PLC0415  # its fonts are slow to load

        laid = lay_out(document, look)
        problems += [*laid.problems, *_check_length(document, laid, look, settings)]
    return tuple(sort_problems(problems))


def build_brief(
    folder: Path,
    shown: str,
    *,
    formats: Sequence[str] = FORMATS,
    template_folders: Sequence[Path],
    theme: Theme | None = None,
    profile: str = PROFILE,
) -> Built:
    """The brief of a dossier in each format, or the problems that stand in its way.

    Without a theme that of the template counts. `profile` names the standards that the PDF keeps.
    """
    document, look, settings, problems = _prepare(folder, shown, template_folders, theme)
    if document is None or has_errors(problems):
        return Built(folder.name, {}, tuple(sort_problems(problems)))
    files, found = write_files(document, look, formats, settings, profile)
    problems += [*found, *(problem for written in files.values() for problem in written.problems)]
    stem = name_with(document.name, document.properties.marking)
    return Built(document.name, {} if has_errors(problems) else files, tuple(sort_problems(problems)), stem)


def _prepare(
    folder: Path, shown: str, template_folders: Sequence[Path], theme: Theme | None
) -> tuple[Document | None, Theme, TemplateSettings, list[Problem]]:
    """The document, its look, and what its template says of it."""
    ledger, problems = load_ledger(folder, shown)
    document, problems = _compose(ledger, problems, template_folders)
    settings = TemplateSettings()
    if ledger is not None:
        settings, found = read_template_settings(template_folders, ledger.dossier.template)
        problems = [*problems, *found]
    return document, theme or settings.theme or load_theme(), settings, problems


def write_files(
    document: Document, theme: Theme, formats: Sequence[str], settings: TemplateSettings, profile: str
) -> tuple[dict[str, Written], list[Problem]]:
    """The document in each format, and what is wrong with its length. Only the writers asked for are imported."""
    from briefing.typeset import lay_out  # noqa: PLC0415  # its fonts are slow to load

    files: dict[str, Written] = {}
    problems: list[Problem] = []
    if "docx" in formats or settings.max_pages:
        laid = lay_out(document, theme)
        problems = [*laid.problems, *_check_length(document, laid, theme, settings)]
        if has_errors(problems):
            return {}, problems
        if "docx" in formats:
            from briefing.writers import docx  # noqa: PLC0415  # python-docx is slow to load

            written = docx.write(document, theme, pages=laid.page_of)
            files["docx"] = replace(written, pages=len(laid.pages))
    if "pdf" in formats:
        from briefing.writers import pdf  # noqa: PLC0415  # as is reportlab

        files["pdf"] = pdf.write(document, theme, profile=cast("pdf.ProfileName", profile))
    return files, problems


def _check_length(document: Document, laid: Pages, theme: Theme, settings: TemplateSettings) -> list[Problem]:
    """What is wrong where a template has a page budget."""
    if not settings.max_pages:
        return []
    from briefing.budget import check_budget  # noqa: PLC0415  # as above

    return check_budget(document, laid, theme, settings.max_pages, settings.origin)
