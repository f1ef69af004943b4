"""Reads every import of the package and holds it to the order of rooms in ARCHITECTURE.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "briefing"
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
(ORDER,) = re.findall(r"^`([a-z, ]+(?: < [a-z, ]+)+)`$", ARCHITECTURE, re.MULTILINE)
FLOORS: dict[str, float] = {room: floor for floor, group in enumerate(ORDER.split(" < ")) for room in group.split(", ")}
# The public API is one file between the last two rooms.
API = {"api": FLOORS["cli"] - 0.5}

# Library -> the only rooms that may know it.
LIBRARIES: dict[str, set[str]] = {
    "reportlab": {"writers.pdf"},
    "docx": {"writers.docx"},
    "lxml": {"writers.docx", "readers", "compose.citations", "files.ooxml"},
    "pikepdf": {"readers"},
    "openpyxl": {"facts", "exchange", "writers.xlsx"},
    "citeproc": {"compose.citations"},
    "bibtexparser": {"facts"},
    "pylatexenc": {"facts"},
    "jinja2": {"compose"},
    "markupsafe": {"compose"},
    "markdown_it": {"compose", "review.rewriting"},
    "yaml": {"facts"},
    "ruamel": {"review.rewriting"},
    "pydantic": {"facts"},
    # To measure; to cut fonts down to what is used; to compare the letters of a file with those of the shipped fonts.
    "uharfbuzz": {"layout.typesetting", "writers.pdf", "readers.pdf_glyphs"},
    "pyphen": {"layout.typesetting"},
    "rapidfuzz": {"problems"},
    "typer": {"cli"},
    "watchfiles": {"cli"},
    # The clock, signals and other processes.
    "time": {"cli", "build.batch"},
    "signal": {"cli", "build.time_limit", "build.isolation", "build.batch"},
    "subprocess": {"cli", "build.batch", "build.isolation", "review.git_revision"},
    "threading": {"cli", "build.batch", "build.isolation", "build.time_limit"},
    "distributed": {"build.batch"},
    "asyncio": set(),
    # Chance.
    "random": set(),
    "secrets": set(),
    # The network.
    "socket": set(),
    "http": set(),
    "urllib.request": set(),
}

LONGEST = 700
"""Lines of a file."""


@dataclass(frozen=True)
class Import:
    importer: str
    imported: str
    line: int

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


@cache
def modules() -> dict[str, ast.Module]:
    """Each module by its dotted name below the package; "" is the package itself."""
    found: dict[str, ast.Module] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"), str(path))
    return found


def imports_of(name: str, *, running: bool = False) -> Iterator[tuple[str, int]]:
    """Full dotted names of what a module imports anywhere in it, with the line; `running` leaves out those for types only."""
    tree = modules()[name]
    typing = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    for_types = {inner for node in typing for inner in ast.walk(node)} if running else set()
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno} imports by a relative name"
            assert node.module
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                inner = whole.removeprefix("briefing.")
                yield (whole if whole.startswith("briefing.") and inner in modules() else node.module), node.lineno


def own_imports(*, running: bool = False) -> list[Import]:
    """Every import of a module of ours by another."""
    return [
        Import(name, whole.removeprefix("briefing").removeprefix("."), line)
        for name in modules()
        for whole, line in imports_of(name, running=running)
        if whole.split(".")[0] == "briefing"
    ]


def room_of(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def is_in(module: str, places: set[str]) -> bool:
    return any(f"{module}.".startswith(f"{place}.") for place in places)


def test_every_module_is_in_a_room_and_every_room_is_there() -> None:
    assert {room_of(name) for name in modules()} - {"", "__main__", "api"} == set(FLOORS)
    assert set(re.findall(r"^\| `([a-z]+)/` \|", ARCHITECTURE, re.MULTILINE)) == set(FLOORS)


def test_a_room_imports_only_from_rooms_further_left() -> None:
    floors = FLOORS | API
    wrong = [
        str(found)
        for found in own_imports()
        if found.imported
        and (own := room_of(found.importer)) != (other := room_of(found.imported))
        and own in floors
        and floors[other] >= floors[own]
    ]
    assert wrong == []


def test_the_page_on_architecture_is_short_and_names_only_files_that_are_there() -> None:
    assert len(ARCHITECTURE.splitlines()) < 150
    named = re.findall(r"`([a-z_]+/[a-z_/]*(?:\.[a-z]+)?)`", ARCHITECTURE)
    places = (ROOT, PACKAGE, *(PACKAGE / room for room in FLOORS))
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


def test_there_is_no_cycle() -> None:
    """Two modules of a room may know each other's types, as one would in one file; none may need the other to run."""
    graph: dict[str, set[str]] = {name: set() for name in modules()}
    for found in own_imports(running=True):
        graph[found.importer].add(found.imported)
    finished: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path[path.index(name) :], name))
        if name not in finished:
            for other in sorted(graph.get(name, ())):
                visit(other, (*path, name))
            finished.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_stays_in_its_room(library: str) -> None:
    wrong = [
        str(Import(name, whole, line))
        for name in modules()
        for whole, line in imports_of(name)
        if (whole + ".").startswith(library + ".") and not is_in(name, LIBRARIES[library])
    ]
    assert wrong == []


def test_nothing_depends_on_the_clock_or_on_hashes_or_prints() -> None:
    wrong = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            timed = re.search(r"(^|\.)(datetime|date)\.(now|today|utcnow)$", called)
            if room_of(name) != "cli" and (timed or called in {"print", "input", "os.getenv"}):
                wrong.append(f"{name}:{node.lineno} calls {called}")
            if called in {"hash", "uuid.uuid1", "uuid.uuid4", "uuid1", "uuid4"}:
                wrong.append(f"{name}:{node.lineno} calls {called}")
    assert wrong == []


# To show tracebacks, to find the user's state folder, and to give git an environment of its own.
ENVIRONMENT = {"cli", "build.internal_errors", "build.build_register", "review.git_revision"}


def test_only_the_command_line_reads_the_environment() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "os.environ" and not is_in(name, ENVIRONMENT)
    ]
    assert wrong == []


# Folders of tests that are about no single room.
WHOLE_PROGRAM = {"bench", "data", "docs", "dossiers", "fuzz", "gates", "golden", "outputs", "samples", "spec", "stress"}


def test_the_folders_of_tests_mirror_those_of_the_package() -> None:
    tests = ROOT / "tests"
    folders = {path.parent.relative_to(tests) for path in tests.rglob("test_*.py")} - {Path()}
    rooms = {folder for folder in folders if folder.parts[0] not in WHOLE_PROGRAM}
    assert sorted(str(folder) for folder in rooms if not (PACKAGE / folder).is_dir()) == []


def test_every_module_says_what_it_is_for() -> None:
    docstrings = {name: ast.get_docstring(tree) or "" for name, tree in modules().items()}
    assert [name for name, docstring in docstrings.items() if len(docstring.split()) < 6] == []


def test_no_module_is_two_rooms() -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert [path for path, lines in lengths.items() if lines > LONGEST] == []
