"""Collect what a PDF shows beside its tagged text, by page: one part for each kind, however many pages have it."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.readers.reading import UnreadPart

_PAGES_NAMED = 4
_MOST_KINDS = 200
WHOLE = 0
"""The "page" of what belongs to the file as a whole."""


@dataclass(slots=True)
class UnreadParts:
    """Descriptions with the pages where they were found."""

    pages: dict[str, list[int]] = field(default_factory=dict)

    def add(self, page: int, description: str) -> None:
        """Note something on a page, counted from 1, or in the whole file."""
        found = self.pages.get(description)
        if found is None:
            if len(self.pages) >= _MOST_KINDS:
                description = "more content of other kinds"
            found = self.pages.setdefault(description, [])
        if not found or found[-1] != page:
            found.append(page)

    def parts(self) -> tuple[UnreadPart, ...]:
        """Return each description once, in order of the first page."""
        ordered = sorted(self.pages.items(), key=lambda item: min(item[1]))
        return tuple(UnreadPart(_place(sorted(set(pages))), description) for description, pages in ordered)


def _place(pages: list[int]) -> str:
    if pages[0] == WHOLE:
        return "whole file"
    named = ", ".join(map(str, pages[:_PAGES_NAMED]))
    more = len(pages) - _PAGES_NAMED
    return f"p. {named}" + (f" and {more} more" if more > 0 else "")


def quoted(text: str) -> str:
    """Return some words of the file, short enough for a line."""
    words = " ".join(text.split())
    return f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”"
