"""Markings: Traffic Light Protocol labels, version 2.0 (FIRST, 2022), and free text such as an embargo.

TLP labels are never translated and contain no spaces. Who may see a brief is not decided here.
"""

from __future__ import annotations

import re

GROUND = "000000"
"""Background of TLP labels: black, as FIRST prescribes, which keeps their colours readable on paper."""
COLOURS = {
    "TLP:CLEAR": "FFFFFF",
    "TLP:GREEN": "33FF00",
    "TLP:AMBER": "FFC000",
    "TLP:AMBER+STRICT": "FFC000",
    "TLP:RED": "FF2B2B",
}
"""Colour of each label, from the least to the most restricted."""
LONGEST_IN_NAME = 60


def label_colour(marking: str) -> str:
    """Return the colour of a TLP label on black; "" for free text, which is printed in the theme's colour."""
    return COLOURS.get(marking, "")


def name_with(name: str, marking: str) -> str:
    """Return the file name of a brief with its marking: `brief` and TLP:AMBER give `brief_TLP-AMBER`.

    Of free text only letters, digits and plus signs are kept, at most 60 characters: valid on every
    file system.
    """
    words = re.sub(r"[^\w+]+", "-", marking.replace("_", "-")).strip("-")
    return f"{name}_{words[:LONGEST_IN_NAME].rstrip('-')}" if words else name
