"""Every case that is made by surgery. Those that LibreOffice makes stand in `editor_cases`."""

from __future__ import annotations

from review.edits import block_cases, word_cases
from review.edits.hard_cases import HARD
from review.edits.shipped_cases import SHIPPED

CASES = (
    *word_cases.WORDS,
    *word_cases.FIGURES,
    *block_cases.CELLS,
    *block_cases.BLOCKS,
    *block_cases.COMMENTS,
    *block_cases.NOTHING,
    *block_cases.ACCEPTED,
    *HARD,
    *SHIPPED,
)
