"""Title block of page 1, headers and footers, and file properties, from the dossier alone.

What the dossier does not give is not printed.
"""

from __future__ import annotations

from briefing.document.model import PageFurniture, Properties, TitleBlock
from briefing.facts.dossier import Dossier
from briefing.facts.ledger import Ledger
from briefing.facts.views import short_name
from briefing.files.characters import ZERO_WIDTH
from briefing.language import Language


def front_block(ledger: Ledger, language: Language) -> TitleBlock:
    """Return title, subtitle, a line with series, edition, date and cut-off, one with publisher and authors, and the notice."""
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
    """Return headers and footers. With `restates`, a banner on every page names the one source of the brief."""
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
    """Return the file properties, with the marking among the keywords. Dates come from the dossier, never from the clock.

    Characters without width are left out, as they are on the page.
    """
    day = dossier.date or dossier.information_cut_off
    # Without a date it is 1980-01-01, the first day that ZIP files know.
    date = "1980-01-01" if day is None else f"{day.year:04d}-{day.month or 1:02d}-{day.day or 1:02d}"
    keywords = (*dossier.keywords, *([dossier.marking] if dossier.marking else []))
    return Properties(
        title=dossier.title.translate(ZERO_WIDTH),
        author=(", ".join(dossier.authors) or dossier.publisher).translate(ZERO_WIDTH),
        subject=(dossier.subject or dossier.subtitle).translate(ZERO_WIDTH),
        keywords=tuple(keyword.translate(ZERO_WIDTH) for keyword in keywords),
        language=dossier.language,
        date=date,
        marking=dossier.marking,
    )
