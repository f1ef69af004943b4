"""The Python API: everything that a command can do, as functions that return values and print nothing.

Import these names from `briefing`. They are listed in `__all__`, and change only as semantic versioning allows.
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from briefing.build.discovery import DossierRef, find_dossiers, find_template_folders
from briefing.build.options import BuildOptions
from briefing.problems.problem import BriefingError, Location, Problem, has_errors, sort_problems

if TYPE_CHECKING:
    from briefing.build.pipeline import BuildResult
    from briefing.checks.fact_listing import FactListing
    from briefing.facts.changes import Change
    from briefing.facts.ledger import Fact, Ledger, Source
    from briefing.readers.reading import Reading
    from briefing.review.compare import Difference
    from briefing.review.edits.edits import Edit
    from briefing.review.edits.review_result import Reviewed
    from briefing.review.open_copies import ReviewTarget
    from briefing.review.verify import Verification
    from briefing.review.why import Provenance

Records: TypeAlias = "Mapping[str, Mapping[str, Any]] | Iterable[Mapping[str, Any]] | Any"
"""Facts or sources: a mapping of ids to keys, an iterable of mappings with an `id`, or a pandas DataFrame with such a column."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


# ------------------------------------------------------------------ dossiers


@dataclass(frozen=True, slots=True, repr=False)
class Dossier:
    """Facts, sources and sections, loaded from a folder or made from Python values.

    Pass it wherever a path is taken. `problems` are those found while loading; with an error among them nothing can be built.
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
            tables: Declared tables, as in tables.yaml.
            figures: Declared figures, as in figures.yaml.
            name: The name of the output files.
            **keys: Other keys of dossier.yaml, such as `date`, `publisher` or `edition`.

        Raises:
            BriefingError: A record has no id, or a name cannot be used.
        """
        topics: dict[str, dict[str, Any]] = {}
        for fact_id, entry in _records(facts, "fact").items():
            topic = str(entry.pop("topic", "facts"))
            topics.setdefault(topic, {"title": _title_of(topic), "facts": {}})["facts"][fact_id] = entry
        texts = dict(sections or {})
        for kind, used in (("dossier", [name]), ("section", texts), ("topic", topics)):
            for each in used:
                if not _NAME.fullmatch(each):
                    hint = "use small letters, digits, hyphens and underscores"
                    raise BriefingError(Problem("bad-name", f'"{each}" cannot name a {kind}', hint=hint))
        # Facts that no section names are still there for tables, checks and the record.
        dossier = {
            "title": title,
            **keys,
            "sections": [*texts, *(() if texts else topics), *([] if "sources" in texts else ["sources"])],
        }
        values: dict[str, Any] = {"dossier": dossier, "sources": _records(sources, "source"), **topics}
        values |= {"tables": _records(tables, "table"), "figures": _records(figures, "figure")}
        files = {f"{key}.yaml": _yaml(value).encode() for key, value in values.items() if value}
        if texts:
            dossier["template"] = name
            files["dossier.yaml"] = _yaml(dossier).encode()
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
        return f"<Dossier {self.name!r}: {len(self.facts)} facts, {len(self.sources)} sources, {len(self.problems)} problems>"


DossierLike: TypeAlias = "str | Path | Dossier"


def load(path: str | Path) -> Dossier:
    """Load the dossier at `path`, or the one of that name under ./facts.

    Raises:
        BriefingError: There is no such dossier.
    """
    (ref,) = find_dossiers([str(path)])
    return _loaded(Dossier(ref.name, folder=ref.folder), ref.shown)


def _loaded(dossier: Dossier, display_path: str = "") -> Dossier:
    from briefing.build.load import read_ledger

    with _folder_of(dossier) as (ref, _):
        ledger, problems = read_ledger(ref.folder, display_path or ref.shown)
    return replace(dossier, ledger=ledger, problems=tuple(sort_problems(problems)))


