"""Rules on the keys of a fact: which cannot be used together, and which need others.

A schema can check keys only one by one; these rules are checked after it.
"""

from __future__ import annotations

from briefing.facts.load_context import LoadContext
from briefing.facts.schema import FactSchema
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Location

# A fact has at most one of these; without any, it consists of words alone.
KINDS = ("value", "claims", "series", "derive", "quote")
# Keys that have no effect without another key.
NEEDS = {
    "decimals": "derive",
    "speaker": "quote",
    "original": "quote",
    "original_language": "original",
    "translation": "original",
}
TAKEN_FROM_INPUTS = ("source", "by", "credibility", "rests_on", "passage")
"""Keys that a derived fact cannot have: it takes them from its inputs."""


def check_keys(fact_id: str, fields: FactSchema, node: Node, context: LoadContext) -> None:
    """Report keys that cannot be used together, and keys that others need."""
    keys = node.group
    typed = [key for key in KINDS if getattr(fields, key)]
    if len(typed) > 1:
        kinds = "a fact has either a value, claims, a series, a formula or a quotation"
        _conflict(typed[0], typed[1], kinds, keys[typed[1]].key, context)
    if "decimal_mark" in keys and not (fields.value or fields.claims or fields.series):
        hint = "delete this line, or add the value"
        context.report("needless-key", '"decimal_mark" has no effect without a value', keys["decimal_mark"].key, hint)
    for key, needed in NEEDS.items():
        if key in keys and needed not in keys:
            context.report(
                "needless-key",
                f'"{key}" has no effect without "{needed}"',
                keys[key].key,
                f'add a line "{needed}:", or delete this line',
            )
    if fields.derive:
        for key in [key for key in TAKEN_FROM_INPUTS if key in keys]:
            _conflict("derive", key, "a calculated number takes this from its inputs", keys[key].key, context)
    if fields.check and (fields.derive or fields.series or fields.quote):
        other = "derive" if fields.derive else "series" if fields.series else "quote"
        _conflict(other, "check", "a check compares a typed value with a formula", keys["check"].key, context)
    elif fields.check and not typed:
        _missing(fact_id, "value", "add the value that the check compares with its formula", node.key, context)
    if fields.quote:
        _check_quotation(fact_id, fields, node, context)
    elif not fields.says and not fields.name and not {"says", "name"} & keys.keys():
        hint = "says: a sentence without its full stop, with {value} in place of the value"
        context.report("missing-key", f'"{fact_id}" needs the key "says" (or "name")', node.key, hint)


def _check_quotation(fact_id: str, fields: FactSchema, node: Node, context: LoadContext) -> None:
    if fields.by and fields.speaker:
        _conflict("by", "speaker", "the speaker is the claimant", node.group["speaker"].key, context)
    if not fields.by and not {"speaker", "by"} & node.group.keys():
        _missing(fact_id, "speaker", "speaker: who said or wrote it", node.key, context)
    for key, hint in (("original_language", "original_language: ru"), ("translation", "translation: ours")):
        if fields.original and key not in node.group:
            _missing(fact_id, key, hint, node.group["original"].key, context)


def _conflict(first: str, second: str, why: str, location: Location, context: LoadContext) -> None:
    context.report("conflicting-keys", f'"{first}" and "{second}" cannot be used together: {why}', location)


def _missing(fact_id: str, key: str, hint: str, location: Location, context: LoadContext) -> None:
    context.report("missing-key", f'"{fact_id}" needs the key "{key}"', location, hint)
