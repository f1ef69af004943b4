"""The Python API: everything that a command can do, as functions that return values and print nothing.

Import these names from `briefing`. They are listed in `__all__`, and change only as semantic versioning allows.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from briefing.build.argument_types import check_type, read_path, read_paths, read_words, wrong_type
from briefing.build.discovery import DossierRef, find_dossiers, find_template_folders, shipped_folder
from briefing.build.from_records import Records, make_dossier_files, write_rows
from briefing.build.options import BuildOptions
from briefing.build.record_places import below, inside, locate_in_records, locate_in_rows
from briefing.problems.notebook import NotebookList, as_html
from briefing.problems.problem import BriefingError, Problem, has_errors, sort_problems
from briefing.problems.summary import count, plural

if TYPE_CHECKING:
    import datetime as dt

    from briefing.build.import_facts import ImportReport
    from briefing.build.pipeline import BuildResult
    from briefing.checks.fact_listing import FactListing
    from briefing.facts.change_model import Change
    from briefing.facts.ledger import Fact, Ledger, Source
    from briefing.review.compare import Difference
    from briefing.review.edits.edits import Edit
    from briefing.review.edits.review_result import Reviewed
    from briefing.review.open_copies import ReviewTarget
    from briefing.review.upgrade import UpgradedFile
    from briefing.review.verify import Verification
    from briefing.review.why import Provenance

Paths: TypeAlias = "str | Path | Sequence[str | Path]"
"""One path or several."""


# ------------------------------------------------------------------ dossiers


@dataclass(frozen=True, slots=True, repr=False)
class Dossier:
    """Facts, sources and sections, loaded from a folder or made from Python values.

    Pass it wherever a dossier is named. `freeze`, `upgrade` and `import_file` need one that has a folder.

    Attributes:
        name: The name of the output files.
        files: Of a dossier made from records its files, which show how the records were read.
        sections: The section templates of a dossier made from records.
        folder: The folder of a loaded dossier. None for one made from records.
        ledger: The facts as they were read; None where they cannot be.
        problems: What was found while loading. With an error among them nothing can be built.
    """

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    ledger: Ledger | None = None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def from_records(
        cls,
        *,
        title: str,
        facts: Records,
        sources: Records,
        sections: Mapping[str, str] | None = None,
        tables: Records = (),
        figures: Records = (),
        name: str = "brief",
        **keys: Any,
    ) -> Dossier:
        """Make a dossier from plain values, without a YAML file.

        Args:
            title: The title of the brief.
            facts: Facts with the keys that a fact has in YAML, such as `says`, `value`, `source`, `date`, and optionally `topic`.
            sources: Sources with the keys that a source has in YAML, such as `title`, `publisher`, `date`, `url`.
            sections: Section templates in Markdown and Jinja2 by name, in order. Without them facts are listed by topic.
            tables: Tables by name, which a section places: `{"output": {"title": "Output", "rows": "facts north, south",
                "columns": ["name", "value", "source"]}}` with `{{ table("output") }}` on a line of its own.
            figures: Charts by name, placed alike: `{"output": {"title": "Output", "chart": "bar", "rows": "facts north, south"}}`
                with `{{ figure("output") }}`. Facts of a topic: `"rows": "facts of regions"`; with a tag: `"facts tagged region"`.
            name: The name of the output files.
            **keys: Other keys of dossier.yaml, such as `date`, `publisher` or `edition`.

        Raises:
            BriefingError: A record is not a mapping or has no id of its own, or a name cannot be used.
            TypeError: An argument is not of the type that is named here.
        """
        if sections is not None and not isinstance(sections, Mapping):
            raise wrong_type("sections", sections, "a mapping of names to templates")
        texts = dict(sections or {})
        for section, text in texts.items():
            check_type(f'sections["{section}"]', text, str, "text in Markdown")
        for key, text in {"title": title, "name": name}.items():
            check_type(key, text, str, "text")
        files = make_dossier_files(
            name=name,
            title=title,
            facts=facts,
            sources=sources,
            sections=texts,
            tables=tables,
            figures=figures,
            keys=keys,
        )
        return _loaded(cls(name, files, texts))

    @property
    def title(self) -> str:
        """The title of the brief."""
        return self.ledger.dossier.title if self.ledger is not None else ""

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by id."""
        return self.ledger.facts if self.ledger is not None else {}

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources by id."""
        return self.ledger.sources if self.ledger is not None else {}

    @property
    def ok(self) -> bool:
        """True if there is no error among the problems."""
        return not has_errors(self.problems)

    def __repr__(self) -> str:
        return f"<Dossier {self.name!r}: {', '.join(self._counts())}; {count(self.problems)}>"

    def _repr_html_(self) -> str:
        return as_html(f"{self.title or self.name}: {count(self.problems)}", self._counts(), self.problems)

    def _counts(self) -> list[str]:
        return [plural(len(self.facts), "fact"), plural(len(self.sources), "source")]


DossierLike: TypeAlias = "str | Path | Dossier"


def load(path: str | Path) -> Dossier:
    """Load the dossier at `path`, or the one of that name under ./facts.

    Raises:
        BriefingError: There is no such dossier.
    """
    ref = _find(path)
    return _loaded(Dossier(ref.name, folder=ref.folder), ref.display_path)


def _loaded(dossier: Dossier, display_path: str = "") -> Dossier:
    from briefing.build.load import read_ledger

    with _open_workspace(dossier) as workspace:
        ledger, problems = read_ledger(workspace.ref.folder, display_path or workspace.ref.display_path)
        return replace(dossier, ledger=ledger, problems=workspace.located(sort_problems(problems)))


def _find(dossier: DossierLike) -> DossierRef:
    """Return the location of a dossier that has a folder. Raises BriefingError where it does not exist or has none."""
    (ref,) = find_dossiers([_name_or_path(dossier)])
    return ref


def _name_or_path(dossier: DossierLike) -> str:
    """Return what a user would type for a dossier: of one that ships with briefing the name, by which it is known as such."""
    if isinstance(dossier, Dossier):
        if dossier.folder is None:
            message = f'the dossier "{dossier.name}" was made from records and has no folder'
            raise BriefingError(Problem("no-folder", message, hint="name a dossier on disk"))
        shipped = dossier.folder == shipped_folder("facts") / dossier.name
        return dossier.name if shipped else str(dossier.folder)
    check_type("dossier", dossier, (str, os.PathLike), "a path, a name or a Dossier")
    return str(dossier)


@dataclass(frozen=True, slots=True)
class _Workspace:
    """A dossier with its template folders. `temporary` is the parent folder of one made from records."""

    ref: DossierRef
    folders: tuple[Path, ...]
    temporary: Path | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)

    def located(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return problems that name the argument and the key of records, not a file in the temporary folder."""
        if self.temporary is None:
            return tuple(problems)
        return locate_in_records(self.ref.name, self.files, below(self.temporary, problems))

    def read_back(self, dossier: Dossier) -> Dossier:
        """Return a dossier made from records as its files are now."""
        folder, own = self.ref.folder, self.folders[0] / self.ref.name
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        sections = {name: (own / f"{name}.md").read_text("utf-8") for name in dossier.sections}
        return _loaded(replace(dossier, files=files, sections=sections))


