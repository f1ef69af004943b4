"""Reword a sentence in the prose of a template, but nothing inside tags, printed facts, addresses or code.

The result is parsed again: it must print exactly the wanted words there, with the same emphasis, and all else as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.compose.markdown import CALLOUT, NAMED, TABLE_TITLE, UNNUMBERED
from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.escaping import Surroundings, ways_to_type
from briefing.review.rewriting.find_words import Splice, Wording, alternatives, find_splices, only_match
from briefing.review.rewriting.line_ends import keep_line_ends, printable
from briefing.review.rewriting.source_map import Letter, Words
from briefing.review.rewriting.split import SpliceSpan, find_spans
from briefing.review.rewriting.template_blocks import Leaf, Template, read_template


def reword_template(  # noqa: PLR0917  # the words, the lines and the context, as edits give them
    text: str, first: int, last: int, old: str, new: str, before: str = "", after: str = ""
) -> str:
    """Replace `old` by `new` in the lines from `first` to `last` of a template, between `before` and `after`.

    An insertion has no `old`, a deletion no `new`. Raise CannotApply unless exactly one place matches.
    """
    wording = Wording(old, printable(new), before, after)
    return keep_line_ends(text, lambda plain: _reword(plain, (first, last), wording))


def _reword(text: str, lines: tuple[int, int], wording: Wording) -> str:
    template = read_template(text)
    found = [
        (number, splice)
        for number, leaf in enumerate(template.leaves)
        if leaf.readable and leaf.first <= lines[1] and leaf.last >= lines[0]
        for splice in find_splices(leaf.words.text, wording)
        if _lies_in(template, leaf.words, splice, lines)
    ]
    splice = only_match([splice for _, splice in found], wording.old)
    number = next(number for number, each in found if each is splice)
    leaf = template.leaves[number]
    wanted = splice.into(leaf.words.text)
    _check(template, leaf, splice, wanted)
    if wanted == leaf.words.text:
        return text
    for each in alternatives(leaf.words.text, splice):
        for span in find_spans(text, leaf.words, each):
            for changed in _typed(text, leaf, each, span):
                if _is_correct(template, changed, number, each):
                    return changed
    raise CannotApply("the new words cannot be typed there without changing other text")


def _lies_in(template: Template, words: Words, splice: Splice, lines: tuple[int, int]) -> bool:
    letters = words.letters
    first = letters[min(splice.start, len(letters) - 1)]
    last = letters[max(splice.start, splice.end - 1)] if splice.end > splice.start else letters[splice.start - 1]
    return template.line_of(first.start) <= lines[1] and template.line_of(last.end - 1) >= lines[0]


def _check(template: Template, leaf: Leaf, splice: Splice, wanted: str) -> None:
    inner = leaf.words.letters[splice.start : splice.end]
    if any(letter.fixed and letter.character != "\n" for letter in inner):
        raise CannotApply("the words include a printed fact, a tag or an address")
    near = leaf.words.letters[max(0, splice.start - 1) : splice.end + 1]
    if any(block.many for letter in near for block in template.stripped.blocks_around(letter.start)):
        raise CannotApply("the words are in a loop or a macro, and may be printed elsewhere too")
    if not wanted.strip():
        raise CannotApply("the paragraph would be empty")
    if meanings(leaf.kind, leaf.inside, leaf.words.text) != meanings(leaf.kind, leaf.inside, wanted):
        raise CannotApply("the new words would be markup in the template")
    removed = [mark for mark in leaf.words.marks if splice.start < mark.at < splice.end]
    if splice.words and any(mark.kind == "link" for mark in removed):
        raise CannotApply("a link begins or ends within the words")


def meanings(kind: str, inside: tuple[tuple[str, int], ...], words: str) -> tuple[str, ...]:
    """Return the markup that `words` contain: {-} of a heading, the title and name of a table, a callout."""
    if kind.startswith("heading"):
        return ("{-}",) if UNNUMBERED.search(words) else ()
    title, callout = TABLE_TITLE.match(words) if kind == "title" else None, CALLOUT.match(words) if inside else None
    name = NAMED.search(words) if title else None
    return tuple(match[0].strip() if match else "" for match in (title, name, callout))


# ------------------------------------------------------------------ typing it, and reading it again


def _typed(text: str, leaf: Leaf, splice: Splice, span: SpliceSpan) -> Iterator[str]:
    """Yield the template with the new words in a span, typed in each possible way."""
    letters = leaf.words.letters
    begins_line = splice.start == 0 or letters[splice.start - 1].character == "\n"
    before, after = span.lead[-1:] or text[span.start - 1 : span.start], span.trail[:1] or text[span.end : span.end + 1]
    around = Surroundings(before, after, begins_line, leaf.kind in ("th", "td"))
    for words in dict.fromkeys(ways_to_type(splice.words, around)):
        yield f"{text[: span.start]}{span.lead}{words}{span.trail}{text[span.end :]}"


def _is_correct(template: Template, changed: str, number: int, splice: Splice) -> bool:
    """Return True if the changed template prints the wanted words in that block, and all else as before."""
    try:
        again = read_template(changed)
    except CannotApply:
        return False
    if len(again.leaves) != len(template.leaves):
        return False
    for at, (was, now) in enumerate(zip(template.leaves, again.leaves, strict=True)):
        if (was.kind, was.inside, was.readable, was.foreign) != (now.kind, now.inside, now.readable, now.foreign):
            return False
        kept = _looks(was.words.letters)
        if at == number:
            letters = _looks(now.words.letters)
            tail = len(kept) - splice.end
            end = len(letters) - tail
            if letters[: splice.start] != kept[: splice.start] or letters[end:] != kept[splice.end :]:
                return False
            if now.words.text != splice.into(was.words.text):
                return False
        elif _looks(now.words.letters) != kept:
            return False
    return True


def _looks(letters: Sequence[Letter]) -> list[tuple[str, tuple[str, ...]]]:
    return [(letter.character, letter.look) for letter in letters]
