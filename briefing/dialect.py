"""The prose dialect: its parser (the part of CommonMark that a brief's prose may use, and tables), and what it adds to it.

Takes nothing, gives markdown-it set up. What becomes of its tokens is for `markup`, which makes blocks of them, and for `rewriting`,
which finds words in a template.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

CALLOUT = re.compile(r"\[!([A-Za-z-]*)\]\s*")
TABLE_TITLE = re.compile(r"Table:\s*")
NAMED = re.compile(r"\s*\{#([A-Za-z0-9_-]+)\}\s*$")
UNNUMBERED = re.compile(r"\s*\{-\}\s*$")


@cache
def parser(*, joined: bool = True) -> MarkdownIt:
    """The parser. Not `joined`, escaped characters and entities are tokens of their own and tell how they were typed."""
    # Indented code, underlined headings and link definitions surprise people who do not program: they stay text.
    # Nesting is bounded in `markup`, where it can be told; markdown-it would drop what is deeper in silence.
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 400}).enable("table")
    made.disable(["code", "lheading", "reference"])
    return made if joined else made.disable("text_join")
