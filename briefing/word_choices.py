"""What the user chooses about the Word file beside its look: the house's own template and the map of its styles.

Takes nothing, gives one frozen value that `cli` and a template's settings fill in and `build` hands on. Reads no file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WordChoices:
    """`template` is a .docx or .dotx into which the brief goes, `map` a TOML file that names its styles; None: neither."""

    template: Path | None = None
    map: Path | None = None

    def over(self, other: WordChoices) -> WordChoices:
        """These choices, and where they leave something open those of `other`. A map belongs to the template it came with."""
        if self.template is None:
            return replace(self, template=other.template, map=self.map or other.map)
        return self


USUAL = WordChoices()
"""Nothing chosen: a Word file of our own making."""
