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
from briefing.record import write_record
from briefing.remarks import Remark, place_remarks
from briefing.resolve import resolve
from briefing.template_settings import TemplateSettings, read_template_settings
from briefing.theme import Theme, load_theme
from briefing.views import short_name
from briefing.word_choices import USUAL, WordChoices
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


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is known of a brief before it is written. `document` is None where nothing can be."""

    document: Document | None
    theme: Theme
    settings: TemplateSettings
    problems: list[Problem]
    record: bytes = b""
    word: WordChoices = USUAL
    ledger: Ledger | None = None

    @property
    def fact_names(self) -> dict[str, str]:
        """Names of facts, for people who see a fact's mark in the Word file."""
        return {fact.id: fact.name for fact in self.ledger.facts.values()} if self.ledger else {}

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The problems so far with their places in the brief, where comments are wanted."""
        if not self.word.comments or self.document is None or self.ledger is None:
            return ()
        sources = {source.id: source.origin for source in self.ledger.sources.values()}
        return place_remarks(self.problems, self.document, sources)


def _prepare(folder: Path, shown: str, template_folders: Sequence[Path], theme: Theme | None) -> _Prepared:
    """The document, its look, what its template says of it, and the record that travels with it."""
    ledger, problems = load_ledger(folder, shown)
    document, problems = _compose(ledger, problems, template_folders)
    settings, record = TemplateSettings(), b""
    if ledger is not None:
        settings, found = read_template_settings(template_folders, ledger.dossier.template)
        problems = [*problems, *found]
        if document is not None and not has_errors(problems):
            record = write_record(document, ledger)
    look = theme or settings.theme or load_theme()
    return _Prepared(document, look, settings, problems, record, ledger=ledger)


def check_brief(
    folder: Path, shown: str, *, template_folders: Sequence[Path], theme: Theme | None = None
) -> tuple[Problem, ...]:
    """Every problem of a dossier, its templates and its pages, sorted; nothing is written."""
    brief = _prepare(folder, shown, template_folders, theme)
    problems = brief.problems
    if brief.document is not None and not has_errors(problems):
        problems = [*problems, *_lay_out(brief.document, brief)[1]]
    return tuple(sort_problems(problems))


def build_brief(
    folder: Path,
    shown: str,
    *,
    formats: Sequence[str] = FORMATS,
    template_folders: Sequence[Path],
    theme: Theme | None = None,
    profile: str = PROFILE,
    word: WordChoices = USUAL,
) -> Built:
    """The brief of a dossier in each format, or the problems that stand in its way.

    Without a theme that of the template counts. `profile` names the standards that the PDF keeps, `word` what is chosen
    about the Word file.
    """
    brief = replace(_prepare(folder, shown, template_folders, theme), word=word)
    document, problems = brief.document, brief.problems
    if document is None or has_errors(problems):
        return Built(folder.name, {}, tuple(sort_problems(problems)))
    laid, found = _lay_out(document, brief)
    problems = [*problems, *found]
    files = {} if has_errors(found) else _write(document, laid, replace(brief, problems=problems), formats, profile)
    problems += [problem for written in files.values() for problem in written.problems]
    stem = name_with(document.name, document.properties.marking)
    return Built(document.name, {} if has_errors(problems) else files, tuple(sort_problems(problems)), stem)


def _lay_out(document: Document, brief: _Prepared) -> tuple[Pages, list[Problem]]:
    """The pages, and what is wrong with them: characters that no font has, too many pages."""
    from briefing.typeset import lay_out  # noqa: PLC0415  # its fonts are slow to load

    laid = lay_out(document, brief.theme)
    return laid, [*laid.problems, *_check_length(document, laid, brief.theme, brief.settings)]


def _write(
    document: Document, laid: Pages, brief: _Prepared, formats: Sequence[str], profile: str
) -> dict[str, Written]:
    """The document in each format. Only the writers asked for are imported."""
    files: dict[str, Written] = {}
    if "pdf" in formats:
        from briefing.writers import pdf  # noqa: PLC0415  # reportlab is slow to load

        name = cast("pdf.ProfileName", profile)
        files["pdf"] = pdf.write(document, brief.theme, laid=laid, profile=name, record=brief.record)
    if "docx" in formats:
        from briefing.typeset import Ruler  # noqa: PLC0415  # as above
        from briefing.writers import docx  # noqa: PLC0415  # as is python-docx

        written = docx.write(
            document,
            brief.theme,
            pages=laid.page_of,
            measure=Ruler(brief.theme),
            choices=brief.word,
            record=brief.record,
            fact_names=brief.fact_names,
            remarks=brief.remarks,
        )
        files["docx"] = replace(written, pages=len(laid.pages))
    return files


def _check_length(document: Document, laid: Pages, theme: Theme, settings: TemplateSettings) -> list[Problem]:
    """What is wrong where a template has a page budget."""
    if not settings.max_pages:
        return []
    from briefing.budget import check_budget  # noqa: PLC0415  # as above

    return check_budget(document, laid, theme, settings.max_pages, settings.origin)
