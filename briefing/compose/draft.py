"""A brief that is no more than a draft: DRAFT in header and footer of every page, and in what the files say of themselves.

Takes a resolved document and its language, gives the document with the mark. Decides nothing: who asks for a draft gets one.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.document.model import Document
from briefing.language import Language


def mark_draft(document: Document, language: Language) -> Document:
    """The document as a draft; what it says is the same."""
    word = language.word("draft")
    properties = document.properties
    return replace(
        document,
        furniture=replace(document.furniture, draft=word.upper()),
        properties=replace(properties, keywords=(*properties.keywords, word.upper()), status=word),
    )
