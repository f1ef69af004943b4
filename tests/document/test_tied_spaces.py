"""Spaces between a number and its unit, at which no line may end."""

from __future__ import annotations

import pytest

from briefing.document.model import Aspect, FactReference, Text
from briefing.document.tied_spaces import tied_spaces, with_no_break_spaces


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2,389 km", "2,389~km"),
        ("more than 11,000 soldiers", "more than 11,000~soldiers"),
        ("about $10 billion", "about $10~billion"),
        ("25,000–30,000 soldiers", "25,000–30,000~soldiers"),
        ("CHF 5 million", "CHF~5~million"),
        ("10 billion roubles", "10~billion roubles"),
        ("−5 °C", "−5~°C"),
        ("fell by 29.5%", "fell by 29.5%"),
        ("about 4,000 (killed or wounded)", "about 4,000 (killed or wounded)"),
        ("12 extraordinarilylongunitwords", "12 extraordinarilylongunitwords"),
    ],
)
def test_a_number_and_its_unit_are_tied(text: str, shown: str) -> None:
    assert with_no_break_spaces(FactReference("x", text)) == shown.replace("~", "\u00a0")


@pytest.mark.parametrize("aspect", ["date", "statement", "quote"])
def test_other_words_are_not(aspect: Aspect) -> None:
    assert tied_spaces(FactReference("x", "17 September 2012", aspect)) == ()
    assert tied_spaces(Text("17 km")) == ()