@contextlib.contextmanager
def _folder_of(dossier: DossierLike, templates: Sequence[Path] = ()) -> Iterator[tuple[DossierRef, tuple[Path, ...]]]:
    """Yield the dossier and its template folders. One made from records is written to a temporary folder."""
    if not isinstance(dossier, Dossier) or dossier.folder is not None:
        path = dossier.folder if isinstance(dossier, Dossier) else dossier
        (ref,) = find_dossiers([str(path)])
        yield ref, find_template_folders(templates)
        return
    with tempfile.TemporaryDirectory(prefix="briefing-") as parent:
        folder, own = Path(parent, "facts", dossier.name), Path(parent, "templates", dossier.name)
        for place, files in (
            (folder, dossier.files),
            (own, {f"{k}.md": v.encode() for k, v in dossier.sections.items()}),
        ):
            place.mkdir(parents=True)
            for name, data in files.items():
                (place / name).write_bytes(data)
        yield DossierRef(dossier.name, folder, f"facts/{dossier.name}"), (own.parent, *find_template_folders(templates))


# ------------------------------------------------------------------ building and checking


def build(
    dossier: DossierLike,
    *,
    formats: Sequence[str] | None = None,
    options: BuildOptions | None = None,
    templates: Sequence[Path | str] = (),
) -> BuildResult:
    """Build a brief in memory. Call `write` on the result to write its files.

    Args:
        dossier: A path, the name of a dossier under ./facts, or a `Dossier`.
        formats: Names of formats, such as "pdf" and "docx"; by default those of `options`.
        options: Everything else that can be chosen.
        templates: Folders to search for section templates first.

    Returns:
        The files by format, and every problem. `ok` is False where an error stopped the build.

    Raises:
        BriefingError: There is no such dossier, or no such template folder.
    """
    from briefing.build.pipeline import build_brief

    chosen = _options(options, formats)
    with _folder_of(dossier, _paths(templates)) as (ref, folders):
        return build_brief(ref.folder, ref.shown, template_folders=folders, options=chosen)


def check(
    dossier: DossierLike, options: BuildOptions | None = None, *, templates: Sequence[Path | str] = ()
) -> list[Problem]:
    """Return every problem of a dossier, its templates and its pages, without writing anything."""
    from briefing.build.pipeline import check_brief

    with _folder_of(dossier, _paths(templates)) as (ref, folders):
        return list(check_brief(ref.folder, ref.shown, template_folders=folders, options=options or BuildOptions()))


