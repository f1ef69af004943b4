"""Options of the Word file: Word template, style map, how facts are marked, comments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

MarkerKind = Literal["any", "word"]


@dataclass(frozen=True, slots=True)
class WordOptions:
    """Options of the Word file; None and "" mean not chosen.

    `template` is a .docx or .dotx into which the brief is written, `map` a TOML file that names its
    styles. `markers`: "any" marks facts by bookmarks, which every word processor keeps; "word" by
    content controls, which Word shows. `comments`: show the problems found by checks in the margin.
    """

    template: Path | None = None
    map: Path | None = None
    markers: MarkerKind = "any"
    comments: bool = False

    def over(self, other: WordOptions) -> WordOptions:
        """Return these options, completed from `other`. A map belongs to the template it came with."""
        if self.template is None:
            return replace(self, template=other.template, map=self.map or other.map)
        return self


DEFAULT = WordOptions()
"""No options: a Word file of our own."""
