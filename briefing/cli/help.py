"""Help pages, and old names of options.

Typer groups options and commands only with rich, which takes longer to import than everything else together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import typer
from typer.core import TyperCommand

from briefing.problems.problem import Problem

OPTIONS = "Options"
IN_DOSSIER = "Also in dossier.yaml"
MORE = "More"
ALSO = "Also: undo, upgrade, schema (see briefing COMMAND --help)"
"""The line below the groups of commands, which names the useful ones that are not in a group."""
RENAMED_OPTIONS: Mapping[str, str] = {"--anew": "--force", "--cut": "--variant", "--reply": "--carry-comments"}
"""Options under their old names, which still work with a warning, and their new names."""


class Command(TyperCommand):
    """A command whose help groups its options, and whose old options still work."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, each group under its heading."""
        params = self.get_params(ctx)
        arguments = [
            (str(each.metavar or each.name).upper(), getattr(each, "help", "") or "")
            for each in params
            if each.param_type_name == "argument"
        ]
        if arguments:
            with formatter.section("Arguments"):
                formatter.write_dl(arguments)
        groups: dict[str, list[tuple[str, str]]] = {OPTIONS: [], IN_DOSSIER: [], MORE: []}
        for each in params:
            record = each.get_help_record(ctx) if each.param_type_name == "option" else None
            if record is not None:
                groups[getattr(each, "rich_help_panel", None) or OPTIONS].append(record)
        if groups[MORE]:  # --help is the last option of all
            groups[MORE].append(groups[OPTIONS].pop())
        for title, records in groups.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command line with old options replaced by new ones. Warn of each, but not while the shell completes a word."""
        known = {name for each in self.params for name in each.opts}
        options = args[: args.index("--")] if "--" in args else args
        replaced = list(args)
        for at, word in enumerate(options):
            old, equals, value = word.partition("=")
            new = RENAMED_OPTIONS.get(old, "")
            if new in known and old not in known:
                replaced[at] = f"{new}{equals}{value}"
                if not ctx.resilient_parsing:
                    warn_renamed("option", old, new)
        return super().parse_args(ctx, replaced)


def warn_renamed(kind: str, old: str, new: str) -> None:
    """Warn that a command or an option has a new name."""
    message = f"the {kind} {old} is now called {new}"
    hint = f"use {new}: the next release will not accept the old name"
    typer.echo(str(Problem(f"deprecated-{kind}", message, hint=hint, severity="warning")), err=True)


def write_commands(formatter: Any, commands: Iterable[tuple[str, Any]]) -> None:
    """Write each command in one line, under the heading of its group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, command in commands:
        if not command.hidden:
            groups.setdefault(command.rich_help_panel or "Commands", []).append((name, command.short_help or ""))
    width = max((len(name) for rows in groups.values() for name, _ in rows), default=0)
    for title, rows in groups.items():
        with formatter.section(title):
            formatter.write_dl([(name.ljust(width), line) for name, line in rows])
    formatter.write_paragraph()
    formatter.write_text(ALSO)