def batch(
    template: str,
    rows: str | Path | Iterable[Mapping[str, Any]] | Any,
    *,
    options: BuildOptions | None = None,
    templates: Sequence[Path | str] = (),
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
    from briefing.build.batch.items import find_items
    from briefing.build.batch.patterns import find_pattern
    from briefing.build.batch.pool import laid_out
    from briefing.build.batch.row_dossiers import dossiers_of_rows
    from briefing.build.pipeline import BuildResult, build_brief

    folders = find_template_folders(_paths(templates))
    chosen = replace(_options(options, None), template=template)
    with tempfile.TemporaryDirectory(prefix="briefing-") as parent:
        path = Path(rows) if isinstance(rows, str | Path) else _as_csv(rows, Path(parent, "rows.csv"))
        items = dossiers_of_rows(path, find_pattern(folders, template)) if path.is_file() else find_items(path)
        for item in items:
            if has_errors(item.problems):
                yield BuildResult(item.name, problems=item.problems)
                continue
            with laid_out(item) as folder:
                built = build_brief(folder, item.shown, template_folders=folders, options=chosen)
            yield replace(built, problems=(*item.problems, *item.retrace(built.problems)))


def new(
    name: str, *, title: str = "", date: str, publisher: str = "", marking: str = "", start: str = "policy-brief"
) -> list[Path]:
    """Make a commented dossier in ./facts/NAME with its templates, and return the paths written. Nothing is overwritten.

    Raises:
        BriefingError: A folder of that name exists, or a value cannot be used.
    """
    from briefing.build.discovery import FACTS, TEMPLATES
    from briefing.build.scaffold import NewDossier, make_dossier

    return make_dossier(FACTS, TEMPLATES, NewDossier(name, title or _title_of(name), date, publisher, marking, start))


# ------------------------------------------------------------------ facts


def facts(dossier: DossierLike, query: str = "", *, templates: Sequence[Path | str] = ()) -> list[FactListing]:
    """Return the facts with status, age, sources and where they are printed; only those that hold every word of `query`."""
    from briefing.build.list_facts import list_dossier
    from briefing.checks.fact_listing import search

    with _folder_of(dossier, _paths(templates)) as (ref, folders):
        return list(search(list_dossier(ref, folders)[0], query))


def export(dossier: DossierLike, format: str = "xlsx", *, release: str = "") -> bytes:  # noqa: A002  # the word of every peer
    """Return the facts as "xlsx", "csv" or "json". `release` is a TLP label, and leaves out what is more restricted.

    Raises:
        BriefingError: The dossier has errors, or nothing may be released.
        ValueError: The format is not one of the three.
    """
    from briefing.build.export_facts import encode, export_dossier

    with _folder_of(dossier) as (ref, _):
        return encode(export_dossier(ref, release)[0], format)


def factcheck(dossier: DossierLike, *, templates: Sequence[Path | str] = ()) -> dict[str, bytes]:
    """Return the sheets for a second reader by file name, as Word and XLSX: sentence, figure, source, passage, room to sign.

    Raises:
        BriefingError: The brief cannot be composed.
    """
    from briefing.build.factcheck_files import make_factcheck

    with _folder_of(dossier, _paths(templates)) as (ref, folders):
        files, problems = make_factcheck(ref, folders)
    if not files:
        raise BriefingError(*(p for p in problems if p.severity == "error"))
    return files


def schema() -> dict[str, dict[str, Any]]:
    """Return a JSON Schema for each YAML file of a dossier, by file name."""
    from briefing.facts.json_schema import make_schemas

    return make_schemas()


def freeze(path: str | Path, *, force: bool = False) -> Path:
    """Keep the current edition of the dossier at `path` in its folder `editions`, and return the file.

    Raises:
        BriefingError: The dossier has errors or no edition, or another edition of that number is frozen already.
    """
    from briefing.build.freeze_edition import freeze_edition

    (ref,) = find_dossiers([str(path)])
    return freeze_edition(ref, force=force)[0]


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

    root = Path(folder)
    record = find_write(root, number)
    return [root / name for name in undo_write(root, record, plan_undo(root, record), "briefing.undo", force=force)]


# ------------------------------------------------------------------ finished files


def compare(first: str | Path, second: str | Path) -> list[Difference]:
    """Return the differences between two finished files, PDF or Word. Raises BriefingError for one that cannot be read."""
    from briefing.review.compare import compare as find_differences

    return list(find_differences(_reading(first), _reading(second)))


def verify(file: str | Path) -> Verification:
    """Compare what a finished file shows with the record inside it. Raises BriefingError for one without a record."""
    from briefing.review.verify import verify as compare_with_record

    return compare_with_record(_recorded(file))


def why(file: str | Path, figure: str) -> list[Provenance]:
    """Return the facts, claims and sources behind a figure printed in a finished file; none where it is not recorded.

    Raises:
        BriefingError: The file cannot be read, or holds no record.
    """
    from briefing.review.why import find

    return list(find(_recorded(file).record or {}, figure))


def diff(old: str | Path, new: str | Path) -> list[Change]:  # as the command calls it
    """Return the changes between two dossiers, frozen editions, git revisions (facts/x@v1) or finished files.

    Raises:
        BriefingError: One of the two cannot be read.
    """
    from briefing.editions.difference import differences
    from briefing.review.open_edition import find_side

    problems: list[Problem] = []
    with contextlib.ExitStack() as rest:
        sides = [find_side(str(given), rest, problems) for given in (old, new)]
        if sides[0] is None or sides[1] is None:
            raise BriefingError(*problems)
        return list(differences(sides[0].snapshot, sides[1].snapshot))


@dataclass(frozen=True, slots=True, repr=False)
class Review:
    """Edits and comments of reviewers in copies of a brief."""

    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    _copies: tuple[Reviewed, ...]
    _target: ReviewTarget | None

    def apply(self) -> Review:
        """Write unambiguous edits into the dossier and its templates, and return what is left to decide."""
        from briefing.review.apply import apply_edits

        if self._target is None:
            raise BriefingError(*self.problems)
        problems = list(self.problems)
        left, _ = apply_edits(list(self.edits), list(self._copies), self._target, problems)
        return replace(self, edits=tuple(left), problems=tuple(problems))

    def __repr__(self) -> str:
        return f"<Review: {len(self.edits)} edits in {len(self._copies)} copies>"


def review(
    copies: Sequence[str | Path],
    *,
    dossier: str = "",
    record: str | Path | None = None,
    templates: Sequence[Path | str] = (),
) -> Review:
    """Read reviewed Word copies of one brief and find what was changed and said in them.

    Args:
        copies: The .docx files that came back.
        dossier: The dossier, where the copies do not say.
        record: The file as it was built, for copies that have lost their record.
        templates: Folders to search for section templates first.

    Raises:
        BriefingError: None of the copies can be read.
    """
    from briefing.review.edits.review_result import review as find_edits
    from briefing.review.open_copies import open_copies

    problems: list[Problem] = []
    given = Path(record) if record is not None else None
    read, target = open_copies([Path(copy) for copy in copies], dossier, given, _paths(templates), problems)
    if not read:
        raise BriefingError(*problems)
    edits = find_edits(read, target.classifier if target is not None else None)
    return Review(tuple(edits), tuple(problems), tuple(read), target)


# ------------------------------------------------------------------ small steps


def _options(options: BuildOptions | None, formats: Sequence[str] | None) -> BuildOptions:
    chosen = options or BuildOptions()
    return chosen if formats is None else replace(chosen, formats=tuple(formats))


def _paths(given: Sequence[Path | str]) -> tuple[Path, ...]:
    return tuple(Path(each) for each in given)


def _reading(file: str | Path) -> Reading:
    from briefing.review.open_finished import read_finished

    problems: list[Problem] = []
    reading = read_finished(Path(file), problems)
    if reading is None:
        raise BriefingError(*problems)
    return reading


def _recorded(file: str | Path) -> Reading:
    from briefing.review.open_finished import read_recorded

    problems: list[Problem] = []
    reading = read_recorded(Path(file), problems)
    if reading is None:
        raise BriefingError(*problems)
    return reading


def _title_of(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _records(given: Records, what: str) -> dict[str, dict[str, Any]]:
    """Return records by id, each a new dict without empty values."""
    if isinstance(given, Mapping):
        found = {str(key): dict(entry) for key, entry in given.items()}
    else:
        entries = given.to_dict("records") if hasattr(given, "to_dict") else given
        found = {}
        for number, entry in enumerate(entries, 1):
            values = dict(entry)
            if "id" not in values:
                message = f"{what} {number} has no id"
                raise BriefingError(Problem("missing-key", message, Location(f"{what}s"), "add an id to each record"))
            found[str(values.pop("id"))] = values
    return {key: {name: value for name, value in entry.items() if not _is_empty(value)} for key, entry in found.items()}


def _is_empty(value: Any) -> bool:
    """Return True for an empty cell: None, "" or the not-a-number of pandas, which is not equal to itself."""
    return value is None or value == "" or (isinstance(value, float) and value != value)  # noqa: PLR0124


def _yaml(value: Any, indent: str = "") -> str:
    """Return values as YAML in the plain style that dossiers are written in: groups, lists of lines, quoted text."""
    if isinstance(value, Mapping):
        lines = []
        for key, inner in value.items():
            nested = isinstance(inner, Mapping | list | tuple)
            lines.append(
                f"{indent}{key}:\n{_yaml(inner, indent + '  ')}" if nested else f"{indent}{key}: {_yaml(inner)}\n"
            )
        return "".join(lines)
    if isinstance(value, list | tuple):
        return "".join(f"{indent}- {_yaml(inner)}\n" for inner in value)
    # A JSON string is a YAML string, whatever it holds.
    return json.dumps(value.isoformat()[:10] if hasattr(value, "isoformat") else str(value), ensure_ascii=False)


def _as_csv(rows: Any, path: Path) -> Path:
    """Write rows as a CSV file."""
    import csv

    entries = rows.to_dict("records") if hasattr(rows, "to_dict") else [dict(row) for row in rows]
    columns = list(dict.fromkeys(key for entry in entries for key in entry))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({key: "" if _is_empty(value) else value for key, value in entry.items()} for entry in entries)
    return path
