"""A figure past its age, printed as if it were of today."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.ages import cut_off, old_claims
from briefing.checks.check_context import Case, Said
from briefing.checks.sentence_facts import Sentence
from briefing.problems.problem import Problem, Severity

CODE = "stale-undated"
SEVERITY: Severity = "error"


def check(case: Case) -> Iterator[Problem]:
    """What is past its `stale_after` stands with its date in the same sentence or row; without a date nothing can be told."""
    if cut_off(case) is None:
        return  # `stale` says so
    for sentence, said in old_claims(case):
        if said.date is None:
            message = f'"{said.name}" goes stale after {said.fact.stale_after}, and has no date to count from'
            yield Problem(CODE, message, said.fact.origin, "add a line such as as_of: 2025-06-15")
        elif not case.tells_date(sentence, said):
            day = said.date.words(case.language)
            where = "row" if sentence.row else "sentence"
            message = f'"{said.name}" is of {day}, past its {said.fact.stale_after}, and this {where} does not say so'
            yield Problem(CODE, message, case.place(sentence, said), _hint(case, sentence, said))


def _hint(case: Case, sentence: Sentence, said: Said) -> str:
    if sentence.row:
        return "give the table a column as_of"
    if said.fact.says and case.own_words(sentence, said):
        return "put {as_of} into its says:"
    return f"add {{{{ {said.name}.as_of }}}} to the sentence"
