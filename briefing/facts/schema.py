"""Pydantic schemas of the entries in fact files: the keys, which of them are required, and the values they take.

`validate` checks an entry against its schema. The dataclasses of `ledger` are then built from the validated
entries by `fact_builder`, `sources`, `tables_file`, `dossier_file` and others. To add a key, add it here, in
`ledger`, and where one is converted to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from briefing.facts.dates import PartialDate, UnreadableValue, parse_date
from briefing.facts.value_types import (
    read_address,
    read_age,
    read_change,
    read_chart,
    read_confidence,
    read_decimals,
    read_edition,
    read_extent,
    read_grade,
    read_grades,
    read_label,
    read_markers,
    read_marking,
    read_name,
    read_profile,
    read_series_number,
    read_status,
    read_style,
    read_tag,
)


def refuse(code: str, message: str, corrected: str = "") -> PydanticCustomError:
    """Return an error that becomes a problem with that code; `corrected` is the value to type instead."""
    # The message is passed as a value, not as the template: text that the user typed may contain braces.
    return PydanticCustomError(code, "{message}", {"message": message, "corrected": corrected})


def _typed(read: Callable[[str], object], code: str) -> Callable[[object], object]:
    """Return a validator that reads text with `read`, and turns UnreadableValue into an error with that code."""

    def check(value: object) -> object:
        if not isinstance(value, str):
            raise refuse("not-text", "expected text after the key")
        try:
            return read(value)
        except UnreadableValue as error:
            raise refuse(getattr(error, "code", code), error.message, error.suggestion) from error

    return check


def _names(value: object) -> object:
    """Convert items on one line, separated by commas, to a list."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _texts(value: object) -> object:
    return [value] if isinstance(value, str) else value


Date: TypeAlias = Annotated[PartialDate, BeforeValidator(_typed(parse_date, "bad-date"))]
StatusWord: TypeAlias = Annotated[str, BeforeValidator(_typed(read_status, "bad-status"))]
Label: TypeAlias = Annotated[str, BeforeValidator(_typed(read_label, "bad-tlp"))]
Marking: TypeAlias = Annotated[str, BeforeValidator(_typed(read_marking, "bad-tlp"))]
Age: TypeAlias = Annotated[str, BeforeValidator(_typed(read_age, "bad-age"))]
Address: TypeAlias = Annotated[str, BeforeValidator(_typed(read_address, "bad-url"))]
SeriesNumber: TypeAlias = Annotated[str, BeforeValidator(_typed(read_series_number, "bad-series-number"))]
Edition: TypeAlias = Annotated[str, BeforeValidator(_typed(read_edition, "bad-edition"))]
Reliability: TypeAlias = Annotated[str, BeforeValidator(_typed(read_grade("ABCDEF", "reliability"), "bad-grade"))]
Credibility: TypeAlias = Annotated[str, BeforeValidator(_typed(read_grade("123456", "credibility"), "bad-grade"))]
ChartKind: TypeAlias = Annotated[str, BeforeValidator(_typed(read_chart, "bad-chart"))]
Confidence: TypeAlias = Annotated[str, BeforeValidator(_typed(read_confidence, "bad-confidence"))]
ReadWord: TypeAlias = Annotated[str, BeforeValidator(_typed(read_extent, "bad-read"))]
GradesWord: TypeAlias = Annotated[str, BeforeValidator(_typed(read_grades, "bad-grades"))]
ProfileWord: TypeAlias = Annotated[str, BeforeValidator(_typed(read_profile, "bad-profile"))]
MarkersWord: TypeAlias = Annotated[str, BeforeValidator(_typed(read_markers, "bad-markers"))]
Style: TypeAlias = Annotated[str, BeforeValidator(_typed(read_style, "bad-style"))]
ChangeLabel: TypeAlias = Annotated[str, BeforeValidator(_typed(read_change, "bad-label"))]
Name: TypeAlias = Annotated[str, BeforeValidator(_typed(read_name, "bad-name"))]
Decimals: TypeAlias = Annotated[int, BeforeValidator(_typed(read_decimals, "bad-decimals"))]
LanguageTag: TypeAlias = Annotated[str, BeforeValidator(_typed(read_tag, "bad-language"))]
Ids: TypeAlias = Annotated[list[str], BeforeValidator(_names)]
NameList: TypeAlias = Annotated[list[Name], BeforeValidator(_names)]
LineList: TypeAlias = Annotated[list[str], BeforeValidator(_names)]
NameLine: TypeAlias = Annotated[list[str], BeforeValidator(_names)]
Notes: TypeAlias = Annotated[list[str], BeforeValidator(_texts)]


