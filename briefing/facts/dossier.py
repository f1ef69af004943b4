"""What dossier.yaml says, as values: the particulars of a brief, its sections and cuts, and how gravely it takes what checks find.

Only shapes: `dossier_file` reads them. Knows no fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.facts.quantity import PartialDate
from briefing.problems.problem import NOWHERE, Origin


@dataclass(frozen=True, slots=True)
class ChosenSeverity:
    """How grave a dossier takes what a check finds: `severity` as typed, and why where it says so."""

    severity: str
    reason: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Cut:
    """Another, shorter brief of the same facts: the template that makes it."""

    template: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Dossier:
    """dossier.yaml. `name` is the name of the folder; `restates` a source id or ""; `uses` names of sibling folders.

    `cut` is the name of the cut that is being made, "" for the whole brief.
    """

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
    template_origin: Origin = NOWHERE
    sections: tuple[str, ...] = ()
    section_origins: Mapping[str, Origin] = field(default_factory=dict)
    restates: str = ""
    restates_origin: Origin = NOWHERE
    marking: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    series: str = ""
    series_number: str = ""
    notice: str = ""
    contact: str = ""
    licence: str = ""
    disclaimer: str = ""
    how_to_cite: str = ""
    methods: str = ""
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    cut: str = ""
    uses: tuple[str, ...] = ()
    likelihood_scale: str = ""
    tlp: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, ChosenSeverity] = field(default_factory=dict)
    citation_style: str = "numeric"
    style_origin: Origin = NOWHERE
    grades: str = ""
