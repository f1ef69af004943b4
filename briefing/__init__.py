"""Facts and section templates in, the same policy brief as PDF and Word out.

The names below are the public API. They are loaded when they are first used, so `import briefing` is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    """A folder of the package that can be called: `briefing.build("facts/x")` calls `briefing.api.build`."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        function = getattr(import_module("briefing.api"), self.__name__.rpartition(".")[2])
        return function(*arguments, **options)


def _make_callable(name: str) -> None:
    sys.modules[name].__class__ = _CallableModule


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
