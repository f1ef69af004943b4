"""How cases of the corpus are written: a copy of a brief as a reviewer sends it back, and the true list of what was done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from review.edits import surgery as s
from review.edits.score import Truth
from review.edits.surgery import ANNA, Word

SHIPS, RECORD = "about 4,100 ships", "and the year closed with"
HANDS = "Older hands teach the young ones how to read wind and tide before they touch a crane."
COURSES = "Courses in the evening were tried once, and given up when the teacher moved away."
RAILWAY = "A railway runs to the quay, but no train has used it for years."
SHEDS = "Of old sheds, only two stand, and both are let to fishermen."
BASIN = "Nobody has yet decided whether a third basin will be dug."
BOOKS = "The office keeps its books by hand, although a “digital gate” was promised long ago."


@dataclass(frozen=True, slots=True)
class Case:
    """A copy of the brief named `base`, changed by `make`; `markers` as `--word-markers` says."""

    name: str
    make: Callable[[Word], object]
    truth: tuple[Truth, ...] = ()
    author: str = ANNA
    base: str = "harbour"
    markers: str = ""


def untracked(name: str, make: Callable[[Word], object], *truth: Truth) -> Case:
    return Case(name, make, truth, author="")


def tracked(name: str, make: Callable[[Word], object], *truth: Truth) -> Case:
    return Case(name, make, truth)


def silent(name: str, make: Callable[[Word], object]) -> Case:
    """A copy in which nothing was changed that counts."""
    return Case(name, make)


def prose(old: str, new: str, author: str = ANNA, block: str = "", kind: str = "prose") -> Truth:
    return Truth(kind, old, new, author=author, block=block)


def figure(
    fact: str, old: str, new: str, author: str = ANNA, *, claim: str = "", point: str = "", block: str = ""
) -> Truth:
    return Truth("figure", old, new, fact, claim, point, author=author, block=block)


def both(*makes: Callable[[Word], object]) -> Callable[[Word], None]:
    """One change after the other."""

    def make(word: Word) -> None:
        for each in makes:
            each(word)

    return make


def by(author: str, make: Callable[[Word], object]) -> Callable[[Word], None]:
    """A change by somebody else."""

    def made(word: Word) -> None:
        before, word.author = word.author, author
        make(word)
        word.author = before

    return made


def put(old: str, new: str, within: str = "", nth: int = 0) -> Callable[[Word], None]:
    return lambda word: s.replace(word, old, new, within=within, nth=nth)


def settled(make: Callable[[Word], object], *, accept: bool) -> Callable[[Word], None]:
    return both(make, lambda word: s.settle(word, accept=accept))
