"""A name spelt otherwise than the glossary has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.problems.problem import Problem, Severity

CODE = "spelt-two-ways"
SEVERITY: Severity = "warning"


def check(case: Case) -> Iterator[Problem]:
    """Each sentence that holds another spelling of a name, with the one that counts."""
    right = {other: name for name, others in case.glossary.spellings.items() for other in others}
    if not right:
        return
    longest = sorted(right, key=lambda other: (-len(other), other))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    for sentence in case.sentences:
        for other, match in {match[0]: match for match in pattern.finditer(sentence.spoken)}.items():
            name = right[other]
            message = f"“{other}” is spelt “{name}” in this brief"
            yield Problem(CODE, message, case.place_of(sentence, match.start()), f'type "{name}"')
