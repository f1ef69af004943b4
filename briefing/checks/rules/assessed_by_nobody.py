"""Report a sentence that says something was assessed, believed or reported, but not by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from briefing.checks.check_context import CheckContext
from briefing.problems.problem import Problem, Severity

CODE = "assessed-by-nobody"
SEVERITY: Severity = "warning"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each sentence with hearsay or opinion in the passive that names nobody."""
    lists = context.language.checks
    pattern, somebody = _compiled(
        lists["hearsay"], lists["opinion"], lists["being"], lists["somebody"], lists["seeming"], lists["numbered"]
    )
    for sentence in context.sentences:
        match = pattern.search(sentence.spoken)
        if match is None or somebody.search(sentence.spoken):
            continue
        if any(placed.ref.aspect == "claimant" for placed in sentence.refs):
            continue
        at = match.start("word") if match["word"] else match.start()
        message = f"“{match['word'] or match[0]}”: this sentence does not say by whom"
        yield Problem(
            CODE, message, context.location_at(sentence, at), "name the claimant, or state it as your own judgement"
        )


@lru_cache(maxsize=8)
def _compiled(*lists: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of opinion without its holder, and that of a holder ("by", but not "by 2030"; "under Article 5").

    "Three options were considered:" is not an opinion.
    """
    adverb, word, be, who, seems, law = ("|".join(map(re.escape, words)) for words in lists)
    nobody = (
        rf"\b(?:{adverb})\b"
        rf"|(?<!\w)(?:{be})\s+(?:\w+ly\s+)?(?P<word>(?:{word}))\b(?!\s*:)(?!(?<=considered)\s*[.;,])"
        rf"|\b(?:{word})\s+(?:{seems})\b"
        rf"|(?:^|\b(?:an?|the|its|their|some)\s)(?:{word})\s+\w"
    )
    somebody_named = rf"\b(?:{who})\b(?!\s*(?:\d|$))|\bunder\s+(?:{law})(?!\w)"
    return re.compile(nobody, re.IGNORECASE), re.compile(somebody_named, re.IGNORECASE)
