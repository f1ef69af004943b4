"""Record in the manifest what a brief read of its ledger and templates, and check whether a ledger still gives the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from briefing.build.incremental.quick_check import RequestedBuild
from briefing.compose.dependencies import EVERYTHING, ReadLog, answer, facts_behind, holds, rest_of, sources_behind
from briefing.facts.ledger import Ledger
from briefing.files.fingerprint import fingerprint, hash_bytes

Templates = Mapping[str, str | None]
"""The text of each template that was searched for, by name; None if there is none."""


def describe_inputs(
    requested: RequestedBuild, files: Mapping[str, str], ledger: Ledger, reads: ReadLog, templates: Templates
) -> dict[str, Any]:
    """Return what a build read."""
    answers = {query: answer(query, ledger) for query in sorted(reads.queries)}
    facts = facts_behind(reads, answers, ledger)
    sources = sources_behind(facts.values(), sorted(reads.sources), ledger)
    return {
        "program": requested.program,
        "options": dict(requested.options),
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
        # The queries as they were asked, to ask them again.
        "asked": sorted(reads.queries),
        "cited": sorted(reads.sources),
    }


def same_reads(inputs: Mapping[str, Any], ledger: Ledger, find: Callable[[str], str | None]) -> bool:
    """Return True if ledger and templates give the same as when the inputs were recorded. `find` returns a template's text."""
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
    """Record that any change of any fact counts, for builds that checks of the whole dossier may stop."""
    reads.queries.add(EVERYTHING)


def _hash_text(text: str | None) -> str:
    return "" if text is None else hash_bytes(text.encode("utf-8", "surrogatepass"))


def _hash_answer(ids: Sequence[str]) -> list[str]:
    """Return a short answer as it is, for people, and a long one as a hash."""
    return list(ids) if len(ids) <= 50 else [f"{len(ids)} of them", fingerprint(list(ids))]
