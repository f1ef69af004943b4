"""Data model of a loaded dossier: sources, facts, claims, points, judgements, tables, figures, the ledger.

Created by `load`; immutable afterwards. Everything knows where it was typed. `schema` defines how the entries
are typed; a new kind of entry becomes a dataclass here and a schema there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from briefing.document.model import Aspect, Citation
from briefing.facts.change_model import ChangeEntry, Comparison
from briefing.facts.dossier import Dossier
from briefing.facts.quantity import PartialDate, Quantity
from briefing.problems.problem import NO_LOCATION, Location

Status: TypeAlias = Literal[
    "stated", "unverified", "disputed", "planned", "superseded", "corrected", "retracted", "proposed", "corroborated"
]  # fmt: skip
# Value of a CSL variable: a text, the parts of each name, or the dates of a range (year, month, day).
Detail: TypeAlias = "str | tuple[Mapping[str, str], ...] | tuple[tuple[int, ...], ...]"
PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "value": ("value",),
    "number": ("value",),
    "change": ("derive",),
    "date": ("date", "as_of"),
    "when": ("date", "as_of"),
    "as_of": ("as_of", "date"),
    "by": ("by",),
    "speaker": ("speaker", "by"),
    "name": ("name",),
    "quote": ("quote",),
}
"""Names that can be placed in a statement in braces, as in {value}, and the keys that can fill each in."""


class FactAspect(NamedTuple):
    """An aspect of a fact: its description, and as what the document refers to it, "" if it does not print by itself.

    `of_fact` means that it is the same for all claims of the fact.
    """

    description: str
    printed_as: Aspect | Literal[""]
    of_fact: bool = False


ASPECTS: Mapping[str, FactAspect] = {
    "value": FactAspect("the value with its unit, as the bare name of the fact prints it", "value"),
    "number": FactAspect("the number without its unit", "number"),
    "change": FactAspect("a growth or change in words: “fell by 29.5%”, “rose by 4%”, “did not change”", "value"),
    "unit": FactAspect("the unit", "unit"),
    "when": FactAspect("the date with its preposition: “in 2024”, “on 17 September 2012”", "date"),
    "date": FactAspect("the date when it happened", "date"),
    "as_of": FactAspect("the date that the figure describes", "date"),
    "by": FactAspect("who says so", "claimant"),
    "name": FactAspect("the name of the fact", "name", of_fact=True),
    "says": FactAspect("its sentence, without a full stop", "statement"),
    "status": FactAspect("its status: stated, corroborated, disputed …", "status"),
    "note": FactAspect("the note typed with it", "note"),
    "counts": FactAspect("what the figure counts", "note"),
    "record": FactAspect("its number in a register elsewhere", "note", of_fact=True),
    "tags": FactAspect("its tags: `{{ fact.tags.timeline }}`", ""),
    "quote": FactAspect("a quotation, in quotation marks", "quote"),
    "speaker": FactAspect("who is quoted", "claimant"),
    "original": FactAspect("the quotation in its original language", "quote"),
    "latest": FactAspect("the latest claim, with its claimant and date", "value"),
    "range": FactAspect("its comparable claims, as one range", "value"),
    "grade": FactAspect("the grade of source and claim, such as B2, if grades are shown", "note"),
}
"""Aspects of a fact that templates can print, written after a dot: `{{ fact.by }}`."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder in a statement, such as {value}; `name` is one of PLACEHOLDERS."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class Source:
    """A source.

    `original` is the id of the source that this one repeats. `undated` says why there is no date. `descriptor`
    says what kind of source it is and how it knows. `party` names the party to the conflict that the source is
    or speaks for. `details` are the CSL variables of a reference manager, `imported` whether the source comes
    from one.
    """

    id: str
    location: Location
    title: str
    publisher: str = ""
    author: str = ""
    date: PartialDate | None = None
    undated: str = ""
    url: str = ""
    archived: str = ""
    accessed: PartialDate | None = None
    type: str = ""
    short: str = ""
    note: str = ""
    reliability: str = ""
    read: str = ""
    via: str = ""
    original: str = ""
    descriptor: str = ""
    party: str = ""
    tlp: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: what one claimant says. `id` is "" for the only claim of a fact or point.

    Values that are not typed for the claim are those of the fact: date, as_of, by, counts, sources, status,
    note, tlp. `record` is the number of a row of a series in another register. `rests_on` names the facts from
    which the number was obtained; `passage` is the passage in the source.
    """

    id: str
    location: Location
    value: Quantity | None = None
    date: PartialDate | None = None
    as_of: PartialDate | None = None
    by: str = ""
    counts: str = ""
    sources: tuple[Citation, ...] = ()
    status: Status = "stated"
    credibility: str = ""
    rests_on: tuple[str, ...] = ()
    passage: str = ""
    note: str = ""
    tlp: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Operand:
    """A fact that a formula names, with the claim and the point that is meant, or "" if it has only one."""

    fact: str
    claim: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """Formula of a derived number as typed, and the facts in it, in order, without duplicates."""

    formula: str
    location: Location
    inputs: tuple[Operand, ...] = ()

    @property
    def is_change(self) -> bool:
        """Return True if the result says how far a number rose or fell, so that the aspect `change` can print it."""
        return self.formula.split()[:2] in (["change", "from"], ["growth", "from"])


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation. `translation` says whose translation `words` are: "ours" or a name.

    The speaker is `by` of the fact.
    """

    words: str
    location: Location
    original: str = ""
    language: str = ""
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A date of a series and its claims, several if sources disagree. `label` is the date as typed."""

    label: str
    when: PartialDate
    location: Location
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reviewer's proposal for a fact. It is not printed, and nothing is calculated from it.

    `claim` has the status "proposed" and holds only what is proposed. `instead_of` is the text that was printed
    at the time. `replaces` is the id of the claim that it would replace, `point` the label of the point, or "".
    """

    claim: Claim
    proposer: str
    proposed: PartialDate | None = None
    instead_of: str = ""
    replaces: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact.

    It has one claim with id "" (typed with `value:`, or without a value), or named claims, or the points of a
    series.

    `sources` are those typed for the fact itself (or the one that the dossier restates); `cited` are all of
    them. A fact with a `derivation` has one calculated claim; `check` is the formula that its typed value was
    compared with. `cut` says that a release left out some of its claims: the others must still be attributed.
    `proposals` are not among its claims, and their sources are not cited. `worded` are the words of `says` that
    give its status.
    """

    id: str
    topic: str
    location: Location
    name: str = ""
    says: tuple[str | Placeholder, ...] = ()
    claims: tuple[Claim, ...] = ()
    points: tuple[Point, ...] = ()
    unit: str = ""
    counts: str = ""
    status: Status = "stated"
    tags: Mapping[str, str] = field(default_factory=dict)
    record: str = ""
    stale_after: str = ""
    tlp: str = ""
    note: str = ""
    date: PartialDate | None = None
    as_of: PartialDate | None = None
    by: str = ""
    sources: tuple[Citation, ...] = ()
    derivation: Derivation | None = None
    decimals: int | None = None
    check: Derivation | None = None
    quotation: Quotation | None = None
    cut: bool = False
    proposals: tuple[Proposal, ...] = ()
    worded: str = ""

    @property
    def value(self) -> Quantity | None:
        """Return the value of a fact with exactly one claim, else None."""
        return self.claims[0].value if len(self.claims) == 1 else None

    @property
    def cited(self) -> tuple[Citation, ...]:
        """Return all citations of the fact, its claims and its points, in order, without duplicates."""
        claims = (*self.claims, *(claim for point in self.points for claim in point.claims))
        found = (*self.sources, *(citation for claim in claims for citation in claim.sources))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic file with its facts. `id` is the name of the file without .yaml."""

    id: str
    location: Location
    title: str
    facts: tuple[Fact, ...] = ()
    tlp: str = ""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A word of a likelihood scale, with its range in per cent.

    `sentence` contains {text} and {horizon}; `also` are synonyms of the word.
    """

    word: str
    low: str
    high: str
    sentence: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """A likelihood scale; its words go from the least to the most likely."""

    name: str
    words: tuple[Likelihood, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """One basis of a judgement: a fact, or a single claim of it."""

    fact: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """An entry of judgements.yaml: a clause (`text`) with its likelihood, horizon, confidence and basis."""

    id: str
    location: Location
    text: str
    likelihood: Likelihood
    horizon: PartialDate
    confidence: str
    basis: tuple[Basis, ...]
    name: str = ""
    because: str = ""
    by: str = ""
    assumptions: tuple[str, ...] = ()
    would_change: tuple[str, ...] = ()
    tlp: str = ""


@dataclass(frozen=True, slots=True)
class RowsSpec:
    """Selection of the rows of a table or chart.

    `names` are fact ids for the kind `facts`, one id for `claims`; `tag` and `tag_value` are for `tagged`,
    `topic` for `topic`.
    """

    kind: Literal["tagged", "facts", "claims", "topic", "sources", "judgements", "changes"]
    names: tuple[str, ...] = ()
    tag: str = ""
    tag_value: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: an aspect of a fact or source, or the name of a tag. `title` is "" for the default title.

    The aspect `years` stands for one column per date of the series in the rows, of the years `first` to `last` if they are not 0.
    """

    aspect: str
    location: Location
    title: str = ""
    is_tag: bool = False
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table as declared.

    `widths` are relative, one per column, or empty; `sort_by` and `group_by` are an aspect or tag, or "".

    `sort_location` is the location of `sort_by`.
    """

    id: str
    location: Location
    title: str
    rows: RowsSpec
    columns: tuple[ColumnSpec, ...]
    group_by: str = ""
    sort_by: str = ""
    descending: bool = False
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    tlp: str = ""
    sort_location: Location = NO_LOCATION


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """A figure as declared: a picture (`file`, a PNG or JPEG in the dossier's folder) or a `chart` of facts.

    `chart` is column, bar, line, range, timeline or exchange. `lanes` is the tag that assigns facts to the
    lanes of a timeline or the directions of an exchange. `measure` says what the values are, if names and units
    of the facts do not. `faulty` means that an error was reported, so that the figure cannot be drawn.
    """

    id: str
    location: Location
    title: str
    file: str = ""
    alt: str = ""
    chart: str = ""
    rows: RowsSpec | None = None
    lanes: str = ""
    measure: str = ""
    credit: str = ""
    licence: str = ""
    note: str = ""
    faulty: bool = False
    tlp: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Content of glossary.yaml.

    `spellings` maps a name to its wrong spellings, `acronyms` an acronym to its meaning. `names` are exempt
    from checks: their digits are not figures, their capitals not acronyms. `locations` are those of spellings
    and acronyms, by name.
    """

    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    acronyms: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)
    tlp: str = ""


