"""Kinds of sources: converts between words such as "law" and types of the Citation Style Language (CSL)."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "article": "preprint",
    "article-journal": "journal article",
    "article-magazine": "magazine article",
    "article-newspaper": "newspaper article",
    "bill": "bill",
    "book": "book",
    "broadcast": "broadcast",
    "chapter": "chapter",
    "dataset": "data set",
    "document": "document",
    "entry-encyclopedia": "encyclopaedia entry",
    "graphic": "picture",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "court decision",
    "legislation": "law",
    "manuscript": "manuscript",
    "map": "map",
    "motion_picture": "film",
    "pamphlet": "pamphlet",
    "paper-conference": "conference paper",
    "patent": "patent",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "post",
    "post-weblog": "blog post",
    "regulation": "regulation",
    "report": "report",
    "review": "review",
    "software": "software",
    "speech": "speech",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "treaty",
    "webpage": "web page",
}
# Other words that people type; one of these words in the text is enough.
_MEANT: dict[str, str] = {
    "agency": "article-newspaper",
    "news": "article-newspaper",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "journal": "article-journal",
    "paper": "report",
    "study": "report",
    "briefing": "report",
    "brief": "report",
    "statement": "speech",
    "data": "dataset",
    "film": "motion_picture",
    "video": "motion_picture",
    "resolution": "report",
    "act": "legislation",
    "blog": "post-weblog",
}


def word_of(csl_type: str) -> str:
    """Return the word for a CSL type, or the type itself, made readable."""
    return WORDS.get(csl_type, csl_type.replace("-", " ").replace("_", " "))


def type_of(word: str) -> str:
    """Return the CSL type of a word; "webpage" if it is unknown."""
    typed = word.strip().lower()
    known = {name: csl_type for csl_type, name in WORDS.items()}
    if typed in known or typed in WORDS:
        return known.get(typed, typed)
    return next((_MEANT[part] for part in typed.split() if part in _MEANT), "webpage")
