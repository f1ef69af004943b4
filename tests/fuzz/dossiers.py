"""Dossiers with changed facts, sources, tables, figures, judgements, glossary, changes and settings."""

from __future__ import annotations

from pathlib import Path

from fuzz.command import Command
from fuzz.material import SHIPPED, SMALL, Material
from fuzz.mutations import Choose, mutate_file, mutate_values


def make(choose: Choose, folder: Path, material: Material) -> list[Command]:
    """Lay out a dossier, change one to four of its files, and say what is done with it."""
    name = choose_dossier(choose)
    material.copy(name, folder)
    mild = choose.random() < 0.5
    for _ in range(choose.choice((1, 1, 2, 4))):
        files = [
            path for path in sorted((folder / "facts" / name).rglob("*")) if path.is_file() and not path.is_symlink()
        ]
        path = choose.choice(files)
        if mild and path.suffix in (".yaml", ".csv"):
            path.write_bytes(mutate_values(choose, path.read_bytes()))
        else:
            mutate_file(choose, path)
    return commands(choose, name)


def choose_dossier(choose: Choose) -> str:
    """The name of a dossier, mostly of a small one."""
    return choose.choice(SHIPPED) if choose.random() < 0.15 else choose.choice(SMALL)


def commands(choose: Choose, name: str) -> list[Command]:
    """A build, and now and then something else."""
    build: Command = ("build", name, "--draft")
    others: tuple[list[Command], ...] = (
        [("check", name)],
        [("check", name, "--json")],
        [("build", name), ("facts", name, "--details")],
        [(*build, "--comments", "--pdf-profile", "ua2+a4f")],
        [(*build, "--release", choose.choice(("CLEAR", "GREEN", "AMBER")))],
        [("facts", name), ("facts", name, "a", "--json")],
        [("export", name, "-f", "xlsx", "-f", "csv", "-f", "json")],
        [("factcheck", name)],
        [("freeze", name, "--force"), build],
        [("upgrade", name, "--yes"), ("undo", "--yes")],
        [build, build, ("verify", f"out/{name}_DRAFT.docx"), ("verify", f"out/{name}_DRAFT.pdf")],
        [build, ("compare", f"out/{name}_DRAFT.pdf", f"out/{name}_DRAFT.docx")],
    )
    return choose.choice(others) if choose.random() < 0.4 else [build]
