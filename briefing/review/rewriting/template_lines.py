"""Insert and delete whole paragraphs, list items and headings of a template, with the empty lines around them.

The result is parsed again: everything but that block must print as before. Blocks inside tags are left to a person.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.escaping import Surroundings, ways_to_type
from briefing.review.rewriting.find_words import fold
from briefing.review.rewriting.line_ends import keep_line_ends, printable
from briefing.review.rewriting.source_map import PRINTED, REMOVED_TAG
from briefing.review.rewriting.template_blocks import Leaf, Template, read_template, shape
from briefing.review.rewriting.template_words import meanings

Kind: TypeAlias = Literal["paragraph", "item"] | int
"""Kind of the inserted block; a number is the level of a heading."""
_ITEM = re.compile(r"((?:[ \t]*>)*[ \t]*)(?:[-*+]|([0-9]{1,9})[.)])[ \t]+")


def insert_paragraph(text: str, after_line: int, words: str, kind: Kind) -> str:
    """Insert a block after a line (0: before the first); raise CannotApply if that is not possible.

    A list item is inserted after the item that ends with that line.
    """
    typed = printable(words)
    return keep_line_ends(text, lambda plain: _insert(plain, after_line, typed, kind))


def delete_lines(text: str, first: int, last: int, expected_words: str) -> str:
    """Delete the only block on these lines, if it prints these words; raise CannotApply if it does not."""
    return keep_line_ends(text, lambda plain: _delete(plain, first, last, expected_words))


# ------------------------------------------------------------------ insertion


def _insert(text: str, after: int, words: str, kind: Kind) -> str:
    template, lines = read_template(text), text.split("\n")
    after -= after == len(lines) and not lines[-1]
    if not words or not 0 <= after <= len(lines) or kind not in ("paragraph", "item", 1, 2, 3, 4):
        raise CannotApply("the place is no longer in the template")
    if template.is_inside(after):
        raise CannotApply("this place is inside a loop, a condition or a macro")
    wanted = "paragraph" if isinstance(kind, str) else f"heading{kind}"
    if any(meanings(wanted, (), words)):
        raise CannotApply("the new words would be markup in the template")
    mark, above = _beside(template, lines, after) if kind == "item" else ("", [])
    mark = f"{'#' * kind} " if isinstance(kind, int) else mark
    for typed in ways_to_type(words, Surroundings(begins_line=True)):
        new = [*above, f"{mark}{typed}"]
        if kind != "item":
            space_above, space_below = after and lines[after - 1].strip(), after < len(lines) and lines[after].strip()
            new = [*([""] if space_above else []), *new, *([""] if space_below else [])]
        changed = "\n".join([*lines[:after], *new, *lines[after:]])
        if _gains(template, changed, after + 1 + new.index(f"{mark}{typed}"), wanted, words):
            return changed
    raise CannotApply("a new block cannot be inserted here")


def _beside(template: Template, lines: list[str], after: int) -> tuple[str, list[str]]:
    """Return the bullet or number of an item after the one on that line, and the empty line before it in a loose list."""
    ends = [
        leaf for leaf in template.leaves if leaf.last == after and leaf.inside and leaf.inside[-1][0] == "list_item"
    ]
    if not ends:
        raise CannotApply("no list item ends here")
    item, list_ = ends[-1].inside[-1], ends[-1].inside[-2]
    first = min(leaf.first for leaf in template.leaves if item in leaf.inside)
    match = _ITEM.match(lines[first - 1])
    if match is None:
        raise CannotApply("the new list item does not follow an item of a list in the template: add it there yourself")
    mark = match[0].replace(match[2], str(int(match[2]) + 1)) if match[2] else match[0]
    items = {leaf.inside[leaf.inside.index(list_) + 1] for leaf in template.leaves if list_ in leaf.inside[:-1]}
    starts = sorted({min(leaf.first for leaf in template.leaves if each in leaf.inside) for each in items})
    loose = any(_is_blank(lines[start - 2]) for start in starts[1:])
    return mark, [match[1].rstrip()] if loose else []


def _gains(template: Template, changed: str, line: int, kind: str, words: str) -> bool:
    """Return True if the changed template has that block on that line, and all else as before."""
    try:
        leaves = read_template(changed).leaves
    except CannotApply:
        return False
    new = [number for number, leaf in enumerate(leaves) if leaf.first == line]
    if len(new) != 1:
        return False
    leaf = leaves[new[0]]
    if leaf.kind != kind or not leaf.readable or leaf.foreign or leaf.words.text != words:
        return False
    return shape([*leaves[: new[0]], *leaves[new[0] + 1 :]]) == shape(template.leaves)


# ------------------------------------------------------------------ deletion


def _delete(text: str, first: int, last: int, expected: str) -> str:
    template, lines = read_template(text), text.split("\n")
    if template.overlaps_block(first, last):
        raise CannotApply("these lines are part of a loop, a condition or a macro")
    number = _only(template, first, last)
    if not prints(template.leaves[number], expected):
        raise CannotApply("these lines do not have the words that were printed")
    kept = shape([*template.leaves[:number], *template.leaves[number + 1 :]])
    for filled in ([], [""]):
        changed = "\n".join(_closed(lines[: first - 1], [*filled, *lines[last:]]))
        if shape(read_template(changed).leaves) == kept:
            return changed
    raise CannotApply("deleting these lines would change the text next to them")


def _only(template: Template, first: int, last: int) -> int:
    """Return the number of the only block on these lines."""
    there = [n for n, leaf in enumerate(template.leaves) if leaf.first <= last and leaf.last >= first]
    leaf = template.leaves[there[0]] if len(there) == 1 else None
    if leaf is None or (leaf.first, leaf.last) != (first, last) or not leaf.readable:
        raise CannotApply("these lines are not exactly one block")
    if leaf.kind != "paragraph" and not leaf.kind.startswith("heading"):
        raise CannotApply("these lines are not a paragraph, item or heading")
    if REMOVED_TAG in leaf.words.text:
        raise CannotApply("these lines also contain a tag or a comment")
    return there[0]


def prints(leaf: Leaf, expected: str) -> bool:
    """Return True if a block has the expected words, printed facts aside. A block of facts alone never matches."""
    parts = fold(leaf.words.text.strip()).text.split(PRINTED)
    if not any(part.strip() for part in parts):
        return False
    pattern = ".*?".join(re.escape(part) for part in parts)
    return re.fullmatch(pattern, fold(expected).text.strip(), re.DOTALL) is not None


def _closed(above: list[str], below: list[str]) -> list[str]:
    """Return the lines with the gap between them reduced to one empty line."""
    while below and _is_blank(below[0]) and (not above or _is_blank(above[-1])):
        if len(below) == 1 and not above:
            break
        if above and above[-1] and not below[0]:
            above = above[:-1]
        else:
            below = below[1:]
    return [*above, *below]


def _is_blank(line: str) -> bool:
    return not line.strip(" \t>")