@contextlib.contextmanager
def _open_workspace(dossier: DossierLike, templates: Paths = ()) -> Iterator[_Workspace]:
    """Yield the dossier and its template folders. One made from records is written to a temporary folder."""
    if not isinstance(dossier, Dossier) or dossier.folder is not None:
        yield _Workspace(_find(dossier), find_template_folders(_paths(templates)))
        return
    with tempfile.TemporaryDirectory(prefix="briefing-") as parent:
        folder, own = Path(parent, "facts", dossier.name), Path(parent, "templates", dossier.name)
        texts = {f"{name}.md": text.encode() for name, text in dossier.sections.items()}
        for place, files in ((folder, dossier.files), (own, texts)):
            place.mkdir(parents=True)
            for name, data in files.items():
                (place / name).parent.mkdir(exist_ok=True)
                (place / name).write_bytes(data)
        ref = DossierRef(dossier.name, folder, f"facts/{dossier.name}")
        folders = (own.parent, *find_template_folders(_paths(templates)))
        yield _Workspace(ref, folders, Path(parent), dossier.files)


# ------------------------------------------------------------------ building and checking


def build(
    dossier: DossierLike,
    *,
    formats: str | Sequence[str] | None = None,
    options: BuildOptions | None = None,
    templates: Paths = (),
    carry_comments: str | Path | None = None,
) -> BuildResult:
    """Build a brief in memory. Call `write` on the result to write its files.

    Args:
        dossier: A path, the name of a dossier under ./facts, or a `Dossier`.
        formats: Names of formats, such as "pdf" and "docx"; by default those of `options`.
        options: Everything else that can be chosen.
        templates: Folders to search for section templates first.
        carry_comments: A reviewed copy whose open comments are repeated in the Word file, with the replies in the dossier.

    Returns:
        The files by format, and every problem. `ok` is False where an error stopped the build.

    Raises:
        BriefingError: There is no such dossier or template folder, or the reviewed copy cannot be read.
    """
    from briefing.build.pipeline import build_brief

    chosen = _options(options, formats)
    with _open_workspace(dossier, templates) as workspace:
        ref, found = workspace.ref, list[Problem]()
        if carry_comments is not None:
            from briefing.review.open_replies import read_replies

            replies = read_replies(read_path("carry_comments", carry_comments), ref, found)
            if replies is None or has_errors(found):
                raise BriefingError(*found)
            chosen = replace(chosen, carried_comments=replies.threads)
        result = build_brief(ref.folder, ref.display_path, template_folders=workspace.folders, options=chosen)
        return replace(result, problems=workspace.located((*found, *result.problems)))


