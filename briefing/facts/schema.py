"""Pydantic schemas of the entries in fact files: the keys, what each means, which are required, and the values they take.

`validate` checks an entry against its schema, and `json_schema` makes the schemas for editors and the lists of the
reference documentation. The dataclasses of `ledger` are then built from the validated entries by `fact_builder`,
`sources`, `tables_file`, `dossier_file` and others. To add a key, add it here, in `ledger`, and where one is converted
to the other.
"""

# Annotations are not postponed here: pydantic would have to compile each one again, in half of the module's import time.

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_plain_validator_function

from briefing.facts.change_model import LABELS
from briefing.facts.dates import PartialDate, UnreadableValue, parse_date
from briefing.facts.number_text import DECIMAL_MARKS
from briefing.facts.value_types import (
    CHARTS,
    CONFIDENCES,
    EXTENTS,
    GRADES,
    PDF_PROFILES,
    STATUSES,
    TLP_LABELS,
    WORD_MARKERS,
    read_address,
    read_age,
    read_change,
    read_chart,
    read_confidence,
    read_decimal_mark,
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


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Annotation of a value that is typed as text: `read` returns the value, or raises UnreadableValue.

    `words` are all that the key accepts, if they are a closed set. `code` is that of the problem if the exception has none.
    """

    read: Callable[[str], object]
    words: tuple[str, ...] = ()
    code: str = ""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic read the value with `read` and with nothing else."""
        return no_info_plain_validator_function(self._check)

    def _check(self, value: object) -> object:
        if not isinstance(value, str):
            raise _refuse("not-text", "expected text after the key")
        try:
            return self.read(value)
        except UnreadableValue as error:
            raise _refuse(getattr(error, "code", self.code), error.message, error.suggestion) from error


def _refuse(code: str, message: str, corrected: str = "") -> PydanticCustomError:
    """Return an error that becomes a problem with that code; `corrected` is the value to type instead."""
    # The message is passed as a value, not as the template: text that the user typed may contain braces.
    return PydanticCustomError(code, "{message}", {"message": message, "corrected": corrected})


def _split(value: object) -> object:
    """Convert items on one line, separated by commas, to a list."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _listed(value: object) -> object:
    """Convert a single text to a list of one."""
    return [value] if isinstance(value, str) else value


# Kinds of values.
Date: TypeAlias = Annotated[PartialDate, ReadBy(parse_date, code="bad-date")]
Marking: TypeAlias = Annotated[str, ReadBy(read_marking)]
Age: TypeAlias = Annotated[str, ReadBy(read_age)]
Address: TypeAlias = Annotated[str, ReadBy(read_address)]
SeriesNumber: TypeAlias = Annotated[str, ReadBy(read_series_number)]
Edition: TypeAlias = Annotated[str, ReadBy(read_edition)]
Style: TypeAlias = Annotated[str, ReadBy(read_style)]
Name: TypeAlias = Annotated[str, ReadBy(read_name)]
Decimals: TypeAlias = Annotated[int, ReadBy(read_decimals)]
LanguageTag: TypeAlias = Annotated[str, ReadBy(read_tag)]
StatusWord: TypeAlias = Annotated[str, ReadBy(read_status, STATUSES)]
Reliability: TypeAlias = Annotated[str, ReadBy(read_grade("ABCDEF", "reliability"), tuple("ABCDEF"))]
ChartKind: TypeAlias = Annotated[str, ReadBy(read_chart, CHARTS)]
Confidence: TypeAlias = Annotated[str, ReadBy(read_confidence, CONFIDENCES)]
ReadWord: TypeAlias = Annotated[str, ReadBy(read_extent, EXTENTS)]
GradesWord: TypeAlias = Annotated[str, ReadBy(read_grades, GRADES)]
DecimalMarkWord: TypeAlias = Annotated[str, ReadBy(read_decimal_mark, DECIMAL_MARKS)]
ProfileWord: TypeAlias = Annotated[str, ReadBy(read_profile, PDF_PROFILES)]
MarkersWord: TypeAlias = Annotated[str, ReadBy(read_markers, WORD_MARKERS)]
ChangeLabel: TypeAlias = Annotated[str, ReadBy(read_change, LABELS)]
NameList: TypeAlias = Annotated[list[Name], BeforeValidator(_split)]
LineList: TypeAlias = Annotated[list[str], BeforeValidator(_split)]
Notes: TypeAlias = Annotated[list[str], BeforeValidator(_listed)]

# Keys that mean the same in several schemas. A field with a description of its own replaces the one here.
Label: TypeAlias = Annotated[
    str,
    ReadBy(read_label, (*TLP_LABELS, *(label.removeprefix("TLP:") for label in TLP_LABELS))),
    Field(description="How far it may be shared (TLP 2.0)."),
]
Credibility: TypeAlias = Annotated[
    str,
    ReadBy(read_grade("123456", "credibility"), tuple("123456")),
    Field(description="Grade of the claim, 1 (confirmed) to 6 (cannot be judged)."),
]
AsOf: TypeAlias = Annotated[
    Date | None, Field(description="The date that a figure describes, if the figure changes over time.")
]
Counts: TypeAlias = Annotated[str, Field(description="What a figure counts: killed and wounded, signed contracts.")]
Sources: TypeAlias = Annotated[
    str, Field(description="The ids of sources, each with the place in it: reuters_2012, par. 3; bbc_2025.")
]
RestsOn: TypeAlias = Annotated[LineList, Field(description="The facts from which this number was obtained.")]
Passage: TypeAlias = Annotated[
    str, Field(description="The passage in the source, for whoever checks the fact. Never printed in a brief.")
]


class Schema(BaseModel):
    """Base class of all schemas. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
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

    value: str = Field(description="The value that this claimant gives.")
    date: Date | None = Field(default=None, description="When it happened, if that differs from the date of the fact.")
    as_of: AsOf = None
    by: str = Field(default="", description="Who claims it.")
    counts: Counts = ""
    source: Sources = ""
    status: StatusWord = Field(default="", description="The status of the claim.")
    credibility: Credibility = ""
    rests_on: RestsOn = Field(default_factory=list)
    passage: Passage = ""
    note: str = Field(default="", description="A remark on this claim.")
    tlp: Label = Field(default="", description="How far the claim may be shared (TLP 2.0).")


class ProposalSchema(Schema):
    """A reviewer's proposal for a fact. `proposals` checks that the claim or point exists."""

    WHAT: ClassVar[str] = "a proposal"
    HINTS: ClassVar[Mapping[str, str]] = {"proposer": "proposer: who proposes it"}
    MEANT: ClassVar[Mapping[str, str]] = {"replaces": "claim", "was": "instead_of"}

    value: str = Field(default="", description="The proposed value.")
    date: Date | None = Field(default=None, description="The proposed date.")
    as_of: Date | None = Field(default=None, description="The proposed date that the figure describes.")
    by: str = Field(default="", description="The proposed claimant.")
    counts: str = Field(default="", description="What the figure counts, as proposed.")
    proposer: str = Field(description="Who proposes it.")
    proposed: Date | None = Field(default=None, description="When it was proposed: 2026-01-20.")
    instead_of: str = Field(default="", description="The text that was printed when the proposal was made.")
    claim: str = Field(default="", description="The id of the claim that the proposal would replace.")
    point: str = Field(default="", description="The date of the series that the proposal is about: 2025.")
    source: str = Field(
        default="",
        description="The sources that the reviewer names. The proposal needs one before it can become the value.",
    )
    note: str = Field(default="", description="The reviewer's remark.")


class FactSchema(Schema):
    """One fact. `key_rules` checks which keys can be used together."""

    WHAT: ClassVar[str] = "a fact"
    MEANT: ClassVar[Mapping[str, str]] = {"formula": "derive", "quotation": "quote", "translated_by": "translation"}

    name: str = Field(
        default="", description="The name of the fact where it is printed on its own, in a table or a chart."
    )
    says: str = Field(
        default="",
        description="A sentence without its full stop, in lower case unless its first word is a name, with {value} in place of the value, "
        "so that a figure is typed only once. The program adds a capital where it begins a sentence.",
    )
    worded: str = Field(
        default="",
        description="The words of `says` that give its status, so that nothing is added: announced.",
    )
    value: str = Field(
        default="",
        description="The value as you would write it: about 10 billion USD, more than 11,000 soldiers, 90 %.",
    )
    unit: str = Field(default="", description="The unit of every value of the fact: soldiers, million USD, %.")
    decimal_mark: DecimalMarkWord = Field(
        default="",
        description="What the point in 10.293 is: point, if it is a decimal mark; comma, if it is between thousands.",
    )
    counts: Counts = ""
    series: str = Field(
        default="", description="The CSV or XLSX file with one value per date: trade.csv; trade.xlsx, sheet Trade."
    )
    derive: str = Field(default="", description="A formula over other facts: growth from trade[2022] to trade[2023].")
    decimals: Decimals | None = Field(
        default=None, description="The number of digits after the decimal mark of a calculated figure."
    )
    check: str = Field(default="", description="A formula that the value must agree with: sum of a, b and c.")
    rests_on: RestsOn = Field(default_factory=list)
    passage: Passage = ""
    quote: str = Field(default="", description="A quotation, without quotation marks.")
    speaker: str = Field(default="", description="Who said or wrote the words.")
    original: str = Field(default="", description="The words in their original language.")
    original_language: LanguageTag = Field(default="", description="The language of the original words: ru.")
    translation: str = Field(default="", description="Whose translation it is: ours, or a name.")
    claims: dict[str, ClaimSchema] = Field(
        default_factory=dict, description="What different sources claim, each under an id."
    )
    proposals: dict[str, ProposalSchema] = Field(
        default_factory=dict,
        description="What reviewers propose, each under an id. A proposal is not printed until it becomes the value or a claim.",
    )
    date: Date | None = Field(default=None, description="When it happened: 2012, 2012-09, 2012-09-17, 2023-09/2025-03.")
    as_of: AsOf = None
    by: str = Field(default="", description="Who says so, if it is not the source itself.")
    source: Sources = ""
    status: StatusWord = Field(
        default="",
        description="The status of the fact. The default is stated. The status corroborated is found automatically and "
        "cannot be typed.",
    )
    credibility: Credibility = ""
    tags: dict[str, str] = Field(
        default_factory=dict, description="Labels by which tables and charts select the fact: key: value."
    )
    record: str = Field(default="", description="The number of the record in another register.")
    stale_after: Age = Field(default="", description="How long the figure stays valid: 90 days.")
    tlp: Label = ""
    note: str = Field(default="", description="A remark, printed in the table column `note` or by {{ fact.note }}.")


class TopicSchema(Schema):
    """A topic file without its facts, which are validated one by one."""

    WHAT: ClassVar[str] = "a topic"
    HINTS: ClassVar[Mapping[str, str]] = {"title": "title: Economy", "facts": "facts:"}

    title: str = Field(description="The title of the topic, which is the heading of its section.")
    tlp: Label = Field(
        default="", description="How far the topic may be shared (TLP 2.0). Its facts are shared no further."
    )
    facts: object = Field(description="The facts of the topic, each under its id.")


class SourceSchema(Schema):
    """An entry of sources.yaml."""

    WHAT: ClassVar[str] = "a source"
    HINTS: ClassVar[Mapping[str, str]] = {"title": "title: the title of the source"}

    title: str = Field(description="The title of the source.")
    publisher: str = Field(default="", description="Who published the source.")
    author: str = Field(default="", description="Who wrote the source.")
    date: Date | None = Field(default=None, description="When the source was published: 2025, 2025-06 or 2025-06-15.")
    undated: str = Field(default="", description="Why the source has no date.")
    url: Address = Field(default="", description="The web address, with https://.")
    archived: Address = Field(default="", description="The address of an archived copy.")
    accessed: Date | None = Field(default=None, description="When the source was last opened: 2025-07-01.")
    type: str = Field(default="", description="The kind of source: report, newsletter, dataset.")
    short: str = Field(default="", description="The short name of the source in notes.")
    note: str = Field(default="", description="A remark on the source.")
    reliability: Reliability = Field(
        default="", description="Grade of the source, A (reliable) to F (cannot be judged)."
    )
    read: ReadWord = Field(default="", description="How much of the source was read: full, excerpt or no.")
    via: str = Field(default="", description="The source in which this one was read, if it was not read itself.")
    origin: str = Field(default="", description="The id of the source that this one repeats.")
    descriptor: str = Field(default="", description="The kind of source, and how it knows what it says.")
    party: str = Field(default="", description="The party to the conflict that the source speaks for.")
    tlp: Label = ""


class TableSchema(Schema):
    """An entry of tables.yaml."""

    WHAT: ClassVar[str] = "a table"
    HINTS: ClassVar[Mapping[str, str]] = {
        "title": "title: the title of the table",
        "rows": "rows: facts tagged item",
        "columns": "columns:",
    }

    title: str = Field(description="The title, printed above the table.")
    rows: str = Field(
        description="Which facts: facts tagged item, facts a, b, facts of economy, claims of casualties, sources, judgements, changes."
    )
    columns: list[str] = Field(
        description="The columns, one per line: what a column shows, then its title, as in says as Event."
    )
    group_by: str = Field(default="", description="The tag or column whose values divide the rows into bands.")
    sort_by: str = Field(default="", description="The column to sort by: date, value descending.")
    note: Notes = Field(default_factory=list, description="A note printed below the table: a text, or a list of texts.")
    widths: str = Field(default="", description="Relative widths of the columns: 2 1 1.")
    tlp: Label = ""


class FigureSchema(Schema):
    """An entry of figures.yaml: a picture (`file`, `alt`) or a chart of facts (`chart`, `rows`)."""

    WHAT: ClassVar[str] = "a figure"
    HINTS: ClassVar[Mapping[str, str]] = {"title": "title: the title of the figure"}
    MEANT: ClassVar[Mapping[str, str]] = {"source": "credit", "sources": "credit", "image": "file", "picture": "file"}

    title: str = Field(
        description="The title, printed above the figure. Preferably a sentence that says what the figure shows."
    )
    file: str = Field(default="", description="A PNG or JPEG in the dossier's folder.")
    alt: str = Field(default="", description="What a picture shows, for readers who cannot see it.")
    chart: ChartKind = Field(default="", description="The kind of chart.")
    rows: str = Field(default="", description="Which facts a chart draws: facts trade, facts tagged item, judgements.")
    lanes: str = Field(
        default="",
        description="The tag that assigns facts to the lanes of a timeline or the directions of an exchange.",
    )
    measure: str = Field(default="", description="What the values of a chart measure, if the facts do not say it.")
    credit: str = Field(default="", description="Who made the picture or chart.")
    licence: str = Field(default="", description="The terms of use of a picture.")
    note: str = Field(default="", description="A note printed below the figure.")
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

    text: str = Field(description="The judgement, as a clause without a full stop.")
    likelihood: str = Field(description="A word of the scale: likely, very unlikely.")
    horizon: Date = Field(description="The date by which the outcome of the judgement will be known.")
    confidence: Confidence = Field(description="How well the evidence supports the judgement.")
    basis: LineList = Field(
        description="The ids of the facts that the judgement rests on; one claim of a fact: fact.claim."
    )
    name: str = Field(default="", description="The name of the judgement in a table or a chart.")
    because: str = Field(default="", description="The reason for the confidence, as a clause.")
    by: str = Field(default="", description="Who makes the judgement.")
    assumptions: Notes = Field(default_factory=list, description="What the judgement takes for granted, one per line.")
    would_change: Notes = Field(default_factory=list, description="What would change the judgement, one per line.")
    tlp: Label = Field(
        default="",
        description="How far the judgement may be shared (TLP 2.0): never further than the facts that it rests on.",
    )


class ChangeSchema(Schema):
    """An entry of changes.yaml."""

    WHAT: ClassVar[str] = "a change"

    label: ChangeLabel = Field(default="", description="The label of the change, if it is not found automatically.")
    says: str = Field(
        default="",
        description="The change in your own words. {was} prints the former value, {fact} the current value of a fact.",
    )


class PartialJudgementSchema(Schema):
    """The valid parts of a judgement with errors elsewhere, so that all its problems are reported in one run."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)
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

    title: str = Field(description="The brief's title.")
    subtitle: str = Field(default="", description="The second line of the title.")
    edition: Edition = Field(default="", description="The number of the edition: 1, 2, 3.")
    supersedes: Edition = Field(default="", description="The number of the edition that this one replaces.")
    information_cut_off: Date | None = Field(
        default=None, description="The last day of the information used. The age of a figure is counted to this day."
    )
    date: Date | None = Field(default=None, description="The date of the brief: 2025, 2025-07 or 2025-07-14.")
    language: str = Field(
        default="en-GB", description="The language of the brief. British English, en-GB, is the only one available."
    )
    template: Name = Field(default="", description="The template of the brief.")
    sections: list[Name] = Field(
        default_factory=list, description="The sections in order: names of topics and templates."
    )
    restates: str = Field(default="", description="The id of the one source that the whole brief restates.")
    marking: Marking = Field(default="", description="A TLP label or words, printed on every page.")
    publisher: str = Field(default="", description="Who publishes the brief.")
    authors: LineList = Field(default_factory=list, description="Who wrote the brief.")
    subject: str = Field(default="", description="What the brief is about.")
    keywords: LineList = Field(default_factory=list, description="Keywords for searches.")
    series: str = Field(default="", description="The series that the brief belongs to.")
    series_number: SeriesNumber = Field(default="", description="The number of the brief in its series.")
    notice: str = Field(default="", description="A notice that is printed on page 1, below the title.")
    contact: str = Field(default="", description="The contact for questions about the brief.")
    licence: str = Field(default="", description="The terms of use.")
    disclaimer: str = Field(default="", description="What the publisher is and is not responsible for.")
    how_to_cite: str = Field(
        default="", description="How to cite the brief; {title}, {edition}, {date} and {cut_off} are filled in."
    )
    methods: str = Field(default="", description="How the brief was made.")
    variants: dict[Name, Name] = Field(
        default_factory=dict,
        description="Variants of the brief, from the same facts: a name, and the template that makes it.",
    )
    uses: NameList = Field(
        default_factory=list, description="Dossiers beside this one whose facts and sources are used."
    )
    likelihood_scale: str = Field(default="", description="icd203, phia, or a TOML file in the dossier's folder.")
    tlp: dict[str, Label] = Field(
        default_factory=dict,
        description="How far a section may be shared (TLP 2.0): the name of the section, and a label.",
    )
    checks: dict[str, str] = Field(
        default_factory=dict, description="The severity of a check: code: error, or code: note, because of a reason."
    )
    citation_style: Style = Field(default="numeric", description="How notes and sources are written.")
    grades: GradesWord = Field(default="", description="shown, if grades of sources and claims are printed.")
    decimal_mark: DecimalMarkWord = Field(
        default="",
        description="The mark before decimals in values that can be read in two ways, such as 10.293: point or comma.",
    )
    theme: str = Field(
        default="", description="A shipped theme (plain, ministry, infocus), or a theme file in the dossier's folder."
    )
    word_template: str = Field(
        default="",
        description="A Word template (.docx or .dotx) in the dossier's folder, into which the brief is written.",
    )
    word_map: str = Field(
        default="", description="A TOML file in the dossier's folder that names the styles of the Word template."
    )
    pdf_profile: ProfileWord = Field(
        default="",
        description="The standards that the PDF conforms to: ua1+a3a (PDF/UA-1 and PDF/A-3a) or ua2+a4f (PDF/UA-2 and "
        "PDF/A-4f).",
    )
    word_markers: MarkersWord = Field(
        default="",
        description="How printed facts are marked in the Word file: any (hidden bookmarks) or word (content controls).",
    )


class GlossarySchema(Schema):
    """The file glossary.yaml."""

    WHAT: ClassVar[str] = "a glossary"

    spellings: dict[str, LineList] = Field(
        default_factory=dict, description="The correct spelling of a name, and the wrong ones."
    )
    acronyms: dict[str, str] = Field(default_factory=dict, description="What each acronym stands for.")
    names: LineList = Field(
        default_factory=list,
        description="Names that contain digits but are not figures, such as KN-23, and names that keep their capital: Sputnik.",
    )
    tlp: Label = ""
