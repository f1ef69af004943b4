"""One side of a dispute printed as if it were settled."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.agreement import disagree
from briefing.checks.check_context import Case, Said
from briefing.checks.sentence_facts import Sentence
from briefing.problems.problem import Problem, Severity

CODE = "disputed-alone"
SEVERITY: Severity = "error"


def check(case: Case) -> Iterator[Problem]:
    """A claim of a disputed fact stands with its claimant and its date in the same sentence or row."""
    for sentence in case.sentences:
        for said in case.said(sentence):
            if not disagree(said.among):
                continue
            lacking = [
                what
                for what, told in (
                    ("who says so", case.tells_claimant(sentence, said)),
                    ("as of when", case.tells_date(sentence, said)),
                )
                if not told
            ]
            if lacking:
                yield _problem(case, sentence, said, lacking)


def _problem(case: Case, sentence: Sentence, said: Said, lacking: list[str]) -> Problem:
    where = "row" if sentence.row else "sentence"
    message = f'"{said.name}" is disputed, and this {where} does not say {" or ".join(lacking)}'
    return Problem(CODE, message, case.place(sentence, said), _hint(case, sentence, said, lacking))


def _hint(case: Case, sentence: Sentence, said: Said, lacking: list[str]) -> str:
    if said.date is None and "as of when" in lacking:
        return f'give "{said.name}" a line as_of: or date:'
    if "who says so" in lacking and not (said.claim.by or said.fact.by) and (said.claim.id or not case.claimants(said)):
        return f'give "{said.name}" a line by:'
    if sentence.row:
        return "give the table the columns by and as_of"
    if said.fact.says and case.own_words(sentence, said):
        return "put {by} and {as_of} into its says:"
    if len(said.among) > 1 and not said.point:
        return f"print all claims, {{{{ {said.fact.id} }}}}, or add {{{{ {said.name}.by }}}} and {{{{ {said.name}.as_of }}}}"
    return f"add {{{{ {said.name}.by }}}} and {{{{ {said.name}.as_of }}}} to the sentence"
