"""Check for characters that no brief can print, used by the readers of facts and templates.

Forbidden are control and other invisible characters, private-use characters (the template engine uses them for its tokens), lone
surrogates, and right-to-left scripts, which are not supported yet and would print in the wrong order.
"""

from __future__ import annotations

import re

from briefing.problems.problem import Location, Problem

_INVISIBLE = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2061-\u2065\u206a-\u206f\u3164\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties) without joiners, variation selectors, direction marks, and what is
dropped in print: a soft hyphen and spaces of no width."""
CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\u2028\u2029{_INVISIBLE}]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
SURROGATE = re.compile("[\ud800-\udfff]")
# Hebrew, Arabic, Syriac, Thaana, N'Ko … and their presentation forms.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
RULES = (
    ("control-character", CONTROL, "an invisible control character", "delete it and type the text again"),
    ("private-character", PRIVATE, "a private-use character, which no other computer can read", "use an ordinary character"),
    ("broken-character", SURROGATE, "half a character (a lone surrogate)", "type the character again"),
    ("right-to-left", RIGHT_TO_LEFT, "right-to-left script, which is not supported yet", "write it in Latin letters for now"),
    ("direction-mark", DIRECTION, "an invisible mark that changes the direction of text", "delete it"),
)  # fmt: skip
ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""For `str.translate`: characters without width. They separate letters and digits in a file, but not on the page."""
SHOWN_AT_MOST = 20
_OTHER_LINE_END = re.compile("[\r\x85]")
_SPACING = re.compile("[\t\n]")
_FORBIDDEN = re.compile("|".join(pattern.pattern for _, pattern, _, _ in RULES))


def find_forbidden(text: str) -> tuple[str, str, str] | None:
    """Return code, message and hint for the first forbidden character in a text; None if it has none."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    code, _, what, hint = next(rule for rule in RULES if rule[1].match(found[0]))
    return code, f"{what} (U+{ord(found[0]):04X})", hint


def find_unprintable(text: str) -> tuple[str, str, str] | None:
    """Return the same for printed text, in which the only line end is a line feed."""
    if forbidden := find_forbidden(text):
        return forbidden
    found = _OTHER_LINE_END.search(text)
    return _control(found[0]) if found else None


def find_unprintable_reference(text: str) -> tuple[str, str, str] | None:
    """Return the same for the text of a reference such as &#8238;: U+FFFD means that it stands for no character."""
    if "\ufffd" in text:
        return "broken-character", "a reference to an invalid character", "type the character itself"
    found = _SPACING.search(text)
    return _control(found[0]) if found else find_unprintable(text)


def _control(character: str) -> tuple[str, str, str]:
    code, _, what, hint = RULES[0]
    return code, f"{what} (U+{ord(character):04X})", hint


def check_text(data: bytes, display_path: str) -> tuple[str, list[Problem]]:
    """Decode a UTF-8 file; return its text and a problem for each forbidden character.

    A byte-order mark is removed, and every line end becomes a line feed.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1]) + 1
        hint = "save the file as UTF-8 (in a text editor: Save as … Encoding UTF-8)"
        return "", [Problem("not-utf-8", "the file is not UTF-8 text", Location(display_path, line, column), hint)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, check_characters(text, display_path)


def check_characters(text: str, display_path: str) -> list[Problem]:
    """Return problems for forbidden characters: one per rule and line, at most `SHOWN_AT_MOST` per file."""
    problems: list[Problem] = []
    for code, pattern, what, hint in RULES:
        if pattern.search(text) is None:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            match = pattern.search(line)
            if match is not None and len(problems) < SHOWN_AT_MOST:
                message = f"{what} (U+{ord(match[0]):04X})"
                problems.append(Problem(code, message, Location(display_path, number, match.start() + 1), hint))
    return problems
