"""The pipeline from a dossier's folder to finished files in memory.

There are files only if no problem is an error; a draft is also built with errors of checks. Nothing is written to disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from briefing.build.argument_types import read_path
from briefing.build.build_register import write_built
from briefing.build.dossier_settings import DossierSettings, read_dossier_settings
from briefing.build.isolation import ComposeJob, compose_isolated
from briefing.build.load import language_of, load_for_build, read_ledger
from briefing.build.manifest import ManifestInput, write_manifest
from briefing.build.manifest_reader import RECORD_ENDING
from briefing.build.options import MARKERS, PROFILE, BuildOptions
from briefing.build.template_settings import TemplateSettings, read_template_settings
from briefing.build.up_to_date import BuildRequest, describe
from briefing.checks import allowed_in_draft, run_checks
from briefing.compose.citations import open_style
from briefing.compose.dependencies import AskedFor
from briefing.compose.draft import mark_draft
from briefing.compose.numbering import resolve
from briefing.compose.source_summary import summarise_sources
from briefing.document.comment_threads import CommentThread, place_threads
from briefing.document.comments import Comment, CommentText, place_comments
from briefing.document.marking import name_with
from briefing.document.model import Document
from briefing.facts.ledger import Ledger
from briefing.facts.record import write_record
from briefing.facts.tlp import check_handling
from briefing.facts.views import short_name
from briefing.language import load_language
from briefing.layout.theme import Theme, load_theme
from briefing.problems.notebook import as_html
from briefing.problems.problem import BriefingError, Problem, has_errors, sort_problems
from briefing.problems.summary import count, plural
from briefing.writers import OutputFile, RenderedBrief, WriterOptions
from briefing.writers.docx.options import DEFAULT, MarkerKind, WordOptions
from briefing.writers.registry import check_formats, load_writer

if TYPE_CHECKING:
    from briefing.layout.typesetting import Pages

PROGRAM = "briefing"
"""The author of replies to reviewers if the dossier names no publisher."""
FOLLOW_ON = frozenset({"nothing-to-print", "series-printed-whole", "unknown-aspect"})
UNREAD = frozenset({"bad-name", "list-in-brackets", "not-a-list", "not-text"})
UNPLACED = frozenset({"no-master", "not-placed", "unknown-section"})


@dataclass(frozen=True, slots=True, repr=False)
class BuildResult:
    """The files of a brief by format, and every problem found. There are no files if a problem is an error.

    `stem` is the name of the files without ending: the dossier's, then variant, marking and DRAFT if they apply. `record` is the
    manifest that is written beside them. `withheld` says what a release left out; it is not written into any file.
    """

    name: str
    files: Mapping[str, OutputFile] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    stem: str = ""
    record: bytes = b""
    withheld: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True if the brief was built."""
        return bool(self.files)

    def write(self, folder: str | Path) -> list[Path]:
        """Write the files and the manifest into a folder, all or none, and return their paths.

        Raises BriefingError, with the errors of the build, where there are no files.
        """
        if not self.files:
            raise BriefingError(*(problem for problem in self.problems if problem.severity == "error"))
        files = {f"{self.stem}.{key}": written.data for key, written in self.files.items()}
        manifest = f"{self.stem}{RECORD_ENDING}" if self.record else ""
        written = files | ({manifest: self.record} if manifest else {})
        return write_built(read_path("folder", folder), written, manifest)

    def __repr__(self) -> str:
        return f"<BuildResult {self.name!r}: {', '.join(self._lines())}; {count(self.problems)}>"

    def _repr_html_(self) -> str:
        return as_html(f"{self.name}: {count(self.problems)}", self._lines(), self.problems)

    def _lines(self) -> list[str]:
        """Return each file with its pages."""
        lines = [f"{key} ({plural(each.pages, 'page')})" if each.pages else key for key, each in self.files.items()]
        return lines or ["not built"]


def compose_document(
    folder: Path, display_path: str, template_folders: Sequence[Path]
) -> tuple[Document | None, list[Problem]]:
    """Load, compose and number a brief. `display_path` is the folder's path as the user would write it."""
    ledger, problems = read_ledger(folder, display_path)
    document, found, _ = _compose(ledger, problems, template_folders)
    return document, found


def prepare_brief(
    folder: Path, display_path: str, *, template_folders: Sequence[Path], options: BuildOptions | None = None
) -> tuple[Document | None, Ledger | None, list[Problem]]:
    """Return the numbered document as it would be written, its ledger, and all problems except those of pages."""
    brief = _prepare(folder, display_path, template_folders, options or BuildOptions())
    return brief.document, brief.ledger, brief.problems


