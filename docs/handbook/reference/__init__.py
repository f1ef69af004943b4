"""Lists of the reference, made from the code: each is a function that returns Markdown, under the name that a page uses.

A page places a list with `<!-- generated: NAME -->`. The text is the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.reference import checks, commands, files, templates, themes

MADE: Mapping[str, Callable[[], str]] = {
    **files.MADE,
    **templates.MADE,
    **checks.MADE,
    **themes.MADE,
    **commands.MADE,
}
