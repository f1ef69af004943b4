"""`briefing import`: make facts from a spreadsheet, with every guess marked. Nothing is overwritten."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.build.contain_failures import run_isolated
from briefing.build.discovery import (
    DOSSIER_FILE,
    FACTS,
    TEMPLATES,
    DossierRef,
    find_dossiers,
    is_file,
    is_folder,
    is_there,
    list_dossiers,
    printable,
    show_path,
    working_folder,
)
from briefing.cli.arguments import Json, complete_dossier
from briefing.cli.report import as_values, plural, print_problems
from briefing.files.atomic_write import write_files
from briefing.files.undo_journal import write_recorded
from briefing.problems.problem import BriefingError, Location, Problem, sort_problems

if TYPE_CHECKING:
    from briefing.exchange.importing.import_plan import Plan
    from briefing.exchange.importing.sheet_selection import SheetChoice
    from briefing.exchange.importing.yaml_writer import Guess

SCHEMA = "briefing/import/1"
MOST_GUESSES = 30
MOST_PROBLEMS = 50
SOURCES = "sources.yaml"
NO_FILE = ("no-such-file", "not-a-file", "unknown-format", "no-such-sheet", "several-sheets")
"""Codes of problems with the command itself, which exit with 2."""


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A spreadsheet: .xlsx, .csv or .json.", show_default=False)
    ],
    dossier: Annotated[
        str | None,
        typer.Argument(
            metavar="DOSSIER",
            help="Dossier to add the facts to, created if needed. [default: a new one, named after the file]",
            autocompletion=complete_dossier,
            show_default=False,
        ),
    ] = None,
    *,
    sheets: Annotated[
        list[str] | None,
        typer.Option("--sheet", metavar="NAME", help="Import only this sheet. Can be repeated.", show_default=False),
    ] = None,
    topic: Annotated[
        str,
        typer.Option(
            "--topic", metavar="NAME", help="Name of the topic. [default: from the sheet]", show_default=False
        ),
    ] = "",
    source: Annotated[
        str,
        typer.Option(
            "--source",
            metavar="TEXT|ID",
            help="Source of facts that have none in the file: words, a URL, or the id of a source.",
            show_default=False,
        ),
    ] = "",
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="Title of a new brief.", show_default=False)
    ] = "",
    as_json: Json = False,
) -> None:
    """Make facts from a spreadsheet with one row per fact or per date, or with dates or figures across the top.

    Guesses (ids, units, dates, sources) are listed, and marked "# check:" in the files. Facts without a source are unverified.
    Nothing is overwritten: an existing dossier gets new files, and new sources at the end of its sources.yaml.
    """
    from briefing.exchange.importing.sheet_selection import SheetChoice

    wanted = SheetChoice(tuple(sheets or ()), topic.strip(), source.strip(), title.strip())
    try:
        _check_words({"--source": source, "--topic": topic, "--title": title})
        place, new = _place(file, dossier)
    except BriefingError as error:
        raise _refusal(error.problems, as_json=as_json, code=2) from None
    plan, prevented = _plan_isolated(place, file, wanted, new=new)
    if plan is None:
        code = 2 if any(p.code in NO_FILE for p in prevented) else 1
        raise _refusal(prevented, as_json=as_json, code=code)
    try:
        made = _write(plan, place, file, new=new)
    except BriefingError as error:
        raise _refusal((*plan.problems, *error.problems), as_json=as_json, code=1) from None
    if as_json:
        _print_report_json(plan, place, made)
    else:
        _print_report(plan, place, made, new=new)


def _check_words(typed: Mapping[str, str]) -> None:
    """Raise BriefingError for options with control characters, which no fact file may contain."""
    for option, text in typed.items():
        if not text.isprintable():
            message = f"{option} contains characters that cannot be printed: {printable(text)}"
            raise BriefingError(Problem("bad-characters", message, hint="leave them out"))


def _refusal(problems: Sequence[Problem], *, as_json: bool, code: int) -> typer.Exit:
    """Print the problems, and return the exit of the command."""
    if as_json:
        typer.echo(
            json.dumps({"schema": SCHEMA, "files": [], "problems": as_values(problems)}, indent=2, ensure_ascii=False)
        )
    else:
        print_problems(problems)
    return typer.Exit(code)


# ------------------------------------------------------------------ the dossier


def _place(file: Path, dossier: str | None) -> tuple[DossierRef, bool]:
    """Return the dossier to write to, and whether it is a new one."""
    from briefing.exchange.importing.new_ids import folder_name

    if dossier is None:
        name = folder_name(file.stem)
        folder = FACTS / name
        if is_there(folder):
            message = f'the dossier "{name}" already exists'
            hint = (
                f"briefing import {printable(str(file))} {name} adds the facts to it; another name makes a new dossier"
            )
            raise BriefingError(Problem("already-there", message, Location(show_path(folder)), hint))
        return DossierRef(name, folder, show_path(folder)), True
    found = _existing(dossier)
    if found is not None:
        return found, False
    path = Path(dossier)
    bare = path.name if path.parent in (Path(), FACTS) else dossier
    better = folder_name(bare.rpartition("/")[2])
    if bare != better and folder_name(bare).replace("-", "_") != bare:
        message = (
            f'unknown dossier "{printable(dossier)}": the name of a new one can contain only small letters, '
            "digits and hyphens"
        )
        raise BriefingError(Problem("bad-name", message, hint=f"briefing import {printable(str(file))} {better}"))
    folder = FACTS / bare
    if is_there(folder) or path == FACTS or (path.parent != Path() and is_folder(path)):
        folder = folder if is_there(folder) else path
        hint = f"choose another name; a dossier is a folder with a file {DOSSIER_FILE}"
        raise BriefingError(
            Problem("already-there", "this already exists, but is not a dossier", Location(show_path(folder)), hint)
        )
    return DossierRef(bare, folder, show_path(folder)), True


def _existing(dossier: str) -> DossierRef | None:
    """Return the dossier of that name or at that path, or None. Raises BriefingError for a shipped one."""
    known = {each.name: each for each in list_dossiers()}
    path = Path(dossier)
    if dossier in known:
        found = known[dossier]
    elif is_file(path / DOSSIER_FILE) or path.name == DOSSIER_FILE:
        found = find_dossiers([dossier])[0]
    else:
        return None
    if found.shipped:
        message = f'"{dossier}" is shipped with briefing and cannot be changed'
        raise BriefingError(
            Problem("shipped-dossier", message, hint=f"choose a name of your own, such as my-{dossier}")
        )
    return found


# ------------------------------------------------------------------ planning and writing


def _plan_isolated(
    place: DossierRef, file: Path, wanted: SheetChoice, *, new: bool
) -> tuple[Plan | None, Sequence[Problem]]:
    """Return the plan, or None and the problems that prevent one."""
    if new:
        # The folder does not exist yet, so this is done in the current one.
        here = Path.cwd()
        return run_isolated(DossierRef(place.name, here, place.shown), lambda: _plan(place, file, wanted, new=new))
    return run_isolated(place, lambda: _plan(place, file, wanted, new=new))


def _plan(place: DossierRef, file: Path, wanted: SheetChoice, *, new: bool) -> Plan:
    from briefing.exchange.importing.destination import Target, read_target
    from briefing.exchange.importing.import_plan import plan_import
    from briefing.exchange.importing.open_file import read_file

    book = read_file(file, show_path(file))
    target = Target(place.name) if new else read_target(place.folder, place.shown)
    plan = plan_import(book, wanted, target)
    _check_plan(plan, place, new=new)
    return plan


def _check_plan(plan: Plan, place: DossierRef, *, new: bool) -> None:
    """Load the planned files as a build would, in a temporary folder. Raises BriefingError if they have errors."""
    import tempfile

    from briefing.facts.load import load_ledger

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / place.name
        folder.mkdir()
        for beside in () if new else place.folder.resolve().parent.iterdir():
            if beside.is_dir() and beside.name != folder.name:  # other dossiers, which this one may use
                (Path(temporary) / beside.name).symlink_to(beside, target_is_directory=True)
        for path in () if new else sorted(place.folder.iterdir()):
            if path.is_file() and path.stat().st_size <= 10_000_000:
                shutil.copyfile(path, folder / path.name)
        for name, data in _bytes(plan, place).items():
            (folder / name).write_bytes(data)
        _, problems = load_ledger(folder, place.shown)
    ours = {f"{place.shown}/{name}" for name in plan.files} | ({f"{place.shown}/{SOURCES}"} if plan.added else set())
    wrong = [p for p in problems if p.severity == "error" and p.location.file in ours]
    if wrong:
        raise BriefingError(*plan.problems, *wrong)


def _bytes(plan: Plan, place: DossierRef) -> Mapping[str, bytes]:
    """Return the files to write. New sources are appended to sources.yaml with its line ends; its other bytes stay."""
    files = {name: text.encode("utf-8") for name, text in plan.files.items()}
    if plan.added:
        before = (place.folder / SOURCES).read_bytes()
        end = b"\r\n" if b"\r\n" in before else b"\n"
        files[SOURCES] = (
            before + (b"" if before.endswith(b"\n") else end) + plan.added.encode("utf-8").replace(b"\n", end)
        )
    return files


def _write(plan: Plan, place: DossierRef, file: Path, *, new: bool) -> list[Path]:
    """Write all files or none, and return their paths."""
    files = _bytes(plan, place)
    if not new:
        command = f"briefing import {file} {place.name}"
        paths = {place.folder / name: data for name, data in files.items()}
        return write_recorded(working_folder(place.folder), paths, command)
    sections = TEMPLATES / place.name
    templates = {f"{name}.md": text.encode("utf-8") for name, text in plan.templates.items()}
    making = place.folder.with_name(f".{place.folder.name}.part")
    with contextlib.ExitStack() as undo:
        undo.callback(shutil.rmtree, making, ignore_errors=True)
        shutil.rmtree(making, ignore_errors=True)
        write_files(making, files)
        written: list[Path] = []
        if templates and sections.exists():
            message = "this folder already exists, so no section templates were written for the imported facts"
            hint = f'the tables are in {place.shown}/tables.yaml: add one to a section with {{{{ table("NAME") }}}}'
            plan.problems.append(Problem("already-there", message, Location(show_path(sections)), hint, "note"))
        elif templates:
            undo.callback(shutil.rmtree, sections, ignore_errors=True)
            written = write_files(sections, templates)
        try:
            making.rename(place.folder)
        except OSError as error:
            reason = error.strerror or str(error)
            problem = Problem("cannot-write", f"this folder cannot be created: {reason}", Location(place.shown))
            raise BriefingError(problem) from None
        undo.pop_all()
    return [*(place.folder / name for name in files), *written]


# ------------------------------------------------------------------ the report


def _print_report(plan: Plan, place: DossierRef, made: Sequence[Path], *, new: bool) -> None:
    shown = sort_problems(plan.problems)
    print_problems(shown[:MOST_PROBLEMS])
    if len(shown) > MOST_PROBLEMS:
        typer.echo(f"and {len(shown) - MOST_PROBLEMS:,} more; --json prints them", err=True)
    for sheet in plan.sheets:
        series = f", {plural(sheet.series, 'of them a series', 'of them series')}" if sheet.series else ""
        typer.echo(printable(f"{sheet.sheet}: read as {sheet.read_as}: {plural(sheet.facts, 'fact')}{series}"))
        if sheet.tags:
            typer.echo(printable(f"  imported as tags: {', '.join(sheet.tags)}"))
        if sheet.left:
            typer.echo(printable(f"  columns not imported: {', '.join(sheet.left)}"))
    for path in made:
        typer.echo(printable(str(path)))
    _print_guesses(plan.guesses, place)
    if not new and _unlisted(place, plan):
        lines = ", ".join(f"- {topic}" for topic in plan.topics)
        typer.echo(printable(f"To print the section, add to sections: in {place.shown}/{DOSSIER_FILE}: {lines}"))
    typer.echo(f"Check it with: briefing check {printable(place.name)}")
    typer.echo(f"Build it with: briefing build {printable(place.name)}")


def _print_guesses(guesses: Sequence[Guess], place: DossierRef) -> None:
    """Print each guess once, with its first line and the number of others."""
    if not guesses:
        return
    typer.echo(f'{plural(len(guesses), "guess", "guesses")} to check, marked "# check:" in the files:')
    places: dict[tuple[str, str], list[int]] = {}
    for guess in guesses:
        places.setdefault((guess.file, guess.what), []).append(guess.line)
    for (file, what), lines in list(places.items())[:MOST_GUESSES]:
        more = f" (and {plural(len(lines) - 1, 'more line')})" if len(lines) > 1 else ""
        typer.echo(printable(f"  {place.shown}/{file}:{lines[0]}: {what}{more}"))
    if len(places) > MOST_GUESSES:
        typer.echo(f"  and {len(places) - MOST_GUESSES:,} more; search the files for # check:")


def _unlisted(place: DossierRef, plan: Plan) -> bool:
    from briefing.facts.load import load_ledger

    ledger, _ = load_ledger(place.folder, place.shown)
    sections = ledger.dossier.sections if ledger is not None else ()
    return bool(sections) and not set(plan.topics) <= set(sections)


def _print_report_json(plan: Plan, place: DossierRef, made: Sequence[Path]) -> None:
    values = {
        "schema": SCHEMA,
        "dossier": place.name,
        "files": [path.as_posix() for path in made],
        "sheets": [
            {"sheet": s.sheet, "read_as": s.read_as, "facts": s.facts, "series": s.series, "topics": list(s.topics),
             "tags": list(s.tags), "not_read": list(s.left)}
            for s in plan.sheets
        ],
        "guesses": [{"file": f"{place.shown}/{g.file}", "line": g.line, "what": g.what} for g in plan.guesses],
        "problems": as_values(plan.problems),
    }  # fmt: skip
    typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
