"""Conformance profiles: the standards that a file follows, and what each requires of the file as a whole.

`ua1+a3a`: PDF 1.7, PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3). `ua2+a4f`: PDF 2.0, PDF/UA-2
(ISO 14289-2) and PDF/A-4f (ISO 19005-4), with structure destinations and namespaces but no
information dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ProfileName = Literal["ua1+a3a", "ua2+a4f"]


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile. `version` is that of PDF; `accessible` and `archival` are parts of PDF/UA and PDF/A."""

    version: str
    accessible: int
    archival: int

    @property
    def modern(self) -> bool:
        """Return whether it is PDF 2.0: structure destinations, namespaces, no information dictionary."""
        return self.accessible == 2


PROFILES: Mapping[ProfileName, Profile] = {"ua1+a3a": Profile("1.7", 1, 3), "ua2+a4f": Profile("2.0", 2, 4)}