def check(dossier: DossierLike, options: BuildOptions | None = None, *, templates: Paths = ()) -> list[Problem]:
    """Return every problem of a dossier, its templates and its pages, without writing anything."""
    from briefing.build.pipeline import check_brief

    chosen = _options(options, None)
    with _open_workspace(dossier, templates) as workspace:
        ref = workspace.ref
        found = check_brief(ref.folder, ref.display_path, template_folders=workspace.folders, options=chosen)
        return NotebookList(workspace.located(found))


def batch(
    template: str,
    rows: str | Path | Iterable[Mapping[str, Any]] | Any,
    *,
    options: BuildOptions | None = None,
    templates: Paths = (),
) -> Iterator[BuildResult]:
    """Build one brief for each dossier in a folder, or for each row of a table, one after another.

    Args:
        template: The template of all briefs.
        rows: A folder of dossiers, a CSV file, an iterable of mappings, or a pandas DataFrame.
        options: What can be chosen for each build.
        templates: Folders to search for section templates first.

    Yields:
        A result for each brief, also for one that could not be built.

    Raises:
        BriefingError: The rows or the template cannot be read.
    """
    from briefing.build.batch.batch_run import find_briefs
    from briefing.build.batch.pool import item_folder
    from briefing.build.pipeline import BuildResult, build_brief

    check_type("template", template, (str, os.PathLike), "the name of a template or a path")
    chosen = _options(options, None)
    with tempfile.TemporaryDirectory(prefix="briefing-") as parent:
        named = isinstance(rows, str | Path)
        path = read_path("rows", rows) if named else Path(parent, "rows.csv")
        ends = () if named else write_rows(rows, path)

        def located(problems: Iterable[Problem]) -> tuple[Problem, ...]:
            return tuple(problems) if named else locate_in_rows(ends, below(Path(parent), problems))

        folders = find_template_folders(_paths(templates))
        try:
            name, folders, items = find_briefs(str(template), path, folders, release=bool(chosen.release))
        except BriefingError as error:
            raise BriefingError(*located(error.problems)) from None
        chosen = replace(chosen, template=name)
        for item in items:
            if has_errors(item.problems):
                yield BuildResult(item.name, problems=located(item.problems))
                continue
            with item_folder(item) as folder:
                built = build_brief(folder, item.display_path, template_folders=folders, options=chosen)
            yield replace(built, problems=located((*item.problems, *item.locate(built.problems))))


def new(
    name: str,
    *,
    title: str = "",
    date: str | dt.date,
    publisher: str = "",
    marking: str = "",
    start: str = "policy-brief",
) -> list[Path]:
    """Make a commented dossier in ./facts/NAME with its templates, and return the paths written. Nothing is overwritten.

    Raises:
        BriefingError: A folder of that name exists, or a value cannot be used.
    """
    from briefing.build.discovery import FACTS, TEMPLATES
    from briefing.build.scaffold import make_dossier
    from briefing.build.scaffold.new_values import read_values

    given = {"title": title, "publisher": publisher, "marking": marking, "start": start}
    for key, text in {"name": name, **given}.items():
        check_type(key, text, str, "text")
    chosen = read_values(name, {"date": str(date), **{key: text for key, text in given.items() if text}})
    return make_dossier(FACTS, TEMPLATES, chosen)


