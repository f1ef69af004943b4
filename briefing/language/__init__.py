"""The words of a language that a brief prints by itself, read from `briefing/language/data/<tag>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TypeVar

from briefing.problems.problem import BriefingError, Problem
from briefing.problems.suggest import nearest

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `code` is a BCP 47 tag; {names} in texts are filled in by `phrase` or by the caller.

    `checks`: words that checks look for in sentences; they are never printed.
    """

    code: str
    name: str
    words: Mapping[str, str]
    columns: Mapping[str, str]
    months: tuple[str, ...]
    bounds: Mapping[str, str]
    scales: Mapping[str, str]
    currencies: Mapping[str, str]
    dates: Mapping[str, str]
    percent: str
    decimal_mark: str
    group_mark: str
    group_from: int
    minus: str
    range_mark: str
    abbreviations: tuple[str, ...]
    checks: Mapping[str, tuple[str, ...]]

    def word(self, key: str) -> str:
        """Return a word or pattern as in the file: `word("table")` is "Table", `word("page")` is "Page {page} of {pages}".

        Column titles can be looked up as well, unless a label has the same key.
        """
        return self.words[key] if key in self.words else self.columns[key]

    def phrase(self, key: str, **parts: str) -> str:
        """Return a pattern with its {names} filled in; braces in the parts stay as they are."""
        return fill(self.words[key], **parts)

    def column(self, aspect: str) -> str:
        """Return the title of a table column for an aspect; for a tag, the readable form of its name."""
        return self.columns.get(aspect) or aspect.replace("_", " ").capitalize()


def fill(pattern: str, **parts: str) -> str:
    """Return `pattern` with each {name} replaced in one pass, so that braces in the parts stay as they are."""
    pieces = pattern.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        filled.append(parts[name] + rest)
    return "".join(filled)


def available_languages() -> tuple[str, ...]:
    """Return the tags of the languages that ship, in order."""
    folder = resources.files("briefing.language") / "data"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def load_language(code: str) -> Language:
    """Return the language with that tag. Raises BriefingError (`unknown-language`) with the nearest tag as a hint."""
    known = available_languages()
    if code not in known:
        near = nearest(code, known, least=40)
        hint = f'did you mean "{near}"?' if near else f"choose one of: {', '.join(known)}"
        raise BriefingError(Problem("unknown-language", f'unknown language "{code}"', hint=hint))
    text = (resources.files("briefing.language") / "data" / f"{code}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    checks = _expect(data, "checks", dict)
    return Language(
        code=code,
        name=_expect(data, "name", str),
        words=_texts(data, "words"),
        columns=_texts(data, "columns"),
        months=_list(data, "months"),
        bounds=_texts(data, "bounds"),
        scales=_texts(data, "scales"),
        currencies=_texts(data, "currencies"),
        dates=_texts(data, "dates"),
        percent=_expect(data, "percent", str),
        decimal_mark=_expect(data, "decimal_mark", str),
        group_mark=_expect(data, "group_mark", str),
        group_from=_expect(data, "group_from", int),
        minus=_expect(data, "minus", str),
        range_mark=_expect(data, "range_mark", str),
        abbreviations=_list(data, "abbreviations"),
        checks=MappingProxyType({name: _list(checks, name) for name in checks}),
    )


def _expect(data: Mapping[str, object], key: str, kind: type[Value]) -> Value:
    value = data[key]
    if not isinstance(value, kind):
        raise TypeError(f"{key} in a language file must be {kind.__name__}")
    return value


def _texts(data: Mapping[str, object], key: str) -> Mapping[str, str]:
    table = _expect(data, key, dict)
    return MappingProxyType({str(name): _expect(table, name, str) for name in table})


def _list(data: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(str(item) for item in _expect(data, key, list))
