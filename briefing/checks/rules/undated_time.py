"""Report "recently", "last year" and the like in a sentence without a date."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.checks.date_words import dates_in
from briefing.checks.word_patterns import list_pattern
from briefing.problems.problem import Problem, Severity

CODE = "undated-time"
SEVERITY: Severity = "warning"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each sentence with a relative time and no date."""
    words, dates = list_pattern(context.language, "relative_time"), dates_in(context.language)
    for sentence in context.sentences:
        match = words.search(sentence.spoken)
        if match is None or dates.search(sentence.words) or any(p.ref.aspect == "date" for p in sentence.refs):
            continue
        message = f"“{match[0]}” needs a date in the same sentence"
        yield Problem(
            CODE,
            message,
            context.location_at(sentence, match.start()),
            "say when it was: a reader may open the brief a year later",
        )
