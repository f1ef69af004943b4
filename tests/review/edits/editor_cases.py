"""The part of the corpus that a real editor makes: the brief opened, changed and saved by LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from review.edits import surgery_blocks as b
from review.edits.editor import Step
from review.edits.making import HANDS, SHEDS, SHIPS, figure, prose
from review.edits.score import Truth
from review.edits.surgery import ANNA, BORIS, Word

_RECORD: tuple[Step, ...] = (("author", ANNA), ("record", True))
_NEW = "Nobody has ever asked the crews themselves what they would like to learn."
_QUAY = "The quay measures 900 metres and the wall behind it 900 metres"
_YEAR = "the year closed with about 4,100 ships"
_ODT: Step = ("through", "{folder}/copy.odt", "writer8")


@dataclass(frozen=True, slots=True)
class EditorCase:
    """A brief, what is done to it before, the steps in which it is changed, and the true list of all that.

    `converted`: LibreOffice opens and saves it in one go, since without a screen its own interface stumbles over comments.
    """

    name: str
    steps: tuple[Step, ...]
    truth: tuple[Truth, ...] = ()
    base: str = "harbour"
    markers: str = ""
    make: Callable[[Word], object] = lambda word: None
    converted: bool = False


def plain(name: str, *steps: Step, truth: tuple[Truth, ...] = ()) -> EditorCase:
    return EditorCase(name, steps, truth)


def recorded(name: str, *steps: Step, truth: tuple[Truth, ...] = ()) -> EditorCase:
    return EditorCase(name, (*_RECORD, *steps), truth)


def _remark(word: Word) -> None:
    b.comment(word, "by hand", "Still?", author=BORIS)
    b.comment(word, "more than 1,500 workers", "Who?", author=ANNA)


_REMARKS = (
    Truth("comment", author=BORIS, text="Still?", on="by hand"),
    Truth("comment", fact="dockers", claim="union", author=ANNA, text="Who?"),
)

EDITOR_CASES = (
    plain("saved again"),
    EditorCase("saved again, content controls", (), markers="word"),
    EditorCase("the shipped brief saved again", (), base="russia-north-korea"),
    plain("through ODT and back", _ODT),
    EditorCase("the shipped brief through ODT and back", (_ODT,), base="russia-north-korea"),
    plain("a word for a word", ("replace", "higher", "better"), truth=(prose("higher", "better", ""),)),
    recorded("a word for a word, recorded", ("replace", "higher", "better"), truth=(prose("higher", "better"),)),
    recorded(
        "a word for a word, recorded, through ODT",
        ("replace", "higher", "better"),
        _ODT,
        truth=(prose("higher", "better"),),
    ),
    recorded("words put in, recorded", ("insert_before", "hard to fill", "very "), truth=(prose("", "very"),)),
    recorded(
        "words struck out, recorded", ("type_over", "Of old sheds, only two", "only ", ""), truth=(prose("only", ""),)
    ),
    plain("a figure", ("type_over", _YEAR, "4,100", "4,300"), truth=(figure("ships", SHIPS, "about 4,300 ships", ""),)),
    recorded(
        "a figure, recorded",
        ("type_over", _YEAR, "4,100", "4,300"),
        truth=(figure("ships", SHIPS, "about 4,300 ships"),),
    ),
    recorded(
        "a whole figure, recorded",
        ("type_over", _YEAR, SHIPS, "some 3,900 vessels"),
        truth=(figure("ships", SHIPS, "some 3,900 vessels"),),
    ),
    recorded(
        "the second of two like figures, recorded",
        ("type_over", _QUAY, "it 900", "it 950"),
        truth=(figure("wall_length", "900 metres", "950 metres"),),
    ),
    plain(
        "the second of two like figures, through ODT",
        ("type_over", _QUAY, "it 900", "it 950"),
        _ODT,
        truth=(figure("wall_length", "900 metres", "950 metres", ""),),
    ),
    plain("a paragraph put in", ("add_paragraph", HANDS, _NEW), truth=(Truth("inserted", "", _NEW),)),
    recorded(
        "a paragraph put in, recorded",
        ("add_paragraph", HANDS, _NEW),
        truth=(Truth("inserted", "", _NEW, author=ANNA),),
    ),
    plain("a paragraph taken out", ("delete_paragraph", HANDS), truth=(Truth("deleted", HANDS),)),
    recorded(
        "a paragraph taken out, recorded", ("delete_paragraph", HANDS), truth=(Truth("deleted", HANDS, author=ANNA),)
    ),
    recorded(
        "an item put in, recorded",
        ("add_paragraph", SHEDS, "Two cranes were sold."),
        truth=(Truth("inserted", "", "Two cranes were sold.", author=ANNA),),
    ),
    plain(
        "a row put in",
        ("add_row", "Keeper of lights", "Ropes", "Watchman", "Every night"),
        truth=(Truth("inserted", "", "Ropes | Watchman | Every night"),),
    ),
    plain(
        "a row taken out",
        ("delete_row", "Keeper of lights"),
        truth=(Truth("deleted", "Lights on the mole | Keeper of lights | Once a week"),),
    ),
    recorded(
        "a cell, recorded", ("replace", "Survey boat", "Survey ship"), truth=(prose("boat", "ship", kind="cell"),)
    ),
    recorded(
        "a cell of figures, recorded",
        ("replace", "33.1", "34.2"),
        truth=(figure("freight", "33.1", "34.2", point="2023"),),
    ),
    EditorCase("comments saved again", (), _REMARKS, make=_remark, converted=True),
    recorded("all accepted", ("replace", "higher", "better"), ("accept_all",), truth=(prose("higher", "better", ""),)),
    recorded("all rejected", ("replace", "higher", "better"), ("type_over", _YEAR, "4,100", "4,300"), ("reject_all",)),
    recorded(
        "two hands",
        ("replace", "higher", "better"),
        ("author", BORIS),
        ("replace", "hard to fill", "easy to fill"),
        truth=(prose("hard", "easy", BORIS), prose("higher", "better")),
    ),
    recorded(
        "a heading, recorded", ("replace", "Walls and quays", "Walls and moles", 1), truth=(prose("quays", "moles"),)
    ),
    plain(
        "a paragraph in two places",
        ("replace", "by hand", "in ink"),
        ("replace", "long ago", "last year"),
        truth=(prose("by hand", "in ink", ""), prose("long ago", "last year", "")),
    ),
)
