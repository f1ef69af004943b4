"""Report a figure with a minus after "fell by", "rose by" and the like: the direction is given twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.problems.problem import Problem, Severity

CODE = "direction-twice"
SEVERITY: Severity = "error"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each negative figure directly after a word of rising or falling."""
    language = context.language
    words = "|".join(sorted(map(re.escape, language.checks["movement"]), key=len, reverse=True))
    between = "|".join(map(re.escape, (*language.checks["movement_by"], *language.bounds.values())))
    pattern = re.compile(
        rf"(?<![\w’'-])(?:{words})(?:\s+(?:{between}))*\s+[-{re.escape(language.minus)}][^\w\s]?\d", re.IGNORECASE
    )
    for sentence in context.sentences:
        for match in pattern.finditer(sentence.spoken):
            at = match.end() - 1
            placed = next((p for p in sentence.refs if p.start <= at < p.start + len(p.ref.text)), None)
            sign = max(match[0].rfind(language.minus), match[0].rfind("-")) + match.start()
            if placed is not None and sign < placed.start:
                continue  # a sign typed next to a figure is reported as glued to it
            ref = placed.ref if placed is not None else None
            said = sentence.words[match.start() : match.end() - 1].split(" ")
            fact = context.ledger.facts.get(ref.fact) if ref is not None else None
            if fact is not None and fact.derivation is not None and fact.derivation.is_change:
                hint = f"print the direction from the fact: {{change}} in its says:, or {{{{ {fact.id}.change }}}}"
            else:
                hint = "delete the minus, or change the word: a fall of −5% would be a rise"
            message = f"“{' '.join(said[:-1])}” and a minus give the direction twice"
            location = context.location_at(sentence, at)
            yield Problem(CODE, message, location, hint)