JUDGEMENTS = "judgements.yaml"
CHANGES = "changes.yaml"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything in a loaded dossier, by id, in file order.

    Topics are in the order of the dossier's sections. Facts of all topics share one namespace. `facts` and
    `sources` include those of dossiers named in `uses:`, `topics` does not. `scale` is the likelihood scale,
    None without judgements. `used` gives the marking of the other dossier for each fact and source of one, "" if
    that is not a TLP label. `released` says that this is a release; `withheld` names everything that it left out,
    and `unlabelled_withheld` says whether that includes unlabelled content. `unread` names facts, judgements, tables
    and figures that could not be read, whose problems are reported already; `JUDGEMENTS` among them means that the
    whole file could not be read, `CHANGES` that changes cannot be printed. `incomplete` says that facts with unknown
    names could not be read. `entries` is changes.yaml. `compared` is None until `briefing.editions` has compared the
    editions.
    """

    dossier: Dossier
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    tables: Mapping[str, TableSpec]
    figures: Mapping[str, FigureSpec]
    folder: Path
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    scale: Scale | None = None
    withheld: frozenset[str] = frozenset()
    unlabelled_withheld: bool = False
    released: bool = False
    used: Mapping[str, str] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=Glossary)
    unread: frozenset[str] = frozenset()
    incomplete: bool = False
    entries: Mapping[str, ChangeEntry] = field(default_factory=dict)
    compared: Comparison | None = None

    def withholds_section(self, name: str) -> bool:
        """Return True if a release leaves out a section, because of its label or because it has none."""
        unlabelled = self.unlabelled_withheld and name not in self.topics and name not in self.dossier.sections
        return name in self.withheld or unlabelled
