"""The prose dialect: its parser (the part of CommonMark that a brief's prose may use, and tables), and what it adds to it.

Takes nothing, gives markdown-it set up. What becomes of its tokens is for `markup`, which makes blocks of them, and for `rewriting`,
which finds words in a template.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_inline, footnote_ref

CALLOUT = re.compile(r"\[!([A-Za-z-]*)\]\s*")
TABLE_TITLE = re.compile(r"Table:\s*")
NAMED = re.compile(r"\s*\{#([A-Za-z0-9_-]+)\}\s*$")
UNNUMBERED = re.compile(r"\s*\{-\}\s*$")


@cache
def parser() -> MarkdownIt:
    """The parser. Escaped characters and entities are tokens of their own and tell how they were typed.

    The token of a footnote's mark has what was typed as its content; that of a footnote typed in place, ^[words], holds its words.
    """
    # Indented code is a paragraph: prose is set in within loops and conditions. Underlined headings and link definitions surprise
    # people who do not program: they stay text, and `foreign_markup` tells of them. HTML is read so that it can be told.
    # Nesting is bounded in `markup`, where it can be told; markdown-it would drop what is deeper in silence.
    made = MarkdownIt("commonmark", {"html": True, "maxNesting": 400}).enable("table")
    made.disable(["code", "lheading", "reference", "text_join"])
    made.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    made.inline.ruler.at("footnote_inline", _footnote_in_place)
    made.inline.ruler.at("footnote_ref", _footnote_mark)
    return made


def _footnote_in_place(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = footnote_inline(state, silent)
    if found and not silent:
        token = state.tokens[-1]
        token.content = state.src[start : state.pos]
        token.children = state.env["footnotes"]["list"][token.meta["id"]]["tokens"]
    return found


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = footnote_ref(state, silent, always_match=True)
    if found and not silent:
        state.tokens[-1].content = state.src[start : state.pos]
    return found