# ------------------------------------------------------------------ facts


def facts(dossier: DossierLike, query: str = "", *, templates: Paths = ()) -> list[FactListing]:
    """Return the facts with status, age, sources and where they are printed; only those that hold every word of `query`."""
    from briefing.build.list_facts import list_dossier
    from briefing.checks.fact_listing import search

    with _open_workspace(dossier, templates) as workspace:
        return NotebookList(search(list_dossier(workspace.ref, workspace.folders)[0], query))


def import_file(
    path: str | Path,
    into: DossierLike | None = None,
    *,
    sheets: str | Sequence[str] = (),
    topic: str = "",
    source: str = "",
    title: str = "",
) -> ImportReport:
    """Make facts from a spreadsheet with one row per fact or per date, or with dates or figures across the top.

    Guesses are in the report, and marked "# check:" in the files. Nothing is overwritten: an existing dossier gets new files, and new
    sources at the end of its sources.yaml. Load a `Dossier` again after an import into it.

    Args:
        path: The spreadsheet: .xlsx, .csv or .json.
        into: The dossier to add the facts to. One that does not exist is made; by default it is named after the file.
        sheets: Names of the sheets to import; by default all that are not hidden.
        topic: The name of the topic; by default that of the sheet.
        source: The source of facts that name none: words, a URL, or the id of a source.
        title: The title of a new brief.

    Raises:
        BriefingError: The file cannot be read, or nothing can be written.
    """
    from briefing.build.import_facts import find_destination, import_facts, read_choice

    file = read_path("path", path)
    for key, text in {"topic": topic, "source": source, "title": title}.items():
        check_type(key, text, str, "text")
    chosen = read_choice(sheets=read_words("sheets", sheets), topic=topic, source=source, title=title)
    return import_facts(find_destination(file, _name_or_path(into) if into is not None else None), file, chosen)


def export(dossier: DossierLike, format: str = "xlsx", *, release: str = "") -> bytes:  # noqa: A002  # the word of every peer
    """Return the facts as "xlsx", "csv" or "json". `release` is a TLP label, and leaves out what is more restricted.

    Raises:
        BriefingError: The dossier has errors, or nothing may be released.
        ValueError: The format is not one of the three.
    """
    from briefing.build.export_facts import encode, export_dossier

    label = BuildOptions(release=release).release
    with _open_workspace(dossier) as workspace:
        return encode(export_dossier(workspace.ref, label)[0], format)


def factcheck(dossier: DossierLike, *, templates: Paths = ()) -> dict[str, bytes]:
    """Return the sheets for a second reader by file name, as Word and XLSX: sentence, figure, source, passage, room to sign.

    Raises:
        BriefingError: The brief cannot be composed.
    """
    from briefing.build.factcheck_files import make_factcheck

    with _open_workspace(dossier, templates) as workspace:
        files, problems = make_factcheck(workspace.ref, workspace.folders)
    if not files:
        raise BriefingError(*(p for p in workspace.located(problems) if p.severity == "error"))
    return files


def schema() -> dict[str, dict[str, Any]]:
    """Return a JSON Schema for each YAML file of a dossier, by file name."""
    from briefing.facts.json_schema import make_schemas

    return make_schemas()


def freeze(dossier: DossierLike, *, force: bool = False) -> Path:
    """Keep the current edition of a dossier in its folder `editions`, and return the file.

    Raises:
        BriefingError: The dossier has errors or no edition, or another edition of that number is frozen already.
    """
    from briefing.build.freeze_edition import freeze_edition

    return freeze_edition(_find(dossier), force=force)[0]


def upgrade(dossier: DossierLike, *, check: bool = False) -> list[UpgradedFile]:
    """Rewrite the files of a dossier of an older form to today's form. `undo` puts the old ones back.

    Args:
        dossier: The dossier. One that ships with briefing is not changed.
        check: Write nothing, and return what would change.

    Returns:
        Each file that changes, with its old and new text and what is changed in it.

    Raises:
        BriefingError: A file cannot be read, changed or written. Then nothing is written.
    """
    from briefing.review.upgrade import plan_upgrades, write_upgrade

    plan = plan_upgrades([_name_or_path(dossier)])
    if has_errors(plan.problems):
        raise BriefingError(*plan.problems)
    if not check:
        write_upgrade(plan)
    return list(plan.files)


