"""Find words in a text by themselves and the words around them, in exactly one place.

Take a text and the words as a reviewer saw them; return the range to replace, and its replacement. White space, straight or
curly quotation marks, non-breaking characters and soft hyphens make no difference. Parts that cannot be matched, such as a
printed fact or a tag, are private-use characters in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from briefing.review.rewriting.cannot_apply import CannotApply

_ALIKE = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"',
    "\u2011": "-", "\u2010": "-",
})  # fmt: skip
_DROPPED = frozenset("\u00ad\u200b\u2060\ufeff")
_SPACE = frozenset(" \t\n\r\u00a0\u2007\u2009\u202f")
_CLOSING = frozenset(",.;:!?)]}%\u201d\u2019\u2026")
_OPENING = frozenset("([{\u201c\u2018")
_CUT = re.compile("[\ue000-\uf8ff]")
_JOINED = re.compile(r"\w['-](?=\w)")


@dataclass(frozen=True, slots=True)
class Wording:
    """A reviewer's change of words: `old` became `new`, between the words `before` and `after`.

    Without words before or after, the text begins or ends there, or a printed fact is there.
    """

    old: str
    new: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Splice:
    """A replacement: `words` in place of the text from `start` to `end`.

    `fits` is True if the text begins or ends, or has an unmatched part, where the wording has no words before or after.
    """

    start: int
    end: int
    words: str
    fits: bool = field(default=True, compare=False)

    def into(self, text: str) -> str:
        return text[: self.start] + self.words + text[self.end :]


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text as it is compared; `places` are the offsets of its characters in the original text."""

    text: str
    places: tuple[int, ...]


