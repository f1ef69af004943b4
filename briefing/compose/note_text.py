"""Words of notes and of the source lines below tables and figures: names of sources, and places in them.

Sources are named in the house style (short name and number) or by a citation style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from briefing.document.inlines import words_in
from briefing.document.model import Citation, CrossReference, Inline, Note, Text, plain
from briefing.language import Language
from briefing.language.scripts import tag_scripts

SOURCE = "source/"
NAMED_AT_MOST = 5
"""Most sources that a source line names; if there are more, it gives their numbers in the list."""
_STOPS, _CLOSING = (".", "!", "?", "…"), "\"'”’)]»"


class Bibliography(Protocol):
    """Names of sources in a citation style. `numbered`: notes use the house style, short name and number."""

    numbered: bool

    def order(self, cited: Sequence[str]) -> Sequence[str]:
        """Return the sources in the order of their list. Must be called first."""

    def note(self, citations: Sequence[Citation], number: int) -> tuple[Inline, ...]:
        """Return the words of a note."""

    def line(self, citations: Sequence[Citation]) -> tuple[Inline, ...]:
        """Return the words of a source line below a table or figure."""

    def entry(self, source: str) -> tuple[Inline, ...]:
        """Return the words of an entry in the list of sources."""


@dataclass(frozen=True, slots=True)
class NoteWords:
    """Write notes and source lines. `sources`: the numbers of cited sources; `listed`: the brief has a list of sources."""

    language: Language
    short_names: Mapping[str, str]
    style: Bibliography | None
    sources: Mapping[str, int]
    listed: bool

    def line(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return the line below a table or figure: "Source: …" with its citations, or what was typed."""
        citations = [c for i in inlines if isinstance(i, Note) for c in i.citations]
        typed = tuple(i for i in inlines if not isinstance(i, Note))
        if not citations and not typed:
            return ()
        merged = list(dict.fromkeys(Citation(c.source, calculated=c.calculated) for c in citations))
        word = self.language.word("sources" if len({c.source for c in merged}) > 1 else "source")
        named: list[Inline] = []
        if self.style and not self.style.numbered and merged:
            named += self._as_listed(self.style.line([Citation(c.source) for c in merged]))
        elif self.listed and len(merged) > NAMED_AT_MOST and not any(c.calculated for c in merged):
            # Only the numbers of sources: the line would otherwise name too many.
            for source in sorted({c.source for c in merged}, key=self.sources.__getitem__):
                named += (Text(", " if named else ""), CrossReference(f"{SOURCE}{source}", f"[{self.sources[source]}]"))
            named.append(Text("."))
        else:
            named += self._cited(tuple(merged), opening=False)
        return (Text(f"{word}: "), *tag_scripts((*typed, *named)))

    def note(self, citations: tuple[Citation, ...], number: int) -> Iterator[Inline]:
        """Yield the words for the sources of a note, then those of our own calculations, ending in a full stop."""
        if self.style is None or self.style.numbered:
            yield from self._cited(citations)
            return
        typed = tuple(c for c in citations if not c.calculated)
        ours = tuple(replace(c, calculated=False) for c in citations if c.calculated)
        if typed:
            yield from self._as_listed(self.style.note(typed, number))
        if ours:
            before, _, _ = self.language.word("calculated_from").partition("{sources}")
            yield Text(f"{' ' if typed else ''}{before[:1].upper()}{before[1:]}")
            yield from self._as_listed(self.style.note(ours, number))

    def footnote(self, note: Note) -> Note:
        """Return a footnote as it will print: typed sources named in place, and those of its facts at its end."""
        words: list[Inline] = []
        lines, letters = note.lines, 0
        for item in note.inlines:
            printed = (
                self._named_inside(item.citations, note.number, words)
                if isinstance(item, Note)
                else list(tag_scripts((item,)))
            )
            added = sum(len(word.text) for word in words_in(printed))  # counted as in `Paragraph.lines`
            if isinstance(item, Note):
                lines = tuple((start + added if start > letters else start, line) for start, line in lines)
            letters += added
            words += printed
        if isinstance(note.inlines[-1], Note):
            words.append(Text("."))
        already = {citation for item in note.inlines if isinstance(item, Note) for citation in item.citations}
        rest = tuple(citation for citation in note.citations if citation not in already)
        closed = plain(tuple(words)).rstrip().rstrip(_CLOSING).endswith(_STOPS)
        tail = tag_scripts((Text(" " if closed else ". "), *self.note(rest, note.number)) if rest else ())
        return replace(note, inlines=(*words, *tail), typed=len(words), lines=lines)

    def _named_inside(self, citations: tuple[Citation, ...], number: int, before: Sequence[Inline]) -> list[Inline]:
        """Return the name of a source inside a footnote, without the full stop of a note. Checks skip these words (`literal`)."""
        named = list(tag_scripts(tuple(self.note(citations, number))))
        last = named[-1] if named else None
        if isinstance(last, Text):
            named[-1] = replace(last, text=last.text.removesuffix("."))
        if plain(tuple(before))[-1:] not in ("", " ", "(", "[", "“"):
            named.insert(0, Text(" "))
        return [replace(item, literal=True) if isinstance(item, Text) else item for item in named if item != Text("")]

    def _as_listed(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        """Yield the inlines; without a list of sources, references to it become text."""
        for item in inlines:
            yield Text(item.text) if isinstance(item, CrossReference) and not self.listed else item

    def _cited(self, citations: tuple[Citation, ...], *, opening: bool = True) -> Iterator[Inline]:
        """Yield the cited sources, then the sources of our own calculations, ending in a full stop."""
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
        """Yield short name, places and [n] of each source. A source is named once, with all its places."""
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
            yield Text(f"{'; ' if position else ''}{', '.join([name, *sorted(locators, key=by_number)])}{grade}")
            if self.listed:
                yield Text(" ")
                yield CrossReference(f"{SOURCE}{source}", f"[{self.sources[source]}]")


def by_number(locator: str) -> list[tuple[int, str]]:
    """Return a sort key that reads digits as numbers: "par. 6" comes before "par. 14"."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", locator)]
