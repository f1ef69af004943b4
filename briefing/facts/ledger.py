"""What a dossier is made of once it is read: sources, facts with their claims and points, tables, figures, the ledger.

All frozen and slotted; every one knows where it was typed. Given by `load`, read by everybody else, changed by nobody.
How these are typed stands in `forms`. A later kind (a judgement) becomes a dataclass here, a form there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from briefing.document.model import Citation
from briefing.facts.changes import ChangeEntry, Comparison
from briefing.facts.dossier import Dossier
from briefing.facts.quantity import PartialDate, Quantity
from briefing.problems.problem import NO_LOCATION, Location

Status: TypeAlias = Literal[
    "stated", "unverified", "disputed", "planned", "superseded", "corrected", "retracted", "proposed", "corroborated"
]  # fmt: skip
# What a reference manager says of one variable: a text, the parts of each name, or the dates of a range (year, month, day).
Detail: TypeAlias = "str | tuple[Mapping[str, str], ...] | tuple[tuple[int, ...], ...]"
# What can be placed in a statement with {name}.
PLACEHOLDERS = ("value", "number", "date", "when", "as_of", "by", "speaker", "name", "quote")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """{value} in a statement: `name` is one of PLACEHOLDERS."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class Source:
    """A source. `original` is the id of the source that this one repeats; `undated` says why there is no date.

    `descriptor` says what the source is and how it knows; `party` names the party to the conflict that the source is, or speaks
    for; `details` what a reference manager knows besides (CSL variables); `imported` tells that it comes from one.
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
    """What one claimant says. `id` is "" for the only claim of a fact or point.

    What is not typed with the claim is the fact's: date, as_of, by, counts, sources, status, note, tlp.
    `record` is the number that a row of a series has in a register of its own.
    `rests_on` names facts out of which its number was itself got; `passage` is what was relied on in the source.
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
    """A fact that a formula names: with the claim or the point of it that is meant, or "" where it has only one."""

    fact: str
    claim: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """Where a number of ours comes from: the formula as typed and the facts in it, in order, each once."""

    formula: str
    location: Location
    inputs: tuple[Operand, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words. `translation` says whose translation `words` are: "ours" or a name; the speaker is the fact's `by`."""

    words: str
    location: Location
    original: str = ""
    language: str = ""
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A date of a series and what is claimed for it; more than one claim means that they disagree. `label` is the date as typed."""

    label: str
    when: PartialDate
    location: Location
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a reviewer proposes beside what is there; it prints nowhere, and nothing is worked out of it.

    `claim` has the status "proposed" and holds only what is proposed. `instead_of` is what was printed when it was proposed;
    `replaces` the id of the claim that it would take the place of, `point` the label of the point, "" where there is no such.
    """

    claim: Claim
    proposer: str
    proposed: PartialDate | None = None
    instead_of: str = ""
    replaces: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact. It has one claim with id "" (typed with `value:`, or with no value), or named claims, or the points of a series.

    `sources` are those typed with the fact itself (or the one that the dossier restates); `cited` are all. A fact with a
    `derivation` has one claim, which we calculated; `check` is the formula that its typed value was held
    against. `cut` says that a release left out claims of it: those that stay are still only somebody's word.
    `proposals` wait beside all that: they are none of its claims, and their sources none that it cites.
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

    @property
    def value(self) -> Quantity | None:
        """The value of a fact that has one claim; None for a fact with none, with several, or with a series."""
        return self.claims[0].value if len(self.claims) == 1 else None

    @property
    def cited(self) -> tuple[Citation, ...]:
        """Every citation of the fact, its claims and its points, in order, each once."""
        claims = (*self.claims, *(claim for point in self.points for claim in point.claims))
        found = (*self.sources, *(citation for claim in claims for citation in claim.sources))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Topic:
    """One module of facts. `id` is the name of its file without .yaml."""

    id: str
    location: Location
    title: str
    facts: tuple[Fact, ...] = ()
    tlp: str = ""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A word of a scale. `low` and `high` are per cent; `sentence` holds {text} and {horizon}; `also` are words for the same."""

    word: str
    low: str
    high: str
    sentence: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """A named scale of likelihood, from the least likely word to the most likely."""

    name: str
    words: tuple[Likelihood, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a judgement rests on: a fact, or one claim of it."""

    fact: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """An entry of judgements.yaml: what is judged (`text`, a clause), how likely, by when, how confident and on what basis."""

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
    """Which rows a table has.

    `names` are fact ids for `facts`, one for `claims`; `tag` and `tag_value` for `tagged`; `topic` for `topic`.
    """

    kind: Literal["tagged", "facts", "claims", "topic", "sources", "judgements", "changes"]
    names: tuple[str, ...] = ()
    tag: str = ""
    tag_value: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: an aspect of a fact (or of a source), or the name of a tag. `title` is "" where the language's word stands."""

    aspect: str
    location: Location
    title: str = ""
    is_tag: bool = False


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table as declared. `widths` are relative, one a column, or empty; `sort_by` and `group_by` an aspect or tag, or "".

    `sort_location` is where `sort_by` was typed.
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
    """A figure as declared: a picture, whose `file` is a PNG or JPEG inside the dossier's folder, or a `chart` of facts.

    `chart` is column, bar, line, range, timeline or exchange; `lanes` the tag that parts a timeline's lanes or an exchange's
    directions; `measure` what the values are, where the facts' name and unit do not say it. `faulty` tells that an error was
    reported of it, so that it cannot be drawn.
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
    """glossary.yaml. `spellings` maps a name to the other ways in which it is spelt; `acronyms` to what they stand for.

    `names` are exempt: their digits are no figures, their capitals no acronyms. `locations` are of all three, by name.
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
    """Everything that was read, by id, in the order in which it was typed: topics in the order of the dossier's sections.

    Facts of all topics share one namespace. Facts and sources of dossiers that are used stand in `facts` and `sources`;
    their topics are not this dossier's. `scale` is that of the judgements, None where there are none.
    `used` gives the marking of the other dossier for each fact and source of one, "" where that is no TLP label. `released`
    tells that this is a release; `withheld` names what it left out, `unlabelled_withheld` whether that includes what has no
    label. `unread` names the
    judgements, tables and figures that were typed and could not be read: what was wrong with them has been told. `JUDGEMENTS`
    among them stands for a file that could not be read at all, `CHANGES` for changes that cannot be told. `entries` is
    changes.yaml; `compared` stays None until `briefing.editions` has compared.
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
    entries: Mapping[str, ChangeEntry] = field(default_factory=dict)
    compared: Comparison | None = None

    def withholds_section(self, name: str) -> bool:
        """Whether a release leaves out a section: by its label, or because it has none (a template may place any)."""
        unlabelled = self.unlabelled_withheld and name not in self.topics and name not in self.dossier.sections
        return name in self.withheld or unlabelled
