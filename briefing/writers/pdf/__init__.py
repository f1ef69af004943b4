"""Writes a brief as a tagged PDF, accessible and archival by construction (`profiles` names the standards).

Takes a resolved document and a theme, gives bytes. Lays out (`typeset`), builds the structure tree from the document
(`tagging`), draws each page into marked content (`content`, `drawings`), adds links, bookmarks, fonts, pictures, the record
and metadata (`assembly`), and saves (`file`). Only this room knows reportlab: its object registry, dictionaries and streams.
"""

from __future__ import annotations

from briefing.document.model import Document
from briefing.layout.theme import Theme
from briefing.layout.typesetting import Pages, lay_out
from briefing.writers import Written
from briefing.writers.pdf.assembly import Assembly
from briefing.writers.pdf.profiles import PROFILES, ProfileName

__all__ = ["PROFILES", "ProfileName", "write"]


def write(
    document: Document,
    theme: Theme,
    *,
    profile: ProfileName = "ua1+a3a",
    record: bytes = b"",
    laid: Pages | None = None,
) -> Written:
    """The file, its number of pages, and what could not be expressed. Same document, theme and record, same bytes.

    `record` is JSON that travels inside as facts.json. PDF/A-4f is for files with an attachment (ISO 19005-4, annex A): without a
    record, `ua2+a4f` says of itself that it is plain PDF/A-4. `laid` is the document on pages, where that is done already.
    """
    pages = laid if laid is not None else lay_out(document, theme)
    assembly = Assembly(document, pages, PROFILES[profile], record)
    data = assembly.save()
    return Written(data, len(pages.pages), (*pages.problems, *assembly.images.problems))
