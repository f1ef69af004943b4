"""The output formats by name: those of this package, and those that other packages add by entry points."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from briefing.layout.theme import Theme
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean
from briefing.writers import Writer, WriterOptions

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

BUILT_IN = {
    "pdf": "briefing.writers.pdf.writer",
    "docx": "briefing.writers.docx.writer",
}
"""Each format and the module that writes it."""
GROUP = "briefing.writers"


def format_names() -> tuple[str, ...]:
    """Return the names of all formats, those of this package first."""
    return (*BUILT_IN, *sorted(_added()))


def load_writer(name: str) -> Writer:
    """Return the writer of a format. Raises LookupError where there is none of that name, and what a plugin's import raises."""
    if name in BUILT_IN:
        return cast("Writer", import_module(BUILT_IN[name]))
    return cast("Writer", _added()[name].load())


def check_formats(names: tuple[str, ...], options: WriterOptions, theme: Theme) -> list[Problem]:
    """Return problems with the requested formats: unknown names, and what each writer reports."""
    problems: list[Problem] = []
    for name in names:
        if name not in format_names():
            hint = did_you_mean(name, format_names()) or f"choose one of: {', '.join(format_names())}"
            problems.append(Problem("unknown-format", f'unknown format "{name}"', hint=hint))
        elif check := getattr(load_writer(name), "check", None):
            problems += check(options, theme)
    return problems


@cache
def _added() -> dict[str, EntryPoint]:
    """Return the entry points of other packages by name. A name of this package cannot be taken."""
    from importlib.metadata import entry_points  # noqa: PLC0415  # slow to load, and only needed for other formats

    return {entry.name: entry for entry in entry_points(group=GROUP) if entry.name not in BUILT_IN}
