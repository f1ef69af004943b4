"""Writers turn a rendered brief into the bytes of a file. They number nothing, choose nothing and never import each other.

A format is a folder here and a line in `registry`, or an entry point of the group `briefing.writers` in another package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from briefing.problems.problem import Problem

if TYPE_CHECKING:
    from briefing.document.comments import Comment
    from briefing.document.model import Document
    from briefing.layout.theme import Theme
    from briefing.layout.typesetting import Pages
    from briefing.writers.docx.options import WordOptions


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A finished file in memory: its bytes, how many pages (0 if not known), and what the writer could not express."""

    data: bytes = field(repr=False)
    pages: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class WriterOptions:
    """Options that belong to one format. `pdf_profile` is "ua1+a3a" or "ua2+a4f"."""

    pdf_profile: str
    word: WordOptions


@dataclass(frozen=True, slots=True)
class RenderedBrief:
    """A brief as every writer gets it.

    `document` is numbered and resolved; `pages` is its layout with `theme`; `record` is the JSON that travels inside a file;
    `fact_names` gives names of facts by id; `comments` are those to write into a format that has comments.
    """

    document: Document
    theme: Theme
    pages: Pages
    options: WriterOptions
    record: bytes = b""
    fact_names: Mapping[str, str] = field(default_factory=dict)
    comments: Sequence[Comment] = ()


class Writer(Protocol):
    """Interface of a writer. It may also have `check(options, theme)`, which returns problems before anything is laid out."""

    def write(self, brief: RenderedBrief) -> OutputFile:
        """Return the file. The same brief gives the same bytes."""
        ...
