"""Cases of the corpus about cells, whole paragraphs and comments, and those in which nothing was changed that counts."""

from __future__ import annotations

from review.edits import surgery as s
from review.edits import surgery_blocks as b
from review.edits.making import (
    BOOKS,
    COURSES,
    HANDS,
    RECORD,
    SHEDS,
    SHIPS,
    Case,
    both,
    figure,
    prose,
    put,
    settled,
    silent,
    tracked,
    untracked,
)
from review.edits.score import Truth
from review.edits.surgery import ANNA, BORIS, Word

CELLS = (
    tracked(
        "a cell of a table typed by hand",
        put("Once a week", "Once a month"),
        prose("week", "month", kind="cell", block="table/checks"),
    ),
    untracked(
        "a cell of a table typed by hand, untracked",
        put("Survey boat", "Survey ship"),
        prose("boat", "ship", "", kind="cell"),
    ),
    tracked(
        "a cell of figures",
        put("33.1", "34.0", "33.1"),
        figure("freight", "33.1", "34.0", point="2023", block="table/freight_by_year"),
    ),
    untracked(
        "a cell of figures, untracked", put("31.5", "30.5", "31.5"), figure("freight", "31.5", "30.5", "", point="2022")
    ),
    tracked(
        "a figure within a cell",
        put("4,100", "4,000", "The port counted"),
        figure("ships", SHIPS, "about 4,000 ships", block="table/timeline"),
    ),
    tracked("a head of a table", put("How often", "How frequently"), prose("often", "frequently", kind="cell")),
    tracked(
        "a cell of a table of sources",
        put("White paper", "Green paper", "White paper"),
        prose("White", "Green", kind="cell"),
    ),
    tracked(
        "a row put in",
        lambda w: b.add_row(w, "Keeper of lights", ["Ropes on the quay", "Watchman", "Every night"]),
        Truth("inserted", "", "Ropes on the quay | Watchman | Every night", author=ANNA, block="table/checks"),
    ),
    untracked(
        "a row put in, untracked",
        lambda w: b.add_row(w, "Keeper of lights", ["Ropes on the quay", "Watchman", "Every night"]),
        Truth("inserted", "", "Ropes on the quay | Watchman | Every night"),
    ),
    tracked(
        "a row struck out",
        lambda w: b.delete_row(w, "Keeper of lights"),
        Truth("deleted", "Lights on the mole | Keeper of lights | Once a week", author=ANNA),
    ),
    untracked(
        "a row struck out, untracked",
        lambda w: b.delete_row(w, "Keeper of lights"),
        Truth("deleted", "Lights on the mole | Keeper of lights | Once a week"),
    ),
    untracked("a row of figures struck out", lambda w: b.delete_row(w, "33.1"), Truth("deleted", "2023 | 33.1")),
    untracked(
        "a table pasted",
        lambda w: b.paste_table(w, BOOKS, [["Gate", "Hours of work"], ["North gate", "from six to nine"]]),
        Truth("inserted", "", "Gate | Hours of work"),
        Truth("inserted", "", "North gate | from six to nine"),
    ),
)


def _thread(word: Word) -> None:
    first = b.comment(word, "only two", "Only two?", author=ANNA)
    b.comment(word, "only two", "Yes.", author=BORIS, parent=first)


_NEW = "Nobody has ever asked the crews themselves what they would like to learn."
_TAIL = "before they touch a crane."
_ITEM = "Two cranes were sold abroad last spring."

BLOCKS = (
    tracked(
        "a paragraph put in",
        lambda w: b.add_paragraph(w, HANDS, _NEW),
        Truth("inserted", "", _NEW, author=ANNA, block="crews/paragraph-5"),
    ),
    untracked("a paragraph put in, untracked", lambda w: b.add_paragraph(w, HANDS, _NEW), Truth("inserted", "", _NEW)),
    tracked(
        "a paragraph struck out",
        lambda w: b.delete_paragraph(w, HANDS),
        Truth("deleted", HANDS, author=ANNA, block="crews/paragraph-5"),
    ),
    untracked("a paragraph struck out, untracked", lambda w: b.delete_paragraph(w, HANDS), Truth("deleted", HANDS)),
    tracked("an item put in", lambda w: b.add_paragraph(w, SHEDS, _ITEM), Truth("inserted", "", _ITEM, author=ANNA)),
    untracked("an item struck out", lambda w: b.delete_paragraph(w, SHEDS), Truth("deleted", SHEDS)),
    tracked(
        "a paragraph moved", lambda w: b.move_paragraph(w, HANDS, COURSES), Truth("moved", HANDS, HANDS, author=ANNA)
    ),
    untracked(
        "a paragraph moved, untracked", lambda w: b.move_paragraph(w, BOOKS, COURSES), Truth("moved", BOOKS, BOOKS)
    ),
    tracked(
        "a paragraph moved far",
        lambda w: b.move_paragraph(w, BOOKS, COURSES),
        Truth("moved", BOOKS, BOOKS, author=ANNA),
    ),
    tracked(
        "a paragraph split",
        lambda w: b.split_paragraph(w, "before they touch a crane"),
        prose(_TAIL, ""),
        Truth("inserted", "", _TAIL, author=ANNA),
    ),
    untracked(
        "a paragraph split, untracked",
        lambda w: b.split_paragraph(w, "before they touch a crane"),
        prose(_TAIL, "", ""),
        Truth("inserted", "", _TAIL),
    ),
    tracked(
        "paragraphs merged",
        lambda w: b.merge_paragraphs(w, HANDS),
        prose("", COURSES),
        Truth("deleted", COURSES, author=ANNA),
    ),
    untracked(
        "paragraphs merged, untracked",
        lambda w: b.merge_paragraphs(w, HANDS),
        prose("", COURSES, ""),
        Truth("deleted", COURSES),
    ),
    untracked(
        "a paragraph typed anew",
        lambda w: b.retype(
            w,
            "Every ship is counted",
            "Every ship is counted at the gate, and the year closed with about 4,200 ships, which the harbour office calls a record.",
        ),
        figure("ships", SHIPS, "about 4,200 ships", ""),
    ),
)

