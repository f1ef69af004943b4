"""JSON Schemas of the files that a user types, made from their forms: for editors that complete and check while typing.

Takes nothing, gives a schema (JSON Schema, draft 2020-12) by the name of its file. A schema is laxer than the program: what keys
mean together, and what names must be there, only `briefing check` knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from briefing.facts.changes import LABELS
from briefing.facts.forms import (
    ChangeForm,
    DossierForm,
    FactForm,
    FigureForm,
    Form,
    GlossaryForm,
    JudgementForm,
    SourceForm,
    TableForm,
    TopicForm,
)
from briefing.facts.words import CHARTS, CONFIDENCES, EXTENTS, STATUSES, TLP_LABELS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Everything is read as it is typed; an editor takes 2012 for a number and `no` for a truth value.
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "status": STATUSES,
    "chart": CHARTS,
    "confidence": CONFIDENCES,
    "label": LABELS,
    "tlp": (*TLP_LABELS, *(label.removeprefix("TLP:") for label in TLP_LABELS)),
    "read": EXTENTS,
    "grades": ("shown", "hidden"),
    "reliability": tuple("ABCDEF"),
    "credibility": tuple("123456"),
}
MEANING: Mapping[str, str] = {
    "accessed": "When the source was last opened: 2025-07-01.",
    "acronyms": "What each acronym stands for.",
    "alt": "What a picture shows, for those who cannot see it.",
    "archived": "The address of an archived copy.",
    "as_of": "The date of the state that a figure describes, where that moves.",
    "assumptions": "What the judgement takes for granted, one a line.",
    "author": "Who wrote the source.",
    "authors": "Who wrote the brief.",
    "basis": "The ids of the facts that the judgement rests on; one claim of a fact: fact.claim.",
    "because": "Why the confidence is what it is, as a clause.",
    "by": "Who says so.",
    "chart": "What kind of chart.",
    "check": "A formula that the value must agree with: sum of a, b and c.",
    "checks": "How gravely a check is taken: code: error, or code: note, because of a reason.",
    "citation_style": "How notes and sources are written.",
    "claim": "The id of the claim that the proposal would take the place of.",
    "claims": "What different sources claim, each under an id.",
    "columns": "What stands in the columns, one a line: says as Event.",
    "confidence": "How sure the judgement is of its grounds.",
    "contact": "Whom to write to.",
    "counts": "What a figure counts: killed and wounded, signed contracts.",
    "credibility": "Grade of the claim, 1 (confirmed) to 6 (cannot be judged).",
    "credit": "Whom the picture or chart is by.",
    "cuts": "Shorter briefs of the same facts: a name, and the template that makes it.",
    "date": "When it happened: 2012, 2012-09, 2012-09-17, 2023-09/2025-03.",
    "decimals": "How many digits of a calculated figure stand behind the decimal mark.",
    "derive": "A formula over other facts: growth from trade[2022] to trade[2023].",
    "descriptor": "What kind of source it is and how it knows.",
    "disclaimer": "What the publisher answers for.",
    "edition": "The number of the edition: 1, 2, 3.",
    "facts": "The facts of the topic, each under its id.",
    "file": "A PNG or JPEG in the dossier's folder.",
    "grades": "shown, if grades of sources and claims are printed.",
    "group_by": "One band of rows for each value of this tag or column.",
    "horizon": "The date by which the judgement will have shown.",
    "how_to_cite": "How the brief is to be cited; {title}, {edition}, {date} and {cut_off} stand for the dossier's own.",
    "information_cut_off": "The day up to which information was taken in; ages are counted to it.",
    "instead_of": "What was printed when it was proposed, as text.",
    "keywords": "Words to find the brief by.",
    "label": "What the change is called, where that does not follow by itself.",
    "lanes": "The tag that parts a timeline's lanes or an exchange's directions.",
    "language": "The language of the brief: en-GB.",
    "licence": "On what terms it may be used.",
    "likelihood": "A word of the scale: likely, very unlikely.",
    "likelihood_scale": "icd203, phia, or a TOML file in the dossier's folder.",
    "marking": "A TLP label or words, printed on every page.",
    "measure": "What a chart draws, where its facts do not say it.",
    "methods": "How the brief was made.",
    "name": "What it is called where it stands for itself.",
    "names": "Names that hold digits and are no figures: KN-23.",
    "note": "A remark that is printed where it is asked for.",
    "notice": "What must stand on page 1, below the title.",
    "origin": "The id of the source that this one repeats.",
    "original": "The words in their own language.",
    "original_language": "The language of the original words: ru.",
    "party": "The party to the conflict that the source speaks for.",
    "passage": "The passage relied on, for whoever checks the fact. Never printed in a brief.",
    "point": "The date of the series that the proposal is about: 2025.",
    "proposals": "What reviewers propose, each under an id. It is printed nowhere until it is made the value, or a claim.",
    "proposed": "When it was proposed: 2026-01-20.",
    "proposer": "Who proposes it.",
    "publisher": "Who publishes it.",
    "quote": "Somebody's words, without quotation marks.",
    "read": "How much of the source was read: full, excerpt or no.",
    "record": "The number of a record elsewhere.",
    "reliability": "Grade of the source, A (reliable) to F (cannot be judged).",
    "restates": "The id of the one source that the whole brief restates.",
    "rests_on": "The facts out of which this number was itself got.",
    "rows": "Which facts: facts tagged item, facts a, b, facts of economy, claims of casualties, sources, judgements, changes.",
    "says": "A sentence without its full stop, with {value} where the value stands.",
    "sections": "The sections in order: names of topics and templates.",
    "series": "In a fact: the CSV or XLSX file with a value a date. In a dossier: the series that the brief belongs to.",
    "series_number": "The number of the brief in its series.",
    "short": "How notes name the source.",
    "sort_by": "The column to sort by: date, date descending.",
    "source": "The ids of sources, each with its place: reuters_2012, par. 3; bbc_2025.",
    "speaker": "Whose words they are.",
    "spellings": "How a name is spelt, and how it is not.",
    "stale_after": "How long the figure holds: 90 days.",
    "status": "What the claim is worth.",
    "subject": "What the brief is about.",
    "subtitle": "The second line of the title.",
    "supersedes": "The number of the edition that this one takes the place of.",
    "tags": "What tables and charts pick the fact by: key: value.",
    "template": "The template that lays the brief out.",
    "text": "What is judged, as a clause without its full stop.",
    "title": "What it is called.",
    "tlp": "How far it may go, after TLP 2.0.",
    "translation": "Whose translation it is: ours, or a name.",
    "type": "What kind of source: report, newsletter, dataset.",
    "undated": "Why the source has no date.",
    "unit": "The unit of every value of the fact: soldiers, million USD, %.",
    "url": "Its address, with https://.",
    "uses": "Dossiers beside this one whose facts and sources are used.",
    "value": "The value as you would write it: about 10 billion USD, more than 11,000 soldiers, 90 %.",
    "via": "Through which other source it was read.",
    "widths": "Relative widths of the columns: 2 1 1.",
    "would_change": "What would change the judgement, one a line.",
}


def make_schemas() -> dict[str, dict[str, Any]]:
    """Each schema by the name of its file, such as topic.schema.json."""
    topic = _of_form(TopicForm)
    topic["properties"]["facts"] = _entries(FactForm) | {"description": MEANING["facts"]}
    made = {
        "dossier": _of_form(DossierForm),
        "topic": topic,
        "sources": _entries(SourceForm),
        "tables": _entries(TableForm),
        "figures": _entries(FigureForm),
        "judgements": _entries(JudgementForm),
        "glossary": _of_form(GlossaryForm),
        "changes": _entries(ChangeForm, r"^[a-z][a-z0-9_]*(\[[^\]]+\])?$"),
    }
    return {
        f"{name}.schema.json": {"$schema": DRAFT, "title": f"briefing: {name}.yaml", **body}
        for name, body in made.items()
    }


def _entries(form: type[Form], ids: str = "^[a-z][a-z0-9_]*$") -> dict[str, Any]:
    """A file, or a group, of entries under ids of their own."""
    return {"type": "object", "propertyNames": {"pattern": ids}, "additionalProperties": _of_form(form)}


def _of_form(form: type[Form]) -> dict[str, Any]:
    fields = form.model_fields
    made: dict[str, Any] = {
        "type": "object",
        "properties": {name: _of_key(name, field.annotation) for name, field in fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, field in fields.items() if field.is_required()]
    return made | ({"required": required} if required else {})


def _of_key(name: str, annotation: Any) -> dict[str, Any]:
    """What may stand behind a key."""
    kind = get_origin(annotation)
    if kind in (Union, UnionType):
        (annotation,) = [a for a in get_args(annotation) if a is not type(None)]
        kind = get_origin(annotation)
    made = _of_kind(name, kind, get_args(annotation))
    return made | {"description": MEANING[name]}


def _of_kind(name: str, kind: Any, parts: tuple[Any, ...]) -> dict[str, Any]:
    if kind is dict:
        inner = parts[1]
        values = _of_form(inner) if isinstance(inner, type) and issubclass(inner, Form) else _texts(get_origin(inner))
        return {"type": "object", "additionalProperties": values}
    if kind is list:
        # Most lists may also stand on one line, with commas.
        return {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
    return _one_of(_WORDS[name]) if name in _WORDS else _TEXT


def _texts(kind: Any) -> dict[str, Any]:
    return {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]} if kind is not None and kind is not str else _TEXT


def _one_of(words: tuple[str, ...]) -> dict[str, Any]:
    """Closed words; digits among them are typed with or without quotation marks."""
    return {"enum": [*words, *(int(word) for word in words if word.isdecimal())]}