class Schema(BaseModel):
    """Base class of all schemas. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    WHAT: ClassVar[str] = ""
    """Name of the entry in messages: "a fact"."""
    HINTS: ClassVar[Mapping[str, str]] = {}
    """Hint for each required key: the line to type if it is missing."""
    MEANT: ClassVar[Mapping[str, str]] = {}
    """Wrong keys that people type, and the key that they mean."""
    RENAMED: ClassVar[Mapping[str, str]] = {}
    """Old names of keys, which still work with a warning, and their new names."""


class ClaimSchema(Schema):
    """One claim of a fact."""

    WHAT: ClassVar[str] = "a claim"
    HINTS: ClassVar[Mapping[str, str]] = {"value": "value: about 4,000"}

    value: str
    date: Date | None = None
    as_of: Date | None = None
    by: str = ""
    counts: str = ""
    source: str = ""
    status: StatusWord = ""
    credibility: Credibility = ""
    rests_on: Ids = Field(default_factory=list)
    passage: str = ""
    note: str = ""
    tlp: Label = ""


class ProposalSchema(Schema):
    """A reviewer's proposal for a fact. `proposals` checks that the claim or point exists."""

    WHAT: ClassVar[str] = "a proposal"
    HINTS: ClassVar[Mapping[str, str]] = {"proposer": "proposer: who proposes it"}
    MEANT: ClassVar[Mapping[str, str]] = {"replaces": "claim", "was": "instead_of"}

    value: str = ""
    date: Date | None = None
    as_of: Date | None = None
    by: str = ""
    counts: str = ""
    proposer: str
    proposed: Date | None = None
    instead_of: str = ""
    claim: str = ""
    point: str = ""
    source: str = ""
    note: str = ""


class FactSchema(Schema):
    """One fact. `key_rules` checks which keys can be used together."""

    WHAT: ClassVar[str] = "a fact"
    MEANT: ClassVar[Mapping[str, str]] = {"formula": "derive", "quotation": "quote", "translated_by": "translation"}

    name: str = ""
    says: str = ""
    value: str = ""
    unit: str = ""
    counts: str = ""
    series: str = ""
    derive: str = ""
    decimals: Decimals | None = None
    check: str = ""
    rests_on: Ids = Field(default_factory=list)
    passage: str = ""
    quote: str = ""
    speaker: str = ""
    original: str = ""
    original_language: LanguageTag = ""
    translation: str = ""
    claims: dict[str, ClaimSchema] = Field(default_factory=dict)
    proposals: dict[str, ProposalSchema] = Field(default_factory=dict)
    date: Date | None = None
    as_of: Date | None = None
    by: str = ""
    source: str = ""
    status: StatusWord = ""
    credibility: Credibility = ""
    tags: dict[str, str] = Field(default_factory=dict)
    record: str = ""
    stale_after: Age = ""
    tlp: Label = ""
    note: str = ""


class TopicSchema(Schema):
    """A topic file without its facts, which are validated one by one."""

    WHAT: ClassVar[str] = "a topic"
    HINTS: ClassVar[Mapping[str, str]] = {"title": "title: Economy", "facts": "facts:"}

    title: str
    tlp: Label = ""
    facts: object


class SourceSchema(Schema):
    """An entry of sources.yaml."""

    WHAT: ClassVar[str] = "a source"
    HINTS: ClassVar[Mapping[str, str]] = {"title": "title: the title of the source"}

    title: str
    publisher: str = ""
    author: str = ""
    date: Date | None = None
    undated: str = ""
    url: Address = ""
    archived: Address = ""
    accessed: Date | None = None
    type: str = ""
    short: str = ""
    note: str = ""
    reliability: Reliability = ""
    read: ReadWord = ""
    via: str = ""
    origin: str = ""
    descriptor: str = ""
    party: str = ""
    tlp: Label = ""


