"""Write the files of `briefing new`: a commented dossier with its own templates and a README, which builds at once.

Each starting point is a folder beside this file. Its `facts/` and `templates/` are copied, with the files of `example/` that it
shares with others. In these files NAME, TITLE, DATE, PUBLISHER, MARKING and TEMPLATE are replaced by what the user gave, NEXT by
the year after that of the brief, and Y1, Y2 … by the years before it, so that the example never looks old.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from briefing.problems.problem import BriefingError, Location, Problem

POLICY_BRIEF, TWO_PAGE, COUNTRY_NOTE, GENERAL = "policy-brief", "two-page", "country-note", "general"
STARTS: Mapping[str, str] = {
    POLICY_BRIEF: "several pages: bottom line, background, a chart, an outlook",
    TWO_PAGE: "the same on two pages, in two columns",
    COUNTRY_NOTE: "two or three pages: key figures, politics, economy, relations",
    GENERAL: "no templates: all facts printed one after another",
}
"""The starting points in the order in which they are listed, each with a short description."""
SHIPPED = frozenset({"policy-brief"})
"""Names that a new template folder must not have: it would hide the general template, which is used for other sections."""
_WITH_EXAMPLE = (POLICY_BRIEF, TWO_PAGE, GENERAL)
_UNUSED = {GENERAL: ("judgements.yaml",)}
_ORDER = ("README.md", "dossier.yaml", "sources.yaml")
_PLACEHOLDERS = re.compile(r"\b(?:NAME|TITLE|DATE|PUBLISHER|MARKING|TEMPLATE|NEXT|Y\d)\b")


@dataclass(frozen=True, slots=True)
class NewDossier:
    """The values that the user gave for the new brief. `date` as typed, such as "2026-11-28"; "" for values that were not given."""

    name: str
    title: str
    date: str
    publisher: str = ""
    marking: str = ""
    start: str = POLICY_BRIEF

    @property
    def template(self) -> str:
        """Name of the template folder: the dossier's name, reduced to the letters that are allowed there."""
        plain = unicodedata.normalize("NFKD", self.name.casefold()).encode("ascii", "ignore").decode()
        name = re.sub(r"[^a-z0-9_-]", "", plain).lstrip("_-") or "brief"
        return f"{name}-own" if name in SHIPPED else name


def make_dossier(facts: Path, templates: Path, dossier: NewDossier) -> list[Path]:
    """Write the files into new folders, all or none, and return their paths. Raises BriefingError if that fails."""
    if not dossier.title.strip() or not dossier.title.isprintable():
        message = "the title is empty or contains characters that cannot be printed"
        raise BriefingError(Problem("bad-title", message, hint='write one, such as --title "Wind power at sea"'))
    found = dict(_texts_in(dossier.start, "facts"))
    if dossier.start in _WITH_EXAMPLE:
        found |= dict(_texts_in("example"))
    names = dict.fromkeys((*_ORDER, *sorted(found)))
    wanted = {name: found[name] for name in names if name in found and name not in _UNUSED.get(dossier.start, ())}
    texts = {facts / dossier.name: _fill_in(wanted, dossier)}
    prose = _fill_in(dict(_texts_in(dossier.start, "templates")), dossier)
    if prose:
        texts[templates / dossier.template] = prose
    check_new(facts, templates, dossier)
    _write(texts)
    return [folder / name for folder, files in texts.items() for name in files]


def check_new(facts: Path, templates: Path, dossier: NewDossier) -> None:
    """Raise BriefingError if there is a dossier of that name, or a folder of templates."""
    folders = [facts / dossier.name, *([templates / dossier.template] if dossier.start != GENERAL else [])]
    for folder in folders:
        if folder.exists():
            hint = "choose another name; nothing was changed"
            if (facts / dossier.name / "dossier.yaml").is_file():
                hint = f"build it: briefing build {dossier.name}; or choose another name; nothing was changed"
            message = "a folder or file of that name already exists"
            raise BriefingError(Problem("already-there", message, Location(str(folder)), hint))


def _texts_in(*folders: str) -> Iterator[tuple[str, str]]:
    source = resources.files(__name__).joinpath(*folders)
    if not source.is_dir():
        return
    for file in sorted(source.iterdir(), key=lambda each: each.name):
        if file.is_file():
            yield file.name, file.read_text("utf-8")


# ------------------------------------------------------------------ filling in


def _fill_in(files: Mapping[str, str], dossier: NewDossier) -> dict[str, str]:
    return {name: _fill_in_one(name, text, dossier) for name, text in files.items()}


def _fill_in_one(name: str, text: str, dossier: NewDossier) -> str:
    year = int(dossier.date[:4])
    title = dossier.title.strip()
    values = {
        "NAME": dossier.name,
        "TEMPLATE": dossier.template,
        "TITLE": _quote(title) if name.endswith(".yaml") else title,
        "DATE": dossier.date,
        "NEXT": f"{year + 1}",
        "PUBLISHER": f"publisher: {_quote(dossier.publisher)}" if dossier.publisher else "# publisher: Who issues it",
        "MARKING": f"marking: {_quote(dossier.marking)}"
        if dossier.marking
        else "# marking: TLP:AMBER             # on every page, and in the files' names",
    }

    def fill(match: re.Match[str]) -> str:
        word = match[0]
        return values[word] if word in values else f"{year - int(word[1:])}"

    return _PLACEHOLDERS.sub(fill, text)


def _quote(text: str) -> str:
    """Return a text as a YAML scalar that reads back as the same text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# ------------------------------------------------------------------ writing


def _write(texts: Mapping[Path, Mapping[str, str]]) -> None:
    """Write each folder under a temporary name first; if one fails, remove all of them."""
    with contextlib.ExitStack() as cleanup:
        temporary = {folder: folder.with_name(f".{folder.name}.part") for folder in texts}
        for folder, temporary_folder in temporary.items():
            with _problems_at(folder):
                _make_parents(folder.parent, cleanup)
                shutil.rmtree(temporary_folder, ignore_errors=True)
                cleanup.callback(shutil.rmtree, temporary_folder, ignore_errors=True)
                temporary_folder.mkdir()
                for name, text in texts[folder].items():
                    (temporary_folder / name).write_text(text, "utf-8", newline="\n")
        done: list[Path] = []
        try:
            for folder, temporary_folder in temporary.items():
                with _problems_at(folder):
                    temporary_folder.rename(folder)
                done.append(folder)
        except BaseException:
            for folder in done:
                shutil.rmtree(folder, ignore_errors=True)
            raise


def _make_parents(folder: Path, cleanup: contextlib.ExitStack) -> None:
    """Make a parent folder, and remove it at the end if it is still empty."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        cleanup.callback(_remove_if_empty, folder)


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


@contextlib.contextmanager
def _problems_at(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "change to a folder in which you can write, and try again"
        problem = Problem("cannot-write", f"the folder cannot be created: {reason}", Location(str(folder)), hint)
        raise BriefingError(problem) from None
