"""Where dossiers and templates are found: under ./facts and ./templates, at a path, or shipped with the package.

Takes what was typed on the command line, gives folders and how to print their paths. Looks only at names of files and
folders: what is in a dossier is for `facts` to read, what is in a template for `compose`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import briefing
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.problems.suggest import did_you_mean

DOSSIER_FILE = "dossier.yaml"
FACTS = Path("facts")
TEMPLATES = Path("templates")
EXAMPLE = "russia-north-korea"


@dataclass(frozen=True, slots=True)
class DossierRef:
    """A dossier that was found. `name` names the files made from it; `shown` is its folder as the user would write it."""

    name: str
    folder: Path
    shown: str
    shipped: bool = False


def shipped_folder(kind: Literal["facts", "templates"]) -> Path:
    """The folder of that kind that travels with the package: inside it when installed, beside it in a checkout."""
    package = Path(briefing.__file__).parent
    installed = package / "shipped" / kind
    return installed if installed.is_dir() else package.parent / kind


def list_dossiers() -> list[DossierRef]:
    """Every dossier that has a name here: those in ./facts, then the shipped ones that none of these hides.

    Raises BriefingError when ./facts cannot be read.
    """
    own = _dossiers_in(FACTS, shipped=False)
    names = {dossier.name for dossier in own}
    shipped = _dossiers_in(shipped_folder("facts"), shipped=True)
    return own + [dossier for dossier in shipped if dossier.name not in names]


def find_dossiers(wanted: Sequence[str]) -> list[DossierRef]:
    """Return the dossiers named, in that order and each once; if none is named, all in ./facts.

    Raises BriefingError with a problem for each that does not exist, if there is none at all, if the current folder is inside
    a dossier or inside "facts", and if the files of two would have the same names.
    """
    if not wanted:
        own = _dossiers_in(FACTS, shipped=False)
        if not own:
            message = "No dossiers here. Run `briefing new NAME`, or `briefing build --example`."
            raise BriefingError(_stands_within() or Problem("no-dossier", message))
        return own
    found: list[DossierRef] = []
    problems: list[Problem] = []
    for text in wanted:
        try:
            answer = _find(text)
        except (
            OSError,
            ValueError,
        ):  # no name that this system can have, or a folder on the way that may not be entered
            answer = _unknown(text)
        if isinstance(answer, Problem):
            problems.append(answer)
        elif all(not _same_folder(answer.folder, other.folder) for other in found):
            found.append(answer)
    problems += _shared_names(found)
    if problems:
        raise BriefingError(*problems)
    return found


def find_example() -> DossierRef:
    """Return the shipped dossier that shows what a brief looks like."""
    folder = shipped_folder("facts") / EXAMPLE
    return DossierRef(EXAMPLE, folder, show_path(folder), shipped=True)


def find_template_folders(given: Iterable[Path]) -> tuple[Path, ...]:
    """Where templates are searched, best first: the folders given, ./templates if there is one, the shipped ones.

    Raises BriefingError with a problem for each folder given that is not there or cannot be read.
    """
    folders: list[Path] = []
    problems: list[Problem] = []
    for folder in given:
        problem = _unreadable(folder, "template folder")
        if problem:
            problems.append(problem)
        else:
            folders.append(folder)
    if problems:
        raise BriefingError(*problems)
    if TEMPLATES.is_dir():
        folders.append(TEMPLATES)
    folders.append(shipped_folder("templates"))
    return tuple(f for i, f in enumerate(folders) if not any(_same_folder(f, earlier) for earlier in folders[:i]))


def check_folder(dossier: DossierRef) -> Problem | None:
    """What makes a dossier's folder unfit before it is even read: a name that is no text, or no permission."""
    if dossier.name.isprintable():
        return _unreadable(dossier.folder, "dossier's folder")
    message = f"the folder's name holds characters that cannot be printed: {printable(dossier.name)}"
    return Problem(
        "bad-name", message, Location(dossier.shown), "rename the folder: letters, digits and hyphens do best"
    )


