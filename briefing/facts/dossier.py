"""Data model of dossier.yaml: particulars of the brief, its sections, variants, and severities of checks.

`dossier_file` reads the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.facts.quantity import PartialDate
from briefing.problems.problem import NO_LOCATION, Location


@dataclass(frozen=True, slots=True)
class ChosenSeverity:
    """Severity that a dossier sets for a check: `severity` as typed, and the reason if one was given."""

    severity: str
    reason: str
    location: Location


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant of the brief, from the same facts: the template that makes it."""

    template: str
    location: Location


@dataclass(frozen=True, slots=True)
class Dossier:
    """Content of dossier.yaml.

    `name` is the name of the folder, `restates` the id of a source or "", `uses` names sibling folders. `cuts`
    holds the variants, `cut` the name of the one that is being built, "" for the whole brief.
    """

    name: str
    location: Location
    title: str
    subtitle: str = ""
    edition: str = ""
    supersedes: str = ""
    information_cut_off: PartialDate | None = None
    date: PartialDate | None = None
    language: str = "en-GB"
    template: str = ""
    template_location: Location = NO_LOCATION
    sections: tuple[str, ...] = ()
    section_locations: Mapping[str, Location] = field(default_factory=dict)
    restates: str = ""
    restates_location: Location = NO_LOCATION
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
    cuts: Mapping[str, Variant] = field(default_factory=dict)
    cut: str = ""
    uses: tuple[str, ...] = ()
    likelihood_scale: str = ""
    tlp: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, ChosenSeverity] = field(default_factory=dict)
    citation_style: str = "numeric"
    style_location: Location = NO_LOCATION
    grades: str = ""
