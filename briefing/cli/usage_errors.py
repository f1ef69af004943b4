"""Errors in a command itself: an unknown command, option or value, or a missing argument. Each hint is a command that works."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from briefing.build.discovery import is_file, list_dossiers, printable
from briefing.build.options import FORMATS
from briefing.cli.help import RENAMED_OPTIONS, write_commands
from briefing.problems.problem import BriefingError, Problem

EXAMPLES: Mapping[str, str] = {
    "build": "briefing build wind-power",
    "batch": "briefing batch country-note --rows facts",
    "watch": "briefing watch wind-power",
    "check": "briefing check wind-power",
    "compare": "briefing compare out/wind-power.pdf out/wind-power.docx",
    "diff": "briefing diff facts/wind-power/editions/1.json wind-power",
    "freeze": "briefing freeze wind-power",
    "list": "briefing list",
    "new": "briefing new wind-power",
    "review": "briefing review wind-power-reviewed.docx",
    "factcheck": "briefing factcheck wind-power",
    "facts": "briefing facts wind-power",
    "trace": "briefing trace staff",
    "schema": "briefing schema",
    "why": "briefing why out/wind-power.pdf 35.2",
    "import": "briefing import budget.xlsx wind-power",
    "export": "briefing export wind-power --format xlsx",
    "verify": "briefing verify out/wind-power.docx",
    "undo": "briefing undo",
    "upgrade": "briefing upgrade wind-power",
}
"""An example of each command, for a dossier "wind-power"."""
VALUES: Mapping[str, str] = {
    "--format": "pdf", "--output": "out", "--templates": "templates", "--theme": "ministry", "--variant": "one-page",
    "--word-template": "house.dotx", "--word-map": "house.toml", "--pdf-profile": "ua2+a4f", "--word-markers": "word",
    "--release": "CLEAR", "--carry-comments": "reviewed.docx", "--explain": "typed-figure", "--title": '"Wind power at sea"',
    "--template": "two-page", "--date": "2025-07-14", "--publisher": '"Our institute"', "--marking": "TLP:AMBER",
    "--rows": "countries.csv", "--jobs": "2", "--only": "failed", "--time-limit": "60", "--scheduler": "tcp://10.0.0.1:8786",
    "--sheet": "Costs", "--topic": "costs", "--source": "annual_report",
    "--dossier": "wind-power", "--record": "out/wind-power.docx", "--html": "meeting.html", "--redline": "changes.docx",
}  # fmt: skip
"""An example value of each option."""
OTHER_WORDS: Mapping[str, str] = {
    "init": "new", "create": "new", "start": "new", "make": "build", "render": "build", "pdf": "build", "run": "build",
    "docx": "build", "compile": "build", "lint": "check", "validate": "check", "test": "check", "serve": "watch",
    "ls": "facts", "dossiers": "facts", "apply": "review", "fact": "facts", "show": "facts",
    "revert": "undo", "restore": "undo", "rollback": "undo", "migrate": "upgrade",
}  # fmt: skip
"""Names of commands in other programs, and ours for the same."""


class Commands(TyperGroup):
    """The group of all commands: report wrong commands as problems, and list the commands by group."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands that are not hidden."""
        del ctx
        write_commands(formatter, self.commands.items())

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command as the library does, but report a wrong one in our words."""
        try:
            answer = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.Abort:
            if not standalone_mode:
                raise
            typer.echo("stopped", err=True)
            sys.exit(1)
        except Exception as error:
            if not standalone_mode or not hasattr(error, "format_message"):
                raise
            if type(error).__name__ == "NoArgsIsHelpError":
                typer.echo(error.format_message(), err=True)
            else:
                typer.echo(str(_problem(error, self, sys.argv[1:] if args is None else args)), err=True)
            sys.exit(2)
        if standalone_mode:
            sys.exit(answer if isinstance(answer, int) else 0)
        return answer


def _problem(error: Any, commands: TyperGroup, args: Sequence[str]) -> Problem:
    message = str(error.format_message())
    context = getattr(error, "ctx", None)
    command = str(context.info_name) if context is not None and context.parent is not None else ""
    if context is None:  # the library does not always say
        command = next((word for word in args if word in commands.commands), "")
    option = getattr(error, "option_name", "") or ""
    unknown = re.match(r"No such command '(.*?)'\.", message, re.DOTALL)
    if unknown:
        return _unknown_command(unknown[1], commands)
    if type(error).__name__ == "NoSuchOption":
        return _unknown_option(_as_typed(option, args), command, context, commands)
    if type(error).__name__ == "BadOptionUsage":
        return Problem("usage", f"{_name(command)} {option} needs a value", hint=_example_with(option, command))
    if message.startswith("Missing argument"):
        needed = " and ".join(_arguments(context, only_required=True))
        return Problem("usage", f"{_name(command)} needs {needed}", hint=_example(command))
    extra = re.match(r"Got unexpected extra argument\S* \((.*)\)", message, re.DOTALL)
    if extra:
        return _too_many(extra[1], command, context)
    return _bad_value(message, error, command)


# ------------------------------------------------------------------ each kind


def _unknown_command(word: str, commands: TyperGroup) -> Problem:
    from briefing.problems.suggest import nearest

    known = [name for name, each in commands.commands.items() if not each.hidden]
    text = printable(word)
    meant = OTHER_WORDS.get(word.casefold(), "") or nearest(word.casefold(), known)
    if word in ("help", "version"):
        hint = f"briefing --{word}"
    elif word in _dossiers() or is_file(Path(word) / "dossier.yaml"):
        hint = f"briefing build {text}"
    elif word.casefold().endswith(".docx"):
        hint = f"briefing review {text}   for a reviewed copy; briefing verify {text}   for a file that briefing built"
    elif meant:
        hint = f'did you mean "{meant}"? for example: {EXAMPLES.get(meant, f"briefing {meant} --help")}'
    else:
        hint = f"the commands are: {', '.join(sorted(known))}"
    return Problem("usage", f'unknown command "{text}"', hint=hint)


def _dossiers() -> set[str]:
    try:
        return {dossier.name for dossier in list_dossiers()}
    except BriefingError:
        return set()


def _unknown_option(option: str, command: str, context: Any, commands: TyperGroup) -> Problem:
    from briefing.problems.suggest import nearest

    text = printable(option)
    option = RENAMED_OPTIONS.get(option, option)
    message = f"{_name(command)} has no option {text}"
    options = _options(context.command) if context is not None else []
    near = _nearest_option(option, [*options, "--help"])
    other = _nearest_option(
        option, [name for each in commands.commands.values() for name in _options(each)], least=75
    ) or (option if len(option) == 2 else "")
    those = [name for name, each in commands.commands.items() if not each.hidden and other in _all_options(each)]
    meant = nearest(option.lstrip("-"), commands.commands) if not command else ""
    if command and option in _options(commands):
        hint = f"type it before the command: briefing {option} {command}"
    elif option.lstrip("-") in FORMATS and "--format" in options:
        hint = f"did you mean --format {option.lstrip('-')}? {_example_with('--format', command)}"
    elif option != other and near:
        hint = f"did you mean {near}? {_example_with(near, command)}"
    elif those and not command:
        listed = ", ".join(f"briefing {name}" for name in those)
        hint = f"{other} is an option of: {listed}; type it after the command: {_name(those[0])} {other} {_value_of(other)}".rstrip()
    elif those:
        hint = f"{other} is an option of: {', '.join(f'briefing {name}' for name in those)}"
    elif command == "facts":
        hint = (
            f"to search for a word in any key of a fact: briefing facts disputed; its options are: {', '.join(options)}"
        )
    elif meant:
        hint = f'did you mean "{meant}"? for example: {EXAMPLES.get(meant, f"briefing {meant} --help")}'
    else:
        hint = f"its options are: {', '.join(options)}"
    return Problem("usage", message, hint=hint)


def _as_typed(option: str, args: Sequence[str]) -> str:
    """Return a long option as it was typed with one hyphen, such as -help, of which the library names only one letter."""
    if option.startswith("--"):
        return option
    return next((word for word in args if re.match(r"-[A-Za-z]{2}", word) and option[-1] in word), option)


def _nearest_option(option: str, options: Iterable[str], least: float = 60.0) -> str:
    """Return the option with the most similar name. The hyphens, which all have, are not compared."""
    from briefing.problems.suggest import nearest

    names = {name.removeprefix("--"): name for name in options}
    return names.get(nearest(option.lstrip("-"), names, least), "")


def _value_of(option: str) -> str:
    """Return an example of a value for an option, also for its short name."""
    return VALUES.get(
        {"-o": "--output", "-f": "--format", "-t": "--templates", "-d": "--dossier", "-j": "--jobs"}.get(
            option, option
        ),
        "",
    )


def _too_many(extra: str, command: str, context: Any) -> Problem:
    takes = " and ".join(_arguments(context)) or "nothing"
    message = f"{_name(command)} takes {takes}, and got more: {printable(extra)}"
    words = [str(value) for value in context.params.values() if isinstance(value, str)] + extra.split()
    if command == "new":
        better = re.sub(r"[\W_]+", "-", " ".join(words).casefold()).strip("-")[:80]
        return Problem("usage", message, hint=f"a name is one word: briefing new {better}")
    if command == "facts":
        return Problem("usage", message, hint=f'briefing facts "{printable(" ".join(words))}"')
    return Problem("usage", message, hint=_example(command))


def _bad_value(message: str, error: Any, command: str) -> Problem:
    from briefing.problems.suggest import did_you_mean

    option = next((name for name in getattr(getattr(error, "param", None), "opts", ()) if name.startswith("--")), "")
    found = re.search(r"'([^']*)' is not one of (.*?)\.?$", message, re.DOTALL)
    if not found:
        reason = re.sub(r"^Invalid value(?: for [^:]*)?: (?:Value error, )?", "", message).rstrip(".")
        return Problem("usage", f"{option}: {reason}" if option else reason, hint=_example_with(option, command))
    known = re.findall(r"'([^']*)'", found[2])
    near = did_you_mean(found[1].lstrip("."), known)
    example = f"for example: briefing {command} {option} {known[0]}"
    listed = " or ".join(filter(None, (", ".join(known[:-1]), known[-1])))
    message = f'{option} must be {listed}, not "{printable(found[1])}"'
    return Problem("usage", message, hint=f"{near} {example}".strip())


# ------------------------------------------------------------------ words


def _name(command: str) -> str:
    return f"briefing {command}".strip()


def _options(command: Any) -> list[str]:
    """Return the long names of a command's options."""
    return [name for each in command.params for name in each.opts if name.startswith("--")]


def _all_options(command: Any) -> list[str]:
    """Return the long and short names of a command's options."""
    return [name for each in command.params for name in each.opts if name.startswith("-")]


def _arguments(context: Any, *, only_required: bool = False) -> Iterable[str]:
    """Return the names of a command's arguments, with `only_required` of those that it needs."""
    for each in context.command.params if context is not None else ():
        if each.param_type_name == "argument" and (each.required or not only_required):
            yield str(each.metavar or each.name).strip("[]{}")


def _example(command: str) -> str:
    return f"for example: {EXAMPLES.get(command, f'briefing {command} --help')}"


def _example_with(option: str, command: str) -> str:
    value = VALUES.get(option)
    start = _name(command) if command in ("new", "build", "watch", "check") else EXAMPLES.get(command, _name(command))
    if command == "new":
        start += " wind-power"
    return f"for example: {start} {option} {value}" if value else f"{_name(command)} --help lists its options"
