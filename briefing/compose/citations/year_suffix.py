"""Letters after the year, 2025a and 2025b, for sources that would otherwise have the same name: citeproc-py has none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from briefing.compose.citations.style_file import Style
from briefing.facts.ledger import Source
from briefing.problems.problem import Problem

_UNDATED = r"n\.d\.|no date|nd"


def find_suffixes(
    texts: Mapping[str, str], sources: Sequence[Source], style: Style
) -> tuple[Mapping[str, str], list[Problem]]:
    """Return a letter for each source that shares its name in notes, and problems for names without a year to put it after.

    `texts`: the names in notes, by source; `sources`: in the order of the list.
    """
    alike: dict[str, list[Source]] = {}
    for source in sources:
        alike.setdefault(texts[source.id].casefold(), []).append(source)
    suffixes: dict[str, str] = {}
    problems = []
    for group in alike.values():
        if len(group) < 2:
            continue
        for position, source in enumerate(group):
            letter = _letter(position)
            if with_suffix(texts[source.id], source, letter) != texts[source.id]:
                suffixes[source.id] = letter
                continue
            first = group[0] if position else group[1]
            message = f'in the style "{style.name}" notes name "{source.id}" and "{first.id}" in the same way: {texts[source.id]}'
            hint = "give one of them another author, date or title, or use another citation style"
            problems.append(Problem("sources-alike", message, source.location, hint))
    return suffixes, problems


def find_alike(texts: Mapping[str, str], sources: Mapping[str, Source], style: Style) -> Iterator[Problem]:
    """Yield a warning for sources with the same name from the second note on; their first notes differ."""
    known: dict[str, str] = {}
    for name, text in texts.items():
        first = known.setdefault(text.casefold(), name)
        if first != name:
            message = (
                f'after the first note the style "{style.name}" names "{name}" and "{first}" in the same way: {text}'
            )
            yield Problem("sources-alike", message, sources[name].location, "give one of them another title", "warning")


def with_suffix(text: str, source: Source, suffix: str) -> str:
    """Return the text with the letter after the first year in it, or after "n.d."."""
    if not suffix:
        return text
    year = str(source.date.year) if source.date is not None else ""
    pattern = rf"(?<![\d/]){year}(?![\d/])" if year else _UNDATED
    return re.sub(pattern, lambda match: f"{match[0]}{'' if year else '-'}{suffix}", text, count=1)


def _letter(position: int) -> str:
    """Return a letter as spreadsheets name columns: a to z, then aa, ab and so on."""
    high, low = divmod(position, 26)
    return (_letter(high - 1) if high else "") + chr(ord("a") + low)
