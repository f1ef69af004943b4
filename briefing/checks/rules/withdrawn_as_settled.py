"""Report a superseded or retracted fact that is printed as if it still held."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext, PrintedFact
from briefing.checks.sentence_facts import Sentence
from briefing.checks.word_patterns import list_pattern
from briefing.problems.problem import Problem, Severity

CODE = "withdrawn-as-settled"
SEVERITY: Severity = "error"
STATUSES = ("superseded", "retracted")


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each place that prints such a fact without its status, and for each chart that draws it.

    The table of changes, a table with a column of statuses or findings, and words that the author marks with `worded` give it.
    Headings, titles and heads of tables are refused before, with `status-in-heading`.
    """
    for sentence in context.sentences:
        for printed in context.printed_facts(sentence, names=True):
            status = printed.claim.status
            if status in STATUSES and not sentence.gives_status and not _is_worded(context, sentence, printed):
                where = "row" if sentence.row else "sentence"
                message = f'"{printed.name}" is {status}, but this {where} does not say so'
                hint = (
                    "add a column status to the table"
                    if sentence.row
                    else f'print the current fact, or say that it was {status}: {{{{ {printed.name} | worded("{status}") }}}}'
                )
                yield Problem(CODE, message, context.location_of(sentence, printed), hint)
    for location, printed in context.charted_facts():
        if printed.claim.status in STATUSES:
            message = f'"{printed.name}" is {printed.claim.status}, but a chart cannot say so'
            yield Problem(CODE, message, location, "take it out of the chart's rows")


def _is_worded(context: CheckContext, sentence: Sentence, printed: PrintedFact) -> bool:
    """Return True if the fact's status is printed or worded. That the words are there was checked when the brief was composed."""
    refs = [placed.ref for placed in sentence.refs if placed.ref.fact == printed.fact.id]
    phrases = [ref.worded for ref in refs]
    phrases += [printed.fact.worded for ref in refs if ref.aspect == "statement"]
    words = list_pattern(context.language, printed.claim.status)
    return any(ref.aspect == "status" for ref in refs) or any(words.search(phrase) for phrase in phrases)
