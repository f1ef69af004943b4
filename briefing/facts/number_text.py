"""Rules for typed numbers, such as 11,000, 11000 and 3.8, and corrections of others.

Group and decimal marks are those of en-GB, whatever the language of the brief, so that a fact file means the
same everywhere. A number that is read differently in different countries is refused, unless `decimal_mark:` of
the fact or the dossier says how it is meant.
"""

from __future__ import annotations

import re

GAPS = " \u00a0\u2009\u202f"
# Digits with everything that people put between them.
NUMBER = re.compile(rf"[-−]?[0-9](?:[0-9.,_'’٬]+|[{GAPS}]+(?=[0-9]))*(?<![.,'’_])")
_PLAIN = re.compile(r"[-−]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[-−]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
# 1.000 is one in some countries and a thousand in others; 0.125 is unambiguous.
_EITHER = re.compile(r"[-−]?[1-9][0-9]{0,2}\.[0-9]{3}")

DECIMAL_MARKS = ("point", "comma")
"""Words for the mark before decimals, if an analyst says which one the numbers have."""
_SWAPPED = str.maketrans(".,", ",.")
_MEASURED = re.compile(r"\s*(?:thousand|million|billion|trillion|per cent|percent|%)")


def is_number(typed: str, after: str = "", *, decimal_mark: str = "") -> bool:
    """Return True if the text can only mean one number.

    `after` is the text that follows. Before a scale word or %, 1.234 is unambiguous: nobody groups digits
    there.
    """
    if decimal_mark != "point" and is_ambiguous(typed) and not _MEASURED.match(after):
        return False
    return bool(_PLAIN.fullmatch(typed) or _GROUPED.fullmatch(typed))


def correct_number(typed: str) -> tuple[str, str]:
    """Return the number that was probably meant ("" if that is not certain), and why the text is refused."""
    if is_ambiguous(typed):
        meant = typed.replace(".", ",")
        return meant, f"{typed} can be read in two ways: as {meant} and as a number with three decimals"
    if re.search(rf"[{GAPS}]", typed):
        return _group(re.sub(rf"[{GAPS}]+", "", typed)), "group digits with commas, not spaces"
    if re.search(r"[_'’٬]", typed):
        return _group(re.sub(r"[_'’٬]", "", typed)), "group digits with commas"
    if re.fullmatch(r"[-−]?[0-9]{1,3}(?:\.[0-9]{3}){2,}", typed):
        return typed.replace(".", ","), "group digits with commas, not points"
    if re.fullmatch(r"[-−]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+", typed):
        return typed.translate(
            {ord("."): ",", ord(","): "."}
        ), "use a point as the decimal mark, and commas to group digits"
    if re.fullmatch(r"[-−]?[0-9]+,[0-9]{1,2}", typed):
        return typed.replace(",", "."), "use a point as the decimal mark"
    if re.fullmatch(r"[-−]?0[0-9,]+(?:\.[0-9]+)?", typed):
        return _group(typed), "a number cannot begin with 0"
    if re.fullmatch(r"[-−]?[0-9,]+(?:\.[0-9]+)?", typed):
        return _group(typed), "group digits in threes"
    return "", "cannot be read as one number"


def is_ambiguous(typed: str) -> bool:
    """Return True for a number such as 10.293, which is ten in some countries and ten thousand in others."""
    return bool(_EITHER.fullmatch(typed))


def swap_marks(text: str) -> str:
    """Return the text with points and commas swapped in its numbers: 1.234,5 is 1,234.5."""
    return NUMBER.sub(lambda match: match[0].translate(_SWAPPED), text)


def _group(typed: str) -> str:
    """Return the digits grouped in threes, or "" if the text has more than digits, commas and one point."""
    match = re.fullmatch(r"([-−]?)([0-9,]+)(\.[0-9]+)?", typed)
    if not match:
        return ""
    sign, whole, decimals = match.groups()
    return f"{sign}{int(whole.replace(',', '')):,}{decimals or ''}"
