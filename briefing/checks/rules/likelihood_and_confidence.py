"""How likely something is, and how good the evidence is, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.checks.wording import listed
from briefing.problems.problem import Problem, Severity

CODE = "likelihood-and-confidence"
SEVERITY: Severity = "warning"


def check(case: Case) -> Iterator[Problem]:
    """A sentence that holds a word of likelihood holds no level of confidence."""
    likelihood, confidence = listed(case.language, "likelihood"), listed(case.language, "confidence")
    for sentence in case.sentences:
        level = confidence.search(sentence.spoken)
        word = likelihood.search(sentence.spoken) if level else None
        if level and word:
            message = f"“{word[0]}” tells how likely it is and “{level[0]}” how good the evidence is, in one sentence"
            yield Problem(
                CODE, message, case.place_of(sentence, level.start()), "give the confidence a sentence of its own"
            )
