"""Find dossiers and templates: in ./facts and ./templates, at a path, or shipped with the package.

Only names of files and folders are looked at. Their content is read by `facts` and `compose`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import briefing
from briefing.files.undo_journal import JOURNAL
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.problems.suggest import did_you_mean

DOSSIER_FILE = "dossier.yaml"
FACTS = Path("facts")
TEMPLATES = Path("templates")
EXAMPLE = "russia-north-korea"


@dataclass(frozen=True, slots=True)
class DossierRef:
    """Location of a dossier. Its output files are called `name`; `display_path` is the path of its folder as the user would write it."""

    name: str
    folder: Path
    display_path: str
    shipped: bool = False


def shipped_folder(kind: Literal["facts", "templates"]) -> Path:
    """Return the shipped folder of that kind: inside the installed package, or beside it in a checkout."""
    package = Path(briefing.__file__).parent
    installed = package / "shipped" / kind
    return installed if installed.is_dir() else package.parent / kind


def is_shipped(path: Path) -> bool:
    """Return True for a file or folder that ships with briefing; in a checkout of the program, one may work on these."""
    real = path.resolve()
    inside = any(real.is_relative_to(shipped_folder(kind).resolve()) for kind in ("facts", "templates"))
    return inside and not real.is_relative_to(Path.cwd().resolve())


def list_dossiers() -> list[DossierRef]:
    """Return every dossier that can be named here: those in ./facts, then the shipped ones with other names.

    Raises BriefingError if ./facts cannot be read.
    """
    local = _dossiers_in(FACTS, shipped=False)
    names = {dossier.name for dossier in local}
    shipped = _dossiers_in(shipped_folder("facts"), shipped=True)
    return local + [dossier for dossier in shipped if dossier.name not in names]


def find_dossiers(names: Sequence[str]) -> list[DossierRef]:
    """Return the dossiers named, in that order and each once; if none is named, all in ./facts.

    Raises BriefingError with a problem for each that does not exist, if there is none at all, if the current folder is inside
    a dossier or inside "facts", and if the files of two would have the same names.
    """
    if not names:
        local = _dossiers_in(FACTS, shipped=False)
        if not local:
            message = "No dossiers here. Run `briefing new NAME`, or `briefing build --example`."
            raise BriefingError(_is_inside_facts() or Problem("no-dossier", message, hint=_wrong_folder()))
        return local
    found: list[DossierRef] = []
    problems: list[Problem] = []
    for text in names:
        try:
            match = _find(text)
        except (OSError, ValueError):
            # A name that the system does not allow, or a parent folder without permission.
            match = _unknown(text)
        if isinstance(match, Problem):
            problems.append(match)
        elif all(not _same_folder(match.folder, other.folder) for other in found):
            found.append(match)
    problems += _shared_names(found)
    if problems:
        raise BriefingError(*problems)
    return found


def find_example() -> DossierRef:
    """Return the shipped dossier that shows what a brief looks like."""
    folder = shipped_folder("facts") / EXAMPLE
    return DossierRef(EXAMPLE, folder, show_path(folder), shipped=True)


def find_template_folders(named_folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return the template folders in search order: those given, ./templates if it exists, the shipped ones.

    Raises BriefingError with a problem for each given folder that does not exist or cannot be read. Raises it also, if no folder
    is given, inside "facts" where the templates are beside that folder: there they would not be found.
    """
    named_folders = tuple(named_folders)
    if not named_folders and not TEMPLATES.is_dir():
        inside = _inside_working_folder(FACTS.name)
        if inside is not None and (Path.cwd() / inside[0] / TEMPLATES).is_dir():
            raise BriefingError(_must_run_above(*inside))
    folders: list[Path] = []
    problems: list[Problem] = []
    for folder in named_folders:
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


def check_new_dossier(then: str = "run the same command") -> None:
    """Raise BriefingError if a new dossier would be made inside "facts" or "templates" of a folder with dossiers.

    `then` is the hint after that to change the folder.
    """
    for name in (FACTS.name, TEMPLATES.name):
        inside = _inside_working_folder(name)
        if inside is not None:
            raise BriefingError(_must_run_above(*inside, then))


def check_folder(dossier: DossierRef) -> Problem | None:
    """Return the problem of a dossier's folder that cannot be used, because of its name or its permissions, or None."""
    if is_reserved(dossier.name):
        message = f'"{dossier.name}" is the name of a device on Windows, where no file can have it'
        return Problem("bad-name", message, Location(dossier.display_path), "rename the folder")
    if dossier.name.isprintable():
        return _unreadable(dossier.folder, "dossier's folder")
    message = f"the folder's name contains characters that cannot be printed: {printable(dossier.name)}"
    return Problem(
        "bad-name", message, Location(dossier.display_path), "rename the folder: use letters, digits and hyphens"
    )