def undo(number: int | None = None, *, folder: str | Path = ".", force: bool = False) -> list[Path]:
    """Put back the files that a write into dossiers or templates changed, and return their paths.

    An undo is a write too, and can be undone. The last 50 writes of `freeze`, `Review.apply` and the commands are kept.

    Args:
        number: The number of the write, as `briefing undo --list` prints it. By default the last write.
        folder: The working folder, which holds `facts` and `templates`.
        force: Put back files that were edited after the write, and lose those edits.

    Raises:
        BriefingError: There is no such write, or a file was edited after it or cannot be written.
    """
    from briefing.files.undo_journal import find_write, plan_undo, undo_write

    root = read_path("folder", folder)
    record = find_write(root, number)
    return [root / name for name in undo_write(root, record, plan_undo(root, record), "briefing.undo", force=force)]


# ------------------------------------------------------------------ finished files


def compare(first: str | Path, second: str | Path) -> list[Difference]:
    """Return the differences between two finished files, PDF or Word. Raises BriefingError for one that cannot be read."""
    from briefing.review.compare import compare_files

    return NotebookList(compare_files(read_path("first", first), read_path("second", second)).differences)


def verify(file: str | Path) -> Verification:
    """Compare what a finished file shows with the record inside it. Raises BriefingError for one without a record."""
    from briefing.review.verify import verify_file

    return verify_file(read_path("file", file))


def why(file: str | Path, figure: str) -> list[Provenance]:
    """Return the facts, claims and sources behind a figure printed in a finished file; none where it is not recorded.

    Raises:
        BriefingError: The file cannot be read, or holds no record.
    """
    from briefing.review.open_finished import open_recorded
    from briefing.review.why import find

    return NotebookList(find(open_recorded(read_path("file", file)).record or {}, str(figure)))


def diff(
    old: DossierLike, new: DossierLike, *, redline: str | Path | None = None
) -> list[Change]:  # as the command calls it
    """Return the changes between two dossiers, frozen editions, git revisions (facts/x@v1) or finished files.

    Args:
        old: The older one.
        new: The newer one.
        redline: A Word file to write: the new edition, with the changes as tracked changes.

    Raises:
        BriefingError: One of the two cannot be read, or the Word file cannot be made.
    """
    from briefing.review.open_edition import GivenDossier, compare_editions
    from briefing.review.redline import write_redline

    with contextlib.ExitStack() as stack:
        made: list[_Workspace] = []

        def side(given: DossierLike) -> str | GivenDossier:
            if not isinstance(given, Dossier) or given.folder is not None:
                return _name_or_path(given)
            made.append(stack.enter_context(_open_workspace(given)))
            return GivenDossier(made[-1].ref, made[-1].folders[:1])

        try:
            found = stack.enter_context(compare_editions(side(old), side(new)))
            if redline is not None:
                write_redline(found.old, found.new, read_path("redline", redline))
        except BriefingError as error:
            problems = error.problems
            for workspace in made:
                problems = workspace.located(problems)
            raise BriefingError(*problems) from None
        return NotebookList(found.changes)


