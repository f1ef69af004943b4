"""A time that only those know who know when it was written."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.checks.date_words import dates_in
from briefing.checks.wording import listed
from briefing.problems.problem import Problem, Severity

CODE = "undated-time"
SEVERITY: Severity = "warning"


def check(case: Case) -> Iterator[Problem]:
    """What is told by "recently", "last year" and the like stands in a sentence that has a date."""
    words, dates = listed(case.language, "relative_time"), dates_in(case.language)
    for sentence in case.sentences:
        match = words.search(sentence.spoken)
        if match is None or dates.search(sentence.words) or any(p.ref.aspect == "date" for p in sentence.refs):
            continue
        message = f"“{match[0]}” has no date in its sentence"
        yield Problem(
            CODE, message, case.place_of(sentence, match.start()), "say when: a reader may open the brief in a year"
        )