def fold(text: str) -> FoldedText:
    """Normalise white space, quotation marks and hyphens for comparison."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in _DROPPED:
            continue
        plain = " " if character in _SPACE else character.translate(_ALIKE)
        if plain != " " or not kept or kept[-1] != " ":
            kept.append(plain)
            places.append(place)
    return FoldedText("".join(kept), (*places, len(text)))


def same_words(one: str, other: str) -> bool:
    """Return True if two texts are equal when normalised."""
    return fold(one).text.strip() == fold(other).text.strip()


def find_splices(text: str, wording: Wording) -> list[Splice]:
    """Return a splice for each place where the old words occur between those before and after."""
    folded, old, new = fold(text), wording.old, wording.new
    splices: list[Splice] = []
    for start, end in _places(folded.text, *(fold(part).text for part in (wording.before, old, wording.after))):
        first, last = folded.places[start], folded.places[end - 1] + 1 if end > start else folded.places[start]
        made = _replace(text, first, last, new.strip()) if fold(old).text.strip() else _insert(text, first, new)
        begins = bool(wording.before.strip()) or _ends(folded.text[:start])
        ends = bool(wording.after.strip()) or _ends(folded.text[end:][::-1])
        splices.append(replace(made, fits=begins and ends))
    return list(dict.fromkeys(splices))


def alternatives(text: str, splice: Splice) -> list[Splice]:
    """Return the splice; if it deletes a word and the space before it, also one that deletes the space after it."""
    start, end = splice.start, splice.end
    if splice.words or not 0 < start < end < len(text) or text[start] != " " or text[end] != " ":
        return [splice]
    return [splice, Splice(start + 1, end + 1, "")]


def only_match(splices: list[Splice], old: str) -> Splice:
    """Return the only splice that matches; raise CannotApply if none does, or several do."""
    what = f'"{old.strip()}"' if old.strip() else ""
    if not splices:
        raise CannotApply(f"{what or 'the place for the new words'} cannot be found here as it was printed")
    fitting = splices if len(splices) == 1 else [splice for splice in splices if splice.fits]
    if len(fitting) != 1:
        if what:
            raise CannotApply(f"{what} occurs more than once in this paragraph")
        raise CannotApply("there is more than one place where the new words could go")
    return fitting[0]


# ------------------------------------------------------------------ matching


def _ends(beside: str) -> bool:
    """Return True if a text ends here, or continues with an unmatched part."""
    rest = beside.rstrip()
    return not rest or _CUT.match(rest[-1]) is not None


def _places(text: str, before: str, old: str, after: str) -> list[tuple[int, int]]:
    """Return the ranges of the old words in a folded text.

    The words before and after must match exactly or, if there are unmatched parts, as far as these.
    """
    if not (before + old + after).strip():
        return []
    parts = [re.escape(part.strip()) for part in (before, old, after)]
    exact = " ?".join(part for part in (parts[0], f"(?P<old>{parts[1]})", parts[2]) if part)
    found = [
        match.span("old")
        for match in re.finditer(f"(?=(?P<whole>{exact}))", text)
        if _is_whole(text, *match.span("whole")) and _is_whole(text, *match.span("old"))
    ]
    if found or _CUT.search(text) is None:
        return found
    if parts[1]:
        spans = [match.span(1) for match in re.finditer(f"(?=({parts[1]}))", text)]
        spans = [span for span in spans if _is_whole(text, *span)]
    else:
        # Without old words, every place where a word could be inserted.
        joined = {place for match in _JOINED.finditer(text) for place in (match.end() - 1, match.end())}
        ends = [at for at in range(len(text) + 1) if at == 0 or text[at - 1] != " "]
        spans = [(at, at) for at in ends if _is_whole(text, at, at) and at not in joined]
    return [span for span in spans if _agree(text, span, before.strip(), after.strip())]


def _agree(text: str, span: tuple[int, int], before: str, after: str) -> bool:
    """Return True if the words before and after a range match as far as the next unmatched part."""
    left, right = text[: span[0]].rstrip(), text[span[1] :].lstrip()
    left_cut, right_cut = list(_CUT.finditer(left)), _CUT.search(right)
    seen = left[left_cut[-1].end() :].lstrip() if left_cut else left
    shown = right[: right_cut.start()].rstrip() if right_cut else right
    if span[0] == span[1] and not (seen and before) and not (shown and after):
        return False
    left_fits = _begins(seen[::-1], before[::-1]) or (bool(left_cut) and _begins(before[::-1], seen[::-1]))
    return left_fits and (_begins(shown, after) or (right_cut is not None and _begins(after, shown)))


def _begins(text: str, words: str) -> bool:
    """Return True if a text begins with the words, as whole words."""
    return text.startswith(words) and _is_whole(text, len(words), len(words))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return True if neither end of a range is inside a word."""
    return not any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, end))


# ------------------------------------------------------------------ replacement


def _replace(text: str, start: int, end: int, new: str) -> Splice:
    """Replace a range by words, or delete it."""
    while start < end and text[start] in _SPACE:
        start += 1
    while start < end and text[end - 1] in _SPACE:
        end -= 1
    if new:
        return Splice(start, end, new)
    # One of the two spaces that a deletion would leave is deleted too.
    left, right = start, end
    while left and text[left - 1] in _SPACE:
        left -= 1
    while right < len(text) and text[right] in _SPACE:
        right += 1
    if left == 0:
        return Splice(0, right, "")
    if right == len(text) or (right == end and text[end] in _CLOSING):
        return Splice(left, end, "")
    if left < start and right > end:
        return Splice(left, end, "") if "\n" not in text[left:start] else Splice(start, right, "")
    return Splice(start, end, "")


def _insert(text: str, at: int, new: str) -> Splice:
    """Insert words at a place, directly after the word before it, with the spaces that they need."""
    words = new.strip()
    while at and text[at - 1] in _SPACE:
        at -= 1
    rest = text[at : at + 1]
    lead = "" if at == 0 or words[:1] in _CLOSING or text[at - 1] in _OPENING else " "
    trail = "" if not rest or rest in _SPACE or rest in _CLOSING or words[-1:] in _OPENING else " "
    return Splice(at, at, f"{lead}{words}{trail}") if words else Splice(at, at, "")
