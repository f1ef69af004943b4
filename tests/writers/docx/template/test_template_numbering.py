"""Numbers of a house template's headings, as references print them."""

from __future__ import annotations

import pytest

from briefing.writers.docx.template.template_numbering import print_number


@pytest.mark.parametrize(
    ("labels", "number", "printed"),
    [
        ((("%1", "none"), ("%1.%2", "none")), "2.1", ""),
        ((("", "decimal"),), "2", ""),
        ((("%1.", "upperRoman"), ("%1.%2", "upperLetter")), "2.1", "II.A"),
        ((("%1", "none"), ("%2)", "decimal")), "2.1", "1)"),
    ],
)
def test_numbers_print_as_the_houses_headings_do(
    labels: tuple[tuple[str, str], ...], number: str, printed: str
) -> None:
    assert print_number(number, labels) == printed