@dataclass(frozen=True, slots=True, repr=False)
class Review:
    """Edits and comments of reviewers in copies of a brief.

    Attributes:
        edits: The edits and comments that are open.
        problems: What is wrong with the copies or the dossier.
        written: The files that `apply` wrote.
        dossier: The dossier that was given, if it was made from records; after `apply` a new one with the edits.
    """

    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    _copies: tuple[Reviewed, ...]
    _target: ReviewTarget | None
    written: tuple[str, ...] = ()
    dossier: Dossier | None = None
    _all_briefs: bool = False

    @property
    def copies(self) -> tuple[str, ...]:
        """The names of the copies that were read."""
        return tuple(copy.name for copy in self._copies)

    def apply(self) -> Review:
        """Write unambiguous edits into the dossier and its templates, and return what is left to decide.

        Open comments go to files in the dossier's folder `reviews`, where they can be answered. `undo` takes all of it back.

        Of a dossier made from records nothing is written: the review returned has a new one as its `dossier`, with the edits in it.
        A problem says so where nothing can be applied.
        """
        from briefing.review.apply import apply_edits

        problems = list(self.problems)
        if self.dossier is None or self._target is None:
            left, written = apply_edits(
                list(self.edits), list(self._copies), self._target, problems, all_briefs=self._all_briefs
            )
            return replace(self, edits=tuple(left), problems=tuple(problems), written=tuple(written))
        with _open_workspace(self.dossier) as workspace:
            prefix = f"{workspace.temporary}/"
            target = replace(
                self._target, dossier=workspace.ref, templates=(*workspace.folders[:1], *self._target.templates[1:])
            )
            own = f"templates/{workspace.ref.name}/"
            edits = [replace(e, file=prefix + e.file) if e.file.startswith(own) else e for e in self.edits]
            left, _ = apply_edits(edits, list(self._copies), target, problems)
            dossier = workspace.read_back(self.dossier)
            left = [replace(edit, file=inside(workspace.temporary, edit.file)) for edit in left]
            return replace(self, edits=tuple(left), problems=workspace.located(problems), dossier=dossier)

    def to_html(self) -> str:
        """Return the edits as a web page for a meeting."""
        from briefing.review.edits.report_html import make_page

        return make_page(self.edits, self.copies)

    def __repr__(self) -> str:
        return f"<Review: {self._counts()}>"

    def _repr_html_(self) -> str:
        from briefing.review.edits.report_text import format_edit

        lines = [line.strip() for line in format_edit(self.edits, several=len(self._copies) > 1)]
        return as_html(self._counts(), lines, self.problems)

    def _counts(self) -> str:
        comments = sum(edit.kind == "comment" for edit in self.edits)
        edits = sum(edit.kind not in {"comment", "conflict"} for edit in self.edits)
        copies = plural(len(self._copies), "copy", "copies")
        return f"{plural(edits, 'edit')} and {plural(comments, 'comment')} in {copies}; {count(self.problems)}"


def review(
    copies: Paths,
    *,
    dossier: DossierLike = "",
    record: str | Path | None = None,
    templates: Paths = (),
    all_briefs: bool = False,
) -> Review:
    """Read reviewed Word copies of one brief and find what was changed and said in them.

    Args:
        copies: The .docx files that came back.
        dossier: The dossier, where the copies do not say, or the `Dossier` that was made from records.
        record: The file as it was built, for copies that have lost their record.
        templates: Folders to search for section templates first.
        all_briefs: Reword a template also where other briefs use it. Else this brief gets a section of its own.

    Raises:
        BriefingError: None of the copies can be read.
    """
    from briefing.review.apply import plan_edits
    from briefing.review.edits.review_result import review as find_edits
    from briefing.review.open_copies import open_copies

    files = read_paths("copies", copies)
    if not files:
        raise BriefingError(Problem("no-copy", "no reviewed copy is named", hint="name at least one .docx file"))
    problems: list[Problem] = []
    built = read_path("record", record) if record is not None else None
    if not isinstance(dossier, Dossier) or dossier.folder is not None:
        read, target = open_copies(files, _name_or_path(dossier), built, _paths(templates), problems)
        if not read:
            raise BriefingError(*problems)
        edits = find_edits(read, target.classifier if target is not None else None)
        plan = plan_edits(edits, read, target, all_briefs=all_briefs)
        return Review(plan.edits, tuple(problems), tuple(read), target, _all_briefs=all_briefs)
    with _open_workspace(dossier, templates) as workspace:
        folders = (*workspace.folders[:1], *_paths(templates))
        read, target = open_copies(files, workspace.ref, built, folders, problems)
        located = workspace.located(problems)
        if not read:
            raise BriefingError(*located)
        target = replace(target, own_sections=False) if target is not None else None
        edits = find_edits(read, target.classifier if target is not None else None)
        planned = plan_edits(edits, read, target).edits
        edits = [replace(edit, file=inside(workspace.temporary, edit.file)) for edit in planned]
        return Review(tuple(edits), located, tuple(read), target, dossier=dossier)


# ------------------------------------------------------------------ small steps


def _options(options: BuildOptions | None, formats: str | Sequence[str] | None) -> BuildOptions:
    check_type("options", options, (BuildOptions, type(None)), "briefing.BuildOptions")
    chosen = options or BuildOptions()
    return chosen if formats is None else replace(chosen, formats=read_words("formats", formats))


def _paths(templates: Paths) -> tuple[Path, ...]:
    return read_paths("templates", templates)
