"""Markings: colours of TLP 2.0 and names of files."""

from __future__ import annotations

import re

import pytest

from briefing.document.marking import COLOURS, label_colour, name_with
from briefing.facts.value_types import TLP_LABELS


def test_every_label_of_tlp_2_0_has_its_colour() -> None:
    assert set(COLOURS) == set(TLP_LABELS)
    assert label_colour("TLP:AMBER+STRICT") == "FFC000"
    assert label_colour("OFFICIAL") == ""


@pytest.mark.parametrize(
    ("marking", "name"),
    [
        ("", "brief"),
        ("TLP:CLEAR", "brief_TLP-CLEAR"),
        ("TLP:AMBER+STRICT", "brief_TLP-AMBER+STRICT"),
        ("OFFICIAL", "brief_OFFICIAL"),
        ("EMBARGOED until 1 March 2026, 00:01", "brief_EMBARGOED-until-1-March-2026-00-01"),
        ("../../etc", "brief_etc"),
        ("***", "brief"),
        ("x" * 200, "brief_" + "x" * 60),
    ],
)
def test_a_marking_is_in_the_name_of_a_file(marking: str, name: str) -> None:
    assert name_with("brief", marking) == name
    assert re.search(r'[<>:"/\\|?*\x00-\x1f]', name) is None
