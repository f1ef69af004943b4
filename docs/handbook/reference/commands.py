"""List the commands with their arguments and options, from the command line's own definitions."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping
from typing import Any

import typer

from briefing.cli.app import app
from handbook.reference.marks import code, table


def all_commands() -> Mapping[str, Any]:
    """Return each command by its name, also those that `briefing --help` leaves out."""
    group: Any = typer.main.get_command(app)
    return dict(sorted(group.commands.items()))


def commands() -> str:
    """Return a section for each command: usage, description, arguments and options."""
    group: Any = typer.main.get_command(app)
    first = "## Options before the command\n\n" + table(
        ("Option", "What it does"), [_option(each) for each in group.params]
    )
    return first + "\n" + "\n".join(_command(name, command) for name, command in all_commands().items())


def _command(name: str, command: Any) -> str:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    typed = " ".join(["briefing", name, *(_usage(each) for each in arguments), *(["[OPTIONS]"] if options else [])])
    parts = [f"## briefing {name}", f"```text\n{typed}\n```", _sentences(command.help or "")]
    if arguments:
        parts.append(table(("Argument", "What it is"), [(code(_shown(e)), _help(e)) for e in arguments]))
    if options:
        parts.append(table(("Option", "What it does"), [_option(each) for each in options]))
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _sentences(text: str) -> str:
    """Return a docstring's paragraphs, with paths and options as code."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    return "\n\n".join(
        re.sub(r"(?<![\w`])((?:DIR|DOSSIER)[\w/.-]*\w|--[a-z][a-z-]+)", r"`\1`", part) for part in paragraphs
    )


def _shown(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _usage(argument: Any) -> str:
    dots = "" if argument.nargs == 1 or _shown(argument).endswith("…") else "…"
    return f"{_shown(argument)}{dots}" if argument.required else f"[{_shown(argument)}{dots}]"


def _option(option: Any) -> tuple[str, str]:
    names = ", ".join(code(name) for name in sorted([*option.opts, *option.secondary_opts], key=len, reverse=True))
    value = "" if option.is_flag else f" {code(option.metavar or _choices(option) or option.name.upper())}"
    return names + value, _help(option)


def _choices(option: Any) -> str:
    """Return the values of an option that takes one of a fixed set."""
    kind = option.type_descriptor.annotation
    inner = getattr(kind, "__args__", (kind,))[0]
    words = [each.value for each in inner] if isinstance(inner, type) and issubclass(inner, enum.Enum) else []
    return "|".join(words)


def _help(parameter: Any) -> str:
    """Return the help of a parameter with its default."""
    text = (parameter.help or "").replace("|", "\\|").replace("<", "&lt;")
    usual = parameter.default
    if not parameter.show_default or usual in (None, "", False, ()) or isinstance(usual, bool):
        return re.sub(r" *\[default: (.*)\]", r" Default: \1.", text)
    return f"{text} Default: {code(str(usual.value if isinstance(usual, enum.Enum) else usual))}."


MADE: Mapping[str, Callable[[], str]] = {"commands": commands}
