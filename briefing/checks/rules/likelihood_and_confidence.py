"""Report a sentence that gives both a likelihood and a confidence."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.checks.word_patterns import list_pattern
from briefing.problems.problem import Problem, Severity

CODE = "likelihood-and-confidence"
SEVERITY: Severity = "warning"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each sentence with a word of likelihood and a level of confidence."""
    likelihood, confidence = list_pattern(context.language, "likelihood"), list_pattern(context.language, "confidence")
    for sentence in context.sentences:
        level = confidence.search(sentence.spoken)
        word = likelihood.search(sentence.spoken) if level else None
        if level and word:
            message = f"this sentence mixes likelihood (“{word[0]}”) with confidence (“{level[0]}”)"
            yield Problem(
                CODE,
                message,
                context.location_at(sentence, level.start()),
                "state the confidence in a sentence of its own",
            )
