"""Every case that is made by surgery. Those that LibreOffice makes stand in `editor_cases`."""

from __future__ import annotations

from review import cases
from review.hard_cases import HARD

CASES = (
    *cases.WORDS,
    *cases.FIGURES,
    *cases.CELLS,
    *cases.BLOCKS,
    *cases.COMMENTS,
    *cases.NOTHING,
    *cases.ACCEPTED,
    *HARD,
)
