"""Read sources.yaml and imported entries to `Source`s by id, the typed ones first.

Report invalid ids, contradictions between typed and imported entries, unknown originals, and sources without a
date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefing.facts.citation_text import looks_like_id
from briefing.facts.ids import IdError, check_id
from briefing.facts.imported_sources import Imported
from briefing.facts.ledger import Source
from briefing.facts.schema import SourceSchema
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean

# Keys in which typed and imported entries must agree. For `type`, the typed word simply takes precedence.
MUST_AGREE = ("title", "publisher", "author", "date", "url", "accessed")


def read_sources(node: Node | None, imported: Mapping[str, Imported]) -> tuple[dict[str, Source], list[Problem]]:
    """Return the sources by id, and the problems with them."""
    problems: list[Problem] = []
    typed = node.group if node is not None else {}
    sources: dict[str, Source] = {}
    for source_id in dict.fromkeys((*typed, *imported)):
        entry = _entry(source_id, typed.get(source_id), imported.get(source_id), problems)
        fields = validate(SourceSchema, entry, problems)
        # A source that cannot be read still exists, so facts that cite it get no problem.
        source = Source(source_id, entry.key, source_id)
        if fields:
            source = Source(
                id=source_id,
                location=entry.key,
                title=fields.title,
                publisher=fields.publisher,
                author=fields.author,
                date=fields.date,
                undated=fields.undated,
                url=fields.url,
                archived=fields.archived,
                accessed=fields.accessed,
                type=fields.type,
                short=fields.short,
                note=fields.note,
                reliability=fields.reliability,
                read=fields.read,
                via=fields.via,
                original=fields.origin,
                descriptor=fields.descriptor,
                party=fields.party,
                tlp=fields.tlp,
            )
        if source_id in imported:
            source = replace(source, details=imported[source_id].details, imported=True)
        sources[source_id] = source
        if source_id in typed and fields and fields.date is None and not fields.undated and "date" not in entry.group:
            problems.append(undated(source))
    for source_id, entry in typed.items():
        problems += _check_names(sources[source_id], entry, sources)
    return sources, problems


def undated(source: Source) -> Problem:
    """Return the problem of a source without a date."""
    hint = "add its date, or say why it has none: undated: standing page"
    return Problem("undated-source", f'"{source.id}" has no date', source.location, hint, "warning")


def _entry(source_id: str, typed: Node | None, imported: Imported | None, problems: list[Problem]) -> Node:
    """Return the typed entry, the imported one, or both merged."""
    if typed is not None:
        try:
            check_id(source_id)
        except IdError as error:
            hint = f"{error.corrected}:" if error.corrected else ""
            problems.append(Problem(error.code, error.message, typed.key, hint))
    if imported is None:
        assert typed is not None
        return typed
    if typed is None or not isinstance(typed.content, dict):
        return imported.node
    group = dict(imported.node.group)
    for key, value in typed.group.items():
        if key in MUST_AGREE and key in group and not _agree(key, value.text, group[key].text):
            message = f'this {key} differs from "{group[key].text}" at {group[key].location}'
            problems.append(
                Problem("contradicts", message, value.location, "correct one of the two, or delete this line")
            )
        group[key] = value
    if "date" in group and "undated" in group and "undated" not in typed.group:
        del group["undated"]
    return Node(group, typed.file, typed.place, typed.key_place)


def _agree(key: str, typed: str, imported: str) -> bool:
    """Return True if both mean the same: a typed date may be more precise, and a final slash of an address is ignored."""
    if key in ("date", "accessed"):
        return typed.strip().startswith(imported)
    if key == "url":
        return typed.strip().rstrip("/") == imported.rstrip("/")
    return " ".join(typed.split()).casefold() == " ".join(imported.split()).casefold()


def _check_names(source: Source, entry: Node, sources: Mapping[str, Source]) -> list[Problem]:
    """Report unknown sources in `origin:` and `via:`, and cycles of origins.

    `via:` may be words unless it looks like an id.
    """
    problems = []
    for key, name in (("origin", source.original), ("via", source.via)):
        named = name and (key == "origin" or looks_like_id(name, sources))
        if named and (name not in sources or name == source.id):
            hint = did_you_mean(name, [s for s in sources if s != source.id])
            message = f'"{key}:" names the source itself' if name == source.id else f'unknown source "{name}"'
            problems.append(Problem("unknown-source", message, entry.group[key].location, hint))
        elif key == "origin" and name and (cycle := _cycle(source, sources)):
            message = f'"{source.id}" is its own origin: {" → ".join(cycle)}'
            hint = 'delete "origin:" of the source that published it first'
            problems.append(Problem("circular", message, entry.group[key].location, hint))
    return problems


def _cycle(source: Source, sources: Mapping[str, Source]) -> list[str]:
    """Return the cycle of origins from a source to itself.

    Only for the id that sorts first, so that it is reported once.
    """
    chain = [source.id]
    while (following := sources[chain[-1]].original) in sources and following not in chain:
        chain.append(following)
    return [*chain, source.id] if following == source.id and source.id == min(chain) else []
