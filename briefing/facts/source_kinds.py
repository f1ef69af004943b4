"""What kinds of sources there are: the words in which an analyst types one, and the type that citation styles know it by.

Takes a word, gives the type of the Citation Style Language, and the other way round.
"""

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
# What else people type, by the word that tells it.
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
    """The word for a type; the type itself, made readable, where there is none."""
    return WORDS.get(csl_type, csl_type.replace("-", " ").replace("_", " "))


def type_of(word: str) -> str:
    """The type that a word stands for; a page of the web where it says nothing that is known."""
    typed = word.strip().lower()
    known = {name: csl_type for csl_type, name in WORDS.items()}
    if typed in known or typed in WORDS:
        return known.get(typed, typed)
    return next((_MEANT[part] for part in typed.split() if part in _MEANT), "webpage")
