"""Facts and section templates in, the same policy brief as PDF and Word out.

The first steps are `build` and `Dossier.from_records`. `help(briefing.build)` shows what a function takes.

Make a brief:
    new             Make a commented dossier with its templates
    build           Build a brief from a dossier, as PDF and Word
    batch           Build one brief for each row of a table
    check           Find what is wrong, without writing anything
    load            Load a dossier as a `Dossier`
    Dossier         A dossier as a value; `Dossier.from_records` makes one of dictionaries or DataFrames
    BuildOptions    What can be chosen for a build: theme, release, variant and others

Facts:
    facts           Find facts and where they are printed
    import_file     Make facts from a spreadsheet
    export          Return facts as XLSX, CSV or JSON
    factcheck       Make the sheets for a second reader
    schema          Return a JSON Schema for each YAML file

Finished files:
    compare         Find differences between two files
    verify          Find what was changed after the build
    why             Find the facts and sources behind a printed figure
    review          Find the edits and comments in reviewed copies

Editions:
    freeze          Keep an edition as it was published
    diff            Find what changed between two editions
    upgrade         Rewrite a dossier of an older form
    undo            Take back the last write

A function that cannot work raises `BriefingError`. The names are loaded when they are first used, so `import briefing` is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inspect import Signature

    from briefing.api import (
        Dossier,
        Review,
        batch,
        build,
        check,
        compare,
        diff,
        export,
        factcheck,
        facts,
        freeze,
        import_file,
        load,
        new,
        review,
        schema,
        undo,
        upgrade,
        verify,
        why,
    )
    from briefing.build.import_facts import ImportReport
    from briefing.build.options import BuildOptions
    from briefing.build.pipeline import BuildResult
    from briefing.problems.problem import BriefingError, Location, Problem
    from briefing.writers import OutputFile

__all__ = [
    "BriefingError", "BuildOptions", "BuildResult", "Dossier", "ImportReport", "Location", "OutputFile", "Problem", "Review",
    "__version__", "batch", "build", "check", "compare", "diff", "export", "factcheck", "facts", "freeze", "import_file", "load",
    "new", "review", "schema", "undo", "upgrade", "verify", "why",
]  # fmt: skip

_HOMES = {
    "BriefingError": "briefing.problems.problem",
    "BuildOptions": "briefing.build.options",
    "BuildResult": "briefing.build.pipeline",
    "ImportReport": "briefing.build.import_facts",
    "Location": "briefing.problems.problem",
    "OutputFile": "briefing.writers",
    "Problem": "briefing.problems.problem",
}


_ROOMS = frozenset({"build", "facts", "review"})
"""Functions of the API that share their name with a folder of the package. Python binds the folder to that name, so it is callable."""


class _CallableModule(ModuleType):
    """A folder of the package that can be called: `briefing.build("facts/x")` calls `briefing.api.build`.

    `help` and `inspect.signature` show that function.
    """

    __all__: list[str]

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self._function(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        # Of a module, pydoc shows the functions that it names: here the one of its own name.
        if name == _name_of(self):
            return self._function
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), _name_of(self)]

    @property
    def _function(self) -> Any:
        return getattr(import_module("briefing.api"), _name_of(self))

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        return str(self._function.__doc__)

    @property
    def __signature__(self) -> Signature:
        found: Signature = import_module("inspect").signature(self._function)
        return found


def _name_of(room: ModuleType) -> str:
    return room.__name__.rpartition(".")[2]


def _make_callable(name: str) -> None:
    room = sys.modules[name]
    room.__class__ = _CallableModule
    room.__all__ = [_name_of(room)]  # type: ignore[attr-defined]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("briefing.build.version").program_version()
    if name not in __all__:
        raise AttributeError(f"module 'briefing' has no attribute {name!r}")
    if name in _ROOMS:
        return import_module(f"briefing.{name}")
    return getattr(import_module(_HOMES.get(name, "briefing.api")), name)


def __dir__() -> list[str]:
    return __all__