def working_folder(folder: Path) -> Path:
    """Return the folder that keeps the journal of undo for a dossier's or template's folder. It is always above that folder.

    That is the current folder, as `Path()`. Of a folder outside it, or of the current folder itself, it is the one that holds its
    `facts` or `templates`, else its parent.
    """
    real, current = folder.resolve(), Path.cwd().resolve()
    if (
        real != current
        and real.is_relative_to(current)
        and not any(p.startswith(".") for p in real.relative_to(current).parts)
    ):
        return Path()
    # A template may have folders of its own.
    return next((above.parent for above in real.parents[:3] if above.name in (FACTS.name, TEMPLATES.name)), real.parent)


def current_working_folder() -> Path:
    """Return the working folder of whoever stands here: above the current folder where that is a dossier, `facts` or `templates`."""
    current = Path.cwd()
    if is_folder(current / JOURNAL):
        return Path()
    if is_file(current / DOSSIER_FILE) or current.parent.name in (FACTS.name, TEMPLATES.name):
        return working_folder(current)
    return current.parent if current.name in (FACTS.name, TEMPLATES.name) else Path()


def is_reserved(name: str) -> bool:
    """Return True if Windows keeps the name for a device, so that no file can have it, with any ending."""
    return re.fullmatch(r"con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]", name.partition(".")[0].strip().lower()) is not None


