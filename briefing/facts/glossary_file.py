"""Read glossary.yaml: spellings of names, meanings of acronyms, and names with digits that are not figures.

Report a spelling that belongs to two names. The checks look for these names in the text.
"""

from __future__ import annotations

from briefing.facts.ledger import Glossary
from briefing.facts.load_context import LoadContext
from briefing.facts.schema import GlossarySchema
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Location


def read_glossary(node: Node, context: LoadContext) -> Glossary:
    """Return the glossary; report problems to the context."""
    fields = validate(GlossarySchema, node, context.problems)
    if fields is None:
        return Glossary()
    spellings = {name: tuple(dict.fromkeys(others)) for name, others in fields.spellings.items()}
    known = {name: name for name in spellings}
    for name, others in spellings.items():
        for other in others:
            if other in known:
                first = "also listed as a name" if other == known[other] else f'already a spelling of "{known[other]}"'
                place = node.group["spellings"].group[name].location
                hint = "list each spelling once, under one name"
                context.report("duplicate-spelling", f'"{other}" is {first}', place, hint)
            known.setdefault(other, name)
    locations: dict[str, Location] = {}
    for key in ("spellings", "acronyms"):
        locations |= {name: entry.key for name, entry in node.find((key,)).group.items()}
    return Glossary(spellings, fields.acronyms, tuple(fields.names), locations, fields.tlp)
