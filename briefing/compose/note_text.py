"""The words of notes, and of the lines below tables and figures: which sources, by what names, and where in them.

Takes citations, the words of the language and how each source is named, by the house or by a citation style; gives inlines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from briefing.document.model import Citation, CrossReference, FactReference, Inline, Link, Note, Text, plain
from briefing.language import Language
from briefing.language.scripts import tag_scripts

SOURCE = "source/"
NAMED_AT_MOST = 5
"""Sources that the line under a table or figure names; more stand there by their numbers in the list."""
_STOPS, _CLOSING = (".", "!", "?", "…"), "\"'”’)]»"


class Bibliography(Protocol):
    """The words of a citation style. `numbered`: it names sources in notes as the house does, by short name and number."""

    numbered: bool

    def order(self, cited: Sequence[str]) -> Sequence[str]:
        """The sources in the order of their list; asked first."""

    def note(self, citations: Sequence[Citation], number: int) -> tuple[Inline, ...]:
        """The words of a note."""

    def line(self, citations: Sequence[Citation]) -> tuple[Inline, ...]:
        """The words below a table or figure."""

    def entry(self, source: str) -> tuple[Inline, ...]:
        """The words of the list."""


@dataclass(frozen=True, slots=True)
class NoteWords:
    """See the module. `sources` are the numbers of those that are cited; `listed` tells that the brief has a list of them."""

    language: Language
    short_names: Mapping[str, str]
    style: Bibliography | None
    sources: Mapping[str, int]
    listed: bool

    def line(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The line under a table or figure: "Source: …" with the citations gathered for it, or what was typed."""
        citations = [c for i in inlines if isinstance(i, Note) for c in i.citations]
        typed = tuple(i for i in inlines if not isinstance(i, Note))
        if not citations and not typed:
            return ()
        merged = list(dict.fromkeys(Citation(c.source, calculated=c.calculated) for c in citations))
        word = self.language.word("sources" if len({c.source for c in merged}) > 1 else "source")
        if self.style and not self.style.numbered and merged:
            told = self._as_listed(self.style.line([Citation(c.source) for c in merged]))
        elif self.listed and len(merged) > NAMED_AT_MOST and not any(c.calculated for c in merged):
            told = self._by_number({c.source for c in merged})
        else:
            told = self._cited(tuple(merged), opening=False)
        return (Text(f"{word}: "), *tag_scripts((*typed, *told)))

    def _by_number(self, sources: Collection[str]) -> Iterator[Inline]:
        """Numbers alone, for a line that would name too many: the list has the names."""
        for position, source in enumerate(sorted(sources, key=self.sources.__getitem__)):
            yield Text(", " if position else "")
            yield CrossReference(f"{SOURCE}{source}", f"[{self.sources[source]}]")
        yield Text(".")

    def note(self, citations: tuple[Citation, ...], number: int) -> Iterator[Inline]:
        """The words of the note of that number on its sources, closed by a full stop."""
        if self.style is None or self.style.numbered:
            return self._cited(citations)
        typed = tuple(c for c in citations if not c.calculated)
        ours = tuple(replace(c, calculated=False) for c in citations if c.calculated)
        return self._styled(typed, ours, number)

    def footnote(self, note: Note) -> Note:
        """A footnote as it will print: with sources typed in it named there, and those of its facts at its end."""
        words: list[Inline] = []
        lines, letters = note.lines, 0
        for item in note.inlines:
            told = (
                self._in_words(item.citations, note.number, words)
                if isinstance(item, Note)
                else list(tag_scripts((item,)))
            )
            added = sum(map(_letters, told))
            if isinstance(item, Note):
                lines = tuple((start + added if start > letters else start, line) for start, line in lines)
            letters += added
            words += told
        if isinstance(note.inlines[-1], Note):
            words.append(Text("."))
        named = {citation for item in note.inlines if isinstance(item, Note) for citation in item.citations}
        rest = tuple(citation for citation in note.citations if citation not in named)
        closed = plain(tuple(words)).rstrip().rstrip(_CLOSING).endswith(_STOPS)
        tail = tag_scripts((Text(" " if closed else ". "), *self.note(rest, note.number)) if rest else ())
        return replace(note, inlines=(*words, *tail), typed=len(words), lines=lines)

    def _in_words(self, citations: tuple[Citation, ...], number: int, before: Sequence[Inline]) -> list[Inline]:
        """A source that is named within a footnote, without the full stop that ends a note. No check looks at these words."""
        told = list(tag_scripts(tuple(self.note(citations, number))))
        last = told[-1] if told else None
        if isinstance(last, Text):
            told[-1] = replace(last, text=last.text.removesuffix("."))
        if plain(tuple(before))[-1:] not in ("", " ", "(", "[", "“"):
            told.insert(0, Text(" "))
        return [replace(item, literal=True) if isinstance(item, Text) else item for item in told if item != Text("")]

    def _styled(self, typed: tuple[Citation, ...], ours: tuple[Citation, ...], number: int) -> Iterator[Inline]:
        """The sources that are cited, as the style words them; then those that our own calculations rest on."""
        assert self.style is not None
        if typed:
            yield from self._as_listed(self.style.note(typed, number))
        if ours:
            before, _, _ = self.language.word("calculated_from").partition("{sources}")
            yield Text(f"{' ' if typed else ''}{before[:1].upper()}{before[1:]}")
            yield from self._as_listed(self.style.note(ours, number))

    def _as_listed(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        """The same; references to a list that is not there become text."""
        for item in inlines:
            yield Text(item.text) if isinstance(item, CrossReference) and not self.listed else item

    def _cited(self, citations: tuple[Citation, ...], *, opening: bool = True) -> Iterator[Inline]:
        """The sources that are cited, then those that our own calculations rest on, closed by a full stop."""
        typed = tuple(c for c in citations if not c.calculated)
        ours = tuple(c for c in citations if c.calculated)
        yield from self._named(typed)
        if ours:
            before, _, after = self.language.word("calculated_from").partition("{sources}")
            lead = before if typed or not opening else before[:1].upper() + before[1:]
            yield Text(f"{'; ' if typed else ''}{lead}")
            yield from self._named(ours)
            yield Text(after)
        yield Text(".")

    def _named(self, citations: tuple[Citation, ...]) -> Iterator[Inline]:
        """Short name, places and [n] of each source. A source is named once, with all its places."""
        places: dict[str, list[str]] = {}
        grades: dict[str, dict[str, None]] = {}
        for citation in citations:
            found = places.setdefault(citation.source, [])
            grades.setdefault(citation.source, {}).update({citation.grade: None} if citation.grade else {})
            if citation.locator and citation.locator not in found:
                found.append(citation.locator)
        for position, (source, locators) in enumerate(places.items()):
            name = self.short_names.get(source, source)
            grade = f" ({', '.join(grades[source])})" if grades[source] else ""
            yield Text(f"{'; ' if position else ''}{', '.join([name, *sorted(locators, key=_by_number)])}{grade}")
            if self.listed:
                yield Text(" ")
                yield CrossReference(f"{SOURCE}{source}", f"[{self.sources[source]}]")


def _letters(item: Inline) -> int:
    """As many as `Paragraph.lines` counts of it."""
    inlines = item.inlines if isinstance(item, Link) else (item,)
    return sum(len(i.text) for i in inlines if isinstance(i, Text | FactReference))


def _by_number(locator: str) -> list[tuple[int, str]]:
    """For sorting places: "par. 6" before "par. 14", since digits count as numbers."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", locator)]
