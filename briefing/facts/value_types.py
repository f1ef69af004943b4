"""Readers of values with a fixed set of words or a fixed format, such as status, TLP label and web address.

Each takes the text as typed and returns it in its one valid form, or raises `InvalidValue`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast, get_args

from briefing.document.marking import COLOURS
from briefing.facts.change_model import LABELS
from briefing.facts.dates import UnreadableValue
from briefing.facts.ids import FILE_ID
from briefing.facts.ledger import Status
from briefing.facts.number_text import DECIMAL_MARKS
from briefing.problems.suggest import nearest

STATUSES: tuple[str, ...] = tuple(status for status in get_args(Status) if status != "corroborated")
"""Statuses that can be typed."""
CONFIDENCES = ("low", "moderate", "high")
EXTENTS = ("full", "excerpt", "no")
GRADES = ("shown", "hidden")
PDF_PROFILES = ("ua1+a3a", "ua2+a4f")
WORD_MARKERS = ("any", "word")
CHARTS = ("column", "bar", "line", "range", "timeline", "exchange")
# From the least to the most restricted. In version 2.0 WHITE became CLEAR.
TLP_LABELS = tuple(COLOURS)


class InvalidValue(UnreadableValue):
    """Raised for a value that a key does not accept. `code` is the code of its problem."""

    def __init__(self, code: str, message: str, corrected: str = "") -> None:
        super().__init__(message, corrected)
        self.code = code


def _one_of(what: str, words: tuple[str, ...], code: str) -> Callable[[str], str]:
    """Return a reader that takes one of these words; `what` names the value in messages."""

    def read(value: str) -> str:
        if value in words:
            return value
        message = f'{what} must be one of: {", ".join(words)} (got "{value}")'
        raise InvalidValue(code, message, nearest(value, words))

    return read


_read_typed_status = _one_of("the status", STATUSES, "bad-status")


def read_status(value: str) -> Status:
    """Read a status: one of STATUSES."""
    if value == "corroborated":
        raise InvalidValue(
            "computed-status", '"corroborated" cannot be typed: it follows from two sources of independent origin'
        )
    return cast("Status", _read_typed_status(value))


read_chart = _one_of("the kind of chart", CHARTS, "bad-chart")
read_change = _one_of("the label of a change", LABELS, "bad-label")
read_confidence = _one_of("the confidence", CONFIDENCES, "bad-confidence")
read_extent = _one_of('"read"', EXTENTS, "bad-read")
read_grades = _one_of('"grades"', GRADES, "bad-grades")
read_decimal_mark = _one_of('"decimal_mark"', DECIMAL_MARKS, "bad-decimal-mark")
read_profile = _one_of('"pdf_profile"', PDF_PROFILES, "bad-profile")
read_markers = _one_of('"word_markers"', WORD_MARKERS, "bad-markers")


def read_style(value: str) -> str:
    """Read the name of a citation style, or of a file that contains one."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,99}", value):
        return value
    raise InvalidValue("bad-style", f'"{value}" is neither a citation style nor a file beside dossier.yaml')


def read_label(value: str) -> str:
    """Read a TLP label, with or without the prefix "TLP:", in any case."""
    label = value.upper() if value.upper().startswith("TLP:") else f"TLP:{value.upper()}"
    if label == "TLP:WHITE":
        raise InvalidValue("bad-tlp", "TLP:WHITE is now called TLP:CLEAR", "TLP:CLEAR")
    if label in TLP_LABELS:
        return label
    near = nearest(label.removeprefix("TLP:"), [known.removeprefix("TLP:") for known in TLP_LABELS])
    message = f'"{label}" is not a TLP label: {", ".join(TLP_LABELS)}'
    raise InvalidValue("bad-tlp", message, f"TLP:{near}" if near else "")


def read_marking(value: str) -> str:
    """Read a marking: free text, or a TLP label."""
    return read_label(value) if value.upper().startswith("TLP") else value


def read_age(value: str) -> str:
    """Read a length of time, such as "90 days"."""
    if re.fullmatch(r"[1-9][0-9]{0,4} (?:day|week|month|year)s?", value):
        return value
    raise InvalidValue("bad-age", f'"{value}" is not a length of time: type 90 days, 2 weeks, 6 months or 1 year')


def read_address(value: str) -> str:
    """Read a web address (RFC 3986, only http and https)."""
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value, re.IGNORECASE):
        return value
    fixed = f"https://{value}" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", value) else ""
    raise InvalidValue(
        "bad-url", f'"{value}" is not a web address: it must begin with https:// or http:// and have no spaces', fixed
    )


def read_edition(value: str) -> str:
    """Read the number of an edition, from 1 to 9999."""
    if re.fullmatch(r"[1-9][0-9]{0,3}", value):
        return value
    raise InvalidValue("bad-edition", f'"{value}" is not an edition number: type 1, 2, 3 …')


def read_series_number(value: str) -> str:
    """Read the number of a brief in its series, such as 1, 12/2026 or B-7."""
    if re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9 ./-]{0,28}[A-Za-z0-9])?", value):
        return value
    raise InvalidValue(
        "bad-series-number", f'"{value}" is not the number of a brief in a series: type 1, 12/2026 or B-7'
    )


def read_grade(letters: str, what: str) -> Callable[[str], str]:
    """Return a reader of grades, each one letter or digit. `what` names the grade in messages."""

    def read(value: str) -> str:
        if len(value) == 1 and value in letters:
            return value
        raise InvalidValue("bad-grade", f'the {what} must be one of: {", ".join(letters)} (got "{value}")')

    return read


def read_decimals(value: str) -> int:
    """Read the number of digits after the decimal mark, from 0 to 6."""
    if re.fullmatch(r"[0-6]", value):
        return int(value)
    raise InvalidValue("bad-decimals", f'"decimals" must be an integer from 0 to 6 (got "{value}")')


def read_tag(value: str) -> str:
    """Read a language tag (BCP 47), such as ru, ko or zh-Hant."""
    if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", value):
        return value
    raise InvalidValue(
        "bad-language", f'"{value}" is not a language tag: type ru for Russian, ko for Korean, fr for French'
    )


def read_name(value: str) -> str:
    """Read the name of a section, template or dossier, which is also the name of a file or folder."""
    if FILE_ID.fullmatch(value):
        return value
    better = re.sub(r"[^a-z0-9_-]+", "-", value.removesuffix(".md").lower()).strip("-_")
    message = f'"{value}" is not a valid name: use lower-case letters, digits, - and _'
    raise InvalidValue("bad-name", message, better if FILE_ID.fullmatch(better) else "")
