"""Hold headers, footers and repeated table heads to what they should be.

A file lists the words around the text of its pages. Files of older versions do not: then the pages are held to
one another, and page numbers to the pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefing.readers.pdf_outside_text import PAGE, PAGES, OutsideText
from briefing.readers.pdf_text import PageContent
from briefing.readers.pdf_unread import UnreadParts, quoted
from briefing.readers.reading import split_words

_MARGINS = ("Header", "Footer")


def judge_margins(
    contents: Sequence[PageContent], outside: OutsideText | None, record: Mapping[str, Any] | None, unread: UnreadParts
) -> None:
    """Note headers and footers with other words than those of the build."""
    shown = [[" ".join(split_words(run.text)) for run in content.runs if run.owner in _MARGINS] for content in contents]
    if outside is None:
        _judge_alike(shown, record, unread)
        return
    for number, texts in enumerate(shown, 1):
        lines = " ".join(outside.first if number == 1 else outside.other)
        expected = lines.replace(PAGE, str(number)).replace(PAGES, str(len(contents)))
        now = " ".join(texts)
        if _letters(now) != _letters(expected):
            unread.add(number, f"another header or footer: {quoted(_first_difference(now, expected))}")


def _judge_alike(shown: Sequence[Sequence[str]], record: Mapping[str, Any] | None, unread: UnreadParts) -> None:
    """Note pages whose headers and footers differ from those of the last page by more than the page number."""
    count = len(shown)
    usual = " ".join(shown[-1]).split() if shown else []
    known = {*usual, *(word for value in (record or {}).values() if isinstance(value, str) for word in value.split())}
    for number, texts in enumerate(shown, 1):
        words = " ".join(texts).split()
        if number == 1:
            # The first page has a header of its own.
            other = [word for word in words if word not in {*known, "1"} and any(map(str.isdigit, word))]
        elif len(words) != len(usual):
            other = words or ["nothing"]
        else:
            pairs = zip(words, usual, strict=True)
            other = [word for word, own in pairs if word != own and (word, own) != (str(number), str(count))]
        if other:
            unread.add(number, f"another header or footer than on other pages: {quoted(' '.join(other))}")


def _first_difference(now: str, expected: str) -> str:
    """Return the words of a header from the first that differs."""
    words, others = now.split(), expected.split()
    at = next(
        (at for at, (a, b) in enumerate(zip(words, others, strict=False)) if a != b), min(len(words), len(others))
    )
    return " ".join(words[max(0, at - 2) :]) or "nothing"


def judge_repeated_heads(contents: Sequence[PageContent], heads: Iterable[str], unread: UnreadParts) -> None:
    """Note repeated table heads that are no head of a table. `heads` are the words of all head rows of each table."""
    known = sorted({_letters(head) for head in heads} - {""}, key=len, reverse=True)
    for number, content in enumerate(contents, 1):
        texts = [run.text for run in content.runs if run.owner == "Pagination"]
        left = _letters("".join(texts))
        while left:
            head = next((head for head in known if left.startswith(head)), None)
            if head is None:
                unread.add(number, f"a repeated table head that no table has: {quoted(' '.join(texts))}")
                break
            left = left[len(head) :]


def _letters(text: str) -> str:
    """Return a text without white space and hyphens, which line breaks add."""
    return "".join(split_words(text)).replace("-", "")
