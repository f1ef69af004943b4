"""Copies in which it is easy to take one thing for another."""

from __future__ import annotations

from review.edits import surgery as s
from review.edits import surgery_blocks as b
from review.edits.making import BOOKS, COURSES, HANDS, SHEDS, SHIPS, both, by, figure, prose, put, tracked, untracked
from review.edits.score import Truth
from review.edits.surgery import ANNA, BORIS, Word

_EVERY = "Every ship is counted at the gate, and the year closed with about 4,100 ships, which the harbour office calls a record."
_QUAY = "The quay measures 900 metres and the wall behind it 900 metres, so that nothing is left for cranes."
_RECORD = ", which the harbour office calls a record."
_MARKUP = "A {{ships}} is *not* a <b>fact</b>, nor is 100 % of [this](that) `code` # here."
_TYPED = "It was about 4,100 ships, and 900 metres, in 2024."


def _overruled(word: Word) -> None:
    """Anna puts words in, Boris strikes some of them out."""
    s.insert(word, "hard to fill", "really very ")
    word.author = BORIS
    s.replace(word, "really ", "")


def _swapped(word: Word) -> None:
    """Two figures of one sentence change places."""
    s.replace(word, "about 1,200 workers", "more than 1,500 workers", within="Of dockers")
    s.replace(word, "more than 1,500 workers", "about 1,200 workers", within="Of dockers", nth=1)


HARD = (
    tracked("an insertion of which part was struck out", _overruled, prose("", "very")),
    tracked(
        "two figures change places",
        _swapped,
        figure("dockers", "about 1,200 workers", "more than 1,500 workers", claim="port"),
        figure("dockers", "more than 1,500 workers", "about 1,200 workers", claim="union"),
    ),
    tracked(
        "markup typed as words",
        put("by hand", "in *bold* {{ ships }} <i>", BOOKS),
        prose("by hand", "in *bold* {{ ships }} <i>"),
    ),
    tracked(
        "a paragraph of markup put in",
        lambda w: b.add_paragraph(w, HANDS, _MARKUP),
        Truth("inserted", "", _MARKUP, author=ANNA),
    ),
    tracked(
        "a paragraph with figures put in",
        lambda w: b.add_paragraph(w, HANDS, _TYPED),
        Truth("inserted", "", _TYPED, author=ANNA),
    ),
    untracked(
        "a paragraph with a figure taken out",
        lambda w: b.delete_paragraph(w, "The quay measures"),
        Truth("deleted", _QUAY),
    ),
    tracked(
        "a paragraph with a figure struck out",
        lambda w: b.delete_paragraph(w, "and the year closed"),
        Truth("deleted", _EVERY, author=ANNA),
    ),
    tracked(
        "a paragraph with a figure moved",
        lambda w: b.move_paragraph(w, "The quay measures", HANDS),
        Truth("moved", _QUAY, _QUAY, author=ANNA),
    ),
    untracked("a paragraph copied", lambda w: b.add_paragraph(w, COURSES, HANDS), Truth("inserted", "", HANDS)),
    tracked(
        "the same word in three paragraphs",
        both(put("hard to fill", "easy to fill"), put("by hand", "by machine"), put("on the job", "on the quay")),
        prose("hard", "easy"),
        prose("hand", "machine"),
        prose("job", "quay"),
    ),
    tracked(
        "a figure put in words",
        put("35.2 million tonnes", "a good deal", "The port grew"),
        figure("freight", "35.2 million tonnes", "a good deal", point="2024"),
    ),
    tracked(
        "a second figure put beside one",
        lambda w: s.insert(w, ", which the harbour", " (or 4,000 boats)", within="closed with"),
        prose("", "(or 4,000 boats)"),
    ),
    tracked(
        "one figure for two",
        put("900 metres and the wall behind it 900 metres", "1,800 metres with the wall", "The quay"),
        prose("900", "1,800"),
        prose("and the wall behind it 900 metres", "with the wall"),
    ),
    untracked("a number typed where none was", put("two stand", "2 stand", SHEDS), prose("two", "2", "")),
    tracked(
        "a paragraph written anew",
        put(HANDS, "Nobody is taught anything any more, say those who left last year."),
        prose(HANDS, "Nobody is taught anything any more, say those who left last year."),
    ),
    untracked(
        "two paragraphs change places", lambda w: b.move_paragraph(w, HANDS, COURSES), Truth("moved", HANDS, HANDS)
    ),
    tracked(
        "every item changed",
        both(put("Work on", "Labour on"), put("Of old", "Of the old"), put("A railway", "One railway")),
        prose("Work", "Labour"),
        prose("", "the"),
        prose("A", "One"),
    ),
    untracked(
        "a figure, spaces that do not break",
        both(
            put("4,100", "4,200", "closed with"),
            lambda w: s.rewrite(w, lambda t: t.replace("4,200 ships", "4,200\u00a0ships")),
        ),
        figure("ships", SHIPS, "about 4,200 ships", ""),
    ),
    tracked(
        "a clause moved within a sentence",
        both(lambda w: s.delete(w, "in the evening "), lambda w: s.insert(w, "once, and", "in the evening ")),
        prose("in the evening", ""),
        prose("", "in the evening"),
    ),
    tracked(
        "a paragraph with a figure merged into the one before",
        lambda w: b.merge_paragraphs(w, "The quay measures"),
        prose("", "The second basin was opened to traffic, and the old basin was filled in soon after."),
        Truth(
            "deleted",
            "The second basin was opened to traffic, and the old basin was filled in soon after.",
            author=ANNA,
        ),
    ),
    tracked(
        "a row and a cell of one table",
        both(put("Survey boat", "Survey ship"), lambda w: b.delete_row(w, "Keeper of lights")),
        prose("boat", "ship", kind="cell"),
        Truth("deleted", "Lights on the mole | Keeper of lights | Once a week", author=ANNA),
    ),
    tracked(
        "an insertion by one beside one by another",
        both(lambda w: s.insert(w, "hard to fill", "very "), by(BORIS, put("since wages", "as wages"))),
        prose("", "very"),
        prose("since", "as", BORIS),
    ),
    untracked(
        "a paragraph with a figure split",
        lambda w: b.split_paragraph(w, SHIPS + ", which"),
        prose(SHIPS + _RECORD, "", ""),
        Truth("inserted", "", SHIPS + _RECORD),
    ),
)