def printable(text: str) -> str:
    """Return text that is safe for a terminal: unprintable characters, also those of a broken file name, become escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text)


def is_file(path: Path) -> bool:
    """Return True if a file exists. Unlike pathlib, return False for a name that no file can have."""
    return os.path.isfile(path)  # noqa: PTH113  # as above


def is_folder(path: Path) -> bool:
    """Return True if a folder exists. See `is_file` for names that cannot exist."""
    return os.path.isdir(path)  # noqa: PTH112  # as above


def is_there(path: Path) -> bool:
    """Return True if a file or folder exists. See `is_file` for names that cannot exist."""
    return os.path.exists(path)  # noqa: PTH110  # as above


def _find(text: str) -> DossierRef | Problem:
    """Find a dossier by its name in ./facts, else among the shipped ones, else by its path."""
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
    """Return a hint for a file that was named as a dossier: the dossier that it belongs to, or was built from."""
    if (path.parent / DOSSIER_FILE).is_file():
        return f"name its folder: briefing build {show_path(path.parent)}"
    built = [d.name for d in list_dossiers() if path.stem == d.name or path.stem.startswith(f"{d.name}_")]
    if built:
        return f"name the dossier: briefing build {printable(built[-1])}"
    if path.suffix.lower() == ".docx":
        return f"for a reviewed copy: briefing review {printable(str(path))}"
    return f"a dossier is a folder with a file {DOSSIER_FILE}"


def _is_inside_facts() -> Problem | None:
    """Return the problem of a command run inside a dossier or below a folder "facts", with what to type instead, or None."""
    inside = _inside_working_folder(FACTS.name)
    if inside is not None:
        return _must_run_above(*inside)
    current = Path.cwd()
    if (current / DOSSIER_FILE).is_file():
        message = f"the command names no dossier, but the current folder is one: {printable(current.name)}"
        return Problem("inside-facts", message, hint="name the current folder: briefing build .")
    return None


def _inside_working_folder(name: str) -> tuple[str, Path] | None:
    """Return the way up from the current folder, and its path from there, if it is inside a folder `name` beside dossiers."""
    current = Path.cwd()
    above = next((folder.parent for folder in (current, *current.parents) if folder.name == name), None)
    if above is None or not _dossiers_in(above / FACTS, shipped=False):
        return None
    within = current.relative_to(above)
    return "/".join([".."] * len(within.parts)), within


def _must_run_above(up: str, within: Path, then: str = "") -> Problem:
    message = (
        f"the current folder is {printable(within.as_posix())}, but the command must run in the folder that contains "
        f'"{FACTS}"'
    )
    dossier = within.parts[1] if len(within.parts) > 1 else ""
    then = then or (f"name the dossier: {printable(dossier)}" if dossier else "run the same command")
    return Problem("inside-facts", message, hint=f"type: cd {up}   then {then}")


def _wrong_folder() -> str:
    """Return a hint if the current folder has no folder "facts": it may be the wrong one. Else return ""."""
    if FACTS.is_dir():
        return ""
    current = Path.cwd()
    try:
        above = bool(_dossiers_in(current.parent / FACTS, shipped=False))
    except BriefingError:
        above = False
    if above:
        return f'the current folder, {printable(current.name)}, has no folder "{FACTS}", but the one above it has: type: cd ..'
    return f'the current folder, {printable(current.name)}, has no folder "{FACTS}": is it the right one?'


def _at(folder: Path, *, shipped: bool = False) -> DossierRef | Problem:
    if folder.name in ("", ".."):  # for "." and ".." use the name of the folder
        folder = folder.resolve()
    dossier = DossierRef(folder.name, folder, show_path(folder), shipped)
    problem = _unreadable(folder, "dossier's folder")
    if problem:
        return problem
    if not (folder / DOSSIER_FILE).is_file():
        inside = _inside_working_folder(FACTS.name) if _same_folder(folder, Path()) else None
        if inside is not None:
            return _must_run_above(*inside)
        message = f"{printable(dossier.display_path)} is not a dossier: it has no file {DOSSIER_FILE}"
        within = [inner.name for inner in _dossiers_in(folder, shipped=shipped)]
        hint = f"it contains dossiers: {_join(within)}" if within else "create one: briefing new NAME"
        return Problem("not-a-dossier", message, Location(dossier.display_path), hint)
    return dossier


def _unknown(text: str) -> Problem:
    within = _is_inside_facts()
    if within is not None:
        return within
    names = [dossier.name for dossier in list_dossiers()]
    near = did_you_mean(text, names)
    known = (
        f"choose one of: {_join(names)}; or create one: briefing new NAME" if names else "create one: briefing new NAME"
    )
    kind = "folder not found:" if "/" in text or os.sep in text else "unknown dossier"
    hint = "; ".join(filter(None, (f"{near} {known}".strip(), _wrong_folder())))
    return Problem("unknown-dossier", f'{kind} "{printable(text)}"', hint=hint)


def _join(names: Sequence[str], limit: int = 10) -> str:
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(printable(name) for name in names[:limit]) + more


def _dossiers_in(folder: Path, *, shipped: bool) -> list[DossierRef]:
    """Return the dossiers directly in a folder, by name; none if the folder does not exist."""
    try:
        if not folder.is_dir():
            return []
        names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
        dossiers = [folder / name for name in names if _is_dossier_folder(folder / name)]
    except OSError as error:
        raise BriefingError(_cannot_read(folder, "folder", error)) from None
    return [DossierRef(path.name, path, show_path(path), shipped) for path in dossiers]


def _is_dossier_folder(folder: Path) -> bool:
    """Return True if a folder is a dossier. One without permission counts too: it is reported when it is read."""
    try:
        return (folder / DOSSIER_FILE).is_file()
    except PermissionError:
        return True


def _shared_names(found: Sequence[DossierRef]) -> list[Problem]:
    """Return a problem for each dossier whose files would overwrite those of an earlier one."""
    first: dict[str, DossierRef] = {}
    problems: list[Problem] = []
    for dossier in found:
        other = first.setdefault(dossier.name.casefold(), dossier)
        if other is not dossier:
            message = f"{printable(dossier.display_path)} and {printable(other.display_path)} would be written to files of the same name"
            problems.append(
                Problem(
                    "same-name",
                    message,
                    Location(dossier.display_path),
                    "build them separately, each with its own --output",
                )
            )
    return problems


def _unreadable(folder: Path, kind: str) -> Problem | None:
    display_path = show_path(folder)
    try:
        if not folder.exists():
            return Problem("no-such-folder", f"{kind} not found", Location(display_path), _nearest_folder(folder))
        if not folder.is_dir():
            hint = "name the folder that contains it" if folder.is_file() else ""
            if kind == "template folder" and folder.suffix.lower() in (".docx", ".dotx"):
                hint = f"to write the brief into a Word template: --word-template {display_path}"
            return Problem("not-a-folder", f"the {kind} is not a folder", Location(display_path), hint)
        os.scandir(folder).close()
        (folder / DOSSIER_FILE).exists()  # a folder may be listed and yet not entered
    except OSError as error:
        return _cannot_read(folder, kind, error)
    return None


def _nearest_folder(folder: Path) -> str:
    """Return a hint: the folder with the most similar name, or all folders beside it."""
    try:
        siblings = sorted(p.name for p in folder.parent.iterdir() if p.is_dir() and not p.name.startswith("."))
    except (OSError, ValueError):
        siblings = []
    where = "here" if folder.parent == Path() else f"in {show_path(folder.parent)}"
    known = f"the folders {where} are: {_join(siblings)}" if siblings else f"there are no folders {where}"
    return did_you_mean(folder.name, siblings) or known


def _cannot_read(folder: Path, kind: str, error: OSError) -> Problem:
    display_path = show_path(folder)
    return Problem("unreadable-folder", f"the {kind} cannot be read: {error.strerror}", Location(display_path))


def _same_folder(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def show_path(path: Path) -> str:
    """Return a path as the user would write it: relative to the current folder if it is below it, else as given."""
    try:
        display_path = path.resolve().relative_to(Path.cwd()).as_posix()
    except (OSError, RuntimeError, ValueError):  # RuntimeError: links that form a loop
        display_path = path.as_posix()
    return printable(display_path)
