"""Open and compare editions for `briefing diff`: a dossier, a frozen edition, a git revision of a dossier, or a finished file.

Each is taken as typed and becomes a `ComparedEdition`. A revision is unpacked into a temporary folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build.discovery import (
    DOSSIER_FILE,
    FACTS,
    DossierRef,
    find_dossiers,
    find_template_folders,
    is_there,
    printable,
)
from briefing.build.time_limit import BRIEF_SECONDS, OutOfTime, time_limit
from briefing.problems.problem import BriefingError, Location, Problem, has_errors
from briefing.review.open_finished import FINISHED, read_recorded

if TYPE_CHECKING:
    from briefing.editions.snapshot import Snapshot
    from briefing.facts.change_model import Change


@dataclass(frozen=True, slots=True)
class ComparedEdition:
    """One of the two editions that are compared.

    `folder` is that of a dossier, `file` a finished or frozen file; `templates` lists its own template folders first.
    """

    typed: str
    kind: str
    snapshot: Snapshot
    folder: Path | None = None
    file: Path | None = None
    templates: tuple[Path, ...] = ()
    publisher: str = ""

    @property
    def name(self) -> str:
        """Name for messages: its edition, or else the argument as typed."""
        edition = self.snapshot.edition
        return f"edition {edition}" if edition else printable(self.typed)


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """Two editions and the changes from one to the other. `warnings` are about the pair: unrelated, or in the wrong order."""

    old: ComparedEdition
    new: ComparedEdition
    changes: tuple[Change, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class GivenDossier:
    """A dossier that is given as such instead of typed, with its own template folders."""

    dossier: DossierRef
    templates: tuple[Path, ...]

    def __str__(self) -> str:
        return self.dossier.display_path


@contextmanager
def compare_editions(old: str | GivenDossier, new: str | GivenDossier) -> Iterator[EditionDiff]:
    """Compare two editions as typed. Their files exist until the block ends. Raises BriefingError if one cannot be read."""
    from briefing.editions.difference import differences

    problems: list[Problem] = []
    with ExitStack() as files:
        try:
            with time_limit():
                sides = [find_side(typed, files, problems) for typed in (old, new)]
        except OutOfTime:
            message = f"reading the two editions took longer than {BRIEF_SECONDS} seconds and was stopped"
            raise BriefingError(*problems, Problem("out-of-time", message, Location(printable(str(new))))) from None
        before, after = sides
        if before is None or after is None:
            raise BriefingError(*problems)
        yield EditionDiff(before, after, differences(before.snapshot, after.snapshot), tuple(_warnings(before, after)))


def _warnings(old: ComparedEdition, new: ComparedEdition) -> Iterator[Problem]:
    """Yield a warning for two briefs without a common fact, or for editions in the wrong order."""
    from briefing.editions.difference import are_unrelated

    was, now = old.snapshot, new.snapshot
    if are_unrelated(was, now):
        message = f"{printable(old.typed)} and {printable(new.typed)} have no fact in common"
        yield Problem("no-common-fact", message, hint="compare two editions of one brief", severity="warning")
    elif was.edition.isdecimal() and now.edition.isdecimal() and int(was.edition) > int(now.edition):
        message = f"edition {was.edition} is given as the old one, and edition {now.edition} as the new one"
        yield Problem("wrong-order", message, hint="give the older edition first", severity="warning")


def find_side(typed: str | GivenDossier, rest: ExitStack, problems: list[Problem]) -> ComparedEdition | None:
    """Return the edition that was typed or given; if there is none, add the reasons to `problems` and return None."""
    if isinstance(typed, GivenDossier):
        return side_of_folder(str(typed), "dossier", typed.dossier, typed.templates, problems)
    from briefing.review.git_revision import unpack

    try:
        path = Path(typed)
        if not path.is_file() and path.suffix == ".json" and (FACTS / path).is_file():  # wind-power/editions/1.json
            path = FACTS / path
        if path.is_file() and path.name != DOSSIER_FILE:
            return _of_file(typed, path, problems)
        # An existing path may itself contain an @.
        if "@" in typed and not is_there(path) and not is_there(FACTS / typed):
            where, _, revision = typed.rpartition("@")
            unpacked = unpack(where, revision, rest)
            dossier = DossierRef(unpacked.folder.name, unpacked.folder, printable(typed))
            return side_of_folder(typed, "revision", dossier, unpacked.templates, problems)
        return _of_dossier(typed, problems)
    except BriefingError as error:
        problems += error.problems
    except (OSError, ValueError):  # not a valid file name on this system
        problems.append(Problem("missing-file", f'file not found: "{printable(typed[:200])}"'))
    return None


def _of_file(typed: str, path: Path, problems: list[Problem]) -> ComparedEdition | None:
    with path.open("rb") as opened:
        start = opened.read(4)
    if path.suffix.lower() in FINISHED or start in (b"%PDF", b"PK\x03\x04"):
        from briefing.editions.from_record import snapshot_of_record

        reading = read_recorded(path, problems)
        if reading is None or reading.record is None:
            return None
        return ComparedEdition(typed, reading.format, snapshot_of_record(reading.record), file=path)
    from briefing.editions.store import read_edition_file

    if path.suffix.lower() in (".yaml", ".yml") and (path.parent / DOSSIER_FILE).is_file():
        message, hint = "this is one file of a dossier", f"compare the dossier: {printable(str(path.parent))}"
        raise BriefingError(Problem("not-a-dossier", message, Location(printable(typed)), hint))
    return ComparedEdition(typed, "frozen edition", read_edition_file(path, printable(typed)), file=path)


def _of_dossier(typed: str, problems: list[Problem]) -> ComparedEdition | None:
    from briefing.problems.suggest import did_you_mean

    path = Path(typed)
    if path.suffix.lower() in (".json", *FINISHED):
        folder = path.parent
        names = sorted(p.name for p in folder.iterdir() if p.suffix == path.suffix) if folder.is_dir() else []
        hint = did_you_mean(path.name, names) or (f"choose one of: {', '.join(names[:10])}" if names else "")
        frozen = sorted(p.as_posix() for p in FACTS.glob("*/editions/*.json")) if path.suffix == ".json" else []
        if frozen and not folder.is_dir():
            hint = f"the frozen editions here are: {', '.join(map(printable, frozen[:10]))}"
        problems.append(Problem("missing-file", "file not found", Location(printable(typed)), hint))
        return None
    return side_of_folder(typed, "dossier", find_dossiers([typed])[0], (), problems)


def side_of_folder(
    typed: str, kind: str, dossier: DossierRef, templates: tuple[Path, ...], problems: list[Problem]
) -> ComparedEdition | None:
    """Return the edition in a dossier's folder; if it has errors, add them to `problems` and return None."""
    from briefing.build.load import read_ledger
    from briefing.editions.make_snapshot import freeze
    from briefing.language import load_language

    ledger, found = read_ledger(dossier.folder, dossier.display_path)
    errors = [problem for problem in found if problem.severity == "error"]
    problems += errors
    if ledger is None or has_errors(errors):
        return None
    snapshot = freeze(ledger, load_language(ledger.dossier.language))
    own = ledger.dossier
    folders = (*templates, *find_template_folders([]))
    return ComparedEdition(
        typed, kind, snapshot, dossier.folder, None, folders, ", ".join(own.authors) or own.publisher
    )
