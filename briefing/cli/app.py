"""Puts the commands together. Imports nothing but typer and the commands: `briefing --help` must not wait."""

from __future__ import annotations

from typing import Annotated

import typer

from briefing.build import internal_errors as faults
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
from briefing.cli import list_dossiers as listing
from briefing.cli.usage_errors import Commands

app = typer.Typer(
    cls=Commands,
    help="Keep facts and section templates in plain text; build the same policy brief as PDF and as Word.",
    epilog="Begin with: briefing new NAME, then briefing build. "
    "Exit codes: 0 clean or warnings only, 1 problems, 2 the command itself is wrong.",
    no_args_is_help=True,
    rich_markup_mode=None,  # rich takes longer to import than everything else together
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("build")(build.build)
app.command("batch")(batch.batch)
app.command("watch")(watch.watch)
app.command("check")(check.check)
app.command("compare")(compare.compare)
app.command("diff")(diff.diff)
app.command("freeze")(freeze.freeze)
app.command("export")(exporting.export)
app.command("import")(importing.import_file)
app.command("list")(listing.list_all)
app.command("new")(new.new)
app.command("review")(review.review)
app.command("factcheck")(factcheck.factcheck)
app.command("facts")(facts.facts)
app.command("trace")(facts.trace)
app.command("schema")(schema.schema)
app.command("why")(why.why)
app.command("verify")(verify.verify)
app.command("undo", hidden=True)(undo.undo)
app.command("upgrade", hidden=True)(upgrade.upgrade)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"briefing {version('briefing')}")
        except PackageNotFoundError:
            typer.echo("briefing (not installed)")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in briefing an internal fault happened.")] = False,
) -> None:
    """Options that stand before the command."""
    del version  # its callback has done what there is to do
    if debug:
        faults.start_debugging()
