"""Reads every import of the package and holds it to the table of rooms in briefing/ARCHITECTURE.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "briefing"
EVERYWHERE = {"errors", "model"}

# Room -> the rooms that it may import besides `errors` and `model`. A room is a module or a package; a longer name wins.
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "model": set(),
    "memory": set(),
    "nearest": set(),
    "columns": set(),
    "decimals": set(),
    "scripts": set(),
    "characters": set(),
    "toml_file": {"characters"},
    "theme": {"fonts", "nearest", "toml_file"},
    "markings": set(),
    "spans": {"theme"},
    "word_choices": set(),
    "template_settings": {"theme", "nearest", "toml_file", "word_choices"},
    "budget": {"spans", "theme", "typeset"},
    "fonts": set(),
    "language": {"nearest"},
    "facts": {"language", "characters", "nearest", "toml_file"},
    "views": {"facts", "language"},
    "judgements": {"facts", "language"},
    "handling": {"facts", "picking"},
    "release": {"facts", "handling", "picking"},
    "rendered": set(),
    "sentences": set(),
    "html_comments": set(),
    "dialect": set(),
    "foreign_markup": {"rendered", "nearest"},
    "markup": {"dialect", "foreign_markup", "rendered", "sentences", "columns", "decimals", "nearest"},
    "cuts": {"facts", "nearest"},
    "picking": {"facts"},
    "sort_keys": {"facts", "views"},
    "tables": {"facts", "picking", "views", "judgements", "columns", "decimals", "language", "sort_keys"},
    "pictures": {"facts", "views", "columns", "language"},
    "charts": {"facts", "picking", "views", "tables", "language"},
    "drawing": {"theme"},
    "freshness": {"facts", "picking"},
    "kept_build": set(),
    "program": {"freshness"},
    "opening": {"cuts", "editions", "facts", "language", "release", "wishes"},
    "incremental": {"compose", "facts", "freshness", "kept_build", "opening", "program", "record", "wishes"},
    "editions": {
        "facts", "views", "judgements", "handling", "tables", "record", "columns", "language", "characters", "nearest",
        "sentences",
    },
    "compose": {
        "editions",
        "facts", "picking", "views", "judgements", "handling", "html_comments", "rendered", "markup", "tables", "pictures", "charts",
        "decimals", "language", "characters", "nearest", "freshness", "memory",
    },
    "markers": set(),
    "wishes": {"theme", "word_choices", "threads"},
    "remarks": {"markers"},
    "threads": {"markers", "passages", "remarks"},
    "answers": {"facts"},
    "passages": {"markers"},
    "record": {"facts", "markers", "passages"},
    "build_record": {"kept_build", "program", "record", "writers"},
    "citations": {"facts", "language", "nearest"},
    "source_summary": {"facts", "views", "language"},
    "note_words": {"language", "scripts"},
    "resolve": {"language", "note_words", "scripts", "nearest"},
    "drafts": {"language"},
    "checks": {"facts", "language", "sentences", "picking", "record", "nearest"},
    "factcheck": {"checks", "facts", "views", "language"},
    "inventory": {"facts", "handling", "views", "language", "record", "nearest"},
    "rewriting": {"facts", "dialect", "foreign_markup", "html_comments", "rendered", "characters", "language"},
    "typeset": {"theme", "fonts", "drawing", "spans", "markings", "decimals", "memory"},
    "word_package": set(),
    "readers": {"word_package", "markers"},
    "proof": {"readers", "passages", "markers", "remarks", "facts", "language"},
    "writers.xlsx": set(),
    "writers": set(),
    "writers.pdf": {"theme", "fonts", "writers", "typeset", "drawing", "memory"},
    "writers.docx": {
        "theme", "fonts", "writers", "spans", "markings", "drawing", "decimals", "markers", "memory", "remarks", "word_choices",
        "nearest", "toml_file", "word_package",
    },
    "build": {
        "facts", "language", "views", "compose", "resolve", "theme", "freshness", "incremental", "opening",
        "typeset", "writers", "writers.pdf", "writers.docx",
        "markings", "template_settings", "budget", "record", "handling", "checks", "drafts", "citations", "source_summary",
        "build_record", "remarks", "wishes", "word_choices", "editions", "cuts", "threads",
    },
    "importing": {"facts", "characters", "nearest"},
    "exporting": {"facts", "handling", "language", "markings"},
    "shelf": {"nearest"},
    "batch": {"characters", "facts", "freshness", "nearest", "shelf"},
    "output": set(),
    "cli": {
        "build", "template_settings", "typeset", "writers.pdf",
        "checks", "facts", "shelf", "output", "theme", "wishes", "word_choices", "readers", "proof", "inventory", "factcheck",
        "language", "writers", "writers.docx", "writers.xlsx", "editions", "nearest", "rewriting", "passages",
        "remarks", "threads", "answers", "incremental", "kept_build", "opening",
        "batch", "freshness", "program", "importing", "exporting",
    },
}  # fmt: skip

# Library -> the only rooms that may know it.
LIBRARIES: dict[str, set[str]] = {
    "reportlab": {"writers.pdf"},
    "docx": {"writers.docx"},
    "lxml": {"writers.docx", "readers", "citations", "word_package"},
    "pikepdf": {"readers"},
    "openpyxl": {"facts", "importing", "writers.xlsx"},
    "citeproc": {"citations"},
    "bibtexparser": {"facts"},
    "pylatexenc": {"facts"},
    "jinja2": {"compose"},
    "markupsafe": {"compose"},
    "markdown_it": {"dialect", "foreign_markup", "markup", "rewriting"},
    "mdit_py_plugins": {"dialect"},
    "yaml": {"facts"},
    "ruamel": {"rewriting"},
    "pydantic": {"facts"},
    "uharfbuzz": {"typeset", "writers.pdf"},  # to measure; to cut fonts down to what is used
    "pyphen": {"typeset"},
    "rapidfuzz": {"nearest"},
    "typer": {"cli"},
    "watchfiles": {"cli"},
    # The clock, signals and other processes.
    "time": {"cli"},
    "signal": {"cli"},
    "subprocess": {"cli"},
    "threading": {"cli"},
    "distributed": {"cli"},
    "asyncio": set(),
    # Chance.
    "random": set(),
    "secrets": set(),
    # The network.
    "socket": set(),
    "http": set(),
    "urllib.request": set(),
}

# Modules that may be longer than 400 lines, each with its reason.
LONG: dict[str, str] = {
    "model.py": "the closed list of kinds is to be read in one place",
}


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
    parts = module.split(".")
    names = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return next((name for name in names if name in ROOMS), "")


def test_every_module_has_a_room() -> None:
    assert [name for name in modules() if name and not room_of(name)] == []


def test_every_room_is_there() -> None:
    assert sorted(set(ROOMS) - {room_of(name) for name in modules()}) == []


def test_imports_go_one_way() -> None:
    wrong = []
    for found in own_imports():
        own, other = room_of(found.importer), room_of(found.imported)
        allowed = ROOMS.get(own, set()) | {own} | ({"errors"} if own == "model" else EVERYWHERE)
        if own == "errors" or other not in allowed:
            wrong.append(str(found))
    assert wrong == []


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
        if (whole + ".").startswith(library + ".") and room_of(name) not in LIBRARIES[library]
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


def test_only_the_command_line_reads_the_environment() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "os.environ" and room_of(name) != "cli"
    ]
    assert wrong == []


def test_every_module_says_what_it_is_for() -> None:
    docstrings = {name: ast.get_docstring(tree) or "" for name, tree in modules().items()}
    assert [name for name, docstring in docstrings.items() if len(docstring.split()) < 6] == []


def test_no_module_is_two_rooms() -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {path for path, lines in lengths.items() if lines > 400} <= set(LONG)


def test_the_page_on_architecture_has_the_same_table() -> None:
    """Every room stands in its first column, and its last column allows what is allowed here."""
    documented: dict[str, str] = {}
    for line in (PACKAGE / "ARCHITECTURE.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0].startswith("`"):
            for room in re.findall(r"`([a-z_/]+?)(?:\.py|/)?`", cells[0]):
                documented[room.replace("/", ".")] = cells[2]
    rooms = set(ROOMS) - {"writers", "fonts"}  # a type and some files, named in the rows of those who use them
    assert sorted(rooms - set(documented)) == []
    for room in rooms:
        told = documented[room]
        if told not in {"any", "all above"}:
            named = set(re.findall(r"[a-z_]+", told))
            missing = {other.split(".")[0] for other in ROOMS[room]} - named
            assert missing == set(), f"ARCHITECTURE.md does not say that {room} may import {missing}"
