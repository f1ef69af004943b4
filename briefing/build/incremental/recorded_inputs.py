"""What one build was made of, as plain values in its record, and whether a build now would be made of the same.

Takes what a build read; gives JSON values, and holds them against another ledger: whether it answers as the first did to everything
that the brief once asked. The shorter look, at the bytes of all files, is `wanted`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from briefing.build.incremental.quick_check import RequestedBuild
from briefing.compose.dependencies import EVERYTHING, ReadLog, answer, facts_behind, holds, rest_of, sources_behind
from briefing.facts.ledger import Ledger
from briefing.files.fingerprint import fingerprint, hash_bytes

Templates = Mapping[str, str | None]
"""The text of each template that was looked for, by name; None of one that is not there."""


def describe_inputs(
    wanted: RequestedBuild, files: Mapping[str, str], ledger: Ledger, reads: ReadLog, templates: Templates
) -> dict[str, Any]:
    """The record of what a build read."""
    answers = {query: answer(query, ledger) for query in sorted(reads.queries)}
    facts = facts_behind(reads, answers, ledger)
    sources = sources_behind(facts.values(), sorted(reads.sources), ledger)
    return {
        "program": wanted.program,
        "options": dict(wanted.options),
        "files": dict(files),
        "uses": list(ledger.dossier.uses),
        "template": ledger.dossier.template,
        **({"named": list(ledger.dossier.named_files)} if ledger.dossier.named_files else {}),
        "templates": {name: _hash_text(templates[name]) for name in sorted(templates)},
        "facts": {name: fingerprint(fact) for name, fact in facts.items()},
        "sources": {name: fingerprint(source) for name, source in sources.items()},
        "queries": {query.replace("\t", " "): _hash_answer(ids) for query, ids in answers.items()},
        "conditions": {name: holds(name, ledger) for name in sorted(reads.conditions | reads.names)},
        "rest": rest_of(ledger),
        # The questions as they were asked, to ask them again.
        "asked": sorted(reads.queries),
        "cited": sorted(reads.sources),
    }


def same_reads(inputs: Mapping[str, Any], ledger: Ledger, find: Callable[[str], str | None]) -> bool:
    """The long look: whether ledger and templates answer as they did. `find` gives a template's text."""
    if inputs["rest"] != rest_of(ledger):
        return False
    if any(_hash_text(find(name)) != known for name, known in inputs["templates"].items()):
        return False
    if any(holds(name, ledger) != known for name, known in inputs["conditions"].items()):
        return False
    reads = ReadLog(names=set(inputs["facts"]), sources=set(inputs["cited"]), queries=set(inputs["asked"]))
    answers = {query: answer(query, ledger) for query in inputs["asked"]}
    if {query.replace("\t", " "): _hash_answer(ids) for query, ids in answers.items()} != inputs["queries"]:
        return False
    facts = facts_behind(reads, answers, ledger)
    if {name: fingerprint(fact) for name, fact in facts.items()} != inputs["facts"]:
        return False
    sources = sources_behind(facts.values(), inputs["cited"], ledger)
    return bool({name: fingerprint(source) for name, source in sources.items()} == inputs["sources"])


def read_everything(reads: ReadLog) -> None:
    """Notes that any change of any fact counts: where checks that look at the whole dossier may stop a build."""
    reads.queries.add(EVERYTHING)


def _hash_text(text: str | None) -> str:
    return "" if text is None else hash_bytes(text.encode("utf-8", "surrogatepass"))


def _hash_answer(ids: Sequence[str]) -> list[str]:
    """Short answers as they are, for people; long ones as a hash."""
    return list(ids) if len(ids) <= 50 else [f"{len(ids)} of them", fingerprint(list(ids))]