COMMENTS = (
    Case(
        "a comment on a figure",
        lambda w: b.comment(w, SHIPS, "Really?", author=BORIS),
        (Truth("comment", fact="ships", author=BORIS, text="Really?", on=SHIPS),),
    ),
    Case(
        "a comment on one of two like figures",
        lambda w: b.comment(w, "behind it 900 metres", "Since when?", author=BORIS),
        (Truth("comment", fact="wall_length", author=BORIS, text="Since when?"),),
    ),
    Case(
        "a comment on a paragraph",
        lambda w: b.comment(w, HANDS, "Who says so?", author=ANNA),
        (Truth("comment", author=ANNA, text="Who says so?", on=HANDS, block="crews/paragraph-5"),),
    ),
    Case(
        "a thread",
        _thread,
        (
            Truth("comment", author=ANNA, text="Only two?", on="only two"),
            Truth("comment", author=BORIS, text="Yes.", on="only two", answer=True),
        ),
    ),
    Case(
        "a comment that is resolved",
        lambda w: b.comment(w, "by hand", "Still?", author=ANNA, resolved=True),
        (Truth("comment", author=ANNA, text="Still?", on="by hand", resolved=True),),
    ),
    Case(
        "a comment on a cell",
        lambda w: b.comment(w, "33.1", "Weighed?", author=ANNA),
        (Truth("comment", fact="freight", point="2023", author=ANNA, text="Weighed?", block="table/freight_by_year"),),
    ),
    Case(
        "a comment and a change",
        both(lambda w: b.comment(w, "by hand", "Still?", author=BORIS), put("long ago", "years ago", BOOKS)),
        (prose("long", "years"), Truth("comment", author=BORIS, text="Still?", on="by hand")),
    ),
)

NOTHING = (
    silent("untouched", lambda w: None),
    silent("runs cut by spelling marks", s.scatter),
    silent("curly quotes", lambda w: s.rewrite(w, lambda text: text.replace("'", "’"))),
    silent(
        "straight quotes", lambda w: s.rewrite(w, lambda text: text.translate({0x201C: '"', 0x201D: '"', 0x2019: "'"}))
    ),
    silent(
        "non-breaking spaces",
        lambda w: s.rewrite(w, lambda text: text.replace("4,100 ships", "4,100\u00a0ships").replace("p. ", "p.\u00a0")),
    ),
    silent("soft hyphens", lambda w: s.rewrite(w, lambda text: text.replace("harbour", "har\u00adbour"))),
    silent("dashes", lambda w: s.rewrite(w, lambda text: text.replace("–", "-"))),
    silent("words made bold", lambda w: s.embolden(w, "hard to fill")),
    silent("all marks gone", s.drop_marks),
    silent("changes rejected", settled(both(put("higher", "lower"), put("4,100", "4,900", RECORD)), accept=False)),
    silent("spaces doubled", lambda w: s.rewrite(w, lambda text: text.replace(", ", ",  "))),
    Case("untouched, content controls", lambda w: None, markers="word"),
    Case("runs cut, content controls", s.scatter, markers="word"),
    Case("the shipped brief, untouched", lambda w: None, base="russia-north-korea"),
    Case("the shipped brief, runs cut", s.scatter, base="russia-north-korea"),
)

ACCEPTED = (
    Case(
        "changes accepted",
        settled(both(put("hard to fill", "easy to fill"), put("4,100", "4,900", RECORD)), accept=True),
        (prose("hard", "easy", ""), figure("ships", SHIPS, "about 4,900 ships", "")),
    ),
)
