"""Which keys of a fact go together, and which need one another.

Takes a filled form and the node it came from; reports what does not fit, at the key. A form can check its keys only one by one.
"""

from __future__ import annotations

from briefing.facts.load_context import LoadContext
from briefing.facts.schema import FactSchema
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Location

# What a fact can be; it is one of these, or words alone.
KINDS = ("value", "claims", "series", "derive", "quote")
# What means nothing without another key.
NEEDS = {
    "decimals": "derive",
    "speaker": "quote",
    "original": "quote",
    "original_language": "original",
    "translation": "original",
}
OURS = ("source", "by", "credibility", "rests_on", "passage")
"""What a derived fact takes from the facts it is made of."""


def check_keys(fact_id: str, form: FactSchema, node: Node, reading: LoadContext) -> None:
    """Reports keys that do not go together, and keys that are missing beside others."""
    there = node.group
    typed = [key for key in KINDS if getattr(form, key)]
    if len(typed) > 1:
        kinds = "a fact has either a value, claims, a series, a formula or a quotation"
        _conflict(typed[0], typed[1], kinds, there[typed[1]].key, reading)
    for key, needed in NEEDS.items():
        if key in there and needed not in there:
            reading.report(
                "needless-key",
                f'"{key}" has no effect without "{needed}"',
                there[key].key,
                f'add a line "{needed}:", or delete this line',
            )
    if form.derive:
        for key in [key for key in OURS if key in there]:
            _conflict("derive", key, "a calculated number takes this from its inputs", there[key].key, reading)
    if form.check and (form.derive or form.series or form.quote):
        other = "derive" if form.derive else "series" if form.series else "quote"
        _conflict(other, "check", "a check compares a typed value with a formula", there["check"].key, reading)
    elif form.check and not typed:
        _missing(fact_id, "value", "add the value that the check compares with its formula", node.key, reading)
    if form.quote:
        _check_quotation(fact_id, form, node, reading)
    elif not form.says and not form.name and not {"says", "name"} & there.keys():
        hint = "says: a sentence without its full stop, with {value} in place of the value"
        reading.report("missing-key", f'"{fact_id}" needs the key "says" (or "name")', node.key, hint)


def _check_quotation(fact_id: str, form: FactSchema, node: Node, reading: LoadContext) -> None:
    if form.by and form.speaker:
        _conflict("by", "speaker", "the speaker is the claimant", node.group["speaker"].key, reading)
    if not form.by and not {"speaker", "by"} & node.group.keys():
        _missing(fact_id, "speaker", "speaker: who said or wrote it", node.key, reading)
    for key, hint in (("original_language", "original_language: ru"), ("translation", "translation: ours")):
        if form.original and key not in node.group:
            _missing(fact_id, key, hint, node.group["original"].key, reading)


def _conflict(first: str, second: str, why: str, location: Location, reading: LoadContext) -> None:
    reading.report("conflicting-keys", f'"{first}" and "{second}" cannot be used together: {why}', location)


def _missing(fact_id: str, key: str, hint: str, location: Location, reading: LoadContext) -> None:
    reading.report("missing-key", f'"{fact_id}" needs the key "{key}"', location, hint)
