"""Reword a text in a YAML file (`says`, `name`, `note`, `title` …) and leave the rest of the file as it is.

The result is parsed again, as facts are: it must have exactly the wanted words there, and be the same everywhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from briefing.facts.ledger import Placeholder
from briefing.facts.sentence_template import parse_statement
from briefing.facts.yaml_reader import Plain, parse_yaml
from briefing.problems.problem import NO_LOCATION
from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.find_words import Splice, Wording, find_splices, only_match
from briefing.review.rewriting.line_ends import keep_line_ends, printable
from briefing.review.rewriting.yaml_places import ScalarPlace, find_scalar
from briefing.review.rewriting.yaml_text import Mapped, map_text, put_in_quotes, write

_PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")
FILLED = ("says", "how_to_cite")
"""Keys in which braces are placeholders."""


def reword_yaml(  # noqa: PLR0917  # the words, the keys and the context, as edits give them
    text: str, path: tuple[str, ...], old: str, new: str, before: str = "", after: str = ""
) -> str:
    """Replace `old` by `new` in the text at `path`, between `before` and `after`.

    An insertion has no `old`, a deletion no `new`. Raise CannotApply unless exactly one place matches.
    """
    wording = Wording(old, printable(new), before, after)
    return keep_line_ends(text, lambda plain: _reword(plain, path, wording))


def _reword(text: str, path: tuple[str, ...], wording: Wording) -> str:
    place = find_scalar(text, path)
    mapped = map_text(text, place)
    value = "".join(each.character for each in mapped)
    if value != _at(read_plain(text), path):
        raise CannotApply(f'"{".".join(path)}" is typed in a way that cannot be changed automatically')
    splice = only_match(find_splices(value, wording), wording.old)
    wanted = splice.into(value)
    _check(value, wanted, splice, path[-1])
    if wanted == value:
        return text
    expected = with_value(read_plain(text), path, wanted)
    for changed in _written(text, place, mapped, splice):
        if reads_as(changed, expected, text):
            return changed
    raise CannotApply("the new words cannot be typed there")


def _check(value: str, wanted: str, splice: Splice, key: str) -> None:
    """Raise CannotApply if the change touches a placeholder, or would make one."""
    for match in _PLACEHOLDER.finditer(value):
        inside = match.start() < splice.start < match.end() or match.start() < splice.end < match.end()
        if inside or (splice.start <= match.start() and match.end() <= splice.end):
            raise CannotApply(f"the words include the placeholder {match[0]}")
    if not wanted.strip():
        raise CannotApply("the text would be empty")
    if key in FILLED and _filled(wanted) != _filled(value):
        raise CannotApply("the new words contain braces, which would be placeholders here")


def _filled(statement: str) -> tuple[list[str], int]:
    parts, problems = parse_statement(statement, NO_LOCATION)
    return [part.name for part in parts if isinstance(part, Placeholder)], len(problems)


def _written(text: str, place: ScalarPlace, mapped: list[Mapped], splice: Splice) -> Iterator[str]:
    """Yield the file with the new words in the style of the text; a plain text also in quotation marks."""
    first = mapped[splice.start].start if splice.start < len(mapped) else mapped[-1].end
    last = mapped[splice.end - 1].end if splice.end > splice.start else first
    if splice.end == splice.start and splice.start:
        first = last = mapped[splice.start - 1].end
    changed = text[:first] + write(splice.words, place.style) + text[last:]
    yield _without_blank_line(text, changed, first) if not splice.words else changed
    if not place.style:
        yield put_in_quotes(text, mapped, splice.start, splice.end, splice.words)


def _without_blank_line(text: str, changed: str, at: int) -> str:
    """Remove the line at an offset if the change emptied it."""
    start, end = changed.rfind("\n", 0, at) + 1, changed.find("\n", at)
    line = changed[start:end]
    if end < 0 or line.strip() or not text[start : text.find("\n", start)].strip():
        return changed
    return changed[:start] + changed[end + 1 :]


# ------------------------------------------------------------------ reading back


def read_plain(text: str) -> Plain:
    """Return the contents of the file, parsed as facts are; raise CannotApply if it cannot be read."""
    node, _ = parse_yaml(text, "")
    if node is None:
        raise CannotApply("the file cannot be read")
    return node.plain()


def reads_as(changed: str, expected: Plain, text: str) -> bool:
    """Return True if the changed file has exactly these contents and no new problems."""
    node, problems = parse_yaml(changed, "")
    if node is None or node.plain() != expected:
        return False
    _, known = parse_yaml(text, "")
    return not Counter(p.code for p in problems) - Counter(p.code for p in known)


def with_value(plain: Plain, path: tuple[str, ...], value: Plain) -> Plain:
    """Return the contents with another value at a path of keys."""
    if not path:
        return value
    if isinstance(plain, dict):
        return {key: with_value(inner, path[1:], value) if key == path[0] else inner for key, inner in plain.items()}
    if isinstance(plain, list):
        return [with_value(inner, path[1:], value) if str(at) == path[0] else inner for at, inner in enumerate(plain)]
    raise CannotApply(f'"{".".join(path)}" not found in the file')


def _at(plain: Plain, path: tuple[str, ...]) -> Plain:
    for step in path:
        if isinstance(plain, dict) and step in plain:
            plain = plain[step]
        elif isinstance(plain, list) and step.isdecimal() and int(step) < len(plain):
            plain = plain[int(step)]
        else:
            raise CannotApply(f'"{".".join(path)}" not found in the file')
    return plain
