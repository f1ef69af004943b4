"""Values that take only certain words or a certain shape: status, TLP label, address, edition, grade, length of time.

Each reader takes the text as typed and gives it in its one valid form, or raises `InvalidValue` with the code of the problem and
the nearest valid text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from briefing.facts.changes import LABELS
from briefing.facts.dates import UnreadableValue
from briefing.facts.ids import FILE_ID
from briefing.facts.ledger import Status
from briefing.problems.suggest import nearest

STATUSES = ("stated", "unverified", "disputed", "planned", "superseded", "corrected", "retracted", "proposed")
CONFIDENCES = ("low", "moderate", "high")
EXTENTS = ("full", "excerpt", "no")
PDF_PROFILES = ("ua1+a3a", "ua2+a4f")
WORD_MARKERS = ("any", "word")
CHARTS = ("column", "bar", "line", "range", "timeline", "exchange")
# Traffic Light Protocol 2.0 (FIRST, 2022): WHITE became CLEAR.
TLP_LABELS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


class InvalidValue(UnreadableValue):
    """A text that a key does not take. `code` is that of the problem it becomes."""

    def __init__(self, code: str, message: str, corrected: str = "") -> None:
        super().__init__(message, corrected)
        self.code = code


def _closed(what: str, words: tuple[str, ...], code: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value in words:
            return value
        raise InvalidValue(code, f'"{value}" is not a {what}: {", ".join(words)}', nearest(value, words))

    return read


def read_status(value: str) -> Status:
    """A status that is typed: one of STATUSES."""
    if value == "corroborated":
        raise InvalidValue(
            "computed-status", '"corroborated" is never typed: it follows from two sources of independent origin'
        )
    return cast("Status", _closed("status", STATUSES, "bad-status")(value))


def read_chart(value: str) -> str:
    """A kind of chart: one of CHARTS."""
    return _closed("chart", CHARTS, "bad-chart")(value)


def read_change(value: str) -> str:
    """What a change between two editions is called: one of LABELS."""
    return _closed("label of a change", LABELS, "bad-label")(value)


def read_confidence(value: str) -> str:
    """How sure a judgement is of its grounds: one of CONFIDENCES."""
    return _closed("level of confidence", CONFIDENCES, "bad-confidence")(value)


def read_extent(value: str) -> str:
    """How much of a source was read: one of EXTENTS."""
    return _closed("way to have read a source", EXTENTS, "bad-read")(value)


def read_grades(value: str) -> str:
    """Whether grades are printed."""
    return _closed("way to treat grades", ("shown", "hidden"), "bad-grades")(value)


def read_profile(value: str) -> str:
    """Return the name of a PDF profile: one of PDF_PROFILES."""
    return _closed("PDF profile", PDF_PROFILES, "bad-profile")(value)


def read_markers(value: str) -> str:
    """Return how printed facts are marked in the Word file: one of WORD_MARKERS."""
    return _closed("way to mark facts", WORD_MARKERS, "bad-markers")(value)


def read_style(value: str) -> str:
    """The name of a citation style, or of a file that holds one."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,99}", value):
        return value
    raise InvalidValue("bad-style", f'"{value}" is neither a citation style nor a file beside dossier.yaml')


def read_label(value: str) -> str:
    """A TLP label, in capitals, with or without "TLP:" before it."""
    label = value.upper() if value.upper().startswith("TLP:") else f"TLP:{value.upper()}"
    if label == "TLP:WHITE":
        raise InvalidValue("bad-tlp", "TLP:WHITE was renamed", "TLP:CLEAR")
    if label in TLP_LABELS:
        return label
    near = nearest(label.removeprefix("TLP:"), [known.removeprefix("TLP:") for known in TLP_LABELS])
    message = f'"{label}" is not a TLP label: {", ".join(TLP_LABELS)}'
    raise InvalidValue("bad-tlp", message, f"TLP:{near}" if near else "")


def read_marking(value: str) -> str:
    """A marking: free words, or a TLP label."""
    return read_label(value) if value.upper().startswith("TLP") else value


def read_age(value: str) -> str:
    """A length of time: "90 days"."""
    if re.fullmatch(r"[1-9][0-9]{0,4} (?:day|week|month|year)s?", value):
        return value
    raise InvalidValue("bad-age", f'"{value}" is not a length of time: type 90 days, 2 weeks, 6 months or 1 year')


def read_address(value: str) -> str:
    """A web address (RFC 3986, http and https only)."""
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value, re.IGNORECASE):
        return value
    fixed = f"https://{value}" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", value) else ""
    raise InvalidValue(
        "bad-url", f'"{value}" is not an address: it begins with https:// or http:// and has no spaces', fixed
    )


def read_edition(value: str) -> str:
    """The number of an edition, from 1."""
    if re.fullmatch(r"[1-9][0-9]{0,3}", value):
        return value
    raise InvalidValue("bad-edition", f'"{value}" is not the number of an edition: type 1, 2, 3 …')


def read_series_number(value: str) -> str:
    """The number of a brief in its series: 1, 12/2026, B-7."""
    if re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9 ./-]{0,28}[A-Za-z0-9])?", value):
        return value
    raise InvalidValue(
        "bad-series-number", f'"{value}" is not the number of a brief in a series: type 1, 12/2026 or B-7'
    )


def read_grade(letters: str, what: str) -> Callable[[str], str]:
    """A reader of grades that are one letter or digit each."""

    def read(value: str) -> str:
        if len(value) == 1 and value in letters:
            return value
        raise InvalidValue("bad-grade", f'"{value}" is not a grade of {what}: one of {", ".join(letters)}')

    return read


def read_decimals(value: str) -> int:
    """How many digits stand behind the decimal mark, from none to six."""
    if re.fullmatch(r"[0-6]", value):
        return int(value)
    raise InvalidValue("bad-decimals", f'"{value}" is no number of decimals: type a digit from 0 to 6')


def read_tag(value: str) -> str:
    """The tag of a language (BCP 47): ru, ko, zh-Hant."""
    if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", value):
        return value
    raise InvalidValue(
        "bad-language", f'"{value}" is not the tag of a language: type ru for Russian, ko for Korean, fr for French'
    )


def read_name(value: str) -> str:
    """The name of a section, template or dossier, which is also that of a file or folder."""
    if FILE_ID.fullmatch(value):
        return value
    raise InvalidValue("bad-name", f'"{value}" is not a name: small letters, digits, - and _')
