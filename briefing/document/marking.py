"""Markings: the labels of the Traffic Light Protocol, version 2.0 (FIRST, 2022), and free words such as an embargo.

Takes a marking as the dossier gives it; gives the colour it is printed in and what it adds to the name of a file. TLP labels
are never translated and hold no spaces. What a marking means, and who may see a brief, is not ours to judge.
"""

from __future__ import annotations

import re

GROUND = "000000"
"""A TLP label stands on black, which keeps its colour readable on paper."""
COLOURS = {
    "TLP:RED": "FF2B2B",
    "TLP:AMBER": "FFC000",
    "TLP:AMBER+STRICT": "FFC000",
    "TLP:GREEN": "33FF00",
    "TLP:CLEAR": "FFFFFF",
}
LONGEST_IN_NAME = 60


def label_colour(marking: str) -> str:
    """The colour of a TLP label on black; "" for free words, which are printed in the theme's colour on paper."""
    return COLOURS.get(marking, "")


def name_with(name: str, marking: str) -> str:
    """The name of a brief's files: `brief` and TLP:AMBER make `brief_TLP-AMBER`.

    Free words keep letters, digits and plus signs, in 60 characters at most: a name that every system can have.
    """
    words = re.sub(r"[^\w+]+", "-", marking.replace("_", "-")).strip("-")
    return f"{name}_{words[:LONGEST_IN_NAME].rstrip('-')}" if words else name
