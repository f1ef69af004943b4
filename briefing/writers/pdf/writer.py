"""The PDF format for the registry of writers."""

from __future__ import annotations

from typing import cast

from briefing.layout.theme import Theme
from briefing.problems.problem import Problem
from briefing.writers import OutputFile, RenderedBrief, WriterOptions
from briefing.writers.pdf import PROFILES, ProfileName
from briefing.writers.pdf import write as write_pdf


def check(options: WriterOptions, theme: Theme) -> list[Problem]:
    """Return a problem for a profile that does not exist."""
    del theme
    if options.pdf_profile in PROFILES:
        return []
    message = f'unknown PDF profile "{options.pdf_profile}"'
    return [Problem("unknown-profile", message, hint=f"choose one of: {', '.join(PROFILES)}")]


def write(brief: RenderedBrief) -> OutputFile:
    """Return a tagged PDF that conforms to the standards of the profile chosen."""
    profile = cast("ProfileName", brief.options.pdf_profile)
    return write_pdf(brief.document, brief.theme, laid=brief.pages, profile=profile, record=brief.record)