class TableSchema(Schema):
    """An entry of tables.yaml."""

    WHAT: ClassVar[str] = "a table"
    HINTS: ClassVar[Mapping[str, str]] = {
        "title": "title: the title of the table",
        "rows": "rows: facts tagged item",
        "columns": "columns:",
    }

    title: str
    rows: str
    columns: list[str]
    group_by: str = ""
    sort_by: str = ""
    note: Notes = Field(default_factory=list)
    widths: str = ""
    tlp: Label = ""


class FigureSchema(Schema):
    """An entry of figures.yaml: a picture (`file`, `alt`) or a chart of facts (`chart`, `rows`)."""

    WHAT: ClassVar[str] = "a figure"
    HINTS: ClassVar[Mapping[str, str]] = {"title": "title: the title of the figure"}
    MEANT: ClassVar[Mapping[str, str]] = {"source": "credit", "sources": "credit", "image": "file", "picture": "file"}

    title: str
    file: str = ""
    alt: str = ""
    chart: ChartKind = ""
    rows: str = ""
    lanes: str = ""
    measure: str = ""
    credit: str = ""
    licence: str = ""
    note: str = ""
    tlp: Label = ""


class JudgementSchema(Schema):
    """An entry of judgements.yaml."""

    WHAT: ClassVar[str] = "a judgement"
    HINTS: ClassVar[Mapping[str, str]] = {
        "text": "text: the judgement, as a clause without a full stop",
        "likelihood": "likelihood: likely",
        "horizon": "horizon: 2026-12 (the date by which the outcome will be known)",
        "confidence": "confidence: moderate",
        "basis": "basis: the ids of the facts that it rests on",
    }

    text: str
    likelihood: str
    horizon: Date
    confidence: Confidence
    basis: LineList
    name: str = ""
    because: str = ""
    by: str = ""
    assumptions: Notes = Field(default_factory=list)
    would_change: Notes = Field(default_factory=list)
    tlp: Label = ""


class ChangeSchema(Schema):
    """An entry of changes.yaml."""

    WHAT: ClassVar[str] = "a change"

    label: ChangeLabel = ""
    says: str = ""


class PartialJudgementSchema(Schema):
    """The valid parts of a judgement with errors elsewhere, so that all its problems are reported in one run."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    WHAT: ClassVar[str] = "a judgement"

    likelihood: str = ""
    horizon: Date | None = None
    confidence: Confidence = ""
    basis: LineList = Field(default_factory=list)


class DossierSchema(Schema):
    """The file dossier.yaml."""

    WHAT: ClassVar[str] = "a dossier"
    HINTS: ClassVar[Mapping[str, str]] = {"title": "title: the title of the brief"}
    RENAMED: ClassVar[Mapping[str, str]] = {"cuts": "variants"}

    title: str
    subtitle: str = ""
    edition: Edition = ""
    supersedes: Edition = ""
    information_cut_off: Date | None = None
    date: Date | None = None
    language: str = "en-GB"
    template: Name = ""
    sections: list[Name] = Field(default_factory=list)
    restates: str = ""
    marking: Marking = ""
    publisher: str = ""
    authors: LineList = Field(default_factory=list)
    subject: str = ""
    keywords: LineList = Field(default_factory=list)
    series: str = ""
    series_number: SeriesNumber = ""
    notice: str = ""
    contact: str = ""
    licence: str = ""
    disclaimer: str = ""
    how_to_cite: str = ""
    methods: str = ""
    variants: dict[Name, Name] = Field(default_factory=dict)
    uses: NameList = Field(default_factory=list)
    likelihood_scale: str = ""
    tlp: dict[str, Label] = Field(default_factory=dict)
    checks: dict[str, str] = Field(default_factory=dict)
    citation_style: Style = "numeric"
    grades: GradesWord = ""
    theme: str = ""
    word_template: str = ""
    word_map: str = ""
    pdf_profile: ProfileWord = ""
    word_markers: MarkersWord = ""


class GlossarySchema(Schema):
    """The file glossary.yaml."""

    WHAT: ClassVar[str] = "a glossary"

    spellings: dict[str, NameLine] = Field(default_factory=dict)
    acronyms: dict[str, str] = Field(default_factory=dict)
    names: LineList = Field(default_factory=list)
    tlp: Label = ""