def _compose(
    ledger: Ledger | None, problems: list[Problem], template_folders: Sequence[Path]
) -> tuple[Document | None, list[Problem], AskedFor]:
    """Return the numbered document of a ledger, the given problems with the new ones, and what the templates read."""
    if ledger is None:
        return None, problems, AskedFor({})
    language = language_of(ledger)
    style, style_problems = open_style(ledger, language)
    if style_problems:
        # If the citation style cannot be read, whether the list of sources follows it is not known.
        problems = [problem for problem in problems if problem.code != "list-out-of-style"]
    problems = [*problems, *style_problems]
    numbered = style is None or style.numbered
    composed = compose_isolated(ComposeJob(ledger, tuple(template_folders), numbered))
    document, found, asked = composed.document, list(composed.problems), composed.asked
    if has_errors(problems):
        # A fact with errors has nothing to print. It is reported once, where it is typed.
        # So is a dossier.yaml that does not say which template and sections it has.
        unread = any(p.code in UNREAD and p.location.file.endswith("dossier.yaml") for p in problems)
        found = [p for p in found if p.code not in FOLLOW_ON and not (unread and p.code in UNPLACED)]
    problems = [*problems, *found]
    if document is None:
        return None, problems, asked
    names = {source.id: short_name(source, language) for source in ledger.sources.values()}
    resolved, found = resolve(
        document, language, names, style=style, summarise=lambda cited: summarise_sources(cited, ledger, language)
    )
    return resolved, [*problems, *found, *(style.problems if style is not None else ())], asked


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A brief before it is written. `document` is None if it could not be composed."""

    document: Document | None
    theme: Theme
    settings: TemplateSettings
    problems: list[Problem]
    withheld: tuple[str, ...] = ()
    word: WordOptions = DEFAULT
    ledger: Ledger | None = None
    record: bytes = b""
    threads: tuple[CommentThread, ...] = ()
    pdf_profile: str = PROFILE
    asked: AskedFor = field(default_factory=lambda: AskedFor({}))

    @property
    def fact_names(self) -> dict[str, str]:
        """Names of facts by id, for the markers in the Word file."""
        return {fact.id: fact.name for fact in self.ledger.facts.values()} if self.ledger else {}

    @property
    def comments(self) -> tuple[Comment, ...]:
        """Comments in the margin: those carried over from a review, and the problems if they were asked for."""
        if self.document is None or self.ledger is None:
            return ()
        found: tuple[Comment, ...] = ()
        if self.threads:
            author = self.ledger.dossier.publisher or PROGRAM
            missing = CommentText(
                author, author[:2], (load_language(self.ledger.dossier.language).word("passage_gone"),)
            )
            found = place_threads(self.threads, self.document, missing)
        if self.word.comments:
            sources = {source.id: source.location for source in self.ledger.sources.values()}
            found += place_comments(self.problems, self.document, sources)
        return found

    @property
    def writer_options(self) -> WriterOptions:
        """Options that belong to one format."""
        return WriterOptions(self.pdf_profile, self.word)


def _stops(problems: Sequence[Problem], *, draft: bool) -> bool:
    """Return True if the problems stop the build. Errors of checks do not stop a draft."""
    return has_errors(p for p in problems if not (draft and allowed_in_draft(p)))


def _prepare(folder: Path, display_path: str, template_folders: Sequence[Path], options: BuildOptions) -> _Prepared:
    """Compose and check a brief, and choose its theme and options: first those given, then dossier.yaml, then template.toml."""
    loaded = load_for_build(folder, display_path, options)
    ledger = loaded.ledger
    if not loaded.variant_found:
        return _Prepared(None, load_theme(), TemplateSettings(), loaded.problems)
    document, problems, asked = _compose(ledger, loaded.problems, template_folders)
    if ledger is not None and document is not None:
        problems = [*problems, *check_handling(document, ledger)]
    settings, from_dossier = TemplateSettings(), DossierSettings()
    profile, markers = options.pdf_profile, options.word_markers
    if ledger is not None:
        settings, found = read_template_settings(template_folders, ledger.dossier.template)
        from_dossier, wrong = read_dossier_settings(ledger.dossier, folder, display_path)
        problems = [*problems, *found, *wrong]
        profile = profile or ledger.dossier.pdf_profile
        markers = markers or cast("MarkerKind", ledger.dossier.word_markers)
        if document is not None:
            language = load_language(ledger.dossier.language)
            sound = not has_errors(problems)
            whole = sound and not ledger.dossier.variant
            problems += run_checks(document, ledger, language, whole=whole, sound=sound)
            document = mark_draft(document, language) if options.draft else document
    theme = None
    try:
        theme = options.load_theme()
    except BriefingError as error:
        problems = [*problems, *error.problems]
    theme = theme or from_dossier.theme or settings.theme or load_theme()
    word = replace(options.word.over(from_dossier.word).over(settings.word), markers=markers or MARKERS)
    return _Prepared(
        document,
        theme,
        settings,
        problems,
        loaded.withheld,
        word,
        ledger,
        threads=options.carried_comments,
        pdf_profile=profile or PROFILE,
        asked=asked,
    )


def check_brief(
    folder: Path, display_path: str, *, template_folders: Sequence[Path], options: BuildOptions | None = None
) -> tuple[Problem, ...]:
    """Return every problem of a dossier, its templates and its pages, sorted. Nothing is written."""
    brief = _prepare(folder, display_path, template_folders, options or BuildOptions())
    problems = [*brief.problems, *check_formats(("docx",), brief.writer_options, brief.theme)]
    if brief.document is not None and not _stops(problems, draft=True):
        problems = [*problems, *_lay_out(brief.document, brief)[1]]
    return tuple(sort_problems(problems))


def build_brief(
    folder: Path,
    display_path: str,
    *,
    template_folders: Sequence[Path],
    options: BuildOptions | None = None,
) -> BuildResult:
    """Build the brief of a dossier in each format, or return the problems that prevent it."""
    options = options or BuildOptions()
    brief = _prepare(folder, display_path, template_folders, options)
    document = brief.document
    problems = [*brief.problems, *check_formats(options.formats, brief.writer_options, brief.theme)]
    ledger = brief.ledger
    if document is None or ledger is None or _stops(problems, draft=options.draft):
        return BuildResult(folder.name, {}, tuple(sort_problems(problems)), withheld=brief.withheld)
    brief = replace(brief, record=write_record(document, ledger))
    pages, found = _lay_out(document, brief)
    problems = [*problems, *found]
    files = {} if has_errors(found) else _write(document, pages, replace(brief, problems=problems), options.formats)
    problems += [problem for written in files.values() for problem in written.problems]
    problems = sort_problems(problems)
    if _stops(problems, draft=options.draft):
        return BuildResult(document.name, {}, tuple(problems))
    named = name_with(document.name, ledger.dossier.variant)
    stem = name_with(name_with(named, document.properties.marking), document.furniture.draft)
    inputs = describe(BuildRequest(folder, display_path, template_folders, options), ledger, document, brief.asked)
    record = write_manifest(
        ManifestInput(
            document=document,
            edition=ledger.dossier.edition,
            template=ledger.dossier.template,
            variant=ledger.dossier.variant,
            theme=brief.theme.name,
            profile=brief.pdf_profile,
            stem=stem,
            files=files,
            pages=pages.page_of,
            problems=problems,
            roots=(folder, *template_folders),
            markers=brief.word.markers,
            word={key: path for key, path in (("template", brief.word.template), ("map", brief.word.map)) if path},
            inputs=inputs,
        )
    )
    return BuildResult(document.name, files, tuple(problems), stem, record, brief.withheld)


def _lay_out(document: Document, brief: _Prepared) -> tuple[Pages, list[Problem]]:
    """Return the pages and their problems: characters that no font has, too many pages."""
    from briefing.layout.typesetting import lay_out  # its fonts are slow to load

    pages, settings = lay_out(document, brief.theme), brief.settings
    if not settings.max_pages:
        return pages, list(pages.problems)
    from briefing.build.page_limit import check_page_limit  # as above

    too_long = check_page_limit(document, pages, brief.theme, settings.max_pages, settings.location)
    return pages, [*pages.problems, *too_long]


def _write(document: Document, pages: Pages, brief: _Prepared, formats: Sequence[str]) -> dict[str, OutputFile]:
    """Return the document in each format. Only the writers asked for are imported."""
    rendered = RenderedBrief(
        document, brief.theme, pages, brief.writer_options, brief.record, brief.fact_names, brief.comments
    )
    return {name: load_writer(name).write(rendered) for name in formats}
