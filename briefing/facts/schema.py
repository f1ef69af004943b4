"""What a dossier is made of once it is read: sources, facts with their claims and points, tables, figures, the ledger.

All frozen and slotted; every one knows where it was typed. Given by `load`, read by everybody else, changed by nobody.
How these are typed stands in `forms`. A later kind (judgement, quotation, derived fact) becomes a dataclass here, a form there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from briefing.errors import NOWHERE, Origin
from briefing.facts.quantity import PartialDate, Quantity
from briefing.model import Citation

Status: TypeAlias = Literal[
    "stated", "unverified", "disputed", "planned", "superseded", "corrected", "retracted", "proposed", "corroborated"
]  # fmt: skip
# What a reference manager says of one variable: a text, the parts of each name, or the dates of a range (year, month, day).
Detail: TypeAlias = "str | tuple[Mapping[str, str], ...] | tuple[tuple[int, ...], ...]"
# What can be placed in a statement with {name}.
PLACEHOLDERS = ("value", "number", "date", "when", "as_of", "by", "name")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """{value} in a statement: `name` is one of PLACEHOLDERS."""

    name: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Source:
    """A source. `original` is the id of the source that this one repeats; `undated` says why there is no date.

    `interest` is the party to the conflict that it belongs to; `details` what a reference manager knows besides (CSL variables);
    `imported` tells that it comes from one.
    """

    id: str
    origin: Origin
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
    interest: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What one claimant says. `id` is "" for the only claim of a fact or point.

    What is not typed with the claim is the fact's: date, as_of, by, counts, sources, status, note, tlp.
    """

    id: str
    origin: Origin
    value: Quantity | None = None
    date: PartialDate | None = None
    as_of: PartialDate | None = None
    by: str = ""
    counts: str = ""
    sources: tuple[Citation, ...] = ()
    status: Status = "stated"
    credibility: str = ""
    note: str = ""
    tlp: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A date of a series and what is claimed for it; more than one claim means that they disagree. `label` is the date as typed."""

    label: str
    when: PartialDate
    origin: Origin
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact. It has one claim with id "" (typed with `value:`, or with no value), or named claims, or the points of a series.

    `sources` are those typed with the fact itself (or the one that the dossier restates); `cited` are all.
    """

    id: str
    topic: str
    origin: Origin
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
    origin: Origin
    title: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsSpec:
    """Which rows a table has. `names` are fact ids for `facts`; `tag` and `tag_value` for `tagged`; `topic` for `topic`."""

    kind: Literal["tagged", "facts", "topic", "sources"]
    names: tuple[str, ...] = ()
    tag: str = ""
    tag_value: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: an aspect of a fact (or of a source), or the name of a tag. `title` is "" where the language's word stands."""

    aspect: str
    origin: Origin
    title: str = ""
    is_tag: bool = False


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table as declared. `widths` are relative, one a column, or empty; `sort_by` and `group_by` an aspect or tag, or ""."""

    id: str
    origin: Origin
    title: str
    rows: RowsSpec
    columns: tuple[ColumnSpec, ...]
    group_by: str = ""
    sort_by: str = ""
    descending: bool = False
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """A figure as declared: a picture, whose `file` is a PNG or JPEG inside the dossier's folder, or a `chart` of facts.

    `chart` is column, bar, line, range, timeline or exchange; `lanes` the tag that parts a timeline's lanes or an exchange's
    directions; `measure` what the values are, where the facts' name and unit do not say it.
    """

    id: str
    origin: Origin
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


@dataclass(frozen=True, slots=True)
class Dossier:
    """dossier.yaml. `name` is the name of the folder; `restates` a source id or ""; `uses` names of sibling folders."""

    name: str
    origin: Origin
    title: str
    subtitle: str = ""
    edition: str = ""
    supersedes: str = ""
    information_cut_off: PartialDate | None = None
    date: PartialDate | None = None
    language: str = "en-GB"
    template: str = ""
    sections: tuple[str, ...] = ()
    section_origins: Mapping[str, Origin] = field(default_factory=dict)
    restates: str = ""
    marking: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    series: str = ""
    contact: str = ""
    licence: str = ""
    disclaimer: str = ""
    uses: tuple[str, ...] = ()
    citation_style: str = "numeric"
    style_origin: Origin = NOWHERE
    grades: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was read, by id, in the order in which it was typed: topics in the order of the dossier's sections.

    Facts of all topics share one namespace. Facts and sources of dossiers that are used stand in `facts` and `sources`;
    their topics are not this dossier's.
    """

    dossier: Dossier
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    tables: Mapping[str, TableSpec]
    figures: Mapping[str, FigureSpec]
    folder: Path
