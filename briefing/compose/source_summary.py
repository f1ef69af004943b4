"""The statement on sources: one paragraph about the number and kinds of the cited sources, and what is known about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from briefing.document.model import Citation
from briefing.facts.corroboration import origins_of
from briefing.facts.ledger import Ledger, Source
from briefing.facts.views import short_name
from briefing.language import Language


def summarise_sources(cited: Sequence[str], ledger: Ledger, language: Language) -> str:
    """Return the statement on the sources with the ids `cited`."""
    sources = [ledger.sources[name] for name in cited if name in ledger.sources]
    return " ".join(_Statement(sources, ledger, language).sentences())


class _Statement:
    """Write the sentences of one statement. A single source has its own wording: the keys that end in `_one`."""

    def __init__(self, sources: Sequence[Source], ledger: Ledger, language: Language) -> None:
        self.sources, self.ledger, self.language = sources, ledger, language
        self.single = len(sources) == 1

    def sentences(self) -> Iterator[str]:
        word, phrase, count = self.language.word, self.language.phrase, str(len(self.sources))
        if not self.sources:
            yield phrase("sources_none")
            return
        yield phrase("sources_one") if self.single else phrase("sources_many", count=count)
        if self.single and self.sources[0].type:
            yield phrase("sources_kind_one", list=self.sources[0].type)
        elif any(source.type for source in self.sources):
            yield phrase("sources_kinds", list=self._list((s.type for s in self.sources), "sources_no_kind"))
        yield from self._origins()
        read = Counter(source.read or "unstated" for source in self.sources)
        if self.single:
            yield word(f"sources_read_{next(iter(read))}")
        else:
            ways = (way for way in ("full", "excerpt", "no", "unstated") if read[way])
            yield phrase(
                "sources_read", list=", ".join(f"{word(f'sources_read_as_{way}')} ({read[way]})" for way in ways)
            )
        parties = [source.party for source in self.sources if source.party]
        one = "_one" if self.single else ""
        yield phrase("parties", list=self._list(parties, "")) if parties else word(f"parties_none{one}")
        archived = sum(1 for source in self.sources if source.archived)
        if archived in {0, len(self.sources)}:
            yield word(f"archived_{'all' if archived else 'none'}{one}")
        else:
            yield phrase("archived_single" if archived == 1 else "archived_some", archived=str(archived), count=count)
        yield from self._dates()
        if self.ledger.dossier.grades == "shown":
            yield phrase("sources_grades", list=self._list((s.reliability for s in self.sources), "sources_no_grade"))

    def _list(self, values: Iterable[str], absent: str) -> str:
        """Return each value with its count, the most frequent first; `absent` is the key of the word for an empty value."""
        counted = Counter(values)
        ordered = sorted(counted, key=lambda value: (not value, -counted[value], value))
        return ", ".join(f"{value or self.language.word(absent)} ({counted[value]})" for value in ordered)

    def _origins(self) -> Iterator[str]:
        origins = origins_of([Citation(source.id) for source in self.sources], self.ledger.sources)
        if self.single:
            (root,) = origins
            if root != self.sources[0].id:
                yield self.language.phrase("origins_other", source=short_name(self.ledger.sources[root], self.language))
        elif len(origins) == len(self.sources):
            yield self.language.phrase("origins_own")
        else:
            key = "origins_one" if len(origins) == 1 else "origins_many"
            yield self.language.phrase(key, count=str(len(origins)))

    def _dates(self) -> Iterator[str]:
        dates = sorted((s.date for s in self.sources if s.date is not None), key=lambda date: date.key)
        undated = len(self.sources) - len(dates)
        if not dates:
            yield self.language.word("undated_one" if self.single else "undated_none")
            return
        first, last = dates[0].words(self.language), dates[-1].words(self.language)
        key = "dated_one" if self.single else "dated_alike" if first == last else "dated"
        yield self.language.phrase(key, first=first, last=last)
        if undated:
            yield self.language.phrase("undated_single" if undated == 1 else "undated_some", count=str(undated))
