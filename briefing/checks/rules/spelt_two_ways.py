"""Report a name that is not spelt as in the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.problems.problem import Problem, Severity

CODE = "spelt-two-ways"
SEVERITY: Severity = "warning"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each other spelling of a name in each sentence."""
    right = {other: name for name, others in context.glossary.spellings.items() for other in others}
    if not right:
        return
    longest = sorted(right, key=lambda other: (-len(other), other))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    for sentence in context.sentences:
        for other, match in {match[0]: match for match in pattern.finditer(sentence.spoken)}.items():
            name = right[other]
            message = f"“{other}” must be spelt “{name}” in this brief"
            yield Problem(CODE, message, context.location_at(sentence, match.start()), f'type "{name}"')
