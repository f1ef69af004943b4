"""From a dossier to finished files: options, pipeline, manifest, batches."""

from briefing import _make_callable

_make_callable(__name__)
