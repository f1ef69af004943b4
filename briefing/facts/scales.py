"""Likelihood scales: shipped ones in `briefing/facts/scales_data`, or a dossier's own in TOML.

A scale belongs to one language, because its sentences are printed as they are.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from briefing.facts.dossier_folder import find_inside
from briefing.facts.ledger import Likelihood, Scale
from briefing.files.toml import TomlFile, read_toml
from briefing.files.toml_keys import unknown_key
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.problems.suggest import did_you_mean

DEFAULT = "icd203"
LARGEST = 100_000
_TOP_KEYS = ("name", "language", "words")
_KEYS = ("word", "low", "high", "sentence", "also")


def shipped_scales() -> tuple[str, ...]:
    """Return the names of the shipped scales, sorted."""
    folder = resources.files("briefing.facts") / "scales_data"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def load_scale(wanted: str, folder: Path, display_path: str, location: Location) -> tuple[Scale | None, list[Problem]]:
    """Load a shipped scale by name, or a TOML file in the dossier's folder.

    Returns None and problems if that fails.
    """
    known = shipped_scales()
    if wanted in known:
        content = (resources.files("briefing.facts") / "scales_data" / f"{wanted}.toml").read_bytes()
        return _read(read_toml(content, f"{wanted}.toml"))
    path = find_inside(folder, wanted) if wanted.endswith(".toml") else None
    if path is None:
        hint = (
            did_you_mean(wanted, known) or f"choose one of: {', '.join(known)}, or a .toml file in the dossier's folder"
        )
        return None, [Problem("unknown-scale", f'unknown likelihood scale "{wanted}"', location, hint)]
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            return None, [
                Problem(
                    "too-large", f"this file is larger than {LARGEST // 1000} kB", Location(f"{display_path}/{wanted}")
                )
            ]
        return _read(read_toml(content, f"{display_path}/{wanted}"))
    except OSError as error:
        reason = (error.strerror or "").lower()
        return None, [
            Problem("unreadable-file", f"this file cannot be opened: {reason}", Location(f"{display_path}/{wanted}"))
        ]
    except BriefingError as error:
        return None, list(error.problems)


def _read(file: TomlFile) -> tuple[Scale | None, list[Problem]]:
    problems = [unknown_key(file, (key,), "a scale", _TOP_KEYS) for key in file.data if key not in _TOP_KEYS]
    words = []
    listed = file.data.get("words", [])
    entries = listed if isinstance(listed, list) else []
    for number, entry in enumerate(entries):
        read = _word(entry, number, file, problems)
        words += [read] if read else []
    name = file.data.get("name", "")
    if not isinstance(name, str) or not name:
        problems.append(_bad("a scale needs a name", file.location(("name",)), 'name = "House scale"'))
    if len(entries) < 2:
        hint = '[[words]], then word = "likely", low = 55, high = 80, sentence = "It is likely that{horizon} {text}"'
        problems.append(
            _bad(
                "a scale needs at least two words, from the least to the most likely", Location(file.display_path), hint
            )
        )
    if problems:
        return None, problems
    return Scale(name, tuple(words)), []


def _word(entry: Any, number: int, file: TomlFile, problems: list[Problem]) -> Likelihood | None:
    """Return one word of a scale; None if it has problems."""
    path = ("words", str(number))
    if not isinstance(entry, dict):
        problems.append(_bad("each word must be a table [[words]]", file.location(path)))
        return None
    found = [unknown_key(file, (*path, key), "a word of a scale", _KEYS) for key in entry if key not in _KEYS]
    word, low, high, sentence = (entry.get(key) for key in _KEYS[:4])
    also = entry.get("also", [])
    name = f'"{word}"' if isinstance(word, str) else "a word"

    def report(key: str, message: str, hint: str) -> None:
        found.append(_bad(message, file.location((*path, key)), hint))

    if not isinstance(word, str) or not word.strip():
        report("word", 'a word of a scale needs the key "word"', 'word = "likely"')
    if not (_percent(low) and _percent(high) and float(low or 0) < float(high or 0)):
        message = f'"low" and "high" of {name} must be percentages from 0 to 100, the lower one first'
        report("low", message, "low = 55, high = 80")
    if not isinstance(sentence, str) or sentence.count("{text}") != 1 or sentence.count("{horizon}") != 1:
        message = f"the sentence of {name} must contain {{text}} once and {{horizon}} once"
        report("sentence", message, 'sentence = "It is likely that{horizon} {text}"')
    if not isinstance(also, list) or not all(isinstance(each, str) for each in also):
        report("also", f'"also" of {name} must be a list of words', 'also = ["probable"]')
    problems += found
    return None if found else Likelihood(str(word), f"{low:g}", f"{high:g}", str(sentence), tuple(also))


def _percent(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100


def _bad(message: str, location: Location, hint: str = "") -> Problem:
    return Problem("bad-scale", message, location, hint)
