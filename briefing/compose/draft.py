"""Mark a brief as a draft: DRAFT in the header and footer of every page, and in the properties of the files."""

from __future__ import annotations

from dataclasses import replace

from briefing.document.model import Document
from briefing.language import Language


def mark_draft(document: Document, language: Language) -> Document:
    """Return the document marked as a draft, otherwise unchanged."""
    word = language.word("draft")
    properties = document.properties
    return replace(
        document,
        furniture=replace(document.furniture, draft=word.upper()),
        properties=replace(properties, keywords=(*properties.keywords, word.upper()), status=word),
    )
