"""Tables that map fields and entry types of BibTeX and BibLaTeX to the Citation Style Language (CSL)."""

from __future__ import annotations

from collections.abc import Mapping

TYPES: dict[str, str] = {
    "article": "article-journal",
    "book": "book",
    "mvbook": "book",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "mvcollection": "book",
    "incollection": "chapter",
    "suppcollection": "chapter",
    "conference": "paper-conference",
    "inproceedings": "paper-conference",
    "proceedings": "book",
    "dataset": "dataset",
    "electronic": "webpage",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "report",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "thesis": "thesis",
    "movie": "motion_picture",
    "video": "motion_picture",
    "online": "webpage",
    "www": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "report": "report",
    "techreport": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "unpublished": "manuscript",
}
# "" for fields of which several compete for one CSL variable: `container_of` and `publisher_of` choose.
TEXTS: dict[str, str] = {
    "title": "title",
    "subtitle": "",
    "shorttitle": "title-short",
    "journaltitle": "",
    "journal": "",
    "booktitle": "",
    "maintitle": "",
    "publisher": "",
    "institution": "",
    "school": "",
    "organization": "",
    "organisation": "",
    "howpublished": "",
    "location": "publisher-place",
    "address": "publisher-place",
    "volume": "volume",
    "number": "",
    "issue": "issue",
    "pages": "page",
    "edition": "edition",
    "series": "collection-title",
    "type": "genre",
    "chapter": "chapter-number",
    "version": "version",
    "eventtitle": "event-title",
    "venue": "event-place",
    "isbn": "ISBN",
    "issn": "ISSN",
    "langid": "language",
    "language": "language",
}
NAMES = {"author": "author", "editor": "editor", "translator": "translator"}
DATES = {"date": "issued", "urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}
ADDRESSES = {"url": "URL", "doi": "DOI"}


def container_of(texts: Mapping[str, str]) -> str:
    """Return the field that names the journal or book in which an entry appeared, or ""."""
    return next((name for name in ("journaltitle", "journal", "booktitle", "maintitle") if texts.get(name)), "")


def publisher_of(texts: Mapping[str, str]) -> str:
    """Return the field that names the publisher, or "". "howpublished" counts unless it is a web address."""
    fields = ("publisher", "institution", "school", "organization", "organisation")
    found = next((name for name in fields if texts.get(name)), "")
    how = texts.get("howpublished", "")
    return found or ("howpublished" if how and "http" not in how else "")
