"""What `briefing.files.characters` refuses, found fast in long files, and taken out so that the rest of a file can be read.

Takes the text of a file or of one value, gives problems with their places and text that is safe to read on with.
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.files.characters import SHOWN_AT_MOST, check_characters
from briefing.problems.problem import Origin, Problem

# All that a reader of YAML or CSV could stumble over; two of them are a matter of fact files only: U+0085, which YAML takes
# for the end of a line, and a byte-order mark in the middle.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ue000-\uf8ff\ufffe\uffff\U000f0000-\U0010ffff]"
)
_OF_FACTS = re.compile("[\x85\ufeff]")


def make_safe(text: str, shown: str) -> tuple[str, list[Problem]]:
    """The text with unsafe characters replaced by U+FFFD, and the problems with its characters."""
    used = "".join(sorted(set(text)))  # few, whatever the length of the text
    if not check_characters(used, shown) and not _OF_FACTS.search(used):
        return text, []
    problems = check_characters(text, shown)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(problems) >= SHOWN_AT_MOST:
            break
        if match := _OF_FACTS.search(line):
            problems.append(_control(match[0], Origin(shown, number, match.start() + 1)))
    return _UNSAFE.sub("\ufffd", text), problems


def make_value_safe(text: str, origin: Origin) -> tuple[str, list[Problem]]:
    """The same for characters that came into a value by codes in double quotation marks; all stand at one place."""
    safe, problems = make_safe(text, origin.file)
    problems = [replace(problem, origin=origin) for problem in problems]
    if "\n" in text or "\t" in text:
        problems.append(_control("\n" if "\n" in text else "\t", origin))
    return safe, problems


def _control(character: str, origin: Origin) -> Problem:
    message = f"an invisible control character (U+{ord(character):04X})"
    return Problem("control-character", message, origin, "delete it and type the text again")
