"""Files that a reader has and the walk has not: made here, so that a page's commands can be run.

Gives each by the word that a page asks for it with, in `<!-- given NAME: WORD -->`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from writers import house_samples

MAKERS: Mapping[str, Callable[[], bytes]] = {"house-template": house_samples.german_ministry}
