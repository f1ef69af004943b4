"""Names of cited sources in a citation style: in notes, under tables, and in the list.

Call `order` first, with every cited source; then `note` in the order of the text, because a style may name a source in a shorter
form from the second time on. Collect problems.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from citeproc import VARIABLES, Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator
from citeproc.source.json import CiteProcJSON

from briefing.compose.citations.author_dash import substitute
from briefing.compose.citations.csl_fixes import ALIKE, prepare
from briefing.compose.citations.csl_items import item_of, place_of
from briefing.compose.citations.formatting import (
    FORMATTER,
    MOST_SOURCES,
    SOURCE_END,
    inlines,
    opening,
    segments,
    tidy,
    without_marks,
)
from briefing.compose.citations.style_file import CSL, Style
from briefing.compose.citations.unsupported import find_unsupported
from briefing.compose.citations.year_suffix import find_alike, find_suffixes, with_suffix
from briefing.document import model
from briefing.document.model import CrossReference, Inline, Text
from briefing.facts.ledger import Source
from briefing.problems.problem import Problem

_KNOWN = frozenset(name.replace("_", "-") for name in VARIABLES) - {"abstract", "annote", "note", "keyword", "locator"}


class Bibliography:
    """The sources of one brief in one style. `numbered`: notes are in the house style and point to the list by number."""

    def __init__(self, style: Style, sources: Mapping[str, Source], language: str) -> None:
        self.style, self.sources = style, sources
        self.numbered = style.kind == "numeric"
        self.problems: list[Problem] = []
        self._failed: set[str] = set()
        self._cited: list[Any] = []  # what was cited before, in the processor's own objects
        self._first: dict[str, int] = {}  # source → the note that cites it first
        self._suffixes: Mapping[str, str] = {}
        self._entries: Mapping[str, str] = {}
        self._csl = CitationStylesStyle(io.BytesIO(style.data), locale=language, validate=False)
        prepare(self._csl.root, style)
        terms = [e for e in self._csl.root.iter(f"{CSL}text") if e.get("term") == "ibid"]
        self._raises_ibid = all(e.get("text-case") is None for e in terms)

    # ------------------------------------------------------------ the list

    def order(self, cited: Sequence[str]) -> tuple[str, ...]:
        """Return the sources in the order of the list: the style's, or for numbered styles that of the first citations."""
        if len(cited) > MOST_SOURCES:
            message = f"too many sources are cited for a citation style (maximum {MOST_SOURCES})"
            self.problems.append(Problem("bad-style", message, self.style.location, "set citation_style: numeric"))
        kept = list(cited[:MOST_SOURCES])
        shortens = self._csl.root.get("page-range-format", "").startswith("minimal")
        self._items = CiteProcJSON([])
        for name in kept:
            try:
                self._items |= CiteProcJSON([item_of(self.sources[name], _KNOWN, shortens=shortens)])
            except Exception:  # noqa: BLE001  # citeproc-py may raise anything for an odd source
                self._fail(name)
        self._whole = CitationStylesBibliography(self._csl, self._items, FORMATTER)
        for name in kept:
            self._whole.register(Citation([CitationItem(name)]))
        if not self.numbered:
            try:
                self._whole.sort()
            except Exception:  # noqa: BLE001  # as above
                self._fail("")
        order = tuple(item.key for item in self._whole.items)
        if self.style.kind == "author-date":
            texts = self._disambiguate({name: self._alone(name) for name in order}, self._alone)
            self._suffixes, found = find_suffixes(texts, [self.sources[name] for name in order], self.style)
            self.problems += found
        if self.style.kind == "note":
            numbers = {name: number for number, name in enumerate(order, start=1)}

            def repeated(name: str) -> str:
                """Return the name of a source in a later note, after notes on other sources."""
                other = next((n for n in order if n != name), name)
                before = [Citation([CitationItem(n)]).cites[0] for n in (name, other)]
                return without_marks(self._cite({name: []}, before, numbers[name]))

            texts = self._disambiguate({name: repeated(name) for name in order}, repeated)
            self.problems += find_alike(texts, self.sources, self.style)
        self._entries = dict(self._print_entries())
        self.problems += find_unsupported(self._csl.root, self.style, [self._items[name] for name in order])
        return order + tuple(name for name in cited if name not in order)

    def entry(self, source: str) -> tuple[Inline, ...]:
        """Return the entry of a source in the list."""
        return inlines(self._entries[source]) if source in self._entries else (Text(self.sources[source].title),)

    def _print_entries(self) -> Iterator[tuple[str, str]]:
        """Yield every entry of the list, in order, with a dash for repeated authors if the style has one."""
        before, dash = "", self._csl.root.bibliography.get("subsequent-author-substitute")
        for item in self._whole.items:
            name = item.key
            try:
                text = tidy("".join(str(entry) for entry in self._csl.render_bibliography([item])))
            except Exception:  # noqa: BLE001  # as above
                self._fail(name)
                continue
            text = with_suffix(text, self.sources[name], self._suffixes.get(name, ""))
            authors = self._items[name].get("author", ())
            yield name, substitute(before, text, authors, dash) if dash and before and authors else text
            before = text

    # ------------------------------------------------------------ notes

    def note(self, citations: Sequence[model.Citation], number: int) -> tuple[Inline, ...]:
        """Return the words of a note, ending in a full stop."""
        for citation in citations:
            self._first.setdefault(citation.source, number)
        return self._printed(citations, self._cited, number)

    def line(self, citations: Sequence[model.Citation]) -> tuple[Inline, ...]:
        """Return the words of a source line below a table or figure, with each source named in full."""
        return self._printed(citations, [], 0)

    def _printed(self, citations: Sequence[model.Citation], before: list[Any], number: int) -> tuple[Inline, ...]:
        places: dict[str, list[str]] = {}
        grades: dict[str, dict[str, None]] = {}
        for citation in citations:
            found = places.setdefault(citation.source, [])
            grades.setdefault(citation.source, {}).update({citation.grade: None} if citation.grade else {})
            if citation.locator and citation.locator not in found:
                found.append(citation.locator)
        names = list(places)
        text = self._cite(places, before, number)
        start = text.find("ibid")
        if 0 <= start <= 2 and self._raises_ibid:  # after the mark of the source
            text = f"{text[:start]}I{text[start + 1 :]}"
        made = tuple(self._linked(text, names, [", ".join(grades[name]) for name in names]))
        last = model.plain(made[-1:]) if made else ""
        return made if last.rstrip("”’»").endswith((".", "!", "?")) else (*made, Text("."))

    def _cite(self, places: Mapping[str, list[str]], before: list[Any], number: int) -> str:
        items = []
        for position, (name, locators) in enumerate(places.items()):
            if name not in self._items or name in self._failed:
                continue
            first = self._first.get(name, number)
            self._items[name]["first_reference_note_number"] = str(first)
            placed = {"locator": Locator(*place_of(locators))} if locators else {}
            items.append(CitationItem(name, prefix=opening(position), suffix=SOURCE_END, **placed))
        citation = Citation(items)
        citation.bibliography = self._whole
        try:
            return tidy(str(self._csl.render_citation(citation, before, lambda item: item.key)))
        except Exception:  # noqa: BLE001  # as above
            for name in places:
                self._fail(name)
            return "; ".join(self.sources[name].title for name in places)

    def _linked(self, text: str, names: Sequence[str], grades: Sequence[str]) -> Iterator[Inline]:
        """Yield the words of a note. In an author-date style each name links to its entry in the list."""
        for position, part in segments(text):
            if position < 0:
                yield from inlines(part)
                continue
            name = names[position]
            named = with_suffix(part, self.sources[name], self._suffixes.get(name, ""))
            words = without_marks(named)
            if self.style.kind == "author-date" and words == named:
                yield CrossReference(f"source/{name}", words)
            else:
                yield from inlines(named)
            if grades[position]:
                yield Text(f" ({grades[position]})")

    def _alone(self, name: str) -> str:
        """Return the name of a source in a note, without a place in it."""
        return without_marks(self._cite({name: []}, [], 0))

    def _disambiguate(self, texts: Mapping[str, str], print_one: Callable[[str], str]) -> Mapping[str, str]:
        """Return the texts, with the longer form that the style has for sources that would otherwise have the same name."""
        counted = Counter(text.casefold() for text in texts.values())
        alike = [name for name, text in texts.items() if counted[text.casefold()] > 1]
        for name in alike:
            self._items[name][ALIKE] = "yes"
        return {**texts, **{name: print_one(name) for name in alike}}

    def _fail(self, name: str) -> None:
        """Report that the processor failed, once per source."""
        if name in self._failed:
            return
        self._failed.add(name)
        what = f'"{name}"' if name else "the list of sources"
        place = self.sources[name].location if name else self.style.location
        message = f'the citation style "{self.style.name}" cannot print {what}'
        self.problems.append(
            Problem("style-fails", message, place, "set citation_style: numeric, or choose another style")
        )
