"""Compare and verify finished files, trace their figures, and apply reviewers' edits to the dossier."""

from briefing import _make_callable

_make_callable(__name__)
