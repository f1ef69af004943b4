"""The whole pipeline on one screen: a dossier's folder → finished files in memory.

Takes a folder, the formats wanted, the template folders and a theme. Gives `Built`; its files are there only when no problem is
an error. Writes nothing to disk and reads no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from briefing.build_record import Build, write_build_record
from briefing.compose import compose
from briefing.errors import BriefingError, Origin, Problem, has_errors, sort_problems
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
    from briefing.writers.docx.house import HouseTemplate

FORMATS = ("pdf", "docx")
PROFILE = "ua1+a3a"
"""The standards that a PDF keeps unless another profile is asked for."""
FOLLOW_ON = frozenset({"nothing-to-print", "series-printed-whole", "unknown-aspect"})


@dataclass(frozen=True, slots=True)
class Built:
    """A brief: its files by format (empty when a problem is an error) and everything worth telling the user.

    `stem` is what its files are called: the dossier's name, and its marking if it has one. `record` is what stands beside them.
    """

    name: str
    files: Mapping[str, Written] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    stem: str = ""
    record: bytes = b""


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


class Extras(TypedDict):
    """What the Word writer is given beside the document; see `writers.docx.write`."""

    choices: WordChoices
    record: bytes
    fact_names: Mapping[str, str]
    remarks: Sequence[Remark]


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

    @property
    def house(self) -> HouseTemplate | None:
        """The house's Word template, if there is one. Raises BriefingError where it cannot be used."""
        if self.word.template is None:
            return None
        from briefing.writers.docx.house import load_house  # noqa: PLC0415  # only few want one

        return load_house(self.word.template, self.word.map, self.theme)


def _prepare(
    folder: Path, shown: str, template_folders: Sequence[Path], theme: Theme | None, word: WordChoices
) -> _Prepared:
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
    return _Prepared(document, look, settings, problems, record, word.over(settings.word), ledger)


def check_brief(
    folder: Path,
    shown: str,
    *,
    template_folders: Sequence[Path],
    theme: Theme | None = None,
    word: WordChoices = USUAL,
) -> tuple[Problem, ...]:
    """Every problem of a dossier, its templates and its pages, sorted; nothing is written."""
    brief = _prepare(folder, shown, template_folders, theme, word)
    problems = [*brief.problems, *_check_house(brief)]
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
    brief = _prepare(folder, shown, template_folders, theme, word)
    document = brief.document
    problems = [*brief.problems, *(_check_house(brief) if "docx" in formats else [])]
    if document is None or has_errors(problems):
        return Built(folder.name, {}, tuple(sort_problems(problems)))
    laid, found = _lay_out(document, brief)
    problems = [*problems, *found]
    files = {} if has_errors(found) else _write(document, laid, replace(brief, problems=problems), formats, profile)
    problems += [problem for written in files.values() for problem in written.problems]
    problems = sort_problems(problems)
    if has_errors(problems):
        return Built(document.name, {}, tuple(problems))
    stem = name_with(document.name, document.properties.marking)
    record = write_build_record(
        Build(
            document=document,
            edition=brief.ledger.dossier.edition if brief.ledger else "",
            template=brief.ledger.dossier.template if brief.ledger else "",
            theme=brief.theme.name,
            profile=profile,
            stem=stem,
            files=files,
            pages=laid.page_of,
            problems=problems,
            roots=(folder, *template_folders),
            markers=brief.word.markers,
            word={key: path for key, path in (("template", brief.word.template), ("map", brief.word.map)) if path},
        )
    )
    return Built(document.name, files, tuple(problems), stem, record)


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

        house = brief.house
        if house is not None:
            files["docx"] = _write_into(house, document, brief)
            return files
        written = docx.write(
            document,
            brief.theme,
            pages=laid.page_of,
            widths=laid.widths,
            measure=Ruler(brief.theme),
            **_extras(brief),
        )
        files["docx"] = replace(written, pages=len(laid.pages))
    return files


def _extras(brief: _Prepared) -> Extras:
    """What travels in a Word file beside the document."""
    return {"choices": brief.word, "record": brief.record, "fact_names": brief.fact_names, "remarks": brief.remarks}


def _check_house(brief: _Prepared) -> list[Problem]:
    """What stands against the house's Word template, or is to be known of it."""
    if brief.word.map is not None and brief.word.template is None:
        message = "a map of styles was given, and no Word template whose styles it could name"
        return [Problem("map-without-template", message, Origin(brief.word.map.as_posix()), "add --word-template FILE")]
    try:
        house = brief.house
    except BriefingError as error:
        return list(error.problems)
    return [] if house is None else list(house.problems)


def _write_into(house: HouseTemplate, document: Document, brief: _Prepared) -> Written:
    """The brief in the house's template. Its pages are counted by a layout of its own: the house's paper and sizes."""
    from briefing.typeset import Ruler, lay_out  # noqa: PLC0415  # as above
    from briefing.writers import docx  # noqa: PLC0415  # as above

    laid = lay_out(house.for_layout(document), house.layout)
    shift = house.geometry.first - 1
    pages = {key: number + shift for key, number in laid.page_of.items()}
    total = house.geometry.before + len(laid.pages) + house.geometry.after
    ruler = Ruler(house.layout)

    def measure(text: str, size: float, bold: bool) -> float:
        return ruler(text, size, bold) * house.breadth

    written = docx.write(
        document,
        house.theme,
        pages=pages,
        widths=laid.widths,
        measure=measure,
        **_extras(brief),
        template=house,
        total=total,
    )
    return replace(written, pages=total)


def _check_length(document: Document, laid: Pages, theme: Theme, settings: TemplateSettings) -> list[Problem]:
    """What is wrong where a template has a page budget."""
    if not settings.max_pages:
        return []
    from briefing.budget import check_budget  # noqa: PLC0415  # as above

    return check_budget(document, laid, theme, settings.max_pages, settings.origin)
