"""What the reference takes from the code: each piece as Markdown, under the name by which a page asks for it.

A page asks with a line `<!-- from the code: NAME -->`. Takes the package itself, gives text; the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.reference import checks, commands, files, looks, templates, whole

MADE: Mapping[str, Callable[[], str]] = {
    **files.MADE,
    **templates.MADE,
    **checks.MADE,
    **looks.MADE,
    **commands.MADE,
    **whole.MADE,
}
