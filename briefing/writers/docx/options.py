"""What the user chooses about the Word file beside its look: the house's own template, how facts are marked, comments.

Takes nothing, gives one frozen value that `cli` and a template's settings fill in and `build` hands on. Reads no file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

MarkerKind = Literal["any", "word"]


@dataclass(frozen=True, slots=True)
class WordChoices:
    """`template` is a .docx or .dotx into which the brief goes, `map` a TOML file that names its styles; None: neither.

    `markers`: "any" marks facts by bookmarks, which every word processor keeps; "word" by content controls, which Word shows.
    `comments`: what a check found stands in the margin.
    """

    template: Path | None = None
    map: Path | None = None
    markers: MarkerKind = "any"
    comments: bool = False

    def over(self, other: WordChoices) -> WordChoices:
        """These choices, and where they leave something open those of `other`. A map belongs to the template it came with."""
        if self.template is None:
            return replace(self, template=other.template, map=self.map or other.map)
        return self


USUAL = WordChoices()
"""Nothing chosen: a Word file of our own making."""
