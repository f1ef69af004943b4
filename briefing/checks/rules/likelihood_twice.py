"""Report a judgement whose text repeats its likelihood."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.checks.sentence_facts import QUOTED
from briefing.checks.word_patterns import any_of
from briefing.problems.problem import Problem, Severity

CODE = "likelihood-twice"
SEVERITY: Severity = "warning"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each printed judgement with a word of likelihood in its text.

    The brief prints the word of `likelihood:` before the text.
    """
    scale = context.ledger.scale
    words = context.language.checks["likelihood"]
    words += tuple(word for each in (scale.words if scale else ()) for word in (each.word, *each.also))
    for judgement in context.printed_judgements():
        found = any_of(words).search(QUOTED.sub("", judgement.text))
        if found:
            own = judgement.likelihood.word
            message = f'the text of "{judgement.id}" says “{found[0]}”, but its likelihood is already given as “{own}”'
            yield Problem(
                CODE, message, judgement.location, f"in text: write only what will happen, without “{found[0]}”"
            )
