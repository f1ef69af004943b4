"""Types of the arguments of the Python API: a wrong one is a TypeError that names the argument and what it takes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def check_type(name: str, value: Any, kind: type | tuple[type, ...], words: str) -> None:
    """Raise TypeError unless the value has that type, or one of those."""
    if not isinstance(value, kind):
        raise wrong_type(name, value, words)


def wrong_type(name: str, value: Any, words: str) -> TypeError:
    """Return the exception for an argument of a wrong type."""
    return TypeError(f"{name} must be {words}, not {type(value).__name__}")


def read_path(name: str, value: Any) -> Path:
    """Return a path. Raises TypeError for anything else than text or a path."""
    check_type(name, value, (str, os.PathLike), "a path")
    path = os.fspath(value)
    if not isinstance(path, str):
        raise wrong_type(name, path, "a path")
    return Path(path)


def read_paths(name: str, value: Any) -> tuple[Path, ...]:
    """Return paths, of which there may be one. Raises TypeError for anything else."""
    if isinstance(value, str | os.PathLike):
        return (read_path(name, value),)
    if isinstance(value, bytes) or not isinstance(value, Iterable):
        raise wrong_type(name, value, "a path or a list of paths")
    return tuple(read_path(f"{name}[{number}]", each) for number, each in enumerate(value))


def read_words(name: str, value: Any) -> tuple[str, ...]:
    """Return words, of which there may be one. Raises TypeError for anything else than text or a list of it."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, bytes) or not isinstance(value, Iterable):
        raise wrong_type(name, value, "text or a list of text")
    words = tuple(value)
    for number, each in enumerate(words):
        check_type(f"{name}[{number}]", each, str, "text")
    return words