def printable(text: str) -> str:
    """Text that any terminal can take: what is no valid character (a file name may hold such) becomes an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text)


def is_file(path: Path) -> bool:
    """Whether a file is there; no for a name that no file can have, where pathlib raises."""
    return os.path.isfile(path)  # noqa: PTH113  # as above


def is_folder(path: Path) -> bool:
    """Whether a folder is there; no for a name that none can have."""
    return os.path.isdir(path)  # noqa: PTH112  # as above


def is_there(path: Path) -> bool:
    """Whether anything is there; no for a name that nothing can have."""
    return os.path.exists(path)  # noqa: PTH110  # as above


def _find(text: str) -> DossierRef | Problem:
    """A name under ./facts, else a shipped one, else a path."""
    if not text.strip():
        return _unknown(text)
    path = Path(text)
    if path.name == text and (FACTS.is_dir() or not (path / DOSSIER_FILE).is_file()):
        for parent, shipped in ((FACTS, False), (shipped_folder("facts"), True)):
            if (parent / text).is_dir():
                return _at(parent / text, shipped=shipped)
    if path.name == DOSSIER_FILE and path.is_file():
        return _at(path.parent)
    if path.is_dir():
        return _at(path)
    if path.is_file():
        message = f"{printable(text)} is a file, not a dossier's folder"
        return Problem("not-a-dossier", message, hint=_hint_of_file(path))
    return _unknown(text)


def _hint_of_file(path: Path) -> str:
    """What to name instead of a file: the dossier that it is part of, or that it was built from."""
    if (path.parent / DOSSIER_FILE).is_file():
        return f"name its folder: briefing build {show_path(path.parent)}"
    built = [d.name for d in list_dossiers() if path.stem == d.name or path.stem.startswith(f"{d.name}_")]
    if built:
        return f"name the dossier: briefing build {printable(built[-1])}"
    if path.suffix.lower() == ".docx":
        return f"a copy that came back: briefing review {printable(str(path))}"
    return f"a dossier is a folder that holds {DOSSIER_FILE}"


def _stands_within() -> Problem | None:
    """Where one stands in a dossier or below a folder "facts": what to type instead."""
    here = Path.cwd()
    facts = next((folder for folder in (here, *here.parents) if folder.name == FACTS.name), None)
    if facts is not None and _dossiers_in(facts, shipped=False):
        up = "/".join([".."] * (len(here.relative_to(facts).parts) + 1))
        name = here.relative_to(facts).parts[0] if here != facts else ""
        message = f'you stand in {printable(show_within(here, facts))}, and dossiers are looked for in "facts" below'
        hint = f"type: cd {up}" + (
            f"   and there name the dossier: {printable(name)}" if name else "   and there the same"
        )
        return Problem("inside-facts", message, hint=hint)
    if (here / DOSSIER_FILE).is_file():
        message = f"the folder you stand in is itself a dossier, {printable(here.name)}, and none was named"
        return Problem("inside-facts", message, hint="name it by a full stop: briefing build .")
    return None


def show_within(folder: Path, parent: Path) -> str:
    """A folder as seen from above the parent: "facts/x"."""
    return folder.relative_to(parent.parent).as_posix()


def _at(folder: Path, *, shipped: bool = False) -> DossierRef | Problem:
    if folder.name in ("", ".."):  # "." or ".." was typed: the name is what it stands for
        folder = folder.resolve()
    dossier = DossierRef(folder.name, folder, show_path(folder), shipped)
    problem = _unreadable(folder, "dossier's folder")
    if problem:
        return problem
    if not (folder / DOSSIER_FILE).is_file():
        message = f"{printable(dossier.shown)} holds no {DOSSIER_FILE}, so it is no dossier"
        within = [inner.name for inner in _dossiers_in(folder, shipped=shipped)]
        hint = f"it holds dossiers: {_join(within)}" if within else "make one with: briefing new NAME"
        return Problem("not-a-dossier", message, Location(dossier.shown), hint)
    return dossier


def _unknown(text: str) -> Problem:
    within = _stands_within()
    if within is not None:
        return within
    names = [dossier.name for dossier in list_dossiers()]
    near = did_you_mean(text, names)
    known = f"the dossiers here are: {_join(names)}" if names else "make one with: briefing new NAME"
    kind = "folder" if "/" in text or os.sep in text else "dossier"
    return Problem("unknown-dossier", f'there is no {kind} "{printable(text)}"', hint=f"{near} {known}".strip())


def _join(names: Sequence[str], limit: int = 10) -> str:
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(printable(name) for name in names[:limit]) + more


def _dossiers_in(folder: Path, *, shipped: bool) -> list[DossierRef]:
    """The dossiers right under a folder, by name; none when there is no such folder."""
    try:
        if not folder.is_dir():
            return []
        names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
        held = [folder / name for name in names if _holds_dossier(folder / name)]
    except OSError as error:
        raise BriefingError(_cannot_read(folder, "folder", error)) from None
    return [DossierRef(path.name, path, show_path(path), shipped) for path in held]


def _holds_dossier(folder: Path) -> bool:
    """A folder that may not be entered counts: what it is, is told when it is read, and the others are read all the same."""
    try:
        return (folder / DOSSIER_FILE).is_file()
    except PermissionError:
        return True


def _shared_names(found: Sequence[DossierRef]) -> list[Problem]:
    """A problem for each dossier whose files would overwrite those of one before it."""
    first: dict[str, DossierRef] = {}
    problems: list[Problem] = []
    for dossier in found:
        other = first.setdefault(dossier.name.casefold(), dossier)
        if other is not dossier:
            message = f"{printable(dossier.shown)} and {printable(other.shown)} would be written to files of one name"
            problems.append(
                Problem(
                    "same-name", message, Location(dossier.shown), "build them one by one, each with its own --output"
                )
            )
    return problems


def _unreadable(folder: Path, what: str) -> Problem | None:
    shown = show_path(folder)
    try:
        if not folder.exists():
            return Problem("no-such-folder", f"the {what} is not there", Location(shown), _nearest_folder(folder))
        if not folder.is_dir():
            hint = "name the folder that holds it" if folder.is_file() else ""
            if what == "template folder" and folder.suffix.lower() in (".docx", ".dotx"):
                hint = f"a Word file into which the brief goes is named by --word-template {shown}"
            return Problem("not-a-folder", f"the {what} is not a folder", Location(shown), hint)
        os.scandir(folder).close()
        (folder / DOSSIER_FILE).exists()  # may be refused where a list of names is not
    except OSError as error:
        return _cannot_read(folder, what, error)
    return None


def _nearest_folder(folder: Path) -> str:
    """A hint with the folder beside it whose name is most like it, or with those that are there."""
    try:
        beside = sorted(p.name for p in folder.parent.iterdir() if p.is_dir() and not p.name.startswith("."))
    except (OSError, ValueError):
        beside = []
    where = "here" if folder.parent == Path() else f"in {show_path(folder.parent)}"
    known = f"the folders {where} are: {_join(beside)}" if beside else f"there is no folder {where}"
    return did_you_mean(folder.name, beside) or known


def _cannot_read(folder: Path, what: str, error: OSError) -> Problem:
    shown = show_path(folder)
    return Problem("unreadable-folder", f"the {what} cannot be read: {error.strerror}", Location(shown))


def _same_folder(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def show_path(path: Path) -> str:
    """A path as the user would write it: relative to where they stand when it lies below, else as it was given."""
    try:
        shown = path.resolve().relative_to(Path.cwd()).as_posix()
    except (OSError, RuntimeError, ValueError):  # the second for links that lead in a ring
        shown = path.as_posix()
    return printable(shown)
