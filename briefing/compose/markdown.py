"""Parser for the Markdown of templates: a subset of CommonMark, with tables and footnotes.

`markdown_reader` turns its tokens into blocks; `review/rewriting` uses it to find words in a template.
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
    """Return the parser. Escaped characters and entities are tokens of their own, with the typed characters as markup.

    The content of a footnote reference is what was typed; an inline footnote, ^[words], also has its words as children.
    """
    # Indented text is not code: prose is indented inside loops and conditions. Underlined headings and link definitions surprise
    # people who do not program: they stay text, and `foreign_markup` reports them. HTML is parsed so that it can be reported.
    # `markdown_reader` limits nesting, with a problem; markdown-it would silently drop what is nested more deeply.
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
