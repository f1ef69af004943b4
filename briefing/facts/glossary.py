"""glossary.yaml → `Glossary`: how names are spelt here, what acronyms stand for, and which names only look like figures.

Takes the node of the file, gives the glossary; reports a spelling that stands for two names. Must not look for names in text:
that is done by checks.
"""

from __future__ import annotations

from briefing.facts.ledger import Glossary
from briefing.facts.load_context import LoadContext
from briefing.facts.schema import GlossarySchema
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Location


def read_glossary(node: Node, reading: LoadContext) -> Glossary:
    """The glossary; problems go to the reading."""
    form = validate(GlossarySchema, node, reading.problems)
    if form is None:
        return Glossary()
    spellings = {name: tuple(dict.fromkeys(others)) for name, others in form.spellings.items()}
    _check_spellings(spellings, node, reading)
    locations: dict[str, Location] = {}
    for key in ("spellings", "acronyms"):
        locations |= {name: entry.key for name, entry in node.find((key,)).group.items()}
    return Glossary(spellings, form.acronyms, tuple(form.names), locations, form.tlp)


def _check_spellings(spellings: dict[str, tuple[str, ...]], node: Node, reading: LoadContext) -> None:
    """A spelling is one name's, and not that name itself."""
    known = {name: name for name in spellings}
    for name, others in spellings.items():
        for other in others:
            if other in known:
                place = node.group["spellings"].group[name].location
                already = (
                    "also listed as a name" if other == known[other] else f'already a spelling of "{known[other]}"'
                )
                message = f'"{other}" is {already}'
                reading.report("duplicate-spelling", message, place, "list each spelling once, under one name")
            known.setdefault(other, name)
