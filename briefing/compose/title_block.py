"""The head of page 1, what stands on every page, and what the file says of itself: from the dossier alone.

Takes a ledger and a language; gives the Front block, the furniture and the properties. Invents nothing: a particular that the
dossier does not give is not printed.
"""

from __future__ import annotations

from briefing.document.model import PageFurniture, Properties, TitleBlock
from briefing.facts.dossier import Dossier
from briefing.facts.ledger import Ledger
from briefing.facts.views import short_name
from briefing.language import Language


def front_block(ledger: Ledger, language: Language) -> TitleBlock:
    """Title, subtitle, a line of particulars (series, edition, date, cut-off), one of publisher and authors, and the notice."""
    dossier = ledger.dossier
    parts = []
    if dossier.series:
        numbered = language.phrase("series_number", series=dossier.series, number=dossier.series_number)
        parts.append(numbered if dossier.series_number else dossier.series)
    if dossier.edition:
        parts.append(language.phrase("edition", edition=dossier.edition))
    if dossier.date is not None:
        parts.append(dossier.date.words(language))
    if dossier.information_cut_off is not None:
        parts.append(language.phrase("cut_off", date=dossier.information_cut_off.words(language)))
    people = ", ".join(dossier.authors)
    lines = [" | ".join(parts), " | ".join(p for p in (dossier.publisher, people) if p), dossier.notice]
    return TitleBlock("front", dossier.location, dossier.title, dossier.subtitle, tuple(line for line in lines if line))


def furniture(ledger: Ledger, language: Language) -> PageFurniture:
    """Header and footer. Under `restates` a banner on every page says what the brief rests on."""
    dossier = ledger.dossier
    banner = ""
    if source := ledger.sources.get(dossier.restates):
        banner = language.phrase("restates", source=short_name(source, language))
    return PageFurniture(
        header_left=dossier.title,
        header_right=language.phrase("edition", edition=dossier.edition) if dossier.edition else "",
        banner=banner,
        footer_left=dossier.publisher,
        page=language.word("page"),
        jump=language.word("jump"),
        to_note=language.word("to_note"),
        from_note=language.word("from_note"),
        date=dossier.date.words(language) if dossier.date is not None else "",
        marking=dossier.marking,
    )


def properties(dossier: Dossier) -> Properties:
    """What the file says of itself, its marking among the keywords. Dates come from the dossier, never from the clock."""
    return Properties(
        title=dossier.title,
        author=", ".join(dossier.authors) or dossier.publisher,
        subject=dossier.subject or dossier.subtitle,
        keywords=(*dossier.keywords, *([dossier.marking] if dossier.marking else [])),
        language=dossier.language,
        date=_first_day(dossier),
        marking=dossier.marking,
    )


def _first_day(dossier: Dossier) -> str:
    """The first day of the brief's date as ISO 8601; an undated brief has the first day that a zip file can hold."""
    day = dossier.date or dossier.information_cut_off
    return "1980-01-01" if day is None else f"{day.year:04d}-{day.month or 1:02d}-{day.day or 1:02d}"
