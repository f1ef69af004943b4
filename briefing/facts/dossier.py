"""Data model of dossier.yaml: the particulars of a brief, its sections and variants, its output, and the severities of its checks.

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

    `name` is the name of the folder, `restates` the id of a source or "", `uses` names sibling folders. `variant` is the name of
    the one of `variants` that is being built, "" for the whole brief.
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
    variants: Mapping[str, Variant] = field(default_factory=dict)
    variant: str = ""
    uses: tuple[str, ...] = ()
    likelihood_scale: str = ""
    tlp: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, ChosenSeverity] = field(default_factory=dict)
    citation_style: str = "numeric"
    style_location: Location = NO_LOCATION
    grades: str = ""
    decimal_mark: str = ""
    theme: str = ""
    word_template: str = ""
    word_map: str = ""
    pdf_profile: str = ""
    word_markers: str = ""
    setting_locations: Mapping[str, Location] = field(default_factory=dict)

    @property
    def named_files(self) -> tuple[str, ...]:
        """Names of files in the dossier's folder that decide on the output; the theme may also be the name of a shipped one."""
        return tuple(name for name in (self.theme, self.word_template, self.word_map) if name)
