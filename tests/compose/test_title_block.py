"""The properties of a brief's files, as its dossier gives them."""

from __future__ import annotations

from briefing.compose.title_block import properties
from briefing.facts.dossier import Dossier
from briefing.problems.problem import NO_LOCATION


def test_properties_hold_no_character_without_width() -> None:
    """Word shows a property in the field TITLE; the title on the page has none of these characters."""
    hidden, clean = "na\u200bval\u00ad\u2060 power", "naval power"
    made = properties(
        Dossier("x", NO_LOCATION, hidden, subtitle=hidden, authors=(hidden,), keywords=(hidden,), publisher=hidden)
    )
    assert (made.title, made.author, made.subject, made.keywords) == (clean, clean, clean, (clean,))
