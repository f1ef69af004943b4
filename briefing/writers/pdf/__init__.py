"""PDF writer: tagged, accessible and archival (`profiles` names the standards).

Steps: lay out (`layout.typesetting`), build the structure tree from the document (`tagging`), draw
each page into marked content (`content`, `drawings`), add links, bookmarks, fonts, pictures, the
record and metadata (`assembly`), and save (`file`). Only this package uses reportlab: its object
registry, dictionaries and streams.
"""

from __future__ import annotations

from briefing.document.model import Document
from briefing.layout.theme import Theme
from briefing.layout.typesetting import Pages, lay_out
from briefing.writers import OutputFile
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
) -> OutputFile:
    """Return the file, its number of pages, and problems. Same document, theme and record, same bytes.

    `record` is JSON that is embedded as facts.json. PDF/A-4f is for files with an attachment (ISO
    19005-4, annex A): without a record, `ua2+a4f` declares plain PDF/A-4. `laid` is the laid-out
    document, if there is one already.
    """
    pages = laid if laid is not None else lay_out(document, theme)
    assembly = Assembly(document, pages, theme, PROFILES[profile], record)
    data = assembly.save()
    return OutputFile(data, len(pages.pages), (*pages.problems, *assembly.images.problems))
