"""A judgement whose text tells again how likely it is."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.checks.sentence_facts import QUOTED
from briefing.checks.wording import any_of
from briefing.problems.problem import Problem, Severity

CODE = "likelihood-twice"
SEVERITY: Severity = "warning"


def check(case: Case) -> Iterator[Problem]:
    """The text of a printed judgement holds no word of likelihood: its own word is printed before it."""
    scale = case.ledger.scale
    words = case.language.checks["likelihood"]
    words += tuple(word for each in (scale.words if scale else ()) for word in (each.word, *each.also))
    for judgement in case.judged():
        found = any_of(words).search(QUOTED.sub("", judgement.text))
        if found:
            own = judgement.likelihood.word
            message = f'“{found[0]}” in the text of "{judgement.id}" tells again how likely it is, after “{own}”'
            yield Problem(CODE, message, judgement.origin, "text: what will be, with no word of how likely it is")
