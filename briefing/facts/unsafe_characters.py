"""Replace the characters that `briefing.files.characters` forbids, so that the rest of a file can be read."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.files.characters import SHOWN_AT_MOST, check_characters
from briefing.problems.problem import Location, Problem

# All characters that could disturb a YAML or CSV parser. Two are forbidden only in fact files: U+0085, which YAML reads as a line
# end, and a byte-order mark in the middle of a file.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ue000-\uf8ff\ufffe\uffff\U000f0000-\U0010ffff]"
)
_OF_FACTS = re.compile("[\x85\ufeff]")


def strip_forbidden(text: str, display_path: str) -> tuple[str, list[Problem]]:
    """Return the text with unsafe characters replaced by U+FFFD, and the problems found."""
    used = "".join(sorted(set(text)))  # short, whatever the length of the text, so the check is fast
    if not check_characters(used, display_path) and not _OF_FACTS.search(used):
        return text, []
    problems = check_characters(text, display_path)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(problems) >= SHOWN_AT_MOST:
            break
        if match := _OF_FACTS.search(line):
            problems.append(_control(match[0], Location(display_path, number, match.start() + 1)))
    return _UNSAFE.sub("\ufffd", text), problems


def strip_forbidden_value(text: str, location: Location) -> tuple[str, list[Problem]]:
    """Do the same for a value with escapes in double quotation marks.

    All its problems get the same location.
    """
    safe, problems = strip_forbidden(text, location.file)
    problems = [replace(problem, location=location) for problem in problems]
    if "\n" in text or "\t" in text:
        problems.append(_control("\n" if "\n" in text else "\t", location))
    return safe, problems


def _control(character: str, location: Location) -> Problem:
    message = f"an invisible control character (U+{ord(character):04X})"
    return Problem("control-character", message, location, "delete it and type the text again")
