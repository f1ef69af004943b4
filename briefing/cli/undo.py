"""`briefing undo`: show what a write into dossiers or templates changed, and put back what was there before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.build.discovery import current_working_folder
from briefing.cli.arguments import Json
from briefing.cli.report import as_values, exit_code, plural, print_problems, sanitise, suggest
from briefing.cli.unified_diff import unified_diff
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.files.undo_journal import UndoFile, WriteRecord

SCHEMA = "briefing/undo/1"


def undo(
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="NUMBER",
            help="Number of the write, as shown by --list. [default: the last one]",
            show_default=False,
        ),
    ] = None,
    *,
    list_all: Annotated[bool, typer.Option("--list", help="List the last 50 writes, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Put the files back without asking.")] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Put back even files that were edited after the write: those edits are lost."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Take back what upgrade, review --apply, import or freeze --force changed in files of dossiers and templates.

    Shows the command, its time, its files and what it changed in them as a unified diff, then asks. An undo is a write too: a second
    undo takes the first one back. A file that was edited after the write is not put back without --force. A new dossier, of new or
    import, and an edition frozen for the first time change no file: delete them yourself.

    The last 50 writes are kept in the hidden folder .briefing, beside the folder facts. With --json nothing is asked, and nothing is
    changed without --yes.

    Exit codes: 0 put back or nothing to do, 1 problems, 2 the command itself is wrong.
    """
    from briefing.files.undo_journal import find_write, list_writes, plan_undo, undo_write

    root = current_working_folder()
    records, problems = list_writes(root)
    if list_all:
        _print_list(records, problems, as_json=as_json)
        raise typer.Exit(exit_code(problems))
    try:
        record = find_write(root, number)
    except BriefingError as error:
        _print(error.problems, as_json=as_json)
        raise typer.Exit(1 if number is None else 2) from None
    try:
        files = plan_undo(root, record)
    except BriefingError as error:
        _print([*problems, *error.problems], record, as_json=as_json)
        raise typer.Exit(1) from None
    if not as_json:
        print_problems(problems)
        _print_record(record, files)
    restored: list[str] = []
    found: Sequence[Problem] = ()
    try:
        edited = any(file.edited for file in files) and not force
        if files and (edited or yes or (not as_json and typer.confirm("Take this back?"))):
            command = f"briefing undo {record.number}{' --force' if force else ''}"
            restored = undo_write(root, record, files, command, force=force)
    except BriefingError as error:
        found = error.problems
    if as_json:
        _print([*problems, *found], record, files, restored, as_json=True)
    else:
        print_problems(found)
        _print_end(record, records, files, restored, failed=bool(found))
    raise typer.Exit(exit_code(found))


# ------------------------------------------------------------------ printing


def _time(record: WriteRecord) -> str:
    try:
        return datetime.fromtimestamp(record.time).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):  # of a forged file
        return "unknown time"


def _print_list(records: Sequence[WriteRecord], problems: Sequence[Problem], *, as_json: bool) -> None:
    # The last undo of each write that was taken back, by number.
    undone = {record.undoes: record.number for record in reversed(records) if record.undoes}
    if as_json:
        writes = [_values(record) | {"undone_by": undone.get(record.number, 0)} for record in records]
        values = {"schema": SCHEMA, "writes": writes, "problems": as_values(problems)}
        typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
        return
    print_problems(problems)
    if not records:
        typer.echo("There is nothing to undo in this folder.")
    for record in records:
        taken_back = f", undone by {undone[record.number]}" if record.number in undone else ""
        head = f"{record.number}  {_time(record)}  {sanitise(record.command)}"
        typer.echo(f"{head}  ({plural(len(record.files), 'file')}{taken_back})")


def _print_record(record: WriteRecord, files: Sequence[UndoFile]) -> None:
    typer.echo(f"write {record.number}, {_time(record)}: {sanitise(record.command)}")
    for file in files:
        for line in unified_diff(file.path, file.before, file.now):
            typer.echo(line)


def _print_end(
    record: WriteRecord,
    records: Sequence[WriteRecord],
    files: Sequence[UndoFile],
    restored: Sequence[str],
    *,
    failed: bool,
) -> None:
    before = {file.path: file.before for file in files}
    for path in restored:
        typer.echo(f"{'put back' if before[path] is not None else 'deleted'}: {sanitise(path)}")
    if not files:
        typer.echo("nothing to undo: the files are as they were before this write")
        earlier = next((each.number for each in records if each.number < record.number), None)
        if earlier is not None:
            suggest(f"briefing undo {earlier} takes back the write before it")
    elif restored:
        suggest("briefing undo again takes this undo back")
    elif not failed:
        typer.echo("nothing changed")


def _values(record: WriteRecord) -> dict[str, Any]:
    return {
        "number": record.number,
        "time": _time(record),
        "command": record.command,
        "files": [file.path for file in record.files],
        "undoes": record.undoes,
    }


def _print(
    problems: Sequence[Problem],
    record: WriteRecord | None = None,
    files: Sequence[UndoFile] = (),
    restored: Sequence[str] = (),
    *,
    as_json: bool,
) -> None:
    if not as_json:
        print_problems(problems)
        return
    changes = [
        {"file": f.path, "edited": f.edited, "diff": "\n".join(unified_diff(f.path, f.before, f.now)) + "\n"}
        for f in files
    ]
    values = {
        "schema": SCHEMA,
        "write": _values(record) if record is not None else None,
        "changes": changes,
        "restored": list(restored),
        "problems": as_values(problems),
    }
    typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
