"""The commands and their groups. Imports only typer and the commands, so that `briefing --help` answers at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from briefing.build import internal_errors
from briefing.cli import (
    batch,
    build,
    check,
    compare,
    diff,
    exporting,
    factcheck,
    facts,
    freeze,
    importing,
    new,
    review,
    schema,
    undo,
    upgrade,
    verify,
    watch,
    why,
)
from briefing.cli.help import Command
from briefing.cli.usage_errors import Commands

app = typer.Typer(
    cls=Commands,
    help="Keep facts and section templates in plain text; build the same policy brief as PDF and as Word.",
    epilog="Begin with: briefing new NAME, then briefing build. "
    "Exit codes: 0 no errors, 1 errors, 2 wrong command. briefing COMMAND --help lists the options of a command.",
    no_args_is_help=True,
    rich_markup_mode=None,  # rich takes longer to import than everything else together
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

GROUPS: Mapping[str, Mapping[str, tuple[Callable[..., Any], str]]] = {
    "Write": {
        "new": (new.new, "Create a commented dossier with templates, ready to build"),
        "check": (check.check, "Report all problems; --explain CODE explains one"),
        "build": (build.build, "Build the PDF and Word files"),
        "watch": (watch.watch, "Build again each time a file is saved"),
    },
    "Facts": {
        "facts": (facts.facts, "List and search facts, or show everything about one"),
        "import": (importing.import_file, "Make facts from a spreadsheet"),
        "export": (exporting.export, "Write the facts as XLSX, CSV or JSON"),
    },
    "Review and publish": {
        "review": (review.review, "List the edits in reviewed copies; --apply applies them"),
        "factcheck": (factcheck.factcheck, "Make sheets for a second reader who checks the facts"),
        "freeze": (freeze.freeze, "Keep the edition that you publish"),
        "diff": (diff.diff, "Show what changed between two editions"),
    },
    "Finished files": {
        "compare": (compare.compare, "Show where two files differ, such as a PDF and a Word file"),
        "verify": (verify.verify, "List figures of a file that were altered after the build"),
        "why": (why.why, "Show the facts and sources behind a figure in a file"),
    },
    "Many briefs": {
        "batch": (batch.batch, "Build many dossiers with one template, several at a time"),
    },
}
"""The commands that `briefing --help` lists, by group, each with its line there: at most 62 letters, which fit in 80 columns."""
HIDDEN: Mapping[str, Callable[..., Any]] = {
    "schema": schema.schema,
    # The old names of `facts`, which stay for one release.
    "trace": facts.trace,
    "list": facts.list_dossiers_command,
    "undo": undo.undo,
    "upgrade": upgrade.upgrade,
}
"""Commands that work and are not listed."""

for _group, _commands in GROUPS.items():
    for _name, (_command, _line) in _commands.items():
        app.command(_name, cls=Command, short_help=_line, rich_help_panel=_group)(_command)
for _name, _command in HIDDEN.items():
    app.command(_name, cls=Command, hidden=True)(_command)


def _show_version(requested: bool) -> None:
    if requested:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"briefing {version('briefing')}")
        except PackageNotFoundError:
            typer.echo("briefing (not installed)")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of an internal error.")] = False,
) -> None:
    """Handle the options that come before the command."""
    del version  # its callback has printed it
    if debug:
        internal_errors.start_debugging()
