"""Report an event that the text tells as past although its date is after the cut-off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from briefing.checks.ages import cut_off
from briefing.checks.check_context import CheckContext
from briefing.checks.date_words import days_in
from briefing.checks.sentence_facts import Sentence
from briefing.checks.word_patterns import list_pattern
from briefing.facts.quantity import PartialDate
from briefing.language import Language
from briefing.problems.problem import Problem, Severity

CODE = "future-as-past"
SEVERITY: Severity = "warning"
_BETWEEN = {"day": 8, "month": 3}
"""Most words between the verb and its date. A month is more often the date of a noun: "a report on exports in May 2026"."""
_SUBJECT = 6
"""Most words between a date that begins a clause and the verb."""


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each typed day or month after the cut-off that is the date of a verb in the past tense.

    Sentences about plans, conditions and forecasts are left alone, and so are years: "in 2027 output fell" may be a forecast.
    """
    until = cut_off(context.ledger)
    if until is None:
        return
    for sentence in context.sentences:
        for start, end, day in () if sentence.row else _later_dates(sentence, until, context.language):
            told = _told_as_past(sentence.spoken, start, end, day, context.language)
            if told and not _is_reported_elsewhere(sentence, start, context, until):
                message = f"“{told}” tells as past what is after the cut-off, {until.words(context.language)}"
                hint = "correct the date, or say that it is planned: will, is due to"
                yield Problem(CODE, message, context.location_at(sentence, start), hint)


def _later_dates(sentence: Sentence, until: PartialDate, language: Language) -> Iterator[tuple[int, int, PartialDate]]:
    """Yield start, end and value of each date in a sentence that is wholly after the cut-off."""
    if not any(letter.isdigit() for letter in sentence.spoken):
        return
    for match in _date_pattern(language.months).finditer(sentence.spoken):
        month = language.months.index(match["month"]) + 1
        typed = match["before"] or match["after"]
        day = PartialDate(int(match["year"]), month, int(typed) if typed else None)
        if (day.year, month, day.day or 1) > until.last_day:
            yield match.start(), match.end(), day


@lru_cache(maxsize=8)
def _date_pattern(months: tuple[str, ...]) -> re.Pattern[str]:
    month = "|".join(map(re.escape, months))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        rf"(?<![\w–-])(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+)?(?P<month>{month})"
        rf"(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?,)?\s+(?P<year>(?:1\d|2\d)\d\d)(?![\w–-]|,\d|\s+{day}\b)"
    )


def _told_as_past(text: str, start: int, end: int, day: PartialDate, language: Language) -> str:
    """Return the words that tell the event of a date as past, or ""."""
    head, tail = re.split(r"[;:]", text[:start])[-1], re.split(r"[;:]", text[end:])[0]
    clause = days_in(language).sub("", head) + days_in(language).sub("", tail)
    if list_pattern(language, "not_yet").search(clause):
        return ""
    if before := _verb_before(head, day, language):
        return f"{before}{text[start:end]}"
    if after := _verb_after(head, tail, language):
        return f"{text[start:end]}{after}"
    return ""


def _verb_before(head: str, day: PartialDate, language: Language) -> str:
    """Return a verb and the words up to its date: "signed the treaty on "."""
    most = _BETWEEN["day" if day.day else "month"]
    stops = list_pattern(language, "before_nouns" if day.day else "before_nouns_of_months")
    lead = re.search(r"\s(?:on|in)\s+(?:(?:early|late)\s+|mid-)?$", head, re.IGNORECASE)
    verbs = list(list_pattern(language, "past_events").finditer(head, 0, lead.start())) if lead else []
    if not verbs:
        return ""
    between = head[verbs[-1].end() : lead.start()] if lead else ""
    if re.search(r"[^\w\s’'-]", between) or len(between.split()) > most or stops.search(between):
        return ""
    if list_pattern(language, "not_past_before").search(head[: verbs[-1].start()][-12:].strip().rpartition(" ")[2]):
        return ""
    return head[verbs[-1].start() :]


def _verb_after(head: str, tail: str, language: Language) -> str:
    """Return what follows a date that begins a clause, up to its verb: ", the parties signed"."""
    if not re.search(r"(?:^|[(–—]|,?\s(?:and|but))\s*(?:on|in)\s+(?:(?:early|late)\s+|mid-)?$", head, re.IGNORECASE):
        return ""
    subject = re.match(rf",?(?:\s+[\w’'-]+){{1,{_SUBJECT + 1}}}", tail)
    words = subject[0] if subject else ""
    relative = list_pattern(language, "relative").search(words)
    words = words[: relative.start()] if relative else words
    finite = list_pattern(language, "past_finite").search(words)
    if finite:
        return words[: finite.end()]
    event = list_pattern(language, "past_events").search(words)
    # "the measures adopted in 2025 expire" has a participle, "the Council adopted the measures" a verb.
    if event and re.match(
        r"\s+(?:the|an?|its|their|his|her|both|all|no|new|more|two|three|[A-Z])\b", tail[event.end() :]
    ):
        return words[: event.end()]
    return ""


def _is_reported_elsewhere(sentence: Sentence, at: int, context: CheckContext, until: PartialDate) -> bool:
    """Return True if a fact prints the date: it is planned, or its own date is reported by `after-cut-off`."""
    printed = [p.ref for p in sentence.refs if p.start <= at < p.start + len(p.ref.text)]
    facts = [context.ledger.facts[ref.fact] for ref in printed if ref.fact in context.ledger.facts]
    dates = [(c.status, c.as_of or fact.as_of, c.date or fact.date) for fact in facts for c in fact.claims]
    return any(
        status == "planned" or any(date is not None and date.last_day > until.last_day for date in days)
        for status, *days in dates
    )
